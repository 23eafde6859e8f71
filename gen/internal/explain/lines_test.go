package explain

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// readLines returns all pieces that come from r.
func readLines(r io.Reader) (pieces []string, err error) {
	lines := newLineReader(r)
	for {
		piece, err := lines.next()
		if err != nil {
			return pieces, err
		}
		pieces = append(pieces, piece)
	}
}

func TestLineReader(t *testing.T) {
	long := strings.Repeat("x", maxLine)
	for _, test := range []struct {
		reason string
		input  string
		want   []string
	}{
		{"nothing", "", nil},
		{"line ends of both sorts, and none at the end", "a\r\nb\n\nc", []string{"a\r\n", "b\n", "\n", "c"}},
		{"a line of the largest size", long[1:] + "\nb\n", []string{long[1:] + "\n", "b\n"}},
		{"a line that is longer by one", long + "\nb\n", []string{long, "\n", "b\n"}},
		{"one that is longer by more, and ends with the input", "a\n" + long + "yz", []string{"a\n", long, "yz"}},
	} {
		for name, r := range map[string]io.Reader{
			"whole":         strings.NewReader(test.input),
			"halves":        iotest.HalfReader(strings.NewReader(test.input)),
			"end with data": iotest.DataErrReader(strings.NewReader(test.input)),
		} {
			got, err := readLines(r)
			if err != io.EOF {
				t.Errorf("%s, %s: error %v, want EOF", test.reason, name, err)
			}
			if !cmp.Equal(test.want, got) {
				t.Errorf("%s, %s: %d pieces differ from the %d wanted", test.reason, name, len(got), len(test.want))
			}
		}
	}
}

// TestLineReaderError checks that what was read before an error is returned, and then the error.
func TestLineReaderError(t *testing.T) {
	broken := errors.New("broken")
	got, err := readLines(io.MultiReader(strings.NewReader("a\nb"), iotest.ErrReader(broken)))
	if diff := cmp.Diff([]string{"a\n", "b"}, got); diff != "" || err != broken {
		t.Errorf("error %v, want %v; mismatch (-want +got):\n%s", err, broken, diff)
	}
}

// TestFlush checks that what is known of a line is written before more is read, be it the rest of the next line.
func TestFlush(t *testing.T) {
	var out bytes.Buffer
	reads := []string{"a OK [ALERT] First\nb O", "K Second\n"}
	r := readerFunc(func(p []byte) (int, error) {
		if len(reads) == 1 && !strings.Contains(out.String(), "First") {
			t.Error("the first line is not written before more is read")
		}
		if len(reads) == 0 {
			if !strings.Contains(out.String(), "Second") {
				t.Error("the second line is not written before more is read")
			}
			return 0, io.EOF
		}
		n := copy(p, reads[0])
		reads = reads[1:]
		return n, nil
	})
	if err := checkedIn(t).Transcript(&out, r, Options{}); err != nil {
		t.Fatal(err)
	}
}

// A readerFunc is an io.Reader.
type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// TestErrors checks that errors of reading say where, and that those of writing end the work.
func TestErrors(t *testing.T) {
	book, broken := checkedIn(t), errors.New("broken")
	r := io.MultiReader(strings.NewReader("a OK x\nb OK y\n"), iotest.ErrReader(broken))
	err := book.Transcript(io.Discard, r, Options{})
	if !errors.Is(err, broken) || err.Error() != "after line 2: broken" {
		t.Errorf("Transcript of a broken reader: %v", err)
	}
	endless := readerFunc(func(p []byte) (int, error) { return copy(p, "a OK x\n"), nil })
	if err := book.Transcript(brokenWriter{broken}, endless, Options{}); !errors.Is(err, broken) {
		t.Errorf("Transcript to a broken writer: %v", err)
	}
	if err := book.Lines(brokenWriter{broken}, []string{"a OK x"}, Options{}); !errors.Is(err, broken) {
		t.Errorf("Lines to a broken writer: %v", err)
	}
}

type brokenWriter struct{ err error }

func (w brokenWriter) Write([]byte) (int, error) { return 0, w.err }
