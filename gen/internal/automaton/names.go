package automaton

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"strings"
)

// A NameTable finds the index of a name, in any case of its ASCII letters, by open addressing with
// linear probing. A name is hashed and compared in words of eight octets, the first octet the
// lowest, letters in upper case, padded with zeros to as many words as the longest name has, so
// that all names take the same path:
//
//	hash := the sum of the words, the first as it is, the second rotated left by 21 bits,
//	        the third by 42, and so on
//	slot := hash * Multiplier >> Shift
//
// The words of zeros after a short name need not be hashed. Slots holds the index of a name plus
// one. A slot of zero ends the search, otherwise the next slot is tried, the first one after the
// last. Names holds Words words for each name. No name holds NUL. Looking up a name that may hold
// NUL requires comparing the lengths, because the zeros at its end look the same.
//
// The table has at least four slots for each name, and of 256 multipliers the one that probes
// least. Rejected: a perfect hash, which needs a second table for more than a hundred names or two,
// and a switch over names in upper case, which takes longer unless the processor can guess which
// comes next.
type NameTable struct {
	Multiplier uint64
	Shift      int
	Slots      []uint16
	Words      int
	Names      [][]uint64
}

// maxNames is the number of names that the 16 bits of a slot can tell apart.
const maxNames = 1<<16 - 1

// multipliers is the number of multipliers that are tried.
const multipliers = 256

// NewNameTable returns the table for names. It is an error if there are too many, or if one is
// empty, contains NUL, or equals another in any case.
func NewNameTable(names []string) (*NameTable, error) {
	var errs []error
	if len(names) > maxNames {
		errs = append(errs, fmt.Errorf("the tables have room for %d names, but need %d: "+
			"leave some out", maxNames, len(names)))
	}
	t := &NameTable{Words: 1}
	seen := map[string]bool{}
	for _, name := range names {
		key := string(upper(name))
		if name == "" || strings.Contains(name, "\x00") || seen[key] {
			errs = append(errs, fmt.Errorf("name %q is empty, has NUL or is a duplicate", name))
		}
		seen[key] = true
		t.Words = max(t.Words, (len(name)+7)/8)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	for _, name := range names {
		t.Names = append(t.Names, words(name, t.Words))
	}
	t.spread()
	return t, nil
}

// spread makes the slots with the best of the multipliers: odd multiples of the golden ratio's
// fraction, which spread well (Knuth, TAOCP 6.4).
func (t *NameTable) spread() {
	size := 8
	for size < 4*len(t.Names) {
		size *= 2
	}
	t.Shift = 64 - bits.Len(uint(size-1))
	fewest := -1
	for i := 0; i < multipliers && fewest != 0; i++ {
		multiplier := 0x9E3779B97F4A7C15 * uint64(2*i+1)
		slots, probes := fill(t.Names, size, t.Shift, multiplier)
		if fewest < 0 || probes < fewest {
			t.Multiplier, t.Slots, fewest = multiplier, slots, probes
		}
	}
}

// fill returns the slots for names, and how many slots are probed in vain.
func fill(names [][]uint64, size, shift int, multiplier uint64) (slots []uint16, probes int) {
	slots = make([]uint16, size)
	for i, name := range names {
		var hash uint64
		for k, word := range name {
			hash += bits.RotateLeft64(word, 21*k)
		}
		slot := int(hash * multiplier >> shift)
		for slots[slot] != 0 {
			slot = (slot + 1) % size
			probes++
		}
		slots[slot] = uint16(i + 1)
	}
	return slots, probes
}

// words returns the first n words of name.
func words(name string, n int) []uint64 {
	octets := make([]byte, 8*n)
	copy(octets, upper(name))
	var list []uint64
	for i := 0; i < len(octets); i += 8 {
		list = append(list, binary.LittleEndian.Uint64(octets[i:]))
	}
	return list
}

// upper returns name with the letters of ASCII in upper case. strings.ToUpper would also change
// other octets, and their number.
func upper(name string) []byte {
	octets := []byte(name)
	for i, c := range octets {
		if 'a' <= c && c <= 'z' {
			octets[i] = c - 'a' + 'A'
		}
	}
	return octets
}
