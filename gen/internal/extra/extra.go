// Package extra adds codes that are not in the registry to those that are: codes of vendors, and
// codes of RFCs that were never registered. They come from files such as
//
//	code,arguments,fields,summary
//	X-WINDOW,SP clock SP clock,From To,"The server is down between these times, each night."
//
// with any columns of registry.csv in any order; only code is required. Arguments are ABNF over the
// rules of abnf/ and of the file's own grammar. If there is one, it is in a file of the same name
// with the extension .abnf:
//
//	clock = 2DIGIT ":" 2DIGIT
//
// So the two go together as registry.csv and abnf/ do. Rejected: a flag for the grammar, which
// people could forget, and a column for rules, which several rows would have to repeat.
package extra

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// A File is a file with extra codes, and its own grammar.
type File struct {
	Rows    []registry.Entry
	Rules   []*abnf.Rule
	Sources []registry.Source // documents that Rows cite, and what obsoletes them; may be nil
}

// Read reads the named file and its grammar with readFile, which is os.ReadFile or like it. The
// columns that only IANA fills (description, registered, updated) stay empty, and the status is
// Unregistered. A row without a name gets that of registry.ProposeName. If it has arguments but no
// grammar, the grammar is "private". If it has neither, what follows the code is unknown. The error
// joins all that is wrong, each with its place.
func Read(name string, readFile func(name string) ([]byte, error)) (File, error) {
	text, err := readFile(name)
	if err != nil {
		return File{}, err
	}
	rows, err1 := readRows(name, text)
	rules, err2 := readRules(strings.TrimSuffix(name, filepath.Ext(name))+".abnf", readFile)
	return File{Rows: rows, Rules: rules}, errors.Join(err1, err2)
}

func readRows(name string, text []byte) ([]registry.Entry, error) {
	rows, err := registry.ReadEntries(name, bytes.NewReader(text), []string{"code"})
	for i := range rows {
		setDefaults(&rows[i].Record)
	}
	check := func(i int) error { return checkRecord(rows[i].Record) }
	if err := errors.Join(err, registry.CheckAll(rows, check)); err != nil {
		return nil, err
	}
	return rows, nil
}

// setDefaults sets the columns that may be missing.
func setDefaults(r *registry.Record) {
	if r.Name == "" {
		r.Name = registry.ProposeName(r.Code)
	}
	if r.Status == "" {
		r.Status = registry.Unregistered
	}
	if r.Grammar == "" && r.Arguments != "" {
		r.Grammar = "private"
	}
}

// checkRecord returns what is wrong with r as an extra code, joined.
func checkRecord(r registry.Record) error {
	errs := []error{r.CheckIANA()}
	if r.Status != registry.Unregistered {
		errs = append(errs, fmt.Errorf("status %q of %q: want %s or nothing",
			r.Status, r.Code, registry.Unregistered))
	}
	for _, column := range []string{"description", "registered", "updated"} {
		if text := r.Cell(column); text != "" {
			errs = append(errs, fmt.Errorf("%s %q of %q: only registered codes have one",
				column, text, r.Code))
		}
	}
	return errors.Join(append(errs, r.CheckOurs())...)
}

func readRules(name string, readFile func(name string) ([]byte, error)) ([]*abnf.Rule, error) {
	text, err := readFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return abnf.Parse(name, string(text))
}

// BuiltIn is the name under which users ask for the file that Unregistered returns.
const BuiltIn = "unregistered"

//go:embed unregistered.csv unregistered.abnf sources.csv
var builtIn embed.FS

// Unregistered returns a file of unregistered codes that servers send or RFCs define. It is part of
// the tool, not an example to be copied. So a go:generate line needs no file, and its users get the
// registry's own row as soon as a code is registered. The documents that define these codes, and
// those that obsolete them, are in a sources.csv of its own, because update reads the grammar of
// each document in abnf/sources.csv.
func Unregistered() (File, error) {
	f, err1 := Read("unregistered.csv", builtIn.ReadFile)
	text, err2 := builtIn.ReadFile("sources.csv")
	sources, err3 := registry.ReadSources("sources.csv", bytes.NewReader(text))
	f.Sources = sources
	return f, errors.Join(err1, err2, err3)
}
