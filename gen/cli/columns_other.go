//go:build !linux && !darwin && !freebsd

package cli

import "os"

// columns returns 0: the standard library cannot tell the width of a terminal here.
func columns(*os.File) int { return 0 }
