package registry

import (
	"crypto/sha256"
	"fmt"
	"strings"
)

// A State is the registry at one time, as one source gives it.
type State struct {
	Updated string   // the registry's own "Last Updated", "2026-08-04"; empty where the source does not say
	Records []Record // in the registry's order, each code once
	Columns Columns  // what the source knows of each record
}

// Columns says which columns of a record a source knows. Each value includes those before it, so that the lesser of two
// is what two sources have in common.
type Columns int

// The columns of the formats.
const (
	Published Columns = iota // Code, Description and References: IANA's page and CSV
	Dated                    // and Registered and Updated: IANA's XML
	Whole                    // and all others: registry.csv
)

// String returns what is known, for people: "codes, statuses and references".
func (c Columns) String() string {
	switch c {
	case Published:
		return "codes, statuses and references"
	case Dated:
		return "codes, statuses, references and dates"
	}
	return "all columns"
}

// Rows returns how many codes are in the registry. Those that registry.csv keeps as removed are not.
func (s State) Rows() int {
	return len(s.listed())
}

// Hash returns a hash of the registry's rows, "sha256:…", which is the same for every format of the same rows. It is the
// SHA-256 of a line for each code that is in the registry, in the registry's order: code, description and references, in
// the words of registry.csv, with a tab between them and LF at the end. What some formats lack is left out: the dates,
// "Last Updated", and codes that are kept as removed.
func (s State) Hash() string {
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

// listed reports whether the registry has the code: r is neither kept as removed nor the zero Record.
func (r Record) listed() bool {
	return r.Code != "" && r.Status != Removed
}
