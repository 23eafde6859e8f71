package imapserver_test

import (
	"bufio"
	"net"
	"testing"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
)

// TestText checks that a line break in a text does not get into the response.
func TestText(t *testing.T) {
	refuse := func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
		return nil, nil, &imap.Error{
			Type: imap.StatusResponseTypeBye,
			Code: imap.ResponseCodeUnavailable,
			Text: "Come back\r\na1 OK later",
		}
	}
	server := imapserver.New(&imapserver.Options{NewSession: refuse})
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	go server.Serve(listener)
	client, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	const want = "* BYE [UNAVAILABLE] Come back a1 OK later\r\n"
	if got, err := bufio.NewReader(client).ReadString('\n'); got != want || err != nil {
		t.Errorf("got %q, error %v, want %q", got, err, want)
	}
}
