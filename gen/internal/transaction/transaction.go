// Package transaction replaces files below a directory, all or none, whatever interrupts it: an error, a signal, a full
// disk, the loss of power.
//
// Each file is written and synced beside its place, as ".NAME.new". A list of them lies in the directory before the first
// is written, and is renamed once all are: from then on the change counts as made, and the files take their places. What
// was interrupted before is taken back by the next transaction there, what was interrupted after is finished, unless
// somebody has put files back meanwhile. A single rename is no way to do it: the files lie in several folders, among others
// that people write.
package transaction

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"

	"github.com/gofrs/flock"
)

// The files that a transaction keeps in its directory while it lasts.
const (
	lockFile    = ".imapcodes.lock"
	stagingFile = ".imapcodes.staging" // names the files that are being written
	journalFile = ".imapcodes.journal" // the same list, once all are written
)

// A Change is a file to be written or removed.
type Change struct {
	Name   string // slash-separated, below the transaction's directory
	Data   []byte // what it is to hold
	Remove bool
}

// A Step is told of each operation on the disk ("write", "sync", "rename", "remove") before it is done, with the name of
// its file below the transaction's directory.
type Step func(operation, name string)

// What becomes of a transaction that was interrupted.
const (
	Finished  = "finished"
	TakenBack = "taken back"
)

// A Transaction has a directory for itself, until Close.
type Transaction struct {
	// Recovered says what became of an earlier transaction that was interrupted in the directory: Finished or TakenBack. It is
	// empty where there was none.
	Recovered string

	dir  string
	root *os.Root
	lock *flock.Flock
	step Step
}

// Begin locks dir, which is made if need be, and finishes or takes back what was interrupted there. It does not wait: a
// directory that another process has locked is an error. A nil step is fine.
func Begin(dir string, step Step) (*Transaction, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	lock, err := lockDir(dir)
	if err != nil {
		return nil, err
	}
	t := &Transaction{dir: dir, lock: lock, step: step}
	if t.step == nil {
		t.step = func(string, string) {}
	}
	if t.root, err = os.OpenRoot(dir); err == nil {
		err = t.recover()
	}
	if err != nil {
		t.Close()
		return nil, err
	}
	return t, nil
}

// lockDir returns the lock of dir.
func lockDir(dir string) (*flock.Flock, error) {
	name := filepath.Join(dir, lockFile)
	for {
		lock := flock.New(name)
		locked, err := lock.TryLock()
		if err != nil {
			return nil, err
		}
		if !locked {
			return nil, fmt.Errorf("%s is locked: another imapcodes is at work there", name)
		}
		ours, err1 := lock.Stat()
		there, err2 := os.Stat(name)
		if err1 == nil && err2 == nil && os.SameFile(ours, there) {
			return lock, nil
		}
		lock.Close() // the one who had it before has removed it: it protects nothing
	}
}

// Close gives the directory free. What was not committed was never there.
func (t *Transaction) Close() {
	os.Remove(filepath.Join(t.dir, lockFile)) // Windows keeps an open file: there it stays, empty, and does no harm
	t.lock.Close()
	if t.root != nil {
		t.root.Close()
	}
}

// Interrupted returns an error if a transaction in dir was interrupted, or has not ended yet, so that its files may be of
// two states.
func Interrupted(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, journalFile)); err != nil {
		return nil // not there; what cannot be seen at all is for the caller to meet
	}
	return fmt.Errorf("%s: a change of these files was interrupted; run the command again that made it", filepath.Join(dir, journalFile))
}

// An entry is a line of the journal.
type entry struct {
	Name   string `json:"name"`
	Remove bool   `json:"remove,omitempty"`
	Sum    []byte `json:"sum,omitempty"` // of what the file is to hold
}

func newEntry(c Change) entry {
	if c.Remove {
		return entry{Name: c.Name, Remove: true}
	}
	return entry{Name: c.Name, Sum: sum(c.Data)}
}

func sum(data []byte) []byte {
	s := sha256.Sum256(data)
	return s[:]
}

// staged returns the name under which the file is written first.
func (e entry) staged() string {
	return path.Join(path.Dir(e.Name), "."+path.Base(e.Name)+".new")
}

// Commit makes changes, all or none. After an error they may still be made by the next Begin, of which the error tells.
func (t *Transaction) Commit(changes []Change) error {
	if len(changes) == 0 {
		return nil
	}
	var entries []entry
	for _, c := range changes {
		entries = append(entries, newEntry(c))
	}
	err := t.stage(entries, changes)
	if err == nil {
		err = t.rename(stagingFile, journalFile)
	}
	if err != nil {
		return errors.Join(err, t.takeBack(entries))
	}
	if err := t.finish(entries); err != nil {
		return fmt.Errorf("%w; the next run finishes this one", err)
	}
	return nil
}

// stage writes the changes beside their places, and before them the list of what is written.
func (t *Transaction) stage(entries []entry, changes []Change) error {
	list, err := json.Marshal(entries)
	if err != nil {
		return err
	}
	if err := t.write(stagingFile, list, 0); err != nil {
		return err
	}
	if err := t.sync("."); err != nil {
		return err
	}
	for i, e := range entries {
		if e.Remove {
			continue
		}
		if err := t.root.MkdirAll(path.Dir(e.Name), 0o777); err != nil {
			return err
		}
		if err := t.write(e.staged(), changes[i].Data, t.mode(e.Name)); err != nil {
			return err
		}
	}
	return t.syncFolders(entries)
}

// finish puts the staged files in their places. It may be done again after an interruption: what is done already is left.
func (t *Transaction) finish(entries []entry) error {
	if err := t.sync("."); err != nil { // the journal has its name for good
		return err
	}
	for _, e := range entries {
		var err error
		if e.Remove {
			err = t.remove(e.Name)
		} else {
			err = t.rename(e.staged(), e.Name)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := t.syncFolders(entries); err != nil {
		return err
	}
	return t.remove(journalFile)
}

// takeBack removes what was staged.
func (t *Transaction) takeBack(entries []entry) error {
	var errs []error
	for _, name := range append(stagedNames(entries), stagingFile) { // the list last
		if err := t.remove(name); !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

func stagedNames(entries []entry) []string {
	var names []string
	for _, e := range entries {
		if !e.Remove {
			names = append(names, e.staged())
		}
	}
	return names
}

// recover finishes or takes back a transaction that was interrupted.
func (t *Transaction) recover() error {
	entries, err := t.readList(journalFile)
	switch {
	case err == nil:
		if err := t.verify(entries); err != nil {
			return err
		}
		t.Recovered = Finished
		return t.finish(entries)
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	entries, err = t.readList(stagingFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	t.Recovered = TakenBack // a list that cannot be read was not written to its end, so that nothing is staged
	return t.takeBack(entries)
}

// verify returns an error unless each file of an interrupted transaction is staged or in its place. Else somebody has put
// files back, and to finish would make a mixture of both states.
func (t *Transaction) verify(entries []entry) error {
	for _, e := range entries {
		if !e.Remove && !t.holds(e.staged(), e.Sum) && !t.holds(e.Name, e.Sum) {
			return fmt.Errorf("%s: %s is not as the interrupted change made it; once all files are as they should be, remove this one",
				filepath.Join(t.dir, journalFile), e.Name)
		}
	}
	return nil
}

func (t *Transaction) holds(name string, want []byte) bool {
	data, err := t.root.ReadFile(name)
	return err == nil && bytes.Equal(sum(data), want)
}

func (t *Transaction) readList(name string) ([]entry, error) {
	data, err := t.root.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var entries []entry
	if err := json.Unmarshal(data, &entries); err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Join(t.dir, name), err)
	}
	return entries, nil
}

// mode returns the permissions of a file, 0 if there is none.
func (t *Transaction) mode(name string) fs.FileMode {
	info, err := t.root.Stat(name)
	if err != nil {
		return 0
	}
	return info.Mode().Perm()
}

// write writes a new file and syncs it; mode are its permissions if it is not 0. What has the name goes: it is left over, or
// a link through which a file of people's would be written.
func (t *Transaction) write(name string, data []byte, mode fs.FileMode) error {
	t.step("write", name)
	if err := t.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := t.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil && mode != 0 {
		err = f.Chmod(mode)
	}
	if err == nil {
		t.step("sync", name)
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

func (t *Transaction) rename(from, to string) error {
	t.step("rename", to)
	return t.root.Rename(from, to)
}

func (t *Transaction) remove(name string) error {
	t.step("remove", name)
	return t.root.Remove(name)
}

// syncFolders syncs the folders of all entries, each once.
func (t *Transaction) syncFolders(entries []entry) error {
	done := map[string]bool{}
	for _, e := range entries {
		folder := path.Dir(e.Name)
		if done[folder] {
			continue
		}
		done[folder] = true
		if err := t.sync(folder); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// sync makes the names in a folder last.
func (t *Transaction) sync(folder string) error {
	if runtime.GOOS == "windows" { // which cannot
		return nil
	}
	t.step("sync", folder)
	f, err := t.root.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
