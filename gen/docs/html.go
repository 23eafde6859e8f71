package docs

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/docs/internal/railroad"
	"github.com/imapcodes/imapcodes/gen/internal/grammar"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// An htmlPage is what the template of the HTML page is executed over. Its codes are in alphabetical
// order; the script of the page can sort them by task. Style and Script are files of this project,
// which are copied into the page. Policy is the content security policy of the page: it allows
// these two, and no requests.
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
	if p, err = p.Select(Selection{Order: ByName}); err != nil {
		return nil, err
	}
	policy := fmt.Sprintf("default-src 'none'; base-uri 'none'; form-action 'none';"+
		" style-src %s; script-src %s", cspHash(style), cspHash(script))
	page := htmlPage{p, template.CSS(style), template.JS(script), policy}
	return executeFile(fsys, htmlTemplate, page, functions())
}

// cspHash returns the source expression of a content security policy that allows an inline text.
func cspHash(text []byte) string {
	sum := sha256.Sum256(text)
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// diagramWidth is the width of the widest diagram, in pixels, so that a phone of 320 pixels shows
// its text nearly in full size. A few diagrams that cannot be broken are wider.
const diagramWidth = 300

// railroadDiagram returns the diagram of x, in which the box of a rule links to #rule-NAME.
func railroadDiagram(title string, x *abnf.Expr) template.HTML {
	href := func(rule string) string { return "#rule-" + abnf.Fold(rule) }
	return template.HTML(railroad.Layout(x, diagramWidth).SVG(title, x.String(), href))
}

// Commands returns what the codes answer, in alphabetical order, without "any".
func (p htmlPage) Commands() []string {
	commands := p.values(func(c Code) []string { return c.Commands })
	return slices.DeleteFunc(commands, func(name string) bool { return name == registry.AnyCommand })
}

// Capabilities returns the capabilities that the codes need, in alphabetical order.
func (p htmlPage) Capabilities() []string {
	return p.values(func(c Code) []string { return c.Capability })
}

// values returns the values of all codes, each once, in alphabetical order.
func (p htmlPage) values(of func(Code) []string) []string {
	var list []string
	for _, c := range p.Codes {
		list = append(list, of(c)...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// IsReading reports whether any of the given members of c is our reading of the RFCs.
func (p htmlPage) IsReading(c Code, members ...string) bool {
	return slices.ContainsFunc(c.Evidence, func(e Evidence) bool {
		return e.Basis == string(registry.Reading) && slices.Contains(members, e.Member)
	})
}

// Readings returns the evidence of those members of c that are our reading of the RFCs, except for
// the advice, which is ours anyway.
func (p htmlPage) Readings(c Code) []Evidence {
	var list []Evidence
	for _, e := range c.Evidence {
		if e.Basis == string(registry.Reading) && e.Member != "advice" {
			list = append(list, e)
		}
	}
	return list
}

// AmendedRules returns the names of the rules in the arguments of c that an amendment changes.
func (p htmlPage) AmendedRules(c Code) ([]string, error) {
	if c.Syntax == nil {
		return nil, nil
	}
	var names []string
	definitions, err := p.grammar.Close(c.Syntax)
	for _, d := range definitions {
		if d.Amended {
			names = append(names, d.Name)
		}
	}
	return names, err
}

// CodeAmendments returns the reasons of the amendments that have c itself, or the rule that is
// only for c.
func (p htmlPage) CodeAmendments(c Code) ([]string, error) {
	root, err := p.grammar.Definition(grammar.Root)
	if errors.Is(err, abnf.ErrUndefined) {
		return nil, nil // the grammar of a user's own registry may lack it
	} else if err != nil {
		return nil, err
	}
	alternatives, err := grammar.Alternatives(p.grammar, root.Rules)
	var reasons []string
	for _, alt := range alternatives {
		if !strings.EqualFold(alt.Code, c.Code) {
			continue
		}
		if slices.Contains(p.grammar.Amendments(grammar.Root), alt.Rule) {
			reasons = append(reasons, reason(alt.Rule))
		} else if alt.Whole.Op == abnf.OpName {
			reasons = append(reasons, p.Amendments(alt.Whole.Text)...)
		}
	}
	slices.Sort(reasons)
	return slices.Compact(reasons), err
}

// Amendments returns the reasons of the amendments that change a rule, but not of those that only
// say which document's rule is meant.
func (p htmlPage) Amendments(rule string) []string {
	var reasons []string
	for _, r := range p.grammar.Amendments(rule) {
		if _, isNote := r.ImportNote(); !isNote {
			reasons = append(reasons, reason(r))
		}
	}
	return reasons
}

// reason returns what the comment of an amendment says after its source and a colon.
func reason(r *abnf.Rule) string {
	_, text, _ := strings.Cut(r.Comment, ":")
	return strings.Join(strings.Fields(text), " ")
}

// Revisions returns in words which revisions of IMAP have c: "IMAP4rev2; an extension of
// IMAP4rev1". It is empty if that is not known.
func (p htmlPage) Revisions(c Code) string {
	var parts []string
	for _, standing := range [][2]string{
		{"base", ""}, {"deprecated", "deprecated in "}, {"extension", "an extension of "},
	} {
		var names []string
		if c.Rev1 == standing[0] {
			names = append(names, "IMAP4rev1")
		}
		if c.Rev2 == standing[0] {
			names = append(names, "IMAP4rev2")
		}
		if names != nil {
			parts = append(parts, standing[1]+strings.Join(names, " and "))
		}
	}
	if parts == nil && c.Rev1 == "none" {
		return "neither IMAP4rev1 nor IMAP4rev2"
	}
	return strings.Join(parts, "; ")
}
