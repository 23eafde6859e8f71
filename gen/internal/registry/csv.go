package registry

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Header returns the columns of registry.csv in their order.
func Header() []string {
	return []string{
		"code", "name", "status", "description", "references", "registered", "updated",
		"arguments", "fields", "grammar", "defined", "rev1", "rev2", "capability", "state",
		"commands", "tagged", "untagged", "retry", "summary", "advice", "security",
	}
}

// RequiredColumns returns the columns that registry.csv must have, in their order.
func RequiredColumns() []string {
	return Header()[:slices.Index(Header(), "defined")]
}

// MeaningColumns returns the columns that say what a code means, in their order.
func MeaningColumns() []string {
	return Header()[slices.Index(Header(), "defined"):]
}

// Read reads registry.csv: UTF-8, RFC 4180 quoting, the header first. The columns that say what a
// code means may be missing. The error joins one for each bad line, with the file's name and the
// line: "registry.csv:14: …".
func Read(name string, r io.Reader) ([]Record, error) {
	entries, err := ReadEntries(name, r, RequiredColumns())
	var records []Record
	for _, e := range entries {
		records = append(records, e.Record)
	}
	check := func(i int) error { return records[i].checkRegistered() }
	if err = errors.Join(err, CheckAll(entries, check)); err != nil {
		return nil, err
	}
	return records, nil
}

// ReadEntries reads a CSV file with the required columns of registry.csv, and perhaps others of it,
// in any order. The error joins one for each bad line; the entries on the others are not checked.
func ReadEntries(name string, r io.Reader, required []string) ([]Entry, error) {
	header, rows, err := ReadTable(name, r)
	if header == nil && err != nil {
		return nil, err
	}
	if err := CheckHeader(name, header, required); err != nil {
		return nil, err
	}
	if rows == nil && err == nil {
		err = fmt.Errorf("%s: no response codes", name)
	}
	var entries []Entry
	for _, row := range rows {
		e := Entry{Place: row.Place}
		for i, column := range header {
			e.SetCell(column, row.Cells[i])
		}
		entries = append(entries, e)
	}
	return entries, err
}

// CheckHeader returns an error unless header has columns of registry.csv, each once, with all that
// are required.
func CheckHeader(name string, header, required []string) error {
	if header == nil {
		return fmt.Errorf("%s: empty, want a header with the columns %s",
			name, strings.Join(required, ","))
	}
	var f faults
	for i, column := range header {
		if !slices.Contains(Header(), column) {
			f.add("%s:1: column %q is not one of %s", name, column, strings.Join(Header(), ", "))
		} else if slices.Contains(header[:i], column) {
			f.add("%s:1: duplicate column %q", name, column)
		}
	}
	for _, column := range required {
		if !slices.Contains(header, column) {
			f.add("%s:1: the column %s is missing", name, column)
		}
	}
	return errors.Join(f...)
}

// A Row is a line of a CSV file below its header.
type Row struct {
	Place string // "registry.csv:14"
	Cells []string
}

// ReadTable reads a CSV file with a header, which is nil if the file is empty. The error joins one
// for each bad line. The good lines are returned even then, unless the header is bad. A byte order
// mark is ignored.
func ReadTable(name string, r io.Reader) (header []string, rows []Row, err error) {
	text := bufio.NewReader(r)
	if mark, _ := text.Peek(3); string(mark) == "\ufeff" {
		text.Discard(len(mark)) // never fails: these bytes are buffered
	}
	lines := csv.NewReader(text)
	lines.FieldsPerRecord = -1 // counted here, for a message that says how many
	var f faults
	for {
		cells, err := lines.Read()
		var syntax *csv.ParseError
		switch {
		case err == io.EOF:
			return header, rows, errors.Join(f...)
		case errors.As(err, &syntax): // the reader continues on the next line
			f.add("%s:%d: %w", name, syntax.StartLine, syntax.Err)
			if header == nil {
				return nil, nil, f[0]
			}
		case err != nil:
			return nil, nil, fmt.Errorf("%s: %w", name, err)
		case header == nil:
			header = cells
		default:
			line, _ := lines.FieldPos(0)
			if len(cells) != len(header) {
				f.add("%s:%d: %d columns, want %d", name, line, len(cells), len(header))
				continue
			}
			rows = append(rows, Row{fmt.Sprintf("%s:%d", name, line), cells})
		}
	}
}

// readList reads a CSV file with the given header. parse returns what a row holds, the words for it
// in which no other row may be the same, and what is wrong with it.
func readList[T any](name string, r io.Reader, want []string,
	parse func(cells []string) (value T, key string, err error)) ([]T, error) {
	header, rows, err := ReadTable(name, r)
	switch {
	case header == nil && err == nil:
		return nil, fmt.Errorf("%s: empty, want the header %q", name, strings.Join(want, ","))
	case header != nil && !slices.Equal(header, want):
		return nil, fmt.Errorf("%s:1: header is %q, want %q",
			name, strings.Join(header, ","), strings.Join(want, ","))
	}
	f := faults{err}
	var values []T
	seen := map[string]bool{}
	for _, row := range rows {
		value, key, err := parse(row.Cells)
		if err != nil {
			f = append(f, at(row.Place, err))
		}
		if seen[key] {
			f.add("%s: duplicate %s", row.Place, key)
		}
		seen[key] = true
		values = append(values, value)
	}
	if err := errors.Join(f...); err != nil {
		return nil, err
	}
	return values, nil
}

// Write writes records as registry.csv, with LF line endings.
func Write(w io.Writer, records []Record) error {
	rows := [][]string{Header()}
	for _, r := range records {
		var row []string
		for _, column := range Header() {
			row = append(row, r.Cell(column))
		}
		rows = append(rows, row)
	}
	return csv.NewWriter(w).WriteAll(rows)
}

// Cell returns the cell of r in a column of registry.csv, or "" if there is no such column. The
// elements of lists are separated by spaces.
func (r Record) Cell(column string) string {
	switch field := r.field(column).(type) {
	case *string:
		return *field
	case *[]string:
		return strings.Join(*field, " ")
	}
	return ""
}

// SetCell sets the cell of r in a column of registry.csv. It does nothing if there is no such
// column.
func (r *Record) SetCell(column, text string) {
	switch field := r.field(column).(type) {
	case *string:
		*field = text
	case *[]string:
		*field = list(text)
	}
}

// field returns the field of r that is in a column, a *string or a *[]string, or nil. It is the one
// place that knows which field that is.
func (r *Record) field(column string) any {
	fields := [...]any{ // in the order of Header
		&r.Code, &r.Name, (*string)(&r.Status), &r.Description, &r.References, &r.Registered,
		&r.Updated, &r.Arguments, &r.Fields, &r.Grammar, &r.Defined, (*string)(&r.Rev1),
		(*string)(&r.Rev2), &r.Capability, (*string)(&r.State), &r.Commands, &r.Tagged,
		&r.Untagged, (*string)(&r.Retry), &r.Summary, &r.Advice, &r.Security,
	}
	if i := slices.Index(Header(), column); i >= 0 {
		return fields[i]
	}
	return nil
}

// list splits a cell at single spaces. An empty cell is the nil list. Doubled spaces leave empty
// elements, which the checks report.
func list(cell string) []string {
	if cell == "" {
		return nil
	}
	return strings.Split(cell, " ")
}

// An Entry is a record and the place where it was read.
type Entry struct {
	Record
	Place string // "vendor.csv:3"
}

// CheckAll calls check with the index of each entry. It returns the errors, and one for each
// duplicate code or name, joined and each after the place of its entry.
func CheckAll(entries []Entry, check func(i int) error) error {
	var f faults
	codes, names := map[string]Entry{}, map[string]Entry{}
	for i, e := range entries {
		if err := check(i); err != nil {
			f = append(f, at(e.Place, err))
		}
		code := strings.ToUpper(e.Code) // response codes ignore case (RFC 9051 section 9, note 1)
		if first, ok := codes[code]; !ok {
			codes[code] = e
		} else if code != "" {
			f.add("%s: duplicate code %q (first at %s)", e.Place, e.Code, first.Place)
		}
		if first, ok := names[e.Name]; !ok {
			names[e.Name] = e
		} else if e.Name != "" {
			f.add("%s: duplicate name %q (first at %s, of %q)",
				e.Place, e.Name, first.Place, first.Code)
		}
	}
	return errors.Join(f...)
}

// at puts place before each of the errors that err joins.
func at(place string, err error) error {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return fmt.Errorf("%s: %w", place, err)
	}
	var errs []error
	for _, e := range joined.Unwrap() {
		errs = append(errs, at(place, e))
	}
	return errors.Join(errs...)
}
