// Package grammar reads from the RFCs' ABNF what IMAP's response codes are: the alternatives of resp-text-code (RFC 9051
// section 9), of which each RFC adds its own.
package grammar

import (
	"errors"
	"fmt"
	"slices"

	"github.com/imapcodes/imapcodes/abnf"
)

// Root is the rule to which RFCs add their response codes with =/.
const Root = "resp-text-code"

// An Alternative is one alternative of resp-text-code.
type Alternative struct {
	Code      string     // as written; empty for the fallback, which stands for codes that nobody registered
	Arguments *abnf.Expr // what follows the code's name
	Whole     *abnf.Expr // the alternative as the rule has it: often the name of another rule
	Rule      *abnf.Rule // the rule that has it
	Names     []string   // the names that lead from Whole to Code
}

// Alternatives returns the alternatives of the given rules for resp-text-code. Those that hide behind a name
// ("badurl-response-code") are looked up in g, and a name that stands for several gives them all.
func Alternatives(g *abnf.Grammar, rules []*abnf.Rule) ([]Alternative, error) {
	var found []Alternative
	var errs []error
	for _, rule := range rules {
		for _, whole := range rule.Expr.Alternatives() {
			alts, err := expand(g, Alternative{Whole: whole, Rule: rule}, whole)
			found, errs = append(found, alts...), append(errs, err)
		}
	}
	return found, errors.Join(errs...)
}

// expand returns the alternatives that x stands for, each with what alt says already.
func expand(g *abnf.Grammar, alt Alternative, x *abnf.Expr) ([]Alternative, error) {
	parts := []*abnf.Expr{x}
	if x.Op == abnf.OpConcat {
		parts = x.Args
	}
	switch {
	case parts[0].Op == abnf.OpString:
		alt.Code = parts[0].Text
		alt.Arguments = abnf.Concat(parts[1:]...)
		return []Alternative{alt}, nil
	case x.Op == abnf.OpName && slices.Contains(alt.Names, abnf.Fold(x.Text)):
		return nil, fmt.Errorf("%s: %q stands for itself", x.Pos, x.Text)
	case x.Op == abnf.OpName:
		return expandName(g, alt, x)
	}
	alt.Arguments = abnf.Concat(parts[1:]...)
	return []Alternative{alt}, nil
}

func expandName(g *abnf.Grammar, alt Alternative, x *abnf.Expr) ([]Alternative, error) {
	d, err := g.Definition(x.Text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", x.Pos, err)
	}
	alt.Names = append(slices.Clone(alt.Names), abnf.Fold(x.Text))
	var found []Alternative
	var errs []error
	for _, y := range d.Expr.Alternatives() {
		alts, err := expand(g, alt, y)
		found, errs = append(found, alts...), append(errs, err)
	}
	return found, errors.Join(errs...)
}

// PartNames returns the rules that a status response is made of outside resp-text-code (RFC 9051
// section 9), which every grammar must define.
func PartNames() []string { return []string{"tag", "atom", "text"} }

// Fallback returns what may follow the name of a code that nobody registered. The RFCs' own
// alternative for such codes is in words, so it comes from the amendments.
func Fallback(g *abnf.Grammar) (*abnf.Expr, error) {
	alts, err := Alternatives(g, g.Amendments(Root))
	if err != nil {
		return nil, err
	}
	for _, alt := range alts {
		if alt.Code == "" {
			return alt.Arguments, nil
		}
	}
	return nil, fmt.Errorf("%s has no alternative for codes that nobody registered", Root)
}
