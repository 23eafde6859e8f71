package output

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// A Constant is a constant of the codes' type whose value is a string literal.
type Constant struct {
	Name, Value string
	Line        int
}

// Constants returns the constants of the named type that people wrote in the files of a package.
func (d *Dir) Constants(packageName, typeName string) []Constant {
	var list []Constant
	for _, f := range d.files {
		if f.isEditable() && f.packageName == packageName {
			list = append(list, f.constants(typeName)...)
		}
	}
	return list
}

// isEditable reports whether Check may remove from f what is generated now: whether people wrote f,
// and the go command builds it here, and not only for tests.
func (f *goFile) isEditable() bool {
	return f.err == nil && f.built && !f.isTest() && !ast.IsGenerated(f.syntax)
}

// constants returns the constants of the named type in f, in the form
//
//	CodeAlert Code = "ALERT"
//	CodeAlert      = Code("ALERT")
func (f *goFile) constants(typeName string) []Constant {
	var list []Constant
	for _, decl := range f.syntax.Decls {
		if decl, ok := decl.(*ast.GenDecl); ok && decl.Tok == token.CONST {
			for _, spec := range decl.Specs {
				list = append(list, f.specConstants(spec.(*ast.ValueSpec), typeName)...)
			}
		}
	}
	return list
}

func (f *goFile) specConstants(spec *ast.ValueSpec, typeName string) []Constant {
	isType := func(x ast.Expr) bool {
		ident, ok := x.(*ast.Ident)
		return ok && ident.Name == typeName
	}
	var list []Constant
	for i, value := range spec.Values {
		typed := isType(spec.Type)
		if call, ok := value.(*ast.CallExpr); ok && isType(call.Fun) && len(call.Args) == 1 {
			typed, value = typed || spec.Type == nil, call.Args[0]
		}
		literal, ok := value.(*ast.BasicLit)
		if ok && typed && literal.Kind == token.STRING && i < len(spec.Names) {
			text, _ := strconv.Unquote(literal.Value)
			name := spec.Names[i]
			list = append(list, Constant{name.Name, text, f.fset.Position(name.Pos()).Line})
		}
	}
	return list
}

// A list has the constants of the codes' type in generated files.
type list struct {
	typeName string
	values   map[string]string // of the constants, by name
	names    map[string]string // of the constants, by value
	file     string            // that has them
}

// newList returns the list of files, which are generated.
func newList(typeName string, files []*goFile) list {
	l := list{typeName, map[string]string{}, map[string]string{}, ""}
	for _, f := range files {
		for _, c := range f.constants(typeName) {
			l.values[c.Name], l.names[c.Value], l.file = c.Value, c.Name, f.name
		}
	}
	return l
}

// lacks reports whether the list has no constant with the name and value of c.
func (l list) lacks(c Constant) bool {
	value, ok := l.values[c.Name]
	return !ok || value != c.Value
}

// same returns the declarations in f that the list has too, with the same type and value.
func (l list) same(f *goFile) map[ast.Spec]bool {
	specs := map[ast.Spec]bool{}
	if !f.isEditable() {
		return specs
	}
	for _, decl := range f.syntax.Decls {
		decl, ok := decl.(*ast.GenDecl)
		if !ok || dependsOnOrder(decl) {
			continue
		}
		for _, spec := range decl.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				of, ok := spec.Type.(*ast.Ident)
				isString := ok && of.Name == "string" && !spec.Assign.IsValid()
				if isString && spec.Name.Name == l.typeName {
					specs[spec] = true
				}
			case *ast.ValueSpec:
				constants := slices.DeleteFunc(f.specConstants(spec, l.typeName), l.lacks)
				if decl.Tok == token.CONST && len(constants) == len(spec.Names) {
					specs[spec] = true
				}
			}
		}
	}
	return specs
}

// dependsOnOrder reports whether a constant in decl depends on those before it: whether it repeats
// an expression or uses iota.
func dependsOnOrder(decl *ast.GenDecl) bool {
	depends := false
	ast.Inspect(decl, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ValueSpec:
			depends = depends || decl.Tok == token.CONST && len(n.Values) == 0
		case *ast.Ident:
			depends = depends || n.Name == "iota"
		}
		return true
	})
	return depends
}

// describe returns what names are in words: "type Code and 26 constants".
func (l list) describe(names []string) string {
	var words []string
	constants := len(names)
	if slices.Contains(names, l.typeName) {
		words = append(words, "type "+l.typeName)
		constants--
	}
	if constants == 1 {
		words = append(words, "a constant")
	} else if constants > 1 {
		words = append(words, fmt.Sprint(constants, " constants"))
	}
	return strings.Join(words, " and ")
}

// differing returns an error for each constant in f that has another value in the list, and takes
// it out of what f declares.
func (l list) differing(f *goFile) []error {
	var errs []error
	for _, c := range f.constants(l.typeName) {
		if value, ok := l.values[c.Name]; ok && value != c.Value {
			f.forget(c.Name)
			errs = append(errs, fmt.Errorf("%s:%d: %s is %q here, but %q in %s",
				f.name, c.Line, c.Name, c.Value, value, l.file))
		}
	}
	return errs
}

// forget takes names out of what f declares.
func (f *goFile) forget(names ...string) {
	isNamed := func(d Declaration) bool { return slices.Contains(names, d.Name) }
	f.declared = slices.DeleteFunc(f.declared, isNamed)
}

// replaced returns the change that removes from f what the list has too, if any, and takes that out
// of f's source and declarations.
func (l list) replaced(f *goFile) ([]Change, error) {
	specs := l.same(f)
	if len(specs) == 0 {
		return nil, nil
	}
	var names []string
	for spec := range specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			names = append(names, spec.Name.Name)
		case *ast.ValueSpec:
			for _, name := range spec.Names {
				names = append(names, name.Name)
			}
		}
	}
	f.forget(names...)
	next, err := f.without(specs)
	f.source = next
	return []Change{{Name: f.name, Data: next, Cut: l.describe(names)}}, err
}

// kept returns a note for each constant of the codes' type that stays in f.
func (l list) kept(f *goFile) []error {
	if !f.isEditable() {
		return nil
	}
	var notes []error
	for _, c := range f.constants(l.typeName) {
		if !l.lacks(c) {
			continue
		}
		why := fmt.Sprintf("%q is not a generated code", c.Value)
		if name := l.names[c.Value]; name != "" {
			why = fmt.Sprintf("%s is generated for %q (see --names)", name, c.Value)
		}
		notes = append(notes, fmt.Errorf("%s:%d: %s stays: %s", f.name, c.Line, c.Name, why))
	}
	return notes
}
