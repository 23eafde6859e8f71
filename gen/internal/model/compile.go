package model

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/automaton"
	"github.com/imapcodes/imapcodes/gen/internal/grammar"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

// compile compiles the grammar of m.Codes and of the parts of a status response into m.Tables, and
// sets what refers to it: m.Parts, and Start, TolerantStart, Plain, Stars and Prefix of each
// code.
func (m *Model) compile() error {
	starts, err := m.starts()
	if err != nil {
		return err
	}
	all := append(starts, m.unions()...)
	dfa, err := automaton.Compile(m.Grammar, all, automaton.DefaultLimits())
	if err != nil {
		return err
	}
	if err := errors.Join(m.checkSendable(dfa), m.checkDivisible(dfa)); err != nil {
		return err
	}
	// The end of a code is a "]", which its arguments may hold too. The tolerant arguments are
	// matched as a whole, when the end has been found.
	if m.Tables, err = dfa.Select(starts).Pack(']', m.wholes()...); err != nil {
		return err
	}
	for i := range m.Codes {
		c := &m.Codes[i]
		c.Start = m.Tables.Starts[c.startName()]
		c.Prefix = m.Tables.Prefixes[c.startName()]
		if c.Tolerant != nil {
			c.TolerantStart = m.Tables.Starts[c.tolerantName()]
		}
		if plainExpr(c.Shape.Layout, false) != nil {
			c.Plain = dfa.Same(c.startName(), c.plainName(false))
			c.Stars = slices.Contains([]byte(c.Shape.Layout), byte(grammar.ElementSet)) &&
				dfa.Same(c.startName(), c.plainName(true))
		}
	}
	return m.setParts()
}

// wholes returns the names of the starts that are matched as a whole.
func (m *Model) wholes() []string {
	names := grammar.PartNames()
	for _, c := range m.Codes {
		if c.Tolerant != nil {
			names = append(names, c.tolerantName())
		}
	}
	return names
}

// starts returns the expressions that the tables have to match, each once.
func (m *Model) starts() ([]automaton.Start, error) {
	fallback, err := grammar.Fallback(m.Grammar)
	if err != nil {
		return nil, err
	}
	starts := startList{names: map[string]bool{}}
	for _, name := range grammar.PartNames() {
		x := &abnf.Expr{Op: abnf.OpName, Text: name}
		starts.add(automaton.Start{Name: name, Expr: x, Label: "the rule " + name})
	}
	starts.add(automaton.Start{Name: Fallback, Expr: fallback})
	for _, c := range m.Codes {
		label := "arguments of " + c.Code
		starts.add(automaton.Start{Name: c.startName(), Expr: c.Expr, Label: label})
		if c.Tolerant != nil {
			starts.add(automaton.Start{Name: c.tolerantName(), Expr: c.Tolerant,
				Grammar: m.tolerant, Label: "tolerated " + label})
		}
	}
	return starts.list, nil
}

// A startList is a list of starts with different names.
type startList struct {
	list  []automaton.Start
	names map[string]bool
}

// add adds s, unless there is a start with its name.
func (l *startList) add(s automaton.Start) {
	if !l.names[s.Name] {
		l.names[s.Name] = true
		l.list = append(l.list, s)
	}
}

// startName returns the name under which the arguments of c are compiled. Codes with the same
// arguments share it, and codes whose arguments are unknown share that of the fallback.
func (c Code) startName() string {
	if c.Grammar == "" {
		return Fallback
	}
	return "arguments " + c.Arguments
}

// tolerantName is startName for the tolerant arguments. Codes with the same arguments may differ
// here, because a tolerance can apply to one code only.
func (c Code) tolerantName() string { return "tolerant " + c.Tolerant.String() }

// The names of the automata that only serve to check what the parser takes for granted. Codes with
// the same arguments, or with the same fields, share them.
func (c Code) plainName(stars bool) string { return fmt.Sprint("plain ", stars, " ", c.Arguments) }

func (c Code) strictName() string { return "fields " + c.Shape.Divisible(false).String() }

func (c Code) lenientName() string {
	return "tolerant fields " + c.Shape.Divisible(true).String()
}

// unions returns the expressions that are compiled only for checks: the union of a code's arguments
// and their plain form, which equals the arguments if they include it, and everything that divides
// into its fields.
func (m *Model) unions() []automaton.Start {
	starts := startList{names: map[string]bool{}}
	starts.add(automaton.Start{Name: sendableName, Expr: sendable(), Label: "arguments of all codes"})
	for _, c := range m.Codes {
		add := func(name string, x *abnf.Expr) {
			starts.add(automaton.Start{Name: name, Expr: x, Label: "arguments of " + c.Code})
		}
		for _, stars := range []bool{false, true} {
			if plain := plainExpr(c.Shape.Layout, stars); plain != nil {
				add(c.plainName(stars), abnf.Alternate(c.Expr, plain))
			}
		}
		if len(c.Shape.Fields) > 0 {
			add(c.strictName(), c.Shape.Divisible(false))
		}
		if c.Tolerant != nil {
			add(c.lenientName(), c.Shape.Divisible(true))
		}
	}
	return starts.list
}

// sendableName is the name of what sendable returns.
const sendableName = "sendable"

// sendable returns all that can be sent in a line: CR and LF only before the octets of a literal.
func sendable() *abnf.Expr {
	x, err := abnf.ParseExpr("sendable arguments",
		"*(%x01-09 / %x0B-0C / %x0E-FF / %x0D.0A <"+abnf.Counted+">)")
	if err != nil {
		panic(err) // the text is ours
	}
	return x
}

// checkSendable returns an error for each code with arguments that would break the line that they
// are in, with the shortest of them.
func (m *Model) checkSendable(dfa *automaton.DFA) error {
	var errs []error
	for _, c := range m.Codes {
		if s, found := dfa.Beyond(c.startName(), sendableName); found {
			errs = append(errs, fmt.Errorf("arguments of %s: %.80q matches %s, but NUL, "+
				"CR and LF may only be in literals; use a rule such as text, quoted or atom",
				c.Code, s, c.Arguments))
		}
	}
	return errors.Join(errs...)
}

// checkDivisible returns an error for each code with arguments that the parser cannot divide into
// their fields, with the shortest of them.
func (m *Model) checkDivisible(dfa *automaton.DFA) error {
	var errs []error
	for _, c := range m.Codes {
		if len(c.Shape.Fields) == 0 {
			continue
		}
		if s, found := dfa.Beyond(c.startName(), c.strictName()); found {
			errs = append(errs, fmt.Errorf("arguments of %s: %.80q matches %s, and cannot be "+
				"divided into fields; separate them with one SP, and put no spaces or parentheses in them",
				c.Code, s, c.Arguments))
		} else if c.Tolerant == nil {
			continue
		} else if s, found := dfa.Beyond(c.tolerantName(), c.lenientName()); found {
			errs = append(errs, fmt.Errorf("%s: %.80q is tolerated as arguments of %s, "+
				"and cannot be divided into fields", tree.TolerancesFile, s, c.Code))
		}
	}
	return errors.Join(errs...)
}

// plainExpr returns the arguments that plainEnd of package engine reads for a layout of numbers and
// sets alone: each after a space, without leading zeros. With stars, a number of a set may be "*".
// It is nil for other layouts.
func plainExpr(layout grammar.Layout, stars bool) *abnf.Expr {
	const number = `%x31-39 *%x30-39`
	member := number
	if stars {
		member = "(" + number + ` / "*")`
	}
	element := member + ` [":" ` + member + `]`
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
