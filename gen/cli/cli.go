// Package cli holds the commands of imapcodes, a file each. A command reads its input, calls functions from values to
// values, and writes what they return; it decides nothing about the registry.
package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/spf13/cobra"

	"github.com/imapcodes/imapcodes/gen/internal/output"
)

// An Env is what a command has of the world besides the file system.
type Env struct {
	Args   []string // without the program's name
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer
	Getenv func(name string) string
	Data   fs.FS       // registry.csv, abnf/ and templates/ as they were when the tool was built
	Step   output.Step // for tests, which end the program before a step; nil is fine
}

// The exit statuses of all commands.
const (
	statusFine    = 0
	statusDiffers = 1 // something differs, or is stale
	statusBad     = 2 // the arguments, the input or the network are bad
)

// errDiffers ends a command with statusDiffers and without a message; what differs has been said.
var errDiffers = errors.New("differs")

// Run runs the command that env.Args name and returns its exit status.
func Run(env Env) int {
	root := &cobra.Command{
		Use:   "imapcodes",
		Short: "The IMAP response codes, compiled",
		Long: `imapcodes makes Go packages from the IANA registry "IMAP Response Codes" and the
RFCs' grammar. Exit status: 0 fine, 1 something differs or is stale, 2 the
arguments, the input or the network are bad.`,
		Args:                       knownCommand,
		SilenceUsage:               true,
		SilenceErrors:              true,
		CompletionOptions:          cobra.CompletionOptions{DisableDefaultCmd: true},
		SuggestionsMinimumDistance: 2, // cobra's default, which it sets in its own messages only
	}
	root.AddCommand(updateCommand(env), diffCommand(env), generateCommand(env), docsCommand(env), explainCommand(env), versionCommand(env))
	addVersionFlag(root, env)
	root.SetHelpCommand(helpCommand(root))
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%w (see %s --help)", err, cmd.CommandPath())
	})
	root.SetArgs(env.Args)
	root.SetIn(env.Stdin)
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	err := root.Execute()
	switch {
	case err == nil:
		return statusFine
	case errors.Is(err, errDiffers):
		return statusDiffers
	}
	for _, line := range strings.Split(err.Error(), "\n") {
		fmt.Fprintf(env.Stderr, "imapcodes: %s\n", line)
	}
	return statusBad
}

// knownCommand returns an error if there is an argument, which for the root is the name of a command that is not there.
func knownCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if near := root.SuggestionsFor(args[0]); len(near) > 0 {
		return fmt.Errorf("unknown command %q, do you mean %s?", args[0], strings.Join(near, " or "))
	}
	return fmt.Errorf("unknown command %q (see %s --help)", args[0], root.CommandPath())
}

// noArguments returns an error if there is an argument. Cobra's own takes it for the name of a command.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return fmt.Errorf("unknown argument %q (see %s --help)", args[0], cmd.CommandPath())
}

// helpCommand stands in for cobra's, which calls it fine when there is no such command.
func helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Say how a command is used",
		RunE: func(_ *cobra.Command, args []string) error {
			cmd, rest, err := root.Find(args)
			if err != nil {
				return err
			}
			if len(rest) > 0 {
				return knownCommand(root, rest)
			}
			cmd.InitDefaultHelpFlag()
			return cmd.Help()
		},
	}
}
