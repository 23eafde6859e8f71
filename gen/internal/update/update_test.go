package update

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/iana"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

// rfc9990 is an invented RFC whose grammar is complete.
const rfc9990 = `



Network Working Group                                         A. Nobody
Request for Comments: 9990                                   April 2031
Category: Experimental


                       Codes for Tests

4.  Formal Syntax

   tag             = 1*ALPHA

   atom            = 1*ALPHA

   text            = 1*%x20-7E

   number          = 1*DIGIT

   resp-text-code  = "ONE" / "TWO" SP number / hidden /
                     atom [SP 1*%x20-5A]

   hidden          = "THREE" SP number / "THREE" SP "X"
`

const rfc9991 = `



Network Working Group                                         A. Nobody
Request for Comments: 9991                                     May 2032
Obsoletes: 9990


                       More Codes
                       for Tests

2.  Formal Syntax

   resp-text-code  =/ "TWO" SP number SP number / "FOUR" SP range

   range           = number ":" number

   number          = 1*9DIGIT
`

// amendments returns the amendments that the invented RFCs need, and more.
func amendments(t *testing.T, more string) []*abnf.Rule {
	t.Helper()
	rules, err := abnf.Parse("amendments.abnf", `; RFC9990, section 4: The fallback is ours.
resp-text-code =/ atom [SP 1*%x20-5A]
`+more)
	if err != nil {
		t.Fatal(err)
	}
	return rules
}

// row returns the columns of a record that IANA gives.
func row(code, description string, references ...string) registry.Record {
	return registry.Record{
		Code: code, Status: registry.StatusOf(description),
		Description: description, References: references,
	}
}

func texts() map[string]string { return map[string]string{"RFC9990": rfc9990, "RFC9991": rfc9991} }

// given returns the Texts of a Publication that has all texts at hand, as in a folder.
func given(texts map[string]string) func([]string) (map[string]string, error) {
	return func([]string) (map[string]string, error) { return texts, nil }
}

// aboutOld returns notes without those that a code is new.
func aboutOld(notes []string) []string {
	var old []string
	for _, note := range notes {
		if !strings.Contains(note, " is new: fill in") {
			old = append(old, note)
		}
	}
	return old
}

// columns returns the columns of records that Update makes.
func columns(records []registry.Record) string {
	var b strings.Builder
	for _, r := range records {
		fmt.Fprintf(&b, "%s %s %s [%s] %s\n", r.Code, r.Name, r.Status, r.Arguments, r.Grammar)
	}
	return b.String()
}

func TestUpdateGrammar(t *testing.T) {
	tests := []struct {
		reason     string
		rows       []registry.Record
		amendments string
		want       string
		notes      []string
	}{
		{
			reason: "alternatives of one RFC, some through a name",
			rows:   []registry.Record{row("ONE", "", "RFC9990"), row("THREE", "", "RFC9990")},
			want: `ONE One registered [] RFC9990
THREE Three registered [SP number / SP "X"] RFC9990
`,
		},
		{
			reason: "the newest RFC's grammar counts, whichever the registry cites first",
			rows:   []registry.Record{row("TWO", "", "RFC9991", "RFC9990")},
			want:   "TWO Two registered [SP number SP number] RFC9991\n",
		},
		{
			reason: "codes match in any case",
			rows:   []registry.Record{row("one", "", "RFC9990")},
			want:   "one One registered [] RFC9990\n",
		},
		{
			reason: "an amendment extends a code",
			rows:   []registry.Record{row("ONE", "", "RFC9990")},
			amendments: `
; RFC9990, section 3: In words.
resp-text-code =/ "ONE" SP number
`,
			want: "ONE One registered [[SP number]] RFC9990 amended\n",
		},
		{
			reason: "an amendment changes a rule that a code needs",
			rows:   []registry.Record{row("FOUR", "", "RFC9991"), row("ONE", "", "RFC9990")},
			amendments: `
; RFC9991, section 2: In words.
range = number *(":" number)
`,
			want: `FOUR Four registered [SP range] RFC9991 amended
ONE One registered [] RFC9990
`,
		},
		{
			reason: "a code without grammar that an amendment puts into one",
			rows:   []registry.Record{row("FIVE", "", "RFC9990")},
			amendments: `
; RFC9990, section 3: In words.
resp-text-code =/ "FIVE" SP number
`,
			want: "FIVE Five registered [SP number] RFC9990 prose\n",
		},
		{
			reason: "arguments that end in a rule of the response itself",
			rows:   []registry.Record{row("FIVE", "", "RFC9990"), row("SIX", "", "RFC9990")},
			amendments: `
; RFC9990, section 3: In words.
resp-text-code =/ "FIVE" SP number SP text / "SIX" SP tag
`,
			want: "FIVE Five registered [SP number SP text] RFC9990 prose\nSIX Six registered [SP tag] RFC9990 prose\n",
		},
		{
			reason: "arguments that cannot be generated are left out, and a note says where they are",
			rows: []registry.Record{
				row("ONE", "", "RFC9990"), row("FIVE", "", "RFC9990"), row("SIX", "", "RFC9990"), row("TWO", "", "RFC9990"),
			},
			amendments: `
; RFC9990, section 3: In words.
resp-text-code =/ "FIVE" SP 1*OCTET
; RFC9990, section 3: In words.
resp-text-code =/ "SIX" SP number SP 1*("(" *LONG ")") / "ONE" SP number
LONG = 1*("[" LONG "]")  / number
`,
			want: "ONE One registered [[SP number]] RFC9990 amended\nFIVE Five registered [] \nSIX Six registered [] \n" +
				"TWO Two registered [SP number SP number] RFC9991\n",
			notes: []string{
				"amendments.abnf:5:19: FIVE lands without arguments, because these cannot be generated: " +
					`arguments of FIVE: " \x00" matches SP 1*OCTET, but NUL, CR and LF may only be in literals; ` +
					"use a rule such as text, quoted or atom; " +
					`arguments of FIVE: "  " matches SP 1*OCTET, and cannot be divided into fields; ` +
					"separate them with one SP, and put no spaces or parentheses in them " +
					"(put others into abnf/amendments.abnf, then run update --offline)",
				"amendments.abnf:7:19: SIX lands without arguments, because these cannot be generated: " +
					"arguments of SIX: amendments.abnf:8:15: unsupported recursion (only lists may recurse): long → long " +
					"(put others into abnf/amendments.abnf, then run update --offline)",
			},
		},
		{
			reason: "a code whose text is not available gets a row, and a note says so",
			rows:   []registry.Record{row("ONE", "", "RFC9990"), row("UN-KNOWN-2", "", "RFC9999")},
			want: `ONE One registered [] RFC9990
UN-KNOWN-2 UnKnown2 registered [] 
`,
			notes: []string{"UN-KNOWN-2: the text of RFC9999 is not available, so the arguments are unknown"},
		},
		{
			reason: "a code that its RFC does not define, one that cites a draft, and one that cites nothing",
			rows:   []registry.Record{row("SIX", "", "RFC9990"), row("SEVEN", "", "RFC-ietf-some-draft-01"), row("EIGHT", "")},
			want: `SIX Six registered [] 
SEVEN Seven registered [] 
EIGHT Eight registered [] 
`,
			notes: []string{
				"SIX: no grammar in RFC9990",
				"SEVEN: the text of RFC-ietf-some-draft-01 is not available, so the arguments are unknown",
				"EIGHT: no reference says what its arguments are",
			},
		},
		{
			reason: "statuses from descriptions, and names that cannot begin with a digit or be duplicates",
			rows:   []registry.Record{row("ONE", "Obsolete", "RFC9990"), row("2FA", "reserved"), row("2-FA", "do not use")},
			want: `ONE One obsolete [] RFC9990
2FA X2fa reserved [] 
2-FA X2Fa discouraged [] 
`,
			notes: []string{
				`2-FA: the description "do not use" is new; its status is discouraged`,
				"2FA: no reference says what its arguments are",
				"2-FA: no reference says what its arguments are",
			},
		},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			tree := tree.Tree{
				Amendments: amendments(t, test.amendments),
				Sources:    []registry.Source{{Name: "RFC9990"}, {Name: "RFC9991"}},
			}
			next, notes, err := Update(tree, Publication{Page: &registry.State{Records: test.rows}, Texts: given(texts())}, Allow{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, columns(next.Records)); diff != "" {
				t.Errorf("records mismatch (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.notes, aboutOld(notes)); diff != "" {
				t.Errorf("notes mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestUpdateOneRule checks that an RFC from which only one rule is needed gets a grammar file, and
// one from which none is gets no file.
func TestUpdateOneRule(t *testing.T) {
	texts := texts()
	texts["RFC9992"] = "\n2.  Syntax\n\n   resp-text-code =/ \"ONLY\"\n"
	texts["RFC9993"] = "\n2.  Syntax\n\n   unneeded = \"x\"\n"
	old := tree.Tree{
		Amendments: amendments(t, ""),
		Sources:    []registry.Source{{Name: "RFC9990"}, {Name: "RFC9992"}, {Name: "RFC9993"}},
	}
	page := &registry.State{Records: []registry.Record{row("ONE", "", "RFC9990"), row("ONLY", "", "RFC9992", "RFC9993")}}
	next, _, err := Update(old, Publication{Page: page, Texts: given(texts)}, Allow{})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, g := range next.Grammars {
		got[g.Name] = len(g.Rules)
	}
	if diff := cmp.Diff(map[string]int{"RFC9990": 4, "RFC9992": 1}, got); diff != "" {
		t.Errorf("rules by file mismatch (-want +got):\n%s", diff)
	}
}

// TestUpdateKeepsOurs checks that an update keeps the columns that people write, changes IANA's,
// and keeps dates that only the XML has.
func TestUpdateKeepsOurs(t *testing.T) {
	old := registry.Record{
		Code: "TWO", Name: "Zwei", Status: registry.Registered, References: []string{"RFC-ietf-draft-01"}, Registered: "2031-01-02",
		Arguments: "SP number", Fields: []string{"A"}, Tagged: []string{"NO"}, Retry: registry.RetryNever, Summary: "Ours.",
	}
	tree := tree.Tree{Amendments: amendments(t, ""), Records: []registry.Record{old}}
	pub := Publication{
		Page:  &registry.State{Updated: "2032-05-06", Records: []registry.Record{row("TWO", "obsolete", "RFC9990")}},
		Texts: given(texts()),
	}
	next, _, err := Update(tree, pub, Allow{})
	if err != nil {
		t.Fatal(err)
	}
	want := old
	want.Status, want.Description, want.References, want.Grammar = registry.Obsolete, "obsolete", []string{"RFC9990"}, "RFC9990"
	want.Defined, want.Rev1, want.Rev2 = []string{"RFC9990#4"}, registry.StandingExtension, registry.StandingExtension
	if diff := cmp.Diff([]registry.Record{want}, next.Records); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
	wantSources := []registry.Source{
		{Name: "IANA", Title: "IMAP Response Codes", Date: "2032-05-06", URL: "https://www.iana.org/assignments/imap-response-codes/"},
		{Name: "RFC9990", Title: "Codes for Tests", Date: "April 2031", URL: "https://www.rfc-editor.org/rfc/rfc9990"},
	}
	if diff := cmp.Diff(wantSources, next.Sources); diff != "" {
		t.Errorf("sources mismatch (-want +got):\n%s", diff)
	}
}

// TestUpdateObsoletes checks that what a source obsoletes comes from its front page. An excerpt
// without one changes nothing.
func TestUpdateObsoletes(t *testing.T) {
	texts := texts()
	texts["RFC9992"] = "2.  Formal Syntax\n\n   letter = ALPHA\n"
	tree := tree.Tree{
		Amendments: amendments(t, ""),
		Records:    []registry.Record{row("ONE", "", "RFC9990")},
		Sources: []registry.Source{
			{Name: "RFC9990", Obsoletes: []string{"RFC9980"}},
			{Name: "RFC9991"},
			{Name: "RFC9992", Title: "Letters", Obsoletes: []string{"RFC9982"}},
		},
	}
	tree.Records[0].Name = "One"
	next, _, err := Update(tree, Publication{Texts: given(texts)}, Allow{})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]string{}
	for _, s := range next.Sources {
		got[s.Name] = s.Obsoletes
	}
	want := map[string][]string{"IANA": nil, "RFC9990": nil, "RFC9991": {"RFC9990"}, "RFC9992": {"RFC9982"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

// TestUpdateFields checks that fields that do not fit are an error, unless the update changes the
// arguments: a new grammar must not stop later updates.
func TestUpdateFields(t *testing.T) {
	const misfit = `TWO: fields ["A" "B"] do not fit the arguments, which need a name for each of ["Number"]: ` +
		"change its row in registry.csv"
	for _, test := range []struct {
		reason    string
		arguments string
		fields    []string
		note, err string
	}{
		{reason: "a name for each argument", arguments: "SP number", fields: []string{"A"}},
		{reason: "no names", arguments: "SP number"},
		{reason: "too many names", arguments: "SP number", fields: []string{"A", "B"}, err: misfit},
		{reason: "the arguments were others", arguments: "SP pair", fields: []string{"A", "B"}, note: misfit},
		{reason: "there were no arguments", fields: []string{"A", "B"}, note: misfit},
	} {
		t.Run(test.reason, func(t *testing.T) {
			r := row("TWO", "", "RFC9990")
			r.Name, r.Arguments, r.Fields = "Two", test.arguments, test.fields
			tree := tree.Tree{Amendments: amendments(t, ""), Records: []registry.Record{r}}
			next, notes, err := Update(tree, Publication{Texts: given(texts())}, Allow{})
			message := ""
			if err != nil {
				message = err.Error()
			}
			if diff := cmp.Diff(test.err, message); diff != "" {
				t.Errorf("error mismatch (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.note, strings.Join(notes, "\n")); diff != "" {
				t.Errorf("note mismatch (-want +got):\n%s", diff)
			}
			if err == nil && next.Records[0].Arguments != "SP number" {
				t.Errorf("arguments %q", next.Records[0].Arguments)
			}
		})
	}
}

// TestUpdateWithoutTexts checks that what an update made is its own fixed point, from the grammar
// files alone.
func TestUpdateWithoutTexts(t *testing.T) {
	tree := tree.Tree{Amendments: amendments(t, ""), Sources: []registry.Source{{Name: "RFC9991"}}}
	rows := []registry.Record{row("ONE", "", "RFC9990"), row("TWO", "", "RFC9990"), row("THREE", "", "RFC9990"), row("FOUR", "", "RFC9991")}
	first, _, err := Update(tree, Publication{Page: &registry.State{Records: rows}, Texts: given(texts())}, Allow{})
	if err != nil {
		t.Fatal(err)
	}
	second, notes, err := Update(first, Publication{}, Allow{})
	if err != nil || notes != nil {
		t.Fatal(err, notes)
	}
	if diff := cmp.Diff(show(first), show(second)); diff != "" {
		t.Errorf("mismatch (-first +second):\n%s", diff)
	}
	want := `; RFC9990, section 4
resp-text-code = "ONE" / hidden
; RFC9990, section 4
tag = 1*ALPHA
; RFC9990, section 4
atom = 1*ALPHA
; RFC9990, section 4
text = 1*%x20-7E
; RFC9990, section 4
hidden = "THREE" SP number / "THREE" SP "X"
; RFC9991, section 2
resp-text-code =/ "TWO" SP number SP number / "FOUR" SP range
; RFC9991, section 2
range = number ":" number
; RFC9991, section 2
number = 1*9DIGIT
`
	got := ""
	for _, g := range first.Grammars {
		got += strings.ReplaceAll(strings.TrimPrefix(abnf.Format("", g.Rules), ";\n\n"), "\n\n", "\n")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("grammar files mismatch (-want +got):\n%s", diff)
	}
}

// TestUpdateBase checks that of two RFCs that define all codes, only the newest does so in its
// file.
func TestUpdateBase(t *testing.T) {
	texts := texts()
	texts["RFC9991"] = strings.Replace(rfc9991, "=/", "=", 1)
	rows := []registry.Record{row("ONE", "", "RFC9990"), row("FOUR", "", "RFC9991")}
	old := tree.Tree{Amendments: amendments(t, "")}
	next, _, err := Update(old, Publication{Page: &registry.State{Records: rows}, Texts: given(texts)}, Allow{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, g := range next.Grammars {
		got = append(got, g.Name+": "+g.Rules[0].String())
	}
	want := []string{`RFC9990: resp-text-code =/ "ONE"`, `RFC9991: resp-text-code = "FOUR" SP range`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

// TestUpdateTruncated checks that the text of an RFC must have all that was read of it before.
func TestUpdateTruncated(t *testing.T) {
	old := tree.Tree{Amendments: amendments(t, ""), Sources: []registry.Source{{Name: "RFC9991"}}}
	page := &registry.State{Records: []registry.Record{row("TWO", "", "RFC9990"), row("FOUR", "", "RFC9991")}}
	old, _, err := Update(old, Publication{Page: page, Texts: given(texts())}, Allow{})
	if err != nil {
		t.Fatal(err)
	}
	cut := texts()
	cut["RFC9991"] = cut["RFC9991"][:strings.Index(rfc9991, "number          = 1*9DIGIT")]
	_, _, err = Update(old, Publication{Texts: given(cut)}, Allow{})
	const want = "RFC9991: the text lacks number = 1*9DIGIT, which abnf/rfc9991.abnf has: is it truncated?"
	if fmt.Sprint(err) != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

// TestUpdateReads checks which RFCs are read: those that no update has read and, if a new code may
// need more of the others than abnf/ has, these too.
func TestUpdateReads(t *testing.T) {
	known := texts()
	known["RFC9992"] = "\n2.  Syntax\n\n   resp-text-code =/ \"TEN\" SP hidden\n"
	var reads []string
	read := func(names []string) (map[string]string, error) {
		reads = append(reads, strings.Join(names, " "))
		texts := map[string]string{}
		for _, name := range names {
			if known[name] != "" {
				texts[name] = known[name]
			}
		}
		return texts, nil
	}
	rows := []registry.Record{row("ONE", "", "RFC9990"), row("SIX", "", "RFC9990")}
	page := &registry.State{Records: rows}
	old, _, err := Update(tree.Tree{Amendments: amendments(t, "")}, Publication{Page: page, Texts: read}, Allow{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"RFC9990"}, reads); diff != "" {
		t.Errorf("the first update reads (-want +got):\n%s", diff)
	}
	for _, test := range []struct {
		reason string
		row    registry.Record
		want   []string
	}{
		{"a code without references", row("EIGHT", ""), []string{""}},
		{"a code of another RFC", row("FOUR", "", "RFC9991"), []string{"RFC9991"}},
		{"a code of an RFC that has been read", row("TWO", "", "RFC9990"), []string{"", "RFC9990"}},
		{"a code that needs more rules of one", row("TEN", "", "RFC9992"), []string{"RFC9992", "RFC9990"}},
		{"a code of an RFC that is not available", row("NINE", "", "RFC9999"), []string{"RFC9999"}},
	} {
		reads = nil
		page := &registry.State{Records: append(rows[:2:2], test.row)}
		if _, _, err := Update(old, Publication{Page: page, Texts: read}, Allow{}); err != nil {
			t.Errorf("%s: %v", test.reason, err)
		}
		if diff := cmp.Diff(test.want, reads); diff != "" {
			t.Errorf("%s: RFCs that are read mismatch (-want +got):\n%s", test.reason, diff)
		}
	}
}

// show returns all of a tree as text.
func show(tree tree.Tree) string {
	text := columns(tree.Records) + fmt.Sprintln(tree.Sources)
	for _, g := range tree.Grammars {
		text += abnf.Format(g.Name, g.Rules)
	}
	return text
}

func TestUpdateErrors(t *testing.T) {
	tests := []struct {
		reason     string
		amendments string
		text       string
		want       string
	}{
		{
			reason: "all undefined rules at once, with the place in the RFC",
			text:   "\n1.  Syntax\n\n   resp-text-code =/ \"TEN\" SP nothing SP nowhere\n",
			want:   "RFC9992:4:31: undefined rule \"nothing\"\nRFC9992:4:42: undefined rule \"nowhere\"",
		},
		{
			reason: "a prose-val without an amendment",
			text:   "\n1.  Syntax\n\n   resp-text-code =/ \"TEN\" SP <any word>\n",
			want:   "RFC9992:4:31: prose-val <any word> needs an amendment",
		},
		{
			reason: "a clash",
			text:   "\n1.  Syntax\n\n   resp-text-code =/ \"TEN\" SP range\n\n   range = 1*ALPHA\n",
			want:   `RFC9992:6:4: "range" redefined; the other definition is at RFC9991:17:4: number ":" number (add an amendment)`,
		},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			tree := tree.Tree{Amendments: amendments(t, test.amendments), Sources: []registry.Source{{Name: "RFC9990"}, {Name: "RFC9991"}}}
			texts := texts()
			texts["RFC9992"] = test.text
			_, _, err := Update(tree, Publication{Page: &registry.State{Records: []registry.Record{row("TEN", "", "RFC9992")}}, Texts: given(texts)}, Allow{})
			if diff := cmp.Diff(test.want, fmt.Sprint(err)); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestHistory replays the registry's real states: an update from each state leads to the next.
func TestHistory(t *testing.T) {
	const data = "../../../../shared/data"
	states, err := filepath.Glob(filepath.Join(data, "iana", "*", "imap-response-codes.xml"))
	if err != nil || len(states) == 0 {
		t.Skipf("SKIPPED: the registry's real states are not at hand in %s", data)
	}
	texts := map[string]string{}
	names, err := filepath.Glob(filepath.Join(data, "rfc", "rfc*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts[strings.ToUpper(strings.TrimSuffix(filepath.Base(name), ".txt"))] = string(text)
	}
	_, rules, err := tree.LoadGrammar(os.DirFS("../../.."))
	if err != nil {
		t.Fatal(err)
	}
	tree := tree.Tree{Amendments: rules}
	for _, extra := range strings.Fields("RFC2193 RFC2221 RFC3339 RFC3501 RFC3629 RFC3986 RFC4469 RFC5092 RFC5257 RFC5466 RFC7162 RFC9051 RFC9208") {
		tree.Sources = append(tree.Sources, registry.Source{Name: extra})
	}
	var counts []int
	for _, name := range states {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		page, err := iana.ParseXML(name, f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		if tree, _, err = Update(tree, Publication{Page: page, Texts: given(texts)}, Allow{Removals: true}); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var codes, want []string
		for _, r := range tree.Records {
			if r.Status != registry.Removed {
				codes = append(codes, fmt.Sprint(r.Code, r.References))
			}
		}
		for _, r := range page.Records {
			want = append(want, fmt.Sprint(r.Code, r.References))
		}
		if diff := cmp.Diff(want, codes); diff != "" {
			t.Errorf("%s: rows mismatch (-want +got):\n%s", name, diff)
		}
		counts = append(counts, len(codes))
	}
	if diff := cmp.Diff([]int{55, 56, 58, 58, 59, 60, 62, 62}, counts); diff != "" {
		t.Errorf("numbers of rows mismatch (-want +got):\n%s", diff)
	}
	gone := slices.IndexFunc(tree.Records, func(r registry.Record) bool { return r.Status == registry.Removed })
	if gone != 58 || tree.Records[gone].Code != "JMAPACCESS" {
		t.Errorf("row %d is removed, want JMAPACCESS as row 58, after HASCHILDREN", gone)
	}
}
