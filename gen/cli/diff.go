package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

func diffCommand(env Env) *cobra.Command {
	var format string
	var network networkFlags
	cmd := &cobra.Command{
		Use:   "diff [BASE [HEAD]]",
		Short: "Say what changed between two states of the registry",
		Long: `Say what changed between two states of the registry, and what it means for code
that uses the generated package. BASE and HEAD are each

  embedded   the registry that is part of the tool (BASE, if it is not given)
  live       the registry as IANA has it now (HEAD, if it is not given)
  https://…  what is there
  FILE       registry.csv, or the registry in IANA's CSV, XHTML or XML

whose format is told by what they hold. Only what both know is compared: names,
grammar and meaning stand in registry.csv alone, dates in IANA's XML as well.
A registry.csv has the date that abnf/sources.csv beside it says.
Exit status: 0 the same, 1 something changed, 2 the input is bad.`,
		Example: `  imapcodes diff
  imapcodes diff registry.csv imap-response-codes.xml
  imapcodes diff --format markdown embedded live >>"$GITHUB_STEP_SUMMARY"`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 2 {
				return fmt.Errorf("want at most two states, BASE and HEAD, not %d", len(args))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, stop := interruptible()
			defer stop()
			names := append(args, []string{embedded, live}[len(args):]...)
			return diff(env, network.reader(ctx, env), names[0], names[1], format)
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "`format`: text, json or markdown")
	network.add(cmd)
	return cmd
}

// diff writes what changed from base to head.
func diff(env Env, r reader, base, head, format string) error {
	write, ok := map[string]func(io.Writer, comparison) error{
		"text": writeDiffText, "json": writeDiffJSON, "markdown": writeDiffMarkdown,
	}[format]
	if !ok {
		return fmt.Errorf("--format %q is none of text, json, markdown", format)
	}
	baseState, err1 := r.readState(env, base)
	headState, err2 := r.readState(env, head)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	c := comparison{side{base, baseState}, side{head, headState}, registry.Compare(baseState, headState)}
	if err := write(env.Stdout, c); err != nil {
		return err
	}
	if len(c.changes) > 0 {
		return errDiffers
	}
	return nil
}

// A comparison is what diff reports.
type comparison struct {
	base, head side
	changes    []registry.Change
}

// A side is a state of the registry, by the name that the user gave it.
type side struct {
	name string
	registry.State
}

// compared returns the columns that were compared, for people.
func (c comparison) compared() string {
	return min(c.base.Columns, c.head.Columns).String()
}

// writeDiffJSON writes c as one JSON object, which schema/diff.schema.json describes.
func writeDiffJSON(w io.Writer, c comparison) error {
	type state struct {
		Date string `json:"date"`
		Rows int    `json:"rows"`
		Hash string `json:"hash"`
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(struct {
		Baseline state             `json:"baseline"`
		Head     state             `json:"head"`
		Changes  []registry.Change `json:"changes"`
	}{
		state{c.base.Updated, c.base.Rows(), c.base.Hash()},
		state{c.head.Updated, c.head.Rows(), c.head.Hash()},
		append([]registry.Change{}, c.changes...), // where there are none [], not null
	})
}
