package automaton

import "slices"

// Same reports whether the starts a and b of d, which is minimal, match the same.
func (d *DFA) Same(a, b string) bool { return d.start(a) == d.start(b) }

// start returns the state that the start with the given name begins with, or -1.
func (d *DFA) start(name string) int {
	i := slices.Index(d.names, name)
	if i < 0 {
		return -1
	}
	return d.starts[i]
}

// Select returns d with the given starts alone, in their order, which d must have.
func (d *DFA) Select(starts []Start) *DFA {
	some := &DFA{states: d.states, classes: d.classes}
	for _, s := range starts {
		some.names = append(some.names, s.Name)
		some.starts = append(some.starts, d.start(s.Name))
	}
	return some.renumber(func(s int) int { return s })
}
