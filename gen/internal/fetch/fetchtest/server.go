// Package fetchtest is a small web for tests: an HTTPS server for chosen hosts, reached through a
// proxy on the loopback interface, and handlers that fail as servers do. A program under test needs
// no change to use it, only the environment variables that Environ returns:
//
//	web, err := fetchtest.New("www.iana.org", "www.rfc-editor.org")
//	...
//	defer web.Close()
//	web.Handle("https://www.iana.org/x.xml", fetchtest.Page{ContentType: "text/xml", Body: x})
//	env, err := web.Environ(t.TempDir())
//
// One of them is SSL_CERT_FILE, which has no effect on macOS and Windows.
package fetchtest

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
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

// A Server serves its hosts over HTTP/1.1. It sends 404 for URLs without a handler. Its methods are
// safe for concurrent use.
type Server struct {
	hosts        []string
	certificates map[Certificate]*tls.Certificate
	proxy        string // host and port
	http         *http.Server

	mu       sync.Mutex
	handlers map[string]http.Handler // by host and path
	present  Certificate
	requests []string
}

// New starts a Server for hosts.
func New(hosts ...string) (*Server, error) {
	certificates, err := newCertificates(hosts)
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &Server{
		hosts:        hosts,
		certificates: certificates,
		proxy:        l.Addr().String(),
		handlers:     map[string]http.Handler{},
	}
	s.http = &http.Server{
		Handler:   http.HandlerFunc(s.serve),
		ErrorLog:  log.New(io.Discard, "", 0),
		TLSConfig: &tls.Config{GetCertificate: s.certificate},
		// Without HTTP/2, whose connections cannot be hijacked.
		TLSNextProto: map[string]func(*http.Server, *tls.Conn, http.Handler){},
	}
	go s.http.Serve(l)
	return s, nil
}

// Close stops the Server and closes its connections.
func (s *Server) Close() error { return s.http.Close() }

// Handle sets the handler for rawURL, an https URL on one of the Server's hosts.
func (s *Server) Handle(rawURL string, h http.Handler) {
	u, err := url.Parse(rawURL)
	if err != nil || u.Scheme != "https" || !slices.Contains(s.hosts, u.Host) {
		panic("fetchtest: not a URL of this server: " + rawURL)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.handlers[u.Host+u.Path] = h
}

// Requests returns the URLs that were requested since the last call of Requests, in order.
func (s *Server) Requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	requests := s.requests
	s.requests = nil
	return requests
}

// Environ returns environment variables, in the form of [os.Environ], that make another process
// use and trust the Server. It writes a file with the certificates to dir.
func (s *Server) Environ(dir string) ([]string, error) {
	var text []byte
	for _, c := range s.trusted() {
		block := &pem.Block{Type: "CERTIFICATE", Bytes: c.Raw}
		text = append(text, pem.EncodeToMemory(block)...)
	}
	name := filepath.Join(dir, "certificates.pem")
	if err := os.WriteFile(name, text, 0o644); err != nil {
		return nil, err
	}
	proxy := "HTTPS_PROXY=http://" + s.proxy
	return []string{proxy, "NO_PROXY=", "no_proxy=", "SSL_CERT_FILE=" + name}, nil
}

// Configure makes t use and trust the Server.
func (s *Server) Configure(t *http.Transport) {
	roots := x509.NewCertPool()
	for _, c := range s.trusted() {
		roots.AddCert(c)
	}
	t.TLSClientConfig = &tls.Config{RootCAs: roots}
	t.Proxy = http.ProxyURL(&url.URL{Scheme: "http", Host: s.proxy})
}

// serve handles requests to the proxy, and those that come through its tunnels.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	u := url.URL{Host: r.Host}
	host := strings.ToLower(u.Hostname())
	switch {
	case r.TLS != nil:
		s.handler(r, host).ServeHTTP(w, r)
	case r.Method == http.MethodConnect && slices.Contains(s.hosts, host):
		s.serveTunnel(w)
	default:
		http.Error(w, "no such host", http.StatusBadGateway)
	}
}

// handler logs r and returns its handler.
func (s *Server) handler(r *http.Request, host string) http.Handler {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, "https://"+r.Host+r.URL.RequestURI())
	if h, found := s.handlers[host+r.URL.Path]; found {
		return h
	}
	return http.NotFoundHandler()
}

// serveTunnel answers CONNECT (RFC 9110 section 9.3.6). The tunnel ends at the Server itself.
func (s *Server) serveTunnel(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	io.WriteString(conn, "HTTP/1.1 200 OK\r\n\r\n")
	s.http.ServeTLS(&tunnel{conn: conn}, "", "") // returns after it has accepted conn
}

// A tunnel is a net.Listener that accepts one connection.
type tunnel struct {
	net.Listener // nil, for the method that is not called: Addr
	conn         net.Conn
}

func (t *tunnel) Accept() (net.Conn, error) {
	conn := t.conn
	if conn == nil {
		return nil, io.EOF
	}
	t.conn = nil
	return conn, nil
}

func (t *tunnel) Close() error { return nil }
