package automaton

import "slices"

// Same reports whether the starts a and b of d, which is minimal, match the same strings.
func (d *DFA) Same(a, b string) bool { return d.start(a) == d.start(b) }

// Beyond returns the shortest string that the start a of d matches and b does not; ok is false if
// there is none. The string omits the octets of literals.
func (d *DFA) Beyond(a, b string) (s string, ok bool) {
	const dead = -1
	type pair struct{ a, b int }
	type step struct{ from, class int } // from is an index in steps
	first := pair{d.start(a), d.start(b)}
	pairs, steps := []pair{first}, []step{{}} // the last step of the shortest way to each pair
	met := map[pair]bool{first: true}
	for i := 0; i < len(pairs); i++ {
		p := pairs[i]
		if d.states[p.a].accept && (p.b == dead || !d.states[p.b].accept) {
			for ; i > 0; i = steps[i].from {
				s = d.example(steps[i].class) + s
			}
			return s, true
		}
		for _, e := range d.states[p.a].edges {
			next := pair{e.to, dead}
			if p.b != dead {
				next.b = d.next(p.b, e.class)
			}
			if !met[next] {
				met[next] = true
				pairs, steps = append(pairs, next), append(steps, step{i, e.class})
			}
		}
	}
	return "", false
}

// next returns the state that class leads to from state s, or -1.
func (d *DFA) next(s, class int) int {
	for _, e := range d.states[s].edges {
		if e.class == class {
			return e.to
		}
	}
	return -1
}

// example returns a symbol of a class as text: a printable octet if there is one.
func (d *DFA) example(class int) string {
	in := d.classes[class]
	if in.lo == Counted {
		return ""
	}
	return string([]byte{byte(min(max(in.lo, '!'), in.hi))})
}

// start returns the state that the start with the given name begins with, or -1.
func (d *DFA) start(name string) int {
	i := slices.Index(d.names, name)
	if i < 0 {
		return -1
	}
	return d.starts[i]
}

// Select returns d with only the given starts, in their order. d must have them.
func (d *DFA) Select(starts []Start) *DFA {
	some := &DFA{states: d.states, classes: d.classes}
	for _, s := range starts {
		some.names, some.labels = append(some.names, s.Name), append(some.labels, s.label())
		some.starts = append(some.starts, d.start(s.Name))
	}
	return some.renumber(func(s int) int { return s })
}
