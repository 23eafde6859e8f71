package registry

import (
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
		"arguments", "fields", "grammar", "types", "retry", "summary",
	}
}

// Read reads registry.csv: UTF-8, RFC 4180 quoting, the header first. The error joins one for each
// bad line, with the file's name and the line: "registry.csv:14: …".
func Read(name string, r io.Reader) ([]Record, error) {
	rows, err := readRows(name, r, Header())
	if rows == nil && err == nil {
		err = fmt.Errorf("%s: no response codes", name)
	}
	var records []Record
	var entries []Entry
	for _, row := range rows {
		records = append(records, RecordOf(Header(), row.Cells))
		entries = append(entries, Entry{records[len(records)-1], row.Place})
	}
	check := func(i int) error { return records[i].checkRegistered() }
	if err = errors.Join(err, CheckAll(entries, check)); err != nil {
		return nil, err
	}
	return records, nil
}

// A Row is a line of a CSV file below its header.
type Row struct {
	Place string // "registry.csv:14"
	Cells []string
}

// ReadTable reads a CSV file with a header, which is nil if the file is empty. The error joins one
// for each bad line. The good lines are returned even then, unless the header is bad.
func ReadTable(name string, r io.Reader) (header []string, rows []Row, err error) {
	lines := csv.NewReader(r)
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

// readRows reads a CSV file whose header must be want.
func readRows(name string, r io.Reader, want []string) ([]Row, error) {
	header, rows, err := ReadTable(name, r)
	switch {
	case header == nil && err == nil:
		return nil, fmt.Errorf("%s: empty, want the header %q", name, strings.Join(want, ","))
	case header != nil && !slices.Equal(header, want):
		return nil, fmt.Errorf("%s:1: header is %q, want %q",
			name, strings.Join(header, ","), strings.Join(want, ","))
	}
	return rows, err
}

// Write writes records as registry.csv, with LF line endings.
func Write(w io.Writer, records []Record) error {
	rows := [][]string{Header()}
	for _, r := range records {
		rows = append(rows, []string{
			r.Code, r.Name, string(r.Status), r.Description, strings.Join(r.References, " "),
			r.Registered, r.Updated, r.Arguments, strings.Join(r.Fields, " "), r.Grammar,
			strings.Join(r.Types, " "), string(r.Retry), r.Summary,
		})
	}
	return csv.NewWriter(w).WriteAll(rows)
}

// RecordOf returns the record with the given cells. The header names their columns, some or all of
// those of registry.csv in any order.
func RecordOf(header, cells []string) Record {
	cell := map[string]string{}
	for i, column := range header {
		cell[column] = cells[i]
	}
	return Record{
		Code:        cell["code"],
		Name:        cell["name"],
		Status:      Status(cell["status"]),
		Description: cell["description"],
		References:  list(cell["references"]),
		Registered:  cell["registered"],
		Updated:     cell["updated"],
		Arguments:   cell["arguments"],
		Fields:      list(cell["fields"]),
		Grammar:     cell["grammar"],
		Types:       list(cell["types"]),
		Retry:       Retry(cell["retry"]),
		Summary:     cell["summary"],
	}
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
