package model

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

// mustParse returns rules from section 2 of a source.
func mustParse(t *testing.T, name, source, rules string) []*abnf.Rule {
	t.Helper()
	parsed, err := abnf.Parse(name, rules)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range parsed {
		r.Source, r.Section = source, "2"
	}
	return parsed
}

// invented returns a tree of one code with the given arguments, rules and amendments.
func invented(t *testing.T, arguments, rules, amendments string) tree.Tree {
	t.Helper()
	const all = "tag = 1*%x21-7E\natom = 1*%x41-5A\ntext = 1*%x20-7E\nnumber = 1*%x30-39\n"
	return tree.Tree{
		Records: []registry.Record{{
			Code: "ONE", Name: "One", Status: registry.Registered, Arguments: arguments, Grammar: "RFC1",
		}},
		Grammars: []abnf.Source{
			{Name: "RFC1", Rules: mustParse(t, "rfc1.abnf", "RFC1", all+"resp-text-code = \"ONE\"\n"+rules)},
			{Name: "RFC20", Rules: mustParse(t, "rfc20.abnf", "RFC20", "resp-text-code =/ \"TWENTY\"\n")},
		},
		Amendments: mustParse(t, "amendments.abnf", "RFC1", "resp-text-code =/ atom [SP 1*%x20-5A]\n"+amendments),
	}
}

// tolerated returns in with tolerances.
func tolerated(t *testing.T, in tree.Tree, more string) tree.Tree {
	t.Helper()
	in.Tolerances = mustParse(t, "tolerances.abnf", "", "SP = 1*%x20\nbegin = *%x20 [\"(\"]\n"+
		"end = *%x20 [\")\"]\nopen = [\"(\"]\nclose = [\")\"]\n"+more)
	return in
}

func mustNew(t *testing.T, in tree.Tree) *Model {
	t.Helper()
	m, err := New(in)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestNewErrors checks that the error joins the faults of all codes, each with its place.
func TestNewErrors(t *testing.T) {
	in := invented(t, "SP (", "", "")
	for i, arguments := range []string{"SP missing", "SP number SP number / SP \"(\" number \")\"", "SP number"} {
		r := registry.Record{Code: fmt.Sprint("A", i), Arguments: arguments}
		if i == 2 {
			r.Fields = []string{"A", "B"}
		}
		in.Records = append(in.Records, r)
	}
	const want = `arguments of ONE:1:5: end of text, want an element
arguments of A0:1:4: undefined rule "missing"
arguments of A1:1:1: alternatives are laid out as "(e)" and "ee"
A2: fields ["A" "B"] do not fit the arguments, which need a name for each of ["Number"] (SP number)`
	m, err := New(in)
	if diff := cmp.Diff(want, fmt.Sprint(err)); diff != "" || m != nil {
		t.Errorf("model %v, error mismatch (-want +got):\n%s", m, diff)
	}
	if m, err := Compile(in); m != nil || fmt.Sprint(err) != want {
		t.Errorf("Compile: model %v, error %v", m, err)
	}
	in = invented(t, "", "resp-text-code =/ lost\n", "")
	if _, err := New(in); fmt.Sprint(err) != `rfc1.abnf:6:19: undefined rule "lost"` {
		t.Errorf("a code of the grammar that is not defined: error %v", err)
	}
}

// TestCompileErrors checks what New accepts and cannot be compiled.
func TestCompileErrors(t *testing.T) {
	two := invented(t, "", "", "")
	two.Records = append(two.Records, registry.Record{Code: "one"})
	none := invented(t, "", "", "")
	none.Amendments = nil
	odd := invented(t, "", "", "")
	odd.Grammars[0].Rules[2].Expr = &abnf.Expr{Op: abnf.OpString, Text: "x"}
	loose := tolerated(t, invented(t, "SP word", "word = 1*%x41-5A\n", ""), "word = 1*%x41-5A [%x20 %x41-5A] \")(\"\n")
	for _, test := range []struct {
		reason string
		tree   tree.Tree
		want   string
	}{
		{"codes that differ only in case", two, `"one"`},
		{"nothing for unregistered codes", none, "resp-text-code has no alternative for unregistered codes"},
		{"a text that does not repeat", odd, "the rule text is not a repetition of octets"},
		{"arguments that cannot be divided", invented(t, "SP %x41-5A %x20 %x41-5A", "", ""),
			`arguments of ONE: " A A" matches SP %x41-5A %x20 %x41-5A, and cannot be divided into fields; ` +
				"separate them with one SP, and put no spaces or parentheses in them"},
		{"tolerated ones that cannot be divided", loose,
			`abnf/tolerances.abnf: "A A)(" is tolerated as arguments of ONE, and cannot be divided into fields`},
	} {
		m, err := Compile(test.tree)
		if m != nil || !strings.Contains(fmt.Sprint(err), test.want) {
			t.Errorf("%s: error %v, want %s", test.reason, err, test.want)
		}
	}
}

// TestCompile checks that each code gets its own states, or those of a code with the same
// arguments.
func TestCompile(t *testing.T) {
	in := tolerated(t, invented(t, "SP number", "", ""), "")
	in.Records = append(in.Records,
		registry.Record{Code: "SAME", Arguments: "SP number", Grammar: "RFC1"},
		registry.Record{Code: "WORD", Arguments: `SP "A-WORD" SP number`, Grammar: "RFC1"},
		registry.Record{Code: "NOTHING", Grammar: "RFC1"},
		registry.Record{Code: "UNKNOWN"})
	m, err := Compile(in)
	if err != nil {
		t.Fatal(err)
	}
	one, same, word, nothing, unknown := m.Codes[0], m.Codes[1], m.Codes[2], m.Codes[3], m.Codes[4]
	fallback := m.Parts[len(m.Parts)-1]
	if fallback.Name != Fallback || unknown.Start != fallback.Start {
		t.Errorf("an unknown code begins with state %d, want %d of %q", unknown.Start, fallback.Start, fallback.Name)
	}
	if one.Start != same.Start || one.TolerantStart != same.TolerantStart {
		t.Error("codes with the same arguments begin with different states")
	}
	starts := map[int]bool{
		one.Start: true, one.TolerantStart: true, word.Start: true, word.TolerantStart: true,
		nothing.Start: true, unknown.Start: true,
	}
	if len(starts) != 6 {
		t.Errorf("codes with other arguments begin with the same states: %v", starts)
	}
	if nothing.Tolerant != nil || unknown.Tolerant != nil {
		t.Error("something is tolerated as arguments of a code without fields")
	}
	want := m.Tables.Prefixes[word.startName()]
	if !cmp.Equal(want, word.Prefix) || cmp.Equal(word.Prefix, one.Prefix) {
		t.Errorf("prefix %v of WORD, want %v; %v of ONE", word.Prefix, want, one.Prefix)
	}
	var names []string
	for _, p := range m.Parts {
		names = append(names, fmt.Sprint(p.Name, " ", len(p.Ranges)))
	}
	if diff := cmp.Diff([]string{"tag 2", "atom 0", "text 1", Fallback + " 0"}, names); diff != "" {
		t.Errorf("parts mismatch (-want +got):\n%s", diff)
	}
}

// TestTolerated checks what is tolerated as arguments, as ABNF.
func TestTolerated(t *testing.T) {
	for _, test := range []struct{ reason, arguments, tolerances, want string }{
		{"a number", "SP number", "", `begin number end`},
		{"it may be missing", "[SP number]", "", `begin number end`},
		{"several, the first of which may be missing", "[SP number] SP atom", "", `begin (number SP atom / atom) end`},
		{"parentheses", `SP "(" number ")"`, "", `begin open number close end`},
		{"choices", `SP number / SP atom`, "", `begin (number / atom) end`},
		{"a keyword in place of a number", `SP (number / "NONE")`, "", `begin (number / "NONE") end`},
		{"a rule in two choices", "spaced SP number / spaced", "", `begin (number SP number / number) end`},
		{"a repetition", `1*(SP number)`, "", `begin number *(SP number) end`},
		{"one with bounds", `2*3(SP number)`, "", `begin number 1*2(SP number) end`},
		{"one that may be missing", `*(SP number)`, "", `begin number *(SP number) end`},
		{"a rule that begins with the space", "spaced", "", `begin number end`},
		{"an alternative of the tolerances", "SP number", "resp-text-code =/ \"one\" SP atom / \"TWO\" SP text\n",
			`begin (number / atom) end`},
	} {
		m := mustNew(t, tolerated(t, invented(t, test.arguments, "spaced = SP number\n", ""), test.tolerances))
		if diff := cmp.Diff(test.want, strings.ReplaceAll(m.Codes[0].Tolerant.String(), `"" `, "")); diff != "" {
			t.Errorf("%s: mismatch (-want +got):\n%s", test.reason, diff)
		}
	}
	m := mustNew(t, invented(t, "SP number", "", ""))
	if m.Codes[0].Tolerant != nil {
		t.Errorf("%s is tolerated without tolerances", m.Codes[0].Tolerant)
	}
	for arguments, want := range map[string]string{
		`"x" SP number`: "arguments of ONE:1:1: arguments must begin with SP",
		"again":         `rfc1.abnf:6:10: "again" begins with itself`,
	} {
		_, err := New(tolerated(t, invented(t, arguments, "again = [again] 1*(SP number)\n", ""), ""))
		if !strings.Contains(fmt.Sprint(err), want) {
			t.Errorf("%.40s: error %v, want %s", arguments, err, want)
		}
	}
	_, err := New(tolerated(t, invented(t, "SP number", "", ""), "resp-text-code =/ lost\n"))
	if want := `tolerances.abnf:6:19: undefined rule "lost"`; fmt.Sprint(err) != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

// TestOrigin checks how the sources of arguments are said in words.
func TestOrigin(t *testing.T) {
	for _, test := range []struct{ code, grammar, want string }{
		{"ONE", "RFC1", "RFC 1 section 2"},
		{"one", "RFC1 amended", "RFC 1 section 2, amended"},
		{"ONE", "RFC20", "RFC 20"},
		{"TWO", "RFC1 prose", "RFC 1, in prose there"},
		{"ONE", "private", "private"},
		{"ONE", "", ""},
	} {
		in := invented(t, "", "", "")
		in.Records[0].Code, in.Records[0].Grammar = test.code, test.grammar
		if got := mustNew(t, in).Codes[0].Origin; got != test.want {
			t.Errorf("%s, %q: got %q, want %q", test.code, test.grammar, got, test.want)
		}
	}
}

// TestHash checks that the hash depends on the rows and on each part of the grammar.
func TestHash(t *testing.T) {
	base := tolerated(t, invented(t, "SP number", "", ""), "")
	row, name, rule, amendment, tolerance := base, base, base, base, base
	row.Records = []registry.Record{{Code: "TWO"}}
	name.Grammars = []abnf.Source{base.Grammars[0], {Name: "RFC21", Rules: base.Grammars[1].Rules}}
	rule.Grammars = base.Grammars[:1]
	amendment.Amendments = nil
	tolerance.Tolerances = nil
	hashes := map[string]bool{}
	for _, in := range []tree.Tree{base, row, name, rule, amendment, tolerance} {
		hash := Hash(in)
		if !regexp.MustCompile(`^sha256:[0-9a-f]{64}$`).MatchString(hash) || hash != Hash(in) || hashes[hash] {
			t.Errorf("hash %q is not a SHA-256, not always the same, or that of two trees", hash)
		}
		hashes[hash] = true
	}
}
