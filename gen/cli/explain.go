package cli

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/imapcodes/imapcodes/generated/imapcode"
)

func explainCommand(env Env) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "explain [LINE...]",
		Short: "Say what status responses mean",
		Long: `Say what status responses mean: those given, or else those on standard input, a
line each. With --format json, print an object a line, in order.`,
		Example: `  imapcodes explain 'a NO [OVERQUOTA] Sorry'
  imapcodes explain --format json <transcript`,
		RunE: func(cmd *cobra.Command, lines []string) error {
			out := bufio.NewWriter(env.Stdout)
			var show func(explanation) error
			switch format {
			case "text":
				show = func(e explanation) error { return e.writeText(out) }
			case "json":
				encoder := json.NewEncoder(out)
				encoder.SetEscapeHTML(false)
				show = func(e explanation) error { return encoder.Encode(e) }
			default:
				return fmt.Errorf("--format %q is neither text nor json", format)
			}
			err := eachLine(lines, env.Stdin, func(line string) error { return show(explain(line)) }, out.Flush)
			return errors.Join(err, out.Flush())
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "`text` or json")
	return cmd
}

// eachLine calls do with each of lines, or if there are none with each line of r, and idle before it waits for more of r.
func eachLine(lines []string, r io.Reader, do func(string) error, idle func() error) error {
	for _, line := range lines {
		if err := do(line); err != nil {
			return err
		}
	}
	if len(lines) > 0 {
		return nil
	}
	input := bufio.NewReader(r)
	for {
		if input.Buffered() == 0 {
			if err := idle(); err != nil {
				return err
			}
		}
		line, err := input.ReadString('\n')
		if line != "" {
			if err := do(line); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("standard input: %w", err)
		}
	}
}

// An explanation is what is known of a line; it is also the object that --format json prints.
type explanation struct {
	Line       string   `json:"line"`
	Tag        string   `json:"tag"`
	Type       string   `json:"type"`
	Code       string   `json:"code"`
	Known      bool     `json:"known"`
	Args       string   `json:"args"`
	Text       string   `json:"text"`
	Conforms   bool     `json:"conforms"`
	Deviations []string `json:"deviations"`
	Error      string   `json:"error,omitempty"`
}

func explain(line string) explanation {
	line = strings.TrimRight(line, "\r\n")
	e := explanation{Line: line, Deviations: []string{}}
	r, err := imapcode.Parse(line)
	if err != nil {
		e.Error = err.Error()
		return e
	}
	e.Tag, e.Type, e.Code, e.Known = r.Tag, r.Type.String(), string(r.Code), r.Known()
	e.Args, e.Text, e.Conforms = r.Args, r.Text, r.Conforms()
	for name := range r.Deviations.Names() {
		e.Deviations = append(e.Deviations, name)
	}
	return e
}

// writeText writes e for people. What the server sent is quoted, so that it cannot command a terminal.
func (e explanation) writeText(w io.Writer) error {
	b := &strings.Builder{}
	fmt.Fprintf(b, "%q\n", e.Line)
	field := func(name, value string) {
		if value != "" {
			fmt.Fprintf(b, "    %-12s%s\n", name, value)
		}
	}
	quoted := func(name, value string) {
		if value != "" {
			field(name, fmt.Sprintf("%q", value))
		}
	}
	field("error", e.Error)
	if info, ok := imapcode.Code(e.Code).Info(); ok {
		field("code", e.Code)
		field("meaning", info.Summary)
		field("status", info.Status.String())
		field("references", info.References)
		field("retry", info.Retry.String())
	} else if e.Code != "" {
		field("code", fmt.Sprintf("%q, which is not registered", e.Code))
	}
	quoted("arguments", e.Args)
	quoted("text", e.Text)
	field("departs", strings.Join(e.Deviations, ", "))
	_, err := io.WriteString(w, b.String())
	return err
}
