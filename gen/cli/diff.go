package cli

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

const diffUsage = `Usage: imapcodes diff [flags] [BASE [HEAD]]

Print what changed between two states of the registry, and what that means for
code that uses the generated package. BASE and HEAD are each one of

  embedded  the registry that is part of the program (default for BASE)
  live      the registry as IANA publishes it now (default for HEAD)
  URL       a published registry, such as a copy of IANA's
  FILE      registry.csv; the registry in IANA's CSV, XHTML or XML; a generated
            codes.json or codes.go; or a CSV file with the column code
  -         the same on standard input

The format is detected from the content. Only what both states contain is
compared: names, grammar and meaning are only in registry.csv, dates also in
IANA's XML and codes.json, and codes.go and a CSV file with other columns have
nothing but codes. The date of registry.csv as a whole is that in
abnf/sources.csv beside it.

Flags:
  --format FORMAT     text (default), json or markdown
  --fail-on WEIGHT    changes that exit with status 1: any (default), addition
                      (and breaking ones), or breaking
  --timeout DURATION  limit for each document, with retries (default: 2m)
  --retries N         retries after failures that may pass (default: 4)

Examples:
  imapcodes diff
  imapcodes diff registry.csv imap-response-codes.xml
  imapcodes diff --format markdown embedded live >>"$GITHUB_STEP_SUMMARY"
  imapcodes diff --fail-on breaking internal/imapcode/codes.go live

Exit status: 0 the same, or no change that --fail-on names; 1 something changed;
2 error.
`

func runDiff(env Env, flags *flag.FlagSet, args []string) error {
	var network networkFlags
	network.add(flags)
	format := flags.String("format", "text", "")
	failOn := flags.String("fail-on", "any", "")
	names, err := parse(flags, args, 2)
	if err != nil {
		return err
	}
	names = append(names, []string{embedded, live}[len(names):]...)
	return diff(env, network.reader(env), names[0], names[1], *format, *failOn)
}

// failures returns the weights of the changes that make diff fail, or nil if failOn names none.
func failures(failOn string) []registry.Weight {
	weights := registry.Weights() // the most serious first
	switch failOn {
	case "any":
		return weights
	case string(registry.Breaking), string(registry.Addition):
		return weights[:slices.Index(weights, registry.Weight(failOn))+1]
	}
	return nil
}

// diff prints what changed from base to head. It returns errDiffers if there are changes that
// failOn names.
func diff(env Env, r reader, base, head, format, failOn string) error {
	write, ok := map[string]func(io.Writer, comparison) error{
		"text": writeDiffText, "json": writeDiffJSON, "markdown": writeDiffMarkdown,
	}[format]
	if !ok {
		return fmt.Errorf("--format %q is not text, json or markdown", format)
	}
	fails := failures(failOn)
	if fails == nil {
		return fmt.Errorf("--fail-on %q is not breaking, addition or any", failOn)
	}
	if err := checkStandardInput(base, head); err != nil {
		return err
	}
	baseState, err1 := r.readState(env, base)
	headState, err2 := r.readState(env, head)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	report(env, slices.Concat(baseState.UnreadNotes(), headState.UnreadNotes()))
	changes := registry.Compare(baseState, headState)
	c := comparison{side{base, baseState}, side{head, headState}, changes, rows(headState)}
	err := write(env.Stdout, c)
	isFailure := func(c registry.Change) bool { return slices.Contains(fails, c.Weight) }
	if err == nil && slices.ContainsFunc(changes, isFailure) {
		return errDiffers
	}
	return err
}

// A comparison is what a report is about.
type comparison struct {
	base, head side
	changes    []registry.Change
	rows       map[string]registry.Record // of head, by code
}

// rows returns the records of s by code.
func rows(s registry.State) map[string]registry.Record {
	byCode := map[string]registry.Record{}
	for _, r := range s.Records {
		byCode[r.Code] = r
	}
	return byCode
}

// A side is a state of the registry, with the name that the user gave it.
type side struct {
	name string
	registry.State
}

// compared names the columns that were compared.
func (c comparison) compared() string { return min(c.base.Columns, c.head.Columns).String() }

// writeDiffJSON writes c as one JSON object; see schema/diff.schema.json.
func writeDiffJSON(w io.Writer, c comparison) error {
	type state struct {
		Date     string `json:"date"`
		Rows     int    `json:"rows"`
		Hash     string `json:"hash"`
		RowsHash string `json:"rowsHash"`
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(struct {
		Baseline state             `json:"baseline"`
		Head     state             `json:"head"`
		Changes  []registry.Change `json:"changes"`
	}{
		state{c.base.Updated, c.base.Rows(), c.base.Hash, c.base.RowsHash()},
		state{c.head.Updated, c.head.Rows(), c.head.Hash, c.head.RowsHash()},
		append([]registry.Change{}, c.changes...), // without changes [], not null
	})
}
