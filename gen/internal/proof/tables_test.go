package proof

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/imapcodes/imapcodes/gen/internal/automaton"
)

// A record is a state of automaton.Tables, read as its documentation says. Package engine, which
// reads the tables faster, is not to be trusted here.
type record struct {
	at      int // offset
	accepts bool
	run     int    // offset of the run's set, or none
	counted int    // offset of the state that Counted leads to, or none
	arcs    []int  // offset of each arc: a set, and two octets of state
	size    int    // in octets
	states  []byte // those that it was read from
}

// none is no state, or no offset.
const none = -1

func readRecord(states []byte, at int) record {
	head := states[at]
	r := record{at: at, accepts: head&1 != 0, run: none, counted: none, size: 1, states: states}
	if head&2 != 0 {
		r.run = at + r.size
		r.size++
	}
	if head&4 != 0 {
		r.counted = at + r.size
		r.size += 2
	}
	for range head >> 3 {
		r.arcs = append(r.arcs, at+r.size)
		r.size += 3
	}
	return r
}

func (r record) set(at int) int { return int(r.states[at]) }

// state returns the state that is written at the given offset.
func (r record) state(at int) int { return int(r.states[at]) | int(r.states[at+1])<<8 }

func inSet(t *automaton.Tables, set, octet int) bool {
	return t.Sets[set>>3<<8|octet]>>(set&7)&1 == 1
}

// next returns the state that follows r after symbol, or none.
func (r record) next(t *automaton.Tables, symbol int) int {
	if symbol == Counted {
		if r.counted == none {
			return none
		}
		return r.state(r.counted)
	}
	if r.run != none && inSet(t, r.set(r.run), symbol) {
		return r.at
	}
	for _, arc := range r.arcs {
		if inSet(t, r.set(arc), symbol) {
			return r.state(arc + 1)
		}
	}
	return none
}

// checkLayout returns an error if t is not laid out as its documentation says.
func checkLayout(t *automaton.Tables, delimiter int) error {
	if len(t.Sets)%256 != 0 {
		return fmt.Errorf("sets take %d octets, which is not a multiple of 256", len(t.Sets))
	}
	records := map[int]record{}
	for at := 0; at < len(t.States); {
		r := readRecord(t.States, at)
		records[at] = r
		at += r.size
		if at > len(t.States) {
			return fmt.Errorf("state %d goes %d octets beyond the end", r.at, at-len(t.States))
		}
	}
	for name, start := range t.Starts {
		if _, ok := records[start]; !ok {
			return fmt.Errorf("%s starts at %d, where no state begins", name, start)
		}
	}
	if err := checkPrefixes(t, delimiter); err != nil {
		return err
	}
	delimited := map[int]bool{} // what is matched as a whole alone is exempt
	for name, start := range t.Starts {
		if !slices.Contains([]string{"tag", "atom", "text"}, name) && !strings.HasPrefix(name, "tolerant ") {
			for _, r := range reachable(t, start) {
				delimited[r.at] = true
			}
		}
	}
	for _, r := range records {
		if err := r.checkTargets(records); err != nil {
			return err
		}
		if err := r.checkSets(t, delimiter, delimited[r.at]); err != nil {
			return err
		}
		if r.counted != none && (r.run != none || len(r.arcs) > 0) {
			return fmt.Errorf("state %d goes on with counted octets or with others", r.at)
		}
	}
	return nil
}

// checkPrefixes returns an error if a prefix, in upper or lower case, does not lead from its start to
// its state, or if the delimiter is in it.
func checkPrefixes(t *automaton.Tables, delimiter int) error {
	for name, prefix := range t.Prefixes {
		ways := map[int]bool{t.Starts[name]: true}
		for _, c := range []byte(prefix.Octets) {
			next := map[int]bool{}
			for state := range ways {
				r := readRecord(t.States, state)
				for _, octet := range []int{int(unicode.ToUpper(rune(c))), int(unicode.ToLower(rune(c)))} {
					next[r.next(t, octet)] = true
				}
			}
			if next[none] || int(c) == delimiter {
				return fmt.Errorf("prefix %q of %s does not match", prefix.Octets, name)
			}
			ways = next
		}
		if len(prefix.Octets) != 8 || len(ways) != 1 || !ways[prefix.State] {
			return fmt.Errorf("prefix %q of %s does not lead to %d alone", prefix.Octets, name, prefix.State)
		}
	}
	return nil
}

// checkTargets returns an error if r leads to where no record begins.
func (r record) checkTargets(records map[int]record) error {
	var targets []int
	if r.counted != none {
		targets = append(targets, r.state(r.counted))
	}
	for _, arc := range r.arcs {
		targets = append(targets, r.state(arc+1))
	}
	for _, to := range targets {
		if _, ok := records[to]; !ok {
			return fmt.Errorf("state %d leads to %d, where no state begins", r.at, to)
		}
	}
	return nil
}

// checkSets returns an error if two sets of r have an octet in common, if one does not exist or is
// empty, or if the run of an accepting state holds the delimiter, unless the state is not
// delimited.
func (r record) checkSets(t *automaton.Tables, delimiter int, delimited bool) error {
	var sets []int
	if r.run != none {
		sets = append(sets, r.set(r.run))
	}
	for _, arc := range r.arcs {
		sets = append(sets, r.set(arc))
	}
	taken := map[int]bool{}
	for _, set := range sets {
		before := len(taken)
		if set/8*256 >= len(t.Sets) {
			return fmt.Errorf("state %d has set %d, of a plane that does not exist", r.at, set)
		}
		for octet := range 256 {
			if !inSet(t, set, octet) {
				continue
			}
			if taken[octet] {
				return fmt.Errorf("state %d has octet %#02x in two sets", r.at, octet)
			}
			taken[octet] = true
		}
		if len(taken) == before {
			return fmt.Errorf("state %d has an empty set, %d", r.at, set)
		}
	}
	if delimited && r.run != none && r.accepts && inSet(t, r.set(r.run), delimiter) {
		return fmt.Errorf("state %d accepts, and its run holds the delimiter", r.at)
	}
	return nil
}

// reachable returns the records that can be reached from start, in the order in which they are met.
func reachable(t *automaton.Tables, start int) []record {
	met := map[int]bool{start: true}
	list := []record{readRecord(t.States, start)}
	for i := 0; i < len(list); i++ {
		for symbol := range Counted + 1 {
			if to := list[i].next(t, symbol); to != none && !met[to] {
				met[to] = true
				list = append(list, readRecord(t.States, to))
			}
		}
	}
	return list
}
