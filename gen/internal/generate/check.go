package generate

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
)

// A program is the files of a package, parsed and resolved.
type program struct {
	files  []File
	fset   *token.FileSet
	syntax []*ast.File
	info   types.Info
	errs   []error // of go/types
}

// load parses files and resolves their identifiers.
func load(files []File) (*program, error) {
	p := &program{
		files: files,
		fset:  token.NewFileSet(),
		info:  types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}},
	}
	for _, file := range files {
		syntax, err := parser.ParseFile(p.fset, file.Name, file.Data, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, notCompiled(err)
		}
		p.syntax = append(p.syntax, syntax)
	}
	config := types.Config{
		Importer:  standardLibrary{},
		GoVersion: "go1.18",
		Error:     func(err error) { p.errs = append(p.errs, err) },
	}
	config.Check("", p.fset, p.syntax, &p.info) // its error is the first of p.errs
	return p, nil
}

// check returns an error that names each place of files that does not compile, which is a fault of
// package engine or of an emitter.
func check(files []File) error {
	p, err := load(files)
	if err != nil {
		return err
	}
	if len(p.errs) > 0 {
		return notCompiled(errors.Join(p.errs...))
	}
	return nil
}

func notCompiled(err error) error {
	return fmt.Errorf("internal error: the generated package does not compile, and nothing was written:\n%w", err)
}

// A standardLibrary imports what package engine needs of it. The sources of the standard library may
// not be on the machine, so its declarations are repeated here.
type standardLibrary struct{}

// bitsDeclarations declares what package engine uses of math/bits.
const bitsDeclarations = `package bits

func Len64(x uint64) int                     { return 0 }
func RotateLeft64(x uint64, k int) uint64    { return 0 }
func TrailingZeros64(x uint64) int           { return 0 }
`

// Import returns the package math/bits.
func (standardLibrary) Import(importPath string) (*types.Package, error) {
	if importPath != "math/bits" {
		return nil, fmt.Errorf("package engine may not import %s", importPath)
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "bits.go", bitsDeclarations, 0)
	if err != nil {
		return nil, err
	}
	return new(types.Config).Check(importPath, fset, []*ast.File{file}, nil)
}
