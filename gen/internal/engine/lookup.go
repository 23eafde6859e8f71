package engine

import "math/bits"

// The names of the codes are in nameTable, each in words of eight octets: in upper case, the first
// octet the lowest, with zeros after the end. slotTable is a hash table of their indexes.

// lookup returns the index in codes of the code with the given name, in any case, or -1 if there
// is none. It has few branches, because the lengths of names cannot be predicted.
func lookup(s string) int {
	if len(s) == 0 || len(s) > 8*nameWords {
		return -1
	}
	var x [nameWords]uint64
	var hash uint64
	if len(s) < 8 {
		x[0] = upper(lastOctets(s, 0))
		hash = x[0]
	}
	for k := 0; k < nameWords && len(s) >= 8; k++ {
		at := 8 * k
		if at > len(s)-8 { // load the last eight octets, and shift out those before the word
			at = len(s) - 8
		}
		x[k] = upper(load(s, at) >> (8 * uint(8*k-at)))
		hash += bits.RotateLeft64(x[k], 21*k)
	}
	index := find(&x, hash)
	if index >= 0 && len(codes[index]) != len(s) { // s ends in NUL
		return -1
	}
	return index
}

// find returns the index in codes of the code with the name x and that hash, or -1 if there is
// none.
func find(x *[nameWords]uint64, hash uint64) int {
	for slot := hash * hashMultiplier >> hashShift; ; slot = (slot + 1) % uint64(len(slotTable)) {
		index := int(slotTable[slot]) - 1
		if index < 0 || nameTable[index] == *x {
			return index
		}
	}
}

// equalFold reports whether s and t are equal apart from the case of ASCII letters.
func equalFold(s, t string) bool {
	if len(s) != len(t) {
		return false
	}
	for i := 0; i < len(s); i += 8 {
		if word(s, i) != word(t, i) {
			return false
		}
	}
	return true
}

// word returns up to eight octets of s from i on in upper case, the first the lowest, with zeros
// after the end.
func word(s string, i int) uint64 { return upper(window(s, i)) }

// window returns up to eight octets of s from i on, the first the lowest, with zeros after the end.
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

// load returns the eight octets of s from i on, the first the lowest. The compiler makes one
// instruction of it.
func load(s string, i int) uint64 {
	s = s[i : i+8]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// Words whose octets are all 1, and all 0x80.
const (
	ones  = 0x0101010101010101
	highs = 0x80 * ones
)

// upper returns w with its ASCII letters in upper case.
func upper(w uint64) uint64 {
	low := w &^ highs
	fromA := low + (0x80-'a')*ones  // the high bit of each octet: it is at least 'a'
	aboveZ := low + (0x7f-'z')*ones // it is above 'z'
	return w ^ (fromA&^aboveZ&^w&highs)>>2
}
