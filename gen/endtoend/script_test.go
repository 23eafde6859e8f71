package endtoend

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/imapcodes/imapcodes/gen/cli"
	"github.com/imapcodes/imapcodes/gen/internal/fetch/fetchtest"
	"github.com/imapcodes/imapcodes/gen/internal/generate"
	"github.com/imapcodes/imapcodes/gen/internal/iana"
	"github.com/imapcodes/imapcodes/gen/internal/imapcode"
	"github.com/imapcodes/imapcodes/gen/internal/update"
)

var rewrite = flag.Bool("update", false, "rewrite the expected output in testdata/script")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"imapcodes":          func() { os.Exit(cli.Run(scriptEnv())) },
		"imapcodes-terminal": runOnTerminal,
		"gh":                 runGH,
	})
}

// scriptEnv returns the environment of the command imapcodes in scripts. What is embedded in the
// program is here in the directory $DATA.
func scriptEnv() cli.Env {
	return cli.Env{
		Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv,
		Data: os.DirFS(os.Getenv("DATA")),
	}
}

// runOnTerminal is imapcodes with the terminal of testscript's ttyin as standard error, and as
// standard output unless $STDOUT names a file. $STDIN may name a file for standard input.
func runOnTerminal() {
	env := scriptEnv()
	terminal := open("/dev/tty", os.O_RDWR)
	env.Stdout, env.Stderr = terminal, terminal
	if name := os.Getenv("STDOUT"); name != "" {
		env.Stdout = open(name, os.O_CREATE|os.O_WRONLY)
	}
	if name := os.Getenv("STDIN"); name != "" {
		env.Stdin = open(name, os.O_RDONLY)
	}
	os.Exit(cli.Run(env))
}

func open(name string, flag int) *os.File {
	f, err := os.OpenFile(name, flag, 0o666)
	if err != nil {
		panic(err)
	}
	return f
}

// TestScripts runs testdata/script/*.txtar, a file for each behavior. Besides testscript's own
// commands, they have imapcodes and the commands in Cmds below. $REPO is the repository. If the
// condition shared holds, $SHARED has the registry (of $DATE) and the RFCs as published.
func TestScripts(t *testing.T) {
	repo, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	goEnv, err := exec.Command("go", "env", "GOCACHE", "GOMODCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	caches := strings.Fields(string(goEnv))
	shared := filepath.Join(repo, "../shared/data")
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: *rewrite,
		Condition: func(condition string) (bool, error) {
			if condition != "shared" {
				return false, fmt.Errorf("unknown condition %q", condition)
			}
			_, err := os.Stat(filepath.Join(shared, "iana", imapcode.RegistryUpdated))
			return err == nil, nil
		},
		Setup: func(env *testscript.Env) error {
			env.Setenv("REPO", repo)
			env.Setenv("SHARED", shared)
			env.Setenv("DATE", imapcode.RegistryUpdated)
			env.Setenv("DATA", repo)
			env.Setenv("GOCACHE", caches[0])
			env.Setenv("GOMODCACHE", caches[1])
			env.Setenv("GOPROXY", "off")
			env.Setenv("HTTPS_PROXY", "http://127.0.0.1:1") // no network, unless serve is called
			env.Setenv("GOFLAGS", "-mod=mod")
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"status":      checkStatus,
			"sparse":      makeSparse,
			"copytree":    copyTree,
			"sametree":    compareTrees,
			"rmgenerated": removeGenerated,
			"edit":        edit,
			"smaller":     checkSmaller,
			"serve":       serve,
			"modproxy":    moduleProxy(t.TempDir(), repo, filepath.Join(caches[1], "cache/download")),
			"guide":       guideToScript,
		},
	})
}

// checkStatus runs a command and checks its exit status: status 2 imapcodes update.
func checkStatus(ts *testscript.TestScript, neg bool, args []string) {
	want, status := args[0], "0"
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		status = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if status != want {
		ts.Fatalf("exit status %s, want %s", status, want)
	}
}

// copyTree copies files and directories from one directory to the work directory:
// copytree $REPO registry.csv abnf.
func copyTree(ts *testscript.TestScript, neg bool, args []string) {
	for name, data := range readTree(ts, args[0], args[1:]) {
		to := ts.MkAbs(name)
		ts.Check(os.MkdirAll(filepath.Dir(to), 0o777))
		ts.Check(os.WriteFile(to, []byte(data), 0o666))
	}
}

// compareTrees checks that files and directories in the work directory are the same as in another:
// sametree $REPO registry.csv abnf.
func compareTrees(ts *testscript.TestScript, neg bool, args []string) {
	want := readTree(ts, args[0], args[1:])
	got := readTree(ts, ts.MkAbs("."), args[1:])
	if diff := cmp.Diff(want, got); diff != "" {
		ts.Fatalf("mismatch (-want +got):\n%s", diff)
	}
}

// readTree returns the content of files, some of them in directories, by their names in dir.
func readTree(ts *testscript.TestScript, dir string, names []string) map[string]string {
	files := map[string]string{}
	for _, name := range names {
		top := filepath.Join(dir, name)
		ts.Check(filepath.WalkDir(top, func(file string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			data, err := os.ReadFile(file)
			rel, _ := filepath.Rel(dir, file)
			files[rel] = string(data)
			return err
		}))
	}
	return files
}

// removeGenerated removes the Go files in a directory that imapcodes generated: rmgenerated DIR.
func removeGenerated(ts *testscript.TestScript, neg bool, args []string) {
	names, err := filepath.Glob(filepath.Join(ts.MkAbs(args[0]), "*.go"))
	ts.Check(err)
	for _, name := range names {
		if strings.HasPrefix(ts.ReadFile(name), generate.Notice) {
			ts.Check(os.Remove(name))
		}
	}
}

// edit replaces the only occurrence of a text in a file: edit FILE OLD NEW.
func edit(ts *testscript.TestScript, neg bool, args []string) {
	text := ts.ReadFile(args[0])
	if n := strings.Count(text, args[1]); n != 1 {
		ts.Fatalf("found %d %q in %s, want 1", n, args[1], args[0])
	}
	text = strings.Replace(text, args[1], args[2], 1)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o666))
}

// serve publishes files where IANA and the RFC Editor have them, for all commands that follow:
// serve PAGE XML DIR, where DIR has the RFCs.
func serve(ts *testscript.TestScript, neg bool, args []string) {
	web, err := fetchtest.New("www.iana.org", "www.rfc-editor.org")
	ts.Check(err)
	ts.Defer(func() { web.Close() })
	handle := func(url, contentType, file string) {
		web.Handle(url, fetchtest.Page{ContentType: contentType, Body: ts.ReadFile(file)})
	}
	handle(iana.PageURL, "text/html; charset=UTF-8", args[0])
	handle(iana.XMLURL, "application/xml", args[1])
	texts, err := filepath.Glob(filepath.Join(ts.MkAbs(args[2]), "rfc*.txt"))
	ts.Check(err)
	for _, name := range texts {
		handle(update.RFCsURL+"/"+filepath.Base(name), "text/plain; charset=utf-8", name)
	}
	environment, err := web.Environ(filepath.Join(ts.Getenv("WORK"), ".tmp"))
	ts.Check(err)
	for _, setting := range environment {
		name, value, _ := strings.Cut(setting, "=")
		ts.Setenv(name, value)
	}
}

// makeSparse makes a file of zeros that takes no space on the disk: sparse FILE BYTES.
func makeSparse(ts *testscript.TestScript, neg bool, args []string) {
	size, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), nil, 0o666))
	ts.Check(os.Truncate(ts.MkAbs(args[0]), size))
}

// checkSmaller checks that one file is larger than another by fewer than some bytes:
// smaller LARGE SMALL BYTES.
func checkSmaller(ts *testscript.TestScript, neg bool, args []string) {
	large, err := os.Stat(ts.MkAbs(args[0]))
	ts.Check(err)
	small, err := os.Stat(ts.MkAbs(args[1]))
	ts.Check(err)
	limit, err := strconv.ParseInt(args[2], 10, 64)
	ts.Check(err)
	more := large.Size() - small.Size()
	ts.Logf("%s is %d bytes larger than %s", args[0], more, args[1])
	if more >= limit {
		ts.Fatalf("%s is %d bytes larger than %s, want fewer than %d", args[0], more, args[1], limit)
	}
}
