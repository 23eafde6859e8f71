// Package scope knows which identifiers Go files declare, and which of them cannot be in one package. It reads files one by
// one, without their imports, so that it can tell before a file is written whether it would compile beside others.
package scope

import (
	"fmt"
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"go/types"
	"path"
	"regexp"
	"slices"
	"strings"
)

// A File is what a Go file says of itself.
type File struct {
	Name         string // as it was given to Parse
	Package      string // its package clause
	PackageLine  int
	Documented   bool          // it has a package comment
	Ignored      bool          // it is built only with the tag ignore, as programs beside a package are by convention
	Declarations []Declaration // in the order of the file
	imports      []Declaration
	predeclared  []Declaration // which it uses
}

// A Declaration is an identifier that is declared at a file's top level, or as a method or field of what is.
type Declaration struct {
	Kind string // "func", "type", "const", "var", "method" or "field"
	Name string // "Parse", "Response.Tag"
	Line int
}

// String returns the kind and the name: "func Parse".
func (d Declaration) String() string { return d.Kind + " " + d.Name }

// Parse reads a file. Its errors are those of go/parser, which begin with name and place.
func Parse(name string, source []byte) (*File, error) {
	fset := token.NewFileSet()
	syntax, err := parser.ParseFile(fset, name, source, parser.SkipObjectResolution|parser.ParseComments)
	if err != nil {
		return nil, err
	}
	r := reader{fset: fset, file: &File{
		Name: name, Package: syntax.Name.Name, PackageLine: fset.Position(syntax.Package).Line,
		Documented: syntax.Doc != nil, Ignored: isIgnored(syntax),
	}}
	for _, spec := range syntax.Imports {
		r.importSpec(spec)
	}
	for _, decl := range syntax.Decls {
		r.decl(decl)
	}
	r.usesPredeclared(syntax)
	return r.file, nil
}

// DeclaresType reports whether the file declares a type with the given name.
func (f *File) DeclaresType(typeName string) bool {
	return slices.ContainsFunc(f.Declarations, func(d Declaration) bool { return d.Kind == "type" && d.Name == typeName })
}

// isIgnored reports whether the file's build constraint holds with all tags, and with all but ignore does not.
func isIgnored(syntax *ast.File) bool {
	for _, group := range syntax.Comments {
		for _, comment := range group.List {
			if comment.Pos() > syntax.Package || !constraint.IsGoBuild(comment.Text) {
				continue
			}
			x, err := constraint.Parse(comment.Text)
			return err == nil && x.Eval(func(string) bool { return true }) &&
				!x.Eval(func(tag string) bool { return tag != "ignore" })
		}
	}
	return false
}

// A reader collects what a file declares.
type reader struct {
	fset *token.FileSet
	file *File
}

func (r *reader) declaration(kind, name string, at ast.Node) Declaration {
	return Declaration{kind, name, r.fset.Position(at.Pos()).Line}
}

func (r *reader) declare(kind string, ident *ast.Ident, of string) {
	if ident.Name != "_" {
		r.file.Declarations = append(r.file.Declarations, r.declaration(kind, of+ident.Name, ident))
	}
}

var versionSuffix = regexp.MustCompile(`^v[0-9]+$`)

// importSpec takes the name of an import: the one that it is given, or else what the path's last element promises.
func (r *reader) importSpec(spec *ast.ImportSpec) {
	importPath := strings.Trim(spec.Path.Value, "\"`")
	dir, name := path.Split(importPath)
	if versionSuffix.MatchString(name) && dir != "" {
		name = path.Base(dir)
	}
	name, _, _ = strings.Cut(name, ".v")
	if spec.Name != nil {
		name = spec.Name.Name
	}
	if name != "_" && name != "." {
		r.file.imports = append(r.file.imports, r.declaration("import", name, spec))
	}
}

func (r *reader) decl(decl ast.Decl) {
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		if decl.Recv != nil {
			r.declare("method", decl.Name, receiver(decl)+".")
		} else if decl.Name.Name != "init" {
			r.declare("func", decl.Name, "")
		}
	case *ast.GenDecl:
		for _, spec := range decl.Specs {
			r.spec(decl.Tok.String(), spec)
		}
	}
}

// receiver returns the name of the type that has a method.
func receiver(method *ast.FuncDecl) string {
	name := ""
	ast.Inspect(method.Recv.List[0].Type, func(n ast.Node) bool {
		if ident, ok := n.(*ast.Ident); ok && name == "" { // type parameters follow
			name = ident.Name
		}
		return name == ""
	})
	return name
}

func (r *reader) spec(kind string, spec ast.Spec) {
	switch spec := spec.(type) {
	case *ast.ValueSpec:
		for _, name := range spec.Names {
			r.declare(kind, name, "")
		}
	case *ast.TypeSpec:
		r.declare(kind, spec.Name, "")
		if structure, ok := spec.Type.(*ast.StructType); ok {
			for _, field := range structure.Fields.List {
				for _, name := range field.Names {
					r.declare("field", name, spec.Name.Name+".")
				}
			}
		}
	}
}

// usesPredeclared takes the predeclared identifiers that stand in the file: what they mean there is not what they mean in a
// package that declares them itself.
func (r *reader) usesPredeclared(syntax *ast.File) {
	seen := map[string]bool{}
	ast.Inspect(syntax, func(n ast.Node) bool {
		if ident, ok := n.(*ast.Ident); ok && types.Universe.Lookup(ident.Name) != nil && !seen[ident.Name] {
			seen[ident.Name] = true
			r.file.predeclared = append(r.file.predeclared, r.declaration("predeclared", ident.Name, ident))
		}
		return true
	})
}

// Conflicts returns what old declares or imports that cannot be in one package with what new does, an error each:
//
//	mine.go:12: func Parse is in the way of func Parse in parse.go
//
// Of a type that both declare, members are not said.
func Conflicts(old, new *File) []error {
	var errs []error
	meet := func(olds, news []Declaration) {
		names := map[string]Declaration{}
		for _, d := range news {
			names[d.Name] = d
		}
		for _, d := range olds {
			if owner, _, isMember := strings.Cut(d.Name, "."); isMember && old.DeclaresType(owner) && new.DeclaresType(owner) {
				continue
			}
			if in, ok := names[d.Name]; ok {
				errs = append(errs, fmt.Errorf("%s:%d: %s is in the way of %s in %s", old.Name, d.Line, d, in, new.Name))
			}
		}
	}
	meet(old.Declarations, new.Declarations)
	meet(old.imports, new.Declarations)
	meet(old.Declarations, new.imports)
	meet(old.Declarations, new.predeclared)
	return errs
}
