// Package extra adds codes that are not in the registry to those that are: vendors' own, and codes of RFCs that nobody
// registered. They come from files as in
//
//	code,arguments,fields,summary
//	X-WINDOW,SP clock SP clock,From To,"The server is down for maintenance between these times, each night."
//
// with any of the columns of registry.csv (registry.ReadExtra). Arguments are ABNF over the rules of abnf/ and those of the
// file's own grammar, if it has one: that is the file beside it with the suffix .abnf, and holds rules, and comments where
// they help.
//
//	clock = 2DIGIT ":" 2DIGIT
//
// So the two go together as registry.csv and abnf/ do. Rejected: a flag of its own for the grammar, which a go:generate line
// could forget, and a column for rules, which would have to be repeated or belong to one of several rows.
package extra

import (
	"bytes"
	"embed"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// A File is a file with extra codes, and its own grammar.
type File struct {
	Rows  []registry.Extra
	Rules []*abnf.Rule
}

// Read reads the named file, and its grammar, with readFile, which is os.ReadFile or like it. The error joins all that is
// wrong, each with its place.
func Read(name string, readFile func(name string) ([]byte, error)) (File, error) {
	text, err := readFile(name)
	if err != nil {
		return File{}, err
	}
	rows, err1 := registry.ReadExtra(name, bytes.NewReader(text))
	rules, err2 := readRules(strings.TrimSuffix(name, filepath.Ext(name))+".abnf", readFile)
	return File{rows, rules}, errors.Join(err1, err2)
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

// BuiltIn is the name under which users ask for the file of Unregistered.
const BuiltIn = "unregistered"

//go:embed unregistered.csv unregistered.abnf
var builtIn embed.FS

// Unregistered returns the file that is part of the tool: codes that servers send, or that RFCs define, and that nobody
// registered. It is part of the tool, and not only an example to be copied, so that a go:generate line needs no file, and
// so that who uses it gets a code's own row as soon as it is registered.
func Unregistered() (File, error) {
	return Read("unregistered.csv", builtIn.ReadFile)
}
