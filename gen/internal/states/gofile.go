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
	const mode = parser.ParseComments | parser.SkipObjectResolution
	file, err := parser.ParseFile(fset, name, data, mode)
	if err != nil {
		return registry.State{}, err
	}
	state := registry.State{Columns: registry.CodesOnly}
	var codeType string
	var entries []registry.Entry
	ast.Inspect(file, func(n ast.Node) bool {
		spec, value := stringConstant(n)
		if value == "" {
			return true
		}
		of, isTyped := spec.Type.(*ast.Ident)
		switch {
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
		return false
	})
	if state.Hash == "" {
		return registry.State{}, fmt.Errorf("%s: no constant RegistryHash, so this is not "+
			"a generated codes.go; for a list written by hand use imapcodes audit", name)
	}
	return newState(name, state, entries)
}

// stringConstant returns the declaration of a constant whose value is a string literal, and the
// value, or "" if n is not one.
func stringConstant(n ast.Node) (spec *ast.ValueSpec, value string) {
	spec, ok := n.(*ast.ValueSpec)
	if !ok || len(spec.Values) != 1 {
		return nil, ""
	}
	literal, ok := spec.Values[0].(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		return nil, ""
	}
	value, _ = strconv.Unquote(literal.Value) // the parser has checked it
	return spec, value
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
