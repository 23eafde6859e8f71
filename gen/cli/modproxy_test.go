package cli

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

// released is the program, and library the library, as the command modproxy of the scripts serves them
// from the working tree.
var (
	released = module.Version{Path: "github.com/imapcodes/imapcodes", Version: "v1.2.3"}
	library  = module.Version{Path: "github.com/imapcodes/imapcodes/generated/imapcode", Version: "v1.2.4"}
)

// moduleProxy returns the command modproxy, after which the go command of a script is that of someone else: it has GOPATH
// and module cache of its own, and knows of no modules but the released one, and those in download, which is
// GOMODCACHE/cache/download of the tests. What is made in dir serves all scripts.
func moduleProxy(dir, repo, download string) func(ts *testscript.TestScript, neg bool, args []string) {
	proxy := filepath.Join(dir, "proxy")
	env := map[string]string{
		"GOPROXY": fileURL(proxy) + "," + fileURL(download), "GOSUMDB": "off", "GOTOOLCHAIN": "local",
		"GOMODCACHE": filepath.Join(dir, "mod"), "GOFLAGS": "-modcacherw",
	}
	prepare := sync.OnceValue(func() error {
		// What the module needs may not be there yet: other systems need more than this one, and those who use it other
		// go.mod files.
		if err := runGo(repo, nil, "mod", "download"); err != nil {
			return err
		}
		if err := publish(proxy, released, repo); err != nil {
			return err
		}
		if err := publish(proxy, library, filepath.Join(repo, "generated/imapcode")); err != nil {
			return err
		}
		// Otherwise scripts that run at the same time would each compile the same.
		return runGo(dir, env, "run", released.String(), "version")
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

// publish makes dir a module proxy (https://go.dev/ref/mod#goproxy-protocol) that serves the module in
// source, without the modules nested in it.
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
