package registry

import "regexp"

// The forms of a reference. IANA's RFC-ietf-… is the draft-ietf-… that is about to become an RFC.
var (
	rfcName   = regexp.MustCompile(`^RFC([1-9][0-9]{0,4})$`)
	draftName = regexp.MustCompile(`^(?:RFC|draft)-([a-z0-9][a-z0-9.-]*)$`)
)

// IsRFC reports whether name is that of an RFC, "RFC5530", not of a draft.
func IsRFC(name string) bool { return rfcName.MatchString(name) }

// ReferenceURL returns the URL of the document that a Record refers to as "RFC5530" or
// "RFC-ietf-extra-imap4rev2-30". It returns "" for any other name.
func ReferenceURL(name string) string {
	if m := rfcName.FindStringSubmatch(name); m != nil {
		return "https://www.rfc-editor.org/rfc/rfc" + m[1]
	}
	if m := draftName.FindStringSubmatch(name); m != nil {
		return "https://datatracker.ietf.org/doc/html/draft-" + m[1]
	}
	return ""
}
