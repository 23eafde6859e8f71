package endtoend

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	goldmarkhtml "github.com/yuin/goldmark/renderer/html"
	"golang.org/x/net/html"

	"github.com/imapcodes/imapcodes/gen/docs"
	"github.com/imapcodes/imapcodes/gen/internal/model"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

// top is the top directory of the repository.
var top = os.DirFS("../..")

// checkedIn returns the tree that is checked in.
func checkedIn(t *testing.T) tree.Tree {
	t.Helper()
	tree, err := tree.Load(top)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// newPage returns the page of a tree, with an example of each code.
func newPage(t *testing.T, in tree.Tree) docs.Page {
	t.Helper()
	m, err := model.New(in)
	if err != nil {
		t.Fatal(err)
	}
	p, err := docs.NewPage(m, "Code", examples(t))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func render(t *testing.T, format docs.Format, p docs.Page) []byte {
	t.Helper()
	text, err := docs.Render(top, format, p)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

const docsSchemaFile = "../../templates/codes.schema.json"

// TestDocsSchema checks the JSON of several pages against the schema: that of the tests of package
// docs, the checked-in registry, a user's own, one with extra codes, and none of the codes.
func TestDocsSchema(t *testing.T) {
	schema := compileSchema(t, docsSchemaFile)
	fixture, err := os.ReadFile("../docs/testdata/codes.json")
	if err != nil {
		t.Fatal(err)
	}
	validate(t, schema, fixture)
	p := newPage(t, checkedIn(t))
	none, err := p.Select(docs.Selection{Statuses: []string{"removed"}, Order: docs.ByName})
	if err != nil {
		t.Fatal(err)
	}
	own := checkedIn(t)
	own.Sources = nil
	extra := checkedIn(t)
	extra.Records = append(extra.Records,
		registry.Record{
			Code: "X-SIZE", Name: "XSize", Status: registry.Unregistered,
			Arguments: "SP number", Grammar: "private",
		},
		registry.Record{Code: "X-ODD", Name: "XOdd", Status: registry.Unregistered})
	for _, p := range []docs.Page{p, none, newPage(t, own), newPage(t, extra)} {
		validate(t, schema, render(t, docs.JSON, p))
	}
}

// TestDocsSchemaKnowsValues checks that the schema allows each value that package registry allows.
func TestDocsSchemaKnowsValues(t *testing.T) {
	schema := compileSchema(t, docsSchemaFile)
	in := checkedIn(t)
	check := func(change func(c *docs.Code)) {
		t.Helper()
		p := newPage(t, in)
		change(&p.Codes[0])
		validate(t, schema, render(t, docs.JSON, p))
	}
	for _, status := range registry.Statuses() {
		check(func(c *docs.Code) { c.Status = string(status) })
	}
	for _, retry := range []registry.Retry{
		registry.RetryUnknown, registry.RetryLater, registry.RetryNever, registry.RetryChanged,
	} {
		check(func(c *docs.Code) { c.Retry = string(retry) })
	}
	check(func(c *docs.Code) { c.Types = registry.ResponseTypes() })
	check(func(c *docs.Code) { c.Code = "!#$&'+,-./09:;<=>?@AZ[^_`az|}~" })
}

// TestDocsSchemaRejects checks that the schema rejects invalid values and missing members.
func TestDocsSchemaRejects(t *testing.T) {
	schema := compileSchema(t, docsSchemaFile)
	in := checkedIn(t)
	for _, test := range []struct {
		reason string
		change func(p *docs.Page)
	}{
		{"an unknown status", func(p *docs.Page) { p.Codes[0].Status = "good" }},
		{"a code that is not an atom", func(p *docs.Page) { p.Codes[0].Code = "TWO WORDS" }},
		{"an empty code", func(p *docs.Page) { p.Codes[0].Code = "" }},
		{"an unknown response type", func(p *docs.Page) { p.Codes[0].Types = []string{"MAYBE"} }},
		{"a duplicate type", func(p *docs.Page) { p.Codes[0].Types = []string{"OK", "OK"} }},
		{"a script as an address", func(p *docs.Page) { p.Codes[0].References[0].URL = "javascript:x" }},
		{"a reference without a name", func(p *docs.Page) {
			p.Codes[0].References = []docs.Reference{{}}
		}},
		{"an invalid date", func(p *docs.Page) { p.Codes[0].Registered = "today" }},
		{"two lines", func(p *docs.Page) { p.Codes[0].Summary = "a\nb" }},
		{"no hash", func(p *docs.Page) { p.Hash = "" }},
		{"no notice", func(p *docs.Page) { p.Notice = "" }},
		{"an unknown kind of part", func(p *docs.Page) { p.Codes[0].Examples[0].Parts[0].Kind = "word" }},
	} {
		p := newPage(t, in)
		test.change(&p)
		if schema.Validate(decode(t, render(t, docs.JSON, p))) == nil {
			t.Errorf("the schema allows %s", test.reason)
		}
	}
	text := render(t, docs.JSON, newPage(t, in))
	for _, member := range []string{"$schema", "notice", "registry", "codes", "sources"} {
		var object map[string]any
		if err := json.Unmarshal(text, &object); err != nil {
			t.Fatal(err)
		}
		delete(object, member)
		if schema.Validate(object) == nil {
			t.Errorf("the schema does not require %s", member)
		}
	}
}

// hostile returns a page with text in each field of its first code and of a document, also where
// the readers of the registry would reject it.
func hostile(t *testing.T, text string) docs.Page {
	t.Helper()
	in := checkedIn(t)
	in.Records = []registry.Record{{
		Code: text, Name: text, Status: registry.Status(text), Description: text + "!",
		References: []string{text, "RFC9051"}, Registered: text, Updated: text,
		Arguments: "SP nz-number", Fields: []string{text}, Grammar: text,
		Untagged: []string{text}, Retry: registry.Retry(text), Summary: text, Advice: text,
	}, in.Records[0]}
	in.Sources = append(in.Sources, registry.Source{Name: text, Title: text, Date: text})
	return newPage(t, in)
}

// fromMarkdown returns GitHub's Markdown as HTML, including what GitHub would remove from it.
func fromMarkdown(t *testing.T, text []byte) *html.Node {
	t.Helper()
	m := goldmark.New(goldmark.WithExtensions(extension.GFM),
		goldmark.WithRendererOptions(goldmarkhtml.WithUnsafe()))
	var b bytes.Buffer
	if err := m.Convert(text, &b); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(&b)
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// outline returns the elements of a page with the names of their attributes, one per line.
func outline(root *html.Node) string {
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

// cells returns the texts of the cells of tables in a page.
func cells(root *html.Node) []string {
	var list []string
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Data == "td" {
			var b strings.Builder
			for d := range n.Descendants() {
				if d.Type == html.TextNode {
					b.WriteString(d.Data)
				}
			}
			list = append(list, b.String())
		}
	}
	return list
}

// escapes finds where the Markdown template calls the functions that escape.
var escapes = regexp.MustCompile(`\b(markdown|code) ([.(])`)

// unescaped returns the Markdown of hostile(t, text) without escapes.
func unescaped(t *testing.T, text string) *html.Node {
	t.Helper()
	template, err := os.ReadFile("../../templates/codes.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	bare := escapes.ReplaceAllString(string(template), "print $2")
	if strings.Count(bare, "print ") < 10 {
		t.Fatalf("the template still escapes:\n%s", bare)
	}
	markdown, err := docs.Execute("codes.md", bare, hostile(t, text), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	return fromMarkdown(t, markdown)
}

// TestHostileMarkdown checks that the Markdown with a hostile text has the same table and links as
// with a harmless word of the same length in its place, and that its cells show the text. It also
// checks what would happen without escapes.
func TestHostileMarkdown(t *testing.T) {
	file, err := os.ReadFile("../docs/testdata/hostile.csv")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(file)).ReadAll()
	if err != nil || len(rows) < 2 {
		t.Fatalf("%d rows, error %v", len(rows), err)
	}
	for _, row := range rows[1:] {
		reason, text, harms := row[0], row[1], strings.Fields(row[2])
		word := strings.Repeat("x", len(text))
		tame := fromMarkdown(t, render(t, docs.Markdown, hostile(t, word)))
		markdown := render(t, docs.Markdown, hostile(t, text))
		got := fromMarkdown(t, markdown)
		if diff := cmp.Diff(outline(tame), outline(got)); diff != "" {
			t.Errorf("%s does harm (-harmless +hostile):\n%s\n%s", reason, diff, markdown)
		}
		want := []string{
			text + text + ": " + text + "!", text + "→ " + text + "Code" + text + "Arguments: SP nz-number",
			"untagged " + text, text + "RFC9051",
		}
		if diff := cmp.Diff(want, cells(got)[:4]); diff != "" {
			t.Errorf("%s: cells (-want +got):\n%s", reason, diff)
		}
		bare := unescaped(t, text)
		harm := outline(bare) != outline(unescaped(t, word)) || cells(bare)[1] != want[1]
		if harm != slices.Contains(harms, "markdown") {
			t.Errorf("%s: does harm without escapes: %t", reason, harm)
		}
	}
}
