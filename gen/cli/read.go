package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/imapcodes/imapcodes/gen/internal/fetch"
	"github.com/imapcodes/imapcodes/gen/internal/output"
)

// A reader reads files, URLs and standard input.
type reader struct {
	client *fetch.Client
	stdin  io.Reader
	notes  io.Writer // gets a line for each document that is fetched
}

// networkFlags are the flags of the commands that read URLs.
type networkFlags struct {
	timeout time.Duration
	retries int
}

func (n *networkFlags) add(flags *flag.FlagSet) {
	flags.DurationVar(&n.timeout, "timeout", 2*time.Minute, "")
	flags.IntVar(&n.retries, "retries", 4, "")
}

// reader returns a reader that prints what it fetches if standard error is a terminal.
func (n *networkFlags) reader(env Env) reader {
	version := strings.Trim(buildInfo().Main.Version, "()")
	r := reader{fetch.New(version, n.timeout, n.retries), env.Stdin, io.Discard}
	if isTerminal(env.Stderr) {
		r.notes = env.Stderr
	}
	return r
}

// isURL reports whether name is a URL, not the name of a file.
func isURL(name string) bool { return strings.Contains(name, "://") }

// standard is the name of standard input and of standard output.
const standard = "-"

// checkStandardInput returns an error if more than one of names is standard input, which can be
// read only once.
func checkStandardInput(names ...string) error {
	n := 0
	for _, name := range names {
		if name == standard {
			n++
		}
	}
	if n > 1 {
		return errors.New(`"-", standard input, can be given only once`)
	}
	return nil
}

// read returns the contents of the file or URL called name, or of standard input.
func (r reader) read(name string, kind fetch.Kind) ([]byte, error) {
	if name == standard {
		return output.ReadAll("standard input", r.stdin)
	}
	if !isURL(name) {
		return output.ReadFile(name)
	}
	fmt.Fprintf(r.notes, "imapcodes: fetching %s\n", name)
	return r.client.Get(context.Background(), name, kind)
}

// readFile returns the contents of the named file, or of standard input.
func (env Env) readFile(name string) ([]byte, error) {
	if name == standard {
		return output.ReadAll("standard input", env.Stdin)
	}
	return output.ReadFile(name)
}

// readTexts returns the texts of all RFCs in a directory, by name (RFC9051).
func readTexts(dir string) (map[string]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	texts := map[string]string{}
	for _, entry := range entries {
		name, isText := strings.CutSuffix(entry.Name(), ".txt")
		if !isText || !rfcName.MatchString(name) {
			continue
		}
		data, err := output.Folder(dir).ReadFile(entry.Name())
		if err != nil {
			return nil, err
		}
		texts[strings.ToUpper(name)] = string(data)
	}
	if len(texts) == 0 {
		return nil, fmt.Errorf("%s: no RFC texts (such as rfc9051.txt) in this directory", dir)
	}
	return texts, nil
}

// fetchTexts returns the texts of the named RFCs from base, the URL of a directory. It omits RFCs
// that do not exist: the registry cites some before they are published.
func (r reader) fetchTexts(base string, names []string) (map[string]string, error) {
	texts := map[string]string{}
	for _, name := range names {
		url := strings.TrimSuffix(base, "/") + "/" + strings.ToLower(name) + ".txt"
		data, err := r.read(url, fetch.Text)
		if errors.Is(err, fetch.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		texts[name] = string(data)
	}
	return texts, nil
}
