package engine

import "math/bits"

// A Set is a sequence-set or uid-set (RFC 9051 section 9): numbers and ranges, separated by commas,
// as in "304,319:320". An absent set is "". Its methods read the string each time, and allocate
// nothing unless they say so.
type Set string

// A Range is an element of a Set: the numbers from First to Last, both included, or from Last to
// First if that is smaller (RFC 9051 section 9: 2:4 and 4:2 are equivalent). For a single number
// both are the same. Zero stands for "*", the largest number in use.
type Range struct {
	First, Last uint32
}

// SetOf returns the set of the given numbers in their order. Consecutive numbers become ranges:
// "3,1:2" for 3, 1, 2. So All returns the same numbers again, and the set is shortest if they are
// sorted. Without numbers it is "". Zero cannot be in a set: Append refuses it.
func SetOf(numbers ...uint32) Set {
	var b []byte
	for i := 0; i < len(numbers); i++ {
		if i > 0 {
			b = append(b, ',')
		}
		first := numbers[i]
		b = appendNumber(b, uint64(first))
		for i+1 < len(numbers) && numbers[i+1] > first && numbers[i+1]-numbers[i] == 1 {
			i++
		}
		if numbers[i] != first {
			b = append(b, ':')
			b = appendNumber(b, uint64(numbers[i]))
		}
	}
	return Set(b)
}

// Ranges returns an iterator over the elements of s in the order in which they were sent, each as
// it was sent. It ends before an element that is malformed or does not fit 32 bits. Use it in a
// for-range statement (Go 1.23 or later), or call it with a yield function.
func (s Set) Ranges() func(yield func(Range) bool) {
	return func(yield func(Range) bool) {
		for i := 0; i < len(s); i++ {
			r, end := rangeAt(string(s), i)
			if end < 0 || !yield(r) {
				return
			}
			i = end
		}
	}
}

// All returns an iterator over the numbers of s: its elements in the order in which they were sent,
// the numbers of a range upwards (RFC 4315 section 3: 12:10 refers to the sequence 10, 11, 12). It
// ends before an element that is malformed, does not fit 32 bits, or has a "*", whose number only
// the server knows. Use it in a for-range statement (Go 1.23 or later), or call it with a yield
// function.
func (s Set) All() func(yield func(uint32) bool) {
	return func(yield func(uint32) bool) {
		c := cursor{rest: string(s)}
		for c.next() {
			if !yield(c.number) {
				return
			}
		}
	}
}

// Numbers returns the numbers that All yields. ok is false if s is malformed, has a "*", or has
// more than max numbers: as short a set as "1:4294967295" has four billion of them.
func (s Set) Numbers(max int) (numbers []uint32, ok bool) {
	n, ok := s.Len()
	if !ok || max < 0 || n > uint64(max) {
		return nil, false
	}
	numbers = make([]uint32, 0, int(n))
	for c := (cursor{rest: string(s)}); c.next(); {
		numbers = append(numbers, c.number)
	}
	return numbers, true
}

// Contains reports whether n is in s. Elements with a "*" contain no number, because only the
// server knows what it stands for.
func (s Set) Contains(n uint32) bool {
	found := false
	s.Ranges()(func(r Range) bool {
		low, high := r.bounds()
		found = low != 0 && low <= n && n <= high
		return !found
	})
	return found
}

// Len returns how many numbers All yields, without going through them. ok is false if s has more
// elements than All goes through.
func (s Set) Len() (n uint64, ok bool) {
	for i := 0; s != ""; {
		r, end := rangeAt(string(s), i)
		low, high := r.bounds()
		if end < 0 || low == 0 {
			return n, false
		}
		n += uint64(high) - uint64(low) + 1
		if end == len(s) {
			break
		}
		i = end + 1
	}
	return n, true
}

// Pairs returns an iterator over the numbers of two sets that correspond: of each message that
// COPYUID is about, the UID in the source mailbox and the one in the destination (RFC 4315 section
// 3). It yields nothing if the sets differ in size, are malformed or have a "*", because then
// nothing tells which numbers belong together. Use it in a for-range statement (Go 1.23 or later),
// or call it with a yield function. It allocates nothing, whatever the size of the sets.
func Pairs(source, dest Set) func(yield func(from, to uint32) bool) {
	return func(yield func(from, to uint32) bool) {
		n, ok := source.Len()
		if m, also := dest.Len(); !ok || !also || m != n {
			return
		}
		from, to := cursor{rest: string(source)}, cursor{rest: string(dest)}
		for from.next() && to.next() {
			if !yield(from.number, to.number) {
				return
			}
		}
	}
}

// A cursor goes through the numbers of a set.
type cursor struct {
	number uint32 // the number it is at, or 0
	last   uint32 // of the range it is in
	rest   string // the elements after that
}

// next goes to the next number, and reports whether there is one.
func (c *cursor) next() bool {
	if c.number < c.last {
		c.number++
		return true
	}
	r, end := rangeAt(c.rest, 0)
	c.number, c.last = r.bounds()
	if end < 0 || c.number == 0 {
		*c = cursor{}
		return false
	}
	if end < len(c.rest) {
		end++
	}
	c.rest = c.rest[end:]
	return true
}

// bounds returns the smaller and the larger end of r.
func (r Range) bounds() (low, high uint32) {
	if r.First <= r.Last {
		return r.First, r.Last
	}
	return r.Last, r.First
}

// rangeAt returns the element of a set that begins at s[i], and where it ends, or -1 if there is
// none.
func rangeAt(s string, i int) (r Range, end int) {
	if r.First, end = starAt(s, i); end < 0 {
		return r, -1
	}
	r.Last = r.First
	if end < len(s) && s[end] == ':' {
		if r.Last, end = starAt(s, end+1); end < 0 {
			return r, -1
		}
	}
	if end < len(s) && s[end] != ',' {
		return r, -1
	}
	return r, end
}

// starAt returns the number of at most 32 bits that begins at s[i], or 0 for "*", and where it
// ends, or -1 if there is none.
func starAt(s string, i int) (n uint32, end int) {
	if i < len(s) && s[i] == '*' {
		return 0, i + 1
	}
	value, end := digits(s, i)
	if end == i || value == 0 || value > most32 {
		return 0, -1
	}
	return uint32(value), end
}

// digits returns the number that begins at s[i], or the largest uint64 if it is larger, and where
// its digits end. It takes eight digits at once.
func digits(s string, i int) (n uint64, end int) {
	n, k := leadingDigits(window(s, i))
	end = i + k
	for k == 8 {
		var more uint64
		more, k = leadingDigits(window(s, end))
		n = n*powers[k] + more
		end += k
	}
	if end-i > 19 && isOver(s[i:end], "18446744073709551615") { // 19 digits cannot overflow
		n = 1<<64 - 1
	}
	return n, end
}

// leadingDigits returns the number that the digits make with which w begins, the first in the
// lowest octet, and how many they are.
func leadingDigits(w uint64) (n uint64, k int) {
	d := w ^ '0'*ones                        // the values of the digits
	stops := (d + (0x7f-9)*ones | d) & highs // the lowest bit is that of the first other octet
	k = bits.TrailingZeros64(stops) / 8      // 8 if there is none
	return decimal(d << (64 - 8*uint(k))), k
}

// powers holds the powers of ten for up to eight digits.
var powers = [9]uint64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8}

// decimal returns the number that the values of eight digits make, the first in the lowest octet.
func decimal(d uint64) uint64 {
	d = d*10 + d>>8 // now every other octet is a number of two digits
	const pairs = 0x000000ff000000ff
	return (d&pairs*(100+1e6<<32) + d>>16&pairs*(1+1e4<<32)) >> 32
}

// isOver reports whether the number in digits is larger than that in most.
func isOver(digits, most string) bool {
	for len(digits) > len(most) && digits[0] == '0' {
		digits = digits[1:]
	}
	return len(digits) > len(most) || digits > most
}
