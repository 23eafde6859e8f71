package output

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// MaxSize is the size in bytes of the largest file that is read.
const MaxSize = 16 << 20

// ReadFile returns the content of a file that a user named. It may be a link, a pipe or a device,
// such as /dev/stdin. More than MaxSize bytes are an error.
func ReadFile(name string) ([]byte, error) {
	if err := checkName(name); err != nil {
		return nil, err
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ReadAll(name, f)
}

// checkName returns an error for a name of several lines, which could pass for several messages.
func checkName(name string) error {
	if strings.Contains(name, "\n") {
		return fmt.Errorf("%q: the name contains a line feed", name)
	}
	return nil
}

// ReadAll reads r, which is called name, to its end. More than MaxSize bytes are an error.
func ReadAll(name string, r io.Reader) ([]byte, error) { return readAll(name, r, MaxSize) }

func readAll(name string, r io.Reader, limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(data)) > limit {
		err = tooLarge(name, limit)
	}
	return data, err
}

func tooLarge(name string, limit int64) error {
	return fmt.Errorf("%s: larger than %d MiB", name, limit>>20)
}

// limitFor returns the size of the largest file that data may replace. It is twice that of data if
// that is more than MaxSize: git for Windows may have doubled its line ends.
func limitFor(data []byte) int64 { return max(MaxSize, 2*int64(len(data))) }

// read returns the content of a file that is not larger than limit bytes, and that open opens.
func read(name string, limit int64) ([]byte, error) {
	f, err := open(name, limit)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readAll(name, f, limit)
}

// open opens a file that no user named: anything may be in a folder. It must be a regular file that
// is not larger than limit bytes.
func open(name string, limit int64) (*os.File, error) {
	if err := errors.Join(checkName(name), checkFolder(filepath.Dir(name))); err != nil {
		return nil, err
	}
	info, err := os.Lstat(name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s: not a regular file", name)
	case info.Size() > limit:
		return nil, tooLarge(name, limit)
	}
	return os.Open(name)
}

// A Folder is a directory as a file system. Only regular files of at most MaxSize bytes can be
// read. As elsewhere in this package, a relative path without ".." is not followed out of the
// current directory.
type Folder string

// Open implements [fs.FS].
func (f Folder) Open(name string) (fs.File, error) { return open(f.path(name), MaxSize) }

// ReadFile implements [fs.ReadFileFS].
func (f Folder) ReadFile(name string) ([]byte, error) { return read(f.path(name), MaxSize) }

// ReadDir implements [fs.ReadDirFS]. A directory that does not exist has no entries.
func (f Folder) ReadDir(name string) ([]fs.DirEntry, error) { return readDir(f.path(name)) }

func (f Folder) path(name string) string {
	return filepath.Join(string(f), filepath.FromSlash(name))
}
