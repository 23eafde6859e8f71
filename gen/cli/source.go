package cli

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/imapcodes/imapcodes/gen/internal/fetch"
	"github.com/imapcodes/imapcodes/gen/internal/iana"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

// The names of states of the registry that are not files.
const (
	embedded = "embedded" // the registry that is part of the program
	live     = "live"     // the registry as IANA publishes it now
)

// readState returns the state of the registry with a name: one of the above, a URL or a file.
func (r reader) readState(env Env, name string) (registry.State, error) {
	switch name {
	case embedded:
		t, err := tree.Load(env.Data)
		return registry.State{Updated: t.Updated(), Records: t.Records, Columns: registry.Whole}, err
	case live:
		page, err := r.readPages(iana.PageURL, iana.XMLURL)
		if err != nil {
			return registry.State{}, err
		}
		return *page, nil
	}
	data, err := r.read(name, kindOf(name))
	if err != nil {
		return registry.State{}, err
	}
	state, err := parseState(name, data)
	isTree := !isURL(name) && filepath.Base(name) == tree.RegistryFile
	if err == nil && isTree && state.Columns == registry.Whole {
		state.Updated, err = dateBeside(name)
	}
	return state, err
}

// kindOf returns what kind of document a URL names, by its extension.
func kindOf(url string) fetch.Kind {
	switch path.Ext(url) {
	case ".xml":
		return fetch.XML
	case ".csv":
		return fetch.CSV
	}
	return fetch.HTML
}

// parseState parses the registry in any format, which it detects from data: the first column of
// registry.csv is "code", that of IANA's CSV is "Response Code".
func parseState(name string, data []byte) (registry.State, error) {
	if !bytes.HasPrefix(bytes.TrimPrefix(data, []byte("\ufeff")), []byte("code,")) {
		return iana.Parse(name, bytes.NewReader(data))
	}
	records, err := registry.Read(name, bytes.NewReader(data))
	return registry.State{Records: records, Columns: registry.Whole}, err
}

// dateBeside returns the registry's date from the abnf/sources.csv beside the named registry.csv,
// or "" if that file does not exist.
func dateBeside(name string) (string, error) {
	file := filepath.Join(filepath.Dir(name), filepath.FromSlash(tree.SourcesFile))
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	sources, err := registry.ReadSources(file, bytes.NewReader(data))
	return tree.Tree{Sources: sources}.Updated(), err
}
