package docs

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWords(t *testing.T) {
	for _, test := range []struct{ reason, text, want, camel, pascal string }{
		{"a name", "OverQuota", "over_quota", "overQuota", "OverQuota"},
		{"an initialism at the beginning", "UIDNext", "uid_next", "uidNext", "UidNext"},
		{"at the end", "MailboxID", "mailbox_id", "mailboxId", "MailboxId"},
		{"in the middle", "NoUIDNext", "no_uid_next", "noUidNext", "NoUidNext"},
		{"alone", "URL", "url", "url", "Url"},
		{"its plural", "SourceUIDs", "source_uids", "sourceUids", "SourceUids"},
		{"its plural before a word", "URLsSeen", "urls_seen", "urlsSeen", "UrlsSeen"},
		{"a word with s that follows it", "UIDSet", "uid_set", "uidSet", "UidSet"},
		{"a lower-case s that begins nothing", "UIDstore", "ui_dstore", "uiDstore", "UiDstore"},
		{"digits", "NotUTF8", "not_utf8", "notUtf8", "NotUtf8"},
		{"a word after digits", "UTF8Only", "utf8_only", "utf8Only", "Utf8Only"},
		{"letters after digits", "IMAP4rev2", "imap4rev2", "imap4rev2", "Imap4rev2"},
		{"a code", "READ-ONLY", "read_only", "readOnly", "ReadOnly"},
		{"a code without words", "OVERQUOTA", "overquota", "overquota", "Overquota"},
		{"other characters", "=a|b$", "a_b", "aB", "AB"},
		{"a single letter", "X", "x", "x", "X"},
		{"a name in lower case", "uidNext", "uid_next", "uidNext", "UidNext"},
		{"beyond ASCII", "ÜberÄrger", "über_ärger", "überÄrger", "ÜberÄrger"},
		{"no words", "=|", "", "", ""},
		{"nothing", "", "", "", ""},
	} {
		got := []string{snake(test.text), camel(test.text), pascal(test.text)}
		if diff := cmp.Diff([]string{test.want, test.camel, test.pascal}, got); diff != "" {
			t.Errorf("%s: %q: mismatch (-want +got):\n%s", test.reason, test.text, diff)
		}
	}
	if got := constant("UIDNext") + " " + kebab("UIDNext"); got != "UID_NEXT uid-next" {
		t.Errorf("got %s", got)
	}
}

func TestQuote(t *testing.T) {
	for _, test := range []struct{ language, text, want string }{
		{"go", "", `""`},
		{"rust", `a "b" \c`, `"a \"b\" \\c"`},
		{"swift", `\(x)`, `"\\(x)"`},
		{"java", `\u0022`, `"\\u0022"`},
		{"python", "a\tb\r\nc", `"a\tb\r\nc"`},
		{"c", "??/", `"\?\?/"`},
		{"kotlin", "${x}", `"\${x}"`},
		{"javascript", "${x}", `"${x}"`},
		{"typescript", "café", `"café"`},
	} {
		if got, err := quote(test.language, test.text); err != nil || got != test.want {
			t.Errorf("%s: %q: got %s (error %v), want %s", test.language, test.text, got, err, test.want)
		}
	}
	for _, test := range []struct{ language, text, want string }{
		{"cobol", "x", `unknown language "cobol", want one of c, go, java, javascript, kotlin, python, rust, swift, typescript`},
		{"", "x", `unknown language ""`},
		{"go", "a\x1b[m", `"a\x1b[m" holds the control character U+001B`},
		{"go", "a\u202eb", `"a\u202eb" holds the control character U+202E`},
	} {
		for _, f := range []func() (string, error){
			func() (string, error) { return quote(test.language, test.text) },
			func() (string, error) { return quoteList(test.language, []string{test.text}) },
		} {
			if _, err := f(); !strings.HasPrefix(fmt.Sprint(err), test.want) {
				t.Errorf("%s: %q: error %v, want %s", test.language, test.text, err, test.want)
			}
		}
	}
	if got, err := quoteList("go", []string{"a", `"`}); err != nil || got != `"a", "\""` {
		t.Errorf("got %s (error %v)", got, err)
	}
}

func TestIdentifier(t *testing.T) {
	for _, test := range []struct{ language, name, want string }{
		{"rust", "Self", "Self_"}, {"rust", "self_", "self_"}, {"python", "from", "from_"},
		{"swift", "default", "default_"}, {"swift", "overQuota", "overQuota"}, {"c", "2fa", "_2fa"},
		{"java", "", "_"},
	} {
		if got, err := identifier(test.language, test.name); err != nil || got != test.want {
			t.Errorf("%s: %s: got %s (error %v), want %s", test.language, test.name, got, err, test.want)
		}
	}
	if _, err := identifier("english", "x"); err == nil {
		t.Error("no error for an unknown language")
	}
}

func TestComment(t *testing.T) {
	long := strings.Repeat("word ", 30)
	for _, test := range []struct {
		reason, language, prefix string
		texts                    []string
		want                     string
	}{
		{"a line", "", "# ", []string{"One."}, "# One."},
		{"paragraphs", "c", " * ", []string{"One.", "", "Two."}, " * One.\n *\n * Two."},
		{"nothing", "c", " * ", []string{"", ""}, ""},
		{"line breaks", "go", "// ", []string{"a\nb\r\nc\u2028d"}, "// a b c d"},
		{
			"a long line", "", "// ", []string{long + "."},
			"// " + strings.TrimSpace(long[:95]) + "\n// " + strings.TrimSpace(long[95:]) + " .",
		},
		{"a long word", "", "// ", []string{"a " + strings.Repeat("x", 120)}, "// a\n// " + strings.Repeat("x", 120)},
		{"a tag", "java", " * @deprecated ", []string{long[:90], "b"}, " * @deprecated " + long[:84] + "\n * " + long[85:89] + "\n *\n * b"},
		{"the ends of comments", "", "/* ", []string{"*/ /* /*/ **//"}, "/* * / / * / * / ** //"},
		{"an escape of Java", "go", "// ", []string{`\u000a`}, `// \ u000a`},
		{"the same, escaped", "java", "// ", []string{`\u000a`}, `// &#92;u000a`},
		{"a trigraph", "c", "// ", []string{"what??/"}, "// what? ?/"},
		{"a backslash at the end", "c", "// ", []string{`a \`}, `// a \.`},
		{"HTML", "java", " * ", []string{"<b> & {@link X}"}, " * &lt;b&gt; &amp; {&#64;link X}"},
		{"Markdown", "rust", "/// ", []string{"[x] *y* <z> @w \\"}, `/// \[x\] \*y\* \<z\> \@w \\.`},
	} {
		got, err := comment(test.language, test.prefix, test.texts...)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: mismatch (-want +got):\n%s", test.reason, diff)
		}
	}
	if _, err := comment("english", "", "x"); err == nil {
		t.Error("no error for an unknown language")
	}
}

func TestWrap(t *testing.T) {
	for _, test := range []struct {
		reason, text string
		width        int
		want         []string
	}{
		{"nothing", "", 5, []string{""}},
		{"no width", "one two three", 0, []string{"one two three"}},
		{"just fits", "one two", 7, []string{"one two"}},
		{"does not fit", "one two", 6, []string{"one", "two"}},
		{"a long word has a line of its own", "a https://example.com b", 5, []string{"a", "https://example.com", "b"}},
		{"characters count, not octets", "für für", 7, []string{"für für"}},
		{"spaces within a line are kept", "14   15 16", 7, []string{"14   15", "16"}},
	} {
		if diff := cmp.Diff(test.want, Wrap(test.text, test.width)); diff != "" {
			t.Errorf("%s: mismatch (-want +got):\n%s", test.reason, diff)
		}
	}
}
