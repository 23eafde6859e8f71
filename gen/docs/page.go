package docs

import (
	"regexp"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/model"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

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

// NewPage returns the page of all codes in m, whose Go constants have the given prefix. Examples of
// codes that m does not have are left out.
func NewPage(m *model.Model, prefix string, examples []Example) (Page, error) {
	p := Page{
		Title: "IMAP Response Codes", Notice: notice(m), Updated: registry.Visible(m.Updated), Hash: m.Hash,
		Total: len(m.Codes), Sources: []Reference{},
	}
	for _, s := range m.Sources {
		if s.Name == registry.IANA {
			p.Registry = sourceReference(s)
		} else {
			p.Sources = append(p.Sources, sourceReference(s))
		}
	}
	var codes []Code
	for _, c := range m.Codes {
		code, err := newCode(m, c)
		if err != nil {
			return Page{}, err
		}
		code.Constant = registry.Visible(prefix + c.Name)
		for _, example := range examples {
			if strings.EqualFold(example.Code, c.Code) {
				code.Examples = append(code.Examples, example)
			}
		}
		codes = append(codes, code)
	}
	var err error
	p.Rules, err = allRules(codes, m.Grammar)
	return p.with(codes), err
}

// notice returns the line that marks output as generated (NoticePrefix), and says from what.
func notice(m *model.Model) string {
	from := "a user-supplied registry"
	if m.Updated != "" {
		from = `the IANA registry "IMAP Response Codes" of ` + m.Updated
	}
	if slices.ContainsFunc(m.Codes, func(c model.Code) bool { return c.Status == registry.Unregistered }) {
		from += " and extra codes"
	}
	return NoticePrefix + "from " + from + ". " + noticeEnd
}

// How a Page's Notice begins and ends.
const (
	NoticePrefix = "Code generated by imapcodes "
	noticeEnd    = "DO NOT EDIT."
)

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

// newCode returns what is known of a code of m.
func newCode(m *model.Model, known model.Code) (Code, error) {
	c := Code{
		Code: registry.Visible(known.Code), Name: registry.Visible(known.Name),
		Status: registry.Visible(string(known.Status)), Deprecation: registry.Visible(known.Deprecation()), Description: registry.Visible(known.Description),
		Summary: registry.Visible(known.Summary), Retry: registry.Visible(string(known.Retry)), Advice: known.Retry.Advice(),
		Registered: registry.Visible(known.Registered), Updated: registry.Visible(known.Updated),
		Arguments: registry.Visible(known.Arguments), Grammar: registry.Visible(known.Grammar),
	}
	for _, t := range known.Types {
		c.Types = append(c.Types, registry.Visible(t))
	}
	for _, name := range known.References {
		c.References = append(c.References, reference(name, m.Sources))
	}
	for _, f := range known.Shape.Fields {
		field := Field{Name: registry.Visible(f.Name), Type: model.GoType(f), Doc: registry.Visible(known.FieldDoc(f))}
		if _, err := m.Grammar.Definition(f.Rule); err == nil {
			field.Rule = f.Rule
		}
		c.Fields = append(c.Fields, field)
	}
	if known.Expr.IsEmpty() {
		return c, nil
	}
	var err error
	c.Syntax = known.Expr
	c.Rules, err = rules(c.Syntax, m.Grammar)
	return c, err
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
	return Rule{name, d.Expr.String(), model.Source(d), d.Expr}
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
