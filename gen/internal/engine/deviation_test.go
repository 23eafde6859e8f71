package engine

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDeviations(t *testing.T) {
	all := []struct {
		d    Deviations
		name string
	}{
		{DevNoText, "no-text"},
		{DevNoSpace, "no-space"},
		{DevNoBracket, "no-bracket"},
		{DevCodeMalformed, "code-malformed"},
		{DevArgumentsMalformed, "arguments-malformed"},
		{DevTextMalformed, "text-malformed"},
		{DevTextBracket, "text-bracket"},
		{DevTagMalformed, "tag-malformed"},
		{DevTypeTagged, "type-tagged"},
		{DevLimitExceeded, "limit-exceeded"},
		{DevSetsUnequal, "sets-unequal"},
		{DevExtraSpace, "extra-space"},
		{DevNoCodeSpace, "no-code-space"},
		{DevLineEnd, "line-end"},
		{DevOpenLiteral, "open-literal"},
	}
	for set := Deviations(0); set < 1<<len(all); set++ {
		var want []string
		for _, one := range all {
			if set&one.d != 0 {
				want = append(want, one.name)
			}
		}
		if diff := cmp.Diff(want, collect(set.Names(), 100)); diff != "" {
			t.Fatalf("Deviations(%#x).Names() mismatch (-want +got):\n%s", uint32(set), diff)
		}
		if got := set.String(); got != strings.Join(want, " ") {
			t.Fatalf("Deviations(%#x).String() = %q, want %q", uint32(set), got, strings.Join(want, " "))
		}
	}
	if got := Deviations(1 << len(all)).String(); got != "" {
		t.Errorf("what is not a deviation is called %q", got)
	}
	for _, one := range all {
		if !one.d.Has(one.d) || !(one.d | DevNoText).Has(one.d) || one.d.Has(^one.d) || one.d.Has(0) {
			t.Errorf("Has is wrong about %s", one.name)
		}
	}
	if got := collect((DevNoSpace | DevTextBracket).Names(), 1); len(got) != 1 || got[0] != "no-space" {
		t.Errorf("the first of Names() is %q", got)
	}
}
