package output

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"go/token"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// An importSpec is an import without a name of its own. It declares the name of a package in its
// file, or all that the package exports if isDot is set.
type importSpec struct {
	path  string
	line  int
	isDot bool
}

// needsList reports whether the path does not say what the import declares. In the standard
// library, and only there, the first element has no dot and a path ends in the package's name.
func (i importSpec) needsList() bool {
	first, _, _ := strings.Cut(i.path, "/")
	return i.isDot || strings.Contains(first, ".")
}

// resolveImports adds what their imports declare to files, which are in dir. A warning is an import
// that cannot be loaded without the network.
func resolveImports(dir string, files []*goFile) (warnings []error) {
	var paths []string
	for _, f := range files {
		for _, i := range f.imports {
			if i.needsList() {
				paths = append(paths, i.path)
			}
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	packages := listPackages(ctx, dir, paths)
	for _, f := range files {
		for _, i := range f.imports {
			p := packages[i.path]
			switch {
			case !i.isDot:
				name := cmp.Or(p.Name, baseName(i.path))
				f.imported = append(f.imported, Declaration{"import", name, i.line})
			case p.Name == "":
				const format = "%s:%d: import . %q cannot be loaded; not checked for conflicts"
				warnings = append(warnings, fmt.Errorf(format, f.name, i.line, i.path))
			default:
				f.imported = append(f.imported, p.exported(i)...)
			}
		}
	}
	return warnings
}

// A listedPackage is what go list prints of a package.
type listedPackage struct {
	ImportPath, Name, Dir string
	GoFiles               []string
}

// exported returns what the package exports, as declarations of an import.
func (p listedPackage) exported(i importSpec) []Declaration {
	what := fmt.Sprintf("import . %q: ", i.path)
	var list []Declaration
	for _, base := range p.GoFiles {
		source, _ := read(filepath.Join(p.Dir, base), MaxSize)
		for _, d := range parse(base, source).declared {
			if token.IsExported(d.Name) && !strings.Contains(d.Name, ".") {
				list = append(list, Declaration{what + d.Kind, d.Name, i.line})
			}
		}
	}
	return list
}

// listPackages returns the packages with these paths as far as the go command, run in dir, finds
// them on this machine before ctx is done: a go.mod that is a pipe would make it wait forever.
func listPackages(ctx context.Context, dir string, paths []string) map[string]listedPackage {
	if len(paths) == 0 {
		return nil
	}
	args := []string{"list", "-e", "-find", "-json=ImportPath,Name,Dir,GoFiles", "--"}
	list := exec.CommandContext(ctx, "go", append(args, paths...)...)
	list.Dir = dir
	list.Env = append(os.Environ(), "GOFLAGS=", "GOPROXY=off", "GOTOOLCHAIN=local")
	text, _ := list.Output() // without it, the paths say enough
	packages := map[string]listedPackage{}
	for d := json.NewDecoder(bytes.NewReader(text)); ; {
		var p listedPackage
		if d.Decode(&p) != nil {
			return packages
		}
		packages[p.ImportPath] = p
	}
}

var versionSuffix = regexp.MustCompile(`^v[0-9]+$`)

// baseName returns the name that a path promises for its package: "imap" for .../go-imap/v2.
func baseName(importPath string) string {
	dir, name := path.Split(importPath)
	if versionSuffix.MatchString(name) && dir != "" {
		name = path.Base(dir)
	}
	name, _, _ = strings.Cut(strings.TrimPrefix(name, "go-"), ".v")
	return name
}
