package docs

import (
	"strings"
	"unicode"
)

// words returns the words of a code or of a name in Go's style, in lower case: "uid" and "next" of
// UIDNext, "source" and "uids" of SourceUIDs, "not" and "utf8" of NotUTF8, "read" and "only" of
// READ-ONLY. The words of OVERQUOTA cannot be told apart; its name OverQuota has two.
func words(text string) []string {
	var list []string
	begin := 0
	runes := []rune(text)
	end := func(i int) {
		if i > begin {
			list = append(list, strings.ToLower(string(runes[begin:i])))
		}
		begin = i
	}
	for i, r := range runes {
		switch {
		case !isLetterOrDigit(r):
			end(i)
			begin = i + 1
		case beginsWord(runes, i):
			end(i)
		}
	}
	end(len(runes))
	return list
}

func isLetterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// beginsWord reports whether the letter at i begins a word although no other character is before
// it: the N of UIDNext, but no letter of UIDs.
func beginsWord(runes []rune, i int) bool {
	if i == 0 || !unicode.IsUpper(runes[i]) {
		return false
	}
	if !unicode.IsUpper(runes[i-1]) {
		return true
	}
	next := runes[i+1:]
	isPlural := len(next) > 0 && next[0] == 's' && (len(next) == 1 || !unicode.IsLower(next[1]))
	return len(next) > 0 && unicode.IsLower(next[0]) && !isPlural
}

func snake(text string) string    { return strings.Join(words(text), "_") }
func kebab(text string) string    { return strings.Join(words(text), "-") }
func constant(text string) string { return strings.ToUpper(snake(text)) }

func pascal(text string) string {
	var b strings.Builder
	for _, word := range words(text) {
		first, rest := []rune(word)[:1], []rune(word)[1:]
		b.WriteString(strings.ToUpper(string(first)) + string(rest))
	}
	return b.String()
}

func camel(text string) string {
	first := ""
	if list := words(text); len(list) > 0 {
		first = list[0]
	}
	return first + strings.TrimPrefix(pascal(text), pascal(first))
}
