package output

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// The files of a folder before and after the changes of these tests.
var (
	before = map[string]string{"registry.csv": "old\n", "abnf/a.abnf": "old a\n", "abnf/gone.abnf": "old gone\n", "abnf/theirs.abnf": "kept\n"}
	after  = map[string]string{"registry.csv": "new\n", "abnf/a.abnf": "new a\n", "abnf/more/b.abnf": "new b\n", "abnf/theirs.abnf": "kept\n"}
)

// changes returns the changes from before to after in dir.
func changes(dir string) []Change {
	return []Change{
		{Name: filepath.Join(dir, "abnf/a.abnf"), Data: []byte("new a\n")},
		{Name: filepath.Join(dir, "abnf/gone.abnf"), Remove: true},
		{Name: filepath.Join(dir, "abnf/more/b.abnf"), Data: []byte("new b\n")},
		{Name: filepath.Join(dir, "registry.csv"), Data: []byte("new\n")},
	}
}

func isTemporary(name string) bool { return strings.HasPrefix(filepath.Base(name), temporary) }

// newFolder returns a folder with the files of before.
func newFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	put(t, dir, before)
	return dir
}

// files returns all files in dir and below it.
func files(t *testing.T, dir string) map[string]string {
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

func TestApply(t *testing.T) {
	dir := newFolder(t)
	var steps []string
	err := Apply(changes(dir), func(operation, name string) {
		rel, _ := filepath.Rel(dir, name)
		steps = append(steps, operation+" "+filepath.ToSlash(rel))
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(after, files(t, dir)); diff != "" {
		t.Errorf("files mismatch (-want +got):\n%s", diff)
	}
	want := `write abnf/a.abnf
sync abnf/a.abnf
write abnf/more/b.abnf
sync abnf/more/b.abnf
write registry.csv
sync registry.csv
rename abnf/a.abnf
rename abnf/more/b.abnf
rename registry.csv
remove abnf/gone.abnf`
	if diff := cmp.Diff(want, strings.Join(steps, "\n")); diff != "" {
		t.Errorf("steps mismatch (-want +got):\n%s", diff)
	}
}

// The environment variables of a process that applies changes to a folder, and that is killed
// before a step, counted from 1.
const (
	applyIn = "TEST_APPLY_IN"
	killAt  = "TEST_KILL_AT"
)

func TestMain(m *testing.M) {
	dir := os.Getenv(applyIn)
	if dir == "" {
		os.Exit(m.Run())
	}
	n, _ := strconv.Atoi(os.Getenv(killAt))
	err := Apply(changes(dir), func(string, string) {
		if n--; n == 0 {
			p, _ := os.FindProcess(os.Getpid())
			_ = p.Kill()
			select {} // until it is dead
		}
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// applyKilled applies the changes in a process that is killed before step n, and reports whether
// there was one.
func applyKilled(t *testing.T, dir string, n int) bool {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), applyIn+"="+dir, killAt+"="+strconv.Itoa(n))
	out, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState.ExitCode() != -1 && runtime.GOOS != "windows" {
		t.Fatalf("step %d: %v: %s", n, err, out)
	}
	return err != nil
}

// Killed before any step, Apply leaves each file old or new and whole, and removes nothing until
// all others are new. Applying the changes again completes them.
func TestApplyKilled(t *testing.T) {
	mixed := 0
	for n := 1; ; n++ {
		dir := newFolder(t)
		killed := applyKilled(t, dir, n)
		got := files(t, dir)
		news := 0
		for name, text := range got {
			switch text {
			case after[name]:
				news++
			case before[name]:
			default:
				if !isTemporary(name) {
					t.Errorf("step %d: %s holds %q", n, name, text)
				}
			}
		}
		if _, ok := got["abnf/gone.abnf"]; !ok && news != len(after) {
			t.Errorf("step %d: abnf/gone.abnf is removed, and only %d files are new", n, news)
		}
		if news > 1 && news < len(after) {
			mixed++
		}
		if err := Apply(changes(dir), nil); err != nil {
			t.Fatalf("step %d: the next run: %v", n, err)
		}
		removeLeftovers(t, dir, killed)
		if diff := cmp.Diff(after, files(t, dir)); diff != "" {
			t.Errorf("step %d: files mismatch after the next run (-want +got):\n%s", n, diff)
		}
		if !killed {
			break
		}
	}
	if mixed < 2 {
		t.Errorf("%d times some files were new: the test does not reach what it is for", mixed)
	}
}

// removeLeftovers checks that Changes leaves the temporary files below dir alone until they are an
// hour old, and removes them then.
func removeLeftovers(t *testing.T, dir string, killed bool) {
	t.Helper()
	wanted := map[string][]byte{}
	for name, text := range after {
		wanted[name] = []byte(text)
	}
	for _, age := range []time.Duration{59 * time.Minute, 61 * time.Minute} {
		for name := range files(t, dir) {
			if isTemporary(name) {
				if err := os.Chtimes(filepath.Join(dir, name), time.Time{}, time.Now().Add(-age)); err != nil {
					t.Fatal(err)
				}
			}
		}
		left, err := Changes(dir, wanted, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		if age < time.Hour && len(left) > 0 {
			t.Errorf("after %v: changes %v, want none", age, left)
		}
		if err := Apply(left, nil); err != nil {
			t.Fatal(err)
		}
	}
}

// After an error all files are as before, with their permissions, and no temporary file is left.
func TestApplyFails(t *testing.T) {
	tests := []struct {
		reason string
		change Change            // one more
		step   string            // before which
		spoil  func(file string) // is called for registry.csv
		want   string            // of the error
	}{
		{
			reason: "a file that is a folder's name",
			change: Change{Name: "registry.csv/below"},
			want:   "DIR/registry.csv: not a directory",
		}, {
			reason: "a folder that is a file's name",
			change: Change{Name: "abnf"},
			want:   "DIR/abnf: not a regular file",
		}, {
			reason: "a folder that cannot be made",
			change: Change{Name: "registry.csv/new/below"},
			want:   "stat DIR/registry.csv/new: not a directory",
		}, {
			reason: "a temporary file that vanishes after others were renamed",
			step:   "rename registry.csv",
			spoil: func(file string) {
				temps, _ := filepath.Glob(filepath.Join(filepath.Dir(file), ".imapcodes-*.new"))
				for _, temp := range temps {
					os.Remove(temp)
				}
			},
			want: "rename TEMP DIR/registry.csv: no such file or directory",
		},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			if runtime.GOOS == "windows" {
				t.Skip("SKIPPED: errors in the words of Windows")
			}
			dir := newFolder(t)
			if err := os.Chmod(filepath.Join(dir, "abnf/a.abnf"), 0o640); err != nil {
				t.Fatal(err)
			}
			list := changes(dir)
			if test.change.Name != "" {
				list = append(list, Change{Name: filepath.Join(dir, test.change.Name)})
			}
			err := Apply(list, func(operation, name string) {
				if operation+" "+filepath.Base(name) == test.step {
					test.spoil(name)
				}
			})
			got := regexp.MustCompile(`\S+\.new`).ReplaceAllString(strings.ReplaceAll(fmt.Sprint(err), dir, "DIR"), "TEMP")
			if got != test.want {
				t.Errorf("error %s, want %s", got, test.want)
			}
			if diff := cmp.Diff(before, files(t, dir)); diff != "" {
				t.Errorf("files mismatch (-want +got):\n%s", diff)
			}
			checkMode(t, filepath.Join(dir, "abnf/a.abnf"), 0o640)
		})
	}
}

func checkMode(t *testing.T, name string, want fs.FileMode) {
	t.Helper()
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != want {
		t.Errorf("%s: permissions %v, want %v", name, got, want)
	}
}

// A file that is replaced keeps its permissions.
func TestApplyPermissions(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("SKIPPED: Windows has no such permissions")
	}
	dir := newFolder(t)
	if err := os.Chmod(filepath.Join(dir, "registry.csv"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Apply(changes(dir), nil); err != nil {
		t.Fatal(err)
	}
	checkMode(t, filepath.Join(dir, "registry.csv"), 0o600)
}

// 20 runs at once all succeed, and leave nothing behind.
func TestApplyParallel(t *testing.T) {
	dir := newFolder(t)
	var group sync.WaitGroup
	for range 20 {
		group.Add(1)
		go func() {
			defer group.Done()
			if err := Apply(changes(dir), nil); err != nil {
				t.Error(err)
			}
		}()
	}
	group.Wait()
	if diff := cmp.Diff(after, files(t, dir)); diff != "" {
		t.Errorf("files mismatch (-want +got):\n%s", diff)
	}
}
