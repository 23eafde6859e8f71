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
		{NoText, "no-text"},
		{NoSpace, "no-space"},
		{NoBracket, "no-bracket"},
		{CodeMalformed, "code-malformed"},
		{ArgumentsMalformed, "arguments-malformed"},
		{TextMalformed, "text-malformed"},
		{TextBracket, "text-bracket"},
		{TagMalformed, "tag-malformed"},
		{TypeTagged, "type-tagged"},
		{LimitExceeded, "limit-exceeded"},
		{SetsUnequal, "sets-unequal"},
	}
	for set := Deviations(0); set < 1<<len(all); set++ {
		var want []string
		for _, one := range all {
			if set&one.d != 0 {
				want = append(want, one.name)
			}
		}
		if diff := cmp.Diff(want, collect(set.Names(), 100)); diff != "" {
			t.Fatalf("Deviations(%#x).Names() mismatch (-want +got):\n%s", uint16(set), diff)
		}
		if got := set.String(); got != strings.Join(want, " ") {
			t.Fatalf("Deviations(%#x).String() = %q, want %q", uint16(set), got, strings.Join(want, " "))
		}
	}
	if got := Deviations(1 << 15).String(); got != "" {
		t.Errorf("a deviation that is none is called %q", got)
	}
	if got := collect((NoSpace | TextBracket).Names(), 1); len(got) != 1 || got[0] != "no-space" {
		t.Errorf("the first of Names() is %q", got)
	}
}
