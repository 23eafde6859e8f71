package explain

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/gen/docs"
	"github.com/imapcodes/imapcodes/gen/internal/imapcode"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// argumentTests has each code with arguments in all its forms, and the arguments: their values as
// JSON.
var argumentTests = []struct{ line, want string }{
	{"* NO [NEWNAME old {3}\r\na b] x", `OldName "old", NewName "a b"`},
	{`* NO [NEWNAME "" "a \"b\""] x`, `OldName "", NewName "a \"b\""`},
	{"* NO [REFERRAL https://one.example/] x", `URLs ["https://one.example/"]`},
	{"* NO [REFERRAL imap://one.example/ imap://two.example/] x", `URLs ["imap://one.example/","imap://two.example/"]`},
	{"* NO [BADCHARSET] x", ""},
	{`* NO [BADCHARSET (UTF-8 "US-ASCII")] x`, `Charsets ["UTF-8","US-ASCII"]`},
	{"* OK [PERMANENTFLAGS ()] x", ""},
	{`* OK [PERMANENTFLAGS (\Seen $Forwarded \*)] x`, `Flags ["\\Seen","$Forwarded","\\*"]`},
	{"* OK [UIDNEXT 5] x", "UIDNext 5"},
	{"* OK [UIDNEXT 4294967295] x", "UIDNext 4294967295"},
	{"* OK [UIDNEXT 4294967296] x", ""},
	{"* OK [UIDNEXT 0] x", "UIDNext 0"},
	{"* OK [UIDNEXT *] x", ""},
	{"* OK [CAPABILITY IMAP4rev1  IDLE] x", `Capabilities ["IMAP4rev1","IDLE"]`},
	{"* OK [UIDVALIDITY 5] x", "UIDValidity 5"},
	{"* OK [UNSEEN 5] x", "SeqNum 5"},
	{"* OK [APPENDUID 5 6] x", `UIDValidity 5, UIDs "6"`},
	{"* OK [APPENDUID 5 6:7,9] x", `UIDValidity 5, UIDs "6:7,9"`},
	{"* OK [COPYUID 5 6:7 8,9] x", `UIDValidity 5, SourceUIDs "6:7", DestUIDs "8,9"`},
	{"* OK [COPYUID 5 6:7 8] x", `UIDValidity 5, SourceUIDs "6:7", DestUIDs "8"`},
	{"* OK [COPYUID 5] x", "UIDValidity 5"},
	{"* OK [URLMECH INTERNAL] x", `Mechanisms ["INTERNAL"]`},
	{"* OK [URLMECH INTERNAL X-ONE X-TWO=YQ==] x", `Mechanisms ["INTERNAL","X-ONE","X-TWO=YQ=="]`},
	{"* NO [BADURL imap://a b/] x", `URL "imap://a b/"`},
	{"* OK [HIGHESTMODSEQ 9223372036854775807] x", "ModSeq 9223372036854775807"},
	{"* OK [MODIFIED 1,3:5] x", `Messages "1,3:5"`},
	{"* NO [ANNOTATE TOOBIG] x", `Keyword "TOOBIG"`},
	{"* OK [ANNOTATIONS 5] x", "MaxSize 5"},
	{"* OK [ANNOTATIONS 5 NOPRIVATE] x", "MaxSize 5, NoPrivate true"},
	{"* OK [ANNOTATIONS NONE] x", `Keyword "NONE"`},
	{"* OK [ANNOTATIONS READ-ONLY] x", `Keyword "READ-ONLY"`},
	{"* NO [MAXCONVERTMESSAGES 5] x", "MaxMessages 5"},
	{"* NO [MAXCONVERTPARTS 5] x", "MaxParts 5"},
	{`* NO [NOUPDATE "a]7"] x`, `Tag "a]7"`},
	{"* NO [BADEVENT (MessageNew MessageExpunge)] x", `Events ["MessageNew","MessageExpunge"]`},
	{"* NO [BADEVENT (MessageNew X-Own)] x", `Events ["MessageNew","X-Own"]`},
	{"* NO [UNDEFINED-FILTER mine] x", `Filter "mine"`},
	{"* OK [METADATA LONGENTRIES 00] x", `Keyword "LONGENTRIES", Size 0`},
	{"* NO [METADATA MAXSIZE 0050] x", `Keyword "MAXSIZE", Size 50`},
	{"* NO [METADATA TOOMANY] x", `Keyword "TOOMANY"`},
	{"* OK [DOWNGRADED 1:3] x", `UIDs "1:3"`},
	{"* OK [MAILBOXID (F2212)] x", `ObjectID "F2212"`},
	{"* OK [CAPABILITY IMAP4rev2 IDLE] x", `Capabilities ["IMAP4rev2","IDLE"]`},
	{"* OK [INPROGRESS] x", ""},
	{`* OK [INPROGRESS ("a" NIL NIL)] x`, `Tag "a"`},
	{"* OK [INPROGRESS (NIL 5 NIL)] x", "Progress 5"},
	{`* OK [INPROGRESS ("NIL" 5 10)] x`, `Tag "NIL", Progress 5, Goal 10`},
	{"* OK [UIDNEXT 5", "UIDNext 5"},
	{"* OK [ALERT] x", ""},
	{"a NO [MESSAGELIMIT 1000] x", "MaxMessages 1000"},
	{"a NO [MessageLimit 1000 2049] x", "MaxMessages 1000, LastUID 2049"},
	{"* OK [OBJECTID ()] x", ""},
	{"* OK [OBJECTID (ACCOUNTID u7 MAILBOXID F2212)] x", `Pairs ["ACCOUNTID","u7","MAILBOXID","F2212"]`},
	{"* NO [WEBALERT https://mail.example/?a=b%3d] x", `URL "https://mail.example/?a=b%3d"`},
	{"a OK [THROTTLED] x", ""},
}

// argumentLines returns the lines of argumentTests.
func argumentLines() (lines []string) {
	for _, test := range argumentTests {
		lines = append(lines, test.line)
	}
	return lines
}

// argumentsOf returns the arguments of a line with a code.
func argumentsOf(t *testing.T, b *Book, line string) []argument {
	t.Helper()
	r, err := imapcode.Parse(line)
	if err != nil {
		t.Fatal(err)
	}
	list, _ := b.entry(r.Code).arguments(&r)
	return list
}

func TestArguments(t *testing.T) {
	book := checkedIn(t)
	for _, test := range argumentTests {
		var got []string
		for _, a := range argumentsOf(t, book, test.line) {
			var value bytes.Buffer
			if err := json.NewEncoder(&value).Encode(a.value); err != nil {
				t.Fatal(err)
			}
			got = append(got, a.name+" "+strings.TrimSpace(value.String()))
		}
		if diff := cmp.Diff(test.want, strings.Join(got, ", ")); diff != "" {
			t.Errorf("arguments of %q: mismatch (-want +got):\n%s", test.line, diff)
		}
	}
}

// TestArgumentCoverage checks that each argument of each code occurs in a line of argumentTests or
// of the docs' examples, so that those of new codes are read, too.
func TestArgumentCoverage(t *testing.T) {
	lines := argumentLines()
	for _, e := range examples(t) {
		lines = append(lines, e.Line)
	}
	book := checkedIn(t)
	seen := map[string]bool{}
	for _, line := range lines {
		r, err := imapcode.Parse(line)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range argumentsOf(t, book, line) {
			seen[string(r.Code)+" "+a.name] = true
		}
	}
	n := 0
	for code, e := range book.entries {
		_, known := imapcode.Lookup(code)
		if known && e.Arguments != "" && !e.accessor.IsValid() {
			t.Errorf("%s has arguments, but no accessor", code)
		}
		if !known || !e.accessor.IsValid() {
			continue
		}
		args := e.accessor.Type().Out(0)
		for i := range args.NumField() {
			n++
			if name := args.Field(i).Name; !seen[code+" "+name] {
				t.Errorf("no line has the argument %s of %s", name, code)
			}
		}
	}
	if n < 30 {
		t.Errorf("the codes have only %d arguments", n)
	}
}

// TestLinks checks how sections are listed, those that are obsolete and those that lack a title, a
// number or a URL.
func TestLinks(t *testing.T) {
	one := docs.Reference{Name: "RFC1", Title: "One", URL: "https://example.com/1"}
	got := links([]docs.Section{
		{Reference: one},
		{Reference: one, Section: "2.3"},
		{Reference: one, Section: "B", Obsolete: true},
		{Reference: docs.Reference{Name: "draft-ietf-a-b", URL: "https://example.com/2"}},
		{Reference: docs.Reference{Name: "javascript:alert(1)"}},
	})
	want := []string{
		"RFC 1, One, https://example.com/1",
		"RFC 1 section 2.3, One, https://example.com/1",
		"RFC 1 appendix B (obsolete), One, https://example.com/1",
		"draft-ietf-a-b, https://example.com/2",
		"javascript:alert(1)",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

func TestEntry(t *testing.T) {
	book := NewBook(docs.Page{Codes: []docs.Code{{Code: "X-None", Status: "unregistered"}}})
	for _, test := range []struct{ reason, code, want string }{
		{"as in the record", "X-None", "X-None unregistered"},
		{"in another case", "x-NONE", "X-None unregistered"},
		{"not in the book", "X-Other", "X-Other unknown"},
		{"no code", "", " "},
	} {
		e := book.entry(imapcode.Code(test.code))
		if got := fmt.Sprint(e.Code, " ", e.Status); got != test.want {
			t.Errorf("%s: the entry of %q is of %q, want %q", test.reason, test.code, got, test.want)
		}
	}
}

// TestDeviationWords checks that there are words for each deviation, and for no other.
func TestDeviationWords(t *testing.T) {
	var want, got []string
	(^imapcode.Deviations(0)).Names()(func(name string) bool {
		want = append(want, name)
		return true
	})
	for _, d := range deviationWords {
		name, words, _ := strings.Cut(d.words, ": ")
		if name != d.deviation.String() || words == "" {
			t.Errorf("the words for %s are %q", d.deviation, d.words)
		}
		got = append(got, name)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

// TestStatusWords checks that people are told of each status, and that the parser's package has it.
func TestStatusWords(t *testing.T) {
	known := map[string]bool{string(unknown): true}
	for s := imapcode.StatusUnknown + 1; s.String() != ""; s++ {
		known[s.String()] = true
	}
	for _, s := range append(registry.Statuses(), registry.Unregistered, unknown) {
		if !known[string(s)] {
			t.Errorf("the package has no status %s", s)
		}
		e := entry{code: docs.Code{Status: string(s), Description: "x"}}
		if words := e.statusWords(); !strings.HasPrefix(words, string(s)) {
			t.Errorf("the words for %s are %q", s, words)
		}
	}
}

func TestTypeWords(t *testing.T) {
	book, seen := checkedIn(t), map[string]bool{}
	for _, line := range []string{
		"a OK x", "a NO x", "a BAD x", "* OK x", "* NO x", "* BAD x", "* PREAUTH x", "* BYE x", "+ x",
	} {
		r, err := imapcode.Parse(line)
		if err != nil {
			t.Fatal(err)
		}
		words := book.typeWords(&r)
		if words == "" || seen[words] {
			t.Errorf("%q has no words of its own: %q", line, words)
		}
		seen[words] = true
	}
	if words := book.typeWords(&imapcode.Response{Tag: "a", Type: imapcode.TypeBYE}); words == "" {
		t.Error("there are no words for a tagged BYE")
	}
}

// TestLimitOfOptional checks that an optional number of 63 bits is one of 63 bits.
func TestLimitOfOptional(t *testing.T) {
	e := entry{code: code{Fields: []docs.Field{{Type: "OptionalNumber", Bits: 63}}}}
	r := imapcode.Response{Args: "4294967296 9223372036854775808"}
	r.Deviations = imapcode.DevLimitExceeded
	want := []string{"9223372036854775808 needs more than 63 bits"}
	if diff := cmp.Diff(want, e.limitWords(&r)); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

// TestLimitWords checks that people are told which number exceeds which limit.
func TestLimitWords(t *testing.T) {
	book := checkedIn(t)
	for _, test := range []struct{ reason, line, want string }{
		{"a number", "* OK [UIDNEXT 4294967296] x", "4294967296 needs more than 32 bits"},
		{"a number in a set", "a OK [COPYUID 1 2:4294967297 3:4] x", "4294967297 needs more than 32 bits"},
		{"a number of 63 bits", "* OK [HIGHESTMODSEQ 9223372036854775808] x", "9223372036854775808 needs more than 63 bits"},
		{"more than 64 bits", "* OK [UNSEEN 18446744073709551616] x", "18446744073709551616 needs more than 32 bits"},
		{"not the tag", `* OK [INPROGRESS ("4294967296" 4294967297 NIL)] x`, "4294967297 needs more than 32 bits"},
		{"no limit is exceeded", "* OK [UIDNEXT 4294967295] x", ""},
		{"another deviation", "a OK [COPYUID 1 2 3:4] x", ""},
	} {
		r, err := imapcode.Parse(test.line)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(book.entry(r.Code).limitWords(&r), ", "); got != test.want {
			t.Errorf("%s: got %q, want %q", test.reason, got, test.want)
		}
	}
}
