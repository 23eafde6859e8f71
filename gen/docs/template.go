package docs

import (
	"encoding/json"
	"errors"
	"fmt"
	htmltemplate "html/template"
	"io"
	"io/fs"
	"math"
	"path"
	"reflect"
	"strings"
	"text/template"
)

// executeFile returns the output of the template in a file, which can call funcs.
func executeFile(fsys fs.FS, name string, data any, funcs map[string]any) ([]byte, error) {
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	return execute(name, string(text), data, funcs, math.MaxInt)
}

// Execute executes a template over p and returns the output. Its source is text, and its file name
// is name. If name ends in .html, .htm or .gohtml, in any case, or in one of these and .tmpl or
// .gotmpl, html/template executes the template and escapes what it inserts; otherwise text/template
// does, which escapes nothing. Errors begin with the place in the template: "codes.tmpl:3:7: …". It
// is an error if the output is longer than limit, in bytes.
//
// Besides the functions of all Go templates, there are
//
//	join LIST SEPARATOR            the elements of LIST with SEPARATOR between them
//	lower TEXT                     TEXT in lower case
//	upper TEXT                     TEXT in upper case
//	replace TEXT OLD NEW           TEXT with NEW in place of each OLD
//	words TEXT                     the words of a name or code: uid and next of UIDNext
//	camel TEXT                     these words as uidNext
//	pascal TEXT                    as UidNext
//	snake TEXT                     as uid_next
//	constant TEXT                  as UID_NEXT
//	kebab TEXT                     as uid-next
//	quote LANGUAGE TEXT            TEXT as a string literal
//	quoteList LANGUAGE LIST        each of LIST as one, with commas between them
//	identifier LANGUAGE NAME       NAME, or NAME_ if that is a reserved word
//	comment LANGUAGE PREFIX TEXT…  lines that begin with PREFIX and have at most 100
//	                               columns; nothing in TEXT ends the comment
//	json VALUE                     VALUE as JSON, in the form of codes.json
//	markdown TEXT                  TEXT for Markdown, so that nothing in it is markup
//	mdx TEXT                       the same for MDX
//	code TEXT                      TEXT as a code span for a Markdown table
//	shell TEXT                     TEXT as one word for a POSIX shell
//	railroad TITLE SYNTAX          a railroad diagram of SYNTAX as an svg element for
//	                               HTML, whose boxes of rules link to #rule-NAME
//
// LANGUAGE is "c", "go", "java", "javascript", "kotlin", "python", "rust", "swift" or "typescript".
// It tells comment which markup the documentation comments of the language have. For other comments
// it may be "". Texts after the first that are not empty become paragraphs. The NAME of a rule in
// railroad is in lower case.
func Execute(name, text string, p Page, limit int) ([]byte, error) {
	if len(text) > maxTemplate {
		return nil, fmt.Errorf("%s: the template is longer than %d bytes", name, maxTemplate)
	}
	return execute(name, text, p, functions(), limit)
}

// maxTemplate is the size in bytes of the longest template. One that is much longer could nest so
// deeply that text/template exhausts the stack, which ends the program.
const maxTemplate = 1 << 20

func execute(name, text string, data any, funcs map[string]any, limit int) ([]byte, error) {
	var parsed interface {
		Execute(w io.Writer, data any) error
	}
	var err error
	if isHTML(name) {
		parsed, err = htmltemplate.New(name).Funcs(funcs).Parse(text)
	} else {
		parsed, err = template.New(name).Funcs(funcs).Parse(text)
	}
	w := limitedWriter{name: name, limit: limit}
	if err == nil {
		err = parsed.Execute(&w, data)
	}
	if err != nil {
		return nil, templateError(err)
	}
	return w.text, nil
}

// A limitedWriter keeps what is written to it, and returns an error beyond its limit.
type limitedWriter struct {
	name  string // of the template
	limit int    // in bytes
	text  []byte
}

func (w *limitedWriter) Write(p []byte) (int, error) {
	if len(p) > w.limit-len(w.text) {
		return 0, fmt.Errorf("%s: the output is longer than %d bytes", w.name, w.limit)
	}
	w.text = append(w.text, p...)
	return len(p), nil
}

func isHTML(name string) bool {
	name = strings.ToLower(name)
	if ext := path.Ext(name); ext == ".tmpl" || ext == ".gotmpl" {
		name = strings.TrimSuffix(name, ext)
	}
	switch path.Ext(name) {
	case ".html", ".htm", ".gohtml":
		return true
	}
	return false
}

// templateError returns err without what precedes the place: "codes.tmpl:3:7: …".
func templateError(err error) error {
	text := strings.TrimPrefix(err.Error(), "template: ")
	return errors.New(strings.TrimPrefix(text, "html/template:"))
}

// functions returns the functions that templates can call (Execute).
func functions() map[string]any {
	return map[string]any{
		"join":       join,
		"lower":      strings.ToLower,
		"upper":      strings.ToUpper,
		"replace":    strings.ReplaceAll,
		"words":      words,
		"camel":      camel,
		"pascal":     pascal,
		"snake":      snake,
		"constant":   constant,
		"kebab":      kebab,
		"quote":      quote,
		"quoteList":  quoteList,
		"identifier": identifier,
		"comment":    comment,
		"json":       jsonText,
		"markdown":   markdownText,
		"mdx":        mdxText,
		"code":       markdownCode,
		"shell":      shellWord,
		"railroad":   railroadDiagram,
	}
}

// mdxFunctions returns functions for templates of Markdown that are executed for MDX.
func mdxFunctions() map[string]any {
	funcs := functions()
	funcs["markdown"] = mdxText
	return funcs
}

// join returns the elements of a slice in words, with separator between them.
func join(list any, separator string) (string, error) {
	v := reflect.ValueOf(list)
	if v.Kind() != reflect.Slice {
		return "", fmt.Errorf("cannot join %T, want a list", list)
	}
	var texts []string
	for i := range v.Len() {
		texts = append(texts, fmt.Sprint(v.Index(i)))
	}
	return strings.Join(texts, separator), nil
}

func jsonText(value any) (string, error) {
	text, err := json.Marshal(value)
	return string(text), err
}
