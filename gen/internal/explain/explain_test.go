package explain

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
)

// TestFlush checks that all that is known about a line is written before more is read, even if that
// is only the rest of the next line.
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

// TestErrors checks that errors of reading say where, after what has been read is explained, and
// that errors of writing end the work.
func TestErrors(t *testing.T) {
	book, broken := checkedIn(t), errors.New("broken")
	r := io.MultiReader(strings.NewReader("a OK x\nb OK y\nc O"), iotest.ErrReader(broken))
	var out bytes.Buffer
	err := book.Transcript(&out, r, Options{})
	if !errors.Is(err, broken) || err.Error() != "line 3: broken" {
		t.Errorf("Transcript of a broken reader: %v", err)
	}
	if got, want := out.String(), "1: a OK x\n2: b OK y\n"; got != want {
		t.Errorf("Transcript of a broken reader writes %q, want %q", got, want)
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

// TestConstantMemory checks that the memory in use does not grow with the transcript that is read:
// with its lines, with the length of one, or with its codes.
func TestConstantMemory(t *testing.T) {
	const size, most = 24 << 20, 8 << 20
	book := checkedIn(t)
	number, tag := 0, 0
	for _, test := range []struct {
		name  string
		input io.Reader // without an end
	}{
		{"a session", &repeater{octets: mixed(1 << 20)}},
		{"one line", &repeater{octets: bytes.Repeat([]byte("* OK x "), 1000)}},
		{"unknown codes", readerFunc(func(p []byte) (int, error) {
			number++
			return copy(p, fmt.Sprintf("* OK [X-%d] %*s\n", number, min(len(p), 1<<16)-30, "x")), nil
		})},
		{"commands without an answer", readerFunc(func(p []byte) (int, error) {
			tag++
			return copy(p, fmt.Sprintf("C: a%d NOOP %*s\n", tag, min(len(p), 1<<16)-30, "x")), nil
		})},
	} {
		for _, options := range []Options{{}, {JSON: true}} {
			base := liveHeap()
			m := &meter{r: io.LimitReader(test.input, size), step: size / 8}
			if err := book.Transcript(io.Discard, m, options); err != nil {
				t.Fatal(err)
			}
			if m.peak == 0 || m.peak > base+most {
				t.Errorf("%s, %+v: %d bytes in use, want less than %d", test.name, options, m.peak-base, most)
			}
		}
	}
}

// A meter reads r, and measures the memory in use after each step bytes.
type meter struct {
	r          io.Reader
	step, read int    // in bytes
	peak       uint64 // in bytes
}

// Read reads from r.
func (m *meter) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	if m.read += n; m.read >= m.step {
		m.read -= m.step
		m.peak = max(m.peak, liveHeap())
	}
	return n, err
}

// liveHeap returns how many bytes are in use.
func liveHeap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
