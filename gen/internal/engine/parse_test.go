package engine

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	tests := []struct {
		reason string
		line   string
		want   Response
	}{
		// Tag, type and line end.
		{"tagged, with CRLF", "a1 OK Done\r\n", Response{Tag: "a1", Type: TypeOK, Text: "Done"}},
		{"with LF alone", "a1 OK Done\n", Response{Tag: "a1", Type: TypeOK, Text: "Done"}},
		{"without line end", "a1 OK Done", Response{Tag: "a1", Type: TypeOK, Text: "Done"}},
		{"CR alone ends no line", "a1 OK Done\r",
			Response{Tag: "a1", Type: TypeOK, Text: "Done\r", Deviations: TextMalformed}},
		{"one line end, not two", "a1 OK Done\n\n",
			Response{Tag: "a1", Type: TypeOK, Text: "Done\n", Deviations: TextMalformed}},
		{"one CR, not two", "a1 OK Done\r\r\n",
			Response{Tag: "a1", Type: TypeOK, Text: "Done\r", Deviations: TextMalformed}},
		{"untagged", "* NO Careful", Response{Tag: "*", Type: TypeNO, Text: "Careful"}},
		{"types in lower case", "* bad What?", Response{Tag: "*", Type: TypeBAD, Text: "What?"}},
		{"and in mixed case", "* bYe Gone", Response{Tag: "*", Type: TypeBYE, Text: "Gone"}},
		{"the longest type", "* PreAuth Welcome", Response{Tag: "*", Type: TypePREAUTH, Text: "Welcome"}},
		{"continuation", "+ Go on\r\n", Response{Tag: "+", Type: TypeContinuation, Text: "Go on"}},
		{"a continuation has no type", "+ BAD luck", Response{Tag: "+", Type: TypeContinuation, Text: "BAD luck"}},
		{"but may have a code", "+ [PLAIN] Go on",
			Response{Tag: "+", Type: TypeContinuation, Code: "PLAIN", Text: "Go on"}},
		{"and no text", "+ \r\n", Response{Tag: "+", Type: TypeContinuation}},
		{"the space is missing", "+\r\n", Response{Tag: "+", Type: TypeContinuation, Deviations: NoText}},
		{"all that a tag may hold", "!#$&',-./09:;<=>?@AZ[]^_`az|}~ OK x",
			Response{Tag: "!#$&',-./09:;<=>?@AZ[]^_`az|}~", Type: TypeOK, Text: "x"}},
		{"a plus in a tag", "a+ OK x", Response{Tag: "a+", Type: TypeOK, Text: "x", Deviations: TagMalformed}},
		{"a plus before a tag", "+a OK x", Response{Tag: "+a", Type: TypeOK, Text: "x", Deviations: TagMalformed}},
		{"two asterisks", "** OK x", Response{Tag: "**", Type: TypeOK, Text: "x", Deviations: TagMalformed}},
		{"a tag of one special", "( OK x", Response{Tag: "(", Type: TypeOK, Text: "x", Deviations: TagMalformed}},
		{"a quote in a tag", `a"b NO x`, Response{Tag: `a"b`, Type: TypeNO, Text: "x", Deviations: TagMalformed}},
		{"DEL in a tag", "a\x7f NO x", Response{Tag: "a\x7f", Type: TypeNO, Text: "x", Deviations: TagMalformed}},
		{"UTF-8 in a tag", "ä NO x", Response{Tag: "ä", Type: TypeNO, Text: "x", Deviations: TagMalformed}},
		{"PREAUTH needs no tag", "a PREAUTH x",
			Response{Tag: "a", Type: TypePREAUTH, Text: "x", Deviations: TypeTagged}},
		{"nor does BYE", "a BYE x", Response{Tag: "a", Type: TypeBYE, Text: "x", Deviations: TypeTagged}},

		// Text.
		{"no text, as RFC 9051 allows", "* OK ", Response{Tag: "*", Type: TypeOK}},
		{"no space", "* OK", Response{Tag: "*", Type: TypeOK, Deviations: NoText}},
		{"nor with CRLF", "a NO\r\n", Response{Tag: "a", Type: TypeNO, Deviations: NoText}},
		{"the second space is text", "* OK  x ", Response{Tag: "*", Type: TypeOK, Text: " x "}},
		{"controls but NUL, CR and LF", "* OK \x01\t\x1f\x7f",
			Response{Tag: "*", Type: TypeOK, Text: "\x01\t\x1f\x7f"}},
		{"NUL", "* OK a\x00b", Response{Tag: "*", Type: TypeOK, Text: "a\x00b", Deviations: TextMalformed}},
		{"a line in the line", "* OK a\r\nb\r\n",
			Response{Tag: "*", Type: TypeOK, Text: "a\r\nb", Deviations: TextMalformed}},
		{"UTF-8 of two to four octets", "* OK é€😀", Response{Tag: "*", Type: TypeOK, Text: "é€😀"}},
		{"Latin-1", "* OK caf\xe9", Response{Tag: "*", Type: TypeOK, Text: "caf\xe9", Deviations: TextMalformed}},
		{"overlong UTF-8", "* OK \xc0\x80",
			Response{Tag: "*", Type: TypeOK, Text: "\xc0\x80", Deviations: TextMalformed}},
		{"a surrogate", "* OK \xed\xa0\x80",
			Response{Tag: "*", Type: TypeOK, Text: "\xed\xa0\x80", Deviations: TextMalformed}},
		{"beyond Unicode", "* OK \xf4\x90\x80\x80",
			Response{Tag: "*", Type: TypeOK, Text: "\xf4\x90\x80\x80", Deviations: TextMalformed}},
		{"half a character", "* OK \xe2\x82",
			Response{Tag: "*", Type: TypeOK, Text: "\xe2\x82", Deviations: TextMalformed}},

		// Several deviations at once.
		{"all but the code", "a+ BYE x\x00",
			Response{Tag: "a+", Type: TypeBYE, Text: "x\x00", Deviations: TagMalformed | TypeTagged | TextMalformed}},
		{"a code beside them", "a+ PREAUTH [count 0]\xff",
			Response{Tag: "a+", Type: TypePREAUTH, Code: "COUNT", Args: "0", Text: "\xff",
				Deviations: TagMalformed | TypeTagged | TextMalformed | NoSpace | ArgumentsMalformed}},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			got, err := Parse(test.line)
			if err != nil {
				t.Fatalf("Parse(%q): %v", test.line, err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("Parse(%q) mismatch (-want +got):\n%s", test.line, diff)
			}
		})
	}
}

func TestParseError(t *testing.T) {
	tests := []struct{ reason, line string }{
		{"nothing", ""},
		{"a line end", "\r\n"},
		{"only a tag", "a"},
		{"only a tag and a space", "a "},
		{"untagged nothing", "*"},
		{"and with a space", "* \r\n"},
		{"no tag", " OK x"},
		{"no space behind the asterisk", "*OK x"},
		{"no space behind the plus", "+OK x"},
		{"two spaces", "a  OK x"},
		{"another response", "* 5 EXISTS"},
		{"another response that has no number", "* FLAGS ()"},
		{"a type is the beginning of another word", "* OKAY x"},
		{"of the longest type too", "* PREAUTHS x"},
		{"the beginning of a type", "* PREAUT x"},
		{"the first letter of one", "* O"},
		{"a tab behind the type", "* OK\tx"},
		{"a bracket behind the type", "* OK[PLAIN] x"},
		{"NUL is no end of a type", "* OK\x00 x"},
		{"nor of the longest", "* PREAUTH\x00 x"},
		{"letters only: CR is not minus, and 0x0f is not O", "* \x0fK x"},
		{"a fold with one bit too much", "* \xcfK x"},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			got, err := Parse(test.line)
			if err != ErrNotStatus {
				t.Errorf("Parse(%q) error = %v, want ErrNotStatus", test.line, err)
			}
			if diff := cmp.Diff(Response{}, got); diff != "" {
				t.Errorf("Parse(%q) mismatch (-want +got):\n%s", test.line, diff)
			}
		})
	}
}

// textTests are tests of ParseText, and of Parse for the same text.
var textTests = []struct {
	reason string
	text   string
	want   Response
}{
	{"nothing", "", Response{}},
	{"text alone", "Sorry", Response{Text: "Sorry"}},
	{"a bracket further behind", "Sorry [PLAIN] x", Response{Text: "Sorry [PLAIN] x"}},
	{"a space before the bracket", " [PLAIN] x", Response{Text: " [PLAIN] x"}},

	// Registered codes.
	{"a code", "[PLAIN] Sorry", Response{Code: "PLAIN", Text: "Sorry"}},
	{"in any case", "[pLaIn] Sorry", Response{Code: "PLAIN", Text: "Sorry"}},
	{"of the longest name", "[big-Number 1] x", Response{Code: "BIG-NUMBER", Args: "1", Text: "x"}},
	{"no text, as RFC 9051 allows", "[PLAIN] ", Response{Code: "PLAIN"}},
	{"the line ends at the bracket", "[PLAIN]", Response{Code: "PLAIN", Deviations: NoText}},
	{"text at the bracket", "[PLAIN]Sorry", Response{Code: "PLAIN", Text: "Sorry", Deviations: NoSpace}},
	{"malformed text too", "[PLAIN]\x00", Response{Code: "PLAIN", Text: "\x00", Deviations: NoSpace | TextMalformed}},
	{"a second code is text", "[PLAIN] [COUNT 5] x", Response{Code: "PLAIN", Text: "[COUNT 5] x"}},
	{"even without a space", "[PLAIN][COUNT 5] x", Response{Code: "PLAIN", Text: "[COUNT 5] x", Deviations: NoSpace}},
	{"arguments where none may be", "[PLAIN x] Sorry",
		Response{Code: "PLAIN", Args: "x", Text: "Sorry", Deviations: ArgumentsMalformed}},
	{"a space where none may be", "[PLAIN ] Sorry",
		Response{Code: "PLAIN", Text: "Sorry", Deviations: ArgumentsMalformed}},
	{"none where some must be", "[COUNT] x", Response{Code: "COUNT", Text: "x", Deviations: ArgumentsMalformed}},
	{"one too many", "[COUNT 1 2] x", Response{Code: "COUNT", Args: "1 2", Text: "x", Deviations: ArgumentsMalformed}},
	{"two spaces before", "[COUNT  5] x",
		Response{Code: "COUNT", Args: " 5", Text: "x", Deviations: ArgumentsMalformed}},
	{"a space behind", "[COUNT 5 ] x", Response{Code: "COUNT", Args: "5 ", Text: "x", Deviations: ArgumentsMalformed}},
	{"zero", "[COUNT 0] x", Response{Code: "COUNT", Args: "0", Text: "x", Deviations: ArgumentsMalformed}},
	{"a leading zero", "[COUNT 07] x", Response{Code: "COUNT", Args: "07", Text: "x", Deviations: ArgumentsMalformed}},
	{"no grammar is known", "[GONE (a b] x", Response{Code: "GONE", Args: "(a b", Text: "x"}},
	{"or nothing follows", "[GONE] x", Response{Code: "GONE", Text: "x"}},
	{"it is not even the fallback", "[GONE \r] x",
		Response{Code: "GONE", Args: "\r", Text: "x", Deviations: ArgumentsMalformed}},

	// The "]" is missing, or another one is meant.
	{"a code that does not end", "[PLAIN",
		Response{Code: "PLAIN", Deviations: NoBracket | ArgumentsMalformed | NoText}},
	{"text is then argument", "[COUNT 4392 Predicted", Response{Code: "COUNT", Args: "4392 Predicted",
		Deviations: NoBracket | ArgumentsMalformed | NoText}},
	{"a bracket in a flag", `[FLAG-LIST (\Seen a]b c] d)] x`,
		Response{Code: "FLAG-LIST", Args: `(\Seen a]b c] d)`, Text: "x",
			Deviations: ArgumentsMalformed}},
	{"a missing parenthesis", `[FLAG-LIST (\Seen \*] Smile :)`,
		Response{Code: "FLAG-LIST", Args: `(\Seen \*`, Text: "Smile :)",
			Deviations: ArgumentsMalformed}},
	{"a missing quote, and quotes in the text", `[COUNT "5] He said "hi"`,
		Response{Code: "COUNT", Args: `"5`, Text: `He said "hi"`,
			Deviations: ArgumentsMalformed}},
	{"the bracket straight behind the name is its end", "[COUNT]Text with [x] y",
		Response{Code: "COUNT", Text: "Text with [x] y",
			Deviations: NoSpace | ArgumentsMalformed}},
	{"arguments may end at the first bracket", "[TWO-NAMES a b] c] d",
		Response{Code: "TWO-NAMES", Args: "a b", Text: "c] d"}},
	{"at which they are complete", "[TWO-NAMES a] b] c", Response{Code: "TWO-NAMES", Args: "a] b", Text: "c"}},
	{"and which a space follows", "[TWO-NAMES a b]c] d", Response{Code: "TWO-NAMES", Args: "a b]c", Text: "d"}},
	{"or the end", "[TWO-NAMES a b]c]", Response{Code: "TWO-NAMES", Args: "a b]c", Deviations: NoText}},
	{"failing that at the first", "[TWO-NAMES a b]c d",
		Response{Code: "TWO-NAMES", Args: "a b", Text: "c d", Deviations: NoSpace}},
	{"though a space follows a later one", "[TWO-NAMES a b]c d] e",
		Response{Code: "TWO-NAMES", Args: "a b", Text: "c d] e",
			Deviations: NoSpace}},
	{"brackets in quotes do not count", `[TWO-NAMES "a] b" "c] \" d"] e`,
		Response{Code: "TWO-NAMES", Args: `"a] b" "c] \" d"`, Text: "e"}},
	{"an IPv6 address", "[ADDRESS imap://[::1]/x] y", Response{Code: "ADDRESS", Args: "imap://[::1]/x", Text: "y"}},

	// Literals.
	{"a literal", "[CHARSETS ({5}\r\nUTF-8 X)] x", Response{Code: "CHARSETS", Args: "({5}\r\nUTF-8 X)", Text: "x"}},
	{"two literals", "[CHARSETS ({1}\r\na {2}\r\n) )] x",
		Response{Code: "CHARSETS", Args: "({1}\r\na {2}\r\n) )", Text: "x"}},
	{"of nothing", "[CHARSETS ({0}\r\n)] x", Response{Code: "CHARSETS", Args: "({0}\r\n)", Text: "x"}},
	{"with all that ends other things", "[CHARSETS ({10}\r\n\r\n)] [x] \")] x",
		Response{Code: "CHARSETS", Args: "({10}\r\n\r\n)] [x] \")", Text: "x"}},
	{"of octets that are no text", "[CHARSETS ({2}\r\n\xff\x80)] x",
		Response{Code: "CHARSETS", Args: "({2}\r\n\xff\x80)", Text: "x"}},
	{"leading zeros", "[CHARSETS ({000000000000000000000005}\r\nUTF-8)] x",
		Response{Code: "CHARSETS", Args: "({000000000000000000000005}\r\nUTF-8)", Text: "x"}},
	{"of two digits", "[CHARSETS ({10}\r\n0123456789)] x",
		Response{Code: "CHARSETS", Args: "({10}\r\n0123456789)", Text: "x"}},
	{"up to the last octet", "[CHARSETS ({5}\r\n)] x)",
		Response{Code: "CHARSETS", Args: "({5}\r\n)", Text: "x)", Deviations: ArgumentsMalformed}},
	{"too short", "[CHARSETS ({9}\r\nUTF-8)] x",
		Response{Code: "CHARSETS", Args: "({9}\r\nUTF-8)", Text: "x", Deviations: ArgumentsMalformed}},
	{"far too short", "[CHARSETS ({99}\r\nUTF-8)] x",
		Response{Code: "CHARSETS", Args: "({99}\r\nUTF-8)", Text: "x", Deviations: ArgumentsMalformed}},
	{"shorter than any line", "[CHARSETS ({18446744073709551621}\r\nUTF-8)] x",
		Response{Code: "CHARSETS", Args: "({18446744073709551621}\r\nUTF-8)", Text: "x", Deviations: ArgumentsMalformed}},
	{"NUL in a literal", "[CHARSETS ({3}\r\na\x00b)] x",
		Response{Code: "CHARSETS", Args: "({3}\r\na\x00b)", Text: "x", Deviations: ArgumentsMalformed}},
	{"NUL behind a literal", "[CHARSETS ({1}\r\na)] \x00",
		Response{Code: "CHARSETS", Args: "({1}\r\na)", Text: "\x00", Deviations: TextMalformed}},
	{"without number", "[CHARSETS ({}\r\n)] x",
		Response{Code: "CHARSETS", Args: "({}\r\n)", Text: "x", Deviations: ArgumentsMalformed}},
	{"LF alone", "[CHARSETS ({1}\na)] x",
		Response{Code: "CHARSETS", Args: "({1}\na)", Text: "x", Deviations: ArgumentsMalformed}},
	{"servers may not send these", "[CHARSETS ({1+}\r\na)] x",
		Response{Code: "CHARSETS", Args: "({1+}\r\na)", Text: "x", Deviations: ArgumentsMalformed}},

	// Limits.
	{"the largest number", "[COUNT 4294967295] x", Response{Code: "COUNT", Args: "4294967295", Text: "x"}},
	{"one more", "[COUNT 4294967296] x",
		Response{Code: "COUNT", Args: "4294967296", Text: "x", Deviations: LimitExceeded}},
	{"the largest of 63 bits", "[BIG-NUMBER 9223372036854775807] x",
		Response{Code: "BIG-NUMBER", Args: "9223372036854775807", Text: "x"}},
	{"one more", "[BIG-NUMBER 9223372036854775808] x",
		Response{Code: "BIG-NUMBER", Args: "9223372036854775808", Text: "x", Deviations: LimitExceeded}},
	{"not malformed as well", "[COUNT 04294967296] x",
		Response{Code: "COUNT", Args: "04294967296", Text: "x", Deviations: ArgumentsMalformed}},
	{"sets that correspond", "[PAIR 1 2:4 7,9:8] x", Response{Code: "PAIR", Args: "1 2:4 7,9:8", Text: "x"}},
	{"sets that do not", "[PAIR 1 2:4 7:8] x",
		Response{Code: "PAIR", Args: "1 2:4 7:8", Text: "x", Deviations: SetsUnequal}},

	// Codes that nobody registered.
	{"a vendor's code", "[X-VENDOR] x", Response{Code: "X-VENDOR", Text: "x"}},
	{"as sent", "[x-Vendor] x", Response{Code: "x-Vendor", Text: "x"}},
	{"with arguments", "[X-VENDOR a (b] x", Response{Code: "X-VENDOR", Args: "a (b", Text: "x"}},
	{"that begin with a space", "[X-VENDOR  a ] x", Response{Code: "X-VENDOR", Args: " a ", Text: "x"}},
	{"that are missing", "[X-VENDOR ] x", Response{Code: "X-VENDOR", Text: "x", Deviations: ArgumentsMalformed}},
	{"a code at the end", "[X-VENDOR]", Response{Code: "X-VENDOR", Deviations: NoText}},
	{"as long as the longest name", "[ABCDEFGHIJKLMNOP] x", Response{Code: "ABCDEFGHIJKLMNOP", Text: "x"}},
	{"and longer", "[ABCDEFGHIJKLMNOPQ] x", Response{Code: "ABCDEFGHIJKLMNOPQ", Text: "x"}},
	{"the beginning of a code", "[PLAI] x", Response{Code: "PLAI", Text: "x"}},
	{"a code and more", "[PLAINS] x", Response{Code: "PLAINS", Text: "x"}},
	{"the first bracket is the end", "[X-VENDOR a] b] x", Response{Code: "X-VENDOR", Args: "a", Text: "b] x"}},
	{"in parentheses too", "[X-VENDOR (a] b)] x", Response{Code: "X-VENDOR", Args: "(a", Text: "b)] x"}},
	{"behind a quote that is not closed", `[X-VENDOR 5"] x] y`, Response{Code: "X-VENDOR", Args: `5"`, Text: "x] y"}},
	{"also with a quote in the text", `[X-VENDOR 5"] x "`, Response{Code: "X-VENDOR", Args: `5"`, Text: `x "`}},
	{"a bracket in quotes", `[X-VENDOR "a] b"] x`,
		Response{Code: "X-VENDOR", Args: `"a] b"`, Text: "x", Deviations: ArgumentsMalformed}},
	{"a bracket is an atom's character", "[[X] y] z", Response{Code: "[X", Text: "y] z"}},
	{"a code that is no atom", `[Error="failed"] x`,
		Response{Code: `Error="failed"`, Text: "x", Deviations: CodeMalformed}},
	{"quotes that begin in the code", `[Error="it failed" Code=3] He said "hi"`,
		Response{Code: `Error="it`, Args: `failed" Code=3`, Text: `He said "hi"`, Deviations: CodeMalformed}},
	{"a bracket in them", `[Error="it [a] failed" Code=3] x`,
		Response{Code: `Error="it`, Args: `[a] failed" Code=3`, Text: "x", Deviations: CodeMalformed | ArgumentsMalformed}},
	{"straight behind the quote", `[Error="[a]b" Code=3] x`,
		Response{Code: `Error="[a]b"`, Args: "Code=3", Text: "x", Deviations: CodeMalformed}},
	{"and a space behind it", `[Error="a] b" Code=3] x`,
		Response{Code: `Error="a]`, Args: `b" Code=3`, Text: "x", Deviations: CodeMalformed}},
	{"NUL in a code", "[PLAIN\x00] x", Response{Code: "PLAIN\x00", Text: "x", Deviations: CodeMalformed}},
	{"CR is not minus", "[TWO\rNAMES a b] x",
		Response{Code: "TWO\rNAMES", Args: "a b", Text: "x", Deviations: CodeMalformed}},

	// Text that begins with a bracket.
	{"a mailbox", "[Gmail]/All Mail", Response{Text: "[Gmail]/All Mail", Deviations: TextBracket}},
	{"and another bracket", "[Gmail]/All Mail [x] y",
		Response{Text: "[Gmail]/All Mail [x] y", Deviations: TextBracket}},
	{"a program's message", "[Error offset=4]: unknown command",
		Response{Text: "[Error offset=4]: unknown command", Deviations: TextBracket}},
	{"an elision", "[...a message arrives...] x",
		Response{Text: "[...a message arrives...] x", Deviations: TextBracket}},
	{"of dots alone", "[...] x", Response{Text: "[...] x", Deviations: TextBracket}},
	{"two dots are a code", "[..] x", Response{Code: "..", Text: "x"}},
	{"nothing in brackets", "[] x", Response{Text: "[] x", Deviations: TextBracket}},
	{"nor behind them", "[]", Response{Text: "[]", Deviations: TextBracket}},
	{"a bracket alone", "[", Response{Text: "[", Deviations: TextBracket}},
	{"a space in brackets", "[ ] x", Response{Text: "[ ] x", Deviations: TextBracket}},
	{"a space before a code", "[ PLAIN] x", Response{Text: "[ PLAIN] x", Deviations: TextBracket}},
	{"a bracket that is not closed", "[X-VENDOR a b", Response{Text: "[X-VENDOR a b", Deviations: TextBracket}},
	{"text at the bracket", "[X-VENDOR a]b", Response{Text: "[X-VENDOR a]b", Deviations: TextBracket}},
	{"and behind it another", "[X-VENDOR a]b c] x", Response{Text: "[X-VENDOR a]b c] x", Deviations: TextBracket}},
	{"in quotes there is another", `[X-VENDOR "a] b"]c`, Response{Text: `[X-VENDOR "a] b"]c`, Deviations: TextBracket}},
	{"malformed too", "[Gmail]/\x00", Response{Text: "[Gmail]/\x00", Deviations: TextBracket | TextMalformed}},
}

func TestParseText(t *testing.T) {
	for _, test := range textTests {
		t.Run(test.reason, func(t *testing.T) {
			for _, end := range []string{"", "\n", "\r\n"} {
				got := ParseText(test.text + end)
				if diff := cmp.Diff(test.want, got); diff != "" {
					t.Errorf("ParseText(%q) mismatch (-want +got):\n%s", test.text+end, diff)
				}
			}
			want := test.want
			want.Tag, want.Type = "*", TypeOK
			got, err := Parse("* OK " + test.text)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("Parse(%q) mismatch (-want +got):\n%s", "* OK "+test.text, diff)
			}
		})
	}
}

func TestResponse(t *testing.T) {
	tests := []struct {
		reason          string
		text            string
		conforms, known bool
	}{
		{"text", "x", true, false},
		{"a code", "[PLAIN] x", true, true},
		{"a limit that only prose states", "[COUNT 4294967296] x", true, true},
		{"a limit, and no text", "[COUNT 4294967296]", false, true},
		{"a code that was removed", "[GONE] x", true, true},
		{"a code that nobody registered", "[X-VENDOR] x", true, false},
		{"an extra code", "[own-limit 5 mails] x", true, true},
		{"an extra code's own grammar counts", "[OWN-LIMIT five] x", false, true},
		{"malformed arguments", "[COUNT] x", false, true},
		{"text in brackets", "[Gmail]/x", false, false},
	}
	for _, test := range tests {
		r := ParseText(test.text)
		if got := r.Conforms(); got != test.conforms {
			t.Errorf("%s: ParseText(%q).Conforms() = %v, want %v", test.reason, test.text, got, test.conforms)
		}
		if got := r.Known(); got != test.known {
			t.Errorf("%s: ParseText(%q).Known() = %v, want %v", test.reason, test.text, got, test.known)
		}
	}
}

// TestFindEnd states the rules line by line. Each row is cut where the "]" is; it is nowhere if nothing is behind
// the cut.
func TestFindEnd(t *testing.T) {
	tests := []struct{ reason, before, from string }{
		// The first outside quoted strings and parentheses that a space follows, or the end.
		{"a space follows", ` 5`, `] x`},
		{"the end follows", ` 5`, `]`},
		{"the first of two", ` 5`, `] x] y`},
		{"something else follows", ` a]b`, `] x`},
		{"a bracket follows", ` a]`, `] x`},
		{"in quotes", ` "a] b"`, `] x`},
		{"behind an escaped quote", ` "a\"] b"`, `] x`},
		{"behind an escaped backslash", ` "a\\"`, `] b"] x`},
		{"an escape outside of quotes is none", ` \"a] b"`, `] x`},
		{"in parentheses", ` (a] b)`, `] x`},
		{"in parentheses in parentheses", ` (a (b] c) d] e)`, `] x`},
		{"a parenthesis in quotes", ` "("`, `] x`},
		{"a quote in parentheses", ` ("a)] b")`, `] x`},
		{"a parenthesis too many", ` (a))`, `] x`},
		{"also before another in the text", ` (a))`, `] x (b] y`},
		{"a quote that is not closed", ` "a`, `] x`},
		{"whose quote is escaped", ` "a\"`, `] x`},
		{"at the very end", ` a"`, `] x`},
		{"the last octet is an escape", ` "a`, `] x\`},
		{"a smiley in the text", ` 0`, `] x :(`},
		{"a bracket in the text", ` 0`, `] x (y] z)`},

		// Or else the first outside quoted strings that a space follows, or the end.
		{"a missing parenthesis", ` (a b`, `] x`},
		{"the first of two", ` (a b`, `] x] y`},
		{"a space must follow", ` (a b]c`, `] x`},
		{"in quotes", ` ("a] b"`, `] x`},
		{"a smiley closes it in the text", ` (a b`, `] x :)`},
		{"a smiley in a flag", ` (a :( b)`, `] x`},

		// Or else the first outside quoted strings.
		{"no space follows", ` 5`, `]x`},
		{"neither of two", ` 5`, `]x]y`},
		{"in parentheses", ` (5`, `]x)`},
		{"behind quotes", ` "a] b"`, `]x`},

		// Or else the first.
		{"a quote is missing, and one stands in the text", ` "5`, `] x "y`},
		{"no space follows", ` "5`, `]x] y"`},

		{"there is none", ` 5 x`, ``},
		{"nothing", ``, ``},
	}
	for _, test := range tests {
		want := len(test.before)
		if test.from == "" {
			want = -1
		}
		if got := findEnd(test.before+test.from, 0); got != want {
			t.Errorf("%s: findEnd(%q) = %d, want %d", test.reason, test.before+test.from, got, want)
		}
	}
}

// BenchmarkHostile reads lines that are made to be slow. The time must grow with their length and no faster: MB/s is the
// same in each size.
func BenchmarkHostile(b *testing.B) {
	tests := []struct{ name, begin, repeat, end string }{
		{"quotes", "[COUNT ", `"`, ""},
		{"escaped quotes", `[COUNT `, `"\"`, ""},
		{"unclosed strings", `[COUNT `, `"\" `, ""},
		{"parentheses", "[COUNT ", "(", ""},
		{"brackets", "[COUNT ", "]", "x"},
		{"brackets and spaces", "[FLAG-LIST (", "] ", ""},
		{"complete at each bracket", "[TWO-NAMES a b", "]", "x"},
		{"unregistered", "[X-VENDOR ", "]x", ""},
		{"long name", "[", "x", ""},
		{"long tag and text", "", "x", ""},
		{"literals", "[CHARSETS (", "{1}\r\nx ", ""},
		{"long number", "[BIG-NUMBER ", "9", "] x"},
		{"long number of a literal", "[CHARSETS ({", "0", "1}\r\nx)] x"},
		{"long sets", "[PAIR 1 ", "1:4294967295,", "1 1] x"},
	}
	for _, test := range tests {
		for _, size := range []int{1_000, 10_000, 100_000} {
			line := "* NO " + test.begin + strings.Repeat(test.repeat, size/len(test.repeat)) + test.end
			b.Run(fmt.Sprintf("%s/%d", test.name, size), func(b *testing.B) {
				b.SetBytes(int64(len(line)))
				for b.Loop() {
					r, err := Parse(line)
					if err != nil {
						b.Fatal(err)
					}
					List(r.Args).Len()
					Set(r.Args).Len()
				}
			})
		}
	}
}

// aroundOctets calls check for s with each octet in place of each of its own, and with each octet before each.
func aroundOctets(s string, check func(s string)) {
	for i := range s {
		for c := 0; c < 256; c++ {
			octet := string([]byte{byte(c)})
			check(s[:i] + octet + s[i+1:])
			check(s[:i] + octet + s[i:])
		}
	}
}

// TestTagEnd checks that the quick way ends a tag where the other does.
func TestTagEnd(t *testing.T) {
	for _, line := range []string{"a OK x", "a1234 OK", "* OK [X]", "+ OK [X]", "a123456 OK", "a1234567 OK", "** OK x y z", " OK x y z", "*OK x y z"} {
		aroundOctets(line, func(line string) {
			end, d := tagEnd(line)
			if wantEnd, want := oddTagEnd(line); end != wantEnd || d != want {
				t.Errorf("tagEnd(%q) = %d, %v, want %d, %v", line, end, d, wantEnd, want)
			}
		})
	}
}

// TestTypeAt checks all that is one octet away from the names of the types.
func TestTypeAt(t *testing.T) {
	types := make(map[string]Type)
	for typ := TypeOK; typ <= TypeBYE; typ++ {
		types[typ.String()] = typ
	}
	for name := range types {
		for _, behind := range []string{"", " ", " x", " x and more"} {
			aroundOctets(name+behind, func(s string) {
				word, _, _ := strings.Cut(s, " ")
				want, end := types[upperString(word)], 2+len(word)
				if want == 0 {
					end = 2
				}
				if got, gotEnd := typeAt("* "+s, 2); got != want || gotEnd != end {
					t.Errorf("typeAt(%q, 2) = %v, %d, want %v, %d", "* "+s, got, gotEnd, want, end)
				}
			})
		}
	}
}
