// Package fetch gets documents over HTTPS. No other package opens a connection.
//
// URLs must be https URLs without a user name or password. Proxies are taken from the environment,
// as [http.ProxyFromEnvironment] does. Up to five redirects are followed, to https URLs on the same
// host and port; the host may gain or lose "www.".
//
// A try that fails for a temporary reason is repeated: refused and broken connections, timeouts,
// status 429, status 5xx except 501, and bodies that are truncated, empty or impossible to
// decompress. The wait before a retry doubles each time, half of it random, and is longer if the
// server asks for that with Retry-After. Other failures are final, for example unknown hosts, bad
// certificates, other statuses, unwanted content types and documents that are too large.
package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// A Client fetches documents. It is safe for concurrent use.
type Client struct {
	http       *http.Client
	userAgent  string
	timeout    time.Duration // for a call of Get
	tryTimeout time.Duration // for one try, from the DNS lookup to the end of the body
	retries    int
	firstWait  time.Duration // maximum wait before the first retry
	maxWait    time.Duration // maximum wait before any retry, unless the server asks for more
	maxSize    int64         // maximum size of a document in bytes, after decompression
	after      func(time.Duration) <-chan time.Time
}

// New returns a Client. version is that of this program, "" if it is unknown. timeout limits a call
// of Get, including all tries and waits. retries is the maximum number of tries after the first.
func New(version string, timeout time.Duration, retries int) *Client {
	name := strings.TrimSuffix("imapcodes/"+version, "/")
	transport := &http.Transport{ // no timeouts here: tryTimeout covers the whole try
		Proxy:                  http.ProxyFromEnvironment,
		ForceAttemptHTTP2:      true,
		MaxResponseHeaderBytes: 64 << 10,
	}
	return &Client{
		http:       &http.Client{Transport: transport, CheckRedirect: checkRedirect},
		userAgent:  name + " (+https://github.com/imapcodes/imapcodes)",
		timeout:    timeout,
		tryTimeout: 30 * time.Second,
		retries:    retries,
		firstWait:  time.Second,
		maxWait:    30 * time.Second,
		maxSize:    16 << 20,
		after:      time.After,
	}
}

// Get returns the document at rawURL. It is complete, of the given kind, and from the requested
// host; whether it is the wanted document is for its parser to decide, since the page of a captive
// portal passes here. Errors begin with the URL. A missing document is [ErrNotFound].
func (c *Client) Get(ctx context.Context, rawURL string, kind Kind) ([]byte, error) {
	u, err := parseURL(rawURL)
	if err != nil {
		return nil, err
	}
	timeout := fmt.Errorf("not fetched within %v", c.timeout)
	ctx, cancel := context.WithTimeoutCause(ctx, c.timeout, timeout)
	defer cancel()
	body, err := c.tryRepeatedly(ctx, u.String(), kind)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", u, err)
	}
	return body, nil
}

// A final error is one that a retry would only repeat.
type final struct{ error }

func (f final) Unwrap() error { return f.error }

// tryRepeatedly returns the document from the first try that succeeds.
func (c *Client) tryRepeatedly(ctx context.Context, url string, kind Kind) ([]byte, error) {
	var lastErr error
	wait := c.firstWait
	for tries := 1; ctx.Err() == nil; tries++ {
		body, err := c.try(ctx, url, kind)
		if err == nil {
			return body, nil
		}
		if ctx.Err() != nil {
			break // err says only that the try was interrupted
		}
		pause, err := checkRetryAfter(ctx, err)
		if tries > c.retries || errors.As(err, new(final)) {
			return nil, countTries(err, tries)
		}
		select {
		case <-c.after(max(pause, wait-rand.N(wait/2+1))):
		case <-ctx.Done():
		}
		wait = min(2*wait, c.maxWait)
		lastErr = err
	}
	if lastErr != nil {
		return nil, fmt.Errorf("%w; last error: %w", context.Cause(ctx), lastErr)
	}
	return nil, context.Cause(ctx)
}

// checkRetryAfter returns how long the server asks to wait after err. It also returns err, or a
// final error if that wait would exceed ctx's deadline.
func checkRetryAfter(ctx context.Context, err error) (time.Duration, error) {
	var status statusError
	errors.As(err, &status)
	deadline, _ := ctx.Deadline()
	if wait := status.retryAfter; wait > max(0, time.Until(deadline)) {
		err = final{fmt.Errorf("%w; try again after %v", err, wait.Round(time.Second))}
	}
	return status.retryAfter, err
}

func countTries(err error, tries int) error {
	if tries == 1 {
		return err
	}
	return fmt.Errorf("%w (%d tries)", err, tries)
}

// try requests the document once.
func (c *Client) try(ctx context.Context, url string, kind Kind) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, c.tryTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, final{err}
	}
	req.Header.Set("Accept", string(kind))
	req.Header.Set("User-Agent", c.userAgent)
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, c.explain(ctx, "no response", err)
	}
	defer resp.Body.Close()
	return c.receive(ctx, resp, kind)
}

// explain returns an error that says what went wrong in a try, with err as the reason.
func (c *Client) explain(ctx context.Context, what string, err error) error {
	var redirect final
	var request *url.Error
	var dns *net.DNSError
	switch {
	case errors.As(err, &redirect):
		return redirect
	case ctx.Err() != nil:
		return fmt.Errorf("%s within %v", what, c.tryTimeout)
	case errors.Is(err, io.EOF):
		return fmt.Errorf("%s: connection closed", what)
	case errors.As(err, &request):
		err = request.Err // which does not repeat the URL
	}
	// Some errors of net/http quote a proxy or a certificate.
	explained := fmt.Errorf("%s: %.300s", what, registry.Visible(err.Error()))
	unknownHost := errors.As(err, &dns) && dns.IsNotFound
	if unknownHost || errors.As(err, new(*tls.CertificateVerificationError)) {
		return final{explained}
	}
	return explained
}
