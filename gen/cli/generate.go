package cli

import (
	"bytes"
	"fmt"
	"go/token"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/imapcodes/imapcodes/gen/emit"
	"github.com/imapcodes/imapcodes/gen/extra"
	"github.com/imapcodes/imapcodes/gen/generate"
	"github.com/imapcodes/imapcodes/gen/normalise"
	"github.com/imapcodes/imapcodes/gen/registry"
	"github.com/imapcodes/imapcodes/gen/transaction"
)

func generateCommand(env Env) *cobra.Command {
	var options generate.Options
	var output, docsDir, registryName string
	var extraNames []string
	var check bool
	cmd := &cobra.Command{
		Use:   "generate",
		Short: "Write the Go package",
		Long: `Write a Go package with the response codes, what is known of them, and a parser
for status responses. It needs no network: registry and grammar are part of the
tool. With --check, write nothing, and say which files are stale.

Codes that are not in the registry come from --extra FILE, a CSV file with any of
registry.csv's columns (code, name, references, arguments, fields, grammar, types,
retry, summary), of which code alone is needed. What the arguments need beside
the RFCs' rules stands in a file beside it, with the suffix .abnf. --extra
unregistered is a set that is part of the tool: MESSAGELIMIT and others. Where
two files, or the registry, have the same code, the registry's row is used, or
else the first one.`,
		Example: `  //go:generate go tool imapcodes generate --output imapcode
  imapcodes generate --package imapcode --output internal/imapcode
  imapcodes generate --package imapcode --output internal/imapcode --check
  imapcodes generate --package imapcode --extra vendor.csv --extra unregistered`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !token.IsIdentifier(options.Package) || options.Package == "_" {
				return fmt.Errorf("--package %q is no name for a package (by default $GOPACKAGE)", options.Package)
			}
			if !token.IsIdentifier(options.Prefix) || !token.IsExported(options.Prefix) {
				return fmt.Errorf("--prefix %q cannot begin an exported identifier", options.Prefix)
			}
			if err := transaction.Interrupted("."); err != nil { // what the tool was built from may be of two states
				return err
			}
			in, err := readInput(env, registryName, extraNames)
			if err != nil {
				return err
			}
			files, err := generate.Package(in, options)
			if err != nil {
				return err
			}
			list, err := changes(output, files, isGenerated)
			if err != nil {
				return err
			}
			folders := []folder{{output, list}}
			if docsDir != "" {
				list, err := docsChanges(env.Data, in, options.Prefix, docsDir)
				if err != nil {
					return err
				}
				folders = append(folders, folder{docsDir, list})
			}
			if check {
				return reportStale(env, folders)
			}
			return apply(env, folders)
		},
	}
	cmd.Flags().StringVar(&options.Package, "package", env.Getenv("GOPACKAGE"), "`name` of the package")
	cmd.Flags().StringVar(&output, "output", ".", "`directory` of the package")
	cmd.Flags().StringVar(&docsDir, "docs", "", "write the docs tables too, into this `directory`")
	cmd.Flags().StringVar(&options.Prefix, "prefix", "Code", "`prefix` of the constants")
	cmd.Flags().StringVar(&registryName, "registry", "", "`file` to use in place of the tool's own registry.csv")
	cmd.Flags().StringArrayVar(&extraNames, "extra", nil, "`file` with codes that are not in the registry, or "+extra.BuiltIn+"; may be repeated")
	cmd.Flags().BoolVar(&check, "check", false, "write nothing; exit with 1 if a file is stale")
	return cmd
}

// readInput reads what a package is made from out of env.Data, the registry out of the named file if there is a name, and
// extra codes.
func readInput(env Env, registryName string, extraNames []string) (generate.Input, error) {
	tree, err := normalise.Load(env.Data)
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
func addExtra(env Env, tree normalise.Tree, name string) (normalise.Tree, error) {
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

// isGenerated reports whether a file is the tool's own output.
func isGenerated(_ string, data []byte) bool {
	return bytes.HasPrefix(data, []byte(emit.Marker))
}

// reportStale prints what would change.
func reportStale(env Env, folders []folder) error {
	var err error
	for _, f := range folders {
		for _, c := range f.changes {
			what := "is stale"
			if c.Remove {
				what = "is not generated any more"
			}
			fmt.Fprintf(env.Stdout, "%s %s\n", filepath.Join(f.name, c.Name), what)
			err = errDiffers
		}
	}
	return err
}
