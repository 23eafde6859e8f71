package normalise

import (
	"bytes"
	"errors"
	"io/fs"
	"slices"

	"github.com/imapcodes/imapcodes/gen/grammar"
	"github.com/imapcodes/imapcodes/gen/iana"
	"github.com/imapcodes/imapcodes/gen/registry"
)

// The places of a tree's files. The grammar files have the names that grammar.FileName gives.
const (
	RegistryFile = "registry.csv"
	GrammarDir   = "abnf"
	SourcesFile  = "abnf/sources.csv"
)

// RFCsURL is the folder where the RFC Editor publishes the RFCs' text, as rfc9051.txt.
const RFCsURL = "https://www.rfc-editor.org/rfc"

// Load reads the tree in fsys. Its error joins all that is wrong, each with its place.
func Load(fsys fs.FS) (Tree, error) {
	var tree Tree
	text, err1 := fs.ReadFile(fsys, RegistryFile)
	if err1 == nil {
		tree.Records, err1 = registry.Read(RegistryFile, bytes.NewReader(text))
	}
	text, err2 := fs.ReadFile(fsys, SourcesFile)
	if err2 == nil {
		tree.Sources, err2 = registry.ReadSources(SourcesFile, bytes.NewReader(text))
	}
	var err3 error
	tree.Grammars, tree.Amendments, err3 = grammar.Load(fsys, GrammarDir)
	return tree, errors.Join(err1, err2, err3)
}

// NewCodes returns the codes of next that t does not have.
func (t Tree) NewCodes(next Tree) []string {
	known := map[string]bool{}
	for _, r := range t.Records {
		known[r.Code] = true
	}
	var codes []string
	for _, r := range next.Records {
		if !known[r.Code] {
			codes = append(codes, r.Code)
		}
	}
	return codes
}

// Lacks reports whether t may be why next knows no grammar for a new code: an RFC that the code cites was read for t, of which
// abnf/ has only what the codes of that time needed.
func (t Tree) Lacks(next Tree) bool {
	isNew := t.NewCodes(next)
	return slices.ContainsFunc(next.Records, func(r registry.Record) bool {
		return r.Grammar == "" && slices.Contains(isNew, r.Code) && slices.ContainsFunc(t.Sources, func(s registry.Source) bool {
			return s.Title != "" && slices.Contains(r.References, s.Name)
		})
	})
}

// RFCs returns the RFCs that t's sources name, "RFC9051".
func (t Tree) RFCs() []string {
	var names []string
	for _, s := range t.Sources {
		if s.Name != registry.IANA {
			names = append(names, s.Name)
		}
	}
	return names
}

// Unread returns the RFCs that the sources of t name, or that page cites, and whose text was not at hand for any update. A
// nil page cites none.
func (t Tree) Unread(page *iana.Page) []string {
	var names []string
	read := map[string]bool{}
	for _, s := range t.Sources {
		read[s.Name] = s.Title != ""
		if s.Title == "" {
			names = append(names, s.Name)
		}
	}
	if page == nil {
		return names
	}
	for _, row := range page.Records {
		for _, ref := range row.References {
			if isRFC(ref) && !read[ref] && !slices.Contains(names, ref) {
				names = append(names, ref)
			}
		}
	}
	return names
}

// Updated returns the registry's "Last Updated", "2026-08-04", or nothing if no source says it.
func (t Tree) Updated() string {
	for _, s := range t.Sources {
		if s.Name == registry.IANA {
			return s.Date
		}
	}
	return ""
}
