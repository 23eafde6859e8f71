package cli

import (
	"bytes"
	"fmt"
	"os"

	"github.com/imapcodes/imapcodes/gen/internal/extra"
	"github.com/imapcodes/imapcodes/gen/internal/generate"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

// readInput reads what a package is made from out of env.Data, the registry out of the named file if there is a name, and
// extra codes.
func readInput(env Env, registryName string, extraNames []string) (generate.Input, error) {
	tree, err := tree.Load(env.Data)
	if err != nil {
		return generate.Input{}, err
	}
	updated := tree.Updated()
	if registryName != "" {
		updated = "" // it is not IANA's
		if tree.Records, err = readRegistry(registryName); err != nil {
			return generate.Input{}, err
		}
	}
	for _, name := range extraNames {
		if tree, err = addExtra(env, tree, name); err != nil {
			return generate.Input{}, err
		}
	}
	return generate.Input{Records: tree.Records, Updated: updated, Grammars: tree.Grammars, Amendments: tree.Amendments}, nil
}

func readRegistry(name string) ([]registry.Record, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return registry.Read(name, bytes.NewReader(text))
}

// addExtra returns tree with the codes of the named file, and prints which of them are not used.
func addExtra(env Env, tree tree.Tree, name string) (tree.Tree, error) {
	var file extra.File
	var err error
	if name == extra.BuiltIn {
		file, err = extra.Unregistered()
	} else {
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
