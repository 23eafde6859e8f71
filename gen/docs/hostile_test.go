package docs

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"text/template"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/extra"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// A hostileText is a text that the readers accept although nobody should have it in a registry.
type hostileText struct {
	reason, text string
	harm         string // the formats whose markup it would change if it were not escaped
}

// hostileTexts returns the texts in testdata/hostile.csv, which gen/endtoend reads as well.
func hostileTexts(t testing.TB) []hostileText {
	t.Helper()
	f, err := os.Open("testdata/hostile.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var list []hostileText
	for _, row := range rows[1:] {
		list = append(list, hostileText{row[0], row[1], row[2]})
	}
	return list
}

// refusedTexts are texts that no page may show: they command whatever shows them, or are not text.
var refusedTexts = []struct{ reason, text string }{
	{"a line end", "a\n# b\n\n- c"},
	{"a carriage return", "a\rb"},
	{"an escape sequence", "a\x1b]0;b\x07\x1b[31mc"},
	{"a C1 control character", "a\u009b31mb"},
	{"text that is shown in another order", "a\u202etxt.exe\u2066b"},
	{"characters that are invisible", "a\u200bb\ufeffc"},
	{"bytes that are not UTF-8", "a\xffb"},
}

// tables are valid inputs of the readers of tables, through which most text of a page comes: a
// header, and a row with a value in each column.
var tables = []struct {
	name, text string
	read       func(text string) error
}{
	{
		"registry.csv", "code,name,status,description,references,registered,updated," +
			"arguments,fields,grammar,tagged,retry,summary\n" +
			"X,X,discouraged,old,RFC1,2030-01-02,2030-01-02,SP number,Size,RFC1,NO,later,It is X.\n",
		func(text string) error {
			_, err := registry.Read("registry.csv", strings.NewReader(text))
			return err
		},
	},
	{
		"sources.csv", "source,title,date,url,obsoletes\nRFC1,One,May 2030,https://rfc.example/1,RFC2\n",
		func(text string) error {
			_, err := registry.ReadSources("sources.csv", strings.NewReader(text))
			return err
		},
	},
	{
		"extra.csv", "code,name,status,references,arguments,fields,grammar,tagged,retry,summary\n" +
			"X,X,unregistered,RFC1,SP number,Size,private,NO,later,It is X.\n",
		func(text string) error {
			_, err := extra.Read("extra.csv", func(name string) ([]byte, error) {
				if name == "extra.csv" {
					return []byte(text), nil
				}
				return nil, fs.ErrNotExist
			})
			return err
		},
	},
}

// replaceCell returns the table in text with another value in a column of its row.
func replaceCell(t testing.TB, text string, column int, value string) string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows[1][column] = value
	var b strings.Builder
	if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestTablesRefuse checks that the readers of tables refuse refusedTexts in each column, and accept
// hostileTexts where any text may be.
func TestTablesRefuse(t *testing.T) {
	for _, table := range tables {
		if err := table.read(table.text); err != nil {
			t.Fatal(err)
		}
		header, _, _ := strings.Cut(table.text, "\n")
		for i, column := range strings.Split(header, ",") {
			for _, test := range refusedTexts {
				if table.read(replaceCell(t, table.text, i, test.text)) == nil {
					t.Errorf("%s accepts %s as %s", table.name, test.reason, column)
				}
			}
			for _, test := range hostileTexts(t) {
				err := table.read(replaceCell(t, table.text, i, test.text))
				isFree := column == "summary" || column == "description" || column == "title"
				if isFree && err != nil {
					t.Errorf("%s refuses %s as %s: %v", table.name, test.reason, column, err)
				}
			}
		}
	}
}

// TestExamplesRefuse checks that ReadExamples refuses refusedTexts in each part of an example.
func TestExamplesRefuse(t *testing.T) {
	for _, test := range refusedTexts {
		for _, format := range []string{
			"%s OK [X 1] y", "a OK [%s] y", "a OK [X %s] y", "a OK [X 1] %s",
		} {
			if list, err := ReadExamples("e.txt", fmt.Sprintf(format, test.text)); err == nil {
				t.Errorf("%s in %s: got %q, want an error", test.reason, format, list)
			}
		}
	}
}

// TestGrammarRefuses checks that abnf.Parse refuses refusedTexts, or makes them harmless,
// wherever a grammar has text.
func TestGrammarRefuses(t *testing.T) {
	for _, test := range refusedTexts {
		for _, format := range []string{
			`x = "%s"`, `x = %%s"%s"`, `x = <%s>`, `x = %s`, `%s = "x"`, "; RFC1%s\nx = y", "; %s\nx = y",
		} {
			rules, _ := abnf.Parse("x.abnf", fmt.Sprintf(format, test.text))
			for _, r := range rules {
				if commands(r.Source + r.Name + r.Expr.String()) {
					t.Errorf("%s in %s: the rule is %q from %q", test.reason, format, r, r.Source)
				}
			}
		}
	}
}

// commands reports whether text commands whatever shows it, or is not text.
func commands(text string) bool {
	return strings.ContainsFunc(text, registry.IsControl) || !utf8.ValidString(text)
}

// hostile returns a page with text in each field of a code and of a document, also where the
// readers would refuse it.
func hostile(t testing.TB, text string) Page {
	t.Helper()
	in := fixture(t)
	r := registry.Record{
		Code: text, Name: text, Status: registry.Status(text), Description: text + "!",
		References: []string{text, "RFC9001"}, Registered: text, Updated: text,
		Arguments: "SP nz-number", Fields: []string{text}, Grammar: text,
		Untagged: []string{text}, Retry: registry.Retry(text), Summary: text,
	}
	in.Records = []registry.Record{r, in.Records[1]}
	in.Sources = append(in.Sources, registry.Source{Name: text, Title: text, Date: text})
	examples := []Example{{Line: text, Code: text, Parts: []Part{{"text", text}}}}
	return mustPageWith(t, in, examples)
}

// unescaped returns the HTML page of p without escapes, with raw in place of the texts of the first
// code.
func unescaped(t testing.TB, p Page, raw string) string {
	t.Helper()
	p.Codes[0].Code, p.Codes[0].Summary, p.Codes[0].Types = raw, raw, []string{raw}
	p.Codes[0].Defined[0].Reference = Reference{Name: raw, URL: raw}
	text, err := fs.ReadFile(top, htmlTemplate)
	if err != nil {
		t.Fatal(err)
	}
	none := func(string, *abnf.Expr) string { return "" } // diagrams escape their text
	parsed := template.Must(template.New(htmlTemplate).Funcs(functions()).
		Funcs(template.FuncMap{"railroad": none}).Parse(string(text)))
	var b bytes.Buffer
	if err := parsed.Execute(&b, htmlPage{Page: p}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// outline returns the elements of a page with the names of their attributes, one per line.
func outline(t testing.TB, page string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			b.WriteString(n.Data)
			for _, a := range n.Attr {
				b.WriteString(" " + a.Key)
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// harmless returns a word as long as text, so that it is sorted alike: before or after COUNT.
func harmless(text string) string {
	letter := "x"
	if text < "COUNT" {
		letter = "A"
	}
	return strings.Repeat(letter, len(text))
}

// TestHostileHTML checks that the HTML page with a hostile text has the same elements as with a
// harmless word in its place, and that it shows the text. It also checks what would happen without
// escapes.
func TestHostileHTML(t *testing.T) {
	for _, test := range hostileTexts(t) {
		word, text := harmless(test.text), test.text
		tame := string(mustRender(t, HTML, hostile(t, word)))
		got := string(mustRender(t, HTML, hostile(t, text)))
		if diff := cmp.Diff(outline(t, tame), outline(t, got)); diff != "" {
			t.Errorf("%s does harm (-harmless +hostile):\n%s\n%s", test.reason, diff, got)
		}
		if !shows(t, got, text) {
			t.Errorf("%s: the page does not show the text:\n%s", test.reason, got)
		}
		bare := unescaped(t, hostile(t, text), text)
		bareTame := unescaped(t, hostile(t, word), word)
		harm := outline(t, bare) != outline(t, bareTame) || !shows(t, bare, text)
		if harm != strings.Contains(test.harm, "html") {
			t.Errorf("%s: does harm without escapes: %t", test.reason, harm)
		}
	}
}

func shows(t testing.TB, page, text string) bool {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Contains(textOf(root), text)
}

// TestHostileJSON checks that the JSON yields the text, and has no effect in a script element.
func TestHostileJSON(t *testing.T) {
	type document struct{ Name string }
	type code struct {
		Code, Summary string
		References    []document
	}
	for _, test := range hostileTexts(t) {
		text := mustRender(t, JSON, hostile(t, test.text))
		var got struct{ Codes []code }
		if err := json.Unmarshal(text, &got); err != nil {
			t.Fatal(err)
		}
		want := code{test.text, test.text, []document{{test.text}, {"RFC9001"}}}
		if diff := cmp.Diff(want, got.Codes[0]); diff != "" {
			t.Errorf("%s: mismatch (-want +got):\n%s", test.reason, diff)
		}
		if bytes.ContainsAny(text, "<>&") {
			t.Errorf("%s does harm:\n%s", test.reason, text)
		}
	}
}

// TestHostileURL checks that the HTML page would not link to a script even if the reader of the
// sources accepted its address, and that it would without html/template.
func TestHostileURL(t *testing.T) {
	p := mustPage(t, fixture(t))
	p.Codes[0].Defined[0].URL = "javascript:alert(1)"
	if text := mustRender(t, HTML, p); bytes.Contains(text, []byte(`href="javascript:`)) {
		t.Errorf("html/template links to a script:\n%s", text)
	}
	text := unescaped(t, p, "javascript:alert(1)")
	if !strings.Contains(text, `href="javascript:alert(1)"`) {
		t.Errorf("does no harm without escapes:\n%s", text)
	}
}

func mustRender(t testing.TB, format Format, p Page) []byte {
	t.Helper()
	text, err := Render(top, format, p)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestMarkdownText checks what the other tests cannot see: that GitHub makes no links to users and
// issues, no formulas and no emoji; and that text without markup remains readable.
func TestMarkdownText(t *testing.T) {
	for text, want := range map[string]string{
		"It is plain: (so), it stays so. 100% - 1!": "It is plain: (so), it stays so. 100% - 1!",
		"@someone":                "@<!-- -->someone",
		"see #1, GH-1":            "see #<!-- -->1, GH-1",
		"$a$":                     `\$a\$`,
		":smile:":                 `\:smile:`,
		"www.evil.example":        `www\.evil\.example`,
		"a_b*c`d[e]<f>&g|h~i\\j":  "a\\_b\\*c\\`d\\[e\\]\\<f\\>\\&g\\|h\\~i\\\\j",
		"":                        "",
		"ä":                       "ä",
		"https://evil.example/a:": `https\://evil\.example/a:`,
	} {
		if got := markdownText(text); got != want {
			t.Errorf("markdownText(%q) = %s, want %s", text, got, want)
		}
	}
}

func TestMarkdownCode(t *testing.T) {
	for text, want := range map[string]string{
		"":      "",
		"a":     "`a`",
		"a`b":   "``a`b``",
		"a``b`": "``` a``b` ```",
		"`":     "`` ` ``",
		"a|b":   "`a\\|b`",
	} {
		if got := markdownCode(text); got != want {
			t.Errorf("markdownCode(%q) = %s, want %s", text, got, want)
		}
	}
}

func TestShellWord(t *testing.T) {
	if got, want := shellWord("it's `$x`\n"), "'it'\\''s `$x`\n'"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
