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
// IANA's. Arguments and Grammar come from the RFCs' ABNF. Name and Fields are this project's own.
// Defined and the fields after it say what the code means; abnf/evidence.csv has the sections of
// the RFCs that say so. For a new code, they may still be empty.
type Record struct {
	Code        string    // as registered: "READ-ONLY"
	Name        string    // stem of the Go identifier: "ReadOnly"
	Status      Status    // from Description, and from history
	Description string    // IANA's status description, verbatim; usually empty
	References  []string  // in IANA's order and spelling: "RFC3501", "RFC-ietf-extra-imap4rev2-30"
	Registered  string    // date of the registration, "2024-04-23"; empty if IANA has none
	Updated     string    // date of its last change; empty if IANA has none
	Arguments   string    // ABNF of what follows the code's name; empty: nothing may follow
	Fields      []string  // names of the arguments, in order; empty: those of their rules
	Grammar     string    // the source of Arguments: "RFC4315", "RFC4469 amended", "RFC6858 prose"
	Defined     []string  // sections that define it, the current first: "RFC7162#3.1.2.1"
	Rev1, Rev2  Standing  // what it is in IMAP4rev1 and in IMAP4rev2
	Capability  []string  // with which a server may send it: "UIDPLUS"; empty: with any
	State       ConnState // in which the server may send it
	Commands    []string  // that it answers: "APPEND"; AnyCommand; Greeting
	Tagged      []string  // types of its tagged responses: "OK", "NO"
	Untagged    []string  // types of its untagged responses: "OK", "BYE"
	Retry       Retry     // whether the command may succeed when it is sent again
	Summary     string    // what it means, in a sentence
	Advice      string    // what the client or its user does now, in a sentence
	Security    string    // what it tells or allows an attacker, in a sentence; mostly empty
}

// A Standing says what a code is in a revision of IMAP.
type Standing string

// The standings.
const (
	StandingUnknown    Standing = ""
	StandingBase       Standing = "base"       // defined by the revision itself
	StandingExtension  Standing = "extension"  // defined by an extension
	StandingDeprecated Standing = "deprecated" // defined, but advised against
	StandingNone       Standing = "none"       // not part of the revision
)

// A ConnState is the state of a connection (RFC 9051 section 3) that a code belongs to. In other
// states a client ignores the code (RFC 9051 section 11.3).
type ConnState string

// The states of a connection.
const (
	StateUnknown       ConnState = ""
	StateAny           ConnState = "any"
	StateAuthenticated ConnState = "authenticated" // authenticated or selected
	StateSelected      ConnState = "selected"
)

// Elements of Record.Commands that are not names of commands.
const (
	AnyCommand = "any"      // any command, or none; after names, only untagged
	Greeting   = "greeting" // the server's greeting (RFC 9051 section 7.1)
)

// A Retry says whether a command that failed with a code may succeed when it is sent again.
type Retry string

// The values of Retry. It is unknown if the RFCs do not say.
const (
	RetryUnknown Retry = ""
	RetryLater   Retry = "later"   // the condition is temporary
	RetryNever   Retry = "never"   // the same command will fail again
	RetryChanged Retry = "changed" // after another action: TRYCREATE, PRIVACYREQUIRED
)

// Sentence returns r in words, or "" if the RFCs do not say.
func (r Retry) Sentence() string {
	switch r {
	case RetryLater:
		return "The same command may succeed later."
	case RetryNever:
		return "The same command will fail again."
	case RetryChanged:
		return "The same command may succeed once the cause is gone."
	}
	return ""
}

// CheckIANA returns what is wrong with the columns of r that come from IANA, joined: a code that is
// not an atom (RFC 9051 section 9), a description that cannot be on one line of source, a malformed
// reference or date, or more than a thousand bytes of any of them.
func (r Record) CheckIANA() error {
	if err := r.checkLengths(); err != nil {
		return err
	}
	f := faults{checkAtom("code", r.Code)}
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

// maxLength is how long a code, a description, or the references of a code may be. IANA's longest
// is 56 bytes.
const maxLength = 1000

// checkLengths returns an error for each of IANA's columns that is too long. It shows only how they
// begin.
func (r Record) checkLengths() error {
	var f faults
	for _, column := range []string{"code", "description", "references"} {
		if text := r.Cell(column); len(text) > maxLength {
			f.add("%s %.60q... of %.60q: %d bytes, more than %d",
				column, text, r.Code, len(text), maxLength)
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

// checkAtom returns an error unless word, a code or capability, is an atom (RFC 9051 section 9).
func checkAtom(what, word string) error {
	if word == "" {
		return fmt.Errorf("the %s is empty", what)
	}
	for i := range len(word) {
		if c := word[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(`(){%*"\]`, c) >= 0 {
			return fmt.Errorf("%s %q is not an atom (RFC 9051 section 9): octet %q",
				what, word, word[i:i+1])
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

// NotRegistered is what the comment of an unregistered code's constant ends with.
const NotRegistered = "It is not in the IANA registry."

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
	f = append(f, r.checkMeaning())
	for _, column := range []string{"arguments", "grammar", "summary", "advice", "security"} {
		if err := checkText(r.Cell(column)); err != nil {
			f.add("%s of %q: %w", column, r.Code, err)
		}
	}
	return errors.Join(f...)
}

// checkMeaning returns what is wrong with the columns from Defined to Retry, joined.
func (r Record) checkMeaning() error {
	var f faults
	for _, section := range r.Defined {
		if SectionURL(section) == "" {
			f.add("section %q of %q is not in the form RFC9051#7.1", section, r.Code)
		}
	}
	checkTypes := func(column string, types, all []string) {
		if !isSubsequence(types, all) {
			f.add("%s types %q of %q are not some of %v in this order", column, types, r.Code, all)
		}
	}
	checkTypes("tagged", r.Tagged, ResponseTypes()[:3]) // OK, NO, BAD
	checkTypes("untagged", r.Untagged, ResponseTypes())
	for _, capability := range r.Capability {
		if err := checkAtom("capability", capability); err != nil {
			f.add("%w, of %q", err, r.Code)
		}
	}
	for _, command := range r.Commands {
		if !commandPattern.MatchString(command) {
			f.add("command %q of %q is not in the form APPEND, nor %s or %s",
				command, r.Code, AnyCommand, Greeting)
		}
	}
	standings := []Standing{
		StandingBase, StandingExtension, StandingDeprecated, StandingNone,
	}
	return errors.Join(append(f,
		checkWord("rev1", r.Code, r.Rev1, standings...),
		checkWord("rev2", r.Code, r.Rev2, standings...),
		checkWord("state", r.Code, r.State, StateAny, StateAuthenticated, StateSelected),
		checkWord("retry", r.Code, r.Retry, RetryLater, RetryNever, RetryChanged))...)
}

// checkWord returns an error unless a column's word is empty or one of all.
func checkWord[T ~string](column, code string, word T, all ...T) error {
	if word == "" || slices.Contains(all, word) {
		return nil
	}
	return fmt.Errorf("%s %q of %q is not one of %v", column, word, code, all)
}

// commandPattern matches an element of Record.Commands.
var commandPattern = regexp.MustCompile(`^([A-Z][A-Z0-9-]*|` + AnyCommand + `|` + Greeting + `)$`)

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
