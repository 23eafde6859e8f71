// Package update makes what is checked in (registry.csv, abnf/) from what IANA and the RFC Editor
// publish. The parts, a file each:
//
//	update.go   a tree and a publication → the next tree
//	missing.go  which RFCs have to be read for that
//	derive.go   the RFCs' grammar → the columns arguments and grammar, and the grammar files
//	judge.go    what is refused unless a person allows it
package update

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/iana"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

// A Publication is what IANA and the RFC Editor publish.
type Publication struct {
	// Page is the registry; if it is nil, the rows stay as they are.
	Page *iana.Page
	// Texts returns the text of the named RFCs, "RFC9051", by their names. It may return others
	// too, and leaves out those that are not published yet. If it is nil, the grammar of abnf/
	// stays as it is.
	Texts func(names []string) (map[string]string, error)
}

// Update returns old as pub changes it, and notes for the person who runs the update.
//
// It rewrites the columns that come from IANA and from the grammar, and the sources; our own
// columns (name, fields, types, retry, summary) stay. The grammar comes from the RFCs that the
// registry cites and from those in old.Sources. To have another RFC read, add a line with its name
// to abnf/sources.csv.
//
// The error joins all reasons to refuse the publication that allow does not excuse.
func Update(old tree.Tree, pub Publication, allow Allow) (next tree.Tree, notes []string, err error) {
	if pub.Texts == nil {
		return update(old, pub.Page, nil, allow)
	}
	texts, err := pub.Texts(unread(old, pub.Page))
	if err != nil {
		return tree.Tree{}, nil, err
	}
	next, notes, err = update(old, pub.Page, texts, allow)
	if !errors.Is(err, abnf.ErrUndefined) && (err != nil || !lacks(old, next)) {
		return next, notes, err
	}
	// Of the RFCs read before, abnf/ has only the rules that were needed then.
	isRead := func(name string) bool { return texts[name] != "" }
	more, err := pub.Texts(slices.DeleteFunc(old.RFCs(), isRead))
	if err != nil {
		return tree.Tree{}, nil, err
	}
	maps.Copy(texts, more)
	return update(old, pub.Page, texts, allow)
}

// update is Update with the texts at hand.
func update(old tree.Tree, page *iana.Page, texts map[string]string, allow Allow) (tree.Tree, []string, error) {
	next := tree.Tree{Amendments: old.Amendments}
	var notes []string
	var err error
	next.Records, err = rows(old.Records, page)
	err = errors.Join(judgePage(old, page, allow), judgeLost(old.Records, next.Records, allow), judgeTexts(texts), err)
	if err != nil {
		return tree.Tree{}, nil, err
	}
	next.Sources = sources(old, next.Records, page, texts)
	g := merge(next.Sources, old, texts)
	if err = g.checkWhole(old.Grammars); err != nil {
		return tree.Tree{}, nil, err
	}
	if next.Records, notes, err = deriveColumns(g, next.Records, texts); err != nil {
		return tree.Tree{}, nil, err
	}
	next.Grammars, err = g.needed()
	if page != nil || texts != nil { // otherwise people have changed abnf/
		err = errors.Join(err, judgeGrammar(old.Records, next.Records, allow))
	}
	if err != nil {
		return tree.Tree{}, nil, err
	}
	notes = append(newDescriptions(old.Records, next.Records), notes...)
	for _, code := range newCodes(old, next) {
		notes = append(notes, code+" is new: fill in its name, fields, types, retry and summary in registry.csv")
	}
	return next, notes, nil
}

// rows returns old with the registry's columns as the page has them, in the page's order.
func rows(old []registry.Record, page *iana.Page) ([]registry.Record, error) {
	if page == nil {
		return old, nil
	}
	known, names := map[string]registry.Record{}, map[string]string{}
	for _, r := range old {
		known[r.Code] = r
		names[r.Name] = r.Code
	}
	dated := slices.ContainsFunc(page.Records, func(r registry.Record) bool { return r.Registered+r.Updated != "" })
	var records []registry.Record
	var errs []error
	for _, row := range page.Records {
		r, ok := known[row.Code]
		if !ok {
			r.Name = registry.ProposeName(row.Code)
			if first, taken := names[r.Name]; taken && !strings.EqualFold(first, row.Code) {
				errs = append(errs, fmt.Errorf("%s and %s have the same Go name, %s: add a row with another one for %s to %s", row.Code, first, r.Name, row.Code, tree.RegistryFile))
			}
			names[r.Name] = row.Code
		}
		r.Code, r.Description, r.References = row.Code, row.Description, row.References
		r.Status = registry.StatusOf(row.Description)
		if dated { // only the XML has dates
			r.Registered, r.Updated = row.Registered, row.Updated
		}
		records = append(records, r)
	}
	return keepRemoved(old, records), errors.Join(errs...)
}

// keepRemoved returns records with the rows of old that are not published any more, each behind the row that it stood
// behind: downstream code compiles against their constants.
func keepRemoved(old, records []registry.Record) []registry.Record {
	for i, r := range old {
		if has(records, r.Code) {
			continue
		}
		r.Status = registry.Removed
		at := 0
		if i > 0 {
			at = 1 + index(records, old[i-1].Code)
		}
		records = slices.Insert(records, at, r)
	}
	return records
}

// sources returns the rows of sources.csv: the registry, then every RFC that the registry cites or that was there.
func sources(old tree.Tree, records []registry.Record, page *iana.Page, texts map[string]string) []registry.Source {
	rows := map[string]registry.Source{
		registry.IANA: {
			Name: registry.IANA, Title: "IMAP Response Codes", URL: iana.URL,
		},
	}
	for _, r := range records {
		for _, ref := range r.References {
			if isRFC(ref) {
				rows[ref] = registry.Source{Name: ref}
			}
		}
	}
	for _, s := range old.Sources {
		rows[s.Name] = s
	}
	for name, s := range rows {
		if front := abnf.ReadFrontPage(texts[name]); front.Title != "" {
			s.Title, s.Date = front.Title, front.Date
		}
		if name == registry.IANA && page != nil && page.Updated != "" {
			s.Date = page.Updated
		}
		if isRFC(name) {
			s.URL = registry.ReferenceURL(name)
		}
		rows[name] = s
	}
	return slices.SortedFunc(maps.Values(rows), func(a, b registry.Source) int {
		if isIANA := a.Name == registry.IANA; isIANA != (b.Name == registry.IANA) { // the registry first
			if isIANA {
				return -1
			}
			return 1
		}
		return tree.CompareSources(a.Name, b.Name)
	})
}

// isRFC reports whether a reference of the registry is an RFC, not a draft.
func isRFC(reference string) bool {
	return strings.HasPrefix(reference, "RFC") && !strings.HasPrefix(reference, "RFC-")
}
