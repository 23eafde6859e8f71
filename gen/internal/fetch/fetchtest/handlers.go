package fetchtest

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strconv"
	"sync/atomic"
)

// A Page is a document that is sent as it should be.
type Page struct {
	ContentType     string // not sent if empty
	ContentEncoding string // not sent if empty
	Body            string

	chunked bool // there is no Content-Length
}

// ServeHTTP sends p.
func (p Page) ServeHTTP(w http.ResponseWriter, _ *http.Request) { p.send(w, p.Body) }

// send sends p's header and the given part of its body.
func (p Page) send(w http.ResponseWriter, part string) {
	header := w.Header()
	header["Content-Type"] = nil // keeps net/http from guessing
	if p.ContentType != "" {
		header.Set("Content-Type", p.ContentType)
	}
	if p.ContentEncoding != "" {
		header.Set("Content-Encoding", p.ContentEncoding)
	}
	if !p.chunked {
		header.Set("Content-Length", strconv.Itoa(len(p.Body)))
	}
	io.WriteString(w, part)
}

// Gzip returns p compressed.
func Gzip(p Page) Page {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	io.WriteString(z, p.Body) // a bytes.Buffer does not fail
	z.Close()
	p.ContentEncoding, p.Body = "gzip", b.String()
	return p
}

// Half sends half of p, with the Content-Length of all of it, and leaves the rest to then.
func Half(p Page, then http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.send(w, p.Body[:len(p.Body)/2])
		http.NewResponseController(w).Flush()
		then.ServeHTTP(w, r)
	})
}

// CutChunks sends half of p in chunks and closes the connection without the last chunk (RFC 9112
// section 7.1).
func CutChunks(p Page) http.Handler {
	p.chunked = true
	return Half(p, HangUp())
}

// Endless sends p in chunks, over and over.
func Endless(p Page) http.Handler {
	p.chunked = true
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			p.send(w, p.Body)
		}
	})
}

// Status sends a status without a body. header alternates names and values.
func Status(code int, header ...string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
	})
}

// Redirect redirects to target, with status 302.
func Redirect(target string) http.Handler { return Status(http.StatusFound, "Location", target) }

// Sequence uses each handler for one request, and the last one for all that follow.
func Sequence(handlers ...http.Handler) http.Handler {
	var n atomic.Int64
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		i := min(int(n.Add(1)), len(handlers)) - 1
		handlers[i].ServeHTTP(w, r)
	})
}

// Stall sends nothing until the client closes the connection. It does not finish the response
// properly even then, because that could still reach the client.
func Stall() http.Handler {
	return http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		<-r.Context().Done()
		panic(http.ErrAbortHandler)
	})
}

// Raw sends response as it is and closes the connection.
func Raw(response string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
			io.WriteString(conn, response)
			conn.Close()
		}
	})
}

// HangUp closes the connection.
func HangUp() http.Handler { return Raw("") }
