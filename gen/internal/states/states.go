// Package states reads the registry in any format: those that IANA publishes, registry.csv, a CSV
// file with nothing but codes, and what imapcodes generates, codes.json and codes.go.
package states

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/imapcodes/imapcodes/gen/internal/iana"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// packageClause matches the beginning of a Go file, up to the package clause.
var packageClause = regexp.MustCompile(`^(\s|//.*\n|/\*(?s:.*?)\*/)*package [A-Za-z_][A-Za-z0-9_]*`)

// Parse returns the state of the registry in data. It detects the format from the content: name is
// only for errors. A byte order mark is ignored.
func Parse(name string, data []byte) (registry.State, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	line, _, _ := strings.Cut(string(data), "\n")
	header, _, _ := registry.ReadTable(name, strings.NewReader(line)) // nil if it is not CSV
	switch {
	case bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")):
		return parseJSON(name, data)
	case registry.CheckHeader(name, header, registry.RequiredColumns()) == nil:
		records, err := registry.Read(name, bytes.NewReader(data))
		return registry.State{Records: records, Columns: registry.Whole}, err
	case slices.Contains(header, "code"):
		return parseCodes(name, data)
	case packageClause.Match(data):
		return parseGo(name, data)
	}
	return iana.Parse(name, bytes.NewReader(data))
}

// parseCodes reads a CSV file with the column code and any others of registry.csv, all of which
// are ignored except for the status.
func parseCodes(name string, data []byte) (registry.State, error) {
	entries, err := registry.ReadEntries(name, bytes.NewReader(data), []string{"code"})
	if err != nil {
		return registry.State{}, err
	}
	for i, e := range entries {
		entries[i].Record = registry.Record{Code: e.Code, Status: e.Status}
	}
	return newState(name, registry.State{Columns: registry.CodesOnly}, entries)
}

// hashPattern matches the RegistryHash of a generated package.
var hashPattern = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`)

// newState returns state with the records of entries that are or were in the registry. The error
// joins all faults.
func newState(name string, state registry.State, entries []registry.Entry) (registry.State, error) {
	var errs []error
	if _, err := time.Parse(time.DateOnly, state.Updated); err != nil && state.Updated != "" {
		errs = append(errs, fmt.Errorf("%s: date %q of the registry is not in the form 2006-01-02",
			name, state.Updated))
	}
	if state.Hash != "" && !hashPattern.MatchString(state.Hash) {
		errs = append(errs, fmt.Errorf("%s: hash %q of the registry is not in the form sha256:…",
			name, state.Hash))
	}
	if len(entries) == 0 {
		errs = append(errs, fmt.Errorf("%s: no response codes", name))
	}
	check := func(i int) error {
		return errors.Join(entries[i].CheckIANA(), checkStatus(entries[i].Record))
	}
	errs = append(errs, registry.CheckAll(entries, check))
	if err := errors.Join(errs...); err != nil {
		return registry.State{}, err
	}
	for _, e := range entries {
		if e.Status == "" {
			e.Status = registry.StatusOf(e.Description)
		}
		if e.Status != registry.Unregistered {
			state.Records = append(state.Records, e.Record)
		}
	}
	return state, nil
}

// checkStatus returns an error unless the status of r is a known one or missing.
func checkStatus(r registry.Record) error {
	known := append(registry.Statuses(), registry.Unregistered)
	if r.Status == "" || slices.Contains(known, r.Status) {
		return nil
	}
	return fmt.Errorf("status %q of %q is not one of %v", r.Status, r.Code, known)
}
