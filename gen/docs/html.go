package docs

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html/template"
	"io/fs"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/docs/internal/railroad"
)

// An htmlPage is what the template of the page is executed over. Style and Script are the project's own files, which stand
// in the page as they are; Policy is the content security policy under which a browser runs these two and requests nothing.
type htmlPage struct {
	Page
	Style  template.CSS
	Script template.JS
	Policy string
}

// renderHTML returns p as a page of its own, which needs no other file.
func renderHTML(fsys fs.FS, p Page) ([]byte, error) {
	style, err := fs.ReadFile(fsys, styleFile)
	if err != nil {
		return nil, err
	}
	script, err := fs.ReadFile(fsys, scriptFile)
	if err != nil {
		return nil, err
	}
	policy := fmt.Sprintf("default-src 'none'; base-uri 'none'; form-action 'none'; style-src %s; script-src %s", source(style), source(script))
	return executeFile(fsys, htmlTemplate, htmlPage{p, template.CSS(style), template.JS(script), policy})
}

// source returns the expression for a content security policy by which inline text is told from any other.
func source(text []byte) string {
	sum := sha256.Sum256(text)
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// diagramWidth is that of the widest diagram in pixels. On a phone, where the page makes it smaller, its text can still be
// read.
const diagramWidth = 440

// railroadDiagram returns the diagram of x, in which the box of a rule links to #rule-NAME.
func railroadDiagram(title string, x *abnf.Expr) template.HTML {
	href := func(rule string) string { return "#rule-" + abnf.Fold(rule) }
	return template.HTML(railroad.Layout(x, diagramWidth).SVG(title, x.String(), href))
}
