// Package grammar extracts IMAP's response codes and their arguments from the RFCs' ABNF. The
// parts, one per file:
//
//	grammar.go  resp-text-code → its alternatives, to which each RFC adds its own
//	analyze.go  the arguments of a code → sequences of elements, one for each alternative
//	shape.go    sequences of elements → typed fields
//	layout.go   how the elements are written
//
// Arguments are elements divided by spaces, some of them in parentheses. The grammar's basic rules
// (number, uid-set, astring and so on) give an element its kind. All other rules are words. If
// there are several alternatives, the elements at the same place become one field, or two if one of
// them may be a keyword.
package grammar

import (
	"errors"
	"fmt"

	"github.com/imapcodes/imapcodes/abnf"
)

// Root is the rule to which RFCs add their response codes with =/ (RFC 9051 section 9).
const Root = "resp-text-code"

// An Alternative is one alternative of resp-text-code.
type Alternative struct {
	Code      string     // as written; empty for the fallback, which is for unregistered codes
	Arguments *abnf.Expr // what follows the code's name
	Whole     *abnf.Expr // the alternative as the rule has it: often the name of another rule
	Rule      *abnf.Rule // the rule that has it
}

// Alternatives returns the alternatives of the given rules for resp-text-code. A name in place of
// an alternative ("badurl-response-code") is looked up in g, and may have several. If it is met
// again among them, that adds nothing. The error joins one for each name that is undefined or
// refers to itself.
func Alternatives(g *abnf.Grammar, rules []*abnf.Rule) ([]Alternative, error) {
	var found []Alternative
	var errs []error
	for _, rule := range rules {
		for _, whole := range rule.Expr.Alternatives() {
			alt := Alternative{Whole: whole, Rule: rule}
			e := expander{grammar: g, whole: alt, done: map[string]bool{}}
			e.expand(whole)
			found, errs = append(found, e.found...), append(errs, e.errs...)
		}
	}
	return found, errors.Join(errs...)
}

// An expander finds the alternatives that one of resp-text-code stands for.
type expander struct {
	grammar *abnf.Grammar
	whole   Alternative     // without Code and Arguments
	done    map[string]bool // by folded names: false while their alternatives are looked for
	found   []Alternative
	errs    []error
}

// expand adds x or, if x is a name, the alternatives of its rule.
func (e *expander) expand(x *abnf.Expr) {
	if x.Op == abnf.OpName {
		e.expandName(x)
		return
	}
	parts := []*abnf.Expr{x}
	if x.Op == abnf.OpConcat {
		parts = x.Args
	}
	alt := e.whole
	if parts[0].Op == abnf.OpString {
		alt.Code = parts[0].Text
	}
	alt.Arguments = abnf.Concat(parts[1:]...)
	e.found = append(e.found, alt)
}

func (e *expander) expandName(x *abnf.Expr) {
	name := abnf.Fold(x.Text)
	done, met := e.done[name]
	if met {
		if !done {
			e.errs = append(e.errs, fmt.Errorf("%s: %q refers to itself", x.Pos, x.Text))
		}
		return
	}
	d, err := e.grammar.Definition(x.Text)
	if err != nil {
		e.errs = append(e.errs, fmt.Errorf("%s: %w", x.Pos, err))
		return
	}
	e.done[name] = false
	for _, y := range d.Expr.Alternatives() {
		e.expand(y)
	}
	e.done[name] = true
}

// PartNames returns the rules that a status response is made of outside resp-text-code (RFC 9051
// section 9), which every grammar must define.
func PartNames() []string { return []string{"tag", "atom", "text"} }

// Fallback returns what may follow the name of an unregistered code. The RFCs' own alternative for
// such codes is in words, so it comes from the amendments.
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
	return nil, fmt.Errorf("%s has no alternative for unregistered codes", Root)
}
