package engine

// isText reports whether s is empty or matches the rule text of RFC 9051 section 9: UTF-8 without
// NUL, CR and LF. It takes eight octets at once. Masks have the high bit of each octet that they
// are about. Words of ASCII are not skipped, because where they are cannot be predicted.
func isText(s string) bool {
	var due, bad uint64 // octets of the next word that must continue a character; what is malformed
	for i := 0; i < len(s); {
		var w uint64
		if i+8 <= len(s) {
			w = load(s, i)
		} else { // there are spaces after the end
			w = lastOctets(s, i) | ' '*ones<<(8*uint(len(s)-i))
		}
		if (w-' '*ones)&^w&highs != 0 && zeros(w)|zeros(w^'\r'*ones)|zeros(w^'\n'*ones) != 0 {
			return false
		}
		leads := w & (w << 1) & highs
		wide := leads & (w << 2) // those of characters of three or four octets
		if wide&limited(w) != 0 {
			if due == 0 && isWidePair(w) {
				i += 6
				continue
			}
			if i = nextCharacter(s, i, due); i < 0 {
				return false
			}
			due = 0
			continue
		}
		due |= leads<<8 | wide<<16
		bad |= leads &^ wide &^ (w&(0x1e*ones) + 0x7e*ones) // 0xc0 and 0xc1
		bad |= w&highs ^ leads ^ due                        // continuations that are not due
		due = leads>>56 | wide>>48
		i += 8
	}
	return due|bad == 0
}

// isWidePair reports whether w begins with two characters of three octets each, as texts in most
// scripts of Asia do.
func isWidePair(w uint64) bool {
	if w&0xc0c0f0c0c0f0 != 0x8080e08080e0 {
		return false
	}
	// After 0xe0 comes 0xa0 or above, because there is a shorter form for other characters; after
	// 0xed what is below, because surrogates are not characters.
	first, second := w&0x200f, w>>24&0x200f
	return first != 0 && first != 0x200d && second != 0 && second != 0x200d
}

// limited returns which octets of w limit the octet after them, if they are leads of characters of
// three or four octets: 0xe0, 0xed and those from 0xf0 on.
func limited(w uint64) uint64 {
	return w<<3 | ^(w&(0x0f*ones) + 0x7f*ones) | ^((w^0x0d*ones)&(0x0f*ones) + 0x7f*ones)
}

// nextCharacter returns where the character ends that s[i] is in, or -1 if it is malformed. Where
// octets are due, it began before s[i].
func nextCharacter(s string, i int, due uint64) int {
	if due != 0 {
		if s[i]>>6 != 0x80>>6 {
			return -1
		}
		for s[i]>>6 == 0x80>>6 {
			i--
		}
	}
	n := 0
	for n == 0 || i < len(s) && s[i] >= 0xf0 { // emoji come in rows
		if n = characterLen(window(s, i)); n == 0 {
			return -1
		}
		i += n
	}
	return i
}

// characterLen returns how many octets the character has that w begins with, or 0 if it is
// malformed (RFC 3629 section 4).
func characterLen(w uint64) int {
	switch {
	case w&0x80 == 0:
		return 1
	case w&0xc0e0 == 0x80c0 && w&0x1e != 0:
		return 2
	case w&0xc0c0f0 == 0x8080e0 && w&0x200f != 0 && w&0x200f != 0x200d: // see isWidePair
		return 3
	case w&0xc0c0c0f8 == 0x808080f0 && w&0x3007 != 0 && (w&4 == 0 || w&0x3003 == 0): // to U+10FFFF
		return 4
	}
	return 0
}

// textFault returns why s does not match the rule text: "CR at octet 7", the first octet being 0.
func textFault(s string) string {
	i := matchPrefix(s, textStart)
	what := "what is not UTF-8"
	switch s[i] {
	case 0:
		what = "NUL"
	case '\r':
		what = "CR"
	case '\n':
		what = "LF"
	}
	return what + " at octet " + decimalOf(uint64(i))
}

// ToText returns s as a text that Append takes and that old clients read: a server that passes on
// other people's words has to answer something.
//
//   - CRLF, CR, LF and NUL become a space each.
//   - Octets that are not UTF-8 are taken for Latin-1.
//   - An empty text becomes "-". Before a "[" at the beginning, or after spaces there, comes "- ":
//     it might be read as the beginning of a response code.
//   - After "{5}" at the end comes ".": it might be read as the beginning of a literal.
//
// If nothing has to change, ToText returns s itself and allocates nothing.
func ToText(s string) string {
	prefix, suffix := "", ""
	if _, ok := literalSize(s); ok {
		suffix = "."
	}
	if first := firstWord(s); s == "" {
		return "-"
	} else if first != "" && first[0] == '[' {
		prefix = "- "
	}
	if isText(s) {
		return prefix + s + suffix
	}
	b := append(make([]byte, 0, len(prefix)+2*len(s)+len(suffix)), prefix...)
	for i := 0; i < len(s); {
		n := characterLen(window(s, i))
		switch c := s[i]; {
		case n > 1 || c != 0 && c != '\r' && c != '\n' && n == 1:
			b = append(b, s[i:i+n]...)
			i += n
			continue
		case c >= 0x80:
			b = append(b, 0xc0|c>>6, 0x80|c&0x3f)
		case c != '\n' || i == 0 || s[i-1] != '\r':
			b = append(b, ' ')
		}
		i++
	}
	return string(append(b, suffix...))
}

// firstWord returns s without the spaces and tabs at its beginning.
func firstWord(s string) string {
	for s != "" && (s[0] == ' ' || s[0] == '\t') {
		s = s[1:]
	}
	return s
}

// zeros returns the high bit of the lowest octet of w that is zero, and of some octets above it;
// or 0 if none is zero.
func zeros(w uint64) uint64 { return (w - ones) &^ w & highs }
