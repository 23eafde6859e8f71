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
	errs   []types.Error
}

// load parses files and resolves their identifiers.
func load(files []File) (*program, error) {
	p := &program{
		files: files,
		fset:  token.NewFileSet(),
		info:  types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}},
	}
	for _, file := range files {
		mode := parser.ParseComments | parser.SkipObjectResolution
		syntax, err := parser.ParseFile(p.fset, file.Name, file.Data, mode)
		if err != nil {
			return nil, notCompiled(err)
		}
		p.syntax = append(p.syntax, syntax)
	}
	config := types.Config{
		Importer:  standardLibrary{},
		GoVersion: "go1.18",
		Error:     func(err error) { p.errs = append(p.errs, err.(types.Error)) },
	}
	config.Check("", p.fset, p.syntax, &p.info) // its error is the first of p.errs
	return p, nil
}

// check returns an error that names each place of files that does not compile.
func check(files []File) error {
	p, err := load(files)
	if err != nil {
		return err
	}
	var errs []error
	for _, err := range p.errs {
		errs = append(errs, err)
	}
	return notCompiled(errs...)
}

// notCompiled returns the error of a package with these errors, or nil if there are none.
func notCompiled(errs ...error) error {
	if len(errs) == 0 {
		return nil
	}
	err := errors.Join(errs...)
	return fmt.Errorf("the package would not compile, so nothing was written:\n%w", err)
}

// A standardLibrary imports what package engine needs of it. The sources of the standard library
// may not be on the machine, so the declarations are repeated here.
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
