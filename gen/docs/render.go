package docs

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	htmltemplate "html/template"
	"io"
	"io/fs"
	"path"
	"strings"
	"text/template"
)

// A Format is one in which the tool writes a page by itself.
type Format string

// The formats.
const (
	Markdown Format = "markdown"
	HTML     Format = "html"
	JSON     Format = "json"
)

// Formats returns all formats.
func Formats() []Format { return []Format{Markdown, HTML, JSON} }

// Names returns the words of a list with commas between them, for errors that say what there is.
func Names[T ~string](list []T) string {
	var b strings.Builder
	for i, word := range list {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(string(word))
	}
	return b.String()
}

// The files in templates/.
const (
	markdownTemplate = "templates/codes.md.tmpl"
	htmlTemplate     = "templates/codes.html.tmpl"
	styleFile        = "templates/page.css"
	scriptFile       = "templates/page.js"
	schemaFile       = "templates/codes.schema.json"
)

// Render returns p in a format. The templates are in fsys, in the folder templates. The same page gives the same octets on
// any machine.
func Render(fsys fs.FS, format Format, p Page) ([]byte, error) {
	switch format {
	case Markdown:
		return executeFile(fsys, markdownTemplate, p)
	case HTML:
		return renderHTML(fsys, p)
	case JSON:
		return encode(p)
	}
	return nil, fmt.Errorf("unknown format %q, want one of %s", format, Names(Formats()))
}

// A File is a file of the docs.
type File struct {
	Name string // "codes.md"
	Data []byte
}

// Files returns p in each format, and the schema of the JSON, in the order of the files' names.
func Files(fsys fs.FS, p Page) ([]File, error) {
	var files []File
	for _, f := range []struct {
		name   string
		format Format
	}{{"codes.html", HTML}, {"codes.json", JSON}, {"codes.md", Markdown}} {
		data, err := Render(fsys, f.format, p)
		if err != nil {
			return nil, err
		}
		files = append(files, File{Name: f.name, Data: data})
	}
	schema, err := fs.ReadFile(fsys, schemaFile)
	return append(files, File{Name: path.Base(schemaFile), Data: schema}), err
}

// IsGenerated reports whether a file with the name of one of Files is the tool's own output: all of
// them have the notice in their first lines.
func IsGenerated(data []byte) bool {
	head := data[:min(len(data), 1024)]
	_, rest, found := bytes.Cut(head, []byte(NoticePrefix))
	line, _, _ := bytes.Cut(rest, []byte("\n"))
	return found && bytes.Contains(line, []byte(noticeEnd))
}

// executeFile returns what the template in a file makes of data.
func executeFile(fsys fs.FS, name string, data any) ([]byte, error) {
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	return execute(name, string(text), data)
}

// Execute returns what the text of a template makes of p. The template is one of html/template if its file's name ends in
// .html, .htm, .gohtml, or one of these and .tmpl, and else one of text/template. Errors name the template's file and line.
// Beside Go's own functions it has
//
//	join LIST SEPARATOR    the texts of LIST with SEPARATOR between them
//	lower TEXT, upper TEXT
//	replace TEXT OLD NEW   TEXT with NEW for each OLD
//	json VALUE             VALUE as JSON, which of a text is also a string in JavaScript, TypeScript and Python
//	markdown TEXT          TEXT with all escaped that Markdown would take for markup
//	code TEXT              TEXT as a code span for Markdown, in a table or not
//	shell TEXT             TEXT as one word for a shell
//	railroad TITLE SYNTAX  a railroad diagram for an HTML page (package railroad), whose boxes link to #rule-NAME in lower case
func Execute(name, text string, p Page) ([]byte, error) { return execute(name, text, p) }

func execute(name, text string, data any) ([]byte, error) {
	var parsed interface {
		Execute(w io.Writer, data any) error
	}
	var err error
	if isHTML(name) {
		parsed, err = htmltemplate.New(name).Funcs(functions()).Parse(text)
	} else {
		parsed, err = template.New(name).Funcs(functions()).Parse(text)
	}
	var b bytes.Buffer
	if err == nil {
		err = parsed.Execute(&b, data)
	}
	if err != nil {
		return nil, templateError(err)
	}
	return b.Bytes(), nil
}

func isHTML(name string) bool {
	switch path.Ext(strings.TrimSuffix(name, ".tmpl")) {
	case ".html", ".htm", ".gohtml":
		return true
	}
	return false
}

// templateError returns err with the place first, as in other errors: codes.tmpl:3:7: ….
func templateError(err error) error {
	text := err.Error()
	for _, prefix := range []string{"template: ", "html/template:"} {
		text = strings.TrimPrefix(text, prefix)
	}
	return errors.New(text)
}

// functions returns what templates can call (Execute).
func functions() map[string]any {
	return map[string]any{
		"join":     strings.Join,
		"lower":    strings.ToLower,
		"upper":    strings.ToUpper,
		"replace":  strings.ReplaceAll,
		"json":     jsonText,
		"markdown": markdownText,
		"code":     markdownCode,
		"shell":    shellWord,
		"railroad": railroadDiagram,
	}
}

func jsonText(value any) (string, error) {
	text, err := json.Marshal(value)
	return string(text), err
}
