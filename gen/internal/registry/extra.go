package registry

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// An Extra is a row of a file with extra codes: codes that are not in the registry.
type Extra struct {
	Record
	Place string // "vendor.csv:3"
}

// private is the Grammar of arguments whose row does not say where they come from.
const private = "private"

// ReadExtra reads a file with extra codes: CSV as in Read, with any of the columns of registry.csv in any order, of which
// code alone is needed. What IANA says of a code (description, registered, updated) stays empty, and the status is
// Unregistered. Where the row has none, the name is that of ProposeName, and the grammar of arguments is "private"; without
// arguments and grammar, what follows the code is unknown. The errors name each bad line, all of them at once.
func ReadExtra(name string, r io.Reader) ([]Extra, error) {
	var columns []string
	rows, err := readTable(name, func(header []string) error {
		columns = header
		return checkColumns(header)
	}, r)
	if rows == nil && err == nil {
		err = fmt.Errorf("%s: holds no response code", name)
	}
	var records []Record
	for _, row := range rows {
		records = append(records, extraFromFields(columns, row.fields))
	}
	place := func(i int) string { return rows[i].place }
	if err := errors.Join(err, checkAll(records, place, Record.checkExtra)); err != nil {
		return nil, err
	}
	var extras []Extra
	for i, r := range records {
		extras = append(extras, Extra{r, place(i)})
	}
	return extras, nil
}

// checkColumns returns an error unless the columns of a file with extra codes are some of registry.csv's, with the code
// among them.
func checkColumns(columns []string) error {
	if columns == nil {
		return errors.New("empty, want a header with the column code")
	}
	var errs []error
	for i, column := range columns {
		if !slices.Contains(header, column) {
			errs = append(errs, fmt.Errorf("column %q is none of %s", column, strings.Join(header, ", ")))
		} else if slices.Contains(columns[:i], column) {
			errs = append(errs, fmt.Errorf("column %q stands there twice", column))
		}
	}
	if !slices.Contains(columns, "code") {
		errs = append(errs, errors.New("the column code is missing"))
	}
	return errors.Join(errs...)
}

func extraFromFields(columns, cells []string) Record {
	fields := make([]string, len(header))
	for i, column := range columns {
		fields[slices.Index(header, column)] = cells[i]
	}
	r := fromFields(fields)
	if r.Name == "" {
		r.Name = ProposeName(r.Code)
	}
	if r.Status == "" {
		r.Status = Unregistered
	}
	if r.Grammar == "" && r.Arguments != "" {
		r.Grammar = private
	}
	return r
}

// checkExtra returns what is wrong with r as an extra code, joined, or nil.
func (r Record) checkExtra() error {
	errs := []error{r.CheckIANA()}
	if r.Status != Unregistered {
		errs = append(errs, fmt.Errorf("status %q of %q: that of an extra code is %s", r.Status, r.Code, Unregistered))
	}
	for _, column := range []struct{ name, text string }{
		{"description", r.Description}, {"registered", r.Registered}, {"updated", r.Updated},
	} {
		if column.text != "" {
			errs = append(errs, fmt.Errorf("%s %q of %q: the registry alone gives one", column.name, column.text, r.Code))
		}
	}
	return errors.Join(append(errs, r.checkOurs())...)
}
