// Package update makes what is checked in (registry.csv, abnf/) from what IANA and the RFC Editor
// publish. The parts, one per file:
//
//	update.go  a tree and a publication → the next tree
//	judge.go   what is refused unless a person allows it
//	derive.go  the RFCs' grammar → the columns arguments and grammar, and the grammar files
//	meaning.go the RFCs' grammar and examples → the columns from defined to untagged, and evidence
//	unfit.go   arguments from which no package can be generated
package update

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

// RFCsURL is the folder where the RFC Editor publishes the text of RFCs, as rfc9051.txt.
const RFCsURL = "https://www.rfc-editor.org/rfc"

// A Publication is what IANA and the RFC Editor publish.
type Publication struct {
	// Page is the registry. If it is nil, the rows stay as they are.
	Page *registry.State
	// Latest is the latest date that the page may have, "2026-08-05". If it is empty, any will do.
	Latest string
	// Texts returns the text of the named RFCs, "RFC9051", by their names. It may return others
	// too, and leaves out those that are not published yet. If it is nil, the grammar of abnf/ is
	// used.
	Texts func(names []string) (map[string]string, error)
}

// Update returns old as pub changes it, and notes for the person who runs the update.
//
// It rewrites the columns that come from IANA and from the grammar, and the sources. It fills in
// what the texts say of the meaning of codes, unless the evidence has a reason for another value.
// The columns that only people can write (name, fields, state, commands, retry and the sentences)
// stay. The grammar comes from the RFCs that the registry cites and from those in old.Sources. To
// have another RFC read, add a line with its name to abnf/sources.csv.
//
// The error joins all reasons to refuse the publication that allow does not excuse. Fields that do
// not fit the arguments of their code are an error too, unless the update changes these arguments.
// In that case there is only a note, so that one change does not hold up later ones; generating
// fails until a person has changed the fields. A code whose new arguments cannot be generated lands
// without them, and a note says why.
func Update(old tree.Tree, pub Publication, allow Allow) (tree.Tree, []string, error) {
	if pub.Texts == nil {
		return update(old, pub, nil, allow)
	}
	texts, err := pub.Texts(unread(old, pub.Page))
	if err != nil {
		return tree.Tree{}, nil, err
	}
	next, notes, err := update(old, pub, texts, allow)
	if !errors.Is(err, abnf.ErrUndefined) && (err != nil || !lacks(old, next)) {
		return next, notes, err
	}
	// abnf/ has only those rules of RFCs that were needed when they were read: read them again.
	isRead := func(name string) bool { return texts[name] != "" }
	more, err := pub.Texts(slices.DeleteFunc(old.RFCs(), isRead))
	if err != nil {
		return tree.Tree{}, nil, err
	}
	maps.Copy(texts, more)
	return update(old, pub, texts, allow)
}

// unread returns the RFCs that old names, or that page cites, and whose text no update has read. A
// nil page cites none.
func unread(old tree.Tree, page *registry.State) []string {
	var cited []registry.Record
	if page != nil {
		cited = page.Records
	}
	var names []string
	for _, s := range sources(old, cited, page, nil) {
		if s.Name != registry.IANA && s.Title == "" {
			names = append(names, s.Name)
		}
	}
	return names
}

// lacks reports whether next may lack the grammar of a new code because abnf/ has only some rules
// of an RFC that the code cites.
func lacks(old, next tree.Tree) bool {
	return slices.ContainsFunc(next.Records, func(r registry.Record) bool {
		return r.Grammar == "" && !has(old.Records, r.Code) &&
			slices.ContainsFunc(old.Sources, func(s registry.Source) bool {
				return s.Title != "" && slices.Contains(r.References, s.Name)
			})
	})
}

// update is Update with texts that have been read.
func update(old tree.Tree, pub Publication, texts map[string]string, allow Allow) (
	next tree.Tree, notes []string, err error) {
	page := pub.Page
	records, err := rows(old.Records, page)
	if err = errors.Join(
		judgePage(old, page, allow), judgeDates(pub, allow),
		judgeLost(old.Records, records, allow), judgeTexts(texts), err,
	); err != nil {
		return tree.Tree{}, nil, err
	}
	next = tree.Tree{
		Sources:    sources(old, records, page, texts),
		Amendments: old.Amendments,
		Tolerances: old.Tolerances,
	}
	d, err := newDerivation(next.Sources, old, texts, records)
	if err != nil {
		return tree.Tree{}, nil, err
	}
	var fieldNotes, unfitNotes, meaningNotes []string
	next.Records, fieldNotes, err = d.columns()
	if page != nil || texts != nil { // otherwise people have changed abnf/
		err = errors.Join(err, judgeGrammar(old.Records, next.Records, allow))
	}
	if err != nil {
		return tree.Tree{}, nil, err
	}
	next.Grammars = d.files()
	if next, unfitNotes, err = d.dropUnfit(old.Records, next); err != nil {
		return tree.Tree{}, nil, err
	}
	next.Records, next.Evidence, meaningNotes = d.fill(next.Records, old.Evidence)
	return next, slices.Concat(
		page.UnreadNotes(), newDescriptions(old.Records, records), d.undefinedNotes(), fieldNotes,
		unfitNotes, meaningNotes, reviewNotes(old, next),
	), nil
}

// reviewNotes says which evidence is for other values than those of next, and which codes are new.
func reviewNotes(old, next tree.Tree) []string {
	var notes []string
	if err := registry.CheckEvidence(tree.EvidenceFile, next.Records, next.Evidence); err != nil {
		notes = strings.Split(err.Error(), "\n")
	}
	for _, r := range next.Records {
		if !has(old.Records, r.Code) {
			notes = append(notes, fmt.Sprintf("%s is new: fill in the columns of its row in %s "+
				"that are empty, and add where the values come from to %s",
				r.Code, tree.RegistryFile, tree.EvidenceFile))
		}
	}
	return notes
}

// rows returns old with the registry's columns as the page has them, in the page's order.
func rows(old []registry.Record, page *registry.State) ([]registry.Record, error) {
	if page == nil {
		return old, nil
	}
	names := map[string]string{} // code by Go name
	for _, r := range old {
		names[r.Name] = r.Code
	}
	isDated := func(r registry.Record) bool { return r.Registered+r.Updated != "" }
	dated := slices.ContainsFunc(page.Records, isDated) // only the XML has dates
	var records []registry.Record
	var errs []error
	for _, row := range page.Records {
		r := registry.Record{Name: registry.ProposeName(row.Code)}
		if i := index(old, row.Code); i >= 0 {
			r = old[i]
		} else if first, ok := names[r.Name]; ok && !strings.EqualFold(first, row.Code) {
			errs = append(errs, fmt.Errorf("%s and %s have the same Go name, %s: "+
				"add a row with another name for %s to %s",
				row.Code, first, r.Name, row.Code, tree.RegistryFile))
		}
		names[r.Name] = row.Code
		r.Code, r.Description, r.References = row.Code, row.Description, row.References
		r.Status = registry.StatusOf(row.Description)
		if dated {
			r.Registered, r.Updated = row.Registered, row.Updated
		}
		records = append(records, r)
	}
	return keepRemoved(old, records), errors.Join(errs...)
}

// keepRemoved returns records with the rows of old that are no longer published, each after its
// former predecessor: downstream code compiles against their constants.
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

// sources returns the rows of sources.csv: the registry, then every RFC that records cite or that
// was there before.
func sources(old tree.Tree, records []registry.Record, page *registry.State,
	texts map[string]string) []registry.Source {
	rows := map[string]registry.Source{
		registry.IANA: {Name: registry.IANA, Title: "IMAP Response Codes", URL: registry.URL},
	}
	for _, r := range records {
		for _, ref := range r.References {
			if registry.IsRFC(ref) {
				rows[ref] = registry.Source{Name: ref}
			}
		}
	}
	for _, s := range old.Sources {
		rows[s.Name] = s
	}
	for name, s := range rows {
		if front := abnf.ReadFrontPage(texts[name]); front.Title != "" {
			s.Title, s.Date, s.Obsoletes = front.Title, front.Date, front.Obsoletes
		}
		if name != registry.IANA {
			s.URL = registry.ReferenceURL(name)
		} else if page != nil && page.Updated != "" {
			s.Date = page.Updated
		}
		rows[name] = s
	}
	return slices.SortedFunc(maps.Values(rows), func(a, b registry.Source) int {
		return tree.CompareSources(a.Name, b.Name) // IANA sorts before any RFC
	})
}

// index returns the index of the record with the given code, or -1.
func index(records []registry.Record, code string) int {
	return slices.IndexFunc(records, func(r registry.Record) bool { return r.Code == code })
}

func has(records []registry.Record, code string) bool { return index(records, code) >= 0 }
