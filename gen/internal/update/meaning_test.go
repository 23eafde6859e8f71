package update

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

// meaningTexts are invented RFCs in which each column can be found: those of the two revisions,
// an extension, one that replaces it, and one with two capabilities.
func meaningTexts() map[string]string {
	const base = `
7.  Status Responses

   KETTLE

      It is hot.

      S: a NO [KETTLE] Hot

9.  Formal Syntax

   tag             = 1*ALPHA

   atom            = 1*ALPHA

   text            = 1*%x20-7E

   number          = 1*DIGIT

   capability      = "AUTH"

`
	return map[string]string{
		"RFC3501": base + `   resp-text-code  = "KETTLE" / "OLD"
`,
		"RFC9051": base + `   resp-text-code  = "KETTLE" / "SPOUT"
`,
		"RFC9990": `
Request for Comments: 9990                                    April 2031

                       Tea

1.  Introduction

   The TEAPOT response code may be sent.  TEAPOT.  TEAPOT.  TEAPOT.

2.1.  TEAPOT Response Code

   C: a BREW
   S: * OK [TEAPOT 3] Third cup
   S: a NO [teapot 4] Empty
   S: b XX [TEAPOT 5] Not a type
   S: * PREAUTH [TEAPOTS 5] Another code

3.  Formal Syntax

   capability      =/ "TEA"

   resp-text-code  =/ "TEAPOT" SP number / "SPOUT" SP number
`,
		"RFC9991": `
Request for Comments: 9991                                    April 2032
Obsoletes: 9990

                       More Tea

4.  The TEAPOT Response Code

   S: * BYE [TEAPOT 3] Bye

5.  Formal Syntax

   capability      =/ "TEA=2" / "SUGAR"

   resp-text-code  =/ "TEAPOT" SP number
`,
	}
}

// meaning returns the columns that Update finds, and the notes about them, of records that the tree
// has, with the evidence in the form of evidence.csv.
func meaning(t *testing.T, texts map[string]string, records []registry.Record, evidence string) (string, []string) {
	t.Helper()
	old := tree.Tree{Amendments: amendments(t, ""), Records: records}
	for name := range texts {
		old.Sources = append(old.Sources, registry.Source{Name: name})
	}
	var err error
	old.Evidence, err = registry.ReadEvidence("e.csv", strings.NewReader("code,column,value,from,basis,reason\n"+evidence))
	if err != nil {
		t.Fatal(err)
	}
	next, notes, err := Update(old, Publication{Texts: given(texts)}, Allow{})
	if err != nil {
		t.Fatal(err)
	}
	if err := registry.CheckEvidence("evidence", next.Records, next.Evidence); err != nil {
		t.Error(err)
	}
	var b strings.Builder
	for _, e := range next.Evidence {
		fmt.Fprintf(&b, "%s %s: %s (%s from %s)\n", e.Code, e.Column, e.Value, e.Basis, strings.Join(e.From, " "))
	}
	return b.String(), notes
}

func TestMeaning(t *testing.T) {
	record := func(code string) registry.Record {
		return registry.Record{Code: code, Name: registry.ProposeName(code), Status: registry.Registered}
	}
	for _, test := range []struct {
		reason   string
		texts    []string // all if nil
		change   func(*registry.Record)
		code     string
		evidence string
		want     string
		notes    []string
	}{
		{
			reason: "a code of both revisions", code: "KETTLE", texts: []string{"RFC3501", "RFC9051"},
			change: func(r *registry.Record) { r.References = []string{"RFC3501", "RFC9051"} },
			want: `KETTLE defined: RFC9051#7 RFC3501#7 (text from RFC3501#7 RFC9051#7)
KETTLE rev1: base (text from RFC3501#9)
KETTLE rev2: base (text from RFC9051#9)
KETTLE tagged: NO (example from RFC3501#7)
`,
		},
		{
			reason: "a code of an extension", code: "TEAPOT", texts: []string{"RFC3501", "RFC9051", "RFC9990"},
			want: `TEAPOT defined: RFC9990#2.1 (text from RFC9990#2.1)
TEAPOT rev1: extension (text from RFC9990#3)
TEAPOT rev2: extension (text from RFC9990#3)
TEAPOT capability: TEA (text from RFC9990#3)
TEAPOT tagged: NO (example from RFC9990#2.1)
TEAPOT untagged: OK (example from RFC9990#2.1)
`,
		},
		{
			reason: "of an extension that became a part of the second revision", code: "SPOUT",
			texts: []string{"RFC3501", "RFC9051", "RFC9990"},
			want: `SPOUT defined: RFC9990#3 RFC9051#9 (text from RFC9051#9 RFC9990#3)
SPOUT rev1: extension (text from RFC9990#3)
SPOUT rev2: base (text from RFC9051#9)
SPOUT capability: TEA (text from RFC9990#3)
`,
		},
		{
			reason: "of an obsolete RFC that the registry cites, and of a newer one with several capabilities", code: "TEAPOT",
			change: func(r *registry.Record) { r.References = []string{"RFC9990"} },
			want: `TEAPOT defined: RFC9991#4 RFC9990#2.1 (text from RFC9990#2.1 RFC9991#4)
TEAPOT rev1: extension (text from RFC9991#5)
TEAPOT rev2: extension (text from RFC9991#5)
TEAPOT tagged: NO (example from RFC9990#2.1)
TEAPOT untagged: OK BYE (example from RFC9990#2.1 RFC9991#4)
`,
		},
		{
			reason: "what is there, and what is to be added to it", code: "TEAPOT",
			change: func(r *registry.Record) {
				r.Defined = []string{"RFC9991#1.7"}
				r.Rev1, r.Rev2 = registry.StandingExtension, registry.StandingExtension
				r.Tagged, r.Untagged = []string{"OK", "NO", "BAD"}, []string{"NO"}
			},
			evidence: "TEAPOT,tagged,OK NO BAD,RFC9990#1,text,\nTEAPOT,untagged,NO,RFC9990#1,text,\n",
			want: `TEAPOT tagged: OK NO BAD (text from RFC9990#1)
TEAPOT untagged: OK NO BYE (example from RFC9990#2.1 RFC9991#4)
`,
			notes: []string{`TEAPOT: untagged was "NO" and is now "OK NO BYE", as in RFC9990#2.1, RFC9991#4: review it in abnf/evidence.csv`},
		},
		{
			reason: "a reason in the first row, and rows in another order", code: "KETTLE", texts: []string{"RFC3501", "RFC9051"},
			change: func(r *registry.Record) {
				r.Defined = []string{"RFC9051#1", "RFC3501#1"}
				r.Rev1, r.Rev2, r.Tagged = registry.StandingNone, registry.StandingDeprecated, []string{"NO"}
			},
			evidence: "KETTLE,rev2,deprecated,RFC9051#1,text,It is old.\nKETTLE,rev1,none,RFC3501#1,text,It is new.\n",
			want: `KETTLE rev1: none (text from RFC3501#1)
KETTLE rev2: deprecated (text from RFC9051#1)
`,
		},
		{
			reason: "what people have written, with and without a reason", code: "KETTLE", texts: []string{"RFC3501", "RFC9051"},
			change: func(r *registry.Record) {
				r.Defined = []string{"RFC9051#1", "RFC3501#1"}
				r.Rev1, r.Rev2 = registry.StandingNone, registry.StandingDeprecated
				r.Tagged = []string{"NO"}
			},
			evidence: "KETTLE,rev1,none,RFC3501#1,text,\nKETTLE,rev2,deprecated,RFC9051#1,text,It is old.\n",
			want: `KETTLE rev1: base (text from RFC3501#9)
KETTLE rev2: deprecated (text from RFC9051#1)
`,
			notes: []string{`KETTLE: rev1 was "none" and is now "base", as in RFC3501#9: review it in abnf/evidence.csv`},
		},
	} {
		t.Run(test.reason, func(t *testing.T) {
			texts := meaningTexts()
			if test.texts != nil {
				texts = map[string]string{}
				for _, name := range test.texts {
					texts[name] = meaningTexts()[name]
				}
			}
			r := record(test.code)
			if test.change != nil {
				test.change(&r)
			}
			got, notes := meaning(t, texts, []registry.Record{r}, test.evidence)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("evidence mismatch (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.notes, notes); diff != "" {
				t.Errorf("notes mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestMeaningOfRFCs checks that the RFCs' texts change nothing that is checked in: what differs has
// a reason.
func TestMeaningOfRFCs(t *testing.T) {
	const data = "../../../../shared/data/rfc"
	checkedIn, err := tree.Load(os.DirFS("../../.."))
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, name := range checkedIn.RFCs() {
		text, err := os.ReadFile(filepath.Join(data, strings.ToLower(name)+".txt"))
		if err == nil {
			texts[name] = string(text)
		}
	}
	if len(texts) == 0 {
		t.Skipf("SKIPPED: the texts of the RFCs are not in %s", data)
	}
	next, notes, err := Update(checkedIn, Publication{Texts: given(texts)}, Allow{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(checkedIn.Records, next.Records); diff != "" || notes != nil {
		t.Errorf("notes %q, records mismatch (-checked in +updated):\n%s", notes, diff)
	}
	if diff := cmp.Diff(checkedIn.Evidence, next.Evidence); diff != "" {
		t.Errorf("evidence mismatch (-checked in +updated):\n%s", diff)
	}
}

// TestDefinition counts how often the draft of definition is the section that people chose.
func TestDefinition(t *testing.T) {
	const data = "../../../../shared/data/rfc"
	checkedIn, err := tree.Load(os.DirFS("../../.."))
	if err != nil {
		t.Fatal(err)
	}
	found, all := 0, 0
	for _, r := range checkedIn.Records {
		for _, place := range r.Defined {
			name, number := registry.SplitSection(place)
			text, err := os.ReadFile(filepath.Join(data, strings.ToLower(name)+".txt"))
			if err != nil {
				continue
			}
			all++
			if definition(r.Code, abnf.Sections(string(text))) == number {
				found++
			}
		}
	}
	if all == 0 {
		t.Skipf("SKIPPED: the texts of the RFCs are not in %s", data)
	}
	t.Logf("%d of %d", found, all)
	if found < all*4/5 {
		t.Errorf("definition finds %d of %d sections", found, all)
	}
}
