package iana

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// A parser is ParseXHTML, ParseXML or ParseCSV.
type parser func(name string, r io.Reader) (*registry.State, error)

// fixture returns a file of testdata.
func fixture(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// invented returns what the three fixtures hold; only the XML has the dates of the records.
func invented(dates bool) []registry.Record {
	records := []registry.Record{
		{Code: "TEAPOT", Status: registry.Registered, References: []string{"RFC1149", "RFC54321"}},
		{Code: "MOON-PHASE", Status: registry.Obsolete, Description: "obsolete", References: []string{"RFC-ietf-example-moon-07"}},
		{Code: "SHRUG", Status: registry.Discouraged, Description: "see <the> notes & weep"},
		{Code: "LATECOMER", Status: registry.Reserved, Description: "reserved", References: []string{"RFC54321"}},
	}
	if dates {
		records[0].Registered, records[0].Updated = "2030-01-02", "2031-02-28"
		records[1].Updated = "2031-02-27"
		records[3].Registered = "2031-02-28"
	}
	return records
}

func TestParse(t *testing.T) {
	for _, test := range []struct {
		file   string
		parse  parser
		reason string
		want   *registry.State
	}{
		{"page.xhtml", ParseXHTML, "chrome, comments, scripts and white space mean nothing", &registry.State{Updated: "2031-02-28", Records: invented(false)}},
		{"page.xml", ParseXML, "comments and CDATA are XML's own; dates come along", &registry.State{Updated: "2031-02-28", Records: invented(true), Columns: registry.Dated}},
		{"page.csv", ParseCSV, "a quoted cell may hold a line break; no date at all", &registry.State{Records: invented(false)}},
	} {
		text := fixture(t, test.file)
		for _, variant := range []struct{ reason, text string }{
			{"as it is", text},
			{"with a byte order mark", "\ufeff" + text},
			{"with CRLF", strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\r\n")},
			{"with LF", strings.ReplaceAll(text, "\r\n", "\n")},
		} {
			got, err := test.parse(test.file, strings.NewReader(variant.text))
			if err != nil {
				t.Errorf("%s %s (%s): %v", test.file, variant.reason, test.reason, err)
				continue
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("%s %s (%s): mismatch (-want +got):\n%s", test.file, variant.reason, test.reason, diff)
			}
		}
	}
}

// A badInput is an input that must be refused: a fixture with old replaced by new, everywhere, or
// new alone.
type badInput struct {
	reason   string
	old, new string
	want     string // the error's lines
}

func (b badInput) text(t testing.TB, file string) string {
	if b.old == "" {
		return b.new
	}
	text := fixture(t, file)
	if !strings.Contains(text, b.old) {
		t.Fatalf("%s: no %q in %s", b.reason, b.old, file)
	}
	return strings.ReplaceAll(text, b.old, b.new)
}

// testBad checks that parse refuses each input with exactly the wanted error, and returns nothing
// else.
func testBad(t *testing.T, file string, parse parser, inputs []badInput) {
	t.Helper()
	for _, test := range inputs {
		t.Run(test.reason, func(t *testing.T) {
			page, err := parse(file, strings.NewReader(test.text(t, file)))
			if page != nil {
				t.Errorf("a page was returned: %+v", page)
			}
			if err == nil {
				t.Fatal("no error")
			}
			if diff := cmp.Diff(test.want, err.Error()); diff != "" {
				t.Errorf("error mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// fuzz feeds parse with its fixture, with what testBad refuses, and with the fuzzer's inputs.
func fuzz(f *testing.F, file string, parse parser, inputs []badInput) {
	f.Add([]byte(fixture(f, file)))
	for _, b := range inputs {
		f.Add([]byte(b.text(f, file)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		page, err := parse(file, bytes.NewReader(data))
		if err != nil {
			if page != nil {
				t.Errorf("a page despite the error %v", err)
			}
			return
		}
		if len(page.Records) == 0 {
			t.Error("no record, and no error")
		}
		codes := map[string]bool{}
		for _, r := range page.Records {
			if err := r.CheckIANA(); err != nil {
				t.Error(err)
			}
			if r.Status != registry.StatusOf(r.Description) {
				t.Errorf("status %q of %q does not fit %q", r.Status, r.Code, r.Description)
			}
			if codes[strings.ToUpper(r.Code)] {
				t.Errorf("duplicate %q", r.Code)
			}
			codes[strings.ToUpper(r.Code)] = true
		}
		if _, err := Merge(page, page); err != nil {
			t.Errorf("the page does not agree with itself: %v", err)
		}
	})
}

func TestReadError(t *testing.T) {
	broken := errors.New("the cable is out")
	for name, parse := range map[string]parser{"page.xhtml": ParseXHTML, "page.xml": ParseXML, "page.csv": ParseCSV} {
		page, err := parse(name, io.MultiReader(strings.NewReader(fixture(t, name)), iotest.ErrReader(broken)))
		if !errors.Is(err, broken) || page != nil {
			t.Errorf("%s: got %v, %v, want nil and the reader's error", name, page, err)
		}
	}
}

func TestSplitReferences(t *testing.T) {
	for _, test := range []struct {
		cell   string
		want   []string
		err    string
		reason string
	}{
		{"", nil, "", "references may be missing"},
		{"[RFC1]", []string{"RFC1"}, "", "one"},
		{"[RFC1][RFC54321]", []string{"RFC1", "RFC54321"}, "", "no separator"},
		{"[RFC1] [RFC2]", []string{"RFC1", "RFC2"}, "", "a space is not text"},
		{"[]", []string{""}, "", "the record's check refuses it"},
		{"[[RFC1]]", nil, `references "[[RFC1]]" hold "]" outside brackets`, "nested"},
		{"RFC1", nil, `references "RFC1" hold "RFC1" outside brackets`, "no brackets"},
		{"[RFC1],[RFC2]", nil, `references "[RFC1],[RFC2]" hold "," outside brackets`, "a separator"},
		{"[RFC1]\u00a0[RFC2]", nil, `references "[RFC1]\u00a0[RFC2]" hold "\u00a0" outside brackets`, "a space that XML does not know"},
		{"[RFC1", nil, `references "[RFC1" lack a closing bracket`, "cut off"},
		{"[RFC1] section 2", nil, `references "[RFC1] section 2" hold "section 2" outside brackets`, "text after it"},
	} {
		got, err := splitReferences(test.cell)
		if message(err) != test.err {
			t.Errorf("splitReferences(%q) (%s): error %q, want %q", test.cell, test.reason, message(err), test.err)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("splitReferences(%q) (%s): mismatch (-want +got):\n%s", test.cell, test.reason, diff)
		}
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestExcerpt(t *testing.T) {
	for _, test := range []struct{ text, want, reason string }{
		{"short\r\n", `"short"`, "without the line end"},
		{strings.Repeat("x", 60), `"` + strings.Repeat("x", 60) + `"`, "at the limit"},
		{strings.Repeat("x", 61), `"` + strings.Repeat("x", 60) + `"…`, "over it"},
		{strings.Repeat("€", 61), `"` + strings.Repeat("€", 60) + `"…`, "characters are counted, not octets"},
		{strings.Repeat("\x80", 70), `"` + strings.Repeat(`\x80`, 60) + `"…`, "not UTF-8 at all"},
	} {
		if got := excerpt(test.text); got != test.want {
			t.Errorf("excerpt(%q) (%s) = %s, want %s", test.text, test.reason, got, test.want)
		}
	}
}

func TestMerge(t *testing.T) {
	type change = func(p *registry.State)
	base := func(c change) *registry.State {
		p := &registry.State{Updated: "2031-02-28", Records: invented(false)}
		c(p)
		return p
	}
	same := func(*registry.State) {}
	for _, test := range []struct {
		reason string
		a, b   change
		want   *registry.State
		err    string
	}{
		{
			reason: "two equal pages",
			a:      same, b: same, want: base(same),
		}, {
			reason: "dates in the second alone",
			a:      same, b: func(p *registry.State) { p.Records, p.Columns = invented(true), registry.Dated },
			want: &registry.State{Updated: "2031-02-28", Records: invented(true), Columns: registry.Dated},
		}, {
			reason: "dates in the first alone",
			a:      func(p *registry.State) { p.Records, p.Columns = invented(true), registry.Dated }, b: same,
			want: &registry.State{Updated: "2031-02-28", Records: invented(true), Columns: registry.Dated},
		}, {
			reason: "new columns: a heading of the page, an element of the XML",
			a:      func(p *registry.State) { p.Unread = []string{"Change Controller"} },
			b:      func(p *registry.State) { p.Unread = []string{"controller"} },
			want: base(func(p *registry.State) {
				p.Unread = []string{"Change Controller", "controller"}
			}),
		}, {
			reason: "last updated in one alone: CSV has none",
			a:      func(p *registry.State) { p.Updated = "" }, b: same, want: base(same),
		}, {
			reason: "last updated differs",
			a:      same, b: func(p *registry.State) { p.Updated = "2031-03-01" },
			err: "the formats disagree: last updated 2031-02-28 against 2031-03-01",
		}, {
			reason: "rows missing on either side; the rows between them are not blamed",
			a:      func(p *registry.State) { p.Records = p.Records[1:] },
			b:      func(p *registry.State) { p.Records = p.Records[:3] },
			err: `the formats disagree about "LATECOMER": it is only in the first
the formats disagree about "TEAPOT": it is only in the second`,
		}, {
			reason: "codes that differ in case: one of the two is not as registered",
			a:      same, b: func(p *registry.State) { p.Records[2].Code = "Shrug" },
			err: `the formats disagree about "SHRUG": it is only in the first
the formats disagree about "Shrug": it is only in the second`,
		}, {
			reason: "order",
			a:      same, b: func(p *registry.State) { p.Records[1], p.Records[2] = p.Records[2], p.Records[1] },
			err: `the formats disagree: order "MOON-PHASE SHRUG" against "SHRUG MOON-PHASE"`,
		}, {
			reason: "all that can differ in a row, in two rows",
			a: func(p *registry.State) {
				p.Columns = registry.Dated
				p.Records[0].Registered, p.Records[0].Updated = "2001-01-01", "2002-02-02"
			},
			b: func(p *registry.State) {
				p.Columns = registry.Dated
				p.Records[0].References = []string{"RFC54321", "RFC1149"}
				p.Records[0].Registered, p.Records[0].Updated = "2001-01-11", "2002-02-12"
				p.Records[1].Description = "Obsolete"
			},
			err: `the formats disagree about "TEAPOT": references "RFC1149 RFC54321" against "RFC54321 RFC1149"
the formats disagree about "TEAPOT": dates "registered 2001-01-01; updated 2002-02-02" against "registered 2001-01-11; updated 2002-02-12"
the formats disagree about "MOON-PHASE": status "obsolete" against "obsolete: Obsolete"`,
		},
	} {
		t.Run(test.reason, func(t *testing.T) {
			a, b := base(test.a), base(test.b)
			got, err := Merge(a, b)
			if diff := cmp.Diff(test.err, message(err)); diff != "" {
				t.Errorf("error mismatch (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(base(test.a), a) + cmp.Diff(base(test.b), b); diff != "" {
				t.Errorf("Merge changed its input (-want +got):\n%s", diff)
			}
		})
	}
}
