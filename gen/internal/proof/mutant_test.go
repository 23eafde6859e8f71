package proof

import (
	"errors"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/automaton"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

// The tests here show that the proof can fail: it finds whatever is changed in the tables or in the
// grammar.

// TestCompare checks the strings by which two expressions, one compiled, are told apart.
func TestCompare(t *testing.T) {
	tests := []struct {
		reason, tables, matcher, want string
	}{
		{"equal", `*("a" / "b")`, `*(*"a" *"b")`, "<nil>"},
		{"equal, with a literal", `<counted octets> ["a"]`, `<counted octets> / <counted octets> "a"`, "<nil>"},
		{"the empty string", `*"a"`, `1*"a"`, `"": matched by the tables, not by the grammar`},
		{"the shortest of many", `1*"a"`, `1*3"a" / "bb"`, `"BB": matched by the grammar, not by the tables`},
		{"a case", `%s"ab"`, `"ab"`, `"AB": matched by the grammar, not by the tables`},
		{"an octet beyond ASCII", `%x61 / %xFE`, `%x61`, `"\xfe": matched by the tables, not by the grammar`},
		{"one more", `1*255"a" "b"`, `1*3"a" "b"`, `"AAAAB": matched by the tables, not by the grammar`},
		{"a literal", `"a" [<counted octets> "b"]`, `"a"`, `"A<counted octets>B": matched by the tables, not by the grammar`},
		{"no literal", `"a"`, `"a" [<counted octets> "b"]`, `"A<counted octets>B": matched by the grammar, not by the tables`},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			g := abnf.Merge(nil, nil)
			tables := compile(t, g, []subject{{name: "x", expr: mustExpr(t, test.tables)}})
			m := New(g)
			_, err := compare(m, mustStart(t, m, mustExpr(t, test.matcher)), tables, tables.Starts["x"])
			if diff := cmp.Diff(test.want, fmt.Sprint(err)); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestCompareLate checks that tables that go on where nothing can follow are not taken for right.
func TestCompareLate(t *testing.T) {
	tables := compile(t, abnf.Merge(nil, nil), []subject{{name: "x", expr: mustExpr(t, `"a"`)}})
	end := readRecord(tables.States, readRecord(tables.States, tables.Starts["x"]).next(tables, 'a'))
	tables.States[end.at] = 1 | 2 // it accepts, as before, but has a run
	tables.States = append(tables.States[:end.at+1], 0)
	m := New(abnf.Merge(nil, nil))
	_, err := compare(m, mustStart(t, m, mustExpr(t, `"a"`)), tables, tables.Starts["x"])
	if want := `"AA": matched by the tables, not by the grammar`; fmt.Sprint(err) != want {
		t.Errorf("the run: %v, want %s", err, want)
	}
	tables.States[end.at] = 1 | 1<<3 // it has an arc, to a state that has none and does not accept
	tables.States = append(tables.States[:end.at+1], 0, byte(end.at+4), 0, 0)
	_, err = compare(m, mustStart(t, m, mustExpr(t, `"a"`)), tables, tables.Starts["x"])
	if want := `"AA": the tables go on, but nothing can follow`; fmt.Sprint(err) != want {
		t.Errorf("the arc: %v, want %s", err, want)
	}
}

// TestMutatedGrammar compares the tables with another grammar than they were compiled from.
func TestMutatedGrammar(t *testing.T) {
	tests := []struct {
		code, rule, want string
	}{
		{"MAILBOXID", `objectid = 1*255("-" / DIGIT / "_" / ALPHA)`, "<nil>"},
		{"MAILBOXID", `objectid = 1*254(ALPHA / DIGIT / "_" / "-")`, `" (` + strings.Repeat("-", 255) + `)": ` + tablesOnly},
		{"MAILBOXID", `objectid = 1*256(ALPHA / DIGIT / "_" / "-")`, `" (` + strings.Repeat("-", 256) + `)": ` + grammarOnly},
		{"MAILBOXID", `objectid = *255(ALPHA / DIGIT / "_" / "-")`, `" ()": ` + grammarOnly},
		{"MAILBOXID", `objectid = 1*255(ALPHA / DIGIT / "-")`, `" (_)": ` + tablesOnly},
		{"REFERRAL", `h16 = 1*3HEXDIG`, `" IMAP://[0000::]": ` + tablesOnly},
		{"REFERRAL", `dec-octet = DIGIT / %x31-39 DIGIT / "1" 2DIGIT / "2" %x30-34 DIGIT`, `" IMAP://[::0.0.0.250]": ` + tablesOnly},
		{"REFERRAL", `enc-urlauth = 31*HEXDIG`, `" IMAP:///!/;UID=1;URLAUTH=USER+!:-:` + strings.Repeat("0", 31) + `": ` + grammarOnly},
		{"REFERRAL", `enc-urlauth = 32HEXDIG`, `" IMAP:///!/;UID=1;URLAUTH=USER+!:-:` + strings.Repeat("0", 33) + `": ` + tablesOnly},
		{"NEWNAME", `literal = "{" number64 "}" CRLF`, `" ! {0}\r\n": ` + grammarOnly},
		{"NEWNAME", `literal = "{" number64 "}" CRLF [<counted octets>]`, `" ! {0}\r\n": ` + grammarOnly},
		{"BADCHARSET", `UTF8-tail = %x80-BE`, `" (\"¿\")": ` + tablesOnly},
		{"INPROGRESS", `nil = %s"NIL"`, `" (NIl 0 1)": ` + tablesOnly},
		{"COPYUID", `uid-set = (uniqueid / uid-range) ["," uid-set]`, "<nil>"},
		{"COPYUID", `uid-set = (uniqueid / uid-range) ["," (uniqueid / uid-range)]`, `" 1 1 1,1,1": ` + tablesOnly},
		{"BADURL", `url-resp-text = 1*(%x01-09 / %x0B-0C / %x0E-5B / %x5D-FE)`, `" \\": ` + tablesOnly},
		{"CAPABILITY", `atom = 1*3ATOM-CHAR`, `" !!!! IMAP4REV1": ` + tablesOnly},
		{"fallback", `SP = %x09 / %x20`, `"\t\x01": ` + grammarOnly},
		{"text", `UTF8-3 = %xE0-EF 2UTF8-tail`, `"\xe0\x80\x80": ` + grammarOnly},
		{"tag", `tag = 1*ASTRING-CHAR`, `"+": ` + grammarOnly},
	}
	in := checkedIn(t)
	subjects := subjectsOf(t, in)
	tables := tablesOf(t, in)
	for _, test := range tests {
		t.Run(test.code+" "+test.rule, func(t *testing.T) {
			m := New(grammarOf(amended(t, in, test.rule)))
			s := subjectOf(t, subjects, test.code)
			_, err := compare(m, mustStart(t, m, s.expr), tables, tables.Starts[s.name])
			if diff := cmp.Diff(test.want, fmt.Sprint(err)); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// amended returns in with a rule that takes the place of what in says.
func amended(t *testing.T, in tree.Tree, rule string) tree.Tree {
	t.Helper()
	rules, err := abnf.Parse("mutant.abnf", rule)
	if err != nil {
		t.Fatal(err)
	}
	same := func(r *abnf.Rule) bool { return abnf.Fold(r.Name) == abnf.Fold(rules[0].Name) }
	in.Amendments = append(slices.DeleteFunc(slices.Clone(in.Amendments), same), rules...)
	return in
}

// all makes TestMutatedTables try all changes, which takes half a minute, instead of one in
// sampling.
var all = flag.Bool("all", false, "try all changes to the tables")

const sampling = 31 // it has no factor in common with 256, the bits of a set: those are not always the same ones

// TestMutatedTables changes the tables in one place each.
func TestMutatedTables(t *testing.T) {
	in := checkedIn(t)
	subjects := subjectsOf(t, in)
	tables := tablesOf(t, in)
	m := New(grammarOf(in))
	for _, s := range subjects {
		t.Run(s.name, func(t *testing.T) {
			start := mustStart(t, m, s.expr)
			list := mutations(tables, tables.Starts[s.name])
			n := 0
			for i, change := range list {
				if i%sampling != 0 && !*all {
					continue
				}
				n++
				mutant := &automaton.Tables{Sets: slices.Clone(tables.Sets), States: slices.Clone(tables.States)}
				change.apply(mutant)
				if err := missed(m, start, mutant, tables.Starts[s.name]); err != nil {
					t.Errorf("%s: %v", change.name, err)
				}
			}
			t.Logf("%d of %d changes", n, len(list))
		})
	}
}

// missed returns an error unless t is found to be wrong: by a string of which one side says that it
// matches or, where an octet was added to a set that another arc of the same state takes before, by
// the layout.
func missed(m *Matcher, s State, t *automaton.Tables, start int) error {
	_, err := compare(m, s, t, start)
	var d *difference
	if !errors.As(err, &d) {
		if checkLayout(t, delimiter) != nil {
			return nil
		}
		return fmt.Errorf("not found: %v", err)
	}
	table := start
	for _, symbol := range d.path {
		s = m.Next(s, symbol)
		if table != none {
			table = readRecord(t.States, table).next(t, symbol)
		}
	}
	accepts := table != none && readRecord(t.States, table).accepts
	if accepts == m.Accepts(s) || accepts != (d.reason == tablesOnly) {
		return fmt.Errorf("%v, but they agree there", d)
	}
	return nil
}

// A mutation changes one place in tables.
type mutation struct {
	name  string
	apply func(*automaton.Tables)
}

// mutations returns changes of all that can be reached from start: each accept bit and each bit of
// a set flipped, each run and each arc dropped, each arc led to another state.
func mutations(t *automaton.Tables, start int) []mutation {
	var list []mutation
	records := reachable(t, start)
	for i, r := range records {
		other := records[(i+1)%len(records)].at
		list = append(list, flipAccept(r))
		if r.counted != none {
			list = append(list, lead(r, r.counted, other))
		}
		for _, arc := range r.arcs {
			list = append(list, drop(r, arc), lead(r, arc+1, other))
		}
		if r.run != none {
			list = append(list, drop(r, r.run))
		}
	}
	for _, set := range setsOf(records) {
		for octet := range 256 {
			list = append(list, flipBit(set, octet))
		}
	}
	return slices.DeleteFunc(list, func(m mutation) bool { return m.apply == nil })
}

func setsOf(records []record) []int {
	var sets []int
	for _, r := range records {
		if r.run != none {
			sets = append(sets, r.set(r.run))
		}
		for _, arc := range r.arcs {
			sets = append(sets, r.set(arc))
		}
	}
	slices.Sort(sets)
	return slices.Compact(sets)
}

func flipAccept(r record) mutation {
	return mutation{
		fmt.Sprintf("state %d: accept bit", r.at),
		func(t *automaton.Tables) { t.States[r.at] ^= 1 },
	}
}

// lead returns the mutation that leads an arc, whose target is written at the given offset, to
// another state. It applies to no arc that leads there already.
func lead(r record, at, to int) mutation {
	if r.state(at) == to {
		return mutation{}
	}
	return mutation{
		fmt.Sprintf("state %d: target at %d from %d to %d", r.at, at, r.state(at), to),
		func(t *automaton.Tables) { t.States[at], t.States[at+1] = byte(to), byte(to>>8) },
	}
}

// drop returns the mutation that makes the set at the given offset, of a run or an arc, an empty
// one, which is a new one.
func drop(r record, at int) mutation {
	return mutation{
		fmt.Sprintf("state %d: set at %d", r.at, at),
		func(t *automaton.Tables) {
			t.States[at] = byte(len(t.Sets) / 256 * 8)
			t.Sets = append(t.Sets, make([]byte, 256)...)
		},
	}
}

func flipBit(set, octet int) mutation {
	return mutation{
		fmt.Sprintf("set %d: octet %#02x", set, octet),
		func(t *automaton.Tables) { t.Sets[set>>3<<8|octet] ^= 1 << (set & 7) },
	}
}
