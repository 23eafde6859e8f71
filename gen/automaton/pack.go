package automaton

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Tables is a DFA in the form in which it is emitted and matched: for each state its arcs, an arc being a set of octets
// and the state that they lead to. Most states have one to four, so that trying them in turn is faster than a table of
// all octets, and such states are 4 to 13 octets long.
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
//	counted  2 octets  if bit 2: the state that the symbol Counted leads to
//	arcs     3 octets  each: a set, and the state that it leads to
//
// with the lower octet of a state first. The sets of one state have no octet in common, and where none holds an octet
// there is no match. A run never holds the delimiter if the state accepts: it is an arc of its own there.
type Tables struct {
	Sets   []byte
	States []byte
	Starts map[string]int // the state that each Start begins with, by its name
	dump   string
}

// The bits of a record's head.
const (
	headAccept   = 1 << 0
	headRun      = 1 << 1
	headCounted  = 1 << 2
	headArcShift = 3
)

// Pack returns the tables of d. It is an error if something does not fit the widths that Tables documents.
func (d *DFA) Pack(delimiter byte) (*Tables, error) {
	p := &packer{dfa: d, sets: map[set]int{}}
	var records []record
	for i, s := range d.states {
		records = append(records, p.record(i, s, delimiter))
	}
	offsets := make([]int, len(records))
	size := 0
	for i, r := range records {
		offsets[i] = size
		size += r.size()
	}
	t := &Tables{Sets: p.planes(), Starts: map[string]int{}}
	var errs []error
	if size > 1<<16 {
		errs = append(errs, fmt.Errorf("states take %d octets, and 16 bits reach %d: widen the states of an arc", size, 1<<16))
	}
	if len(p.sets) > 1<<8 {
		errs = append(errs, fmt.Errorf("%d sets of octets, and 8 bits tell %d apart: widen the sets of an arc", len(p.sets), 1<<8))
	}
	for i, r := range records {
		if n := len(r.arcs); n >= 1<<(8-headArcShift) {
			errs = append(errs, fmt.Errorf("state %d has %d arcs, and the head's %d bits count %d: widen the head", i, n, 8-headArcShift, 1<<(8-headArcShift)-1))
		}
		t.States = r.append(t.States, offsets)
	}
	for i, start := range d.starts {
		t.Starts[d.names[i]] = offsets[start]
	}
	t.dump = dump(d, records, offsets)
	return t, errors.Join(errs...)
}

// A record is a state before its place is known.
type record struct {
	accept, hasRun bool
	run            packedSet
	counted        int // a state of the DFA, or -1
	arcs           []packedArc
}

type packedSet struct {
	id      int
	symbols set
}

type packedArc struct {
	packedSet
	to int // a state of the DFA
}

type packer struct {
	dfa  *DFA
	sets map[set]int
	list []set
}

// record returns state i. Arcs with more octets of ASCII come first, as they are likelier to be met.
func (p *packer) record(i int, s dfaState, delimiter byte) record {
	r := record{accept: s.accept, counted: -1}
	for _, a := range p.dfa.arcs(s) {
		if a.symbols[Counted] {
			r.counted = a.to
			a.symbols[Counted] = false
		}
		if a.to == i && s.accept && a.symbols[delimiter] {
			a.symbols[delimiter] = false
			var alone set
			alone.add(int(delimiter), int(delimiter))
			r.arcs = append(r.arcs, packedArc{p.set(alone), i})
		}
		if a.symbols == (set{}) {
			continue
		}
		if a.to == i {
			r.hasRun, r.run = true, p.set(a.symbols)
		} else {
			r.arcs = append(r.arcs, packedArc{p.set(a.symbols), a.to})
		}
	}
	slices.SortStableFunc(r.arcs, func(a, b packedArc) int { return cmp.Compare(b.symbols.ascii(), a.symbols.ascii()) })
	return r
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

func (p *packer) set(s set) packedSet {
	id, ok := p.sets[s]
	if !ok {
		id = len(p.list)
		p.sets[s] = id
		p.list = append(p.list, s)
	}
	return packedSet{id, s}
}

func (r record) size() int {
	n := 1 + 3*len(r.arcs)
	if r.hasRun {
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
	if r.hasRun {
		head |= headRun
	}
	if r.counted >= 0 {
		head |= headCounted
	}
	to = append(to, head)
	if r.hasRun {
		to = append(to, byte(r.run.id))
	}
	if r.counted >= 0 {
		to = append(to, byte(offsets[r.counted]), byte(offsets[r.counted]>>8))
	}
	for _, a := range r.arcs {
		to = append(to, byte(a.id), byte(offsets[a.to]), byte(offsets[a.to]>>8))
	}
	return to
}

func (p *packer) planes() []byte {
	planes := make([]byte, (len(p.list)+7)/8*256)
	for id, s := range p.list {
		for c := range 256 {
			if s[c] {
				planes[id>>3<<8|c] |= 1 << (id & 7)
			}
		}
	}
	return planes
}

// String shows t, a state a line under its offset.
func (t *Tables) String() string { return t.dump }

func dump(d *DFA, records []record, offsets []int) string {
	var b strings.Builder
	for i, start := range d.starts {
		fmt.Fprintf(&b, "%s: %d\n", d.names[i], offsets[start])
	}
	for i, r := range records {
		fmt.Fprintf(&b, "%d", offsets[i])
		if r.accept {
			b.WriteString(" accept")
		}
		if r.hasRun {
			fmt.Fprintf(&b, " run %s", r.run.symbols)
		}
		if r.counted >= 0 {
			fmt.Fprintf(&b, " counted→%d", offsets[r.counted])
		}
		for _, a := range r.arcs {
			fmt.Fprintf(&b, " %s→%d", a.symbols, offsets[a.to])
		}
		b.WriteByte('\n')
	}
	return b.String()
}
