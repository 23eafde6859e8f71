package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestDropInConstants replaces the constants that go-imap declares for response codes by generated
// ones of the same names, and runs its own tests.
func TestDropInConstants(t *testing.T) {
	tests := []struct {
		module, file, typeName, prefix string
		kept                           []string // which of its constants are not replaced
	}{
		{
			"github.com/emersion/go-imap/v2", "response.go", "ResponseCode", "ResponseCode",
			[]string{`ResponseCodeNoPrivate = "NOPRIVATE", which is not registered`}, // it is an argument of METADATA
		},
		{
			"github.com/emersion/go-imap", "status.go", "StatusRespCode", "Code",
			[]string{`CodeUidNext = "UIDNEXT", which is CodeUIDNext`, `CodeUidValidity = "UIDVALIDITY", which is CodeUIDValidity`},
		},
	}
	for _, test := range tests {
		t.Run(test.module, func(t *testing.T) {
			dir := copyModule(t, test.module)
			run(t, dir, "go", "test", "-timeout", "2m", "./...")
			shape := []string{"--package", "imap", "--type", test.typeName, "--prefix", test.prefix, "--parts", "codes"}
			ours := filepath.Join(t.TempDir(), "codes.go")
			generate(t, ours, shape...)
			kept := replaceConstants(t, filepath.Join(dir, test.file), test.typeName, constants(t, ours, test.typeName))
			if !slices.Equal(kept, test.kept) {
				t.Errorf("kept %q, want %q", kept, test.kept)
			}
			generate(t, filepath.Join(dir, "response_codes.go"), shape...)
			run(t, dir, "go", "vet", ".")
			run(t, dir, "go", "test", "-timeout", "2m", "./...")
		})
	}
}

// respText is how go-imap's client reads a resp-text.
var respText = regexp.MustCompile(`(?s)\thasSP := c\.dec\.SP\(\)\n\n\t+var code string\n.*?\tvar text string\n.*?\n\t+}\n`)

// TestDropInAdapter has go-imap's client read response codes with a generated parser, by an adapter
// of under 100 lines, and runs its own tests, and others that it does not pass without.
func TestDropInAdapter(t *testing.T) {
	const program, added = "testdata/dropin/respcode.go", "testdata/dropin/respcode_test.go"
	if lines := bytes.Count(read(t, program), []byte("\n")); lines >= 100 {
		t.Errorf("%s has %d lines", program, lines)
	}
	dir := copyModule(t, "github.com/emersion/go-imap/v2")
	write(t, filepath.Join(dir, "imapclient/respcode_test.go"), read(t, added))
	before, err := command(dir, "go", "test", "-timeout", "2m", "-v", "-run", "^TestRespCodes$", "./imapclient").CombinedOutput()
	if err == nil || bytes.Contains(before, []byte("    --- PASS")) || !bytes.Contains(before, []byte("    --- FAIL")) {
		t.Errorf("the client reads some of the lines by itself:\n%s", before)
	}

	write(t, filepath.Join(dir, "imapclient/respcode.go"), read(t, program))
	generate(t, filepath.Join(dir, "internal/imapcode"), "--package", "imapcode")
	client := filepath.Join(dir, "imapclient/client.go")
	source := read(t, client)
	blocks := respText.FindAll(source, -1)
	if len(blocks) != 2 {
		t.Fatalf("%d places in which the client reads a resp-text, want 2", len(blocks))
	}
	for i, block := range blocks { // the first completes a command
		source = bytes.Replace(source, block, []byte("\tcode, text := c.readRespText("+[]string{"cmd", "nil"}[i]+")\n"), 1)
	}
	write(t, client, bytes.Replace(source, []byte("\t\"github.com/emersion/go-imap/v2/internal\"\n"), nil, 1)) // is used no more
	run(t, dir, "go", "vet", "./imapclient", "./internal/imapcode")
	run(t, dir, "go", "test", "-timeout", "2m", "./...")
}

// copyModule returns a folder with a copy of a module that this one needs.
func copyModule(t *testing.T, module string) string {
	t.Helper()
	dir := t.TempDir()
	source := strings.TrimSpace(run(t, ".", "go", "list", "-m", "-f", "{{.Dir}}", module))
	if err := os.CopyFS(dir, os.DirFS(source)); err != nil {
		t.Fatal(err)
	}
	return dir
}

// generate writes a package, or a file of one, into the output.
func generate(t *testing.T, output string, flags ...string) {
	t.Helper()
	run(t, "../..", "go", append([]string{"run", ".", "generate", "--output", output}, flags...)...)
}

// run returns what a command prints that is run in dir.
func run(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	out, err := command(dir, name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %q in %s: %v\n%s", name, args, dir, err, out)
	}
	return string(out)
}

func command(dir, name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	return cmd
}

// constant is a line that declares a constant of a type: its name, the type, and its value.
var constant = regexp.MustCompile(`(?m)^\t(\w+) +(\w+) += "(.*)"\n`)

// constants returns the values of the constants of a type that a file declares.
func constants(t *testing.T, name, typeName string) map[string]string {
	t.Helper()
	values := map[string]string{}
	for _, match := range constant.FindAllSubmatch(read(t, name), -1) {
		if string(match[2]) == typeName {
			values[string(match[1])] = string(match[3])
		}
	}
	return values
}

// replaceConstants removes a type from a file, and those of its constants that are among ours with
// the same value. It returns what it keeps.
func replaceConstants(t *testing.T, name, typeName string, ours map[string]string) (kept []string) {
	t.Helper()
	names := map[string]string{}
	for name, code := range ours {
		names[code] = name
	}
	declaration := regexp.MustCompile(`(?m)^type ` + typeName + ` string\n`)
	source := declaration.ReplaceAll(read(t, name), nil)
	source = constant.ReplaceAllFunc(source, func(line []byte) []byte {
		match := constant.FindSubmatch(line)
		theirs, code := string(match[1]), string(match[3])
		switch {
		case string(match[2]) != typeName:
			return line
		case ours[theirs] == code:
			return nil
		case names[code] != "":
			kept = append(kept, fmt.Sprintf("%s = %q, which is %s", theirs, code, names[code]))
		default:
			kept = append(kept, fmt.Sprintf("%s = %q, which is not registered", theirs, code))
		}
		return line
	})
	write(t, name, source)
	return kept
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(name, data, 0o666); err != nil {
		t.Fatal(err)
	}
}
