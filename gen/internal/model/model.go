// Package model is the registry with its grammar, compiled: the one value from which the Go
// package, the docs and the explanations are made.
package model

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/automaton"
	"github.com/imapcodes/imapcodes/gen/internal/grammar"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

// A Model is a tree whose rows have been parsed (New) and whose grammar has been compiled
// (Compile).
type Model struct {
	Updated  string // the registry's "Last Updated", "2026-08-04"; empty for a user's own registry
	Hash     string // RegistryHash: of the rows and the grammar in canonical layout, "sha256:…"
	Sources  []registry.Source
	Evidence []registry.Evidence
	Grammar  *abnf.Grammar
	tolerant *abnf.Grammar // of Code.Tolerant
	Codes    []Code        // in the registry's order, then extra codes

	// Compile sets these fields, and Start, TolerantStart, Plain, Stars and Prefix of each code.

	Parts  []Part               // the parts of a status response outside its code, and the fallback
	Names  *automaton.NameTable // of Codes, in their order
	Tables *automaton.Tables    // of the arguments of Codes, and of Parts
}

// A Code is a response code with its parsed arguments.
type Code struct {
	registry.Record
	Expr  *abnf.Expr     // the arguments; the empty expression if there are none
	Shape *grammar.Shape // their fields
	Start int            // the state of Tables that they begin with
	// Tolerant matches the malformed arguments that are accepted, without their leading space. It
	// is nil if there are no fields, or no tolerances.
	Tolerant      *abnf.Expr
	TolerantStart int // the state of Tables that Tolerant begins with
	// Plain says that the arguments include all that plainExpr(Shape.Layout, false) matches, and
	// Stars that they have sets and include all that plainExpr(Shape.Layout, true) matches.
	Plain, Stars bool
	Prefix       automaton.Prefix // with which most arguments begin; empty if there is none
	// Origin is Grammar in words: "RFC 9051 section 9", "RFC 4469 section 3, amended".
	Origin string
}

// A Part is a rule of a status response (RFC 9051 section 9), or Fallback.
type Part struct {
	Name   string            // "tag", "atom", "text" or Fallback
	Start  int               // the state of Tables that it begins with
	Ranges []automaton.Range // the widest ranges of octets that may be repeated in it
}

// Fallback is the name of the part that follows the name of an unregistered code.
const Fallback = "fallback"

// New returns the model of t without what only Compile sets. The error joins all faults, each with
// its place: arguments that are not ABNF or that the grammar does not define, and fields that do
// not fit them.
func New(t tree.Tree) (*Model, error) {
	m := &Model{
		Updated:  t.Updated(),
		Hash:     Hash(t),
		Sources:  t.Sources,
		Evidence: t.Evidence,
		Grammar:  t.Strict(),
		tolerant: t.Tolerant(),
	}
	var err error
	if m.Codes, err = codes(t.Records, m.Grammar); err != nil {
		return nil, err
	}
	return m, m.setTolerant()
}

// Compile returns the model of t. Beyond the errors of New, it is an error if two codes have the
// same name in any case, or if the grammar is more than the tables can hold.
func Compile(t tree.Tree) (*Model, error) {
	m, err := New(t)
	if err != nil {
		return nil, err
	}
	if m.Names, err = automaton.NewNameTable(names(m.Codes)); err != nil {
		return nil, err
	}
	if err := m.compile(); err != nil {
		return nil, err
	}
	return m, nil
}

// Hash returns the SHA-256 of what a package is generated from: all rows, including those of extra
// codes, and the grammar. It is not registry.State.RowsHash, which covers only what IANA publishes.
func Hash(t tree.Tree) string {
	h := sha256.New()
	registry.Write(h, t.Records) // a hash never returns an error
	for _, s := range t.Grammars {
		fmt.Fprintln(h, abnf.Format(s.Name, s.Rules))
	}
	fmt.Fprintln(h, abnf.Format("amendments", t.Amendments))
	fmt.Fprintln(h, abnf.Format("tolerances", t.Tolerances))
	return fmt.Sprintf("sha256:%x", h.Sum(nil))
}

// codes returns the records as codes that are not compiled yet.
func codes(records []registry.Record, g *abnf.Grammar) ([]Code, error) {
	var list []Code
	var errs []error
	sections, err := sections(g)
	if err != nil {
		return nil, err
	}
	for _, r := range records {
		c, err := newCode(r, g)
		c.Origin = origin(r, sections)
		list, errs = append(list, c), append(errs, err)
	}
	return list, errors.Join(errs...)
}

// newCode returns r with its arguments parsed. Origin and the start states are set later.
func newCode(r registry.Record, g *abnf.Grammar) (Code, error) {
	c := Code{Record: r}
	var err error
	if c.Expr, err = abnf.ParseExpr("arguments of "+r.Code, r.Arguments); err != nil {
		return c, err
	}
	if _, err = g.Close(c.Expr); err != nil {
		return c, err
	}
	if c.Shape, err = grammar.Analyze(g, c.Expr); err != nil {
		return c, err
	}
	if err := c.Shape.Rename(r.Fields); err != nil {
		return c, fmt.Errorf("%s: %w (%s)", r.Code, err, r.Arguments)
	}
	return c, nil
}

// sections returns the section of each source that has an alternative for a code, by the code in
// upper case and the source.
func sections(g *abnf.Grammar) (map[[2]string]string, error) {
	found := map[[2]string]string{}
	rules := slices.Concat(g.Rules(grammar.Root), g.Amendments(grammar.Root))
	alts, err := grammar.Alternatives(g, rules)
	for _, alt := range alts {
		found[[2]string{strings.ToUpper(alt.Code), alt.Rule.Source}] = alt.Rule.Section
	}
	return found, err
}

// origin returns where the arguments of r come from, in words.
func origin(r registry.Record, sections map[[2]string]string) string {
	source, how, _ := strings.Cut(r.Grammar, " ")
	if section := sections[[2]string{strings.ToUpper(r.Code), source}]; section != "" {
		source += "#" + section
	}
	words := registry.SectionText(source)
	switch how {
	case "":
		return words
	case "prose":
		return words + ", in prose there"
	}
	return words + ", " + how
}

func names(codes []Code) []string {
	var list []string
	for _, c := range codes {
		list = append(list, c.Code)
	}
	return list
}
