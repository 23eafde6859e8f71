package fetch

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/hashicorp/go-retryablehttp"
)

// A Kind is what a document is, for which several content types may be in use.
type Kind int

// The kinds of documents.
const (
	HTML Kind = iota // text/html, application/xhtml+xml
	XML              // application/xml, text/xml
	Text             // text/plain
	CSV              // text/csv, text/plain
)

func (k Kind) contentTypes() []string {
	switch k {
	case HTML:
		return []string{"application/xhtml+xml", "text/html"}
	case XML:
		return []string{"application/xml", "text/xml"}
	case CSV:
		return []string{"text/csv", "text/plain"}
	}
	return []string{"text/plain"}
}

func (k Kind) accept() string { return strings.Join(k.contentTypes(), ", ") }

// receive takes the document from resp, or from the cache if resp says so. It always closes the body, since
// retryablehttp would else read on in one that may never end before it tries again.
func (g *get) receive(resp *http.Response) error {
	defer resp.Body.Close()
	switch resp.StatusCode {
	case http.StatusOK:
		return g.receiveBody(resp)
	case http.StatusNotModified:
		return g.receiveStored(resp)
	}
	err := statusError(resp.StatusCode)
	if again, _ := retryablehttp.DefaultRetryPolicy(resp.Request.Context(), resp, nil); !again {
		return final{err}
	}
	return err
}

// ErrNotFound is what the error for a document that is not there, by status 404 or 410, is.
var ErrNotFound = errors.New("not found")

// A statusError is a status that is of no use.
type statusError int

// Error calls the status by its name in RFC 9110, and not in the words of the server.
func (s statusError) Error() string {
	return strings.TrimSpace(fmt.Sprintf("status %03d %s", int(s), http.StatusText(int(s))))
}

func (s statusError) Is(target error) bool {
	return target == ErrNotFound && (s == http.StatusNotFound || s == http.StatusGone)
}

func (g *get) receiveStored(resp *http.Response) error {
	if g.stored == nil || redirected(resp) {
		return final{errors.New("status 304 Not Modified to a request that was not conditional")}
	}
	g.body = g.stored.Body
	return nil
}

// redirected reports whether resp came from another URL than the one that was asked for.
func redirected(resp *http.Response) bool { return resp.Request.Response != nil }

func (g *get) receiveBody(resp *http.Response) error {
	contentType, err := g.kind.check(resp.Header)
	if err != nil {
		return final{err}
	}
	if resp.ContentLength > g.options.MaxSize {
		return final{fmt.Errorf("%d octets, more than %d", resp.ContentLength, g.options.MaxSize)}
	}
	if !g.kind.showsEnd() && !framed(resp) {
		return final{errors.New("neither Content-Length nor chunks say where the body ends")}
	}
	body, err := g.read(resp)
	if err != nil {
		return err
	}
	g.body = body
	if !redirected(resp) {
		g.store(newEntry(g.url.String(), contentType, resp.Header, body))
	}
	return nil
}

// showsEnd reports whether a document of kind k shows by itself that it is cut off, to the reader of its format.
func (k Kind) showsEnd() bool { return k == HTML || k == XML }

// framed reports whether the body of resp has another end than that of the connection, which looks the same where it breaks
// (RFC 9112 section 8). What is compressed has one of its own.
func framed(resp *http.Response) bool {
	return resp.ContentLength >= 0 || len(resp.TransferEncoding) > 0 || resp.Uncompressed || resp.ProtoMajor > 1
}

// check returns the content type of a response if it is one of k, and no coding is left that net/http did not undo.
func (k Kind) check(header http.Header) (string, error) {
	value := header.Get("Content-Type")
	if value == "" {
		return "", errors.New("no content type")
	}
	contentType, _, err := mime.ParseMediaType(value)
	if err != nil || !slices.Contains(k.contentTypes(), contentType) {
		return "", fmt.Errorf("content type %q, not %s", clip(value), strings.Join(k.contentTypes(), " or "))
	}
	if coding := header.Get("Content-Encoding"); coding != "" {
		return "", fmt.Errorf("content encoding %q", clip(coding))
	}
	return contentType, nil
}

// read returns the body of resp, which net/http decompresses, and checks against its Content-Length.
func (g *get) read(resp *http.Response) ([]byte, error) {
	counted := &progressReader{Reader: resp.Body, report: func(octets int64) {
		g.options.Progress(g.url.String(), octets, resp.ContentLength)
	}}
	body, err := io.ReadAll(io.LimitReader(counted, g.options.MaxSize+1))
	if err == nil {
		// A server that ends its answer in good order because the client hangs up can still be heard while that does.
		err = resp.Request.Context().Err()
	}
	switch {
	case int64(len(body)) > g.options.MaxSize:
		return nil, final{fmt.Errorf("more than %d octets", g.options.MaxSize)}
	case err != nil:
		return nil, g.reason(fmt.Sprintf("only %d octets of the body", len(body)), err)
	case len(body) == 0:
		return nil, errors.New("empty body")
	}
	return body, nil
}

// A progressReader reports how much has been read.
type progressReader struct {
	io.Reader
	octets int64
	report func(octets int64)
}

func (r *progressReader) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	r.octets += int64(n)
	r.report(r.octets)
	return n, err
}
