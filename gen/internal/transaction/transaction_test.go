package transaction

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The states of a directory before and after the transaction of these tests, file by file.
var (
	before = map[string]string{"registry.csv": "old\n", "abnf/a.abnf": "old a\n", "abnf/gone.abnf": "old gone\n", "abnf/people.abnf": "kept\n"}
	after  = map[string]string{"registry.csv": "new\n", "abnf/a.abnf": "new a\n", "abnf/more/b.abnf": "new b\n", "abnf/people.abnf": "kept\n"}
)

func changes() []Change {
	return []Change{
		{Name: "abnf/a.abnf", Data: []byte("new a\n")},
		{Name: "abnf/gone.abnf", Remove: true},
		{Name: "abnf/more/b.abnf", Data: []byte("new b\n")},
		{Name: "registry.csv", Data: []byte("new\n")},
	}
}

// newDir returns a directory in the state before.
func newDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range before {
		file := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o777), os.WriteFile(file, []byte(text), 0o666)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// read returns all files below dir.
func read(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		files[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func begin(t *testing.T, dir string, step Step) *Transaction {
	t.Helper()
	transaction, err := Begin(dir, step)
	if err != nil {
		t.Fatal(err)
	}
	return transaction
}

func TestCommit(t *testing.T) {
	dir := newDir(t)
	var steps []string
	transaction := begin(t, dir, func(operation, name string) { steps = append(steps, operation+" "+name) })
	if err := transaction.Commit(changes()); err != nil {
		t.Fatal(err)
	}
	transaction.Close()
	if diff := cmp.Diff(after, read(t, dir)); diff != "" {
		t.Errorf("files mismatch (-want +got):\n%s", diff)
	}
	if transaction.Recovered != "" {
		t.Errorf("Recovered = %q in a directory where nothing was interrupted", transaction.Recovered)
	}
	want := `write .imapcodes.staging
sync .imapcodes.staging
sync .
write abnf/.a.abnf.new
sync abnf/.a.abnf.new
write abnf/more/.b.abnf.new
sync abnf/more/.b.abnf.new
write .registry.csv.new
sync .registry.csv.new
sync abnf
sync abnf/more
sync .
rename .imapcodes.journal
sync .
rename abnf/a.abnf
remove abnf/gone.abnf
rename abnf/more/b.abnf
rename registry.csv
sync abnf
sync abnf/more
sync .
remove .imapcodes.journal`
	if diff := cmp.Diff(want, strings.Join(steps, "\n")); diff != "" {
		t.Errorf("steps mismatch (-want +got):\n%s", diff)
	}
}

// A crash is what a step panics with to end a transaction where it stands.
type crash struct{}

// crashing does do, whose step number n never comes to pass, and reports whether there was one. Like a process that ends, it
// leaves everything as it is but the lock.
func crashing(t *testing.T, dir string, n int, do func(*Transaction) error) (crashed bool) {
	t.Helper()
	var open *Transaction
	defer func() {
		switch r := recover(); r {
		case nil:
		case crash{}:
			crashed = true
		default:
			panic(r)
		}
	}()
	step := func(string, string) {
		if n--; n < 0 {
			panic(crash{})
		}
	}
	// The lock must go even where Begin itself crashes.
	defer func() {
		if open != nil {
			open.lock.Close()
		} else if err := os.Remove(filepath.Join(dir, lockFile)); err != nil {
			t.Error(err)
		}
	}()
	transaction, err := Begin(dir, step)
	if err != nil {
		t.Fatal(err)
	}
	open = transaction
	if err := do(transaction); err != nil {
		t.Fatal(err)
	}
	return false
}

// Ended before any step of it, and before any step of the recovery from that, a transaction leaves what the next one
// makes the state before or the state after, without a stray file.
func TestCrash(t *testing.T) {
	commit := func(transaction *Transaction) error { return transaction.Commit(changes()) }
	nothing := func(*Transaction) error { return nil }
	outcomes := map[string]int{}
	for n := 0; ; n++ {
		inCommit := false
		for m := 0; ; m++ {
			dir := newDir(t)
			inCommit = crashing(t, dir, n, commit)
			interrupted := Interrupted(dir)
			inRecovery := inCommit && crashing(t, dir, m, nothing)
			transaction := begin(t, dir, nil)
			transaction.Close()
			want := before
			if interrupted != nil || !inCommit {
				want = after
			}
			if diff := cmp.Diff(want, read(t, dir)); diff != "" {
				t.Fatalf("crash before steps %d and %d: files mismatch (-want +got):\n%s", n, m, diff)
			}
			outcomes[transaction.Recovered]++
			if err := Interrupted(dir); err != nil {
				t.Errorf("crash before steps %d and %d: %v", n, m, err)
			}
			if !inRecovery {
				break
			}
		}
		if !inCommit {
			break
		}
	}
	if outcomes["finished"] < 10 || outcomes["taken back"] < 10 {
		t.Errorf("outcomes %v: the test does not reach what it is for", outcomes)
	}
}

// After an error in staging nothing is left, after one in finishing the next transaction makes it good.
func TestFailure(t *testing.T) {
	dir := newDir(t)
	transaction := begin(t, dir, nil)
	err := transaction.Commit([]Change{{Name: "registry.csv", Data: []byte("new\n")}, {Name: "registry.csv/below", Data: []byte("a file is no folder\n")}})
	if err == nil || !strings.Contains(err.Error(), "registry.csv") {
		t.Errorf("error %v, want one that names registry.csv", err)
	}
	transaction.Close()
	if diff := cmp.Diff(before, read(t, dir)); diff != "" {
		t.Errorf("files mismatch (-want +got):\n%s", diff)
	}

	inTheWay := filepath.Join(dir, "abnf/more/b.abnf/x")
	if err := os.MkdirAll(inTheWay, 0o777); err != nil {
		t.Fatal(err)
	}
	transaction = begin(t, dir, nil)
	err = transaction.Commit(changes())
	if err == nil || !strings.HasSuffix(err.Error(), "; the next run finishes this one") {
		t.Errorf("error %v, want one that says what to do", err)
	}
	transaction.Close()
	if err := Interrupted(dir); err == nil {
		t.Error("Interrupted reports nothing")
	}
	if err := os.RemoveAll(filepath.Dir(inTheWay)); err != nil {
		t.Fatal(err)
	}
	begin(t, dir, nil).Close()
	if diff := cmp.Diff(after, read(t, dir)); diff != "" {
		t.Errorf("files mismatch (-want +got):\n%s", diff)
	}
}

// What people put back after an interruption, before the next transaction, is not mixed with what was to come.
func TestPutBack(t *testing.T) {
	dir := newDir(t)
	for n := 0; read(t, dir)["abnf/a.abnf"] != "new a\n"; n++ {
		dir = newDir(t)
		crashing(t, dir, n, func(transaction *Transaction) error { return transaction.Commit(changes()) })
	}
	for name, text := range before {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want := read(t, dir)
	delete(want, lockFile) // which Close removes
	transaction, err := Begin(dir, nil)
	if err == nil {
		transaction.Close()
	}
	journal := filepath.Join(dir, journalFile)
	if said := journal + ": abnf/a.abnf is not as the interrupted change made it; once all files are as they should be, remove this one"; err == nil || err.Error() != said {
		t.Errorf("error %v, want %s", err, said)
	}
	if diff := cmp.Diff(want, read(t, dir)); diff != "" {
		t.Errorf("files mismatch (-want +got):\n%s", diff)
	}
	if err := os.Remove(journal); err != nil {
		t.Fatal(err)
	}
	transaction = begin(t, dir, nil)
	defer transaction.Close()
	if err := transaction.Commit(changes()); err != nil {
		t.Fatal(err)
	}
}

// What lies where a file is to be staged may be a link to one that people write, and goes.
func TestLeftovers(t *testing.T) {
	dir := newDir(t)
	if err := os.Symlink("people.abnf", filepath.Join(dir, "abnf/.a.abnf.new")); err != nil {
		t.Skipf("SKIPPED: a transaction has not met a link: %v", err)
	}
	for _, name := range []string{"abnf/more/.b.abnf.new", stagingFile} {
		file := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o777), os.WriteFile(file, []byte("[]"), 0o666)); err != nil {
			t.Fatal(err)
		}
	}
	transaction := begin(t, dir, nil)
	if err := transaction.Commit(changes()); err != nil {
		t.Fatal(err)
	}
	transaction.Close()
	if diff := cmp.Diff(after, read(t, dir)); diff != "" {
		t.Errorf("files mismatch (-want +got):\n%s", diff)
	}
}

// A file that is replaced keeps its permissions.
func TestPermissions(t *testing.T) {
	dir := newDir(t)
	if err := os.Chmod(filepath.Join(dir, "registry.csv"), 0o600); err != nil {
		t.Fatal(err)
	}
	transaction := begin(t, dir, nil)
	defer transaction.Close()
	if err := transaction.Commit(changes()); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(dir, "registry.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != 0o600 && runtime.GOOS != "windows" {
		t.Errorf("permissions %v, want 0600", got)
	}
}

func TestLock(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	first := begin(t, dir, nil)
	second, err := Begin(dir, nil)
	want := fmt.Sprintf("%s is locked: another imapcodes is at work there", filepath.Join(dir, lockFile))
	if second != nil || err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
	first.Close()
	begin(t, dir, nil).Close()
	if diff := cmp.Diff(map[string]string{}, read(t, dir)); diff != "" {
		t.Errorf("files mismatch (-want +got):\n%s", diff)
	}
}

// A journal may have been tampered with: it reaches nothing outside its directory.
func TestHostileJournal(t *testing.T) {
	dir := newDir(t)
	outside := filepath.Join(filepath.Dir(dir), "outside")
	if err := os.WriteFile(outside, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{`[{"name":"../outside","remove":true}]`, `[{"name":"abnf/../../outside","remove":true}]`, `[{"name":"/etc/x"}]`, `]`} {
		if err := os.WriteFile(filepath.Join(dir, journalFile), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		if transaction, err := Begin(dir, nil); err == nil {
			t.Errorf("%s: no error", text)
			transaction.Close()
		}
		if _, err := os.Stat(outside); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
}
