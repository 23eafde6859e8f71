package endtoend

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/imapcodes/imapcodes/gen/cli"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

const diffSchemaFile = "../cli/schema/diff.schema.json"

// diffStates has a directory for each of several states of the registry, as IANA published them.
const diffStates = "../../../shared/data/iana"

// diffChanges runs diff --format json and returns the changes. It checks that the output conforms
// to the schema and that the exit status says whether there are changes.
func diffChanges(t *testing.T, schema *jsonschema.Schema, base, head string) []registry.Change {
	t.Helper()
	var out, errs bytes.Buffer
	status := cli.Run(cli.Env{
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

// TestDiffSchema checks that the JSON in the scripts conforms to the schema, and that the schema
// has all kinds and weights.
func TestDiffSchema(t *testing.T) {
	schema := compileSchema(t, diffSchemaFile)
	files := 0
	for _, script := range []string{"diff", "diff_hostile"} {
		archive, err := txtar.ParseFile(filepath.Join("testdata/script", script+".txtar"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range archive.Files {
			if strings.HasSuffix(file.Name, ".json") {
				validate(t, schema, file.Data)
				files++
			}
		}
	}
	if files == 0 {
		t.Error("no script has JSON")
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
	text, err := os.ReadFile(diffSchemaFile)
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

// TestDiffSchemaRejects checks that the schema rejects other documents.
func TestDiffSchemaRejects(t *testing.T) {
	schema := compileSchema(t, diffSchemaFile)
	state := `{"date": "", "rows": 1, "hash": "", "rowsHash": "sha256:` + strings.Repeat("0", 64) + `"}`
	for _, test := range []struct{ reason, text string }{
		{"an empty object", `{}`},
		{"missing changes", `{"baseline": ` + state + `, "head": ` + state + `}`},
		{"changes that are null", `{"baseline": ` + state + `, "head": ` + state + `, "changes": null}`},
		{"an unknown kind", diffDocument(state,
			`"kind": "color", "code": "A", "old": "", "new": "", "weight": "addition"`)},
		{"an unknown weight", diffDocument(state,
			`"kind": "added", "code": "A", "old": "", "new": "", "weight": "heavy"`)},
		{"a new code without a name", diffDocument(state,
			`"kind": "added", "code": "", "old": "", "new": "", "weight": "addition"`)},
		{"a header with a code", diffDocument(state,
			`"kind": "header", "code": "A", "old": "", "new": "", "weight": "documentation"`)},
		{"a change without a value", diffDocument(state,
			`"kind": "added", "code": "A", "new": "", "weight": "addition"`)},
		{"an extra property", diffDocument(state,
			`"kind": "added", "code": "A", "old": "", "new": "", "weight": "addition", "x": 1`)},
	} {
		if schema.Validate(decode(t, []byte(test.text))) == nil {
			t.Errorf("%s: the schema accepts %s", test.reason, test.text)
		}
	}
	validate(t, schema, []byte(diffDocument(state,
		`"kind": "added", "code": "A", "old": "", "new": "", "weight": "addition"`)))
}

func diffDocument(state, properties string) string {
	return `{"baseline": ` + state + `, "head": ` + state + `, "changes": [{` + properties + `}]}`
}

// TestDiffHistory checks that the changes between two states in any two formats are exactly those
// that both formats can express.
func TestDiffHistory(t *testing.T) {
	if _, err := os.Stat(diffStates); err != nil {
		t.Skipf("SKIPPED: the registry's history is not compared: %v", err)
	}
	const rev2, uidbatches = "RFC-ietf-extra-imap4rev2-30", "RFC-ietf-mailmaint-imap-uidbatches-22"
	const jmapaccess = "RFC-ietf-extra-jmapaccess-08"
	rev2Codes := citing(t, "RFC9051")
	if len(rev2Codes) != 34 {
		t.Fatalf("%d codes cite RFC 9051, want 34", len(rev2Codes))
	}
	became9051 := rev2Changes(rev2Codes, rev2, "RFC9051")
	added := func(code, references string) registry.Change {
		return registry.Change{
			Kind: registry.KindAdded, Code: code, New: references, Weight: registry.Addition,
		}
	}
	removed := registry.Change{
		Kind: registry.KindRemoved, Code: "JMAPACCESS", Old: jmapaccess, Weight: registry.Breaking,
	}
	formats := []string{
		"imap-response-codes.xml", "imap-response-codes.xhtml", "imap-response-codes-1.csv",
	}
	schema := compileSchema(t, diffSchemaFile)
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
		{"2021-03-10", "2021-03-10c", []registry.Change{ // of the same date
			referencesChange("CAPABILITY", rev2, "RFC3501 "+rev2),
		}},
		{"2021-03-10c", "2024-03-04", slices.Concat(
			[]registry.Change{headerChange("2021-03-10", "2024-03-04")}, became9051,
			[]registry.Change{added("JMAPACCESS", jmapaccess)},
		)},
		{"2024-03-04", "2024-11-26", []registry.Change{
			headerChange("2024-03-04", "2024-11-26"), removed,
			added("UIDREQUIRED", "RFC9586"), added("INPROGRESS", "RFC9585"),
		}},
		{"2024-11-26", "2026-02-27", []registry.Change{
			headerChange("2024-11-26", "2026-02-27"),
			added("TOOMANY", uidbatches), added("TOOFEW", uidbatches),
		}},
		{"2026-02-27", "2026-08-04", []registry.Change{
			headerChange("2026-02-27", "2026-08-04"),
			referencesChange("TOOMANY", uidbatches, "RFC10022"),
			referencesChange("TOOFEW", uidbatches, "RFC10022"),
		}},
		// A stale mirror: the date goes back.
		{"2024-03-04", "2021-03-10c", slices.Concat(
			[]registry.Change{headerChange("2024-03-04", "2021-03-10")},
			rev2Changes(rev2Codes, "RFC9051", rev2),
			[]registry.Change{removed},
		)},
		{"2021-03-10c", "2021-03-10c", nil},
	} {
		t.Run(test.base+"_"+test.head, func(t *testing.T) {
			for _, b := range formats {
				for _, h := range formats {
					base := filepath.Join(diffStates, test.base, b)
					head := filepath.Join(diffStates, test.head, h)
					got := diffChanges(t, schema, base, head)
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
	return slices.DeleteFunc(tree.Records, func(r registry.Record) bool {
		return !slices.Contains(r.References, document)
	})
}

func headerChange(old, new string) registry.Change {
	return registry.Change{
		Kind: registry.KindHeader, Old: old, New: new, Weight: registry.Documentation,
	}
}

func referencesChange(code, old, new string) registry.Change {
	return registry.Change{
		Kind: registry.KindReferences, Code: code, Old: old, New: new, Weight: registry.Documentation,
	}
}

// rev2Changes returns, for each record, that its reference to RFC 9051 changed from old to new.
func rev2Changes(records []registry.Record, old, new string) []registry.Change {
	var changes []registry.Change
	for _, r := range records {
		cell := strings.Join(r.References, " ")
		with := func(document string) string { return strings.Replace(cell, "RFC9051", document, 1) }
		changes = append(changes, referencesChange(r.Code, with(old), with(new)))
	}
	return changes
}

// cameWithRev2 returns, for each record, the changes that added its reference to RFC 9051, then a
// draft.
func cameWithRev2(records []registry.Record, draft string) []registry.Change {
	var changes []registry.Change
	for _, r := range records {
		before := strings.TrimSuffix(strings.Join(r.References, " "), " RFC9051")
		changes = append(changes,
			referencesChange(r.Code, before, before+" "+draft),
			registry.Change{
				Kind: registry.KindDates, Code: r.Code, New: "updated 2021-03-09",
				Weight: registry.Documentation,
			})
	}
	return changes
}
