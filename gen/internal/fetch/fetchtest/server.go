// Package fetchtest is a web on the loopback interface for tests of what fetches: an HTTPS server for chosen host names
// with a certificate authority of its own, a proxy through which those names lead to it, and handlers for what goes wrong
// on the real web. A program under test finds it by its environment alone, with its real URLs:
//
//	web, err := fetchtest.New("www.iana.org", "www.rfc-editor.org")
//	…
//	defer web.Close()
//	web.Handle("https://www.iana.org/assignments/x.xml", fetchtest.Page{ContentType: "text/xml", Body: x, ETag: `"1"`})
//	env, err := web.Environ(t.TempDir())
//
// Certificates are found by SSL_CERT_FILE, and so on neither macOS nor Windows.
package fetchtest

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// A Server answers for its hosts, with 404 unless Handle says otherwise. It speaks HTTP/1.1. All methods may be called
// while it serves.
type Server struct {
	// DialContext connects to the Server, whatever the address. It is for the transport of a client in the same process.
	DialContext func(ctx context.Context, network, address string) (net.Conn, error)

	hosts        []string
	authority    *authority
	certificates map[Certificate]*tls.Certificate
	origin       *http.Server
	proxy        *http.Server
	proxyAddr    string // empty: there is none

	mu       sync.Mutex
	handlers map[string]http.Handler // by host and path
	present  Certificate
	log      []*Request
}

// A Request is one that the Server got. Those that fail before the end of the TLS handshake are none.
type Request struct {
	URL         string
	Status      int  // that the Server sent; 0 if it sent none yet
	Conditional bool // it had If-None-Match or If-Modified-Since
	UserAgent   string
}

// New returns a Server that answers for hosts, and has begun to.
func New(hosts ...string) (*Server, error) {
	s, err := newServer(hosts)
	if err != nil {
		return nil, err
	}
	origin, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	proxy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, errors.Join(err, origin.Close())
	}
	s.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, origin.Addr().String())
	}
	s.proxyAddr = proxy.Addr().String()
	go s.origin.ServeTLS(origin, "", "")
	go s.proxy.Serve(proxy)
	return s, nil
}

func newServer(hosts []string) (*Server, error) {
	s := &Server{hosts: hosts, handlers: map[string]http.Handler{}}
	s.origin = s.server(http.HandlerFunc(s.serveOrigin))
	s.proxy = s.server(http.HandlerFunc(s.serveProxy))
	return s, s.certify()
}

// server returns a server that keeps silent about the errors of clients, and leaves HTTP/2 alone.
func (s *Server) server(h http.Handler) *http.Server {
	return &http.Server{
		Handler:      h,
		ErrorLog:     log.New(io.Discard, "", 0),
		TLSConfig:    &tls.Config{GetCertificate: s.certificate},
		TLSNextProto: map[string]func(*http.Server, *tls.Conn, http.Handler){},
	}
}

// Close ends the Server and its connections.
func (s *Server) Close() error { return errors.Join(s.proxy.Close(), s.origin.Close()) }

// Handle has h answer for rawURL from now on: one with https, one of the Server's hosts, and no query.
func (s *Server) Handle(rawURL string, h http.Handler) {
	u, err := url.Parse(rawURL)
	if err != nil || u.Scheme != "https" || !slices.Contains(s.hosts, u.Host) {
		panic("fetchtest: not a URL of this server: " + rawURL)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.handlers[u.Host+u.Path] = h
}

// Requests returns the requests since the last call of Requests, in the order in which they came.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []Request
	for _, r := range s.log {
		list = append(list, *r)
	}
	s.log = nil
	return list
}

// Roots returns what a client in the same process has to trust.
func (s *Server) Roots() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(s.authority.certificate)
	return pool
}

// ProxyURL returns the URL of a proxy that leads the Server's hosts to it, and no other host anywhere. A Server in memory
// has none.
func (s *Server) ProxyURL() string { return "http://" + s.proxyAddr }

// Environ returns the environment variables, as in [os.Environ], by which another process meets the Server and trusts it.
// The certificate is written to a file in dir.
func (s *Server) Environ(dir string) ([]string, error) {
	name := filepath.Join(dir, "authority.pem")
	if err := os.WriteFile(name, s.authority.pem(), 0o644); err != nil {
		return nil, err
	}
	return []string{"HTTPS_PROXY=" + s.ProxyURL(), "NO_PROXY=", "no_proxy=", "SSL_CERT_FILE=" + name}, nil
}

func (s *Server) serveOrigin(w http.ResponseWriter, r *http.Request) {
	u := url.URL{Scheme: "https", Host: r.Host, Path: r.URL.Path, RawQuery: r.URL.RawQuery}
	entry := &Request{
		URL:         u.String(),
		Conditional: r.Header.Get("If-None-Match")+r.Header.Get("If-Modified-Since") != "",
		UserAgent:   r.UserAgent(),
	}
	s.mu.Lock()
	s.log = append(s.log, entry)
	h, found := s.handlers[hostname(r)+u.Path]
	s.mu.Unlock()
	if !found {
		h = http.NotFoundHandler()
	}
	h.ServeHTTP(&logged{w, s, entry}, r)
}

// hostname returns the host that r asks for, without its port.
func hostname(r *http.Request) string {
	u := url.URL{Host: r.Host}
	return strings.ToLower(u.Hostname())
}

// A logged ResponseWriter enters the status in the log before it is sent.
type logged struct {
	http.ResponseWriter
	server *Server
	entry  *Request
}

func (l *logged) WriteHeader(status int) {
	l.enter(status)
	l.ResponseWriter.WriteHeader(status)
}

func (l *logged) Write(p []byte) (int, error) {
	l.enter(http.StatusOK)
	return l.ResponseWriter.Write(p)
}

// Unwrap is for [http.ResponseController].
func (l *logged) Unwrap() http.ResponseWriter { return l.ResponseWriter }

func (l *logged) enter(status int) {
	l.server.mu.Lock()
	defer l.server.mu.Unlock()
	if l.entry.Status == 0 {
		l.entry.Status = status
	}
}

// serveProxy answers CONNECT for the Server's hosts, by a tunnel to the HTTPS server whatever their port (RFC 9110
// section 9.3.6).
func (s *Server) serveProxy(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodConnect || !slices.Contains(s.hosts, hostname(r)) {
		http.Error(w, "no such host", http.StatusBadGateway)
		return
	}
	origin, err := s.DialContext(r.Context(), "tcp", r.Host)
	if err != nil {
		http.Error(w, "no answer", http.StatusBadGateway)
		return
	}
	defer origin.Close()
	w.WriteHeader(http.StatusOK)
	client, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer client.Close()
	tunnel(client, buffered, origin)
}

// tunnel copies both ways until either side ends.
func tunnel(client net.Conn, fromClient io.Reader, origin net.Conn) {
	done := make(chan struct{}, 2)
	pass := func(to io.Writer, from io.Reader) {
		io.Copy(to, from)
		done <- struct{}{}
	}
	go pass(origin, fromClient)
	go pass(client, origin)
	<-done
}
