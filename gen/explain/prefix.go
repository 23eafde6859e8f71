package explain

import (
	"strings"

	"github.com/imapcodes/imapcodes/generated/imapcode"
)

// An origin says who sent a line.
type origin int

const (
	unknown origin = iota
	server
	client
)

// maxPrefix is how long a word or a bracket of a prefix may be.
const maxPrefix = 64

// cutPrefix returns a line without what logs and transcripts put before it, and who sent it, if that says so. It is, with
// spaces between and around, and each part optional:
//
//	2026-11-22 12:34:56,789 +0100   any number of stamps: dates, times, seconds since 1970, [anything in brackets]
//	mail dovecot[123]:              after a stamp, one word or two with a colon at the end
//	S:                              who sent it, see direction
//
// Brackets around a registered code are no prefix.
func cutPrefix(line string) (rest string, from origin) {
	rest = trimSpace(line)
	if rest == "" || rest[0] == '*' || rest[0] == '+' {
		return rest, unknown
	}
	stamped := false
	for n := stampEnd(rest); n > 0; n = stampEnd(rest) {
		rest, stamped = trimSpace(rest[n:]), true
	}
	if after, from := cutDirection(rest); from != unknown {
		return after, from
	}
	if !stamped {
		return rest, unknown
	}
	return cutDirection(cutProgram(rest))
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

// stampEnd returns where the stamp ends that s begins with, or 0 if there is none.
func stampEnd(s string) int {
	if s == "" {
		return 0
	}
	if s[0] == '[' {
		return bracketEnd(s)
	}
	for _, shape := range stamps {
		if !hasShape(s, shape) {
			continue
		}
		end := len(shape)
		for end < len(s) && strings.IndexByte(behindStamp, s[end]) >= 0 {
			end++
		}
		if end == len(s) || s[end] == ' ' || s[end] == '\t' {
			return end
		}
	}
	return 0
}

// stamps are the shapes that a stamp begins with. In them 0 stands for a digit, _ for a digit or a space, and letters for
// letters of the same case.
var stamps = [...]string{
	"0000-00-00", "0000/00/00", // with or without T12:34:56.789Z
	"00:00:00",
	"+0000", "-0000", // a time zone
	"0000000000.0",    // seconds since 1970, as in Dovecot's rawlog
	"Aaa _0 00:00:00", // syslog
}

// behindStamp are the octets that may follow a stamp's shape in the same word.
const behindStamp = "0123456789.,:+-TZ"

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

// bracketEnd returns where the bracket ends that s begins with, or 0 if it is no part of a prefix.
func bracketEnd(s string) int {
	end := strings.IndexByte(s[:min(len(s), maxPrefix)], ']') + 1
	if end == 0 || end < len(s) && s[end] != ' ' && s[end] != '\t' && s[end] != '[' {
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

// cutProgram returns s without the host and program that syslog puts before a line: one word or two, the last with a colon at
// its end.
func cutProgram(s string) string {
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

// cutDirection returns s without the word that it begins with, and who sent it, if that word says so.
func cutDirection(s string) (rest string, from origin) {
	end := wordEnd(s)
	switch s[:end] {
	case "S:", "Server:", "Response:", "<", "<<", "<<<", "<-", "<--":
		from = server
	case "C:", "Client:", "Request:", ">", ">>", ">>>", "->", "-->":
		from = client
	default:
		return s, unknown
	}
	return trimSpace(s[end:]), from
}
