package internal

import (
	"errors"
	"go/build"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	module   = "github.com/imapcodes/imapcodes"
	jennifer = "github.com/dave/jennifer/jen"
	xhtml    = "golang.org/x/net/html"
)

// packages returns the packages of the program and the library by their paths in the repository,
// such as "gen/cli".
func packages(t *testing.T) map[string]*build.Package {
	t.Helper()
	found := map[string]*build.Package{}
	err := filepath.WalkDir("../..", func(dir string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		name, _ := filepath.Rel("../..", dir)
		name = filepath.ToSlash(name)
		switch path.Base(name) {
		case "testdata", ".git", "browser", "endtoend", "peers": // the last three are modules for tests
			return fs.SkipDir
		}
		p, err := build.ImportDir(dir, 0)
		if errors.As(err, new(*build.NoGoError)) {
			return nil
		}
		found[name] = p
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// own returns the path in the repository of an imported package, or false if it is from elsewhere.
func own(imported string) (string, bool) {
	if imported == module {
		return ".", true
	}
	return strings.CutPrefix(imported, module+"/")
}

// TestImporters checks that some packages are imported by few others.
func TestImporters(t *testing.T) {
	for _, test := range []struct {
		imported string
		by       []string // they and their tests may import it
		byTests  []string // only their tests may
		anyTest  bool
	}{
		{imported: jennifer, by: []string{"gen/internal/generate"}},
		{imported: xhtml, by: []string{"gen/internal/iana"}, byTests: []string{"gen/docs"}},
		{
			imported: "net/http", anyTest: true,
			by: []string{"gen/internal/fetch", "gen/internal/fetch/fetchtest"},
		},
		{imported: module + "/gen/cli", by: []string{"."}},
		{
			imported: module + "/gen/internal/imapcode", anyTest: true,
			by: []string{"gen/internal/explain"},
		},
	} {
		used := false
		for name, p := range packages(t) {
			tests := slices.Concat(p.TestImports, p.XTestImports)
			imports := slices.Contains(p.Imports, test.imported)
			used = used || imports
			if imports && !slices.Contains(test.by, name) {
				t.Errorf("%s imports %s, which is for %q only", name, test.imported, test.by)
			}
			mayTest := test.anyTest || slices.Contains(slices.Concat(test.by, test.byTests), name)
			if slices.Contains(tests, test.imported) && !mayTest {
				t.Errorf("a test of %s imports %s", name, test.imported)
			}
		}
		if !used {
			t.Errorf("no package imports %s: remove it from this test", test.imported)
		}
	}
}

// TestDependencies checks what packages do not import, directly or by way of others in the
// repository.
func TestDependencies(t *testing.T) {
	elsewhere := func(imported string) bool { return strings.Contains(imported, ".") }
	heavy := func(imported string) bool {
		return imported == jennifer || imported == "net/http" ||
			strings.HasPrefix(imported, "golang.org/x/net/")
	}
	all := packages(t)
	for _, test := range []struct {
		reason   string
		packages []string
		not      func(imported string) bool
	}{
		{"a package of its own", []string{"abnf"}, elsewhere},
		{"copied to where only the standard library is", []string{
			"gen/internal/engine", "gen/internal/imapcode", "generated/imapcode",
		}, elsewhere},
		{"the model, without generator, page or network", []string{
			"gen/internal/registry", "gen/internal/tree", "gen/internal/grammar",
			"gen/internal/automaton", "gen/internal/model",
		}, heavy},
		{"for people who write templates", []string{"gen/docs"}, heavy},
		{"pure", []string{"gen/internal/audit"}, heavy},
	} {
		for _, name := range test.packages {
			checkDependencies(t, all, name, test.reason, test.not)
		}
	}
}

// checkDependencies checks that a package imports nothing for which not returns true.
func checkDependencies(
	t *testing.T, all map[string]*build.Package, name, reason string, not func(string) bool,
) {
	t.Helper()
	queue, seen := []string{name}, map[string]bool{}
	for len(queue) > 0 {
		p, ok := all[queue[0]]
		if !ok {
			t.Fatalf("no package %s", queue[0])
		}
		for _, imported := range p.Imports {
			if not(imported) {
				t.Errorf("%s imports %s, by way of %s; it is %s", name, imported, queue[0], reason)
			}
			if in, ok := own(imported); ok && !seen[in] {
				seen[in] = true
				queue = append(queue, in)
			}
		}
		queue = queue[1:]
	}
}
