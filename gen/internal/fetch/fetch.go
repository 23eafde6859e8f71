// Package fetch gets documents over HTTPS; no other package opens a connection. What it returns is whole, of the wanted
// type and from the host that was asked. (HTML and XML may come with no end but the connection's: their readers see where
// they are cut off.) Whether it is the document that was wanted, the reader of its format has to
// say: a captive portal's page is fine here.
//
// The URL has to be https, without user name and password. Proxies are taken from the environment, as
// [http.ProxyFromEnvironment] says. Up to five redirects are followed, to https and the same host and port; the host may
// gain or lose "www.". (The same site would be kinder, but which hosts are one site is known only from a long list.)
//
// Tries that fail are repeated, after a wait that doubles each time and is partly random, or as long as Retry-After
// says: refused and broken connections, timeouts, status 429 and 5xx but 501, bodies that break off, are empty or cannot
// be decompressed. Names that do not exist, certificates, redirects, any other status, types and sizes fail at once.
package fetch

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// Options say how a [Client] fetches. The zero value of each stands for its default.
type Options struct {
	Version    string        // of the tool, for the User-Agent; by default none
	Cache      string        // directory for responses with an ETag or Last-Modified, made when needed; by default none
	Timeout    time.Duration // of a Get with all its tries and waits; by default 2 minutes
	TryTimeout time.Duration // of a try, from the look-up of the host to the body's end; by default 30 seconds
	Retries    int           // tries after the first; by default 4, none if negative
	Backoff    time.Duration // the most to wait before the first retry; doubles up to 30 seconds; by default 1 second
	MaxSize    int64         // of a body when decompressed, in octets; by default 16 MiB

	// Progress, if there is one, is called as each try begins, and whenever some of a body has come: with the octets of
	// it so far, and how many there will be, or -1 if that is not known. It is called by the goroutine that calls Get.
	Progress func(url string, octets, total int64)

	// Warn, if there is one, is told what went wrong without being in Get's way: a cache that cannot be read or
	// written, or whose entry is damaged.
	Warn func(error)
}

func (o Options) withDefaults() Options {
	o.Timeout = cmp.Or(o.Timeout, 2*time.Minute)
	o.TryTimeout = cmp.Or(o.TryTimeout, 30*time.Second)
	o.Retries = cmp.Or(o.Retries, 4)
	o.Backoff = cmp.Or(o.Backoff, time.Second)
	o.MaxSize = cmp.Or(o.MaxSize, 16<<20)
	if o.Progress == nil {
		o.Progress = func(string, int64, int64) {}
	}
	if o.Warn == nil {
		o.Warn = func(error) {}
	}
	return o
}

// userAgent names the tool, and where to complain about it.
func (o Options) userAgent() string {
	name := "imapcodes"
	if o.Version != "" {
		name += "/" + o.Version
	}
	return name + " (+https://github.com/imapcodes/imapcodes)"
}

// A Client fetches. It may be used by several goroutines at once if Progress and Warn may.
type Client struct {
	options Options
	http    *http.Client
}

// New returns a Client that fetches as o says.
func New(o Options) *Client {
	o = o.withDefaults()
	return &Client{o, &http.Client{Transport: newTransport(), CheckRedirect: checkRedirect, Timeout: o.TryTimeout}}
}

// newTransport returns a transport without a time limit of its own, since http.Client.Timeout covers all of a try.
func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		ForceAttemptHTTP2:      true,
		IdleConnTimeout:        time.Minute,
		MaxResponseHeaderBytes: 64 << 10,
	}
}

// Get returns the document at rawURL, which must be of one of kind's content types. Its errors begin with the URL.
func (c *Client) Get(ctx context.Context, rawURL string, kind Kind) ([]byte, error) {
	u, err := parseURL(rawURL)
	if err != nil {
		return nil, err
	}
	timeout := c.options.Timeout
	ctx, cancel := context.WithTimeoutCause(ctx, timeout, fmt.Errorf("not fetched within %v", timeout))
	defer cancel()
	body, err := (&get{Client: c, url: u, kind: kind}).run(ctx)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", u, err)
	}
	return body, nil
}

// A get is one call of Get.
type get struct {
	*Client
	url    *url.URL
	kind   Kind
	stored *entry // what the cache holds of url; nil if nothing
	tries  int
	last   error // why the last try failed
	body   []byte
}

func (g *get) run(ctx context.Context) ([]byte, error) {
	g.stored = g.load()
	req, err := g.request(ctx)
	if err != nil {
		return nil, err
	}
	client := &retryablehttp.Client{
		HTTPClient:     g.http,
		RetryMax:       g.options.Retries,
		RetryWaitMin:   g.options.Backoff,
		RetryWaitMax:   maxBackoff,
		CheckRetry:     g.checkRetry,
		Backoff:        backoff,
		RequestLogHook: g.begin,
		ErrorHandler:   retryablehttp.PassthroughErrorHandler,
	}
	if _, err := client.Do(req); err != nil {
		return nil, g.explain(ctx, err)
	}
	return g.body, nil
}

func (g *get) request(ctx context.Context) (*retryablehttp.Request, error) {
	req, err := retryablehttp.NewRequestWithContext(ctx, http.MethodGet, g.url.String(), nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", g.kind.accept())
	req.Header.Set("User-Agent", g.options.userAgent())
	if g.stored != nil {
		g.stored.makeConditional(req.Header)
	}
	req.SetResponseHandler(g.receive)
	return req, nil
}

func (g *get) begin(_ retryablehttp.Logger, _ *http.Request, retry int) {
	g.tries = retry + 1
	g.options.Progress(g.url.String(), 0, -1)
}
