package proof

import (
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/abnf"
)

func mustGrammar(t testing.TB, text string) *abnf.Grammar {
	t.Helper()
	rules, err := abnf.Parse("test.abnf", text)
	if err != nil {
		t.Fatal(err)
	}
	return abnf.Merge([]abnf.Source{{Name: "test", Rules: rules}}, nil)
}

func mustExpr(t testing.TB, text string) *abnf.Expr {
	t.Helper()
	x, err := abnf.ParseExpr("expression", text)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func mustStart(t testing.TB, m *Matcher, x *abnf.Expr) State {
	t.Helper()
	s, err := m.Start(x)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

const smallGrammar = `
number = 1*DIGIT
tail = number ["," tail]
star = number *("," star)
twice = number more
more = *("," twice)
nested = "(" nested ")" / "a"
hollow = ["a"]
maybe = hollow hollow
word = 1*(ALPHA / "-")
`

func TestMatch(t *testing.T) {
	tests := []struct {
		reason, expr string
		match, not   []string
	}{
		{"the empty string", ``, []string{""}, []string{" ", "\x00"}},
		{"letters fold", `"a1-z"`, []string{"a1-z", "A1-Z", "a1-Z"}, []string{"", "a1", "a1-zz", "a1\rz", "\x811-z"}},
		{"only letters fold", `"@[{` + "`" + `"`, []string{"@[{`"}, []string{"`[{`", "@{{`", "@[[`", "@[{@"}},
		{"exact strings do not fold", `%s"aB"`, []string{"aB"}, []string{"ab", "AB", "Ab"}},
		{"ranges do not fold", `%x41-43`, []string{"A", "B", "C"}, []string{"a", "@", "D", ""}},
		{"all octets", `3OCTET`, []string{"\x00\x7f\xff"}, []string{"\x00\x7f", "\x00\x7f\xff\x00"}},
		{"alternatives are unordered", `("a" / "ab") "c"`, []string{"ac", "abc"}, []string{"ab", "abbc", "a"}},
		{"an option", `["a"] "b"`, []string{"b", "ab"}, []string{"aab", "a"}},
		{"bounds", `2*3"a"`, []string{"aa", "aaa"}, []string{"", "a", "aaaa"}},
		{"exactly", `3"a"`, []string{"aaa"}, []string{"aa", "aaaa"}},
		{"exactly none", `0"a" "b"`, []string{"b"}, []string{"ab"}},
		{"at least", `2*"a"`, []string{"aa", "aaaaaaa"}, []string{"", "a"}},
		{"bounds of what may be empty", `2*3["a"]`, []string{"", "a", "aa", "aaa"}, []string{"aaaa"}},
		{"repetitions that add up", `1*2"a" *1"a" "b"`, []string{"ab", "aaab"}, []string{"b", "aaaab"}},
		{"repetition of repetitions", `2(1*2"a")`, []string{"aa", "aaaa"}, []string{"a", "aaaaa"}},
		{"a repetition before its own element", `*"a" "a"`, []string{"a", "aaa"}, []string{""}},
		{"names fold", `NUMBER`, []string{"7", "42"}, []string{"", "a"}},
		{"nullable names", `maybe "b"`, []string{"b", "ab", "aab"}, []string{"aaab"}},
		{"a list that ends with itself", `tail`, []string{"1", "1,22,3"}, []string{"", "1,", "1,,2"}},
		{"a list that repeats itself", `star "," star`, []string{"1,2", "1,2,3,4"}, []string{"1", "1,2,"}},
		{"a list through two rules", `twice`, []string{"1", "1,2,3,4"}, []string{"1,2,"}},
		{"nesting, which is not regular", `nested`, []string{"a", "((a))"}, []string{"((a)", "(a))", "()"}},
		{"counted octets are one symbol, and none of the octets", `"a" <counted octets>`, nil, []string{"a", "ab", "a\x00", "a\xff"}},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			m := New(mustGrammar(t, smallGrammar))
			x := mustExpr(t, test.expr)
			for text, want := range expectations(test.match, test.not) {
				if got, err := m.Match(x, text); got != want || err != nil {
					t.Errorf("Match(%s, %q) = %v, %v, want %v", x, text, got, err, want)
				}
			}
		})
	}
}

func expectations(match, not []string) map[string]bool {
	want := map[string]bool{}
	for _, text := range not {
		want[text] = false
	}
	for _, text := range match {
		want[text] = true
	}
	return want
}

func TestCounted(t *testing.T) {
	m := New(mustGrammar(t, ""))
	s := mustStart(t, m, mustExpr(t, `"a" <counted octets> "b"`))
	for i, symbol := range []int{'a', Counted, 'b'} {
		if m.Accepts(s) {
			t.Errorf("symbol %d: accepts already", i)
		}
		if next := m.Next(s, 'x'); !m.Dead(next) {
			t.Errorf("symbol %d: x leads to %s", i, m.Describe(next))
		}
		s = m.Next(s, symbol)
	}
	if !m.Accepts(s) {
		t.Errorf("the end does not accept")
	}
}

// TestDead checks that a state is dead when nothing can follow, as soon as that is so.
func TestDead(t *testing.T) {
	tests := []struct {
		reason, expr, text string
		want               bool
	}{
		{"the start", `"ab"`, "", false},
		{"something can follow", `"ab"`, "a", false},
		{"the end", `"ab"`, "ab", false},
		{"another octet", `"ab"`, "b", true},
		{"after the end", `"ab"`, "abc", true},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			m := New(mustGrammar(t, smallGrammar))
			s := mustStart(t, m, mustExpr(t, test.expr))
			for _, c := range []byte(test.text) {
				s = m.Next(s, int(c))
			}
			if m.Dead(s) != test.want {
				t.Errorf("Dead is %v after %q, want %v; what remains:\n%s", !test.want, test.text, test.want, m.Describe(s))
			}
		})
	}
}

// TestNormalForm checks what remains after a text, a partial derivative on each line.
func TestNormalForm(t *testing.T) {
	tests := []struct {
		reason, expr, text, want string
	}{
		{"duplicate alternatives", `"a" "b" / ("a" "b") / %s"a" "b"`, "a", `%x42 / %x62`},
		{"alternatives in any order", `1*(2%x61 / %x62 / 3%x63) / 1*(3%x63 / 2%x61 / 3%x63 / %x62)`, "",
			`1*(2%x61 / %x62 / 3%x63)`},
		{"one alternative", `1*(DIGIT / digit)`, "", `1*digit`},
		{"nothing, repeated", `5*"" %x61`, "", `%x61`},
		{"sets of symbols are one set", `1*("a" / DQUOTE / "b" / %x30-39 / <counted octets>)`, "",
			`1*(dquote / %x30-39 / %x41-42 / %x61-62 / <counted octets>)`},
		{"no end of choices in choices", `"a" / (<counted octets> / ("b" / ("c" / "a")))`, "",
			`%x41-43 / %x61-63 / <counted octets>`},
		{"concatenation leans to the right", `((%x61 %x62) %x63) %x64`, "a", `%x62 %x63 %x64`},
		{"bounds go down", `1*255%x61 %x62`, "aa", `0*253%x61 %x62`},
		{"bounds of what may be empty", `5*7hollow %x62`, "aa", "3*5hollow %x62"},
		{"repetitions add up", `2%x61 *%x61 1*3%x61 %x62`, "", "3*%x61 %x62"},
		{"a list that ends with itself", `tail`, "1,1,1,", "tail"},
		{"a list that repeats itself", `star`, "1,1,1,", "star 0*(%x2C star)"},
		{"a list through two rules", `twice ";"`, "1,1,1,", "twice 0*(%x2C twice) %x3B"},
		{"nesting grows", `nested`, "(((", "nested %x29 %x29 %x29"},
		{"dead", `"a"`, "b", ""},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			m := New(mustGrammar(t, smallGrammar))
			s := mustStart(t, m, mustExpr(t, test.expr))
			for _, c := range []byte(test.text) {
				s = m.Next(s, int(c))
			}
			if diff := cmp.Diff(test.want, m.Describe(s)); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestStates counts the states that can be reached, the dead one among them.
func TestStates(t *testing.T) {
	tests := []struct {
		expr string
		want int
	}{
		{`"ab"`, 4},
		{`*"a"`, 2},
		{`1*255"a"`, 257},
		{`32*"a"`, 34},
		{`tail`, 3},  // before a number, in it; dead
		{`star`, 4},  // before and in the first number, before and in another; dead
		{`twice`, 5}, // likewise, and the first number has another rule after it
		{`star ":" star`, 7},
		{`"x" (%x62 "d2" / %x62 "c1") / "y" (%x62-63 "c1" / %x62-63 "d2")`, 8}, // both lead to "c1" and "d2"
	}
	for _, test := range tests {
		t.Run(test.expr, func(t *testing.T) {
			m := New(mustGrammar(t, smallGrammar))
			work := []State{mustStart(t, m, mustExpr(t, test.expr))}
			met := map[State]bool{work[0]: true}
			for len(work) > 0 && len(met) < 1_000 {
				for symbol := range symbols {
					if next := m.Next(work[0], symbol); !met[next] {
						met[next] = true
						work = append(work, next)
					}
				}
				work = work[1:]
			}
			if len(met) != test.want {
				t.Errorf("%d states, want %d", len(met), test.want)
			}
		})
	}
}

func TestStartErrors(t *testing.T) {
	tests := []struct {
		reason, grammar, expr, want string
	}{
		{"an undefined name", "a = b", "a", `test.abnf:1:5: undefined rule "b"`},
		{"a prose-val", "a = <in words>", "a", `test.abnf:1:5: prose-val <in words> needs an amendment`},
		{"a rule that begins with itself", `a = a "b" / "b"`, `"c" a`, `test.abnf:1:5: rule that begins with itself: a → a`},
		{"after what may be empty", `a = *"b" ["c" / b]` + "\n" + `b = [SP] a "b"`, "a",
			`test.abnf:1:5: rule that begins with itself: a → b → a`},
		{"a rule without an end", `a = "a" a`, "a",
			`test.abnf:1:1: the rule "a" matches nothing: each of its alternatives needs the rule itself`},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			s, err := New(mustGrammar(t, test.grammar)).Start(mustExpr(t, test.expr))
			if err == nil || err.Error() != test.want || s != dead {
				t.Errorf("Start = %d, error %v, want the dead state and %s", s, err, test.want)
			}
		})
	}
}

// TestRandom compares with package regexp: random expressions over two letters and all strings of
// up to six.
func TestRandom(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	texts := []string{""}
	for i := 0; i < 1<<6-1; i++ {
		texts = append(texts, texts[i]+"a", texts[i]+"b")
	}
	m := New(mustGrammar(t, ""))
	for range 1_000 {
		x, pattern := randomExpr(random, 4)
		re := regexp.MustCompile("^(?:" + pattern + ")$")
		for _, text := range texts {
			if got, err := m.Match(x, text); err != nil || got != re.MatchString(text) {
				t.Fatalf("Match(%s, %q) = %v, %v; regexp %s says otherwise", x, text, got, err, pattern)
			}
		}
	}
}

// randomExpr returns an expression and the pattern for package regexp that matches the same.
func randomExpr(random *rand.Rand, depth int) (*abnf.Expr, string) {
	if depth == 0 || random.IntN(4) == 0 {
		text := []string{"", "a", "b", "ab"}[random.IntN(4)]
		return &abnf.Expr{Op: abnf.OpString, Text: text, Exact: true}, text
	}
	a, left := randomExpr(random, depth-1)
	if random.IntN(3) == 0 {
		least := random.IntN(3)
		most := least + random.IntN(3)
		count := "{" + strconv.Itoa(least) + "," + strconv.Itoa(most) + "}"
		if random.IntN(2) == 0 {
			most, count = abnf.Unlimited, "{"+strconv.Itoa(least)+",}"
		}
		return &abnf.Expr{Op: abnf.OpRepeat, Args: []*abnf.Expr{a}, Min: least, Max: most}, "(?:" + left + ")" + count
	}
	b, right := randomExpr(random, depth-1)
	if random.IntN(2) == 0 {
		return &abnf.Expr{Op: abnf.OpAlternate, Args: []*abnf.Expr{a, b}}, "(?:" + strings.Join([]string{left, right}, "|") + ")"
	}
	return &abnf.Expr{Op: abnf.OpConcat, Args: []*abnf.Expr{a, b}}, left + right
}
