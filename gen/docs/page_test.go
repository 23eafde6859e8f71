package docs

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/model"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

var update = flag.Bool("update", false, "rewrite the golden files in testdata")

// top is the top folder of the repository, which holds the templates.
var top = os.DirFS("../..")

// fixture returns an invented registry with its grammar.
func fixture(t testing.TB) tree.Tree {
	t.Helper()
	rules, err := abnf.Parse("rfc9001.abnf", `number = 1*DIGIT
nz-number = %x31-39 *DIGIT
uid-set = 1*(DIGIT / "," / ":")
pair = number / uid-set
`)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rules {
		r.Source = "RFC9001"
	}
	return tree.Tree{
		Sources: []registry.Source{
			{
				Name: "IANA", Title: "IMAP Response Codes", Date: "2031-03-04",
				URL: "https://iana.example/codes/",
			},
			{Name: "RFC9001", Title: "First Things", Date: "May 2030", URL: "https://rfc.example/rfc9001"},
		},
		Evidence: []registry.Evidence{
			{Code: "PLAIN", Column: "retry", From: []string{"RFC9001#7.1"}, Basis: registry.Reading, Reason: "It is so."},
			{Code: "PLAIN", Column: "tagged", From: []string{"RFC9001#7.1", "RFC9002#A"}, Basis: registry.Text},
		},
		Grammars: []abnf.Source{{Name: "RFC9001", Rules: rules}},
		Records: []registry.Record{
			{
				Code: "PLAIN", Name: "Plain", Status: registry.Registered,
				References: []string{"RFC9001", "RFC-ietf-more-things-07"}, Grammar: "RFC9001",
				Defined: []string{"RFC9001#7.1", "RFC9002"}, Rev1: registry.StandingBase, Rev2: registry.StandingNone,
				Capability: []string{"PLAIN", "X=Y"}, State: registry.StateSelected, Commands: []string{"COPY", "any"},
				Tagged: []string{"NO", "BAD"}, Untagged: []string{"OK"}, Retry: registry.RetryLater,
				Summary: "It stands alone.", Advice: "Wait a while.", Security: "It is loud.",
			},
			{
				Code: "COUNT", Name: "Count", Status: registry.Registered,
				References: []string{"RFC9002"}, Registered: "2030-01-02", Updated: "2031-03-04",
				Arguments: `SP nz-number [SP pair [SP "MORE"]]`, Grammar: "RFC9001 amended",
				Fields: []string{"First", "Rest", "More"}, Tagged: []string{"OK"},
				Retry: registry.RetryChanged, Summary: "It has numbers & a <keyword>.",
			},
			{
				Code: "ODD|ONE", Name: "OddOne", Status: registry.Discouraged,
				Description: "use PLAIN instead", References: []string{"RFC9001"}, Grammar: "RFC9001",
				Retry: registry.RetryNever,
			},
			{Code: "ALSO", Name: "Also", Status: registry.Removed, Summary: "It is gone."},
		},
	}
}

// fixtureExamples are lines with codes of the fixture, and a line with another code.
const fixtureExamples = `* OK [COUNT 17] Seventeen
a NO [PLAIN] No
b NO [plain] No again
c OK [ELSE] x
`

// mustPage returns the page of in, with examples of the fixture's codes.
func mustPage(t testing.TB, in tree.Tree) Page {
	t.Helper()
	examples, err := ReadExamples("examples.txt", fixtureExamples)
	if err != nil {
		t.Fatal(err)
	}
	return mustPageWith(t, in, examples)
}

func mustPageWith(t testing.TB, in tree.Tree, examples []Example) Page {
	t.Helper()
	m, err := model.New(in)
	if err != nil {
		t.Fatal(err)
	}
	p, err := NewPage(m, "Code", examples)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// checkedIn returns the page of the checked-in registry.
func checkedIn(t testing.TB) Page {
	t.Helper()
	tree, err := tree.Load(top)
	if err != nil {
		t.Fatal(err)
	}
	return mustPageWith(t, tree, examples(t))
}

// TestFresh checks that generated/docs is up to date with the registry and the templates.
func TestFresh(t *testing.T) {
	files, err := Files(top, checkedIn(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		got, err := os.ReadFile(filepath.Join("../../generated/docs", file.Name))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(got), string(file.Data)); diff != "" {
			t.Errorf("generated/docs/%s is stale, run make generate (-checked in +generated):\n%s",
				file.Name, diff)
		}
		if !IsGenerated(file.Data) {
			t.Errorf("generated/docs/%s is not recognized as generated", file.Name)
		}
	}
}

func TestNewPage(t *testing.T) {
	p := mustPage(t, fixture(t))
	first := Reference{"RFC9001", "First Things", "May 2030", "https://rfc.example/rfc9001"}
	second := Reference{"RFC9002", "", "", "https://www.rfc-editor.org/rfc/rfc9002"}
	draft := Reference{
		Name: "RFC-ietf-more-things-07",
		URL:  "https://datatracker.ietf.org/doc/html/draft-ietf-more-things-07",
	}
	section71 := Section{first, "7.1", false}
	section71.URL = "https://www.rfc-editor.org/rfc/rfc9001#section-7.1"
	sectionA := Section{second, "A", false}
	sectionA.URL += "#appendix-A"
	nzNumber := Rule{"nz-number", "%x31-39 *DIGIT", "RFC9001", nil}
	pair := Rule{"pair", "number / uid-set", "RFC9001", nil}
	want := Page{
		Title: "IMAP Response Codes",
		Notice: `Code generated by imapcodes from the IANA registry ` +
			`"IMAP Response Codes" of 2031-03-04. DO NOT EDIT.`,
		Updated:  "2031-03-04",
		Hash:     p.Hash,
		Types:    p.Types,
		Registry: Reference{"IANA", "IMAP Response Codes", "2031-03-04", "https://iana.example/codes/"},
		Total:    4,
		Statuses: []Count{{"registered", 2}, {"discouraged", 1}, {"removed", 1}},
		Cited:    []Reference{first, second, draft},
		Sources:  []Reference{first},
		Rules: []Rule{
			{"DIGIT", "%x30-39", "RFC5234", nil}, {"number", "1*DIGIT", "RFC9001", nil}, nzNumber,
			pair, {"SP", "%x20", "RFC5234", nil}, {"uid-set", `1*(DIGIT / "," / ":")`, "RFC9001", nil},
		},
		Codes: []Code{
			{
				Code: "PLAIN", Constant: "CodePlain", Name: "Plain", Status: "registered",
				Summary: "It stands alone.", Advice: "Wait a while.", Security: "It is loud.",
				Types: []string{"OK", "NO", "BAD"}, Tagged: []string{"NO", "BAD"}, Untagged: []string{"OK"},
				Commands: []string{"COPY", "any"}, State: "selected", Capability: []string{"PLAIN", "X=Y"},
				Rev1: "base", Rev2: "none", Retry: "later", RetryWords: "The same command may succeed later.",
				Defined: []Section{section71, {Reference: second}},
				Evidence: []Evidence{
					{"retry", []Section{section71}, "reading", "It is so."},
					{"tagged", []Section{section71, sectionA}, "text", ""},
				},
				References: []Reference{first, draft}, Grammar: "RFC9001",
				Examples: p.Codes[0].Examples, // checked below and by TestReadExamples
			},
			{
				Code: "COUNT", Constant: "CodeCount", Name: "Count", Status: "registered",
				Summary: "It has numbers & a <keyword>.", Types: []string{"OK"}, Tagged: []string{"OK"},
				Retry: "changed", RetryWords: "The same command may succeed once the cause is gone.",
				Defined: []Section{{Reference: second}}, References: []Reference{second}, Registered: "2030-01-02", Updated: "2031-03-04",
				Arguments: `SP nz-number [SP pair [SP "MORE"]]`, Grammar: "RFC9001 amended",
				Rules: []Rule{nzNumber, pair},
				Fields: []Field{
					{Name: "First", Type: "uint32", Kind: "number", Bits: 32, Rule: "nz-number"},
					{Name: "Rest", Type: "Set", Kind: "set", Optional: true, Rule: "pair", Doc: "empty if absent"},
					{Name: "More", Type: "bool", Kind: "flag", Keywords: []string{"MORE"}, Doc: "whether MORE is present"},
				},
				Examples: p.Codes[1].Examples,
			},
			{
				Code: "ODD|ONE", Constant: "CodeOddOne", Name: "OddOne", Status: "discouraged",
				Description: "use PLAIN instead",
				Deprecation: `The IANA registry describes it as "use PLAIN instead".`,
				Retry:       "never", RetryWords: "The same command will fail again.",
				Defined: []Section{{Reference: first}}, References: []Reference{first}, Grammar: "RFC9001",
			},
			{
				Code: "ALSO", Constant: "CodeAlso", Name: "Also", Status: "removed",
				Deprecation: "It was removed from the IANA registry.", Summary: "It is gone.",
			},
		},
	}
	ignored := cmp.Options{cmpopts.IgnoreTypes(&abnf.Expr{}), cmpopts.IgnoreUnexported(Page{})}
	if diff := cmp.Diff(want, p, ignored, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
	if got := p.Codes[1].Syntax.String(); got != p.Codes[1].Arguments {
		t.Errorf("the syntax tree of COUNT is %q, want %q", got, p.Codes[1].Arguments)
	}
	if got := p.Types; len(got) != 5 || got[1].Name != "NO" || got[3].Tagged != "" || got[1].Section.Section != "7.1.2" {
		t.Errorf("types %+v", got)
	}
	if p.Codes[0].Syntax != nil {
		t.Error("PLAIN has a syntax tree, want nil")
	}
	if got := p.Codes[1].Rules[1].Syntax.String(); got != "number / uid-set" {
		t.Errorf("the syntax tree of pair is %q", got)
	}
	var lines []string
	for _, c := range p.Codes {
		for _, e := range c.Examples {
			lines = append(lines, c.Code+": "+e.Line)
		}
	}
	wantLines := []string{
		"PLAIN: a NO [PLAIN] No", "PLAIN: b NO [plain] No again", "COUNT: * OK [COUNT 17] Seventeen",
	}
	if diff := cmp.Diff(wantLines, lines); diff != "" {
		t.Errorf("examples (-want +got):\n%s", diff)
	}
}

// TestOwnRegistry checks that a user's own registry is not described as IANA's.
func TestOwnRegistry(t *testing.T) {
	in := fixture(t)
	in.Sources = nil
	p := mustPage(t, in)
	const notice = "Code generated by imapcodes from a user-supplied registry. DO NOT EDIT."
	if p.Registry != (Reference{}) || p.Updated != "" || p.Notice != notice {
		t.Errorf("registry %v, updated %q, notice %q", p.Registry, p.Updated, p.Notice)
	}
}

func TestReference(t *testing.T) {
	const rfcs, drafts = "https://www.rfc-editor.org/rfc/", "https://datatracker.ietf.org/doc/html/"
	sources := []registry.Source{
		{Name: "RFC1", Title: "One", Date: "1969", URL: "http://rfc.example/1"},
		{Name: "RFC2"},
	}
	for _, test := range []struct {
		reason, name string
		want         Reference
	}{
		{"a source", "RFC1", Reference{"RFC1", "One", "1969", "http://rfc.example/1"}},
		{"a source without an address", "RFC2", Reference{Name: "RFC2"}},
		{"a script", "javascript:alert(3)", Reference{}},
		{"an RFC that is not a source", "RFC10023", Reference{URL: rfcs + "rfc10023"}},
		{"IANA's name for a draft", "RFC-ietf-a-b-30", Reference{URL: drafts + "draft-ietf-a-b-30"}},
		{"a draft", "draft-x-y-00", Reference{URL: drafts + "draft-x-y-00"}},
		{"a draft in another folder", "draft-../../evil", Reference{}},
		{"something else", "W3C", Reference{}},
	} {
		test.want.Name = test.name
		if diff := cmp.Diff(test.want, reference(test.name, sources)); diff != "" {
			t.Errorf("%s: mismatch (-want +got):\n%s", test.reason, diff)
		}
	}
}

// TestNamedRules checks which rules are explained, and which sources they have.
func TestNamedRules(t *testing.T) {
	source := func(name, text string) abnf.Source {
		rules, err := abnf.Parse(name, text)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rules {
			r.Source = name
		}
		return abnf.Source{Name: name, Rules: rules}
	}
	g := abnf.Merge([]abnf.Source{
		source("RFC10001", "two =/ \"b\"\n"),
		source("RFC9001", "one = two\ntwo = \"a\"\nthree = \"c\"\n"),
	}, source("RFC9002", "three =/ \"d\"\n").Rules)
	x, err := abnf.ParseExpr("x", "SP one [Two] three *(TWO)")
	if err != nil {
		t.Fatal(err)
	}
	got, err := namedRules(x, g)
	want := []Rule{
		{"one", "two", "RFC9001", nil},
		{"Two", `"b" / "a"`, "RFC9001 RFC10001", nil},
		{"three", `"c" / "d"`, "RFC9001 RFC9002 amended", nil},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreTypes(&abnf.Expr{})); diff != "" || err != nil {
		t.Errorf("error %v, mismatch (-want +got):\n%s", err, diff)
	}
}
