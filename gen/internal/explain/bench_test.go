package explain

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/imapcodes/imapcodes/gen/docs"
	"github.com/imapcodes/imapcodes/gen/internal/extra"
	"github.com/imapcodes/imapcodes/gen/internal/model"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

// checkedIn returns the book about the registry in the repository and the tool's own extra codes.
func checkedIn(t testing.TB) *Book {
	t.Helper()
	tree, err1 := tree.Load(os.DirFS("../../.."))
	file, err2 := extra.Unregistered()
	tree, _, err3 := file.Add(tree)
	if err := errors.Join(err1, err2, err3); err != nil {
		t.Fatal(err)
	}
	m, err := model.New(tree)
	if err != nil {
		t.Fatal(err)
	}
	page, err := docs.NewPage(m, "Code", examples(t))
	if err != nil {
		t.Fatal(err)
	}
	return NewBook(page)
}

// examples returns the examples of the docs.
func examples(t testing.TB) []docs.Example {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../../..", docs.ExamplesFile))
	if err != nil {
		t.Fatal(err)
	}
	list, err := docs.ReadExamples(docs.ExamplesFile, string(text))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// BenchmarkTranscript reads transcripts of 1 GiB: one as sessions are, and one of status responses
// alone, which are the most work.
func BenchmarkTranscript(b *testing.B) {
	const size = 1 << 30
	book := checkedIn(b)
	for _, input := range []struct {
		name   string
		octets []byte
	}{
		{"mixed", mixed(8 << 20)},
		{"status", session(8<<20, false, statusLines)},
	} {
		for _, output := range []struct {
			name    string
			options Options
		}{{"text", Options{}}, {"json", Options{JSON: true}}} {
			b.Run(input.name+"/"+output.name, func(b *testing.B) {
				b.SetBytes(size)
				b.ReportAllocs()
				for b.Loop() {
					r := io.LimitReader(&repeater{octets: input.octets}, size)
					if err := book.Transcript(io.Discard, r, output.options); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
