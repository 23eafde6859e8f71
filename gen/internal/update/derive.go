package update

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/grammar"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

// A merged grammar is that of all sources, and what was chosen from its resp-text-code.
type merged struct {
	*abnf.Grammar
	sources []abnf.Source
	chosen  []grammar.Alternative
}

// merge reads the grammar of each source from its text, or where that is not at hand from its grammar file.
func merge(sources []registry.Source, old tree.Tree, texts map[string]string) *merged {
	g := &merged{}
	for _, s := range sources {
		if text, ok := texts[s.Name]; ok {
			rules, skipped := abnf.Extract(s.Name, text)
			g.sources = append(g.sources, abnf.Source{
				Name: s.Name, Obsoletes: abnf.ReadFrontPage(text).Obsoletes, Rules: rules, Skipped: skipped,
			})
		} else if i := slices.IndexFunc(old.Grammars, func(f abnf.Source) bool { return f.Name == s.Name }); i >= 0 {
			g.sources = append(g.sources, old.Grammars[i])
		}
	}
	g.Grammar = abnf.Merge(g.sources, old.Amendments)
	return g
}

// checkWhole returns an error for each source that lacks what its grammar file has. RFCs never change, so that its text is
// cut off, or is something else.
func (g *merged) checkWhole(files []abnf.Source) error {
	var errs []error
	for _, file := range files {
		i := slices.IndexFunc(g.sources, func(s abnf.Source) bool { return s.Name == file.Name })
		if i < 0 {
			continue
		}
		has := map[string]bool{}
		for _, r := range g.sources[i].Rules {
			for _, x := range r.Expr.Alternatives() {
				has[abnf.Fold(r.Name)+x.String()] = true
			}
		}
		for _, r := range file.Rules {
			for _, x := range r.Expr.Alternatives() {
				if !has[abnf.Fold(r.Name)+x.String()] {
					errs = append(errs, fmt.Errorf("%s: the text has no %q that is %s, as %s has: is it cut off?", file.Name, r.Name, x, tree.GrammarFile(file.Name)))
				}
			}
		}
	}
	return errors.Join(errs...)
}

// deriveColumns returns records with the columns arguments and grammar. A code's grammar is that of the newest RFC that
// defines it, widened by the amendments; g.chosen collects the alternatives that were taken.
func deriveColumns(g *merged, records []registry.Record, texts map[string]string) ([]registry.Record, []string, error) {
	fromRFCs, err1 := grammar.Alternatives(g.Grammar, g.Rules(grammar.Root))
	fromAmendments, err2 := grammar.Alternatives(g.Grammar, g.Amendments(grammar.Root))
	if err := errors.Join(err1, err2); err != nil {
		return nil, nil, err
	}
	var notes []string
	next := slices.Clone(records)
	for i := range next {
		r := &next[i]
		alts := append(newest(forCode(fromRFCs, r.Code)), forCode(fromAmendments, r.Code)...)
		if len(alts) == 0 {
			notes = append(notes, g.undefinedNote(*r, texts))
			continue
		}
		g.chosen = append(g.chosen, alts...)
		r.Arguments = ""
		if x := expression(alts); !x.IsEmpty() {
			r.Arguments = x.String()
		}
		r.Grammar = origin(g, alts)
		if err := checkFields(g, *r, expression(alts)); err != nil {
			notes = append(notes, fmt.Sprintf("%s: %v; these names serve", r.Code, err))
		}
	}
	// The RFCs' fallback is in words, so the amendments' takes its place.
	g.chosen = append(g.chosen, forCode(fromAmendments, "")...)
	return next, notes, nil
}

// checkFields returns an error if the names of r's fields do not fit its arguments.
func checkFields(g *merged, r registry.Record, x *abnf.Expr) error {
	shape, err := grammar.Analyze(g.Grammar, x)
	if err != nil {
		return nil // needed reports what is wrong with the grammar as a whole
	}
	return shape.Rename(r.Fields)
}

// forCode returns the alternatives of one code, whose case does not matter.
func forCode(alts []grammar.Alternative, code string) []grammar.Alternative {
	var found []grammar.Alternative
	for _, alt := range alts {
		if strings.EqualFold(alt.Code, code) {
			found = append(found, alt)
		}
	}
	return found
}

// newest returns those of alts that the newest source has.
func newest(alts []grammar.Alternative) []grammar.Alternative {
	last := ""
	for _, alt := range alts {
		if last == "" || tree.CompareSources(alt.Rule.Source, last) > 0 {
			last = alt.Rule.Source
		}
	}
	return slices.DeleteFunc(alts, func(alt grammar.Alternative) bool { return alt.Rule.Source != last })
}

// expression returns what may follow the code: one of the alternatives' arguments. If one has none, those of the others
// are an option.
func expression(alts []grammar.Alternative) *abnf.Expr {
	var exprs []*abnf.Expr
	for _, alt := range alts {
		if !alt.Arguments.IsEmpty() {
			exprs = append(exprs, alt.Arguments)
		}
	}
	if len(exprs) == 0 {
		return alts[0].Arguments
	}
	x := abnf.Alternate(exprs...)
	if len(exprs) < len(alts) {
		x = &abnf.Expr{Op: abnf.OpRepeat, Pos: x.Pos, Args: []*abnf.Expr{x}, Max: 1}
	}
	return x
}

// origin returns the column grammar: the source that has the alternatives; "amended" where an amendment adds one, or
// changes a rule that they need; "prose" where no RFC has an alternative and an amendment puts the words into one.
func origin(g *merged, alts []grammar.Alternative) string {
	source := alts[0].Rule.Source
	isAmendment := func(alt grammar.Alternative) bool { return slices.Contains(g.Amendments(grammar.Root), alt.Rule) }
	if isAmendment(alts[0]) {
		return source + " prose"
	}
	definitions, _ := g.Close(wholes(alts)...) // needed reports what is wrong with the grammar as a whole
	isAmended := func(d *abnf.Definition) bool { return d.Amended }
	if slices.ContainsFunc(alts, isAmendment) || slices.ContainsFunc(definitions, isAmended) {
		return source + " amended"
	}
	return source
}

func wholes(alts []grammar.Alternative) []*abnf.Expr {
	var exprs []*abnf.Expr
	for _, alt := range alts {
		exprs = append(exprs, alt.Whole)
	}
	return exprs
}

// undefinedNote says why there is no grammar for a code.
func (g *merged) undefinedNote(r registry.Record, texts map[string]string) string {
	for _, s := range g.sources {
		if err := s.Skipped[grammar.Root]; err != nil && slices.Contains(r.References, s.Name) {
			return fmt.Sprintf("%s: %v", r.Code, err)
		}
	}
	for _, ref := range r.References {
		if _, ok := texts[ref]; !ok && r.Grammar == "" {
			return fmt.Sprintf("%s: the text of %s is not at hand; its arguments are not known", r.Code, ref)
		} else if !ok {
			return fmt.Sprintf("%s: the text of %s is not at hand; its arguments stay as they are", r.Code, ref)
		}
	}
	if len(r.References) == 0 {
		return r.Code + ": no reference says what its arguments are"
	}
	return fmt.Sprintf("%s: no grammar in %s", r.Code, strings.Join(r.References, ", "))
}

// needed returns the grammar files: of each source what the chosen alternatives need, and no more. The rules that an
// amendment replaces are among them, so that it can be seen what it does.
func (g *merged) needed() ([]abnf.Source, error) {
	definitions, err := g.Close(append(wholes(g.chosen), parts()...)...)
	if err != nil {
		return nil, err
	}
	rules := map[*abnf.Rule]bool{}
	for _, d := range definitions {
		for _, r := range append(d.Rules, d.Kept...) {
			rules[r] = true
		}
	}
	var files []abnf.Source
	hasBase := false
	for _, s := range slices.Backward(g.sources) {
		file := abnf.Source{Name: s.Name}
		if root := g.root(s.Name); root != nil {
			// The newest source that defines the rule does so here too, the others extend it.
			root.Extends = root.Extends || hasBase
			hasBase = hasBase || !root.Extends
			file.Rules = append(file.Rules, root)
		}
		for _, r := range s.Rules {
			if rules[r] && !isRoot(r) {
				file.Rules = append(file.Rules, r)
			}
		}
		if len(file.Rules) > 0 {
			files = append(files, file)
		}
	}
	slices.Reverse(files)
	return files, nil
}

// parts returns the names of the rules of a status response outside its code.
func parts() []*abnf.Expr {
	var exprs []*abnf.Expr
	for _, name := range grammar.PartNames() {
		exprs = append(exprs, &abnf.Expr{Op: abnf.OpName, Text: name})
	}
	return exprs
}

func isRoot(r *abnf.Rule) bool { return abnf.Fold(r.Name) == grammar.Root }

// root returns resp-text-code with the alternatives that were chosen from source, in the order of its text, or nil.
func (g *merged) root(source string) *abnf.Rule {
	var all []*abnf.Expr
	for _, r := range g.Rules(grammar.Root) {
		if r.Source == source {
			all = append(all, r.Expr.Alternatives()...)
		}
	}
	var root *abnf.Rule
	var exprs []*abnf.Expr
	defines := func(r *abnf.Rule) bool { return r.Source == source && !r.Extends }
	for _, x := range all {
		i := slices.IndexFunc(g.chosen, func(alt grammar.Alternative) bool { return alt.Whole == x })
		if i >= 0 {
			root = &abnf.Rule{Name: grammar.Root, Source: source, Section: g.chosen[i].Rule.Section}
			root.Extends = !slices.ContainsFunc(g.Rules(grammar.Root), defines)
			exprs = append(exprs, x)
		}
	}
	if root != nil {
		root.Expr = abnf.Alternate(exprs...)
	}
	return root
}
