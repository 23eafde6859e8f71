package fetchtest

import (
	"bytes"
	"compress/gzip"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"
)

// A Page is a document as a server should send it: with 304 to a conditional request that knows it.
type Page struct {
	ContentType  string // empty: none is sent
	Body         string
	ETag         string    // with its quotes; empty: none is sent
	LastModified time.Time // zero: none is sent
}

// ServeHTTP sends p.
func (p Page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.writeHeader(w)
	http.ServeContent(w, r, "", p.LastModified, bytes.NewReader([]byte(p.Body)))
}

func (p Page) writeHeader(w http.ResponseWriter) {
	w.Header()["Content-Type"] = nil // lest net/http guesses one
	if p.ContentType != "" {
		w.Header().Set("Content-Type", p.ContentType)
	}
	if p.ETag != "" {
		w.Header().Set("ETag", p.ETag)
	}
}

// half returns the first half of p's body.
func (p Page) half() []byte { return []byte(p.Body[:len(p.Body)/2]) }

// Status answers with code and header, which alternates names and values, and no document.
func Status(code int, header ...string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
	})
}

// Redirect answers with 302 to target.
func Redirect(target string) http.Handler { return Status(http.StatusFound, "Location", target) }

// Sequence answers by each of handlers once, and then by the last.
func Sequence(handlers ...http.Handler) http.Handler {
	var n atomic.Int64
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		i := min(int(n.Add(1)), len(handlers)) - 1
		handlers[i].ServeHTTP(w, r)
	})
}

// Stall never answers.
func Stall() http.Handler { return http.HandlerFunc(stall) }

// StallBody sends half of p, and then nothing more.
func StallBody(p Page) http.Handler {
	return sendHalf(p, stall)
}

// ResetBody sends half of p, and then resets the connection.
func ResetBody(p Page) http.Handler {
	return sendHalf(p, func(w http.ResponseWriter, _ *http.Request) { reset(w) })
}

// ShortBody sends half of p with the Content-Length of all of it, and then closes the connection in good order.
func ShortBody(p Page) http.Handler {
	return sendHalf(p, func(w http.ResponseWriter, _ *http.Request) { hangUp(w) })
}

// sendHalf sends half of p with the Content-Length of all of it, and goes on with then.
func sendHalf(p Page, then http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.writeHeader(w)
		w.Header().Set("Content-Length", strconv.Itoa(len(p.Body)))
		w.Write(p.half())
		http.NewResponseController(w).Flush()
		then(w, r)
	})
}

// CutChunks sends half of p in a chunk, and no last chunk (RFC 9112 section 7.1), but closes the connection in good order.
func CutChunks(p Page) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		p.writeHeader(w)
		w.Write(p.half())
		http.NewResponseController(w).Flush()
		hangUp(w)
	})
}

// HangUp closes the connection without an answer.
func HangUp() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { hangUp(w) })
}

// Reset resets the connection without an answer.
func Reset() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { reset(w) })
}

// Raw answers with the octets of response, whatever they are, and closes the connection.
func Raw(response string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
			io.WriteString(conn, response)
			conn.Close()
		}
	})
}

// Endless sends p again and again in chunks, without end.
func Endless(p Page) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		p.writeHeader(w)
		for {
			if _, err := io.WriteString(w, p.Body); err != nil {
				return
			}
		}
	})
}

// Gzip sends p compressed.
func Gzip(p Page) http.Handler {
	b := &bytes.Buffer{}
	z := gzip.NewWriter(b)
	io.WriteString(z, p.Body) // a bytes.Buffer does not fail
	z.Close()
	return Encoded(p, "gzip", b.Bytes())
}

// GzipBomb sends size octets of nothing with p's header, compressed a thousandfold.
func GzipBomb(p Page, size int) http.Handler {
	p.Body = string(make([]byte, size))
	return Gzip(p)
}

// Encoded sends body with p's header and the Content-Encoding encoding, whether or not it is one.
func Encoded(p Page, encoding string, body []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		p.writeHeader(w)
		w.Header().Set("Content-Encoding", encoding)
		w.Write(body)
	})
}

// stall waits until the client hangs up, and does not end the answer in good order even then: what is sent while the
// client hangs up may still reach it.
func stall(_ http.ResponseWriter, r *http.Request) {
	<-r.Context().Done()
	panic(http.ErrAbortHandler)
}

// hangUp closes the connection of w; TLS and TCP say so to the client.
func hangUp(w http.ResponseWriter) {
	if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
		conn.Close()
	}
}

// reset resets the connection of w, on which TLS says nothing and TCP RST.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	if c, ok := conn.(interface{ NetConn() net.Conn }); ok {
		conn = c.NetConn()
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		tcp.SetLinger(0)
	}
	conn.Close()
}
