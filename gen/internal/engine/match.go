package engine

import "math/bits"

// The tables are in the constants stateTable, setTable and rangeTable. A state is the offset of its
// record in stateTable: a head, the set of its run if it has one, the state that a literal leads to
// if it has that, then its arcs, each a set and a state. States take two octets, the lower first.
// Set number n holds octet c if setTable[n>>3<<8|c]>>(n&7)&1 is 1; two ranges of ASCII in it, if it
// is that of a run, are in rangeTable[40*n:], each as eight times its first octet, and eight times
// its last one plus 0x80; see list for the last eight bytes.

// The bits of a record's head.
const (
	headAccept   = 1 << 0
	headRun      = 1 << 1
	headCounted  = 1 << 2
	headArcShift = 3
)

// matchCode matches the arguments of a code, which begin at s[i], from state, and returns where the
// "]" is that ends them, or -1 if they do not match.
//
// Arguments may hold "]" themselves. They end at the first "]" at which they are complete and which
// a space follows, or the end of s, as the grammar has it; failing that, at the first at which they
// are complete.
func matchCode(s string, i, state int) int {
	end := -1
next:
	for {
		head := stateTable[state]
		p := state + 1
		if head&headRun != 0 {
			if set := stateTable[p]; set < listSets {
				i = list(s, i, set)
			} else {
				i = run(s, i, set)
			}
			p++
		}
		if i >= len(s) {
			return end
		}
		c := s[i]
		if c == ']' && head&headAccept != 0 {
			if i+1 == len(s) || s[i+1] == ' ' {
				return i
			}
			if end < 0 {
				end = i
			}
		}
		if head&headCounted != 0 {
			if i = counted(s, i); i < 0 {
				return end
			}
			state = stateAt(p)
			continue
		}
		for n := head >> headArcShift; n > 0; n-- {
			if inSet(stateTable[p], c) {
				state = stateAt(p + 1)
				i++
				continue next
			}
			p += 3
		}
		return end
	}
}

// matchAll reports whether all of s, which is not empty, matches from state.
func matchAll(s string, state int) bool { return matchPrefix(s, state) == len(s) }

// matchPrefix returns the end of the longest beginning of s that matches from state, or 0.
func matchPrefix(s string, state int) int {
	i, end := 0, 0
next:
	for {
		head := stateTable[state]
		p := state + 1
		if head&headRun != 0 {
			if set := stateTable[p]; set < listSets {
				i = list(s, i, set)
			} else {
				i = run(s, i, set)
			}
			p++
		}
		if head&headAccept != 0 {
			end = i
		}
		if i == len(s) {
			return end
		}
		for n := head >> headArcShift; n > 0; n-- {
			if inSet(stateTable[p], s[i]) {
				state = stateAt(p + 1)
				i++
				continue next
			}
			p += 3
		}
		return end
	}
}

// isPlain reports whether all octets of s are from textLow to textHigh, which a text may hold. It
// looks at sixteen at once, and may look at the last ones again.
func isPlain(s string) bool {
	if len(s) < 8 { // there are spaces after the end
		return plainOut(lastOctets(s, 0)|' '*ones<<(8*uint(len(s))))&highs == 0
	}
	if len(s) < 16 {
		return (plainOut(load(s, 0))|plainOut(load(s, len(s)-8)))&highs == 0
	}
	last := s[len(s)-16:]
	out := plainOut(load(last, 0)) | plainOut(load(last, 8))
	for ; len(s) > 16; s = s[16:] {
		out |= plainOut(load(s, 0)) | plainOut(load(s, 8))
	}
	return out&highs == 0
}

// plainOut returns a word with the high bit of an octet if not all octets of w are from textLow to
// textHigh.
func plainOut(w uint64) uint64 {
	return (w - textLow*ones) | (w + (0x7f-textHigh)*ones) | w
}

// run returns the end of the octets from s[i] on that are in set, which is that of a run. It takes
// eight octets at once, as long as they are in the two ranges of the set.
func run(s string, i int, set uint8) int {
	ranges := rangeTable[40*int(set):][:32]
	low, high, low2, high2 := load(ranges, 0), load(ranges, 8), load(ranges, 16), load(ranges, 24)
	begin := i
	for ; i+8 <= len(s); i += 8 {
		if out := outsideBoth(load(s, i), low, high, low2, high2); out != 0 {
			if k := firstOut(s, i, out, set); k >= 0 {
				return k
			}
		}
	}
	if last := len(s) - 8; begin <= last && i < len(s) {
		w := load(s, last)
		if outsideBoth(w, low, high, low2, high2) == 0 {
			return len(s)
		}
	}
	for i < len(s) && inSet(set, s[i]) {
		i++
	}
	return i
}

// list returns the end of the words from s[i] on, of octets in set and with single spaces between
// them. It takes eight octets at once. The last eight bytes of the set in rangeTable are eight
// times an octet that may also begin a word, or zero.
func list(s string, i int, set uint8) int {
	ranges := rangeTable[40*int(set):][:40]
	low, high, low2, high2 := load(ranges, 0), load(ranges, 8), load(ranges, 16), load(ranges, 24)
	prefix := load(ranges, 32)
	begin := i
	// There is a loop for each kind of list, because registers are scarce.
	var carry uint64 // the high bit of the lowest octet: it follows a space; the bit below: a prefix
	for ; prefix == 0 && i+8 <= len(s); i += 8 {
		w := load(s, i)
		spaces := equal(w, ' '*ones)
		stop := outsideBoth(w, low, high, low2, high2)&^spaces | spaces&(spaces<<8|carry)
		carry = spaces >> 56
		if stop != 0 {
			if k := firstOut(s, i, stop, set); k >= 0 {
				return lastWordEnd(s, begin, k, 0)
			}
		}
	}
	for ; prefix != 0 && i+8 <= len(s); i += 8 {
		w := load(s, i)
		spaces, prefixes := equal(w, ' '*ones), equal(w, prefix)
		afterSpace, afterPrefix := spaces<<8|carry&0x80, prefixes<<8|carry<<1&0x80
		stop := outsideBoth(w, low, high, low2, high2)&^spaces&^prefixes |
			spaces&(afterSpace|afterPrefix) | prefixes&^afterSpace
		carry = spaces>>56 | prefixes>>57
		if stop != 0 {
			if k := firstOut(s, i, stop, set); k >= 0 {
				return lastWordEnd(s, begin, k, byte(prefix))
			}
		}
	}
	for i < len(s) && inSet(set, s[i]) {
		i++
	}
	return lastWordEnd(s, begin, i, byte(prefix))
}

// firstOut returns where the first octet is that is not in set, of those whose high bits are set in
// stop, or -1. The first octet that stop is about is s[i].
func firstOut(s string, i int, stop uint64, set uint8) int {
	for ; stop != 0; stop &= stop - 1 { // the others are in a third range, or beyond ASCII
		k := i + bits.TrailingZeros64(stop)/8
		if !inSet(set, s[k]) {
			return k
		}
	}
	return -1
}

// lastWordEnd returns the end of the last word of s[begin:i], without a space and a prefix after
// it.
func lastWordEnd(s string, begin, i int, prefix byte) int {
	if prefix != 0 && i > begin && s[i-1] == prefix {
		i--
	}
	if i > begin && s[i-1] == ' ' {
		i--
	}
	return i
}

// equal returns the high bit of each octet of w that is that of c, which is ASCII.
func equal(w, c uint64) uint64 { return (highs - (w&^highs ^ c)) &^ w & highs }

// outside returns the high bit of each octet of w that is not in the range, of which low is eight
// times the first octet and high eight times the last one plus 0x80.
func outside(w, low, high uint64) uint64 {
	return (^(((w | highs) - low) & (high - w&^highs)) | w) & highs
}

// outsideBoth is outside for two ranges.
func outsideBoth(w, low, high, low2, high2 uint64) uint64 {
	above, below := w|highs, w&^highs
	in := (above-low)&(high-below) | (above-low2)&(high2-below)
	return (^in | w) & highs
}

func inSet(set, c uint8) bool {
	return setTable[int(set>>3)<<8|int(c)]>>(set&7)&1 != 0
}

func stateAt(p int) int {
	return int(stateTable[p]) | int(stateTable[p+1])<<8
}

// counted returns the end of a literal's octets, which begin at s[i], or -1: there are not as many
// as the number says, or one is NUL. The number is before "}" CRLF.
func counted(s string, i int) int {
	n, unit := 0, 1
	for p := i - 4; p >= 0 && '0' <= s[p] && s[p] <= '9'; p-- {
		digit := int(s[p] - '0')
		if digit > 0 && (unit > len(s) || digit*unit > len(s)) {
			return -1
		}
		if unit <= len(s) {
			n += digit * unit
			unit *= 10
		}
	}
	if n > len(s)-i {
		return -1
	}
	for end := i + n; i < end; i++ {
		if s[i] == 0 {
			return -1
		}
	}
	return i
}
