package endtoend

import (
	"os"
	"strings"
	"testing"
)

// TestREADME checks that the Go code in the README is part of an Example of the library, so that it
// compiles and does what the README says.
func TestREADME(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	example, err := os.ReadFile("../../generated/imapcode/example_test.go")
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(readme), "```go\n")[1:]
	if len(blocks) == 0 {
		t.Fatal("the README shows no Go")
	}
	for _, block := range blocks {
		snippet, _, _ := strings.Cut(block, "```")
		indented := "\t" + strings.ReplaceAll(strings.TrimSuffix(snippet, "\n"), "\n", "\n\t")
		if !strings.Contains(string(example), indented) {
			t.Errorf("no Example contains the README's\n%s", snippet)
		}
	}
}

// TestREADMETemplate checks that the template in the README is that of a script, which shows its
// output.
func TestREADMETemplate(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile("testdata/script/docs_template.txtar")
	if err != nil {
		t.Fatal(err)
	}
	_, template, found := strings.Cut(string(script), "-- codes.dart.tmpl --\n")
	template, _, ends := strings.Cut(template, "-- want.dart --\n")
	if !found || !ends || !strings.Contains(string(readme), "```\n"+template+"```\n") {
		t.Errorf("the README does not show the script's\n%s", template)
	}
}
