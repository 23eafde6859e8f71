package fetch

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/gen/internal/fetch/fetchtest"
)

// A cached client writes down what it is warned of.
type cached struct {
	*Client
	web      *fetchtest.Server
	warnings []string
}

func newCached(t *testing.T, dir string) *cached {
	c := &cached{web: newServer(t)}
	c.Client = clientOf(t, c.web, Options{Cache: dir, Warn: func(err error) { c.warnings = append(c.warnings, err.Error()) }})
	return c
}

// get returns a body, or an error's text, with the requests that it needed, as "200 codes".
func (c *cached) get(t *testing.T, kind Kind) string {
	t.Helper()
	body, err := c.Get(t.Context(), address, kind)
	text := string(body)
	if err != nil {
		text = err.Error()
	}
	var log []string
	for _, r := range c.web.Requests() {
		log = append(log, fmt.Sprint(r.Status))
		if r.Conditional {
			log = append(log, "conditional")
		}
	}
	return strings.Join(append(log, text), " ")
}

// entryName returns the name of the only file in dir.
func entryName(t *testing.T, dir string) string {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 1 {
		t.Fatalf("cache holds %v, %v; want a file", files, err)
	}
	return filepath.Join(dir, files[0].Name())
}

func TestCache(t *testing.T) {
	monday := time.Date(2026, 8, 3, 0, 0, 0, 0, time.UTC)
	document := func(body, etag string, modified time.Time) fetchtest.Page {
		return fetchtest.Page{ContentType: "text/plain", Body: body, ETag: etag, LastModified: modified}
	}
	for _, test := range []struct {
		name    string
		answers []http.Handler
		want    []string
	}{
		{
			"ETag",
			[]http.Handler{document("a", `"1"`, time.Time{}), document("a", `"1"`, time.Time{}), document("b", `"2"`, time.Time{}), document("b", `"2"`, time.Time{})},
			[]string{"200 a", "304 conditional a", "200 conditional b", "304 conditional b"},
		},
		{
			"Last-Modified",
			[]http.Handler{document("a", "", monday), document("a", "", monday), document("b", "", monday.AddDate(0, 0, 1)), document("b", "", monday.AddDate(0, 0, 1))},
			[]string{"200 a", "304 conditional a", "200 conditional b", "304 conditional b"},
		},
		{
			"the ETag decides where there are both",
			[]http.Handler{document("a", `"1"`, monday), document("b", `"2"`, monday), document("b", `"2"`, monday.AddDate(0, 0, 1))},
			[]string{"200 a", "200 conditional b", "304 conditional b"},
		},
		{
			"neither",
			[]http.Handler{document("a", "", time.Time{}), document("b", "", time.Time{})},
			[]string{"200 a", "200 b"},
		},
		{
			"an ETag that is no text",
			[]http.Handler{document("a", "\"\xff\"", time.Time{}), document("b", "\"\xff\"", time.Time{})},
			[]string{"200 a", "200 b"},
		},
		{
			"failures change nothing",
			[]http.Handler{document("a", `"1"`, monday), fetchtest.Status(404), fetchtest.ShortBody(document("bb", `"2"`, monday)), document("a", `"1"`, monday)},
			[]string{
				"200 a",
				"404 conditional " + address + ": status 404 Not Found",
				"200 conditional 200 conditional 200 conditional " + address + ": only 1 octets of the body: unexpected EOF (3 tries)",
				"304 conditional a",
			},
		},
		{
			"a 304 after a failure",
			[]http.Handler{document("a", `"1"`, monday), fetchtest.Sequence(fetchtest.Status(500), document("a", `"1"`, monday))},
			[]string{"200 a", "500 conditional 304 conditional a"},
		},
		{
			"what is redirected is neither kept nor asked for by another's ETag",
			[]http.Handler{
				fetchtest.Redirect("/other"), fetchtest.Redirect("/other"), document("a", `"1"`, monday), fetchtest.Redirect("/other"), document("a", `"1"`, monday),
				fetchtest.Redirect("/304"),
			},
			[]string{
				"302 200 other", "302 200 other", "200 a", "302 conditional 200 other", "304 conditional a",
				"302 conditional 304 " + address + ": status 304 Not Modified to a request that was not conditional",
			},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := newCached(t, filepath.Join(t.TempDir(), "new", "cache"))
			c.web.Handle("https://www.registry.example/other", document("other", `"1"`, monday))
			c.web.Handle("https://www.registry.example/304", fetchtest.Status(304))
			var got []string
			for _, answer := range test.answers {
				c.web.Handle(address, answer)
				got = append(got, c.get(t, Text))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
			if c.warnings != nil {
				t.Errorf("warnings %q", c.warnings)
			}
		})
	}
}

// Whatever happened to an entry, it is neither believed nor kept.
func TestDamagedEntry(t *testing.T) {
	for _, test := range []struct {
		name   string
		damage func(data string) string
	}{
		{"empty", func(string) string { return "" }},
		{"null", func(string) string { return "null" }},
		{"no JSON", func(string) string { return "\x00\x01" }},
		{"cut off", func(data string) string { return data[:len(data)/2] }},
		{"another body", func(data string) string { return strings.Replace(data, `"Body":"dHdl`, `"Body":"dHds`, 1) }},
		{"another ETag", func(data string) string { return strings.Replace(data, `\"1\"`, `\"2\"`, 1) }},
		{"another URL", func(data string) string { return strings.Replace(data, "/codes", "/cedes", 1) }},
		{"another type", func(data string) string { return strings.Replace(data, "text/plain", "text/csv", 1) }},
		{"no sum", func(data string) string { return data[:strings.Index(data, `,"Sum"`)] + "}" }},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			c := newCached(t, dir)
			served := page()
			served.ETag = `"1"`
			c.web.Handle(address, served)
			c.get(t, Text)
			name := entryName(t, dir)
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			damaged := test.damage(string(data))
			if damaged == string(data) {
				t.Fatalf("not damaged: %s", data)
			}
			if err := os.WriteFile(name, []byte(damaged), 0o600); err != nil {
				t.Fatal(err)
			}
			got := []string{c.get(t, Text), c.get(t, Text)}
			if diff := cmp.Diff([]string{"200 twelve codes", "304 conditional twelve codes"}, got); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
			if len(c.warnings) != 1 || !strings.HasPrefix(c.warnings[0], address+": not taken from the cache: "+name) {
				t.Errorf("warnings %q, want one of %s", c.warnings, name)
			}
		})
	}
}

// A file that belongs to another URL is not believed, though nothing in it is damaged.
func TestEntryOfAnotherURL(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	c := newCached(t, dir)
	c.web.Handle(address, fetchtest.Page{ContentType: "text/plain", Body: "codes", ETag: `"1"`})
	c.web.Handle(address+"/other", fetchtest.Page{ContentType: "text/plain", Body: "other", ETag: `"1"`})
	c.get(t, Text)
	name := entryName(t, dir)
	c.options.Cache = other
	if _, err := c.Get(t.Context(), address+"/other", Text); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(entryName(t, other), name); err != nil {
		t.Fatal(err)
	}
	c.options.Cache = dir
	c.web.Requests()
	if got := c.get(t, Text); got != "200 codes" || len(c.warnings) != 1 {
		t.Errorf("got %s with warnings %q, want 200 and one", got, c.warnings)
	}
}

func TestNothingToAskBy(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cache")
	c := newCached(t, dir)
	c.web.Handle(address, page())
	c.get(t, Text)
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("cache was made for what has neither ETag nor Last-Modified: %v", err)
	}
}

// Without a cache, the working directory is none.
func TestNoCache(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	c := newCached(t, dir)
	c.web.Handle(address, fetchtest.Page{ContentType: "text/plain", Body: "codes", ETag: `"1"`})
	c.options.Cache = ""
	c.get(t, Text)
	if files, err := os.ReadDir(dir); err != nil || len(files) != 0 {
		t.Errorf("made %v, %v", files, err)
	}
	c.options.Cache = dir
	c.get(t, Text)
	c.options.Cache = ""
	if got := c.get(t, Text); got != "200 codes" {
		t.Errorf("got %s, though there is no cache to ask by", got)
	}
}

// What is no longer wanted is fetched anew, as if there were no entry.
func TestEntryOfAnotherKind(t *testing.T) {
	c := newCached(t, t.TempDir())
	c.web.Handle(address, fetchtest.Page{ContentType: "text/csv", Body: "codes", ETag: `"1"`})
	c.get(t, CSV)
	if got, want := c.get(t, Text), "200 "+address+`: content type "text/csv", not text/plain`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	c.options.MaxSize = 4
	if got, want := c.get(t, CSV), "200 "+address+": 5 octets, more than 4"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if c.warnings != nil {
		t.Errorf("warnings %q", c.warnings)
	}
}

func TestCacheThatCannotBeUsed(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	c := newCached(t, dir)
	c.web.Handle(address, fetchtest.Page{ContentType: "text/plain", Body: "codes", ETag: `"1"`})
	if got := c.get(t, Text); got != "200 codes" {
		t.Errorf("got %s", got)
	}
	if len(c.warnings) == 0 || !strings.HasPrefix(c.warnings[len(c.warnings)-1], address+": not kept in the cache: ") {
		t.Errorf("warnings %q, want one of %s", c.warnings, dir)
	}
}

// A failure to put the entry in its place leaves nothing behind.
func TestEntryInTheWay(t *testing.T) {
	dir := t.TempDir()
	c := newCached(t, dir)
	c.web.Handle(address, fetchtest.Page{ContentType: "text/plain", Body: "codes", ETag: `"1"`})
	c.get(t, Text)
	name := entryName(t, dir)
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(name, 0o700); err != nil {
		t.Fatal(err)
	}
	if got := c.get(t, Text); got != "200 codes" {
		t.Errorf("got %s", got)
	}
	if len(c.warnings) != 2 {
		t.Errorf("warnings %q, want one of reading and one of writing", c.warnings)
	}
	if left := entryName(t, dir); left != name {
		t.Errorf("left %s", left)
	}
}

// turns serves two documents in turn, each with its own length, to whoever does not have the one whose turn it is.
func turns() http.Handler {
	var mu sync.Mutex
	n := 0
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		n++
		turn := n % 2
		mu.Unlock()
		body := strings.Repeat("even", 1000)
		if turn == 1 {
			body = strings.Repeat("odd", 3000)
		}
		fetchtest.Page{ContentType: "text/plain", Body: body, ETag: fmt.Sprintf(`"%d"`, turn)}.ServeHTTP(w, r)
	})
}

// checkTurns gets the document of turns again and again, and checks that it is one of the two.
func checkTurns(t *testing.T, client *Client) {
	for range 25 {
		body, err := client.Get(t.Context(), address, Text)
		if err != nil {
			t.Error(err)
			return
		}
		if len(strings.ReplaceAll(string(body), "even", "")) != 0 && len(strings.ReplaceAll(string(body), "odd", "")) != 0 {
			t.Errorf("neither document, but %d octets", len(body))
		}
	}
}

func TestClientsAtOnce(t *testing.T) {
	web, dir := newServer(t), t.TempDir()
	web.Handle(address, turns())
	client := clientOf(t, web, Options{Cache: dir, Warn: func(err error) { t.Error(err) }})
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() { checkTurns(t, client) })
	}
	group.Wait()
	entryName(t, dir)
}

// Processes find the Server by their environment alone: proxy, and certificate.
func TestProcessesAtOnce(t *testing.T) {
	if runtime.GOOS == "darwin" || runtime.GOOS == "windows" {
		t.Skip("SKIPPED: certificates are not found by SSL_CERT_FILE here")
	}
	web, dir := newServer(t), t.TempDir()
	web.Handle(address, turns())
	environ, err := web.Environ(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 2 {
		group.Go(func() {
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestProcess$", "-test.count=1")
			cmd.Env = append(append(os.Environ(), environ...), processCache+"="+dir)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
	group.Wait()
	entryName(t, dir)
	if n := len(web.Requests()); n != 50 {
		t.Errorf("%d requests, want 50", n)
	}
}

// processCache is the environment variable by which TestProcessesAtOnce tells its processes the cache.
const processCache = "FETCH_TEST_CACHE"

// TestProcess is what each process of TestProcessesAtOnce does.
func TestProcess(t *testing.T) {
	dir := os.Getenv(processCache)
	if dir == "" {
		t.Skip("only for TestProcessesAtOnce")
	}
	checkTurns(t, New(Options{Cache: dir, Retries: -1, Warn: func(err error) { t.Error(err) }}))
}
