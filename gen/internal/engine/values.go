package engine

import "math/bits"

// The types of arguments are parts of the line, as the server sent them. They cost nothing until they are asked for what
// they mean, and can be written as literals: Set("304,319:320").

// A Set is a uid-set or sequence-set (RFC 9051 section 9): numbers and ranges, as in "304,319:320". The set that is not
// there is empty.
type Set string

// A Range is an element of a Set: the numbers between First and Last, both included, whichever is larger (RFC 9051 section
// 9: 2:4 and 4:2 are equivalent). First is Last for a single number. Zero stands for "*", the largest number in use.
type Range struct {
	First, Last uint32
}

// Ranges yields the elements of s in the order in which they were sent, each as it was sent. It is an iterator: newer Go
// ranges over it. It ends at what is no set, or exceeds 32 bits.
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

// All yields the numbers of s: the elements in the order in which they were sent, those of a range upwards (RFC 4315
// section 3: 12:10 refers to the sequence 10, 11, 12). It is an iterator: newer Go ranges over it. It ends at "*", whose
// number only the server knows.
func (s Set) All() func(yield func(uint32) bool) {
	return func(yield func(uint32) bool) {
		s.Ranges()(func(r Range) bool {
			low, high := r.bounds()
			if low == 0 {
				return false
			}
			for n := low; ; n++ {
				if !yield(n) {
					return false
				}
				if n == high {
					return true
				}
			}
		})
	}
}

func (r Range) bounds() (low, high uint32) {
	if r.First <= r.Last {
		return r.First, r.Last
	}
	return r.Last, r.First
}

// Contains reports whether n is in s. With "*" in s it cannot tell for numbers that stand in no other element.
func (s Set) Contains(n uint32) bool {
	found := false
	s.Ranges()(func(r Range) bool {
		low, high := r.bounds()
		found = low != 0 && low <= n && n <= high
		return !found
	})
	return found
}

// Len returns how many numbers All yields, at no cost for large ranges, and whether that is all: it is not with "*".
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

// rangeAt returns the element of a set that begins at s[i], and where it ends, or -1 if there is none.
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

// starAt returns the number that begins at s[i], or 0 for "*", and where it ends, or -1 if there is none of 32 bits.
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

// digits returns the number that begins at s[i], or the largest uint64 if it is larger, and where its digits end. It takes
// eight digits at once.
func digits(s string, i int) (n uint64, end int) {
	begin := i
	d, stops := digitsOf(window(s, i))
	for stops == 0 {
		n = n*1e8 + decimal(d)
		i += 8
		d, stops = digitsOf(window(s, i))
	}
	k := bits.TrailingZeros64(stops) / 8
	n = n*powers[k] + decimal(d<<(64-8*uint(k)))
	i += k
	if i-begin > 19 && isOver(s[begin:i], "18446744073709551615") { // with up to 19 digits n cannot have wrapped
		n = 1<<64 - 1
	}
	return n, i
}

// digitsOf returns the octets of w with digits as their values, and the high bit of each that is none, and perhaps of
// others above the lowest such one.
func digitsOf(w uint64) (d, stops uint64) {
	d = w ^ '0'*ones
	return d, (d + (0x7f-9)*ones | d) & highs
}

// powers holds the powers of ten that fewer than eight digits need.
var powers = [8]uint64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7}

// decimal returns the number that eight digits make, the first in the lowest octet.
func decimal(d uint64) uint64 {
	d = d*10 + d>>8 // now every other octet is a number of two digits
	const pairs = 0x000000ff000000ff
	return (d&pairs*(100+1e6<<32) + d>>16&pairs*(1+1e4<<32)) >> 32
}

// isOver reports whether digits are a larger number than most.
func isOver(digits, most string) bool {
	for len(digits) > len(most) && digits[0] == '0' {
		digits = digits[1:]
	}
	return len(digits) > len(most) || digits > most
}

// A String is a string of the protocol as it was sent: in quotes, as a literal or as an atom (RFC 9051 section 4). Words are
// Strings too. The string that is not there, or for which NIL stands, is empty; one of no octets is "" in its quotes.
type String string

// Quote returns s as it is sent in quotes, or where that cannot be as a literal.
func Quote(s string) String {
	octets := make([]byte, 0, len(s)+2)
	octets = append(octets, '"')
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\r', '\n':
			return literal(s)
		case '"', '\\':
			octets = append(octets, '\\')
		}
		octets = append(octets, s[i])
	}
	return String(append(octets, '"'))
}

func literal(s string) String {
	octets := appendNumber([]byte{'{'}, uint64(len(s)))
	octets = append(octets, "}\r\n"...)
	return String(append(octets, s...))
}

// IsNil reports whether s is not there, or NIL stands for it.
func (s String) IsNil() bool { return s == "" }

// Value returns what s stands for: without quotes, escapes or the head of a literal. It allocates only if there are
// escapes.
func (s String) Value() string {
	switch {
	case s.IsNil():
		return ""
	case s[0] == '"' && len(s) > 1:
		return unescape(string(s[1 : len(s)-1]))
	case s[0] == '{':
		for i := 1; i < len(s); i++ {
			if s[i] == '\n' {
				return string(s[i+1:])
			}
		}
	}
	return string(s)
}

func unescape(s string) string {
	i := 0
	for i < len(s) && s[i] != '\\' {
		i++
	}
	if i == len(s) {
		return s
	}
	octets := append(make([]byte, 0, len(s)), s[:i]...)
	for ; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		octets = append(octets, s[i])
	}
	return string(octets)
}

// A List is words or strings divided by spaces, as in `\Seen \Deleted`. The list that is not there is empty.
type List string

// All yields the elements of l. It is an iterator: newer Go ranges over it.
func (l List) All() func(yield func(String) bool) {
	return func(yield func(String) bool) {
		for i := skipSpaces(string(l), 0, len(l)); i < len(l); {
			end := elementEnd(string(l), i, len(l), false)
			if !yield(String(l[i:end])) {
				return
			}
			i = skipSpaces(string(l), end, len(l))
		}
	}
}

// Len returns how many elements l has.
func (l List) Len() int {
	n := 0
	l.All()(func(String) bool {
		n++
		return true
	})
	return n
}

// Contains reports whether an element of l stands for s, in any case.
func (l List) Contains(s string) bool {
	found := false
	l.All()(func(e String) bool {
		found = equalFold(e.Value(), s)
		return !found
	})
	return found
}

// equalFold reports whether s and t are equal but for the case of ASCII letters.
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

// An OptionalNumber is a number that may be absent, or NIL: then Valid is false.
type OptionalNumber struct {
	Number uint64
	Valid  bool
}
