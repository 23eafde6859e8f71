package abnf

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// Constructors of syntax trees.
func name(text string) *Expr        { return &Expr{Op: OpName, Text: text} }
func str(text string) *Expr         { return &Expr{Op: OpString, Text: text} }
func octets(lo, hi int) *Expr       { return &Expr{Op: OpRange, Lo: lo, Hi: hi} }
func concat(args ...*Expr) *Expr    { return &Expr{Op: OpConcat, Args: args} }
func alternate(args ...*Expr) *Expr { return &Expr{Op: OpAlternate, Args: args} }
func repeat(atLeast, atMost int, arg *Expr) *Expr {
	return &Expr{Op: OpRepeat, Args: []*Expr{arg}, Min: atLeast, Max: atMost}
}
func option(arg *Expr) *Expr { return repeat(0, 1, arg) }

// ignorePos makes trees equal that differ only in their positions.
var ignorePos = cmpopts.IgnoreTypes(Pos{})

// TestAlternate and TestConcat take their operands from ABNF, separated by commas.
func TestAlternate(t *testing.T) {
	for _, test := range []struct{ reason, operands, want string }{
		{"one is itself", `a`, `a`},
		{"one choice is itself", `a / b`, `a / b`},
		{"two", `a, b`, `a / b`},
		{"nested choices are merged", `a / b, c, d / e`, `a / b / c / d / e`},
		{"duplicates are left out", `a / "b", "b", a, c`, `a / "b" / c`},
		{"only duplicates", `a, a`, `a`},
		{"a string is not a duplicate of a name", `"a", a`, `"a" / a`},
		{"a repetition covers one", `a, 1*a`, `1*a`},
		{"wherever the repetition is", `*a / b, a`, `*a / b`},
		{"an option covers one", `a, [a]`, `[a]`},
		{"exactly one covers one", `a, 1a`, `1a`},
		{"two or more do not cover one", `a, 2*a`, `a / 2*a`},
		{"none does not cover one", `a, 0a`, `a / 0a`},
		{"a repeated choice does not cover its parts", `a, 1*(a / b)`, `a / 1*(a / b)`},
		{"concatenations stay", `a b, a`, `a b / a`},
	} {
		t.Run(test.reason, func(t *testing.T) {
			if diff := cmp.Diff(test.want, Alternate(operands(t, test.operands)...).String()); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestConcat(t *testing.T) {
	for _, test := range []struct{ reason, operands, want string }{
		{"one is itself", `a`, `a`},
		{"two", `a, b`, `a b`},
		{"nested concatenations are merged", `a b, c, d e`, `a b c d e`},
		{"empty strings are left out", `"", a, "", b`, `a b`},
		{"one and an empty string", `"", a`, `a`},
		{"only empty strings", `"", ""`, `""`},
		{"choices stay together", `a / b, c`, `(a / b) c`},
	} {
		t.Run(test.reason, func(t *testing.T) {
			if diff := cmp.Diff(test.want, Concat(operands(t, test.operands)...).String()); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
	if diff := cmp.Diff(`""`, Concat().String()); diff != "" {
		t.Errorf("Concat() mismatch (-want +got):\n%s", diff)
	}
}

func operands(t *testing.T, list string) []*Expr {
	t.Helper()
	var exprs []*Expr
	for _, text := range strings.Split(list, ", ") {
		exprs = append(exprs, parseExpr(t, text))
	}
	return exprs
}

func parseExpr(t *testing.T, text string) *Expr {
	t.Helper()
	x, err := ParseExpr("x", text)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestAll(t *testing.T) {
	var got []string
	for x := range parseExpr(t, `a (b / [c]) d`).All() {
		if x.Text == "d" {
			break
		}
		got = append(got, x.String())
	}
	want := []string{`a (b / [c]) d`, `a`, `b / [c]`, `b`, `[c]`, `c`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

func TestIsEmpty(t *testing.T) {
	for text, want := range map[string]bool{`""`: true, ``: true, `%s""`: true, `"a"`: false, `a`: false, `0a`: false, `<>`: false} {
		if got := parseExpr(t, text).IsEmpty(); got != want {
			t.Errorf("IsEmpty of %q is %t", text, got)
		}
	}
}
