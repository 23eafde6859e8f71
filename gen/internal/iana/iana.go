// Package iana reads IANA's registry "IMAP Response Codes" in the formats that IANA publishes: the
// XHTML page that people see, the XML that IANA makes it from, and the CSV for download.
//
// All three become the same records, in the registry's order. Only the XML has dates of records.
// Merge adds them to the records of another format. What the parsers do not understand is an error,
// and never dropped: a row that was misread would become a constant in other people's code. Only a
// column that IANA has added is left out, and State.Unread names it. All faults of an input are
// reported at once, each with its place.
package iana

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// Where IANA publishes the page and the XML.
const (
	PageURL = registry.URL + "imap-response-codes.xhtml"
	XMLURL  = registry.URL + "imap-response-codes.xml"
)

// Parse reads the registry in any of IANA's formats. It tells them apart by the content, whatever
// the name.
func Parse(name string, r io.Reader) (registry.State, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return registry.State{}, fmt.Errorf("%s: %w", name, err)
	}
	state, err := parserFor(string(data))(name, bytes.NewReader(data))
	if err != nil {
		return registry.State{}, err
	}
	return *state, nil
}

// xmlStart matches the beginning of IANA's XML.
var xmlStart = regexp.MustCompile(`(?s)^\x{feff}?(\s|<\?.*?\?>|<!--.*?-->)*<registry\b`)

// parserFor returns the parser for text. Any markup except IANA's XML goes to the parser of the
// page, which can best say what it is instead, such as the login page of a network.
func parserFor(text string) func(string, io.Reader) (*registry.State, error) {
	switch {
	case xmlStart.MatchString(text):
		return ParseXML
	case strings.HasPrefix(strings.TrimLeft(text, "\ufeff \t\r\n"), "<"):
		return ParseXHTML
	}
	return ParseCSV
}

// columns returns the headings of the registry's table.
func columns() []string {
	return []string{"Response Code", "Reference", "Status Description (Optional)"}
}

// unread returns the headings that are not those of columns. ok is false if the others are not
// exactly columns, in their order.
func unread(header []string) (added []string, ok bool) {
	isNew := func(heading string) bool { return !slices.Contains(columns(), heading) }
	for _, heading := range header {
		if isNew(heading) {
			added = append(added, heading)
		}
	}
	return added, slices.Equal(slices.DeleteFunc(slices.Clone(header), isNew), columns())
}

// A row is a record as read from an input.
type row struct {
	registry.Entry
	errs []error // what is wrong with the row before the record is checked
}

func (r *row) fault(format string, args ...any) { r.note(fmt.Errorf(format, args...)) }

func (r *row) note(err error) {
	if err != nil {
		r.errs = append(r.errs, err)
	}
}

// fill makes the record from the cells of a row of the registry's table, which has a cell for each
// heading of header.
func (r *row) fill(header, cells []string) {
	cell := map[string]string{} // by heading
	for i, heading := range header {
		cell[heading] = collapse(cells[i])
	}
	names := columns()
	references, err := splitReferences(cell[names[1]])
	r.note(err)
	r.Record = newRecord(cell[names[0]], references, cell[names[2]])
}

func newRecord(code string, references []string, description string) registry.Record {
	return registry.Record{
		Code:        code,
		Status:      registry.StatusOf(description),
		Description: description,
		References:  references,
	}
}

// check returns all that is wrong with the row, joined. If the row is broken before its code, check
// does not report the missing code as well.
func (r *row) check() error {
	if r.Code == "" && len(r.errs) > 0 {
		return errors.Join(r.errs...)
	}
	return errors.Join(append(r.errs, r.CheckIANA())...)
}

// newState returns state with the records of rows, or errs and what is wrong with the rows.
func newState(name string, state registry.State, rows []row, errs ...error) (
	*registry.State, error) {
	var entries []registry.Entry
	for _, row := range rows {
		entries = append(entries, row.Entry)
		state.Records = append(state.Records, row.Record)
	}
	if len(rows) == 0 {
		errs = append(errs, fmt.Errorf("%s: no response codes", name))
	}
	errs = append(errs, registry.CheckAll(entries, func(i int) error { return rows[i].check() }))
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return &state, nil
}

// notRegistry returns the error for an input that is something else, such as the login page of a
// network.
func notRegistry(name, format string, args ...any) error {
	return fmt.Errorf("%s: not the registry of IMAP response codes: %s",
		name, fmt.Sprintf(format, args...))
}

// readText reads all of r, which must be UTF-8, and drops a byte order mark. It rejects NUL because
// the HTML tokenizer replaces it, so that no later check would see it.
func readText(name string, r io.Reader) (string, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	text := strings.TrimPrefix(string(data), "\ufeff")
	if strings.TrimSpace(text) == "" {
		return "", notRegistry(name, "it is empty")
	}
	var errs []error
	for i, line := range strings.Split(text, "\n") {
		if !utf8.ValidString(line) || strings.Contains(line, "\x00") {
			errs = append(errs, fmt.Errorf("%s:%d: not UTF-8 text: %s", name, i+1, excerpt(line)))
		}
	}
	return text, errors.Join(errs...)
}

// excerpt quotes text for an error, shortened so that it fits on a line.
func excerpt(text string) string {
	const limit = 60 // characters
	text = strings.TrimRight(text, "\r\n")
	if utf8.RuneCountInString(text) > limit {
		return fmt.Sprintf("%.*q…", limit, text)
	}
	return fmt.Sprintf("%q", text)
}

// collapse makes each run of white space one space and trims the ends. White space is that of XML
// and HTML. Other spaces and line separators stay, so that the checks of the record find them.
func collapse(text string) string {
	isSpace := func(r rune) bool { return strings.ContainsRune(" \t\r\n", r) }
	return strings.Join(strings.FieldsFunc(text, isSpace), " ")
}

// splitReferences splits references such as "[RFC3501][RFC9051]". The checks of the record judge
// what is in the brackets.
func splitReferences(cell string) ([]string, error) {
	var references []string
	for rest := cell; rest != ""; {
		outside, inside, open := strings.Cut(rest, "[")
		if outside = collapse(outside); outside != "" {
			return nil, fmt.Errorf("references %q hold %q outside brackets", cell, outside)
		}
		if !open {
			break
		}
		reference, after, closed := strings.Cut(inside, "]")
		if !closed {
			return nil, fmt.Errorf("references %q lack a closing bracket", cell)
		}
		references = append(references, reference)
		rest = after
	}
	return references, nil
}

// checkUpdated returns an error unless date, the registry's "Last Updated", is a date.
func checkUpdated(name, date string) error {
	if _, err := time.Parse(time.DateOnly, date); err != nil {
		return fmt.Errorf("%s: last updated %q is not in the form 2006-01-02", name, date)
	}
	return nil
}
