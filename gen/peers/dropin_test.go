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

// hangs matches a test of go-imap v1 that hangs now and then, also in the module as published.
const hangs = "^TestClient_Append_failed$"

// TestDropInConstants replaces the constants that go-imap declares for response codes by generated
// ones of the same names, and runs its own tests.
func TestDropInConstants(t *testing.T) {
	tests := []struct {
		module, file, typeName, prefix string
		kept                           []string // which of its constants are not replaced
	}{
		{
			"github.com/emersion/go-imap/v2", "response.go", "ResponseCode", "ResponseCode",
			[]string{ // it is an argument of METADATA
				`ResponseCodeNoPrivate = "NOPRIVATE", which is not registered`,
			},
		},
		{
			"github.com/emersion/go-imap", "status.go", "StatusRespCode", "Code",
			[]string{
				`CodeUidNext = "UIDNEXT", which is CodeUIDNext`,
				`CodeUidValidity = "UIDVALIDITY", which is CodeUIDValidity`,
			},
		},
	}
	for _, test := range tests {
		t.Run(test.module, func(t *testing.T) {
			dir := copyModule(t, test.module)
			run(t, dir, "go", "test", "-timeout", "2m", "-skip", hangs, "./...")
			shape := []string{
				"--package", "imap", "--parts", "codes",
				"--type", test.typeName, "--prefix", test.prefix,
			}
			ours := filepath.Join(t.TempDir(), "codes.go")
			generate(t, ours, shape...)
			kept := replaceConstants(t, filepath.Join(dir, test.file), test.typeName,
				constants(t, ours, test.typeName))
			if !slices.Equal(kept, test.kept) {
				t.Errorf("kept %q, want %q", kept, test.kept)
			}
			generate(t, filepath.Join(dir, "response_codes.go"), shape...)
			run(t, dir, "go", "vet", ".")
			run(t, dir, "go", "test", "-timeout", "2m", "-skip", hangs, "./...")
		})
	}
}

// TestDropInAdapter has go-imap's client read response codes, and its server write them, with a
// generated package, by an adapter of about 200 lines. It runs go-imap's own tests, and tests that
// fail without the adapter.
func TestDropInAdapter(t *testing.T) {
	dir := copyModule(t, "github.com/emersion/go-imap/v2")
	adapter := func(name string) {
		write(t, filepath.Join(dir, name), read(t, filepath.Join("testdata/dropin", name)))
	}
	adapter("imapclient/respcode_test.go")
	adapter("imapserver/respcode_test.go")
	before, err := command(dir, "go", "test", "-timeout", "2m", "-v",
		"-run", "^Test(RespCodes|Text)$", "./imapclient", "./imapserver").CombinedOutput()
	failed := bytes.Contains(before, []byte("--- FAIL: TestRespCodes")) &&
		bytes.Contains(before, []byte("--- FAIL: TestText"))
	if err == nil || !failed || bytes.Contains(before, []byte("--- PASS")) {
		t.Errorf("some of the tests pass without the adapter:\n%s", before)
	}

	adapter("imapclient/respcode.go")
	adapter("imapserver/respcode.go")
	generate(t, filepath.Join(dir, "internal/imapcode"), "--package", "imapcode")
	export(t, filepath.Join(dir, "internal/internal.go"))
	replaceReader(t, filepath.Join(dir, "imapclient/client.go"))
	removeWriters(t, filepath.Join(dir, "imapserver"))
	run(t, dir, "go", "vet", "-composites=false", "./imapclient", "./imapserver", "./internal/...")
	run(t, dir, "go", "test", "-timeout", "2m", "./...")
}

// export exports the functions of go-imap that the adapter needs.
func export(t *testing.T, name string) {
	t.Helper()
	source := bytes.ReplaceAll(read(t, name), []byte("canonicalCap("), []byte("CanonicalCap("))
	write(t, name, bytes.ReplaceAll(source, []byte("canonicalFlag("), []byte("CanonicalFlag(")))
}

// respText matches where go-imap's client reads a resp-text.
var respText = regexp.MustCompile(
	`(?s)\thasSP := c\.dec\.SP\(\)\n\n\t+var code string\n.*?\tvar text string\n.*?\n\t+}\n`)

// replaceReader has the file of go-imap's client call the adapter's reader.
func replaceReader(t *testing.T, name string) {
	t.Helper()
	source := read(t, name)
	blocks := respText.FindAll(source, -1)
	if len(blocks) != 2 {
		t.Fatalf("%d places in which the client reads a resp-text, want 2", len(blocks))
	}
	for i, cmd := range []string{"cmd", "nil"} { // the first completes a command
		call := "\tcode, text := c.readRespText(" + cmd + ")\n"
		source = bytes.Replace(source, blocks[i], []byte(call), 1)
	}
	const unused = "\t\"github.com/emersion/go-imap/v2/internal\"\n"
	write(t, name, bytes.Replace(source, []byte(unused), nil, 1))
}

// writer matches the functions of go-imap's server that the adapter replaces.
var writer = regexp.MustCompile(`(?ms)^func (?:writeStatusResp|writeCapabilityStatus|` +
	`\(c \*Conn\) write(?:ObsoleteUnseen|UIDValidity|UIDNext|PermanentFlags|AppendOK|CopyOK))\(` +
	`.*?^}\n`)

// removeWriters removes those functions from the folder of go-imap's server.
func removeWriters(t *testing.T, dir string) {
	t.Helper()
	removed := 0
	for _, name := range []string{"append.go", "conn.go", "copy.go", "select.go"} {
		name = filepath.Join(dir, name)
		source := read(t, name)
		removed += len(writer.FindAll(source, -1))
		write(t, name, writer.ReplaceAll(source, nil))
	}
	if removed != 8 {
		t.Fatalf("%d functions in which the server writes a response code, want 8", removed)
	}
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

// generate generates a package, or a file of one.
func generate(t *testing.T, output string, flags ...string) {
	t.Helper()
	run(t, "../..", "go", append([]string{"run", ".", "generate", "--output", output}, flags...)...)
}

// run runs a command in dir and returns what it prints.
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

// constant matches a line that declares a typed constant: its name, type and value.
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
