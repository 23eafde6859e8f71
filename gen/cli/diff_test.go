package cli

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

// diffStates is the directory with states of the registry as IANA published them, one directory each.
const diffStates = "../../../shared/data/iana"

// diffChanges runs diff --format json and returns the changes. It checks that the output conforms to
// the schema and that the exit status says whether there are changes.
func diffChanges(t *testing.T, schema *jsonschema.Schema, base, head string) []registry.Change {
	t.Helper()
	var out, errs bytes.Buffer
	status := Run(Env{
		Args: []string{"diff", "--format", "json", base, head}, Stdout: &out, Stderr: &errs,
		Getenv: func(string) string { return "" }, Data: os.DirFS("../.."),
	})
	if errs.Len() > 0 {
		t.Fatalf("diff %s %s: status %d, %s", base, head, status, errs.String())
	}
	validate(t, schema, out.Bytes())
	var report struct{ Changes []registry.Change }
	if err := json.Unmarshal(out.Bytes(), &report); err != nil {
		t.Fatal(err)
	}
	if want := min(len(report.Changes), 1); status != want {
		t.Errorf("diff %s %s: exit status %d with %d changes", base, head, status, len(report.Changes))
	}
	return report.Changes
}

func diffSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile("schema/diff.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func validate(t *testing.T, schema *jsonschema.Schema, text []byte) {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(value); err != nil {
		t.Errorf("%v in\n%s", err, text)
	}
}

// The goldens of the scripts conform to the schema, which has all kinds and weights.
func TestDiffSchema(t *testing.T) {
	schema := diffSchema(t)
	goldens := 0
	for _, script := range []string{"diff", "diff_hostile"} {
		archive, err := txtar.ParseFile(filepath.Join("testdata/script", script+".txtar"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range archive.Files {
			if strings.HasSuffix(file.Name, ".json") {
				validate(t, schema, file.Data)
				goldens++
			}
		}
	}
	if goldens == 0 {
		t.Error("no script has a golden file in JSON")
	}
	var document struct {
		Defs struct {
			Change struct {
				Properties struct {
					Kind   struct{ Enum []registry.Kind }
					Weight struct{ Enum []registry.Weight }
				}
			}
		} `json:"$defs"`
	}
	text, err := os.ReadFile("schema/diff.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	properties := document.Defs.Change.Properties
	if diff := cmp.Diff(registry.Kinds(), properties.Kind.Enum); diff != "" {
		t.Errorf("kinds mismatch (-registry +schema):\n%s", diff)
	}
	if diff := cmp.Diff(registry.Weights(), properties.Weight.Enum); diff != "" {
		t.Errorf("weights mismatch (-registry +schema):\n%s", diff)
	}
}

func TestDiffSchemaRejects(t *testing.T) {
	schema := diffSchema(t)
	const state = `{"date": "", "rows": 1, "hash": "sha256:0000000000000000000000000000000000000000000000000000000000000000"}`
	for _, test := range []struct{ reason, text string }{
		{"nothing", `{}`},
		{"no changes", `{"baseline": ` + state + `, "head": ` + state + `}`},
		{"changes that are null", `{"baseline": ` + state + `, "head": ` + state + `, "changes": null}`},
		{"an unknown kind", diffDocument(state, `"kind": "colour", "code": "A", "old": "", "new": "", "weight": "addition"`)},
		{"an unknown weight", diffDocument(state, `"kind": "added", "code": "A", "old": "", "new": "", "weight": "heavy"`)},
		{"a new code without a name", diffDocument(state, `"kind": "added", "code": "", "old": "", "new": "", "weight": "addition"`)},
		{"a header with a code", diffDocument(state, `"kind": "header", "code": "A", "old": "", "new": "", "weight": "documentation"`)},
		{"a change without a value", diffDocument(state, `"kind": "added", "code": "A", "new": "", "weight": "addition"`)},
		{"an extra property", diffDocument(state, `"kind": "added", "code": "A", "old": "", "new": "", "weight": "addition", "x": 1`)},
	} {
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(test.text))
		if err != nil {
			t.Fatal(err)
		}
		if schema.Validate(value) == nil {
			t.Errorf("%s: the schema accepts %s", test.reason, test.text)
		}
	}
	fine, _ := jsonschema.UnmarshalJSON(strings.NewReader(diffDocument(state, `"kind": "added", "code": "A", "old": "", "new": "", "weight": "addition"`)))
	if err := schema.Validate(fine); err != nil {
		t.Errorf("a valid document is rejected: %v", err)
	}
}

func diffDocument(state, properties string) string {
	return `{"baseline": ` + state + `, "head": ` + state + `, "changes": [{` + properties + `}]}`
}

// The changes between two states in any two formats are exactly those that both formats can express.
func TestDiffHistory(t *testing.T) {
	if _, err := os.Stat(diffStates); err != nil {
		t.Skipf("SKIPPED: the registry's history is not compared: %v", err)
	}
	const rev2, uidbatches, jmapaccess = "RFC-ietf-extra-imap4rev2-30", "RFC-ietf-mailmaint-imap-uidbatches-22", "RFC-ietf-extra-jmapaccess-08"
	rev2Codes := citing(t, "RFC9051")
	if len(rev2Codes) != 34 {
		t.Fatalf("%d codes cite RFC 9051, want 34", len(rev2Codes))
	}
	became9051 := rev2Changes(rev2Codes, rev2, "RFC9051")
	added := func(code, references string) registry.Change {
		return registry.Change{Kind: registry.KindAdded, Code: code, New: references, Weight: registry.Addition}
	}
	formats := []string{"imap-response-codes.xml", "imap-response-codes.xhtml", "imap-response-codes-1.csv"}
	schema := diffSchema(t)
	for _, test := range []struct {
		base, head string
		want       []registry.Change // between the XML of both
	}{
		{"2013-03-13", "2018-08-07", []registry.Change{
			headerChange("2013-03-13", "2018-08-07"), added("MAILBOXID", "RFC-ietf-extra-imap-objectid-08"),
		}},
		{"2018-08-07", "2021-03-10", slices.Concat(
			[]registry.Change{headerChange("2018-08-07", "2021-03-10")},
			cameWithRev2(rev2Codes[:32], rev2),
			[]registry.Change{
				referencesChange("MAILBOXID", "RFC-ietf-extra-imap-objectid-08", "RFC8474"),
				added("CAPABILITY", rev2), added("HASCHILDREN", rev2),
			},
		)},
		{"2021-03-10", "2021-03-10c", []registry.Change{referencesChange("CAPABILITY", rev2, "RFC3501 "+rev2)}}, // the same date
		{"2021-03-10c", "2024-03-04", slices.Concat(
			[]registry.Change{headerChange("2021-03-10", "2024-03-04")}, became9051, []registry.Change{added("JMAPACCESS", jmapaccess)},
		)},
		{"2024-03-04", "2024-11-26", []registry.Change{
			headerChange("2024-03-04", "2024-11-26"),
			{Kind: registry.KindRemoved, Code: "JMAPACCESS", Old: jmapaccess, Weight: registry.Breaking},
			added("UIDREQUIRED", "RFC9586"), added("INPROGRESS", "RFC9585"),
		}},
		{"2024-11-26", "2026-02-27", []registry.Change{
			headerChange("2024-11-26", "2026-02-27"), added("TOOMANY", uidbatches), added("TOOFEW", uidbatches),
		}},
		{"2026-02-27", "2026-08-04", []registry.Change{
			headerChange("2026-02-27", "2026-08-04"), referencesChange("TOOMANY", uidbatches, "RFC10022"), referencesChange("TOOFEW", uidbatches, "RFC10022"),
		}},
		// A stale mirror: the date goes back.
		{"2024-03-04", "2021-03-10c", slices.Concat(
			[]registry.Change{headerChange("2024-03-04", "2021-03-10")},
			rev2Changes(rev2Codes, "RFC9051", rev2),
			[]registry.Change{{Kind: registry.KindRemoved, Code: "JMAPACCESS", Old: jmapaccess, Weight: registry.Breaking}},
		)},
		{"2021-03-10c", "2021-03-10c", nil},
	} {
		t.Run(test.base+"_"+test.head, func(t *testing.T) {
			for _, b := range formats {
				for _, h := range formats {
					got := diffChanges(t, schema, filepath.Join(diffStates, test.base, b), filepath.Join(diffStates, test.head, h))
					want := slices.DeleteFunc(slices.Clone(test.want), func(c registry.Change) bool {
						return !hasKind(b, c.Kind) || !hasKind(h, c.Kind)
					})
					if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
						t.Errorf("%s, %s: mismatch (-want +got):\n%s", b, h, diff)
					}
				}
			}
		})
	}
}

// hasKind reports whether a format has what changes of a kind are about.
func hasKind(format string, kind registry.Kind) bool {
	switch kind {
	case registry.KindDates:
		return strings.HasSuffix(format, ".xml")
	case registry.KindHeader:
		return !strings.HasSuffix(format, ".csv")
	}
	return true
}

// citing returns the records of the checked-in registry that cite a document.
func citing(t *testing.T, document string) []registry.Record {
	t.Helper()
	tree, err := tree.Load(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(tree.Records, func(r registry.Record) bool { return !slices.Contains(r.References, document) })
}

func headerChange(old, new string) registry.Change {
	return registry.Change{Kind: registry.KindHeader, Old: old, New: new, Weight: registry.Documentation}
}

func referencesChange(code, old, new string) registry.Change {
	return registry.Change{Kind: registry.KindReferences, Code: code, Old: old, New: new, Weight: registry.Documentation}
}

// rev2Changes returns, for each record, that its reference to RFC 9051 changed from old to new.
func rev2Changes(records []registry.Record, old, new string) []registry.Change {
	var changes []registry.Change
	for _, r := range records {
		cell := strings.Join(r.References, " ")
		changes = append(changes, referencesChange(r.Code, strings.Replace(cell, "RFC9051", old, 1), strings.Replace(cell, "RFC9051", new, 1)))
	}
	return changes
}

// cameWithRev2 returns, for each record, the changes that added its reference to RFC 9051, then a draft.
func cameWithRev2(records []registry.Record, draft string) []registry.Change {
	var changes []registry.Change
	for _, r := range records {
		before := strings.TrimSuffix(strings.Join(r.References, " "), " RFC9051")
		changes = append(changes,
			referencesChange(r.Code, before, before+" "+draft),
			registry.Change{Kind: registry.KindDates, Code: r.Code, New: "updated 2021-03-09", Weight: registry.Documentation})
	}
	return changes
}

func TestDiffBrokenOutput(t *testing.T) {
	for _, write := range []func(io.Writer, comparison) error{writeDiffText, writeDiffJSON, writeDiffMarkdown} {
		r, w := io.Pipe()
		r.Close()
		if err := write(w, comparison{}); err != io.ErrClosedPipe {
			t.Errorf("got %v, want the writer's error", err)
		}
	}
}

// Changes that differ only in their code are one entry.
func TestEntries(t *testing.T) {
	c := comparison{changes: []registry.Change{
		{Kind: registry.KindHeader, Old: "x", New: "y", Weight: registry.Documentation},
		{Kind: registry.KindStatus, Code: "A", Old: "x", New: "y", Weight: registry.Documentation},
		{Kind: registry.KindReferences, Code: "B", Old: "x", New: "y", Weight: registry.Documentation},
		{Kind: registry.KindName, Code: "C", Old: "x", New: "y", Weight: registry.Breaking},
		{Kind: registry.KindStatus, Code: "D", Old: "x", New: "y", Weight: registry.Documentation},
		{Kind: registry.KindStatus, Code: "E", Old: "x", Weight: registry.Documentation},
	}}
	want := []entry{
		{"last updated", nil, "x → y"},
		{"status", []string{"A", "D"}, "x → y"},
		{"references", []string{"B"}, "x → y"},
		{"status", []string{"E"}, "x → none"},
	}
	got := c.entries(registry.Documentation, style{registry.Visible, registry.Visible})
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(entry{})); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

func TestDescribeReferences(t *testing.T) {
	s := style{registry.Visible, strings.ToLower}
	for _, test := range []struct{ old, new, want string }{
		{"RFC1 draft-a", "RFC1 RFC2", "draft-a → rfc2"},
		{"RFC1", "RFC1 RFC2 RFC3", "also rfc2 rfc3"},
		{"", "RFC1", "also rfc1"},
		{"RFC1 RFC2 RFC3", "RFC2", "no longer rfc1 rfc3"},
		{"RFC1", "", "no longer rfc1"},
		{"RFC1 RFC2", "RFC2 RFC1", "rfc1 rfc2 → rfc2 rfc1"},
	} {
		if got := s.describeReferences(test.old, test.new); got != test.want {
			t.Errorf("%q, %q: got %q, want %q", test.old, test.new, got, test.want)
		}
	}
}

func TestCodeSpan(t *testing.T) {
	for _, test := range []struct{ text, span, cell, reason string }{
		{"@name #1 <b> [x](y) *z* &lt;", "`@name #1 <b> [x](y) *z* &lt;`", "`@name #1 <b> [x](y) *z* &lt;`", "nothing is markup"},
		{"a`b", "``a`b``", "``a`b``", "a longer fence"},
		{"a``b`c", "```a``b`c```", "```a``b`c```", "longer than every run"},
		{"`a", "`` `a ``", "`` `a ``", "a backtick next to the fence would lengthen it"},
		{" a ", "`  a  `", "`  a  `", "one space at each end is not shown"},
		{"a|b", "`a|b`", "`a\\|b`", "a pipe ends a cell"},
		{`a\|b`, "`a\\|b`", "`a\\\\|b`", "in code a backslash before it is itself"},
		{"a\nb\x1b\u202e\u2028", "`a\\nb\\x1b\\u202e\\u2028`", "`a\\nb\\x1b\\u202e\\u2028`", "a line break would end the table, the others deceive"},
	} {
		if got := codeSpan(test.text); got != test.span {
			t.Errorf("codeSpan(%q) (%s) = %s, want %s", test.text, test.reason, got, test.span)
		}
		if got := codeCell(test.text); got != test.cell {
			t.Errorf("codeCell(%q) (%s) = %s, want %s", test.text, test.reason, got, test.cell)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, test := range []struct {
		words string
		want  []string
	}{
		{"one", []string{"one"}},
		{"one two three", []string{"one two", "three"}},
		{"longer than seven", []string{"longer", "than", "seven"}},
		{"toolongbyfar a b c d", []string{"toolongbyfar", "a b c d"}},
	} {
		if diff := cmp.Diff(test.want, wrap(strings.Fields(test.words), 7)); diff != "" {
			t.Errorf("%q: mismatch (-want +got):\n%s", test.words, diff)
		}
	}
}

// Each change is in one section, the gravest first.
func TestSections(t *testing.T) {
	var got []registry.Weight
	for _, s := range sections() {
		got = append(got, s.weight)
	}
	if diff := cmp.Diff(registry.Weights(), got); diff != "" {
		t.Errorf("mismatch (-registry +sections):\n%s", diff)
	}
}
