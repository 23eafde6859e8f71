package proof

import (
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/abnf"
)

// An op says what a term is.
type op uint8

const (
	opEmpty     op = iota + 1 // matches the empty string
	opSet                     // one symbol of set, which is not empty
	opName                    // what the rule matches
	opConcat                  // args[0], then args[1]; args[0] is not a concatenation
	opAlternate               // any of args: at least two, in the order of their ids, no alternation, at most one opSet
	opRepeat                  // args[0] at least least times and at most most times
)

// A term is an expression in normal form. Equal terms of the same terms are the same pointer.
type term struct {
	id          int
	op          op
	set         set
	name        string // folded
	args        []*term
	least, most int   // most may be abnf.Unlimited
	arcs        []arc // see linear; valid if known
	known       bool
}

// terms makes terms, each once.
type terms struct {
	known map[termKey]*term
	empty *term
}

type termKey struct {
	op          op
	set         set
	name        string
	args        string
	least, most int
}

func newTerms() *terms {
	ts := &terms{known: map[termKey]*term{}}
	ts.empty = ts.intern(term{op: opEmpty})
	return ts
}

func (ts *terms) intern(t term) *term {
	key := termKey{t.op, t.set, t.name, idsKey(t.args), t.least, t.most}
	same := ts.known[key]
	if same == nil {
		t.id = len(ts.known)
		same = &t
		ts.known[key] = same
	}
	return same
}

// of returns the term for x, whose prose-vals are all abnf.Counted.
func (ts *terms) of(x *abnf.Expr) *term {
	var args []*term
	for _, arg := range x.Args {
		args = append(args, ts.of(arg))
	}
	switch x.Op {
	case abnf.OpString:
		return ts.text(x)
	case abnf.OpRange:
		return ts.symbols(span(x.Lo, x.Hi))
	case abnf.OpProse:
		return ts.symbols(span(Counted, Counted))
	case abnf.OpName:
		return ts.intern(term{op: opName, name: abnf.Fold(x.Text)})
	case abnf.OpConcat:
		return ts.concat(args...)
	case abnf.OpAlternate:
		return ts.alternate(args...)
	case abnf.OpRepeat:
		return ts.repeat(args[0], x.Min, x.Max)
	}
	panic(fmt.Sprintf("%s: expression with operator %d", x.Pos, x.Op))
}

// text returns the concatenation of the octets of a string; ASCII letters fold unless it is exact
// (RFC 7405).
func (ts *terms) text(x *abnf.Expr) *term {
	var octets []*term
	for _, c := range []byte(x.Text) {
		in := span(int(c), int(c))
		if letter := c | 0x20; !x.Exact && 'a' <= letter && letter <= 'z' {
			in = in.union(span(int(c^0x20), int(c^0x20)))
		}
		octets = append(octets, ts.symbols(in))
	}
	return ts.concat(octets...)
}

func (ts *terms) symbols(s set) *term { return ts.intern(term{op: opSet, set: s}) }

func (ts *terms) concat(parts ...*term) *term {
	whole := ts.empty
	for _, part := range slices.Backward(parts) {
		whole = ts.join(part, whole)
	}
	return whole
}

// join returns a followed by b. Concatenation leans to the right, so that what follows a part is
// one term; repetitions of the same expression, one after the other, are one: a{i,j} a{k,l} =
// a{i+k,j+l}.
func (ts *terms) join(a, b *term) *term {
	switch {
	case a == ts.empty:
		return b
	case b == ts.empty:
		return a
	case a.op == opConcat:
		return ts.join(a.args[0], ts.join(a.args[1], b))
	}
	first, rest := b, ts.empty
	if b.op == opConcat {
		first, rest = b.args[0], b.args[1]
	}
	if a.op == opRepeat && first.op == opRepeat && a.args[0] == first.args[0] {
		most := abnf.Unlimited
		if a.most != abnf.Unlimited && first.most != abnf.Unlimited {
			most = a.most + first.most
		}
		return ts.join(ts.repeat(a.args[0], a.least+first.least, most), rest)
	}
	return ts.intern(term{op: opConcat, args: []*term{a, b}})
}

// alternate returns the choice between alternatives: a set of them, in which choices inside are
// dissolved and sets of symbols are one.
func (ts *terms) alternate(alternatives ...*term) *term {
	var in set
	var list []*term
	for _, t := range alternatives {
		flat := []*term{t}
		if t.op == opAlternate {
			flat = t.args
		}
		for _, t := range flat {
			if t.op == opSet {
				in = in.union(t.set)
			} else {
				list = append(list, t)
			}
		}
	}
	if in != (set{}) {
		list = append(list, ts.symbols(in))
	}
	slices.SortFunc(list, byID)
	list = slices.Compact(list)
	if len(list) == 1 {
		return list[0]
	}
	return ts.intern(term{op: opAlternate, args: list})
}

func (ts *terms) repeat(t *term, least, most int) *term {
	switch {
	case most == 0, t == ts.empty:
		return ts.empty
	case least == 1 && most == 1:
		return t
	}
	return ts.intern(term{op: opRepeat, args: []*term{t}, least: least, most: most})
}

// String returns t as ABNF.
func (t *term) String() string {
	switch t.op {
	case opEmpty:
		return `""`
	case opSet:
		return t.set.String()
	case opName:
		return t.name
	case opConcat:
		return t.args[0].part() + " " + t.args[1].part()
	case opAlternate:
		var alternatives []string
		for _, arg := range t.args {
			alternatives = append(alternatives, arg.String())
		}
		return strings.Join(alternatives, " / ")
	}
	return t.count() + t.args[0].element()
}

// part returns t as ABNF that can be part of a concatenation.
func (t *term) part() string {
	text := t.String()
	if t.op == opAlternate || t.op == opSet && strings.Contains(text, "/") {
		return "(" + text + ")"
	}
	return text
}

// element returns t as ABNF that can be repeated.
func (t *term) element() string {
	if t.op == opConcat || t.op == opRepeat {
		return "(" + t.String() + ")"
	}
	return t.part()
}

func (t *term) count() string {
	switch t.most {
	case abnf.Unlimited:
		return fmt.Sprintf("%d*", t.least)
	case t.least:
		return fmt.Sprint(t.least)
	}
	return fmt.Sprintf("%d*%d", t.least, t.most)
}

// A set is a set of symbols, a bit for each.
type set [(symbols + 63) / 64]uint64

func span(lo, hi int) set {
	var s set
	for symbol := lo; symbol <= hi; symbol++ {
		s[symbol/64] |= 1 << (symbol % 64)
	}
	return s
}

func (s set) has(symbol int) bool { return s[symbol/64]>>(symbol%64)&1 == 1 }

func (s set) union(other set) set {
	for i := range s {
		s[i] |= other[i]
	}
	return s
}

// from returns the first symbol from low on for which has is in, or symbols if there is none.
func (s set) from(low int, in bool) int {
	for low < symbols && s.has(low) != in {
		low++
	}
	return low
}

// String returns s as ABNF.
func (s set) String() string {
	if s.size() == 1 && s.has(Counted) {
		return "<" + abnf.Counted + ">"
	}
	var spans []string
	for lo := s.from(0, true); lo < Counted; {
		hi := min(s.from(lo, false), Counted) - 1
		spans = append(spans, (&abnf.Expr{Op: abnf.OpRange, Lo: lo, Hi: hi}).String())
		lo = s.from(hi+1, true)
	}
	if s.has(Counted) {
		spans = append(spans, "<"+abnf.Counted+">")
	}
	return strings.Join(spans, " / ")
}

func (s set) size() int {
	n := 0
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	return n
}
