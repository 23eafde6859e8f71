package docs

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"strings"
	"testing"
	"text/template"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	goldmarkhtml "github.com/yuin/goldmark/renderer/html"
	"golang.org/x/net/html"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// hostileTexts are texts that nobody should have in a registry, and in which formats they would do harm if they were
// written as they are: change what the page consists of, or command whatever shows it.
var hostileTexts = []struct{ reason, text, harm string }{
	{"more cells", "a | b | c", "markdown"},
	{"the end of a cell, already escaped", `a \| b`, "markdown"},
	{"the end of a code span", "a ` b `` c", "markdown"},
	{"an unclosed code span", "`a", "markdown"},
	{"a script", "a</script><script>alert(1)</script>", "markdown html"},
	{"an image", `<img src=x onerror="alert(1)">`, "markdown html"},
	{"the end of an attribute", `"><b onclick='alert(1)'>`, "markdown html"},
	{"the beginning of a comment", "<!-- a", "markdown html"},
	{"the end of a comment", "--> <b>a</b>", "markdown html"},
	{"a link to code", "[a](javascript:alert(1))", "markdown"},
	{"a picture", "![a](https://evil.example/a.png)", "markdown"},
	{"a link by reference", "[RFC9001]", "markdown"},
	{"a link in angle brackets", "<https://evil.example>", "markdown html"},
	{"an address", "see https://evil.example/a", "markdown"},
	{"an address without a scheme", "see www.evil.example/a", "markdown"},
	{"an address of mail", "write to evil@evil.example now", "markdown"},
	{"emphasis", "*a* _b_ ~~c~~", "markdown"},
	{"an entity", "&lt;b&gt; &#124; &copy;", "markdown html"},
	{"a line end", "a\n# b\n\n- c", "markdown terminal"},
	{"a carriage return", "a\rb", "markdown html terminal"},
	{"an escape sequence", "a\x1b]0;b\x07\x1b[31mc", "markdown html terminal"},
	{"a C1 control", "a\u009b31mb", "markdown html terminal"},
	{"text that shows in another order", "a\u202etxt.exe\u2066b", "markdown html terminal"},
	{"characters that nobody sees", "a\u200bb\ufeffc", "markdown html terminal"},
	{"octets that are no text", "a\xffb", "markdown html terminal"},
}

// hostile returns a page with text in every field of a code and of a document that is free text.
func hostile(t testing.TB, text string) Page {
	t.Helper()
	in := fixture(t)
	r := registry.Record{
		Code: text, Name: text, Status: registry.Status(text), Description: text + "!", References: []string{text, "RFC9001"},
		Registered: text, Updated: text, Arguments: "SP nz-number", Fields: []string{text}, Grammar: text,
		Types: []string{text}, Retry: registry.Retry(text), Summary: text,
	}
	in.Records = []registry.Record{r, in.Records[1]}
	in.Sources = append(in.Sources, registry.Source{Name: text, Title: text, Date: text, URL: text})
	examples := []Example{{Line: registry.Visible(text), Code: text, Parts: []Part{{"text", registry.Visible(text)}}}}
	return mustPageWith(t, in, examples)
}

// unescaped returns p as a format's template would write it if it escaped nothing, with raw in place of the text of the
// first code.
func unescaped(t testing.TB, file string, p Page, raw string) string {
	t.Helper()
	p.Codes[0].Code, p.Codes[0].Summary, p.Codes[0].Types = raw, raw, []string{raw}
	p.Codes[0].References[0] = Reference{Name: raw, URL: raw}
	text, err := fs.ReadFile(top, file)
	if err != nil {
		t.Fatal(err)
	}
	same := func(text string) string { return text }
	none := func(string, *abnf.Expr) string { return "" } // a diagram is escaped by itself
	parsed := template.Must(template.New(file).Funcs(functions()).
		Funcs(template.FuncMap{"markdown": same, "code": same, "railroad": none}).Parse(string(text)))
	var b bytes.Buffer
	if err := parsed.Execute(&b, htmlPage{Page: p}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// fromMarkdown returns Markdown as HTML: GitHub's Markdown, with all that GitHub would remove from the result.
func fromMarkdown(t testing.TB, text string) string {
	t.Helper()
	m := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(goldmarkhtml.WithUnsafe()))
	var b bytes.Buffer
	if err := m.Convert([]byte(text), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// outline returns the elements of a page with their attributes' names, a line each.
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

// cells returns the text of the table's cells in a page.
func cells(t testing.TB, page string) []string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Data == "td" {
			list = append(list, textOf(n))
		}
	}
	return list
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

// commands reports whether a text holds anything that commands whatever shows it.
func commands(text string) bool {
	return registry.Visible(strings.ReplaceAll(text, "\n", "")) != strings.ReplaceAll(text, "\n", "")
}

// harmless returns a word as long as text as it is shown, so that it is sorted alike.
func harmless(text string) string { return strings.Repeat("x", len(registry.Visible(text))) }

// TestHostileMarkdown checks that whatever stands in the registry, the Markdown has the same table, links and all, as with a
// harmless word in its place, and that its cells show the text; and what it would be unescaped.
func TestHostileMarkdown(t *testing.T) {
	for _, test := range hostileTexts {
		word := harmless(test.text)
		tame := fromMarkdown(t, string(mustRender(t, Markdown, hostile(t, word))))
		text := string(mustRender(t, Markdown, hostile(t, test.text)))
		got := fromMarkdown(t, text)
		if diff := cmp.Diff(outline(t, tame), outline(t, got)); diff != "" || commands(text) {
			t.Errorf("%s does harm (-harmless +hostile):\n%s\n%s", test.reason, diff, text)
		}
		v := registry.Visible(test.text)
		want := []string{v, v, v, "", "SP nz-number", v + ": " + v + "!", v + ", RFC9001"}
		if diff := cmp.Diff(want, cells(t, got)[:7]); diff != "" {
			t.Errorf("%s: cells (-want +got):\n%s", test.reason, diff)
		}
		bare := unescaped(t, markdownTemplate, hostile(t, test.text), test.text)
		bareTame := fromMarkdown(t, unescaped(t, markdownTemplate, hostile(t, word), word))
		harm := commands(bare) || outline(t, fromMarkdown(t, bare)) != outline(t, bareTame) ||
			cells(t, fromMarkdown(t, bare))[1] != test.text
		if harm != strings.Contains(test.harm, "markdown") {
			t.Errorf("%s: does harm unescaped: %t", test.reason, harm)
		}
	}
}

// TestHostileHTML checks the same of the page.
func TestHostileHTML(t *testing.T) {
	for _, test := range hostileTexts {
		word := harmless(test.text)
		tame := string(mustRender(t, HTML, hostile(t, word)))
		got := string(mustRender(t, HTML, hostile(t, test.text)))
		if diff := cmp.Diff(outline(t, tame), outline(t, got)); diff != "" || commands(got) {
			t.Errorf("%s does harm (-harmless +hostile):\n%s\n%s", test.reason, diff, got)
		}
		root, err := html.Parse(strings.NewReader(got))
		if err != nil || !strings.Contains(textOf(root), registry.Visible(test.text)) {
			t.Errorf("%s: the page does not show the text (error %v):\n%s", test.reason, err, got)
		}
		bare := unescaped(t, htmlTemplate, hostile(t, test.text), test.text)
		bareTame := unescaped(t, htmlTemplate, hostile(t, word), word)
		root, err = html.Parse(strings.NewReader(bare))
		harm := commands(bare) || outline(t, bare) != outline(t, bareTame) || err != nil || !strings.Contains(textOf(root), test.text)
		if harm != strings.Contains(test.harm, "html") {
			t.Errorf("%s: does harm unescaped: %t", test.reason, harm)
		}
	}
}

// TestHostileJSON checks that the JSON gives the text back, and is inert on a terminal and in a page's script; and what the
// text would do on a terminal as it is.
func TestHostileJSON(t *testing.T) {
	for _, test := range hostileTexts {
		text := mustRender(t, JSON, hostile(t, test.text))
		var got jsonPage
		if err := json.Unmarshal(text, &got); err != nil {
			t.Fatal(err)
		}
		if v := registry.Visible(test.text); got.Codes[0].Summary != v || got.Codes[0].References[0].Name != v || got.Codes[0].References[0].URL != "" {
			t.Errorf("%s: summary %q, references %v, want %q", test.reason, got.Codes[0].Summary, got.Codes[0].References, v)
		}
		if commands(string(text)) || bytes.ContainsAny(text, "<>&") {
			t.Errorf("%s does harm:\n%s", test.reason, text)
		}
		if harm := commands(test.text) || strings.ContainsAny(test.text, "\n"); harm != strings.Contains(test.harm, "terminal") {
			t.Errorf("%s: commands a terminal: %t", test.reason, harm)
		}
	}
}

// TestHostileURL checks that no format links to what is no address on the web, and that a template would.
func TestHostileURL(t *testing.T) {
	in := fixture(t)
	in.Sources[1].URL = "javascript:alert(1)"
	in.Sources[0].URL = "javascript:alert(2)"
	p := mustPage(t, in)
	for _, format := range Formats() {
		if text := mustRender(t, format, p); bytes.Contains(bytes.ToLower(text), []byte("javascript:")) {
			t.Errorf("%s links to code:\n%s", format, text)
		}
	}
	p.Codes[0].References[0].URL = "javascript:alert(1)"
	if text := unescaped(t, htmlTemplate, p, "javascript:alert(1)"); !strings.Contains(text, `href="javascript:alert(1)"`) {
		t.Errorf("no harm unescaped:\n%s", text)
	}
	if text := mustRender(t, HTML, p); bytes.Contains(text, []byte(`href="javascript:`)) {
		t.Errorf("html/template links to code:\n%s", text)
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

// TestMarkdownText checks what other tests cannot see in the Markdown: that GitHub links no people and issues, makes no
// formula and no picture of a word; and that text without markup stays readable.
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
