package cli

import (
	"fmt"
	"go/format"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// shapes returns the arguments of generate for each shape of a package, but for the output.
func shapes() [][]string {
	var list [][]string
	for _, typeName := range []string{"Code", "ResponseCode"} {
		for _, prefix := range []string{"Code", "ResponseCode", "C", ""} {
			for _, parts := range []string{"codes", "codes,metadata", "codes,metadata,parser"} {
				if prefix == "" && parts == "codes,metadata,parser" {
					continue // the constant Parse would conflict with the function
				}
				list = append(list, []string{"--type", typeName, "--prefix", prefix, "--parts", parts})
			}
		}
	}
	return list
}

// TestShapes generates each shape, as one file and as several, into a module with an old language
// version, and checks that all of them are formatted, compile, and pass go vet.
func TestShapes(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles many packages")
	}
	dir := t.TempDir()
	putFile(t, filepath.Join(dir, "go.mod"), "module example.test/shapes\n\ngo 1.18\n")
	n := 0
	for _, shape := range shapes() {
		for _, file := range []string{"", "codes.go"} {
			n++
			name := fmt.Sprintf("p%d", n)
			output := filepath.Join(dir, name, file)
			var stderr strings.Builder
			args := append([]string{"generate", "--package", name, "--output", output}, shape...)
			env := Env{
				Args: args, Stdout: os.Stdout, Stderr: &stderr, Getenv: os.Getenv, Data: os.DirFS("../.."),
			}
			if status := Run(env); status != statusFine {
				t.Fatalf("%q: exit status %d: %s", args, status, &stderr)
			}
			t.Logf("%s: %q %s", name, shape, file)
		}
	}
	if n < 30 {
		t.Errorf("%d shapes", n)
	}
	checkFormat(t, dir)
	vet := exec.Command("go", "vet", "./...")
	vet.Dir = dir
	vet.Env = append(os.Environ(), "GOPROXY=off", "GOFLAGS=", "GOWORK=off")
	if out, err := vet.CombinedOutput(); err != nil {
		t.Errorf("go vet: %v\n%s", err, out)
	}
}

// checkFormat checks that gofmt would not change any file below dir.
func checkFormat(t *testing.T, dir string) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*", "*.go"))
	if err != nil || len(names) == 0 {
		t.Fatalf("%d files, %v", len(names), err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if formatted, err := format.Source(data); err != nil || string(formatted) != string(data) {
			t.Errorf("gofmt changes %s (error: %v)", name, err)
		}
	}
}
