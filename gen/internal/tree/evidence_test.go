package tree

import (
	"cmp"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// checkedIn returns the tree of this repository.
func checkedIn(t *testing.T) Tree {
	t.Helper()
	tree, err := Load(os.DirFS("../../.."))
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// TestEvidenceIsWhole checks that abnf/evidence.csv has a row for each code and column, in the
// order of registry.csv. A code that nobody has described yet needs none, because the nightly update
// adds such codes.
func TestEvidenceIsWhole(t *testing.T) {
	tree := checkedIn(t)
	var got, want []string
	for _, r := range tree.Records {
		for _, column := range registry.MeaningColumns() {
			if r.Summary != "" && (column != "security" || r.Security != "") {
				want = append(want, r.Code+" "+column)
			}
		}
	}
	for _, e := range tree.Evidence {
		got = append(got, e.Code+" "+e.Column)
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("rows mismatch (-want +got):\n%s", diff)
	}
}

// TestSections checks against the RFCs that each section exists, and that at least one of those for
// a value names the code, there or in a section inside it.
func TestSections(t *testing.T) {
	tree, texts := checkedIn(t), readSections(t)
	check := func(file, code, column string, sections []string) {
		word := regexp.MustCompile(`(^|[^A-Z0-9-])` + code + `([^A-Z0-9-]|$)`)
		named := false
		for _, section := range sections {
			document, number := registry.SplitSection(section)
			isThere := false
			for _, s := range texts[document] {
				if s.Number == number || strings.HasPrefix(s.Number, number+".") {
					isThere, named = true, named || word.MatchString(s.Text)
				}
			}
			if !isThere {
				t.Errorf("%s: %s of %s: there is no section %s", file, column, code, section)
			}
		}
		if !named && len(sections) > 0 {
			t.Errorf("%s: %s of %s: none of %v names the code", file, column, code, sections)
		}
	}
	for _, r := range tree.Records {
		check(RegistryFile, r.Code, "defined", r.Defined)
	}
	for _, e := range tree.Evidence {
		check(EvidenceFile, e.Code, e.Column, e.From)
	}
}

// readSections returns the sections of each published RFC, "RFC9051". The RFCs are not part of this
// repository: where they are missing, it skips the test.
func readSections(t *testing.T) map[string][]abnf.Section {
	t.Helper()
	const data = "../../../../shared/data"
	texts := map[string][]abnf.Section{}
	for _, dir := range []string{"rfc", "excerpts"} {
		names, err := filepath.Glob(filepath.Join(data, dir, "rfc*.txt"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			document := strings.ToUpper(strings.TrimSuffix(filepath.Base(name), ".txt"))
			texts[document] = abnf.Sections(string(text))
		}
	}
	if len(texts) == 0 {
		t.Skipf("SKIPPED: no RFCs in %s, the sections in %s are not checked", data, EvidenceFile)
	}
	return texts
}

// TestDefinedOrder checks that the sections that define a code are the newest first, after which
// come those of documents that another one obsoletes.
func TestDefinedOrder(t *testing.T) {
	tree := checkedIn(t)
	rank := func(section string) (document string, obsolete int) {
		document, _ = registry.SplitSection(section)
		if registry.Obsoleted(tree.Sources, document) {
			obsolete = 1
		}
		return document, obsolete
	}
	for _, r := range tree.Records {
		want := slices.Clone(r.Defined)
		slices.SortStableFunc(want, func(a, b string) int {
			a, obsoleteA := rank(a)
			b, obsoleteB := rank(b)
			return cmp.Or(obsoleteA-obsoleteB, CompareSources(b, a))
		})
		if diff := gocmp.Diff(want, r.Defined); diff != "" {
			t.Errorf("%s: order of the sections mismatch (-want +got):\n%s", r.Code, diff)
		}
	}
}

// TestAnyCommand checks that "any" is the last of a code's commands, and that it is after names
// only if the code may come untagged.
func TestAnyCommand(t *testing.T) {
	for _, r := range checkedIn(t).Records {
		last := len(r.Commands) - 1
		at := slices.Index(r.Commands, registry.AnyCommand)
		if at >= 0 && at != last || at > 0 && len(r.Untagged) == 0 {
			t.Errorf("%s: %v: any is not the last, or the code is tagged only", r.Code, r.Commands)
		}
	}
}
