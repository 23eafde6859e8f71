package cli

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

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
			options := explain.Options{JSON: format == "json", Colour: wantsColor(env)}
			book, err := newBook(env.Data)
			if err != nil {
				return err
			}
			if len(lines) > 0 {
				noteNoLine(env, lines[0])
				return book.Lines(env.Stdout, lines, options)
			}
			r, clear := withProgress(env)
			defer clear()
			return book.Transcript(env.Stdout, r, options)
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

// wantsColor reports whether results may have color (https://no-color.org).
func wantsColor(env Env) bool {
	return isTerminal(env.Stdout) && env.Getenv("NO_COLOR") == "" && env.Getenv("TERM") != "dumb"
}

// largeFile is the size in bytes from which reading takes long enough to show progress.
const largeFile = 64 << 20

// withProgress returns standard input. If that is a large file, and nothing but errors goes to the
// terminal, reading it shows progress on standard error, which clear removes.
func withProgress(env Env) (r io.Reader, clear func()) {
	f, ok := env.Stdin.(*os.File)
	if !ok || !isTerminal(env.Stderr) || isTerminal(env.Stdout) {
		return env.Stdin, func() {}
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() < largeFile {
		return env.Stdin, func() {}
	}
	p := &progress{r: f, w: env.Stderr, size: info.Size()}
	return p, p.clear
}

// A progress is a reader of r that prints on w how much of r it has read, at most twice a second.
type progress struct {
	r          io.Reader
	w          io.Writer
	read, size int64 // in bytes
	line       string
	next       time.Time // when to print again
}

func (p *progress) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	p.read += int64(n)
	if now := time.Now(); !now.Before(p.next) {
		p.line = fmt.Sprintf("imapcodes: %d%% of %d MB read", p.read*100/p.size, p.size/1e6)
		fmt.Fprintf(p.w, "\r%s", p.line)
		p.next = now.Add(time.Second / 2)
	}
	return n, err
}

// clear overwrites what Read has printed.
func (p *progress) clear() {
	fmt.Fprintf(p.w, "\r%*s\r", len(p.line), "")
}
