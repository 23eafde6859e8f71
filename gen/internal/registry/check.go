package registry

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

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

// maxLength is how long a code, its references, or a text about it may be. IANA's longest
// description is 56 bytes.
const maxLength = 1000

// checkLengths returns an error for each text that is too long. It shows only how they begin.
func (r Record) checkLengths() error {
	var f faults
	for _, column := range []string{
		"code", "description", "references", "summary", "advice", "security",
	} {
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
