package output

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path"
	"time"
)

// The limits of compile. If each declaration needs the next one, go/types may take very long, and
// its recursion may exhaust the stack, which would end the program.
const (
	maxDeclared = 128 << 10 // bytes of declarations, function bodies aside, in all neighbors
	maxCompile  = 5 * time.Second
)

// compile returns an error for each declaration in files, which are generated, that does not
// compile beside the neighbors, such as a method that one of them declares for an alias. It ignores
// function bodies, and what the neighbors import. Beyond its limits it finds nothing, and leaves the
// rest to the compiler.
func compile(neighbors, files []*goFile) []error {
	declared := 0
	for _, f := range neighbors {
		if f.syntax != nil { // it parses
			declared += declaredSize(f.syntax)
		}
	}
	if declared > maxDeclared {
		return nil
	}
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
	done := make(chan bool)
	go func() {
		config.Check("", fset, syntax, nil) // its error is the first of all
		close(done)
	}()
	select {
	case <-done:
		return errs
	case <-time.After(maxCompile):
		return nil // go/types cannot be stopped, but the program ends soon
	}
}

// declaredSize returns the size in bytes of the declarations of a file, function bodies aside.
func declaredSize(file *ast.File) int {
	var size token.Pos
	for _, decl := range file.Decls {
		size += decl.End() - decl.Pos()
		if f, ok := decl.(*ast.FuncDecl); ok && f.Body != nil {
			size -= f.Body.End() - f.Body.Pos()
		}
	}
	return int(size)
}

// A noImporter imports empty packages.
type noImporter struct{}

// Import returns a package without declarations.
func (noImporter) Import(importPath string) (*types.Package, error) {
	p := types.NewPackage(importPath, path.Base(importPath))
	p.MarkComplete()
	return p, nil
}
