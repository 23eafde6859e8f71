package cli

import (
	"flag"
	"fmt"
	"strings"

	"github.com/imapcodes/imapcodes/gen/internal/generate"
	"github.com/imapcodes/imapcodes/gen/internal/model"
	"github.com/imapcodes/imapcodes/gen/internal/output"
)

const generateUsage = `Usage: imapcodes generate [flags]

Write a Go package with the response codes, their metadata and a parser for
status responses, or a single file for a package that has others. The registry
and the grammar are part of the program; no network is needed. If the package
already declares one of these names, nothing is written.

Flags:
  --package NAME   name of the package (default: that of its directory, or
                   $GOPACKAGE if that is the current one)
  --output PATH    directory of the package, or the single file to write if PATH
                   ends in .go (default: the current directory)
  --type NAME      name of the codes' type (default: Code)
  --prefix PREFIX  prefix of the constants, which may be empty (default: Code)
  --parts LIST     codes, or codes,metadata, or codes,metadata,parser (default)
  --header FILE    Go comments, such as a license, for the top of each Go file
  --docs DIR       write tables of the codes into DIR as well
  --registry FILE  use FILE instead of the embedded registry.csv
  --extra FILE     add codes that are not in the registry; may be repeated
  --replace        remove from your own files the type and those constants that
                   are generated now with the same value
  --names FILE     take names of codes from FILE, a CSV file with the columns
                   code and name (UIDNEXT,UidNext); --replace adds those that
                   it finds
  --check          write nothing; list the files that are stale or missing, with
                   the differences

The FILE of --extra is a CSV file with any of the columns of registry.csv except
status, description, registered and updated; only code is required. Additional
ABNF rules go into a file with the same name and the extension .abnf.
"--extra unregistered" adds a built-in set of codes, such as MESSAGELIMIT. If
several sources have the same code, the registry's row is used, or else that of
the first FILE. The FILE of --registry, --extra or --header may be - for
standard input.

Examples:
  //go:generate go tool imapcodes generate
  imapcodes generate --output imap/codes.go --type RespCode --prefix RespCode
  imapcodes generate --output internal/imapcode --check
  imapcodes generate --package imapcode --extra vendor.csv --extra unregistered

Exit status: 0 success; 1 --check found a stale or missing file; 2 error.
`

// generateFlags are the flags of generate.
type generateFlags struct {
	options  generate.Options
	parts    string
	output   string
	header   string
	docs     string
	registry string
	extra    []string
	names    string
	replace  bool
}

func runGenerate(env Env, flags *flag.FlagSet, args []string) error {
	var f generateFlags
	flags.StringVar(&f.options.Package, "package", "", "")
	flags.StringVar(&f.output, "output", ".", "")
	flags.StringVar(&f.options.Type, "type", "Code", "")
	flags.StringVar(&f.options.Prefix, "prefix", "Code", "")
	flags.StringVar(&f.parts, "parts", "codes,metadata,parser", "")
	flags.StringVar(&f.header, "header", "", "")
	flags.StringVar(&f.docs, "docs", "", "")
	flags.StringVar(&f.registry, "registry", "", "")
	flags.Func("extra", "", func(name string) error {
		f.extra = append(f.extra, name)
		return nil
	})
	flags.StringVar(&f.names, "names", "", "")
	flags.BoolVar(&f.replace, "replace", false, "")
	check := flags.Bool("check", false, "")
	if _, err := parse(flags, args, 0); err != nil {
		return err
	}
	changes, err := generated(env, f)
	if err != nil {
		return err
	}
	if *check {
		return reportStale(env, changes)
	}
	if err := output.Apply(changes, env.Step); err != nil {
		return err
	}
	var removed, notes []string
	for _, c := range changes {
		if c.Remove {
			removed = append(removed, c.Name)
		} else if c.Cut != "" {
			notes = append(notes, fmt.Sprintf("removed from %s: %s", c.Name, c.Cut))
		}
	}
	if removed != nil {
		notes = append(notes, "removed files that are no longer generated: "+strings.Join(removed, " "))
	}
	report(env, notes)
	return nil
}

// generated returns the changes that produce the files f asks for, grouped by folder.
func generated(env Env, f generateFlags) ([]output.Change, error) {
	if err := checkStandardInput(append(f.extra, f.header, f.registry)...); err != nil {
		return nil, err
	}
	if f.header != "" {
		text, err := env.readFile(f.header)
		if err != nil {
			return nil, err
		}
		if f.options.Header, err = generate.ParseHeader(f.header, text); err != nil {
			return nil, fmt.Errorf("--header: %w", err)
		}
	}
	t, err := loadTree(env, f.registry, f.extra)
	if err != nil {
		return nil, err
	}
	m, err := model.Compile(t)
	if err != nil {
		return nil, err
	}
	changes, err := outputChanges(env, m, f)
	if err != nil || f.docs == "" {
		return changes, err
	}
	tables, err := docsChanges(env.Data, m, f.options.Prefix, f.docs)
	return append(changes, tables...), err
}
