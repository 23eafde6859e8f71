package docs

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/emit"
	"github.com/imapcodes/imapcodes/gen/internal/generate"
	"github.com/imapcodes/imapcodes/gen/internal/grammar"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

// Input is what a Page is made from.
type Input struct {
	generate.Input
	Prefix   string            // of the constants, as in generate.Options
	Sources  []registry.Source // as abnf/sources.csv has them
	Examples []Example         // of any codes; those of others are left out
}

// A Page is what templates are executed over: the response codes, and where they come from. Text that is not known is
// empty.
type Page struct {
	Title    string      // "IMAP Response Codes"
	Notice   string      // that the text is generated, from what, and not to be edited
	Updated  string      // the registry's "Last Updated", "2026-08-04"; empty for a registry of the user's own
	Hash     string      // of the registry and the RFCs' grammar, as in the generated package: "sha256:…"
	Registry Reference   // the registry itself; without a name for a registry of the user's own
	Total    int         // how many codes there are, chosen or not
	Codes    []Code      // those that are chosen, in the registry's order unless they are sorted
	Statuses []Count     // how many of Codes have each status, from the best to the worst; without those that have none
	Cited    []Reference // what Codes refer to, each once, in the order of their numbers
	Rules    []Rule      // all that the arguments of Codes need, whether they name it or a rule does, in the order of the alphabet
	Sources  []Reference // the documents that the registry and the grammar come from, in the order of their numbers
}

// A Code is a response code, and what is known of it.
type Code struct {
	Code        string      // as registered: "OVERQUOTA"; unique in any case, so that it can serve as an anchor
	Constant    string      // its Go constant: "CodeOverQuota"
	Name        string      // the constant without its prefix: "OverQuota"
	Status      string      // "registered", "discouraged", "reserved", "obsolete", "removed"; "unregistered" of an extra code
	Deprecation string      // why it should not be used, as a sentence; mostly empty
	Description string      // the registry's own word on its status; mostly empty
	Summary     string      // what it means, in a sentence or two
	Types       []string    // the response types that it comes with: "OK", "NO"; none if the RFCs do not say
	Retry       string      // whether a command that failed with it may succeed later: "later", "never", "changed" or empty
	Advice      string      // Retry in words: "try again later"
	References  []Reference // where it is defined, in the registry's order
	Registered  string      // the day of its registration, "2024-04-23"; often empty
	Updated     string      // the day on which its registration last changed, likewise
	Arguments   string      // ABNF of what follows its name: "SP nz-number"; empty if nothing may follow, or if Grammar is empty
	Grammar     string      // where Arguments comes from: "RFC4315", "RFC4469 amended", "RFC6858 prose"; empty if what follows is not known
	Syntax      *abnf.Expr  // Arguments as a syntax tree; nil if they are empty
	Rules       []Rule      // those that Arguments names, but for RFC 5234's own, in the order in which they come
	Fields      []Field     // the typed arguments, in order
	Examples    []Example   // lines with it; none for a code that is new
}

// A Reference is a document.
type Reference struct {
	Name  string // in the registry's words: "RFC9051", "RFC-ietf-extra-imap4rev2-30"
	Title string // as the document gives it; empty for a draft
	Date  string // likewise: "August 2021"
	URL   string // of its text, always http or https; empty if it is not known
}

// A Rule is a rule of the RFCs' grammar.
type Rule struct {
	Name   string     // "append-uid"
	Text   string     // its definition as ABNF, in one line: "uniqueid / uid-set"
	Source string     // where it comes from: "RFC9051", "RFC3501 RFC9051", "RFC4469 amended"
	Syntax *abnf.Expr // Text as a syntax tree
}

// A Field is a typed argument of a code: a field of the struct with its arguments.
type Field struct {
	Name string // "UIDs"
	Type string // its Go type: "Set"
	Rule string // the ABNF rule of its values: "uid-set"; empty of a keyword
	Doc  string // what there is to say beyond its type: "empty where it is absent"; mostly empty
}

// A Count says how many codes have a status.
type Count struct {
	Status string
	Codes  int
}

// NewPage returns the page of all codes in the registry. It is an error if the arguments of a code do not fit the grammar.
func NewPage(in Input) (Page, error) {
	hash, err := generate.Hash(in.Input)
	if err != nil {
		return Page{}, err
	}
	shapes, err := generate.Shapes(in.Input)
	if err != nil {
		return Page{}, err
	}
	p := Page{
		Title: "IMAP Response Codes", Notice: notice(in), Updated: registry.Visible(in.Updated), Hash: hash,
		Total: len(in.Records), Sources: []Reference{},
	}
	for _, s := range in.Sources {
		switch {
		case s.Name != registry.IANA:
			p.Sources = append(p.Sources, sourceReference(s))
		case in.Updated != "":
			p.Registry = sourceReference(s)
		}
	}
	g := abnf.Merge(in.Grammars, in.Amendments)
	var codes []Code
	var errs []error
	for i, r := range in.Records {
		code, err := newCode(in, r, g, shapes[i])
		codes, errs = append(codes, code), append(errs, err)
	}
	if err := errors.Join(errs...); err != nil {
		return Page{}, err
	}
	p.Rules, err = allRules(codes, g)
	return p.with(codes), err
}

// notice returns the line that marks output as generated; it is that of the Go files.
func notice(in Input) string {
	return registry.Visible(strings.TrimPrefix(emit.Header(in.Updated, in.Records), "// "))
}

// with returns p with codes in place of its own.
func (p Page) with(codes []Code) Page {
	p.Codes = codes
	p.Rules = neededRules(p.Rules, codes)
	p.Statuses, p.Cited = nil, nil
	for _, status := range append(registry.Statuses(), registry.Unregistered) {
		n := 0
		for _, c := range codes {
			if c.Status == string(status) {
				n++
			}
		}
		if n > 0 {
			p.Statuses = append(p.Statuses, Count{string(status), n})
		}
	}
	for _, c := range codes {
		for _, ref := range c.References {
			if !slices.Contains(p.Cited, ref) {
				p.Cited = append(p.Cited, ref)
			}
		}
	}
	slices.SortStableFunc(p.Cited, func(a, b Reference) int { return tree.CompareSources(a.Name, b.Name) })
	return p
}

// newCode returns what is known of the code of r, whose arguments have the given shape.
func newCode(in Input, r registry.Record, g *abnf.Grammar, shape *grammar.Shape) (Code, error) {
	c := Code{
		Code: registry.Visible(r.Code), Constant: registry.Visible(in.Prefix + r.Name), Name: registry.Visible(r.Name),
		Status: registry.Visible(string(r.Status)), Deprecation: registry.Visible(r.Deprecation()), Description: registry.Visible(r.Description),
		Summary: registry.Visible(r.Summary), Retry: registry.Visible(string(r.Retry)), Advice: r.Retry.Advice(),
		Registered: registry.Visible(r.Registered), Updated: registry.Visible(r.Updated),
		Arguments: registry.Visible(r.Arguments), Grammar: registry.Visible(r.Grammar),
	}
	for _, t := range r.Types {
		c.Types = append(c.Types, registry.Visible(t))
	}
	for _, name := range r.References {
		c.References = append(c.References, reference(name, in.Sources))
	}
	for _, f := range shape.Fields {
		c.Fields = append(c.Fields, newField(f, g))
	}
	for _, example := range in.Examples {
		if strings.EqualFold(example.Code, r.Code) {
			c.Examples = append(c.Examples, example)
		}
	}
	if r.Arguments == "" {
		return c, nil
	}
	var err error
	if c.Syntax, err = abnf.ParseExpr("arguments of "+r.Code, r.Arguments); err == nil {
		c.Rules, err = rules(c.Syntax, g)
	}
	return c, err
}

func newField(f grammar.Field, g *abnf.Grammar) Field {
	field := Field{Name: registry.Visible(f.Name), Type: emit.GoType(f), Doc: registry.Visible(emit.FieldDoc(f))}
	if _, err := g.Definition(f.Rule); err == nil {
		field.Rule = f.Rule
	}
	return field
}

// coreRules is the source of the rules that every grammar has, which need no explanation.
const coreRules = "RFC5234"

// rules returns the rules that x names.
func rules(x *abnf.Expr, g *abnf.Grammar) ([]Rule, error) {
	var list []Rule
	for part := range x.All() {
		if part.Op != abnf.OpName || slices.ContainsFunc(list, func(r Rule) bool { return abnf.Fold(r.Name) == abnf.Fold(part.Text) }) {
			continue
		}
		d, err := g.Definition(part.Text)
		if err != nil {
			return nil, err
		}
		if rule := newRule(part.Text, d); rule.Source != coreRules {
			list = append(list, rule)
		}
	}
	return list, nil
}

func newRule(name string, d *abnf.Definition) Rule {
	return Rule{name, d.Expr.String(), origin(d), d.Expr}
}

// origin returns where d comes from, as Code.Grammar has it.
func origin(d *abnf.Definition) string {
	var sources []string
	for _, r := range d.Rules {
		if !slices.Contains(sources, r.Source) {
			sources = append(sources, r.Source)
		}
	}
	slices.SortFunc(sources, tree.CompareSources)
	if d.Amended {
		sources = append(sources, "amended")
	}
	return strings.Join(sources, " ")
}

func sourceReference(s registry.Source) Reference {
	return Reference{registry.Visible(s.Name), registry.Visible(s.Title), registry.Visible(s.Date), webURL(s.URL)}
}

// reference returns the document that the registry refers to by name: what sources says of it, or else where it must be.
func reference(name string, sources []registry.Source) Reference {
	for _, s := range sources {
		if s.Name == name {
			return sourceReference(s)
		}
	}
	return Reference{Name: registry.Visible(name), URL: registry.ReferenceURL(name)}
}

// webURL returns url if it is an address on the web, or else nothing: javascript: and data: are none.
func webURL(url string) string {
	if webURLPattern.MatchString(url) {
		return url
	}
	return ""
}

// webURLPattern allows what a URL consists of (RFC 3986 section 2) but for the brackets of IPv6 and the quote, so that a URL
// can stand as it is in a Markdown link and an HTML attribute.
var webURLPattern = regexp.MustCompile(`^https?://[A-Za-z0-9][A-Za-z0-9._~:/?#@!$&*+,;=%-]*$`)
