package abnf

import (
	"errors"
	"fmt"
	"slices"
)

// A Source is the grammar of one document.
type Source struct {
	Name      string   // "RFC9051"
	Obsoletes []string // the sources that it replaces: "RFC3501"
	Rules     []*Rule
	Skipped   map[string]error // from Extract: why a rule could not be read, by its folded name
}

// A Grammar is the rules of several sources under one set of names. What a name means is settled
// only when a caller asks for it, so only rules in use have to be free of contradictions:
//
//  1. Import notes (Rule.ImportNote) define nothing.
//  2. A rule of an obsoleted source yields to rules of the same name from sources that are not
//     obsoleted, or that obsolete it, directly or through other sources.
//  3. Definitions that print alike are one. Incremental alternatives extend them, whichever source
//     they are from.
//  4. Any other two definitions of a name clash. That is an error unless an amendment settles it.
//
// An amendment replaces (=) or extends (=/) what the sources say. Two amendments may not replace
// the same rule. An amendment that is an import note, as in
//
//	date-time = <Defined in RFC 3339>
//
// settles a clash: of all rules of that name, only those from the source that it names count.
type Grammar struct {
	sources []Source
	rules   map[string][]*Rule // of the sources, by folded name, without import notes
	amended map[string][]*Rule // the amendments, by folded name
	settled map[string]*Definition
}

// A Definition is what a name means in a Grammar.
type Definition struct {
	Name    string
	Expr    *Expr
	Rules   []*Rule // what it is made of: rules of sources, then amendments
	Kept    []*Rule // the rules of sources that an amendment replaced or settled against
	Amended bool    // an amendment extends it, or replaces a definition without a prose-val
}

// Merge returns the grammar of sources as corrected by amendments. The core rules of RFC 5234
// appendix B.1 are part of every grammar.
func Merge(sources []Source, amendments []*Rule) *Grammar {
	g := &Grammar{
		sources: append([]Source{coreSource()}, sources...),
		rules:   map[string][]*Rule{},
		amended: map[string][]*Rule{},
		settled: map[string]*Definition{},
	}
	for _, s := range g.sources {
		for _, r := range s.Rules {
			if _, isNote := r.ImportNote(); !isNote {
				g.rules[Fold(r.Name)] = append(g.rules[Fold(r.Name)], r)
			}
		}
	}
	for _, r := range amendments {
		g.amended[Fold(r.Name)] = append(g.amended[Fold(r.Name)], r)
	}
	return g
}

// Rules returns the sources' rules of the given name in the order of the sources, including
// obsoleted ones, without import notes.
func (g *Grammar) Rules(name string) []*Rule { return g.rules[Fold(name)] }

// Amendments returns the amendments of the given name, including import notes.
func (g *Grammar) Amendments(name string) []*Rule { return g.amended[Fold(name)] }

// Definition returns what name means. The error is ErrUndefined if no rule has the name, and an
// *Error if the rules that have it only extend it or contradict each other. It is not safe for
// concurrent use.
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
	var extending []*Rule
	for _, a := range g.Amendments(name) {
		switch {
		case a.Extends:
			extending = append(extending, a)
		case replacing != nil:
			return nil, errorf(a.Pos, "%q amended again; the other amendment is at %s",
				name, replacing.Pos)
		default:
			replacing = a
		}
	}
	if replacing != nil {
		if err := g.replace(d, replacing); err != nil {
			return nil, err
		}
	}
	d.Rules = append(d.Rules, extending...)
	d.Amended = d.Amended || len(extending) > 0
	return d, g.join(d)
}

// replace replaces the rules of d by the amendment a or, if a is an import note, by those of the
// source that it names, which may be obsoleted.
func (g *Grammar) replace(d *Definition, a *Rule) error {
	source, isNote := a.ImportNote()
	if !isNote {
		d.Amended = len(d.Rules) > 0 && !slices.ContainsFunc(d.Rules, hasProse)
		d.Kept, d.Rules = d.Rules, []*Rule{a}
		return nil
	}
	isMeant := func(r *Rule) bool { return r.Source == source }
	isOther := func(r *Rule) bool { return r.Source != source }
	d.Kept = slices.DeleteFunc(d.Rules, isMeant)
	d.Rules = distinct(slices.DeleteFunc(slices.Clone(g.Rules(d.Name)), isOther))
	switch {
	case source == "":
		return errorf(a.Pos, "the import note for %q does not name an RFC", d.Name)
	case len(d.Rules) == 0:
		return errorf(a.Pos, "%s has no rule %q", source, d.Name)
	}
	return nil
}

// distinct returns rules without those that a later one repeats word for word.
func distinct(rules []*Rule) []*Rule {
	var kept []*Rule
	for i, r := range rules {
		repeats := func(later *Rule) bool {
			return later.Extends == r.Extends && later.Expr.String() == r.Expr.String()
		}
		if !slices.ContainsFunc(rules[i+1:], repeats) {
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

// current returns rules without those of obsoleted sources. If all their sources are obsoleted, it
// omits only those that the source of another one of rules obsoletes, directly or through other
// sources.
func (g *Grammar) current(rules []*Rule) []*Rule {
	obsolete := map[string]bool{}
	for _, s := range g.sources {
		for _, old := range s.Obsoletes {
			obsolete[old] = true
		}
	}
	isObsolete := func(r *Rule) bool { return obsolete[r.Source] }
	current := slices.DeleteFunc(slices.Clone(rules), isObsolete)
	if len(current) > 0 {
		return current
	}
	clear(obsolete)
	for _, r := range rules {
		g.markObsolete(r.Source, obsolete)
	}
	return slices.DeleteFunc(slices.Clone(rules), isObsolete)
}

// markObsolete adds to obsolete the sources that the named one obsoletes, directly or through
// others.
func (g *Grammar) markObsolete(name string, obsolete map[string]bool) {
	for _, s := range g.sources {
		if s.Name != name {
			continue
		}
		for _, old := range s.Obsoletes {
			if !obsolete[old] {
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
		exprs = append(exprs, r.Expr)
		switch {
		case r.Extends:
		case base == nil:
			base = r
			d.Name = r.Name
		case base.Expr.String() != r.Expr.String():
			return errorf(r.Pos, "%q redefined; the other definition is at %s: %s "+
				"(add an amendment)", d.Name, base.Pos, base.Expr)
		}
	}
	if base == nil {
		return g.undefined(d)
	}
	d.Expr = Alternate(exprs...)
	return nil
}

// ErrUndefined is the error for a name that no rule has. Another source may define it.
var ErrUndefined = errors.New("undefined rule")

func (g *Grammar) undefined(d *Definition) error {
	if len(d.Rules) > 0 {
		return errorf(d.Rules[0].Pos, "%q is extended but not defined", d.Name)
	}
	for _, s := range g.sources {
		if err := s.Skipped[Fold(d.Name)]; err != nil {
			return fmt.Errorf("%w %q; one cannot be read: %w", ErrUndefined, d.Name, err)
		}
	}
	return fmt.Errorf("%w %q", ErrUndefined, d.Name)
}

// Close returns the definitions of all names in roots, and of those that they need in turn, in the
// order in which they are met. Its error joins all that is wrong: undefined names, clashes and
// prose-vals, each with the position of the expression that needs it.
func (g *Grammar) Close(roots ...*Expr) ([]*Definition, error) {
	var defs []*Definition
	var errs []error
	met := map[string]bool{}
	var visit func(x *Expr)
	visit = func(x *Expr) {
		for part := range x.All() {
			if part.Op == OpProse && part.Text != Counted {
				err := errorf(part.Pos, "prose-val <%s> needs an amendment", part.Text)
				errs = append(errs, err)
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

// placed returns err with pos before it, unless it has a position itself.
func placed(pos Pos, err error) error {
	if _, ok := err.(*Error); ok {
		return err
	}
	return fmt.Errorf("%s: %w", pos, err)
}

// Counted is the text of the one prose-val that a grammar may hold. <counted octets> means as many
// octets other than NUL as the last decimal number before it says. No ABNF can express this: it is
// the meaning of *CHAR8 in the literal of RFC 9051 section 9.
const Counted = "counted octets"

// coreSource returns the core rules of RFC 5234 appendix B.1.
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
