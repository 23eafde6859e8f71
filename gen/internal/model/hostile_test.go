package model

import (
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

// maxAllocated is how many bytes compiling any grammar may allocate in all, including those that
// are freed again. IMAP needs 45 MB.
const maxAllocated = 400 << 20

// compileHostile returns the error of compiling a code with the given arguments and rules, and
// checks what it costs.
func compileHostile(t *testing.T, in tree.Tree, arguments, rules string) error {
	t.Helper()
	parsed, err := abnf.Parse("hostile.abnf", rules)
	if err != nil {
		t.Fatal(err)
	}
	in.Grammars = append(in.Grammars[:len(in.Grammars):len(in.Grammars)], abnf.Source{Name: "hostile", Rules: parsed})
	in.Records = []registry.Record{{
		Code: "HOSTILE", Name: "Hostile", Status: registry.Registered, Arguments: arguments, Grammar: "private",
	}}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err = Compile(in)
	runtime.ReadMemStats(&after)
	if bytes := after.TotalAlloc - before.TotalAlloc; bytes > maxAllocated {
		t.Errorf("%s with %.200s: %d MB allocated", arguments, rules, bytes>>20)
	}
	return err
}

func checkedIn(t *testing.T) tree.Tree {
	t.Helper()
	in, err := tree.Load(os.DirFS("../../.."))
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// levels returns n rules, of which each is format with the name of the next one for each %s, and
// the last one is last.
func levels(n int, format, last string) string {
	var b strings.Builder
	for i := range n {
		next := fmt.Sprintf("a%d", i+1)
		fmt.Fprintf(&b, "a%d = %s\n", i, strings.ReplaceAll(format, "%s", next))
	}
	fmt.Fprintf(&b, "a%d = %s\n", n, last)
	return b.String()
}

// TestHostile checks that grammars that expand to something huge are refused with an error that
// names the limit, and the rule or code that exceeds it.
func TestHostile(t *testing.T) {
	in := checkedIn(t)
	const (
		nfa   = "more than 200000 states and spans (Limits.NFA)"
		steps = "analyzing the arguments takes more than 20000 steps"
		begin = "the arguments without their space take more than 10000 expressions"
	)
	for _, test := range []struct{ reason, arguments, rules, want string }{
		{"sequences", "SP a0", levels(30, "%s %s", `"x"`), nfa},
		{"choices", "SP a0", levels(30, `%s / "x" %s`, `"x"`), ""},
		{"options", "SP a0", levels(30, "[%s] [%s]", `"x"`), nfa},
		{"repetitions", "SP a0", levels(30, "*%s *%s", `"x"`), nfa},
		{"bounded repetitions", "SP a0", levels(30, "2*3%s", `"x"`), nfa},
		{"nothing", "SP number a0", levels(30, "%s %s", `""`), ""},
		{"sequences with spaces", "SP a0", levels(30, "%s SP %s", `"x"`), "more than 100 elements"},
		{"choices with spaces", "SP a0", levels(30, `%s / "x" SP %s`, `"x" SP "y"`), "more than 256 alternatives of elements"},
		{"options with spaces", "SP a0", levels(30, "[%s] [%s]", `"x" SP "y"`), "more than"},
		{"spaces alone", "SP a0", levels(30, "%s %s", "SP SP"), steps},
		{"spaces first", "a0 number", levels(30, "%s %s", "SP SP"), steps},
		{"optional arguments", "a0", levels(30, "[%s] [%s]", `SP "x"`), "more than"},
		{"optional spaces", "a0 SP number", levels(30, "[%s] %s", "SP"), "more than 256 alternatives of elements"},
		{"a chain", "SP a0", levels(150, "%s", `"x"`), ""},
		{"a long chain", "SP a0", levels(1000, "%s", `"x"`), `the rule "a200" is nested more than 200 rules deep`},
		{"a chain of choices", "SP a0", levels(150, `"x" / "(" %s`, `"x"`), ""},
		{"long repetitions", `SP 10000"x"`, "", "40012 of them for tolerated arguments of HOSTILE"},
		{"rules that match nothing", "SP a0", "a0 = a1\na1 = a0\n", `the rule "a1" matches nothing`},
		{"all rules in each", "SP a0", complete(12), ""},
		{"all rules in each, with spaces", "SP a0 number", strings.ReplaceAll(complete(12), `"x"`, `SP "x"`), "more than"},
	} {
		t.Run(test.reason, func(t *testing.T) {
			err := compileHostile(t, in, test.arguments, test.rules)
			if got := fmt.Sprint(err); !strings.Contains(got, test.want) || test.want == "" && err != nil {
				t.Errorf("error %v, want %q", err, test.want)
			} else if err != nil && !blames(err) {
				t.Errorf("error %v names neither the code nor the rule", err)
			}
		})
	}
}

// TestSendable checks that arguments must not hold NUL, CR and LF, which end or break the line that
// they are in, except in literals.
func TestSendable(t *testing.T) {
	in := checkedIn(t)
	const rest = ", but NUL, CR and LF may only be in literals; use a rule such as text, quoted or atom"
	for _, test := range []struct{ arguments, rules, want string }{
		{"SP 1*OCTET", "", `" \x00" matches SP 1*OCTET` + rest},
		{"SP 1*CHAR", "", `" \n" matches SP 1*CHAR` + rest},
		{"SP %x00", "", `" \x00" matches SP %x00` + rest},
		{"SP atom CRLF", "", `" !\r\n" matches SP atom CRLF` + rest},
		{"SP atom %x0D", "", `" !\r" matches SP atom %x0D` + rest},
		{"SP line [SP atom]", "line = atom [LF line]", `" !\n!" matches SP line [SP atom]` + rest},
		{`SP "{1}" LF <counted octets>`, "", `" {1}\n" matches SP "{1}" LF <counted octets>` + rest},
		{`SP literal CRLF`, "", `" {0}\r\n\r\n" matches SP literal CRLF` + rest},
		{"SP literal SP literal", "", ""},
		{"SP text", "", ""},
		{"SP 1*%x80-FF", "", ""},
	} {
		err := compileHostile(t, in, test.arguments, test.rules)
		if got, _, _ := strings.Cut(fmt.Sprint(err), "\n"); test.want == "" && err != nil ||
			test.want != "" && got != "arguments of HOSTILE: "+test.want {
			t.Errorf("%s: error %v, want %s", test.arguments, err, test.want)
		}
	}
}

// blames reports whether err names the code or a rule.
func blames(err error) bool {
	return strings.Contains(err.Error(), "HOSTILE") || strings.Contains(err.Error(), "rule ")
}

// complete returns n rules that each may be any of them.
func complete(n int) string {
	var names []string
	for i := range n {
		names = append(names, fmt.Sprintf(`"x" a%d`, i))
	}
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "a%d = \"x\" / %s\n", i, strings.Join(names, " / "))
	}
	return b.String()
}

// TestRandomHostile checks that random grammars whose rules name each other many times are compiled,
// or refused with an error that names the code or rule.
func TestRandomHostile(t *testing.T) {
	in := checkedIn(t)
	random := rand.New(rand.NewPCG(3, 4))
	accepted := 0
	for range 100 {
		rules := randomRules(random)
		arguments := "SP " + randomExpr(random, 2, 0, 1)
		err := compileHostile(t, in, arguments, rules)
		if err == nil {
			accepted++
		} else if !blames(err) {
			t.Errorf("%s with %s: error %v names neither the code nor a rule", arguments, rules, err)
		}
	}
	t.Logf("%d of 100 grammars were accepted", accepted)
}

// randomRules returns rules that mostly name later ones.
func randomRules(random *rand.Rand) string {
	n := 1 + random.IntN(60)
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "a%d = %s\n", i, randomExpr(random, 2, i+1, n))
	}
	fmt.Fprintf(&b, "a%d = \"x\"\n", n)
	return b.String()
}

// randomExpr returns an expression with names of rules from first to last, or rarely any.
func randomExpr(random *rand.Rand, depth, first, last int) string {
	if depth == 0 || random.IntN(4) == 0 {
		return randomTerm(random, first, last)
	}
	inner := func() string { return randomExpr(random, depth-1, first, last) }
	switch random.IntN(7) {
	case 0, 1:
		return inner() + " " + inner()
	case 2:
		return inner() + " SP " + inner()
	case 3:
		return "(" + inner() + " / " + inner() + ")"
	case 4:
		return "[" + inner() + "]"
	case 5:
		return fmt.Sprintf("%d*(%s)", random.IntN(3), inner())
	}
	low := random.IntN(4)
	return fmt.Sprintf("%d*%d(%s)", low, low+random.IntN(1+1<<random.IntN(12)), inner())
}

func randomTerm(random *rand.Rand, first, last int) string {
	switch random.IntN(12) {
	case 0:
		return "SP"
	case 1:
		return `""`
	case 2:
		return fmt.Sprintf("%%x%02X-FF", random.IntN(256))
	case 3:
		return []string{"number", "astring", "text", "tag", "literal", "uid-set"}[random.IntN(6)]
	case 4:
		return fmt.Sprint("a", random.IntN(last+1))
	}
	return fmt.Sprint("a", min(first+random.IntN(3), last))
}
