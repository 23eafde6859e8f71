package explain

import (
	"strconv"
	"strings"

	"github.com/imapcodes/imapcodes/gen/internal/imapcode"
)

// A kind says what a line is.
type kind int

const (
	other   kind = iota // data, a command, anything else
	status              // a status response
	broken              // looks like a status response, and is none: it has a registered code where one may stand
	sent                // by the client
	literal             // within a literal
	long                // looks like a status response, and is longer than maxLine
	open                // a status response that goes on in a literal
	missed              // passed over, though a registered code stands in it in brackets

	kinds // how many there are
)

// isShown reports whether people are shown a line of kind k in a transcript.
func (k kind) isShown() bool { return k == status || k == broken || k == long || k == open }

// hasResponse reports whether a line of kind k has a response that can be explained, a broken one but for tag and type.
func (k kind) hasResponse() bool { return k == status || k == broken }

// reason says why a line is no status response, or is not explained. It is empty for a status response.
func (k kind) reason() string {
	switch k {
	case other, broken:
		return string(imapcode.ErrNotStatus)
	case sent:
		return "sent by the client"
	case literal:
		return "part of a literal"
	case long:
		return "longer than 1 MiB"
	case open:
		return "goes on in a literal, which is not read"
	case missed:
		return "not read as a status response, though a registered code stands in it"
	}
	return ""
}

// A line is a line of the input, and what it is.
type line struct {
	number   int64
	text     string // as it was read, without its line end; of a longer line than maxLine its beginning
	body     string // text without the prefix
	prefix   prefix
	kind     kind
	response imapcode.Response // if it can be explained
}

// A transcript tells what the lines of a session are, one after the other.
type transcript struct {
	number  int64
	literal literalState
	rest    bool // the next piece belongs to the line before, which is longer than maxLine
}

// A literalState is a literal that has begun.
type literalState struct {
	left   int64  // octets that are still to come
	prefix prefix // of the line that it began in
	bare   bool   // that line ended in LF without CR
	ended  bool   // with the line before: the response goes on
}

// next takes the next piece of the input, and sets l to the line that begins with it, if one does.
func (t *transcript) next(l *line, piece string) (begins bool) {
	text := trimEnd(piece)
	continues := t.rest
	t.rest = len(piece) == maxLine && piece[maxLine-1] != '\n'
	if continues {
		t.literal.left = max(0, t.literal.left-int64(len(piece)))
		return false
	}
	t.number++
	*l = line{number: t.number, text: text}
	l.body, l.prefix = cutPrefix(text)
	if t.literal.left > 0 && t.literal.holds(l, len(piece)-len(text)) {
		l.kind = literal
		return true
	}
	goesOn := t.literal.ended
	t.literal.ended = false
	l.judge()
	if t.rest && l.kind.hasResponse() {
		l.kind = long
	}
	if !l.kind.hasResponse() {
		l.response = imapcode.Response{}
	}
	isData := l.kind == other && (goesOn || strings.HasPrefix(l.body, "* "))
	if l.kind == open || isData {
		t.literal.begin(l, len(piece)-len(text))
	} else if l.kind == other && holdsCode(l.body) {
		l.kind = missed
	}
	return true
}

// begin takes the head of a literal from the end of l, if there is one. So many octets end the line.
func (s *literalState) begin(l *line, lineEnd int) {
	left, _ := literalSize(l.body)
	*s = literalState{left: left, prefix: l.prefix, bare: lineEnd == 1}
}

// holds reports whether l, with so many octets at its end, is part of the literal, and counts its octets. What prefixed lines
// have before them is not counted, and where the line before the literal ended in LF alone, every LF counts as the CRLF that
// it once was. Prefixes are the work of logs, which may leave literals out: there a line of the client or a status response
// ends the literal, too. Lines with another prefix than that before the literal have none of the log's.
func (s *literalState) holds(l *line, lineEnd int) bool {
	body := l.text
	if s.prefix != (prefix{}) && s.prefix.isLike(l.prefix) {
		body = l.body
		if l.prefix.from == client || isServers(body) {
			s.left = 0
			return false
		}
	}
	if s.bare && lineEnd == 1 {
		lineEnd = 2
	}
	if size := int64(len(body) + lineEnd); size <= s.left {
		s.left -= size
		s.ended = s.left == 0
		return true
	}
	behind := body[min(int(s.left), len(body)):]
	s.left, _ = literalSize(behind)
	return true
}

// isServers reports whether a line is so clearly a status response that it cannot be part of a mail: its type is in upper
// case, and its tag is "*" or has a digit in it.
func isServers(body string) bool {
	r, err := imapcode.Parse(body)
	return err == nil && (r.Tag == "*" || strings.ContainsAny(r.Tag, "0123456789")) &&
		strings.HasPrefix(body[len(r.Tag)+1:], r.Type.String())
}

// literalSize returns how many octets the literal has whose head s ends with, "{12}", and whether there is one.
func literalSize(s string) (n int64, ok bool) {
	if s == "" || s[len(s)-1] != '}' {
		return 0, false
	}
	begin := strings.LastIndexByte(s[max(0, len(s)-maxPrefix):], '{') + 1
	if begin == 0 {
		return 0, false
	}
	begin += max(0, len(s)-maxPrefix)
	n, err := strconv.ParseInt(s[begin:len(s)-1], 10, 64)
	return n, err == nil && n >= 0
}

// judge finds out what l is, outside literals.
func (l *line) judge() {
	if l.prefix.from == client {
		l.kind = sent
		return
	}
	var err error
	if l.response, err = imapcode.Parse(l.body); err != nil {
		if text, ok := cutToCode(l.body); ok {
			l.kind, l.response = broken, imapcode.ParseText("", 0, text)
		}
		return
	}
	l.kind = status
	if _, ok := l.response.Literal(); ok {
		l.kind = open
	}
}

// cutToCode returns s from a registered code on that stands in brackets behind at most two words, where those of a status
// response should be, and whether there is one.
func cutToCode(s string) (text string, ok bool) {
	for range 3 {
		if _, ok := codeIn(s); ok {
			return s, true
		}
		end := wordEnd(s)
		s = trimSpace(s[end:])
	}
	return "", false
}

// holdsCode reports whether a registered code stands in brackets anywhere in s, but not straight behind a letter or digit as in
// an array's element.
func holdsCode(s string) bool {
	for i := range len(s) {
		if s[i] != '[' || i > 0 && isAlphanumeric(s[i-1]) {
			continue
		}
		if _, ok := codeIn(s[i:]); ok {
			return true
		}
	}
	return false
}

func isAlphanumeric(c byte) bool {
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}

// trimEnd returns a line without its line end.
func trimEnd(s string) string {
	return strings.TrimSuffix(strings.TrimSuffix(s, "\n"), "\r")
}
