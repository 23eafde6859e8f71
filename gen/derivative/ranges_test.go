package derivative_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/imapcodes/imapcodes/gen/automaton"
)

// checkRanges returns an error if a set of t's runs holds another octet of ASCII than its ranges. A matcher that takes eight
// octets at once sees the ranges alone: only with this do the tables mean the same to it as to compare.
func checkRanges(t *automaton.Tables) error {
	for set := range len(t.RangeIndex) - 1 {
		ranges := t.Ranges[16*int(t.RangeIndex[set]) : 16*int(t.RangeIndex[set+1])]
		for octet := range 0x80 {
			within := len(ranges) == 0 && inSet(t, set, octet) // without ranges, octets are tried one by one
			for p := 0; p < len(ranges); p += 16 {
				for k := range 8 {
					if ranges[p+k] != ranges[p] || ranges[p+8+k] != ranges[p+8] {
						return fmt.Errorf("set %d: a range is not eight times the same", set)
					}
				}
				within = within || int(ranges[p]) <= octet && octet <= int(ranges[p+8])-0x80
			}
			if inSet(t, set, octet) != within {
				return fmt.Errorf("set %d: octet %#02x is in the set, or in a range, and not in both", set, octet)
			}
		}
	}
	return nil
}

func TestRanges(t *testing.T) {
	in := checkedIn(t)
	tables := in.tables(t)
	if len(tables.Ranges) == 0 {
		t.Error("no ranges")
	}
	if err := checkRanges(tables); err != nil {
		t.Error(err)
	}
	for i := range tables.Ranges {
		mutant := *tables
		mutant.Ranges = slices.Clone(tables.Ranges)
		mutant.Ranges[i] ^= 1
		if checkRanges(&mutant) == nil {
			t.Errorf("octet %d of the ranges changed, and not found", i)
		}
	}
}
