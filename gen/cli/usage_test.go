package cli

import (
	"bytes"
	"errors"
	"flag"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/gen/docs"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

var (
	flagName   = regexp.MustCompile(`--([a-z][a-z-]*)`)
	listedFlag = regexp.MustCompile(`(?m)^  --([a-z-]+)`)
)

// Each usage text names the flags of its command and no others, and has the same form.
func TestUsage(t *testing.T) {
	for _, c := range commands() {
		t.Run(c.name, func(t *testing.T) {
			flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
			flags.SetOutput(&bytes.Buffer{})
			if err := c.run(Env{}, flags, []string{"--help"}); !errors.Is(err, flag.ErrHelp) {
				t.Fatalf("--help: got error %v", err)
			}
			var want []string // sorted
			flags.VisitAll(func(f *flag.Flag) { want = append(want, f.Name) })
			listed := map[string]bool{}
			for _, match := range listedFlag.FindAllStringSubmatch(c.usage, -1) {
				listed[match[1]] = true
			}
			if diff := cmp.Diff(want, slices.Sorted(maps.Keys(listed))); diff != "" {
				t.Errorf("flags mismatch (-defined +listed):\n%s", diff)
			}
			for _, match := range flagName.FindAllStringSubmatch(c.usage, -1) {
				if name := match[1]; !listed[name] && name != "version" && name != "allow" { // --allow-…
					t.Errorf("the text speaks of --%s, which %s does not have", name, c.name)
				}
			}
			checkForm(t, c)
		})
	}
}

// The usage text of docs names each format.
func TestDocsFormats(t *testing.T) {
	_, list, _ := strings.Cut(docsUsage, "--format FORMAT    ")
	list, _, _ = strings.Cut(list, "--template")
	list = strings.Replace(strings.Join(strings.Fields(list), " "), " or", ",", 1)
	if diff := cmp.Diff(docs.Names(docs.Formats()), list); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

// The usage text of docs names each function of templates with its arguments.
func TestDocsFunctions(t *testing.T) {
	source, err := os.ReadFile("../docs/template.go")
	if err != nil {
		t.Fatal(err)
	}
	list := regexp.MustCompile(`(?m)^//\t([a-z]\w*(?: [A-Z…]+)+)  `).FindAllSubmatch(source, -1)
	if len(list) < 15 {
		t.Fatalf("found %d functions in the documentation of Execute", len(list))
	}
	for _, m := range list {
		if !strings.Contains(docsUsage, string(m[1])) {
			t.Errorf("the usage text of docs does not name %s", m[1])
		}
	}
}

// checkForm checks what all usage texts have in common.
func checkForm(t *testing.T, c command) {
	t.Helper()
	lines := strings.Split(c.usage, "\n")
	for i, line := range lines {
		n := utf8.RuneCountInString(line)
		if n > 80 || strings.HasSuffix(line, " ") || strings.Contains(line, "\t") {
			t.Errorf("line %d has %d columns, a tab, or trailing space: %q", i+1, n, line)
		}
	}
	if !strings.HasPrefix(c.usage, "Usage: imapcodes ") || !strings.HasSuffix(c.usage, ".\n") {
		t.Errorf("does not begin with its usage or does not end with one newline:\n%s", c.usage)
	}
	if !strings.Contains(c.usage, "\nExit status: 0 ") {
		t.Error("no exit statuses")
	}
	if c.name == "help" { // the overview
		return
	}
	if n := len(examples(c.usage)); n < 2 || n > 4 {
		t.Errorf("%d examples, want 2 to 4", n)
	}
	if c.summary == "" || len("  generate  "+c.summary) > 80 || strings.HasSuffix(c.summary, ".") {
		t.Errorf("summary %q", c.summary)
	}
}

// Flags may follow other arguments. After "--", all arguments are others.
func TestParse(t *testing.T) {
	for _, test := range []struct {
		reason, args string
		limit        int
		want         []string // the format, -all and the other arguments
		err          string
	}{
		{reason: "no arguments", want: []string{"text", "false"}},
		{reason: "two dashes", args: "--format json --all", want: []string{"json", "true"}},
		{reason: "one dash and an equals sign", args: "-format=json -all=true", want: []string{"json", "true"}},
		{reason: "flags between and after", args: "a --format json b -all", limit: 2, want: []string{"json", "true", "a", "b"}},
		{reason: "the end of flags", args: "--all -- --format json", limit: 2, want: []string{"text", "true", "--format", "json"}},
		{reason: "the end of flags after another argument", args: "a -- -b --", limit: 3, want: []string{"text", "false", "a", "-b", "--"}},
		{reason: "a dash is standard input", args: "- --all", limit: 1, want: []string{"text", "true", "-"}},
		{reason: "the last one counts", args: "--format json --format xml", want: []string{"xml", "false"}},

		{reason: "too many", args: "a b c", limit: 2, err: `unexpected argument "c" (see imapcodes test --help)`},
		{reason: "none allowed", args: "--all yes", err: `unexpected argument "yes" (see imapcodes test --help)`},
		{reason: "an unknown flag", args: "a --x", limit: 1, err: `unknown flag "--x" (see imapcodes test --help)`},
		{reason: "an unknown flag with a value", args: "-x=1", err: `unknown flag "--x" (see imapcodes test --help)`},
		{reason: "a missing value", args: "--format", err: `flag needs an argument: -format (see imapcodes test --help)`},
		{reason: "a bad value", args: "--all=si", err: `invalid boolean value "si" for -all: parse error (see imapcodes test --help)`},
		{reason: "help", args: "a --help", limit: 1, err: `flag: help requested (see imapcodes test --help)`},
	} {
		flags := flag.NewFlagSet("test", flag.ContinueOnError)
		flags.SetOutput(&bytes.Buffer{})
		format := flags.String("format", "text", "")
		all := flags.Bool("all", false, "")
		others, err := parse(flags, strings.Fields(test.args), test.limit)
		if test.err != "" {
			if err == nil || err.Error() != test.err {
				t.Errorf("%s: got error %v, want %s", test.reason, err, test.err)
			}
			continue
		}
		got := append([]string{*format, map[bool]string{true: "true", false: "false"}[*all]}, others...)
		if diff := cmp.Diff(test.want, got); err != nil || diff != "" {
			t.Errorf("%s: error %v, mismatch (-want +got):\n%s", test.reason, err, diff)
		}
	}
}

// Lists have commas, may be repeated, and may be empty.
func TestAppendTo(t *testing.T) {
	var got []string
	add := appendTo(&got)
	for _, value := range []string{"a,b", "", "c"} {
		if err := add(value); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]string{"a", "b", "c"}, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

// A mistyped command is answered with those that may have been meant.
func TestFind(t *testing.T) {
	for _, test := range []struct{ name, want, reason string }{
		{"explian", `unknown command "explian"; did you mean explain?`, "swapped letters"},
		{"udpate", `unknown command "udpate"; did you mean update?`, "swapped letters near the beginning"},
		{"generat", `unknown command "generat"; did you mean generate?`, "a prefix"},
		{"doc", `unknown command "doc"; did you mean docs?`, "a missing letter"},
		{"difff", `unknown command "difff"; did you mean diff?`, "a letter more"},
		{"d", `unknown command "d"; did you mean docs or diff?`, "the prefix of two"},
		{"convert", `unknown command "convert" (see imapcodes --help)`, "nothing near"},
		{"", `unknown command "" (see imapcodes --help)`, "empty"},
		{"--check", `unknown flag "--check" (see imapcodes --help)`, "a flag"},
	} {
		if _, err := find(test.name); err == nil || err.Error() != test.want {
			t.Errorf("%s: got error %v, want %s", test.reason, err, test.want)
		}
	}
}

// TestControlCharacters checks that messages do not command a terminal, whatever names hold.
func TestControlCharacters(t *testing.T) {
	const hostile, shown = "no\x1b[2J\u202e\x07", `no\x1b[2J`
	for _, args := range [][]string{
		{hostile}, {"diff", hostile, hostile}, {"docs", "--template", hostile},
		{"generate", "--registry", hostile}, {"generate", "--extra", hostile}, {"update", hostile},
	} {
		var stderr bytes.Buffer
		data := os.DirFS("../..")
		status := Run(Env{Args: args, Data: data, Stdout: &stderr, Stderr: &stderr, Getenv: os.Getenv})
		for line := range strings.Lines(stderr.String()) {
			line = strings.TrimSuffix(line, "\n")
			if registry.Visible(line) != line {
				t.Errorf("%q: printed %q", args, line)
			}
		}
		if status != statusBad || !strings.Contains(stderr.String(), shown) {
			t.Errorf("%q: status %d, printed %q, which does not show %s", args, status, &stderr, shown)
		}
	}
}
