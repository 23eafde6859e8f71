package update

import (
	"slices"

	"github.com/imapcodes/imapcodes/gen/internal/iana"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

// RFCsURL is the folder where the RFC Editor publishes the text of RFCs, as rfc9051.txt.
const RFCsURL = "https://www.rfc-editor.org/rfc"

// newCodes returns the codes of next that old does not have.
func newCodes(old, next tree.Tree) []string {
	known := map[string]bool{}
	for _, r := range old.Records {
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

// lacks reports whether next may lack the grammar of a new code because of old: the code cites an
// RFC that was read before, and abnf/ has only the rules of it that were needed then.
func lacks(old, next tree.Tree) bool {
	isNew := newCodes(old, next)
	return slices.ContainsFunc(next.Records, func(r registry.Record) bool {
		return r.Grammar == "" && slices.Contains(isNew, r.Code) && slices.ContainsFunc(old.Sources, func(s registry.Source) bool {
			return s.Title != "" && slices.Contains(r.References, s.Name)
		})
	})
}

// unread returns the RFCs that old names, or that page cites, and whose text no update has read. A nil
// page cites none.
func unread(old tree.Tree, page *iana.Page) []string {
	var names []string
	read := map[string]bool{}
	for _, s := range old.Sources {
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
