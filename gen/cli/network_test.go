package cli

import (
	"bytes"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/gen/internal/fetch/fetchtest"
	"github.com/imapcodes/imapcodes/gen/internal/iana"
	"github.com/imapcodes/imapcodes/gen/internal/update"
)

// A publisher is a server in place of IANA and the RFC Editor, and a directory with a tree.
type publisher struct {
	*fetchtest.Server
	t     *testing.T
	dir   string
	env   []string          // the environment of commands
	files map[string]string // the files in update.txtar
}

// newPublisher publishes the page, the XML and the RFCs of the script update.txtar. The directory
// has its tree.
func newPublisher(t *testing.T) *publisher {
	t.Helper()
	files := scriptFiles(readFile(t, "../endtoend/testdata/script/update.txtar"))
	p := &publisher{t: t, dir: t.TempDir(), files: files}
	var err error
	if p.Server, err = fetchtest.New("www.iana.org", "www.rfc-editor.org"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Server.Close() })
	p.env, err = p.Environ(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	p.env = append(commandEnv(t), p.env...)
	p.publish(p.files["page.xhtml"], p.files["page.xml"])
	p.Handle(rfcURL("rfc9990"), text(p.files["rfc/rfc9990.txt"]))
	for _, name := range []string{"registry.csv", "abnf/sources.csv", "abnf/amendments.abnf"} {
		putFile(t, filepath.Join(p.dir, name), p.files[name])
	}
	return p
}

// scriptFiles returns the files in a script, by name: each begins with a line "-- NAME --".
func scriptFiles(script string) map[string]string {
	files := map[string]string{}
	for _, part := range strings.Split(strings.TrimSuffix(script, "\n"), "\n-- ")[1:] {
		name, data, _ := strings.Cut(part, " --\n")
		files[name] = data + "\n"
	}
	return files
}

// publish puts a page and its XML where IANA has them.
func (p *publisher) publish(page, xml string) {
	p.Handle(iana.PageURL, html(page))
	p.Handle(iana.XMLURL, fetchtest.Page{ContentType: "application/xml", Body: xml})
}

func html(body string) fetchtest.Page {
	return fetchtest.Page{ContentType: "text/html; charset=UTF-8", Body: body}
}

func text(body string) fetchtest.Page {
	return fetchtest.Page{ContentType: "text/plain; charset=utf-8", Body: body}
}

func rfcURL(name string) string { return update.RFCsURL + "/" + name + ".txt" }

// run runs imapcodes in the tree and returns its exit status, -1 if it was killed, and what it
// printed.
func (p *publisher) run(args ...string) (status int, stdout, stderr string) {
	p.t.Helper()
	return p.runIn(p.env, args...)
}

func (p *publisher) runIn(env []string, args ...string) (status int, stdout, stderr string) {
	p.t.Helper()
	return runCommand(p.t, p.dir, append(env, asCommand+"=1"), os.Args[0], args...)
}

func runCommand(
	t *testing.T, dir string, env []string, name string, args ...string,
) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = dir, env, &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), out.String(), errs.String()
}

// tree returns all files in the directory of p.
func (p *publisher) tree() map[string]string {
	p.t.Helper()
	return readTree(p.t, p.dir)
}

func readTree(t *testing.T, dir string) map[string]string {
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

func putFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// updated returns the tree that an update must result in.
func (p *publisher) updated() map[string]string {
	files := map[string]string{"abnf/amendments.abnf": p.files["abnf/amendments.abnf"]}
	for _, name := range []string{"registry.csv", "sources.csv", "evidence.csv", "rfc9990.abnf"} {
		to := name
		if name != "registry.csv" {
			to = "abnf/" + name
		}
		files[to] = p.files["want-"+name]
	}
	return files
}

// TestUpdateLive checks that an update without flags reads from IANA and the RFC Editor. A second
// one changes nothing, and does not read RFCs again.
func TestUpdateLive(t *testing.T) {
	p := newPublisher(t)
	status, stdout, stderr := p.run("update")
	if status != 0 || stdout != p.files["changed.txt"] {
		t.Errorf("status %d, printed %q and %q", status, stdout, stderr)
	}
	if diff := cmp.Diff(p.updated(), p.tree()); diff != "" {
		t.Errorf("files mismatch (-want +got):\n%s", diff)
	}
	want := []string{iana.PageURL, iana.XMLURL, rfcURL("rfc9990"), rfcURL("rfc9998")}
	if diff := cmp.Diff(want, p.Requests()); diff != "" {
		t.Errorf("requests mismatch (-want +got):\n%s", diff)
	}
	status, stdout, stderr = p.run("update")
	if status != 0 || stdout != "nothing to change\n" {
		t.Errorf("second update: status %d, printed %q and %q", status, stdout, stderr)
	}
	want = []string{iana.PageURL, iana.XMLURL, rfcURL("rfc9998")}
	if diff := cmp.Diff(want, p.Requests()); diff != "" {
		t.Errorf("second update: requests mismatch (-want +got):\n%s", diff)
	}
}

// TestUpdateReadsForLateCode checks that an RFC is read again if a code is registered that it
// defines, because abnf/ has only the rules that were needed before.
func TestUpdateReadsForLateCode(t *testing.T) {
	p := newPublisher(t)
	late := strings.Replace(p.files["rfc/rfc9990.txt"], `SP number`, `SP number / "LATE" SP unused`, 1)
	p.Handle(rfcURL("rfc9990"), text(late))
	if status, _, stderr := p.run("update"); status != 0 {
		t.Fatal(stderr)
	}
	const row = "<tr><td>LATE</td><td>[<a>RFC9990</a>]</td><td></td></tr>"
	const record = `<record><name>LATE</name><xref type="rfc" data="rfc9990"/><description/></record>`
	const end = "  </registry>\n</registry>"
	p.publish(strings.Replace(p.files["page.xhtml"], "</tbody>", row+"</tbody>", 1),
		strings.Replace(p.files["page.xml"], end, record+end, 1))
	if status, _, stderr := p.run("update"); status != 0 {
		t.Fatal(stderr)
	}
	const want = "\nLATE,Late,registered,,RFC9990,,,SP unused,,RFC9990,RFC9990#4,extension,extension,,,,,,,,,\n"
	if got := p.tree()["registry.csv"]; !strings.HasSuffix(got, want) {
		t.Errorf("no %q at the end of\n%s", want, got)
	}
}

// TestUpdateEditedMeanwhile checks that an update does not replace files that have been edited
// while it was reading.
func TestUpdateEditedMeanwhile(t *testing.T) {
	for name, edit := range map[string]string{
		"registry.csv":         "TWO,Zwei,registered,,,,,,,,,,,,,,,,,,,\n",
		"abnf/amendments.abnf": "; RFC9990\nCHAR =/ %x00\n",
		"abnf/sources.csv":     "RFC1,,,,\n",
	} {
		t.Run(name, func(t *testing.T) {
			p := newPublisher(t)
			edited := p.files[name] + edit
			p.Handle(iana.XMLURL, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				putFile(t, filepath.Join(p.dir, name), edited)
				fetchtest.Page{ContentType: "text/xml", Body: p.files["page.xml"]}.ServeHTTP(w, r)
			}))
			want := p.tree()
			want[name] = edited
			status, stdout, stderr := p.run("update")
			const message = "imapcodes: registry.csv or abnf/ changed during the update; run it again\n"
			if status != 2 || stdout != "" || !strings.HasSuffix(stderr, message) {
				t.Errorf("status %d, printed %q and %q", status, stdout, stderr)
			}
			if diff := cmp.Diff(want, p.tree()); diff != "" {
				t.Errorf("files mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestUpdateReadsAgain checks that an RFC is read again if a new one needs more of its rules.
func TestUpdateReadsAgain(t *testing.T) {
	p := newPublisher(t)
	if status, _, stderr := p.run("update"); status != 0 {
		t.Fatal(stderr)
	}
	p.Requests()
	p.Handle(rfcURL("rfc9998"), text("\n1.  Syntax\n\n   resp-text-code =/ \"LATER\" SP unused\n"))
	status, stdout, stderr := p.run("update")
	if status != 0 {
		t.Fatal(stderr)
	}
	const changed = "abnf/evidence.csv changed\nabnf/rfc9990.abnf changed\nabnf/rfc9998.abnf changed\nregistry.csv changed\n"
	if stdout != changed {
		t.Errorf("printed %q, want %q", stdout, changed)
	}
	const row = "LATER,Later,registered,,RFC9998,2011-01-02,2011-03-04,SP unused,,RFC9998,RFC9998#1,extension,extension,,,,,,,,,\n"
	if got := p.tree()["registry.csv"]; !strings.HasSuffix(got, row) {
		t.Errorf("no %q at the end of\n%s", row, got)
	}
	want := []string{iana.PageURL, iana.XMLURL, rfcURL("rfc9998"), rfcURL("rfc9990")}
	if diff := cmp.Diff(want, p.Requests()); diff != "" {
		t.Errorf("requests mismatch (-want +got):\n%s", diff)
	}
}

// TestSignals checks that the first signal ends a command, whatever it does. Each file is complete
// then, so no command needs to handle signals.
func TestSignals(t *testing.T) {
	for _, args := range [][]string{{"update", "--page", "/dev/stdin"}, {"diff", "/dev/stdin"}} {
		for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
			if !endsBy(t, signal, args...) {
				t.Errorf("%v does not end %q", signal, args)
			}
		}
	}
}

// endsBy reports whether a signal ends a command that reads a pipe.
func endsBy(t *testing.T, signal os.Signal, args ...string) bool {
	t.Helper()
	p := newPublisher(t)
	cmd := exec.Command(os.Args[0], args...)
	cmd.Dir, cmd.Env = p.dir, append(p.env, asCommand+"=1")
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := stdin.Write(make([]byte, 1<<20)); err != nil { // more than a pipe holds
		t.Fatal(err)
	}
	if err := cmd.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
	late := time.AfterFunc(10*time.Second, func() { _ = cmd.Process.Kill() })
	_ = cmd.Wait()
	return late.Stop()
}

// TestUpdateKilled checks that an update which is killed before any step of its writing leaves each
// file old or new and whole, and that the next run completes it.
func TestUpdateKilled(t *testing.T) {
	k := killing{}
	for n := 1; ; n++ {
		p := newPublisher(t)
		old := p.tree()
		status, _, stderr := p.runIn(append(p.env, killAt+"="+strconv.Itoa(n)), "update")
		if status == 0 {
			break
		}
		if status != -1 {
			t.Fatalf("step %d: status %d, %s", n, status, stderr)
		}
		k.check(t, n, old, p.updated(), p.tree())
		if status, _, stderr := p.run("update"); status != 0 {
			t.Errorf("step %d: the next run: status %d, %s", n, status, stderr)
		}
		k.checkNext(t, n, p.updated(), p.tree())
	}
	if k.mixed == 0 || k.left == 0 {
		t.Errorf("%+v: the test does not reach what it is for", k)
	}
}

// TestGenerateKilled checks the same for generate, which replaces several files by one.
func TestGenerateKilled(t *testing.T) {
	k := killing{}
	flags := []string{"generate", "--package", "p", "--parts", "codes,metadata", "--docs", "docs"}
	several := append(slices.Clone(flags), "--output", "p")
	one := append(slices.Clone(flags), "--output", "p/codes.go", "--prefix", "Other")
	run := func(dir string, n int, args ...string) (status int, stderr string) {
		env := append(commandEnv(t), killAt+"="+strconv.Itoa(n))
		status, _, stderr = runCommand(t, dir, env, os.Args[0], args...)
		return status, stderr
	}
	must := func(dir string, args ...string) map[string]string {
		if status, stderr := run(dir, 0, args...); status != 0 {
			t.Fatal(stderr)
		}
		return readTree(t, dir)
	}
	first := t.TempDir()
	old := must(first, several...)
	want := must(first, one...)
	for n := 1; ; n++ {
		dir := t.TempDir()
		for name, text := range old {
			putFile(t, filepath.Join(dir, name), text)
		}
		status, stderr := run(dir, n, one...)
		if status == 0 {
			break
		}
		if status != -1 {
			t.Fatalf("step %d: status %d, %s", n, status, stderr)
		}
		k.check(t, n, old, want, readTree(t, dir))
		k.checkNext(t, n, want, must(dir, one...))
	}
	if k.mixed == 0 || k.left == 0 {
		t.Errorf("%+v: the test does not reach what it is for", k)
	}
}

// A killing counts killed runs.
type killing struct {
	mixed int // runs that left both old and new files
	left  int // temporary files that runs left
}

// check checks that each file is old or new, and that files are removed last.
func (k *killing) check(t *testing.T, step int, old, new, got map[string]string) {
	t.Helper()
	olds, news, removed := 0, 0, 0
	for name, text := range got {
		oldText, isOld := old[name]
		newText, isNew := new[name]
		switch {
		case isTemporary(name):
			k.left++
		case isOld && isNew && oldText == newText:
		case isNew && text == newText:
			news++
		case isOld && text == oldText:
			if isNew {
				olds++
			}
		default:
			t.Errorf("step %d: %s is neither old nor new: %q", step, name, text)
		}
	}
	for name := range old {
		_, stays := new[name]
		_, is := got[name]
		if !is && stays {
			t.Errorf("step %d: %s is missing", step, name)
		} else if !is {
			removed++
		}
	}
	if olds > 0 && news > 0 {
		k.mixed++
	}
	if removed > 0 && olds > 0 {
		t.Errorf("step %d: %d files are removed, and %d are old", step, removed, olds)
	}
}

// checkNext checks that the run after a killed one has made all files new.
func (k *killing) checkNext(t *testing.T, step int, want, got map[string]string) {
	t.Helper()
	for name := range got {
		if isTemporary(name) { // a run an hour later would remove it
			delete(got, name)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("step %d: files mismatch after the next run (-want +got):\n%s", step, diff)
	}
}

// isTemporary reports whether a file has the name of a temporary one.
func isTemporary(name string) bool {
	return strings.HasPrefix(path.Base(name), ".imapcodes-") && strings.HasSuffix(name, ".new")
}

// commandEnv returns the environment of commands without a publisher.
func commandEnv(t *testing.T) []string {
	t.Helper()
	repo, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return append(os.Environ(), asCommand+"=1", "DATA="+repo)
}

// TestGenerateParallel checks that 20 simultaneous runs into one directory succeed, and that no
// temporary files are left.
func TestGenerateParallel(t *testing.T) {
	dir := t.TempDir()
	env := commandEnv(t)
	several := []string{
		"generate", "--package", "p", "--output", "p", "--docs", "docs", "--prefix", "Other",
	}
	if status, _, stderr := runCommand(t, dir, env, os.Args[0], several...); status != 0 {
		t.Fatal(stderr)
	}
	one := []string{"generate", "--package", "p", "--output", "p/codes.go", "--docs", "docs"}
	var group sync.WaitGroup
	for range 20 {
		group.Add(1)
		go func() {
			defer group.Done()
			status, _, stderr := runCommand(t, dir, env, os.Args[0], one...)
			if status != 0 {
				t.Errorf("status %d, %s", status, stderr)
			}
		}()
	}
	group.Wait()
	want := t.TempDir()
	if status, _, stderr := runCommand(t, want, env, os.Args[0], one...); status != 0 {
		t.Fatal(stderr)
	}
	if diff := cmp.Diff(readTree(t, want), readTree(t, dir)); diff != "" {
		t.Errorf("files mismatch (-want +got):\n%s", diff)
	}
}
