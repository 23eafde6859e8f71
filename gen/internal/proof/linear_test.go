package proof

import (
	"slices"

	"github.com/imapcodes/imapcodes/abnf"
)

// An arc is a set of symbols and a partial derivative by each of them.
type arc struct {
	set set
	to  *term
}

// linear returns the arcs of t, its linear form: t is the choice between them, and the empty string
// if t is nullable. A symbol may be in several; no two lead to the same term.
func (m *Matcher) linear(t *term) []arc {
	if !t.known {
		t.arcs, t.known = m.arcs(t), true
	}
	return t.arcs
}

func (m *Matcher) arcs(t *term) []arc {
	switch t.op {
	case opSet:
		return []arc{{t.set, m.terms.empty}}
	case opName:
		return m.linear(m.rules[t.name].body)
	case opAlternate:
		var list []arc
		for _, arg := range t.args {
			list = merge(list, m.linear(arg))
		}
		return list
	case opConcat:
		list := m.followed(t.args[0], t.args[1])
		if m.nullable(t.args[0]) {
			list = merge(list, m.linear(t.args[1]))
		}
		return list
	case opRepeat:
		return m.followed(t.args[0], m.fewer(t))
	}
	return nil
}

// followed returns the arcs of t, with what they lead to followed by rest.
func (m *Matcher) followed(t, rest *term) []arc {
	var list []arc
	for _, a := range m.linear(t) {
		list = merge(list, []arc{{a.set, m.terms.join(a.to, rest)}})
	}
	return list
}

// fewer returns what is left of a repetition after one copy of its argument that was not empty.
// Empty copies before that one might as well come after it, so there is nothing else to follow.
func (m *Matcher) fewer(t *term) *term {
	most := t.most
	if most != abnf.Unlimited {
		most--
	}
	return m.terms.repeat(t.args[0], max(t.least-1, 0), most)
}

// merge returns the arcs of both lists, those to the same term as one.
func merge(list, more []arc) []arc {
	for _, a := range more {
		i := slices.IndexFunc(list, func(b arc) bool { return a.to == b.to })
		if i < 0 {
			list = append(list, a)
		} else {
			list[i].set = list[i].set.union(a.set)
		}
	}
	return list
}

// expand returns the states that follow s.
func (m *Matcher) expand(s State) *[symbols]State {
	var arcs []arc
	for _, t := range m.states[s].terms {
		arcs = merge(arcs, m.linear(t))
	}
	next := new([symbols]State)
	var last []*term
	for symbol := range symbols {
		var to []*term
		for _, a := range arcs {
			if a.set.has(symbol) {
				to = append(to, a.to)
			}
		}
		if symbol > 0 && slices.Equal(to, last) { // neighbors are mostly equal
			next[symbol] = next[symbol-1]
		} else {
			next[symbol] = m.state(to)
		}
		last = to
	}
	return next
}
