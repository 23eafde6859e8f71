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
		{"CR alone", "a1 OK Done\r",
			Response{Tag: "a1", Type: TypeOK, Text: "Done", Deviations: DevLineEnd}},
		{"CR CR LF", "a1 OK Done\r\r\n",
			Response{Tag: "a1", Type: TypeOK, Text: "Done", Deviations: DevLineEnd}},
		{"CR alone after the type", "a1 OK\r",
			Response{Tag: "a1", Type: TypeOK, Deviations: DevLineEnd | DevNoText}},
		{"CR alone after the code", "* OK [COUNT 5]\r",
			Response{Tag: "*", Type: TypeOK, Code: "COUNT", Args: "5", Deviations: DevLineEnd | DevNoText}},
		{"one line end, not two", "a1 OK Done\n\n",
			Response{Tag: "a1", Type: TypeOK, Text: "Done\n", Deviations: DevTextMalformed}},
		{"CR before the text's end", "a1 OK Done\rx\r\n",
			Response{Tag: "a1", Type: TypeOK, Text: "Done\rx", Deviations: DevTextMalformed}},
		{"untagged", "* NO Careful", Response{Tag: "*", Type: TypeNO, Text: "Careful"}},
		{"types in lower case", "* bad What?", Response{Tag: "*", Type: TypeBAD, Text: "What?"}},
		{"and in mixed case", "* bYe Gone", Response{Tag: "*", Type: TypeBYE, Text: "Gone"}},
		{"the longest type", "* PreAuth Welcome", Response{Tag: "*", Type: TypePREAUTH, Text: "Welcome"}},
		{"continuation", "+ Go on\r\n", Response{Tag: "+", Type: TypeContinuation, Text: "Go on"}},
		{"a continuation has no type", "+ BAD luck", Response{Tag: "+", Type: TypeContinuation, Text: "BAD luck"}},
		{"but may have a code", "+ [PLAIN] Go on",
			Response{Tag: "+", Type: TypeContinuation, Code: "PLAIN", Text: "Go on"}},
		{"and no text", "+ \r\n", Response{Tag: "+", Type: TypeContinuation}},
		{"the space is missing", "+\r\n", Response{Tag: "+", Type: TypeContinuation, Deviations: DevNoText}},
		{"all that a tag may hold", "!#$&',-./09:;<=>?@AZ[]^_`az|}~ OK x",
			Response{Tag: "!#$&',-./09:;<=>?@AZ[]^_`az|}~", Type: TypeOK, Text: "x"}},
		{"a plus in a tag", "a+ OK x", Response{Tag: "a+", Type: TypeOK, Text: "x", Deviations: DevTagMalformed}},
		{"a plus before a tag", "+a OK x", Response{Tag: "+a", Type: TypeOK, Text: "x", Deviations: DevTagMalformed}},
		{"two asterisks", "** OK x", Response{Tag: "**", Type: TypeOK, Text: "x", Deviations: DevTagMalformed}},
		{"a tag of one special", "( OK x", Response{Tag: "(", Type: TypeOK, Text: "x", Deviations: DevTagMalformed}},
		{"a quote in a tag", `a"b NO x`, Response{Tag: `a"b`, Type: TypeNO, Text: "x", Deviations: DevTagMalformed}},
		{"DEL in a tag", "a\x7f NO x", Response{Tag: "a\x7f", Type: TypeNO, Text: "x", Deviations: DevTagMalformed}},
		{"UTF-8 in a tag", "ä NO x", Response{Tag: "ä", Type: TypeNO, Text: "x", Deviations: DevTagMalformed}},
		{"PREAUTH needs no tag", "a PREAUTH x",
			Response{Tag: "a", Type: TypePREAUTH, Text: "x", Deviations: DevTypeTagged}},
		{"nor does BYE", "a BYE x", Response{Tag: "a", Type: TypeBYE, Text: "x", Deviations: DevTypeTagged}},

		// What is between tag, type and code.
		{"two spaces before the type", "a1  OK x",
			Response{Tag: "a1", Type: TypeOK, Text: "x", Deviations: DevExtraSpace}},
		{"a tab", "a1\tOK x", Response{Tag: "a1", Type: TypeOK, Text: "x", Deviations: DevExtraSpace}},
		{"a space and a tab", "* \tno [PLAIN] x",
			Response{Tag: "*", Type: TypeNO, Code: "PLAIN", Text: "x", Deviations: DevExtraSpace}},
		{"a tab, untagged", "*\tBYE x", Response{Tag: "*", Type: TypeBYE, Text: "x", Deviations: DevExtraSpace}},
		{"a tab after the type", "a1 OK\tx",
			Response{Tag: "a1", Type: TypeOK, Text: "x", Deviations: DevExtraSpace}},
		{"and no text", "a1 OK\t", Response{Tag: "a1", Type: TypeOK, Deviations: DevExtraSpace}},
		{"a tab after the plus", "+\tGo on",
			Response{Tag: "+", Type: TypeContinuation, Text: "Go on", Deviations: DevExtraSpace}},
		{"two spaces before the type, and nothing after it", "a1  OK\r\n",
			Response{Tag: "a1", Type: TypeOK, Deviations: DevExtraSpace | DevNoText}},
		{"a malformed tag too", "a+\tOK x",
			Response{Tag: "a+", Type: TypeOK, Text: "x", Deviations: DevTagMalformed | DevExtraSpace}},
		{"no space before the code", "a1 NO[PLAIN] Sorry",
			Response{Tag: "a1", Type: TypeNO, Code: "PLAIN", Text: "Sorry", Deviations: DevNoCodeSpace}},
		{"of the longest type", "* preauth[count 5] x",
			Response{Tag: "*", Type: TypePREAUTH, Code: "COUNT", Args: "5", Text: "x", Deviations: DevNoCodeSpace}},
		{"and two before the type", "a1  NO[PLAIN]",
			Response{Tag: "a1", Type: TypeNO, Code: "PLAIN", Deviations: DevNoCodeSpace | DevExtraSpace | DevNoText}},
		{"before text in brackets", "a1 NO[Gmail]/x",
			Response{Tag: "a1", Type: TypeNO, Text: "[Gmail]/x", Deviations: DevNoCodeSpace | DevTextBracket}},

		// Text.
		{"no text, as RFC 9051 allows", "* OK ", Response{Tag: "*", Type: TypeOK}},
		{"no space", "* OK", Response{Tag: "*", Type: TypeOK, Deviations: DevNoText}},
		{"nor with CRLF", "a NO\r\n", Response{Tag: "a", Type: TypeNO, Deviations: DevNoText}},
		{"the second space is text", "* OK  x ", Response{Tag: "*", Type: TypeOK, Text: " x "}},
		{"controls but NUL, CR and LF", "* OK \x01\t\x1f\x7f",
			Response{Tag: "*", Type: TypeOK, Text: "\x01\t\x1f\x7f"}},
		{"NUL", "* OK a\x00b", Response{Tag: "*", Type: TypeOK, Text: "a\x00b", Deviations: DevTextMalformed}},
		{"a line in the line", "* OK a\r\nb\r\n",
			Response{Tag: "*", Type: TypeOK, Text: "a\r\nb", Deviations: DevTextMalformed}},
		{"UTF-8 of two to four octets", "* OK é€😀", Response{Tag: "*", Type: TypeOK, Text: "é€😀"}},
		{"Latin-1", "* OK caf\xe9", Response{Tag: "*", Type: TypeOK, Text: "caf\xe9", Deviations: DevTextMalformed}},
		{"overlong UTF-8", "* OK \xc0\x80",
			Response{Tag: "*", Type: TypeOK, Text: "\xc0\x80", Deviations: DevTextMalformed}},
		{"a surrogate", "* OK \xed\xa0\x80",
			Response{Tag: "*", Type: TypeOK, Text: "\xed\xa0\x80", Deviations: DevTextMalformed}},
		{"beyond Unicode", "* OK \xf4\x90\x80\x80",
			Response{Tag: "*", Type: TypeOK, Text: "\xf4\x90\x80\x80", Deviations: DevTextMalformed}},
		{"half a character", "* OK \xe2\x82",
			Response{Tag: "*", Type: TypeOK, Text: "\xe2\x82", Deviations: DevTextMalformed}},

		// Several deviations at once.
		{"all but the code", "a+ BYE x\x00",
			Response{Tag: "a+", Type: TypeBYE, Text: "x\x00", Deviations: DevTagMalformed | DevTypeTagged | DevTextMalformed}},
		{"a code beside them", "a+ PREAUTH [count 0]\xff",
			Response{Tag: "a+", Type: TypePREAUTH, Code: "COUNT", Args: "0", Text: "\xff",
				Deviations: DevTagMalformed | DevTypeTagged | DevTextMalformed | DevNoSpace | DevArgumentsMalformed}},
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
	tests := []struct{ reason, line, tag string }{
		{"nothing", "", ""},
		{"a line end", "\r\n", ""},
		{"only a tag", "a", "a"},
		{"only a tag and a space", "a ", "a"},
		{"only a tag and CRLF", "a1234567\r\n", "a1234567"},
		{"untagged nothing", "*", "*"},
		{"and with a space", "* \r\n", "*"},
		{"no tag", " OK x", ""},
		{"a tab before the tag", "\ta OK x", ""},
		{"no space after the asterisk", "*OK x", ""},
		{"no space after the plus", "+OK x", ""},
		{"a word that cannot be a tag", "(a b)", ""},
		{"one in quotes", `"a1" ERR x`, ""},
		{"another type", "12 ERR Fetch frequency limited!\r\n", "12"},
		{"a long tag", "abcdefghijkl ERR x", "abcdefghijkl"},
		{"a tab after the tag", "12\tERR x", "12"},
		{"another response", "* 5 EXISTS", "*"},
		{"another response that has no number", "* FLAGS ()", "*"},
		{"the tag is a type", "OK x", "OK"},
		{"a plus as the type", "a + x", "a"},
		{"a type is the beginning of another word", "* OKAY x", "*"},
		{"of the longest type too", "* PREAUTHS x", "*"},
		{"the beginning of a type", "* PREAUT x", "*"},
		{"the first letter of one", "* O", "*"},
		{"a parenthesis after the type", "* OK(x", "*"},
		{"a NUL does not end a type", "* OK\x00 x", "*"},
		{"nor the longest", "* PREAUTH\x00 x", "*"},
		{"letters only: CR is not minus, and 0x0f is not O", "* \x0fK x", "*"},
		{"a fold with one bit too many", "* \xcfK x", "*"},
		{"a type in brackets", "a [OK] x", "a"},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			got, err := Parse(test.line)
			if err != ErrNotStatus {
				t.Errorf("Parse(%q) error = %v, want ErrNotStatus", test.line, err)
			}
			if diff := cmp.Diff(Response{Tag: test.tag}, got); diff != "" {
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
	{"a bracket later on", "Sorry [PLAIN] x", Response{Text: "Sorry [PLAIN] x"}},
	{"a space before the bracket", " [PLAIN] x", Response{Text: " [PLAIN] x"}},

	// Registered codes.
	{"a code", "[PLAIN] Sorry", Response{Code: "PLAIN", Text: "Sorry"}},
	{"in any case", "[pLaIn] Sorry", Response{Code: "PLAIN", Text: "Sorry"}},
	{"of the longest name", "[big-Number 1] x", Response{Code: "BIG-NUMBER", Args: "1", Text: "x"}},
	{"no text, as RFC 9051 allows", "[PLAIN] ", Response{Code: "PLAIN"}},
	{"the line ends at the bracket", "[PLAIN]", Response{Code: "PLAIN", Deviations: DevNoText}},
	{"text at the bracket", "[PLAIN]Sorry", Response{Code: "PLAIN", Text: "Sorry", Deviations: DevNoSpace}},
	{"malformed text too", "[PLAIN]\x00", Response{Code: "PLAIN", Text: "\x00", Deviations: DevNoSpace | DevTextMalformed}},
	{"a second code is text", "[PLAIN] [COUNT 5] x", Response{Code: "PLAIN", Text: "[COUNT 5] x"}},
	{"even without a space", "[PLAIN][COUNT 5] x", Response{Code: "PLAIN", Text: "[COUNT 5] x", Deviations: DevNoSpace}},
	{"arguments where none may be", "[PLAIN x] Sorry",
		Response{Code: "PLAIN", Args: "x", Text: "Sorry", Deviations: DevArgumentsMalformed}},
	{"a space where none may be", "[PLAIN ] Sorry",
		Response{Code: "PLAIN", Text: "Sorry", Deviations: DevArgumentsMalformed}},
	{"none where some must be", "[COUNT] x", Response{Code: "COUNT", Text: "x", Deviations: DevArgumentsMalformed}},
	{"one too many", "[COUNT 1 2] x", Response{Code: "COUNT", Args: "1 2", Text: "x", Deviations: DevArgumentsMalformed}},
	{"two spaces before", "[COUNT  5] x",
		Response{Code: "COUNT", Args: " 5", Text: "x", Deviations: DevArgumentsMalformed}},
	{"a space after", "[COUNT 5 ] x", Response{Code: "COUNT", Args: "5 ", Text: "x", Deviations: DevArgumentsMalformed}},
	{"zero", "[COUNT 0] x", Response{Code: "COUNT", Args: "0", Text: "x", Deviations: DevArgumentsMalformed}},
	{"a leading zero", "[COUNT 07] x", Response{Code: "COUNT", Args: "07", Text: "x", Deviations: DevArgumentsMalformed}},
	{"no grammar is known", "[GONE (a b] x", Response{Code: "GONE", Args: "(a b", Text: "x"}},
	{"or nothing follows", "[GONE] x", Response{Code: "GONE", Text: "x"}},
	{"it is not even the fallback", "[GONE \r] x",
		Response{Code: "GONE", Args: "\r", Text: "x", Deviations: DevArgumentsMalformed}},

	// The "]" is missing, or another one is meant.
	{"a code that does not end", "[PLAIN",
		Response{Code: "PLAIN", Deviations: DevNoBracket | DevArgumentsMalformed | DevNoText}},
	{"text is then argument", "[COUNT 4392 Predicted", Response{Code: "COUNT", Args: "4392 Predicted",
		Deviations: DevNoBracket | DevArgumentsMalformed | DevNoText}},
	{"a bracket in a flag", `[FLAG-LIST (\Seen a]b c] d)] x`,
		Response{Code: "FLAG-LIST", Args: `(\Seen a]b c] d)`, Text: "x",
			Deviations: DevArgumentsMalformed}},
	{"a missing parenthesis", `[FLAG-LIST (\Seen \*] Smile :)`,
		Response{Code: "FLAG-LIST", Args: `(\Seen \*`, Text: "Smile :)",
			Deviations: DevArgumentsMalformed}},
	{"a missing quote, and quotes in the text", `[COUNT "5] He said "hi"`,
		Response{Code: "COUNT", Args: `"5`, Text: `He said "hi"`,
			Deviations: DevArgumentsMalformed}},
	{"the bracket directly after the name is its end", "[COUNT]Text with [x] y",
		Response{Code: "COUNT", Text: "Text with [x] y",
			Deviations: DevNoSpace | DevArgumentsMalformed}},
	{"arguments may end at the first bracket", "[TWO-NAMES a b] c] d",
		Response{Code: "TWO-NAMES", Args: "a b", Text: "c] d"}},
	{"at which they are complete", "[TWO-NAMES a] b] c", Response{Code: "TWO-NAMES", Args: "a] b", Text: "c"}},
	{"and which a space follows", "[TWO-NAMES a b]c] d", Response{Code: "TWO-NAMES", Args: "a b]c", Text: "d"}},
	{"or the end", "[TWO-NAMES a b]c]", Response{Code: "TWO-NAMES", Args: "a b]c", Deviations: DevNoText}},
	{"failing that at the first", "[TWO-NAMES a b]c d",
		Response{Code: "TWO-NAMES", Args: "a b", Text: "c d", Deviations: DevNoSpace}},
	{"though a space follows a later one", "[TWO-NAMES a b]c d] e",
		Response{Code: "TWO-NAMES", Args: "a b", Text: "c d] e",
			Deviations: DevNoSpace}},
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
	{"of octets that are not text", "[CHARSETS ({2}\r\n\xff\x80)] x",
		Response{Code: "CHARSETS", Args: "({2}\r\n\xff\x80)", Text: "x"}},
	{"leading zeros", "[CHARSETS ({000000000000000000000005}\r\nUTF-8)] x",
		Response{Code: "CHARSETS", Args: "({000000000000000000000005}\r\nUTF-8)", Text: "x"}},
	{"of two digits", "[CHARSETS ({10}\r\n0123456789)] x",
		Response{Code: "CHARSETS", Args: "({10}\r\n0123456789)", Text: "x"}},
	{"up to the last octet", "[CHARSETS ({5}\r\n)] x)",
		Response{Code: "CHARSETS", Args: "({5}\r\n)", Text: "x)", Deviations: DevArgumentsMalformed}},
	{"too short", "[CHARSETS ({9}\r\nUTF-8)] x",
		Response{Code: "CHARSETS", Args: "({9}\r\nUTF-8)", Text: "x", Deviations: DevArgumentsMalformed}},
	{"far too short", "[CHARSETS ({99}\r\nUTF-8)] x",
		Response{Code: "CHARSETS", Args: "({99}\r\nUTF-8)", Text: "x", Deviations: DevArgumentsMalformed}},
	{"shorter than any line", "[CHARSETS ({18446744073709551621}\r\nUTF-8)] x",
		Response{Code: "CHARSETS", Args: "({18446744073709551621}\r\nUTF-8)", Text: "x", Deviations: DevArgumentsMalformed}},
	{"NUL in a literal", "[CHARSETS ({3}\r\na\x00b)] x",
		Response{Code: "CHARSETS", Args: "({3}\r\na\x00b)", Text: "x", Deviations: DevArgumentsMalformed}},
	{"NUL after a literal", "[CHARSETS ({1}\r\na)] \x00",
		Response{Code: "CHARSETS", Args: "({1}\r\na)", Text: "\x00", Deviations: DevTextMalformed}},
	{"without number", "[CHARSETS ({}\r\n)] x",
		Response{Code: "CHARSETS", Args: "({}\r\n)", Text: "x", Deviations: DevArgumentsMalformed}},
	{"LF alone", "[CHARSETS ({1}\na)] x",
		Response{Code: "CHARSETS", Args: "({1}\na)", Text: "x", Deviations: DevArgumentsMalformed}},
	{"servers may not send these", "[CHARSETS ({1+}\r\na)] x",
		Response{Code: "CHARSETS", Args: "({1+}\r\na)", Text: "x", Deviations: DevArgumentsMalformed}},

	{"a literal that is not there yet", "[CHARSETS ({5}",
		Response{Code: "CHARSETS", Args: "({5}", Deviations: DevOpenLiteral | DevNoBracket | DevNoText}},

	// Limits.
	{"the largest number", "[COUNT 4294967295] x", Response{Code: "COUNT", Args: "4294967295", Text: "x"}},
	{"one more", "[COUNT 4294967296] x",
		Response{Code: "COUNT", Args: "4294967296", Text: "x", Deviations: DevLimitExceeded}},
	{"the largest of 63 bits", "[BIG-NUMBER 9223372036854775807] x",
		Response{Code: "BIG-NUMBER", Args: "9223372036854775807", Text: "x"}},
	{"one more", "[BIG-NUMBER 9223372036854775808] x",
		Response{Code: "BIG-NUMBER", Args: "9223372036854775808", Text: "x", Deviations: DevLimitExceeded}},
	{"not malformed as well", "[COUNT 04294967296] x",
		Response{Code: "COUNT", Args: "04294967296", Text: "x", Deviations: DevArgumentsMalformed}},
	{"sets that correspond", "[PAIR 1 2:4 7,9:8] x", Response{Code: "PAIR", Args: "1 2:4 7,9:8", Text: "x"}},
	{"sets that do not", "[PAIR 1 2:4 7:8] x",
		Response{Code: "PAIR", Args: "1 2:4 7:8", Text: "x", Deviations: DevSetsUnequal}},

	// Codes that nobody registered.
	{"a vendor's code", "[X-VENDOR] x", Response{Code: "X-VENDOR", Text: "x"}},
	{"as sent", "[x-Vendor] x", Response{Code: "x-Vendor", Text: "x"}},
	{"with arguments", "[X-VENDOR a (b] x", Response{Code: "X-VENDOR", Args: "a (b", Text: "x"}},
	{"that begin with a space", "[X-VENDOR  a ] x", Response{Code: "X-VENDOR", Args: " a ", Text: "x"}},
	{"that are missing", "[X-VENDOR ] x", Response{Code: "X-VENDOR", Text: "x", Deviations: DevArgumentsMalformed}},
	{"a code at the end", "[X-VENDOR]", Response{Code: "X-VENDOR", Deviations: DevNoText}},
	{"as long as the longest name", "[ABCDEFGHIJKLMNOP] x", Response{Code: "ABCDEFGHIJKLMNOP", Text: "x"}},
	{"and longer", "[ABCDEFGHIJKLMNOPQ] x", Response{Code: "ABCDEFGHIJKLMNOPQ", Text: "x"}},
	{"the beginning of a code", "[PLAI] x", Response{Code: "PLAI", Text: "x"}},
	{"a code and more", "[PLAINS] x", Response{Code: "PLAINS", Text: "x"}},
	{"the first bracket is the end", "[X-VENDOR a] b] x", Response{Code: "X-VENDOR", Args: "a", Text: "b] x"}},
	{"in parentheses too", "[X-VENDOR (a] b)] x", Response{Code: "X-VENDOR", Args: "(a", Text: "b)] x"}},
	{"after a quote that is not closed", `[X-VENDOR 5"] x] y`, Response{Code: "X-VENDOR", Args: `5"`, Text: "x] y"}},
	{"also with a quote in the text", `[X-VENDOR 5"] x "`, Response{Code: "X-VENDOR", Args: `5"`, Text: `x "`}},
	{"a bracket in quotes", `[X-VENDOR "a] b"] x`,
		Response{Code: "X-VENDOR", Args: `"a] b"`, Text: "x", Deviations: DevArgumentsMalformed}},
	{"a bracket is an atom's character", "[[X] y] z", Response{Code: "[X", Text: "y] z"}},
	{"a code that is not an atom", `[Error="failed"] x`,
		Response{Code: `Error="failed"`, Text: "x", Deviations: DevCodeMalformed}},
	{"quotes that begin in the code", `[Error="it failed" Code=3] He said "hi"`,
		Response{Code: `Error="it`, Args: `failed" Code=3`, Text: `He said "hi"`, Deviations: DevCodeMalformed}},
	{"a bracket in them", `[Error="it [a] failed" Code=3] x`,
		Response{Code: `Error="it`, Args: `[a] failed" Code=3`, Text: "x", Deviations: DevCodeMalformed | DevArgumentsMalformed}},
	{"directly after the quote", `[Error="[a]b" Code=3] x`,
		Response{Code: `Error="[a]b"`, Args: "Code=3", Text: "x", Deviations: DevCodeMalformed}},
	{"and a space after it", `[Error="a] b" Code=3] x`,
		Response{Code: `Error="a]`, Args: `b" Code=3`, Text: "x", Deviations: DevCodeMalformed}},
	{"NUL in a code", "[PLAIN\x00] x", Response{Code: "PLAIN\x00", Text: "x", Deviations: DevCodeMalformed}},
	{"CR is not minus", "[TWO\rNAMES a b] x",
		Response{Code: "TWO\rNAMES", Args: "a b", Text: "x", Deviations: DevCodeMalformed}},

	// Text that begins with a bracket.
	{"a mailbox", "[Gmail]/All Mail", Response{Text: "[Gmail]/All Mail", Deviations: DevTextBracket}},
	{"and another bracket", "[Gmail]/All Mail [x] y",
		Response{Text: "[Gmail]/All Mail [x] y", Deviations: DevTextBracket}},
	{"a program's message", "[Error offset=4]: unknown command",
		Response{Text: "[Error offset=4]: unknown command", Deviations: DevTextBracket}},
	{"an elision", "[...a message arrives...] x",
		Response{Text: "[...a message arrives...] x", Deviations: DevTextBracket}},
	{"of dots alone", "[...] x", Response{Text: "[...] x", Deviations: DevTextBracket}},
	{"two dots are a code", "[..] x", Response{Code: "..", Text: "x"}},
	{"nothing in brackets", "[] x", Response{Text: "[] x", Deviations: DevTextBracket}},
	{"nor after them", "[]", Response{Text: "[]", Deviations: DevTextBracket}},
	{"a bracket alone", "[", Response{Text: "[", Deviations: DevTextBracket}},
	{"a space in brackets", "[ ] x", Response{Text: "[ ] x", Deviations: DevTextBracket}},
	{"a space before a code", "[ PLAIN] x", Response{Text: "[ PLAIN] x", Deviations: DevTextBracket}},
	{"a bracket that is not closed", "[X-VENDOR a b", Response{Text: "[X-VENDOR a b", Deviations: DevTextBracket}},
	{"text at the bracket", "[X-VENDOR a]b", Response{Text: "[X-VENDOR a]b", Deviations: DevTextBracket}},
	{"and after it another", "[X-VENDOR a]b c] x", Response{Text: "[X-VENDOR a]b c] x", Deviations: DevTextBracket}},
	{"in quotes there is another", `[X-VENDOR "a] b"]c`, Response{Text: `[X-VENDOR "a] b"]c`, Deviations: DevTextBracket}},
	{"a quote after a digit opens none", `[X-SIZE 5"] a 3" disk [see list]: here`,
		Response{Code: "X-SIZE", Args: `5"`, Text: `a 3" disk [see list]: here`}},
	{"nor does one after a letter", `[X-VENDOR o"] x"] y`, Response{Code: "X-VENDOR", Args: `o"`, Text: `x"] y`}},
	{"malformed too", "[Gmail]/\x00", Response{Text: "[Gmail]/\x00", Deviations: DevTextBracket | DevTextMalformed}},
}

func TestParseText(t *testing.T) {
	for _, test := range textTests {
		t.Run(test.reason, func(t *testing.T) {
			want := test.want
			want.Tag, want.Type = "*", TypeOK
			for _, end := range []string{"", "\n", "\r\n"} {
				got := ParseText("*", TypeOK, test.text+end)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("ParseText(%q) mismatch (-want +got):\n%s", test.text+end, diff)
				}
			}
			lineEnd := want
			lineEnd.Deviations |= DevLineEnd
			if diff := cmp.Diff(lineEnd, ParseText("*", TypeOK, test.text+"\r\r\n")); diff != "" {
				t.Errorf("ParseText(%q) mismatch (-want +got):\n%s", test.text+"\r\r\n", diff)
			}
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

// TestLiteral checks which lines go on with a literal: those whose code's grammar may have one
// where the line ends.
func TestLiteral(t *testing.T) {
	tests := []struct {
		reason, text string
		size         int64
		ok           bool
	}{
		{"a literal", "[TWO-NAMES {3}", 3, true},
		{"of nothing", "[TWO-NAMES {0}", 0, true},
		{"the second argument", "[TWO-NAMES a {12}", 12, true},
		{"after a string with a bracket", `[TWO-NAMES "a] b" {12}`, 12, true},
		{"after an atom with a bracket", "[TWO-NAMES a] {12}", 12, true},
		{"in parentheses", "[charsets ({5}", 5, true},
		{"after another", "[TWO-NAMES {3}\r\na b {4}", 4, true},
		{"which has the head of one at its end", "[TWO-NAMES {3}\r\n{9} {4}", 4, true},
		{"leading zeros", "[TWO-NAMES {0007}", 7, true},
		{"63 bits", "[TWO-NAMES {9223372036854775807}", 1<<63 - 1, true},
		{"more than 63 bits", "[TWO-NAMES {9223372036854775808}", 0, false},
		{"more than 64 bits", "[TWO-NAMES {18446744073709551619}", 0, false},
		{"far more", "[TWO-NAMES {" + strings.Repeat("9", 1000) + "}", 0, false},

		{"text", "Hello {5}", 0, false},
		{"text after a code", "[TWO-NAMES a b] {5}", 0, false},
		{"text in brackets", "[Gmail {5}", 0, false},
		{"a code without arguments", "[PLAIN {5}", 0, false},
		{"a code without a literal", "[COUNT {5}", 0, false},
		{"an unregistered code", "[X-VENDOR {5}", 0, false},
		{"no argument may follow", "[TWO-NAMES a b {5}", 0, false},
		{"in tolerated arguments", "[CHARSETS {5}", 5, true},
		{"after a doubled space", "[TWO-NAMES  {5}", 5, true},
		{"no space before it", "[TWO-NAMES a{5}", 0, false},
		{"no space after the name", "[TWO-NAMES{5}", 0, false},
		{"in an open quoted string", `[TWO-NAMES "a {5}`, 0, false},
		{"in a literal that is too long", "[TWO-NAMES {30}\r\na {5}", 0, false},
		{"no number", "[TWO-NAMES {}", 0, false},
		{"no digit", "[TWO-NAMES {x}", 0, false},
		{"a sign", "[TWO-NAMES {-1}", 0, false},
		{"servers may not send these", "[TWO-NAMES {5+}", 0, false},
		{"a brace alone", "[TWO-NAMES }", 0, false},
		{"a space at the end", "[TWO-NAMES {5} ", 0, false},
		{"the literal is there", "[TWO-NAMES {1}\r\na", 0, false},
		{"malformed before it", "[TWO-NAMES ) {5}", 0, false},
		{"nothing", "", 0, false},
	}
	for _, test := range tests {
		for _, end := range []string{"", "\n", "\r\n"} {
			r := ParseText("a", TypeNO, test.text+end)
			if size, ok := r.Literal(); size != test.size || ok != test.ok {
				t.Errorf("%s: Literal() of %q = %d, %v, want %d, %v", test.reason, test.text+end, size, ok, test.size, test.ok)
			}
			again, err := Parse("a NO " + test.text + end)
			if err != nil || again != r {
				t.Errorf("%s: Parse = %+v, %v, ParseText = %+v", test.reason, again, err, r)
			}
		}
	}
	for _, args := range []string{"", "}", "5}", "{}", "{5"} { // what nobody parsed must do no harm
		if size, ok := (Response{Args: args, Deviations: DevOpenLiteral}).Literal(); ok || size != 0 {
			t.Errorf("Literal() with the arguments %q = %d, %v", args, size, ok)
		}
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
		r := ParseText("*", TypeOK, test.text)
		if got := r.Conforms(); got != test.conforms {
			t.Errorf("%s: ParseText(%q).Conforms() = %v, want %v", test.reason, test.text, got, test.conforms)
		}
		if got := r.Known(); got != test.known {
			t.Errorf("%s: ParseText(%q).Known() = %v, want %v", test.reason, test.text, got, test.known)
		}
	}
}

// TestFindEnd states the rules line by line. Each row is cut where the "]" is; it is nowhere if
// nothing follows the cut.
func TestFindEnd(t *testing.T) {
	tests := []struct{ reason, before, from string }{
		// The first outside quoted strings and parentheses that a space follows, or the end.
		{"a space follows", ` 5`, `] x`},
		{"the end follows", ` 5`, `]`},
		{"the first of two", ` 5`, `] x] y`},
		{"something else follows", ` a]b`, `] x`},
		{"a bracket follows", ` a]`, `] x`},
		{"in quotes", ` "a] b"`, `] x`},
		{"after an escaped quote", ` "a\"] b"`, `] x`},
		{"after an escaped backslash", ` "a\\"`, `] b"] x`},
		{"an escape outside quotes does not count", ` \"a] b"`, `] x`},
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
		{"after quotes", ` "a] b"`, `]x`},

		// Or else the first.
		{"a quote is missing, and the text has one", ` "5`, `] x "y`},
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

// BenchmarkHostile reads lines that are made to be slow. The time must grow with their length and
// no faster: MB/s is the same for each size.
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
		{"text in UTF-8", "", "a€\xf0\x9f\x98\x80é", ""},
		{"malformed UTF-8 at the end", "", "é", "\xe9"},
		{"literals, and one to come", "[CHARSETS (", "{1}\r\nx ", "{1}"},
		{"tabs before the text", "", "\t", ""},
		{"CRs at the end", "x", "\r", ""},
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

// aroundOctets calls check for s with each octet in place of each of its own, and with each octet
// before each.
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
		for _, after := range []string{"", " ", " x", " x and more"} {
			aroundOctets(name+after, func(s string) {
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
