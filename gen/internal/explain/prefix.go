package explain

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/imapcodes/imapcodes/gen/internal/imapcode"
)

// An origin says who sent a line.
type origin int

const (
	unknown origin = iota
	server
	client
)

// maxPrefix is how long a word or a bracket of a prefix may be.
const maxPrefix = 128

// mostSources is how many sources a direction may stand behind.
const mostSources = 2

// A prefix says of what logs and transcripts put before a line what it has.
type prefix struct {
	stamped bool
	sources int // behind which the direction stands
	from    origin
}

// isLike reports whether p has the parts that q has, as the lines of one log do.
func (p prefix) isLike(q prefix) bool {
	return p.stamped == q.stamped && p.sources == q.sources && (p.from == unknown) == (q.from == unknown)
}

// cutPrefix returns a line without what logs and transcripts put before it, and what that is. It is, with spaces between
// and around, and each part optional:
//
//	2026-11-22 12:34:56,789 UTC -   any number of stamps, see stampEnd: dates, times, [anything in brackets]
//	mail dovecot[123]: imap(fred):  sources, each one word or two with a colon at the end
//	S:                              who sent it, see cutDirection; perhaps at the end of a source
//	b'...'                          behind that, quotes around the line, see unquote
//
// Two sources or one without a stamp are a prefix only before a direction. Brackets around a registered code are none.
func cutPrefix(line string) (rest string, p prefix) {
	rest = trimSpace(line)
	if rest == "" || rest[0] == '*' || rest[0] == '+' {
		return rest, p
	}
	for n := stampEnd(rest, false); n > 0; n = stampEnd(rest, true) {
		rest, p.stamped = trimSpace(rest[n:]), true
	}
	if after, sources, from := cutDirection(rest); from != unknown {
		p.sources, p.from = sources, from
		return unquote(after), p
	}
	if p.stamped {
		rest = cutSource(rest)
	}
	return rest, p
}

func trimSpace(s string) string {
	for s != "" && (s[0] == ' ' || s[0] == '\t') {
		s = s[1:]
	}
	return s
}

// wordEnd returns where the word ends that s begins with, or 0 if it is too long for a prefix.
func wordEnd(s string) int {
	for i := range min(len(s), maxPrefix) {
		if s[i] == ' ' || s[i] == '\t' {
			return i
		}
	}
	if len(s) < maxPrefix {
		return len(s)
	}
	return 0
}

// stampEnd returns where the stamp ends that s begins with, or 0 if there is none. A stamp is
//
//	12:34                  digits and signs, as in dates, times, zones; but not the tag of a status response: 1.42 OK
//	Nov  2                 month and day, before a time
//	[anything in brackets]
//	UTC GMT AM PM - |      one of these behind another stamp
func stampEnd(s string, behind bool) int {
	if s == "" {
		return 0
	}
	if s[0] == '[' {
		return bracketEnd(s)
	}
	if hasShape(s, "Aaa _0 0") {
		return len("Aaa _0")
	}
	end := wordEnd(s)
	if word := s[:end]; isNumeric(word) && !isDottedTag(s, word) || behind && isBesideTime(word) {
		return end
	}
	return 0
}

// isNumeric reports whether a word is made of digits and signs, as in 2026-11-22T12:34:56.789Z, 44:01.41, +0100.
func isNumeric(word string) bool {
	digits, signs := 0, 0
	for i := range len(word) {
		switch c := word[i]; {
		case '0' <= c && c <= '9':
			digits++
		case strings.IndexByte(":.,/-+", c) >= 0:
			signs++
		case (c != 'T' && c != 'Z') || digits == 0:
			return false
		}
	}
	return digits > 0 && signs > 0
}

// isDottedTag reports whether a word, digits and dots alone, is the tag of the status response s. Words with other signs are no
// tags that clients use, and behind times logs may well say "no new mail".
func isDottedTag(s, word string) bool {
	if strings.Trim(word, "0123456789.") != "" {
		return false
	}
	_, err := imapcode.Parse(s)
	return err == nil
}

// isBesideTime reports whether a word is one of those that logs put behind times.
func isBesideTime(word string) bool {
	switch word {
	case "UTC", "GMT", "AM", "PM", "-", "|":
		return true
	}
	return false
}

// hasShape reports whether s begins with a shape, in which 0 stands for a digit, _ for a digit or a space, and letters for
// letters of the same case.
func hasShape(s, shape string) bool {
	if len(s) < len(shape) {
		return false
	}
	for i := range len(shape) {
		digit := '0' <= s[i] && s[i] <= '9'
		switch c := shape[i]; {
		case c == '0' && digit, c == '_' && (digit || s[i] == ' '), c == s[i]:
		case c == 'A' && 'A' <= s[i] && s[i] <= 'Z', c == 'a' && 'a' <= s[i] && s[i] <= 'z':
		default:
			return false
		}
	}
	return true
}

// bracketEnd returns where the bracket ends that s begins with, with a colon behind it if there is one, or 0 if it is no part
// of a prefix.
func bracketEnd(s string) int {
	end := strings.IndexByte(s[:min(len(s), maxPrefix)], ']') + 1
	if end == 0 {
		return 0
	}
	if end < len(s) && s[end] == ':' {
		end++
	}
	if end < len(s) && s[end] != ' ' && s[end] != '\t' && s[end] != '[' {
		return 0
	}
	if _, ok := codeIn(s); ok {
		return 0
	}
	return end
}

// codeIn returns the registered code that s begins with in brackets, or with a bracket before it and a space behind it.
func codeIn(s string) (imapcode.Code, bool) {
	if s == "" || s[0] != '[' {
		return "", false
	}
	end := strings.IndexAny(s[:min(len(s), maxPrefix)], " ]")
	if end < 0 {
		return "", false
	}
	return imapcode.Lookup(s[1:end])
}

// cutSource returns s without the source that it begins with, as syslog puts host and program before a line: one word or two,
// the last with a colon at its end.
func cutSource(s string) string {
	rest := s
	for range 2 {
		end := wordEnd(rest)
		if end == 0 {
			break
		}
		word := rest[:end]
		if rest = trimSpace(rest[end:]); word[end-1] == ':' {
			return rest
		}
	}
	return s
}

// cutDirection returns s without the direction that it begins with or that stands behind its sources, how many these are, and
// who sent the line. Without a colon a direction is only where a source may begin.
func cutDirection(s string) (rest string, sources int, from origin) {
	words := 0 // of the source that has begun
	for sources <= mostSources && words < 2 {
		end := wordEnd(s)
		if end == 0 {
			break
		}
		word := s[:end]
		s = trimSpace(s[end:])
		words++
		if word[end-1] == ':' {
			if from = namedOrigin(word[:end-1]); from != unknown {
				return s, sources, from
			}
			sources, words = sources+1, 0
		} else if words == 1 {
			if from = markedOrigin(word); from != unknown {
				return s, sources, from
			}
		}
	}
	return s, sources, unknown
}

// markedOrigin returns who sent a line that a word without a colon marks.
func markedOrigin(word string) origin {
	switch word {
	case "<", "<<", "<<<", "<-", "<--", "IMAP<", "RECV":
		return server
	case ">", ">>", ">>>", "->", "-->", "IMAP>", "SEND":
		return client
	}
	return unknown
}

// names are the names that a word with a colon may have or end in, in any case, and of whom they tell. Received and Sent are
// not among them: with them lines of mails begin.
var names = [...]struct {
	name string
	from origin
}{
	{"S", server}, {"S->C", server}, {"Server", server}, {"Response", server}, {"RECV", server},
	{"CreateNewLineFromSocket", server}, // Thunderbird, behind the address of an object, the host and its state
	{"C", client}, {"C->S", client}, {"Client", client}, {"Request", client}, {"SEND", client},
	{"SendData", client}, // Thunderbird
}

// namedOrigin returns who sent a line behind a word that a colon followed. What counts is the end of the word: its letters,
// and an arrow between them.
func namedOrigin(word string) origin {
	i := len(word)
	for i > 0 && (word[i-1]|0x20 >= 'a' && word[i-1]|0x20 <= 'z' || word[i-1] == '-' || word[i-1] == '>') {
		i--
	}
	for _, n := range names {
		if strings.EqualFold(word[i:], n.name) {
			return n.from
		}
	}
	return unknown
}

// unquote returns what s holds if it is a string in quotes in which programs show octets: b'...' of Python, "..." of others.
func unquote(s string) string {
	quoted := strings.TrimPrefix(s, "b")
	end := len(quoted) - 1
	if end < 1 || quoted[0] != '\'' && quoted[0] != '"' || quoted[end] != quoted[0] {
		return s
	}
	rest, err := unescape(quoted[1:end], quoted[0])
	if err != nil {
		return s
	}
	return trimEnd(rest)
}

// unescape returns what a string between quotes stands for.
func unescape(s string, quote byte) (string, error) {
	if strings.IndexByte(s, '\\') < 0 {
		return s, nil
	}
	var b []byte
	for s != "" {
		c, multibyte, rest, err := strconv.UnquoteChar(s, quote)
		if err != nil {
			return "", err
		}
		if multibyte {
			b = utf8.AppendRune(b, c)
		} else {
			b = append(b, byte(c))
		}
		s = rest
	}
	return string(b), nil
}
