package fetch

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

const maxRedirects = 5

// parseURL reads the URL of a document. Its errors name the URL without what may be a password in it.
func parseURL(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	if err != nil { // whose text may hold the password
		return nil, fmt.Errorf("%q: not a URL", redact(raw))
	}
	if err := checkURL(u); err != nil {
		return nil, fmt.Errorf("%q: %w", redact(raw), err)
	}
	return u, nil
}

// redact takes what stands before the host out of a URL that may not be well-formed.
func redact(raw string) string {
	scheme, rest, found := strings.Cut(raw, "//")
	if !found {
		scheme, rest = "", raw
	}
	if at := strings.LastIndex(rest, "@"); at >= 0 {
		rest = rest[at+1:]
	}
	if !found {
		return rest
	}
	return scheme + "//" + rest
}

// checkURL reports why nothing is fetched from u, whoever names it.
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

// checkRedirect is the policy of http.Client.CheckRedirect: via are the requests made so far, of which the first is that
// for the document. A redirected request is never conditional, since what the cache holds came from another URL.
func checkRedirect(req *http.Request, via []*http.Request) error {
	target := clip(redact(req.URL.String()))
	if len(via) > maxRedirects {
		return final{fmt.Errorf("more than %d redirects, the last to %q", maxRedirects, target)}
	}
	if err := checkURL(req.URL); err != nil {
		return final{fmt.Errorf("redirect to %q: %w", target, err)}
	}
	if site(req.URL) != site(via[0].URL) {
		return final{fmt.Errorf("redirect to %q: another host", target)}
	}
	makeUnconditional(req.Header)
	return nil
}

// site returns host and port of u; hosts that differ in "www." alone have the same.
func site(u *url.URL) string {
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	port := u.Port()
	if port == "" {
		port = "443"
	}
	return host + ":" + port
}
