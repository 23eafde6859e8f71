package output

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
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
				ident, ok := spec.Type.(*ast.Ident)
				if ok && spec.Name.Name == l.typeName && ident.Name == "string" && !spec.Assign.IsValid() {
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

// describe returns what specs declare: "type Code and 26 constants".
func (l list) describe(specs map[ast.Spec]bool) string {
	constants, hasType := 0, false
	for spec := range specs {
		if spec, ok := spec.(*ast.ValueSpec); ok {
			constants += len(spec.Names)
		} else {
			hasType = true
		}
	}
	var words []string
	if hasType {
		words = append(words, "type "+l.typeName)
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
	for spec := range specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			f.forget(spec.Name.Name)
		case *ast.ValueSpec:
			for _, name := range spec.Names {
				f.forget(name.Name)
			}
		}
	}
	next, err := f.without(specs)
	f.source = next
	return []Change{{Name: f.name, Data: next, Removed: l.describe(specs)}}, err
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

// without returns the source of f without the specs and what is said about them. It is formatted if
// f is.
func (f *goFile) without(specs map[ast.Spec]bool) ([]byte, error) {
	var cuts [][2]int
	for _, decl := range f.syntax.Decls {
		decl, ok := decl.(*ast.GenDecl)
		if !ok {
			continue
		}
		stays := func(spec ast.Spec) bool { return !specs[spec] }
		if !slices.ContainsFunc(decl.Specs, stays) && len(decl.Specs) > 0 {
			end := decl.End()
			if _, comment := comments(decl.Specs[0]); !decl.Lparen.IsValid() && comment != nil {
				end = comment.End()
			}
			cuts = append(cuts, f.cut(decl.Doc, decl.Pos(), end))
			continue
		}
		for i, spec := range decl.Specs {
			if stays(spec) {
				continue
			}
			doc, comment := comments(spec)
			if slices.ContainsFunc(f.paragraph(decl.Specs[i:]), stays) {
				doc = nil
			}
			end := spec.End()
			if comment != nil {
				end = comment.End()
			}
			cuts = append(cuts, f.cut(doc, spec.Pos(), end))
		}
	}
	var next []byte
	at := 0
	for _, cut := range cuts {
		next = append(next, f.source[at:cut[0]]...)
		at = cut[1]
		if bytes.HasSuffix(next, []byte("(\n")) || bytes.HasSuffix(next, []byte("\n\n")) {
			at = len(f.source) - len(bytes.TrimLeft(f.source[at:], "\n")) // blank lines with nothing above
		}
	}
	next = append(next, f.source[at:]...)
	if formatted, err := format.Source(f.source); err != nil || !bytes.Equal(formatted, f.source) {
		return next, err
	}
	return format.Source(next)
}

// comments returns the comments above and beside a spec.
func comments(spec ast.Spec) (doc, comment *ast.CommentGroup) {
	switch spec := spec.(type) {
	case *ast.ValueSpec:
		return spec.Doc, spec.Comment
	case *ast.TypeSpec:
		return spec.Doc, spec.Comment
	}
	return nil, nil
}

// paragraph returns the first of specs and those that its comment may be about too: those that
// follow without a blank line and without a comment of their own.
func (f *goFile) paragraph(specs []ast.Spec) []ast.Spec {
	line := func(at token.Pos) int { return f.fset.Position(at).Line }
	n := 1
	for n < len(specs) && line(specs[n].Pos()) <= line(specs[n-1].End())+1 {
		if doc, _ := comments(specs[n]); doc != nil {
			break
		}
		n++
	}
	return specs[:n]
}

// cut returns the offsets of the source from doc, or from begin if doc is nil, to end. They include
// the line if nothing else is on it. Directives in doc, such as //go:generate, and what is above
// them stay.
func (f *goFile) cut(doc *ast.CommentGroup, begin, end token.Pos) [2]int {
	if doc != nil {
		for i := len(doc.List) - 1; i >= 0 && !strings.HasPrefix(doc.List[i].Text, "//go:"); i-- {
			begin = doc.List[i].Pos()
		}
	}
	from, to := f.fset.Position(begin).Offset, f.fset.Position(end).Offset
	before := bytes.TrimRight(f.source[:from], " \t")
	after := bytes.TrimLeft(f.source[to:], " \t;\r")
	isLine := len(before) == 0 || before[len(before)-1] == '\n'
	if isLine && len(after) > 0 && after[0] == '\n' {
		return [2]int{len(before), len(f.source) - len(after) + 1}
	}
	return [2]int{from, len(f.source) - len(after)}
}
