// Package automaton compiles grammars into tables for a small, fast matcher.
//
// The stages, one per file, are functions from value to value, whose dumps the tests compare:
//
//	nfa.go       expressions of a grammar → *NFA: states joined by spans of octets
//	dfa.go       *NFA → *DFA: no choice left, over classes of octets that no state tells apart
//	minimize.go  *DFA → *DFA: no two states alike
//	select.go    *DFA → *DFA: fewer starts
//	pack.go      *DFA → *Tables: the form that is emitted and matched
//	names.go     names → *NameTable: a hash table for words in any case
//
// Several expressions are compiled together, each with a start state of its own, so that they share
// what they have in common. All stages have limits, and reaching one is an error: a grammar may
// come from anywhere.
//
// The alphabet is the 256 octets and one more symbol, Counted, for the octets of a literal (see
// abnf.Counted). "As many octets as a number says" is not a regular language, but one symbol for
// all of them is.
//
// Rejected: a dense table of states by classes (for IMAP's response codes, 890 states by 71
// classes, 126 KB where these tables take 10 KB), one of rows displaced into each other (77 KB, and
// an octet still takes three dependent loads), and Go code emitted for each state (fast, but
// unreadable, and it slows down an importer's build).
//
// The package knows nothing of IMAP and nothing of Go source.
package automaton

import (
	"cmp"

	"github.com/imapcodes/imapcodes/abnf"
)

// A Start is an expression to be compiled, and its name in dumps.
type Start struct {
	Name    string
	Expr    *abnf.Expr
	Grammar *abnf.Grammar // nil: that of all starts, the argument of Compile
	Label   string        // the name in errors, such as "arguments of COPYUID"; empty: Name
}

// label returns the name of s in errors.
func (s Start) label() string { return cmp.Or(s.Label, s.Name) }

// Limits bounds the cost of a grammar. A stage that would exceed one returns an error that names
// it and the start that is to blame.
type Limits struct {
	NFA   int // states of the NFA, and spans of octets that lead from one to another
	DFA   int // states of the DFA before it is minimized
	Steps int // NFA states looked at to make the DFA, which bounds its time and memory
	Depth int // nested rules
}

// simplify is what the author of a grammar over a limit can do.
const simplify = "match less exactly, for example 1*x instead of 1*255x"

// DefaultLimits returns limits that are about ten times what IMAP's grammar needs with all checks:
// 19,000 states and spans, 2,500 states, 223,000 steps, 13 rules. They bound the cost of any
// grammar to about a second and 200 MB.
func DefaultLimits() Limits {
	return Limits{NFA: 200_000, DFA: 50_000, Steps: 2_000_000, Depth: 200}
}

// Compile returns the minimal DFA for starts, whose names are looked up in g. It is an error if two
// starts have the same name, if a rule is undefined, is in prose or recurses in a way that lists do
// not, or if a limit is exceeded.
func Compile(g *abnf.Grammar, starts []Start, limits Limits) (*DFA, error) {
	nfa, err := NewNFA(g, starts, limits)
	if err != nil {
		return nil, err
	}
	dfa, err := nfa.Determinize(limits)
	if err != nil {
		return nil, err
	}
	return dfa.Minimize(), nil
}

// Counted is the symbol that stands for the octets of a literal.
const Counted = 256

// symbols is the size of the alphabet: all octets, and Counted.
const symbols = 257

// An interval is all symbols from lo to hi, both included.
type interval struct{ lo, hi int }
