package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/go-retryablehttp"
)

const maxBackoff = 30 * time.Second

// A final error is one that another try would meet again.
type final struct{ error }

func (f final) Unwrap() error { return f.error }

// checkRetry reports whether to try again. It is asked about each response before receive sees it, which it leaves to
// receive, and again about the error of receive.
func (g *get) checkRetry(ctx context.Context, resp *http.Response, err error) (bool, error) {
	if err == nil || ctx.Err() != nil {
		return false, ctx.Err()
	}
	g.last = g.plain(err)
	if isFinal(err) {
		return false, nil
	}
	deadline, _ := ctx.Deadline()
	if wait := retryAfter(resp); wait > time.Until(deadline) {
		return false, final{fmt.Errorf("%w, to be tried again only after %v", g.last, wait.Round(time.Second))}
	}
	return retryablehttp.DefaultRetryPolicy(ctx, nil, err)
}

func isFinal(err error) bool {
	var f final
	var dns *net.DNSError
	return errors.As(err, &f) || errors.As(err, &dns) && dns.IsNotFound
}

// retryAfter returns how long the server wants to be left alone; 0 if it does not say.
func retryAfter(resp *http.Response) time.Duration {
	return retryablehttp.DefaultBackoff(0, 0, 0, resp)
}

// backoff is the policy of retryablehttp.Client.Backoff: a wait between first and most that doubles with each retry, of
// which half is random, or what the server asks for if that is longer.
func backoff(first, most time.Duration, retry int, resp *http.Response) time.Duration {
	wait := retryablehttp.DefaultBackoff(first, most, retry, nil)
	return max(wait-rand.N(wait/2+1), retryAfter(resp))
}

// explain returns what there is to say of err, with which the last try ended, or the context.
func (g *get) explain(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil && g.last != nil:
		return fmt.Errorf("%w; before: %w", context.Cause(ctx), g.last)
	case ctx.Err() != nil:
		return context.Cause(ctx)
	}
	err = g.plain(err)
	if g.tries > 1 {
		return fmt.Errorf("%w (%d tries)", err, g.tries)
	}
	return err
}

// plain returns err without net/http's own mention of the URL, and with a reason that people understand.
func (g *get) plain(err error) error {
	var u *url.Error
	if !errors.As(err, &u) {
		return err
	}
	return g.reason("no answer", u.Err)
}

// reason returns err, a connection's, as the reason for what.
func (g *get) reason(what string, err error) error {
	var f final
	switch {
	case errors.As(err, &f):
		return f
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("%s within %v", what, g.options.TryTimeout)
	case errors.Is(err, io.EOF):
		return fmt.Errorf("%s: connection closed", what)
	}
	return fmt.Errorf("%s: %w", what, printable{err})
}

// A printable error cannot command a terminal with what others sent: some errors of net/http hold a proxy's words, or the
// names in a certificate, as they are.
type printable struct{ error }

func (p printable) Error() string {
	text := clip(p.error.Error())
	if !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return strconv.Quote(text)
	}
	return text
}

func (p printable) Unwrap() error { return p.error }

// clip cuts a text that a server may have made long, perhaps inside a character.
func clip(text string) string {
	const most = 300
	if len(text) <= most {
		return text
	}
	return text[:most] + "..."
}
