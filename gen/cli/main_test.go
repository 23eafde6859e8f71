package cli

import (
	"os"
	"strconv"
	"testing"

	"github.com/imapcodes/imapcodes/gen/internal/output"
)

// The environment variables that make this test binary the command imapcodes. What is embedded in
// the program is then in the directory $DATA.
const (
	asCommand = "TEST_AS_IMAPCODES"
	killAt    = "TEST_KILL_AT" // kills the command before this step of its writing, from 1
)

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) == "" {
		os.Exit(m.Run())
	}
	os.Exit(Run(Env{
		Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv,
		Data: os.DirFS(os.Getenv("DATA")), Step: killer(os.Getenv(killAt)),
	}))
}

// killer returns a Step that kills the process before the given step.
func killer(at string) output.Step {
	n, err := strconv.Atoi(at)
	if err != nil {
		return nil
	}
	return func(string, string) {
		if n--; n == 0 {
			p, _ := os.FindProcess(os.Getpid())
			_ = p.Kill()
			select {} // until it is dead
		}
	}
}
