package explain

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
)

// statusLines are common status responses, a few rare ones, and some that depart from the grammar.
var statusLines = []string{
	"A%04d OK FETCH completed in 0.003 seconds, nothing else to report here",
	"A%04d OK Success",
	"* OK [CAPABILITY IMAP4rev1 IMAP4rev2 IDLE NAMESPACE UIDPLUS CONDSTORE QRESYNC AUTH=PLAIN] Ready (%d)",
	`* OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft $Forwarded \*)] Flags that stay (%d)`,
	"* OK [UIDVALIDITY 1690123456] These UIDs are valid for a long time to come (%d)",
	"* OK [UIDNEXT %d] The next message will most likely have this UID",
	"* OK [HIGHESTMODSEQ 7151940%d] The highest mod-sequence in this mailbox",
	"A%04d OK [READ-WRITE] The mailbox is open for reading and writing",
	"A%04d OK [APPENDUID 1690123456 48213] The message was appended as wanted",
	"A%04d OK [COPYUID 1690123456 304,319:320 3956:3958] The messages were copied",
	"A%04d NO [OVERQUOTA] There is no room left for this message on the server",
	`* OK [INPROGRESS ("A%04d" 454 1000)] Less than half of the work is done by now`,
	"* NO [WEBALERT https://mail.example/alert/%d] Please log in with a web browser first",
	"A%04d OK [CLOSED]",
	"A%04d NO [TRYCREATE]Create the mailbox first",
	"A%04d OK [COPYUID 14  ] Copied",
	"A%04d NO [ALERT] Zu viele Verbindungen für diesen Benutzer",
	"NO [OVERQUOTA] A line that has lost its tag %d",
}

// dataLines are other responses of a server.
var dataLines = []string{
	"* %d EXISTS",
	"* %d RECENT",
	`* %d FETCH (UID 48213 FLAGS (\Seen \Answered $Forwarded) MODSEQ (715194045007))`,
	`* %d FETCH (UID 48214 RFC822.SIZE 4423 INTERNALDATE "22-Nov-2026 07:39:13 +0000" FLAGS (\Seen))`,
	`* LIST (\HasNoChildren) "/" "Archive/2026/Invoices %d"`,
	"* SEARCH 2 3 5 7 11 13 17 19 23 29 31 37 41 43 47 53 59 61 67 71 73 79 83 89 97 %d",
}

// commandLines are what a client sends.
var commandLines = []string{
	"A%04d UID FETCH 48213:* (UID FLAGS MODSEQ RFC822.SIZE INTERNALDATE)",
	"A%04d NOOP",
}

// session returns a session of at least size octets. Its lines come from the given lists, from each
// equally often. If mails is set, there are literals with mails, too.
func session(size int, mails bool, lists ...[]string) []byte {
	random := rand.New(rand.NewPCG(1, 2))
	var b bytes.Buffer
	for b.Len() < size {
		if mails && random.IntN(40) == 0 {
			writeMail(&b, random)
		}
		list := lists[random.IntN(len(lists))]
		fmt.Fprintf(&b, list[random.IntN(len(list))]+"\r\n", random.IntN(10000))
	}
	return b.Bytes()
}

// writeMail writes a response with a literal, in which a line looks like a status response.
func writeMail(w io.Writer, random *rand.Rand) {
	var mail bytes.Buffer
	for range random.IntN(20) {
		mail.WriteString("It was a dark and stormy night; the rain fell in torrents.\r\n")
	}
	mail.WriteString("There no light was seen.\r\n")
	fmt.Fprintf(w, "* 7 FETCH (UID 7 BODY[TEXT] {%d}\r\n%s FLAGS (\\Seen))\r\n", mail.Len(), mail.Bytes())
}

// mixed returns a session as it may be: data, commands, status responses, mails.
func mixed(size int) []byte {
	return session(size, true, dataLines, dataLines, commandLines, statusLines)
}

// A repeater is an endless reader of the same octets, over and over.
type repeater struct {
	octets []byte
	at     int
}

// Read reads up to the end of the octets, and then starts over.
func (r *repeater) Read(p []byte) (int, error) {
	n := copy(p, r.octets[r.at:])
	r.at = (r.at + n) % len(r.octets)
	return n, nil
}
