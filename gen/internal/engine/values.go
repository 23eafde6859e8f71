package engine

// A String is a string of the protocol as it is sent: in quotes, as a literal or as an atom (RFC
// 9051 section 4). An absent string, and NIL, is ""; an empty string is `""`, with its quotes.
type String string

// Quote returns s as a quoted string, or as a literal if a quoted string cannot hold its octets:
// CR, LF, and what is not UTF-8 (RFC 9051 section 4.3). Neither may hold a NUL, and some arguments
// must not be literals; Append refuses those. Clients that did not enable IMAP4rev2 or UTF8=ACCEPT
// expect quoted strings in ASCII.
func Quote(s string) String {
	if !isText(s) {
		return literal(s)
	}
	b := make([]byte, 0, len(s)+2)
	b = append(b, '"')
	for i := 0; i < len(s); i++ {
		if s[i] == '"' || s[i] == '\\' {
			b = append(b, '\\')
		}
		b = append(b, s[i])
	}
	return String(append(b, '"'))
}

func literal(s string) String {
	b := appendNumber([]byte{'{'}, uint64(len(s)))
	b = append(b, "}\r\n"...)
	return String(append(b, s...))
}

// IsNil reports whether s is absent or NIL.
func (s String) IsNil() bool { return s == "" }

// Value returns the string that s stands for: without quotes, escapes or the size of a literal. It
// is "" for an absent string, and allocates only if there are escapes.
func (s String) Value() string {
	switch {
	case s.IsNil():
		return ""
	case s[0] == '"' && len(s) > 1 && closingQuote(string(s), 0) == len(s)-1:
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

// A List is a list of words or strings, separated by spaces, as in `\Seen \Deleted`. An absent
// list, and an empty one, is "".
type List string

// ListOf returns the list of the given words. Those that would not be read as one word, because
// they are empty or have a space or quotes, are written as Quote does. Values is its inverse.
func ListOf(words ...string) List {
	var b []byte
	for i, word := range words {
		if i > 0 {
			b = append(b, ' ')
		}
		if !isElement(word) {
			word = string(Quote(word))
		}
		b = append(b, word...)
	}
	return List(b)
}

// isElement reports whether a list with word among its elements has one that stands for word.
func isElement(word string) bool {
	return word != "" && word[0] != '"' && word[0] != '{' && indexByte(word, ' ') < 0 &&
		isText(word)
}

// All returns an iterator over the elements of l. Use it in a for-range statement (Go 1.23 or
// later), or call it with a yield function.
func (l List) All() func(yield func(String) bool) {
	return func(yield func(String) bool) {
		for i := 0; i < len(l); {
			end := elementEnd(string(l), i, len(l), false)
			if i == end {
				i++ // a space, of which servers send several
				continue
			}
			if !yield(String(l[i:end])) {
				return
			}
			i = end
		}
	}
}

// Values returns the values of the elements of l.
func (l List) Values() []string {
	values := make([]string, 0, l.Len())
	l.All()(func(s String) bool {
		values = append(values, s.Value())
		return true
	})
	return values
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

// Contains reports whether the value of an element of l is s. The case of ASCII letters does not
// matter, as it does not in capabilities, flags and charsets.
func (l List) Contains(s string) bool {
	found := false
	l.All()(func(e String) bool {
		found = equalFold(e.Value(), s)
		return !found
	})
	return found
}

// An OptionalNumber is a number that may be absent, or NIL: then Valid is false.
type OptionalNumber struct {
	Number uint64 // of 32 bits, or 63 in arguments whose grammar has mod-sequence-value or number64
	Valid  bool
}

// NumberOf returns n as a number that is present.
func NumberOf(n uint64) OptionalNumber { return OptionalNumber{n, true} }

// ParseNumber returns the number that s is in decimal digits. Leading zeros are allowed. It is for
// numbers over the limit of their grammar, which typed arguments do not have: in [UIDVALIDITY
// 1713632002544], which some servers send, it reads the Args. ok is false if s is not a number of
// at most 64 bits.
func ParseNumber(s string) (n uint64, ok bool) {
	for i := 0; i < len(s); i++ {
		c := uint64(s[i] - '0')
		if c > 9 || n > (1<<64-1-c)/10 {
			return 0, false
		}
		n = 10*n + c
	}
	return n, s != ""
}
