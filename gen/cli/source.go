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

// The names of states of the registry that are no files.
const (
	embedded = "embedded" // the registry that is part of the tool
	live     = "live"     // the registry as IANA has it now
)

// readState returns the state of the registry that name stands for.
func (r reader) readState(env Env, name string) (registry.State, error) {
	switch name {
	case embedded:
		tree, err := tree.Load(env.Data)
		return registry.State{Updated: tree.Updated(), Records: tree.Records, Columns: registry.Whole}, err
	case live:
		page, err := r.readPages(iana.PageURL, iana.XMLURL)
		if err != nil {
			return registry.State{}, err
		}
		return registry.State{Updated: page.Updated, Records: page.Records, Columns: registry.Dated}, nil
	}
	data, err := r.read(name, kindOf(name))
	if err != nil {
		return registry.State{}, err
	}
	state, err := parseState(name, data)
	if err == nil && state.Columns == registry.Whole && !isURL(name) && filepath.Base(name) == tree.RegistryFile {
		state.Updated, err = dateBeside(name)
	}
	return state, err
}

// kindOf returns what a URL leads to, by its suffix.
func kindOf(url string) fetch.Kind {
	switch path.Ext(url) {
	case ".xml":
		return fetch.XML
	case ".csv":
		return fetch.CSV
	}
	return fetch.HTML
}

// parseState reads the registry in any format, which it tells apart by what data holds: registry.csv by its first column,
// which IANA's CSV calls "Response Code".
func parseState(name string, data []byte) (registry.State, error) {
	if !bytes.HasPrefix(bytes.TrimPrefix(data, []byte("\ufeff")), []byte("code,")) {
		return iana.Parse(name, bytes.NewReader(data))
	}
	records, err := registry.Read(name, bytes.NewReader(data))
	return registry.State{Records: records, Columns: registry.Whole}, err
}

// dateBeside returns the registry's date from the abnf/sources.csv beside the registry.csv called name; nothing where there
// is no such file, as where somebody keeps a copy of registry.csv alone.
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
