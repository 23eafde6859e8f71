// Package registry is the model of registry.csv: IANA's registry "IMAP Response Codes", a record
// for each code, with the grammar that the RFCs give its arguments and what this project says about
// it.
//
// The package reads, writes and checks the CSV. It knows nothing of the formats that IANA publishes
// (package iana), of ABNF beyond its text (package abnf), or of Go source (package generate).
package registry

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// A Status says in one word whether a response code should be used.
type Status string

// The statuses. RFC 5530 section 6 lets a registration carry a description such as "obsolete" or
// "reserved", and says that a code with any description is NOT RECOMMENDED.
const (
	Registered   Status = "registered"   // in the registry, without a description
	Obsolete     Status = "obsolete"     // described as "obsolete"
	Reserved     Status = "reserved"     // described as "reserved"
	Discouraged  Status = "discouraged"  // described in any other way
	Removed      Status = "removed"      // no longer in the registry
	Unregistered Status = "unregistered" // never in the registry: an extra code (package extra)
)

// Statuses returns the statuses that a row of registry.csv may have, from the best to the worst.
func Statuses() []Status {
	return []Status{Registered, Discouraged, Reserved, Obsolete, Removed}
}

// StatusOf returns the status of a code in the registry with the given description, whose case does
// not matter (RFC 5530 section 6).
func StatusOf(description string) Status {
	switch strings.ToLower(description) {
	case "":
		return Registered
	case "obsolete":
		return Obsolete
	case "reserved":
		return Reserved
	}
	return Discouraged
}

// A Record is a row of registry.csv. Code, Description, References, Registered and Updated are
// IANA's. Arguments and Grammar come from the RFCs' ABNF. Name, Fields, Types, Retry and Summary
// are this project's own.
type Record struct {
	Code        string   // as registered: "READ-ONLY"
	Name        string   // stem of the Go identifier: "ReadOnly"
	Status      Status   // from Description, and from history
	Description string   // IANA's status description, verbatim; usually empty
	References  []string // in IANA's order and spelling: "RFC3501", "RFC-ietf-extra-imap4rev2-30"
	Registered  string   // date of the registration, "2024-04-23"; empty if IANA has none
	Updated     string   // date of its last change; empty if IANA has none
	Arguments   string   // ABNF of what follows the code's name; empty: nothing may follow
	Fields      []string // names of the arguments, in order; empty: those of their rules
	Grammar     string   // the source of Arguments: "RFC4315", "RFC4469 amended", "RFC6858 prose"
	Types       []string // response types that the RFCs name for it, "OK", "NO"; may be empty
	Retry       Retry    // whether the command may succeed when it is sent again
	Summary     string   // one line in our own words
}

// A Retry says whether a command that failed with a code may succeed when it is sent again.
type Retry string

// The values of Retry. It is unknown if the RFCs do not say.
const (
	RetryUnknown Retry = ""
	RetryLater   Retry = "later"   // the condition is temporary
	RetryNever   Retry = "never"   // the same command will fail again
	RetryChanged Retry = "changed" // after another action: TRYCREATE, PRIVACYREQUIRED
)

// Advice returns what to do when a command has failed, or "" if the RFCs do not say.
func (r Retry) Advice() string {
	switch r {
	case RetryLater:
		return "try again later"
	case RetryNever:
		return "do not repeat the command"
	case RetryChanged:
		return "fix the cause, then try again"
	}
	return ""
}

// ResponseTypes returns the types of status responses in the order of RFC 9051 section 7.1. A
// Record's Types are some of them in this order.
func ResponseTypes() []string {
	return []string{"OK", "NO", "BAD", "PREAUTH", "BYE"}
}

// CheckIANA returns what is wrong with the columns of r that come from IANA, joined: a code that is
// not an atom (RFC 9051 section 9), a description that cannot be on one line of source, a malformed
// reference or date.
func (r Record) CheckIANA() error {
	f := faults{checkAtom(r.Code)}
	if err := checkText(r.Description); err != nil {
		f.add("description of %q: %w", r.Code, err)
	}
	for _, ref := range r.References {
		if ReferenceURL(ref) == "" {
			f.add("reference %q of %q is neither an RFC nor a draft", ref, r.Code)
		}
	}
	for _, date := range []string{r.Registered, r.Updated} {
		if date != "" && !isDate(date) {
			f.add("date %q of %q is not in the form 2006-01-02", date, r.Code)
		}
	}
	return errors.Join(f...)
}

// faults are errors that are to be reported at once.
type faults []error

func (f *faults) add(format string, args ...any) { *f = append(*f, fmt.Errorf(format, args...)) }

// isDate reports whether s is a day of the calendar, "2024-02-29".
func isDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// checkAtom returns an error unless the code is an atom (RFC 9051 section 9).
func checkAtom(code string) error {
	if code == "" {
		return errors.New("the code is empty")
	}
	for i := range len(code) {
		if c := code[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(`(){%*"\]`, c) >= 0 {
			return fmt.Errorf("code %q is not an atom (RFC 9051 section 9): octet %q",
				code, code[i:i+1])
		}
	}
	return nil
}

// checkText returns an error if text cannot be in a comment on one line of source: if it is not
// UTF-8, contains control characters (IsControl), or would become code when jennifer emits it, as
// with // or /* at its start and */ anywhere.
func checkText(text string) error {
	if !utf8.ValidString(text) {
		return fmt.Errorf("%q is not UTF-8", text)
	}
	if i := strings.IndexFunc(text, IsControl); i >= 0 {
		r, _ := utf8.DecodeRuneInString(text[i:])
		return fmt.Errorf("%q holds the control character %U", text, r)
	}
	if strings.HasPrefix(text, "//") || strings.HasPrefix(text, "/*") ||
		strings.Contains(text, "*/") {
		return fmt.Errorf("%q holds a comment mark", text)
	}
	return nil
}

// IsControl reports whether r changes how text is shown instead of being shown: a control character
// such as ESC or a line break of any kind, or a character that reorders or hides others.
func IsControl(r rune) bool {
	if r <= unicode.MaxASCII {
		return r < ' ' || r == 0x7f
	}
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp)
}

// Visible returns text with each octet that is not UTF-8, and each control character (IsControl),
// written as in Go: \x1b, \u202e.
func Visible(text string) string {
	if isPrintableASCII(text) {
		return text
	}
	var b strings.Builder
	for i, r := range text {
		switch _, size := utf8.DecodeRuneInString(text[i:]); {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, text[i])
		case IsControl(r):
			quoted := strconv.QuoteRuneToASCII(r)
			b.WriteString(quoted[1 : len(quoted)-1])
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func isPrintableASCII(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || '~' < text[i] {
			return false
		}
	}
	return true
}

// Deprecation returns why the code should not be used, as a sentence, or "".
func (r Record) Deprecation() string {
	switch r.Status {
	case Registered, Unregistered:
		return ""
	case Removed:
		return "It was removed from the IANA registry."
	}
	return fmt.Sprintf("The IANA registry describes it as %q.", r.Description)
}

// checkRegistered returns what is wrong with r as a row of registry.csv, joined.
func (r Record) checkRegistered() error {
	return errors.Join(r.CheckIANA(), r.checkStatus(), r.CheckOurs())
}

// checkStatus returns an error unless the status is that of a row of registry.csv with r's
// description.
func (r Record) checkStatus() error {
	if !slices.Contains(Statuses(), r.Status) {
		return fmt.Errorf("status %q of %q is not one of %v", r.Status, r.Code, Statuses())
	}
	if want := StatusOf(r.Description); r.Status != want && r.Status != Removed {
		return fmt.Errorf("status %q of %q does not fit its description %q, which makes it %q",
			r.Status, r.Code, r.Description, want)
	}
	return nil
}

// CheckOurs returns what is wrong with the columns that are neither IANA's nor the status, joined.
func (r Record) CheckOurs() error {
	var f faults
	if !namePattern.MatchString(r.Name) {
		f.add("name %q of %q is not in the form ReadOnly", r.Name, r.Code)
	}
	for i, field := range r.Fields {
		if slices.Contains(r.Fields[:i], field) {
			f.add("duplicate field %q of %q", field, r.Code)
		}
		if !namePattern.MatchString(field) {
			f.add("field %q of %q is not in the form UIDValidity", field, r.Code)
		}
	}
	if !isSubsequence(r.Types, ResponseTypes()) {
		f.add("types %q of %q are not some of %v in this order", r.Types, r.Code, ResponseTypes())
	}
	if r.Retry != RetryUnknown && r.Retry.Advice() == "" {
		f.add("retry %q of %q is not one of later, never, changed", r.Retry, r.Code)
	}
	for _, column := range []struct{ name, text string }{
		{"arguments", r.Arguments}, {"grammar", r.Grammar}, {"summary", r.Summary},
	} {
		if err := checkText(column.text); err != nil {
			f.add("%s of %q: %w", column.name, r.Code, err)
		}
	}
	return errors.Join(f...)
}

// namePattern matches an exported Go identifier that may also follow a prefix.
var namePattern = regexp.MustCompile(`^[A-Z][A-Za-z0-9]*$`)

// ProposeName returns a Name for a code without one: "ReadOnly" for READ-ONLY.
func ProposeName(code string) string { return GoName(strings.ToLower(code)) }

// GoName returns name as an exported Go identifier: "NzNumber" for nz-number. Its words, which are
// separated by anything except ASCII letters and digits, each begin with an upper-case letter.
func GoName(name string) string {
	isDivider := func(r rune) bool {
		return (r < '0' || '9' < r) && (r < 'A' || 'Z' < r) && (r < 'a' || 'z' < r)
	}
	var s string
	for _, word := range strings.FieldsFunc(name, isDivider) {
		s += strings.ToUpper(word[:1]) + word[1:]
	}
	if s == "" || s[0] <= '9' { // an identifier cannot begin with a digit
		s = "X" + s
	}
	return s
}

// isSubsequence reports whether some is all without zero or more of its elements.
func isSubsequence(some, all []string) bool {
	for _, s := range some {
		i := slices.Index(all, s)
		if i < 0 {
			return false
		}
		all = all[i+1:]
	}
	return true
}
