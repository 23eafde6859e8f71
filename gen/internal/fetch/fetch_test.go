package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/gen/internal/fetch/fetchtest"
)

const address = "https://www.registry.example/codes"

func hosts() []string { return []string{"www.registry.example", "registry.example", "other.example"} }

func newServer(t *testing.T) *fetchtest.Server {
	t.Helper()
	web, err := fetchtest.New(hosts()...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { web.Close() })
	return web
}

// clientOf returns a Client for which all hosts are web. Its options are o, but with less waiting.
func clientOf(t *testing.T, web *fetchtest.Server, o Options) *Client {
	if o.Backoff == 0 {
		o.Backoff = time.Microsecond
	}
	if o.Retries == 0 {
		o.Retries = 2
	}
	return dialling(t, web, web.DialContext, o)
}

type dialFunc = func(ctx context.Context, network, address string) (net.Conn, error)

func dialling(t *testing.T, web *fetchtest.Server, dial dialFunc, o Options) *Client {
	c := New(o)
	transport := newTransport()
	transport.Proxy = nil
	transport.TLSClientConfig = &tls.Config{RootCAs: web.Roots()}
	transport.DialContext = dial
	c.http.Transport = transport
	t.Cleanup(transport.CloseIdleConnections)
	return c
}

func page() fetchtest.Page {
	return fetchtest.Page{ContentType: "text/plain; charset=utf-8", Body: "twelve codes"}
}

// like returns a matcher of a whole text, in which * in pattern stands for anything.
func like(pattern string) *regexp.Regexp {
	return regexp.MustCompile(`\A` + strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, `.*`) + `\z`)
}

func statuses(web *fetchtest.Server) []int {
	var list []int
	for _, r := range web.Requests() {
		list = append(list, r.Status)
	}
	return list
}

func TestGet(t *testing.T) {
	plain := page()
	for _, test := range []struct {
		name     string
		handler  http.Handler
		statuses []int
	}{
		{"at once", plain, []int{200}},
		{"compressed", fetchtest.Gzip(plain), []int{200}},
		{"after 500", fetchtest.Sequence(fetchtest.Status(500), plain), []int{500, 200}},
		{"after 429", fetchtest.Sequence(fetchtest.Status(429), plain), []int{429, 200}},
		{"after an empty body", fetchtest.Sequence(fetchtest.Status(200, "Content-Type", "text/plain"), plain), []int{200, 200}},
		{"after a reset", fetchtest.Sequence(fetchtest.Reset(), plain), []int{0, 200}},
		{"after a body that is reset", fetchtest.Sequence(fetchtest.ResetBody(plain), plain), []int{200, 200}},
		{"after bodies cut off", fetchtest.Sequence(fetchtest.ShortBody(plain), fetchtest.CutChunks(plain), plain), []int{200, 200, 200}},
		{"after garbage", fetchtest.Sequence(fetchtest.Encoded(plain, "gzip", []byte("garbage")), plain), []int{200, 200}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			web := newServer(t)
			web.Handle(address, test.handler)
			got, err := clientOf(t, web, Options{}).Get(t.Context(), address, Text)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(plain.Body, string(got)); diff != "" {
				t.Errorf("body mismatch (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.statuses, statuses(web)); diff != "" {
				t.Errorf("statuses mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// A fault is a way in which a Get fails. What stands for the text after the URL may have * for anything.
type fault struct {
	name     string
	handler  http.Handler
	want     string
	statuses []int // of the requests that came
}

func TestFaults(t *testing.T) {
	plain := page()
	sized := func(size string) fetchtest.Page { return fetchtest.Page{ContentType: "text/plain", Body: size} }
	typed := func(contentType string) fetchtest.Page { return fetchtest.Page{ContentType: contentType, Body: "x"} }
	for _, test := range []fault{
		{"hang up", fetchtest.HangUp(), "no answer: connection closed (3 tries)", []int{0, 0, 0}},
		{"reset", fetchtest.Reset(), "no answer: *connection reset by peer (3 tries)", []int{0, 0, 0}},
		{"reset inside the body", fetchtest.ResetBody(plain), "*connection reset by peer (3 tries)", []int{200, 200, 200}},
		{"short", fetchtest.ShortBody(plain), "only 6 octets of the body: unexpected EOF (3 tries)", []int{200, 200, 200}},
		{"chunks cut off", fetchtest.CutChunks(plain), "only 6 octets of the body: unexpected EOF (3 tries)", []int{200, 200, 200}},
		{"no end but the connection's", fetchtest.Raw("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nhalf"), "neither Content-Length nor chunks say where the body ends", []int{0}},
		{"empty", fetchtest.Status(200, "Content-Type", "text/plain"), "empty body (3 tries)", []int{200, 200, 200}},
		{"no HTTP", fetchtest.Raw("\x1b[2Jwelcome\r\n\r\n"), `no answer: *malformed HTTP response "\x1b[2Jwelcome" (3 tries)`, []int{0, 0, 0}},
		{"no header", fetchtest.Raw("HTTP/1.1 200 OK\r\n\x1b[2J\r\n\r\n"), `no answer: *malformed MIME header*"\x1b[2J" (3 tries)`, []int{0, 0, 0}},

		{"304 unasked", fetchtest.Status(304), "status 304 Not Modified to a request that was not conditional", []int{304}},
		{"401", fetchtest.Status(401), "status 401 Unauthorized", []int{401}},
		{"403", fetchtest.Status(403), "status 403 Forbidden", []int{403}},
		{"404", http.NotFoundHandler(), "status 404 Not Found", []int{404}},
		{"410", fetchtest.Status(410), "status 410 Gone", []int{410}},
		{"206", fetchtest.Status(206), "status 206 Partial Content", []int{206}},
		{"501", fetchtest.Status(501), "status 501 Not Implemented", []int{501}},
		{"503 for ever", fetchtest.Status(503), "status 503 Service Unavailable (3 tries)", []int{503, 503, 503}},
		{"599", fetchtest.Status(599), "status 599 (3 tries)", []int{599, 599, 599}},
		{"500, then 404", fetchtest.Sequence(fetchtest.Status(500), fetchtest.Status(404)), "status 404 Not Found (2 tries)", []int{500, 404}},
		{"429 for too long", fetchtest.Status(429, "Retry-After", "3600"),
			"status 429 Too Many Requests, to be tried again only after 1h0m0s", []int{429}},
		{"503 until too late", fetchtest.Status(503, "Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT"),
			"status 503 Service Unavailable, to be tried again only after *", []int{503}},

		{"redirect loop", fetchtest.Redirect(address), `more than 5 redirects, the last to "` + address + `"`, []int{302, 302, 302, 302, 302, 302}},
		{"redirect to http", fetchtest.Redirect("http://www.registry.example/codes"),
			`redirect to "http://www.registry.example/codes": not an https URL`, []int{302}},
		{"redirect to another host", fetchtest.Redirect("https://other.example/codes"),
			`redirect to "https://other.example/codes": another host`, []int{302}},
		{"redirect to a host below", fetchtest.Redirect("https://www.www.registry.example/codes"),
			`redirect to "https://www.www.registry.example/codes": another host`, []int{302}},
		{"redirect to another port", fetchtest.Redirect("https://www.registry.example:8443/codes"),
			`redirect to "https://www.registry.example:8443/codes": another host`, []int{302}},
		{"redirect with a password", fetchtest.Redirect("https://me:secret@www.registry.example/codes"),
			`redirect to "https://www.registry.example/codes": URL with a user name or password`, []int{302}},
		{"redirect nowhere", fetchtest.Status(302), "status 302 Found", []int{302}},

		{"HTML", typed("text/html"), `content type "text/html", not text/plain`, []int{200}},
		{"no type", typed(""), "no content type", []int{200}},
		{"no type that can be read", typed("text/plain; charset"), `content type "text/plain; charset", not text/plain`, []int{200}},
		{"a type without end", typed(strings.Repeat("é", 1000)), `content type "` + strings.Repeat("é", 150) + `...", not text/plain`, []int{200}},
		{"unknown encoding", fetchtest.Encoded(plain, "br", []byte("x")), `content encoding "br"`, []int{200}},

		{"too large", sized(strings.Repeat("x", 1001)), "1001 octets, more than 1000", []int{200}},
		{"endless", fetchtest.Endless(sized("x")), "more than 1000 octets", []int{200}},
		{"gzip bomb", fetchtest.GzipBomb(plain, 10<<20), "more than 1000 octets", []int{200}},
		{"garbage for gzip", fetchtest.Encoded(plain, "gzip", []byte("no gzip header")),
			"only 0 octets of the body: gzip: invalid header (3 tries)", []int{200, 200, 200}},
		{"garbage in gzip", fetchtest.Encoded(plain, "gzip", []byte("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff\xff\xff")),
			"only 0 octets of the body: flate: corrupt input before offset 1 (3 tries)", []int{200, 200, 200}},
		{"gzip cut off", fetchtest.Encoded(plain, "gzip", []byte("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff")),
			"only 0 octets of the body: unexpected EOF (3 tries)", []int{200, 200, 200}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			web := newServer(t)
			web.Handle(address, test.handler)
			test.check(t, web, clientOf(t, web, Options{MaxSize: 1000}), address)
		})
	}
}

// check gets url by client, and checks that it fails as f says.
func (f fault) check(t *testing.T, web *fetchtest.Server, client *Client, url string) {
	t.Helper()
	body, err := client.Get(t.Context(), url, Text)
	if err == nil {
		t.Fatalf("Get = %q without an error", body)
	}
	if want := url + ": " + f.want; !like(want).MatchString(err.Error()) {
		t.Errorf("error\n\t%s\nwant\n\t%s", err, want)
	}
	if diff := cmp.Diff(f.statuses, statuses(web)); diff != "" {
		t.Errorf("statuses mismatch (-want +got):\n%s", diff)
	}
}

func TestMaxSizeIsEnough(t *testing.T) {
	web := newServer(t)
	plain := page()
	for _, h := range []http.Handler{plain, fetchtest.Gzip(plain)} {
		web.Handle(address, h)
		if _, err := clientOf(t, web, Options{MaxSize: int64(len(plain.Body))}).Get(t.Context(), address, Text); err != nil {
			t.Error(err)
		}
	}
}

func TestCertificates(t *testing.T) {
	for _, test := range []struct {
		certificate fetchtest.Certificate
		want        string
	}{
		{fetchtest.Expired, "x509: certificate has expired or is not yet valid: *"},
		{fetchtest.OtherName, "x509: certificate is valid for elsewhere.example, not www.registry.example"},
		{fetchtest.UnknownRoot, "x509: certificate signed by unknown authority*"},
	} {
		web := newServer(t)
		web.Handle(address, page())
		web.Present(test.certificate)
		client, tries := clientOf(t, web, Options{}), 0
		client.options.Progress = func(string, int64, int64) { tries++ }
		fault{want: "no answer: tls: failed to verify certificate: " + test.want}.check(t, web, client, address)
		if tries != 1 {
			t.Errorf("%d tries, want 1", tries)
		}
	}
}

func TestNoConnection(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	dialler := &net.Dialer{}
	for _, test := range []struct {
		name, url, want string
		dial            dialFunc
	}{
		{"refused", "https://" + closed.Addr().String() + "/", "no answer: dial tcp *: connection refused (3 tries)", dialler.DialContext},
		{"whatever the resolver says", "https://registry.invalid/", "no answer: dial tcp: lookup registry.invalid*", dialler.DialContext},
		{"no such host", "https://registry.example/", "no answer: lookup x: no such host",
			func(context.Context, string, string) (net.Conn, error) {
				return nil, &net.DNSError{Err: "no such host", Name: "x", IsNotFound: true}
			}},
		{"no resolver", "https://registry.example/", "no answer: lookup x: server misbehaving (3 tries)",
			func(context.Context, string, string) (net.Conn, error) {
				return nil, &net.DNSError{Err: "server misbehaving", Name: "x", IsTemporary: true}
			}},
	} {
		t.Run(test.name, func(t *testing.T) {
			web := newServer(t)
			client := dialling(t, web, test.dial, Options{Retries: 2, Backoff: time.Microsecond})
			fault{want: test.want}.check(t, web, client, test.url)
		})
	}
}

// A proxy's own words must not command a terminal.
func TestProxyRefuses(t *testing.T) {
	web := newServer(t)
	proxy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { proxy.Close() })
	go http.Serve(proxy, fetchtest.Sequence(
		fetchtest.Raw("HTTP/1.1 403 \x1b[2Jno\r\n\r\n"), fetchtest.Raw("HTTP/1.1 403 \xffno\r\n\r\n"), fetchtest.Raw("HTTP/1.1 403 Forbidden\r\n\r\n")))
	client := dialling(t, web, nil, Options{Retries: -1})
	client.http.Transport.(*http.Transport).Proxy = http.ProxyURL(&url.URL{Scheme: "http", Host: proxy.Addr().String()})
	for _, want := range []string{`"\x1b[2Jno"`, `"\xffno"`, "Forbidden"} {
		fault{want: "no answer: " + want}.check(t, web, client, address)
	}
}

func TestRedirectsWithinASite(t *testing.T) {
	for _, target := range []string{
		"/elsewhere", "https://www.registry.example:443/elsewhere", "https://WWW.REGISTRY.example/elsewhere", "https://registry.example/elsewhere",
	} {
		web := newServer(t)
		web.Handle(address, fetchtest.Redirect(target))
		web.Handle("https://www.registry.example/elsewhere", page())
		web.Handle("https://registry.example/elsewhere", page())
		if _, err := clientOf(t, web, Options{}).Get(t.Context(), address, Text); err != nil {
			t.Errorf("to %s: %v", target, err)
		}
	}
}

func TestKinds(t *testing.T) {
	web := newServer(t)
	for _, test := range []struct {
		kind        Kind
		contentType string
		fine        bool
	}{
		{HTML, "text/html; charset=UTF-8", true}, {HTML, "application/xhtml+xml", true}, {HTML, "text/xml", false},
		{XML, "text/xml", true}, {XML, "Application/XML", true}, {XML, "application/xhtml+xml", false},
		{Text, "text/plain", true}, {Text, "text/csv", false},
		{CSV, "text/csv; header=present", true}, {CSV, "text/plain", true}, {CSV, "text/html", false},
	} {
		web.Handle(address, fetchtest.Page{ContentType: test.contentType, Body: "x"})
		_, err := clientOf(t, web, Options{}).Get(t.Context(), address, test.kind)
		if fine := err == nil; fine != test.fine {
			t.Errorf("kind %d with %q: %v", test.kind, test.contentType, err)
		}
	}
}

func TestURLs(t *testing.T) {
	for url, want := range map[string]string{
		"http://www.registry.example/":            `"http://www.registry.example/": not an https URL`,
		"file:///etc/passwd":                      `"file:///etc/passwd": not an https URL`,
		"codes.xml":                               `"codes.xml": not an https URL`,
		"https:///codes":                          `"https:///codes": URL without a host`,
		"https://me:secret@registry.example/":     `"https://registry.example/": URL with a user name or password`,
		"https://me:sec/ret@registry.example/":    `"https://registry.example/": not a URL`,
		"me:secret@registry.example/%":            `"registry.example/%": not an https URL`,
		"https://me:secret\x1b@registry.example/": `"https://registry.example/": not a URL`,
		"https://registry.example/\x1b":           `"https://registry.example/\x1b": not a URL`,
	} {
		_, err := New(Options{}).Get(t.Context(), url, Text)
		if err == nil || err.Error() != want {
			t.Errorf("error of %q:\n\t%v\nwant\n\t%s", url, err, want)
		}
	}
}

func TestCancelled(t *testing.T) {
	web := newServer(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	web.Handle(address, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	}))
	for _, want := range [][]int{{0}, nil} { // during the request, then before it
		_, err := clientOf(t, web, Options{}).Get(ctx, address, Text)
		if !errors.Is(err, context.Canceled) || err.Error() != address+": context canceled" {
			t.Errorf("error %v, want context.Canceled", err)
		}
		if diff := cmp.Diff(want, statuses(web)); diff != "" {
			t.Errorf("statuses mismatch (-want +got):\n%s", diff)
		}
	}
}

func TestUserAgent(t *testing.T) {
	web := newServer(t)
	web.Handle(address, page())
	for version, want := range map[string]string{
		"":     "imapcodes (+https://github.com/imapcodes/imapcodes)",
		"v1.2": "imapcodes/v1.2 (+https://github.com/imapcodes/imapcodes)",
	} {
		if _, err := clientOf(t, web, Options{Version: version}).Get(t.Context(), address, Text); err != nil {
			t.Fatal(err)
		}
		for _, r := range web.Requests() {
			if r.UserAgent != want {
				t.Errorf("User-Agent %q, want %q", r.UserAgent, want)
			}
		}
	}
}

func TestProgress(t *testing.T) {
	web := newServer(t)
	web.Handle(address, fetchtest.Sequence(fetchtest.Status(500), page(), fetchtest.Gzip(page())))
	type call struct{ octets, total int64 }
	var calls []call
	client := clientOf(t, web, Options{Progress: func(url string, octets, total int64) {
		if url != address {
			t.Errorf("progress of %s", url)
		}
		if c := (call{octets, total}); len(calls) == 0 || calls[len(calls)-1] != c {
			calls = append(calls, c)
		}
	}})
	for range 2 {
		if _, err := client.Get(t.Context(), address, Text); err != nil {
			t.Fatal(err)
		}
	}
	want := []call{{0, -1}, {12, 12}, {0, -1}, {12, -1}} // the first try and its repetition begin alike
	if diff := cmp.Diff(want, calls, cmp.AllowUnexported(call{})); diff != "" {
		t.Errorf("calls mismatch (-want +got):\n%s", diff)
	}
}

// Real servers speak HTTP/2, where a body breaks off in another way.
func TestHTTP2(t *testing.T) {
	broken := fetchtest.Sequence(fetchtest.Status(503), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor != 2 {
			t.Errorf("spoke %s", r.Proto)
		}
		w.Header().Set("Content-Type", "text/plain")
		io.WriteString(w, "half")
		http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}), fetchtest.Gzip(page()))
	server := httptest.NewUnstartedServer(broken)
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	client, tries := New(Options{Backoff: time.Microsecond}), 0
	client.options.Progress = func(_ string, octets, _ int64) {
		if octets == 0 {
			tries++
		}
	}
	transport := newTransport()
	transport.TLSClientConfig = server.Client().Transport.(*http.Transport).TLSClientConfig
	client.http.Transport = transport
	body, err := client.Get(t.Context(), server.URL, Text)
	if err != nil || string(body) != page().Body || tries != 3 {
		t.Errorf("Get = %q, %v after %d tries; want the page after 3", body, err, tries)
	}
}
