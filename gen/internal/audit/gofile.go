package audit

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strconv"
)

// goLists returns the lists in a Go file: the constants of a group, or all that are declared one by
// one; the keys of a composite literal, its elements, or each field of these; the cases of a switch;
// and the arguments of a call. Any other string is a list of its own.
func goLists(file File) ([]list, error) {
	fset := token.NewFileSet()
	tree, err := parser.ParseFile(fset, file.Name, file.Data, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	s := &goScanner{fset: fset, names: map[int][]string{}, seen: map[*ast.BasicLit]bool{}}
	ast.Inspect(tree, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			s.names[s.line(id)] = append(s.names[s.line(id)], id.Name)
		}
		return true
	})
	ast.Inspect(tree, s.visit)
	return append(s.lists, s.constants), nil
}

// isGo reports whether data begins like a Go file.
func isGo(data []byte) bool {
	_, err := parser.ParseFile(token.NewFileSet(), "", data, parser.PackageClauseOnly)
	return err == nil
}

// A goScanner collects the lists of a file.
type goScanner struct {
	fset      *token.FileSet
	names     map[int][]string       // the identifiers in each line
	seen      map[*ast.BasicLit]bool // the strings that are in a list
	lists     []list
	constants list // those that are declared one by one
}

func (s *goScanner) line(n ast.Node) int { return s.fset.Position(n.Pos()).Line }

func (s *goScanner) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.ImportSpec:
		return false
	case *ast.Field:
		if n.Tag != nil {
			s.seen[n.Tag] = true
		}
	case *ast.GenDecl:
		s.declaration(n)
	case *ast.CompositeLit:
		s.composite(n)
	case *ast.SwitchStmt:
		var cases []ast.Expr
		for _, clause := range n.Body.List {
			cases = append(cases, clause.(*ast.CaseClause).List...)
		}
		s.add(cases...)
	case *ast.CallExpr:
		s.add(n.Args...)
	case *ast.BasicLit:
		s.add(n)
	}
	return true
}

// add adds a list with expressions.
func (s *goScanner) add(exprs ...ast.Expr) {
	var l list
	for _, e := range exprs {
		l = append(l, s.mentions(e)...)
	}
	if len(l) > 0 {
		s.lists = append(s.lists, l)
	}
}

// mentions returns what may be a code in an expression: a string or an identifier. The words of a
// longer string become a list.
func (s *goScanner) mentions(e ast.Expr) list {
	if text, ok := stringOf(e); ok {
		if s.isSeen(e) {
			return nil
		}
		single, words := mentions(s.line(e), text)
		if len(words) > 0 {
			s.lists = append(s.lists, words)
		}
		for i := range single {
			single[i].names = s.names[s.line(e)]
		}
		return single
	}
	switch e := e.(type) {
	case *ast.Ident:
		return list{{line: s.line(e), names: []string{e.Name}}}
	case *ast.SelectorExpr:
		return list{{line: s.line(e), names: []string{e.Sel.Name}}}
	}
	return nil
}

// isSeen reports whether the literals of a string are in a list already. From now on, they are.
func (s *goScanner) isSeen(e ast.Expr) bool {
	seen := false
	ast.Inspect(e, func(n ast.Node) bool {
		if literal, ok := n.(*ast.BasicLit); ok {
			seen = seen || s.seen[literal]
			s.seen[literal] = true
		}
		return true
	})
	return seen
}

// stringOf returns the value of a string that is written as literals, perhaps converted to another
// type.
func stringOf(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind != token.STRING {
			return "", false
		}
		text, err := strconv.Unquote(e.Value)
		return text, err == nil
	case *ast.BinaryExpr:
		left, ok1 := stringOf(e.X)
		right, ok2 := stringOf(e.Y)
		return left + right, ok1 && ok2 && e.Op == token.ADD
	case *ast.CallExpr:
		if len(e.Args) == 1 {
			return stringOf(e.Args[0])
		}
	}
	return "", false
}

// declaration adds the constants of a declaration, and variables with strings.
func (s *goScanner) declaration(decl *ast.GenDecl) {
	var l list
	for _, spec := range decl.Specs {
		spec, ok := spec.(*ast.ValueSpec)
		if !ok {
			continue
		}
		for i, name := range spec.Names {
			var value list
			if i < len(spec.Values) {
				value = s.mentions(spec.Values[i])
			}
			switch {
			case len(value) > 0 && value[0].value != "":
				l = append(l, value...)
			case decl.Tok == token.CONST:
				l = append(l, mention{line: s.line(name), names: []string{name.Name}})
			}
		}
	}
	if decl.Lparen.IsValid() {
		s.lists = append(s.lists, l)
	} else {
		s.constants = append(s.constants, l...)
	}
}

// composite adds the columns of a composite literal: those of a table, if its elements are
// composite literals too.
func (s *goScanner) composite(lit *ast.CompositeLit) {
	columns := map[string][]ast.Expr{}
	for _, e := range lit.Elts {
		fill(columns, "", e)
	}
	for _, column := range slices.Sorted(maps.Keys(columns)) {
		s.add(columns[column]...)
	}
}

// fill adds the parts of e to columns. The names of these say where a part is in an element of the
// table: ".0" is what comes first, ".Code.value" is the value of the field Code.
func fill(columns map[string][]ast.Expr, column string, e ast.Expr) {
	switch e := e.(type) {
	case *ast.KeyValueExpr:
		fill(columns, column+".key", e.Key)
		if key, ok := e.Key.(*ast.Ident); ok && column != "" {
			column += "." + key.Name
		}
		fill(columns, column+".value", e.Value)
	case *ast.UnaryExpr:
		fill(columns, column, e.X)
	case *ast.CompositeLit:
		for i, element := range e.Elts {
			place := strconv.Itoa(i)
			if _, isKeyed := element.(*ast.KeyValueExpr); isKeyed {
				place = ""
			}
			fill(columns, column+"."+place, element)
		}
	default:
		columns[column] = append(columns[column], e)
	}
}
