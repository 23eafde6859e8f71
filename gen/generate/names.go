package generate

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"

	"github.com/imapcodes/imapcodes/gen"
	"github.com/imapcodes/imapcodes/gen/emit"
)

// checkNames returns an error for each identifier that would be declared twice: by two codes, or by a code and the engine.
func checkNames(in emit.Input) error {
	taken, err := engineNames()
	if err != nil {
		return err
	}
	for _, name := range []string{"RegistryUpdated", "RegistryHash"} {
		taken[name] = "the registry's state"
	}
	var errs []error
	declare := func(name, code string) {
		if first, ok := taken[name]; ok {
			errs = append(errs, fmt.Errorf("%s of %s is declared already, by %s", name, code, first))
			return
		}
		taken[name] = code
	}
	for i, r := range in.Records {
		declare(in.Prefix+r.Name, r.Code)
		if len(in.Shapes[i].Fields) > 0 {
			declare(r.Name+"Args", r.Code)
			declare("Response."+r.Name, r.Code)
		}
	}
	return errors.Join(errs...)
}

// engineNames returns what package engine declares: "Parse", "Response.Tag".
func engineNames() (map[string]string, error) {
	files, err := fs.Glob(gen.EngineSource, "engine/*.go")
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, name := range files {
		source, err := fs.ReadFile(gen.EngineSource, name)
		if err != nil {
			return nil, err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		for _, declared := range declarationNames(file) {
			names[declared] = "the package itself"
		}
	}
	return names, nil
}

// declarationNames returns what a file declares at its top level, and the fields and methods of Response.
func declarationNames(file *ast.File) []string {
	var names []string
	for _, decl := range file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			if decl.Recv == nil {
				names = append(names, decl.Name.Name)
			} else if star, ok := decl.Recv.List[0].Type.(*ast.StarExpr); ok && fmt.Sprint(star.X) == "Response" {
				names = append(names, "Response."+decl.Name.Name)
			}
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				names = append(names, specNames(spec)...)
			}
		}
	}
	return names
}

func specNames(spec ast.Spec) []string {
	var names []string
	switch spec := spec.(type) {
	case *ast.ValueSpec:
		for _, name := range spec.Names {
			names = append(names, name.Name)
		}
	case *ast.TypeSpec:
		names = append(names, spec.Name.Name)
		if response, ok := spec.Type.(*ast.StructType); ok && spec.Name.Name == "Response" {
			for _, field := range response.Fields.List {
				for _, name := range field.Names {
					names = append(names, "Response."+name.Name)
				}
			}
		}
	}
	return names
}
