package engine

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// textOctets are octets of each kind that the rule text tells apart.
const textOctets = "\x00\x01\t\n\r\x1f \x7f\x80\x8f\x90\x9f\xa0\xbf\xc0\xc1\xc2\xdf" +
	"\xe0\xe1\xec\xed\xee\xef\xf0\xf1\xf3\xf4\xf5\xf8\xff"

// TestIsText checks that isText is what the table of the rule text matches: for all strings of up
// to two octets, of up to four octets of each kind, and of up to three of these at each place in a
// word.
func TestIsText(t *testing.T) {
	check := func(s string) {
		t.Helper()
		want := s == "" || matchAll(s, textStart)
		if got := isText(s); got != want {
			t.Fatalf("isText(%q) = %v, want %v", s, got, want)
		}
		if control := strings.ContainsAny(s, "\x00\r\n"); want != (utf8.ValidString(s) && !control) {
			t.Fatalf("the table of the rule text says %v of %q", want, s)
		}
	}
	check("")
	for a := 0; a < 256; a++ {
		check(string([]byte{byte(a)}))
		for b := 0; b < 256; b++ {
			check(string([]byte{byte(a), byte(b)}))
		}
	}
	var all func(s string)
	all = func(s string) {
		check(s)
		check(s + "ก") // its first octet limits the second
		for _, before := range []string{"abcd", "abcde", "abcdef", "abcdefg", "a€é", "€"} {
			if len(s) == 4 {
				break // there are many
			}
			check(before + s)
			check(before + s + "x")
			check(before + s + "€")
			check(before + s + "ก")
		}
		for i := 0; len(s) < 4 && i < len(textOctets); i++ {
			all(s + textOctets[i:i+1])
		}
	}
	all("")
}

func TestToText(t *testing.T) {
	tests := []struct{ reason, s, want string }{
		{"a text", "Sorry", "Sorry"},
		{"UTF-8", "grüß € 😀", "grüß € 😀"},
		{"nothing", "", "-"},
		{"lines", "a\r\nb\nc\rd\r\n", "a b c d "},
		{"empty lines", "a\r\n\r\nb\n\nc", "a  b  c"},
		{"NUL", "a\x00b", "a b"},
		{"Latin-1", "gr\xfc\xdfe", "grüße"},
		{"half a character", "a\xe2\x82", "aâ\u0082"},
		{"a longer form than there may be", "\xc0\xaf", "À¯"},
		{"both", "\xe9 é", "é é"},
		{"a bracket", "[ALERT] x", "- [ALERT] x"},
		{"after spaces", " \t[ALERT] x", "-  \t[ALERT] x"},
		{"a bracket and a line break", "[x]\n", "- [x] "},
		{"a bracket later", "x [ALERT]", "x [ALERT]"},
		{"a literal's length", "see {5}", "see {5}."},
		{"a literal's length alone", "{0}", "{0}."},
		{"one after Latin-1", "\xe9 {12}", "é {12}."},
		{"one and a bracket", "[x] {5}", "- [x] {5}."},
		{"one before a line break", "{5}\r\n", "{5} "},
		{"other braces", "{5} {x} {}", "{5} {x} {}"},
		{"the end of another response", "x\r\na1 OK Done", "x a1 OK Done"},
	}
	for _, test := range tests {
		got := ToText(test.s)
		if got != test.want {
			t.Errorf("%s: ToText(%q) = %q, want %q", test.reason, test.s, got, test.want)
		}
		if again := ToText(got); again != got {
			t.Errorf("%s: ToText(%q) = %q", test.reason, got, again)
		}
		for _, code := range []Bracketed{nil, CodePlain} {
			if _, err := Append(nil, "a", TypeNO, code, got); err != nil {
				t.Errorf("%s: %v", test.reason, err)
			}
		}
	}
	for _, s := range []string{"Sorry", "grüß € 😀"} {
		if n := testing.AllocsPerRun(10, func() { ToText(s) }); n != 0 {
			t.Errorf("ToText(%q) allocates %v times", s, n)
		}
	}
}
