package cli

import (
	"bytes"
	"fmt"
	"os"
	"slices"

	"github.com/imapcodes/imapcodes/gen/internal/extra"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

// loadTree loads the tree from env.Data, with the named registry in place of its own if
// registryName is not empty, and with extra codes.
func loadTree(env Env, registryName string, extraNames []string) (tree.Tree, error) {
	t, err := tree.Load(env.Data)
	if err != nil {
		return tree.Tree{}, err
	}
	if registryName != "" {
		if t.Records, err = readRegistry(registryName); err != nil {
			return tree.Tree{}, err
		}
		isIANA := func(s registry.Source) bool { return s.Name == registry.IANA }
		t.Sources = slices.DeleteFunc(t.Sources, isIANA)
	}
	for _, name := range extraNames {
		if t, err = addExtra(env, t, name); err != nil {
			return tree.Tree{}, err
		}
	}
	return t, nil
}

func readRegistry(name string) ([]registry.Record, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return registry.Read(name, bytes.NewReader(text))
}

// addExtra returns tree with the codes of the named file, and prints which of them are ignored.
func addExtra(env Env, tree tree.Tree, name string) (tree.Tree, error) {
	file, err := extra.Unregistered()
	if name != extra.BuiltIn {
		file, err = extra.Read(name, os.ReadFile)
	}
	if err != nil {
		return tree, err
	}
	tree, notes, err := file.Add(tree)
	for _, note := range notes {
		fmt.Fprintf(env.Stderr, "imapcodes: %s\n", note)
	}
	return tree, err
}
