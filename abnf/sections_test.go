package abnf

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSections(t *testing.T) {
	for _, test := range []struct {
		reason, text string
		want         []Section
	}{
		{"no section", "Widgets for Examples\n\n   A widget.\n", nil},
		{
			"sections inside others, and text above the first",
			"Abstract\n\n   None.\n\n1.  One\n   a\n1.1.  Two\n   b\n1.1.1.  Three\n   c\n10  Ten\n   d",
			[]Section{
				{"1", "1.  One\n   a\n"}, {"1.1", "1.1.  Two\n   b\n"},
				{"1.1.1", "1.1.1.  Three\n   c\n"}, {"10", "10  Ten\n   d\n"},
			},
		},
		{
			"contents at the left edge, as in RFC 2060, and indented, as in RFC 9051",
			"A.      Two ...........  12\n   2.  Three . . . . 3\n\n1.      One\n   a",
			[]Section{{"1", "1.      One\n   a\n"}},
		},
		{
			"numbered items are not headings",
			"1.  One\n   2.  an item\n   7) another",
			[]Section{{"1", "1.  One\n   2.  an item\n   7) another\n"}},
		},
		{"a page break", "1.  One\n   a" + pageBreak + "   b", []Section{{"1", "1.  One\n   a\n\n   b\n"}}},
		{
			"appendices, as in RFC 2060, RFC 9051 and RFC 5255",
			"A.      One\n   a\nAppendix B.  Two\nB.1.  Three\n   b",
			[]Section{{"A", "A.      One\n   a\n"}, {"B", "Appendix B.  Two\n"}, {"B.1", "B.1.  Three\n   b\n"}},
		},
		{"the last of a number, as in RFC 2193", "6. One\n   a\n6. Two\n   b", []Section{{"6", "6. Two\n   b\n"}}},
	} {
		if diff := cmp.Diff(test.want, Sections(test.text)); diff != "" {
			t.Errorf("%s: mismatch (-want +got):\n%s", test.reason, diff)
		}
	}
}
