package explain

import (
	"bufio"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/imapcodes/imapcodes/gen/internal/imapcode"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// maxLine is how many bytes of a line are kept: no server sends a status response of 1 MiB.
const maxLine = 1 << 20

// A line is a line of the input.
type line struct {
	number   int64
	text     string // without its line end; of a line longer than maxLine, its beginning
	size     int64  // in bytes, with its line end
	body     string // text without the marker
	marker   int    // its index, or -1
	kind     kind
	command  string            // that the response answers, in upper case; empty if not known
	response imapcode.Response // of a status response; of a broken one, without tag and type
}

// A kind says in words why a line is not explained, or what is wrong with it.
type kind string

const (
	status  kind = "" // a status response
	broken  kind = "not a status response: want a tag and OK, NO, BAD, PREAUTH or BYE before the code"
	long    kind = "longer than 1 MiB"
	open    kind = "continues in a literal, which is not read"
	passed  kind = "not read as a status response, but contains a known code"
	data    kind = "server data, not a status response"
	sent    kind = "sent by the client"
	literal kind = "part of a literal"
	other   kind = kind(imapcode.ErrNotStatus)
)

// read reads l and keeps its first maxLine bytes.
func (l *line) read(r *bufio.Reader) error {
	piece, err := r.ReadSlice('\n')
	l.text, l.size = trimEnd(string(piece)), int64(len(piece))
	for err == bufio.ErrBufferFull {
		piece, err = r.ReadSlice('\n')
		l.size += int64(len(piece))
	}
	return err
}

// trimEnd returns a line without its line end, LF or CRLF. Other CRs are deviations.
func trimEnd(s string) string {
	if text, ok := strings.CutSuffix(s, "\n"); ok {
		return strings.TrimSuffix(text, "\r")
	}
	return s
}

// classify sets l's kind. If continues is set, l may continue a response after a literal. A line is
// broken if it has a known code after at most two words.
func (l *line) classify(continues bool) {
	l.body, l.marker = cutMarker(l.text)
	r, err := imapcode.Parse(l.body)
	_, isOpen := r.Literal()
	code := findCode(l.body)
	early := code == 0 || code > 0 && l.body[code-1] == ' ' && strings.Count(l.body[:code], " ") <= 2
	switch {
	case l.marker%2 == 1:
		l.kind = sent
	case err == nil && l.size > maxLine:
		l.kind = long
	case isOpen:
		l.kind = open
	case err == nil:
		l.kind, l.response = status, r
	case early && !continues:
		l.kind, l.response = broken, imapcode.ParseText("", 0, l.body[code:])
	case continues || strings.HasPrefix(l.body, "* "):
		l.kind = data
	case code > 0:
		l.kind = passed
	default:
		l.kind = other
	}
}

// departs reports whether l departs from the grammar of a status response.
func (l *line) departs() bool {
	return l.kind == broken || l.kind == status && l.response.Deviations != 0
}

// hasProblem reports whether l departs from the grammar, cannot be read, reports a failure, or has a
// code that does not belong there.
func (l *line) hasProblem() bool {
	r := &l.response
	return l.departs() || l.kind == long || l.kind == open ||
		l.kind == status && (r.Err() != nil || r.Unusual(l.command) != 0)
}

// findCode returns the index of a known code in brackets in s, or -1. A bracket after a letter or
// digit does not begin a code: BODY[TEXT].
func findCode(s string) int {
	for i := strings.IndexByte(s, '['); 0 <= i && i < len(s); i++ {
		if s[i] != '[' || i > 0 && (unicode.IsLetter(rune(s[i-1])) || unicode.IsDigit(rune(s[i-1]))) {
			continue
		}
		name := s[i+1 : min(i+64, len(s))] // no code is longer
		if end := strings.IndexAny(name, " ]"); end > 0 {
			if _, ok := imapcode.Lookup(name[:end]); ok {
				return i
			}
		}
	}
	return -1
}

// Markers are what logs put before lines to say who sent them: the server or, at an odd index, the
// client.
var markers = []string{"S:", "C:", "<", ">", "<<", ">>"}

// cutMarker returns a line without the marker that it begins with, as in "S: a NO [ALERT] Sorry",
// and the index of the marker, or -1.
func cutMarker(text string) (body string, marker int) {
	body = strings.TrimLeft(text, " ")
	word, rest, _ := strings.Cut(body, " ")
	if marker = slices.Index(markers, word); marker >= 0 {
		body = strings.TrimLeft(rest, " ")
	}
	return body, marker
}

// A transcript classifies the lines of a session in order.
type transcript struct {
	left      int64 // octets of a literal that are still to come
	marker    int   // of the line that announced it, or -1
	bare      bool  // that line ended in LF, not CRLF
	continues bool  // the literal ended with the last line, so the next one continues the response

	commands map[string]string // names of the commands without an answer yet, by tag
}

// maxCommands is how many commands a transcript remembers. Clients send few before an answer.
const maxCommands = 1000

// classify sets the kind of the next line, l.
func (t *transcript) classify(l *line) {
	if t.left > 0 && t.skip(l) {
		l.kind = literal
		return
	}
	l.classify(t.continues)
	t.continues = false
	t.follow(l)
	if l.kind == open || l.kind == data {
		t.marker, t.bare = l.marker, l.size == int64(len(l.text)+1)
		t.left = literalSize(l.body)
	}
}

// follow remembers the command that l begins if the client sent it, or sets l's command if l answers
// one. That is not known if the transcript has no markers.
func (t *transcript) follow(l *line) {
	switch l.kind {
	case sent:
		start := strings.Clone(l.body[:min(len(l.body), 256)]) // the map must not hold a long line
		words := strings.Fields(strings.ToUpper(start))
		tag, _, _ := strings.Cut(start, " ")
		if len(words) < 2 || start != registry.Visible(start) || len(t.commands) >= maxCommands {
			return
		}
		name := words[1]
		if name == "UID" && len(words) > 2 {
			name += " " + words[2]
		}
		if t.commands == nil {
			t.commands = map[string]string{}
		}
		t.commands[tag] = name
	case status:
		l.command = t.commands[l.response.Tag]
		delete(t.commands, l.response.Tag)
	}
}

// literalSize returns the size of the literal that s announces at its end, such as "{12}", or -1.
func literalSize(s string) int64 {
	i := strings.LastIndexByte(s, '{')
	digits, closed := strings.CutSuffix(s[i+1:], "}")
	n, err := strconv.ParseUint(digits, 10, 63)
	if i < 0 || !closed || err != nil {
		return -1
	}
	return int64(n)
}

// skip reports whether l belongs to the literal that has been announced, and counts its octets:
//
//   - If the announcing line ended in LF, each LF counts as the CRLF that it was on the wire.
//   - In a log, lines of the literal may have a marker, which does not count.
//   - A log may leave out the literal: it ends with the next line that has a marker and was sent by
//     the client, or is a status response. Those inside a message rarely have a tag with a digit.
func (t *transcript) skip(l *line) bool {
	text, size := l.text, l.size
	if body, m := cutMarker(text); t.marker >= 0 && m >= 0 && m/2 == t.marker/2 {
		r, err := imapcode.Parse(body)
		if m%2 == 1 || err == nil && strings.ContainsAny(r.Tag, "*0123456789") {
			t.left = 0
			return false
		}
		text, size = body, size-int64(len(text)-len(body))
	}
	if t.bare {
		size++
	}
	if size <= t.left {
		t.left -= size
		t.continues = t.left == 0
		return true
	}
	t.left = literalSize(text[min(t.left, int64(len(text))):])
	return true
}
