package explain

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/gen/internal/grammar"
	"github.com/imapcodes/imapcodes/gen/internal/imapcode"
	"github.com/imapcodes/imapcodes/gen/internal/model"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// TestDeviationWords checks that there are words for each deviation, and for no other.
func TestDeviationWords(t *testing.T) {
	var want, got []string
	(^imapcode.Deviations(0)).Names()(func(name string) bool {
		want = append(want, name)
		return true
	})
	for _, d := range deviationWords {
		got = append(got, d.deviation.String())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

func TestWords(t *testing.T) {
	for _, s := range []registry.Status{registry.Registered, registry.Discouraged, registry.Reserved, registry.Obsolete, registry.Removed, registry.Unregistered} {
		if words := statusWords(&registry.Record{Status: s, Description: "x"}); !strings.HasPrefix(words, string(s)) {
			t.Errorf("the words for %s are %q", s, words)
		}
	}
	seen := map[string]bool{}
	for _, tag := range []string{"a", "*"} {
		for typ := imapcode.TypeOK; typ <= imapcode.TypeBAD; typ++ {
			seen[typeWords(&imapcode.Response{Tag: tag, Type: typ})] = true
		}
	}
	for typ := imapcode.TypePREAUTH; typ <= imapcode.TypeContinuation; typ++ {
		seen[typeWords(&imapcode.Response{Tag: "*", Type: typ})] = true
	}
	if len(seen) != 6+3 || seen[""] {
		t.Errorf("not every value has words of its own: %v", seen)
	}
}

// TestReferences checks how references become links, and that a hostile one becomes none.
func TestReferences(t *testing.T) {
	for _, test := range []struct {
		name     string
		document registry.Source
		want     string
	}{
		{"RFC1", registry.Source{Name: "RFC1", Title: "One", URL: "https://example.com/1"}, "RFC1, One, https://example.com/1"},
		{"RFC10022", registry.Source{}, "RFC10022, https://www.rfc-editor.org/rfc/rfc10022"},
		{"RFC-ietf-a-b-30", registry.Source{}, "RFC-ietf-a-b-30, https://datatracker.ietf.org/doc/html/draft-ietf-a-b-30"},
		{"javascript:alert(1)", registry.Source{}, "javascript:alert(1)"},
		{"RFC1/../../x", registry.Source{}, "RFC1/../../x"},
	} {
		if got := newReference(test.name, test.document).String(); got != test.want {
			t.Errorf("reference %s is %q, want %q", test.name, got, test.want)
		}
	}
}

// TestNewBook checks that a code which package imapcode does not know is found in any case, and is not said to be known.
func TestNewBook(t *testing.T) {
	book := NewBook([]model.Code{named("X-NONE"), named("ALERT")}, nil)
	for code, want := range map[imapcode.Code]string{"X-NONE": "X-NONE false", "x-none": "X-NONE false", "ALERT": "ALERT true"} {
		if e := book.entry(code); e == nil || fmt.Sprint(e.Code, " ", e.known) != want {
			t.Errorf("the entry of %s is %+v, want %s", code, e, want)
		}
	}
	for _, code := range []imapcode.Code{"", "X"} {
		if e := book.entry(code); e != nil {
			t.Errorf("%q has the entry %+v", code, e)
		}
	}
}

// named returns a code without arguments.
func named(code string) model.Code {
	return model.Code{Record: registry.Record{Code: code}, Shape: &grammar.Shape{}}
}

func explainText(t *testing.T, transcript string, o Options) string {
	t.Helper()
	var out bytes.Buffer
	if err := checkedIn(t).Transcript(&out, strings.NewReader(transcript), o); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestBounds checks that a summary remembers no more than it says, and counts the rest.
func TestBounds(t *testing.T) {
	var transcript strings.Builder
	for n := range mostUnknown + 5 {
		fmt.Fprintf(&transcript, "* OK [X-%d] x\n", n)
	}
	fmt.Fprintf(&transcript, "* OK [%s] x\n* OK [X-7] x\n", strings.Repeat("X", longestCode+1))
	got := explainText(t, transcript.String(), Options{})
	for _, want := range []string{
		"\n1005: * OK [X-1004] x  # X-1004: unknown\n", // as it is not remembered
		"\n1007: * OK [X-7] x  # X-7: unknown, see line 8\n",
		"\n         2  X-7                   lines 8, 1007\n",
		"\n         6  others                lines 1001, 1002, 1003, 1004, 1005, 1006\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the text does not contain %q", want)
		}
	}
	if n := strings.Count(got, "\n    status      unknown"); n != mostUnknown {
		t.Errorf("%d unknown codes are explained, want %d", n, mostUnknown)
	}
	got = explainText(t, strings.Repeat("* OK [CLOSED]\n", mostLines+3), Options{})
	if want := "lines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 3 more\n"; !strings.Contains(got, want) {
		t.Errorf("the text does not contain %q", want)
	}
}

// TestUnregistered checks that a code of the extra codes is one code, in whatever case it is sent.
func TestUnregistered(t *testing.T) {
	got := explainText(t, "* NO [WebAlert a] x\n* NO [WEBALERT b] x\n", Options{})
	for _, want := range []string{
		"\n2: * NO [WEBALERT b] x  # WEBALERT: unregistered, see line 1\n",
		"\n    codes\n         2  WEBALERT              unregistered; clients ignore",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q does not contain %q", got, want)
		}
	}
}

// TestNotExplained checks what is said of status responses that cannot be read to their end: nothing of how they depart.
func TestNotExplained(t *testing.T) {
	got := explainText(t, "* NO [NEWNAME {4}\r\na\r\nb c] x\r\n* OK [UIDNEXT "+strings.Repeat("1", maxLine), Options{})
	for _, want := range []string{
		"1: * NO [NEWNAME {4}  # goes on in a literal, which is not read\n",
		"111... and 1044480 octets more  # longer than 1 MiB\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%.200q does not contain %q", got, want)
		}
	}
}

// TestColour checks that colour is all that it adds, and that it is always switched off again.
func TestColour(t *testing.T) {
	transcript := strings.Join(statusLines, "\n") + "\n" + strings.Join(statusLines, "\n") + "\n* NO [NEWNAME a b]\n* NO [X-ODD] x\n* NO [X-ODD] x\n"
	coloured := explainText(t, transcript, Options{Colour: true})
	c := colours()
	plain := strings.NewReplacer(c.line, "", c.note, "", c.warning, "", c.reset, "").Replace(coloured)
	if diff := cmp.Diff(explainText(t, transcript, Options{}), plain); diff != "" {
		t.Errorf("mismatch without colour (-want +got):\n%s", diff)
	}
	for _, line := range strings.Split(coloured, "\n") {
		if strings.Count(line, c.line)+strings.Count(line, c.note)+strings.Count(line, c.warning) != strings.Count(line, c.reset) {
			t.Errorf("colour stays on behind %q", line)
		}
	}
	for _, want := range []string{"unknown", "X-ODD: unknown", "unregistered", "WEBALERT: unregistered", "obsolete"} {
		if !strings.Contains(coloured, c.warning+want) {
			t.Errorf("%q has no colour", want)
		}
	}
}

// TestConstantMemory checks that what is held while a transcript is read does not grow with it: with its lines, with the
// length of one, or with its codes.
func TestConstantMemory(t *testing.T) {
	const size, most = 24 << 20, 8 << 20
	book := checkedIn(t)
	number := 0
	for _, test := range []struct {
		name  string
		input io.Reader // without an end
	}{
		{"a session", &repeater{octets: mixed(1 << 20)}},
		{"one line", &repeater{octets: []byte("* OK x ")}},
		{"unknown codes", readerFunc(func(p []byte) (int, error) {
			number++
			return copy(p, fmt.Sprintf("* OK [X-%d] %*s\n", number, len(p)-30, "x")), nil
		})},
	} {
		for _, options := range []Options{{}, {JSON: true}} {
			base := liveHeap()
			m := &meter{r: io.LimitReader(test.input, size), step: size / 8}
			if err := book.Transcript(io.Discard, m, options); err != nil {
				t.Fatal(err)
			}
			if m.peak == 0 || m.peak > base+most {
				t.Errorf("%s, %+v: %d octets are held, want less than %d", test.name, options, m.peak-base, most)
			}
		}
	}
}

// A meter reads r, and finds out how many octets are in use each time that step octets have been read.
type meter struct {
	r          io.Reader
	step, read int
	peak       uint64
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

// liveHeap returns how many octets are in use.
func liveHeap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// TestAllocations checks that lines cost no allocations, but for a block of many.
func TestAllocations(t *testing.T) {
	book := checkedIn(t)
	lines := session(1<<20, false, dataLines, commandLines, statusLines[:17])
	for _, options := range []Options{{}, {JSON: true}} {
		allocations := func(times int64) float64 {
			return testing.AllocsPerRun(1, func() {
				if err := book.Transcript(io.Discard, io.LimitReader(&repeater{octets: lines}, times*int64(len(lines))), options); err != nil {
					t.Fatal(err)
				}
			})
		}
		perBlock := (allocations(5) - allocations(1)) / (4 * float64(len(lines)) / readSize)
		if perBlock > 1.5 {
			t.Errorf("%+v: %.1f allocations in a block of %d octets, want 1", options, perBlock, readSize)
		}
	}
}
