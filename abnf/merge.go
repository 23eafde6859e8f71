package abnf

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A Source is the grammar of one document.
type Source struct {
	Name      string   // "RFC9051"
	Obsoletes []string // the sources that it takes the place of: "RFC3501"
	Rules     []*Rule
	Skipped   map[string]error // from Extract: what looks like a rule of this name and could not be read
}

// A Grammar is the rules of several sources under one set of names. What a name means is settled when it is asked for,
// so that only what is in use has to be free of contradictions:
//
//  1. Import notes (Rule.ImportNote) define nothing.
//  2. A rule of an obsoleted source yields to rules of that name in sources that are not, or that obsolete it, if only
//     through another source.
//  3. Definitions that print alike are one; incremental alternatives widen them, whichever source they are from.
//  4. Any other two definitions of a name clash, which is an error unless an amendment settles it.
//
// An amendment replaces (=) or widens (=/) what the sources say; two may not replace the same rule. One that is an import
// note, as in
//
//	date-time = <Defined in RFC 3339>
//
// settles a clash: of all rules of that name, those of the source that it names count, and no others.
type Grammar struct {
	sources    []Source
	amendments []*Rule
	rules      map[string][]*Rule // of the sources, by folded name, without import notes
	amended    map[string][]*Rule // likewise of the amendments, with import notes
	settled    map[string]*Definition
}

// A Definition is what a name means in a Grammar.
type Definition struct {
	Name    string
	Expr    *Expr
	Rules   []*Rule // what it was made of: rules of sources, then amendments
	Kept    []*Rule // the rules of sources that an amendment replaced or settled against
	Amended bool    // an amendment widens it, or replaces what the sources define without a prose-val
}

// Merge returns the grammar of sources as corrected by amendments. The core rules of RFC 5234 appendix B.1 are part of
// every grammar.
func Merge(sources []Source, amendments []*Rule) *Grammar {
	g := &Grammar{
		sources: append([]Source{coreSource()}, sources...), amendments: amendments,
		rules: map[string][]*Rule{}, amended: map[string][]*Rule{}, settled: map[string]*Definition{},
	}
	for _, s := range g.sources {
		for _, r := range s.Rules {
			if _, note := r.ImportNote(); !note {
				g.rules[Fold(r.Name)] = append(g.rules[Fold(r.Name)], r)
			}
		}
	}
	for _, r := range amendments {
		g.amended[Fold(r.Name)] = append(g.amended[Fold(r.Name)], r)
	}
	return g
}

// Rules returns the rules of the sources with the given name, import notes left out, in the order of the sources.
func (g *Grammar) Rules(name string) []*Rule { return g.rules[Fold(name)] }

// Amendments returns the amendments of the given name.
func (g *Grammar) Amendments(name string) []*Rule { return g.amended[Fold(name)] }

// Definition returns what name means, or an error: it is undefined, only extended, or defined in two ways.
func (g *Grammar) Definition(name string) (*Definition, error) {
	key := Fold(name)
	if d := g.settled[key]; d != nil {
		return d, nil
	}
	d, err := g.settle(name)
	if err != nil {
		return nil, err
	}
	g.settled[key] = d
	return d, nil
}

func (g *Grammar) settle(name string) (*Definition, error) {
	d := &Definition{Name: name, Rules: distinct(g.current(g.Rules(name)))}
	var replacing *Rule
	var widening []*Rule
	for _, a := range g.Amendments(name) {
		switch {
		case a.Extends:
			widening = append(widening, a)
		case replacing != nil:
			return nil, errorf(a.Pos, "%q is amended in another way at %s", name, replacing.Pos)
		default:
			replacing = a
		}
	}
	if replacing != nil {
		if err := g.replace(d, replacing); err != nil {
			return nil, err
		}
	}
	d.Rules = append(d.Rules, widening...)
	d.Amended = d.Amended || len(widening) > 0
	return d, g.join(d)
}

// replace puts the amendment a in the place of the rules of d, or if it is an import note those that it names, obsoleted
// ones too.
func (g *Grammar) replace(d *Definition, a *Rule) error {
	source, note := a.ImportNote()
	if !note {
		d.Amended = len(d.Rules) > 0 && !slices.ContainsFunc(d.Rules, hasProse)
		d.Kept, d.Rules = d.Rules, []*Rule{a}
		return nil
	}
	meant := func(r *Rule) bool { return r.Source == source }
	other := func(r *Rule) bool { return r.Source != source }
	d.Kept = slices.DeleteFunc(d.Rules, meant)
	d.Rules = distinct(slices.DeleteFunc(slices.Clone(g.Rules(d.Name)), other))
	switch {
	case source == "":
		return errorf(a.Pos, "the import note for %q names no RFC", d.Name)
	case len(d.Rules) == 0:
		return errorf(a.Pos, "%s has no rule %q", source, d.Name)
	}
	return nil
}

// distinct returns rules without those that a later source repeats word for word.
func distinct(rules []*Rule) []*Rule {
	var kept []*Rule
	for i, r := range rules {
		repeated := func(later *Rule) bool { return later.Extends == r.Extends && later.Expr.String() == r.Expr.String() }
		if !slices.ContainsFunc(rules[i+1:], repeated) {
			kept = append(kept, r)
		}
	}
	return kept
}

func hasProse(r *Rule) bool {
	for x := range r.Expr.All() {
		if x.Op == OpProse {
			return true
		}
	}
	return false
}

// current returns rules without those of obsoleted sources, unless there are no others; then it leaves out those whose
// source another rule's source obsoletes, itself or through the sources between them.
func (g *Grammar) current(rules []*Rule) []*Rule {
	obsolete := map[string]bool{}
	for _, s := range g.sources {
		for _, old := range s.Obsoletes {
			obsolete[old] = true
		}
	}
	if !slices.ContainsFunc(rules, func(r *Rule) bool { return !obsolete[r.Source] }) {
		clear(obsolete)
		for _, r := range rules {
			g.markObsolete(r.Source, obsolete)
		}
	}
	return slices.DeleteFunc(slices.Clone(rules), func(r *Rule) bool { return obsolete[r.Source] })
}

// markObsolete adds to obsolete the sources that the named one takes the place of, and those that they did in turn.
func (g *Grammar) markObsolete(name string, obsolete map[string]bool) {
	for _, s := range g.sources {
		for _, old := range s.Obsoletes {
			if s.Name == name && !obsolete[old] {
				obsolete[old] = true
				g.markObsolete(old, obsolete)
			}
		}
	}
}

// join makes the expression of d from its rules.
func (g *Grammar) join(d *Definition) error {
	var base *Rule
	var exprs []*Expr
	for _, r := range d.Rules {
		if !r.Extends {
			if base != nil && base.Expr.String() != r.Expr.String() {
				return errorf(r.Pos, "%q is defined in another way at %s: %s; an amendment must settle it", d.Name, base.Pos, base.Expr)
			}
			if base == nil {
				base = r
				d.Name = r.Name
			}
		}
		exprs = append(exprs, r.Expr)
	}
	if base == nil {
		return g.undefined(d)
	}
	d.Expr = Alternate(exprs...)
	return nil
}

// ErrUndefined is the error for a name that no rule has, so that another source may help.
var ErrUndefined = errors.New("undefined rule")

func (g *Grammar) undefined(d *Definition) error {
	if len(d.Rules) > 0 {
		return errorf(d.Rules[0].Pos, "%q is extended, but not defined", d.Name)
	}
	for _, s := range g.sources {
		if err := s.Skipped[Fold(d.Name)]; err != nil {
			return fmt.Errorf("%w %q; what looks like it cannot be read: %w", ErrUndefined, d.Name, err)
		}
	}
	return fmt.Errorf("%w %q", ErrUndefined, d.Name)
}

// Close returns the definitions of all names in roots and of those that they need in turn, in the order in which they
// are met. Its error joins all that is wrong: undefined names, clashes and prose-vals, each with the place of the
// expression that needs it.
func (g *Grammar) Close(roots ...*Expr) ([]*Definition, error) {
	var defs []*Definition
	var errs []error
	met := map[string]bool{}
	var visit func(x *Expr)
	visit = func(x *Expr) {
		for part := range x.All() {
			if part.Op == OpProse && part.Text != Counted {
				errs = append(errs, errorf(part.Pos, "prose-val <%s> needs an amendment", part.Text))
			}
			if part.Op != OpName || met[Fold(part.Text)] {
				continue
			}
			met[Fold(part.Text)] = true
			d, err := g.Definition(part.Text)
			if err != nil {
				errs = append(errs, placed(part.Pos, err))
				continue
			}
			defs = append(defs, d)
			visit(d.Expr)
		}
	}
	for _, x := range roots {
		visit(x)
	}
	return defs, errors.Join(errs...)
}

// placed returns err with pos before it, unless it names a place itself.
func placed(pos Pos, err error) error {
	if e := (*Error)(nil); errors.As(err, &e) && e == err {
		return err
	}
	return fmt.Errorf("%s: %w", pos, err)
}

// Counted is the text of the one prose-val that a grammar may hold: <counted octets> stands for as many octets other
// than NUL as the last number before it says, in decimal. It is what RFC 3501 section 9 means with the *CHAR8 of its
// literal and no grammar can express.
const Counted = "counted octets"

// coreSource returns the core rules, RFC 5234 appendix B.1.
func coreSource() Source {
	rules, err := Parse("RFC5234", coreRules)
	if err != nil {
		panic(err) // they are a constant
	}
	for _, r := range rules {
		r.Source, r.Section = "RFC5234", "B.1"
	}
	return Source{Name: "RFC5234", Rules: rules}
}

const coreRules = `ALPHA = %x41-5A / %x61-7A
BIT = "0" / "1"
CHAR = %x01-7F
CR = %x0D
CRLF = CR LF
CTL = %x00-1F / %x7F
DIGIT = %x30-39
DQUOTE = %x22
HEXDIG = DIGIT / "A" / "B" / "C" / "D" / "E" / "F"
HTAB = %x09
LF = %x0A
LWSP = *(WSP / CRLF WSP)
OCTET = %x00-FF
SP = %x20
VCHAR = %x21-7E
WSP = SP / HTAB
`

// Format returns a grammar file: header as comment lines, then each rule in the canonical layout with its source and
// section above it.
func Format(header string, rules []*Rule) string {
	var b strings.Builder
	for _, line := range strings.Split(header, "\n") {
		b.WriteString(strings.TrimRight("; "+line, " ") + "\n")
	}
	for _, r := range rules {
		fmt.Fprintf(&b, "\n%s\n%s\n", strings.TrimRight("; "+r.citation(), " "), r)
	}
	return b.String()
}

func (r *Rule) citation() string {
	if r.Section == "" {
		return r.Source
	}
	return r.Source + ", section " + r.Section
}
