package engine

// Bracketed is what a status response has in brackets (RFC 9051 section 9, resp-text-code): a Code
// without arguments, the typed arguments of a code such as those that methods of Response return,
// or Raw. It prints as it is sent.
type Bracketed interface {
	String() string
	write(w *codeWriter)
}

// Raw is a code with its arguments as they are sent. It is for codes without typed arguments, and
// for arguments that come from elsewhere; Append checks those of known codes.
type Raw struct {
	Code Code
	Args string
}

// String returns c.
func (c Code) String() string { return string(c) }

// String returns r as it is sent: "WEBALERT https://mail.example/".
func (r Raw) String() string { return written(r) }

func (c Code) write(w *codeWriter) { w.name(c) }

func (r Raw) write(w *codeWriter) {
	w.name(r.Code)
	if r.Args == "" {
		return
	}
	w.argument("Args", r.Args)
	w.quoted = indexByte(r.Args, '"') >= 0
	if i := lookup(string(r.Code)); i >= 0 && w.err == nil && w.m.complete() {
		if d := limitsOf(r.Args, i); d != 0 {
			w.fail("argument", "Args", r.Args, "departs from the RFCs: "+d.String())
		}
	}
}

// written returns code as it is sent.
func written(code Bracketed) string {
	var w codeWriter
	w.bracketed(code)
	return string(w.b)
}

// A WriteError says why Append wrote nothing.
type WriteError struct {
	Code   Code   // empty if there is none
	Part   string // the part at fault: "tag", "type", "code", "text", or "argument " and its name
	Reason string // what is wrong with it: `"a b" is not a tag`
}

// Error returns a message such as
//
//	cannot write NOUPDATE: argument Tag: "B02" does not match the grammar
func (e *WriteError) Error() string {
	what := "status response"
	if e.Code != "" {
		what = string(e.Code)
	}
	return "cannot write " + what + ": " + e.Part + ": " + e.Reason
}

// Append appends a status response with its CRLF to b (RFC 9051 section 7.1), and returns the
// extended slice:
//
//	b, err = Append(b, "a", TypeNO, CodeOverQuota, "Sorry")
//
// The tag of an untagged response is "*". That of a continuation request is "+", and its type is
// TypeContinuation. code is nil, or a zero Code, if there is none; it must not be a pointer.
//
// What Append writes conforms to the grammar, and Parse reads from it what Append was given.
// Otherwise Append returns b as it was and a *WriteError, for example for a line break in the text,
// an empty set, or a number over its limit. There is one exception: a tag in the arguments of
// INPROGRESS that has a "]" is written as NIL, as RFC 9585 section 4 demands.
//
// The text may be empty and in UTF-8. But clients that did not enable IMAP4rev2 or UTF8=ACCEPT
// expect ASCII, and RFC 3501 section 9 does not allow an empty text. Nor should it end in "{5}",
// which is legal, but which some clients take for the length of a literal: they wait for five more
// octets. ToText makes a text without such traps of any string.
//
// Append allocates nothing if b has room, unless an unregistered code has arguments with quotes.
func Append(b []byte, tag string, t Type, code Bracketed, text string) ([]byte, error) {
	w := codeWriter{b: b}
	if fault := tagFault(tag, t); fault != "" {
		w.fail("tag", "", tag, fault)
	}
	if t < TypeOK || t > TypeContinuation {
		w.failNumber("type", "", uint64(t), "is not a type")
	}
	w.b = append(append(w.b, tag...), ' ')
	if t != TypeContinuation {
		w.b = append(append(w.b, t.String()...), ' ')
	}
	begin := len(w.b)
	if code != nil && code != Code("") && code != (Raw{}) {
		w.b = append(w.b, '[')
		w.bracketed(code)
		w.end()
		w.b = append(w.b, "] "...)
	}
	w.text(text, begin)
	if w.err != nil {
		return b, w.err
	}
	return append(w.b, "\r\n"...), nil
}

// tagFault returns what is wrong with the tag of a response of type t, or "".
func tagFault(tag string, t Type) string {
	switch {
	case tag == "":
		return "empty"
	case t == TypeContinuation && tag != "+":
		return `is not "+", the tag of a continuation request`
	case tag == "*" || t == TypeContinuation:
		return ""
	case t == TypePREAUTH || t == TypeBYE:
		return `is not "*", the tag of an untagged response`
	case !matchAll(tag, tagStart):
		return "is not a tag"
	}
	return ""
}

// A codeWriter appends a response, and finds out what is wrong with it. It keeps no reference to
// what it is given, not even in err, and calls no method of an interface: so the caller's values
// need not be on the heap.
type codeWriter struct {
	b       []byte
	err     *WriteError // the first that is wrong
	code    Code
	m       matcher // of the arguments
	unknown bool    // the code is not known
	quoted  bool    // its arguments have a quote
	absent  string  // the first argument that is absent
	last    string  // the last that is not
	sets    int     // how many there have been
	size    uint64  // of the last of them

	// Of the parenthesis that is open:
	open    int     // where its contents begin, or 0
	before  matcher // m before it, or before the arguments
	present bool    // it has something other than NIL
}

// fail notes what is wrong with a part, which has the given name if it is an argument. The reason
// follows the part's value, if there is one to show.
func (w *codeWriter) fail(part, name, value, reason string) {
	if w.err != nil {
		return
	}
	if name != "" {
		part += " " + name
	}
	if value != "" {
		reason = show(value) + " " + reason
	}
	w.err = &WriteError{Code(append([]byte(nil), w.code...)), part, reason}
}

// failNumber is fail for a number.
func (w *codeWriter) failNumber(part, name string, n uint64, reason string) {
	w.fail(part, name, "", decimalOf(n)+" "+reason)
}

// bracketed appends a code with its arguments.
func (w *codeWriter) bracketed(code Bracketed) {
	switch c := code.(type) {
	case Code:
		c.write(w)
	case Raw:
		c.write(w)
	default:
		if !writeArguments(w, code) {
			w.fail("code", "", "", "a pointer to the arguments, want their value")
		}
	}
}

// name appends the name of a code.
func (w *codeWriter) name(c Code) {
	w.code, w.b = c, append(w.b, c...)
	i := lookup(string(c))
	w.unknown = i < 0
	w.m.state = fallbackStart
	if i >= 0 {
		w.m.state = argumentStart(i)
	}
	w.before, w.sets, w.size = w.m, 0, 0
	switch {
	case i >= 0:
	case c == "":
		w.fail("code", "", "", "empty")
	case !matchAll(string(c), atomStart):
		w.fail("code", "", string(c), "is not an atom")
	case isElision(string(c)):
		w.fail("code", "", string(c), "would be read as text")
	}
}

// end checks that the arguments are complete.
func (w *codeWriter) end() {
	switch {
	case w.m.complete():
	case w.absent != "" && (w.m.state < 0 || follow(w.m.state, ' ') >= 0):
		w.fail("argument", w.absent, "", "missing")
	case w.last != "":
		w.fail("argument", w.last, "", "incomplete")
	default:
		w.fail("code", "", string(w.code), "needs arguments")
	}
}

// mismatch is what is wrong with most arguments.
const mismatch = "does not match the grammar"

// text appends the text of a response. What comes after its type begins at w.b[begin].
func (w *codeWriter) text(text string, begin int) {
	coded := len(w.b) > begin
	w.b = append(w.b, text...)
	switch {
	case w.err != nil:
	case !isText(text):
		w.fail("text", "", "", textFault(text))
	case !coded && text != "" && text[0] == '[':
		w.fail("text", "", "", `begins with "[", as a code does`)
	case w.unknown && w.quoted && indexByte(text, '"') >= 0:
		// Where the code ends depends on the text, see unknownCode.
		if _, _, read, _ := respText(string(w.b[begin:])); read != text {
			w.fail("argument", "Args", "", "has a quote that one in the text closes")
		}
	}
}

// put appends a part of the arguments. It returns where the first octet is that does not match, or
// len(s).
func (w *codeWriter) put(s string) int {
	w.b = append(w.b, s...)
	return w.m.feed(s)
}

// space separates arguments.
func (w *codeWriter) space() {
	if len(w.b) != w.open {
		w.put(" ")
	}
}

// argument appends the argument with the given name.
func (w *codeWriter) argument(name, value string) {
	w.space()
	follows := w.m.state >= 0
	if end := w.put(value); w.m.state < 0 {
		reason := mismatch
		if follows && isCodeEnd(value, end) {
			reason = `has a "]", which would end the code`
		}
		w.fail("argument", name, value, reason)
	}
	w.last, w.present = name, true
}

// isCodeEnd reports whether value[end], which does not match, is a "]" or follows one as a space.
func isCodeEnd(value string, end int) bool {
	return end < len(value) && (value[end] == ']' || end > 0 && value[end-1:end+1] == "] ")
}

// miss notes that an argument is absent.
func (w *codeWriter) miss(name string) {
	if w.absent == "" {
		w.absent = name
	}
}

// rest appends words, or text, unless it is empty.
func (w *codeWriter) rest(name, s string) {
	if s == "" {
		w.miss(name)
		return
	}
	w.argument(name, s)
}

// word appends a word or string, unless it is empty.
func (w *codeWriter) word(name, s string) {
	w.rest(name, s)
	if elementEnd(s, 0, len(s), false) < len(s) {
		w.fail("argument", name, s, "is more than a word or string")
	}
}

// keyword appends a word in place of which there might be a number, unless it is empty.
func (w *codeWriter) keyword(name, s string) {
	w.word(name, s)
	if s != "" && '0' <= s[0] && s[0] <= '9' {
		w.fail("argument", name, s, "is not a keyword")
	}
}

// setKeyword appends a word in place of which there might be a set, unless it is empty.
func (w *codeWriter) setKeyword(name, s string) {
	w.keyword(name, s)
	if s != "" && s[0] == '*' {
		w.fail("argument", name, s, "is not a keyword")
	}
}

// set appends a set, unless it is empty. All sets of a code must have the same size.
func (w *codeWriter) set(name string, s Set) {
	w.word(name, string(s))
	if s == "" || w.err != nil {
		return
	}
	size, ok := setSize(string(s))
	switch {
	case !ok:
		w.fail("argument", name, string(s), "has a number of more than 32 bits")
	case w.sets > 0 && size != w.size:
		w.fail("argument", name, string(s), "differs in size from the set before it")
	}
	w.sets, w.size = w.sets+1, size
}

// number appends a number, which must not be larger than most.
func (w *codeWriter) number(name string, n, most uint64) {
	var digits [20]byte
	w.space()
	w.put(string(appendNumber(digits[:0], n)))
	switch {
	case n > most:
		w.failNumber("argument", name, n, "is over the limit")
	case w.m.state < 0:
		w.failNumber("argument", name, n, mismatch)
	}
	w.last, w.present = name, true
}

// optional appends a number, unless it is absent.
func (w *codeWriter) optional(name string, n OptionalNumber, most uint64) {
	if n.Valid {
		w.number(name, n.Number, most)
	} else {
		w.miss(name)
	}
}

// optionalOrNil appends a number, or NIL if it is absent.
func (w *codeWriter) optionalOrNil(name string, n OptionalNumber, most uint64) {
	if n.Valid {
		w.number(name, n.Number, most)
	} else {
		w.constant("NIL")
	}
}

// stringOrNil appends a string, or NIL if it is absent or has a "]": RFC 9585 section 4 demands
// that.
func (w *codeWriter) stringOrNil(name string, s String) {
	switch {
	case s == "" || indexByte(string(s), ']') >= 0:
		w.constant("NIL")
	case equalFold(string(s), "NIL"):
		w.word(name, string(s))
		w.fail("argument", name, string(s), "would be read as absent")
	default:
		w.word(name, string(s))
	}
}

// flag appends a keyword if it is there.
func (w *codeWriter) flag(name string, there bool, keyword string) {
	if there {
		w.argument(name, keyword)
	}
}

// constant appends a word that is always the same, or NIL.
func (w *codeWriter) constant(s string) {
	w.space()
	w.put(s)
}

// begin opens a parenthesis.
func (w *codeWriter) begin() {
	w.before = w.m
	w.space()
	w.put("(")
	w.open, w.present = len(w.b), false
}

// close closes the parenthesis, or takes it back if it has nothing but NIL and is not required.
func (w *codeWriter) close(required bool) {
	if w.present || required {
		w.put(")")
	} else {
		w.b, w.m = w.b[:w.open-len(" (")], w.before
	}
	w.open = 0
}

func appendNumber(b []byte, n uint64) []byte {
	var digits [20]byte
	i := len(digits)
	for {
		i--
		digits[i] = byte('0' + n%10)
		if n /= 10; n == 0 {
			return append(b, digits[i:]...)
		}
	}
}

func decimalOf(n uint64) string { return string(appendNumber(nil, n)) }

// show returns s in quotes for an error, up to 64 octets of it.
func show(s string) string {
	const most, hex = 64, "0123456789abcdef"
	b := []byte{'"'}
	for i := 0; i < len(s) && i < most; i++ {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < ' ' || c >= 0x7f:
			b = append(b, '\\', 'x', hex[c>>4], hex[c&15])
		default:
			b = append(b, c)
		}
	}
	b = append(b, '"')
	if len(s) > most {
		b = append(b, "..."...)
	}
	return string(b)
}

// indexByte returns where c is in s, or -1.
func indexByte(s string, c byte) int {
	for i := 0; i < len(s); i++ {
		if s[i] == c {
			return i
		}
	}
	return -1
}
