package docs

import (
	"strings"
	"unicode/utf8"
)

// markdownText returns text, which is one line, so that GitHub's Markdown shows it literally, also
// inside a table. It escapes
//
//   - the marks of code, emphasis, links, HTML, tables and formulas;
//   - a colon or period inside a word, so that the word does not become a link (https://, www.) or
//     an emoji (:smile:);
//   - @ and #, which GitHub links to users and issues even after a backslash, with a comment after
//     them.
func markdownText(text string) string {
	var b strings.Builder
	for i := range len(text) {
		switch c := text[i]; c {
		case '\\', '`', '*', '_', '[', ']', '<', '>', '&', '|', '~', '$':
			b.WriteByte('\\')
			b.WriteByte(c)
		case '@', '#':
			b.WriteByte(c)
			b.WriteString("<!-- -->")
		case ':', '.':
			if i+1 < len(text) && text[i+1] != ' ' {
				b.WriteByte('\\')
			}
			b.WriteByte(c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// mdxText returns text as markdownText does, but for MDX, where { begins an expression and HTML's
// comments are errors. MDX links no users or issues.
func mdxText(text string) string {
	text = strings.ReplaceAll(markdownText(text), "<!-- -->", "")
	return strings.NewReplacer("{", `\{`, "}", `\}`).Replace(text)
}

// markdownCode returns text as a code span for a Markdown table, where a pipe must be escaped
// even in code. Outside a table, the backslash would be visible.
func markdownCode(text string) string { return strings.ReplaceAll(CodeSpan(text), "|", `\|`) }

// CodeSpan returns text, which is one line, as a code span for Markdown outside tables. An empty
// text remains empty, because there are no empty code spans.
func CodeSpan(text string) string {
	if text == "" {
		return ""
	}
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	if strings.Trim(text, "` ") != text {
		text = " " + text + " " // Markdown strips one space from each end
	}
	return fence + text + fence
}

// shellWord returns text as one word for a POSIX shell.
func shellWord(text string) string {
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// Wrap breaks text at spaces into lines of at most width characters, or of one word. If width is 0,
// there is one line.
func Wrap(text string, width int) []string {
	if width == 0 {
		return []string{text}
	}
	var lines []string
	words := strings.Split(text, " ")
	line := words[0]
	for _, word := range words[1:] {
		if utf8.RuneCountInString(line+word) >= width {
			lines = append(lines, line)
			line = word
		} else {
			line += " " + word
		}
	}
	return append(lines, line)
}
