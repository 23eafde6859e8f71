package docs

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// TestGoldens checks each format over the fixture.
func TestGoldens(t *testing.T) {
	files, err := Files(top, mustPage(t, fixture(t)))
	if err != nil {
		t.Fatal(err)
	}
	for name, format := range sources() {
		files[name] = mustRender(t, format, mustPage(t, fixture(t)))
	}
	delete(files, path.Base(schemaFile)) // it is a copy, as is the next
	delete(files, path.Base(modelFile))
	if len(files) != len(Formats()) {
		t.Errorf("%d golden files for %d formats: see sources", len(files), len(Formats()))
	}
	for base, data := range files {
		name := filepath.Join("testdata", base)
		if *update {
			if err := os.WriteFile(name, data, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(data)); diff != "" {
			t.Errorf("%s: mismatch, see go test ./gen/docs -update (-want +got):\n%s", name, diff)
		}
	}
}

// sources returns the file names of the formats that Files leaves out.
func sources() map[string]Format {
	return map[string]Format{
		"codes.mdx": MDX, "codes.ts": TypeScript, "codes.py": Python, "codes.rs": Rust,
		"ResponseCode.java": Java, "codes.swift": Swift, "codes.h": C,
	}
}

// TestEmpty checks each format of a page without codes.
func TestEmpty(t *testing.T) {
	obsolete := Selection{Statuses: []string{"obsolete"}, Order: ByRegistry}
	p, err := mustPage(t, fixture(t)).Select(obsolete)
	if err != nil {
		t.Fatal(err)
	}
	for format, want := range map[Format]string{
		Markdown: "0 of 4 response codes", MDX: "0 of 4 response codes",
		HTML: "</html>", JSON: `"codes": []`,
	} {
		got, err := Render(top, format, p)
		if err != nil || !strings.Contains(string(got), want) {
			t.Errorf("%s: error %v, want %q in\n%s", format, err, want, got)
		}
	}
	if got := mustRender(t, Markdown, p); strings.Contains(string(got), "| Code |") {
		t.Errorf("a table without rows:\n%s", got)
	}
	if _, err := Render(top, Rust, p); fmt.Sprint(err) != "no code is selected, and an enumeration needs one" {
		t.Errorf("an enumeration without codes: error %v", err)
	}
}

func TestUnknownFormat(t *testing.T) {
	_, err := Render(top, "pdf", Page{})
	if want := `unknown format "pdf", want one of markdown, mdx, html, json, typescript, python, rust, java, swift, c`; fmt.Sprint(err) != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

func TestExecute(t *testing.T) {
	p := mustPage(t, fixture(t))
	for _, test := range []struct{ name, text, want string }{
		{
			"t.txt", `{{range .Codes}}{{.Code}} {{join .Types "/"}};{{end}}`,
			"PLAIN OK/NO/BAD;COUNT OK;ODD|ONE ;ALSO ;",
		},
		{
			"t.txt", `{{with index .Codes 1}}{{lower .Code}} {{upper .Name}}{{end}}`, "count COUNT",
		},
		{
			"t.txt", `{{with index .Codes 1}}{{replace .Arguments "SP " ""}}{{end}}`,
			`nz-number [pair ["MORE"]]`,
		},
		{
			"t.txt", `{{with index .Codes 1}}{{json .Summary}} {{json .Fields}}{{end}}`,
			`"It has numbers \u0026 a \u003ckeyword\u003e." ` +
				`[{"name":"First","type":"uint32","kind":"number","bits":32,"optional":false,` +
				`"keywords":[],"rule":"nz-number","doc":""},` +
				`{"name":"Rest","type":"Set","kind":"set","bits":0,"optional":true,"keywords":[],` +
				`"rule":"pair","doc":"empty if absent"},` +
				`{"name":"More","type":"bool","kind":"flag","bits":0,"optional":false,` +
				`"keywords":["MORE"],"rule":"","doc":"whether MORE is present"}]`,
		},
		{"t.txt", `{{shell "it's"}} {{markdown "a|b"}} {{code "a|b"}}`, "'it'\\''s' a\\|b `a\\|b`"},
		{
			"t.txt", `{{range .Codes}}{{.Summary}}{{end}}`,
			"It stands alone.It has numbers & a <keyword>.It is gone.",
		},
		{"t.txt", `{{join (index .Codes 0).Defined "; "}}`, "RFC 9001 section 7.1; RFC 9002"},
		{"html.txt", `{{(index .Codes 1).Summary}}`, "It has numbers & a <keyword>."},
		{"t.html", `{{(index .Codes 1).Summary}}`, "It has numbers &amp; a &lt;keyword&gt;."},
		{"t.HTML", `{{(index .Codes 1).Summary}}`, "It has numbers &amp; a &lt;keyword&gt;."},
		{"t.Htm.GoTmpl", `{{(index .Codes 1).Summary}}`, "It has numbers &amp; a &lt;keyword&gt;."},
		{"html.gotmpl", `{{(index .Codes 1).Summary}}`, "It has numbers & a <keyword>."},
		{"a/t.htm", `{{(index .Codes 1).Summary}}`, "It has numbers &amp; a &lt;keyword&gt;."},
		{
			"t.html.tmpl", `<script>f({{(index .Codes 1).Summary}})</script>`,
			`<script>f("It has numbers \u0026 a \u003ckeyword\u003e.")</script>`,
		},
		{
			"t.gohtml", `<a href="{{(index .Sources 0).URL}}">`,
			`<a href="https://rfc.example/rfc9001">`,
		},
	} {
		got, err := Execute(test.name, test.text, p, 1<<20)
		if err != nil || string(got) != test.want {
			t.Errorf("%s: %s: got %s (error %v), want %s", test.name, test.text, got, err, test.want)
		}
	}
}

// TestJSONInTemplates checks that the function json writes what codes.json holds.
func TestJSONInTemplates(t *testing.T) {
	p := mustPage(t, fixture(t))
	got, err := Execute("t.txt", "{{json .}}", p, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	var want bytes.Buffer
	if err := json.Compact(&want, mustRender(t, JSON, p)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want.String(), string(got)); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

// TestExecuteErrors checks that errors name the file and the line, and that nothing is returned
// with them.
func TestExecuteErrors(t *testing.T) {
	p := mustPage(t, fixture(t))
	for _, test := range []struct{ name, text, want string }{
		{
			"a/t.tmpl", "x\n{{.Cods}}", `a/t.tmpl:2:2: executing "a/t.tmpl" at <.Cods>: ` +
				"can't evaluate field Cods in type docs.Page",
		},
		{
			"t.html", "x\n{{.Cods}}", `t.html:2:2: executing "t.html" at <.Cods>: ` +
				"can't evaluate field Cods in type docs.Page",
		},
		{"t.tmpl", "x\n\n{{range .Codes}}", `t.tmpl:3: unexpected EOF`},
		{"t.tmpl", "{{frob .Codes}}", `t.tmpl:1: function "frob" not defined`},
		{"t.html", "x\n{{frob .Codes}}", `t.html:2: function "frob" not defined`},
		{
			"t.html", "<p>\n<script>{{if .Codes}}'{{end}}</script>",
			`t.html:2:13: {{if}} branches end in different contexts`,
		},
		{
			"t.tmpl", "{{index .Codes 9}}", `t.tmpl:1:2: executing "t.tmpl" at <index .Codes 9>: ` +
				`error calling index: index out of range: 9`,
		},
	} {
		got, err := Execute(test.name, test.text, p, 1<<20)
		if err == nil || !strings.HasPrefix(err.Error(), test.want) || got != nil {
			t.Errorf("%s: %q: error %v, want %s; output %q", test.name, test.text, err, test.want, got)
		}
	}
}

func TestIsGenerated(t *testing.T) {
	const notice = NoticePrefix + `from a user-supplied registry. DO NOT EDIT.`
	for _, test := range []struct {
		reason, text string
		want         bool
	}{
		{"a line comment", "// " + notice + "\n", true},
		{"below a license", "# " + strings.Repeat("license ", 500) + "\n# " + notice + "\n", true},
		{"a block comment", "/* " + notice + " */", true},
		{"a comment of MDX", "{/* " + notice + " */}", true},
		{"a comment of SQL", "-- " + notice, true},
		{"without a comment", notice, true},
		{"a member of JSON", "{\n  \"notice\": \"" + notice + "\"", true},
		{"its beginning alone", "// " + NoticePrefix + "from a\n// DO NOT EDIT.", false},
		{"text about it", "Files have " + notice, false},
		{"code that shows it", "`<!-- " + notice + " -->`", false},
		{"far below", strings.Repeat("x\n", 5000) + "// " + notice, false},
		{"nothing", "", false},
	} {
		if got := IsGenerated([]byte(test.text)); got != test.want {
			t.Errorf("%s: got %v, want %v", test.reason, got, test.want)
		}
	}
	for _, format := range Formats() {
		if !IsGenerated(mustRender(t, format, mustPage(t, fixture(t)))) {
			t.Errorf("%s is not recognized as generated", format)
		}
	}
}

// TestLimit checks that a template writes no more than its limit, in either kind of template.
func TestLimit(t *testing.T) {
	p := mustPage(t, fixture(t))
	for _, name := range []string{"t.tmpl", "t.html"} {
		if got, err := Execute(name, "{{range .Codes}}x{{end}}", p, 4); err != nil || string(got) != "xxxx" {
			t.Errorf("%s: got %q, error %v, want xxxx", name, got, err)
		}
		_, err := Execute(name, "{{range .Codes}}xx{{end}}", p, 7)
		if want := name + ": the output is longer than 7 bytes"; fmt.Sprint(err) != want {
			t.Errorf("error %v, want %s", err, want)
		}
		_, err = Execute(name, strings.Repeat("{{if .}}", 4<<20), p, 7)
		if want := name + ": the template is longer than 1048576 bytes"; fmt.Sprint(err) != want {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

// TestSameWords checks that two names that other languages write alike are an error.
func TestSameWords(t *testing.T) {
	in := fixture(t)
	in.Records = append(in.Records, registry.Record{Code: "ODDONE", Name: "ODDOne", Status: registry.Unregistered})
	_, err := Render(top, C, mustPage(t, in))
	const want = "the names OddOne and ODDOne are both odd_one in other languages than Go: rename one of them"
	if fmt.Sprint(err) != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

// TestDeterministic checks that the same registry yields the same bytes each time.
func TestDeterministic(t *testing.T) {
	want, err := Files(top, checkedIn(t))
	if err != nil {
		t.Fatal(err)
	}
	got, err := Files(top, checkedIn(t))
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("error %v, mismatch (-first +second):\n%s", err, diff)
	}
}
