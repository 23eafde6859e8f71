// Package cli holds the commands of imapcodes, one per file. A command reads its input, calls other
// packages, and writes what they return. It contains no logic about the registry.
package cli

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/gen/internal/output"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// An Env is a command's environment other than the file system.
type Env struct {
	Args   []string // without the program's name
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer
	Getenv func(name string) string
	Data   fs.FS       // registry.csv, abnf/ and templates/ as embedded in the program
	Step   output.Step // for tests, which kill the program before a step; may be nil
}

// The exit statuses of all commands.
const (
	statusFine    = 0
	statusDiffers = 1 // something differs or is stale
	statusBad     = 2 // the arguments, the input or the network are bad
)

// errDiffers ends a command with statusDiffers. It is not printed: the command has already printed
// what differs.
var errDiffers = errors.New("differs")

// A command is a subcommand, named by the program's first argument.
type command struct {
	name    string
	summary string // one line for the list of commands
	usage   string // what --help prints

	// run defines its flags in flags (initially empty), parses args, and runs the command.
	run func(env Env, flags *flag.FlagSet, args []string) error
}

// commands returns all commands, in the order in which the overview lists them.
func commands() []command {
	list := []command{
		{"generate", "Write a Go package with the response codes", generateUsage, runGenerate},
		{"docs", "Write tables of the response codes", docsUsage, runDocs},
		{"audit", "Compare a list of codes written by hand with the registry", auditUsage, runAudit},
		{"diff", "Print what changed between two states of the registry", diffUsage, runDiff},
		{"update", "Update registry.csv and abnf/ from IANA and the RFC Editor", updateUsage, runUpdate},
		{"version", "Print the version and the embedded registry's date", versionUsage, runVersion},
	}
	list = slices.Insert(list, 1, explainCommand()...)
	return append(list, command{"help", "Print how a command is used", overview(list), runHelp})
}

// overview returns the program's usage with a list of its commands.
func overview(list []command) string {
	b := &strings.Builder{}
	b.WriteString(`Usage: imapcodes COMMAND [flags] [arguments]

Generate, document and track the IMAP response codes, from IANA's registry and
the RFCs' grammar. The commands are:

`)
	for _, c := range list {
		fmt.Fprintf(b, "  %-9s %s\n", c.name, c.summary)
	}
	b.WriteString(`
"imapcodes help COMMAND" prints how a command is used. Flags may have one or two
dashes and may follow other arguments; "--" ends them.

Exit status: 0 success; 1 something differs or is stale; 2 the arguments, the
input or the network are bad.
`)
	return b.String()
}

// Run runs the command that env.Args name and returns its exit status.
func Run(env Env) int {
	err := dispatch(env)
	switch {
	case err == nil:
		return statusFine
	case errors.Is(err, errDiffers):
		return statusDiffers
	}
	report(env, strings.Split(err.Error(), "\n"))
	return statusBad
}

// What report prints at most.
const (
	maxMessages = 20
	maxMessage  = 2000 // bytes
)

// report prints messages on standard error, one a line: the first ones, and how many more there
// are. It escapes control characters, which may come from the names of files.
func report(env Env, messages []string) {
	for _, m := range messages[:min(len(messages), maxMessages)] {
		if m = registry.Visible(m); len(m) > maxMessage {
			m = strings.ToValidUTF8(m[:maxMessage], "") + "..."
		}
		fmt.Fprintf(env.Stderr, "imapcodes: %s\n", m)
	}
	if more := len(messages) - maxMessages; more > 0 {
		fmt.Fprintf(env.Stderr, "imapcodes: %d more messages are not shown\n", more)
	}
}

// dispatch runs the command that env.Args name, or help if there are none.
func dispatch(env Env) error {
	name, args := "help", env.Args
	if len(args) > 0 {
		name, args = args[0], args[1:]
	}
	switch name {
	case "help", "--help", "-help", "-h":
		name = "help"
		if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
			name, args = args[0], []string{"--help"}
		}
	case "--version", "-version":
		name = "version"
	}
	c, err := find(name)
	if err != nil {
		return err
	}
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(io.Discard) // Run prints the errors
	err = c.run(env, flags, args)
	if errors.Is(err, flag.ErrHelp) {
		_, err = io.WriteString(env.Stdout, c.usage)
	}
	return err
}

// runHelp prints the overview. For "help COMMAND", dispatch runs COMMAND with --help instead.
func runHelp(_ Env, flags *flag.FlagSet, args []string) error {
	_, err := parse(flags, args, 0)
	return cmp.Or(err, flag.ErrHelp)
}

// find returns the named command.
func find(name string) (command, error) {
	var names []string
	for _, c := range commands() {
		if c.name == name {
			return c, nil
		}
		names = append(names, c.name)
	}
	if list := similar(name, names); len(list) > 0 {
		return command{}, fmt.Errorf("unknown command %q; did you mean %s?",
			name, strings.Join(list, " or "))
	}
	what := "command"
	if strings.HasPrefix(name, "-") {
		what = "flag"
	}
	return command{}, fmt.Errorf("unknown %s %q (see imapcodes --help)", what, name)
}

// similar returns those of names that begin with name, or differ from it in up to two letters and
// have another in common.
func similar(name string, names []string) (list []string) {
	for _, n := range names {
		if name != "" && (strings.HasPrefix(n, name) || difference(name, n) < min(3, len(name))) {
			list = append(list, n)
		}
	}
	return list
}

// difference returns the length of the longer of a and b without their common prefix and suffix.
func difference(a, b string) int {
	for a != "" && b != "" && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for a != "" && b != "" && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return max(len(a), len(b))
}

// parse parses args and returns the arguments that are not flags, at most limit of them. Flags may
// follow other arguments; "--" ends them.
func parse(flags *flag.FlagSet, args []string, limit int) ([]string, error) {
	var others []string
	for {
		if err := flags.Parse(args); err != nil {
			return nil, usageError(flags, err)
		}
		parsed := len(args) - flags.NArg()
		if flags.NArg() == 0 || parsed > 0 && args[parsed-1] == "--" {
			others = append(others, flags.Args()...)
			break
		}
		others, args = append(others, flags.Arg(0)), flags.Args()[1:]
	}
	if len(others) > limit {
		return nil, usageError(flags, fmt.Errorf("unexpected argument %q", others[limit]))
	}
	return others, nil
}

// usageError wraps an error in a command's arguments with a pointer to its help.
func usageError(flags *flag.FlagSet, err error) error {
	if name, ok := strings.CutPrefix(err.Error(), "flag provided but not defined: -"); ok {
		err = fmt.Errorf("unknown flag %q", "--"+name)
	}
	return fmt.Errorf("%w (see imapcodes %s --help)", err, flags.Name())
}
