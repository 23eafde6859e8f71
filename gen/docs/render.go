package docs

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/gen/internal/model"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// A Format is an output format of Render.
type Format string

// The formats of Render. Those of programming languages declare an enumeration of the codes, or
// what takes its place in the language, with what is known of each.
const (
	Markdown   Format = "markdown" // a table, and a list of the documents
	MDX        Format = "mdx"      // Markdown with comments and escapes of MDX
	HTML       Format = "html"     // a page with search and diagrams, in one file; always by name
	JSON       Format = "json"     // for programs; see Page.MarshalJSON
	TypeScript Format = "typescript"
	Python     Format = "python"
	Rust       Format = "rust"
	Java       Format = "java"
	Swift      Format = "swift"
	C          Format = "c" // a header
)

// An output is what Render makes of a Page.
type output struct {
	format Format
	file   string // its name in what Files returns; empty if that leaves it out
	render func(fs.FS, Page) ([]byte, error)
}

// outputs returns the outputs, one per format.
func outputs() []output {
	return []output{
		{Markdown, "codes.md", renderMarkdown},
		{MDX, "", renderMDX},
		{HTML, "codes.html", renderHTML},
		{JSON, "codes.json", renderJSON},
		{TypeScript, "", sourceCode("templates/codes.ts.tmpl")},
		{Python, "", sourceCode("templates/codes.py.tmpl")},
		{Rust, "", sourceCode("templates/codes.rs.tmpl")},
		{Java, "", sourceCode("templates/codes.java.tmpl")},
		{Swift, "", sourceCode("templates/codes.swift.tmpl")},
		{C, "", sourceCode("templates/codes.h.tmpl")},
	}
}

func renderMarkdown(fsys fs.FS, p Page) ([]byte, error) {
	return executeFile(fsys, markdownTemplate, p, functions())
}

// renderMDX returns p as Markdown in which the only comment, the notice, is one of MDX.
func renderMDX(fsys fs.FS, p Page) ([]byte, error) {
	text, err := executeFile(fsys, markdownTemplate, p, mdxFunctions())
	html, mdx := "<!-- "+p.Notice+" -->", "{/* "+p.Notice+" */}"
	return bytes.Replace(text, []byte(html), []byte(mdx), 1), err
}

// sourceCode returns a function that renders source code with the template in a file. It is an error
// if there are no codes, or if the names of two codes have the same words, because they would be
// the same identifier.
func sourceCode(template string) func(fs.FS, Page) ([]byte, error) {
	return func(fsys fs.FS, p Page) ([]byte, error) {
		if len(p.Codes) == 0 {
			return nil, errors.New("no code is selected, and an enumeration needs one")
		}
		known := map[string]string{}
		for _, c := range p.Codes {
			key := snake(c.Name)
			if other, found := known[key]; found {
				return nil, fmt.Errorf("the names %s and %s are both %s in other languages than Go: "+
					"rename one of them", other, c.Name, key)
			}
			known[key] = c.Name
		}
		return executeFile(fsys, template, p, functions())
	}
}

// Formats returns the formats of Render.
func Formats() []Format {
	var formats []Format
	for _, o := range outputs() {
		formats = append(formats, o.format)
	}
	return formats
}

// Names returns the words of a list with commas between them, for errors that list what is known.
func Names[T ~string](list []T) string {
	var words []string
	for _, word := range list {
		words = append(words, string(word))
	}
	return strings.Join(words, ", ")
}

// The files in templates/.
const (
	markdownTemplate = "templates/codes.md.tmpl"
	tableTemplate    = "templates/table.md.tmpl"
	htmlTemplate     = "templates/codes.html.tmpl"
	styleFile        = "templates/page.css"
	scriptFile       = "templates/page.js"
	schemaFile       = "templates/codes.schema.json"
	modelFile        = "templates/model.md"
)

// Render returns p in a format. fsys holds the folder "templates". It is an error if the format is
// unknown, or if fsys lacks a file or its template does not execute. The result depends on
// nothing else.
func Render(fsys fs.FS, format Format, p Page) ([]byte, error) {
	for _, o := range outputs() {
		if o.format == format {
			return o.render(fsys, p)
		}
	}
	return nil, fmt.Errorf("unknown format %q, want one of %s", format, Names(Formats()))
}

// Files returns p as Markdown, HTML and JSON, with the schema of the JSON and a description of
// Page, by file name: "codes.md". The codes in Markdown and HTML are in alphabetical order. Errors
// are those of Render.
func Files(fsys fs.FS, p Page) (map[string][]byte, error) {
	byName, err := p.Select(Selection{Order: ByName})
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, o := range outputs() {
		if o.file == "" {
			continue
		}
		page := byName
		if o.format == JSON {
			page = p
		}
		data, err := o.render(fsys, page)
		if err != nil {
			return nil, err
		}
		files[o.file] = data
	}
	for _, name := range []string{schemaFile, modelFile} {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		files[path.Base(name)] = data
	}
	return files, nil
}

// NoticePrefix is how a Page's Notice begins. It ends with "DO NOT EDIT.".
const NoticePrefix = "Code generated by imapcodes "

const noticeEnd = "DO NOT EDIT."

// notice returns the line that marks output as generated from m.
func notice(m *model.Model) string {
	from := "a user-supplied registry"
	if m.Updated != "" {
		from = `the IANA registry "IMAP Response Codes" of ` + m.Updated
	}
	isExtra := func(c model.Code) bool { return c.Status == registry.Unregistered }
	if slices.ContainsFunc(m.Codes, isExtra) {
		from += " and extra codes"
	}
	return NoticePrefix + "from " + from + ". " + noticeEnd
}

// noticeLine matches the line with the notice: in a comment of any language, in the head of HTML, or
// as a member of JSON.
var noticeLine = regexp.MustCompile("(?m)^[^\\w\n`]*" +
	`(?:meta name="generator" content="|notice": "|comment": ")?` +
	NoticePrefix + `.*` + regexp.QuoteMeta(noticeEnd))

// IsGenerated reports whether data is the content of a file that imapcodes generated: whether there
// is a notice in the first 8 KiB, below a license for example. Text that only mentions the notice
// does not count.
func IsGenerated(data []byte) bool { return noticeLine.Match(data[:min(len(data), 8<<10)]) }
