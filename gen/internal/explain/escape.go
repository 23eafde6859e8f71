package explain

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// What a server sends may command a terminal: with escape sequences, with C1 controls, with characters that reorder or hide
// others. Octets and characters that are not printable are therefore written as escapes, everywhere.

// plainEnd returns how many octets s begins with that stand for themselves, in JSON too: printable ASCII but " and \.
func plainEnd(s string) int {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return i
		}
	}
	return len(s)
}

// appendVisible appends s for people: what is not printable, and not UTF-8, as in Go: \x1b, \u202e. A backslash stays one.
func appendVisible(b []byte, s string) []byte {
	for s != "" {
		n := plainEnd(s)
		b = append(b, s[:n]...)
		if s = s[n:]; s == "" {
			break
		}
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && size == 1:
			b = append(b, '\\', 'x', hex[s[0]>>4], hex[s[0]&15])
		case strconv.IsPrint(r):
			b = append(b, s[:size]...)
		default:
			begin := len(b)
			b = strconv.AppendQuoteRune(b, r)
			b = append(b[:begin], b[begin+1:len(b)-1]...)
		}
		s = s[size:]
	}
	return b
}

const hex = "0123456789abcdef"

// appendString appends s as a string of JSON, in which what is not printable is escaped, and U+FFFD stands for octets that
// are not UTF-8.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	for s != "" {
		n := plainEnd(s)
		b = append(b, s[:n]...)
		if s = s[n:]; s == "" {
			break
		}
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', s[0])
		case strconv.IsPrint(r):
			b = utf8.AppendRune(b, r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			b = appendUnit(appendUnit(b, high), low)
		default:
			b = appendUnit(b, r)
		}
		s = s[size:]
	}
	return append(b, '"')
}

// appendUnit appends the escape of a code unit of UTF-16.
func appendUnit(b []byte, unit rune) []byte {
	return append(b, '\\', 'u', hex[unit>>12&15], hex[unit>>8&15], hex[unit>>4&15], hex[unit&15])
}
