package cli

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/imapcodes/imapcodes/gen/internal/output"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// maxDiffs is the number of files whose differences are printed.
const maxDiffs = 20

// reportStale prints what would change, and returns errDiffers if anything would.
func reportStale(env Env, changes []output.Change) error {
	diffs := 0
	for _, c := range changes {
		diff, err := c.Diff()
		if err != nil {
			return err
		}
		name := registry.Visible(c.Name)
		switch {
		case c.Remove:
			fmt.Fprintf(env.Stdout, "%s is no longer generated\n", name)
		case c.Cut != "":
			fmt.Fprintf(env.Stdout, "%s: --replace removes %s\n", name, c.Cut)
		case diff == "":
			fmt.Fprintf(env.Stdout, "%s is missing\n", name)
		default:
			fmt.Fprintf(env.Stdout, "%s is stale%s\n", name, why(diff))
		}
		if diff != "" {
			diffs++
		}
		if diffs <= maxDiffs {
			fmt.Fprint(env.Stdout, diff)
		}
	}
	if diffs > maxDiffs {
		fmt.Fprintf(env.Stdout, "(the differences in %d more files are not shown)\n", diffs-maxDiffs)
	}
	if len(changes) > 0 {
		return errDiffers
	}
	return nil
}

// why returns which flags and which date differ, as far as a diff says so: ": --package was "p" and
// is "q"".
func why(diff string) string {
	var found []string
	for _, sign := range []struct {
		what string
		line string // a regular expression
	}{
		{"--package", `package (\w+)`},
		{"--type", `type (\w+) string`},
		{"--prefix", `\t(\w*)Alert +\w+ += "ALERT"`},
		{"the registry's date", `\t\w*RegistryUpdated += "(.*)"`},
	} {
		was := regexp.MustCompile(`(?m)^-` + sign.line + `$`).FindStringSubmatch(diff)
		is := regexp.MustCompile(`(?m)^\+` + sign.line + `$`).FindStringSubmatch(diff)
		if was != nil && is != nil && was[1] != is[1] {
			found = append(found, fmt.Sprintf("%s was %q and is %q", sign.what, was[1], is[1]))
		}
	}
	if found == nil {
		return ""
	}
	return ": " + strings.Join(found, ", ")
}
