package generate

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strings"
)

// An edit replaces octets of a source.
type edit struct {
	at, size int
	text     string
}

// rename returns a file of package engine with the names of the options: its package clause and package comment, the type Code
// wherever it is meant, and in comments the names of constants too. Fields that are named Code stay, as do the names that
// engine declares itself: CodeMalformed.
func (s shape) rename(name string, source []byte) ([]byte, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var edits []edit
	replace := func(at token.Pos, old, text string) {
		edits = append(edits, edit{fset.Position(at).Offset, len(old), text})
	}
	replace(file.Name.Pos(), file.Name.Name, s.options.Package)
	for _, ident := range typeIdents(file) {
		replace(ident.Pos(), ident.Name, s.options.Type)
	}
	for _, group := range file.Comments {
		for _, comment := range group.List {
			replace(comment.Pos(), comment.Text, s.renameComment(comment.Text))
		}
	}
	out, err := format.Source(apply(source, edits)) // names of another length move what is aligned
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return out, nil
}

// typeIdents returns where a file of package engine means its type Code: wherever the identifier stands, but as the name of
// a field, where that is declared, selected or set.
func typeIdents(file *ast.File) []*ast.Ident {
	var idents []*ast.Ident
	fields := map[ast.Node]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			fields[n.Sel] = true
		case *ast.KeyValueExpr:
			fields[n.Key] = true
		case *ast.Field:
			for _, name := range n.Names {
				fields[name] = true
			}
		case *ast.Ident:
			if n.Name == "Code" && !fields[n] {
				idents = append(idents, n)
			}
		}
		return true
	})
	return idents
}

var codeWord = regexp.MustCompile(`\bCode(?:[A-Z]\w*)?\b`)

// renameComment replaces the type's name and those of constants in a comment.
func (s shape) renameComment(text string) string {
	text = codeWord.ReplaceAllStringFunc(text, func(word string) string {
		switch {
		case word == "Code":
			return s.options.Type
		case s.own[word] != "":
			return word
		}
		return s.options.Prefix + strings.TrimPrefix(word, "Code")
	})
	return strings.Replace(text, "// Package engine ", "// Package "+s.options.Package+" ", 1)
}

// apply returns source with the edits, which do not overlap.
func apply(source []byte, edits []edit) []byte {
	slices.SortFunc(edits, func(a, b edit) int { return a.at - b.at })
	var b bytes.Buffer
	at := 0
	for _, e := range edits {
		b.Write(source[at:e.at])
		b.WriteString(e.text)
		at = e.at + e.size
	}
	b.Write(source[at:])
	return b.Bytes()
}
