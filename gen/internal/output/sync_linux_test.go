package output

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
)

// TestSync checks that each file is synced before it is renamed. In place of the temporary file it
// puts a pipe, which cannot be synced.
func TestSync(t *testing.T) {
	dir := newFolder(t)
	pipe, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer pipe.Close()
	defer writer.Close()
	err = Apply(changes(dir), func(operation, name string) {
		if operation == "sync" && filepath.Base(name) == "registry.csv" {
			if err := syscall.Dup3(int(writer.Fd()), temporaryFile(t, dir), syscall.O_CLOEXEC); err != nil {
				t.Fatal(err)
			}
		}
	})
	var failed *os.PathError
	if !errors.As(err, &failed) || failed.Op != "sync" {
		t.Errorf("error %v, want one of sync", err)
	}
}

// temporaryFile returns the descriptor of the temporary file in dir that is open.
func temporaryFile(t *testing.T, dir string) int {
	t.Helper()
	descriptors, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip(err)
	}
	for _, d := range descriptors {
		name, err := os.Readlink(filepath.Join("/proc/self/fd", d.Name()))
		if err == nil && filepath.Dir(name) == dir && isTemporary(name) {
			fd, _ := strconv.Atoi(d.Name())
			return fd
		}
	}
	t.Fatalf("no temporary file is open in %s", dir)
	return 0
}
