package imapclient_test

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

const greeting = "* PREAUTH [CAPABILITY IMAP4rev1 UIDPLUS MOVE] Ready\r\n"

// connect returns a client of a server that sends the greeting, and that answers each command with
// responses, in which TAG is the tag of the command.
func connect(t *testing.T, greeting, responses string) *imapclient.Client {
	t.Helper()
	clientSide, serverSide := net.Pipe()
	go func() {
		defer serverSide.Close()
		fmt.Fprint(serverSide, greeting)
		commands := bufio.NewScanner(serverSide)
		for commands.Scan() {
			tag, command, _ := strings.Cut(commands.Text(), " ")
			if strings.HasSuffix(command, "}") {
				fmt.Fprint(serverSide, "+ Go on\r\n")
				commands.Scan()
			}
			fmt.Fprint(serverSide, strings.ReplaceAll(responses, "TAG", tag))
		}
	}()
	client := imapclient.New(clientSide, nil)
	t.Cleanup(func() { client.Close() })
	clientSide.SetDeadline(time.Now().Add(10 * time.Second)) // for a client that waits for more
	return client
}

// TestRespCodes reads response codes that go-imap's own decoder does not read.
func TestRespCodes(t *testing.T) {
	tests := []struct {
		name, responses string
		run             func(c *imapclient.Client) (any, error)
		want            string
	}{
		{
			"a set of UIDs that were appended", "TAG OK [APPENDUID 38505 3955:3957] Done\r\n",
			appendMessage, "{UID:3955 UIDValidity:38505}",
		},
		{
			"a code in lower case", "TAG OK [appenduid 38505 3955] Done\r\n",
			appendMessage, "{UID:3955 UIDValidity:38505}",
		},
		{
			"a code in mixed case, as an error", "TAG NO [overQuota] Sorry\r\n",
			func(c *imapclient.Client) (any, error) {
				var err *imap.Error
				errors.As(c.Noop().Wait(), &err)
				return err.Code == imap.ResponseCodeOverQuota, nil
			}, "true",
		},
		{
			"codes of SELECT in lower case",
			"* OK [uidvalidity 7] x\r\n* OK [uidnext 9] x\r\n" +
				"* OK [permanentflags (\\seen \\*)] x\r\n* OK [highestmodseq 11] x\r\n" +
				"TAG OK [read-write] x\r\n",
			selectMailbox, `{7 9 [\Seen \*] 11}`,
		},
		{
			"a space after the last flag",
			"* OK [PERMANENTFLAGS (\\Seen $Forwarded )] x\r\nTAG OK x\r\n",
			selectMailbox, `{0 0 [\Seen $Forwarded] 0}`,
		},
		{
			"COPYUID of MOVE in lower case", "* OK [copyuid 1 2:3 4,6] Moved\r\nTAG OK Done\r\n",
			func(c *imapclient.Client) (any, error) {
				data, err := c.Move(imap.UIDSetNum(2, 3), "x").Wait()
				return fmt.Sprintf("%+v", *data), err
			}, "{UIDValidity:1 SourceUIDs:2:3 DestUIDs:4,6}",
		},
		{
			"arguments that do not conform",
			"* OK [UIDNEXT 99999999999] x\r\nTAG OK [COPYUID 14  ] Done\r\n", noop, "<nil>",
		},
		{
			"a code that is not an atom, and a text that begins with a bracket",
			"* OK [Error=\"a b\" x] x\r\n* OK [Gmail]/All Mail\r\nTAG OK Done\r\n", noop, "<nil>",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := test.run(connect(t, greeting, test.responses))
			if fmt.Sprint(got) != test.want || err != nil {
				t.Errorf("got %v, error %v, want %s", got, err, test.want)
			}
		})
	}
}

// TestSpaces reads spaces that servers send in lists, which go-imap's own decoder reads too.
func TestSpaces(t *testing.T) {
	c := connect(t, "* PREAUTH [CAPABILITY IMAP4rev1  IDLE UIDPLUS] hi\r\n",
		"* OK [PERMANENTFLAGS ( \\Seen \\*)] x\r\nTAG OK x\r\n")
	if err := c.WaitGreeting(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []imap.Cap{imap.CapIMAP4rev1, imap.CapIdle, imap.CapUIDPlus} {
		if caps := c.Caps(); len(caps) != 3 || !caps.Has(name) {
			t.Errorf("got the capabilities %v, want %s among three", caps, name)
		}
	}
	got, err := selectMailbox(c)
	if want := `{0 0 [\Seen \*] 0}`; fmt.Sprint(got) != want || err != nil {
		t.Errorf("got %v, error %v, want %s", got, err, want)
	}
	if err := c.Noop().Wait(); err != nil {
		t.Error(err)
	}
}

// TestLiterals reads a code with a literal, and a text that ends as if a literal followed.
func TestLiterals(t *testing.T) {
	c := connect(t, greeting,
		"* NO [BADCHARSET ({7}\r\nUTF-8]x)] Sorry\r\n* OK Sorry {99}\r\nTAG OK Done\r\n")
	for range [2]int{} {
		if err := c.Noop().Wait(); err != nil {
			t.Fatal(err)
		}
	}
}

func noop(c *imapclient.Client) (any, error) { return nil, c.Noop().Wait() }

func selectMailbox(c *imapclient.Client) (any, error) {
	d, err := c.Select("INBOX", nil).Wait()
	if err != nil {
		return nil, err
	}
	return struct{ UIDValidity, UIDNext, Flags, ModSeq any }{
		d.UIDValidity, d.UIDNext, d.PermanentFlags, d.HighestModSeq,
	}, nil
}

func appendMessage(c *imapclient.Client) (any, error) {
	cmd := c.Append("INBOX", 1, nil)
	if _, err := cmd.Write([]byte("x")); err != nil {
		return nil, err
	}
	if err := cmd.Close(); err != nil {
		return nil, err
	}
	data, err := cmd.Wait()
	return fmt.Sprintf("%+v", *data), err
}
