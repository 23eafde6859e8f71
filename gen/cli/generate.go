package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/imapcodes/imapcodes/gen/internal/extra"
	"github.com/imapcodes/imapcodes/gen/internal/generate"
	"github.com/imapcodes/imapcodes/gen/internal/output"
)

// generateFlags are what generate is asked for.
type generateFlags struct {
	options  generate.Options
	parts    string
	output   string
	docs     string
	registry string
	extra    []string
}

func generateCommand(env Env) *cobra.Command {
	var f generateFlags
	var check bool
	cmd := &cobra.Command{
		Use:   "generate",
		Short: "Write the Go package",
		Long: `Write a Go package with the response codes, what is known of them, and a parser
for status responses, or a file of a package that has more. It needs no network:
registry and grammar are part of the tool. Nothing is written if something in
the package has one of the names already. With --check, write nothing, and say
which files are stale.

Codes that are not in the registry come from --extra FILE, a CSV file with any of
registry.csv's columns (code, name, references, arguments, fields, grammar, types,
retry, summary), of which code alone is needed. What the arguments need beside
the RFCs' rules stands in a file beside it, with the suffix .abnf. --extra
unregistered is a set that is part of the tool: MESSAGELIMIT and others. Where
two files, or the registry, have the same code, the registry's row is used, or
else the first one.`,
		Example: `  //go:generate go tool imapcodes generate
  //go:generate go tool imapcodes generate --output imapcode
  //go:generate go tool imapcodes generate --output codes.go --type ResponseCode --prefix ResponseCode --parts codes
  imapcodes generate --output internal/imapcode
  imapcodes generate --output internal/imapcode --check
  imapcodes generate --package imapcode --extra vendor.csv --extra unregistered`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			changes, err := generated(env, f)
			if err != nil {
				return err
			}
			if check {
				return reportStale(env, changes)
			}
			return output.Apply(changes, env.Step)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.options.Package, "package", "", "`name` of the package; by default that of the Go files there, $GOPACKAGE in the current directory, or the directory's name")
	flags.StringVar(&f.output, "output", ".", "`directory` of the package, or the one file to write, with a name in .go")
	flags.StringVar(&f.options.Type, "type", "Code", "`name` of the type of the codes")
	flags.StringVar(&f.options.Prefix, "prefix", "Code", "`prefix` of the constants; may be empty")
	flags.StringVar(&f.parts, "parts", "codes,metadata,parser", "`parts` to write: codes; codes,metadata; or codes,metadata,parser")
	flags.StringVar(&f.docs, "docs", "", "write the docs tables too, into this `directory`")
	flags.StringVar(&f.registry, "registry", "", "`file` to use in place of the tool's own registry.csv")
	flags.StringArrayVar(&f.extra, "extra", nil, "`file` with codes that are not in the registry, or "+extra.BuiltIn+"; may be repeated")
	flags.BoolVar(&check, "check", false, "write nothing; exit with 1 if a file is stale or missing")
	return cmd
}

// generated returns what has to be done so that there is what f asks for.
func generated(env Env, f generateFlags) ([]output.Change, error) {
	in, err := readInput(env, f.registry, f.extra)
	if err != nil {
		return nil, err
	}
	changes, err := outputChanges(env, in, f.options, f.output, f.parts)
	if err != nil || f.docs == "" {
		return changes, err
	}
	tables, err := docsChanges(env.Data, in, f.options.Prefix, f.docs)
	return append(changes, tables...), err
}

// reportStale prints what would change.
func reportStale(env Env, changes []output.Change) error {
	var err error
	for _, c := range changes {
		what := "is stale"
		if c.Remove {
			what = "is not generated any more"
		} else if _, err := os.Lstat(c.Name); errors.Is(err, fs.ErrNotExist) {
			what = "is missing"
		}
		fmt.Fprintf(env.Stdout, "%s %s\n", c.Name, what)
		err = errDiffers
	}
	return err
}
