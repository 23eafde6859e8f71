package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// hangs matches a test of go-imap v1 that hangs now and then, also in the module as published.
const hangs = "^TestClient_Append_failed$"

// TestDropInConstants has generate --replace take the constants that go-imap declares for response
// codes out of it and generate all, and runs its own tests.
func TestDropInConstants(t *testing.T) {
	for _, test := range []struct {
		module string
		flags  []string
		said   string
	}{
		{
			"github.com/emersion/go-imap/v2", []string{"--type", "ResponseCode", "--prefix", "ResponseCode"},
			`imapcodes: warning: response.go:48: ResponseCodeNoPrivate stays: "NOPRIVATE" is not a generated code
imapcodes: removed from response.go: type ResponseCode and 24 constants
`, // NOPRIVATE is an argument of METADATA
		},
		{
			"github.com/emersion/go-imap", []string{"--type", "StatusRespCode", "--names", "names.csv"},
			"imapcodes: removed from status.go: type StatusRespCode and 11 constants\n",
		},
	} {
		t.Run(test.module, func(t *testing.T) {
			program := filepath.Join(t.TempDir(), "imapcodes")
			run(t, "../..", "go", "build", "-o", program, ".")
			dir := copyModule(t, test.module)
			run(t, dir, "go", "test", "-timeout", "2m", "-skip", hangs, "./...")
			flags := append([]string{"generate", "--output", "response_codes.go", "--parts", "codes", "--replace"}, test.flags...)
			if said := run(t, dir, program, flags...); said != test.said {
				t.Errorf("generate says:\n%s, want\n%s", said, test.said)
			}
			run(t, dir, "go", "vet", ".")
			run(t, dir, "go", "test", "-timeout", "2m", "-skip", hangs, "./...")
			run(t, dir, program, append(flags, "--check")...)
		})
	}
}

// TestDropInAdapter has go-imap's client read response codes, and its server write them, with a
// generated package, by an adapter of about 200 lines. It runs go-imap's own tests, and tests that
// fail without the adapter.
func TestDropInAdapter(t *testing.T) {
	dir := copyModule(t, "github.com/emersion/go-imap/v2")
	dropIn(t, dir, "imapclient/respcode_test.go", "imapserver/respcode_test.go")
	before, err := command(dir, "go", "test", "-timeout", "2m", "-v",
		"-run", "^Test(RespCodes|Text)$", "./imapclient", "./imapserver").CombinedOutput()
	failed := bytes.Contains(before, []byte("--- FAIL: TestRespCodes")) &&
		bytes.Contains(before, []byte("--- FAIL: TestText"))
	if err == nil || !failed || bytes.Contains(before, []byte("--- PASS")) {
		t.Errorf("some of the tests pass without the adapter:\n%s", before)
	}

	adapt(t, dir)
	run(t, dir, "go", "vet", "-composites=false", "./imapclient", "./imapserver", "./internal/...")
	run(t, dir, "go", "test", "-timeout", "2m", "./...")
}

// dropIn copies files of testdata/dropin into a copy of go-imap.
func dropIn(t *testing.T, dir string, names ...string) {
	t.Helper()
	for _, name := range names {
		write(t, filepath.Join(dir, name), read(t, filepath.Join("testdata/dropin", name)))
	}
}

// adapt has a copy of go-imap read and write response codes with a generated package.
func adapt(t *testing.T, dir string) {
	t.Helper()
	dropIn(t, dir, "imapclient/respcode.go", "imapserver/respcode.go")
	generate(t, filepath.Join(dir, "internal/imapcode"), "--package", "imapcode")
	export(t, filepath.Join(dir, "internal/internal.go"))
	replaceReader(t, filepath.Join(dir, "imapclient/client.go"))
	removeWriters(t, filepath.Join(dir, "imapserver"))
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
