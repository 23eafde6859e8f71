package generate

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strings"
)

// join returns one file that holds all that files do: the package comment, the imports, each once,
// and what is declared, in the order of packageFiles.
func (b builder) join(files map[string][]byte) ([]byte, error) {
	var clause, doc string
	var imports []string
	var body bytes.Buffer
	for _, name := range FileNames() {
		data, ok := files[name]
		if !ok {
			continue
		}
		fset := token.NewFileSet()
		syntax, err := parser.ParseFile(fset, name, data, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		text := func(from, to token.Pos) string {
			return string(data[fset.Position(from).Offset:fset.Position(to).Offset])
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
	from := "registry.csv, abnf and gen/internal/engine"
	if b.options.Parts == Codes {
		from = "registry.csv and abnf"
	}
	source := fmt.Sprintf("%s%s%s\n\n%s\n\n%s", b.head(from, b.options.Parts > Codes), doc, clause,
		strings.Join(slices.Compact(imports), "\n"), body.String())
	return setApart([]byte(source))
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

// setApart returns the source of a file, formatted, in which what is declared but not exported has
// names that the other files of its package hardly have: imapcodeFind for find.
func setApart(source []byte) ([]byte, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	info := types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}
	p, err := checkTypes(fset, []*ast.File{file}, &info)
	if err != nil {
		return nil, err
	}
	isHidden := func(name string) bool { return p.Scope().Lookup(name) != nil && !token.IsExported(name) }
	var edits []edit
	rename := func(at token.Pos, name string) {
		edits = append(edits, edit{fset.Position(at).Offset, len(name), setApartName(name)})
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if ident, ok := n.(*ast.Ident); ok && isHidden(ident.Name) {
			object := info.Uses[ident] // of an embedded field, this is its type
			if object == nil {
				object = info.Defs[ident]
			}
			field, ok := object.(*types.Var)
			if object != nil && (object.Parent() == p.Scope() || ok && field.Embedded()) {
				rename(ident.Pos(), ident.Name)
			}
		}
		return true
	})
	for _, group := range file.Comments {
		for _, comment := range group.List {
			for _, at := range identifier.FindAllStringIndex(comment.Text, -1) {
				name := comment.Text[at[0]:at[1]]
				isDoc := comment == group.List[0] && at[0] == len("// ") && isDeclaredBelow(file, group)
				if isHidden(name) && (isDoc || strings.ToLower(name) != name) {
					rename(comment.Pos()+token.Pos(at[0]), name)
				}
			}
		}
	}
	return format.Source(apply(source, edits))
}

// setApartName returns name with a prefix that hardly anyone uses.
func setApartName(name string) string { return "imapcode" + title(name) }

var identifier = regexp.MustCompile(`\b[a-z]\w*\b`)

// isDeclaredBelow reports whether a comment is that of a declaration, and so begins with a name.
func isDeclaredBelow(file *ast.File, comment *ast.CommentGroup) bool {
	return slices.ContainsFunc(file.Decls, func(decl ast.Decl) bool {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			return decl.Doc == comment && decl.Recv == nil
		case *ast.GenDecl:
			return decl.Doc == comment
		}
		return false
	})
}
