package cli

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"github.com/imapcodes/imapcodes/gen/internal/explain"
	"github.com/imapcodes/imapcodes/gen/internal/extra"
	"github.com/imapcodes/imapcodes/gen/internal/model"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

func explainCommand(env Env) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "explain [LINE...]",
		Short: "Say what status responses mean",
		Long: `Say what status responses mean: those given, each quoted for the shell, or else
those in the transcript of a session on standard input. Its lines may have
prefixes: times (12:34, with or without a date), [anything in brackets], names
that end in a colon, and then S:, S->C:, RECV or < for what the server sent, C:,
C->S:, SEND or > for the client; the line behind these may be a string in quotes,
as in the logs of Python. Whatever is no status response is passed over; each code
is explained where it stands first. The summary at the end also says which lines
were passed over though a registered code stands in them. With --format json, print
an object for each line, in order (gen/explain/explanation.schema.json).

What is not printable is written as an escape (\x1b). Colour is only for
terminals, and not with NO_COLOR set or TERM=dumb.`,
		Example: `  imapcodes explain 'a NO [OVERQUOTA] Sorry'
  imapcodes explain <transcript
  imapcodes explain --format json <transcript`,
		RunE: func(cmd *cobra.Command, lines []string) error {
			if format != "text" && format != "json" {
				return fmt.Errorf("--format %q is neither text nor json", format)
			}
			options := explain.Options{JSON: format == "json", Colour: wantsColour(env)}
			book, err := newBook(env.Data)
			if err != nil {
				return err
			}
			if len(lines) > 0 {
				noteNoLine(env, lines[0])
				return book.Lines(env.Stdout, lines, options)
			}
			return book.Transcript(env.Stdout, withProgress(env), options)
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "`format`: text or json")
	return cmd
}

// noteNoLine says how lines are given if the first is no part of any status response but a tag. Then it is a line that the
// shell has divided, the name of a code or that of a file.
func noteNoLine(env Env, line string) {
	if !strings.ContainsAny(line, " [+") {
		fmt.Fprintf(env.Stderr, "imapcodes: %q is no line: quote it whole, 'a NO [OVERQUOTA] Sorry'; a code alone is '[OVERQUOTA]', and a transcript comes on standard input\n", line)
	}
}

// newBook returns what there is to say of the codes in data, and of the tool's own extra codes that are not among them.
func newBook(data fs.FS) (*explain.Book, error) {
	tree, err := tree.Load(data)
	if err != nil {
		return nil, err
	}
	file, err := extra.Unregistered()
	if err != nil {
		return nil, err
	}
	if tree, _, err = file.Add(tree); err != nil {
		return nil, err
	}
	m, err := model.New(tree)
	if err != nil {
		return nil, err
	}
	return explain.NewBook(m.Codes, m.Sources), nil
}

// wantsColour reports whether results may have colour (https://no-color.org).
func wantsColour(env Env) bool {
	return isTerminal(env.Stdout) && env.Getenv("NO_COLOR") == "" && env.Getenv("TERM") != "dumb"
}

// largeFile is how many octets take long enough for a progress bar.
const largeFile = 64 << 20

// withProgress returns standard input, which moves a progress bar on standard error if it is a large file and a terminal
// shows nothing but the bar.
func withProgress(env Env) io.Reader {
	f, ok := env.Stdin.(*os.File)
	if !ok || !isTerminal(env.Stderr) || isTerminal(env.Stdout) {
		return env.Stdin
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() < largeFile {
		return env.Stdin
	}
	bar := progressbar.NewOptions64(info.Size(),
		progressbar.OptionSetWriter(env.Stderr),
		progressbar.OptionShowBytes(true),
		progressbar.OptionSetRenderBlankState(true),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(),
	)
	return io.TeeReader(f, bar)
}
