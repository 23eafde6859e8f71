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
seq-number = nz-number / "*"
seq-set = seq-number [":" seq-number] *("," seq-number [":" seq-number])
few = nz-number *2("," nz-number)
`
	tests := []struct {
		reason, arguments string
		layout            grammar.Layout
		plain, stars      bool
	}{
		{"a number", `SP nz-number`, "n", true, false},
		{"one that may be more", `SP number`, "n", true, false},
		{"a larger one", `SP number`, "N", true, false},
		{"a set", `SP uid-set`, "s", true, false},
		{"a set with stars", `SP seq-set`, "s", true, true},
		{"one beside others", `SP nz-number SP seq-set SP uid-set`, "nss", true, false},
		{"several", `SP nz-number SP uid-set SP uid-set`, "nss", true, false},
		{"they may be missing", `[SP nz-number]`, "n", true, false},
		{"or else something", `SP nz-number / SP "NONE"`, "n", true, false},
		{"numbers that are limited", `SP 1*2%x30-39`, "n", false, false},
		{"no ranges", `SP few`, "s", false, false},
		{"another space", `2SP nz-number`, "n", false, false},
		{"a second number must follow", `SP nz-number SP nz-number`, "n", false, false},
		{"parentheses", `SP "(" nz-number ")"`, "(n)", false, false},
		{"a word", `SP nz-number [SP "WORD"]`, "nw", false, false},
		{"none", ``, "", false, false},
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
		if plain, stars := isPlain(t, g, c); plain != test.plain || stars != test.stars {
			t.Errorf("%s: %q, %q are %v, %v, want %v, %v",
				test.reason, test.arguments, test.layout, plain, stars, test.plain, test.stars)
		}
	}
}

// isPlain returns what compile says of c alone: whether it is plain, and whether it is with stars.
func isPlain(t *testing.T, g *abnf.Grammar, c Code) (plain, stars bool) {
	t.Helper()
	m := &Model{Grammar: g, Codes: []Code{c}}
	if err := m.compile(); err != nil {
		t.Fatal(err)
	}
	return m.Codes[0].Plain, m.Codes[0].Stars
}
