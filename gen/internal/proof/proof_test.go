package proof

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/automaton"
	"github.com/imapcodes/imapcodes/gen/internal/extra"
	"github.com/imapcodes/imapcodes/gen/internal/grammar"
	"github.com/imapcodes/imapcodes/gen/internal/model"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

// A subject is an expression that is compiled into the tables, and who needs it.
type subject struct {
	name  string // "tag", "fallback" or the arguments
	expr  *abnf.Expr
	codes []string
}

// checkedIn returns the tree that is checked in.
func checkedIn(t testing.TB) tree.Tree {
	t.Helper()
	in, err := tree.Load(os.DirFS("../../.."))
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func grammarOf(in tree.Tree) *abnf.Grammar { return abnf.Merge(in.Grammars, in.Amendments) }

// subjectsOf returns everything that package model compiles into the tables, each once and in its
// order.
func subjectsOf(t testing.TB, in tree.Tree) []subject {
	t.Helper()
	var list []subject
	for _, name := range grammar.PartNames() {
		list = append(list, subject{name: name, expr: &abnf.Expr{Op: abnf.OpName, Text: name}})
	}
	fallback, err := grammar.Fallback(grammarOf(in))
	if err != nil {
		t.Fatal(err)
	}
	list = append(list, subject{name: model.Fallback, expr: fallback})
	for _, r := range in.Records {
		name := "arguments " + r.Arguments
		if r.Grammar == "" {
			name = model.Fallback
		}
		i := slices.IndexFunc(list, func(s subject) bool { return s.name == name })
		if i < 0 {
			x, err := abnf.ParseExpr("arguments of "+r.Code, r.Arguments)
			if err != nil {
				t.Fatal(err)
			}
			i = len(list)
			list = append(list, subject{name: name, expr: x})
		}
		list[i].codes = append(list[i].codes, r.Code)
	}
	return list
}

// String returns the codes of s, or its name if it has none.
func (s subject) String() string {
	if len(s.codes) == 0 {
		return s.name
	}
	return strings.Join(s.codes, " ")
}

// subjectOf returns the subject of the given name, or that a code needs.
func subjectOf(t testing.TB, subjects []subject, code string) subject {
	t.Helper()
	for _, s := range subjects {
		if s.name == code || slices.Contains(s.codes, code) {
			return s
		}
	}
	t.Fatalf("no arguments of %s", code)
	return subject{}
}

// delimiter ends a code; no run of the tables goes over it where a match may end.
const delimiter = ']'

func compile(t testing.TB, g *abnf.Grammar, subjects []subject) *automaton.Tables {
	t.Helper()
	var starts []automaton.Start
	for _, s := range subjects {
		starts = append(starts, automaton.Start{Name: s.name, Expr: s.expr})
	}
	dfa, err := automaton.Compile(g, starts, automaton.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	tables, err := dfa.Pack(delimiter)
	if err != nil {
		t.Fatal(err)
	}
	return tables
}

// tablesOf returns the tables that are generated.
func tablesOf(t testing.TB, in tree.Tree) *automaton.Tables {
	t.Helper()
	m, err := model.Compile(in)
	if err != nil {
		t.Fatal(err)
	}
	return m.Tables
}

// A difference says where tables and grammar differ.
type difference struct {
	path   []int // symbols
	reason string
}

func (d *difference) Error() string { return d.text() + ": " + d.reason }

// text returns the path as text, in which the symbol Counted is <counted octets>.
func (d *difference) text() string {
	var text strings.Builder
	for _, symbol := range d.path {
		if symbol == Counted {
			text.WriteString("<" + abnf.Counted + ">")
		} else {
			text.WriteByte(byte(symbol))
		}
	}
	return fmt.Sprintf("%q", text.String())
}

const (
	tablesOnly   = "matched by the tables, not by the grammar"
	grammarOnly  = "matched by the grammar, not by the tables"
	neverEnds    = "the tables go on, but nothing can follow"
	tooManyPairs = 1_000_000
)

// A pair is a state of the matcher and a state of the tables, or none, that the same string leads
// to.
type pair struct {
	state State
	table int
}

// A walk goes over all pairs that any string leads to, from the shortest on.
type walk struct {
	matcher *Matcher
	tables  *automaton.Tables
	pairs   []pair
	from    []step // of each pair but the first
	met     map[pair]bool
}

// A step is how a pair was met.
type step struct{ pair, symbol int }

// compare returns how many pairs of states there are, and an error if the two sides of any are not
// alike; it is a *difference with a shortest string of which one side says that it matches.
//
// Without an error no string leads to a pair of which one accepts and the other does not: both
// sides match the same strings. What is more, both see at the same octet that a string cannot
// match.
func compare(m *Matcher, s State, t *automaton.Tables, start int) (pairs int, err error) {
	w := &walk{matcher: m, tables: t, met: map[pair]bool{}}
	w.meet(pair{s, start}, step{})
	late := error(nil) // the tables may be no worse than slow, so that a string that they get wrong is the better answer
	for i := 0; i < len(w.pairs); i++ {
		if reason := w.judge(w.pairs[i]); reason == neverEnds {
			if late == nil {
				late = &difference{w.path(i), reason}
			}
		} else if reason != "" {
			return len(w.pairs), &difference{w.path(i), reason}
		}
		w.expand(i)
		if len(w.pairs) > tooManyPairs {
			return len(w.pairs), errors.New("too many pairs: the matcher's states seem to be infinitely many")
		}
	}
	return len(w.pairs), late
}

func (w *walk) meet(p pair, from step) {
	if !w.met[p] {
		w.met[p] = true
		w.pairs = append(w.pairs, p)
		w.from = append(w.from, from)
	}
}

// judge returns what is wrong with a pair, or "". That the tables have no state where the matcher's
// is alive is wrong at the end of whatever the matcher still accepts, which the walk comes to.
func (w *walk) judge(p pair) string {
	accepts := p.table != none && readRecord(w.tables.States, p.table).accepts
	switch {
	case accepts && !w.matcher.Accepts(p.state):
		return tablesOnly
	case !accepts && w.matcher.Accepts(p.state):
		return grammarOnly
	case p.table != none && w.matcher.Dead(p.state):
		return neverEnds
	}
	return ""
}

// expand meets the pairs that follow pair i.
func (w *walk) expand(i int) {
	p := w.pairs[i]
	r := record{}
	if p.table != none {
		r = readRecord(w.tables.States, p.table)
	}
	var last pair
	for symbol := range Counted + 1 {
		next := pair{w.matcher.Next(p.state, symbol), none}
		if p.table != none {
			next.table = r.next(w.tables, symbol)
		}
		if symbol == 0 || next != last { // neighbors are mostly equal
			w.meet(next, step{i, symbol})
		}
		last = next
	}
}

// path returns the symbols that lead to pair i.
func (w *walk) path(i int) []int {
	var path []int
	for ; i > 0; i = w.from[i].pair {
		path = append(path, w.from[i].symbol)
	}
	slices.Reverse(path)
	return path
}

// TestTables proves that the tables match exactly what the grammar says, for all strings: see
// compare.
func TestTables(t *testing.T) {
	t.Run("registry", func(t *testing.T) { prove(t, checkedIn(t)) })
	t.Run("with extra codes", func(t *testing.T) { prove(t, withExtra(t)) })
}

// withExtra returns what is checked in, and the extra codes that are part of the tool.
func withExtra(t *testing.T) tree.Tree {
	t.Helper()
	file, err := extra.Unregistered()
	if err != nil {
		t.Fatal(err)
	}
	next, _, err := file.Add(checkedIn(t))
	if err != nil {
		t.Fatal(err)
	}
	return next
}

func prove(t *testing.T, in tree.Tree) {
	began := time.Now()
	subjects := subjectsOf(t, in)
	tables := tablesOf(t, in)
	if err := checkLayout(tables, delimiter); err != nil {
		t.Error(err)
	}
	m := New(grammarOf(in))
	codes, total := 0, 0
	for _, s := range subjects {
		start, err := m.Start(s.expr)
		if err != nil {
			t.Fatal(err)
		}
		states := len(reachable(tables, tables.Starts[s.name]))
		pairs, err := compare(m, start, tables, tables.Starts[s.name])
		if err != nil {
			t.Errorf("%s: %v", s, err)
		}
		t.Logf("%5d pairs, %5d states of the tables: %s", pairs, states, s)
		codes += len(s.codes)
		total += pairs
	}
	if codes != len(in.Records) {
		t.Errorf("%d codes compared, and there are %d", codes, len(in.Records))
	}
	t.Logf("%5d pairs in all, %d codes, %v", total, codes, time.Since(began).Round(time.Millisecond))
}
