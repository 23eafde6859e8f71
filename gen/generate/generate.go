// Package generate makes the Go package from the registry and the grammar. It is a function from values to values: the
// commands that write and check files, and the test that what is checked in is fresh, are callers of it.
package generate

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen"
	"github.com/imapcodes/imapcodes/gen/arguments"
	"github.com/imapcodes/imapcodes/gen/automaton"
	"github.com/imapcodes/imapcodes/gen/emit"
	"github.com/imapcodes/imapcodes/gen/grammar"
	"github.com/imapcodes/imapcodes/gen/registry"
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
	Package string // its name
	Prefix  string // of the constants
}

// A File is a file of the package.
type File struct {
	Name string
	Data []byte
}

// Package returns the files of the package, in the order of their names. The same input gives the same octets on any
// machine.
func Package(in Input, options Options) ([]File, error) {
	declarations, err := declarations(in, options)
	if err != nil {
		return nil, err
	}
	files, err := copyEngine(options.Package, in.Updated)
	if err != nil {
		return nil, err
	}
	for _, d := range []struct {
		name string
		emit func(emit.Input) ([]byte, error)
	}{{"arguments.go", emit.Arguments}, {"codes.go", emit.Codes}, {"metadata.go", emit.Metadata}, {"tables.go", emit.Tables}} {
		data, err := d.emit(declarations)
		if err != nil {
			return nil, err
		}
		files = append(files, File{d.name, data})
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return files, nil
}

// declarations compiles the grammar and returns what is to be emitted.
func declarations(in Input, options Options) (emit.Input, error) {
	out := emit.Input{
		Package: options.Package, Prefix: options.Prefix, Updated: in.Updated, Records: in.Records,
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
	if err = checkNames(out); err != nil {
		return out, err
	}
	for _, r := range in.Records {
		out.Starts = append(out.Starts, out.Tables.Starts[startName(r)])
	}
	for _, line := range grammar.Lines() {
		out.Lines = append(out.Lines, emit.Line{Name: line.Text, State: out.Tables.Starts[line.Text]})
	}
	out.Lines = append(out.Lines, emit.Line{Name: fallback, State: out.Tables.Starts[fallback]})
	return out, nil
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
func Shapes(in Input) ([]*arguments.Shape, error) {
	return shapes(abnf.Merge(in.Grammars, in.Amendments), in.Records)
}

// shapes returns the typed fields of each record's arguments.
func shapes(g *abnf.Grammar, records []registry.Record) ([]*arguments.Shape, error) {
	var list []*arguments.Shape
	var errs []error
	for _, r := range records {
		var shape *arguments.Shape
		x, err := abnf.ParseExpr("arguments of "+r.Code, r.Arguments)
		if err == nil {
			shape, err = arguments.Analyse(g, x)
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

// copyEngine returns the files of package engine as files of the named package.
func copyEngine(name, updated string) ([]File, error) {
	names, err := fs.Glob(gen.EngineSource, "engine/*.go")
	if err != nil {
		return nil, err
	}
	var files []File
	for _, source := range names {
		data, err := fs.ReadFile(gen.EngineSource, source)
		if err != nil {
			return nil, err
		}
		text := strings.Replace(string(data), "package engine\n", "package "+name+"\n", 1)
		text = strings.Replace(text, "// Package engine ", "// Package "+name+" ", 1)
		var b bytes.Buffer
		fmt.Fprintf(&b, "%s\n\n%s", emit.Header(updated), text)
		files = append(files, File{path.Base(source), b.Bytes()})
	}
	return files, nil
}
