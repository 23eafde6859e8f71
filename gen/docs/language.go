package docs

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// A language is what templates need to know about a programming language.
type language struct {
	name     string
	escapes  string            // the characters in strings, besides " and \, that get a backslash
	markup   *strings.Replacer // escapes the markup of documentation comments; nil if they have none
	keywords string            // reserved words, separated by spaces
}

// languages returns the languages that the functions of templates know.
func languages() []language {
	markdown := strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`,
		"<", `\<`, ">", `\>`, "&", `\&`, "@", `\@`)
	javadoc := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "@", "&#64;", `\`, "&#92;")
	const script = "await break case catch class const continue debugger default delete do else enum " +
		"export extends false finally for function if implements import in instanceof interface let " +
		"new null package private protected public return static super switch this throw true try " +
		"typeof var void while with yield"
	return []language{
		{"c", "?", nil, "auto bool break case char const constexpr continue default do double else " +
			"enum extern false float for goto if inline int long nullptr register restrict return " +
			"short signed sizeof static static_assert struct switch thread_local true typedef typeof " +
			"union unsigned void volatile while alignas alignof"},
		{"go", "", nil, "break case chan const continue default defer else fallthrough for func go " +
			"goto if import interface map package range return select struct switch type var"},
		{"java", "", javadoc, "abstract assert boolean break byte case catch char class const " +
			"continue default do double else enum extends false final finally float for goto if " +
			"implements import instanceof int interface long native new null package private " +
			"protected public return short static strictfp super switch synchronized this throw " +
			"throws transient true try void volatile while"},
		{"javascript", "", markdown, script},
		{"kotlin", "$", markdown, "as break class continue do else false for fun if in interface is " +
			"null object package return super this throw true try typealias typeof val var when while"},
		{"python", "", nil, "False None True and as assert async await break class continue def del " +
			"elif else except finally for from global if import in is lambda nonlocal not or pass " +
			"raise return try while with yield"},
		{"rust", "", markdown, "Self abstract as async await become box break const continue crate " +
			"do dyn else enum extern false final fn for gen if impl in let loop macro match mod move " +
			"mut override priv pub ref return self static struct super trait true try type typeof " +
			"unsafe unsized use virtual where while yield"},
		{"swift", "", markdown, "Any Protocol Self Type actor as associatedtype await break case " +
			"catch class continue default defer deinit do else enum extension fallthrough false " +
			"fileprivate for func guard if import in init inout internal is let nil open operator " +
			"precedencegroup private protocol public repeat rethrows return self static struct " +
			"subscript super switch throw throws true try typealias var where while"},
		{"typescript", "", markdown, script},
	}
}

// languageOf returns the language with a name.
func languageOf(name string) (language, error) {
	var names []string
	for _, l := range languages() {
		if l.name == name {
			return l, nil
		}
		names = append(names, l.name)
	}
	return language{}, fmt.Errorf("unknown language %q, want one of %s", name, Names(names))
}

// quote returns text as a string literal of a language, between double quotes. It is an error if
// text holds a control character other than a tab or a line break.
func quote(language, text string) (string, error) {
	l, err := languageOf(language)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, r := range text {
		switch i := strings.IndexRune("\n\r\t", r); {
		case i >= 0:
			b.WriteString(`\` + "nrt"[i:i+1])
		case registry.IsControl(r):
			return "", fmt.Errorf("%q holds the control character %U", text, r)
		case r == '"' || r == '\\' || strings.ContainsRune(l.escapes, r):
			b.WriteString(`\` + string(r))
		default:
			b.WriteRune(r)
		}
	}
	return `"` + b.String() + `"`, nil
}

// quoteList returns texts as string literals with ", " between them.
func quoteList(language string, texts []string) (string, error) {
	var list []string
	for _, text := range texts {
		literal, err := quote(language, text)
		if err != nil {
			return "", err
		}
		list = append(list, literal)
	}
	return strings.Join(list, ", "), nil
}

// identifier returns name as an identifier of a language: with an underscore after it if it is a
// reserved word, and before it if it does not begin with a letter.
func identifier(language, name string) (string, error) {
	l, err := languageOf(language)
	if err != nil {
		return "", err
	}
	if slices.Contains(strings.Fields(l.keywords), name) {
		name += "_"
	}
	if name == "" || '0' <= name[0] && name[0] <= '9' {
		name = "_" + name
	}
	return name, nil
}

// commentWidth is the number of columns of the longest line of a comment, unless a word is longer.
const commentWidth = 100

// comment returns the texts that are not empty as a comment: each line begins with prefix, and a
// line with nothing else separates two texts. If prefix ends in a tag, such as @deprecated or <p>,
// only the first line has it. No text ends the comment, whatever is in it: the lines break only
// where there is space, and what could end a comment gets a space (defuse). The markup of a
// language that is not empty is escaped.
func comment(language, prefix string, texts ...string) (string, error) {
	markup := strings.NewReplacer()
	if language != "" {
		l, err := languageOf(language)
		if err != nil {
			return "", err
		}
		if l.markup != nil {
			markup = l.markup
		}
	}
	width := commentWidth - utf8.RuneCountInString(prefix)
	var lines []string
	for _, text := range texts {
		if text == "" {
			continue
		}
		if len(lines) > 0 {
			lines = append(lines, strings.TrimRight(prefix, " "))
		}
		text = strings.Join(strings.Fields(defuse(markup.Replace(text))), " ")
		for _, line := range Wrap(text, width) {
			if strings.HasSuffix(line, `\`) {
				line += "." // a backslash at the end would continue a line of C
			}
			lines = append(lines, prefix+line)
			if i := strings.IndexAny(prefix, "@<"); i >= 0 {
				prefix = prefix[:i]
			}
		}
	}
	return strings.Join(lines, "\n"), nil
}

// defuse returns text with a space inside each pair of characters that means something in a
// comment: the marks of its beginning and end; \u, which is an escape even in Java's comments; and
// ??, which begins a trigraph of C.
func defuse(text string) string {
	var b strings.Builder
	last := ' '
	for _, r := range text {
		switch string([]rune{last, r}) {
		case "*/", "/*", `\u`, "??":
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		last = r
	}
	return b.String()
}
