package generate

import (
	"testing"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/grammar"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// TestPlain checks of which arguments the parser may read numbers and sets without the tables.
func TestPlain(t *testing.T) {
	const rules = `
SP = %x20
nz-number = %x31-39 *%x30-39
number = 1*%x30-39
uid-range = nz-number ":" nz-number
uid-set = (nz-number / uid-range) *("," uid-set)
few = nz-number *2("," nz-number)
`
	tests := []struct {
		reason, arguments, layout string
		want                      bool
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
	g := abnf.Merge([]abnf.Source{{Name: "test", Rules: parsed}}, nil)
	for _, test := range tests {
		records := []registry.Record{{Code: "X", Arguments: test.arguments}}
		got, err := plain(g, records, []*grammar.Shape{{Layout: test.layout}})
		if err != nil {
			t.Errorf("%s: %v", test.reason, err)
			continue
		}
		if got[0] != test.want {
			t.Errorf("%s: plain(%q, %q) = %v, want %v", test.reason, test.arguments, test.layout, got[0], test.want)
		}
	}
}
