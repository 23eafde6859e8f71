package iana

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// TestParseAnyFormat checks that formats are told apart by their content, whatever the name.
func TestParseAnyFormat(t *testing.T) {
	page := registry.State{Updated: "2031-02-28", Records: invented(false), Columns: registry.Published}
	dated := registry.State{Updated: "2031-02-28", Records: invented(true), Columns: registry.Dated}
	bare := registry.State{Records: invented(false), Columns: registry.Published}
	for _, test := range []struct {
		reason, text string
		want         registry.State
	}{
		{"a page", fixture(t, "page.xhtml"), page},
		{"a page that begins with white space", "\r\n\t " + strings.TrimPrefix(fixture(t, "page.xhtml"), `<?xml version="1.0"?>`), page},
		{"XML", fixture(t, "page.xml"), dated},
		{"XML without a declaration", fixture(t, "page.xml")[strings.Index(fixture(t, "page.xml"), "<registry"):], dated},
		{"XML after a comment with HTML", "<!-- <html> -->" + strings.TrimPrefix(fixture(t, "page.xml"), "<?xml version='1.0' encoding='UTF-8'?>"), dated},
		{"CSV", fixture(t, "page.csv"), bare},
		{"with a byte order mark: a page", "\ufeff" + fixture(t, "page.xhtml"), page},
		{"with a byte order mark: XML", "\ufeff" + fixture(t, "page.xml"), dated},
		{"with a byte order mark: CSV", "\ufeff" + fixture(t, "page.csv"), bare},
	} {
		got, err := Parse("page.txt", strings.NewReader(test.text))
		if diff := cmp.Diff(test.want, got); diff != "" || err != nil {
			t.Errorf("%s: %v; mismatch (-want +got):\n%s", test.reason, err, diff)
		}
	}
}

// TestNewColumns checks that a column that IANA adds is named, and that the others are read.
func TestNewColumns(t *testing.T) {
	const heading = "Change Controller"
	for _, test := range []struct {
		reason, file string
		replace      *strings.Replacer
		want         registry.State
	}{
		{
			"on the page, in the middle", "page.xhtml",
			strings.NewReplacer("<th>Reference", "<th>Change\n Controller</th><th>Reference",
				"</td><td>[", "</td><td>IESG [RFC2]</td><td>[", "SHRUG</td>", "SHRUG</td><td></td>"),
			registry.State{Updated: "2031-02-28", Records: invented(false), Unread: []string{heading}},
		}, {
			"in the CSV, at the front", "page.csv",
			strings.NewReplacer("Response Code", heading+",Response Code", "TEAPOT", "IESG [RFC2],TEAPOT",
				"MOON", ",MOON", "SHRUG", ",SHRUG", "LATE", ",LATE"),
			registry.State{Records: invented(false), Unread: []string{heading}},
		}, {
			"in the XML, two in some records", "page.xml",
			strings.NewReplacer("<name>SHRUG", "<controller>IESG</controller><note/><name>SHRUG",
				"<name>LATE", "<controller>IETF</controller><name>LATE"),
			registry.State{Updated: "2031-02-28", Records: invented(true), Columns: registry.Dated,
				Unread: []string{"controller", "note"}},
		},
	} {
		got, err := Parse(test.file, strings.NewReader(test.replace.Replace(fixture(t, test.file))))
		if diff := cmp.Diff(test.want, got); diff != "" || err != nil {
			t.Errorf("%s: %v; mismatch (-want +got):\n%s", test.reason, err, diff)
		}
	}
}

func TestParseAnyFormatErrors(t *testing.T) {
	for _, test := range []struct{ reason, text, want string }{
		{"nothing", "", `x: not the registry of IMAP response codes: it is empty`},
		{"markup without an element", "<!-- -->", `x: not the registry of IMAP response codes: no table with id "table-imap-response-codes-1" on the page, whose title is ""`},
		{"a login page", fixture(t, "portal.html"),
			`x: not the registry of IMAP response codes: no table with id "table-imap-response-codes-1" on the page, whose title is "Hotel Wi-Fi: please sign in"`},
		{"another registry", "<registry id='others'/><registry id='others'>",
			`x: not the registry of IMAP response codes: its root is <registry> with id "others" in namespace "", want <registry> with id "imap-response-codes" in namespace "http://www.iana.org/assignments"`},
		{"text", "Response Codes\n", `x: not the registry of IMAP response codes: its first line is "Response Codes", want "Response Code,Reference,Status Description (Optional)"`},
	} {
		if _, err := Parse("x", strings.NewReader(test.text)); message(err) != test.want {
			t.Errorf("%s:\ngot  %v\nwant %s", test.reason, err, test.want)
		}
	}
	broken := errors.New("the cable is out")
	if _, err := Parse("x", iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("got %v, want the reader's error", err)
	}
}

// TestStatesOfPublished checks that all formats of a published state are the same state.
func TestStatesOfPublished(t *testing.T) {
	if _, err := os.Stat(published); err != nil {
		t.Skipf("SKIPPED, the formats of IANA's own pages are not compared: %v", err)
	}
	dirs, err := filepath.Glob(filepath.Join(published, "*"))
	if err != nil {
		t.Fatal(err)
	}
	hashes := map[string]string{} // by hash: the state
	for _, dir := range dirs {
		var states []registry.State
		for _, file := range []string{"imap-response-codes.xml", "imap-response-codes.xhtml", "imap-response-codes-1.csv"} {
			data, err := os.ReadFile(filepath.Join(dir, file))
			if err != nil {
				t.Fatal(err)
			}
			state, err := Parse(file, strings.NewReader(string(data)))
			if err != nil {
				t.Fatal(err)
			}
			states = append(states, state)
		}
		for _, other := range states[1:] {
			if changes := registry.Compare(states[0], other); changes != nil || other.RowsHash() != states[0].RowsHash() {
				t.Errorf("%s: hashes %s and %s, changes %v", dir, states[0].RowsHash(), other.RowsHash(), changes)
			}
		}
		if same, ok := hashes[states[0].RowsHash()]; ok {
			t.Errorf("%s and %s have the same hash", same, dir)
		}
		hashes[states[0].RowsHash()] = dir
	}
	if len(dirs) == 0 {
		t.Errorf("%s is empty", published)
	}
}
