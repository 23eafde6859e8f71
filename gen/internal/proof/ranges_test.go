package proof

import (
	"fmt"
	"slices"
	"testing"

	"github.com/imapcodes/imapcodes/gen/internal/automaton"
)

// checkRanges returns an error if an octet in a range of t's runs is not in the set. A matcher that
// takes eight octets at once relies on the ranges.
func checkRanges(t *automaton.Tables) error {
	for p := 0; p < len(t.Ranges); p += 16 {
		set := p / 32
		lo, hi := int(t.Ranges[p]), int(t.Ranges[p+8])-0x80
		for k := range 8 {
			if int(t.Ranges[p+k]) != lo || int(t.Ranges[p+8+k])-0x80 != hi {
				return fmt.Errorf("set %d: a range is not eight times the same", set)
			}
		}
		for octet := lo; octet <= hi; octet++ {
			if !inSet(t, set, octet) {
				return fmt.Errorf("set %d: octet %#02x is in a range, and not in the set", set, octet)
			}
		}
	}
	return nil
}

func TestRanges(t *testing.T) {
	tables := tablesOf(t, checkedIn(t))
	if len(tables.Ranges) == 0 {
		t.Error("no ranges")
	}
	if err := checkRanges(tables); err != nil {
		t.Error(err)
	}
	for p := 0; p < len(tables.Ranges); p += 16 { // a range that begins one octet before
		mutant := *tables
		mutant.Ranges = slices.Clone(tables.Ranges)
		for k := range 8 {
			mutant.Ranges[p+k]--
		}
		if checkRanges(&mutant) == nil && tables.Ranges[p] <= tables.Ranges[p+8]-0x80 {
			t.Errorf("range %d is wider, and not found", p/16)
		}
	}
}
