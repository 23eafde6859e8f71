package automaton

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Tables is a DFA in the form in which it is emitted and matched: for each state its arcs, an arc being a set of octets
// and the state that they lead to. Nine states of ten have one to four, so that trying them in turn is faster than a table
// of all octets, and such states are 4 to 14 octets long.
//
// Sets holds the sets of octets, eight in a plane of 256 octets, in which the bit number n of octet c says whether the
// set 8*plane+n holds c:
//
//	Sets[set>>3<<8 | c] >> (set&7) & 1
//
// States holds a record a state, and a state is the offset of its record:
//
//	head     1 octet   bit 0: accepts; bit 1: has a run; bit 2: has a counted arc; bits 3 to 7: number of arcs
//	run      1 octet   if bit 1: the set of the octets that lead from the state to itself
//	counted  2 octets  if bit 2: the state that the symbol Counted leads to; then there are no run and no arcs
//	arcs     3 octets  each: a set, and the state that it leads to
//
// with the lower octet of a state first. The sets of one state have no octet in common, and where none holds an octet
// there is no match. A run never holds the delimiter if the state accepts: it is an arc of its own there. Exempt are states
// that are reached only from starts that are matched as a whole.
//
// The first sets are those of runs. So that a matcher can take eight octets at once, Ranges has for each of them the two
// widest ranges of ASCII in it, in 32 octets: eight times the first octet of a range, eight times its last one plus 0x80,
// and the same for the second. Octets outside both may be in the set; one that has a single range has it twice.
type Tables struct {
	Sets   []byte
	States []byte
	Starts map[string]int // the state that each Start begins with, by its name
	Ranges []byte
	// Repeated has two ranges for each Start, by its name, from which all strings over them match but the empty one.
	Repeated map[string][2]Range
}

// A Range is octets of ASCII, from Low to High. It is empty if High is less.
type Range struct{ Low, High byte }

// The bits of a record's head.
const (
	headAccept   = 1 << 0
	headRun      = 1 << 1
	headCounted  = 1 << 2
	headArcShift = 3
)

// Pack returns the tables of d. At a state that accepts, delimiter is never part of a run (see
// Tables): the matcher must look at each one, because the match may end there. That does not hold
// for the starts named whole, which are matched as a whole. It is an error if something does not fit the widths that Tables documents, or if an octet
// may follow where counted octets may, because nothing tells which of them follows.
func (d *DFA) Pack(delimiter byte, whole ...string) (*Tables, error) {
	delimited := d.reachable(func(start string) bool { return !slices.Contains(whole, start) })
	p := &packer{dfa: d, ids: map[set]int{}}
	var records []record
	var offsets []int
	size := 0
	for i, s := range d.states {
		r := p.record(i, s, delimiter, delimited[i])
		records = append(records, r)
		offsets = append(offsets, size)
		size += r.size()
	}
	if err := p.check(records, size); err != nil {
		return nil, err
	}
	runs := p.runsFirst(records)
	t := &Tables{Sets: p.planes(), Starts: map[string]int{}, Repeated: map[string][2]Range{}}
	for _, s := range p.sets[:runs] {
		t.Ranges = s.appendRanges(t.Ranges)
	}
	for _, r := range records {
		t.States = r.append(t.States, offsets)
	}
	for i, start := range d.starts {
		t.Starts[d.names[i]] = offsets[start]
		for _, a := range records[start].arcs {
			if to := records[a.to]; to.accept && to.run == a.set {
				t.Repeated[d.names[i]] = p.sets[a.set].widest()
			}
		}
	}
	return t, nil
}

// reachable reports for each state whether it is reached from a start whose name is in.
func (d *DFA) reachable(in func(start string) bool) []bool {
	reached := make([]bool, len(d.states))
	var work []int
	reach := func(s int) {
		if !reached[s] {
			reached[s] = true
			work = append(work, s)
		}
	}
	for i, start := range d.starts {
		if in(d.names[i]) {
			reach(start)
		}
	}
	for len(work) > 0 {
		last := work[len(work)-1]
		work = work[:len(work)-1]
		for _, e := range d.states[last].edges {
			reach(e.to)
		}
	}
	return reached
}

// A record is a state before its place is known.
type record struct {
	accept  bool
	run     int // a set, or -1
	counted int // a state of the DFA, or -1
	arcs    []packedArc
}

type packedArc struct {
	set int
	to  int // a state of the DFA
}

type packer struct {
	dfa  *DFA
	sets []set
	ids  map[set]int // where each set stands in sets
}

// record returns state i. Arcs with more octets of ASCII come first, as they are likelier to be met.
func (p *packer) record(i int, s dfaState, delimiter byte, delimited bool) record {
	r := record{accept: s.accept, run: -1, counted: -1}
	for _, a := range p.dfa.arcs(s) {
		if a.symbols[Counted] {
			r.counted = a.to
			a.symbols[Counted] = false
		}
		if a.to == i && s.accept && delimited && a.symbols[delimiter] {
			a.symbols[delimiter] = false
			var alone set
			alone[delimiter] = true
			r.arcs = append(r.arcs, packedArc{p.id(alone), i})
		}
		switch {
		case a.symbols == set{}: // it was one of these alone
		case a.to == i:
			r.run = p.id(a.symbols)
		default:
			r.arcs = append(r.arcs, packedArc{p.id(a.symbols), a.to})
		}
	}
	slices.SortStableFunc(r.arcs, func(a, b packedArc) int { return cmp.Compare(p.sets[b.set].ascii(), p.sets[a.set].ascii()) })
	return r
}

func (p *packer) id(s set) int {
	id, ok := p.ids[s]
	if !ok {
		id = len(p.sets)
		p.ids[s] = id
		p.sets = append(p.sets, s)
	}
	return id
}

// runsFirst renumbers the sets so that those of runs are the first, and returns how many they are.
func (p *packer) runsFirst(records []record) int {
	isRun := map[int]bool{}
	for _, r := range records {
		isRun[r.run] = true
	}
	var runs, others []set
	for id, s := range p.sets {
		if isRun[id] {
			runs = append(runs, s)
		} else {
			others = append(others, s)
		}
	}
	old := p.sets
	p.sets = append(runs, others...)
	for id, s := range p.sets {
		p.ids[s] = id
	}
	for i := range records {
		if records[i].run >= 0 {
			records[i].run = p.ids[old[records[i].run]]
		}
		for k, a := range records[i].arcs {
			records[i].arcs[k].set = p.ids[old[a.set]]
		}
	}
	return len(runs)
}

// widest returns the two widest ranges of ASCII in s, or the only one twice, or empty ones.
func (s set) widest() [2]Range {
	var ranges []Range
	for low := 0; low < 0x80; low++ {
		if !s[low] {
			continue
		}
		high := low
		for high+1 < 0x80 && s[high+1] {
			high++
		}
		ranges = append(ranges, Range{byte(low), byte(high)})
		low = high
	}
	slices.SortStableFunc(ranges, func(a, b Range) int { return int(b.High-b.Low) - int(a.High-a.Low) })
	switch len(ranges) {
	case 0:
		return [2]Range{{0x7f, 0}, {0x7f, 0}}
	case 1:
		return [2]Range{ranges[0], ranges[0]}
	}
	return [2]Range(ranges[:2])
}

// appendRanges appends the two widest ranges of ASCII in s.
func (s set) appendRanges(to []byte) []byte {
	for _, r := range s.widest() {
		to = append(to, bytes.Repeat([]byte{r.Low}, 8)...)
		to = append(to, bytes.Repeat([]byte{r.High | 0x80}, 8)...)
	}
	return to
}

// check returns an error for each width that the records, of size octets, do not fit.
func (p *packer) check(records []record, size int) error {
	var errs []error
	if size > 1<<16 {
		errs = append(errs, fmt.Errorf("states take %d octets, and 16 bits reach %d: widen the states of an arc", size, 1<<16))
	}
	if len(p.sets) > 1<<8 {
		errs = append(errs, fmt.Errorf("%d sets of octets, and 8 bits tell %d apart: widen the sets of an arc", len(p.sets), 1<<8))
	}
	const maxArcs = 1<<(8-headArcShift) - 1
	for i, r := range records {
		if len(r.arcs) > maxArcs {
			errs = append(errs, fmt.Errorf("state %d has %d arcs, and the head's %d bits count %d: widen the head", i, len(r.arcs), 8-headArcShift, maxArcs))
		}
		if r.counted >= 0 && (r.run >= 0 || len(r.arcs) > 0) {
			errs = append(errs, fmt.Errorf("state %d goes on with counted octets or with others, and nothing tells with which", i))
		}
	}
	return errors.Join(errs...)
}

// ascii returns how many octets of ASCII are in s.
func (s set) ascii() int {
	n := 0
	for _, in := range s[:0x80] {
		if in {
			n++
		}
	}
	return n
}

func (r record) size() int {
	n := 1 + 3*len(r.arcs)
	if r.run >= 0 {
		n++
	}
	if r.counted >= 0 {
		n += 2
	}
	return n
}

func (r record) append(to []byte, offsets []int) []byte {
	head := byte(len(r.arcs) << headArcShift)
	if r.accept {
		head |= headAccept
	}
	if r.run >= 0 {
		head |= headRun
	}
	if r.counted >= 0 {
		head |= headCounted
	}
	to = append(to, head)
	if r.run >= 0 {
		to = append(to, byte(r.run))
	}
	if r.counted >= 0 {
		to = append(to, byte(offsets[r.counted]), byte(offsets[r.counted]>>8))
	}
	for _, a := range r.arcs {
		to = append(to, byte(a.set), byte(offsets[a.to]), byte(offsets[a.to]>>8))
	}
	return to
}

func (p *packer) planes() []byte {
	planes := make([]byte, (len(p.sets)+7)/8*256)
	for id, s := range p.sets {
		for c := range 256 {
			if s[c] {
				planes[id>>3<<8|c] |= 1 << (id & 7)
			}
		}
	}
	return planes
}

// String shows t, the starts by their names, then a state a line under its offset.
func (t *Tables) String() string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(t.Starts)) {
		fmt.Fprintf(&b, "%s: %d\n", name, t.Starts[name])
	}
	for p := 0; p < len(t.States); b.WriteByte('\n') {
		head := t.States[p]
		fmt.Fprintf(&b, "%d", p)
		p++
		if head&headAccept != 0 {
			b.WriteString(" accept")
		}
		if head&headRun != 0 {
			fmt.Fprintf(&b, " run %s", t.set(p))
			p++
		}
		if head&headCounted != 0 {
			fmt.Fprintf(&b, " counted→%d", t.state(p))
			p += 2
		}
		for range head >> headArcShift {
			fmt.Fprintf(&b, " %s→%d", t.set(p), t.state(p+1))
			p += 3
		}
	}
	return b.String()
}

// set returns the set whose number stands at p.
func (t *Tables) set(p int) set {
	var s set
	n := int(t.States[p])
	for c := range 256 {
		s[c] = t.Sets[n>>3<<8|c]>>(n&7)&1 != 0
	}
	return s
}

// state returns the state that stands at p.
func (t *Tables) state(p int) int { return int(binary.LittleEndian.Uint16(t.States[p:])) }
