package docs

import "strings"

// markdownText returns text, which is one line (visible), so that GitHub's Markdown shows it as it is, inside a table or
// not. It escapes
//
//   - the marks of code, emphasis, links, HTML, tables and formulas;
//   - a colon or full stop with something behind it, which could make a link of an address (https://, www.) or a picture of
//     a word (:smile:);
//   - @ and #, with which GitHub links people and issues even if they are escaped, by a comment behind them.
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

// markdownCode returns text as a code span for Markdown. A pipe is escaped, because it would end a table's cell even there;
// outside tables its backslash is seen.
func markdownCode(text string) string { return strings.ReplaceAll(CodeSpan(text), "|", `\|`) }

// CodeSpan returns text, which is one line, as a code span for Markdown, in which nothing is markup; of no text it returns
// none. Its fence is longer than any run of backticks in the text; the spaces inside are stripped when it is shown, and are
// needed where the text begins or ends with a backtick or a space.
func CodeSpan(text string) string {
	if text == "" {
		return ""
	}
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	if strings.Trim(text, "` ") != text {
		text = " " + text + " "
	}
	return fence + text + fence
}

// shellWord returns text as one word for a POSIX shell.
func shellWord(text string) string {
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
