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
)

// An Env is what a command has of the world besides the file system.
type Env struct {
	Args   []string // without the program's name
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer
	Getenv func(name string) string
	Data   fs.FS // registry.csv, abnf/ and templates/ as they were when the tool was built
}

// The exit statuses of all commands.
const (
	statusFine    = 0
	statusDiffers = 1 // something differs, or is stale
	statusBad     = 2 // the arguments or the input are bad
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
arguments or the input are bad.`,
		SilenceUsage:      true,
		SilenceErrors:     true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
	}
	root.AddCommand(updateCommand(env), generateCommand(env), docsCommand(env), explainCommand(env))
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
