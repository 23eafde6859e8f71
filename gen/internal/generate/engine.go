package generate

import (
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/gen/internal"
)

// engineDir is the directory of package engine in the repository.
const engineDir = "gen/internal/engine/"

// engineHead returns what a copy of a file of package engine begins with.
func (b builder) engineHead(name string) string { return b.head(engineDir+name, false) }

// copyEngine returns a file of package engine as a file of the package.
func (b builder) copyEngine(name string) ([]byte, error) {
	data, err := fs.ReadFile(internal.EngineSource, path.Join("engine", name))
	if err != nil {
		return nil, err
	}
	renamed, err := b.rename(name, data)
	if err != nil {
		return nil, err
	}
	return append([]byte(b.engineHead(name)), renamed...), nil
}

// packageComment returns doc.go, the file with the package comment: that of package engine if all
// parts are generated.
func (b builder) packageComment() ([]byte, error) {
	format := codesComment
	switch b.options.Parts {
	case Metadata:
		format = metadataComment
	case Parser:
		return b.copyEngine(DocName)
	}
	return fmt.Appendf([]byte(b.head("gen/internal/generate", false)), format, b.options.Package), nil
}

// What follows the head of the files with the package comments of a part of the package: formats for
// the package's name.
const (
	codesComment = `// Package %s names the response codes of IMAP (RFC 9051 section 7.1): it has a constant for each
// code of the IANA registry "IMAP Response Codes".
package %[1]s
`
	metadataComment = `// Package %s describes the response codes of IMAP (RFC 9051 section 7.1).
//
// There is a constant for each code of the IANA registry "IMAP Response Codes". Lookup finds a code
// by its name, All yields all codes, and the method Info of a code returns what the registry and
// the RFCs say about it.
//
// The package runs nothing when a program starts, and imports only the standard library. It needs
// no more than Go 1.18; its iterators are functions that newer versions of Go can range over.
package %[1]s
`
)

// An edit replaces bytes of a source file.
type edit struct {
	at, size int
	text     string
}

// rename returns a file of package engine with the names of the options: its package clause and
// package comment, the type Code wherever it is meant, and in comments the names of constants too.
// Fields named Code stay, and so do the names that engine declares itself.
func (b builder) rename(name string, source []byte) ([]byte, error) {
	fset := token.NewFileSet()
	mode := parser.ParseComments | parser.SkipObjectResolution
	file, err := parser.ParseFile(fset, engineDir+name, source, mode)
	if err != nil {
		return nil, err
	}
	var edits []edit
	replace := func(at token.Pos, old, text string) {
		edits = append(edits, edit{fset.Position(at).Offset, len(old), text})
	}
	replace(file.Name.Pos(), file.Name.Name, b.options.Package)
	for _, ident := range typeIdents(file) {
		replace(ident.Pos(), ident.Name, b.options.Type)
	}
	for _, group := range file.Comments {
		for _, comment := range group.List {
			replace(comment.Pos(), comment.Text, b.renameComment(comment.Text))
		}
	}
	out, err := format.Source(apply(source, edits)) // names of another length move what is aligned
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return out, nil
}

// typeIdents returns the identifiers that refer to the type Code: all those named Code except field
// names, where those are declared, selected or set.
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

// codeWord matches the name of the type or of a constant, and what is before it: a field's name is
// after a dot.
var codeWord = regexp.MustCompile(`(^|[^.\w])(Code(?:[A-Z]\w*)?)\b`)

// renameComment replaces the type's name and those of constants in a comment.
func (b builder) renameComment(text string) string {
	text = codeWord.ReplaceAllStringFunc(text, func(s string) string {
		m := codeWord.FindStringSubmatch(s)
		before, word := m[1], m[2]
		switch {
		case word == "Code":
			return before + b.options.Type
		case b.engine[word] != "":
			return s
		}
		return before + b.options.Prefix + strings.TrimPrefix(word, "Code")
	})
	return strings.Replace(text, "// Package engine ", "// Package "+b.options.Package+" ", 1)
}

// apply returns source with the edits, which do not overlap.
func apply(source []byte, edits []edit) []byte {
	slices.SortFunc(edits, func(a, b edit) int { return a.at - b.at })
	var out []byte
	at := 0
	for _, e := range edits {
		out = append(append(out, source[at:e.at]...), e.text...)
		at = e.at + e.size
	}
	return append(out, source[at:]...)
}
