// Package generate makes the Go package from the registry and the grammar. It is a function from values to values: the
// commands that write and check files, and the test that what is checked in is fresh, are callers of it.
package generate

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/automaton"
	"github.com/imapcodes/imapcodes/gen/internal/emit"
	"github.com/imapcodes/imapcodes/gen/internal/grammar"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// Input is what a package is made from.
type Input struct {
	Records    []registry.Record
	Updated    string // the registry's "Last Updated"
	Grammars   []abnf.Source
	Amendments []*abnf.Rule
}

// Options are how the package is to look.
type Options struct {
	Package    string // its name
	Type       string // the name of the codes' type: "Code"
	Prefix     string // of the constants: "Code"
	Parts      Parts
	OneFile    string // the name of the one file that holds everything; empty: there are several
	Documented bool   // the package has a package comment elsewhere, and needs no other
}

// A File is a file of the package.
type File struct {
	Name string
	Data []byte
}

// Package returns the files of the package, in the order of their names. The same input gives the same octets on any
// machine.
func Package(in Input, options Options) ([]File, error) {
	s := shape{options: options}
	var err error
	if s.own, err = engineNames(options.Parts); err != nil {
		return nil, err
	}
	if s.in, err = declarations(in, options); err != nil {
		return nil, err
	}
	if err = s.checkNames(); err != nil {
		return nil, err
	}
	files, err := s.files()
	if err != nil {
		return nil, err
	}
	if files, err = prune(files); err != nil {
		return nil, err
	}
	if options.OneFile != "" {
		file, err := join(files, options.OneFile, emit.Header(in.Updated, in.Records))
		return []File{file}, err
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return files, nil
}

// declarations compiles the grammar and returns what is to be emitted.
func declarations(in Input, options Options) (emit.Input, error) {
	out := emit.Input{
		Package: options.Package, Type: options.Type, Prefix: options.Prefix, Updated: in.Updated, Records: in.Records,
	}
	var err error
	if out.Hash, err = Hash(in); err != nil {
		return out, err
	}
	if out.Names, err = automaton.NewNameTable(codes(in.Records)); err != nil {
		return out, err
	}
	g := abnf.Merge(in.Grammars, in.Amendments)
	if out.Tables, err = compile(g, in.Records); err != nil {
		return out, err
	}
	if out.Shapes, err = shapes(g, in.Records); err != nil {
		return out, err
	}
	if out.Plain, err = plain(g, in.Records, out.Shapes); err != nil {
		return out, err
	}
	for _, r := range in.Records {
		out.Starts = append(out.Starts, out.Tables.Starts[startName(r)])
	}
	out.Lines, err = lines(out.Tables)
	return out, err
}

// lines returns the parts of a status response. The parser takes most tags and texts as octets of a range or two.
func lines(t *automaton.Tables) ([]emit.Line, error) {
	needed := map[string]int{"tag": 2, "text": 1}
	var list []emit.Line
	for _, line := range grammar.Lines() {
		ranges, ok := t.Repeated[line.Text]
		if !ok {
			return nil, fmt.Errorf("the rule %s is no repetition of octets", line.Text)
		}
		list = append(list, emit.Line{Name: line.Text, State: t.Starts[line.Text], Ranges: ranges[:needed[line.Text]]})
	}
	return append(list, emit.Line{Name: fallback, State: t.Starts[fallback]}), nil
}

// Tables returns the tables of the parser. Their starts are the rules of grammar.Lines, "fallback", and "arguments " with the
// arguments of each code.
func Tables(in Input) (*automaton.Tables, error) {
	return compile(abnf.Merge(in.Grammars, in.Amendments), in.Records)
}

func compile(g *abnf.Grammar, records []registry.Record) (*automaton.Tables, error) {
	starts, err := startExprs(g, records)
	if err != nil {
		return nil, err
	}
	// The end of a code is a "]", which the arguments may hold too.
	return automaton.Compile(g, starts, ']', automaton.DefaultLimits())
}

// fallback is the name under which the arguments of codes are compiled of which no grammar is known.
const fallback = "fallback"

// startName returns the name under which the arguments of r are compiled. Codes with the same arguments share it.
func startName(r registry.Record) string {
	if r.Grammar == "" {
		return fallback
	}
	return "arguments " + r.Arguments
}

// startExprs returns everything that the tables have to match, each once.
func startExprs(g *abnf.Grammar, records []registry.Record) ([]automaton.Start, error) {
	var starts []automaton.Start
	for _, line := range grammar.Lines() {
		starts = append(starts, automaton.Start{Name: line.Text, Expr: line, Whole: true})
	}
	x, err := fallbackExpr(g)
	if err != nil {
		return nil, err
	}
	starts = append(starts, automaton.Start{Name: fallback, Expr: x})
	var errs []error
	known := map[string]bool{fallback: true}
	for _, r := range records {
		if known[startName(r)] {
			continue
		}
		known[startName(r)] = true
		x, err := abnf.ParseExpr("arguments of "+r.Code, r.Arguments)
		if err == nil {
			_, err = g.Close(x)
		}
		errs = append(errs, err)
		starts = append(starts, automaton.Start{Name: startName(r), Expr: x})
	}
	return starts, errors.Join(errs...)
}

// Shapes returns the typed fields of each record's arguments, in the order of the records.
func Shapes(in Input) ([]*grammar.Shape, error) {
	return shapes(abnf.Merge(in.Grammars, in.Amendments), in.Records)
}

// shapes returns the typed fields of each record's arguments.
func shapes(g *abnf.Grammar, records []registry.Record) ([]*grammar.Shape, error) {
	var list []*grammar.Shape
	var errs []error
	for _, r := range records {
		var shape *grammar.Shape
		x, err := abnf.ParseExpr("arguments of "+r.Code, r.Arguments)
		if err == nil {
			shape, err = grammar.Analyze(g, x)
		}
		if err == nil {
			_ = shape.Rename(r.Fields) // where they do not fit, update says so, and the rules' own names serve
		}
		if err != nil {
			err = fmt.Errorf("%s: %w", r.Code, err)
		}
		list, errs = append(list, shape), append(errs, err)
	}
	return list, errors.Join(errs...)
}

// fallbackExpr returns what may follow the name of a code that nobody registered.
func fallbackExpr(g *abnf.Grammar) (*abnf.Expr, error) {
	alts, err := grammar.Alternatives(g, g.Amendments(grammar.Root))
	if err != nil {
		return nil, err
	}
	for _, alt := range alts {
		if alt.Code == "" {
			return alt.Arguments, nil
		}
	}
	return nil, fmt.Errorf("%s has no alternative for codes that nobody registered", grammar.Root)
}

func codes(records []registry.Record) []string {
	var names []string
	for _, r := range records {
		names = append(names, r.Code)
	}
	return names
}

// Hash returns a hash of the registry's rows and of the grammar, whatever the layout of their files: "sha256:…".
func Hash(in Input) (string, error) {
	h := sha256.New()
	if err := registry.Write(h, in.Records); err != nil {
		return "", err
	}
	for _, s := range in.Grammars {
		fmt.Fprintln(h, abnf.Format(s.Name, s.Rules))
	}
	fmt.Fprintln(h, abnf.Format("amendments", in.Amendments))
	return fmt.Sprintf("sha256:%x", h.Sum(nil)), nil
}
