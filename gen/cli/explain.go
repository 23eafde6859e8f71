//go:build !bootstrap

package cli

import (
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"time"

	"github.com/imapcodes/imapcodes/gen/internal/explain"
	"github.com/imapcodes/imapcodes/gen/internal/extra"
)

// explainCommand returns the explain command. A program built with the tag bootstrap leaves it out,
// as cmd/go leaves out packages under cmd_go_bootstrap: explain uses the generated parser, and
// "make generate" must work even if that parser does not compile.
func explainCommand() []command {
	return []command{{"explain", "Print what status responses mean", explainUsage, runExplain}}
}

const explainUsage = `Usage: imapcodes explain [--format FORMAT] [LINE...]

Print what status responses mean: the given ones, each quoted for the shell, or
those in the transcript of a session on standard input. Control characters
become escapes such as \x1b. Color is used only on terminals, and not if
NO_COLOR is set or TERM is dumb.

A line may begin with S:, < or << if the server sent it, or with C:, > or >> if
the client did. In a transcript, lines that are not status responses are
skipped, and each code is explained only once. The summary at the end also lists
skipped lines that contain a known code.

Flags:
  --format FORMAT  text (default), or json: one object for each line, in order
                   (see gen/internal/explain/explanation.schema.json)

Examples:
  imapcodes explain 'a NO [OVERQUOTA] Sorry'
  imapcodes explain <transcript
  imapcodes explain --format json <transcript

Exit status: 0 success; 2 error.
`

func runExplain(env Env, flags *flag.FlagSet, args []string) error {
	format := flags.String("format", "text", "")
	lines, err := parse(flags, args, math.MaxInt)
	if err != nil {
		return err
	}
	if *format != "text" && *format != "json" {
		return fmt.Errorf("--format %q is neither text nor json", *format)
	}
	options := explain.Options{JSON: *format == "json", Color: wantsColor(env)}
	book, err := newBook(env)
	if err != nil {
		return err
	}
	if len(lines) > 0 {
		warnNotLine(env, lines[0])
		return book.Lines(env.Stdout, lines, options)
	}
	r, clear := withProgress(env)
	defer clear()
	return book.Transcript(env.Stdout, r, options)
}

// warnNotLine prints a hint if the first argument cannot be a whole line: the shell has split one,
// or it names a code or a file.
func warnNotLine(env Env, line string) {
	if !strings.ContainsAny(line, " [+") {
		fmt.Fprintf(env.Stderr, "imapcodes: %q is not a line: quote the whole line, 'a NO [OVERQUOTA] Sorry', "+
			"or a code in its brackets, '[OVERQUOTA]'; pipe a transcript to standard input\n", line)
	}
}

// newBook returns what is known about the registry's codes and the built-in unregistered ones.
func newBook(env Env) (*explain.Book, error) {
	env.Stderr = io.Discard // drop the notes about codes that have been registered since
	m, err := loadModel(env, extra.BuiltIn)
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

// withProgress returns standard input. While a large file is read, a line on standard error shows
// the progress, unless the results go to the terminal; clear removes that line.
func withProgress(env Env) (r io.Reader, clear func()) {
	f, ok := env.Stdin.(*os.File)
	if !ok || !isTerminal(env.Stderr) || isTerminal(env.Stdout) {
		return env.Stdin, func() {}
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() < largeFile {
		return env.Stdin, func() {}
	}
	clear = func() { fmt.Fprintf(env.Stderr, "\r%50s\r", "") }
	return &progress{r: f, w: env.Stderr, size: info.Size()}, clear
}

// A progress is a reader of r that prints on w, at most twice a second, how much of r it has read.
type progress struct {
	r          io.Reader
	w          io.Writer
	read, size int64     // in bytes
	next       time.Time // when to print again
}

func (p *progress) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	p.read += int64(n)
	if now := time.Now(); now.After(p.next) {
		fmt.Fprintf(p.w, "\rimapcodes: %d%% of %d MB read", p.read*100/p.size, p.size/1e6)
		p.next = now.Add(time.Second / 2)
	}
	return n, err
}
