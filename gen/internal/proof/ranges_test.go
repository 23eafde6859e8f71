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
	for i := range len(t.Ranges) / 40 * 2 {
		set, p := i/2, i/2*40+i%2*16
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
	for i := range len(tables.Ranges) / 40 * 2 { // a range that begins one octet before
		p := i/2*40 + i%2*16
		mutant := *tables
		mutant.Ranges = slices.Clone(tables.Ranges)
		for k := range 8 {
			mutant.Ranges[p+k]--
		}
		if checkRanges(&mutant) == nil && tables.Ranges[p] <= tables.Ranges[p+8]-0x80 {
			t.Errorf("range %d is wider, and not found", i)
		}
	}
}

// checkLists returns an error if words of a list, with single spaces between them, do not lead back
// to the state with the list, or a state on the way accepts. A matcher that takes eight octets at
// once relies on it.
func checkLists(t *automaton.Tables) error {
	for at := 0; at < len(t.States); {
		r := readRecord(t.States, at)
		at += r.size
		if r.run == none || r.set(r.run) >= t.Lists {
			continue
		}
		set := r.set(r.run)
		word := r.next(t, ' ')
		befores := []int{word}
		if prefix := int(t.Ranges[40*set+32]); prefix != 0 {
			if inSet(t, set, prefix) {
				return fmt.Errorf("state %d: the prefix is in the set", r.at)
			}
			if word != none {
				befores = append(befores, readRecord(t.States, word).next(t, prefix))
			}
		}
		for _, before := range befores {
			if before == none || before == r.at || readRecord(t.States, before).accepts {
				return fmt.Errorf("state %d: state %d, before a word, is %[1]d, accepts or is missing", r.at, before)
			}
			for octet := range 256 {
				if inSet(t, set, octet) && readRecord(t.States, before).next(t, octet) != r.at {
					return fmt.Errorf("state %d: octet %#02x leads elsewhere from %d", r.at, octet, before)
				}
			}
		}
	}
	return nil
}

func TestLists(t *testing.T) {
	tables := tablesOf(t, checkedIn(t))
	if tables.Lists == 0 {
		t.Error("no lists")
	}
	if err := checkLists(tables); err != nil {
		t.Error(err)
	}
	mutant := *tables
	mutant.Lists = len(tables.Ranges) / 40 // each run is a list
	if checkLists(&mutant) == nil {
		t.Error("runs that are not lists were not found")
	}
	for set := range tables.Lists {
		mutant := *tables
		mutant.Ranges = slices.Clone(tables.Ranges)
		mutant.Ranges[40*set+32] = '%'
		if checkLists(&mutant) == nil {
			t.Errorf("a prefix of list %d that is none was not found", set)
		}
	}
}

func TestPrefixes(t *testing.T) {
	tables := tablesOf(t, checkedIn(t))
	if len(tables.Prefixes) == 0 {
		t.Error("no prefixes")
	}
	if err := checkPrefixes(tables, delimiter); err != nil {
		t.Error(err)
	}
	for name, prefix := range tables.Prefixes {
		mutant := *tables
		for _, change := range []automaton.Prefix{
			{Octets: prefix.Octets, State: tables.Starts[name]},
			{Octets: prefix.Octets[:7], State: prefix.State},
			{Octets: prefix.Octets[:7] + "]", State: prefix.State},
			{Octets: prefix.Octets[:7] + "?", State: prefix.State},
		} {
			mutant.Prefixes = map[string]automaton.Prefix{name: change}
			if checkPrefixes(&mutant, delimiter) == nil {
				t.Errorf("%q of %s leading to %d was not found", change.Octets, name, change.State)
			}
		}
	}
}
