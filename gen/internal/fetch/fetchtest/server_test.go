package fetchtest_test

import (
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/gen/internal/fetch/fetchtest"
)

// Through the proxy the Server is all of its hosts, and there is no other.
func TestProxy(t *testing.T) {
	web, err := fetchtest.New("www.iana.org", "www.rfc-editor.org")
	if err != nil {
		t.Fatal(err)
	}
	defer web.Close()
	web.Handle("https://www.iana.org/a", fetchtest.Page{ContentType: "text/plain", Body: "IANA's"})
	web.Handle("https://www.rfc-editor.org/a", fetchtest.Page{ContentType: "text/plain", Body: "the RFC Editor's"})
	transport := &http.Transport{
		Proxy:           func(*http.Request) (*url.URL, error) { return url.Parse(web.ProxyURL()) },
		TLSClientConfig: &tls.Config{RootCAs: web.Roots()},
	}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport}
	for _, test := range []struct{ url, want string }{
		{"https://www.iana.org/a", "200 IANA's"},
		{"https://WWW.iana.org:443/a", "200 IANA's"},
		{"https://www.rfc-editor.org/a", "200 the RFC Editor's"},
		{"https://www.rfc-editor.org/b?c", "404 404 page not found\n"},
		{"https://other.example/a", "Bad Gateway"},
		{"http://www.iana.org/a", "502 no such host\n"},
	} {
		if got := get(client, test.url); !strings.HasSuffix(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.url, got, test.want)
		}
	}
	want := []fetchtest.Request{
		{URL: "https://www.iana.org/a", Status: 200},
		{URL: "https://WWW.iana.org:443/a", Status: 200},
		{URL: "https://www.rfc-editor.org/a", Status: 200},
		{URL: "https://www.rfc-editor.org/b?c", Status: 404},
	}
	got := web.Requests()
	for i := range got {
		got[i].UserAgent = ""
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("requests mismatch (-want +got):\n%s", diff)
	}
	if again := web.Requests(); again != nil {
		t.Errorf("requests %v once more", again)
	}
}

// get returns status and body, or the error.
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
