package docs

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tableOf returns a table that shows the flags it was made with.
func tableOf(flags []string) ([]byte, error) {
	if len(flags) > 0 && flags[0] == "bad" {
		return nil, errors.New("bad flags")
	}
	return []byte("| " + strings.Join(flags, " ") + " |\n"), nil
}

func TestInject(t *testing.T) {
	for _, test := range []struct{ reason, text, want string }{
		{
			"a first table", "# A\n\n<!-- imapcodes:begin -->\n<!-- imapcodes:end -->\n\nB\n",
			"# A\n\n<!-- imapcodes:begin -->\n\n|  |\n\n<!-- imapcodes:end -->\n\nB\n",
		},
		{
			"an old table with flags", "<!--imapcodes:begin  --sort  name-->\nold\n\nold\n<!--imapcodes:end-->",
			"<!--imapcodes:begin  --sort  name-->\n\n| --sort name |\n\n<!--imapcodes:end-->",
		},
		{
			"two tables", "<!-- imapcodes:begin a -->\n<!-- imapcodes:end -->\nx\n  <!-- imapcodes:begin b -->\n<!-- imapcodes:end -->\n",
			"<!-- imapcodes:begin a -->\n\n| a |\n\n<!-- imapcodes:end -->\nx\n  <!-- imapcodes:begin b -->\n\n| b |\n\n<!-- imapcodes:end -->\n",
		},
		{
			"MDX", "{/* imapcodes:begin a */}\n{/* imapcodes:end */}\n",
			"{/* imapcodes:begin a */}\n\n| a |\n\n{/* imapcodes:end */}\n",
		},
		{
			"line ends of Windows", "x\r\n<!-- imapcodes:begin -->\r\n<!-- imapcodes:end -->\r\n",
			"x\r\n<!-- imapcodes:begin -->\r\n\r\n|  |\r\n\r\n<!-- imapcodes:end -->\r\n",
		},
		{
			"code blocks", "```\n<!-- imapcodes:begin -->\n```\n~~~~ md\n~~~\n<!-- imapcodes:begin -->\n~~~~\n" +
				"<!-- imapcodes:begin -->\n<!-- imapcodes:end -->\n",
			"```\n<!-- imapcodes:begin -->\n```\n~~~~ md\n~~~\n<!-- imapcodes:begin -->\n~~~~\n" +
				"<!-- imapcodes:begin -->\n\n|  |\n\n<!-- imapcodes:end -->\n",
		},
		{
			"markers that are none", "`<!-- imapcodes:end -->`\n    <!-- imapcodes:end -->\n<!-- imapcodes:ending -->\n" +
				"<!-- imapcodes:begin -->\n<!-- imapcodes:end -->",
			"`<!-- imapcodes:end -->`\n    <!-- imapcodes:end -->\n<!-- imapcodes:ending -->\n" +
				"<!-- imapcodes:begin -->\n\n|  |\n\n<!-- imapcodes:end -->",
		},
	} {
		got, err := Inject("a.md", test.text, tableOf)
		if err != nil {
			t.Errorf("%s: %v", test.reason, err)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: mismatch (-want +got):\n%s", test.reason, diff)
		}
		if again, err := Inject("a.md", got, tableOf); err != nil || again != got {
			t.Errorf("%s: a second time changes it to\n%s\n(error %v)", test.reason, again, err)
		}
	}
}

func TestInjectErrors(t *testing.T) {
	const begin, end = "<!-- imapcodes:begin -->\n", "<!-- imapcodes:end -->\n"
	for _, test := range []struct{ reason, text, want string }{
		{
			"no markers", "x\n", "a.md: no markers: put the lines <!-- imapcodes:begin --> and " +
				"<!-- imapcodes:end --> where the table belongs",
		},
		{"no end", "x\n" + begin, "a.md:2: the table that begins here has no end marker"},
		{"no begin", "x\n" + end, "a.md:2: an end marker without a begin marker"},
		{"nested", begin + begin + end, "a.md:1: the table that begins here has no end marker"},
		{"a second end", begin + end + end, "a.md:3: an end marker without a begin marker"},
		{"bad flags", "<!-- imapcodes:begin bad -->\n" + end, "a.md:1: bad flags"},
		{"two errors", end + begin, "a.md:1: an end marker without a begin marker\n" +
			"a.md:2: the table that begins here has no end marker"},
		{"too long", strings.Repeat("x", 16<<20) + "\n" + begin + end,
			"a.md: with its tables, the file is longer than 16777216 bytes"},
	} {
		if _, err := Inject("a.md", test.text, tableOf); fmt.Sprint(err) != test.want {
			t.Errorf("%s: error %v, want %s", test.reason, err, test.want)
		}
	}
}

// TestRenderTable checks the table with its links, and that MDX has no comments of HTML.
func TestRenderTable(t *testing.T) {
	in := fixture(t)
	in.Records = in.Records[:2]
	in.Records[1].Summary = "It is #1 {a} @b."
	p := mustPage(t, in)
	const head = "| Code | Meaning | What to do | Comes with | Defined in |\n| --- | --- | --- | --- | --- |\n"
	const plain = "| `PLAIN` | It stands alone. | Wait a while. | OK, NO, BAD | " +
		"[RFC 9001 section 7\\.1](https://www.rfc-editor.org/rfc/rfc9001#section-7.1), " +
		"[RFC 9002](https://www.rfc-editor.org/rfc/rfc9002) |\n"
	for _, test := range []struct {
		mdx  bool
		want string
	}{
		{false, "| `COUNT` | It is #<!-- -->1 {a} @<!-- -->b. |"},
		{true, "| `COUNT` | It is #1 \\{a\\} @b. |"},
	} {
		got, err := RenderTable(top, p, test.mdx)
		if err != nil || !strings.HasPrefix(string(got), head+plain+test.want) {
			t.Errorf("MDX %v: error %v, got\n%s\nwant\n%s", test.mdx, err, got, head+plain+test.want)
		}
	}
}
