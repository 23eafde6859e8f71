package cli

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/imapcodes/imapcodes/gen/internal/fetch"
)

// A reader reads what is given as a file or as a URL.
type reader struct {
	ctx    context.Context
	client *fetch.Client
	wait   *waiting
}

// interruptible returns a context that ends when somebody interrupts the program, until stop is called. Once more ends the
// program itself: what is read from a pipe knows of no context.
func interruptible() (ctx context.Context, stop context.CancelFunc) {
	ctx, stop = signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

// networkFlags are the flags of commands that read URLs.
type networkFlags struct {
	cache   string
	timeout time.Duration
	retries int
}

func (n *networkFlags) add(flags *flag.FlagSet) {
	folder, err := os.UserCacheDir()
	if err == nil {
		folder = filepath.Join(folder, "imapcodes")
	} // else there is no home, and no cache
	flags.StringVar(&n.cache, "cache", folder, "")
	flags.DurationVar(&n.timeout, "timeout", 2*time.Minute, "")
	flags.IntVar(&n.retries, "retries", 4, "")
}

// reader returns a reader that tells env's standard error what it waits for, if a person looks at it.
func (n *networkFlags) reader(ctx context.Context, env Env) reader {
	wait := &waiting{w: env.Stderr}
	options := fetch.Options{
		Version: strings.Trim(buildInfo().Main.Version, "()"), Cache: n.cache, Timeout: n.timeout,
		Retries: cmp.Or(n.retries, -1), // to fetch, 0 is the default
		Warn:    func(err error) { fmt.Fprintf(env.Stderr, "imapcodes: %v\n", err) },
	}
	if isTerminal(env.Stderr) {
		options.Progress = func(url string, octets, _ int64) { wait.show(url, octets) }
	}
	return reader{ctx, fetch.New(options), wait}
}

// A waiting shows on w how much of a document has been fetched.
type waiting struct {
	w    io.Writer
	line string
}

// show replaces the line that it printed before.
func (b *waiting) show(url string, size int64) {
	b.line = fmt.Sprintf("imapcodes: %s: %d kB", path.Base(url), size/1000)
	fmt.Fprintf(b.w, "\r%s", b.line)
}

// end removes what show has printed.
func (b *waiting) end() {
	if b.line != "" {
		fmt.Fprintf(b.w, "\r%*s\r", len(b.line), "")
		b.line = ""
	}
}

// isURL reports whether name is no file's.
func isURL(name string) bool { return strings.Contains(name, "://") }

// read returns what name holds, a file or a URL.
func (r reader) read(name string, kind fetch.Kind) ([]byte, error) {
	if !isURL(name) {
		return os.ReadFile(name)
	}
	defer r.wait.end()
	return r.client.Get(r.ctx, name, kind)
}

// readTexts returns the RFCs in a folder, all that there are.
func readTexts(folder string) (map[string]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	texts := map[string]string{}
	for _, entry := range entries {
		name, isText := strings.CutSuffix(entry.Name(), ".txt")
		if !isText || !rfcName.MatchString(name) {
			continue
		}
		data, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			return nil, err
		}
		texts[strings.ToUpper(name)] = string(data)
	}
	if len(texts) == 0 {
		return nil, fmt.Errorf("%s: holds no RFC (rfc9051.txt)", folder)
	}
	return texts, nil
}

// fetchTexts returns the texts of the named RFCs, from below a URL. One that is not there yet is left
// out: the registry cites RFCs before they are published.
func (r reader) fetchTexts(base string, names []string) (map[string]string, error) {
	texts := map[string]string{}
	for _, name := range names {
		data, err := r.read(strings.TrimSuffix(base, "/")+"/"+strings.ToLower(name)+".txt", fetch.Text)
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
