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
	type meaning struct {
		extends bool
		text    string
	}
	var kept []*Rule
	met := map[meaning]bool{}
	for _, r := range slices.Backward(rules) {
		if is := (meaning{r.Extends, r.Expr.String()}); !met[is] {
			met[is] = true
			kept = append(kept, r)
		}
	}
	slices.Reverse(kept)
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

// maxNesting is how deep rules may nest, from a root to the last rule that it needs. RFCs do not
// reach twenty.
const maxNesting = 200

// Close returns the definitions of all names in roots, and of those that they need in turn, in the
// order in which they are met. Its error joins all that is wrong, each with the position of the
// expression that needs it: undefined names, clashes, prose-vals, rules that are nested more than
// 200 deep, and the first rule that matches nothing because it needs itself.
func (g *Grammar) Close(roots ...*Expr) ([]*Definition, error) {
	c := closer{grammar: g, met: map[string]bool{}}
	for _, x := range roots {
		c.visit(x, 0)
	}
	if len(c.errs) == 0 {
		c.checkFinite()
	}
	return c.defs, errors.Join(c.errs...)
}

// A closer collects the definitions that expressions need.
type closer struct {
	grammar *Grammar
	met     map[string]bool // the folded names of the rules that have been visited
	defs    []*Definition   // in the order in which they are met
	inner   []*Definition   // each after those that it needs, except for those that need it
	errs    []error
	deep    bool // rules are nested too deep, which is reported only once
}

// visit collects what x needs. It is in a rule at the given depth.
func (c *closer) visit(x *Expr, depth int) {
	for part := range x.All() {
		if part.Op == OpProse && part.Text != Counted {
			c.fail(errorf(part.Pos, "prose-val <%s> needs an amendment", part.Text))
		}
		if part.Op != OpName || c.met[Fold(part.Text)] || c.deep {
			continue
		}
		c.met[Fold(part.Text)] = true
		d, err := c.grammar.Definition(part.Text)
		if err != nil {
			c.fail(placed(part.Pos, err))
			continue
		}
		if c.deep = depth == maxNesting; c.deep {
			c.fail(errorf(part.Pos, "the rule %q is nested more than %d rules deep; "+
				"write it in place of its name", d.Name, maxNesting))
			continue
		}
		c.defs = append(c.defs, d)
		c.visit(d.Expr, depth+1)
		c.inner = append(c.inner, d)
	}
}

func (c *closer) fail(err error) { c.errs = append(c.errs, err) }

// checkFinite fails if one of the rules matches nothing, as a and b in
//
//	a = b
//	b = "(" a ")"
//
// A rule that matches something does so with rules that match something without it, so each round
// finds those that need one level more.
func (c *closer) checkFinite() {
	finite := map[string]bool{}
	for found, round := true, 0; found && round < maxNesting; round++ {
		found = false
		for _, d := range c.inner {
			if !finite[Fold(d.Name)] && isFinite(d.Expr, finite) {
				finite[Fold(d.Name)], found = true, true
			}
		}
	}
	for _, d := range c.inner {
		if !finite[Fold(d.Name)] {
			c.fail(errorf(d.Rules[0].Pos, "the rule %q matches nothing: each of its alternatives "+
				"needs the rule itself", d.Name))
			return
		}
	}
}

// isFinite reports whether x matches something with the finite rules alone.
func isFinite(x *Expr, finite map[string]bool) bool {
	isEndless := func(arg *Expr) bool { return !isFinite(arg, finite) }
	switch x.Op {
	case OpName:
		return finite[Fold(x.Text)]
	case OpConcat:
		return !slices.ContainsFunc(x.Args, isEndless)
	case OpAlternate:
		return slices.ContainsFunc(x.Args, func(arg *Expr) bool { return isFinite(arg, finite) })
	case OpRepeat:
		return x.Min == 0 || isFinite(x.Args[0], finite)
	}
	return true
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
