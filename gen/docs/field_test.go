package docs

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/abnf"
)

// TestFields checks the kinds of the fields of some codes, in neutral terms.
func TestFields(t *testing.T) {
	p := checkedIn(t)
	for code, want := range map[string]string{
		"UIDNEXT":       "number 32",
		"HIGHESTMODSEQ": "number 63",
		"APPENDUID":     "number 32, set",
		"BADCHARSET":    "list",
		"NEWNAME":       "string, string",
		"REFERRAL":      "list",
		"METADATA":      "keyword LONGENTRIES/MAXSIZE/TOOMANY/NOPRIVATE, number 32 optional",
		"ANNOTATIONS":   "keyword NONE/READ-ONLY optional, number 32 optional, flag NOPRIVATE",
		"INPROGRESS":    "string optional, number 32 optional, number 32 optional",
		"BADURL":        "text",
		"OVERQUOTA":     "",
	} {
		var got []string
		for _, f := range mustSelect(t, p, code).Codes[0].Fields {
			text := f.Kind
			if f.Bits > 0 {
				text += fmt.Sprint(" ", f.Bits)
			}
			if len(f.Keywords) > 0 {
				text += " " + strings.Join(f.Keywords, "/")
			}
			if f.Optional {
				text += " optional"
			}
			got = append(got, text)
		}
		if diff := cmp.Diff(want, strings.Join(got, ", ")); diff != "" {
			t.Errorf("%s: mismatch (-want +got):\n%s", code, diff)
		}
	}
}

// TestRulesClosed checks that Page.Rules, written as a file of ABNF, defines each rule that the
// arguments of the codes need.
func TestRulesClosed(t *testing.T) {
	p := checkedIn(t)
	text, err := Execute("all.abnf", "{{range .Rules}}{{.Name}} = {{.Text}}\n{{end}}", p, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	rules, err := abnf.Parse("all.abnf", string(text))
	if err != nil {
		t.Fatal(err)
	}
	g := abnf.Merge([]abnf.Source{{Name: "all", Rules: rules}}, nil)
	for _, c := range p.Codes {
		if c.Syntax == nil {
			continue
		}
		if _, err := g.Close(c.Syntax); err != nil {
			t.Errorf("%s: %v", c.Code, err)
		}
	}
}
