package output

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// A Step is called with the name of the file before each operation on disk: "write", "sync",
// "rename" or "remove".
type Step func(operation, name string)

// Apply makes changes. A nil step is fine.
//
// All files are written and synced under temporary names beside their places, then renamed into
// them. If that fails, the files that were renamed are put back, and the temporary ones removed.
// Removals come last. Whenever the process is killed, each file is complete, old or new; applying
// the changes again completes them. Parallel runs do not disturb each other: temporary names are
// unique, and the last rename wins.
func Apply(changes []Change, step Step) error {
	if step == nil {
		step = func(string, string) {}
	}
	if err := step.replaceAll(changes); err != nil {
		return err
	}
	var errs []error
	for _, c := range changes {
		if c.Remove {
			errs = append(errs, step.remove(c.Name))
		}
	}
	return errors.Join(errs...)
}

// replaceAll writes all files of changes, or none if one of them cannot be written.
func (step Step) replaceAll(changes []Change) (err error) {
	var files []replacement
	var undo []func() error
	defer func() {
		for i := 0; err != nil && i < len(undo); i++ {
			err = errors.Join(err, undo[i]())
		}
	}()
	for _, c := range changes {
		if c.Remove {
			continue
		}
		r, err := step.stage(c)
		if err != nil {
			return err
		}
		files, undo = append(files, r), append(undo, func() error { return step.remove(r.temp) })
	}
	for i, r := range files {
		if err := step.rename(r.temp, r.name); err != nil {
			return err
		}
		undo[i] = func() error { return step.putBack(r) }
	}
	return nil
}

// A replacement is a file that is written. Old is nil if there was none.
type replacement struct {
	name, temp string
	old        []byte
}

// stage writes c.Data to a temporary file beside c.Name.
func (step Step) stage(c Change) (replacement, error) {
	r := replacement{name: c.Name}
	err := checkFolder(filepath.Dir(c.Name))
	if errors.Is(err, fs.ErrNotExist) {
		err = os.MkdirAll(filepath.Dir(c.Name), 0o777)
	}
	if err == nil {
		r.old, err = read(c.Name, limitFor(c.Data))
	}
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		r.temp, err = step.write(c.Name, c.Data)
	}
	return r, err
}

// putBack undoes the rename of r.
func (step Step) putBack(r replacement) error {
	if r.old == nil {
		return step.remove(r.name)
	}
	temp, err := step.write(r.name, r.old)
	if err == nil {
		err = step.rename(temp, r.name)
	}
	return err
}

// write writes and syncs a temporary file beside the file called name, with the permissions of
// that if it exists, and returns its name.
func (step Step) write(name string, data []byte) (temp string, err error) {
	step("write", name)
	temp = filepath.Join(filepath.Dir(name), temporary+rand.Text()+temporaryEnd)
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return "", err
	}
	_, err = f.Write(data)
	if info, statErr := os.Lstat(name); err == nil && statErr == nil {
		err = f.Chmod(info.Mode().Perm())
	}
	if err == nil {
		step("sync", name)
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return "", errors.Join(err, os.Remove(temp))
	}
	return temp, nil
}

func (step Step) rename(temp, name string) error {
	step("rename", name)
	return os.Rename(temp, name)
}

// remove removes a file, which a parallel run may have removed already.
func (step Step) remove(name string) error {
	step("remove", name)
	err := checkFolder(filepath.Dir(name))
	if err == nil {
		err = os.Remove(name)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
