//go:build !bootstrap

package cli

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/imapcodes/imapcodes/gen/internal/explain"
	"github.com/imapcodes/imapcodes/gen/internal/extra"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// explainCommand returns the explain command. A program built with the tag bootstrap leaves it out,
// as cmd/go leaves out packages under cmd_go_bootstrap: explain uses the generated parser, and
// "make generate" must work even if that parser does not compile.
func explainCommand() []command {
	return []command{{"explain", "Print what status responses mean", explainUsage, runExplain}}
}

const explainUsage = `Usage: imapcodes explain [flags] [WORD | LINE...]

Print what status responses and their codes mean: the given lines, those in the
transcript of a session on standard input, or a word:

  a code               what it means, what to do, where it is defined
  a command            the codes that answer it
  a capability         the codes that need it
  NO, OK, BAD ...      what a response of this type means, and its codes

A code may be in any case, in brackets, or the name of its constant, such as
CodeOverQuota. If the first argument contains a space, each argument is a line.
Otherwise all arguments are the words of one line; quote it if it contains
characters that the shell interprets, such as * or (. With --format json, a
single word is a line too.

A line may begin with S:, < or << if the server sent it, or with C:, > or >> if
the client did. In a transcript, lines that are not status responses are
skipped, and each code is explained only once. The summary at the end also lists
skipped lines that contain a known code.

Control characters become escapes such as \x1b. On terminals, text is wrapped
(at COLUMNS, if set) and colored (not if NO_COLOR is set or TERM is dumb).

Flags:
  --format FORMAT  text (default), or json: one object for each line, in order
                   (see gen/internal/explain/explanation.schema.json)
  --problems       print only lines that depart from the grammar, report a
                   failure, or have a code that does not belong there
  --summary        print only the summary
  --strict         exit with 1 if a line departs from the grammar

Examples:
  imapcodes explain OVERQUOTA
  imapcodes explain 'a NO [OVERQUOTA] Sorry'
  imapcodes explain --problems <transcript
  imapcodes explain --format json --strict <transcript

Exit status: 0 success; 1 a line departs from the grammar (with --strict);
2 error.
`

func runExplain(env Env, flags *flag.FlagSet, args []string) error {
	format := flags.String("format", "text", "")
	options := explain.Options{Color: wantsColor(env), Width: textWidth(env)}
	flags.BoolVar(&options.Problems, "problems", false, "")
	flags.BoolVar(&options.Summary, "summary", false, "")
	flags.BoolVar(&options.Strict, "strict", false, "")
	args, err := parse(flags, args, math.MaxInt)
	if err != nil {
		return err
	}
	options.JSON = *format == "json"
	switch {
	case *format != "text" && !options.JSON:
		return fmt.Errorf("--format %q is neither text nor json", *format)
	case options.JSON && options.Summary:
		return errors.New("--summary prints text: leave out --format json")
	}
	book, err := newBook(env)
	if err != nil {
		return err
	}
	if err = explainAll(env, book, args, options); errors.Is(err, explain.ErrDeparts) {
		return errDiffers
	}
	return err
}

// explainAll explains a word or the lines in args or, if there are none or only -, a transcript on
// standard input.
func explainAll(env Env, book *explain.Book, args []string, options explain.Options) error {
	if len(args) == 0 || len(args) == 1 && args[0] == standard {
		r, clear := withProgress(env)
		defer clear()
		return book.Transcript(env.Stdout, r, options)
	}
	if !strings.Contains(args[0], " ") {
		args = []string{strings.Join(args, " ")}
	}
	if words := strings.Fields(args[0]); len(args) == 1 && !options.JSON {
		switch {
		case len(words) == 1:
			return lookUp(env, book, words[0], options)
		case len(words) == 2 && strings.EqualFold(words[0], "UID"):
			return lookUp(env, book, words[1], options)
		case len(words) > 1 && book.HasCode(words[0]) && !isType(words[1]):
			args = []string{"[" + args[0] + "]"} // a code without its brackets
		}
	}
	return book.Lines(env.Stdout, args, options)
}

// isType reports whether word is the type of a response, as in a line whose tag is a code's name.
func isType(word string) bool {
	return slices.Contains(registry.ResponseTypes(), strings.ToUpper(word))
}

// lookUp prints what is known about word.
func lookUp(env Env, book *explain.Book, word string, options explain.Options) error {
	if text := book.Lookup(word, options); text != "" {
		_, err := io.WriteString(env.Stdout, text)
		return err
	}
	hint := "to explain a line, quote it; a transcript belongs on standard input"
	if list := similar(strings.ToUpper(strings.Trim(word, "[]")), book.Words()); len(list) > 0 {
		hint = "did you mean " + strings.Join(list[:min(len(list), 5)], " or ") + "?"
	}
	return fmt.Errorf("%q is not a code, a capability, a command, "+
		"or the type of a response; %s", word, hint)
}

// newBook returns what is known about the registry's codes and the built-in unregistered ones.
func newBook(env Env) (*explain.Book, error) {
	env.Stderr = io.Discard // drop the notes about codes that have been registered since
	m, err := loadModel(env, extra.BuiltIn)
	if err != nil {
		return nil, err
	}
	page, err := readPage(env.Data, m, "Code")
	if err != nil {
		return nil, err
	}
	return explain.NewBook(page), nil
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
