package cli

import (
	"bytes"
	"fmt"
	"go/token"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/imapcodes/imapcodes/gen/emit"
	"github.com/imapcodes/imapcodes/gen/generate"
	"github.com/imapcodes/imapcodes/gen/normalise"
	"github.com/imapcodes/imapcodes/gen/registry"
)

func generateCommand(env Env) *cobra.Command {
	var options generate.Options
	var output, docsDir, registryName string
	var check bool
	cmd := &cobra.Command{
		Use:   "generate",
		Short: "Write the Go package",
		Long: `Write a Go package with the response codes, what is known of them, and a parser
for status responses. It needs no network: registry and grammar are part of the
tool. With --check, write nothing, and say which files are stale.`,
		Example: `  //go:generate go tool imapcodes generate --output imapcode
  imapcodes generate --package imapcode --output internal/imapcode
  imapcodes generate --package imapcode --output internal/imapcode --check`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !token.IsIdentifier(options.Package) || options.Package == "_" {
				return fmt.Errorf("--package %q is no name for a package (by default $GOPACKAGE)", options.Package)
			}
			if !token.IsIdentifier(options.Prefix) || !token.IsExported(options.Prefix) {
				return fmt.Errorf("--prefix %q cannot begin an exported identifier", options.Prefix)
			}
			in, err := readInput(env.Data, registryName)
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
			tables, err := docsChanges(env.Data, in, options.Prefix, docsDir)
			if err != nil {
				return err
			}
			list = append(list, tables...)
			if check {
				return reportStale(env, list)
			}
			return apply(list)
		},
	}
	cmd.Flags().StringVar(&options.Package, "package", env.Getenv("GOPACKAGE"), "`name` of the package")
	cmd.Flags().StringVar(&output, "output", ".", "`directory` of the package")
	cmd.Flags().StringVar(&docsDir, "docs", "", "write the docs tables too, into this `directory`")
	cmd.Flags().StringVar(&options.Prefix, "prefix", "Code", "`prefix` of the constants")
	cmd.Flags().StringVar(&registryName, "registry", "", "`file` to use in place of the tool's own registry.csv")
	cmd.Flags().BoolVar(&check, "check", false, "write nothing; exit with 1 if a file is stale")
	return cmd
}

// readInput reads what a package is made from out of data, the registry out of the named file if there is a name.
func readInput(data fs.FS, registryName string) (generate.Input, error) {
	tree, err := normalise.Load(data)
	in := generate.Input{Records: tree.Records, Updated: tree.Updated(), Grammars: tree.Grammars, Amendments: tree.Amendments}
	if err != nil || registryName == "" {
		return in, err
	}
	text, err := os.ReadFile(registryName)
	if err != nil {
		return in, err
	}
	in.Updated = "" // it is not IANA's
	in.Records, err = registry.Read(registryName, bytes.NewReader(text))
	return in, err
}

// isGenerated reports whether a file is the tool's own output.
func isGenerated(_ string, data []byte) bool {
	return bytes.HasPrefix(data, []byte(emit.Marker))
}

// reportStale prints what list would change.
func reportStale(env Env, list []change) error {
	for _, c := range list {
		what := "is stale"
		if c.data == nil {
			what = "is not generated any more"
		}
		fmt.Fprintf(env.Stdout, "%s %s\n", c.name, what)
	}
	if len(list) > 0 {
		return errDiffers
	}
	return nil
}
