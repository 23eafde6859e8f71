package registry

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Evidence is a row of abnf/evidence.csv: where a reviewer can check a value of registry.csv in one
// of MeaningColumns.
type Evidence struct {
	Code   string
	Column string
	Value  string   // as in registry.csv; may be empty
	From   []string // sections: "RFC7888#5"
	Basis  Basis
	Reason string // may be empty unless Basis is Reading; update keeps values that have one
}

// A Basis says how a value follows from its sections.
type Basis string

// The bases.
const (
	Text    Basis = "text"    // the section says so, in words or in its grammar
	Example Basis = "example" // an example shows it
	Reading Basis = "reading" // it is this project's reading of what the section says
)

func evidenceHeader() []string {
	return []string{"code", "column", "value", "from", "basis", "reason"}
}

// ReadEvidence reads abnf/evidence.csv. The error joins one for each bad line, with the file's name
// and the line.
func ReadEvidence(name string, r io.Reader) ([]Evidence, error) {
	return readList(name, r, evidenceHeader(), func(cells []string) (Evidence, string, error) {
		e := Evidence{
			Code: cells[0], Column: cells[1], Value: cells[2],
			From: list(cells[3]), Basis: Basis(cells[4]), Reason: cells[5],
		}
		return e, fmt.Sprintf("evidence for %s of %q", e.Column, e.Code), e.check()
	})
}

func (e Evidence) check() error {
	var f faults
	if !slices.Contains(MeaningColumns(), e.Column) {
		f.add("column %q is not one of %s", e.Column, strings.Join(MeaningColumns(), ", "))
	}
	if len(e.From) == 0 {
		f.add("%s of %q has no section", e.Column, e.Code)
	}
	for _, section := range e.From {
		if _, number := SplitSection(section); number == "" || SectionURL(section) == "" {
			f.add("section %q of %q is not in the form RFC9051#7.1", section, e.Code)
		}
	}
	if e.Basis == Reading && e.Reason == "" {
		f.add("%s of %q is a reading without a reason", e.Column, e.Code)
	}
	f = append(f, checkWord("basis", e.Code, e.Basis, Text, Example, Reading), checkText(e.Reason))
	return errors.Join(f...)
}

// CheckEvidence returns an error for each row of list that is for another value than records have.
// The errors begin with name, the file of the evidence.
func CheckEvidence(name string, records []Record, list []Evidence) error {
	var f faults
	index := byCode(records)
	for i, e := range list {
		r, ok := index[e.Code]
		if value := r.Cell(e.Column); !ok && (i == 0 || list[i-1].Code != e.Code) {
			f.add("%s: evidence for %q, which is not in the registry", name, e.Code)
		} else if ok && value != e.Value {
			f.add("%s: %s of %q is %q, but the evidence is for %q: review it",
				name, e.Column, e.Code, value, e.Value)
		}
	}
	return errors.Join(f...)
}

// WriteEvidence writes abnf/evidence.csv.
func WriteEvidence(w io.Writer, list []Evidence) error {
	rows := [][]string{evidenceHeader()}
	for _, e := range list {
		rows = append(rows, []string{
			e.Code, e.Column, e.Value, strings.Join(e.From, " "), string(e.Basis), e.Reason,
		})
	}
	return csv.NewWriter(w).WriteAll(rows)
}
