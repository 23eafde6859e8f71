package generate

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"

	"github.com/imapcodes/imapcodes/gen/internal"
	"github.com/imapcodes/imapcodes/gen/internal/output"
)

// checkNames returns an error for each duplicate identifier: of two codes, or of a code, the codes'
// type or the package itself.
func (b builder) checkNames() error {
	taken := maps.Clone(b.engine)
	var errs []error
	declare := func(name, of string) {
		if first, ok := taken[name]; ok {
			errs = append(errs, fmt.Errorf("%s of %s is already declared by %s", name, of, first))
			return
		}
		taken[name] = of
	}
	declare(b.options.Type, "the codes' type")
	for _, what := range []string{"Updated", "Hash"} {
		declare(b.options.RegistryConstant(what), "the registry's state")
	}
	for _, c := range b.Codes {
		declare(b.options.Prefix+c.Name, c.Code)
		if b.options.Parts == Parser && len(c.Shape.Fields) > 0 {
			declare(c.Name+"Args", c.Code)
			declare(c.Name+"Args.String", "the method of all arguments")
			for _, field := range c.Shape.Fields {
				declare(c.Name+"Args."+field.Name, c.Code)
				for _, word := range field.Keywords {
					declare(keywordName(c, word), c.Code)
				}
			}
			declare("Response."+c.Name, c.Code)
		}
	}
	return errors.Join(errs...)
}

// engineNames returns what the files of package engine that belong to parts declare, and how:
// "Parse" as "the package's own func Parse".
func engineNames(parts Parts) (map[string]string, error) {
	names := map[string]string{}
	for _, p := range packageFiles() {
		if p.emit != nil || p.of > parts {
			continue
		}
		data, err := fs.ReadFile(internal.EngineSource, path.Join("engine", p.name))
		if err != nil {
			return nil, err
		}
		declarations, err := output.Declarations(engineDir+p.name, data)
		if err != nil {
			return nil, err
		}
		for _, d := range declarations {
			names[d.Name] = "the package's own " + d.String()
		}
	}
	return names, nil
}
