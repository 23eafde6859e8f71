package docs

import (
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/abnf"
)

// allRules returns all rules that the arguments of codes need.
func allRules(codes []Code, g *abnf.Grammar) ([]Rule, error) {
	definitions, err := g.Close(syntaxes(codes)...)
	var list []Rule
	for _, d := range definitions {
		list = append(list, newRule(d.Name, d))
	}
	slices.SortFunc(list, func(a, b Rule) int { return strings.Compare(abnf.Fold(a.Name), abnf.Fold(b.Name)) })
	return list, err
}

// neededRules returns those of rules that the arguments of codes need; all of them are among rules.
func neededRules(rules []Rule, codes []Code) []Rule {
	byName := map[string]Rule{}
	for _, r := range rules {
		byName[abnf.Fold(r.Name)] = r
	}
	needed := map[string]bool{}
	for todo := syntaxes(codes); len(todo) > 0; todo = todo[1:] {
		for part := range todo[0].All() {
			if key := abnf.Fold(part.Text); part.Op == abnf.OpName && !needed[key] {
				needed[key] = true
				todo = append(todo, byName[key].Syntax)
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(rules), func(r Rule) bool { return !needed[abnf.Fold(r.Name)] })
}

// syntaxes returns the syntax trees of the arguments of codes.
func syntaxes(codes []Code) []*abnf.Expr {
	var list []*abnf.Expr
	for _, c := range codes {
		if c.Syntax != nil {
			list = append(list, c.Syntax)
		}
	}
	return list
}
