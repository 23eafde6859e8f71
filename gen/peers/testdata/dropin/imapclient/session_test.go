package imapclient_test

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// TestSession writes into the file $SESSION_OUTPUT what the client reads from the server at
// $SESSION_ADDRESS as $SESSION_USER, whose INBOX is empty.
func TestSession(t *testing.T) {
	client, err := imapclient.DialInsecure(os.Getenv("SESSION_ADDRESS"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	var b strings.Builder
	got := func(name string) func(data any, err error) {
		return func(data any, err error) {
			var status *imap.Error
			if errors.As(err, &status) {
				data, err = nil, fmt.Errorf("%s %q: %s", status.Type, status.Code, status.Text)
			}
			fmt.Fprintf(&b, "%s: %+v, error %v\n", name, data, err)
		}
	}

	user, one, two := os.Getenv("SESSION_USER"), imap.UIDSetNum(1), imap.UIDSetNum(1, 2)
	got("greeting")(client.Caps().Has(imap.CapMove), client.WaitGreeting())
	got("LOGIN, wrong password")(nil, client.Login(user, "wrong").Wait())
	got("LOGIN")(nil, client.Login(user, "pw").Wait())
	got("capabilities")(client.Caps().Has(imap.CapMove), nil)
	got("SELECT")(client.Select("INBOX", nil).Wait())
	got("APPEND")(appendText(client, "INBOX", "x"))
	got("APPEND again")(appendText(client, "INBOX", "x"))
	got("APPEND to no mailbox")(appendText(client, "Nowhere", "x"))
	got("APPEND without permission")(appendText(client, "Public/Shared", "x"))
	got("CREATE")(nil, client.Create("Archive", nil).Wait())
	got("CREATE again")(nil, client.Create("Archive", nil).Wait())
	got("COPY")(client.Copy(two, "Archive").Wait())
	got("COPY to no mailbox")(client.Copy(one, "Nowhere").Wait())
	got("MOVE")(client.Move(one, "Archive").Wait())
	got("DELETE")(nil, client.Delete("Nowhere").Wait())
	got("GETACL")(client.GetACL("Public/Shared").Wait())
	got("SELECT, CONDSTORE")(client.Select("Archive", &imap.SelectOptions{CondStore: true}).Wait())
	got("EXAMINE")(client.Select("Public/Shared", &imap.SelectOptions{ReadOnly: true}).Wait())
	got("SELECT, UIDVALIDITY 0")(client.Select("Locked/x", nil).Wait())
	got("LOGOUT")(nil, client.Logout().Wait())
	err = os.WriteFile(os.Getenv("SESSION_OUTPUT"), []byte(steady(b.String())), 0o666)
	if err != nil {
		t.Fatal(err)
	}
}

// A UIDVALIDITY is the time when the mailbox was created; texts end with how long a command took.
var (
	uidValidity = regexp.MustCompile(`UIDValidity:[1-9]\d*`)
	duration    = regexp.MustCompile(` \(\d[^)]*\)`)
)

// steady returns what was read without what differs each time.
func steady(s string) string {
	return duration.ReplaceAllString(uidValidity.ReplaceAllString(s, "UIDValidity:V"), "")
}

func appendText(client *imapclient.Client, mailbox, text string) (any, error) {
	cmd := client.Append(mailbox, int64(len(text)), nil)
	if _, err := cmd.Write([]byte(text)); err != nil {
		return nil, err
	}
	if err := cmd.Close(); err != nil {
		return nil, err
	}
	return cmd.Wait()
}
