package fetch

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/imapcodes/imapcodes/gen/fetch/fetchtest"
)

const host = "www.registry.example"
const address = "https://" + host + "/codes"

func newServer(t *testing.T) *fetchtest.Server {
	t.Helper()
	web, err := fetchtest.New(host, "registry.example", "other.example")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { web.Close() })
	return web
}

// clientOf returns a Client for which all hosts are web.
func clientOf(web *fetchtest.Server, o Options) *Client {
	c := New(o)
	transport := newTransport()
	transport.Proxy = nil
	transport.TLSClientConfig = &tls.Config{RootCAs: web.Roots()}
	transport.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, web.Addr())
	}
	c.http.Transport = transport
	return c
}

func TestGet(t *testing.T) {
	web := newServer(t)
	page := fetchtest.Page{ContentType: "text/plain; charset=utf-8", Body: "twelve codes"}
	for name, h := range map[string]http.Handler{
		"plain": page, "gzip": fetchtest.Gzip(page), "retry": fetchtest.Sequence(fetchtest.Status(500), fetchtest.ResetBody(page), fetchtest.ShortBody(page), page),
	} {
		t.Run(name, func(t *testing.T) {
			web.Handle(address, h)
			got, err := clientOf(web, Options{Backoff: time.Millisecond}).Get(t.Context(), address, Text)
			if err != nil || string(got) != page.Body {
				t.Errorf("Get = %q, %v", got, err)
			}
			t.Log(web.Requests())
		})
	}
}
