// Package derivative matches expressions of a grammar by their partial derivatives. It shares nothing with package
// automaton, so that the test beside it, which walks both side by side, proves that the tables match what the grammar
// says.
//
// The derivative of an expression by an octet is what has to follow that octet (Brzozowski, "Derivatives of regular
// expressions", 1964). A partial derivative is one of the alternatives of that (Antimirov, "Partial derivatives of regular
// expressions and finite automaton constructions", 1996): a State is a set of them. The parts, a file each:
//
//	term.go    expressions in a normal form, each of which exists once
//	rules.go   what has to be known of rules first: do they match the empty string, or anything at all
//	linear.go  an expression → its arcs: sets of symbols, each with the partial derivative by them
//
// # How many states there are
//
// A partial derivative is a term: a concatenation of a rest of some subexpression and of what follows that. Rests are
// finitely many: those of a string, and those of a repetition, whose bounds only go down. What follows can grow only
// where a rule comes back to its own name before its end; names stay names until they are matched. Two kinds of recursion
// do not make it grow:
//
//   - In list = x ["," list] the name is the last part of its rule. What follows the inner list is what followed the
//     outer one.
//   - In list = x *("," list) the repetition R follows the inner list, and a second R follows from that list's own rule.
//     The two are one by R R = R, which is the case *a *a = *a of what join does with any two repetitions of the same
//     expression: their bounds add up.
//
// With no other recursion the terms are finitely many, and so are the sets of them. Alternation needs no further laws: it
// is associative, commutative and idempotent because it is a set, in a term as in a state. Rules that are nested in other
// ways, as in x = "(" x ")" / "a", have infinitely many states. Each is made only when it is met, so that matching a string
// works with them all the same, but whoever goes over all states needs a limit.
//
// Rejected: derivatives of whole expressions, which need more laws to be finitely many, and marking the places in an
// expression (Glushkov), for which 1*255 has to be written out 255 times.
package derivative

import (
	"encoding/binary"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/abnf"
)

// Counted is the symbol after the 256 octets. It stands for all octets of a literal at once (see abnf.Counted).
const Counted = 256

// symbols is the size of the alphabet.
const symbols = Counted + 1

// A Matcher matches expressions whose names a grammar defines. It keeps all states that it has met, and is not safe for
// concurrent use.
type Matcher struct {
	grammar *abnf.Grammar
	terms   *terms
	rules   map[string]*rule // by folded name
	states  []state
	ids     map[string]State // by the ids of a state's terms
}

// A State is what remains to be matched. States of the same Matcher that are equal match the same; the converse need not
// hold, except that there is one dead state.
type State int

// dead is the state without terms.
const dead State = 0

type state struct {
	terms   []*term // in the order of their ids, each once; the language of none is empty
	accepts bool
	next    *[symbols]State // nil until it is asked for
}

// New returns a Matcher for expressions over g.
func New(g *abnf.Grammar) *Matcher {
	m := &Matcher{grammar: g, terms: newTerms(), rules: map[string]*rule{}, ids: map[string]State{}}
	m.state(nil) // dead
	return m
}

// Start returns the state in which all of x remains. It is an error if x needs a name that has no definition, a prose-val
// other than abnf.Counted, or a rule that begins with itself.
func (m *Matcher) Start(x *abnf.Expr) (State, error) {
	definitions, err := m.grammar.Close(x)
	if err == nil {
		err = m.learn(definitions)
	}
	if err != nil {
		return dead, err
	}
	return m.state([]*term{m.terms.of(x)}), nil
}

// Next returns the state that follows s after symbol, an octet or Counted.
func (m *Matcher) Next(s State, symbol int) State {
	if m.states[s].next == nil {
		m.states[s].next = m.expand(s)
	}
	return m.states[s].next[symbol]
}

// Accepts reports whether nothing need follow in s.
func (m *Matcher) Accepts(s State) bool { return m.states[s].accepts }

// Dead reports whether nothing can follow in s, not even nothing.
func (m *Matcher) Dead(s State) bool { return s == dead }

// Match reports whether x matches the octets of text. It matches no literal, as no octet is the symbol Counted.
func (m *Matcher) Match(x *abnf.Expr, text string) (bool, error) {
	s, err := m.Start(x)
	for i := 0; i < len(text) && !m.Dead(s); i++ {
		s = m.Next(s, int(text[i]))
	}
	return m.Accepts(s), err
}

// Describe returns what remains in s as ABNF, a partial derivative a line.
func (m *Matcher) Describe(s State) string {
	var lines []string
	for _, t := range m.states[s].terms {
		lines = append(lines, t.String())
	}
	return strings.Join(lines, "\n")
}

// state returns the state for those of list, each once, that match anything.
func (m *Matcher) state(list []*term) State {
	list = slices.DeleteFunc(slices.Clone(list), func(t *term) bool { return !m.productive(t) })
	slices.SortFunc(list, byID)
	key := idsKey(list)
	id, ok := m.ids[key]
	if !ok {
		id = State(len(m.states))
		m.ids[key] = id
		m.states = append(m.states, state{terms: list, accepts: slices.ContainsFunc(list, m.nullable)})
	}
	return id
}

func byID(a, b *term) int { return a.id - b.id }

func idsKey(list []*term) string {
	var key []byte
	for _, t := range list {
		key = binary.AppendUvarint(key, uint64(t.id))
	}
	return string(key)
}
