package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestExamples runs the examples in usage texts that need no network, each in a directory with the
// files that it reads. Those for go generate run as in a file of package client. A package in
// another directory must have the name of that directory.
func TestExamples(t *testing.T) {
	repo, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"generate", "docs", "version"} {
		c, err := find(name)
		if err != nil {
			t.Fatal(err)
		}
		env := Env{Data: os.DirFS(repo), Getenv: func(string) string { return "" }}
		for _, example := range examples(c.usage) {
			t.Run(example, func(t *testing.T) { runExample(t, env, example) })
		}
	}
}

// examples returns the examples in a usage text.
func examples(usage string) []string {
	_, rest, _ := strings.Cut(usage, "\nExamples:\n  ")
	list, _, _ := strings.Cut(rest, "\n\n")
	return strings.Split(list, "\n  ")
}

func runExample(t *testing.T, env Env, example string) {
	files := map[string]string{
		"vendor.csv": "code\nX-WINDOW\n", "codes.ts.tmpl": "// {{.Notice}}",
		"README.md": "<!-- imapcodes:begin -->\n<!-- imapcodes:end -->\n",
	}
	by, args, _ := strings.Cut(example, "imapcodes ")
	if strings.Contains(by, "//go:generate") {
		files["client.go"] = "package client\n"
		env.Getenv = func(name string) string { return map[string]string{"GOPACKAGE": "client"}[name] }
	}
	t.Chdir(t.TempDir())
	for name, text := range files {
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range []string{strings.TrimSuffix(args, " --check"), args} {
		var out bytes.Buffer
		env.Args, env.Stdout, env.Stderr = strings.Fields(args), &out, &out
		if status := Run(env); status != statusFine {
			t.Fatalf("exit status %d: %s", status, &out)
		}
	}
	_, output, _ := strings.Cut(args, "--output ")
	output, _, _ = strings.Cut(output, " ")
	if text, err := os.ReadFile(filepath.Join(output, "codes.go")); err == nil && output != "" {
		if want := "\npackage " + filepath.Base(output) + "\n"; !bytes.Contains(text, []byte(want)) {
			t.Errorf("the package in %s is not called %s", output, filepath.Base(output))
		}
	}
}
