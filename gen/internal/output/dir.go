package output

import (
	"cmp"
	"errors"
	"fmt"
	"go/build"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A Dir is a folder for a Go package, with the Go files that are in it.
type Dir struct {
	name  string
	files []*goFile
}

// Split returns the folder and the file of an output path. The file is empty if the path does not
// end in .go and so names a folder.
func Split(output string) (dir, file string, err error) {
	if output == "" || output == "-" {
		return "", "", errors.New(`want a directory or a .go file; the current directory is "."`)
	}
	if !strings.HasSuffix(output, ".go") {
		return output, "", nil
	}
	dir, file = filepath.Split(output)
	if strings.HasSuffix(file, "_test.go") || !isBuilt(build.Context{}, file, []byte("package p\n")) {
		err = errors.New("the go command ignores files with this name, " +
			"or builds them only in tests or on some systems")
	}
	return filepath.Clean(dir), file, err
}

// ReadDir reads the Go files in a folder, which need not exist. It skips what is not a regular
// file, files that the go command ignores, and programs beside the package.
func ReadDir(name string) (*Dir, error) {
	entries, err := readDir(name)
	if err != nil {
		return nil, err
	}
	d := &Dir{name: name}
	ignore := build.Default
	ignore.BuildTags = append(slices.Clone(ignore.BuildTags), "ignore") // the tag of programs
	for _, entry := range entries {
		base := entry.Name()
		isIgnored := strings.ContainsAny(base[:1], "._")
		if filepath.Ext(base) != ".go" || isIgnored {
			continue
		}
		if isLink(filepath.Join(name, base), entry) {
			link := &goFile{name: filepath.Join(name, base)}
			link.err = fmt.Errorf("%s: a link, which is not followed", link.name)
			d.files = append(d.files, link)
		}
		if !entry.Type().IsRegular() {
			continue
		}
		source, err := read(filepath.Join(name, base), MaxSize)
		f := parse(filepath.Join(name, base), source)
		if err != nil {
			f.err = err
		}
		isProgram := !f.built && isBuilt(ignore, base, source)
		if !isProgram && !errors.Is(err, fs.ErrNotExist) { // it may have been removed meanwhile
			d.files = append(d.files, f)
		}
	}
	return d, nil
}

// isLink reports whether the entry with the given name is a link to a regular file, which the go
// command follows.
func isLink(name string, entry fs.DirEntry) bool {
	if entry.Type()&fs.ModeSymlink == 0 {
		return false
	}
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}

// PackageName returns the default name of the package: the one in the package clauses of d, or
// else, in the current directory, gopackage ($GOPACKAGE, which go generate sets to the package of
// its directory), or else the name of the folder.
func (d *Dir) PackageName(gopackage string) string {
	var written, generated, elsewhere string
	for _, f := range d.files {
		name := f.packageName
		if f.isTest() {
			name = strings.TrimSuffix(name, "_test")
		}
		if f.built && f.generated {
			generated = cmp.Or(generated, name)
		} else if f.built {
			written = cmp.Or(written, name)
		} else if f.isForSystem() {
			elsewhere = cmp.Or(elsewhere, name)
		}
	}
	if filepath.Clean(d.name) != "." {
		gopackage = ""
	}
	folder, _ := filepath.Abs(d.name)
	return cmp.Or(written, generated, elsewhere, gopackage, filepath.Base(folder))
}

// Documented reports whether a file of the named package that someone wrote has the package
// comment. For a package of several files, one called doc.go will do: that is where its author
// looks for the comment.
func (d *Dir) Documented(packageName string, oneFile bool) bool {
	return slices.ContainsFunc(d.files, func(f *goFile) bool {
		return f.packageName == packageName && !f.generated && !f.isTest() &&
			(f.documented || !oneFile && f.base() == "doc.go")
	})
}

// A Package is what is to be written into a Dir.
type Package struct {
	Name    string            // in its package clauses
	Type    string            // the codes' type
	Files   map[string][]byte // by name
	OneFile bool
	Parts   []string // the names that the files of a package of several may have
	Replace bool     // remove from files that people wrote the constants that Files have too
}

func (p Package) has(base string) bool {
	_, ok := p.Files[base]
	return ok
}

// Check returns the changes that make d hold p. Earlier output of imapcodes for the same type is
// replaced or removed; output for another type stays. The error joins the conflicts with files that
// stay and the files that would be overwritten although imapcodes did not generate them. A warning
// is a Go file that cannot be read or parsed, so that its conflicts are not known, or a constant
// that p.Replace leaves where it is.
func (d *Dir) Check(p Package) (changes []Change, warnings []error, err error) {
	earlier := d.earlier(p)
	replaced, warnings, err := d.conflicts(p, earlier)
	if err != nil {
		return nil, warnings, err
	}
	var stale []string
	for base := range earlier {
		if !p.has(base) {
			stale = append(stale, base)
		}
	}
	changes, err = Changes(d.name, p.Files, stale, func(_ string, old []byte) bool {
		generated, _, _ := readHead(old)
		return generated
	})
	return append(replaced, changes...), warnings, err
}

// earlier returns the names of the earlier output that p replaces: those of its files, and those
// of output for the same type. The files of a package of several belong together: they are
// replaced if p is such a package, or if one of them is replaced.
func (d *Dir) earlier(p Package) map[string]bool {
	isEarlier := func(f *goFile) bool {
		return f.generated && (p.has(f.base()) || f.declaresType(p.Type))
	}
	isEarlierPart := func(f *goFile) bool { return isEarlier(f) && p.isPart(f) }
	several := !p.OneFile || slices.ContainsFunc(d.files, isEarlierPart)
	names := map[string]bool{}
	for _, f := range d.files {
		if isEarlier(f) || several && p.isPart(f) {
			names[f.base()] = true
		}
	}
	return names
}

// isPart reports whether f is one of the files of a package of several. Of those, only codes.go
// has the constant with the registry's hash; another file that has it is output by itself.
func (p Package) isPart(f *goFile) bool {
	hasHash := func(d Declaration) bool { return strings.HasSuffix(d.Name, "RegistryHash") }
	return f.generated && slices.Contains(p.Parts, f.base()) &&
		(f.base() == "codes.go" || !slices.ContainsFunc(f.declared, hasHash))
}

// neighbors returns the files that stay beside p in its package, a warning for each file that
// cannot be checked, and an error for each file of another package.
func (d *Dir) neighbors(p Package, earlier map[string]bool) (list []*goFile, warnings, errs []error) {
	for _, f := range d.files {
		switch {
		case earlier[f.base()] || p.has(f.base()): // Changes judges what p overwrites
		case f.err != nil:
			warnings = append(warnings, fmt.Errorf("%w; not checked for conflicts", f.err))
		case f.packageName == p.Name:
			list = append(list, f)
		case f.built && !(f.isTest() && f.packageName == p.Name+"_test"):
			errs = append(errs, fmt.Errorf(
				"%s:%d: belongs to package %s; package %s cannot share its directory",
				f.name, f.packageLine, f.packageName, p.Name))
		}
	}
	return list, warnings, errs
}

// conflicts returns how the files that stay conflict with p, and the warnings of Check. If
// p.Replace is set, it returns the changes of files that people wrote too.
func (d *Dir) conflicts(p Package, earlier map[string]bool) (
	replaced []Change, warnings []error, err error,
) {
	var files []*goFile
	for _, name := range slices.Sorted(maps.Keys(p.Files)) {
		files = append(files, parse(name, p.Files[name]))
	}
	neighbors, warnings, errs := d.neighbors(p, earlier)
	warnings = append(warnings, resolveImports(d.name, slices.Concat(neighbors, files))...)
	list := newList(p.Type, files)
	var conflicts []error
	for _, f := range neighbors {
		errs = append(errs, list.differing(f)...)
		changes, err := list.replaced(f)
		errs = append(errs, err)
		if p.Replace {
			replaced, warnings = append(replaced, changes...), append(warnings, list.kept(f)...)
		} else if changes != nil {
			const format = "%s: %s also has %s, with the same value; " +
				"remove them here, or run with --replace"
			errs = append(errs, fmt.Errorf(format, f.name, list.file, changes[0].Cut))
		}
		for _, next := range files {
			conflicts = append(conflicts, f.conflicts(next)...)
		}
	}
	if err = errors.Join(append(errs, summary(conflicts, files)...)...); err == nil {
		err = errors.Join(compile(neighbors, files)...)
	}
	return replaced, warnings, err
}

// summary returns how to avoid conflicts with files, which are generated, and then the conflicts.
func summary(conflicts []error, files []*goFile) []error {
	if len(conflicts) == 0 {
		return nil
	}
	way := "write only the constants (--parts codes)"
	if !slices.ContainsFunc(files, func(f *goFile) bool { return f.declaresAny("func") }) {
		way = "use other names (--type, --prefix)"
	}
	const own = "to avoid conflicts, write a package of its own (--output internal/imapcode), or "
	return append([]error{errors.New(own + way)}, conflicts...)
}
