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
