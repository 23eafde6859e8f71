package model

import (
	"testing"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/grammar"
)

// TestPlain checks of which arguments the parser may read numbers and sets without the tables.
func TestPlain(t *testing.T) {
	const rules = `
tag = 1*%x21-7E
atom = 1*%x41-5A
text = 1*%x20-7E
nz-number = %x31-39 *%x30-39
number = 1*%x30-39
uid-range = nz-number ":" nz-number
uid-set = (nz-number / uid-range) *("," uid-set)
few = nz-number *2("," nz-number)
`
	tests := []struct {
		reason, arguments string
		layout            grammar.Layout
		want              bool
	}{
		{"a number", `SP nz-number`, "n", true},
		{"one that may be more", `SP number`, "n", true},
		{"a larger one", `SP number`, "N", true},
		{"a set", `SP uid-set`, "s", true},
		{"several", `SP nz-number SP uid-set SP uid-set`, "nss", true},
		{"they may be missing", `[SP nz-number]`, "n", true},
		{"or else something", `SP nz-number / SP "NONE"`, "n", true},
		{"numbers that are limited", `SP 1*2%x30-39`, "n", false},
		{"no ranges", `SP few`, "s", false},
		{"another space", `2SP nz-number`, "n", false},
		{"a second number must follow", `SP nz-number SP nz-number`, "n", false},
		{"parentheses", `SP "(" nz-number ")"`, "(n)", false},
		{"a word", `SP nz-number [SP "WORD"]`, "nw", false},
		{"none", ``, "", false},
	}
	parsed, err := abnf.Parse("test", rules)
	if err != nil {
		t.Fatal(err)
	}
	amendments, err := abnf.Parse("amendments", `resp-text-code = atom [SP 1*(%x20-5C / %x5E-7E)]`)
	if err != nil {
		t.Fatal(err)
	}
	g := abnf.Merge([]abnf.Source{{Name: "test", Rules: parsed}}, amendments)
	for _, test := range tests {
		x, err := abnf.ParseExpr("test", test.arguments)
		if err != nil {
			t.Fatal(err)
		}
		c := Code{Expr: x, Shape: &grammar.Shape{Layout: test.layout}}
		c.Code, c.Grammar = "X", "RFC1"
		if got := isPlain(t, g, c); got != test.want {
			t.Errorf("%s: plain(%q, %q) = %v, want %v", test.reason, test.arguments, test.layout, got, test.want)
		}
	}
}

// isPlain returns what compile says of c alone.
func isPlain(t *testing.T, g *abnf.Grammar, c Code) bool {
	t.Helper()
	m := &Model{Grammar: g, Codes: []Code{c}}
	if err := m.compile(); err != nil {
		t.Fatal(err)
	}
	return m.Codes[0].Plain
}
