// Package iana reads IANA's registry "IMAP Response Codes" in the formats that IANA publishes: the XHTML page that
// people see, the XML that IANA makes it from, and the CSV that it offers for download.
//
// All three become the same records, in the registry's order. Only the XML has dates per record; Merge adds them to what
// another format gave. What the parsers do not understand is an error and never dropped: a row that was misread would
// become a constant in other people's code. All faults of an input are reported at once, each with its place, and
// nothing is returned beside an error.
package iana

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// Where IANA publishes the registry: as what people see, and its page and XML.
const (
	URL     = "https://www.iana.org/assignments/imap-response-codes/"
	PageURL = URL + "imap-response-codes.xhtml"
	XMLURL  = URL + "imap-response-codes.xml"
)

// A Page is one state of the registry.
type Page struct {
	// Updated is the registry's own "Last Updated", "2026-08-04"; empty from CSV, which has none. It is no version:
	// different rows have stood under one date.
	Updated string

	// Records are in the registry's order. Filled are IANA's columns (Code, Description, References, Registered, Updated)
	// and Status, as the description has it.
	Records []registry.Record
}

// columns are the headings of the registry's table.
var columns = []string{"Response Code", "Reference", "Status Description (Optional)"}

// A row is a record as a page gives it.
type row struct {
	place    string // as errors name it: `page.xhtml: row 14 ("ALERT")`, "page.xml:87"
	position string // the same inside its page: "row 14", "line 87"
	record   registry.Record
	errs     []error // what the page itself shows to be wrong, before the record is checked
}

// lineRow returns the empty row that begins on a line of the input.
func lineRow(name string, line int) row {
	return row{place: fmt.Sprintf("%s:%d", name, line), position: fmt.Sprintf("line %d", line)}
}

// fault notes what is wrong with the row.
func (r *row) fault(format string, args ...any) {
	r.errs = append(r.errs, fmt.Errorf(format, args...))
}

// fill makes the row's record from the cells of the registry's table.
func (r *row) fill(cells []string) {
	if len(cells) != len(columns) {
		r.fault("%d columns, want %d", len(cells), len(columns))
		return
	}
	references, err := splitReferences(normalise(cells[1]))
	if err != nil {
		r.errs = append(r.errs, err)
	}
	r.record = newRecord(normalise(cells[0]), references, normalise(cells[2]))
}

func newRecord(code string, references []string, description string) registry.Record {
	return registry.Record{
		Code:        code,
		Status:      registry.StatusOf(description),
		Description: description,
		References:  references,
	}
}

// check returns all that is wrong with the row, each fault with the row's place. A row that its page broke before there
// was a code is not blamed for the missing code as well.
func (r *row) check() []error {
	errs := slices.Clone(r.errs)
	if r.record.Code != "" || len(errs) == 0 {
		errs = append(errs, flatten(r.record.CheckIANA())...)
	}
	for i, err := range errs {
		errs[i] = fmt.Errorf("%s: %w", r.place, err)
	}
	return errs
}

// flatten returns the errors that err joins, one by one; none for nil.
func flatten(err error) []error {
	if err == nil {
		return nil
	}
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []error{err}
	}
	var errs []error
	for _, e := range joined.Unwrap() {
		errs = append(errs, flatten(e)...)
	}
	return errs
}

// newPage returns the page of rows, unless errs or the rows' own faults speak against it.
func newPage(name, updated string, rows []row, errs []error) (*Page, error) {
	page := &Page{Updated: updated}
	first := map[string]string{} // by code, in upper case: position of the first row
	for _, row := range rows {
		errs = append(errs, row.check()...)
		page.Records = append(page.Records, row.record)
		code := strings.ToUpper(row.record.Code) // response codes ignore case (RFC 9051 section 9, note 1)
		if position, ok := first[code]; ok && code != "" {
			errs = append(errs, fmt.Errorf("%s: duplicate code %q (first at %s)", row.place, row.record.Code, position))
		} else {
			first[code] = row.position
		}
	}
	if len(rows) == 0 {
		errs = append(errs, fmt.Errorf("%s: the registry holds no response code", name))
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return page, nil
}

// notRegistry is the error for an input that is something else altogether, such as the login page of a network.
func notRegistry(name, format string, args ...any) error {
	return fmt.Errorf("%s: not the registry of IMAP response codes: %s", name, fmt.Sprintf(format, args...))
}

// readText reads all of r, which must be UTF-8; a byte order mark is dropped. NUL is refused here because the HTML
// tokenizer replaces it, so that no later check would see it.
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
	number := 0
	for line := range strings.Lines(text) {
		number++
		if !utf8.ValidString(line) || strings.Contains(line, "\x00") {
			errs = append(errs, fmt.Errorf("%s:%d: not UTF-8 text: %s", name, number, excerpt(line)))
		}
	}
	return text, errors.Join(errs...)
}

// excerpt quotes text for an error, cut to a length that a terminal shows.
func excerpt(text string) string {
	const limit = 60 // octets
	text = strings.TrimRight(text, "\r\n")
	if len(text) <= limit {
		return fmt.Sprintf("%q", text)
	}
	cut := limit
	for cut > limit-utf8.UTFMax && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return fmt.Sprintf("%q…", text[:cut])
}

// normalise makes runs of white space one space and trims the ends. White space is what XML and HTML say it is: exotic
// spaces and line separators stay, for the checks of the record to find.
func normalise(text string) string {
	fields := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \t\r\n", r) })
	return strings.Join(fields, " ")
}

// splitReferences splits references such as "[RFC3501][RFC9051]"; the empty cell has none. What the brackets hold is for
// the checks of the record.
func splitReferences(cell string) ([]string, error) {
	var references []string
	for rest := cell; rest != ""; {
		outside, inside, open := strings.Cut(rest, "[")
		if normalise(outside) != "" {
			return nil, fmt.Errorf("references %q hold %q outside brackets", cell, normalise(outside))
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

// checkUpdated returns an error unless date is one, as the registry's "Last Updated" must be.
func checkUpdated(name, date string) error {
	if _, err := time.Parse(time.DateOnly, date); err != nil {
		return fmt.Errorf("%s: last updated %q is not in the form 2006-01-02", name, date)
	}
	return nil
}

// Merge returns what a and b, two formats of the same state of the registry, say together: the dates may stand in
// either, all else must be the same in both. The error names each row in which they differ. Neither is changed.
func Merge(a, b *Page) (*Page, error) {
	updated, err := mergeDate("last updated", a.Updated, b.Updated)
	errs := append(flatten(err), compareCodes(a.Records, b.Records)...)
	page := &Page{Updated: updated}
	for i, x := range a.Records {
		y, ok := find(b.Records, x.Code)
		if !ok {
			continue // compareCodes has reported it
		}
		record, faults := mergeRecord(x, y)
		for _, fault := range faults {
			errs = append(errs, fmt.Errorf("%s: %w", rowName(i, x.Code), fault))
		}
		page.Records = append(page.Records, record)
	}
	for i, err := range errs {
		errs[i] = fmt.Errorf("the formats disagree: %w", err)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return page, nil
}

// compareCodes returns the rows whose code stands in one list alone or, if there are none, the first one that stands
// elsewhere: after it, every row would.
func compareCodes(a, b []registry.Record) []error {
	errs := append(missing(a, b, "first"), missing(b, a, "second")...)
	if len(errs) > 0 {
		return errs
	}
	for i := range min(len(a), len(b)) {
		if a[i].Code != b[i].Code {
			return []error{fmt.Errorf("row %d is %q in the first, %q in the second", i+1, a[i].Code, b[i].Code)}
		}
	}
	return nil
}

// missing returns an error for each record whose code others lack; which says what page the records are of.
func missing(records, others []registry.Record, which string) []error {
	var errs []error
	for i, r := range records {
		if _, ok := find(others, r.Code); !ok {
			errs = append(errs, fmt.Errorf("%s: only in the %s", rowName(i, r.Code), which))
		}
	}
	return errs
}

func find(records []registry.Record, code string) (registry.Record, bool) {
	i := slices.IndexFunc(records, func(r registry.Record) bool { return r.Code == code })
	if i < 0 {
		return registry.Record{}, false
	}
	return records[i], true
}

// rowName names the row with index i.
func rowName(i int, code string) string {
	return fmt.Sprintf("row %d (%s)", i+1, excerpt(code))
}

// mergeRecord returns x, which has y's code, with the dates of both, and where else the two differ.
func mergeRecord(x, y registry.Record) (registry.Record, []error) {
	var errs []error
	if !slices.Equal(x.References, y.References) {
		errs = append(errs, fmt.Errorf("references %q against %q", x.References, y.References))
	}
	if x.Description != y.Description {
		errs = append(errs, fmt.Errorf("description %q against %q", x.Description, y.Description))
	}
	registered, err := mergeDate("registered", x.Registered, y.Registered)
	errs = append(errs, flatten(err)...)
	updated, err := mergeDate("updated", x.Updated, y.Updated)
	errs = append(errs, flatten(err)...)
	x.Registered, x.Updated = registered, updated
	return x, errs
}

// mergeDate returns the date that a or b gives, or an error that calls it what if they give different ones.
func mergeDate(what, a, b string) (string, error) {
	if a != "" && b != "" && a != b {
		return "", fmt.Errorf("%s %s against %s", what, a, b)
	}
	return max(a, b), nil // the empty string is the least
}
