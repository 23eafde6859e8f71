package explain

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestAppendVisible(t *testing.T) {
	for _, test := range []struct{ s, want string }{
		{"", ""},
		{`plain "text" \Seen`, `plain "text" \Seen`},
		{"für 日本語 🐄", "für 日本語 🐄"},
		{"\x1b[2J\a\r\n\t\x00\x7f", `\x1b[2J\a\r\n\t\x00\x7f`},
		{"\u009b \u202e \u2066 \u200b \ufeff \u2028", `\u009b \u202e \u2066 \u200b \ufeff \u2028`},
		{"\U000e0001", `\U000e0001`},
		{"\xff \xc2", `\xff \xc2`},
		{"\ufffd", "\ufffd"},
	} {
		if got := string(appendVisible(nil, test.s)); got != test.want {
			t.Errorf("appendVisible(%q) = %s, want %s", test.s, got, test.want)
		}
	}
}

// TestAppendString checks that every character comes back from JSON, and that what is not printable is escaped.
func TestAppendString(t *testing.T) {
	for r := rune(0); r <= 0x10ffff; r++ {
		if 0xd800 <= r && r <= 0xdfff { // halves of surrogate pairs are no characters
			continue
		}
		s := "a" + string(r) + "z"
		encoded := appendString(nil, s)
		var got string
		if r < 0x3000 || r%0x101 == 0 {
			if err := json.Unmarshal(encoded, &got); err != nil || got != s {
				t.Fatalf("appendString(%q) = %s, which is %q, error %v", s, encoded, got, err)
			}
		}
		checkPrintable(t, string(encoded))
	}
	if got := string(appendString(nil, "a\xff\xfez")); got != "\"a\ufffd\ufffdz\"" {
		t.Errorf("octets that are not UTF-8 become %s", got)
	}
}

func TestAppendShown(t *testing.T) {
	s := strings.Repeat("x", longestShown)
	if got := string(appendShown(nil, s)); got != s {
		t.Error("a string of the largest size is not shown as it is")
	}
	if got, want := string(appendShown(nil, s+"yz")), s+"... and 2 octets more"; got != want {
		t.Errorf("a longer one is shown as %q", got[longestShown:])
	}
}
