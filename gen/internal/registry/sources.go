package registry

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
)

// A Source is a row of abnf/sources.csv: a document that the registry or the grammar comes from.
type Source struct {
	Name  string // "RFC9051", or IANA for the registry itself
	Title string // as the document gives it
	Date  string // likewise: "August 2021"; of the registry its "Last Updated", "2026-08-04"
	URL   string // where people find it, http or https; or empty
}

// IANA is the Name of the registry's own Source.
const IANA = "IANA"

var sourcesHeader = []string{"source", "title", "date", "url"}

// urlPattern allows the characters of a URL (RFC 3986 section 2) but for the quote, parentheses and
// brackets, so that a URL needs no escaping in a Markdown link or an HTML attribute.
var urlPattern = regexp.MustCompile(`^https?://[A-Za-z0-9][A-Za-z0-9._~:/?#@!$&*+,;=%-]*$`)

var sourcePattern = regexp.MustCompile(`^(IANA|RFC[1-9][0-9]{0,4})$`)

// ReadSources reads abnf/sources.csv. The file's name stands in the errors, which name each bad line, all at once.
func ReadSources(name string, r io.Reader) ([]Source, error) {
	rows, err := readTable(name, exactly(sourcesHeader), r)
	errs := []error{err}
	var sources []Source
	seen := map[string]bool{}
	for _, row := range rows {
		s := Source{row.fields[0], row.fields[1], row.fields[2], row.fields[3]}
		if err := s.check(); err != nil {
			errs = append(errs, at(row.place, err))
		}
		if seen[s.Name] {
			errs = append(errs, fmt.Errorf("%s: duplicate source %q", row.place, s.Name))
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
	if !sourcePattern.MatchString(s.Name) {
		errs = append(errs, fmt.Errorf("source %q is neither %s nor an RFC", s.Name, IANA))
	}
	if s.Name == IANA && s.Date != "" && !isDate(s.Date) {
		errs = append(errs, fmt.Errorf("date %q of %s is not in the form 2006-01-02", s.Date, s.Name))
	}
	if s.URL != "" && !urlPattern.MatchString(s.URL) {
		errs = append(errs, fmt.Errorf("url %q of %s is not an http or https address", s.URL, s.Name))
	}
	errs = append(errs, checkText(s.Title), checkText(s.Date))
	return errors.Join(errs...)
}

// WriteSources writes sources as abnf/sources.csv.
func WriteSources(w io.Writer, sources []Source) error {
	lines := csv.NewWriter(w)
	rows := [][]string{sourcesHeader}
	for _, s := range sources {
		rows = append(rows, []string{s.Name, s.Title, s.Date, s.URL})
	}
	return lines.WriteAll(rows)
}
