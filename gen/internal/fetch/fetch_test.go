package fetch

import (
	"context"
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

	"github.com/imapcodes/imapcodes/gen/internal/fetch/fetchtest"
)

const address = "https://www.registry.example/codes"

func newServer(t *testing.T) *fetchtest.Server {
	t.Helper()
	web, err := fetchtest.New("www.registry.example", "registry.example", "other.example")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { web.Close() })
	return web
}

// A testClient records its waits instead of waiting.
type testClient struct {
	*Client
	waits []time.Duration
}

// newClient returns a client of web with at most two retries.
func newClient(t *testing.T, web *fetchtest.Server) *testClient {
	c := &testClient{Client: New("", 10*time.Minute, 2)}
	c.after = func(d time.Duration) <-chan time.Time {
		c.waits = append(c.waits, d)
		return time.After(0)
	}
	web.Configure(c.transport())
	t.Cleanup(c.transport().CloseIdleConnections)
	return c
}

func (c *testClient) transport() *http.Transport { return c.http.Transport.(*http.Transport) }

type dialFunc = func(ctx context.Context, network, address string) (net.Conn, error)

// dialWith makes c connect to hosts by dial alone.
func (c *testClient) dialWith(dial dialFunc) {
	c.transport().Proxy = nil
	c.transport().DialContext = dial
}

func page() fetchtest.Page {
	return fetchtest.Page{ContentType: "text/plain; charset=utf-8", Body: "twelve codes"}
}

// reset resets the connection: TLS sends nothing, and TCP sends RST.
func reset() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}
		tcp := conn.(interface{ NetConn() net.Conn }).NetConn().(*net.TCPConn)
		tcp.SetLinger(0)
		tcp.Close()
	})
}

// encoded sends body as if it had the given encoding.
func encoded(encoding, body string) http.Handler {
	return fetchtest.Page{ContentType: "text/plain", ContentEncoding: encoding, Body: body}
}

// checkRequests checks how many requests web got since the last check.
func checkRequests(t *testing.T, web *fetchtest.Server, want int) {
	t.Helper()
	if got := web.Requests(); len(got) != want {
		t.Errorf("%d requests, want %d: %q", len(got), want, got)
	}
}

// checkError gets url with c and checks that the error is want, in which * matches any text.
func (c *testClient) checkError(t *testing.T, url, want string) {
	t.Helper()
	body, err := c.Get(t.Context(), url, Text)
	if err == nil {
		t.Fatalf("Get = %q without an error", body)
	}
	pattern := strings.ReplaceAll(regexp.QuoteMeta(url+": "+want), `\*`, `.*`)
	if !regexp.MustCompile(`\A` + pattern + `\z`).MatchString(err.Error()) {
		t.Errorf("error\n\t%s\nwant\n\t%s: %s", err, url, want)
	}
}

func TestGet(t *testing.T) {
	sequence := fetchtest.Sequence
	empty := fetchtest.Page{ContentType: "text/plain"}
	for _, test := range []struct {
		reason   string
		handler  http.Handler
		requests int
	}{
		{"plain", page(), 1},
		{"compressed", fetchtest.Gzip(page()), 1},
		{"after 500", sequence(fetchtest.Status(500), page()), 2},
		{"after 429", sequence(fetchtest.Status(429), page()), 2},
		{"after a hang-up", sequence(fetchtest.HangUp(), page()), 2},
		{"after a reset", sequence(reset(), page()), 2},
		{"after a reset in the body", sequence(fetchtest.Half(page(), reset()), page()), 2},
		{"after half a body", sequence(fetchtest.Half(page(), fetchtest.HangUp()), page()), 2},
		{"after half a body in chunks", sequence(fetchtest.CutChunks(page()), page()), 2},
		{"after an empty body", sequence(empty, page()), 2},
		{"after garbage", sequence(encoded("gzip", "garbage"), page()), 2},
		{"at the last try", sequence(fetchtest.Status(500), fetchtest.Status(502), page()), 3},
	} {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			web := newServer(t)
			web.Handle(address, test.handler)
			got, err := newClient(t, web).Get(t.Context(), address, Text)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != page().Body {
				t.Errorf("body %q, want %q", got, page().Body)
			}
			checkRequests(t, web, test.requests)
		})
	}
}

// A failure is a response for which Get returns an error.
type failure struct {
	handler  http.Handler
	want     string // the error without the URL; * matches any text
	requests int
}

func (f failure) check(t *testing.T) {
	t.Parallel()
	web := newServer(t)
	web.Handle(address, f.handler)
	client := newClient(t, web)
	client.maxSize = 1000
	client.checkError(t, address, f.want)
	checkRequests(t, web, f.requests)
}

func TestBrokenConnections(t *testing.T) {
	short := fetchtest.Half(page(), fetchtest.HangUp())
	raw := fetchtest.Raw
	unframed := raw("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nhalf")
	for reason, f := range map[string]failure{
		"hang up": {fetchtest.HangUp(), "no response: connection closed (3 tries)", 3},
		"reset":   {reset(), "no response: *connection reset by peer (3 tries)", 3},
		"reset in the body": {
			fetchtest.Half(page(), reset()),
			"only * bytes of the body: *connection reset by peer (3 tries)", 3,
		},
		"short body": {short, "only 6 bytes of the body: unexpected EOF (3 tries)", 3},
		"no last chunk": {
			fetchtest.CutChunks(page()),
			"only 6 bytes of the body: unexpected EOF (3 tries)", 3,
		},
		"end not marked": {
			unframed,
			"body may be truncated: it has neither Content-Length nor chunks", 1,
		},
		"not HTTP": {
			raw("\x1b[2Jwelcome\r\n\r\n"),
			`no response: *malformed HTTP response "\x1b[2Jwelcome" (3 tries)`, 3,
		},
		"not a header": {
			raw("HTTP/1.1 200 OK\r\n\x1b[2J\r\n\r\n"),
			`no response: *malformed MIME header*"\x1b[2J" (3 tries)`, 3,
		},
		"too large a header": {
			raw("HTTP/1.1 200 " + strings.Repeat("x", 1<<20)),
			"no response: *headers exceeded*", 3,
		},
	} {
		t.Run(reason, f.check)
	}
}

func TestStatuses(t *testing.T) {
	status, never := fetchtest.Status, "Fri, 31 Dec 9999 23:59:59 GMT"
	for reason, f := range map[string]failure{
		"206": {status(206), "status 206 Partial Content", 1},
		"304": {status(304), "status 304 Not Modified", 1},
		"401": {status(401), "status 401 Unauthorized", 1},
		"403": {status(403), "status 403 Forbidden", 1},
		"404": {http.NotFoundHandler(), "status 404 Not Found", 1},
		"410": {status(410), "status 410 Gone", 1},
		"501": {status(501), "status 501 Not Implemented", 1},
		"503": {status(503), "status 503 Service Unavailable (3 tries)", 3},
		"599": {status(599), "status 599 (3 tries)", 3},
		"500, then 404": {
			fetchtest.Sequence(status(500), status(404)),
			"status 404 Not Found (2 tries)", 2,
		},
		"429 for an hour": {
			status(429, "Retry-After", "3600"),
			"status 429 Too Many Requests; try again after 1h0m0s", 1,
		},
		"503 forever": {
			status(503, "Retry-After", never),
			"status 503 Service Unavailable; try again after *", 1,
		},
		"500, then 429 for an hour": {
			fetchtest.Sequence(status(500), status(429, "Retry-After", "3600")),
			"status 429 Too Many Requests; try again after 1h0m0s (2 tries)", 2,
		},
	} {
		t.Run(reason, f.check)
	}
}

func TestErrNotFound(t *testing.T) {
	for status, want := range map[int]bool{403: false, 404: true, 410: true, 500: false} {
		web := newServer(t)
		web.Handle(address, fetchtest.Status(status))
		_, err := newClient(t, web).Get(t.Context(), address, Text)
		if got := errors.Is(err, ErrNotFound); got != want {
			t.Errorf("status %d: errors.Is(%v, ErrNotFound) = %t", status, err, got)
		}
	}
}

func TestForbiddenRedirects(t *testing.T) {
	redirect := fetchtest.Redirect
	for reason, f := range map[string]failure{
		"loop": {redirect(address), `more than 5 redirects, the last to "` + address + `"`, 6},
		"http": {
			redirect("http://www.registry.example/codes"),
			`redirect to "http://www.registry.example/codes": not an https URL`, 1,
		},
		"another host": {
			redirect("https://other.example/codes"),
			`redirect to "https://other.example/codes": different host or port`, 1,
		},
		"a subdomain": {
			redirect("https://www.www.registry.example/codes"),
			`redirect to "https://www.www.registry.example/codes": different host or port`, 1,
		},
		"another port": {
			redirect("https://www.registry.example:8443/codes"),
			`redirect to "https://www.registry.example:8443/codes": different host or port`, 1,
		},
		"password": {
			redirect("https://me:secret@www.registry.example/codes"),
			`redirect to "https://www.registry.example/codes": URL with a user name or password`, 1,
		},
		"no target": {fetchtest.Status(302), "status 302 Found", 1},
	} {
		t.Run(reason, f.check)
	}
}

func TestRedirectsWithinHost(t *testing.T) {
	for _, target := range []string{
		"/elsewhere",
		"https://www.registry.example:443/elsewhere",
		"https://WWW.REGISTRY.example/elsewhere",
		"https://registry.example/elsewhere",
	} {
		web := newServer(t)
		web.Handle(address, fetchtest.Redirect(target))
		web.Handle("https://www.registry.example/elsewhere", page())
		web.Handle("https://registry.example/elsewhere", page())
		if _, err := newClient(t, web).Get(t.Context(), address, Text); err != nil {
			t.Errorf("to %s: %v", target, err)
		}
	}
}

func TestUnwantedBodies(t *testing.T) {
	typed := func(contentType string) http.Handler {
		return fetchtest.Page{ContentType: contentType, Body: "x"}
	}
	sized := func(size int) fetchtest.Page {
		return fetchtest.Page{ContentType: "text/plain", Body: strings.Repeat("x", size)}
	}
	badGzip := "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff\xff\xff"
	for reason, f := range map[string]failure{
		"HTML":    {typed("text/html"), `content type "text/html", want text/plain`, 1},
		"no type": {typed(""), "no content type", 1},
		"malformed type": {
			typed("text/plain; charset"),
			`content type "text/plain; charset", want text/plain`, 1,
		},
		"long type": {
			typed(strings.Repeat("é", 1000)),
			`content type "` + strings.Repeat("é", 300) + `", want text/plain`, 1,
		},
		"unknown encoding": {encoded("br", "x"), `unsupported content encoding "br"`, 1},
		"empty":            {sized(0), "empty body (3 tries)", 3},
		"too large":        {sized(1001), "larger than 1000 bytes", 1},
		"endless":          {fetchtest.Endless(sized(1)), "larger than 1000 bytes", 1},
		"gzip bomb":        {fetchtest.Gzip(sized(10 << 20)), "larger than 1000 bytes", 1},
		"not gzip": {
			encoded("gzip", "not gzip header"),
			"only 0 bytes of the body: gzip: invalid header (3 tries)", 3,
		},
		"bad gzip": {
			encoded("gzip", badGzip),
			"only 0 bytes of the body: flate: corrupt input before offset 1 (3 tries)", 3,
		},
		"half of gzip": {
			encoded("gzip", badGzip[:10]),
			"only 0 bytes of the body: unexpected EOF (3 tries)", 3,
		},
	} {
		t.Run(reason, f.check)
	}
}

func TestMaxSize(t *testing.T) {
	web := newServer(t)
	for _, h := range []http.Handler{page(), fetchtest.Gzip(page())} {
		web.Handle(address, h)
		client := newClient(t, web)
		client.maxSize = int64(len(page().Body))
		if _, err := client.Get(t.Context(), address, Text); err != nil {
			t.Error(err)
		}
	}
}

func TestKinds(t *testing.T) {
	web := newServer(t)
	for _, test := range []struct {
		kind        Kind
		contentType string
		want        bool
	}{
		{HTML, "text/html; charset=UTF-8", true},
		{HTML, "application/xhtml+xml", true},
		{HTML, "text/xml", false},
		{XML, "text/xml", true},
		{XML, "Application/XML", true},
		{XML, "application/xhtml+xml", false},
		{XML, "text/html", false},
		{XML, "text/plain", false},
		{HTML, "application/xml", false},
		{HTML, "text/plain", false},
		{Text, "text/html", false},
		{Text, "text/plain", true},
		{Text, "text/csv", false},
		{CSV, "text/csv; header=present", true},
		{CSV, "text/plain", true},
		{CSV, "text/html", false},
	} {
		web.Handle(address, fetchtest.Page{ContentType: test.contentType, Body: "x"})
		_, err := newClient(t, web).Get(t.Context(), address, test.kind)
		if got := err == nil; got != test.want {
			t.Errorf("%s as %q: %v", test.contentType, test.kind, err)
		}
	}
}

// HTML and XML need not mark the end of the body, since their parsers notice what is missing.
func TestUnframed(t *testing.T) {
	web := newServer(t)
	for kind, want := range map[Kind]bool{HTML: true, XML: true, Text: false, CSV: false} {
		header := "Content-Type: " + strings.Split(string(kind), ", ")[0]
		web.Handle(address, fetchtest.Raw("HTTP/1.1 200 OK\r\n"+header+"\r\n\r\nx"))
		_, err := newClient(t, web).Get(t.Context(), address, kind)
		if got := err == nil; got != want {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

func TestCertificates(t *testing.T) {
	for certificate, want := range map[fetchtest.Certificate]string{
		fetchtest.Expired:   "certificate has expired or is not yet valid: *",
		fetchtest.OtherName: "certificate is valid for elsewhere.example, not www.registry.example",
		fetchtest.Untrusted: "certificate signed by unknown authority*",
	} {
		web := newServer(t)
		web.Handle(address, page())
		web.Present(certificate)
		client := newClient(t, web)
		client.checkError(t, address, "no response: tls: failed to verify certificate: x509: "+want)
		checkRequests(t, web, 0)
		if client.waits != nil {
			t.Errorf("%s: waits %v, want no retry", want, client.waits)
		}
	}
}

func TestNoConnection(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	dialer := &net.Dialer{}
	resolve := func(err net.DNSError) dialFunc {
		return func(context.Context, string, string) (net.Conn, error) { return nil, &err }
	}
	for _, test := range []struct {
		reason, url string
		dial        dialFunc
		want        string
		retries     int
	}{
		{
			"refused", "https://" + closed.Addr().String() + "/", dialer.DialContext,
			"no response: dial tcp *: connection refused (3 tries)", 2,
		},
		{
			"no such host", "https://registry.example/",
			resolve(net.DNSError{Err: "no such host", Name: "x", IsNotFound: true}),
			"no response: lookup x: no such host", 0,
		},
		{
			"no resolver", "https://registry.example/",
			resolve(net.DNSError{Err: "server misbehaving", Name: "x", IsTemporary: true}),
			"no response: lookup x: server misbehaving (3 tries)", 2,
		},
	} {
		t.Run(test.reason, func(t *testing.T) {
			client := newClient(t, newServer(t))
			client.dialWith(test.dial)
			client.checkError(t, test.url, test.want)
			if len(client.waits) != test.retries {
				t.Errorf("%d retries, want %d", len(client.waits), test.retries)
			}
		})
	}
}

// The words of a proxy must not control a terminal.
func TestProxyRefuses(t *testing.T) {
	raw := fetchtest.Raw
	proxy := httptest.NewServer(fetchtest.Sequence(
		raw("HTTP/1.1 403 \x1b[2Jno\r\n\r\n"),
		raw("HTTP/1.1 403 \xffno\r\n\r\n"),
		raw("HTTP/1.1 403 "+strings.Repeat("no", 1000)+"\r\n\r\n"),
		raw("HTTP/1.1 403 Forbidden\r\n\r\n"),
	))
	t.Cleanup(proxy.Close)
	client := newClient(t, newServer(t))
	client.retries = 0
	client.transport().Proxy = func(*http.Request) (*url.URL, error) { return url.Parse(proxy.URL) }
	for _, want := range []string{`\x1b[2Jno`, `\xffno`, strings.Repeat("no", 150), "Forbidden"} {
		client.checkError(t, address, "no response: "+want)
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
		"https://me:se//cret@registry.example/":   `"https://registry.example/": not a URL`,
		"https://me:sec@ret@registry.example/%":   `"https://registry.example/%": not a URL`,
		"me:secret@registry.example/%":            `"registry.example/%": not an https URL`,
		"https://me:secret\x1b@registry.example/": `"https://registry.example/": not a URL`,
		"https://me:se\ncret@registry.example/":   `"https://registry.example/": not a URL`,
		"https://registry.example/\x1b":           `"https://registry.example/\x1b": not a URL`,
	} {
		_, err := New("", time.Minute, 0).Get(t.Context(), url, Text)
		if err == nil || err.Error() != want {
			t.Errorf("error of %q:\n\t%v\nwant\n\t%s", url, err, want)
		}
	}
}

func TestRequestHeader(t *testing.T) {
	for version, want := range map[string]string{
		"":     "imapcodes (+https://github.com/imapcodes/imapcodes)",
		"v1.2": "imapcodes/v1.2 (+https://github.com/imapcodes/imapcodes)",
	} {
		web := newServer(t)
		web.Handle(address, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if got := r.UserAgent(); got != want {
				t.Errorf("User-Agent %q, want %q", got, want)
			}
			page().ServeHTTP(w, r)
		}))
		client := newClient(t, web)
		client.userAgent = New(version, 0, 0).userAgent
		if _, err := client.Get(t.Context(), address, CSV); err != nil {
			t.Error(err)
		}
	}
}

// TestAccept checks that each kind of document is asked for by its content types.
func TestAccept(t *testing.T) {
	web := newServer(t)
	for kind, want := range map[Kind]string{
		HTML: "application/xhtml+xml, text/html",
		XML:  "application/xml, text/xml",
		Text: "text/plain",
		CSV:  "text/csv, text/plain",
	} {
		web.Handle(address, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if got := r.Header.Values("Accept"); len(got) != 1 || got[0] != want {
				t.Errorf("Accept %q, want %q", got, want)
			}
			contentType, _, _ := strings.Cut(want, ",")
			fetchtest.Page{ContentType: contentType, Body: "x"}.ServeHTTP(w, r)
		}))
		if _, err := newClient(t, web).Get(t.Context(), address, kind); err != nil {
			t.Error(err)
		}
	}
}

// TestMaxHeader checks how large the header of a response may be: 64 KiB.
func TestMaxHeader(t *testing.T) {
	web := newServer(t)
	for size, want := range map[int]bool{63 << 10: true, 65 << 10: false} {
		web.Handle(address, fetchtest.Raw("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"+
			"Content-Length: 1\r\nX: "+strings.Repeat("x", size)+"\r\n\r\nx"))
		if _, err := newClient(t, web).Get(t.Context(), address, Text); (err == nil) != want {
			t.Errorf("%d bytes: error %v", size, err)
		}
	}
}

// Real servers use HTTP/2, in which a body is truncated in another way.
func TestHTTP2(t *testing.T) {
	half := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor != 2 {
			t.Errorf("protocol %s, want HTTP/2", r.Proto)
		}
		w.Header().Set("Content-Type", "text/plain")
		io.WriteString(w, "half")
		http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	})
	server := httptest.NewUnstartedServer(fetchtest.Sequence(
		fetchtest.Status(503), half, fetchtest.Gzip(page())))
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	client := newClient(t, newServer(t))
	client.dialWith(nil)
	client.transport().TLSClientConfig = server.Client().Transport.(*http.Transport).TLSClientConfig
	body, err := client.Get(t.Context(), server.URL, Text)
	if retries := len(client.waits); err != nil || string(body) != page().Body || retries != 2 {
		t.Errorf("Get = %q, %v after %d retries; want the page after 2", body, err, retries)
	}
}
