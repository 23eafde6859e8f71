// Package abnf reads, merges and prints grammars in Augmented BNF (RFC 5234, RFC 7405), and finds
// them in the text of RFCs.
//
// The stages, one per file:
//
//	parse.go    ABNF text → []*Rule, with line and column on every rule and expression
//	extract.go  the text of an RFC as published → []*Rule
//	merge.go    the rules of RFCs and amendments → Grammar, where each name has one meaning
//	print.go    *Rule, *Expr → ABNF text in one canonical layout
//
// An expression is always an *Expr, called x. It stands for a set of strings of octets: a numeric
// value is one octet, as in IMAP (RFC 9051 section 2), whatever character it may be part of. ABNF's
// choice is unordered: a string matches a rule if any way through its alternatives matches.
//
// The package knows nothing of IMAP. Its folder also holds the project's grammar files, one for
// each RFC, and amendments.abnf.
package abnf

import (
	"fmt"
	"iter"
	"strings"
)

// An Op says what an Expr is.
type Op uint8

// The operators of expressions, each with its notation and the fields of an Expr that it uses.
const (
	OpString    Op = iota + 1 // "text" and %s"text": Text, Exact
	OpRange                   // %x41-5A; %x41 where Lo is Hi: Lo, Hi
	OpName                    // rule or <rule>: Text
	OpProse                   // <in words>: Text
	OpConcat                  // a b: Args, at least two
	OpAlternate               // a / b: Args, at least two
	OpRepeat                  // 2*3a, and [a], which is *1a: Args[0], Min, Max
)

// Unlimited is the Max of a repetition without an upper bound.
const Unlimited = -1

// An Expr is a node of a rule's syntax tree.
type Expr struct {
	Op       Op
	Pos      Pos
	Args     []*Expr
	Text     string // of a string, without quotes; of a name; of a prose-val, without brackets
	Exact    bool   // of a string: it is case-sensitive (RFC 7405)
	Lo, Hi   int    // of a range: octets, both included
	Min, Max int    // of a repetition
}

// A Rule is a definition of a name or, if Extends is set, an incremental alternative for it (RFC
// 5234 section 3.3).
type Rule struct {
	Name    string
	Extends bool // written with =/
	Expr    *Expr
	Comment string // the comment lines right above it, without semicolons, joined by LF
	Source  string // "RFC9051"; empty if unknown
	Section string // "9", "A.1"; empty if unknown
	Pos     Pos
}

// A Pos is a position in a file. Line and Col count from 1, Col in octets.
type Pos struct {
	File      string
	Line, Col int
}

// String returns p in the form rfc9051.abnf:12:7.
func (p Pos) String() string { return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col) }

// An Error is an error at a position in a grammar.
type Error struct {
	Pos Pos
	Msg string
}

// Error returns the position and what is wrong there.
func (e *Error) Error() string { return e.Pos.String() + ": " + e.Msg }

func errorf(pos Pos, format string, args ...any) *Error {
	return &Error{pos, fmt.Sprintf(format, args...)}
}

// Fold returns name in the form in which names compare equal: RFC 5234 section 2.1 makes them
// case-insensitive.
func Fold(name string) string { return strings.ToLower(name) }

// All returns an iterator over x and every expression in it, the outer before the inner.
func (x *Expr) All() iter.Seq[*Expr] {
	return func(yield func(*Expr) bool) { x.walk(yield) }
}

func (x *Expr) walk(yield func(*Expr) bool) bool {
	if !yield(x) {
		return false
	}
	for _, arg := range x.Args {
		if !arg.walk(yield) {
			return false
		}
	}
	return true
}

// Alternatives returns the alternatives of x: its arguments if it is a choice, otherwise x alone.
func (x *Expr) Alternatives() []*Expr {
	if x.Op == OpAlternate {
		return x.Args
	}
	return []*Expr{x}
}

// Alternate returns the choice between alternatives, or the only alternative itself. Choices among
// them are merged into one. An alternative is left out if it prints like another one, or if another
// one repeats it (x / 1*x). Alternate panics if there are no alternatives.
func Alternate(alternatives ...*Expr) *Expr {
	var all, kept []*Expr
	covered := map[string]bool{}
	for _, x := range alternatives {
		all = append(all, x.Alternatives()...)
	}
	for _, x := range all {
		if x.Op == OpRepeat && x.Min <= 1 && x.Max != 0 {
			covered[x.Args[0].String()] = true
		}
	}
	for _, x := range all {
		if text := x.String(); !covered[text] {
			covered[text] = true
			kept = append(kept, x)
		}
	}
	if len(kept) == 1 {
		return kept[0]
	}
	return &Expr{Op: OpAlternate, Pos: kept[0].Pos, Args: kept}
}

// Concat returns the concatenation of parts, or the only part itself. Concatenations among them are
// merged into one, and empty strings are left out. Without parts it is the empty string.
func Concat(parts ...*Expr) *Expr {
	var flat []*Expr
	for _, x := range parts {
		if x.Op == OpConcat {
			flat = append(flat, x.Args...)
		} else if !x.IsEmpty() {
			flat = append(flat, x)
		}
	}
	switch len(flat) {
	case 0:
		return &Expr{Op: OpString}
	case 1:
		return flat[0]
	}
	return &Expr{Op: OpConcat, Pos: flat[0].Pos, Args: flat}
}

// IsEmpty reports whether x is the empty string, "".
func (x *Expr) IsEmpty() bool { return x.Op == OpString && x.Text == "" }
