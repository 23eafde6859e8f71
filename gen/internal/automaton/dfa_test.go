package automaton

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func mustDFA(t testing.TB, rules string, exprs ...string) *DFA {
	t.Helper()
	d, err := mustNFA(t, rules, exprs...).Determinize(DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDFA(t *testing.T) {
	tests := []struct{ rules, start, want string }{
		{``, `""`, `: 0
0 accept
`},
		{``, `"a-"`, `: 0
0 'A','a'→1
1 '-'→2
2 accept
`},
		{``, `<counted octets>`, `: 0
0 counted→1
1 accept
`},
		// Symbols that lead to the same state are shown together, in their order.
		{``, `%x00-2F / %x3A-FF / <counted octets>`, `: 0
0 00-'/',':'-FF,counted→1
1 accept
`},
		// Ranges that overlap are divided into classes.
		{``, `%x30-39 "a" / %x35-FF "b" / %x39 "c"`, `: 0
0 '0'-'4'→1 '5'-'8'→2 '9'→3 ':'-FF→4
1 'A','a'→5
2 'A'-'B','a'-'b'→5
3 'A'-'C','a'-'c'→5
4 'B','b'→5
5 accept
`},
		// The same set of states is one state. Others are not, even if they match the same.
		{``, `"ab" / "ac"`, `: 0
0 'A','a'→1
1 'B'-'C','b'-'c'→2
2 accept
`},
		{``, `%x31 "ab" / %x32 "ab"`, `: 0
0 '1'→1 '2'→2
1 'A','a'→3
2 'A','a'→4
3 'B','b'→5
4 'B','b'→5
5 accept
`},
		{``, `*"-" "+"`, `: 0
0 '+'→1 '-'→0
1 accept
`},
		{``, `1*3"-"`, `: 0
0 '-'→1
1 accept '-'→2
2 accept '-'→3
3 accept
`},
		{``, `*("-" / "+") "-" ("-" / "+")`, `: 0
0 '+'→0 '-'→1
1 '+'→2 '-'→3
2 accept '+'→0 '-'→1
3 accept '+'→2 '-'→3
`},
		// A list loops, whichever way it is written.
		{`list = %x78 [%x2C list]`, `list`, `: 0
0 'x'→1
1 accept ','→0
`},
		{`list = %x78 *(%x2C list)`, `list`, `: 0
0 'x'→1
1 accept ','→2
2 'x'→1
`},
		{"a = %x78 [%x2C b]\nb = %x79 [%x3B a]", `a`, `: 0
0 'x'→1
1 accept ','→2
2 'y'→3
3 accept ';'→0
`},
		{`a = a / %x78`, `a`, `: 0
0 'x'→1
1 accept
`},
		// What cannot end has no states except the start.
		{`a = "x" a`, `a`, `: 0
0
`},
		{`a = %x78 a`, `%x79 / %x78 a / %x79 a`, `: 0
0 'y'→1
1 accept
`},
	}
	for _, test := range tests {
		got := strings.TrimPrefix(mustDFA(t, test.rules, test.start).String(), test.start)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s\n%s\nmismatch (-want +got):\n%s", test.rules, test.start, diff)
		}
	}
}

// TestDFAStarts checks that starts are states of one automaton, and that a start which cannot end
// leads nowhere.
func TestDFAStarts(t *testing.T) {
	got := mustDFA(t, "x = %x78 / %x79 never\nnever = %x7A never", `x`, `%x30 x`, `"" / x`, `x / ""`, `never`, `%x30 never`).String()
	want := `x: 0
%x30 x: 1
"" / x: 2
x / "": 3
never: 4
%x30 never: 5
0 'x'→6
1 '0'→0
2 accept 'x'→6
3 accept 'x'→6
4
5
6 accept
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

// TestClasses checks that the classes are as large as the spans allow, and that there are none for
// symbols in no span.
func TestClasses(t *testing.T) {
	got := mustDFA(t, ``, `%x30-39 / %x35-36 / %x41 %x42 / %x44-45 / <counted octets>`).classes
	want := []interval{{0x30, 0x34}, {0x35, 0x36}, {0x37, 0x39}, {0x41, 0x41}, {0x42, 0x42}, {0x44, 0x45}, {Counted, Counted}}
	if !slices.Equal(got, want) {
		t.Errorf("classes %v, want %v", got, want)
	}
}

// TestDeterministic checks that the same grammar gives the same automata and tables each time.
func TestDeterministic(t *testing.T) {
	var first [3]string
	for i := range 20 {
		n := mustNFA(t, languageRules, languages...)
		d, err := n.Determinize(DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		tables, err := d.Minimize().Pack(']')
		if err != nil {
			t.Fatal(err)
		}
		dumps := [...]string{n.String(), d.String(), tables.String()}
		if i == 0 {
			first = dumps
		}
		if diff := cmp.Diff(first, dumps); diff != "" {
			t.Fatalf("mismatch (-first +later):\n%s", diff)
		}
	}
}
