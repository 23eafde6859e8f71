package engine

import "math/bits"

// A Response is a status response (RFC 9051 section 7.1). Its strings are parts of the line that was parsed.
type Response struct {
	Tag        string // of the command it answers; "*" if untagged, "+" of a continuation request
	Type       Type   // 0 from ParseText
	Code       Code   // as Lookup has it if it is known, else as sent; empty if there is none
	Args       string // what stands between the space behind the code's name and the "]"
	Text       string // for people
	Deviations Deviations
}

// Conforms reports whether the line matches the RFCs' grammar: with the code's own rule, not only as a code that nobody
// registered or as text. A number over the limit that only the RFCs' prose gives does not keep it from that.
func (r *Response) Conforms() bool { return r.Deviations&^(LimitExceeded|SetsUnequal) == 0 }

// Known reports whether the response has a code, and Lookup finds it.
func (r *Response) Known() bool { return lookup(string(r.Code)) >= 0 }

// parseError is the type of constant errors.
type parseError string

// Error returns e itself.
func (e parseError) Error() string { return string(e) }

// ErrNotStatus is the error of Parse for a line that is no status response.
const ErrNotStatus = parseError("no status response: want a tag and OK, NO, BAD, PREAUTH or BYE, or +")

// Parse reads a status response, tagged or untagged, or a continuation request, with or without its CRLF:
//
//	a NO [OVERQUOTA] Sorry
//	* OK [UIDNEXT 4392] Predicted next UID
//
// Its only error is ErrNotStatus. A line that departs from the grammar in another way yields what it has, and its
// Deviations say how it departs. Parse allocates nothing.
func Parse(line string) (r Response, err error) {
	line = trimEnd(line)
	i, d := tagEnd(line)
	if i == 0 {
		return Response{}, ErrNotStatus
	}
	r.Tag = line[:i]
	if i == 1 && line[0] == '+' {
		r.Type = TypeContinuation
	} else if r.Type, i = typeAt(line, i+1); r.Type == 0 {
		return Response{}, ErrNotStatus
	}
	if (r.Type == TypePREAUTH || r.Type == TypeBYE) && r.Tag != "*" {
		d |= TypeTagged
	}
	if i == len(line) {
		r.Deviations = d | NoText
		return r, nil
	}
	r.Code, r.Args, r.Text, r.Deviations = respText(line[i+1:])
	r.Deviations |= d
	return r, nil
}

// tagEnd returns where the tag ends: at a space, or at the end of the line.
func tagEnd(line string) (end int, d Deviations) {
	if len(line) < 8 {
		return oddTagEnd(line)
	}
	w := load(line, 0)
	spaces := zeros(w ^ ' '*ones)
	out := outside(w, tagLow*ones, tagHigh*ones|highs) & outside(w, tagLow2*ones, tagHigh2*ones|highs)
	out &= (spaces - 1) &^ spaces  // those before the first space
	if w&(1<<16-1) == '*'|' '<<8 { // which cannot be predicted; the compiler makes no branch of this
		out = 0
	}
	if out != 0 || spaces == 0 {
		return oddTagEnd(line)
	}
	return bits.TrailingZeros64(spaces) / 8, 0
}

// oddTagEnd is tagEnd for tags that are long or malformed, have rare octets, or are "+".
func oddTagEnd(line string) (end int, d Deviations) {
	if len(line) > 0 && (line[0] == '*' || line[0] == '+') && (len(line) == 1 || line[1] == ' ') {
		return 1, 0
	}
	end = matchPrefix(line, tagStart)
	if end < len(line) && line[end] != ' ' {
		d |= TagMalformed
		for end < len(line) && line[end] != ' ' {
			end++
		}
	}
	return end, d
}

// ParseText reads a resp-text (RFC 9051 section 9), which is what follows the type of a status response, with or without
// its CRLF:
//
//	[OVERQUOTA] Sorry
//
// It is for those who have read tag and type themselves, and is like Parse in all else.
func ParseText(text string) (r Response) {
	r.Code, r.Args, r.Text, r.Deviations = respText(trimEnd(text))
	return r
}

// trimEnd returns line without its line end.
func trimEnd(line string) string {
	if n := len(line); n > 0 && line[n-1] == '\n' {
		line = line[:n-1]
		if n > 1 && line[n-2] == '\r' {
			line = line[:n-2]
		}
	}
	return line
}

// typeAt returns the type whose name, in any case, begins at s[i], and where it ends: at a space, or at the end of s. The
// type is 0 if there is none.
func typeAt(s string, i int) (t Type, end int) {
	var w uint64
	if i+8 <= len(s) {
		w = upper(load(s, i))
	} else {
		w = upper(lastOctets(s, i))
	}
	spaces := zeros(w ^ ' '*ones)
	w &= (spaces&-spaces)>>7 - 1 // the octets before the first space, or all
	t = Type(w * typeMultiplier >> typeShift % uint64(len(typeNames)))
	end = i + (bits.Len64(w)+7)/8
	if w != typeNames[t] || end < len(s) && s[end] != ' ' {
		return 0, i
	}
	return t, end
}

// typeNames holds the names of the types as words. Which type is next cannot be predicted, and a name gets to its place
// without a branch: it is what three bits of the product with a number are, of which there happen to be some.
var typeNames = [8]uint64{
	TypeOK:      'O' | 'K'<<8,
	TypeNO:      'N' | 'O'<<8,
	TypeBAD:     'B' | 'A'<<8 | 'D'<<16,
	TypePREAUTH: 'P' | 'R'<<8 | 'E'<<16 | 'A'<<24 | 'U'<<32 | 'T'<<40 | 'H'<<48,
	TypeBYE:     'B' | 'Y'<<8 | 'E'<<16,
}

const (
	typeMultiplier = 1937
	typeShift      = 21
)

// respText reads a resp-text.
func respText(s string) (code Code, args, text string, d Deviations) {
	if s == "" || s[0] != '[' {
		return "", "", s, textDeviations(s)
	}
	index, i := lookupAt(s, 1)
	if index < 0 {
		return unknownCode(s, i)
	}
	end, d := argumentsEnd(s, i, index)
	args, text, more := divide(s, i, end)
	return codes[index], args, text, d | more
}

// argumentsEnd returns where the "]" stands that ends the code with the given index, or -1 if none does, and how its
// arguments depart from the grammar. They begin at s[i].
func argumentsEnd(s string, i, index int) (end int, d Deviations) {
	layout := &layouts[index]
	if layout.plain {
		if end = plainEnd(s, i, layout.elements); end >= 0 {
			return end, 0
		}
	}
	end = matchCode(s, i, argumentStart(index))
	if end < 0 {
		return findEnd(s, i), ArgumentsMalformed
	}
	if end+1 < len(s) && s[end+1] != ' ' { // perhaps the "]" is part of the arguments
		other := findEnd(s, i)
		if other > end && (other+1 == len(s) || s[other+1] == ' ') && tolerated(s[i+1:other], index) {
			return other, ArgumentsMalformed
		}
	}
	if layout.elements != "" && i < end {
		f := split(s[i+1:end], layout.elements, false)
		d = f.limits(layout.elements)
	}
	return end, d
}

// unknownCode reads a resp-text that begins with a bracket and a word that is no known code, which ends at s[i]. It is a
// text, not a code, if the word is empty or begins with an elision (RFC 5465 section 7: "[...a message arrives...]"), or if
// neither a space nor the end follows the bracket that closes it: "[Gmail]/All Mail". That is the first outside quoted
// strings, or else the first.
func unknownCode(s string, i int) (code Code, args, text string, d Deviations) {
	end := firstBracket(s, 1)
	for i < end && s[i] != ' ' { // a quoted string in the word may hold "]"
		i++
	}
	name := s[1:i]
	if name == "" || len(name) >= 3 && name[:3] == "..." || end < 0 || end+1 < len(s) && s[end+1] != ' ' {
		return "", "", s, TextBracket | textDeviations(s)
	}
	if !matchAll(name, atomStart) {
		d |= CodeMalformed
	}
	if matchCode(s, i, fallbackStart) != end {
		d |= ArgumentsMalformed
	}
	args, text, more := divide(s, i, end)
	return Code(name), args, text, d | more
}

// divide returns the arguments, which begin at s[i], and the text behind the "]" at s[end], or behind the end of s if there
// is none.
func divide(s string, i, end int) (args, text string, d Deviations) {
	if end < 0 {
		d |= NoBracket
		end = len(s)
	}
	if i < end && s[i] == ' ' {
		i++
	}
	args = s[i:end]
	switch rest := end + 1; {
	case rest >= len(s):
		return args, "", d | NoText
	case s[rest] == ' ':
		text = s[rest+1:]
	default:
		text = s[rest:]
		d |= NoSpace
	}
	return args, text, d | textDeviations(text)
}

// textDeviations returns how a text departs from the grammar.
func textDeviations(text string) Deviations {
	if text == "" || isPlain(text) || matchAll(text, textStart) {
		return 0
	}
	return TextMalformed
}

// argumentStart returns the state that the arguments of a code begin with.
func argumentStart(index int) int {
	return int(startTable[2*index]) | int(startTable[2*index+1])<<8
}

// findEnd returns where the "]" stands that ends a known code whose arguments do not match, or -1. They begin at s[i].
// It is the one straight behind the code's name, and otherwise
//
//  1. the first outside quoted strings and parentheses that a space follows, or the end,
//  2. or else the first outside quoted strings that a space follows, or the end,
//  3. or else the first outside quoted strings,
//  4. or else the first.
//
// So "]" may stand in a flag or a string, and a missing parenthesis or quote does no more harm than that.
func findEnd(s string, i int) int {
	if i < len(s) && s[i] == ']' {
		return i
	}
	begin, followed, depth := i, -1, 0
	for open := false; i < len(s); i++ {
		switch s[i] {
		case '"':
			i, open = skipQuoted(s, i, open)
		case '(':
			depth++
		case ')':
			depth--
		case ']':
			if i+1 < len(s) && s[i+1] != ' ' {
				continue
			}
			if depth <= 0 {
				return i
			}
			if followed < 0 {
				followed = i
			}
		}
	}
	if followed >= 0 {
		return followed
	}
	return firstBracket(s, begin)
}

// firstBracket returns the index of the first "]" from s[i] on, i > 0, that is not in a quoted string,
// or else of the first, or -1. A quoted string begins an element or follows "=", as in Error="a]": the
// quotes in [X-SIZE 5"] a 3" disk are not one.
func firstBracket(s string, i int) int {
	for k, open := i, false; k < len(s); k++ {
		switch s[k] {
		case '"':
			if before := s[k-1]; before == ' ' || before == '(' || before == '=' {
				k, open = skipQuoted(s, k, open)
			}
		case ']':
			return k
		}
	}
	for ; i < len(s); i++ {
		if s[i] == ']' {
			return i
		}
	}
	return -1
}

// skipQuoted returns where the quoted string ends that begins at s[i]; if it does not end it is i. One that does not end
// is open, and then none of the following counts either.
func skipQuoted(s string, i int, open bool) (end int, stillOpen bool) {
	if open {
		return i, true
	}
	if closing := closingQuote(s, i); closing > 0 {
		return closing, false
	}
	return i, true
}

// closingQuote returns where the quoted string ends that begins at s[i], or 0.
func closingQuote(s string, i int) int {
	for i++; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return 0
}
