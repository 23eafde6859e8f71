package cli

import (
	"errors"
	"fmt"
	"go/token"

	"github.com/imapcodes/imapcodes/gen/internal/generate"
	"github.com/imapcodes/imapcodes/gen/internal/model"
	"github.com/imapcodes/imapcodes/gen/internal/output"
)

// outputChanges returns the changes that make the output, a directory or a file, hold the package,
// and those that --replace makes.
func outputChanges(env Env, m *model.Model, f generateFlags) ([]output.Change, error) {
	var err error
	options := f.options
	if options.Parts, err = generate.ParseParts(f.parts); err != nil {
		return nil, fmt.Errorf("--parts %w", err)
	}
	folder, file, err := output.Split(f.output)
	if err != nil {
		return nil, fmt.Errorf("--output %q: %w", f.output, err)
	}
	dir, err := output.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	if options.Package == "" {
		options.Package = dir.PackageName(env.Getenv("GOPACKAGE"))
		if !token.IsIdentifier(options.Package) {
			return nil, fmt.Errorf("--package is missing: the directory's name %q "+
				"is not a valid package name", options.Package)
		}
	}
	if err := checkNames(options); err != nil {
		return nil, err
	}
	var constants []output.Constant
	if f.replace {
		constants = dir.Constants(options.Package, options.Type)
	}
	names, err := nameCodes(m, f, constants)
	if err != nil {
		return nil, err
	}
	options.OneFile, options.Documented = file, dir.Documented(options.Package, file != "")
	files, err := generate.Package(m, options)
	if err != nil {
		return nil, err
	}
	changes, warnings, err := dir.Check(output.Package{
		Name: options.Package, Type: options.Type, Files: files, OneFile: file != "",
		Parts: generate.FileNames(), Replace: f.replace,
	})
	var notes []string
	for _, warning := range warnings {
		notes = append(notes, "warning: "+warning.Error())
	}
	report(env, notes)
	return append(names, changes...), err
}

// checkNames returns an error for each name that is not a Go identifier. Names that are not
// exported are rejected too: nothing in the package would use them, and linters would report that.
func checkNames(o generate.Options) error {
	var errs []error
	if !token.IsIdentifier(o.Package) || o.Package == "_" {
		errs = append(errs, fmt.Errorf("--package %q is not a valid package name", o.Package))
	}
	if !isExported(o.Type) {
		errs = append(errs, fmt.Errorf("--type %q is not an exported identifier", o.Type))
	}
	if o.Prefix != "" && !isExported(o.Prefix) {
		errs = append(errs, fmt.Errorf("--prefix %q cannot begin an exported identifier", o.Prefix))
	}
	return errors.Join(errs...)
}

func isExported(name string) bool { return token.IsIdentifier(name) && token.IsExported(name) }
