package fetch

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

const maxRedirects = 5

// parseURL parses the URL of a document. Its errors do not reveal a password.
func parseURL(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	if err != nil { // which may quote a password
		return nil, fmt.Errorf("%q: not a URL", redact(raw))
	}
	if err := checkURL(u); err != nil {
		return nil, fmt.Errorf("%q: %w", redact(raw), err)
	}
	return u, nil
}

// redact removes the user name and password from a URL, which may be malformed.
func redact(raw string) string {
	return regexp.MustCompile(`(?s)^(.*?//)?.*@`).ReplaceAllString(raw, "$1")
}

// checkURL returns an error unless documents may be fetched from u.
func checkURL(u *url.URL) error {
	switch {
	case u.Scheme != "https":
		return errors.New("not an https URL")
	case u.Hostname() == "":
		return errors.New("URL without a host")
	case u.User != nil:
		return errors.New("URL with a user name or password")
	}
	return nil
}

// checkRedirect is the policy for http.Client.CheckRedirect.
func checkRedirect(req *http.Request, via []*http.Request) error {
	target := redact(req.URL.String())
	if len(via) > maxRedirects {
		return final{fmt.Errorf("more than %d redirects, the last to %.300q", maxRedirects, target)}
	}
	if err := checkURL(req.URL); err != nil {
		return final{fmt.Errorf("redirect to %.300q: %w", target, err)}
	}
	if site(req.URL) != site(via[0].URL) {
		return final{fmt.Errorf("redirect to %.300q: different host or port", target)}
	}
	return nil
}

// site returns the host and port of u, without the host's "www.".
func site(u *url.URL) string {
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	return host + ":" + cmp.Or(u.Port(), "443")
}
