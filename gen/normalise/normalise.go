// Package normalise makes what is checked in (registry.csv, abnf/) from what IANA and the RFCs publish. Update is a function
// from values to values: it opens no file and no connection.
package normalise

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/grammar"
	"github.com/imapcodes/imapcodes/gen/iana"
	"github.com/imapcodes/imapcodes/gen/registry"
)

// A Tree is what is checked in, above which all is published by others and below which all is generated.
type Tree struct {
	Records    []registry.Record
	Sources    []registry.Source
	Grammars   []abnf.Source // of abnf/rfcN.abnf
	Amendments []*abnf.Rule  // of abnf/amendments.abnf, which only people write
}

// A Publication is what IANA and the RFC Editor publish.
type Publication struct {
	Page  *iana.Page        // the registry; nil: its rows stay as they are
	Texts map[string]string // RFCs as published, by source ("RFC9051"); what is missing stays as it is
}

// Update returns tree as pub changes it, and notes for the person who runs the update.
//
// IANA's columns, the grammar's and the sources' are made anew, our own columns (name, fields, types, retry, summary)
// stay. The grammar comes from the RFCs that the registry cites and from those in tree.Sources: to have one more RFC
// read, add a line with its name there.
//
// What speaks against the publication, and allow does not excuse, is an error, all of it at once.
func Update(tree Tree, pub Publication, allow Allow) (Tree, []string, error) {
	next := Tree{Amendments: tree.Amendments}
	var notes []string
	var err error
	next.Records, err = rows(tree.Records, pub.Page)
	err = errors.Join(judgePage(tree, pub.Page, allow), judgeLost(tree.Records, next.Records, allow), judgeTexts(pub.Texts), err)
	if err != nil {
		return Tree{}, nil, err
	}
	next.Sources = sources(tree, next.Records, pub)
	g := merge(next.Sources, tree, pub.Texts)
	if err = g.checkWhole(tree.Grammars); err != nil {
		return Tree{}, nil, err
	}
	if next.Records, notes, err = deriveColumns(g, next.Records, pub.Texts); err != nil {
		return Tree{}, nil, err
	}
	next.Grammars, err = g.needed()
	if pub.Page != nil || pub.Texts != nil { // else people have changed abnf/
		err = errors.Join(err, judgeGrammar(tree.Records, next.Records, allow))
	}
	if err != nil {
		return Tree{}, nil, err
	}
	return next, append(newDescriptions(tree.Records, next.Records), notes...), nil
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
				errs = append(errs, fmt.Errorf("%s and %s have the same Go name, %s: add a row with another one for %s to %s", row.Code, first, r.Name, row.Code, RegistryFile))
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
func sources(tree Tree, records []registry.Record, pub Publication) []registry.Source {
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
	for _, s := range tree.Sources {
		rows[s.Name] = s
	}
	for name, s := range rows {
		if page := abnf.ReadFrontPage(pub.Texts[name]); page.Title != "" {
			s.Title, s.Date = page.Title, page.Date
		}
		if name == registry.IANA && pub.Page != nil && pub.Page.Updated != "" {
			s.Date = pub.Page.Updated
		}
		if isRFC(name) {
			s.URL = registry.ReferenceURL(name)
		}
		rows[name] = s
	}
	return slices.SortedFunc(maps.Values(rows), func(a, b registry.Source) int {
		switch registry.IANA { // the registry first
		case a.Name:
			return -1
		case b.Name:
			return 1
		}
		return grammar.CompareSources(a.Name, b.Name)
	})
}

// isRFC reports whether a reference of the registry is an RFC, not a draft.
func isRFC(reference string) bool {
	return strings.HasPrefix(reference, "RFC") && !strings.HasPrefix(reference, "RFC-")
}
