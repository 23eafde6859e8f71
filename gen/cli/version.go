package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/imapcodes/imapcodes/gen/internal/model"
	"github.com/spf13/cobra"
)

func versionCommand(env Env) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Say which tool this is, and which registry it holds",
		Long: `Say which tool this is, and which registry it holds: its date, how many rows it
has, and a hash of them and of the grammar. Date and hash are the constants
RegistryUpdated and RegistryHash of what generate writes.`,
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error { return printVersion(env) },
	}
}

// addVersionFlag gives root a --version that does what the command does. Cobra's own wants the text before it is asked for.
func addVersionFlag(root *cobra.Command, env Env) {
	version := root.Flags().Bool("version", false, "the same as the command version")
	root.RunE = func(*cobra.Command, []string) error {
		if *version {
			return printVersion(env)
		}
		return root.Help()
	}
}

// printVersion prints what describes the tool and its registry, a line each.
func printVersion(env Env) error {
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
