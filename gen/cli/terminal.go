package cli

import (
	"io"
	"os"
)

// isTerminal reports whether w is a terminal, where people see progress and color. It reports true
// for any character device except the null device, including serial lines. On Windows it may
// mistake the null device for a terminal, and it never recognizes a terminal that is a pipe
// (Cygwin).
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	null, err := os.Stat(os.DevNull)
	return err != nil || !os.SameFile(info, null)
}
