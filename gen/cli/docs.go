package cli

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/gen/docs"
	"github.com/imapcodes/imapcodes/gen/internal/model"
	"github.com/imapcodes/imapcodes/gen/internal/output"
)

const docsUsage = `Usage: imapcodes docs --format FORMAT [flags]
       imapcodes docs --template FILE [flags]
       imapcodes docs --inject FILE [flags]

Write what is known about the response codes as a table, a page, JSON or source
code, or execute a template of your own. No network is needed.

Flags:
  --format FORMAT    markdown, mdx, html, json, typescript, python, rust, java,
                     swift or c
  --template FILE    template to execute
  --inject FILE      file to put tables into, between markers
  --output FILE      file to write (default: -, standard output)
  --check            write nothing; report a FILE that is stale or missing
  --force            replace a file even if imapcodes did not generate it
  --status LIST      only codes with one of these statuses, such as obsolete
  --reference LIST   only codes defined in these documents, such as RFC5530
  --code LIST        only these codes
  --sort ORDER       registry (default) or name
  --registry FILE    use FILE instead of the embedded registry.csv
  --extra FILE       add codes, as generate does; may be repeated
  --prefix PREFIX    prefix of the Go constants (default: Code)
  --package PACKAGE  package of the Java class (default: none)
  --limit MIB        maximum output of a template, in MiB (default: 64)

A FILE that is read may be - for standard input. What --inject - makes goes to
standard output.

The elements of a LIST are separated by commas and may be in any case. The flag
may be repeated.

A file is replaced only if imapcodes generated it, as a notice near its top says
(a template writes that with {{.Notice}}). Into a Markdown file that people
wrote, --inject puts a table between two lines:

  <!-- imapcodes:begin --reference RFC5530 --sort name -->
  <!-- imapcodes:end -->

The first line may have the flags --status, --reference, --code and --sort.

A template is executed over a docs.Page. It is one of Go's html/template if its
name ends in .html, .htm or .gohtml, perhaps followed by .tmpl or .gotmpl, and
otherwise one of text/template. It can call these functions:

  join LIST SEPARATOR            the elements of LIST, SEPARATOR between them
  lower TEXT, upper TEXT         TEXT in lower or upper case
  replace TEXT OLD NEW           TEXT with NEW in place of each OLD
  words TEXT                     the words of a name or code: uid and next
  camel TEXT, pascal TEXT        these words as uidNext or UidNext
  snake TEXT, constant TEXT      as uid_next or UID_NEXT
  kebab TEXT                     as uid-next
  quote LANGUAGE TEXT            TEXT as a string literal
  quoteList LANGUAGE LIST        each of LIST as one, with commas between them
  identifier LANGUAGE NAME       NAME, or NAME_ if that is a reserved word
  comment LANGUAGE PREFIX TEXT…  lines that begin with PREFIX
  json VALUE                     VALUE as JSON
  markdown TEXT, mdx TEXT        TEXT for Markdown or MDX
  code TEXT                      TEXT as a code span for a Markdown table
  shell TEXT                     TEXT as one word for a POSIX shell
  railroad TITLE SYNTAX          a railroad diagram of SYNTAX for HTML

The model and the functions are documented in generated/docs/model.md of the
repository, which generate writes beside its tables too, and by

  go doc -all github.com/imapcodes/imapcodes/gen/docs

Examples:
  imapcodes docs --format markdown --reference RFC5530 --output codes.md
  imapcodes docs --format java --package org.example --output ResponseCode.java
  imapcodes docs --template codes.ts.tmpl --output codes.ts --sort name
  imapcodes docs --inject README.md --check

Exit status: 0 success; 1 --check found a stale or missing file; 2 error.
`

// docsFlags are the flags of docs.
type docsFlags struct {
	format, template, inject string
	output                   string
	check, force             bool
	selection                docs.Selection
	registry, prefix, java   string
	extra                    []string
	limit                    int // in MiB
}

func runDocs(env Env, flags *flag.FlagSet, args []string) error {
	var f docsFlags
	flags.StringVar(&f.format, "format", "", "")
	flags.StringVar(&f.template, "template", "", "")
	flags.StringVar(&f.inject, "inject", "", "")
	flags.StringVar(&f.output, "output", standard, "")
	flags.BoolVar(&f.check, "check", false, "")
	flags.BoolVar(&f.force, "force", false, "")
	addSelection(flags, &f.selection)
	flags.StringVar(&f.registry, "registry", "", "")
	flags.StringVar(&f.prefix, "prefix", "Code", "")
	flags.StringVar(&f.java, "package", "", "")
	flags.IntVar(&f.limit, "limit", 64, "")
	flags.Func("extra", "", func(name string) error {
		f.extra = append(f.extra, name)
		return nil
	})
	if _, err := parse(flags, args, 0); err != nil {
		return err
	}
	if err := f.validate(flags); err != nil {
		return err
	}
	page, err := f.page(env)
	if err != nil {
		return err
	}
	if f.inject != "" {
		return f.injectTables(env, page)
	}
	text, err := f.render(env, page)
	if err != nil {
		return err
	}
	return f.write(env, f.output, text, docs.IsGenerated)
}

// addSelection defines the flags that select codes.
func addSelection(flags *flag.FlagSet, s *docs.Selection) {
	flags.Func("status", "", appendTo(&s.Statuses))
	flags.Func("reference", "", appendTo(&s.References))
	flags.Func("code", "", appendTo(&s.Codes))
	flags.StringVar((*string)(&s.Order), "sort", string(docs.ByRegistry), "")
}

// appendTo returns a function for [flag.FlagSet.Func] that appends the elements of a list, which
// are separated by commas, to list.
func appendTo(list *[]string) func(string) error {
	return func(value string) error {
		*list = append(*list, strings.FieldsFunc(value, func(r rune) bool { return r == ',' })...)
		return nil
	}
}

// javaPackage matches the name of a package of Java.
var javaPackage = regexp.MustCompile(`^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$`)

// maxLimit is the largest value of --limit, whose bytes an int can count.
const maxLimit = math.MaxInt >> 20

// validate returns an error for flags that are invalid, or that do not go together.
func (f docsFlags) validate(flags *flag.FlagSet) error {
	given := 0
	for _, value := range []string{f.format, f.template, f.inject} {
		if value != "" {
			given++
		}
	}
	var selecting []string
	flags.Visit(func(f *flag.Flag) {
		if slices.Contains([]string{"status", "reference", "code", "sort"}, f.Name) {
			selecting = append(selecting, "--"+f.Name)
		}
	})
	switch {
	case given != 1:
		return fmt.Errorf("want one of --format (%s), --template and --inject",
			docs.Names(docs.Formats()))
	case f.inject != "" && f.output != standard:
		return errors.New("--inject writes to its own FILE: leave out --output")
	case f.inject != "" && selecting != nil:
		return fmt.Errorf("with --inject, %s belongs into the file: <!-- imapcodes:begin %s … -->",
			selecting[0], selecting[0])
	case f.check && (f.inject == standard || f.inject == "" && f.output == standard):
		return errors.New("--check needs the FILE of --output or --inject")
	case f.prefix != "" && !isExported(f.prefix):
		return fmt.Errorf("--prefix %q cannot begin an exported identifier", f.prefix)
	case f.java != "" && !javaPackage.MatchString(f.java):
		return fmt.Errorf("--package %q is not the name of a package of Java", f.java)
	case f.limit < 1 || f.limit > maxLimit:
		return fmt.Errorf("--limit %d is not between 1 and %d", f.limit, maxLimit)
	}
	return checkStandardInput(append(f.extra, f.template, f.inject, f.registry)...)
}

// page returns the page of all codes.
func (f docsFlags) page(env Env) (docs.Page, error) {
	t, err := loadTree(env, f.registry, f.extra)
	if err != nil {
		return docs.Page{}, err
	}
	m, err := model.New(t)
	if err != nil {
		return docs.Page{}, err
	}
	page, err := readPage(env.Data, m, f.prefix)
	page.Package = f.java
	return page, err
}

// render returns the selected codes of page in a format or, if f has one, through a template.
func (f docsFlags) render(env Env, page docs.Page) ([]byte, error) {
	page, err := page.Select(f.selection)
	if err != nil {
		return nil, err
	}
	format := docs.Format(f.format)
	if format == docs.Markdown && isMDX(f.output) {
		format = docs.MDX
	}
	if format != "" {
		return docs.Render(env.Data, format, page)
	}
	text, err := env.readFile(f.template)
	if err != nil {
		return nil, err
	}
	return docs.Execute(f.template, string(text), page, f.limit<<20)
}

func isMDX(name string) bool { return strings.EqualFold(filepath.Ext(name), ".mdx") }

// injectTables updates the tables in the file f.inject.
func (f docsFlags) injectTables(env Env, page docs.Page) error {
	old, err := env.readFile(f.inject)
	if err != nil {
		return err
	}
	text, err := docs.Inject(f.inject, string(old), func(args []string) ([]byte, error) {
		var selection docs.Selection
		flags := flag.NewFlagSet("docs", flag.ContinueOnError)
		flags.SetOutput(io.Discard)
		addSelection(flags, &selection)
		if _, err := parse(flags, args, 0); err != nil {
			return nil, err
		}
		selected, err := page.Select(selection)
		if err != nil {
			return nil, err
		}
		return docs.RenderTable(env.Data, selected, isMDX(f.inject))
	})
	if err != nil {
		return err
	}
	isOurs := func([]byte) bool { return true }
	return f.write(env, f.inject, []byte(text), isOurs)
}

// write makes text the content of the file called name or, with --check, reports that it is not.
// Another content is an error unless isOurs reports true for it or --force is given. What is not a
// regular file, such as /dev/stdout, is written to as it is.
func (f docsFlags) write(env Env, name string, text []byte, isOurs func(old []byte) bool) error {
	if name == standard {
		_, err := env.Stdout.Write(text)
		return err
	}
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() && !f.check {
		return os.WriteFile(name, text, 0)
	}
	mayReplace := func(old []byte) bool { return f.force || isOurs(old) }
	changes, err := output.FileChanges(name, text, mayReplace)
	switch {
	case errors.Is(err, output.ErrForeign):
		return fmt.Errorf("%w without --force, because it has no notice", err)
	case err != nil:
		return err
	case f.check:
		return reportStale(env, changes)
	}
	return output.Apply(changes, env.Step)
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
	isOurs := func(_ string, old []byte) bool { return docs.IsGenerated(old) }
	return output.Changes(dir, files, nil, isOurs)
}
