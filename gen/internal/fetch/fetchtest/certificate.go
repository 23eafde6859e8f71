package fetchtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"time"
)

// A Certificate is one that a Server can present.
type Certificate int

// The certificates of a Server. All but Valid are faults.
const (
	Valid       Certificate = iota
	Expired                 // an hour ago
	OtherName               // for elsewhere.example alone
	UnknownRoot             // by an authority that nobody trusts
)

// Present has the Server present c on connections that begin from now on.
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

// certify makes the Server's authority and certificates.
func (s *Server) certify() error {
	trusted, err := newAuthority("fetchtest")
	if err != nil {
		return err
	}
	unknown, err := newAuthority("fetchtest unknown")
	if err != nil {
		return err
	}
	s.authority = trusted
	s.certificates = map[Certificate]*tls.Certificate{}
	later := time.Now().Add(24 * time.Hour)
	for _, c := range []struct {
		certificate Certificate
		by          *authority
		until       time.Time
		hosts       []string
	}{
		{Valid, trusted, later, s.hosts},
		{Expired, trusted, time.Now().Add(-time.Hour), s.hosts},
		{OtherName, trusted, later, []string{"elsewhere.example"}},
		{UnknownRoot, unknown, later, s.hosts},
	} {
		if s.certificates[c.certificate], err = c.by.certify(c.until, c.hosts); err != nil {
			return err
		}
	}
	return nil
}

// An authority signs certificates.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

func newAuthority(name string) (*authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: name},
		NotBefore:             time.Now().Add(-48 * time.Hour),
		NotAfter:              time.Now().Add(48 * time.Hour),
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(der)
	return &authority{certificate, key}, err
}

// certify returns a certificate for hosts that is valid until then, with its key.
func (a *authority) certify(until time.Time, hosts []string) (*tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2),
		NotBefore:    until.Add(-25 * time.Hour),
		NotAfter:     until,
		DNSNames:     hosts,
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, key.Public(), a.key)
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, err
}

func (a *authority) pem() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.certificate.Raw})
}
