package registry

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadExtra(t *testing.T) {
	const text = `summary,code,arguments,references,fields,grammar,types,retry,name,status
"Ours, and short.",X-KETTLE,SP number,RFC1149,Degrees,RFC1149,OK NO,later,Kettle,unregistered
,whistle-2,SP number,,,,,,,
,2-cups,,,,,,,,
`
	got, err := ReadExtra("mine.csv", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	want := []Extra{
		{Record{
			Code: "X-KETTLE", Name: "Kettle", Status: Unregistered, References: []string{"RFC1149"}, Arguments: "SP number",
			Fields: []string{"Degrees"}, Grammar: "RFC1149", Types: []string{"OK", "NO"}, Retry: RetryLater, Summary: "Ours, and short.",
		}, "mine.csv:2"},
		{Record{Code: "whistle-2", Name: "Whistle2", Status: Unregistered, Arguments: "SP number", Grammar: "private"}, "mine.csv:3"},
		{Record{Code: "2-cups", Name: "X2Cups", Status: Unregistered}, "mine.csv:4"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

func TestReadExtraErrors(t *testing.T) {
	const columns = "code, name, status, description, references, registered, updated, arguments, fields, grammar, types, retry, summary"
	for _, test := range []struct{ reason, text, want string }{
		{"nothing", "", "mine.csv: empty, want a header with the column code"},
		{"a header and no row", "code\n", "mine.csv: holds no response code"},
		{"no header", "X-KETTLE\n", `mine.csv:1: column "X-KETTLE" is none of ` + columns + "\nmine.csv:1: the column code is missing"},
		{"columns unknown, twice and missing", "name,Code,name\nA,B,C\n", `mine.csv:1: column "Code" is none of ` + columns + `
mine.csv:1: column "name" stands there twice
mine.csv:1: the column code is missing`},
		{
			"what the registry alone says", "code,description,registered,updated,status\nA,old,2030-01-02,2031-01-02,removed\n",
			`mine.csv:2: status "removed" of "A": that of an extra code is unregistered
mine.csv:2: description "old" of "A": the registry alone gives one
mine.csv:2: registered "2030-01-02" of "A": the registry alone gives one
mine.csv:2: updated "2031-01-02" of "A": the registry alone gives one`,
		},
		{"a reference that is no document of the IETF", "code,references\nA,https://vendor.example/\n",
			`mine.csv:2: reference "https://vendor.example/" of "A" is neither an RFC nor a draft`},
		{
			"all bad lines at once", "code,retry\nA\nB C,\nD,soon\nd,\nX-Y,\nX.Y,\n",
			`mine.csv:2: wrong number of fields
mine.csv:3: code "B C" is no atom (RFC 9051 section 9): octet " "
mine.csv:4: retry "soon" of "D" is none of later, never, changed
mine.csv:5: duplicate code "d" (first at mine.csv:4)
mine.csv:5: duplicate name "D" (first at mine.csv:4, of "D")
mine.csv:7: duplicate name "XY" (first at mine.csv:6, of "X-Y")`,
		},
		{"hostile text", "code,summary\nA,//go:generate evil\n", `mine.csv:2: summary of "A": "//go:generate evil" holds a comment mark`},
	} {
		t.Run(test.reason, func(t *testing.T) {
			got, err := ReadExtra("mine.csv", strings.NewReader(test.text))
			if diff := cmp.Diff(test.want, message(err)); diff != "" {
				t.Errorf("error mismatch (-want +got):\n%s", diff)
			}
			if got != nil {
				t.Errorf("codes beside the error: %+v", got)
			}
		})
	}
}

// TestExtraStatus checks that only a file with extra codes has codes that are not registered, and that they are not
// deprecated.
func TestExtraStatus(t *testing.T) {
	records := sample()
	records[0].Status = Unregistered
	const want = `r.csv:2: status "unregistered" of "TEAPOT" is none of [registered discouraged reserved obsolete removed]`
	if diff := cmp.Diff(want, message(checkAll(records, place, Record.checkRegistered))); diff != "" {
		t.Errorf("error mismatch (-want +got):\n%s", diff)
	}
	if got := records[0].Deprecation(); got != "" {
		t.Errorf("Deprecation() = %q", got)
	}
}

func TestProposeName(t *testing.T) {
	for _, test := range []struct{ code, want, reason string }{
		{"READ-ONLY", "ReadOnly", "words in title case"},
		{"webalert", "Webalert", "in any case"},
		{"x.y_z", "XYZ", "whatever divides them"},
		{"2FA", "X2fa", "an identifier cannot begin with a digit"},
		{"+$", "X", "nor be empty"},
	} {
		if got := ProposeName(test.code); got != test.want {
			t.Errorf("ProposeName(%q) = %q, want %q (%s)", test.code, got, test.want, test.reason)
		}
	}
}
