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

// Add returns old with the codes of f behind its own, and with their grammar. A code that old has already, in any case,
// is used as it is there, and a note says so. The error joins all that is wrong, each with its place: names that old has,
// rules that it defines in another way, arguments that cannot be read or typed.
func (f File) Add(old tree.Tree) (next tree.Tree, notes []string, err error) {
	added, dropped, notes := f.split(old.Records)
	codes, err1 := parse(added)
	rules, err2 := f.newRules(old, codes, dropped)
	next = old
	next.Records = slices.Clone(old.Records)
	for _, row := range added {
		next.Records = append(next.Records, row.Record)
	}
	if len(rules) > 0 {
		next.Grammars = append(slices.Clone(old.Grammars), abnf.Source{Name: "extra", Rules: rules})
	}
	g := abnf.Merge(next.Grammars, next.Amendments)
	_, err3 := g.Close(append(expressions(codes), rightSides(rules)...)...)
	if err := errors.Join(checkNames(added, old.Records), err1, err2, err3, checkArguments(g, codes)); err != nil {
		return tree.Tree{}, nil, err
	}
	return next, notes, nil
}

// split returns the rows whose codes are new and those whose codes records have, with notes on the latter.
func (f File) split(records []registry.Record) (added, dropped []registry.Extra, notes []string) {
	for _, row := range f.Rows {
		i := slices.IndexFunc(records, func(r registry.Record) bool { return strings.EqualFold(r.Code, row.Code) })
		if i < 0 {
			added = append(added, row)
			continue
		}
		dropped = append(dropped, row)
		notes = append(notes, row.Place+": "+already(records[i]))
	}
	return added, dropped, notes
}

// already says why a row for the code of r is not used.
func already(r registry.Record) string {
	if r.Status == registry.Unregistered {
		return r.Code + " is in an extra file before this one; that row is used"
	}
	return fmt.Sprintf("%s is %s now; the registry's row is used", r.Code, r.Status)
}

// checkNames returns an error for each row with the name of a record.
func checkNames(rows []registry.Extra, records []registry.Record) error {
	var errs []error
	for _, row := range rows {
		i := slices.IndexFunc(records, func(r registry.Record) bool { return r.Name == row.Name })
		if i >= 0 {
			errs = append(errs, fmt.Errorf("%s: name %q of %q is that of %q already", row.Place, row.Name, row.Code, records[i].Code))
		}
	}
	return errors.Join(errs...)
}

// A code is a row and what its arguments say.
type code struct {
	registry.Extra
	arguments *abnf.Expr
}

// parse returns those of rows whose arguments are ABNF, and an error for each of the others.
func parse(rows []registry.Extra) ([]code, error) {
	var codes []code
	var errs []error
	for _, row := range rows {
		x, err := abnf.ParseExpr(fmt.Sprintf("%s: arguments of %s", row.Place, row.Code), row.Arguments)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		codes = append(codes, code{row, x})
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

func rightSides(rules []*abnf.Rule) []*abnf.Expr {
	var exprs []*abnf.Expr
	for _, r := range rules {
		exprs = append(exprs, r.Expr)
	}
	return exprs
}

// newRules returns the rules of f that old does not have. It is an error if old defines one in another way, unless only
// dropped rows need it: when a code is registered, its RFC's grammar may well take the name.
func (f File) newRules(old tree.Tree, added []code, dropped []registry.Extra) ([]*abnf.Rule, error) {
	g := abnf.Merge(old.Grammars, old.Amendments)
	droppedCodes, _ := parse(dropped) // whatever they are, they are not used
	needed, idle := f.needs(added), f.needs(droppedCodes)
	var rules []*abnf.Rule
	var errs []error
	for _, r := range f.Rules {
		name := abnf.Fold(r.Name)
		if _, note := r.ImportNote(); note || idle[name] && !needed[name] {
			continue
		}
		if len(g.Rules(name))+len(g.Amendments(name)) == 0 {
			rules = append(rules, r)
			continue
		}
		errs = append(errs, checkAlike(g, r))
	}
	return rules, errors.Join(errs...)
}

// needs returns the folded names of the rules of f that codes need.
func (f File) needs(codes []code) map[string]bool {
	own := abnf.Merge([]abnf.Source{{Rules: f.Rules}}, nil)
	definitions, _ := own.Close(expressions(codes)...) // what it lacks is not of f
	names := map[string]bool{}
	for _, d := range definitions {
		names[abnf.Fold(d.Name)] = true
	}
	return names
}

// checkAlike returns an error unless r says what g has under its name.
func checkAlike(g *abnf.Grammar, r *abnf.Rule) error {
	d, err := g.Definition(r.Name)
	if err != nil {
		return err
	}
	if r.Extends || r.Expr.String() != d.Expr.String() {
		return fmt.Errorf("%s: %q is defined in another way at %s: %s; choose another name", r.Pos, r.Name, d.Rules[0].Pos, d.Expr)
	}
	return nil
}

// checkArguments returns an error for each code whose arguments can never match or be typed, or whose fields do not fit
// them. Arguments that g does not define are left out.
func checkArguments(g *abnf.Grammar, codes []code) error {
	var errs []error
	for _, c := range codes {
		if _, err := g.Close(c.arguments); err != nil {
			continue
		}
		if !divided(g, c.arguments, nil) {
			errs = append(errs, fmt.Errorf("%s: arguments of %q must begin with SP, which divides them from the code", c.Place, c.Code))
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

// divided reports whether what x matches is empty or begins with a space; active are the names that lead to x.
func divided(g *abnf.Grammar, x *abnf.Expr, active []string) bool {
	parts := x.Args
	switch x.Op {
	case abnf.OpString:
		return x.Text == "" || x.Text[0] == ' '
	case abnf.OpRange:
		return x.Lo == ' ' && x.Hi == ' '
	case abnf.OpName:
		d, err := g.Definition(x.Text)
		name := abnf.Fold(x.Text)
		return err == nil && (slices.Contains(active, name) || divided(g, d.Expr, append(active, name)))
	case abnf.OpConcat: // an optional part may be what it begins with, and so may the part behind it
		if i := slices.IndexFunc(parts, func(part *abnf.Expr) bool { return !isOptional(part) }); i >= 0 {
			parts = parts[:i+1]
		}
	}
	return !slices.ContainsFunc(parts, func(part *abnf.Expr) bool { return !divided(g, part, active) })
}

func isOptional(x *abnf.Expr) bool { return x.IsEmpty() || x.Op == abnf.OpRepeat && x.Min == 0 }
