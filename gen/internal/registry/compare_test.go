package registry

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// state returns sample as registry.csv of a day gives it.
func state() State {
	return State{Updated: "2032-03-01", Records: sample(), Columns: Whole}
}

// remove returns the records without the one at index i.
func remove(records []Record, i int) []Record {
	return slices.Delete(slices.Clone(records), i, i+1)
}

func TestCompare(t *testing.T) {
	const teapotGrammar = `arguments SP "(" nz-number *("," nz-number) ")"`
	for _, test := range []struct {
		reason string
		edit   func(base, head *State)
		want   []Change
	}{
		{"nothing", func(base, head *State) {}, nil},

		// The registry as a whole.
		{"a new date", func(base, head *State) { head.Updated = "2032-03-02" },
			[]Change{{KindHeader, "", "2032-03-01", "2032-03-02", Documentation}}},
		{"a date that goes back", func(base, head *State) { head.Updated = "2032-02-01" },
			[]Change{{KindHeader, "", "2032-03-01", "2032-02-01", Documentation}}},
		{"no date to compare with", func(base, head *State) { head.Updated = "" }, nil},
		{"no date of its own", func(base, head *State) { base.Updated = "" }, nil},
		{"two rows swapped", func(base, head *State) { head.Records[1], head.Records[2] = head.Records[2], head.Records[1] },
			[]Change{{KindOrder, "", "MOON-PHASE SHRUG", "SHRUG MOON-PHASE", Documentation}}},
		{"the first row moved to the end", func(base, head *State) {
			head.Records = append(head.Records[1:], head.Records[0])
		}, []Change{{KindOrder, "", "TEAPOT MOON-PHASE SHRUG lower.+$", "MOON-PHASE SHRUG lower.+$ TEAPOT", Documentation}}},
		{"rows that are in no registry have no order", func(base, head *State) {
			head.Records[2], head.Records[3] = head.Records[3], head.Records[2]
		}, nil},
		{"a new row in the middle moves none", func(base, head *State) {
			head.Records = slices.Insert(head.Records, 1, Record{Code: "NEW", Name: "New", Status: Registered})
		}, []Change{{KindAdded, "NEW", "", "", Addition}}},

		// Codes that come and go.
		{"a code more", func(base, head *State) { base.Records = remove(base.Records, 0) },
			[]Change{{KindAdded, "TEAPOT", "", "RFC1149 RFC54321", Addition}}},
		{"a code less", func(base, head *State) { head.Records = remove(head.Records, 0) },
			[]Change{{KindRemoved, "TEAPOT", "RFC1149 RFC54321", "", Breaking}}},
		{"a code kept as removed", func(base, head *State) { head.Records[0].Status = Removed },
			[]Change{{KindRemoved, "TEAPOT", "RFC1149 RFC54321", "", Breaking}}},
		{"a code that is back", func(base, head *State) { head.Records[3].Status = Registered },
			[]Change{{KindAdded, "GONE", "", "draft-example-gone-00", Addition}}},
		{"a removed code that IANA's format cannot have", func(base, head *State) {
			head.Records, head.Columns = remove(head.Records, 3), Dated
		}, nil},
		{"the same the other way round", func(base, head *State) {
			base.Records, base.Columns = remove(base.Records, 3), Published
		}, nil},
		{"a removed code that registry.csv no longer has: no constant any more", func(base, head *State) {
			head.Records = remove(head.Records, 3)
		}, []Change{{KindName, "GONE", "Gone", "", Breaking}}},
		{"a removed code that registry.csv has now: a constant", func(base, head *State) {
			base.Records = remove(base.Records, 3)
		}, []Change{{KindName, "GONE", "", "Gone", Addition}}},
		{"a code in another case is another constant", func(base, head *State) { head.Records[2].Code = "Shrug" },
			[]Change{{KindRemoved, "SHRUG", "", "", Breaking}, {KindAdded, "Shrug", "", "", Addition}}},
		{"codes of base first, then new ones", func(base, head *State) {
			head.Records[4] = Record{Code: "NEW", Status: Registered}
			head.Records[0].Updated = ""
		}, []Change{
			{KindDates, "TEAPOT", "updated 2032-02-29", "", Documentation},
			{KindRemoved, "lower.+$", "", "", Breaking},
			{KindAdded, "NEW", "", "", Addition},
		}},

		// A code's columns.
		{"another name", func(base, head *State) { head.Records[0].Name = "TeaPot" },
			[]Change{{KindName, "TEAPOT", "Teapot", "TeaPot", Breaking}}},
		{"another name of a removed code", func(base, head *State) { head.Records[3].Name = "AllGone" },
			[]Change{{KindName, "GONE", "Gone", "AllGone", Breaking}}},
		{"another status", func(base, head *State) { head.Records[0].Status, head.Records[0].Description = Obsolete, "obsolete" },
			[]Change{{KindStatus, "TEAPOT", "registered", "obsolete", Documentation}}},
		{"a description of another spelling", func(base, head *State) { head.Records[1].Description = "obsolete" },
			[]Change{{KindStatus, "MOON-PHASE", "obsolete: OBSOLETE", "obsolete", Documentation}}},
		{"another description of the same status", func(base, head *State) { head.Records[2].Description = "no" },
			[]Change{{KindStatus, "SHRUG", "discouraged: see notes, and weep", "discouraged: no", Documentation}}},
		{"another reference", func(base, head *State) { head.Records[1].References = []string{"RFC2"} },
			[]Change{{KindReferences, "MOON-PHASE", "RFC-ietf-example-moon-07", "RFC2", Documentation}}},
		{"the same references in another order", func(base, head *State) { slices.Reverse(head.Records[0].References) },
			[]Change{{KindReferences, "TEAPOT", "RFC1149 RFC54321", "RFC54321 RFC1149", Documentation}}},
		{"arguments where there were none", func(base, head *State) {
			head.Records[1].Arguments, head.Records[1].Fields = "SP number", []string{"Phase"}
		}, []Change{{KindGrammar, "MOON-PHASE", "", "arguments SP number; fields Phase", Addition}}},
		{"other arguments", func(base, head *State) { head.Records[0].Arguments = "SP number" },
			[]Change{{KindGrammar, "TEAPOT", teapotGrammar, "arguments SP number", Breaking}}},
		{"no arguments any more", func(base, head *State) { head.Records[0].Arguments = "" },
			[]Change{{KindGrammar, "TEAPOT", teapotGrammar, "", Breaking}}},
		{"another field", func(base, head *State) { head.Records[0].Fields = []string{"Cups", "Sugar"} },
			[]Change{{KindGrammar, "TEAPOT", "fields Cups Lumps2", "fields Cups Sugar", Breaking}}},
		{"the same grammar from elsewhere", func(base, head *State) { head.Records[0].Grammar = "RFC54321" },
			[]Change{{KindGrammar, "TEAPOT", "grammar RFC1149 amended", "grammar RFC54321", Documentation}}},
		{"other dates", func(base, head *State) { head.Records[0].Registered, head.Records[0].Updated = "2030-01-01", "" },
			[]Change{{KindDates, "TEAPOT", "registered 2030-01-02; updated 2032-02-29", "registered 2030-01-01", Documentation}}},
		{"another meaning", func(base, head *State) {
			head.Records[0].Tagged, head.Records[0].Retry, head.Records[0].Summary = nil, RetryNever, "It is a teapot."
		}, []Change{{KindMeaning, "TEAPOT", `tagged OK NO; retry later; summary The server is "short", and stout.`,
			"retry never; summary It is a teapot.", Documentation}}},
		{"kinds in their order", func(base, head *State) {
			head.Updated = "2032-03-02"
			head.Records[1], head.Records[2] = head.Records[2], head.Records[1]
			head.Records[0] = Record{Code: "TEAPOT", Name: "Pot", Status: Reserved, Description: "reserved"}
		}, []Change{
			{KindHeader, "", "2032-03-01", "2032-03-02", Documentation},
			{KindOrder, "", "MOON-PHASE SHRUG", "SHRUG MOON-PHASE", Documentation},
			{KindName, "TEAPOT", "Teapot", "Pot", Breaking},
			{KindStatus, "TEAPOT", "registered", "reserved", Documentation},
			{KindReferences, "TEAPOT", "RFC1149 RFC54321", "", Documentation},
			{KindGrammar, "TEAPOT", teapotGrammar + "; fields Cups Lumps2; grammar RFC1149 amended", "", Breaking},
			{KindDates, "TEAPOT", "registered 2030-01-02; updated 2032-02-29", "", Documentation},
			{KindMeaning, "TEAPOT", `defined RFC54321#3.1 draft-example-tea-00 RFC1149#A.2; rev1 none; rev2 extension; capability TEA POT=2; ` +
				`state selected; commands BREW X-POUR any; tagged OK NO; untagged NO BYE; retry later; ` +
				`summary The server is "short", and stout.; advice Tip it over.; security It is hot.`, "", Documentation},
		}},
	} {
		t.Run(test.reason, func(t *testing.T) {
			base, head := state(), state()
			test.edit(&base, &head)
			if diff := cmp.Diff(test.want, Compare(base, head)); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestCompareColumns checks that what one source does not know is not a change.
func TestCompareColumns(t *testing.T) {
	changed := func(base, head Columns) []Kind {
		a, b := state(), state()
		a.Columns, b.Columns = base, head
		b.Records[0] = Record{Code: "TEAPOT", Name: "Pot", Status: Reserved, Description: "reserved"}
		var kinds []Kind
		for _, c := range Compare(a, b) {
			kinds = append(kinds, c.Kind)
		}
		return kinds
	}
	published := []Kind{KindStatus, KindReferences}
	dated := append(published, KindDates)
	whole := []Kind{KindName, KindStatus, KindReferences, KindGrammar, KindDates, KindMeaning}
	for _, test := range []struct {
		a, b Columns
		want []Kind
	}{
		{Published, Published, published}, {Published, Dated, published}, {Published, Whole, published},
		{Dated, Dated, dated}, {Dated, Whole, dated}, {Whole, Whole, whole},
	} {
		for _, got := range [][]Kind{changed(test.a, test.b), changed(test.b, test.a)} {
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("%v and %v: mismatch (-want +got):\n%s", test.a, test.b, diff)
			}
		}
	}
}

func TestStateRows(t *testing.T) {
	if got := state().Rows(); got != 4 {
		t.Errorf("got %d, want 4: GONE is not in the registry", got)
	}
}

// TestStateHash checks that the hash is that of the rows, whatever else a source knows, and that
// anyone can compute it.
func TestStateHash(t *testing.T) {
	// { printf 'TEAPOT\t\tRFC1149 RFC54321\nMOON-PHASE\tOBSOLETE\tRFC-ietf-example-moon-07\n'
	//   printf 'SHRUG\tsee notes, and weep\t\nlower.+$\treserved\t\n'; } | sha256sum
	const want = "sha256:9aae6ff03dd8dbc7bc09f34213752d118b2e3185cba731f9cef80789fba6d5eb"
	for _, test := range []struct {
		reason string
		edit   func(*State)
		same   bool
	}{
		{"as it is", func(s *State) {}, true},
		{"another source", func(s *State) { s.Columns, s.Updated = Published, "" }, true},
		{"no dates", func(s *State) { s.Records[0].Registered, s.Records[0].Updated = "", "" }, true},
		{"nothing of our own", func(s *State) {
			s.Records[0] = Record{Code: "TEAPOT", Status: Registered, References: s.Records[0].References}
		}, true},
		{"without what was removed", func(s *State) { s.Records = remove(s.Records, 3) }, true},
		{"another code", func(s *State) { s.Records[0].Code = "TEAPOTS" }, false},
		{"another description", func(s *State) { s.Records[0].Description = "x" }, false},
		{"another reference", func(s *State) { s.Records[0].References[0] = "RFC1148" }, false},
		{"another order", func(s *State) { slices.Reverse(s.Records) }, false},
		{"one row less", func(s *State) { s.Records = remove(s.Records, 0) }, false},
	} {
		s := state()
		test.edit(&s)
		if got := s.RowsHash(); (got == want) != test.same {
			t.Errorf("%s: got %s, want the same as %s: %t", test.reason, got, want, test.same)
		}
	}
}
