package engine

// A layout says of which elements the arguments of a code consist, with a character for each of
// them and for each parenthesis. The generator finds it in the grammar, and checks that whatever
// matches the grammar divides into these elements.
//
//	n number of 32 bits    N number of 63 bits    s set    q string    w word
//	l list, up to the closing parenthesis or the end    x all that is left
//	( and ) around what is in parentheses
type layout struct {
	elements string
	plain    bool // whatever plainEnd reads without stars matches the code's grammar
	stars    bool // so it does with stars

	// Most arguments begin with the eight octets of prefix, if it is not zero: the first the lowest,
	// letters in upper case. They lead to the state after.
	prefix uint64
	after  int
}

// elements are the elements of arguments, in the order of their layout without its parentheses.
type elements [maxElements]string

// fields are the elements of a response's arguments.
type fields struct {
	elements
	ok bool // they match the grammar, or are tolerated, and keep all limits
}

// fields returns the elements of r's arguments. If r has another code there are none. If the
// arguments do not match the grammar, there are those that can be told apart.
func (r *Response) fields(code Code, layout string) fields {
	if r.Code != code {
		return fields{}
	}
	f := fields{elements: split(r.Args, layout, r.Deviations.Has(DevArgumentsMalformed))}
	switch {
	case r.Deviations.Has(DevNoBracket):
	case r.Deviations.Has(DevArgumentsMalformed):
		f.ok = tolerated(r.Args, lookup(string(code))) && f.limits(layout) == 0
	default:
		f.ok = !r.Deviations.Has(limits)
	}
	return f
}

// tolerated reports whether args are taken for the arguments of the code with the given index
// though they do not match its grammar.
func tolerated(args string, index int) bool {
	start := tolerantStart(index)
	return args != "" && start >= 0 && isPaired(args) && matchAll(args, start)
}

// tolerantStart returns the state that tolerated arguments of the code with the given index begin
// with, after their space, or -1 if there are none.
func tolerantStart(index int) int {
	return (int(tolerantTable[2*index]) | int(tolerantTable[2*index+1])<<8) - 1
}

// isPaired reports whether each ")" in args that is not in a quoted string closes a "(", and none
// are nested. The tolerant grammar matches each parenthesis by itself, and so cannot tell.
func isPaired(args string) bool {
	depth := 0
	for i, open := 0, false; i < len(args); i++ {
		switch args[i] {
		case '"':
			i, open = skipQuoted(args, i, open)
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth < 0 || depth > 1 {
			return false
		}
	}
	return true
}

// split divides arguments into elements. If lenient, spaces may be doubled, and may come first and
// last, and parentheses may be missing or added.
func split(args, layout string, lenient bool) elements {
	var e elements
	i, end := 0, len(args)
	if lenient {
		i, end = trimSpaces(args, i, end)
		if layout[0] != '(' {
			i, end = trimParentheses(args, i, end)
			i, end = trimSpaces(args, i, end)
		}
	}
	n, group := 0, false // group: in parentheses that are not the end of the arguments
	for k := 0; k < len(layout); k++ {
		next := i
		switch layout[k] {
		case '(':
			if layout[len(layout)-1] == ')' && closing(layout, k) == len(layout)-1 {
				i, end = trimParentheses(args, i, end)
				if lenient {
					i, end = trimSpaces(args, i, end)
				}
				continue
			}
			if group = i < end && args[i] == '('; group {
				next++
			}
			if lenient {
				next = skipSpaces(args, next, end)
			}
			i = next
			continue
		case ')':
			if group && i < end && args[i] == ')' {
				next++
			}
			group = false
		default:
			next = valueEnd(layout[k], args, i, end, group)
			e[n] = args[i:next]
			n++
		}
		i = next
		if lenient {
			i = skipSpaces(args, next, end)
		} else if i < end && args[i] == ' ' {
			i++
		}
	}
	return e
}

// valueEnd returns where the element of the given kind ends that begins at s[i], or end if it takes
// all that is left.
func valueEnd(kind byte, s string, i, end int, group bool) int {
	switch kind {
	case 'x':
		return end
	case 'l':
		return listEnd(s, i, end, group)
	case 'q':
		return elementEnd(s, i, end, group)
	}
	return wordEnd(s, i, end, group)
}

// closing returns the index of the ")" in layout that closes the "(" at k.
func closing(layout string, k int) int {
	for layout[k] != ')' {
		k++
	}
	return k
}

func skipSpaces(s string, i, end int) int {
	for i < end && s[i] == ' ' {
		i++
	}
	return i
}

// trimSpaces returns s[i:end] without the spaces that come first and last.
func trimSpaces(s string, i, end int) (int, int) {
	i = skipSpaces(s, i, end)
	for i < end && s[end-1] == ' ' {
		end--
	}
	return i, end
}

// trimParentheses returns s[i:end] without a "(" that comes first and a ")" that comes last.
func trimParentheses(s string, i, end int) (int, int) {
	if i < end && s[i] == '(' {
		i++
		if i < end && s[end-1] == ')' {
			end--
		}
	}
	return i, end
}

// elementEnd returns where the element ends that begins at s[i]: after the quote or literal, or at
// the next space, or in a group at the next parenthesis, or at end.
func elementEnd(s string, i, end int, group bool) int {
	if i < end && s[i] == '"' {
		if closing := closingQuote(s[:end], i); closing > 0 {
			return closing + 1
		}
	}
	if i < end && s[i] == '{' {
		n, j := digits(s, i+1)
		begin := j + len("}\r\n")
		if begin <= end && s[j:begin] == "}\r\n" && n <= uint64(end-begin) {
			return begin + int(n)
		}
	}
	return wordEnd(s, i, end, group)
}

// wordEnd is elementEnd for words, which are never quoted or literals.
func wordEnd(s string, i, end int, group bool) int {
	for i < end && s[i] != ' ' && !(group && s[i] == ')') {
		i++
	}
	return i
}

// listEnd returns where the list ends that begins at s[i]: in a group at the parenthesis that
// closes it, and otherwise at end.
func listEnd(s string, i, end int, group bool) int {
	for group && i < end && s[i] != ')' {
		if i = elementEnd(s, i, end, group); i < end && s[i] == ' ' {
			i++
		}
	}
	if group {
		return i
	}
	return end
}

// limits returns how the elements of a layout exceed limits that only the RFCs' prose gives:
// numbers and sets of 32 bits (RFC 9051 section 9), numbers of 63 bits (RFC 7162 section 7), and
// two sets that correspond have as many numbers (RFC 4315 section 3).
func (e *elements) limits(layout string) (d Deviations) {
	n := 0
	var size uint64 // of the set before
	for k := 0; k < len(layout); k++ {
		switch layout[k] {
		case '(', ')':
			continue
		case 'n':
			if value, _ := digits(e[n], 0); value > most32 {
				d |= DevLimitExceeded
			}
		case 'N':
			if value, _ := digits(e[n], 0); value > most63 {
				d |= DevLimitExceeded
			}
		case 's':
			count, ok := setSize(string(e.set(n)))
			if !ok {
				d |= DevLimitExceeded
			} else if size > 0 && count > 0 && count != size {
				d |= DevSetsUnequal
			}
			size = count
		}
		n++
	}
	return d
}

// setSize returns how many numbers a set has, "*" and the ranges to it counting as one, and whether
// all keep to 32 bits.
func setSize(s string) (size uint64, ok bool) {
	for i := 0; i < len(s); i++ {
		r, end := rangeAt(s, i)
		if end < 0 {
			return 0, false
		}
		low, high := r.bounds()
		if low == 0 {
			low = high
		}
		size += uint64(high) - uint64(low) + 1
		i = end
	}
	return size, true
}

// plainEnd returns where the "]" is that ends arguments of numbers and sets that are written as
// most are, each after a space, without leading zeros, and which limits they exceed. They begin at
// s[i]. It is -1 for others, which may match too. With stars, a number of a set may be "*", or the
// end of a range.
func plainEnd(s string, i int, elements string, stars bool) (end int, d Deviations) {
	var size uint64 // of the set before
	for k := 0; k < len(elements); k++ {
		if i >= len(s) || s[i] != ' ' || elements[k] != 's' && !isFirstDigit(s, i+1) {
			return -1, 0
		}
		var n uint64
		switch elements[k] {
		case 'n':
			if n, i = digits(s, i+1); n > most32 {
				d |= DevLimitExceeded
			}
		case 'N':
			if n, i = digits(s, i+1); n > most63 {
				d |= DevLimitExceeded
			}
		case 's':
			if n, i = plainSet(s, i+1, stars); n == 0 {
				d |= DevLimitExceeded
			} else if size != 0 && n != size {
				d |= DevSetsUnequal
			}
			size = n
		}
	}
	if i >= len(s) || s[i] != ']' || i+1 < len(s) && s[i+1] != ' ' {
		return -1, 0
	}
	return i, d
}

// plainSet returns how many numbers the set has that begins at s[i], or 0 if some exceed 32 bits,
// and where it ends, or len(s) if it is not written as plainEnd wants it. Which divider is next
// cannot be predicted, so that there is one way for both.
func plainSet(s string, i int, stars bool) (size uint64, end int) {
	divider, last := byte(','), uint64(0)
	for over := uint64(0); ; {
		n, end := last, i+1 // of "*", which counts as one number, and adds none at the end of a range
		if isFirstDigit(s, i) {
			var k int
			n, k = leadingDigits(window(s, i)) // most numbers have fewer than eight digits
			end = i + k
			if k == 8 {
				n, end = digits(s, i)
			}
		} else if !stars || i >= len(s) || s[i] != '*' || end < len(s) && s[end] == ':' {
			break
		}
		over |= n >> 32
		more := n - last // what the end of a range adds to its first number
		if n < last {
			more = last - n
		}
		if divider == ',' {
			more = 1
		}
		size += more
		if end >= len(s) || s[end] != ',' && s[end] != ':' {
			if over != 0 {
				return 0, end
			}
			return size, end
		}
		if divider == ':' && s[end] == ':' {
			break
		}
		divider, last, i = s[end], n, end+1
	}
	return 0, len(s)
}

// isFirstDigit reports whether s[i] is the first digit of a number without leading zeros.
func isFirstDigit(s string, i int) bool { return i < len(s) && s[i]-'1' < 9 }

// The largest numbers of 32 and 63 bits.
const (
	most32 = 1<<32 - 1
	most63 = 1<<63 - 1
)

// number returns element i as a number of 32 bits, or 0 if it is not one.
func (e *elements) number(i int) uint32 {
	n, end := digits(e[i], 0)
	if end < len(e[i]) || n > most32 {
		return 0
	}
	return uint32(n)
}

func (e *elements) number64(i int) uint64 {
	n, end := digits(e[i], 0)
	if end < len(e[i]) || n > most63 {
		return 0
	}
	return n
}

// optional returns element i as a number, which is absent if it is not one.
func (e *elements) optional(i int) OptionalNumber {
	n, end := digits(e[i], 0)
	if end == 0 || end < len(e[i]) || n > most63 {
		return OptionalNumber{}
	}
	return NumberOf(n)
}

// keyword returns element i unless it is a number, which is in its place.
func (e *elements) keyword(i int) string {
	if s := e[i]; s != "" && (s[0] < '0' || '9' < s[0]) {
		return s
	}
	return ""
}

// setKeyword returns element i unless it is a set, which is in its place.
func (e *elements) setKeyword(i int) string {
	if s := e.keyword(i); s != "" && s[0] != '*' {
		return s
	}
	return ""
}

func (e *elements) set(i int) Set       { return Set(e[i][len(e.setKeyword(i)):]) }
func (e *elements) string(i int) String { return String(e[i]) }

// stringOrNil returns element i as a string, which is not there if the element is NIL.
func (e *elements) stringOrNil(i int) String {
	if equalFold(e[i], "NIL") {
		return ""
	}
	return String(e[i])
}

func (e *elements) word(i int) string { return e[i] }
func (e *elements) list(i int) List   { return List(e[i]) }
func (e *elements) flag(i int) bool   { return e[i] != "" }
