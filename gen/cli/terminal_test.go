package cli

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

func TestIsTerminal(t *testing.T) {
	open := func(name string, flag int) *os.File {
		f, err := os.OpenFile(name, flag, 0o666)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	null := open(os.DevNull, os.O_RDWR)
	file := open(filepath.Join(t.TempDir(), "file"), os.O_CREATE|os.O_WRONLY)
	pipe, end, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	closed := open(os.DevNull, os.O_RDWR)
	closed.Close()
	for _, test := range []struct {
		reason string
		w      io.Writer
	}{
		{"not a file", &bytes.Buffer{}},
		{"a regular file", file},
		{"a pipe", end},
		{"the null device is a character device, too", null},
		{"closed", closed},
	} {
		if isTerminal(test.w) && (test.w != null || runtime.GOOS != "windows") {
			t.Errorf("%s: taken for a terminal", test.reason)
		}
	}
	for _, f := range []*os.File{null, file, pipe, end} {
		f.Close()
	}
}
