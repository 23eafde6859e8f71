package endtoend

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"
)

// guideToScript converts a guide in Markdown to a shell script: guide GUIDE SCRIPT. It leaves
// nothing out: the commands become those of the script, and every other block becomes a file.
func guideToScript(ts *testscript.TestScript, neg bool, args []string) {
	script, err := shellScript(ts.ReadFile(args[0]))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(script), 0o666))
}

// fileName finds the name of a file in the words before the block with its content, such as
// "Put this into `generate.go`:".
var fileName = regexp.MustCompile("`([^`]+)`:\\s*$")

// shellScript returns the blocks of a guide as a shell script that does what a reader would do.
// Each section with "##" begins in the directory in which the script runs.
func shellScript(guide string) (string, error) {
	b := &strings.Builder{}
	b.WriteString("set -eu\n")
	for _, section := range strings.Split(guide, "\n## ")[1:] {
		title, text, _ := strings.Cut(section, "\n")
		fmt.Fprintf(b, "( # %s\n", title)
		parts := strings.Split(text, "```")
		for i := 1; i < len(parts); i += 2 {
			language, block, _ := strings.Cut(parts[i], "\n")
			if language == "sh" {
				b.WriteString(block)
				continue
			}
			name := fileName.FindStringSubmatch(parts[i-1])
			if name == nil {
				return "", fmt.Errorf("%s: no file name before this block:\n%s", title, block)
			}
			fmt.Fprintf(b, "cat >%s <<'END OF FILE'\n%sEND OF FILE\n", name[1], block)
		}
		b.WriteString(")\n")
	}
	return b.String(), nil
}

func TestShellScript(t *testing.T) {
	const guide = "# Title\n\nWords, and `words`.\n\n" +
		"## One\n\n```sh\nmkdir a\ncd a\n```\n\nPut this into\n`b/c.go`:\n\n```go\npackage c\n```\n\n" +
		"### In the same directory\n\nAnd `d.csv`:\n\n```csv\ncode\n```\n\n" +
		"## Two\n\nNo blocks.\n"
	const want = "set -eu\n" +
		"( # One\nmkdir a\ncd a\ncat >b/c.go <<'END OF FILE'\npackage c\nEND OF FILE\n" +
		"cat >d.csv <<'END OF FILE'\ncode\nEND OF FILE\n)\n" +
		"( # Two\n)\n"
	got, err := shellScript(guide)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
	const nameless = "\n## Three\n\nSee `d.go`, as here:\n\n```go\npackage d\n```\n"
	if got, err := shellScript(nameless); err == nil {
		t.Errorf("a file without a name became\n%s", got)
	}
}

// TestGuideWorkflows checks that the workflows in the guide set inputs that the workflow for other
// projects has.
func TestGuideWorkflows(t *testing.T) {
	guide, err := os.ReadFile("../guide/README.md")
	if err != nil {
		t.Fatal(err)
	}
	workflow, err := os.ReadFile("../../.github/workflows/watch.yml")
	if err != nil {
		t.Fatal(err)
	}
	var inputs []string
	for _, block := range strings.Split(string(guide), "    with:\n")[1:] {
		block, _, _ = strings.Cut(block, "```")
		for _, line := range strings.Split(strings.TrimSpace(block), "\n") {
			name, _, _ := strings.Cut(strings.TrimSpace(line), ":")
			inputs = append(inputs, name)
		}
	}
	if diff := cmp.Diff([]string{"output", "flags", "audit"}, inputs); diff != "" {
		t.Errorf("inputs in the guide: mismatch (-want +got):\n%s", diff)
	}
	for _, name := range append(inputs, "version") {
		if !strings.Contains(string(workflow), "\n      "+name+":\n") {
			t.Errorf("watch.yml has no input %q", name)
		}
	}
}
