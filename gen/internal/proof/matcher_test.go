package proof

import (
	"encoding/binary"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/abnf"
)

// Counted is the symbol after the 256 octets. It is all octets of a literal at once (see
// abnf.Counted).
const Counted = 256

// symbols is the size of the alphabet.
const symbols = Counted + 1

// A Matcher matches expressions whose names a grammar defines. It keeps all states that it has met,
// and is not safe for concurrent use.
type Matcher struct {
	grammar *abnf.Grammar
	terms   *terms
	rules   map[string]*rule // by folded name
	states  []state
	ids     map[string]State // by the ids of a state's terms
}

// A State is what remains to be matched. States of the same Matcher that are equal match the same;
// the converse need not hold, except that there is one dead state.
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

// Start returns the state in which all of x remains. It is an error if x needs a name that has no
// definition, a prose-val other than abnf.Counted, or a rule that begins with itself.
func (m *Matcher) Start(x *abnf.Expr) (State, error) {
	definitions, err := m.grammar.Close(x)
	if err == nil {
		err = m.add(definitions)
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

// Match reports whether x matches the octets of text. It does not match a literal, because no octet
// is the symbol Counted.
func (m *Matcher) Match(x *abnf.Expr, text string) (bool, error) {
	s, err := m.Start(x)
	for i := 0; i < len(text) && !m.Dead(s); i++ {
		s = m.Next(s, int(text[i]))
	}
	return m.Accepts(s), err
}

// Describe returns what remains in s as ABNF, a partial derivative on each line.
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
