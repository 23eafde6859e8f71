// Package abnf reads, joins and prints grammars in Augmented BNF (RFC 5234, RFC 7405), and finds them in the text of RFCs.
//
// The stages, a file each:
//
//	parse.go    ABNF text → []*Rule, with line and column on every rule and expression
//	extract.go  the text of an RFC as published → []*Rule
//	merge.go    the rules of several RFCs and amendments → Grammar, in which every name has one meaning
//	print.go    *Rule, *Expr → ABNF text in one canonical layout
//
// An expression is always an *Expr, called x. It stands for a set of strings of octets: a numeric value is one octet, as
// in IMAP (RFC 9051 section 2), whatever characters it may be part of. ABNF's choice is unordered: a string matches a
// rule if any way through its alternatives matches.
//
// The package knows nothing of IMAP. Beside it lie the project's grammar files, an RFC each, and amendments.abnf.
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
	Text     string // of a string, without its quotes; of a name; of a prose-val, without its brackets
	Exact    bool   // of a string: it is case-sensitive (RFC 7405)
	Lo, Hi   int    // of a range: octets, both included
	Min, Max int    // of a repetition
}

// A Rule is one definition, or with Extends one incremental alternative (RFC 5234 section 3.3), of the name.
type Rule struct {
	Name    string
	Extends bool // written with =/
	Expr    *Expr
	Comment string // the comment lines right above it, without their semicolons, joined by LF
	Source  string // "RFC9051"; empty where nothing says it
	Section string // "9", "A.1"; likewise
	Pos     Pos
}

// A Pos is a place in a file. Line and Col count from 1, Col in octets.
type Pos struct {
	File      string
	Line, Col int
}

// String returns p in the form rfc9051.abnf:12:7.
func (p Pos) String() string { return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col) }

// An Error is something wrong at a place in a grammar.
type Error struct {
	Pos Pos
	Msg string
}

// Error returns the place and what is wrong there.
func (e *Error) Error() string { return e.Pos.String() + ": " + e.Msg }

func errorf(pos Pos, format string, args ...any) *Error {
	return &Error{pos, fmt.Sprintf(format, args...)}
}

// Fold returns name in the form in which names compare: RFC 5234 section 2.1 makes them case-insensitive.
func Fold(name string) string { return strings.ToLower(name) }

// All yields x and every expression in it, the outer before the inner.
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

// Alternatives returns the alternatives of x: its arguments if it is a choice, else x alone.
func (x *Expr) Alternatives() []*Expr {
	if x.Op == OpAlternate {
		return x.Args
	}
	return []*Expr{x}
}

// Alternate returns the choice between alternatives, with choices inside them made one with it; a single alternative is
// itself. An alternative that another one prints like, or repeats (x / 1*x), is left out.
func Alternate(alternatives ...*Expr) *Expr {
	covered := map[string]bool{}
	for _, x := range alternatives {
		for _, alt := range x.Alternatives() {
			if alt.Op == OpRepeat && alt.Min <= 1 && alt.Max != 0 {
				covered[alt.Args[0].String()] = true
			}
		}
	}
	var flat []*Expr
	for _, x := range alternatives {
		for _, alt := range x.Alternatives() {
			if !covered[alt.String()] {
				covered[alt.String()] = true
				flat = append(flat, alt)
			}
		}
	}
	if len(flat) == 1 {
		return flat[0]
	}
	return &Expr{Op: OpAlternate, Pos: flat[0].Pos, Args: flat}
}

// Concat returns the concatenation of parts, with concatenations inside them made one with it; a single part is itself,
// and no parts are the empty string.
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
