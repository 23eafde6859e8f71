package cli

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/gen/docs"
	"github.com/imapcodes/imapcodes/gen/internal/model"
	"github.com/imapcodes/imapcodes/gen/internal/output"
)

const docsUsage = `Usage: imapcodes docs (--format FORMAT | --template FILE) [flags]

Write what is known about the response codes as a Markdown table, an HTML page
or JSON, or execute a template of your own. No network is needed.

Flags:
  --format FORMAT   markdown, html or json
  --template FILE   template to execute
  --output FILE     file to write (default: standard output)
  --status LIST     only codes with one of these statuses, such as obsolete
  --reference LIST  only codes defined in these documents, such as RFC5530
  --code LIST       only these codes
  --sort ORDER      registry (default) or name

The elements of a LIST are separated by commas and may be in any case. The flag
may be repeated.

A template is executed over a docs.Page. It is one of Go's html/template if its
name ends in .html, .htm or .gohtml, or in one of these and .tmpl, and
otherwise one of text/template. Page and the functions that templates can call
(see Execute) are documented in the package docs. In a module that requires
imapcodes, run

  go doc -all github.com/imapcodes/imapcodes/gen/docs

Examples:
  imapcodes docs --format markdown --reference RFC5530 --output codes.md
  imapcodes docs --format json --status obsolete,removed
  imapcodes docs --template codes.ts.tmpl --output codes.ts --sort name

Exit status: 0 success; 2 error.
`

func runDocs(env Env, flags *flag.FlagSet, args []string) error {
	var selection docs.Selection
	format := flags.String("format", "", "")
	template := flags.String("template", "", "")
	file := flags.String("output", "", "")
	flags.Func("status", "", appendTo(&selection.Statuses))
	flags.Func("reference", "", appendTo(&selection.References))
	flags.Func("code", "", appendTo(&selection.Codes))
	flags.StringVar((*string)(&selection.Order), "sort", string(docs.ByRegistry), "")
	if _, err := parse(flags, args, 0); err != nil {
		return err
	}
	text, err := writeDocs(env, *format, *template, selection)
	if err != nil {
		return err
	}
	if *file != "" {
		return output.WriteFile(*file, text, env.Step)
	}
	_, err = env.Stdout.Write(text)
	return err
}

// appendTo returns a function for [flag.FlagSet.Func] that appends the elements of a list, which
// are separated by commas, to list.
func appendTo(list *[]string) func(string) error {
	return func(value string) error {
		*list = append(*list, strings.FieldsFunc(value, func(r rune) bool { return r == ',' })...)
		return nil
	}
}

// writeDocs returns the selected codes in a format or, if template names one, through a template.
func writeDocs(env Env, format, template string, selection docs.Selection) ([]byte, error) {
	if (format == "") == (template == "") {
		return nil, fmt.Errorf("want one of --format (%s) and --template", docs.Names(docs.Formats()))
	}
	m, err := loadModel(env)
	if err != nil {
		return nil, err
	}
	page, err := readPage(env.Data, m, "Code")
	if err != nil {
		return nil, err
	}
	if page, err = page.Select(selection); err != nil {
		return nil, err
	}
	if format != "" {
		return docs.Render(env.Data, docs.Format(format), page)
	}
	text, err := os.ReadFile(template)
	if err != nil {
		return nil, err
	}
	return docs.Execute(template, string(text), page)
}

// readPage returns the page of all codes in m, whose constants have the prefix. It reads the
// examples from data.
func readPage(data fs.FS, m *model.Model, prefix string) (docs.Page, error) {
	text, err := fs.ReadFile(data, docs.ExamplesFile)
	if err != nil {
		return docs.Page{}, err
	}
	examples, err := docs.ReadExamples(docs.ExamplesFile, string(text))
	if err != nil {
		return docs.Page{}, err
	}
	return docs.NewPage(m, prefix, examples)
}

// docsChanges returns the changes that make dir hold the tables of the codes in m. Other files in
// dir are kept, even generated ones.
func docsChanges(data fs.FS, m *model.Model, prefix, dir string) ([]output.Change, error) {
	page, err := readPage(data, m, prefix)
	if err != nil {
		return nil, err
	}
	files, err := docs.Files(data, page)
	if err != nil {
		return nil, err
	}
	return output.Changes(dir, toOutput(files), nil, func(name string, old []byte) bool {
		return slices.ContainsFunc(files, func(f docs.File) bool { return f.Name == name }) && docs.IsGenerated(old)
	})
}
