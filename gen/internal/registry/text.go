package registry

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// checkText returns an error if text cannot be in a comment on one line of source: if it is not
// UTF-8, contains control characters (IsControl), or would become code when jennifer emits it, as
// with // or /* at its start and */ anywhere.
func checkText(text string) error {
	if !utf8.ValidString(text) {
		return fmt.Errorf("%q is not UTF-8", text)
	}
	if i := strings.IndexFunc(text, IsControl); i >= 0 {
		r, _ := utf8.DecodeRuneInString(text[i:])
		return fmt.Errorf("%q holds the control character %U", text, r)
	}
	if strings.HasPrefix(text, "//") || strings.HasPrefix(text, "/*") ||
		strings.Contains(text, "*/") {
		return fmt.Errorf("%q holds a comment mark", text)
	}
	return nil
}

// IsControl reports whether r changes how text is shown instead of being shown: a control character
// such as ESC or a line break of any kind, or a character that reorders or hides others.
func IsControl(r rune) bool {
	if r <= unicode.MaxASCII {
		return r < ' ' || r == 0x7f
	}
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp)
}

// Visible returns text with each octet that is not UTF-8, and each control character (IsControl),
// written as in Go: \x1b, \u202e.
func Visible(text string) string {
	if isPrintableASCII(text) {
		return text
	}
	var b strings.Builder
	for i, r := range text {
		switch _, size := utf8.DecodeRuneInString(text[i:]); {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, text[i])
		case IsControl(r):
			quoted := strconv.QuoteRuneToASCII(r)
			b.WriteString(quoted[1 : len(quoted)-1])
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func isPrintableASCII(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || '~' < text[i] {
			return false
		}
	}
	return true
}
