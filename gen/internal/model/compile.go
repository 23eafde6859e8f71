package model

import (
	"fmt"
	"strings"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/automaton"
	"github.com/imapcodes/imapcodes/gen/internal/grammar"
)

// compile compiles the grammar of m.Codes and of the parts of a status response into m.Tables, and
// sets what refers to it: m.Parts, and Start and Plain of each code.
func (m *Model) compile() error {
	starts, err := m.starts()
	if err != nil {
		return err
	}
	dfa, err := automaton.Compile(m.Grammar, append(starts, m.unions()...), automaton.DefaultLimits())
	if err != nil {
		return err
	}
	// The end of a code is a "]", which its arguments may hold too.
	if m.Tables, err = dfa.Select(starts).Pack(']', grammar.PartNames()...); err != nil {
		return err
	}
	for i := range m.Codes {
		c := &m.Codes[i]
		c.Start = m.Tables.Starts[c.startName()]
		c.Plain = plainExpr(c.Shape.Layout) != nil && dfa.Same(c.startName(), c.unionName())
	}
	return m.setParts()
}

// starts returns the expressions that the tables have to match, each once.
func (m *Model) starts() ([]automaton.Start, error) {
	var starts []automaton.Start
	for _, name := range grammar.PartNames() {
		starts = append(starts, automaton.Start{Name: name, Expr: &abnf.Expr{Op: abnf.OpName, Text: name}})
	}
	fallback, err := grammar.Fallback(m.Grammar)
	if err != nil {
		return nil, err
	}
	starts = append(starts, automaton.Start{Name: Fallback, Expr: fallback})
	known := map[string]bool{Fallback: true}
	for _, c := range m.Codes {
		if name := c.startName(); !known[name] {
			known[name] = true
			starts = append(starts, automaton.Start{Name: name, Expr: c.Expr})
		}
	}
	return starts, nil
}

// startName returns the name under which the arguments of c are compiled. Codes with the same
// arguments share it, and codes whose arguments are unknown share that of the fallback.
func (c Code) startName() string {
	if c.Grammar == "" {
		return Fallback
	}
	return "arguments " + c.Arguments
}

func (c Code) unionName() string { return "union " + c.Code }

// unions returns, for each code with a plain form, the union of its arguments and that form. Where
// the union adds nothing to the arguments, the minimal automaton has one state for both.
func (m *Model) unions() []automaton.Start {
	var starts []automaton.Start
	for _, c := range m.Codes {
		if plain := plainExpr(c.Shape.Layout); plain != nil {
			starts = append(starts, automaton.Start{Name: c.unionName(), Expr: abnf.Alternate(c.Expr, plain)})
		}
	}
	return starts
}

// plainExpr returns the arguments that plainEnd of package engine reads for a layout of numbers and
// sets alone: each after a space, without leading zeros or "*". It is nil for other layouts.
func plainExpr(layout grammar.Layout) *abnf.Expr {
	const number = `%x31-39 *%x30-39`
	const element = number + ` [":" ` + number + `]`
	var b strings.Builder
	for _, e := range layout.All() {
		switch e {
		case grammar.ElementNumber, grammar.ElementNumber64:
			b.WriteString(" %x20 " + number)
		case grammar.ElementSet:
			b.WriteString(" %x20 " + element + ` *("," ` + element + ")")
		default:
			return nil
		}
	}
	if b.Len() == 0 {
		return nil
	}
	x, err := abnf.ParseExpr("plain arguments", strings.TrimSpace(b.String()))
	if err != nil {
		panic(err) // the text is ours
	}
	return x
}

// setParts sets m.Parts. The parser reads most tags and texts as octets of a range or two.
func (m *Model) setParts() error {
	needed := map[string]int{"tag": 2, "text": 1}
	for _, name := range grammar.PartNames() {
		ranges, ok := m.Tables.Repeated[name]
		if !ok {
			return fmt.Errorf("the rule %s is not a repetition of octets", name)
		}
		m.Parts = append(m.Parts, Part{name, m.Tables.Starts[name], ranges[:needed[name]]})
	}
	m.Parts = append(m.Parts, Part{Name: Fallback, Start: m.Tables.Starts[Fallback]})
	return nil
}
