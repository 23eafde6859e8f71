package generate

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"slices"
	"strings"
)

// join returns one file with the given name that holds all that files do, in their order: the
// package comment, the imports, each once, and what is declared.
func join(files []File, name string) (File, error) {
	var clause, doc string
	var imports []string
	var body bytes.Buffer
	for _, f := range files {
		fset := token.NewFileSet()
		syntax, err := parser.ParseFile(fset, f.Name, f.Data, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return File{}, err
		}
		text := func(from, to token.Pos) string {
			return string(f.Data[fset.Position(from).Offset:fset.Position(to).Offset])
		}
		clause = text(syntax.Package, syntax.Name.End())
		if syntax.Doc != nil {
			doc = text(syntax.Doc.Pos(), syntax.Package)
		}
		for _, spec := range syntax.Imports {
			imports = append(imports, "import "+text(spec.Pos(), spec.End()))
		}
		body.WriteString(text(headEnd(syntax), syntax.FileEnd))
	}
	slices.Sort(imports)
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\n// From registry.csv, abnf and gen/internal/engine.\n\n", Notice)
	fmt.Fprintf(&b, "%s%s\n\n%s\n\n", doc, clause, strings.Join(slices.Compact(imports), "\n"))
	b.Write(body.Bytes())
	data, err := format.Source(b.Bytes())
	if err != nil {
		return File{}, fmt.Errorf("%s: %w", name, err)
	}
	return File{name, data}, nil
}

// headEnd returns where a file's imports end, or else its package clause.
func headEnd(syntax *ast.File) token.Pos {
	end := syntax.Name.End()
	for _, decl := range syntax.Decls {
		if d, ok := decl.(*ast.GenDecl); ok && d.Tok == token.IMPORT {
			end = d.End()
		}
	}
	return end
}
