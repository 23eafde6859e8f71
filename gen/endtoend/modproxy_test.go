package endtoend

import (
	"bytes"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

// The modules that the command modproxy serves from the working tree: the program and the library.
var (
	program = module.Version{Path: "github.com/imapcodes/imapcodes", Version: "v1.2.3"}
	library = module.Version{Path: program.Path + "/generated/imapcode", Version: "v1.2.4"}
)

// olderNet is a version that somebody's module requires in the scripts.
const olderNet = "golang.org/x/net@v0.47.0"

// moduleProxy returns the command modproxy, after which the go command of a script is that of
// somebody else: it has its own GOPATH and module cache, and knows only the modules from the
// working tree and those in download, the GOMODCACHE/cache/download of the tests. All scripts share
// dir. With -trimpath, the build cache serves one run of the tests after another.
func moduleProxy(dir, repo, download string) func(*testscript.TestScript, bool, []string) {
	proxy := filepath.Join(dir, "proxy")
	env := map[string]string{
		"GOPROXY": fileURL(proxy) + "," + fileURL(download), "GOSUMDB": "off", "GOTOOLCHAIN": "local",
		"GOMODCACHE": filepath.Join(dir, "mod"), "GOFLAGS": "-modcacherw -trimpath",
	}
	prepare := sync.OnceValue(func() error {
		// The build of these tests may not have needed all modules.
		if err := runGo(repo, nil, "mod", "download"); err != nil {
			return err
		}
		if err := runGo(repo, nil, "mod", "download", olderNet); err != nil {
			return err
		}
		if err := publish(proxy, program, repo); err != nil {
			return err
		}
		if err := publish(proxy, library, filepath.Join(repo, "generated/imapcode")); err != nil {
			return err
		}
		// Otherwise scripts that run in parallel would each compile the program.
		return runGo(dir, env, "run", program.String(), "version")
	})
	return func(ts *testscript.TestScript, neg bool, args []string) {
		ts.Check(prepare())
		for name, value := range env {
			ts.Setenv(name, value)
		}
		ts.Setenv("GOPATH", ts.MkAbs("gopath"))
	}
}

// runGo runs the go command in dir with some variables set.
func runGo(dir string, env map[string]string, args ...string) error {
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = os.Environ()
	for name, value := range env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%v: %w\n%s", cmd, err, out)
	}
	return nil
}

// publish makes dir a module proxy (https://go.dev/ref/mod#goproxy-protocol) that serves the module
// in source, without the modules nested in it.
func publish(dir string, m module.Version, source string) error {
	mod, err := os.ReadFile(filepath.Join(source, "go.mod"))
	if err != nil {
		return err
	}
	var archive bytes.Buffer
	if err := zip.CreateFromDir(&archive, m, source); err != nil {
		return err
	}
	versions := filepath.Join(dir, filepath.FromSlash(m.Path), "@v")
	if err := os.MkdirAll(versions, 0o777); err != nil {
		return err
	}
	for _, file := range []struct {
		name string
		data []byte
	}{
		{"list", []byte(m.Version + "\n")},
		{m.Version + ".info", fmt.Appendf(nil, `{"Version": %q}`, m.Version)},
		{m.Version + ".mod", mod},
		{m.Version + ".zip", archive.Bytes()},
	} {
		if err := os.WriteFile(filepath.Join(versions, file.name), file.data, 0o666); err != nil {
			return err
		}
	}
	return nil
}

func fileURL(name string) string {
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(name)}).String()
}
