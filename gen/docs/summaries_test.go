package docs

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
)

// TestSummaries checks that each summary is one sentence that fits the cell of a table, and is
// unique. A code may lack a summary, because the nightly update adds codes without one.
func TestSummaries(t *testing.T) {
	first := map[string]string{}
	for _, r := range records(t) {
		if r.Summary == "" {
			continue
		}
		if n := len(r.Summary); n > 118 || strings.Index(r.Summary, ".") != n-1 {
			t.Errorf("%s: %q has %d bytes, want one sentence of at most 118", r.Code, r.Summary, n)
		}
		if code, ok := first[r.Summary]; ok {
			t.Errorf("%s and %s have the same summary: %q", code, r.Code, r.Summary)
		}
		first[r.Summary] = r.Code
		if n := len(r.Advice); n > 110 || !strings.HasSuffix(r.Advice, ".") {
			t.Errorf("%s: the advice %q has %d bytes, want one sentence of at most 110", r.Code, r.Advice, n)
		}
	}
}

// TestSummariesAreOurOwn checks that no summary has six consecutive words of an RFC, because the
// sentences of RFCs are not ours to copy.
func TestSummariesAreOurOwn(t *testing.T) {
	const published, row = "../../../shared/data/rfc", 6
	files, err := filepath.Glob(filepath.Join(published, "rfc*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skipf("SKIPPED: no RFCs in %s, the summaries are not compared with them", published)
	}
	codes := map[string]string{}
	for _, r := range records(t) {
		for words := range rows(r.Summary, row) {
			codes[words] = r.Code
		}
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for words := range rows(string(text), row) {
			if code, ok := codes[words]; ok {
				t.Errorf("%s: %q is in %s", code, words, filepath.Base(file))
			}
		}
	}
}

// rows yields each n consecutive words of text, in lower case with a space between them.
func rows(text string, n int) func(yield func(string) bool) {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\''
	})
	return func(yield func(string) bool) {
		for i := n; i <= len(words); i++ {
			if !yield(strings.Join(words[i-n:i], " ")) {
				return
			}
		}
	}
}
