package extra

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

// Add returns old with the codes of f after its own, and with their grammar and sources. If old
// already has a code, in any case, its own row is used, and a note says so. The error joins all
// that is wrong, each with its place: names that old has, rules that it defines differently,
// arguments that cannot be read or typed, fields that do not fit them.
func (f File) Add(old tree.Tree) (next tree.Tree, notes []string, err error) {
	added, dropped, notes := f.split(old.Records)
	codes, err1 := parse(added)
	rules, err2 := f.newRules(old, codes, dropped)
	next = old
	next.Sources = addSources(old.Sources, f.Sources)
	next.Records = slices.Clone(old.Records)
	for _, row := range added {
		next.Records = append(next.Records, row.Record)
	}
	if len(rules) > 0 {
		next.Grammars = append(slices.Clone(old.Grammars), abnf.Source{Name: "extra", Rules: rules})
	}
	g := abnf.Merge(next.Grammars, next.Amendments)
	roots := expressions(codes)
	for _, r := range rules {
		roots = append(roots, r.Expr)
	}
	_, err3 := g.Close(roots...)
	err = errors.Join(checkNames(added, old.Records), err1, err2, err3, checkArguments(g, codes))
	if err != nil {
		return tree.Tree{}, nil, err
	}
	return next, notes, nil
}

// addSources returns old and those of added that it does not name, by number.
func addSources(old, added []registry.Source) []registry.Source {
	sources := slices.Clone(old)
	for _, s := range added {
		isSame := func(other registry.Source) bool { return other.Name == s.Name }
		if !slices.ContainsFunc(old, isSame) {
			sources = append(sources, s)
		}
	}
	slices.SortStableFunc(sources, func(a, b registry.Source) int {
		return tree.CompareSources(a.Name, b.Name)
	})
	return sources
}

// split divides the rows of f into those whose codes are new and those whose codes are in records,
// with notes on the latter.
func (f File) split(records []registry.Record) (added, dropped []registry.Entry, notes []string) {
	for _, row := range f.Rows {
		i := slices.IndexFunc(records, func(r registry.Record) bool {
			return strings.EqualFold(r.Code, row.Code)
		})
		if i < 0 {
			added = append(added, row)
			continue
		}
		dropped = append(dropped, row)
		if r := records[i]; r.Status == registry.Unregistered {
			notes = append(notes, fmt.Sprintf("%s: %s is in an earlier extra file; "+
				"that row is used", row.Place, r.Code))
		} else {
			notes = append(notes, fmt.Sprintf("%s: %s is %s now; the registry's row is used",
				row.Place, r.Code, r.Status))
		}
	}
	return added, dropped, notes
}

// checkNames returns an error for each row with the name of a record.
func checkNames(rows []registry.Entry, records []registry.Record) error {
	var errs []error
	for _, row := range rows {
		i := slices.IndexFunc(records, func(r registry.Record) bool { return r.Name == row.Name })
		if i >= 0 {
			errs = append(errs, fmt.Errorf("%s: name %q of %q is already used by %q",
				row.Place, row.Name, row.Code, records[i].Code))
		}
	}
	return errors.Join(errs...)
}

// A code is a row and the expression of its arguments.
type code struct {
	registry.Entry
	arguments *abnf.Expr
}

// parse returns the rows whose arguments are ABNF, and an error for each of the others.
func parse(rows []registry.Entry) ([]code, error) {
	var codes []code
	var errs []error
	for _, row := range rows {
		place := fmt.Sprintf("%s: arguments of %s", row.Place, row.Code)
		if x, err := abnf.ParseExpr(place, row.Arguments); err != nil {
			errs = append(errs, err)
		} else {
			codes = append(codes, code{row, x})
		}
	}
	return codes, errors.Join(errs...)
}

func expressions(codes []code) []*abnf.Expr {
	var exprs []*abnf.Expr
	for _, c := range codes {
		exprs = append(exprs, c.arguments)
	}
	return exprs
}

// newRules returns the rules of f that old does not have. It is an error if old defines one
// differently, unless only dropped rows need it: when a code is registered, its RFC may use the
// name.
func (f File) newRules(old tree.Tree, added []code, dropped []registry.Entry) (
	[]*abnf.Rule, error) {
	g := abnf.Merge(old.Grammars, old.Amendments)
	droppedCodes, _ := parse(dropped) // errors in unused rows do not matter
	needed, idle := f.needs(added), f.needs(droppedCodes)
	var rules []*abnf.Rule
	var errs []error
	for _, r := range f.Rules {
		name := abnf.Fold(r.Name)
		if _, isNote := r.ImportNote(); isNote || idle[name] && !needed[name] {
			continue
		}
		if len(g.Rules(name))+len(g.Amendments(name)) == 0 {
			rules = append(rules, r)
		} else {
			errs = append(errs, checkAlike(g, r))
		}
	}
	return rules, errors.Join(errs...)
}

// needs returns the folded names of the rules of f that codes need.
func (f File) needs(codes []code) map[string]bool {
	own := abnf.Merge([]abnf.Source{{Rules: f.Rules}}, nil)
	definitions, _ := own.Close(expressions(codes)...) // missing rules are not in f
	names := map[string]bool{}
	for _, d := range definitions {
		names[abnf.Fold(d.Name)] = true
	}
	return names
}

// checkAlike returns an error unless r defines its name as g does.
func checkAlike(g *abnf.Grammar, r *abnf.Rule) error {
	d, err := g.Definition(r.Name)
	if err != nil {
		return err
	}
	if r.Extends || r.Expr.String() != d.Expr.String() {
		return fmt.Errorf("%s: %q redefined; the other definition is at %s: %s "+
			"(choose another name)", r.Pos, r.Name, d.Rules[0].Pos, d.Expr)
	}
	return nil
}

// checkArguments returns an error for each code whose arguments can never match or cannot be typed,
// or whose fields do not fit them. It skips arguments that need undefined rules.
func checkArguments(g *abnf.Grammar, codes []code) error {
	var errs []error
	for _, c := range codes {
		if _, err := g.Close(c.arguments); err != nil {
			continue
		}
		if !divided(g, c.arguments, map[string]bool{}) {
			errs = append(errs, fmt.Errorf(
				"%s: arguments of %q must begin with SP, which separates them from the code",
				c.Place, c.Code))
		}
		shape, err := grammar.Analyze(g, c.arguments)
		if err != nil {
			errs = append(errs, err)
		} else if err := shape.Rename(c.Fields); err != nil {
			errs = append(errs, fmt.Errorf("%s: %q: %w", c.Place, c.Code, err))
		}
	}
	return errors.Join(errs...)
}

// divided reports whether all that x matches is empty or begins with a space. Rules whose folded
// names have been met are taken to be divided, since what they match is looked at once.
func divided(g *abnf.Grammar, x *abnf.Expr, met map[string]bool) bool {
	parts := x.Args
	switch x.Op {
	case abnf.OpString:
		return x.Text == "" || x.Text[0] == ' '
	case abnf.OpRange:
		return x.Lo == ' ' && x.Hi == ' '
	case abnf.OpName:
		name := abnf.Fold(x.Text)
		if met[name] {
			return true
		}
		met[name] = true
		d, err := g.Definition(x.Text)
		return err == nil && divided(g, d.Expr, met)
	case abnf.OpConcat: // it may begin with an optional part, or with the part after that
		if i := slices.IndexFunc(parts, isRequired); i >= 0 {
			parts = parts[:i+1]
		}
	}
	isGlued := func(part *abnf.Expr) bool { return !divided(g, part, met) }
	return !slices.ContainsFunc(parts, isGlued)
}

func isRequired(x *abnf.Expr) bool {
	return !x.IsEmpty() && (x.Op != abnf.OpRepeat || x.Min > 0)
}
