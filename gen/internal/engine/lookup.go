package engine

import "math/bits"

// The names of the codes are in nameTable, in words of eight octets, the first the lowest, in upper case, zeros behind the
// end. Where each stands there is in slotTable: a table of slots by the hash of the name.

// lookup returns the index in codes of the code with the given name, in any case, or -1. It has few branches, because the
// lengths of names cannot be predicted.
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
	if index >= 0 && len(codes[index]) != len(s) { // a NUL in s is no end
		return -1
	}
	return index
}

// lookupAt is lookup for the name that begins at s[i], and also returns where it ends: at a space or "]", or at the end
// of s. It takes the octets from "!" to "\", which those two stand around, as they are, and looks at the others again.
func lookupAt(s string, i int) (index, end int) {
	const low, high = '!' * ones, '\\'*ones | highs
	var x [nameWords]uint64
	var hash uint64
	for k, at := 0, i; k < nameWords && at+8 <= len(s); k, at = k+1, at+8 {
		w := upper(load(s, at))
		out := outside(w, low, high)
		w &= (out&-out)>>7 - 1 // the octets before the first that is out, or all
		x[k] = w
		hash += bits.RotateLeft64(w, 21*k)
		if out != 0 {
			end = at + bits.TrailingZeros64(out)/8
			if s[end] != ' ' && s[end] != ']' {
				break
			}
			return find(&x, hash), end
		}
	}
	for end = i; end < len(s) && s[end] != ' ' && s[end] != ']'; {
		end++
	}
	return lookup(s[i:end]), end
}

// find returns the index in codes of the code with the name x, which has that hash, or -1.
func find(x *[nameWords]uint64, hash uint64) int {
	for slot := hash * hashMultiplier >> hashShift; ; slot = (slot + 1) % uint64(len(slotTable)) {
		index := int(slotTable[slot]) - 1
		if index < 0 || nameTable[index] == *x {
			return index
		}
	}
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

// zeros returns the high bit of each octet of w that is zero, and perhaps of others above the lowest such one.
func zeros(w uint64) uint64 { return (w - ones) &^ w & highs }

// upper returns w with the letters among its octets in upper case, and all other octets as they are.
func upper(w uint64) uint64 {
	low := w &^ highs
	fromA := low + (0x80-'a')*ones  // the high bit of each octet: it is at least 'a'
	aboveZ := low + (0x7f-'z')*ones // it is above 'z'
	return w ^ (fromA&^aboveZ&^w&highs)>>2
}
