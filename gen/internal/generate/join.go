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
	return prefixNames([]byte(source))
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

// prefixNames returns the source of a file, formatted, in which what is declared but not exported
// has names that other files of its package are unlikely to have: imapcodeFind for find.
func prefixNames(source []byte) ([]byte, error) {
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
	h := prefixer{fset, file, info, p.Scope()}
	return format.Source(apply(source, append(h.identifiers(), h.comments()...)))
}

// A prefixer gives a prefix to those names of a file that are not exported.
type prefixer struct {
	fset  *token.FileSet
	file  *ast.File
	info  types.Info
	scope *types.Scope // of the package
}

// has reports whether the package declares a name that is not exported.
func (h prefixer) has(name string) bool {
	return !token.IsExported(name) && h.scope.Lookup(name) != nil
}

// rename returns the edit that gives a name its prefix.
func (h prefixer) rename(at token.Pos, name string) edit {
	return edit{h.fset.Position(at).Offset, len(name), "imapcode" + title(name)}
}

// identifiers returns the edits of all identifiers that refer to declarations of the package, and of
// fields that have the name of an embedded type.
func (h prefixer) identifiers() []edit {
	var edits []edit
	ast.Inspect(h.file, func(n ast.Node) bool {
		ident, ok := n.(*ast.Ident)
		if !ok || !h.has(ident.Name) {
			return true
		}
		object := h.info.ObjectOf(ident)
		field, isVar := object.(*types.Var)
		if object != nil && object.Parent() == h.scope || isVar && field.Embedded() {
			edits = append(edits, h.rename(ident.Pos(), ident.Name))
		}
		return true
	})
	return edits
}

var identifier = regexp.MustCompile(`\b[a-z]\w*\b`)

// comments returns the edits of names in comments: of those that begin the comment of their
// declaration, and of those that are no English word, such as tagEnd.
func (h prefixer) comments() []edit {
	var edits []edit
	for _, group := range h.file.Comments {
		for _, comment := range group.List {
			for _, at := range identifier.FindAllStringIndex(comment.Text, -1) {
				name := comment.Text[at[0]:at[1]]
				begins := comment == group.List[0] && at[0] == len("// ") && isDoc(h.file, group)
				if h.has(name) && (begins || strings.ToLower(name) != name) {
					edits = append(edits, h.rename(comment.Pos()+token.Pos(at[0]), name))
				}
			}
		}
	}
	return edits
}

// isDoc reports whether a comment is that of a declaration other than a method.
func isDoc(file *ast.File, comment *ast.CommentGroup) bool {
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
