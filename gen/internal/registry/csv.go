package registry

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// header is the first line of registry.csv.
var header = []string{
	"code", "name", "status", "description", "references", "registered", "updated",
	"arguments", "fields", "grammar", "types", "retry", "summary",
}

// Read reads registry.csv: UTF-8, RFC 4180 quoting, the header line first. The file's name stands in the errors, which
// name each bad line, all of them at once.
func Read(name string, r io.Reader) ([]Record, error) {
	rows, err := readTable(name, exactly(header), r)
	if rows == nil && err == nil {
		err = fmt.Errorf("%s: the registry holds no response code", name)
	}
	var records []Record
	for _, row := range rows {
		records = append(records, fromFields(row.fields))
	}
	place := func(i int) string { return rows[i].place }
	if err = errors.Join(err, checkAll(records, place, Record.checkRegistered)); err != nil {
		return nil, err
	}
	return records, nil
}

// A row is a line of a table below its header.
type row struct {
	place  string // "registry.csv:14"
	fields []string
}

// exactly returns the check of a header that has to be want. No header, of an empty file, is nil.
func exactly(want []string) func(header []string) error {
	return func(header []string) error {
		switch {
		case header == nil:
			return fmt.Errorf("empty, want the header %q", strings.Join(want, ","))
		case !slices.Equal(header, want):
			return fmt.Errorf("header is %q, want %q", strings.Join(header, ","), strings.Join(want, ","))
		}
		return nil
	}
}

// readTable reads a CSV file with a header that checkHeader accepts. Its error joins all that is wrong: if there are rows
// too, the lines that are none.
func readTable(name string, checkHeader func(header []string) error, r io.Reader) ([]row, error) {
	lines := csv.NewReader(r)
	first, err := lines.Read()
	if err == io.EOF {
		return nil, at(name, checkHeader(nil))
	}
	if err == nil {
		err = checkHeader(first)
	}
	if err != nil {
		return nil, at(name+":1", err)
	}
	var rows []row
	var errs []error
	for {
		fields, err := lines.Read()
		if err == io.EOF {
			return rows, errors.Join(errs...)
		}
		var syntax *csv.ParseError
		if errors.As(err, &syntax) {
			errs = append(errs, fmt.Errorf("%s:%d: %w", name, syntax.StartLine, syntax.Err))
			continue // the reader goes on with the next line
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		line, _ := lines.FieldPos(0)
		rows = append(rows, row{fmt.Sprintf("%s:%d", name, line), fields})
	}
}

// Write writes records as registry.csv, with LF as its line ends.
func Write(w io.Writer, records []Record) error {
	lines := csv.NewWriter(w)
	rows := [][]string{header}
	for _, r := range records {
		rows = append(rows, r.toFields())
	}
	return lines.WriteAll(rows)
}

func fromFields(f []string) Record {
	return Record{
		Code: f[0], Name: f[1], Status: Status(f[2]), Description: f[3], References: list(f[4]), Registered: f[5], Updated: f[6],
		Arguments: f[7], Fields: list(f[8]), Grammar: f[9], Types: list(f[10]), Retry: Retry(f[11]), Summary: f[12],
	}
}

func (r Record) toFields() []string {
	return []string{
		r.Code, r.Name, string(r.Status), r.Description, strings.Join(r.References, " "), r.Registered, r.Updated,
		r.Arguments, strings.Join(r.Fields, " "), r.Grammar, strings.Join(r.Types, " "), string(r.Retry), r.Summary,
	}
}

// list splits a cell at single spaces; an empty cell is the nil list. Doubled spaces leave empty elements, which checkAll
// reports.
func list(cell string) []string {
	if cell == "" {
		return nil
	}
	return strings.Split(cell, " ")
}

// checkAll returns what check says of each record, and where two have the same code or name; place says where record i
// stands ("registry.csv:14").
func checkAll(records []Record, place func(i int) string, check func(Record) error) error {
	var errs []error
	codes, names := map[string]int{}, map[string]int{}
	for i, r := range records {
		if err := check(r); err != nil {
			errs = append(errs, at(place(i), err))
		}
		if first, ok := codes[strings.ToUpper(r.Code)]; ok {
			errs = append(errs, fmt.Errorf("%s: duplicate code %q (first at %s)", place(i), r.Code, place(first)))
		} else {
			codes[strings.ToUpper(r.Code)] = i
		}
		if first, ok := names[r.Name]; ok {
			errs = append(errs, fmt.Errorf("%s: duplicate name %q (first at %s, of %q)", place(i), r.Name, place(first), records[first].Code))
		} else {
			names[r.Name] = i
		}
	}
	return errors.Join(errs...)
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
