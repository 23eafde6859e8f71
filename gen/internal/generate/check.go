package generate

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"slices"
)

// check returns an error that names each place of files that does not compile. In what comes from
// package engine, that is the place there.
func (b builder) check(files map[string][]byte) error {
	fset := token.NewFileSet()
	var parsed []*ast.File
	for _, name := range slices.Sorted(maps.Keys(files)) {
		data := files[name]
		syntax, err := parser.ParseFile(fset, name, data, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return notCompiled(err)
		}
		if head := b.engineHead(name); bytes.HasPrefix(data, []byte(head)) {
			fset.File(syntax.Pos()).AddLineInfo(len(head), engineDir+name, 1)
		}
		parsed = append(parsed, syntax)
	}
	_, err := checkTypes(fset, parsed, nil)
	return err
}

// checkTypes returns the package that files make up. info may be nil.
func checkTypes(fset *token.FileSet, files []*ast.File, info *types.Info) (*types.Package, error) {
	var errs []error
	config := types.Config{
		Importer:  standardLibrary{},
		GoVersion: "go1.18",
		Error:     func(err error) { errs = append(errs, err) },
	}
	p, _ := config.Check("", fset, files, info) // its error is the first of errs
	return p, notCompiled(errs...)
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
