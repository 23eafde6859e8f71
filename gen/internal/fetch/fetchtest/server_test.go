package fetchtest_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/gen/internal/fetch/fetchtest"
)

// The proxy leads to the Server's hosts only.
func TestProxy(t *testing.T) {
	web, err := fetchtest.New("www.iana.org", "www.rfc-editor.org")
	if err != nil {
		t.Fatal(err)
	}
	defer web.Close()
	web.Handle("https://www.iana.org/a", fetchtest.Page{Body: "IANA"})
	web.Handle("https://www.rfc-editor.org/a", fetchtest.Page{Body: "RFC"})
	transport := &http.Transport{}
	web.Configure(transport)
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport}
	for _, test := range []struct{ url, want string }{
		{"https://www.iana.org/a", "200 IANA"},
		{"https://WWW.iana.org:443/a", "200 IANA"},
		{"https://www.rfc-editor.org/a", "200 RFC"},
		{"https://www.rfc-editor.org/b?c", "404 404 page not found\n"},
		{"https://other.example/a", "Bad Gateway"},
		{"http://www.iana.org/a", "502 no such host\n"},
	} {
		if got := get(client, test.url); !strings.HasSuffix(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.url, got, test.want)
		}
	}
	want := []string{
		"https://www.iana.org/a",
		"https://WWW.iana.org:443/a",
		"https://www.rfc-editor.org/a",
		"https://www.rfc-editor.org/b?c",
	}
	if diff := cmp.Diff(want, web.Requests()); diff != "" {
		t.Errorf("requests mismatch (-want +got):\n%s", diff)
	}
	if got := web.Requests(); got != nil {
		t.Errorf("requests %q were returned before", got)
	}
}

// get returns the status and body, or the error.
func get(client *http.Client, url string) string {
	resp, err := client.Get(url)
	if err != nil {
		return err.Error()
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%d %s", resp.StatusCode, body)
}
