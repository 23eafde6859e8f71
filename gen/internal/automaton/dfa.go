package automaton

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
)

// A DFA is a deterministic automaton. Its states need no dead one: where no edge fits there is no match.
type DFA struct {
	states  []dfaState
	starts  []int
	names   []string
	classes []interval // of symbols that no state tells apart, in their order
}

type dfaState struct {
	accept bool
	edges  []edge // in the order of their classes, one a class
}

type edge struct {
	class int
	to    int
}

// Determinise returns the DFA of n by the subset construction. States from which no match can be reached are left out.
func (n *NFA) Determinise(limits Limits) (*DFA, error) {
	d := &determiniser{
		nfa: n, limits: limits, dfa: &DFA{names: n.names}, closures: make([][]int32, len(n.states)),
		met: make([]int32, len(n.states)), ids: map[string]int{}, known: map[string]int{},
	}
	d.classify()
	for _, start := range n.starts {
		id, err := d.state([]int32{int32(start)})
		if err != nil {
			return nil, err
		}
		d.dfa.starts = append(d.dfa.starts, id)
	}
	for id := 0; id < len(d.sets); id++ {
		if err := d.expand(id); err != nil {
			return nil, err
		}
	}
	return d.dfa.trim(), nil
}

type determiniser struct {
	nfa      *NFA
	limits   Limits
	dfa      *DFA
	class    [symbols]int   // of each symbol that a span holds
	closures [][]int32      // per NFA state, once computed
	met      []int32        // per NFA state, one more than the one in whose closure it was met last
	sets     [][]int32      // the NFA states that each DFA state stands for, sorted, those with spans or accepting only
	ids      map[string]int // the DFA state for a set, by its key
	known    map[string]int // the DFA state for the targets of edges, by their key: many share them
	targets  [][]int32      // per class, while a state is expanded
	steps    int
}

// classify finds the classes: the intervals at whose ends spans begin or end. That it tells apart 'a' and 'A', which
// mostly lead to the same state, costs less than finding out.
func (d *determiniser) classify() {
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
	d.targets = make([][]int32, len(d.dfa.classes))
}

// state returns the DFA state for the NFA states in from and all that they are at the same time.
func (d *determiniser) state(from []int32) (int, error) {
	var set []int32
	for _, f := range from {
		closure := d.closure(f)
		set = append(set, closure...)
		if err := d.step(len(closure)); err != nil {
			return 0, err
		}
	}
	slices.Sort(set)
	set = slices.Clip(slices.Compact(set))
	key := setKey(set)
	if id, ok := d.ids[key]; ok {
		return id, nil
	}
	id := len(d.sets)
	if id >= d.limits.DFA {
		return 0, fmt.Errorf("the grammar needs more than %d states (Limits.DFA)", d.limits.DFA)
	}
	d.ids[key] = id
	d.sets = append(d.sets, set)
	d.dfa.states = append(d.dfa.states, dfaState{accept: len(set) > 0 && set[0] == accepting})
	return id, nil
}

// step counts n steps.
func (d *determiniser) step(n int) error {
	if d.steps += n; d.steps > d.limits.Steps {
		return fmt.Errorf("the grammar needs more than %d steps (Limits.Steps)", d.limits.Steps)
	}
	return nil
}

func setKey(set []int32) string {
	key := make([]byte, 0, 4*len(set))
	for _, s := range set {
		key = binary.LittleEndian.AppendUint32(key, uint32(s))
	}
	return string(key)
}

// closure returns the states with spans, or accepting, that s is at the same time.
func (d *determiniser) closure(s int32) []int32 {
	if d.closures[s] != nil {
		return d.closures[s]
	}
	var set []int32
	d.met[s] = s + 1
	for work := []int32{s}; len(work) > 0; {
		top := work[len(work)-1]
		work = work[:len(work)-1]
		if len(d.nfa.states[top].spans) > 0 || top == accepting {
			set = append(set, top)
		}
		for _, e := range d.nfa.states[top].epsilon {
			if d.met[e] != s+1 {
				d.met[e] = s + 1
				work = append(work, int32(e))
			}
		}
	}
	d.closures[s] = set
	return set
}

// expand finds the edges of a state.
func (d *determiniser) expand(id int) error {
	for _, s := range d.sets[id] {
		for _, sp := range d.nfa.states[s].spans {
			first, last := d.class[sp.lo], d.class[sp.hi]
			for class := first; class <= last; class++ {
				d.targets[class] = append(d.targets[class], int32(sp.to))
			}
			if err := d.step(last - first + 1); err != nil {
				return err
			}
		}
	}
	for class, targets := range d.targets {
		if len(targets) == 0 {
			continue
		}
		key := setKey(targets)
		to, ok := d.known[key]
		if !ok {
			var err error
			if to, err = d.state(targets); err != nil {
				return err
			}
			d.known[key] = to
		}
		d.dfa.states[id].edges = append(d.dfa.states[id].edges, edge{class, to})
		d.targets[class] = targets[:0]
	}
	return nil
}

// trim returns d without the states from which no accepting one can be reached. Of a start state like
// that only the edges go.
func (d *DFA) trim() *DFA {
	from := make([][]int, len(d.states))
	alive := make([]bool, len(d.states))
	var work []int
	for i, s := range d.states {
		for _, e := range s.edges {
			from[e.to] = append(from[e.to], i)
		}
		if s.accept {
			alive[i] = true
			work = append(work, i)
		}
	}
	for len(work) > 0 {
		top := work[len(work)-1]
		work = work[:len(work)-1]
		for _, f := range from[top] {
			if !alive[f] {
				alive[f] = true
				work = append(work, f)
			}
		}
	}
	return d.renumber(func(s int) (int, bool) { return s, alive[s] })
}

// renumber returns d with only the states that are kept, each as the state of its block, numbered in the order in which
// they are met from the start states.
func (d *DFA) renumber(block func(s int) (leader int, kept bool)) *DFA {
	next := &DFA{names: d.names, classes: d.classes}
	ids := map[int]int{}
	var order []int
	meet := func(s int) int {
		leader, _ := block(s)
		id, ok := ids[leader]
		if !ok {
			id = len(order)
			ids[leader] = id
			order = append(order, leader)
		}
		return id
	}
	for _, start := range d.starts {
		next.starts = append(next.starts, meet(start))
	}
	for i := 0; i < len(order); i++ {
		old := d.states[order[i]]
		s := dfaState{accept: old.accept}
		for _, e := range old.edges {
			if _, kept := block(e.to); kept {
				s.edges = append(s.edges, edge{e.class, meet(e.to)})
			}
		}
		next.states = append(next.states, s)
	}
	return next
}

// String shows d, a state a line, with the symbols that lead to each other state.
func (d *DFA) String() string {
	var b strings.Builder
	for i, start := range d.starts {
		fmt.Fprintf(&b, "%s: %d\n", d.names[i], start)
	}
	for i, s := range d.states {
		fmt.Fprintf(&b, "%d", i)
		if s.accept {
			b.WriteString(" accept")
		}
		for _, arc := range d.arcs(s) {
			fmt.Fprintf(&b, " %s→%d", arc.symbols, arc.to)
		}
		b.WriteByte('\n')
	}
	return b.String()
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

// String shows s as intervals.
func (s set) String() string {
	var intervals []string
	for lo := 0; lo < symbols; lo++ {
		if !s[lo] {
			continue
		}
		hi := lo
		for hi+1 < symbols && s[hi+1] && hi+1 != Counted {
			hi++
		}
		intervals = append(intervals, interval{lo, hi}.String())
		lo = hi
	}
	return strings.Join(intervals, ",")
}
