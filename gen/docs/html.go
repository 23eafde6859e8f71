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

// An htmlPage is what the template of the HTML page is executed over. Style and Script are files
// of this project, which are copied into the page. Policy is the content security policy of the
// page: it allows these two, and no requests.
type htmlPage struct {
	Page
	Style  template.CSS
	Script template.JS
	Policy string
}

// renderHTML returns p as an HTML page that needs no other file.
func renderHTML(fsys fs.FS, p Page) ([]byte, error) {
	style, err := fs.ReadFile(fsys, styleFile)
	if err != nil {
		return nil, err
	}
	script, err := fs.ReadFile(fsys, scriptFile)
	if err != nil {
		return nil, err
	}
	policy := fmt.Sprintf("default-src 'none'; base-uri 'none'; form-action 'none';"+
		" style-src %s; script-src %s", cspHash(style), cspHash(script))
	page := htmlPage{p, template.CSS(style), template.JS(script), policy}
	return executeFile(fsys, htmlTemplate, page)
}

// cspHash returns the source expression of a content security policy that allows an inline text.
func cspHash(text []byte) string {
	sum := sha256.Sum256(text)
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// diagramWidth is the width of the widest diagram, in pixels. A phone shrinks it, but its text
// remains readable.
const diagramWidth = 440

// railroadDiagram returns the diagram of x, in which the box of a rule links to #rule-NAME.
func railroadDiagram(title string, x *abnf.Expr) template.HTML {
	href := func(rule string) string { return "#rule-" + abnf.Fold(rule) }
	return template.HTML(railroad.Layout(x, diagramWidth).SVG(title, x.String(), href))
}
