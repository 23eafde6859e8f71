package engine

import "math/bits"

// The names of the codes are in the constant nameTable, and where each stands in slotTable: a table of slots by the hash of
// the name. All numbers have the lower octet first.

// A name is a word of a line as it is looked up: in words of eight octets, the first the lowest, in upper case, zeros
// behind the end.
type name struct {
	words [nameWords]uint64
	n     int // its length
}

// lookup returns the index in codes of the code with the given name, in any case, or -1. It has few branches, because the
// lengths of names cannot be predicted.
func lookup(s string) int {
	if len(s) == 0 || len(s) > 8*nameWords {
		return -1
	}
	x := name{n: len(s)}
	if len(s) < 8 {
		x.words[0] = word(s, 0)
		return x.find()
	}
	for k := 0; k < nameWords; k++ {
		at := 8 * k
		if at > len(s)-8 { // load the last eight octets, and shift out those before the word
			at = len(s) - 8
		}
		x.words[k] = upper(load(s, at) >> (8 * uint(8*k-at)))
	}
	return x.find()
}

// find returns the index in codes of the code with the name x, or -1.
func (x *name) find() int {
	if x.n == 0 {
		return -1
	}
	var hash uint64
	for k := 0; k < nameWords; k++ {
		hash = bits.RotateLeft64(hash, 21) + x.words[k]
	}
	for slot := int(hash * hashMultiplier >> hashShift); ; slot = (slot + 1) % (len(slotTable) / 2) {
		index := int(slotTable[2*slot]) | int(slotTable[2*slot+1])<<8
		if index == 0 {
			return -1
		}
		if index--; x.is(index) {
			return index
		}
	}
}

// is reports whether x is the name of the code with the given index.
func (x *name) is(index int) bool {
	for k := 0; k < nameWords; k++ {
		if x.words[k] != load(nameTable, 8*(nameWords*index+k)) {
			return false
		}
	}
	return len(codes[index]) == x.n // a NUL in x is no end
}

// word returns up to eight octets of s from i on, the first the lowest, in upper case, zeros behind the end.
func word(s string, i int) uint64 { return upper(window(s, i)) }

// window returns up to eight octets of s from i on, the first the lowest, zeros behind the end.
func window(s string, i int) uint64 {
	if i+8 <= len(s) {
		return load(s, i)
	}
	return lastOctets(s, i)
}

// lastOctets is window near the end of s.
func lastOctets(s string, i int) uint64 {
	n := len(s) - i
	switch {
	case len(s) >= 8: // load the last eight octets, and shift out those before i
		return load(s, len(s)-8) >> (8 * uint(8-n))
	case n >= 4: // the first four, and the last four, which may be some of the same
		return load4(s, i) | load4(s, len(s)-4)<<(8*uint(n-4))
	case n > 0: // the first, the middle and the last, likewise
		return uint64(s[i]) | uint64(s[i+n/2])<<(8*uint(n/2)) | uint64(s[len(s)-1])<<(8*uint(n-1))
	}
	return 0
}

// load4 returns the four octets of s from i on, the first the lowest.
func load4(s string, i int) uint64 {
	s = s[i : i+4]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24
}

// load returns the eight octets of s from i on, the first the lowest. The compiler makes one load of it.
func load(s string, i int) uint64 {
	s = s[i : i+8]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// Each octet of these is the same.
const (
	ones  = 0x0101010101010101
	highs = 0x80 * ones
)

// upper returns w with the letters among its octets in upper case, and all other octets as they are.
func upper(w uint64) uint64 {
	low := w &^ highs
	fromA := low + (0x80-'a')*ones  // the high bit of each octet: it is at least 'a'
	aboveZ := low + (0x7f-'z')*ones // it is above 'z'
	return w ^ (fromA&^aboveZ&^w&highs)>>2
}
