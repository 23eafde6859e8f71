package registry

import (
	"crypto/sha256"
	"fmt"
	"strings"
)

// A State is the registry at one time, as one source gives it.
type State struct {
	// Updated is the registry's own "Last Updated", "2026-08-04", or empty if the source does not
	// say. It is not a version: there have been different rows under one date.
	Updated string
	Records []Record // in the registry's order, each code once
	Columns Columns  // what the source has of each record
	// Hash is RegistryHash of the package that is generated from the records and their grammar, or
	// empty if the source has no grammar.
	Hash string
	// Unread are the columns that IANA has added and that are not read: the headings of a table, or
	// the names of XML elements.
	Unread []string
}

// UnreadNotes returns a note for each column in Unread. A nil state has none.
func (s *State) UnreadNotes() []string {
	if s == nil {
		return nil
	}
	var notes []string
	for _, name := range s.Unread {
		notes = append(notes, fmt.Sprintf("the registry has a new column, %q, which is not read: "+
			"look for a newer version of imapcodes", name))
	}
	return notes
}

// Columns says which columns of a record a source has. Each value includes those before it, so two
// sources have the lesser of theirs in common.
type Columns int

// The columns that the formats have.
const (
	CodesOnly Columns = iota - 1 // only Code: a list of codes, codes.go
	Published                    // also Description and References: IANA's page and CSV
	Dated                        // also Registered and Updated: IANA's XML, codes.json
	Whole                        // all: registry.csv
)

// String returns the columns in words: "codes, statuses and references".
func (c Columns) String() string {
	switch c {
	case CodesOnly:
		return "codes"
	case Published:
		return "codes, statuses and references"
	case Dated:
		return "codes, statuses, references and dates"
	}
	return "all columns"
}

// Rows returns the number of codes in the registry, without those that registry.csv keeps as
// removed.
func (s State) Rows() int { return len(s.listed()) }

// RowsHash returns a hash of what IANA publishes, "sha256:…", which is the same for every format of
// the same rows. It is the SHA-256 of one line per code in the registry, in the registry's order:
// code, description and references, as in registry.csv, with a tab between them and LF at the end.
// It omits what some formats lack: the dates, "Last Updated", and codes that are kept as removed.
// It is empty if only the codes are known.
func (s State) RowsHash() string {
	if s.Columns == CodesOnly {
		return ""
	}
	h := sha256.New()
	for _, r := range s.listed() {
		fmt.Fprintf(h, "%s\t%s\t%s\n", r.Code, r.Description, strings.Join(r.References, " "))
	}
	return fmt.Sprintf("sha256:%x", h.Sum(nil))
}

// listed returns the records whose codes are in the registry.
func (s State) listed() []Record {
	var records []Record
	for _, r := range s.Records {
		if r.listed() {
			records = append(records, r)
		}
	}
	return records
}

// listed reports whether the registry has the code: r is neither kept as removed nor the zero
// Record.
func (r Record) listed() bool { return r.Code != "" && r.Status != Removed }
