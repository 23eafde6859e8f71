package cli

import (
	"testing"

	"github.com/imapcodes/imapcodes/gen/internal/fetch"
)

func TestKindOf(t *testing.T) {
	for _, test := range []struct {
		url, reason string
		want        fetch.Kind
	}{
		{"https://example.test/codes.xml", "by extension", fetch.XML},
		{"https://example.test/codes.csv", "by extension", fetch.CSV},
		{"https://example.test/codes.xhtml", "anything else is a page", fetch.HTML},
		{"https://example.test/codes.xml?q=1", "a query is not part of the file's name", fetch.XML},
		{"https://example.test/codes.csv#row", "nor is a fragment", fetch.CSV},
		{"https://example.test/page?file=codes.xml", "a query has no extension", fetch.HTML},
		{"https://example.test/%zz.xml", "not a URL; fetching reports it", fetch.XML},
	} {
		if got := kindOf(test.url); got != test.want {
			t.Errorf("%s (%s): got %v, want %v", test.url, test.reason, got, test.want)
		}
	}
}
