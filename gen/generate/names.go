package generate

import (
	"errors"
	"fmt"
	"io/fs"
	"path"

	"github.com/imapcodes/imapcodes/gen"
	"github.com/imapcodes/imapcodes/gen/emit"
	"github.com/imapcodes/imapcodes/gen/scope"
)

// checkNames returns an error for each identifier that would be declared twice: by two codes, or by a code, the codes' type
// or the package itself.
func checkNames(in emit.Input, parts Parts) error {
	taken, err := engineNames(parts)
	if err != nil {
		return err
	}
	var errs []error
	declare := func(name, of string) {
		if first, ok := taken[name]; ok {
			errs = append(errs, fmt.Errorf("%s of %s is declared already, by %s", name, of, first))
			return
		}
		taken[name] = of
	}
	declare(in.Type, "the codes' type")
	for _, what := range []string{"Updated", "Hash"} {
		declare(in.RegistryConstant(what), "the registry's state")
	}
	for i, r := range in.Records {
		declare(in.Prefix+r.Name, r.Code)
		if parts == Parser && len(in.Shapes[i].Fields) > 0 {
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
	for _, s := range sources() {
		if s.emit != nil || s.part > parts {
			continue
		}
		data, err := fs.ReadFile(gen.EngineSource, path.Join("engine", s.name))
		if err != nil {
			return nil, err
		}
		file, err := scope.Parse(s.name, data)
		if err != nil {
			return nil, err
		}
		for _, d := range file.Declarations {
			names[d.Name] = "the package's own " + d.String()
		}
	}
	return names, nil
}
