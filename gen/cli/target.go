package cli

import (
	"errors"
	"fmt"
	"go/token"

	"github.com/imapcodes/imapcodes/gen/internal/generate"
	"github.com/imapcodes/imapcodes/gen/internal/model"
	"github.com/imapcodes/imapcodes/gen/internal/output"
)

// outputChanges returns the changes that make target, a directory or a file, hold the package.
func outputChanges(env Env, m *model.Model, options generate.Options, target, parts string) ([]output.Change, error) {
	var err error
	if options.Parts, err = generate.ParseParts(parts); err != nil {
		return nil, fmt.Errorf("--parts %w", err)
	}
	name, file, err := output.Split(target)
	if err != nil {
		return nil, fmt.Errorf("--output %q: %w", target, err)
	}
	dir, err := output.ReadDir(name)
	if err != nil {
		return nil, err
	}
	if options.Package == "" {
		options.Package = dir.PackageName(env.Getenv("GOPACKAGE"))
		if !token.IsIdentifier(options.Package) {
			return nil, fmt.Errorf("--package is missing: the directory's name %q is not a valid package name",
				options.Package)
		}
	}
	if err := checkNames(options); err != nil {
		return nil, err
	}
	options.OneFile, options.Documented = file, dir.Documented(options.Package, file != "")
	files, err := generate.Package(m, options)
	if err != nil {
		return nil, err
	}
	changes, warnings, err := dir.Check(output.Package{
		Name: options.Package, Type: options.Type, Files: files, OneFile: file != "", Parts: generate.FileNames(),
	})
	for _, warning := range warnings {
		fmt.Fprintf(env.Stderr, "imapcodes: warning: %v\n", warning)
	}
	return changes, err
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
