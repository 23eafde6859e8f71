// Package tree is the model of what is checked in: registry.csv and the folder abnf, from which
// everything else is generated.
package tree

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// The files of a tree. Its grammar files have the names that GrammarFile returns.
const (
	RegistryFile   = "registry.csv"
	GrammarDir     = "abnf"
	SourcesFile    = "abnf/sources.csv"
	EvidenceFile   = "abnf/evidence.csv"
	AmendmentsFile = "abnf/amendments.abnf"
	TolerancesFile = "abnf/tolerances.abnf"
)

// A Tree is the registry with the grammar of its codes.
type Tree struct {
	Records    []registry.Record
	Sources    []registry.Source
	Evidence   []registry.Evidence // of Records, for reviewers; may be empty
	Grammars   []abnf.Source       // abnf/rfcN.abnf, in the order of their numbers
	Amendments []*abnf.Rule        // abnf/amendments.abnf: corrections of the RFCs' grammar
	Tolerances []*abnf.Rule        // abnf/tolerances.abnf: what servers send beyond that
}

// Strict returns the grammar that the RFCs and the amendments give.
func (t Tree) Strict() *abnf.Grammar { return abnf.Merge(t.Grammars, t.Amendments) }

// Tolerant returns the strict grammar with the tolerances, which replace amendments of the same
// name.
func (t Tree) Tolerant() *abnf.Grammar {
	replaced := map[string]bool{}
	for _, r := range t.Tolerances {
		replaced[abnf.Fold(r.Name)] = replaced[abnf.Fold(r.Name)] || !r.Extends
	}
	rules := slices.Clone(t.Tolerances)
	for _, r := range t.Amendments {
		if !replaced[abnf.Fold(r.Name)] {
			rules = append(rules, r)
		}
	}
	return abnf.Merge(t.Grammars, rules)
}

// Load reads the tree in fsys. The error joins all faults, each with its place.
func Load(fsys fs.FS) (Tree, error) {
	var t Tree
	var err [5]error
	t.Records, err[0] = load(fsys, RegistryFile, registry.Read)
	t.Sources, err[1] = load(fsys, SourcesFile, registry.ReadSources)
	t.Grammars, t.Amendments, err[2] = LoadGrammar(fsys)
	t.Tolerances, err[3] = LoadTolerances(fsys)
	t.Evidence, err[4] = load(fsys, EvidenceFile, registry.ReadEvidence)
	if errors.Is(err[4], fs.ErrNotExist) { // users' own registries have none
		err[4] = nil
	}
	return t, errors.Join(err[:]...)
}

// load reads a CSV file.
func load[T any](fsys fs.FS, name string, read func(string, io.Reader) ([]T, error)) ([]T, error) {
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	return read(name, bytes.NewReader(text))
}

// LoadTolerances reads the tolerances, if there are any.
func LoadTolerances(fsys fs.FS) ([]*abnf.Rule, error) {
	text, err := fs.ReadFile(fsys, TolerancesFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return abnf.Parse(path.Base(TolerancesFile), string(text))
}

// LoadGrammar reads the grammar files except the tolerances.
func LoadGrammar(fsys fs.FS) (grammars []abnf.Source, amendments []*abnf.Rule, err error) {
	names, err := fs.Glob(fsys, path.Join(GrammarDir, "*.abnf"))
	if err != nil {
		return nil, nil, err
	}
	var errs []error
	for _, name := range names {
		if name == TolerancesFile {
			continue
		}
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, nil, err
		}
		rules, err := abnf.Parse(path.Base(name), string(text))
		errs = append(errs, err, checkSources(rules, name))
		if name == AmendmentsFile {
			amendments = rules
		} else {
			grammars = append(grammars, abnf.Source{Name: sourceOf(name), Rules: rules})
		}
	}
	slices.SortFunc(grammars, func(a, b abnf.Source) int { return CompareSources(a.Name, b.Name) })
	return grammars, amendments, errors.Join(errs...)
}

// checkSources returns an error for each rule without a source, or whose source is not that of the
// file's name.
func checkSources(rules []*abnf.Rule, file string) error {
	var errs []error
	for _, r := range rules {
		if r.Source == "" || file != AmendmentsFile && r.Source != sourceOf(file) {
			errs = append(errs, fmt.Errorf("%s: the comment above %q must begin with its source, "+
				"as in %q", r.Pos, r.Name, "; RFC9051, section 9"))
		}
	}
	return errors.Join(errs...)
}

// GrammarFile returns the name of the grammar file of a source: "abnf/rfc9051.abnf".
func GrammarFile(source string) string {
	return path.Join(GrammarDir, strings.ToLower(source)+".abnf")
}

// sourceOf returns the source whose grammar file has the given name.
func sourceOf(file string) string {
	return strings.ToUpper(strings.TrimSuffix(path.Base(file), ".abnf"))
}

// CompareSources orders RFCs, "RFC9051", by their number, which is the order of publication, and
// registry.IANA before them.
func CompareSources(a, b string) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}

// RFCs returns the RFCs among the sources: "RFC9051".
func (t Tree) RFCs() []string {
	var names []string
	for _, s := range t.Sources {
		if s.Name != registry.IANA {
			names = append(names, s.Name)
		}
	}
	return names
}

// Updated returns the registry's "Last Updated", "2026-08-04", or "" if no source has it.
func (t Tree) Updated() string {
	for _, s := range t.Sources {
		if s.Name == registry.IANA {
			return s.Date
		}
	}
	return ""
}

// Files returns the files of t by name, such as "abnf/rfc9051.abnf", except for the amendments and
// tolerances, which stay as people wrote them. Titles and rules are other people's words, so Files
// reads its result back. It is an error if the files do not parse.
func (t Tree) Files() (map[string][]byte, error) {
	var records, sources, evidence bytes.Buffer
	err1 := registry.Write(&records, t.Records)
	err2 := registry.WriteSources(&sources, t.Sources)
	err3 := registry.WriteEvidence(&evidence, t.Evidence)
	if err := errors.Join(err1, err2, err3); err != nil {
		return nil, err
	}
	files := map[string][]byte{RegistryFile: records.Bytes(), SourcesFile: sources.Bytes()}
	if len(t.Evidence) > 0 {
		files[EvidenceFile] = evidence.Bytes()
	}
	for _, g := range t.Grammars {
		header := fmt.Sprintf(grammarHeader, strings.TrimPrefix(g.Name, "RFC"))
		files[GrammarFile(g.Name)] = []byte(abnf.Format(header, g.Rules))
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := checkFile(name, files[name]); err != nil {
			return nil, fmt.Errorf("refusing to write files that do not parse:\n%w", err)
		}
	}
	return files, nil
}

// checkFile returns an error unless data can be read as the named file of a tree.
func checkFile(name string, data []byte) error {
	var err error
	switch name {
	case RegistryFile:
		_, err = registry.Read(name, bytes.NewReader(data))
	case SourcesFile:
		_, err = registry.ReadSources(name, bytes.NewReader(data))
	case EvidenceFile:
		_, err = registry.ReadEvidence(name, bytes.NewReader(data))
	default:
		_, err = abnf.Parse(path.Base(name), string(data))
	}
	return err
}

// grammarHeader is the comment at the top of a grammar file, a format for the RFC's number.
const grammarHeader = `Rules from RFC %s that imapcodes needs. ` +
	`Code Components of an RFC are under the Revised BSD
License of the IETF Trust's Legal Provisions; see NOTICE. Written by imapcodes update: put
corrections in amendments.abnf.`
