package grammar

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/abnf"
)

func TestAlternatives(t *testing.T) {
	tests := []struct{ reason, rules, want string }{
		{"codes with and without arguments", `resp-text-code = "ONE" / "TWO" SP number`, "ONE []\nTWO [SP number]\n"},
		{"through a name", "resp-text-code = one\none = \"ONE\" SP number", "ONE [SP number]\n"},
		{"several through names", "resp-text-code = one\none = two / \"ONE\"\ntwo = \"TWO\" SP two", "TWO [SP two]\nONE []\n"},
		{"the fallback, which begins with a name", "resp-text-code = atom [SP text]\natom = 1*ALPHA", " [[SP text]]\n"},
		{"a name that is met again", "resp-text-code = one\none = two / three\nthree = two\ntwo = \"TWO\"", "TWO []\n"},
		{"a rule in several parts", "resp-text-code = \"ONE\"\nresp-text-code =/ \"TWO\"", "ONE []\nTWO []\n"},
		{"a name that is not defined", `resp-text-code = one`, "test:1:18: undefined rule \"one\""},
		{"a name that refers to itself", "resp-text-code = one\none = two\ntwo = one", "test:3:7: \"one\" refers to itself"},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			rules, err := abnf.Parse("test", test.rules)
			if err != nil {
				t.Fatal(err)
			}
			g := abnf.Merge([]abnf.Source{{Name: "test", Rules: rules}}, nil)
			alts, err := Alternatives(g, g.Rules(Root))
			got := ""
			for _, alt := range alts {
				got += fmt.Sprintf("%s [%s]\n", alt.Code, strings.TrimPrefix(alt.Arguments.String(), `""`))
			}
			if err != nil {
				got = err.Error()
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestFallback checks where the arguments of unregistered codes come from.
func TestFallback(t *testing.T) {
	for _, test := range []struct{ reason, amendments, want string }{
		{"an alternative that begins with a name", "resp-text-code =/ \"ONE\" / atom [SP text]", "[SP text]"},
		{"none", "resp-text-code =/ \"ONE\"", "resp-text-code has no alternative for unregistered codes"},
		{"no amendments", "", "resp-text-code has no alternative for unregistered codes"},
		{"a name that is not defined", "resp-text-code =/ one", "amendments:1:19: undefined rule \"one\""},
	} {
		amendments, err := abnf.Parse("amendments", test.amendments)
		if err != nil {
			t.Fatal(err)
		}
		x, err := Fallback(abnf.Merge(nil, amendments))
		got := fmt.Sprint(err)
		if err == nil {
			got = x.String()
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: mismatch (-want +got):\n%s", test.reason, diff)
		}
	}
}
