package fetchtest

import (
	"context"
	"net"
	"net/http"
	"sync"
)

// NewInMemory returns a Server like that of New, but without sockets, so that nothing but its DialContext leads to it.
// In a bubble of [testing/synctest] time goes on at once when all that is left is to wait for it.
func NewInMemory(hosts ...string) (*Server, error) {
	s, err := newServer(hosts)
	if err != nil {
		return nil, err
	}
	l := &memoryListener{conns: make(chan net.Conn), closed: make(chan struct{})}
	s.DialContext = l.dial
	go s.origin.ServeTLS(l, "", "")
	return s, nil
}

// A memoryListener accepts connections from its own dial.
type memoryListener struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func (l *memoryListener) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case l.conns <- server:
		return client, nil
	case <-l.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (l *memoryListener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.conns:
		return conn, nil
	case <-l.closed:
		return nil, http.ErrServerClosed
	}
}

func (l *memoryListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (l *memoryListener) Addr() net.Addr { return &net.UnixAddr{Name: "memory"} }
