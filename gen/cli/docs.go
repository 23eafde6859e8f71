package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"github.com/imapcodes/imapcodes/gen/docs"
	"github.com/imapcodes/imapcodes/gen/internal/generate"
	"github.com/imapcodes/imapcodes/gen/internal/output"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

// docsOptions are what the command docs is asked for.
type docsOptions struct {
	format, template string
	output           string
	order            string
	selection        docs.Selection
}

func docsCommand(env Env) *cobra.Command {
	var o docsOptions
	cmd := &cobra.Command{
		Use:   "docs",
		Short: "Write tables of the response codes",
		Long: `Write what is known of the response codes as a Markdown table, an HTML page or JSON,
or by a template of your own: one of Go's html/template if its name ends in .html,
.htm, .gohtml, or one of these and .tmpl, else one of text/template. It is executed
over a docs.Page; what that holds, and the functions that it can call (Execute), say

  go doc -all github.com/imapcodes/imapcodes/gen/docs

in a module that has got the tool or the library (go get). No network is needed.
Codes, documents and statuses may be in any case.`,
		Example: `  imapcodes docs --format markdown --reference RFC5530 --output codes.md
  imapcodes docs --format json --status obsolete,removed
  imapcodes docs --template codes.ts.tmpl --output codes.ts --sort name`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			text, err := writeDocs(env, o)
			if err != nil {
				return err
			}
			if o.output != "" {
				return output.WriteFile(o.output, text, env.Step)
			}
			_, err = env.Stdout.Write(text)
			return err
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.format, "format", "", "`format`: markdown, html or json")
	flags.StringVar(&o.template, "template", "", "`file` with a template of your own")
	flags.StringVar(&o.output, "output", "", "`file` to write in place of standard output")
	flags.StringSliceVar(&o.selection.Statuses, "status", nil, "only codes with this `status` (or several: a,b)")
	flags.StringSliceVar(&o.selection.References, "reference", nil, "only codes that this `document` defines: RFC5530 (or several: a,b)")
	flags.StringSliceVar(&o.selection.Codes, "code", nil, "only the code of this `name` (or several: a,b)")
	flags.StringVar(&o.order, "sort", string(docs.ByRegistry), "`order` of the codes: registry or name")
	return cmd
}

// writeDocs returns what o asks for.
func writeDocs(env Env, o docsOptions) ([]byte, error) {
	if (o.format == "") == (o.template == "") {
		return nil, fmt.Errorf("want one of --format (%s) and --template", docs.Names(docs.Formats()))
	}
	in, err := readInput(env, "", nil)
	if err != nil {
		return nil, err
	}
	page, err := readPage(env.Data, in, "Code")
	if err != nil {
		return nil, err
	}
	o.selection.Order = docs.Order(o.order)
	if page, err = page.Select(o.selection); err != nil {
		return nil, err
	}
	if o.format != "" {
		return docs.Render(env.Data, docs.Format(o.format), page)
	}
	text, err := os.ReadFile(o.template)
	if err != nil {
		return nil, err
	}
	return docs.Execute(o.template, string(text), page)
}

// readPage returns the page of all codes in in, whose constants have the prefix. Sources and examples are read out of data.
func readPage(data fs.FS, in generate.Input, prefix string) (docs.Page, error) {
	input := docs.Input{Input: in, Prefix: prefix}
	file, err := data.Open(tree.SourcesFile)
	if err != nil {
		return docs.Page{}, err
	}
	defer file.Close()
	input.Sources, err = registry.ReadSources(tree.SourcesFile, file)
	text, err2 := fs.ReadFile(data, docs.ExamplesFile)
	if err = errors.Join(err, err2); err != nil {
		return docs.Page{}, err
	}
	if input.Examples, err = docs.ReadExamples(docs.ExamplesFile, string(text)); err != nil {
		return docs.Page{}, err
	}
	return docs.NewPage(input)
}

// docsChanges returns what has to be done in dir so that it holds the docs tables of in. Other files there stay, whoever
// wrote them.
func docsChanges(data fs.FS, in generate.Input, prefix, dir string) ([]output.Change, error) {
	page, err := readPage(data, in, prefix)
	if err != nil {
		return nil, err
	}
	files, err := docs.Files(data, page)
	if err != nil {
		return nil, err
	}
	return output.Changes(dir, toOutput(files), nil, func(name string, old []byte) bool {
		named := func(file generate.File) bool { return file.Name == name }
		return slices.ContainsFunc(files, named) && docs.IsGenerated(old)
	})
}
