package cli

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/gen/docs"
	"github.com/imapcodes/imapcodes/gen/internal/generate"
	"github.com/imapcodes/imapcodes/gen/internal/model"
	"github.com/imapcodes/imapcodes/gen/internal/transaction"
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
	output := flags.String("output", "", "")
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
	if *output != "" {
		return writeFile(env, *output, text)
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
	if err := transaction.Interrupted("."); err != nil { // see runGenerate
		return nil, err
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

// writeFile writes a whole file or nothing. It does not replace a link, but its target, and writes
// into what is not a regular file, such as /dev/stdout.
func writeFile(env Env, name string, text []byte) error {
	if target, err := filepath.EvalSymlinks(name); err == nil {
		name = target
	}
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return os.WriteFile(name, text, 0)
	}
	t, err := begin(env, filepath.Dir(name))
	if err != nil {
		return err
	}
	defer t.Close()
	return t.Commit([]transaction.Change{{Name: filepath.Base(name), Data: text}})
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

// docsChanges returns the changes after which dir holds the tables of the codes in m. Other files
// in dir are kept, even generated ones.
func docsChanges(data fs.FS, m *model.Model, prefix, dir string) ([]transaction.Change, error) {
	page, err := readPage(data, m, prefix)
	if err != nil {
		return nil, err
	}
	list, err := docs.Files(data, page)
	if err != nil {
		return nil, err
	}
	var files []generate.File
	for _, f := range list {
		files = append(files, generate.File(f))
	}
	return changes(dir, files, func(name string, old []byte) bool {
		named := func(file generate.File) bool { return file.Name == name }
		return slices.ContainsFunc(files, named) && docs.IsGenerated(old)
	})
}
