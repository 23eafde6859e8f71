package registry

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// A Source is a row of abnf/sources.csv: a document that the registry or the grammar comes from.
type Source struct {
	Name      string   // "RFC9051", or IANA for the registry itself
	Title     string   // as in the document
	Date      string   // as in it, "August 2021"; "Last Updated" of the registry, "2026-08-04"
	URL       string   // of the document, http or https; may be empty
	Obsoletes []string // the RFCs that it says it obsoletes, in its order: "RFC3501"
}

// IANA is the Name of the registry's own Source. URL is the folder where it is published.
const (
	IANA = "IANA"
	URL  = "https://www.iana.org/assignments/imap-response-codes/"
)

func sourcesHeader() []string {
	return []string{"source", "title", "date", "url", "obsoletes"}
}

// urlPattern allows the characters of a URL (RFC 3986 section 2) except for quotes, parentheses and
// brackets, so that a URL needs no escaping in a Markdown link or an HTML attribute.
var urlPattern = regexp.MustCompile(`^https?://[A-Za-z0-9][A-Za-z0-9._~:/?#@!$&*+,;=%-]*$`)

// ReadSources reads abnf/sources.csv. The error joins one for each bad line, with the file's name
// and the line.
func ReadSources(name string, r io.Reader) ([]Source, error) {
	return readList(name, r, sourcesHeader(), func(cells []string) (Source, string, error) {
		s := Source{cells[0], cells[1], cells[2], cells[3], list(cells[4])}
		return s, fmt.Sprintf("source %q", s.Name), s.check()
	})
}

func (s Source) check() error {
	var f faults
	if s.Name != IANA && !IsRFC(s.Name) {
		f.add("source %q is neither %s nor an RFC", s.Name, IANA)
	}
	if s.Name == IANA && s.Date != "" && !isDate(s.Date) {
		f.add("date %q of %s is not in the form 2006-01-02", s.Date, s.Name)
	}
	if s.URL != "" && !urlPattern.MatchString(s.URL) {
		f.add("url %q of %s is not an http or https address", s.URL, s.Name)
	}
	for _, old := range s.Obsoletes {
		if !IsRFC(old) {
			f.add("%q, which %s obsoletes, is not an RFC", old, s.Name)
		}
	}
	return errors.Join(append(f, checkText(s.Title), checkText(s.Date))...)
}

// Obsoleted reports whether one of sources obsoletes the named document.
func Obsoleted(sources []Source, name string) bool {
	return slices.ContainsFunc(sources, func(s Source) bool {
		return slices.Contains(s.Obsoletes, name)
	})
}

// WriteSources writes sources as abnf/sources.csv.
func WriteSources(w io.Writer, sources []Source) error {
	rows := [][]string{sourcesHeader()}
	for _, s := range sources {
		obsoletes := strings.Join(s.Obsoletes, " ")
		rows = append(rows, []string{s.Name, s.Title, s.Date, s.URL, obsoletes})
	}
	return csv.NewWriter(w).WriteAll(rows)
}
