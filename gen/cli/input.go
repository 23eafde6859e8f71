package cli

import (
	"bytes"
	"path/filepath"
	"slices"

	"github.com/imapcodes/imapcodes/gen/internal/extra"
	"github.com/imapcodes/imapcodes/gen/internal/model"
	"github.com/imapcodes/imapcodes/gen/internal/output"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

// loadModel returns the model of the embedded registry and the named extra files.
func loadModel(env Env, extraNames ...string) (*model.Model, error) {
	t, err := loadTree(env, "", extraNames)
	if err != nil {
		return nil, err
	}
	return model.New(t)
}

// loadTree loads the tree from env.Data, with the named registry in place of its own if
// registryName is not empty, and with extra codes.
func loadTree(env Env, registryName string, extraNames []string) (tree.Tree, error) {
	t, err := tree.Load(env.Data)
	if err != nil {
		return tree.Tree{}, err
	}
	if registryName != "" {
		text, err := env.readFile(registryName)
		if err != nil {
			return tree.Tree{}, err
		}
		if t.Records, err = registry.Read(registryName, bytes.NewReader(text)); err != nil {
			return tree.Tree{}, err
		}
		isIANA := func(s registry.Source) bool { return s.Name == registry.IANA }
		t.Sources = slices.DeleteFunc(t.Sources, isIANA)
		t.Evidence = nil
	}
	for _, name := range extraNames {
		if t, err = addExtra(env, t, name); err != nil {
			return tree.Tree{}, err
		}
	}
	return t, nil
}

// addExtra returns tree with the codes of the named file, and prints which of them are ignored.
func addExtra(env Env, tree tree.Tree, name string) (tree.Tree, error) {
	file, err := extra.Unregistered()
	if name != extra.BuiltIn {
		file, err = extra.Read(name, func(file string) ([]byte, error) {
			if file == name {
				return env.readFile(name)
			}
			return output.Folder(filepath.Dir(file)).ReadFile(filepath.Base(file))
		})
	}
	if err != nil {
		return tree, err
	}
	tree, notes, err := file.Add(tree)
	report(env, notes)
	return tree, err
}
