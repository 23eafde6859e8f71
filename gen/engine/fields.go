package engine

// The arguments of a response are taken apart into the elements that its code's layout names. The layout, which the
// generator finds in the grammar, has a character for each:
//
//	n number of 32 bits    N number of 63 bits    s set    q string    w word
//	l list, up to the closing parenthesis or the end    x all that is left
//	( and ) around what stands in parentheses
//
// Layouts are for arguments that match the grammar; nothing is checked twice.

// fields are the elements of a response's arguments.
type fields struct {
	elements [maxElements]string
	ok       bool // they match the grammar, and numbers keep their limits
}

// fields returns the elements of r's arguments. They are not ok if r has another code than the given one.
func (r *Response) fields(code Code, layout string) fields {
	if r.Code != code || r.Deviations&(ArgumentsMalformed|NoBracket|LimitExceeded) != 0 {
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
	for k := 0; k < len(layout) && i < end; k++ {
		if k > 0 && s[i] == ' ' {
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
			if n, i, ok = setSize(s, i); !ok || sets > 0 && n != size {
				return true
			}
			size = n
			sets++
		case '(', ')':
			i++
			continue
		}
		if i == begin {
			i = elementEnd(s, i, end)
		}
	}
	return false
}

// setSize returns how many numbers the set has that begins at s[i], "*" and the ranges to it counting as one, and where it
// ends: at s[i] if a word stands in its place. It is not ok if some do not keep to 32 bits. Which divider is next cannot be
// predicted, so none is branched on.
func setSize(s string, i int) (size uint64, end int, ok bool) {
	divider, last := byte(','), uint64(0)
	for {
		n, end := digits(s, i)
		if n > most32 {
			return 0, end, false
		}
		if end == i { // for "*" n is 0
			if s[i] != '*' {
				return 0, i, true
			}
			end++
		}
		more := n - last // what the range to n adds to its first number
		if n < last {
			more = last - n
		}
		if n == 0 || last == 0 {
			more = 0
		}
		if divider == ',' {
			more = 1
		}
		size += more
		if end >= len(s) || s[end] != ',' && s[end] != ':' {
			return size, end, true
		}
		divider, last, i = s[end], n, end+1
	}
}

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
