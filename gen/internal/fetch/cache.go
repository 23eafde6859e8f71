package fetch

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"unicode/utf8"
)

// An entry is what the cache holds of a URL, in a file of its own.
type entry struct {
	URL          string
	ContentType  string
	ETag         string // as the server sent it; empty if it did not
	LastModified string // so too
	Body         []byte
	Sum          []byte // of all the others
}

func newEntry(url, contentType string, header http.Header, body []byte) *entry {
	e := &entry{
		URL:          url,
		ContentType:  contentType,
		ETag:         validator(header, "ETag"),
		LastModified: validator(header, "Last-Modified"),
		Body:         body,
	}
	e.Sum = e.sum()
	return e
}

// validator returns what header says of name, or nothing if JSON could not hold it.
func validator(header http.Header, name string) string {
	value := header.Get(name)
	if !utf8.ValidString(value) {
		return ""
	}
	return value
}

func (e *entry) sum() []byte {
	h := sha256.New()
	for _, field := range []string{e.URL, e.ContentType, e.ETag, e.LastModified} {
		fmt.Fprintf(h, "%q\n", field)
	}
	h.Write(e.Body)
	return h.Sum(nil)
}

// makeConditional makes the request with header one for the document if it is not e's any more (RFC 9110 section 13.1).
func (e *entry) makeConditional(header http.Header) {
	if e.ETag != "" {
		header.Set("If-None-Match", e.ETag)
	}
	if e.LastModified != "" {
		header.Set("If-Modified-Since", e.LastModified)
	}
}

func makeUnconditional(header http.Header) {
	header.Del("If-None-Match")
	header.Del("If-Modified-Since")
}

// entryFile returns the name of the file for g's URL.
func (g *get) entryFile() string {
	sum := sha256.Sum256([]byte(g.url.String()))
	return filepath.Join(g.options.Cache, hex.EncodeToString(sum[:])+".json")
}

// load returns what the cache holds of g's document, or nil.
func (g *get) load() *entry {
	if g.options.Cache == "" {
		return nil
	}
	e, err := g.readEntry()
	if err != nil {
		g.options.Warn(fmt.Errorf("%s: not taken from the cache: %w", g.url, err))
	}
	return e
}

// readEntry returns nil without an error where there is no entry, or one whose document would be refused today.
func (g *get) readEntry() (*entry, error) {
	name := g.entryFile()
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	// JSON holds a body as base64, so that no entry of ours is twice as long.
	data, err := io.ReadAll(io.LimitReader(f, 2*g.options.MaxSize+64<<10))
	if err != nil {
		return nil, err
	}
	e := &entry{}
	if err := json.Unmarshal(data, e); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if e.URL != g.url.String() || !bytes.Equal(e.Sum, e.sum()) {
		return nil, fmt.Errorf("%s: not an entry of this document, or damaged", name)
	}
	if !slices.Contains(g.kind.contentTypes(), e.ContentType) || int64(len(e.Body)) > g.options.MaxSize {
		return nil, nil
	}
	return e, nil
}

// store keeps e for the next time, if the server can then be asked whether it still holds.
func (g *get) store(e *entry) {
	if g.options.Cache == "" || e.ETag == "" && e.LastModified == "" {
		return
	}
	if err := e.write(g.entryFile()); err != nil {
		g.options.Warn(fmt.Errorf("%s: not kept in the cache: %w", g.url, err))
	}
}

// write replaces the file as a whole, so that other processes read one entry or the other. It is not synced to the disk:
// what a crash leaves of it is found damaged.
func (e *entry) write(name string) error {
	data, err := json.Marshal(e)
	if err != nil {
		return err
	}
	dir := filepath.Dir(name)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, ".new.*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}
