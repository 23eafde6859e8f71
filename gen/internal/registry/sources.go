package registry

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
)

// A Source is a row of abnf/sources.csv: a document that the registry or the grammar comes from.
type Source struct {
	Name  string // "RFC9051", or IANA for the registry itself
	Title string // as in the document
	Date  string // as in the document, "August 2021"; "Last Updated" of the registry, "2026-08-04"
	URL   string
}

// IANA is the Name of the registry's own Source, and URL where it is published.
const (
	IANA = "IANA"
	URL  = "https://www.iana.org/assignments/imap-response-codes/"
)

func sourcesHeader() []string { return []string{"source", "title", "date", "url"} }

// ReadSources reads abnf/sources.csv. The error joins one for each bad line, after the file's name
// and the line.
func ReadSources(name string, r io.Reader) ([]Source, error) {
	rows, err := readRows(name, r, sourcesHeader())
	errs := []error{err}
	var sources []Source
	seen := map[string]bool{}
	for _, row := range rows {
		s := Source{row.Cells[0], row.Cells[1], row.Cells[2], row.Cells[3]}
		if err := s.check(); err != nil {
			errs = append(errs, at(row.Place, err))
		}
		if seen[s.Name] {
			errs = append(errs, fmt.Errorf("%s: duplicate source %q", row.Place, s.Name))
		}
		seen[s.Name] = true
		sources = append(sources, s)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return sources, nil
}

func (s Source) check() error {
	var errs []error
	if s.Name != IANA && !IsRFC(s.Name) {
		errs = append(errs, fmt.Errorf("source %q is neither %s nor an RFC", s.Name, IANA))
	}
	if s.Name == IANA && s.Date != "" && !isDate(s.Date) {
		errs = append(errs, fmt.Errorf("date %q of %s is not in the form 2006-01-02", s.Date, s.Name))
	}
	for _, text := range []string{s.Title, s.Date, s.URL} {
		errs = append(errs, checkText(text))
	}
	return errors.Join(errs...)
}

// WriteSources writes sources as abnf/sources.csv.
func WriteSources(w io.Writer, sources []Source) error {
	rows := [][]string{sourcesHeader()}
	for _, s := range sources {
		rows = append(rows, []string{s.Name, s.Title, s.Date, s.URL})
	}
	return csv.NewWriter(w).WriteAll(rows)
}
