package cli

import (
	"flag"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/imapcodes/imapcodes/gen/internal/model"
)

const versionUsage = `Usage: imapcodes version

Print the version of the program and of Go, and the embedded registry's date,
number of rows, and hash (which includes the grammar). Date and hash are also
the constants RegistryUpdated and RegistryHash of the generated package.

Examples:
  imapcodes version
  imapcodes --version

Exit status: 0 success; 2 error.
`

// runVersion prints the program's version and its registry's, one fact a line.
func runVersion(env Env, flags *flag.FlagSet, args []string) error {
	if _, err := parse(flags, args, 0); err != nil {
		return err
	}
	t, err := loadTree(env, "", nil)
	if err != nil {
		return err
	}
	m, err := model.New(t)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(env.Stdout, "%sregistry  %s, %d rows, %s\n", describeBuild(buildInfo()), m.Updated, len(m.Codes), m.Hash)
	return err
}

// buildInfo returns what is known of how the tool was built.
func buildInfo() *debug.BuildInfo {
	if info, ok := debug.ReadBuildInfo(); ok {
		return info
	}
	return &debug.BuildInfo{GoVersion: runtime.Version()} // not built from modules
}

// describeBuild returns the version of the tool's module, the revision that it was built from where that is known, and the
// version of Go, a line each:
//
//	imapcodes v1.2.3
//	revision  0123456789abcdef0123456789abcdef01234567, modified
//	go        go1.26.0
func describeBuild(info *debug.BuildInfo) string {
	b := &strings.Builder{}
	fmt.Fprintf(b, "imapcodes %s\n", moduleVersion(info.Main))
	if revision := setting(info, "vcs.revision"); revision != "" {
		if setting(info, "vcs.modified") == "true" {
			revision += ", modified"
		}
		fmt.Fprintf(b, "revision  %s\n", revision)
	}
	fmt.Fprintf(b, "go        %s\n", info.GoVersion)
	return b.String()
}

// moduleVersion returns a module's version, and what a go.mod has put in its place.
func moduleVersion(m debug.Module) string {
	version := m.Version
	if version == "" {
		version = "(unknown)"
	}
	if m.Replace != nil {
		version += strings.TrimRight(" => "+m.Replace.Path+" "+m.Replace.Version, " ")
	}
	return version
}

// setting returns a setting that a program was built with, or an empty string.
func setting(info *debug.BuildInfo, key string) string {
	for _, s := range info.Settings {
		if s.Key == key {
			return s.Value
		}
	}
	return ""
}
