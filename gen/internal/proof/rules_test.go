package proof

import (
	"fmt"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/abnf"
)

// A rule is what a Matcher knows of a name.
type rule struct {
	definition *abnf.Definition
	body       *term
	nullable   bool // it matches the empty string
	productive bool // it matches anything at all, which x = "a" x does not
	checked    bool // it does not begin with itself
}

// add adds definitions, among them those of all names that they need.
func (m *Matcher) add(definitions []*abnf.Definition) error {
	for _, d := range definitions {
		if key := abnf.Fold(d.Name); m.rules[key] == nil {
			m.rules[key] = &rule{definition: d, body: m.terms.of(d.Expr)}
		}
	}
	m.settle()
	for _, d := range definitions {
		if err := m.check(abnf.Fold(d.Name), nil); err != nil {
			return err
		}
	}
	return nil
}

// settle finds which rules are nullable and productive. A rule may be so because of other rules,
// and of itself: the answer is the least fixpoint, which is reached when no rule
// becomes either any more.
func (m *Matcher) settle() {
	for changed := true; changed; {
		changed = false
		for _, r := range m.rules {
			nullable, productive := m.nullable(r.body), m.productive(r.body)
			if nullable != r.nullable || productive != r.productive {
				r.nullable, r.productive = nullable, productive
				changed = true
			}
		}
	}
}

// nullable reports whether t matches the empty string.
func (m *Matcher) nullable(t *term) bool {
	switch t.op {
	case opEmpty:
		return true
	case opName:
		return m.rules[t.name].nullable
	case opConcat:
		return m.nullable(t.args[0]) && m.nullable(t.args[1])
	case opAlternate:
		return slices.ContainsFunc(t.args, m.nullable)
	case opRepeat:
		return t.least == 0 || m.nullable(t.args[0])
	}
	return false
}

// productive reports whether t matches anything.
func (m *Matcher) productive(t *term) bool {
	switch t.op {
	case opName:
		return m.rules[t.name].productive
	case opConcat:
		return m.productive(t.args[0]) && m.productive(t.args[1])
	case opAlternate:
		return slices.ContainsFunc(t.args, m.productive)
	case opRepeat:
		return t.least == 0 || m.productive(t.args[0])
	}
	return true
}

// check returns an error if the named rule begins with itself, or with one of active, the rules
// that begin with it: the arcs of such a rule are defined by themselves, and infinitely many.
func (m *Matcher) check(name string, active []string) error {
	r := m.rules[name]
	if r.checked {
		return nil
	}
	if slices.Contains(active, name) {
		cycle := strings.Join(append(active, name), " → ")
		return fmt.Errorf("%s: rule that begins with itself: %s", r.definition.Expr.Pos, cycle)
	}
	for _, first := range m.begins(r.body) {
		if err := m.check(first, append(slices.Clone(active), name)); err != nil {
			return err
		}
	}
	r.checked = true
	return nil
}

// begins returns the names that t may begin with.
func (m *Matcher) begins(t *term) []string {
	var names []string
	switch t.op {
	case opName:
		names = []string{t.name}
	case opConcat:
		names = m.begins(t.args[0])
		if m.nullable(t.args[0]) {
			names = append(names, m.begins(t.args[1])...)
		}
	case opAlternate, opRepeat:
		for _, arg := range t.args {
			names = append(names, m.begins(arg)...)
		}
	}
	return names
}
