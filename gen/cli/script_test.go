package cli

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

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/imapcodes/imapcodes/gen/internal/fetch/fetchtest"
	"github.com/imapcodes/imapcodes/gen/internal/iana"
	"github.com/imapcodes/imapcodes/gen/internal/imapcode"
	"github.com/imapcodes/imapcodes/gen/internal/output"
	"github.com/imapcodes/imapcodes/gen/internal/update"
)

var rewrite = flag.Bool("update", false, "write the goldens in testdata/script")

// The environment variables of commands that are this test's own binary: asCommand makes it imapcodes, and killAt kills it
// before a step of its writing, counted from 1.
const (
	asCommand = "TEST_AS_IMAPCODES"
	killAt    = "TEST_KILL_AT"
)

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		os.Exit(Run(scriptEnv()))
	}
	testscript.Main(m, map[string]func(){
		"imapcodes":          func() { os.Exit(Run(scriptEnv())) },
		"imapcodes-terminal": runOnTerminal,
	})
}

// scriptEnv is what the command imapcodes of the scripts has. What is part of the real tool is in the folder $DATA.
func scriptEnv() Env {
	return Env{
		Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv,
		Data: os.DirFS(os.Getenv("DATA")), Step: killer(os.Getenv(killAt)),
	}
}

// runOnTerminal is the command imapcodes with a terminal, which is that of testscript's ttyin, as standard error, and as
// standard output unless $STDOUT names a file for that. $STDIN, if it is set, names the file that is standard input.
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
	os.Exit(Run(env))
}

func open(name string, flag int) *os.File {
	f, err := os.OpenFile(name, flag, 0o666)
	if err != nil {
		panic(err)
	}
	return f
}

// killer returns a Step that kills the process before the given one.
func killer(at string) output.Step {
	n, err := strconv.Atoi(at)
	if err != nil {
		return nil
	}
	return func(string, string) {
		if n--; n == 0 {
			p, _ := os.FindProcess(os.Getpid())
			_ = p.Kill()
			select {} // until it is dead
		}
	}
}

// TestScripts runs testdata/script/*.txtar, a file a behaviour. Beside testscript's own commands they have imapcodes and
// those below, and modproxy; $REPO is the repository, and $SHARED the published registry (of $DATE) and RFCs, if the
// condition shared holds.
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
			env.Setenv("HTTPS_PROXY", "http://127.0.0.1:1") // until serve says otherwise, there is no web
			env.Setenv("GOFLAGS", "-mod=mod")
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"status": checkStatus, "sparse": makeSparse, "copytree": copyTree, "edit": edit, "smaller": checkSmaller,
			"serve":    serve,
			"modproxy": moduleProxy(t.TempDir(), repo, filepath.Join(caches[1], "cache/download")),
			"guide":    guideToScript,
		},
	})
}

// checkStatus runs a command whose exit status must be the first argument: status 2 imapcodes update.
func checkStatus(ts *testscript.TestScript, neg bool, args []string) {
	want, status := args[0], "0"
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		status = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if status != want {
		ts.Fatalf("exit status %s, want %s", status, want)
	}
}

// copyTree copies files and folders of the first argument into the work folder: copytree $REPO registry.csv abnf.
func copyTree(ts *testscript.TestScript, neg bool, args []string) {
	for _, name := range args[1:] {
		err := filepath.WalkDir(filepath.Join(args[0], name), func(file string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			data, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			to := ts.MkAbs(strings.TrimPrefix(file, args[0]+string(filepath.Separator)))
			if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
				return err
			}
			return os.WriteFile(to, data, 0o666)
		})
		ts.Check(err)
	}
}

// edit replaces text that stands once in a file: edit FILE OLD NEW.
func edit(ts *testscript.TestScript, neg bool, args []string) {
	text := ts.ReadFile(args[0])
	if strings.Count(text, args[1]) != 1 {
		ts.Fatalf("%q stands %d times in %s", args[1], strings.Count(text, args[1]), args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Replace(text, args[1], args[2], 1)), 0o666))
}

// serve publishes files where IANA and the RFC Editor do, for all commands of the script from here on: serve PAGE XML RFCS,
// of which RFCS is a folder.
func serve(ts *testscript.TestScript, neg bool, args []string) {
	web, err := fetchtest.New("www.iana.org", "www.rfc-editor.org")
	ts.Check(err)
	ts.Defer(func() { web.Close() })
	web.Handle(iana.PageURL, html(ts.ReadFile(args[0])))
	web.Handle(iana.XMLURL, fetchtest.Page{ContentType: "application/xml", Body: ts.ReadFile(args[1])})
	texts, err := filepath.Glob(filepath.Join(ts.MkAbs(args[2]), "rfc*.txt"))
	ts.Check(err)
	for _, name := range texts {
		web.Handle(update.RFCsURL+"/"+filepath.Base(name), text(ts.ReadFile(name)))
	}
	environment, err := web.Environ(filepath.Join(ts.Getenv("WORK"), ".tmp"))
	ts.Check(err)
	for _, setting := range environment {
		name, value, _ := strings.Cut(setting, "=")
		ts.Setenv(name, value)
	}
}

// makeSparse makes a file of NULs: sparse FILE OCTETS.
func makeSparse(ts *testscript.TestScript, neg bool, args []string) {
	size, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), nil, 0o666))
	ts.Check(os.Truncate(ts.MkAbs(args[0]), size))
}

// checkSmaller checks that one file is larger than another by less than some octets: smaller LARGE SMALL OCTETS.
func checkSmaller(ts *testscript.TestScript, neg bool, args []string) {
	large, err := os.Stat(ts.MkAbs(args[0]))
	ts.Check(err)
	small, err := os.Stat(ts.MkAbs(args[1]))
	ts.Check(err)
	most, err := strconv.ParseInt(args[2], 10, 64)
	ts.Check(err)
	more := large.Size() - small.Size()
	ts.Logf("%s is %d octets larger than %s", args[0], more, args[1])
	if more >= most {
		ts.Fatalf("%s is %d octets larger than %s, want less than %d", args[0], more, args[1], most)
	}
}
