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

// sectionName matches a section of a document: "RFC7162#3.1.2.1", "RFC3501#B" for an appendix.
var sectionName = regexp.MustCompile(`^(.+)#([0-9]+(?:\.[0-9]+)*|[A-Z](?:\.[0-9]+)*)$`)

// SplitSection returns the document and the section of "RFC7162#3.1.2.1". The section is empty if
// name is that of a whole document.
func SplitSection(name string) (document, section string) {
	if m := sectionName.FindStringSubmatch(name); m != nil {
		return m[1], m[2]
	}
	return name, ""
}

// SectionText returns a section, or a whole document, in words: "RFC 7162 section 3.1.2.1", "RFC 3501
// appendix B".
func SectionText(name string) string {
	text, section := SplitSection(name)
	if m := rfcName.FindStringSubmatch(text); m != nil {
		text = "RFC " + m[1]
	}
	switch {
	case section == "":
		return text
	case section[0] >= 'A':
		return text + " appendix " + section
	}
	return text + " section " + section
}

// SectionURL returns the URL of a section of an RFC or draft, or of a whole one. It returns "" for
// any other name.
func SectionURL(name string) string {
	document, section := SplitSection(name)
	url := ReferenceURL(document)
	switch {
	case url == "" || section == "":
		return url
	case section[0] >= 'A':
		return url + "#appendix-" + section
	}
	return url + "#section-" + section
}
