package automaton

import (
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// The tests compare dumps of the values of each stage.

// String shows in as the dumps do: 'a', 'a'-'z', 0D, 80-FF, counted.
func (in interval) String() string {
	if in.lo == in.hi {
		return symbolString(in.lo)
	}
	return symbolString(in.lo) + "-" + symbolString(in.hi)
}

func symbolString(s int) string {
	switch {
	case s == Counted:
		return "counted"
	case ' ' < s && s < 0x7f:
		return fmt.Sprintf("'%c'", s)
	}
	return fmt.Sprintf("%02X", s)
}

// String shows n, a state on each line with its spans or the states that it is at the same time.
func (n *NFA) String() string {
	var b strings.Builder
	for i, start := range n.starts {
		fmt.Fprintf(&b, "%s: %d\n", n.names[i], start)
	}
	for i, s := range n.states {
		fmt.Fprint(&b, i)
		if i == accepting {
			b.WriteString(" accept")
		}
		for _, e := range s.epsilon {
			fmt.Fprintf(&b, " →%d", e)
		}
		for _, sp := range s.spans {
			fmt.Fprintf(&b, " %s→%d", sp.interval, sp.to)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// String shows d, a state on each line with the symbols that lead to each other state.
func (d *DFA) String() string {
	var b strings.Builder
	for i, start := range d.starts {
		fmt.Fprintf(&b, "%s: %d\n", d.names[i], start)
	}
	for i, s := range d.states {
		fmt.Fprint(&b, i)
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

// String shows s as intervals.
func (s set) String() string {
	var list []string
	for _, in := range s.intervals() {
		list = append(list, in.String())
	}
	return strings.Join(list, ",")
}

// String shows t: the starts by their names, then each state on a line after its offset.
func (t *Tables) String() string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(t.Starts)) {
		fmt.Fprintf(&b, "%s: %d\n", name, t.Starts[name])
	}
	for p := 0; p < len(t.States); b.WriteByte('\n') {
		head := t.States[p]
		fmt.Fprint(&b, p)
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

// set returns the set whose number is at p.
func (t *Tables) set(p int) set {
	var s set
	n := int(t.States[p])
	for c := range 256 {
		s[c] = t.Sets[n>>3<<8|c]>>(n&7)&1 != 0
	}
	return s
}

// state returns the state at p.
func (t *Tables) state(p int) int { return int(binary.LittleEndian.Uint16(t.States[p:])) }
