package automaton

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"strings"
)

// A NameTable finds the index of a name, whatever the case of its ASCII letters, by open addressing with linear probing.
// A name is hashed and compared in words of eight octets, the first octet the lowest, letters in upper case, the last word
// filled up with zeros:
//
//	hash := 0
//	for each word { hash = (hash ^ word) * Multiplier }
//	slot := hash >> Shift
//
// Slots holds the index plus one of a name in two octets, the lower first, or zero: then the name is not there, and
// otherwise it may be in the next slot, behind the last in the first. Names holds Words words for each name.
//
// The table has at least four slots a name, and of some hundred multipliers the one that probes least. Rejected: a
// perfect hash, which needs a second table as soon as there are more than some hundred names, and a switch, which takes
// twice as long.
type NameTable struct {
	Multiplier uint64
	Shift      int
	Slots      []byte
	Words      int
	Names      []byte
}

// maxNames is how many names the two octets of a slot tell apart.
const maxNames = 1<<16 - 1

// multipliers is how many multipliers are tried.
const multipliers = 256

// NewNameTable returns the table for names. It is an error if there are too many, or one is empty, holds a NUL, or stands
// there twice.
func NewNameTable(names []string) (*NameTable, error) {
	if len(names) > maxNames {
		return nil, fmt.Errorf("%d names, and the 16 bits of a slot tell %d apart: widen the slots", len(names), maxNames)
	}
	t := &NameTable{Words: 1}
	seen := map[string]bool{}
	var errs []error
	for _, name := range names {
		if name == "" || strings.Contains(name, "\x00") || seen[strings.ToUpper(name)] {
			errs = append(errs, fmt.Errorf("name %q is empty, holds NUL or stands there twice", name))
		}
		seen[strings.ToUpper(name)] = true
		t.Words = max(t.Words, (len(name)+7)/8)
	}
	for _, name := range names {
		for _, w := range words(name, t.Words) {
			t.Names = binary.LittleEndian.AppendUint64(t.Names, w)
		}
	}
	size := max(8, 1<<bits.Len(uint(4*len(names)-1)))
	t.Shift = 64 - bits.Len(uint(size-1))
	least := -1
	for i := range multipliers {
		// Odd multiples of the golden ratio's fraction spread well (Knuth, TAOCP 6.4); which is best is tried.
		multiplier := 0x9E3779B97F4A7C15 * uint64(2*i+1)
		if slots, probes := t.fill(names, size, multiplier); least < 0 || probes < least {
			t.Multiplier, t.Slots, least = multiplier, slots, probes
		}
		if least == 0 {
			break
		}
	}
	return t, errors.Join(errs...)
}

// fill returns the slots for names, and how many slots are probed in vain in all.
func (t *NameTable) fill(names []string, size int, multiplier uint64) (slots []byte, probes int) {
	slots = make([]byte, 2*size)
	for i, name := range names {
		var hash uint64
		for _, w := range words(name, (len(name)+7)/8) {
			hash = (hash ^ w) * multiplier
		}
		slot := int(hash >> t.Shift)
		for slots[2*slot] != 0 || slots[2*slot+1] != 0 {
			slot = (slot + 1) % size
			probes++
		}
		binary.LittleEndian.PutUint16(slots[2*slot:], uint16(i+1))
	}
	return slots, probes
}

// words returns name as n words.
func words(name string, n int) []uint64 {
	octets := make([]byte, 8*n)
	copy(octets, strings.ToUpper(name))
	list := make([]uint64, n)
	for i := range list {
		list[i] = binary.LittleEndian.Uint64(octets[8*i:])
	}
	return list
}
