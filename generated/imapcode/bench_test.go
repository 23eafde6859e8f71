//go:build go1.24

package imapcode_test

import (
	"testing"

	"github.com/imapcodes/imapcodes/generated/imapcode"
)

// benchmarkLines are what servers send most, and a few that they send rarely.
var benchmarkLines = []string{
	"A0042 OK FETCH completed in 0.003 seconds, nothing else to report here\r\n",
	"* OK [CAPABILITY IMAP4rev1 IMAP4rev2 IDLE NAMESPACE UIDPLUS CONDSTORE QRESYNC AUTH=PLAIN] Ready\r\n",
	"* OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $Forwarded \\*)] Flags that stay\r\n",
	"* OK [UIDVALIDITY 1690123456] These UIDs are valid for a long time to come\r\n",
	"* OK [UIDNEXT 48213] The next message will most likely have this UID\r\n",
	"* OK [HIGHESTMODSEQ 715194045007] The highest mod-sequence in this mailbox\r\n",
	"A0043 OK [READ-WRITE] The mailbox is open for reading and writing\r\n",
	"A0044 OK [APPENDUID 1690123456 48213] The message was appended as wanted\r\n",
	"A0045 OK [COPYUID 1690123456 304,319:320 3956:3958] The messages were copied\r\n",
	"A0046 NO [OVERQUOTA] There is no room left for this message on the server\r\n",
	"A0047 NO [REFERRAL imap://user;AUTH=*@mail2.example/INBOX] Look over there\r\n",
	"* OK [INPROGRESS (\"A0048\" 454 1000)] Less than half of the work is done by now\r\n",
	"A0049 NO [MAILBOXID (F2212ea87-6097-4256-9d51-71338625)] This mailbox has that id\r\n",
	"* NO [WEBALERT https://mail.example/alert] Please log in with a web browser first\r\n",
}

func BenchmarkParse(b *testing.B) {
	size := 0
	for _, line := range benchmarkLines {
		size += len(line)
	}
	b.SetBytes(int64(size / len(benchmarkLines)))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := imapcode.Parse(benchmarkLines[i%len(benchmarkLines)]); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLookup(b *testing.B) {
	names := []string{
		"OVERQUOTA", "overquota", "NoPerm", "READ-WRITE", "READ-WRITES", "WEBALERT", "uidnext", "AUTHENTICATIONFAILED", "X",
		"AUTHENTICATIONFAILURE", "TRYCREATE", "Permanentflags", "PERMANENTFLAG", "capability", "HIGHESTMODSEQ", "bye",
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		imapcode.Lookup(names[i%len(names)])
	}
}

// TestNoAllocation checks that reading lines and looking up codes allocates nothing.
func TestNoAllocation(t *testing.T) {
	for _, line := range benchmarkLines {
		if n := testing.AllocsPerRun(10, func() { imapcode.Parse(line) }); n != 0 {
			t.Errorf("Parse(%q) allocates %v times", line, n)
		}
	}
	if n := testing.AllocsPerRun(10, func() { imapcode.Lookup("overquota") }); n != 0 {
		t.Errorf("Lookup allocates %v times", n)
	}
}
