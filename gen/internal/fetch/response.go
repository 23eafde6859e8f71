package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Kind is a kind of document: its content types, as in an Accept header.
type Kind string

// The kinds of documents.
const (
	HTML Kind = "application/xhtml+xml, text/html"
	XML  Kind = "application/xml, text/xml"
	Text Kind = "text/plain"
	CSV  Kind = "text/csv, text/plain"
)

// ErrNotFound is the error for a document that does not exist (status 404 or 410).
var ErrNotFound = errors.New("not found")

// A statusError is a status other than 200.
type statusError struct {
	code       int
	retryAfter time.Duration // 0 if the server does not say
}

// Error uses the standard text for the status, not the server's.
func (s statusError) Error() string {
	return strings.TrimSpace(fmt.Sprintf("status %03d %s", s.code, http.StatusText(s.code)))
}

func (s statusError) Is(target error) bool {
	return target == ErrNotFound && (s.code == http.StatusNotFound || s.code == http.StatusGone)
}

// receive returns the body of resp.
func (c *Client) receive(ctx context.Context, resp *http.Response, kind Kind) ([]byte, error) {
	switch code := resp.StatusCode; {
	case code == http.StatusTooManyRequests, code >= 500 && code != http.StatusNotImplemented:
		return nil, statusError{code, parseRetryAfter(resp.Header.Get("Retry-After"))}
	case code != http.StatusOK:
		return nil, final{statusError{code: code}}
	}
	if err := kind.check(resp); err != nil {
		return nil, final{err}
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, c.maxSize+1))
	if err == nil {
		// When a timeout closes the connection, a server may still end its response properly.
		err = ctx.Err()
	}
	switch {
	case int64(len(body)) > c.maxSize:
		return nil, final{fmt.Errorf("larger than %d bytes", c.maxSize)}
	case err != nil:
		return nil, c.explain(ctx, fmt.Sprintf("only %d bytes of the body", len(body)), err)
	case len(body) == 0:
		return nil, errors.New("empty body")
	}
	return body, nil
}

// parseRetryAfter parses a number of seconds or a date (RFC 9110 section 10.2.3). It returns 0 for
// anything else.
func parseRetryAfter(value string) time.Duration {
	if seconds, err := strconv.ParseUint(value, 10, 32); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if date, err := http.ParseTime(value); err == nil {
		return time.Until(date)
	}
	return 0
}

// check returns an error unless resp has one of k's content types, a content encoding that net/http
// decodes, and a body that is known to be complete once it ends.
func (k Kind) check(resp *http.Response) error {
	value := resp.Header.Get("Content-Type")
	if value == "" {
		return errors.New("no content type")
	}
	contentType, _, err := mime.ParseMediaType(value)
	if err != nil || !slices.Contains(strings.Split(string(k), ", "), contentType) {
		return fmt.Errorf("content type %.300q, want %s", value, k)
	}
	if encoding := resp.Header.Get("Content-Encoding"); encoding != "" {
		return fmt.Errorf("unsupported content encoding %.300q", encoding)
	}
	if (k == Text || k == CSV) && !framed(resp) { // parsers of HTML and XML notice
		return errors.New("body may be truncated: it has neither Content-Length nor chunks")
	}
	return nil
}

// framed reports whether the end of resp's body is marked. If only the end of the connection marks
// it, a truncated body looks complete (RFC 9112 section 8). Compressed data marks its own end.
func framed(resp *http.Response) bool {
	return resp.ContentLength >= 0 || len(resp.TransferEncoding) > 0 || resp.Uncompressed ||
		resp.ProtoMajor > 1
}
