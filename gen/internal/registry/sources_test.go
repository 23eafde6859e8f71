package registry

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadSources(t *testing.T) {
	const text = "source,title,date,url\nIANA,Codes,2031-02-03,https://example.test/\nRFC9999,\"A, B\",May 2031,\n"
	want := []Source{{"IANA", "Codes", "2031-02-03", "https://example.test/"}, {"RFC9999", "A, B", "May 2031", ""}}
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
		{"an empty file", "", `sources.csv: empty, want the header "source,title,date,url"`},
		{"another header", "name,title,date,url\n", `sources.csv:1: header is "name,title,date,url", want "source,title,date,url"`},
		{
			"all bad lines at once",
			"source,title,date,url\nRFC1,a\nRFC0,a,,\nRFC2,*/,,\nRFC2,,,\nIANA,,May 2031,\n",
			`sources.csv:2: 2 columns, want 4
sources.csv:3: source "RFC0" is neither IANA nor an RFC
sources.csv:4: "*/" holds a comment mark
sources.csv:5: duplicate source "RFC2"
sources.csv:6: date "May 2031" of IANA is not in the form 2006-01-02`,
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
