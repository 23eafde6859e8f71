package cli

import (
	"os"
	"syscall"
	"testing"
	"unsafe"
)

// TestTextWidth checks the width of a terminal, which COLUMNS overrides, and of what is none.
func TestTextWidth(t *testing.T) {
	terminal, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("SKIPPED: there are no terminals: ", err)
	}
	defer terminal.Close()
	size := [4]uint16{24, 72, 0, 0}
	_, _, errno := syscall.Syscall(syscall.SYS_IOCTL, terminal.Fd(), syscall.TIOCSWINSZ,
		uintptr(unsafe.Pointer(&size)))
	if errno != 0 {
		t.Fatal(errno)
	}
	file, err := os.Create(t.TempDir() + "/file")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for _, test := range []struct {
		reason, variable string
		stdout           *os.File
		want             int
	}{
		{"a terminal", "", terminal, 72},
		{"COLUMNS", "50", terminal, 50},
		{"not a number", "wide", terminal, 72},
		{"zero columns", "0", terminal, 72},
		{"not a terminal", "50", file, 0},
	} {
		env := Env{Stdout: test.stdout, Getenv: func(name string) string {
			return map[string]string{"COLUMNS": test.variable}[name]
		}}
		if got := textWidth(env); got != test.want {
			t.Errorf("%s: got %d, want %d", test.reason, got, test.want)
		}
	}
	if got := columns(file); got != 0 {
		t.Errorf("a file has %d columns, want 0", got)
	}
}
