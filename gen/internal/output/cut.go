package output

import (
	"bytes"
	"go/ast"
	"go/format"
	"go/token"
	"slices"
	"strings"
)

// without returns the source of f without the specs and what is said about them. It is formatted if
// f is.
func (f *goFile) without(specs map[ast.Spec]bool) ([]byte, error) {
	var next []byte
	at := 0
	for _, cut := range f.cuts(specs) {
		next = append(next, f.source[at:cut[0]]...)
		at = cut[1]
		if bytes.HasSuffix(next, []byte("(\n")) || bytes.HasSuffix(next, []byte("\n\n")) {
			// There is nothing above the blank lines that follow.
			at = len(f.source) - len(bytes.TrimLeft(f.source[at:], "\n"))
		}
	}
	next = append(next, f.source[at:]...)
	if formatted, err := format.Source(f.source); err != nil || !bytes.Equal(formatted, f.source) {
		return next, err
	}
	return format.Source(next)
}

// cuts returns the offsets of the pieces of f's source that go with specs, in order.
func (f *goFile) cuts(specs map[ast.Spec]bool) (cuts [][2]int) {
	stays := func(spec ast.Spec) bool { return !specs[spec] }
	for _, decl := range f.syntax.Decls {
		decl, ok := decl.(*ast.GenDecl)
		if !ok {
			continue
		}
		if len(decl.Specs) > 0 && !slices.ContainsFunc(decl.Specs, stays) {
			end := decl.End()
			if !decl.Lparen.IsValid() {
				_, end = extent(decl.Specs[0])
			}
			cuts = append(cuts, f.cut(decl.Doc, decl.Pos(), end))
			continue
		}
		for i, spec := range decl.Specs {
			if stays(spec) {
				continue
			}
			doc, end := extent(spec)
			if slices.ContainsFunc(f.paragraph(decl.Specs[i:]), stays) && !isAbout(doc, spec) {
				doc = nil
			}
			cuts = append(cuts, f.cut(doc, spec.Pos(), end))
		}
	}
	return cuts
}

// extent returns the comment above a spec, and where the spec or the comment beside it ends.
func extent(spec ast.Spec) (doc *ast.CommentGroup, end token.Pos) {
	var beside *ast.CommentGroup
	switch spec := spec.(type) {
	case *ast.ValueSpec:
		doc, beside = spec.Doc, spec.Comment
	case *ast.TypeSpec:
		doc, beside = spec.Doc, spec.Comment
	}
	if beside != nil {
		return doc, beside.End()
	}
	return doc, spec.End()
}

// isAbout reports whether a comment begins with the name that a spec declares, as doc comments do.
func isAbout(doc *ast.CommentGroup, spec ast.Spec) bool {
	value, ok := spec.(*ast.ValueSpec)
	return ok && doc != nil && strings.HasPrefix(doc.Text(), value.Names[0].Name+" ")
}

// paragraph returns the first of specs and those that its comment may be about too: those that
// follow without a blank line and without a comment of their own.
func (f *goFile) paragraph(specs []ast.Spec) []ast.Spec {
	line := func(at token.Pos) int { return f.fset.Position(at).Line }
	n := 1
	for n < len(specs) && line(specs[n].Pos()) <= line(specs[n-1].End())+1 {
		if doc, _ := extent(specs[n]); doc != nil {
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
