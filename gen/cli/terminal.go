package cli

import (
	"io"
	"os"
	"strconv"
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

// textWidth returns where text on env.Stdout is to be wrapped, in columns, or 0: not at all, because
// it is not a terminal or its size is unknown. COLUMNS has priority, as POSIX says.
func textWidth(env Env) int {
	if !isTerminal(env.Stdout) {
		return 0
	}
	if n, err := strconv.ParseUint(env.Getenv("COLUMNS"), 10, 15); err == nil && n > 0 {
		return int(n)
	}
	return columns(env.Stdout.(*os.File))
}
