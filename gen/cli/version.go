package cli

import (
	"cmp"
	"flag"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
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

// runVersion prints the program's version and its registry's, one fact per line.
func runVersion(env Env, flags *flag.FlagSet, args []string) error {
	if _, err := parse(flags, args, 0); err != nil {
		return err
	}
	m, err := loadModel(env)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(env.Stdout, "%sregistry  %s, %d rows, %s\n",
		describeBuild(buildInfo()), m.Updated, len(m.Codes), m.Hash)
	return err
}

// buildInfo returns the build information, or just the Go version if there is none.
func buildInfo() *debug.BuildInfo {
	if info, ok := debug.ReadBuildInfo(); ok {
		return info
	}
	return &debug.BuildInfo{GoVersion: runtime.Version()} // built without modules
}

// describeBuild returns the version of the program's module, the revision that it was built from if
// that is known, and the version of Go, one per line:
//
//	imapcodes v1.2.3
//	revision  0123456789abcdef0123456789abcdef01234567, modified
//	go        go1.26.0
func describeBuild(info *debug.BuildInfo) string {
	text := fmt.Sprintf("imapcodes %s\n", moduleVersion(info.Main))
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	if revision := settings["vcs.revision"]; revision != "" {
		if settings["vcs.modified"] == "true" {
			revision += ", modified"
		}
		text += fmt.Sprintf("revision  %s\n", revision)
	}
	return text + fmt.Sprintf("go        %s\n", info.GoVersion)
}

// moduleVersion returns a module's version and its replacement, if it has one.
func moduleVersion(m debug.Module) string {
	version := cmp.Or(m.Version, "(unknown)")
	if m.Replace != nil {
		version += strings.TrimRight(" => "+m.Replace.Path+" "+m.Replace.Version, " ")
	}
	return version
}
