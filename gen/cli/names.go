package cli

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/gen/internal/model"
	"github.com/imapcodes/imapcodes/gen/internal/output"
)

// nameCodes gives the codes in m the names in the file of --names. If a code is not in it, and
// constants have the code under another name only, that becomes its name, and the changes add it to
// the file. With --replace, the file need not exist yet.
func nameCodes(m *model.Model, f generateFlags, constants []output.Constant) ([]output.Change, error) {
	file := f.names
	if file == "" {
		return nil, nil
	}
	rows, err := readNames(file)
	if err != nil && !(f.replace && errors.Is(err, fs.ErrNotExist)) {
		return nil, err
	}
	named := map[string]bool{}
	for i, row := range rows {
		at := slices.IndexFunc(m.Codes, func(c model.Code) bool { return c.Code == row[0] })
		switch {
		case at < 0:
			return nil, fmt.Errorf("%s:%d: unknown code %q", file, i+2, row[0])
		case named[row[0]]:
			return nil, fmt.Errorf("%s:%d: duplicate code %q", file, i+2, row[0])
		case !isExported(row[1]):
			return nil, fmt.Errorf("%s:%d: name %q of %q is not an exported identifier",
				file, i+2, row[1], row[0])
		}
		m.Codes[at].Name, named[row[0]] = row[1], true
	}
	found := findNames(m, f.options.Prefix, constants, named)
	if found == nil {
		return nil, nil
	}
	var b bytes.Buffer
	all := slices.Concat([][]string{{"code", "name"}}, rows, found)
	_ = csv.NewWriter(&b).WriteAll(all) // a buffer never returns an error
	files := map[string][]byte{filepath.Base(file): b.Bytes()}
	return output.Changes(filepath.Dir(file), files, nil, func(string, []byte) bool { return true })
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

// readNames returns the rows of a CSV file with the columns code and name, without its header.
func readNames(name string) ([][]string, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff"))))
	r.FieldsPerRecord = 2
	rows, err := r.ReadAll()
	if err == nil && (len(rows) == 0 || !slices.Equal(rows[0], []string{"code", "name"})) {
		err = errors.New(`want the header "code,name"`)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return rows[1:], nil
}
