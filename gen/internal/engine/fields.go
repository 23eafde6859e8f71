package engine

// The arguments of a response are taken apart into the elements that its code's layout names. The layout, which the
// generator finds in the grammar, has a character for each:
//
//	n number of 32 bits    N number of 63 bits    s set    q string    w word
//	l list, up to the closing parenthesis or the end    x all that is left
//	( and ) around what stands in parentheses
//
// Layouts are for arguments that match the grammar; nothing is checked twice.

// A layout is that of the arguments of a code. It is empty if they have no numbers.
type layout struct {
	elements string
	plain    bool // whatever plainEnd reads matches the code's grammar
}

// fields are the elements of a response's arguments.
type fields struct {
	elements [maxElements]string
	ok       bool // they match the grammar, and numbers keep their limits
}

// fields returns the elements of r's arguments. They are not ok if r has another code than the given one.
func (r *Response) fields(code Code, layout string) fields {
	if r.Code != code || r.Deviations&(DevArgumentsMalformed|DevNoBracket|DevLimitExceeded) != 0 {
		return fields{}
	}
	return split(r.Args, layout)
}

// split takes arguments apart.
func split(args, layout string) fields {
	f := fields{ok: true}
	i, end, n := 0, len(args), 0
	for k := 0; k < len(layout); k++ {
		if k > 0 && i < end && args[i] == ' ' {
			i++
		}
		switch layout[k] {
		case '(':
			if i+1 < end {
				i++
				end--
			}
		case ')':
			i, end = i+1, len(args)
		case 'l', 'x':
			f.elements[n] = args[i:end]
			i = end
			n++
		default:
			next := elementEnd(args, i, end)
			f.elements[n] = args[i:next]
			i = next
			n++
		}
	}
	return f
}

// elementEnd returns where the element ends that begins at s[i]: behind the quote or literal, or at the next space, or at
// end.
func elementEnd(s string, i, end int) int {
	if i < end && s[i] == '"' {
		if closing := closingQuote(s[:end], i); closing > 0 {
			return closing + 1
		}
	}
	if i < end && s[i] == '{' {
		n, j := digits(s, i+1)
		if j += len("}\r\n"); j <= end && n <= uint64(end-j) {
			return j + int(n)
		}
	}
	for i < end && s[i] != ' ' {
		i++
	}
	return i
}

// exceeds reports whether the arguments of a layout that are s[i:end] exceed a limit that only the RFCs' prose gives:
// numbers and sets of 32 bits (RFC 9051 section 9), numbers of 63 bits (RFC 7162 section 7), and two sets that correspond
// have as many numbers (RFC 4315 section 3).
func exceeds(s string, i, end int, layout string) bool {
	if len(layout) == 1 && end-i < digits32 { // most numbers are short
		return false
	}
	sets := 0
	var size uint64 // of the set before
	for k := 0; k < len(layout) && (i < end || layout[k] == ')'); k++ {
		if k > 0 && i < end && s[i] == ' ' {
			i++
		}
		var n uint64
		begin := i
		switch layout[k] {
		case 'n':
			if n, i = digits(s, i); n > most32 {
				return true
			}
		case 'N':
			if n, i = digits(s, i); n > most63 {
				return true
			}
		case 's':
			ok := false
			i = elementEnd(s, i, end)
			if n, ok = setSize(s[begin:i]); !ok || sets > 0 && n != size {
				return true
			}
			size = n
			sets++
		case '(':
			i, end = i+1, end-1
			continue
		case ')':
			i, end = i+1, end+1
			continue
		case 'l', 'x':
			i = end
		}
		if i == begin {
			i = elementEnd(s, i, end)
		}
	}
	return false
}

// setSize returns how many numbers a set has, "*" and the ranges to it counting as one, and whether all keep to 32 bits.
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

// plainEnd returns where the "]" stands that ends arguments of numbers and sets that are written as most are, and keep all
// limits: each behind a space, without "*" and leading zeros. They begin at s[i]. It is -1 for others, which may match too.
func plainEnd(s string, i int, elements string) int {
	var size uint64 // of the set before
	for k := 0; k < len(elements); k++ {
		if i >= len(s) || s[i] != ' ' || !isFirstDigit(s, i+1) {
			return -1
		}
		var n uint64
		switch elements[k] {
		case 'n':
			if n, i = digits(s, i+1); n > most32 {
				return -1
			}
		case 'N':
			if n, i = digits(s, i+1); n > most63 {
				return -1
			}
		case 's':
			if n, i = plainSet(s, i+1); n == 0 || size != 0 && n != size {
				return -1
			}
			size = n
		}
	}
	if i >= len(s) || s[i] != ']' || i+1 < len(s) && s[i+1] != ' ' {
		return -1
	}
	return i
}

// plainSet returns how many numbers the set has that begins at s[i], and where it ends. It has none if it is not written as
// plainEnd wants it. Which divider is next cannot be predicted, so that there is one way for both.
func plainSet(s string, i int) (size uint64, end int) {
	divider, last := byte(','), uint64(0)
	for isFirstDigit(s, i) {
		n, end := digits(s, i)
		if n > most32 {
			break
		}
		more := n - last // what the end of a range adds to its first number
		if n < last {
			more = last - n
		}
		if divider == ',' {
			more = 1
		}
		size += more
		if end >= len(s) || s[end] != ',' && s[end] != ':' {
			return size, end
		}
		if divider == ':' && s[end] == ':' {
			break
		}
		divider, last, i = s[end], n, end+1
	}
	return 0, i
}

// isFirstDigit reports whether s[i] is the first digit of a number without leading zeros.
func isFirstDigit(s string, i int) bool { return i < len(s) && s[i]-'1' < 9 }

// The largest numbers of 32 and 63 bits, and how many digits the first has.
const (
	most32   = 1<<32 - 1
	most63   = 1<<63 - 1
	digits32 = len("4294967295")
)

// number returns element i as a number of 32 bits, which it is if the limits are kept.
func (f *fields) number(i int) uint32 {
	n, _ := digits(f.elements[i], 0)
	return uint32(n)
}

func (f *fields) number64(i int) uint64 {
	n, _ := digits(f.elements[i], 0)
	return n
}

// optional returns element i as a number, or nothing if it is none.
func (f *fields) optional(i int) OptionalNumber {
	n, end := digits(f.elements[i], 0)
	return OptionalNumber{n, end > 0}
}

// keyword returns element i if it does not begin like a number or set.
func (f *fields) keyword(i int) string {
	if e := f.elements[i]; e != "" && e[0] != '*' && (e[0] < '0' || '9' < e[0]) {
		return e
	}
	return ""
}

func (f *fields) set(i int) Set       { return Set(f.elements[i][len(f.keyword(i)):]) }
func (f *fields) string(i int) String { return String(f.elements[i]) }

// stringOrNil returns element i as a string, which is not there if the element is NIL.
func (f *fields) stringOrNil(i int) String {
	if equalFold(f.elements[i], "NIL") {
		return ""
	}
	return String(f.elements[i])
}

func (f *fields) word(i int) string { return f.elements[i] }
func (f *fields) list(i int) List   { return List(f.elements[i]) }
func (f *fields) flag(i int) bool   { return f.elements[i] != "" }
