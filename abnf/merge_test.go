package abnf

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// newSource returns a source with the rules in text. Its name is also that of the file.
func newSource(t *testing.T, name, text string, obsoletes ...string) Source {
	t.Helper()
	rules, err := Parse(name, text)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rules {
		r.Source = name
	}
	return Source{Name: name, Obsoletes: obsoletes, Rules: rules}
}

// newAmendments returns the rules in text, from a file called amendments.
func newAmendments(t *testing.T, text string) []*Rule {
	t.Helper()
	rules, err := Parse("amendments", text)
	if err != nil {
		t.Fatal(err)
	}
	return rules
}

// A sourceText is a source in the tables below: "RFC2 obsoletes RFC1", and rules.
type sourceText struct{ name, rules string }

func newGrammar(t *testing.T, texts []sourceText, amendments string) *Grammar {
	t.Helper()
	var sources []Source
	for _, text := range texts {
		name, obsoletes, _ := strings.Cut(text.name, " obsoletes ")
		sources = append(sources, newSource(t, name, text.rules, strings.Fields(obsoletes)...))
	}
	return Merge(sources, newAmendments(t, amendments))
}

// A meaning is a Definition as the tables below have it.
type meaning struct {
	Rule    string   // its name and expression
	Rules   []string // the places of Rules
	Kept    []string // those of Kept
	Amended bool
}

func meaningOf(d *Definition) meaning {
	places := func(rules []*Rule) (list []string) {
		for _, r := range rules {
			list = append(list, r.Pos.String())
		}
		return list
	}
	return meaning{fmt.Sprintf("%s = %s", d.Name, d.Expr), places(d.Rules), places(d.Kept), d.Amended}
}

func TestDefinition(t *testing.T) {
	for _, test := range []struct {
		reason     string
		sources    []sourceText
		amendments string
		name       string
		want       meaning
	}{
		{
			"one rule", []sourceText{{"RFC1", "a = b"}}, "", "a",
			meaning{Rule: "a = b", Rules: []string{"RFC1:1:1"}},
		},
		{
			"names compare without case; the definition has that of its rule", []sourceText{{"RFC1", "Ab-C = d"}}, "", "aB-c",
			meaning{Rule: "Ab-C = d", Rules: []string{"RFC1:1:1"}},
		},
		{
			"a core rule, which every grammar has", nil, "", "crlf",
			meaning{Rule: "CRLF = CR LF", Rules: []string{"RFC5234:5:1"}},
		},
		{
			"a core rule that a source repeats", []sourceText{{"RFC1", "digit = %d48-57"}}, "", "DIGIT",
			meaning{Rule: "digit = %x30-39", Rules: []string{"RFC1:1:1"}},
		},

		// 1. Import notes define nothing.
		{
			"an import note and the rule that it means",
			[]sourceText{{"RFC1", "a = b"}, {"RFC2", "a = <Defined in RFC 1>"}}, "", "a",
			meaning{Rule: "a = b", Rules: []string{"RFC1:1:1"}},
		},
		{
			"an import note that means another name for it", []sourceText{{"RFC1", "a = b"}, {"RFC2", "a = <A>"}}, "", "a",
			meaning{Rule: "a = b", Rules: []string{"RFC1:1:1"}},
		},
		{
			"an import note of a core rule", []sourceText{{"RFC2", "CRLF = <Defined in RFC 5234>"}}, "", "CRLF",
			meaning{Rule: "CRLF = CR LF", Rules: []string{"RFC5234:5:1"}},
		},

		// 2. Rules of obsoleted sources yield.
		{
			"the newer source obsoletes the older", []sourceText{{"RFC1", "a = b"}, {"RFC2 obsoletes RFC1", "a = c"}}, "", "a",
			meaning{Rule: "a = c", Rules: []string{"RFC2:1:1"}},
		},
		{
			"in any order", []sourceText{{"RFC2 obsoletes RFC1", "a = c"}, {"RFC1", "a = b"}}, "", "a",
			meaning{Rule: "a = c", Rules: []string{"RFC2:1:1"}},
		},
		{
			"to a source that is not obsoleted, whichever it is",
			[]sourceText{{"RFC1", "a = b"}, {"RFC2 obsoletes RFC1", "z = y"}, {"RFC3", "a = c"}}, "", "a",
			meaning{Rule: "a = c", Rules: []string{"RFC3:1:1"}},
		},
		{
			"an obsoleted rule that no one else has counts", []sourceText{{"RFC1", "a = b"}, {"RFC2 obsoletes RFC1", "z = y"}}, "", "a",
			meaning{Rule: "a = b", Rules: []string{"RFC1:1:1"}},
		},
		{
			"an incremental alternative yields with its source",
			[]sourceText{{"RFC1", "a =/ b"}, {"RFC2 obsoletes RFC1", "a =/ c"}, {"RFC3", "a = d"}}, "", "a",
			meaning{Rule: "a = c / d", Rules: []string{"RFC2:1:1", "RFC3:1:1"}},
		},
		{
			"both obsoleted, one by the other",
			[]sourceText{{"RFC1", "a = b"}, {"RFC2 obsoletes RFC1", "a = c"}, {"RFC3 obsoletes RFC2", "z = y"}}, "", "a",
			meaning{Rule: "a = c", Rules: []string{"RFC2:1:1"}},
		},
		{
			"both obsoleted, one by the other through a third",
			[]sourceText{
				{"RFC1", "a = b"}, {"RFC2 obsoletes RFC1", "z = y"}, {"RFC3 obsoletes RFC2", "a = c"},
				{"RFC4 obsoletes RFC3", "z = y"},
			}, "", "a",
			meaning{Rule: "a = c", Rules: []string{"RFC3:1:1"}},
		},
		{
			"a source may obsolete several",
			[]sourceText{{"RFC1", "a = b"}, {"RFC2", "a = c"}, {"RFC3 obsoletes RFC1 RFC2", "a = d"}}, "", "a",
			meaning{Rule: "a = d", Rules: []string{"RFC3:1:1"}},
		},
		{
			"a rule that an obsoleted source repeats", []sourceText{
				{"RFC1", "a = b"}, {"RFC2", "a = b"}, {"RFC3 obsoletes RFC2", "a =/ c"},
			}, "", "a",
			meaning{Rule: "a = b / c", Rules: []string{"RFC1:1:1", "RFC3:1:1"}},
		},

		// 3. Definitions that print alike are one; incremental alternatives extend them.
		{
			"duplicates", []sourceText{{"RFC1", "a = b  \"c\""}, {"RFC2", "A = (b) (\"c\")"}}, "", "a",
			meaning{Rule: `A = b "c"`, Rules: []string{"RFC2:1:1"}},
		},
		{
			"extended by the same source and others",
			[]sourceText{{"RFC1", "a = b\na =/ c"}, {"RFC2", "a =/ d / e"}}, "", "a",
			meaning{Rule: "a = b / c / d / e", Rules: []string{"RFC1:1:1", "RFC1:2:1", "RFC2:1:1"}},
		},
		{
			"extended by an older source", []sourceText{{"RFC1", "a =/ b"}, {"RFC2", "a = c"}}, "", "a",
			meaning{Rule: "a = b / c", Rules: []string{"RFC1:1:1", "RFC2:1:1"}},
		},
		{
			"extended in the same way by two sources", []sourceText{{"RFC1", "a = b"}, {"RFC2", "a =/ c"}, {"RFC3", "a =/ c"}}, "", "a",
			meaning{Rule: "a = b / c", Rules: []string{"RFC1:1:1", "RFC3:1:1"}},
		},
		{
			"extended by what it has", []sourceText{{"RFC1", "a = b"}, {"RFC2", "a =/ b"}}, "", "a",
			meaning{Rule: "a = b", Rules: []string{"RFC1:1:1", "RFC2:1:1"}},
		},

		// Amendments
		{
			"an amendment replaces", []sourceText{{"RFC1", "a = b"}}, "a = c", "a",
			meaning{Rule: "a = c", Rules: []string{"amendments:1:1"}, Kept: []string{"RFC1:1:1"}, Amended: true},
		},
		{
			"replacing a prose-val is not a change", []sourceText{{"RFC1", "a = 1*<any b>"}}, "a = c", "a",
			meaning{Rule: "a = c", Rules: []string{"amendments:1:1"}, Kept: []string{"RFC1:1:1"}},
		},
		{
			"an amendment defines", nil, "a = c", "a",
			meaning{Rule: "a = c", Rules: []string{"amendments:1:1"}},
		},
		{
			"an amendment settles a clash by replacing both", []sourceText{{"RFC1", "a = b"}, {"RFC2", "a = c"}}, "a = d", "a",
			meaning{Rule: "a = d", Rules: []string{"amendments:1:1"}, Kept: []string{"RFC1:1:1", "RFC2:1:1"}, Amended: true},
		},
		{
			"an amendment replaces incremental alternatives too", []sourceText{{"RFC1", "a = b"}, {"RFC2", "a =/ c"}}, "a = d", "a",
			meaning{Rule: "a = d", Rules: []string{"amendments:1:1"}, Kept: []string{"RFC1:1:1", "RFC2:1:1"}, Amended: true},
		},
		{
			"what is obsoleted is not kept", []sourceText{{"RFC1", "a = b"}, {"RFC2 obsoletes RFC1", "a = <any c>"}}, "a = d", "a",
			meaning{Rule: "a = d", Rules: []string{"amendments:1:1"}, Kept: []string{"RFC2:1:1"}},
		},
		{
			"an amendment extends", []sourceText{{"RFC1", "a = b"}}, "a =/ c", "a",
			meaning{Rule: "a = b / c", Rules: []string{"RFC1:1:1", "amendments:1:1"}, Amended: true},
		},
		{
			"two amendments extend, as sources that are obsoleted",
			[]sourceText{{"RFC1", "z = y"}, {"RFC2 obsoletes RFC1", "a = b"}}, "; RFC1\na =/ c\n; RFC1\na =/ d", "a",
			meaning{Rule: "a = b / c / d", Rules: []string{"RFC2:1:1", "amendments:2:1", "amendments:4:1"}, Amended: true},
		},
		{
			"an amendment replaces and another extends, in any order", []sourceText{{"RFC1", "a = b"}}, "a =/ d\na = c", "a",
			meaning{Rule: "a = c / d", Rules: []string{"amendments:2:1", "amendments:1:1"}, Kept: []string{"RFC1:1:1"}, Amended: true},
		},
		{
			"an amendment settles which source is meant",
			[]sourceText{{"RFC1", "a = b"}, {"RFC2", "a = c\na =/ d"}, {"RFC3", "a =/ e"}}, "a = <Defined in RFC 2>", "a",
			meaning{Rule: "a = c / d", Rules: []string{"RFC2:1:1", "RFC2:2:1"}, Kept: []string{"RFC1:1:1", "RFC3:1:1"}},
		},
		{
			"the source that is meant may be obsoleted",
			[]sourceText{{"RFC1", "a = b"}, {"RFC2 obsoletes RFC1", "a = c"}}, "a = <Defined in RFC 1>", "a",
			meaning{Rule: "a = b", Rules: []string{"RFC1:1:1"}, Kept: []string{"RFC2:1:1"}},
		},
		{
			"another source repeats what is meant",
			[]sourceText{{"RFC1", "a = b"}, {"RFC2", "a = b"}, {"RFC3", "a = c"}}, "a = <Defined in RFC 1>", "a",
			meaning{Rule: "a = b", Rules: []string{"RFC1:1:1"}, Kept: []string{"RFC2:1:1", "RFC3:1:1"}},
		},
		{
			"settled and extended", []sourceText{{"RFC1", "a = b"}, {"RFC2", "a = c"}}, "a =/ d\na = <Defined in RFC 1>", "a",
			meaning{
				Rule: "a = b / d", Rules: []string{"RFC1:1:1", "amendments:1:1"}, Kept: []string{"RFC2:1:1"}, Amended: true,
			},
		},
	} {
		t.Run(test.reason, func(t *testing.T) {
			g := newGrammar(t, test.sources, test.amendments)
			d, err := g.Definition(test.name)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, meaningOf(d)); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
			if again, err := g.Definition(strings.ToUpper(test.name)); again != d || err != nil {
				t.Errorf("settled again as %v, %v", again, err)
			}
		})
	}
}

func TestDefinitionErrors(t *testing.T) {
	for _, test := range []struct {
		reason     string
		sources    []sourceText
		amendments string
		want       string
	}{
		{"undefined", []sourceText{{"RFC1", "b = c"}}, "", `undefined rule "a"`},
		{"only an import note", []sourceText{{"RFC1", "a = <Defined in RFC 2>"}}, "", `undefined rule "a"`},
		{
			"only extended", []sourceText{{"RFC1", "b = c\na =/ c"}}, "b =/ d",
			`RFC1:2:1: "a" is extended but not defined`,
		},
		{"only extended by an amendment", nil, "a =/ c", `amendments:1:1: "a" is extended but not defined`},
		{
			"redefined", []sourceText{{"RFC1", "a = b / \"c\""}, {"RFC2", "\na = d"}}, "",
			`RFC2:2:1: "a" redefined; the other definition is at RFC1:1:1: b / "c" (add an amendment)`,
		},
		{
			"redefined by one source", []sourceText{{"RFC1", "a = b\na = c"}}, "",
			`RFC1:2:1: "a" redefined; the other definition is at RFC1:1:1: b (add an amendment)`,
		},
		{
			"a choice in another order is another way", []sourceText{{"RFC1", "a = b / c"}, {"RFC2", "a = c / b"}}, "",
			`RFC2:1:1: "a" redefined; the other definition is at RFC1:1:1: b / c (add an amendment)`,
		},
		{
			"redefined in obsoleted sources that do not obsolete each other",
			[]sourceText{
				{"RFC1", "a = b"}, {"RFC2", "a = c"}, {"RFC3 obsoletes RFC1", "z = y"}, {"RFC4 obsoletes RFC2", "z = y"},
			}, "",
			`RFC2:1:1: "a" redefined; the other definition is at RFC1:1:1: b (add an amendment)`,
		},
		{
			"amended twice", []sourceText{{"RFC1", "a = b"}}, "a = c\na = d",
			`amendments:2:1: "a" amended again; the other amendment is at amendments:1:1`,
		},
		{
			"settled for a source without the rule", []sourceText{{"RFC1", "a = b"}}, "a = <Defined in RFC 2>",
			`amendments:1:1: RFC2 has no rule "a"`,
		},
		{
			"settled for no RFC", []sourceText{{"RFC1", "a = b"}}, "a = <defined in [ABNF]>",
			`amendments:1:1: the import note for "a" does not name an RFC`,
		},
		{
			"settled for a source that only extends", []sourceText{{"RFC1", "a = b"}, {"RFC2", "a =/ c"}}, "a = <Defined in RFC 2>",
			`RFC2:1:1: "a" is extended but not defined`,
		},
	} {
		t.Run(test.reason, func(t *testing.T) {
			g := newGrammar(t, test.sources, test.amendments)
			for range 2 {
				_, err := g.Definition("a")
				if diff := cmp.Diff(test.want, errorText(err)); diff != "" {
					t.Errorf("mismatch (-want +got):\n%s", diff)
				}
			}
		})
	}
}

func TestDefinitionClashesWithCoreRule(t *testing.T) {
	_, err := newGrammar(t, []sourceText{{"RFC1", "SP = %x09"}}, "").Definition("SP")
	want := `RFC1:1:1: "SP" redefined; the other definition is at RFC5234:14:1: %x20 (add an amendment)`
	if diff := cmp.Diff(want, errorText(err)); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

func TestDefinitionGivesWhySkipped(t *testing.T) {
	rules, skipped := Extract("RFC1", "   b = c\n\n   A-Code = \"A\" SP ...\n")
	g := Merge([]Source{{Name: "RFC1", Rules: rules, Skipped: skipped}}, nil)
	_, err := g.Definition("A-Code")
	want := `undefined rule "A-Code"; one cannot be read: RFC1:3:20: "...", want an element`
	if diff := cmp.Diff(want, errorText(err)); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
	if !errors.Is(err, skipped["a-code"]) {
		t.Error("the error does not wrap that of Extract")
	}
}

func TestRulesAndAmendments(t *testing.T) {
	g := newGrammar(t, []sourceText{
		{"RFC1", "a = b\nb = c\nA =/ d"}, {"RFC2 obsoletes RFC1", "a = e\nb = <Defined in RFC 1>"},
	}, "a =/ f\nb = <Defined in RFC 1>")
	for _, test := range []struct {
		reason string
		got    []*Rule
		want   string
	}{
		{"all rules of the name, obsoleted ones too", g.Rules("A"), "a = b\nA =/ d\na = e"},
		{"without import notes", g.Rules("b"), "b = c"},
		{"none", g.Rules("z"), ""},
		{"amendments", g.Amendments("A"), "a =/ f"},
		{"amendments with import notes", g.Amendments("b"), "b = <Defined in RFC 1>"},
		{"no amendments", g.Amendments("c"), ""},
	} {
		if diff := cmp.Diff(test.want, printed(test.got)); diff != "" {
			t.Errorf("%s: mismatch (-want +got):\n%s", test.reason, diff)
		}
	}
}

func TestMergeLeavesItsRulesAlone(t *testing.T) {
	text := "a = b / c\na =/ b\nb = \"x\"\nc = <any d>"
	source := newSource(t, "RFC1", text)
	amendments := newAmendments(t, "a =/ d\nc = \"y\"\nd = <counted octets>")
	g := Merge([]Source{source}, amendments)
	if _, err := g.Close(name("a")); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(printed(parseRules(t, text)), printed(source.Rules)); diff != "" {
		t.Errorf("the source's rules changed (-before +after):\n%s", diff)
	}
}

func TestClose(t *testing.T) {
	for _, test := range []struct {
		reason     string
		sources    []sourceText
		amendments string
		roots      string // divided by commas
		want       []string
		errors     string
	}{
		{
			reason:  "in the order in which names are met, each before what it needs",
			sources: []sourceText{{"RFC1", "e = \"e\"\nd = \"d\"\nc = d / e\nb = \"b\"\na = b c d"}},
			roots:   "a",
			want:    []string{`a = b c d`, `b = "b"`, `c = d / e`, `d = "d"`, `e = "e"`},
		},
		{
			reason:  "several roots, and expressions as roots",
			sources: []sourceText{{"RFC1", "a = c\nb = c\nc = \"c\"\nz = \"unused\""}},
			roots:   `"x" [b], 2a`,
			want:    []string{`b = c`, `c = "c"`, `a = c`},
		},
		{
			reason:  "each name once, whatever its case",
			sources: []sourceText{{"RFC1", "a = B b [a]\nb = DIGIT digit"}},
			roots:   "A",
			want:    []string{`a = B b [a]`, `b = DIGIT digit`, `DIGIT = %x30-39`},
		},
		{
			reason: "core rules",
			roots:  "ALPHA, BIT, CHAR, CRLF, CTL, DQUOTE, HEXDIG, LWSP, OCTET, VCHAR",
			want: []string{
				`ALPHA = %x41-5A / %x61-7A`,
				`BIT = "0" / "1"`,
				`CHAR = %x01-7F`,
				`CRLF = CR LF`,
				`CR = %x0D`,
				`LF = %x0A`,
				`CTL = %x00-1F / %x7F`,
				`DQUOTE = %x22`,
				`HEXDIG = DIGIT / "A" / "B" / "C" / "D" / "E" / "F"`,
				`DIGIT = %x30-39`,
				`LWSP = *(WSP / CRLF WSP)`,
				`WSP = SP / HTAB`,
				`SP = %x20`,
				`HTAB = %x09`,
				`OCTET = %x00-FF`,
				`VCHAR = %x21-7E`,
			},
		},
		{
			reason:     "what an amendment replaces is not needed",
			sources:    []sourceText{{"RFC1", "a = <any b> / gone"}},
			amendments: "a = b\nb = \"b\"",
			roots:      "a",
			want:       []string{`a = b`, `b = "b"`},
		},
		{
			reason:     "counted octets are allowed",
			sources:    []sourceText{{"RFC1", "a = \"{\" 1*DIGIT \"}\" <counted octets>"}},
			amendments: "",
			roots:      "a",
			want:       []string{`a = "{" 1*DIGIT "}" <counted octets>`, `DIGIT = %x30-39`},
		},
		{
			reason:  "what is not needed may be wrong",
			sources: []sourceText{{"RFC1", "a = \"a\"\nb = <any c>\nd = \"d\""}, {"RFC2", "d = e"}},
			roots:   "a",
			want:    []string{`a = "a"`},
		},
		{
			reason: "all that is wrong, each at the place that needs it, and once",
			sources: []sourceText{
				{"RFC1", "a = b /\n  c / missing\nb = [absent] / Missing\nc = 1*<any c> clash\nclash = \"1\" / <in words>"},
				{"RFC2", "\nclash = \"2\""}, {"RFC3", "ext =/ \"e\""},
			},
			roots: "a, ext, nowhere",
			want:  []string{"a = b / c / missing", "b = [absent] / Missing", "c = 1*<any c> clash"},
			errors: `RFC1:3:6: undefined rule "absent"
RFC1:3:16: undefined rule "Missing"
RFC1:4:7: prose-val <any c> needs an amendment
RFC2:2:1: "clash" redefined; the other definition is at RFC1:5:1: "1" / <in words> (add an amendment)
RFC3:1:1: "ext" is extended but not defined
x:1:1: undefined rule "nowhere"`,
		},
		{
			reason: "a prose-val in a root",
			roots:  `<in words>`,
			errors: `x:1:1: prose-val <in words> needs an amendment`,
		},
		{
			reason:  "rules that do not do without each other",
			sources: []sourceText{{"RFC1", "a = \"a\" [c] / b\nb = \"(\" c \")\"\nc = b"}},
			roots:   "a",
			want:    []string{`a = "a" [c] / b`, `c = b`, `b = "(" c ")"`},
			errors:  `RFC1:2:1: the rule "b" matches nothing: each of its alternatives needs the rule itself`,
		},
		{
			reason:  "a rule that needs itself at least once",
			sources: []sourceText{{"RFC1", "a = 1*a / *\"x\" a"}},
			roots:   "a",
			want:    []string{`a = 1*a / *"x" a`},
			errors:  `RFC1:1:1: the rule "a" matches nothing: each of its alternatives needs the rule itself`,
		},
		{
			reason:  "rules that do without each other after others",
			sources: []sourceText{{"RFC1", "a = b / c a\nb = c b / d\nc = a / \"(\" d\nd = *a"}},
			roots:   "a",
			want:    []string{`a = b / c a`, `b = c b / d`, `c = a / "(" d`, `d = *a`},
		},
	} {
		t.Run(test.reason, func(t *testing.T) {
			defs, err := newGrammar(t, test.sources, test.amendments).Close(operands(t, test.roots)...)
			var got []string
			for _, d := range defs {
				got = append(got, fmt.Sprintf("%s = %s", d.Name, d.Expr))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("definitions mismatch (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.errors, errorText(err)); diff != "" {
				t.Errorf("error mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestCloseDepth checks how deep rules may nest, and that far deeper ones cost no more.
func TestCloseDepth(t *testing.T) {
	for _, test := range []struct {
		rules int
		want  string
	}{
		{200, ""},
		{201, `RFC1:200:8: the rule "r200" is nested more than 200 rules deep; write it in place of its name`},
		{100_000, `RFC1:200:8: the rule "r200" is nested more than 200 rules deep; write it in place of its name`},
	} {
		var b strings.Builder
		for i := range test.rules - 1 {
			fmt.Fprintf(&b, "r%d = r%d\n", i, i+1)
		}
		fmt.Fprintf(&b, "r%d = \"x\"\n", test.rules-1)
		g := newGrammar(t, []sourceText{{"RFC1", b.String()}}, "")
		defs, err := g.Close(name("r0"))
		if errorText(err) != test.want || len(defs) != min(test.rules, 200) {
			t.Errorf("%d rules: %d definitions, error %v, want error %s",
				test.rules, len(defs), err, test.want)
		}
	}
}

// TestManyExtensions checks that extending a rule ten thousand times costs no more than reading
// the extensions does.
func TestManyExtensions(t *testing.T) {
	var b strings.Builder
	b.WriteString("a = \"0\"\n")
	for i := range 10_000 {
		fmt.Fprintf(&b, "a =/ \"%d\"\n", i)
	}
	rules := parseRules(t, b.String())
	printed := testing.AllocsPerRun(1, func() {
		for _, r := range rules {
			_ = r.Expr.String()
		}
	})
	merged := testing.AllocsPerRun(1, func() {
		d, err := Merge([]Source{{Name: "RFC1", Rules: rules}}, nil).Definition("a")
		if err != nil || len(d.Expr.Args) != 10_000 {
			t.Errorf("%v, error %v, want 10000 alternatives", d, err)
		}
	})
	if merged > 20*printed {
		t.Errorf("%v allocations, want at most 20 times the %v for printing", merged, printed)
	}
}

func TestCloseGivesWhySkipped(t *testing.T) {
	rules, skipped := Extract("RFC1", "   a = b\n\n   b = ...\n")
	_, err := Merge([]Source{{Name: "RFC1", Rules: rules, Skipped: skipped}}, nil).Close(name("a"))
	want := `RFC1:1:8: undefined rule "b"; one cannot be read: RFC1:3:8: "...", want an element`
	if diff := cmp.Diff(want, errorText(err)); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

// FuzzMerge checks that with any two sources, of which the second obsoletes the first, and any
// amendments every name has a definition or an error, whatever the order of the sources.
func FuzzMerge(f *testing.F) {
	for _, seed := range [][3]string{
		{"a = b", "a = c", ""},
		{"a = b\nb = \"x\"", "a =/ c\nb = <Defined in RFC 1>", "a =/ d"},
		{"a = b", "a = <any c>", "a = <Defined in RFC 1>"},
		{"a = <a>\nb = a", "a = 1*b / b", "b =/ <counted octets>"},
		{"SP = \"x\"", "sp = %x20", "SP = <Defined in RFC 5234>"},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	f.Fuzz(func(t *testing.T, first, second, correcting string) {
		var sources []Source
		var names []*Expr
		for i, text := range []string{first, second} {
			source := Source{Name: fmt.Sprint("RFC", i+1), Obsoletes: []string{"RFC1"}[:i]}
			source.Rules, _ = Parse(source.Name, text)
			for _, r := range source.Rules {
				r.Source = source.Name
				names = append(names, name(r.Name))
			}
			sources = append(sources, source)
		}
		amendments, _ := Parse("amendments", correcting)
		forward := Merge(sources, amendments)
		backward := Merge([]Source{sources[1], sources[0]}, amendments)
		forward.Close(names...)
		for _, x := range names {
			d, err1 := forward.Definition(x.Text)
			_, err2 := backward.Definition(x.Text)
			if (err1 == nil) != (err2 == nil) {
				t.Errorf("%s: %v in one order of the sources, %v in the other", x, err1, err2)
			}
			if err1 == nil && d.Expr == nil {
				t.Errorf("%s has neither a definition nor an error", x)
			}
		}
	})
}
