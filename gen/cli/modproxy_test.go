package cli

import (
	"bytes"
	"errors"
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

// published is the module as which the command modproxy of the scripts serves the working tree.
var published = module.Version{Path: "github.com/imapcodes/imapcodes", Version: "v1.2.3"}

// moduleProxy returns the command modproxy, after which the go command of a script is that of someone else: it has GOPATH
// and module cache of its own, and knows of no modules but the one published, and those in download, which is
// GOMODCACHE/cache/download of the tests. Scripts share what is made in dir, so that a module is unpacked once.
func moduleProxy(dir, repo, download string) func(ts *testscript.TestScript, neg bool, args []string) {
	proxy := filepath.Join(dir, "proxy")
	publishOnce := sync.OnceValue(func() error { return errors.Join(fillDownload(repo), publish(proxy, repo)) })
	return func(ts *testscript.TestScript, neg bool, args []string) {
		ts.Check(publishOnce())
		ts.Setenv("GOPROXY", fileURL(proxy)+","+fileURL(download))
		ts.Setenv("GOSUMDB", "off")
		ts.Setenv("GOTOOLCHAIN", "local")
		ts.Setenv("GOMODCACHE", filepath.Join(dir, "mod"))
		ts.Setenv("GOPATH", ts.MkAbs("gopath"))
		// The build cache serves again what was built under another path.
		ts.Setenv("GOFLAGS", "-modcacherw -trimpath")
	}
}

// fillDownload has the go command get all modules that the one in repo needs, those among them that only other systems or
// those who use the module want. It needs no network once they are there.
func fillDownload(repo string) error {
	cmd := exec.Command("go", "mod", "download")
	cmd.Dir = repo
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go mod download: %w\n%s", err, out)
	}
	return nil
}

// publish makes dir a module proxy (https://go.dev/ref/mod#goproxy-protocol) that serves the tree in repo.
func publish(dir, repo string) error {
	mod, err := os.ReadFile(filepath.Join(repo, "go.mod"))
	if err != nil {
		return err
	}
	var archive bytes.Buffer
	if err := zip.CreateFromDir(&archive, published, repo); err != nil {
		return err
	}
	versions := filepath.Join(dir, filepath.FromSlash(published.Path), "@v")
	if err := os.MkdirAll(versions, 0o777); err != nil {
		return err
	}
	for _, file := range []struct {
		name string
		data []byte
	}{
		{"list", []byte(published.Version + "\n")},
		{published.Version + ".info", fmt.Appendf(nil, `{"Version": %q}`, published.Version)},
		{published.Version + ".mod", mod},
		{published.Version + ".zip", archive.Bytes()},
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
