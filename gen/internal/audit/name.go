package audit

import (
	"regexp"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// A style says how a word is written.
type style int

const (
	upper style = iota // OVER_QUOTA
	lower              // over_quota, overQuota
	title              // OverQuota
)

func styleOf(word string) style {
	switch {
	case word == strings.ToUpper(word):
		return upper
	case isLower(word[0]):
		return lower
	}
	return title
}

// fold returns a word without its case and the marks between its parts: "READONLY" for READ-ONLY,
// READ_ONLY and ReadOnly.
func fold(word string) string {
	return strings.ToUpper(strings.ReplaceAll(strings.ReplaceAll(word, "-", ""), "_", ""))
}

// A span is a part of an identifier, as offsets of bytes.
type span struct{ start, end int }

// parts returns the parts of an identifier: Response, Code, UID and Next of ResponseCodeUIDNext,
// ResponseCode and Alert of ResponseCode::Alert. There are at most maxParts.
func parts(name string) []span {
	var spans []span
	start := -1
	for i := 0; i <= len(name); i++ {
		isEnd := i == len(name) || !isAlphanumeric(name[i])
		if start >= 0 && (isEnd || isBoundary(name, i)) {
			spans = append(spans, span{start, i})
			start = -1
		}
		if start < 0 && !isEnd {
			start = i
		}
	}
	return spans[:min(len(spans), maxParts)]
}

// maxParts bounds the work for a very long identifier.
const maxParts = 16

// isBoundary reports whether a part begins at an upper-case letter inside a name, as at U, N and E
// of kUIDNextEntry.
func isBoundary(name string, i int) bool {
	if i == 0 || !isUpper(name[i]) {
		return false
	}
	return !isUpper(name[i-1]) || i+1 < len(name) && isLower(name[i+1])
}

func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }
func isLower(c byte) bool { return 'a' <= c && c <= 'z' }
func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isAlphanumeric(c byte) bool { return isUpper(c) || isLower(c) || isDigit(c) }

// codeForm matches what is written like a response code: words of letters and digits, with single
// hyphens or underscores between them.
var codeForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*(?:[-_][A-Za-z0-9]+)*$`)

// mayBeCode reports whether a string is written like a response code. The types of status responses
// are not codes.
func mayBeCode(s string) bool {
	return len(s) > 1 && len(s) <= 64 && codeForm.MatchString(s) &&
		!slices.Contains(registry.ResponseTypes(), strings.ToUpper(s))
}

// isCommon reports whether a code is also a word that other lists have: those of STATUS, of search
// keys, commands and capabilities, of log levels, of states of a connection, of errors.
func isCommon(code string) bool {
	switch code {
	case "ALERT", "ALREADYEXISTS", "ANNOTATE", "ANNOTATIONS", "CANNOT", "CAPABILITY", "CLOSED",
		"CORRUPTION", "DOWNGRADED", "EXPIRED", "HIGHESTMODSEQ", "INPROGRESS", "INUSE", "LIMIT",
		"MAILBOXID", "METADATA", "MODIFIED", "PARSE", "READ-ONLY", "READ-WRITE", "REFERRAL",
		"TOOBIG", "UIDNEXT", "UIDVALIDITY", "UNAVAILABLE", "UNSEEN":
		return true
	}
	return false
}

// isPlaceholder reports whether an identifier in a list of codes stands for something that is not a
// code.
func isPlaceholder(word string) bool {
	switch fold(word) {
	case "CODE", "COUNT", "CUSTOM", "DEFAULT", "EMPTY", "END", "EXTENSION", "FIRST", "INVALID",
		"LAST", "MAX", "MIN", "NIL", "NONE", "NULL", "NUM", "OTHER", "RAW", "TEXT", "UNDEFINED",
		"UNKNOWN", "UNRECOGNIZED", "UNSET", "UNSPECIFIED", "UNSUPPORTED", "VENDOR":
		return true
	}
	return false
}

// difference returns the length of the longer of a and b without their common prefix and suffix.
func difference(a, b string) int {
	for a != "" && b != "" && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for a != "" && b != "" && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return max(len(a), len(b))
}
