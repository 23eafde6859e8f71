package automaton

import (
	"encoding/binary"
	"fmt"
	"slices"
)

// A DFA is a deterministic automaton. It needs no dead state: where no edge fits there is no match.
type DFA struct {
	states  []dfaState
	starts  []int
	names   []string
	labels  []string   // the names of the starts in errors
	classes []interval // of symbols that no state tells apart, in their order
}

type dfaState struct {
	accept bool
	edges  []edge // in the order of their classes, at most one for each class
}

type edge struct {
	class int
	to    int
}

// Determinize returns the DFA of n by the subset construction, without the states from which no
// match can be reached.
func (n *NFA) Determinize(limits Limits) (*DFA, error) {
	d := &determinizer{
		nfa: n, limits: limits, dfa: &DFA{names: n.names, labels: n.labels},
		closures: map[int][]int{}, ids: map[string]int{}, known: map[string]int{},
	}
	d.classify()
	id := 0
	for i, start := range n.starts {
		d.dfa.starts = append(d.dfa.starts, d.state([]int{start}))
		for ; id < len(d.sets) && d.err == nil; id++ {
			d.expand(id)
		}
		if d.err != nil {
			return nil, fmt.Errorf("%s: %w", n.labels[i], d.err)
		}
	}
	return d.dfa.trim(), nil
}

type determinizer struct {
	nfa      *NFA
	limits   Limits
	dfa      *DFA
	class    [symbols]int   // of each symbol that a span holds
	closures map[int][]int  // by NFA state, once computed
	sets     [][]int        // for each DFA state the NFA states that it stands for, sorted
	ids      map[string]int // the DFA state for a set, by its key
	known    map[string]int // the DFA state for the targets of edges, by their key: many share them
	steps    int
	err      error // the first error, after which all results are meaningless
}

// classify finds the classes: the intervals at whose ends spans begin or end. It tells 'a' and 'A'
// apart, which mostly lead to the same state, because that costs less than finding out.
func (d *determinizer) classify() {
	var cuts [symbols + 1]bool
	var used set
	for _, s := range d.nfa.states {
		for _, sp := range s.spans {
			cuts[sp.lo], cuts[sp.hi+1] = true, true
			used.add(sp.interval)
		}
	}
	for sym := range symbols {
		if !used[sym] {
			continue
		}
		if cuts[sym] {
			d.dfa.classes = append(d.dfa.classes, interval{sym, sym})
		}
		d.class[sym] = len(d.dfa.classes) - 1
		d.dfa.classes[d.class[sym]].hi = sym
	}
}

// state returns the DFA state for the NFA states in from and their epsilon closures.
func (d *determinizer) state(from []int) int {
	var set []int
	for _, f := range from {
		closure := d.closure(f)
		set = append(set, closure...)
		if !d.step(len(closure)) {
			return 0
		}
	}
	slices.Sort(set)
	set = slices.Clip(slices.Compact(set))
	key := setKey(set)
	id, ok := d.ids[key]
	if !ok {
		id = len(d.sets)
		if id >= d.limits.DFA && d.err == nil {
			d.err = fmt.Errorf("more than %d states of the DFA (Limits.DFA): %s",
				d.limits.DFA, simplify)
		}
		d.ids[key] = id
		d.sets = append(d.sets, set)
		accepts := len(set) > 0 && set[0] == accepting
		d.dfa.states = append(d.dfa.states, dfaState{accept: accepts})
	}
	return id
}

// step counts n steps and reports whether there may be more.
func (d *determinizer) step(n int) bool {
	if d.steps += n; d.steps > d.limits.Steps && d.err == nil {
		d.err = fmt.Errorf("more than %d steps to make the DFA (Limits.Steps): %s",
			d.limits.Steps, simplify)
	}
	return d.err == nil
}

func setKey(set []int) string {
	var key []byte
	for _, s := range set {
		key = binary.AppendUvarint(key, uint64(s))
	}
	return string(key)
}

// closure returns the epsilon closure of s: of its states, those with spans, and the accepting one.
func (d *determinizer) closure(s int) []int {
	if closure, ok := d.closures[s]; ok {
		return closure
	}
	all := reach([]int{s}, func(s int) []int { return d.nfa.states[s].epsilon })
	d.step(len(all))
	d.closures[s] = slices.DeleteFunc(all, func(s int) bool {
		return len(d.nfa.states[s].spans) == 0 && s != accepting
	})
	return d.closures[s]
}

// expand finds the edges of a state.
func (d *determinizer) expand(id int) {
	targets := make([][]int, len(d.dfa.classes))
	for _, s := range d.sets[id] {
		for _, sp := range d.nfa.states[s].spans {
			first, last := d.class[sp.lo], d.class[sp.hi]
			for class := first; class <= last; class++ {
				targets[class] = append(targets[class], sp.to)
			}
			if !d.step(last - first + 1) {
				return
			}
		}
	}
	for class, targets := range targets {
		if len(targets) == 0 {
			continue
		}
		key := setKey(targets)
		to, ok := d.known[key]
		if !ok {
			to = d.state(targets)
			d.known[key] = to
		}
		d.dfa.states[id].edges = append(d.dfa.states[id].edges, edge{class, to})
	}
}

// reach returns the states in from and all that next leads to from them, each once, in the order in
// which they are met.
func reach(from []int, next func(s int) []int) []int {
	var list []int
	met := map[int]bool{}
	meet := func(states []int) {
		for _, s := range states {
			if !met[s] {
				met[s] = true
				list = append(list, s)
			}
		}
	}
	meet(from)
	for i := 0; i < len(list); i++ {
		meet(next(list[i]))
	}
	return list
}

// trim returns d without the states from which no accepting one can be reached. A start state like
// that only loses its edges.
func (d *DFA) trim() *DFA {
	var accept []int
	from := make([][]int, len(d.states))
	for i, s := range d.states {
		if s.accept {
			accept = append(accept, i)
		}
		for _, e := range s.edges {
			from[e.to] = append(from[e.to], i)
		}
	}
	alive := map[int]bool{}
	for _, s := range reach(accept, func(s int) []int { return from[s] }) {
		alive[s] = true
	}
	trimmed := &DFA{starts: d.starts, names: d.names, labels: d.labels, classes: d.classes}
	for _, s := range d.states {
		isDead := func(e edge) bool { return !alive[e.to] }
		s.edges = slices.DeleteFunc(slices.Clone(s.edges), isDead)
		trimmed.states = append(trimmed.states, s)
	}
	return trimmed.renumber(func(s int) int { return s })
}

// renumber returns d with its states replaced by their leaders, numbered in the order in which they
// are met from the starts.
func (d *DFA) renumber(leader func(s int) int) *DFA {
	leaders := func(states []int) []int {
		var list []int
		for _, s := range states {
			list = append(list, leader(s))
		}
		return list
	}
	order := reach(leaders(d.starts), func(s int) []int { return leaders(d.targets(s)) })
	ids := make([]int, len(d.states))
	for id, s := range order {
		ids[s] = id
	}
	next := &DFA{names: d.names, labels: d.labels, classes: d.classes}
	for _, s := range d.starts {
		next.starts = append(next.starts, ids[leader(s)])
	}
	for _, s := range order {
		state := dfaState{accept: d.states[s].accept}
		for _, e := range d.states[s].edges {
			state.edges = append(state.edges, edge{e.class, ids[leader(e.to)]})
		}
		next.states = append(next.states, state)
	}
	return next
}

// targets returns the states that the edges of a state lead to.
func (d *DFA) targets(s int) []int {
	var to []int
	for _, e := range d.states[s].edges {
		to = append(to, e.to)
	}
	return to
}

// An arc is all edges from one state to another.
type arc struct {
	symbols set
	to      int
}

// arcs returns the arcs from s, in the order of their first class.
func (d *DFA) arcs(s dfaState) []arc {
	var arcs []arc
	for _, e := range s.edges {
		i := slices.IndexFunc(arcs, func(a arc) bool { return a.to == e.to })
		if i < 0 {
			i = len(arcs)
			arcs = append(arcs, arc{to: e.to})
		}
		arcs[i].symbols.add(d.classes[e.class])
	}
	return arcs
}

// A set is a set of symbols.
type set [symbols]bool

func (s *set) add(in interval) {
	for sym := in.lo; sym <= in.hi; sym++ {
		s[sym] = true
	}
}

// intervals returns the intervals of octets in s, then Counted.
func (s set) intervals() []interval {
	var list []interval
	for lo := 0; lo < symbols; lo++ {
		if !s[lo] {
			continue
		}
		hi := lo
		for hi+1 < Counted && s[hi+1] {
			hi++
		}
		list = append(list, interval{lo, hi})
		lo = hi
	}
	return list
}
