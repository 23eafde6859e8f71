package cli

import (
	"cmp"
	"errors"
	"fmt"
	"go/build"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/gen/internal/generate"
	"github.com/imapcodes/imapcodes/gen/internal/model"
	"github.com/imapcodes/imapcodes/gen/internal/scope"
)

// outputChanges returns what has to be done so that output, a directory or a file, holds the package.
func outputChanges(env Env, m *model.Model, options generate.Options, output, parts string) (folder, error) {
	var err error
	if options.Parts, err = generate.ParseParts(parts); err != nil {
		return folder{}, fmt.Errorf("--parts %w", err)
	}
	dir, file, err := splitOutput(output)
	if err != nil {
		return folder{}, err
	}
	options.Package = cmp.Or(options.Package, defaultPackage(env, dir))
	if err := checkNames(options); err != nil {
		return folder{}, err
	}
	target, err := readTarget(dir)
	if err != nil {
		return folder{}, err
	}
	options.OneFile, options.Documented = file, target.documented(options.Package, file == "")
	files, err := generate.Package(m, options)
	if err != nil {
		return folder{}, err
	}
	earlier, err := target.earlier(files, options)
	if err != nil {
		return folder{}, err
	}
	list, err := changes(dir, files, func(name string, data []byte) bool { return earlier[name] && isGenerated(data) })
	return folder{dir, list}, err
}

// defaultPackage returns the name of the package in dir, where no flag says it. What go generate sets, $GOPACKAGE, is the
// package with the go:generate line, which is that of the current directory.
func defaultPackage(env Env, dir string) string {
	if filepath.Clean(dir) == "." {
		return env.Getenv("GOPACKAGE")
	}
	return filepath.Base(dir)
}

// checkNames returns an error for each name that no package can have. Those that are not exported are refused too: nothing in
// the package uses them, and linters would say so.
func checkNames(o generate.Options) error {
	var errs []error
	if o.Package == "" {
		errs = append(errs, errors.New("--package is missing (go generate alone sets its default, $GOPACKAGE)"))
	} else if !token.IsIdentifier(o.Package) || o.Package == "_" {
		errs = append(errs, fmt.Errorf("--package %q is no name for a package", o.Package))
	}
	if !isExported(o.Type) {
		errs = append(errs, fmt.Errorf("--type %q is no exported identifier", o.Type))
	}
	if o.Prefix != "" && !isExported(o.Prefix) {
		errs = append(errs, fmt.Errorf("--prefix %q cannot begin an exported identifier", o.Prefix))
	}
	return errors.Join(errs...)
}

func isExported(name string) bool { return token.IsIdentifier(name) && token.IsExported(name) }

// A target is the folder that a package is written into, with the Go files that are there.
type target struct {
	dir   string
	files []neighbour
}

// A neighbour is a Go file in the target.
type neighbour struct {
	*scope.File
	base      string // its name in the folder
	generated bool   // by this tool
	err       error  // why nothing else is known of it
}

// splitOutput returns the folder that output names, and the file in it, if it names one. It is an error to name one that the
// go command ignores.
func splitOutput(output string) (dir, file string, err error) {
	if output == "" {
		return "", "", errors.New("--output \"\" names neither a directory nor a file; the current directory is \".\"")
	}
	if !strings.HasSuffix(output, ".go") {
		return output, "", nil
	}
	dir, file = filepath.Dir(output), filepath.Base(output)
	if strings.HasSuffix(file, "_test.go") {
		return "", "", fmt.Errorf("--output %q: what is in a test file is there in tests alone", output)
	}
	if isHidden(file) {
		return "", "", fmt.Errorf("--output %q: the go command ignores files whose names begin with %q", output, file[:1])
	}
	return dir, file, nil
}

func isHidden(base string) bool { return strings.ContainsAny(base[:1], "._") }

// readTarget reads the Go files in dir, if it is there, but for those that the go command ignores.
func readTarget(dir string) (target, error) {
	t := target{dir: dir}
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return t, nil
	}
	errs := []error{err}
	for _, entry := range entries {
		base := entry.Name()
		if entry.IsDir() || filepath.Ext(base) != ".go" || isHidden(base) {
			continue
		}
		n, err := readNeighbour(dir, base)
		errs = append(errs, err)
		if err == nil && !n.Ignored {
			t.files = append(t.files, n)
		}
	}
	return t, errors.Join(errs...)
}

// readNeighbour reads the named file in dir. That it is no Go is an error of the neighbour: it may be earlier output, with the
// marks of a merge, and be replaced.
func readNeighbour(dir, base string) (neighbour, error) {
	name := filepath.Join(dir, base)
	data, err := os.ReadFile(name)
	if err != nil {
		return neighbour{}, err
	}
	n := neighbour{base: base, generated: isGenerated(data)}
	if n.File, n.err = scope.Parse(name, data); n.err != nil {
		n.File = &scope.File{Name: name}
	}
	return n, nil
}

// documented reports whether a file of the named package that someone wrote has its comment. For a package of several files,
// one with the name of ours for it will do: that is where its author looks for it.
func (t target) documented(packageName string, several bool) bool {
	return slices.ContainsFunc(t.files, func(n neighbour) bool {
		return n.Package == packageName && !n.generated && !n.isTest() && (n.Documented || several && n.base == generate.DocName)
	})
}

// earlier returns the names under which earlier output is replaced by files: those of files, and those of output that has
// the same type. Output for another type stays. The files of a package of several belong together: they are replaced if
// files are such a package, or if one of them is replaced.
//
// The error says of each file that stays how it is in the way of files.
func (t target) earlier(files []generate.File, options generate.Options) (map[string]bool, error) {
	names := map[string]bool{}
	for _, file := range files {
		names[file.Name] = true
	}
	several := options.OneFile == ""
	for _, n := range t.files {
		if n.generated && (names[n.base] || n.DeclaresType(options.Type)) {
			names[n.base] = true
			several = several || n.isPart()
		}
	}
	if several {
		for _, n := range t.files {
			names[n.base] = names[n.base] || n.isPart()
		}
	}
	return names, t.conflicts(files, options.Package, names)
}

// isPart reports whether n is one of the files of a package of several. Of those codes.go alone says which registry it holds;
// another file that does is output by itself.
func (n neighbour) isPart() bool {
	saysRegistry := func(d scope.Declaration) bool {
		return strings.HasSuffix(d.Name, generate.Options{Type: "Code"}.RegistryConstant("Hash")) // the type's name stands before it
	}
	return n.generated && slices.Contains(generate.FileNames(), n.base) &&
		(n.base == generate.CodesName || !slices.ContainsFunc(n.Declarations, saysRegistry))
}

// conflicts returns how each file in the target is in the way of files, which are of the named package. Earlier output under
// the names of earlier is not, and what has the name of one of files is not for this function to judge.
func (t target) conflicts(files []generate.File, packageName string, earlier map[string]bool) error {
	var wanted []*scope.File
	for _, file := range files {
		parsed, err := scope.Parse(file.Name, file.Data)
		if err != nil {
			return err
		}
		wanted = append(wanted, parsed)
	}
	var errs []error
	for _, n := range t.files {
		if n.generated && earlier[n.base] || slices.ContainsFunc(wanted, func(f *scope.File) bool { return f.Name == n.base }) {
			continue
		}
		if n.err != nil {
			errs = append(errs, n.err)
			continue
		}
		errs = append(errs, t.foreign(n, packageName))
		for _, file := range wanted {
			if n.Package == packageName {
				errs = append(errs, scope.Conflicts(n.File, file)...)
			}
		}
	}
	return errors.Join(errs...)
}

// foreign returns an error if n is a file of another package than the named one, or its external tests. What is not built
// on this machine may be of any package.
func (t target) foreign(n neighbour, packageName string) error {
	if n.Package == packageName || n.isTest() && n.Package == packageName+"_test" {
		return nil
	}
	if built, err := build.Default.MatchFile(t.dir, n.base); !built || err != nil {
		return err
	}
	return fmt.Errorf("%s:%d: is of package %s, and would stand beside package %s", n.Name, n.PackageLine, n.Package, packageName)
}

func (n neighbour) isTest() bool { return strings.HasSuffix(n.base, "_test.go") }
