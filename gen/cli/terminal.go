package cli

import (
	"io"
	"os"

	"golang.org/x/term"
)

// isTerminal reports whether w writes to a terminal, where people see progress and colour.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
