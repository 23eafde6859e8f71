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

// checkNames returns an error for each identifier that would be declared twice: by two codes, or by a code, the codes' type
// or the package itself.
func (s shape) checkNames() error {
	taken := maps.Clone(s.own)
	var errs []error
	declare := func(name, of string) {
		if first, ok := taken[name]; ok {
			errs = append(errs, fmt.Errorf("%s of %s is declared already, by %s", name, of, first))
			return
		}
		taken[name] = of
	}
	declare(s.in.Type, "the codes' type")
	for _, what := range []string{"Updated", "Hash"} {
		declare(s.in.RegistryConstant(what), "the registry's state")
	}
	for i, r := range s.in.Records {
		declare(s.in.Prefix+r.Name, r.Code)
		if s.options.Parts == Parser && len(s.in.Shapes[i].Fields) > 0 {
			declare(r.Name+"Args", r.Code)
			declare("Response."+r.Name, r.Code)
		}
	}
	return errors.Join(errs...)
}

// engineNames returns what the files of package engine that belong to parts declare, and how: "Parse" as "the package's own
// func Parse".
func engineNames(parts Parts) (map[string]string, error) {
	names := map[string]string{}
	for _, source := range sources() {
		if source.emit != nil || source.part > parts {
			continue
		}
		data, err := fs.ReadFile(internal.EngineSource, path.Join("engine", source.name))
		if err != nil {
			return nil, err
		}
		declarations, err := output.Declarations(source.name, data)
		if err != nil {
			return nil, err
		}
		for _, d := range declarations {
			names[d.Name] = "the package's own " + d.String()
		}
	}
	return names, nil
}
