package abnf

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The tests below check the project's own grammar files, rfcN.abnf and amendments.abnf.

// A grammarFile is a grammar file in this folder.
type grammarFile struct {
	name  string // "rfc9051.abnf"
	text  string
	rules []*Rule
}

func readGrammarFiles(t *testing.T) (sources []grammarFile, amendments grammarFile) {
	t.Helper()
	names, err := filepath.Glob("*.abnf")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		rules, err := Parse(name, string(text))
		if err != nil {
			t.Fatal(err)
		}
		switch name {
		case "tolerances.abnf": // of servers, not of a source
		case "amendments.abnf":
			amendments = grammarFile{name, string(text), rules}
		default:
			sources = append(sources, grammarFile{name, string(text), rules})
		}
	}
	if len(sources) == 0 || len(amendments.rules) == 0 {
		t.Fatal("no grammar files")
	}
	return sources, amendments
}

func (f grammarFile) source() string { return strings.ToUpper(strings.TrimSuffix(f.name, ".abnf")) }

func mergeFiles(files []grammarFile, amendments []*Rule) *Grammar {
	var sources []Source
	for _, f := range files {
		sources = append(sources, Source{Name: f.source(), Rules: f.rules})
	}
	return Merge(sources, amendments)
}

// roots are the names that the rest of the project asks for.
func roots() []*Expr { return []*Expr{name("resp-text-code"), name("tag"), name("atom"), name("text")} }

func TestFilesAreClosed(t *testing.T) {
	files, amendments := readGrammarFiles(t)
	if _, err := mergeFiles(files, amendments.rules).Close(roots()...); err != nil {
		t.Error(err)
	}
}

func TestFilesAreCanonical(t *testing.T) {
	files, _ := readGrammarFiles(t)
	for _, f := range files {
		t.Run(f.name, func(t *testing.T) {
			head, _, _ := strings.Cut(f.text, "\n\n")
			head = strings.ReplaceAll(strings.TrimPrefix(head, "; "), "\n; ", "\n")
			if diff := cmp.Diff(f.text, Format(head, f.rules)); diff != "" {
				t.Errorf("mismatch (-file +formatted):\n%s", diff)
			}
		})
	}
}

func TestFilesCiteTheirSource(t *testing.T) {
	files, amendments := readGrammarFiles(t)
	for _, f := range files {
		for _, r := range f.rules {
			if r.Source != f.source() {
				t.Errorf("%s: %s is of %q, want %q", r.Pos, r.Name, r.Source, f.source())
			}
			// Of RFC 3629 there are only the rules, without the heading above them.
			if r.Section == "" && r.Source != "RFC3629" {
				t.Errorf("%s: %s has no section", r.Pos, r.Name)
			}
		}
	}
	for _, r := range amendments.rules {
		_, reason, _ := strings.Cut(r.Comment, ": ")
		if r.Source == "" || r.Section == "" || reason == "" {
			t.Errorf("%s: the comment above %s does not begin with a source, a section and a reason: %q", r.Pos, r.Name, r.Comment)
		}
	}
}

// TestFilesHoldNothingElse checks that each rule is needed or shows what an amendment does.
func TestFilesHoldNothingElse(t *testing.T) {
	files, amendments := readGrammarFiles(t)
	defs, err := mergeFiles(files, amendments.rules).Close(roots()...)
	if err != nil {
		t.Fatal(err)
	}
	reached := map[string]bool{}
	for _, d := range defs {
		reached[Fold(d.Name)] = true
	}
	for _, f := range append(files, amendments) {
		for _, r := range f.rules {
			if !reached[Fold(r.Name)] {
				t.Errorf("%s: nothing needs %s", r.Pos, r.Name)
			}
		}
	}
}

// grammarText returns the closure of the roots in the grammar of files and amendments, and what is
// wrong with it.
func grammarText(files []grammarFile, amendments []*Rule) string {
	defs, err := mergeFiles(files, amendments).Close(roots()...)
	var b strings.Builder
	for _, d := range defs {
		fmt.Fprintf(&b, "%s = %s\n", Fold(d.Name), d.Expr)
	}
	return b.String() + errorText(err)
}

// idle returns an error for each amendment without which the grammar is the same.
func idle(files []grammarFile, amendments []*Rule) error {
	whole := grammarText(files, amendments)
	var errs []error
	for i, a := range amendments {
		rest := slices.Delete(slices.Clone(amendments), i, i+1)
		if grammarText(files, rest) == whole {
			errs = append(errs, fmt.Errorf("%s: the amendment of %s changes nothing", a.Pos, a.Name))
		}
	}
	return errors.Join(errs...)
}

func TestEachAmendmentChangesSomething(t *testing.T) {
	files, amendments := readGrammarFiles(t)
	if err := idle(files, amendments.rules); err != nil {
		t.Error(err)
	}
}

// TestIdleAmendmentsAreFound checks that idle finds each amendment that changes nothing.
func TestIdleAmendmentsAreFound(t *testing.T) {
	files, amendments := readGrammarFiles(t)
	for _, test := range []struct{ reason, rule string }{
		{"repeats its RFC", `nz-number = digit-nz *DIGIT`},
		{"of a rule that nothing needs", `nobody-needs-this = "x"`},
		{"widens by what the rule has", `resp-text-code =/ "ALERT"`},
		{"widens by what another amendment has", `resp-text-code =/ "DOWNGRADED" SP uid-set`},
		{"settles where nothing clashes", `number64 = <Defined in RFC 9051>`},
	} {
		t.Run(test.reason, func(t *testing.T) {
			invented := newAmendments(t, test.rule)
			err := idle(files, append(slices.Clone(amendments.rules), invented...))
			want := fmt.Sprintf("amendments:1:1: the amendment of %s changes nothing", invented[0].Name)
			if !strings.Contains(errorText(err), want) {
				t.Errorf("error %v, want %s", err, want)
			}
		})
	}
	invented := newAmendments(t, `nz-number = digit-nz 9DIGIT`)
	if err := idle(files, append(slices.Clone(amendments.rules), invented...)); err != nil {
		t.Errorf("an amendment that changes something: %v", err)
	}
}
