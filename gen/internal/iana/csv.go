package iana

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// ParseCSV reads the registry's CSV. Errors call the input name, and name the line. A file that was cut off inside a
// line is an error; one cut off between two lines looks whole, because CSV has no end mark.
func ParseCSV(name string, r io.Reader) (*Page, error) {
	text, err := readText(name, r)
	if err != nil {
		return nil, err
	}
	// The header is compared as text: a page of HTML makes encoding/csv speak of quotes in its first line.
	header, body, _ := strings.Cut(text, "\n")
	if want := strings.Join(columns, ","); strings.TrimSuffix(header, "\r") != want {
		return nil, notRegistry(name, "its first line is %s, want %q", excerpt(header), want)
	}
	var errs []error
	if !strings.HasSuffix(text, "\n") {
		errs = append(errs, fmt.Errorf("%s: cut off: the last line has no end", name))
	}
	rows, faults := csvRows(name, body)
	return newPage(name, "", rows, append(errs, faults...))
}

// csvRows returns the rows of body, which is the text after the header line, and the lines that are no CSV.
func csvRows(name, body string) (rows []row, errs []error) {
	const skipped = 1 // lines before body
	lines := csv.NewReader(strings.NewReader(body))
	lines.FieldsPerRecord = -1 // the row says it itself, with the others' faults
	for {
		cells, err := lines.Read()
		if err == io.EOF {
			return rows, errs
		}
		if err != nil {
			errs = append(errs, csvError(name, skipped, err))
			continue // the reader goes on with the next line
		}
		line, _ := lines.FieldPos(0)
		r := lineRow(name, line+skipped)
		r.fill(cells)
		rows = append(rows, r)
	}
}

// csvError puts the place of err, which encoding/csv returned, in this project's form, skipped lines further down.
func csvError(name string, skipped int, err error) error {
	var syntax *csv.ParseError
	if !errors.As(err, &syntax) {
		return fmt.Errorf("%s: %w", name, err)
	}
	return fmt.Errorf("%s:%d: %w", name, syntax.StartLine+skipped, syntax.Err)
}
