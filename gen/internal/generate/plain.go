package generate

import (
	"fmt"
	"strings"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/automaton"
	"github.com/imapcodes/imapcodes/gen/internal/grammar"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// plain reports of each record whether its arguments have numbers and sets alone, and may be all such as the parser reads
// without the tables (plainEnd in package engine): behind a space each, without leading zeros and "*".
func plain(g *abnf.Grammar, records []registry.Record, shapes []*grammar.Shape) ([]bool, error) {
	var list []bool
	for i, r := range records {
		expr := plainExpr(shapes[i].Layout)
		holds := false
		if expr != "" {
			var err error
			if holds, err = includes(g, r.Arguments, expr); err != nil {
				return nil, fmt.Errorf("%s: %w", r.Code, err)
			}
		}
		list = append(list, holds)
	}
	return list, nil
}

// plainExpr returns what plainEnd reads for a layout as ABNF, or nothing if it reads nothing for it.
func plainExpr(layout string) string {
	const number = `%x31-39 *%x30-39`
	const element = number + ` [":" ` + number + `]`
	var b strings.Builder
	for _, c := range layout {
		switch c {
		case 'n', 'N':
			b.WriteString(" %x20 " + number)
		case 's':
			b.WriteString(" %x20 " + element + ` *("," ` + element + ")")
		default:
			return ""
		}
	}
	return strings.TrimPrefix(b.String(), " ")
}

// includes reports whether all that matches part matches whole: then part adds nothing to it, and the minimal automata of
// whole, and of both as alternatives, are the same.
func includes(g *abnf.Grammar, whole, part string) (bool, error) {
	both := "(" + whole + ") / (" + part + ")"
	var starts []automaton.Start
	for _, expr := range []string{whole, both} {
		x, err := abnf.ParseExpr("arguments", expr)
		if err != nil {
			return false, err
		}
		starts = append(starts, automaton.Start{Name: expr, Expr: x})
	}
	t, err := automaton.Compile(g, starts, ']', automaton.DefaultLimits())
	if err != nil {
		return false, err
	}
	return t.Starts[whole] == t.Starts[both], nil
}
