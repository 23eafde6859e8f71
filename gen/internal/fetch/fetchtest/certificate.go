package fetchtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"time"
)

// A Certificate is one that a Server may present.
type Certificate int

// The certificates of a Server. Clients reject all but Valid.
const (
	Valid     Certificate = iota
	Expired               // expired an hour ago
	OtherName             // for elsewhere.example only
	Untrusted             // signed by an unknown authority
)

// Present makes the Server present c on new connections.
func (s *Server) Present(c Certificate) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.present = c
}

func (s *Server) certificate(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.certificates[s.present], nil
}

func newCertificates(hosts []string) (map[Certificate]*tls.Certificate, error) {
	certificates := map[Certificate]*tls.Certificate{}
	for c := Valid; c <= Untrusted; c++ {
		template := &x509.Certificate{
			SerialNumber: big.NewInt(int64(c)),
			NotBefore:    time.Now().Add(-2 * time.Hour),
			NotAfter:     time.Now().Add(24 * time.Hour),
			DNSNames:     hosts,
		}
		switch c {
		case Expired:
			template.NotAfter = time.Now().Add(-time.Hour)
		case OtherName:
			template.DNSNames = []string{"elsewhere.example"}
		}
		var err error
		if certificates[c], err = selfSigned(template); err != nil {
			return nil, err
		}
	}
	return certificates, nil
}

func selfSigned(template *x509.Certificate) (*tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	leaf, err := x509.ParseCertificate(der)
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}, err
}

// trusted returns the certificates that clients should trust.
func (s *Server) trusted() []*x509.Certificate {
	var list []*x509.Certificate
	for c := Valid; c < Untrusted; c++ {
		list = append(list, s.certificates[c].Leaf)
	}
	return list
}
