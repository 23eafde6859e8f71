package iana

import (
	"fmt"
	"io"
	"strings"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// ParseCSV reads the registry's CSV. Errors name the input and the line. A file that was truncated
// inside a line is an error. One that was truncated between two lines looks complete, because CSV
// has no end mark.
func ParseCSV(name string, r io.Reader) (*registry.State, error) {
	text, err := readText(name, r)
	if err != nil {
		return nil, err
	}
	header, table, tableErr := registry.ReadTable(name, strings.NewReader(text))
	added, ok := unread(header)
	if !ok { // tableErr may only complain about the quotes in an HTML page
		first, _, _ := strings.Cut(text, "\n")
		return nil, notRegistry(name, "its first line is %s, want %q",
			excerpt(first), strings.Join(columns(), ","))
	}
	if !strings.HasSuffix(text, "\n") {
		err = fmt.Errorf("%s: truncated: the last line has no line end", name)
	}
	var rows []row
	for _, line := range table {
		row := row{Entry: registry.Entry{Place: line.Place}}
		row.fill(header, line.Cells)
		rows = append(rows, row)
	}
	return newState(name, registry.State{Unread: added}, rows, err, tableErr)
}
