package abnf

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var treeTests = []struct {
	reason string
	x      *Expr
	want   string
}{
	{"string", str("a b"), `"a b"`},
	{"empty string", str(""), `""`},
	{"exact string", &Expr{Op: OpString, Text: "Ab", Exact: true}, `%s"Ab"`},
	{"octet", octets(9, 9), `%x09`},
	{"range", octets(1, 255), `%x01-FF`},
	{"name", name("atom"), `atom`},
	{"prose-val", &Expr{Op: OpProse, Text: "in words"}, `<in words>`},

	{"concatenation in a choice", alternate(concat(name("a"), name("b")), name("c")), `a b / c`},
	{"choice in a concatenation", concat(name("a"), alternate(name("b"), name("c"))), `a (b / c)`},
	{"choice at the front of a concatenation", concat(alternate(name("a"), name("b")), name("c")), `(a / b) c`},
	{"concatenation in a concatenation", concat(concat(name("a"), name("b")), name("c")), `(a b) c`},
	{"choice in a choice", alternate(name("a"), alternate(name("b"), name("c"))), `a / (b / c)`},
	{"choice in a concatenation in a choice", alternate(concat(name("a"), alternate(name("b"), name("c"))), name("d")), `a (b / c) / d`},

	{"any number", repeat(0, Unlimited, name("a")), `*a`},
	{"at least", repeat(2, Unlimited, name("a")), `2*a`},
	{"at most", repeat(0, 2, name("a")), `*2a`},
	{"between", repeat(2, 3, name("a")), `2*3a`},
	{"exactly", repeat(2, 2, name("a")), `2a`},
	{"exactly one", repeat(1, 1, name("a")), `1a`},
	{"none", repeat(0, 0, name("a")), `0a`},
	{"option", option(name("a")), `[a]`},
	{"repeated string", repeat(2, 2, str("a")), `2"a"`},
	{"repeated octet", repeat(2, 2, octets(65, 65)), `2%x41`},
	{"repeated prose-val", repeat(1, Unlimited, &Expr{Op: OpProse, Text: "a b"}), `1*<a b>`},
	{"repeated concatenation", repeat(1, Unlimited, concat(name("a"), name("b"))), `1*(a b)`},
	{"repeated choice", repeat(2, 3, alternate(name("a"), name("b"))), `2*3(a / b)`},
	{"repetition in a concatenation", concat(repeat(1, Unlimited, name("a")), repeat(3, 3, name("b"))), `1*a 3b`},
	{"repetition of a repetition", repeat(2, 2, repeat(3, 3, name("a"))), `2(3a)`},
	{"repetition of a repetition of a repetition", repeat(2, 2, repeat(3, 3, repeat(4, 4, name("a")))), `2(3(4a))`},
	{"option of a choice", option(alternate(name("a"), name("b"))), `[a / b]`},
	{"option of a concatenation", option(concat(name("a"), name("b"))), `[a b]`},
	{"option of a repetition", option(repeat(2, 2, name("a"))), `[2a]`},
	{"option of an option", option(option(name("a"))), `[[a]]`},
	{"repetition of an option", repeat(0, Unlimited, option(name("a"))), `*[a]`},
	{"option in a concatenation in a choice", alternate(concat(name("a"), option(name("b"))), option(name("c"))), `a [b] / [c]`},
}

func TestExprString(t *testing.T) {
	for _, test := range treeTests {
		t.Run(test.reason, func(t *testing.T) {
			if diff := cmp.Diff(test.want, test.x.String()); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
			again, err := ParseExpr("x", test.x.String())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.x, again, ignorePos); diff != "" {
				t.Errorf("%s is read back differently (-printed +read):\n%s", test.x, diff)
			}
		})
	}
}

func TestRuleStringBreaksLongChoices(t *testing.T) {
	// "ab = " and " / c" are 9 columns.
	for _, test := range []struct {
		reason string
		rule   *Rule
		want   string
	}{
		{
			"100 columns are one line",
			&Rule{Name: "ab", Expr: alternate(name(strings.Repeat("b", 91)), name("c"))},
			"ab = " + strings.Repeat("b", 91) + " / c",
		},
		{
			"101 are not",
			&Rule{Name: "ab", Expr: alternate(name(strings.Repeat("b", 92)), name("c"))},
			"ab = " + strings.Repeat("b", 92) + "\n   / c",
		},
		{
			"the longer sign counts",
			&Rule{Name: "ab", Extends: true, Expr: alternate(name(strings.Repeat("b", 91)), name("c"))},
			"ab =/ " + strings.Repeat("b", 91) + "\n    / c",
		},
		{
			"a choice inside is not broken",
			&Rule{Name: "ab", Expr: option(alternate(name(strings.Repeat("b", 99)), name("c")))},
			"ab = [" + strings.Repeat("b", 99) + " / c]",
		},
		{
			"a choice in a choice keeps its parentheses",
			&Rule{Name: "ab", Expr: alternate(name(strings.Repeat("b", 92)), alternate(name("c"), name("d")))},
			"ab = " + strings.Repeat("b", 92) + "\n   / (c / d)",
		},
	} {
		t.Run(test.reason, func(t *testing.T) {
			if diff := cmp.Diff(test.want, test.rule.String()); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
			again, err := Parse("x.abnf", test.rule.String())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]*Rule{test.rule}, again, ignorePos); diff != "" {
				t.Errorf("%s is read back differently (-printed +read):\n%s", test.rule, diff)
			}
		})
	}
}

func TestFormat(t *testing.T) {
	rules := []*Rule{
		{Name: "a", Expr: name("b"), Source: "RFC1", Section: "2.3", Comment: "is not printed"},
		{Name: "c", Extends: true, Expr: str("d"), Source: "RFC4"},
		{Name: "e", Expr: name("f")},
	}
	want := "; first line\n;\n; third line\n" +
		"\n; RFC1, section 2.3\na = b\n" +
		"\n; RFC4\nc =/ \"d\"\n" +
		"\n;\ne = f\n"
	got := Format("first line\n\nthird line", rules)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
	again, err := Parse("x.abnf", got)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(rules, again, ignorePos, cmpopts.IgnoreFields(Rule{}, "Comment")); diff != "" {
		t.Errorf("what was formatted is read back differently (-formatted +read):\n%s", diff)
	}
}
