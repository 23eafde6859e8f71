package automaton

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// Tables is a DFA in the form in which it is emitted and matched: for each state its arcs, where an
// arc is a set of octets and the state that they lead to. Nine states of ten have one to four arcs,
// so trying them in turn is faster than a table of all octets, and such states are 4 to 14 octets
// long.
//
// Sets holds the sets of octets, eight in each plane of 256 octets. In plane set>>3, bit set&7 of
// octet c says whether the set holds c:
//
//	Sets[set>>3<<8 | c] >> (set&7) & 1
//
// States holds a record for each state, and a state is the offset of its record:
//
//	head     1 octet   bit 0: accepts; bit 1: has a run; bit 2: has a counted arc;
//	                   bits 3 to 7: number of arcs
//	run      1 octet   if bit 1: the set of the octets that lead from the state to itself
//	counted  2 octets  if bit 2: the state that Counted leads to; no run and no arcs follow
//	arcs     3 octets  each: a set, and the state that it leads to
//
// with the lower octet of a state first. The sets of a state have no octet in common. If none of
// them holds an octet, there is no match. If the state accepts, its run does not hold the
// delimiter, which has an arc of its own, unless the state is reached only from starts that are
// matched as a whole.
//
// The first sets are those of runs. So that a matcher can take eight octets at once, Ranges has for
// each of them the two widest ranges of ASCII in it, in 40 octets: eight times the first octet of a
// range, eight times its last one plus 0x80, and the same for the second. Octets outside both may
// be in the set. If there is only one range, it is there twice. The last eight octets are for
// lists.
//
// The first Lists of the sets are those of runs that are lists. A state with a list leads with a
// space to a state that leads back to it with the octets of the set, so words of these octets with
// single spaces between them end in the state that they began in. If the last eight octets in
// Ranges are not zero, they are eight times an octet that may begin each word but the first, before
// an octet of the set. The states on the way do not accept.
type Tables struct {
	Sets   []byte
	States []byte
	Starts map[string]int // by the name of a Start: its first state, an offset in States
	Ranges []byte
	Lists  int
	// Repeated has two ranges, by the name of a Start, if it matches all strings over them except
	// the empty one.
	Repeated map[string][2]Range
	// Prefixes has, by the name of a Start, a way from it that a matcher can take at once.
	Prefixes map[string]Prefix
}

// A Prefix is eight octets, letters in upper case, and the state that they lead to in any case. The
// delimiter is not among them. At each state on the way, no other single character leads on.
type Prefix struct {
	Octets string
	State  int // an offset in States
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

// Pack returns the tables of d. If a state accepts, delimiter is not part of its run (see Tables):
// the matcher must look at each one, because the match may end there. That does not hold for the
// starts named whole, which are matched as a whole. It is an error if something does not fit the
// widths that Tables documents, or if other octets may follow where counted octets may: nothing
// tells them apart.
func (d *DFA) Pack(delimiter byte, whole ...string) (*Tables, error) {
	if err := d.checkSize(); err != nil {
		return nil, err
	}
	p := &packer{ids: map[packedSet]int{}}
	delimited := d.delimited(whole)
	for i := range d.states {
		p.records = append(p.records, p.record(d, i, delimiter, delimited[i]))
	}
	lists, runs := p.sortSets()
	size := 0
	p.offsets = make([]int, len(p.records))
	for i, r := range p.records {
		p.offsets[i] = size
		size += len(p.encode(r))
	}
	if err := p.check(d, size); err != nil {
		return nil, err
	}
	t := &Tables{Sets: p.planes(), Starts: map[string]int{}, Lists: lists,
		Repeated: map[string][2]Range{}, Prefixes: map[string]Prefix{}}
	for _, s := range p.sets[:runs] {
		t.Ranges = s.symbols.appendRanges(t.Ranges)
		t.Ranges = append(t.Ranges, bytes.Repeat([]byte{s.prefix}, 8)...)
	}
	for _, r := range p.records {
		t.States = append(t.States, p.encode(r)...)
	}
	for i, start := range d.starts {
		t.Starts[d.names[i]] = p.offsets[start]
		if octets, to := p.prefix(start, delimiter); len(octets) == prefixLen {
			t.Prefixes[d.names[i]] = Prefix{string(octets), p.offsets[to]}
		}
		for _, a := range d.arcs(d.states[start]) {
			if d.states[a.to].accept && d.leads(a.to, a.symbols, a.to) {
				t.Repeated[d.names[i]] = a.symbols.widest()
			}
		}
	}
	return t, nil
}

// prefixLen is the length of a Prefix.
const prefixLen = 8

// prefix returns at most prefixLen octets with which strings from state on may begin, and the state
// that they lead to. Ways back to states on the way do not count.
func (p *packer) prefix(state int, delimiter byte) (octets []byte, to int) {
	passed := []int{state}
	for len(octets) < prefixLen {
		var found []byte
		for _, a := range p.records[state].arcs {
			c, ok := a.symbols.character()
			if ok && c != delimiter && !slices.Contains(passed, a.to) {
				found, to = append(found, c), a.to
			}
		}
		if len(found) != 1 {
			break
		}
		octets = append(octets, found[0])
		passed, state = append(passed, to), to
	}
	return octets, state
}

// character returns the only octet of s, or the upper case of the only letter in s, and whether s
// is an octet of ASCII other than NUL, or a letter in both cases.
func (s set) character() (c byte, ok bool) {
	for c = 1; c < 0x80 && !s[c]; c++ {
	}
	only := set{}
	only[c] = true
	if 'A' <= c && c <= 'Z' {
		only[c+'a'-'A'] = true
	}
	return c, s == only && c < 0x80 && (c < 'a' || 'z' < c)
}

// delimited returns the states that are reached from a start that is not in whole.
func (d *DFA) delimited(whole []string) map[int]bool {
	var starts []int
	for i, start := range d.starts {
		if !slices.Contains(whole, d.names[i]) {
			starts = append(starts, start)
		}
	}
	reached := map[int]bool{}
	for _, s := range reach(starts, d.targets) {
		reached[s] = true
	}
	return reached
}

// A record is a state before it is encoded.
type record struct {
	accept  bool
	run     packedSet // empty if there is none
	counted int       // a state of the DFA, or -1
	arcs    []arc
}

type packer struct {
	records []record
	offsets []int // of the records
	sets    []packedSet
	ids     map[packedSet]int // the index of each set in sets
}

// A packedSet is a set and, if it is that of a run, whether the run is a list.
type packedSet struct {
	symbols   set
	run, list bool
	prefix    byte // what may begin a word of the list, or 0
}

// record returns state i. Arcs with more octets of ASCII come first, as they are likelier to be
// met.
func (p *packer) record(d *DFA, i int, delimiter byte, delimited bool) record {
	r := record{accept: d.states[i].accept, counted: -1}
	for _, a := range d.arcs(d.states[i]) {
		if a.symbols[Counted] {
			r.counted = a.to
			a.symbols[Counted] = false
		}
		if a.to == i && r.accept && delimited && a.symbols[delimiter] {
			a.symbols[delimiter] = false
			alone := arc{to: i}
			alone.symbols[delimiter] = true
			r.arcs = append(r.arcs, alone)
			p.meet(packedSet{symbols: alone.symbols})
		}
		switch {
		case a.symbols == set{}: // it was one of these alone
		case a.to == i:
			r.run = d.run(i, a.symbols)
			p.meet(r.run)
		default:
			r.arcs = append(r.arcs, a)
			p.meet(packedSet{symbols: a.symbols})
		}
	}
	slices.SortStableFunc(r.arcs, func(a, b arc) int {
		return cmp.Compare(b.symbols.ascii(), a.symbols.ascii())
	})
	return r
}

// run returns the run of state i, which symbols lead from i to itself.
func (d *DFA) run(i int, symbols set) packedSet {
	run := packedSet{symbols: symbols, run: true}
	between := func(a arc) bool { // a leads to a state that only serves to come back
		first := a.symbols.intervals()[0].lo
		return !symbols[first] && !d.states[a.to].accept && d.leads(a.to, symbols, i)
	}
	for _, a := range d.arcs(d.states[i]) {
		if a.symbols != (set{' ': true}) || !between(a) {
			continue
		}
		run.list = true
		for _, b := range d.arcs(d.states[a.to]) {
			in := b.symbols.intervals()
			isOne := len(in) == 1 && in[0].lo == in[0].hi
			if isOne && 0 < in[0].lo && in[0].lo < 0x80 && between(b) {
				run.prefix = byte(in[0].lo)
			}
		}
	}
	return run
}

// leads reports whether symbols, and no others, lead from state s to the state to.
func (d *DFA) leads(s int, symbols set, to int) bool {
	return slices.Contains(d.arcs(d.states[s]), arc{symbols, to})
}

// meet adds s to the sets, unless it is one of them.
func (p *packer) meet(s packedSet) {
	if _, ok := p.ids[s]; !ok {
		p.ids[s] = len(p.sets)
		p.sets = append(p.sets, s)
	}
}

// sortSets puts the sets of lists first and those of other runs next. It returns how many lists
// there are, and how many runs in all.
func (p *packer) sortSets() (lists, runs int) {
	rank := func(s packedSet) int {
		switch {
		case s.list:
			return 0
		case s.run:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(p.sets, func(a, b packedSet) int { return rank(a) - rank(b) })
	for id, s := range p.sets {
		p.ids[s] = id
		if s.list {
			lists++
		}
		if s.run {
			runs++
		}
	}
	return lists, runs
}

// asciiRanges returns the ranges of ASCII in s, in their order.
func (s set) asciiRanges() []Range {
	var ranges []Range
	for _, in := range s.intervals() {
		if in.lo < 0x80 {
			ranges = append(ranges, Range{byte(in.lo), byte(min(in.hi, 0x7f))})
		}
	}
	return ranges
}

// ascii returns how many octets of ASCII are in s.
func (s set) ascii() int {
	n := 0
	for _, r := range s.asciiRanges() {
		n += int(r.High) - int(r.Low) + 1
	}
	return n
}

// widest returns the two widest ranges of ASCII in s, or the only one twice, or empty ones.
func (s set) widest() [2]Range {
	ranges := s.asciiRanges()
	slices.SortStableFunc(ranges, func(a, b Range) int {
		return int(b.High-b.Low) - int(a.High-a.Low)
	})
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

// checkSize returns an error if the records will certainly be too large. Before they are encoded,
// they need much more memory.
func (d *DFA) checkSize() error {
	size := 0
	for i := range d.states {
		size += d.minSize(i)
	}
	return d.checkStates(size)
}

// minSize returns how many octets the record of state i has at least.
func (d *DFA) minSize(i int) int {
	to := d.targets(i)
	slices.Sort(to)
	size := 1
	for _, other := range slices.Compact(to) {
		if other != i {
			size += 3
		}
	}
	return size
}

// checkStates returns an error if records of size octets are too large.
func (d *DFA) checkStates(size int) error {
	if size <= 1<<16 {
		return nil
	}
	label, most := d.largest(d.minSize)
	return fmt.Errorf("the tables have room for %d bytes of states, but need %d, %d of them for "+
		"%s: %s", 1<<16, size, most, label, simplify)
}

// largest returns the label of the start whose states have the largest total weight, and that.
func (d *DFA) largest(weight func(state int) int) (label string, most int) {
	for i, start := range d.starts {
		sum := 0
		for _, s := range reach([]int{start}, d.targets) {
			sum += weight(s)
		}
		if sum > most {
			label, most = d.labels[i], sum
		}
	}
	return label, most
}

// check returns an error for each width that the records of d, of size octets, do not fit. It names
// the start that is to blame.
func (p *packer) check(d *DFA, size int) error {
	errs := []error{d.checkStates(size)}
	fault := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if len(p.sets) > 1<<8 {
		label, _ := d.largest(func(s int) int { return len(p.records[s].arcs) })
		fault("the tables have room for %d sets of octets, but need %d, most of them for %s: "+
			"use fewer and wider ranges", 1<<8, len(p.sets), label)
	}
	const maxArcs = 1<<(8-headArcShift) - 1
	for i, r := range p.records {
		if len(r.arcs) > maxArcs {
			fault("%s: a state has %d arcs, but the tables have room for only %d: use a rule "+
				"such as atom for words that begin with many different octets",
				d.from(i), len(r.arcs), maxArcs)
		}
		if r.counted >= 0 && (r.run.run || len(r.arcs) > 0) {
			fault("%s: ambiguous: counted octets and other octets may both follow", d.from(i))
		}
	}
	return errors.Join(errs...)
}

// from returns the label of a start from which a state is reached.
func (d *DFA) from(state int) string {
	label, _ := d.largest(func(s int) int {
		if s == state {
			return 1
		}
		return 0
	})
	return label
}

// encode returns r as in Tables.States.
func (p *packer) encode(r record) []byte {
	data := []byte{byte(len(r.arcs) << headArcShift)}
	state := func(s int) { data = binary.LittleEndian.AppendUint16(data, uint16(p.offsets[s])) }
	if r.accept {
		data[0] |= headAccept
	}
	if r.run.run {
		data[0] |= headRun
		data = append(data, byte(p.ids[r.run]))
	}
	if r.counted >= 0 {
		data[0] |= headCounted
		state(r.counted)
	}
	for _, a := range r.arcs {
		data = append(data, byte(p.ids[packedSet{symbols: a.symbols}]))
		state(a.to)
	}
	return data
}

func (p *packer) planes() []byte {
	planes := make([]byte, (len(p.sets)+7)/8*256)
	for id, s := range p.sets {
		for c := range 256 {
			if s.symbols[c] {
				planes[id>>3<<8|c] |= 1 << (id & 7)
			}
		}
	}
	return planes
}
