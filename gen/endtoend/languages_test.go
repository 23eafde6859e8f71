package endtoend

import (
	"bytes"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/imapcodes/imapcodes/gen/docs"
)

// A toolchain compiles and runs the output of a format with a program in testdata/languages, which
// prints all that is known of each code, and finds the codes that its arguments name.
type toolchain struct {
	format  docs.Format
	file    string   // the output
	program string   // in testdata/languages
	build   []string // a command; empty if none is needed
	run     []string // a command, which gets names of codes as arguments
	warning string   // part of the only warning, which the program provokes; empty if there is none
}

func toolchains() []toolchain {
	return []toolchain{
		{
			docs.TypeScript, "codes.ts", "check.ts",
			[]string{
				tsc(), "--strict", "--noUnusedLocals", "--target", "es2020", "--module", "commonjs",
				"check.ts",
			},
			[]string{"node", "check.js"}, "",
		},
		{docs.Python, "codes.py", "check.py", nil, []string{"python3", "-W", "error", "check.py"}, ""},
		{
			docs.Rust, "codes.rs", "check.rs",
			[]string{"rustc", "--edition", "2021", "-A", "dead_code", "check.rs"},
			[]string{"./check"}, "warning: use of deprecated unit variant `codes::ResponseCode::NewName`",
		},
		{
			docs.Java, "ResponseCode.java", "Check.java",
			[]string{
				"javac", "--release", "11", "-encoding", "UTF-8", "-Xlint:all",
				"-Xdoclint:all,-missing", "Check.java", "ResponseCode.java",
			},
			[]string{"java", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "Check"},
			"warning: [deprecation] NEW_NAME in ResponseCode has been deprecated",
		},
		{
			docs.C, "codes.h", "check.c",
			[]string{"gcc", "-std=c99", "-Wall", "-Wextra", "-pedantic", "-o", "check", "check.c"},
			[]string{"./check"}, "warning: ‘IMAP_CODE_NEW_NAME’ is deprecated",
		},
		{
			docs.Swift, "codes.swift", "main.swift",
			[]string{"swiftc", "-o", "check", "main.swift", "codes.swift"},
			[]string{"./check"}, "warning: 'newName' is deprecated",
		},
	}
}

// TestToolchains checks that each format has a toolchain, except those that are not compiled.
func TestToolchains(t *testing.T) {
	got := []docs.Format{docs.Markdown, docs.MDX, docs.HTML, docs.JSON}
	for _, tool := range toolchains() {
		got = append(got, tool.format)
	}
	less := func(a, b docs.Format) bool { return a < b }
	if diff := cmp.Diff(docs.Formats(), got, cmpopts.SortSlices(less)); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

// tsc returns the compiler of TypeScript, that of gen/browser if it is installed.
func tsc() string {
	local, err := filepath.Abs("../browser/node_modules/.bin/tsc")
	if _, statErr := os.Stat(local); err == nil && statErr == nil {
		return local
	}
	return "tsc"
}

// command returns a command in a directory, in English.
func command(dir string, args ...string) *exec.Cmd {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "PYTHONDONTWRITEBYTECODE=1")
	return cmd
}

// TestLanguages compiles what docs writes for each programming language and compares what it knows
// with the page: the checked-in registry, and codes with hostile texts or names. Only letters of
// ASCII have two cases in the names of codes.
func TestLanguages(t *testing.T) {
	p := newPage(t, checkedIn(t))
	for i, text := range hostileTexts(t) {
		p.Codes = append(p.Codes, docs.Code{
			Code: strconv.Itoa(i) + strings.ReplaceAll(text, " ", ""), Name: fmt.Sprint("Hostile", i),
			Status: "unregistered", Deprecation: text, Summary: text, Advice: text, Security: text,
			Arguments: text, Commands: []string{text}, Capability: []string{text, text},
			Defined: []docs.Section{{Section: text, Reference: docs.Reference{Name: text, URL: text}}},
		})
	}
	p.Codes = append(p.Codes, docs.Code{Code: "SELF", Name: "Self", Status: "removed"},
		docs.Code{Code: "lower", Name: "Default", Status: "reserved", Summary: strings.Repeat("long ", 100)})
	names := []string{"OVERQUOTA", "OverQuota", "LOWER", "lımıt", "ſerverbug", "LIMI", "LIMITS", "X-NONE"}
	want := knowledge(p) + "OVERQUOTA\nOVERQUOTA\nlower\n-\n-\n-\n-\n-\n"
	for _, tool := range toolchains() {
		t.Run(string(tool.format), func(t *testing.T) {
			t.Parallel()
			for _, cmd := range [][]string{tool.build, tool.run} {
				if len(cmd) > 0 && !strings.HasPrefix(cmd[0], "./") {
					if exec.Command(cmd[0], "--version").Run() != nil {
						t.Skipf("SKIPPED: %s --version fails, so the output for %s is not compiled",
							cmd[0], tool.format)
					}
				}
			}
			dir := t.TempDir()
			program, err := os.ReadFile(filepath.Join("testdata/languages", tool.program))
			if err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(dir, tool.program), program)
			write(t, filepath.Join(dir, tool.file), render(t, tool.format, p))
			if tool.build != nil {
				build(t, dir, tool)
			}
			cmd := command(dir, append(tool.run, names...)...)
			cmd.Stderr = os.Stderr
			got, err := cmd.Output()
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, string(got)); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// build compiles the program in dir and checks the warnings.
func build(t *testing.T, dir string, tool toolchain) {
	t.Helper()
	out, err := command(dir, tool.build...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	warnings := bytes.Count(out, []byte("warning: "))
	if tool.format == docs.Rust {
		warnings-- // it counts them in a warning
	}
	isFine := len(out) == 0
	if tool.warning != "" {
		isFine = warnings == 1 && bytes.Contains(out, []byte(tool.warning))
	}
	if !isFine {
		t.Errorf("%d warnings, want only %q:\n%s", warnings, tool.warning, out)
	}
}

func write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(name, data, 0o666); err != nil {
		t.Fatal(err)
	}
}

// hostileTexts returns the texts of hostile.csv, and some that do harm in source code.
func hostileTexts(t *testing.T) []string {
	t.Helper()
	f, err := os.Open("../docs/testdata/hostile.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, row := range rows[1:] {
		texts = append(texts, row[1])
	}
	return append(texts, `*/ int x; /*`, `/*/ x /**/ y`, `\u002a/ x`, `\u000a x`, `\`, `x \`, `what??/`,
		`??'??=`, `""" x '''`, `"); x("`, `\" + x + \"`, `${x} $x #{x} \(x) {x} %s`, `\x41\101\N{DIGIT ONE}`,
		`@deprecated {@link x} @`, `#define x`, `__proto__`, `constructor`, `r"#`, `café ∀ 😀`)
}

// knowledge returns what the programs print of all codes: 13 columns in hexadecimal.
func knowledge(p docs.Page) string {
	var b strings.Builder
	for _, c := range p.Codes {
		var columns []string
		for _, text := range []string{
			c.Code, c.Status, c.Retry, strings.Join(c.Tagged, " "), strings.Join(c.Untagged, " "),
			strings.Join(c.Commands, " "), strings.Join(c.Capability, " "), c.State, c.Deprecation,
			c.Summary, c.Advice, c.Security, c.Arguments,
		} {
			columns = append(columns, hex.EncodeToString([]byte(text)))
		}
		b.WriteString(strings.Join(columns, ",") + "\n")
	}
	return b.String()
}
