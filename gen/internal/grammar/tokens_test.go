package grammar

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/abnf"
)

// named returns the ABNF x with names for the tokens.
func named(t *testing.T, x *abnf.Expr) string {
	t.Helper()
	var pairs []string
	for _, token := range [][2]string{ // none before one that begins with it
		{atomInGroup, "ATOM-IN-GROUP"}, {atom, "ATOM"}, {quotedString, "QUOTED"}, {literal, "LITERAL"},
		{nonNumber, "KEYWORD"}, {nonSet, "KEYWORD"}, {wordInGroup, "WORD-IN-GROUP"}, {word, "WORD"},
		{set, "SET"}, {number, "NUMBER"}, {remainingText, "TEXT"},
	} {
		y, err := abnf.ParseExpr("token", token[0])
		if err != nil {
			t.Fatal(err)
		}
		pairs = append(pairs, y.String(), token[1])
	}
	pairs = append(pairs, "1*%x20", "SPACES", "%x20", "SP")
	text := strings.NewReplacer(pairs...).Replace(x.String())
	return strings.NewReplacer("(ATOM / QUOTED / LITERAL)", "STRING",
		"(ATOM-IN-GROUP / QUOTED / LITERAL)", "STRING-IN-GROUP").Replace(text)
}

// TestDivisible checks which arguments a reader can divide, strictly and leniently.
func TestDivisible(t *testing.T) {
	const begin, end = `*SP ["(" *SP] `, ` *SP [")"] *SP`
	for _, test := range []struct{ reason, arguments, strict, lenient string }{
		{"numbers and sets", `SP nz-number SP uid-set`,
			`[SP (NUMBER / "NIL") [SP (SET / "NIL")]]`,
			begin + `[(NUMBER / "NIL") [SPACES (SET / "NIL")]]` + end},
		{"keywords in place of them", `SP (number / "NONE") SP (uid-set / "ALL")`,
			`[SP (NUMBER / KEYWORD) [SP (SET / KEYWORD)]]`,
			begin + `[(NUMBER / KEYWORD) [SPACES (SET / KEYWORD)]]` + end},
		{"a keyword in one place", `SP (number / "NONE") SP number64`,
			`[SP (NUMBER / KEYWORD) [SP (NUMBER / "NIL")]]`,
			begin + `[(NUMBER / KEYWORD) [SPACES (NUMBER / "NIL")]]` + end},
		{"strings and words", `SP astring SP atom`,
			`[SP STRING [SP WORD]]`, begin + `[STRING [SPACES WORD]]` + end},
		{"a list", `*(SP astring)`,
			`[SP STRING *(SP STRING)]`, begin + `[STRING *(SPACES STRING)]` + end},
		{"a list in parentheses that are the end", `SP "(" astring *(SP astring) ")"`,
			`[SP "(" [STRING *(SP STRING)] ")"]`,
			begin + `[["("] *SP [STRING *(SPACES STRING)] *SP [")"]]` + end},
		{"parentheses that are not the end", `SP "(" astring SP atom ")" SP atom`,
			`[SP "(" [STRING-IN-GROUP [SP WORD-IN-GROUP]] ")" [SP WORD]]`,
			begin + `[["("] *SP [STRING-IN-GROUP [SPACES WORD-IN-GROUP]] *SP [")"] [SPACES WORD]]` + end},
		{"keywords after parentheses", `SP "(" number SP number ")" SP (number / "X")`,
			`[SP "(" [(NUMBER / "NIL") [SP (NUMBER / "NIL")]] ")" [SP (NUMBER / KEYWORD)]]`,
			begin + `[["("] *SP [(NUMBER / "NIL") [SPACES (NUMBER / "NIL")]] *SP [")"] [SPACES (NUMBER / KEYWORD)]]` + end},
		{"nothing in parentheses", `SP "(" ")" SP number`,
			`[SP "(" ")" [SP (NUMBER / "NIL")]]`,
			begin + `[["("] *SP *SP [")"] [SPACES (NUMBER / "NIL")]]` + end},
		{"text", `SP number SP text`, `[SP (NUMBER / "NIL") [SP TEXT]]`, begin + `[(NUMBER / "NIL") [SPACES TEXT]]` + end},
		{"text in parentheses that are the end", `SP "(" text ")"`,
			`[SP "(" [TEXT] ")"]`, begin + `[["("] *SP [TEXT] *SP [")"]]` + end},
		{"text with an end that cannot be found", `SP "(" text ")" SP number`,
			`[SP "(" [%x00] ")" [SP (NUMBER / "NIL")]]`,
			begin + `[["("] *SP [%x00] *SP [")"] [SPACES (NUMBER / "NIL")]]` + end},
		{"text before something else", `SP text SP number`, `[SP %x00]`, begin + `[%x00]` + end},
	} {
		shape := analyze(t, test.arguments)
		if diff := cmp.Diff(test.strict, named(t, shape.Divisible(false))); diff != "" {
			t.Errorf("%s: mismatch (-want +got):\n%s", test.reason, diff)
		}
		if diff := cmp.Diff(test.lenient, named(t, shape.Divisible(true))); diff != "" {
			t.Errorf("%s: lenient: mismatch (-want +got):\n%s", test.reason, diff)
		}
	}
}
