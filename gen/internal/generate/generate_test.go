package generate

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/gen/internal/extra"
	"github.com/imapcodes/imapcodes/gen/internal/model"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

var update = flag.Bool("update", false, "write the files that tests compare with")

// fixture returns the invented registry and extra codes that package engine is tested with, over
// the real grammar.
func fixture(t testing.TB) tree.Tree {
	t.Helper()
	f, err := os.Open("../engine/testdata/registry.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := registry.Read("registry.csv", f)
	if err != nil {
		t.Fatal(err)
	}
	real, err := tree.Load(os.DirFS("../../.."))
	if err != nil {
		t.Fatal(err)
	}
	file, err := extra.Read("../engine/testdata/extra.csv", os.ReadFile)
	if err != nil {
		t.Fatal(err)
	}
	real.Records, real.Sources = records, []registry.Source{{Name: registry.IANA, Date: "2031-03-04"}}
	in, _, err := file.Add(real)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// compileAndPackage returns the package that is generated from in.
func compileAndPackage(in tree.Tree, o Options) (map[string][]byte, error) {
	m, err := model.Compile(in)
	if err != nil {
		return nil, err
	}
	return Package(m, o)
}

// hashPattern finds the hash in codes.go. It covers all of abnf/, and would be another with each
// RFC.
var hashPattern = regexp.MustCompile(`sha256:[0-9a-f]+`)

// TestEngineTables checks that the tables with which package engine is tested are those of its
// fixture.
func TestEngineTables(t *testing.T) {
	files, err := compileAndPackage(fixture(t), Options{Package: "engine", Type: "Code", Prefix: "Code", Parts: Parser})
	if err != nil {
		t.Fatal(err)
	}
	for _, base := range []string{"arguments.go", "codes.go", "metadata.go", "names.go", "tables.go"} {
		name := filepath.Join("..", "engine", base)
		data := hashPattern.ReplaceAll(files[base], []byte("sha256:fixture"))
		if *update {
			if err := os.WriteFile(name, data, 0o666); err != nil {
				t.Fatal(err)
			}
			continue
		}
		got, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(got), string(data)); diff != "" {
			t.Errorf("%s is stale, run go test ./gen/internal/generate -update (-checked in +generated):\n%s", name, diff)
		}
	}
}
