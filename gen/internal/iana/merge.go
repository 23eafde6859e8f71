package iana

import (
	"errors"
	"fmt"
	"slices"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// Merge returns what a and b, two formats of the same state of the registry, say together. Dates
// may be in either of them, everything else must be the same in both. The error names each row in
// which they differ. Neither is changed.
func Merge(a, b *registry.State) (*registry.State, error) {
	var m merger
	merged := registry.State{
		Updated: m.date("last updated", a.Updated, b.Updated),
		Columns: max(a.Columns, b.Columns),
	}
	m.compareCodes(a.Records, b.Records)
	for i, x := range a.Records {
		if k := find(b.Records, x.Code); k >= 0 {
			merged.Records = append(merged.Records, m.record(rowName(i, x.Code), x, b.Records[k]))
		}
	}
	if err := errors.Join(m.errs...); err != nil {
		return nil, err
	}
	return &merged, nil
}

// A merger collects where two formats disagree.
type merger struct{ errs []error }

func (m *merger) disagree(format string, args ...any) {
	m.errs = append(m.errs, fmt.Errorf("the formats disagree: "+format, args...))
}

// compareCodes notes the rows whose code is in one list only. If there are none, it notes the first
// row that is elsewhere in the other list: after it, every row would be.
func (m *merger) compareCodes(a, b []registry.Record) {
	before := len(m.errs)
	m.missing(a, b, "first")
	m.missing(b, a, "second")
	for i := 0; i < len(a) && len(m.errs) == before; i++ {
		if a[i].Code != b[i].Code {
			m.disagree("row %d is %q in the first, %q in the second", i+1, a[i].Code, b[i].Code)
		}
	}
}

// missing notes each record whose code others lack. Which page the records are from is which.
func (m *merger) missing(records, others []registry.Record, which string) {
	for i, r := range records {
		if find(others, r.Code) < 0 {
			m.disagree("%s: only in the %s", rowName(i, r.Code), which)
		}
	}
}

// record returns x, which has y's code, with the dates of both.
func (m *merger) record(row string, x, y registry.Record) registry.Record {
	if !slices.Equal(x.References, y.References) {
		m.disagree("%s: references %q against %q", row, x.References, y.References)
	}
	if x.Description != y.Description {
		m.disagree("%s: description %q against %q", row, x.Description, y.Description)
	}
	x.Registered = m.date(row+": registered", x.Registered, y.Registered)
	x.Updated = m.date(row+": updated", x.Updated, y.Updated)
	return x
}

// date returns the date, called what, that a or b gives.
func (m *merger) date(what, a, b string) string {
	if a != "" && b != "" && a != b {
		m.disagree("%s %s against %s", what, a, b)
	}
	return max(a, b) // "" is less than any date
}

func find(records []registry.Record, code string) int {
	return slices.IndexFunc(records, func(r registry.Record) bool { return r.Code == code })
}

// rowName names the row with index i.
func rowName(i int, code string) string { return fmt.Sprintf("row %d (%s)", i+1, excerpt(code)) }
