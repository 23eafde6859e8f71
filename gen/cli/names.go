package cli

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/gen/internal/model"
	"github.com/imapcodes/imapcodes/gen/internal/output"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// nameCodes gives the codes in m the names in the file of --names. If a code is not in it, and
// constants have the code under another name only, that becomes its name, and the changes add it to
// the file. With --replace, the file need not exist yet.
func nameCodes(m *model.Model, f generateFlags, constants []output.Constant) (
	[]output.Change, error,
) {
	file := f.names
	if file == "" {
		return nil, nil
	}
	rows, err := readNames(file)
	if err != nil && !(f.replace && errors.Is(err, fs.ErrNotExist)) {
		return nil, err
	}
	all := [][]string{{"code", "name"}}
	named := map[string]bool{}
	var errs []error
	for _, row := range rows {
		code, name := row.Cells[0], row.Cells[1]
		at := slices.IndexFunc(m.Codes, func(c model.Code) bool { return c.Code == code })
		switch {
		case at < 0:
			errs = append(errs, fmt.Errorf("%s: unknown code %q", row.Place, code))
			continue
		case named[code]:
			errs = append(errs, fmt.Errorf("%s: duplicate code %q", row.Place, code))
		case !isExported(name):
			errs = append(errs, fmt.Errorf("%s: name %q of %q is not an exported identifier",
				row.Place, name, code))
		}
		m.Codes[at].Name, named[code] = name, true
		all = append(all, row.Cells)
	}
	found := findNames(m, f.options.Prefix, constants, named)
	if found == nil || errs != nil {
		return nil, errors.Join(errs...)
	}
	var b bytes.Buffer
	_ = csv.NewWriter(&b).WriteAll(append(all, found...)) // a buffer never returns an error
	return output.FileChanges(file, b.Bytes(), func([]byte) bool { return true })
}

// findNames gives the codes in m that are not named yet the names of constants, and returns these
// codes and their names. If there are several constants for a code, one with the code's own name is
// preferred, and its row keeps later runs from taking another.
func findNames(
	m *model.Model, prefix string, constants []output.Constant, named map[string]bool,
) [][]string {
	var found [][]string
	for i, code := range m.Codes {
		var names []string
		for _, c := range constants {
			stem, hasPrefix := strings.CutPrefix(c.Name, prefix)
			if c.Value == code.Code && hasPrefix && isExported(stem) {
				names = append(names, stem)
			}
		}
		isOwn := func(name string) bool { return name == code.Name }
		if len(names) == 0 || named[code.Code] || len(names) == 1 && isOwn(names[0]) {
			continue
		}
		if !slices.ContainsFunc(names, isOwn) {
			m.Codes[i].Name = names[0]
		}
		found = append(found, []string{code.Code, m.Codes[i].Name})
	}
	return found
}

// readNames returns the rows of a CSV file with the columns code and name.
func readNames(name string) ([]registry.Row, error) {
	text, err := output.ReadFile(name)
	if err != nil {
		return nil, err
	}
	header, rows, err := registry.ReadTable(name, bytes.NewReader(text))
	if err == nil && !slices.Equal(header, []string{"code", "name"}) {
		err = fmt.Errorf(`%s: want the header "code,name"`, name)
	}
	return rows, err
}
