package engine

// A Coded is what Append writes in brackets: Code, without arguments; the typed arguments of a code; or Raw.
type Coded interface {
	appendCode(b []byte) []byte
}

func (c Code) appendCode(b []byte) []byte { return appendWord(b, string(c)) }

// appendWord appends an element. What would be several is not written: a NUL, which no code and no arguments may hold,
// makes Append refuse the line.
func appendWord(b []byte, s string) []byte {
	if elementEnd(s, 0, len(s), false) < len(s) {
		return append(b, 0)
	}
	return append(b, s...)
}

// Raw is a code with arguments as they are sent, for codes that nobody registered.
type Raw struct {
	Code Code
	Args string
}

func (r Raw) appendCode(b []byte) []byte {
	b = appendWord(b, string(r.Code))
	if r.Args != "" {
		b = append(b, ' ')
		b = append(b, r.Args...)
	}
	return b
}

// A WriteError says why Append wrote nothing.
type WriteError struct {
	Code       Code       // as Parse reads it from the line that was not written
	Deviations Deviations // how the line would have departed from the grammar; none if it would have meant something else
}

// Error returns the error as a sentence.
func (e *WriteError) Error() string {
	what := "status response"
	if e.Code != "" {
		what = "status response with " + string(e.Code)
	}
	if e.Deviations == 0 {
		return "cannot write " + what + ": it would read as something else"
	}
	return "cannot write " + what + ": " + e.Deviations.String()
}

// Append appends a status response with its CRLF to b (RFC 9051 section 7.1):
//
//	b, err = Append(b, "a", TypeNO, CodeOverQuota, "Sorry")
//
// The tag is "*" of an untagged response, and "+" of a continuation request, whose type is TypeContinuation. Without a code
// it is nil. What was written is what Parse reads from it, and it conforms; otherwise Append returns b as it was and a
// *WriteError: line breaks in the text, an empty set, a zero where the grammar has none, a number over its limit.
func Append(b []byte, tag string, t Type, code Coded, text string) ([]byte, error) {
	begin := len(b)
	b = append(b, tag...)
	b = append(b, ' ')
	if t != TypeContinuation {
		b = append(b, t.String()...)
		b = append(b, ' ')
	}
	codeBegin, codeEnd := len(b), len(b)
	if code != nil {
		b = append(b, '[')
		codeBegin = len(b)
		b = code.appendCode(b)
		codeEnd = len(b)
		b = append(b, "] "...)
	}
	b = append(b, text...)
	line := string(b[begin:])
	r, err := Parse(line)
	written := string(b[codeBegin:codeEnd])
	meant := err == nil && r.Tag == tag && r.Type == t && r.Text == text && r.reads(written)
	if !meant || r.Deviations != 0 {
		return b[:begin], &WriteError{Code: r.Code, Deviations: r.Deviations}
	}
	return append(b, "\r\n"...), nil
}

// reads reports whether r has the code and arguments that were written.
func (r *Response) reads(written string) bool {
	n := len(r.Code)
	if n > len(written) || !equalFold(written[:n], string(r.Code)) {
		return false
	}
	if r.Args == "" {
		return n == len(written)
	}
	return n < len(written) && written[n+1:] == r.Args
}

// A codeWriter appends the arguments of a code.
type codeWriter struct {
	b       []byte
	open    int  // behind the parenthesis that is open; 0: none is
	present bool // something else than NIL has been written since the parenthesis
}

func writeCode(b []byte, code Code) codeWriter {
	return codeWriter{b: append(b, code...)}
}

// space divides elements.
func (w *codeWriter) space() {
	if len(w.b) != w.open {
		w.b = append(w.b, ' ')
	}
}

// word appends an element, unless it is empty: then it is absent.
func (w *codeWriter) word(s string) {
	if s != "" {
		w.space()
		w.b = appendWord(w.b, s)
		w.present = true
	}
}

// keyword appends an element that may not begin like a number, which may be in its place.
func (w *codeWriter) keyword(s string) {
	if s != "" && '0' <= s[0] && s[0] <= '9' {
		s = " "
	}
	w.word(s)
}

// setKeyword appends an element that may not begin like a set, which may be in its place.
func (w *codeWriter) setKeyword(s string) {
	if s != "" && s[0] == '*' {
		s = " "
	}
	w.keyword(s)
}

// rest appends elements, or text, unless it is empty.
func (w *codeWriter) rest(s string) {
	if s != "" {
		w.space()
		w.b = append(w.b, s...)
		w.present = true
	}
}

func (w *codeWriter) number(n uint64) {
	w.space()
	w.b = appendNumber(w.b, n)
	w.present = true
}

func (w *codeWriter) optional(n OptionalNumber) {
	if n.Valid {
		w.number(n.Number)
	}
}

// optionalOrNil appends a number for which NIL stands where it is absent.
func (w *codeWriter) optionalOrNil(n OptionalNumber) {
	if n.Valid {
		w.number(n.Number)
	} else {
		w.nil()
	}
}

// stringOrNil appends a string for which NIL stands where it is absent, and which therefore may not be NIL itself.
func (w *codeWriter) stringOrNil(s String) {
	switch {
	case s == "":
		w.nil()
	case equalFold(string(s), "NIL"):
		w.word(" ")
	default:
		w.word(string(s))
	}
}

func (w *codeWriter) nil() {
	w.space()
	w.b = append(w.b, "NIL"...)
}

func (w *codeWriter) flag(there bool, keyword string) {
	if there {
		w.word(keyword)
	}
}

// begin opens a parenthesis.
func (w *codeWriter) begin() {
	w.space()
	w.b = append(w.b, '(')
	w.open, w.present = len(w.b), false
}

// end closes the parenthesis, or takes it back if nothing is in it and it is not required.
func (w *codeWriter) end(required bool) {
	if w.present || required {
		w.b = append(w.b, ')')
	} else {
		w.b = w.b[:w.open-len(" (")]
	}
	w.open = 0
}

func appendNumber(b []byte, n uint64) []byte {
	var octets [20]byte
	i := len(octets)
	for {
		i--
		octets[i] = byte('0' + n%10)
		if n /= 10; n == 0 {
			return append(b, octets[i:]...)
		}
	}
}
