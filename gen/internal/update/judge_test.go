package update

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

// checkedIn returns what is checked in of an invented registry: twelve codes, of which the last was
// removed.
func checkedIn(t *testing.T) tree.Tree {
	tree := tree.Tree{Amendments: amendments(t, ""), Sources: []registry.Source{{Name: registry.IANA, Date: "2032-05-06"}}}
	for _, code := range strings.Fields("A B C D E F G H I J K GONE") {
		r := row(code, "", "RFC9990")
		r.Name, r.Status = code, registry.Registered
		tree.Records = append(tree.Records, r)
	}
	tree.Records[11].Status = registry.Removed
	return tree
}

// page returns a page with rows for the codes, "H:reserved" for one with a description, "X@RFC1"
// for one with a reference of its own.
func page(updated, codes string) *registry.State {
	p := &registry.State{Updated: updated}
	for _, word := range strings.Fields(codes) {
		word, reference, ok := strings.Cut(word, "@")
		if !ok {
			reference = "RFC9990"
		}
		code, description, _ := strings.Cut(word, ":")
		p.Records = append(p.Records, row(code, description, reference))
	}
	return p
}

// TestJudge checks what a publication may not do unless it is allowed, and what happens if it is.
func TestJudge(t *testing.T) {
	const all = "A B C D E F G H I J K"
	for _, test := range []struct {
		reason  string
		updated string
		codes   string
		refused string // without leave; nothing: it is fine
		allow   Allow
		want    string // the codes afterwards, with what is other than before
		notes   string
	}{
		{
			reason: "the same again", updated: "2032-05-06", codes: all,
			want: all + " GONE:removed",
		}, {
			reason: "the same date over other rows is a change", updated: "2032-05-06", codes: all + " L",
			want: all + " GONE:removed L",
		}, {
			reason: "the same rows and a new date are a new date", updated: "2033-01-01", codes: all,
			want: all + " GONE:removed",
		}, {
			reason: "a stale mirror", updated: "2032-05-05", codes: all,
			refused: "the registry is dated 2032-05-05, before the 2032-05-06 checked in; the source may be stale (--allow-older)",
			allow:   Allow{Older: true},
			want:    all + " GONE:removed",
		}, {
			reason: "rows gone, among them the first and neighbours", updated: "2033-01-01", codes: "B C F G H I J K",
			refused: "A is no longer in the registry; --allow-removals keeps it as removed\n" +
				"D is no longer in the registry; --allow-removals keeps it as removed\n" +
				"E is no longer in the registry; --allow-removals keeps it as removed",
			allow: Allow{Removals: true},
			want:  "A:removed B C D:removed E:removed F G H I J K GONE:removed",
		}, {
			reason: "the last rows gone, as in a page that was truncated", updated: "2033-01-01", codes: "A B C D E F G H I",
			refused: "J is no longer in the registry; --allow-removals keeps it as removed\n" +
				"K is no longer in the registry; --allow-removals keeps it as removed",
			allow: Allow{Removals: true},
			want:  "A B C D E F G H I J:removed K:removed GONE:removed",
		}, {
			reason: "the last row renamed", updated: "2033-01-01", codes: "A B C D E F G H I J X",
			refused: "K is now called X; --allow-renames keeps K as removed and adds X",
			allow:   Allow{Renames: true},
			want:    "A B C D E F G H I J K:removed GONE:removed X",
		}, {
			reason: "one gone and a new one in its place with another reference", updated: "2033-01-01", codes: "A B C D E F G H I J L@RFC9991",
			refused: "K is no longer in the registry; --allow-removals keeps it as removed",
			allow:   Allow{Removals: true},
			want:    "A B C D E F G H I J K:removed GONE:removed L",
		}, {
			reason: "a row that comes back", updated: "2033-01-01", codes: all + " GONE",
			want: all + " GONE",
		}, {
			reason: "codes renamed, of which each is one gone and one new", updated: "2033-01-01", codes: "A X Y D E F G H I J K",
			refused: "B is now called X; --allow-renames keeps B as removed and adds X\n" +
				"C is now called Y; --allow-renames keeps C as removed and adds Y\n" +
				"4 of 12 codes are new, gone or described in another way (--allow-many)",
			allow: Allow{Renames: true, Many: true},
			want:  "A B:removed C:removed X Y D E F G H I J K GONE:removed",
		}, {
			reason: "rows in another order", updated: "2033-01-01", codes: "A B D C E F G H I J K",
			refused: "the rows are in another order: row 3 is D, but C is checked in (--allow-reordering)",
			allow:   Allow{Reordering: true},
			want:    "A B D C E F G H I J K GONE:removed",
		}, {
			reason: "a new row in the middle", updated: "2033-01-01", codes: "A B C NEW D E F G H I J K",
			refused: "the rows are in another order: row 4 is NEW, but D is checked in (--allow-reordering)",
			allow:   Allow{Reordering: true},
			want:    "A B C NEW D E F G H I J K GONE:removed",
		}, {
			reason: "many new codes", updated: "2033-01-01", codes: all + " L M N O",
			refused: "4 of 12 codes are new, gone or described in another way (--allow-many)",
			allow:   Allow{Many: true},
			want:    all + " GONE:removed L M N O",
		}, {
			reason: "many descriptions, one of which was never seen before", updated: "2033-01-01", codes: "A:reserved B:obsolete C:reserved D:unwise E F G H I J K",
			refused: "4 of 12 codes are new, gone or described in another way (--allow-many)",
			allow:   Allow{Many: true},
			want:    "A:reserved B:obsolete C:reserved D:discouraged E F G H I J K GONE:removed",
			notes:   `D: the description "unwise" is new; its status is discouraged`,
		}, {
			reason: "a new code whose Go name is taken: no flag helps", updated: "2033-01-01", codes: all + " LATE-R LATE.R",
			refused: "LATE.R and LATE-R have the same Go name, LateR: add a row with another name for LATE.R to registry.csv",
		}, {
			reason: "a code in another case: no flag makes two of it", updated: "2033-01-01", codes: "A b C D E F G H I J K Gone",
			refused: "B is now spelled b, which is the same code: change its row in registry.csv\n" +
				"GONE is now spelled Gone, which is the same code: change its row in registry.csv",
		}, {
			reason: "everything at once", updated: "2032-01-01", codes: "X C B",
			refused: "the registry is dated 2032-01-01, before the 2032-05-06 checked in; the source may be stale (--allow-older)\n" +
				"A is now called X; --allow-renames keeps A as removed and adds X\n" +
				"D is no longer in the registry; --allow-removals keeps it as removed\n" +
				"E is no longer in the registry; --allow-removals keeps it as removed\n" +
				"F is no longer in the registry; --allow-removals keeps it as removed\n" +
				"G is no longer in the registry; --allow-removals keeps it as removed\n" +
				"H is no longer in the registry; --allow-removals keeps it as removed\n" +
				"I is no longer in the registry; --allow-removals keeps it as removed\n" +
				"J is no longer in the registry; --allow-removals keeps it as removed\n" +
				"K is no longer in the registry; --allow-removals keeps it as removed\n" +
				"the rows are in another order: row 2 is C, but B is checked in (--allow-reordering)\n" +
				"10 of 12 codes are new, gone or described in another way (--allow-many)",
			allow: Allow{true, true, true, true, true, true},
			want:  "A:removed X C D:removed E:removed F:removed G:removed H:removed I:removed J:removed K:removed GONE:removed B",
		},
	} {
		t.Run(test.reason, func(t *testing.T) {
			pub := Publication{Page: page(test.updated, test.codes), Texts: given(texts())}
			if test.refused != "" {
				_, _, err := Update(checkedIn(t), pub, Allow{})
				if diff := cmp.Diff(test.refused, fmt.Sprint(err)); diff != "" {
					t.Errorf("error mismatch (-want +got):\n%s", diff)
				}
			}
			if test.want == "" {
				return
			}
			next, notes, err := Update(checkedIn(t), pub, test.allow)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range next.Records {
				code := r.Code
				if r.Status != registry.Registered {
					code += ":" + string(r.Status)
				}
				got = append(got, code)
			}
			if diff := cmp.Diff(test.want, strings.Join(got, " ")); diff != "" {
				t.Errorf("rows mismatch (-want +got):\n%s", diff)
			}
			if next.Updated() != test.updated {
				t.Errorf("updated %s, want %s", next.Updated(), test.updated)
			}
			if !strings.HasPrefix(strings.Join(notes, "\n"), test.notes) || test.notes == "" && strings.Contains(strings.Join(notes, "\n"), "description") {
				t.Errorf("notes %q, want first %q", notes, test.notes)
			}
		})
	}
}

// TestAllow checks that each flag excuses only its own fault.
func TestAllow(t *testing.T) {
	pub := Publication{Page: page("2032-01-01", "X C B L M N O P"), Latest: "2031-12-31", Texts: given(texts())}
	for i, allow := range []Allow{
		{false, true, true, true, true, true}, {true, false, true, true, true, true}, {true, true, false, true, true, true},
		{true, true, true, false, true, true}, {true, true, true, true, false, true}, {true, true, true, true, true, false},
	} {
		if _, _, err := Update(checkedIn(t), pub, allow); err == nil {
			t.Errorf("%+v: no error", allow)
		} else if flag := []string{"--allow-removals", "--allow-older", "--allow-reordering", "--allow-renames", "--allow-future", "--allow-many"}[i]; !strings.Contains(err.Error(), flag) {
			t.Errorf("%+v: error %q does not name %s", allow, err, flag)
		}
	}
}

// TestJudgeDates checks that neither the page nor a row may have a date after tomorrow.
func TestJudgeDates(t *testing.T) {
	for _, test := range []struct {
		reason, updated, registered, changed, want string
	}{
		{"tomorrow", "2033-01-02", "2033-01-02", "2033-01-02", ""},
		{"no dates", "", "", "", ""},
		{"the page", "2033-01-03", "", "", "the registry is dated 2033-01-03, which is after tomorrow (--allow-future)"},
		{"a registration", "2033-01-02", "2033-01-03", "", "K is dated 2033-01-03, which is after tomorrow (--allow-future)"},
		{"a change", "2033-01-02", "2031-01-02", "2133-01-01", "K is dated 2133-01-01, which is after tomorrow (--allow-future)"},
	} {
		p := page(test.updated, "A B C D E F G H I J K")
		p.Records[len(p.Records)-1].Registered, p.Records[len(p.Records)-1].Updated = test.registered, test.changed
		pub := Publication{Page: p, Latest: "2033-01-02", Texts: given(texts())}
		_, _, err := Update(checkedIn(t), pub, Allow{})
		if got := fmt.Sprint(err); got != test.want && (err != nil || test.want != "") {
			t.Errorf("%s: error %v, want %s", test.reason, err, test.want)
		}
		if _, _, err := Update(checkedIn(t), pub, Allow{Future: true}); err != nil {
			t.Errorf("%s: with leave: %v", test.reason, err)
		}
	}
}

// TestJudgeLost checks that many rows may not lose references or dates at once. A page without any
// dates is not a loss.
func TestJudgeLost(t *testing.T) {
	dated := func(p *registry.State, from int) *registry.State {
		for i := from; i < len(p.Records); i++ {
			p.Records[i].Registered, p.Records[i].Updated = "2031-02-03", "2031-02-04"
		}
		return p
	}
	const all, updated = "A B C D E F G H I J K", "2033-01-01"
	bare := func(codes int) *registry.State {
		p := page(updated, all)
		for i := range codes {
			p.Records[i].References = nil
		}
		return p
	}
	for _, test := range []struct {
		reason  string
		page    *registry.State
		refused string
	}{
		{"references of four codes", bare(4), "4 of 12 codes have lost their references or a date (--allow-many)"},
		{"references of three codes", bare(3), ""},
		{"dates of four codes", dated(page(updated, all), 4), "4 of 12 codes have lost their references or a date (--allow-many)"},
		{"no dates", page(updated, all), ""},
	} {
		t.Run(test.reason, func(t *testing.T) {
			tree := checkedIn(t)
			for i := range tree.Records {
				tree.Records[i].Registered, tree.Records[i].Updated = "2031-02-03", "2031-02-04"
			}
			pub := Publication{Page: test.page, Texts: given(texts())}
			got := ""
			if _, _, err := Update(tree, pub, Allow{}); err != nil {
				got = err.Error()
			}
			if got != test.refused {
				t.Errorf("error %q, want %q", got, test.refused)
			}
			if _, _, err := Update(tree, pub, Allow{Many: true}); err != nil {
				t.Errorf("with leave: %v", err)
			}
		})
	}
}

// TestJudgeGrammar checks that many argument grammars may not change at once, unless people change
// abnf/.
func TestJudgeGrammar(t *testing.T) {
	tree := tree.Tree{Amendments: amendments(t, "")}
	for _, code := range strings.Fields("ONE TWO THREE FOUR") {
		r := row(code, "", "RFC9990", "RFC9991")
		r.Name, r.Grammar, r.Arguments = code, "RFC9990", "SP word"
		tree.Records = append(tree.Records, r)
	}
	tree.Sources = []registry.Source{{Name: "RFC9990"}, {Name: "RFC9991"}}
	_, _, err := Update(tree, Publication{Texts: given(texts())}, Allow{})
	if want := "the arguments of 4 of 4 codes have another grammar (--allow-many)"; fmt.Sprint(err) != want {
		t.Errorf("error %v, want %s", err, want)
	}
	three := tree
	three.Records = tree.Records[:3]
	if _, _, err := Update(three, Publication{Texts: given(texts())}, Allow{}); err != nil {
		t.Errorf("three codes: %v", err)
	}
	next, _, err := Update(tree, Publication{Texts: given(texts())}, Allow{Many: true})
	if err != nil {
		t.Fatal(err)
	}
	for i := range next.Records {
		next.Records[i].Arguments = "SP word"
	}
	if _, _, err := Update(next, Publication{}, Allow{}); err != nil {
		t.Errorf("after a change to abnf/: %v", err)
	}
}
