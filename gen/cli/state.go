package cli

import (
	"bytes"
	"errors"
	"io/fs"
	"net/url"
	"path"
	"path/filepath"

	"github.com/imapcodes/imapcodes/gen/internal/fetch"
	"github.com/imapcodes/imapcodes/gen/internal/iana"
	"github.com/imapcodes/imapcodes/gen/internal/model"
	"github.com/imapcodes/imapcodes/gen/internal/output"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
	"github.com/imapcodes/imapcodes/gen/internal/states"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

// The names of states of the registry that are not files.
const (
	embedded = "embedded" // the registry that is part of the program
	live     = "live"     // the registry as IANA publishes it now
)

// readState returns the state of the registry with a name: one of the above, a URL, a file, or "-"
// for standard input.
func (r reader) readState(env Env, name string) (registry.State, error) {
	switch name {
	case embedded:
		t, err := tree.Load(env.Data)
		return registry.State{
			Updated: t.Updated(), Records: t.Records, Columns: registry.Whole, Hash: model.Hash(t),
		}, err
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
	state, err := states.Parse(name, data)
	if err != nil || state.Columns != registry.Whole {
		return state, err
	}
	t, err := grammarOf(env, name)
	if err != nil {
		return registry.State{}, err
	}
	t.Records = state.Records
	state.Updated, state.Hash = t.Updated(), model.Hash(t)
	return state, nil
}

// kindOf returns what kind of document a URL names, by its extension.
func kindOf(name string) fetch.Kind {
	if u, err := url.Parse(name); err == nil {
		name = u.Path // without a query
	}
	switch path.Ext(name) {
	case ".xml":
		return fetch.XML
	case ".csv":
		return fetch.CSV
	}
	return fetch.HTML
}

// grammarOf returns a tree with the grammar of the named registry.csv, and the registry's date if
// it has one. The grammar is that in abnf/ beside the file or, if there is none, that of the
// program, as for generate --registry. A file with another name has no date and no grammar of its
// own.
func grammarOf(env Env, name string) (tree.Tree, error) {
	t, err := tree.Load(env.Data)
	if err != nil {
		return tree.Tree{}, err
	}
	t.Sources = nil
	if isURL(name) || filepath.Base(name) != tree.RegistryFile {
		return t, nil
	}
	var err1, err2, err3 error
	dir := output.Folder(filepath.Dir(name))
	if names, _ := fs.Glob(dir, tree.GrammarDir+"/*.abnf"); len(names) > 0 {
		t.Grammars, t.Amendments, err1 = tree.LoadGrammar(dir)
		t.Tolerances, err2 = tree.LoadTolerances(dir)
	}
	t.Sources, err3 = sourcesBeside(name)
	return t, errors.Join(err1, err2, err3)
}

// sourcesBeside returns the sources in the abnf/sources.csv beside the named registry.csv, or nil
// if that file does not exist.
func sourcesBeside(name string) ([]registry.Source, error) {
	file := filepath.Join(filepath.Dir(name), filepath.FromSlash(tree.SourcesFile))
	data, err := output.Folder(filepath.Dir(name)).ReadFile(tree.SourcesFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return registry.ReadSources(file, bytes.NewReader(data))
}
