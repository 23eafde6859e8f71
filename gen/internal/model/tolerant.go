package model

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/grammar"
)

// Rules of the tolerances for places that have no rule in the RFCs.
const (
	beginRule = "begin" // before the arguments
	endRule   = "end"   // after them
	openRule  = "open"  // in place of "("
	closeRule = "close" // in place of ")"
)

// setTolerant sets Tolerant of each code that has fields, unless there are no tolerances.
func (m *Model) setTolerant() error {
	g := m.tolerant
	if len(g.Amendments(beginRule)) == 0 {
		return nil
	}
	more, err := grammar.Alternatives(g, g.Amendments(grammar.Root))
	if err != nil {
		return err
	}
	var errs []error
	for i := range m.Codes {
		c := &m.Codes[i]
		if len(c.Shape.Fields) == 0 {
			continue
		}
		exprs := []*abnf.Expr{c.Expr}
		for _, alt := range more {
			if strings.EqualFold(alt.Code, c.Code) {
				exprs = append(exprs, alt.Arguments)
			}
		}
		c.Tolerant, err = tolerant(g, abnf.Alternate(exprs...))
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// tolerant returns the arguments x without their leading space, and with the rules of the
// tolerances around them and in place of parentheses.
func tolerant(g *abnf.Grammar, x *abnf.Expr) (*abnf.Expr, error) {
	w := withoutSpace{grammar: g}
	inner := w.expr(x)
	if w.err != nil {
		return nil, w.err
	}
	return abnf.Concat(name(beginRule), parentheses(inner), name(endRule)), nil
}

func name(rule string) *abnf.Expr { return &abnf.Expr{Op: abnf.OpName, Text: rule} }

// parentheses returns x with openRule and closeRule in place of "(" and ")".
func parentheses(x *abnf.Expr) *abnf.Expr {
	if x.Op == abnf.OpString && x.Text == "(" {
		return name(openRule)
	}
	if x.Op == abnf.OpString && x.Text == ")" {
		return name(closeRule)
	}
	y := *x
	y.Args = nil
	for _, arg := range x.Args {
		y.Args = append(y.Args, parentheses(arg))
	}
	return &y
}

// A withoutSpace removes the leading space of arguments.
type withoutSpace struct {
	grammar *abnf.Grammar
	active  []string // the folded names of the rules being looked into
	size    int      // of the result: how many expressions are in it
	err     error    // the first error, after which the result is meaningless
}

// maxTolerant limits the size of tolerant arguments. IMAP needs 57.
const maxTolerant = 10_000

// expr returns what x matches after a space: its derivative by SP.
func (w *withoutSpace) expr(x *abnf.Expr) *abnf.Expr {
	if w.grow(1, x); w.err != nil {
		return x
	}
	switch x.Op {
	case abnf.OpAlternate:
		var alts []*abnf.Expr
		for _, arg := range x.Args {
			alts = append(alts, w.expr(arg))
		}
		return abnf.Alternate(alts...)
	case abnf.OpConcat:
		rest := abnf.Concat(x.Args[1:]...)
		w.grow(size(rest), x)
		first := abnf.Concat(w.expr(x.Args[0]), rest)
		if isOptional(x.Args[0]) {
			return abnf.Alternate(first, w.expr(rest))
		}
		return first
	case abnf.OpRepeat:
		return w.repeat(x)
	case abnf.OpName:
		return w.rule(x)
	}
	if !x.IsEmpty() {
		w.err = fmt.Errorf("%s: arguments must begin with SP", x.Pos)
	}
	return x
}

// size returns how many expressions are in x.
func size(x *abnf.Expr) int {
	n := 0
	for range x.All() {
		n++
	}
	return n
}

// grow counts n expressions that become part of the result, because of x.
func (w *withoutSpace) grow(n int, x *abnf.Expr) {
	if w.size += n; w.size > maxTolerant && w.err == nil {
		w.err = fmt.Errorf("%s: the arguments without their space take more than %d expressions; "+
			"begin them with one SP that is not in a rule", x.Pos, maxTolerant)
	}
}

// repeat returns the first x without its space, and the others.
func (w *withoutSpace) repeat(x *abnf.Expr) *abnf.Expr {
	first := w.expr(x.Args[0])
	if x.Max == 1 {
		return first
	}
	w.grow(size(x), x)
	others := *x
	others.Min = max(x.Min-1, 0)
	if x.Max > 0 {
		others.Max = x.Max - 1
	}
	return abnf.Concat(first, &others)
}

func (w *withoutSpace) rule(x *abnf.Expr) *abnf.Expr {
	key := abnf.Fold(x.Text)
	if key == "sp" {
		return &abnf.Expr{Op: abnf.OpString, Pos: x.Pos}
	}
	d, err := w.grammar.Definition(x.Text)
	if err == nil && slices.Contains(w.active, key) {
		err = fmt.Errorf("%s: %q begins with itself", x.Pos, x.Text)
	}
	if err != nil {
		w.err = err
		return x
	}
	w.active = append(w.active, key)
	defer func() { w.active = w.active[:len(w.active)-1] }()
	return w.expr(d.Expr)
}

func isOptional(x *abnf.Expr) bool { return x.Op == abnf.OpRepeat && x.Min == 0 }
