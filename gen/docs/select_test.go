package docs

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSelect(t *testing.T) {
	for _, test := range []struct {
		reason    string
		selection Selection
		want      []string
	}{
		{"everything", Selection{}, []string{"PLAIN", "COUNT", "ODD|ONE", "ALSO"}},
		{"everything by name", Selection{Order: ByName}, []string{"ALSO", "COUNT", "ODD|ONE", "PLAIN"}},
		{"a status", Selection{Statuses: []string{"registered"}}, []string{"PLAIN", "COUNT"}},
		{
			"several statuses, in any case",
			Selection{Statuses: []string{"Removed", "DISCOURAGED"}}, []string{"ODD|ONE", "ALSO"},
		},
		{"a document", Selection{References: []string{"rfc9001"}}, []string{"PLAIN", "ODD|ONE"}},
		{
			"a draft or an RFC",
			Selection{References: []string{"RFC-ietf-more-things-07", "RFC9002"}},
			[]string{"PLAIN", "COUNT"},
		},
		{
			"codes in another order",
			Selection{Codes: []string{"count", "Plain", "count"}}, []string{"PLAIN", "COUNT"},
		},
		{
			"a document and a status",
			Selection{References: []string{"RFC9001"}, Statuses: []string{"discouraged"}},
			[]string{"ODD|ONE"},
		},
		{"a status that no code has", Selection{Statuses: []string{"obsolete"}}, nil},
		{
			"a code with another status",
			Selection{Codes: []string{"COUNT"}, Statuses: []string{"removed"}}, nil,
		},
	} {
		t.Run(test.reason, func(t *testing.T) {
			if test.selection.Order == "" {
				test.selection.Order = ByRegistry
			}
			p, err := mustPage(t, fixture(t)).Select(test.selection)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, c := range p.Codes {
				got = append(got, c.Code)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestSelectCounts checks that counts and documents are those of the selected codes, and that the
// page that they were selected from has not changed.
func TestSelectCounts(t *testing.T) {
	all := mustPage(t, fixture(t))
	p, err := all.Select(Selection{Codes: []string{"COUNT"}, Order: ByName})
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprintln(p.Total, p.Statuses, len(p.Cited), p.Cited[0].Name,
		len(all.Codes), all.Codes[0].Code, len(all.Cited))
	if want := "4 [{registered 1}] 1 RFC9002 4 PLAIN 3\n"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestSelectErrors(t *testing.T) {
	_, err := mustPage(t, fixture(t)).Select(Selection{
		Statuses: []string{"registered", "good"}, References: []string{"RFC1"},
		Codes: []string{"ODD", "COUNT", ""}, Order: ByName,
	})
	want := `unknown status "good", want one of registered, discouraged, reserved, obsolete, removed
unknown reference "RFC1", want one of RFC9001, RFC9002, RFC-ietf-more-things-07
unknown code "ODD", want one of PLAIN, COUNT, ODD|ONE, ALSO
unknown code "", want one of PLAIN, COUNT, ODD|ONE, ALSO`
	if diff := cmp.Diff(want, fmt.Sprint(err)); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
	_, err = mustPage(t, fixture(t)).Select(Selection{Order: "size"})
	if want := `unknown order "size", want one of registry, name`; fmt.Sprint(err) != want {
		t.Errorf("error %v, want %s", err, want)
	}
}
