package automaton

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/abnf"
)

// load returns the grammar of rules, and a start for each of exprs, which is its own name.
func load(t testing.TB, rules string, exprs ...string) (*abnf.Grammar, []Start) {
	t.Helper()
	parsed, err := abnf.Parse("test.abnf", rules)
	if err != nil {
		t.Fatal(err)
	}
	var starts []Start
	for _, text := range exprs {
		x, err := abnf.ParseExpr("start", text)
		if err != nil {
			t.Fatal(err)
		}
		starts = append(starts, Start{Name: text, Expr: x})
	}
	return abnf.Merge([]abnf.Source{{Name: "test", Rules: parsed}}, nil), starts
}

func mustNFA(t testing.TB, rules string, exprs ...string) *NFA {
	t.Helper()
	g, starts := load(t, rules, exprs...)
	n, err := NewNFA(g, starts, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestNFA(t *testing.T) {
	tests := []struct{ rules, start, want string }{
		// Strings and numeric values.
		{``, `""`, `: 0
0 accept
`},
		{``, `"aB-"`, `: 3
0 accept
1 '-'→0
2 'B'→1 'b'→1
3 'a'→2 'A'→2
`},
		{``, `"@[` + "`" + `{"`, `: 4
0 accept
1 '{'→0
2 '` + "`" + `'→1
3 '['→2
4 '@'→3
`},
		{``, `%s"aB"`, `: 2
0 accept
1 'B'→0
2 'a'→1
`},
		{``, `%d13.10`, `: 2
0 accept
1 0A→0
2 0D→1
`},
		{``, `%x00-FF`, `: 1
0 accept
1 00-FF→0
`},
		{``, `<counted octets>`, `: 1
0 accept
1 counted→0
`},
		// Repetitions.
		{``, `*"-"`, `: 1
0 accept
1 →2 →0
2 '-'→1
`},
		{``, `1*"-"`, `: 3
0 accept
1 →2 →0
2 '-'→1
3 '-'→1
`},
		{``, `3"-"`, `: 3
0 accept
1 '-'→0
2 '-'→1
3 '-'→2
`},
		{``, `["-"]`, `: 2
0 accept
1 '-'→0
2 →1 →0
`},
		{``, `1*3"-"`, `: 5
0 accept
1 '-'→0
2 →1 →0
3 '-'→2
4 →3 →0
5 '-'→4
`},
		{``, `0"-"`, `: 0
0 accept
`},
		{``, `9*99""`, `: 0
0 accept
`},
		{``, `2(*"-")`, `: 1
0 accept
1 →2 →0
2 '-'→1
`},
		{``, `*(*"-")`, `: 1
0 accept
1 →2 →0
2 →3 →1
3 '-'→2
`},
		{``, `*"-" "+"`, `: 2
0 accept
1 '+'→0
2 →3 →1
3 '-'→2
`},
		// Alternatives that begin with an octet are one state with edges to the others.
		{``, `"-" / "+=" / %x30-39`, `: 5
0 accept
1 '-'→0
2 '='→0
3 '+'→2
4 '0'-'9'→0
5 '-'→0 '+'→2 '0'-'9'→0
`},
		{``, `"-" / *"+"`, `: 4
0 accept
1 '-'→0
2 →3 →0
3 '+'→2
4 →2 '-'→0
`},
		{``, `"-" / ""`, `: 2
0 accept
1 '-'→0
2 →0 '-'→0
`},
		{``, `"-" / ("+" / *"=")`, `: 6
0 accept
1 '-'→0
2 '+'→0
3 →4 →0
4 '='→3
5 →3 '+'→0
6 →5 '-'→0
`},
		// A rule is compiled once for each follower.
		{`x = %x78`, `x x`, `: 4
0 accept
1 →2
2 'x'→0
3 →4
4 'x'→2
`},
		{"x = %x78\ny = x", `%x31 x / %x32 Y / %x33 X`, `: 7
0 accept
1 →2
2 'x'→0
3 '1'→2
4 →2
5 '2'→2
6 '3'→2
7 '1'→2 '2'→2 '3'→2
`},
		// Lists.
		{`list = %x78 [%x2C list]`, `list`, `: 1
0 accept
1 →4
2 ','→1
3 →2 →0
4 'x'→3
`},
		{`list = %x78 *(%x2C list)`, `list`, `: 6
0 accept
1 →6
2 →5 →0
3 →4
4 'x'→2
5 ','→4
6 'x'→2
`},
		{"a = %x78 [%x2C b]\nb = %x79 [%x3B a]", `a`, `: 1
0 accept
1 →8
2 →5
3 ';'→1
4 →3 →0
5 'y'→4
6 ','→5
7 →6 →0
8 'x'→7
`},
		{`a = a / %x78`, `a`, `: 1
0 accept
1 →3
2 'x'→0
3 →1 'x'→0
`},
	}
	for _, test := range tests {
		got := strings.TrimPrefix(mustNFA(t, test.rules, test.start).String(), test.start)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s\n%s\nmismatch (-want +got):\n%s", test.rules, test.start, diff)
		}
	}
}

func TestNFAStarts(t *testing.T) {
	got := mustNFA(t, `x = %x78`, `x`, `%x79 x`, `""`).String()
	want := `x: 2
%x79 x: 3
"": 0
0 accept
1 →2
2 'x'→0
3 'y'→2
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

func TestCompileErrors(t *testing.T) {
	small := Limits{NFA: 10, DFA: 5, Steps: 50, Depth: 3}
	tests := []struct {
		reason       string
		rules, start string
		limits       Limits
		want         string
	}{
		{"undefined", ``, `"a" b`, DefaultLimits(), `"a" b: start:1:5: undefined rule "b"`},
		{"undefined, in a rule", `a = b`, `a`, DefaultLimits(), `a: test.abnf:1:5: undefined rule "b"`},
		{"prose", `a = "x" <any URL>`, `a`, DefaultLimits(), `a: test.abnf:1:9: prose-val <any URL> needs an amendment`},

		{"brackets are not a list", `a = "(" a ")" / "x"`, `a`, DefaultLimits(),
			`a: test.abnf:1:9: unsupported recursion (only lists may recurse): a → a`},
		{"left recursion", `a = a "y" / "x"`, `a`, DefaultLimits(),
			`a: test.abnf:1:5: unsupported recursion (only lists may recurse): a → a`},
		{"doubled recursion", `a = "x" / a a`, `a`, DefaultLimits(),
			`a: test.abnf:1:11: unsupported recursion (only lists may recurse): a → a`},
		{"before its own end", `a = *("," a) "x"`, `a`, DefaultLimits(),
			`a: test.abnf:1:11: unsupported recursion (only lists may recurse): a → a`},
		{"a longer cycle", "a = B\nb = \"(\" C \")\" / \"x\"\nc = \"[\" A \"]\"", `"=" a`, DefaultLimits(),
			`"=" a: test.abnf:3:9: unsupported recursion (only lists may recurse): a → b → c → a`},
		{"a cycle after other rules", "a = b\nb = \"x\" c\nc = \"(\" c \")\" / \"x\"", `a`, DefaultLimits(),
			`a: test.abnf:3:9: unsupported recursion (only lists may recurse): c → c`},

		{"rules as deep as may be", "a = b\nb = c\nc = \"x\"", `a`, small, ``},
		{"rules too deep", "a = b\nb = c\nc = d\nd = \"x\"", `a`, small,
			`a: test.abnf:3:5: rules are nested deeper than 3 (Limits.Depth)`},
		{"rules far too deep", chain(201), `r0`, DefaultLimits(),
			`r0: test.abnf:200:8: rules are nested deeper than 200 (Limits.Depth)`},
		{"NFA as large as may be", ``, `9""  *4"-"`, small, ``},
		{"NFA too large", ``, `*5"-"`, small,
			`*5"-": start:1:1: more than 10 states and spans (Limits.NFA): match less exactly, for example 1*x instead of 1*255x`},
		{"NFA too large, in a rule", `a = *6"-"`, `a`, small,
			`a: test.abnf:1:7: in rule a: more than 10 states and spans (Limits.NFA): match less exactly, for example 1*x instead of 1*255x`},
		{"DFA as large as may be", ``, `4"-"`, small, ``},
		{"DFA too large", ``, `5"-"`, small, `5"-": more than 5 states of the DFA (Limits.DFA): match less exactly, for example 1*x instead of 1*255x`},
		{"too many steps", ``, `1*3%x00-FF / 1*3%x01 / 1*3%x02`, Limits{NFA: 100, DFA: 100, Steps: 50, Depth: 3},
			`1*3%x00-FF / 1*3%x01 / 1*3%x02: more than 50 steps to make the DFA (Limits.Steps): match less exactly, for example 1*x instead of 1*255x`},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			g, starts := load(t, test.rules, test.start)
			tables, err := compileAndPack(g, starts, test.limits)
			if got := message(err); got != test.want {
				t.Errorf("error\n%s, want\n%s", got, test.want)
			}
			if (tables == nil) != (err != nil) {
				t.Errorf("tables %v with error %v", tables, err)
			}
		})
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// chain returns n rules, each of which is the next one.
func chain(n int) string {
	var b strings.Builder
	for i := range n - 1 {
		fmt.Fprintf(&b, "r%d = r%d\n", i, i+1)
	}
	fmt.Fprintf(&b, "r%d = \"x\"\n", n-1)
	return b.String()
}

func TestDuplicateStart(t *testing.T) {
	g, starts := load(t, ``, `"a"`, `"a"`)
	_, err := NewNFA(g, starts, DefaultLimits())
	if got, want := message(err), `duplicate start "\"a\""`; got != want {
		t.Errorf("error %s, want %s", got, want)
	}
}

// TestHostile checks that small grammars with huge automata are refused before they cost much.
func TestHostile(t *testing.T) {
	const (
		nfa   = "more than 200000 states and spans (Limits.NFA): " + simplify
		dfa   = "more than 50000 states of the DFA (Limits.DFA): " + simplify
		steps = "more than 2000000 steps to make the DFA (Limits.Steps): " + simplify
	)
	tests := []struct{ rules, start, want string }{
		{``, `200*200(200*200(%x00-FF))`, "the tables have room for 65536 bytes of states, but need 160001, " +
			"160001 of them for 200*200(200*200(%x00-FF)): " + simplify},
		{``, `200*200(200*200(200*200(%x00-FF)))`, nfa},
		{``, `1000000000*1000000000("a")`, nfa},
		{``, `*1000000000"a"`, nfa},
		{``, `60000"a"`, dfa},
		{``, `*60000"a"`, dfa},
		{``, `*("a" / "b") "a" 20("a" / "b")`, dfa},
		{``, `*("a" / "b") "a" 200("a" / "b")`, dfa},
		{``, `60000["a"]`, steps},
		{``, `30000(["a"] ["b"])`, steps},
		{``, `30000(*"a" *"b")`, steps},
		{``, `18000%x00-FF / ` + singles(), steps},
		{``, `40000(*%x00 *%x01 *%x02 *%x03)`, nfa},
		{branching(150), `1000r0`, nfa},
		{``, `1000000000""`, ""},
		{``, `1000000000(1000000000(1000000000""))`, ""},
		{``, `*1000000000("" / "")`, nfa},
		{"a = \"\"\nb = 1000000000a", `1000000000*2000000000b`, ""},
		{doubling(30), `r0`, nfa},
		{"a = 1000000000*(\"x\" a)", `a`, "unsupported recursion (only lists may recurse): a → a"},
	}
	for _, test := range tests {
		t.Run(test.start[:min(40, len(test.start))], func(t *testing.T) {
			g, starts := load(t, test.rules, test.start)
			begin := time.Now()
			_, err := compileAndPack(g, starts, DefaultLimits())
			if got := message(err); test.want == "" && err != nil || !strings.HasSuffix(got, test.want) {
				t.Errorf("error %q, want %q", got, test.want)
			}
			// It takes a fraction of a second. The limit is for slow machines and the race
			// detector.
			if took := time.Since(begin); took > 20*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

// singles returns the choice between all octets, each an alternative of its own.
func singles() string {
	var list []string
	for c := range 256 {
		list = append(list, fmt.Sprintf("%%x%02X", c))
	}
	return strings.Join(list, " / ")
}

// branching returns n rules, each of which is an octet or the next one.
func branching(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "r%d = r%d / %%x%02X\n", i, i+1, i)
	}
	fmt.Fprintf(&b, "r%d = %%x%02X\n", n, n)
	return b.String()
}

// doubling returns n rules, each of which is the next one, repeated.
func doubling(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "r%d = r%d r%d\n", i, i+1, i+1)
	}
	fmt.Fprintf(&b, "r%d = \"x\"\n", n)
	return b.String()
}
