package engine

import "math/bits"

// A Response is a status response (RFC 9051 section 7.1) or a continuation request (section 7.6).
// Its strings are parts of the line that was parsed, which they keep in memory.
type Response struct {
	Tag        string // of the command it answers; "*" if untagged, "+" of a continuation request
	Type       Type
	Code       Code   // as registered if it is known, else as sent; empty if there is none
	Args       string // what is between the space after the code and the "]"
	Text       string // for people
	Deviations Deviations
}

// Conforms reports whether the line matches the RFCs' grammar. A known code has to match the rule
// for its own arguments, not only that for unknown codes or for text. Limits that only the RFCs'
// prose states (DevLimitExceeded, DevSetsUnequal) do not count.
func (r Response) Conforms() bool { return !r.Deviations.Has(^limits) }

// Known reports whether the response has a code that Lookup finds.
func (r Response) Known() bool { return lookup(string(r.Code)) >= 0 }

// Literal reports whether the response goes on after this line, with a literal (RFC 9051 section
// 4.3), and how many octets long that is: 3 for
//
//	a NO [NEWNAME {3}
//
// Only the arguments of some codes may have a literal; none follows a text that ends in "{3}". To
// get the whole response, read that many octets and another line, and parse all of it, beginning
// with this line and its CRLF. The size is what the server says: limit it before making room.
func (r Response) Literal() (size int64, ok bool) {
	if !r.Deviations.Has(DevOpenLiteral) {
		return 0, false
	}
	return literalSize(r.Args)
}

// parseError is the type of constant errors.
type parseError string

// Error returns e itself.
func (e parseError) Error() string { return string(e) }

// ErrNotStatus is the error of Parse for a line that is not a status response.
const ErrNotStatus = parseError("not a status response: want a tag followed by OK, NO, BAD, " +
	"PREAUTH or BYE, or \"+\"")

// Parse reads a status response, tagged or untagged, or a continuation request, with or without
// its CRLF:
//
//	a NO [OVERQUOTA] Sorry
//	* OK [UIDNEXT 4392] Predicted next UID
//
// The only error is ErrNotStatus. The response then has nothing but a Tag, if the line begins with
// one, so that a client finds the end of its command even if the server does not keep to the
// protocol:
//
//	a ERR Fetch frequency limited!
//
// A line that departs from the grammar in another way yields what can be read from it, and
// Deviations says how it departs. Parse allocates nothing. For a line in a []byte,
// Parse(string(b)) costs one allocation, and is safe when b is used again: the response refers to
// the copy.
func Parse(line string) (r Response, err error) {
	line, d := trimEnd(line)
	i, more := tagEnd(line)
	d |= more
	if i == 0 {
		return Response{}, ErrNotStatus
	}
	r.Tag = line[:i]
	space := 1 // how many octets are before the resp-text
	if i == 1 && line[0] == '+' {
		r.Type = TypeContinuation
	} else if r.Type, i = typeAt(line, i+1); r.Type == 0 {
		r.Type, i, more = oddTypeAt(line, len(r.Tag))
		if r.Type == 0 {
			return notStatus(r.Tag, d), ErrNotStatus
		}
		if more.Has(DevNoCodeSpace) {
			space = 0
		}
		d |= more
	}
	if (r.Type == TypePREAUTH || r.Type == TypeBYE) && r.Tag != "*" {
		d |= DevTypeTagged
	}
	if i == len(line) {
		r.Deviations = d | DevNoText
		return r, nil
	}
	r.Code, r.Args, r.Text, r.Deviations = respText(line[i+space:])
	r.Deviations |= d
	return r, nil
}

// notStatus returns the response of a line that is not a status response.
func notStatus(tag string, d Deviations) Response {
	if d.Has(DevTagMalformed) {
		return Response{}
	}
	return Response{Tag: tag}
}

// ParseText reads a resp-text (RFC 9051 section 9), which is what follows the type of a status
// response and a space, with or without its CRLF:
//
//	[OVERQUOTA] Sorry
//
// It is for clients that read the tag, which is "*" in an untagged response, and the type
// themselves. The type ends at a space or at "[": some servers send NO[OVERQUOTA]. Response.Err
// depends on the tag, and takes an empty one for that of a command. Tag and type are not checked.
// ParseText allocates nothing.
func ParseText(tag string, t Type, text string) Response {
	text, d := trimEnd(text)
	r := Response{Tag: tag, Type: t}
	r.Code, r.Args, r.Text, r.Deviations = respText(text)
	r.Deviations |= d
	return r
}

// trimEnd returns line without its line end: CRLF or LF.
func trimEnd(line string) (string, Deviations) {
	if n := len(line) - 2; n > 0 && line[n:] == "\r\n" && line[n-1] != '\r' {
		return line[:n], 0
	}
	return trimOddEnd(line)
}

// trimOddEnd is trimEnd for any line end. CRs before that of a CRLF, or without an LF, are a part
// of it that should not be there.
func trimOddEnd(line string) (string, Deviations) {
	end := len(line)
	if end > 0 && line[end-1] == '\n' {
		end--
	}
	begin := end
	for begin > 0 && line[begin-1] == '\r' {
		begin--
	}
	if crs := end - begin; crs > 1 || crs == 1 && end == len(line) {
		return line[:begin], DevLineEnd
	}
	return line[:begin], 0
}

// tagEnd returns where the tag ends: at a space or tab, or at the end of the line.
func tagEnd(line string) (end int, d Deviations) {
	if len(line) < 8 {
		return oddTagEnd(line)
	}
	w := load(line, 0)
	spaces := zeros(w ^ ' '*ones)
	out := outside(w, tagLow*ones, tagHigh*ones|highs)
	out &= outside(w, tagLow2*ones, tagHigh2*ones|highs)
	out &= (spaces - 1) &^ spaces  // those before the first space
	if w&(1<<16-1) == '*'|' '<<8 { // cannot be predicted; the compiler makes no branch of this
		out = 0
	}
	if out != 0 || spaces == 0 {
		return oddTagEnd(line)
	}
	return bits.TrailingZeros64(spaces) / 8, 0
}

// oddTagEnd is tagEnd for tags that are long or malformed, have rare octets, end at a tab, or are
// "+".
func oddTagEnd(line string) (end int, d Deviations) {
	if line != "" && (line[0] == '*' || line[0] == '+') && (len(line) == 1 || isBlank(line[1])) {
		end = 1
	} else if end = matchPrefix(line, tagStart); end < len(line) && !isBlank(line[end]) {
		d |= DevTagMalformed
		for end < len(line) && !isBlank(line[end]) {
			end++
		}
	}
	if end < len(line) && line[end] == '\t' {
		d |= DevExtraSpace
	}
	return end, d
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

// typeAt returns the type whose name begins at s[i], in any case, and where the name ends: at a
// space, or at the end of s. The type is 0 if there is none.
func typeAt(s string, i int) (t Type, end int) {
	var w uint64
	if i+8 <= len(s) {
		w = upper(load(s, i))
	} else {
		w = upper(lastOctets(s, i))
	}
	spaces := zeros(w ^ ' '*ones)
	w &= (spaces&-spaces)>>7 - 1 // the octets before the first space, or all
	t = typesBySecond[w>>8&31]
	end = i + (bits.Len64(w)+7)/8
	if w != typeNames[t] || end < len(s) && s[end] != ' ' {
		return 0, i
	}
	return t, end
}

// typeNames holds the names of the types as words, the first octet the lowest.
var typeNames = [...]uint64{
	TypeOK:      'O' | 'K'<<8,
	TypeNO:      'N' | 'O'<<8,
	TypeBAD:     'B' | 'A'<<8 | 'D'<<16,
	TypePREAUTH: 'P' | 'R'<<8 | 'E'<<16 | 'A'<<24 | 'U'<<32 | 'T'<<40 | 'H'<<48,
	TypeBYE:     'B' | 'Y'<<8 | 'E'<<16,
}

// typesBySecond holds the types by the low bits of the second letters of their names, no two of
// which are equal. Which type comes next cannot be predicted, so that a switch costs more.
var typesBySecond = [32]Type{
	'K' & 31: TypeOK,
	'O' & 31: TypeNO,
	'A' & 31: TypeBAD,
	'R' & 31: TypePREAUTH,
	'Y' & 31: TypeBYE,
}

// oddTypeAt is typeAt for a type that is not just between two spaces. The tag ends at s[i].
func oddTypeAt(s string, i int) (t Type, end int, d Deviations) {
	begin := i
	for begin < len(s) && isBlank(s[begin]) {
		begin++
	}
	end = begin
	for end < len(s) && !isBlank(s[end]) && s[end] != '[' {
		end++
	}
	t, ok := ParseType(s[begin:end])
	if !ok || t == TypeContinuation {
		return 0, i, 0
	}
	if begin != i+1 || s[i] != ' ' || end < len(s) && s[end] == '\t' {
		d |= DevExtraSpace
	}
	if end < len(s) && s[end] == '[' {
		d |= DevNoCodeSpace
	}
	return t, end, d
}

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

// lookupAt is lookup for the name that begins at s[i], and also returns where the name ends: at a
// space or "]", or at the end of s. It looks for an octet outside the range from "!" to "\", which
// lies between those two, and takes another look if that is neither.
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

// argumentsEnd returns where the "]" is that ends the code with the given index, or -1 if there is
// none, and how the code's arguments, which begin at s[i], depart from the grammar.
func argumentsEnd(s string, i, index int) (end int, d Deviations) {
	layout := &layouts[index]
	if layout.plain {
		if end, d = plainEnd(s, i, layout.elements, layout.stars); end >= 0 {
			return end, d
		}
	}
	state := argumentStart(index)
	if i < len(s) && s[i] == ']' && stateTable[state]&headAccept != 0 && endsCode(s, i) {
		return i, 0
	}
	if layout.prefix != 0 && word(s, i) == layout.prefix {
		end = matchCode(s, i+8, layout.after)
	} else {
		end = matchCode(s, i, state)
	}
	if end < 0 {
		if opensLiteral(s, i, index) {
			return -1, DevOpenLiteral
		}
		return findEnd(s, i), DevArgumentsMalformed
	}
	if !endsCode(s, end) { // perhaps the "]" is part of the arguments
		other := findEnd(s, i)
		if other > end && endsCode(s, other) && tolerated(s[i+1:other], index) {
			return other, DevArgumentsMalformed
		}
	}
	if i < end {
		d = limitsOf(s[i+1:end], index)
	}
	return end, d
}

// limitsOf returns which limits args exceed, which match the grammar of the code with the given
// index.
func limitsOf(args string, index int) Deviations {
	layout := layouts[index].elements
	if layout == "" {
		return 0
	}
	e := split(args, layout, false)
	return e.limits(layout)
}

// endsCode reports whether the end of s, or a space, follows the "]" at s[i].
func endsCode(s string, i int) bool { return i+1 == len(s) || s[i+1] == ' ' }

// unknownCode reads a resp-text that begins with a bracket and a word that is not a known code, and
// that ends at s[i]. It is a text, not a code, if the word is empty or begins with an elision (RFC
// 5465 section 7: "[...a message arrives...]"), or if something other than a space follows the
// bracket that closes it: "[Gmail]/All Mail". That bracket is the first outside quoted strings, or
// else the first.
func unknownCode(s string, i int) (code Code, args, text string, d Deviations) {
	end := firstBracket(s, 1)
	for i < end && s[i] != ' ' { // a quoted string in the word may hold "]"
		i++
	}
	name := s[1:i]
	if name == "" || isElision(name) || end < 0 || end+1 < len(s) && s[end+1] != ' ' {
		return "", "", s, DevTextBracket | textDeviations(s)
	}
	if !matchAll(name, atomStart) {
		d |= DevCodeMalformed
	}
	if matchCode(s, i, fallbackStart) != end {
		d |= DevArgumentsMalformed
	}
	args, text, more := divide(s, i, end)
	return Code(name), args, text, d | more
}

func isElision(name string) bool { return len(name) >= 3 && name[:3] == "..." }

// divide returns the arguments, which begin at s[i], and the text after the "]" at s[end], or
// after the end of s if end is -1.
func divide(s string, i, end int) (args, text string, d Deviations) {
	if end < 0 {
		d |= DevNoBracket
		end = len(s)
	}
	if i < end && s[i] == ' ' {
		i++
	}
	args = s[i:end]
	switch rest := end + 1; {
	case rest >= len(s):
		return args, "", d | DevNoText
	case s[rest] == ' ':
		text = s[rest+1:]
	default:
		text = s[rest:]
		d |= DevNoSpace
	}
	return args, text, d | textDeviations(text)
}

// textDeviations returns how a text departs from the grammar.
func textDeviations(text string) Deviations {
	if isPlain(text) || isText(text) {
		return 0
	}
	return DevTextMalformed
}

// argumentStart returns the state that the arguments of the code with the given index begin with.
func argumentStart(index int) int {
	return int(startTable[2*index]) | int(startTable[2*index+1])<<8
}

// findEnd returns where the "]" is that ends a known code whose arguments do not match, or -1 if
// there is none. The arguments begin at s[i]. It is the one directly after the code's name, or
// else
//
//  1. the first outside quoted strings and parentheses that is followed by a space or the end,
//  2. the first outside quoted strings that is followed by a space or the end,
//  3. the first outside quoted strings,
//  4. the first.
//
// So a flag or a string may hold a "]", and a parenthesis or quote may be missing.
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
			if !endsCode(s, i) {
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

// firstBracket returns where the first "]" is from s[i] on that is not in a quoted string, or else
// the first at all, or -1.
func firstBracket(s string, i int) int {
	for k, open := i, false; k < len(s); k++ {
		switch s[k] {
		case '"':
			k, open = skipQuoted(s, k, open)
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

// skipQuoted returns where the quoted string ends that begins at s[i], or i if none does. A quote
// after a letter or digit begins none, as in 5". One that is not closed is open, and then no other
// begins a string either, so that this takes no more than linear time.
func skipQuoted(s string, i int, open bool) (end int, stillOpen bool) {
	if open || i > 0 && isAlphanumeric(s[i-1]) {
		return i, open
	}
	if closing := closingQuote(s, i); closing > 0 {
		return closing, false
	}
	return i, true
}

func isAlphanumeric(c byte) bool {
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}

// closingQuote returns where the quoted string ends that begins at s[i], or 0 if it does not end.
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
