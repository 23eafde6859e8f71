// Package registry is the model of registry.csv: IANA's registry "IMAP Response Codes", a record
// for each code, with the grammar that the RFCs give its arguments and what this project says about
// it.
//
// The package reads, writes and checks the CSV, and compares two states of the registry. It knows
// nothing of the formats that IANA publishes (package iana), of ABNF beyond its text (package
// abnf), or of Go source (package generate). The parts, one per file:
//
//	record.go     a row
//	types.go      the types of status responses
//	reference.go  the names of documents and of their sections, and URLs
//	check.go      what is wrong with a row
//	text.go       text that is safe to emit and to show
//	csv.go        registry.csv, and other CSV files with some of its columns
//	sources.go    abnf/sources.csv
//	evidence.go   abnf/evidence.csv
//	state.go      the registry at one time
//	compare.go    two states → what has changed
package registry

import (
	"fmt"
	"strings"
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
