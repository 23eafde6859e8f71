package output

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path"
)

// compile returns an error for each declaration in files, which are generated, that does not
// compile beside the neighbors, such as a method that one of them declares for an alias. It ignores
// function bodies, and what the neighbors import.
func compile(neighbors, files []*goFile) []error {
	fset := token.NewFileSet()
	var syntax []*ast.File
	isOurs := map[string]bool{}
	parse := func(f *goFile) {
		file, err := parser.ParseFile(fset, f.name, f.source, parser.SkipObjectResolution)
		if err == nil {
			syntax = append(syntax, file)
		}
	}
	for _, f := range neighbors {
		if f.built {
			parse(f)
		}
	}
	for _, f := range files { // after the others, so that errors are reported here
		parse(f)
		isOurs[f.name] = true
	}
	var errs []error
	config := types.Config{Importer: noImporter{}, IgnoreFuncBodies: true, Error: func(err error) {
		if err := err.(types.Error); isOurs[fset.Position(err.Pos).Filename] {
			errs = append(errs, err)
		}
	}}
	config.Check("", fset, syntax, nil) // its error is the first of all
	return errs
}

// A noImporter imports empty packages.
type noImporter struct{}

// Import returns a package without declarations.
func (noImporter) Import(importPath string) (*types.Package, error) {
	p := types.NewPackage(importPath, path.Base(importPath))
	p.MarkComplete()
	return p, nil
}
