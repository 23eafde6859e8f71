package engine

// A Response is a status response (RFC 9051 section 7.1). Its strings are parts of the line that was parsed.
type Response struct {
	Tag        string // of the command it answers; "*" if untagged, "+" of a continuation request
	Type       Type   // 0 from ParseText
	Code       Code   // as registered if it is known, else as sent; empty if there is none
	Args       string // what stands between the code's name and a space and the "]"
	Text       string // for people
	Deviations Deviations
}

// Conforms reports whether the line matches the RFCs' grammar: with the code's own rule, not only as a code that nobody
// registered or as text. A number over the limit that only the RFCs' prose gives does not keep it from that.
func (r *Response) Conforms() bool { return r.Deviations&^LimitExceeded == 0 }

// Known reports whether the response has a code, and the code is registered.
func (r *Response) Known() bool { return lookup(string(r.Code)) >= 0 }

// parseError is the type of constant errors.
type parseError string

func (e parseError) Error() string { return string(e) }

// ErrNotStatus is the error of Parse for a line that is no status response.
const ErrNotStatus = parseError("no status response: want a tag, then OK, NO, BAD, PREAUTH or BYE")

// Parse reads a status response, tagged or untagged, or a continuation request, with or without its CRLF:
//
//	a NO [OVERQUOTA] Sorry
//	* OK [UIDNEXT 4392] Predicted next UID
//
// Its only error is ErrNotStatus. A line that departs from the grammar in another way yields what it has, and its
// Deviations say how it departs. Parse allocates nothing.
func Parse(line string) (Response, error) {
	line = trimEnd(line)
	var r Response
	i := 0
	for i < len(line) && line[i] != ' ' {
		i++
	}
	r.Tag = line[:i]
	if r.Tag == "+" {
		r.Type = TypeContinuation
		r.parse(line, i)
		return r, nil
	}
	begin := i + 1
	if i == 0 || begin >= len(line) {
		return Response{}, ErrNotStatus
	}
	for i = begin; i < len(line) && line[i] != ' '; {
		i++
	}
	r.Type = typeOf(line[begin:i])
	if r.Type == 0 {
		return Response{}, ErrNotStatus
	}
	if r.Tag != "*" {
		if !matchAll(r.Tag, tagStart) {
			r.Deviations |= TagMalformed
		}
		if r.Type == TypePREAUTH || r.Type == TypeBYE {
			r.Deviations |= TypeTagged
		}
	}
	r.parse(line, i)
	return r, nil
}

// ParseText reads a resp-text (RFC 9051 section 9), which is what follows the type of a status response, with or without
// its CRLF:
//
//	[OVERQUOTA] Sorry
//
// It is for those who have read tag and type themselves, and is like Parse in all else.
func ParseText(text string) Response {
	var r Response
	r.parseText(trimEnd(text))
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

// typeOf returns the type with the given name, in any case, or 0.
func typeOf(name string) Type {
	if len(name) > 8 {
		return 0
	}
	switch word(name, 0) {
	case 'O' | 'K'<<8:
		return TypeOK
	case 'N' | 'O'<<8:
		return TypeNO
	case 'B' | 'A'<<8 | 'D'<<16:
		return TypeBAD
	case 'B' | 'Y'<<8 | 'E'<<16:
		return TypeBYE
	case 'P' | 'R'<<8 | 'E'<<16 | 'A'<<24 | 'U'<<32 | 'T'<<40 | 'H'<<48:
		return TypePREAUTH
	}
	return 0
}

// parse reads what follows the type, which ends at line[i].
func (r *Response) parse(line string, i int) {
	if i == len(line) {
		r.Deviations |= NoText
		return
	}
	r.parseText(line[i+1:])
}

// parseText reads a resp-text.
func (r *Response) parseText(s string) {
	if s == "" || s[0] != '[' {
		r.setText(s)
		return
	}
	i := 1
	for i < len(s) && s[i] != ' ' && s[i] != ']' {
		i++
	}
	index := lookup(s[1:i])
	if index < 0 {
		r.parseUnregistered(s, i)
		return
	}
	r.Code = infos[index].Code
	end := matchCode(s, i, argumentStart(index))
	if end < 0 {
		r.Deviations |= ArgumentsMalformed
		end = findEnd(s, i)
	}
	r.split(s, i, end)
	if layout := layouts[index]; layout != "" && r.Deviations&ArgumentsMalformed == 0 && exceeds(r.Args, layout) {
		r.Deviations |= LimitExceeded
	}
}

// parseUnregistered reads a resp-text that begins with a bracket and a word that nobody registered, which ends at s[i]. It
// is a text, not a code, if the word is empty or begins with an elision (RFC 5465 section 7: "[...a message arrives...]"),
// if the bracket is not closed, or if neither a space nor the end follows: "[Gmail]/All Mail".
func (r *Response) parseUnregistered(s string, i int) {
	name := s[1:i]
	end := findEnd(s, i)
	if name == "" || len(name) >= 3 && name[:3] == "..." || end < 0 || end+1 < len(s) && s[end+1] != ' ' {
		r.Deviations |= TextBracket
		r.setText(s)
		return
	}
	r.Code = Code(name)
	if !matchAll(name, atomStart) {
		r.Deviations |= CodeMalformed
	}
	if matchCode(s, i, fallbackStart) != end {
		r.Deviations |= ArgumentsMalformed
	}
	r.split(s, i, end)
}

// split takes the arguments, which begin at s[i], and the text behind the "]" at s[end], or behind the end of s if there
// is none.
func (r *Response) split(s string, i, end int) {
	if end < 0 {
		r.Deviations |= NoBracket
		end = len(s)
	}
	if i < end && s[i] == ' ' {
		i++
	}
	r.Args = s[i:end]
	switch rest := end + 1; {
	case rest >= len(s):
		r.Deviations |= NoText
	case s[rest] == ' ':
		r.setText(s[rest+1:])
	default:
		r.Deviations |= NoSpace
		r.setText(s[rest:])
	}
}

// setText takes the text.
func (r *Response) setText(text string) {
	r.Text = text
	if text != "" && !matchAll(text, textStart) {
		r.Deviations |= TextMalformed
	}
}

// argumentStart returns the state that the arguments of a code begin with.
func argumentStart(index int) int {
	return int(startTable[2*index]) | int(startTable[2*index+1])<<8
}

// findEnd returns where the "]" stands that ends a code whose arguments do not match, or -1. They begin at s[i]. It is
//
//  1. the first outside quoted strings and parentheses that a space follows, or the end,
//  2. or else the first outside quoted strings that a space follows, or the end,
//  3. or else the first.
//
// So "]" may stand in a flag or a string, and a missing parenthesis or quote does no more harm than that.
func findEnd(s string, i int) int {
	first, unquoted, depth := -1, -1, 0
	open := false // a quote is not closed, so that none of the following counts
	for ; i < len(s); i++ {
		switch s[i] {
		case '"':
			if open {
				continue
			}
			if closing := closingQuote(s, i); closing > 0 {
				i = closing
			} else {
				open = true
			}
		case '(':
			depth++
		case ')':
			depth--
		case ']':
			if first < 0 {
				first = i
			}
			if i+1 < len(s) && s[i+1] != ' ' {
				continue
			}
			if depth <= 0 {
				return i
			}
			if unquoted < 0 {
				unquoted = i
			}
		}
	}
	if unquoted >= 0 {
		return unquoted
	}
	return first
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
