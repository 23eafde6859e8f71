package registry

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadSources(t *testing.T) {
	const text = "source,title,date,url,obsoletes\nIANA,Codes,2031-02-03,https://example.test/,\n" +
		"RFC9999,\"A, B\",May 2031,,RFC9990 RFC9991\n"
	want := []Source{
		{Name: "IANA", Title: "Codes", Date: "2031-02-03", URL: "https://example.test/"},
		{Name: "RFC9999", Title: "A, B", Date: "May 2031", Obsoletes: []string{"RFC9990", "RFC9991"}},
	}
	got, err := ReadSources("sources.csv", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
	var b strings.Builder
	if err := WriteSources(&b, got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(text, b.String()); diff != "" {
		t.Errorf("written mismatch (-want +got):\n%s", diff)
	}
}

// TestReadSourcesURL checks which addresses can be linked to.
func TestReadSourcesURL(t *testing.T) {
	for _, test := range []struct {
		reason, url string
		ok          bool
	}{
		{"https", "https://example.test/a?b=c&d#e", true},
		{"http", "http://example.test", true},
		{"none", "", true},
		{"a script", "javascript:alert(1)", false},
		{"a script in mixed case", "JavaScript://example.test/%0aalert(1)", false},
		{"data", "data:text/html,x", false},
		{"a path", "/rfc9051", false},
		{"no host", "https://", false},
		{"the end of an attribute", "https://example.test/\"onclick=\"alert(1)", false},
		{"the end of a Markdown link", "https://example.test/3)[x](y", false},
		{"a control character", "https://example.test/\x1b[31m", false},
	} {
		var b strings.Builder
		if err := WriteSources(&b, []Source{{Name: "RFC1", URL: test.url}}); err != nil {
			t.Fatal(err)
		}
		want := fmt.Sprintf("sources.csv:2: url %q of RFC1 is not an http or https address", test.url)
		if test.ok {
			want = "<nil>"
		}
		_, err := ReadSources("sources.csv", strings.NewReader(b.String()))
		if diff := cmp.Diff(want, fmt.Sprint(err)); diff != "" {
			t.Errorf("%s: mismatch (-want +got):\n%s", test.reason, diff)
		}
	}
}

func TestReadSourcesErrors(t *testing.T) {
	tests := []struct{ reason, text, want string }{
		{"an empty file", "", `sources.csv: empty, want the header "source,title,date,url,obsoletes"`},
		{"another header", "source,title,date,url\n", `sources.csv:1: header is "source,title,date,url", want "source,title,date,url,obsoletes"`},
		{
			"all bad lines at once",
			"source,title,date,url,obsoletes\nRFC1,a\nRFC0,a,,,\nRFC2,*/,,,\nRFC2,,,,\nIANA,,May 2031,,\nRFC3,,,,RFC1 3501\n",
			`sources.csv:2: 2 columns, want 5
sources.csv:3: source "RFC0" is neither IANA nor an RFC
sources.csv:4: "*/" holds a comment mark
sources.csv:5: duplicate source "RFC2"
sources.csv:6: date "May 2031" of IANA is not in the form 2006-01-02
sources.csv:7: "3501", which RFC3 obsoletes, is not an RFC`,
		},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			_, err := ReadSources("sources.csv", strings.NewReader(test.text))
			if diff := cmp.Diff(test.want, fmt.Sprint(err)); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestObsoleted(t *testing.T) {
	sources := []Source{{Name: "RFC2"}, {Name: "RFC4", Obsoletes: []string{"RFC1", "RFC2"}}}
	for _, test := range []struct {
		reason, name string
		want         bool
	}{
		{"a source", "RFC2", true},
		{"a document that is not a source", "RFC1", true},
		{"the source that obsoletes it", "RFC4", false},
		{"an unknown document", "RFC3", false},
	} {
		if got := Obsoleted(sources, test.name); got != test.want {
			t.Errorf("%s: %s: %v, want %v", test.reason, test.name, got, test.want)
		}
	}
}
