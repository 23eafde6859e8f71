package states

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// parseGo reads the constants of a generated codes.go, or of the one file of a package. The codes
// are those of the first type that has string constants.
func parseGo(name string, data []byte) (registry.State, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, data, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return registry.State{}, err
	}
	state := registry.State{Columns: registry.CodesOnly}
	codeType := ""
	var entries []registry.Entry
	for _, spec := range constants(file) {
		value := stringOf(spec)
		of, isTyped := spec.Type.(*ast.Ident)
		switch {
		case value == "":
		case isTyped && (codeType == "" || codeType == of.Name):
			codeType = of.Name
			r := registry.Record{Code: value, Status: statusOf(spec.Doc.Text())}
			place := fmt.Sprintf("%s:%d", name, fset.Position(spec.Pos()).Line)
			entries = append(entries, registry.Entry{Record: r, Place: place})
		case strings.HasSuffix(spec.Names[0].Name, "RegistryUpdated"):
			state.Updated = value
		case strings.HasSuffix(spec.Names[0].Name, "RegistryHash"):
			state.Hash = value
		}
	}
	if state.Hash == "" {
		return registry.State{}, fmt.Errorf("%s: no constant RegistryHash, so this is not "+
			"a generated codes.go; for a list written by hand use imapcodes audit", name)
	}
	return newState(name, state, entries)
}

// constants returns the declarations of constants with one name and one value in a file.
func constants(file *ast.File) []*ast.ValueSpec {
	var specs []*ast.ValueSpec
	for _, decl := range file.Decls {
		group, ok := decl.(*ast.GenDecl)
		if !ok || group.Tok != token.CONST {
			continue
		}
		for _, spec := range group.Specs {
			if s := spec.(*ast.ValueSpec); len(s.Names) == 1 && len(s.Values) == 1 {
				specs = append(specs, s)
			}
		}
	}
	return specs
}

// stringOf returns the value of a constant that is a string literal, or "".
func stringOf(spec *ast.ValueSpec) string {
	literal, ok := spec.Values[0].(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		return ""
	}
	value, _ := strconv.Unquote(literal.Value) // the parser has checked it
	return value
}

// statusOf returns the status of a code from the comment of its constant, where generate says that
// a code is not in the registry. A code with any other status is in it.
func statusOf(comment string) registry.Status {
	comment = strings.Join(strings.Fields(comment), " ")
	switch {
	case strings.HasSuffix(comment, registry.NotRegistered):
		return registry.Unregistered
	case strings.HasSuffix(comment, registry.Record{Status: registry.Removed}.Deprecation()):
		return registry.Removed
	}
	return registry.Registered
}
