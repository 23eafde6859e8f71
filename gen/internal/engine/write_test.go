package engine

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestAppend checks each kind of argument; the tests of the generated package check each code.
func TestAppend(t *testing.T) {
	tests := []struct {
		reason string
		code   Coded
		want   string
	}{
		{"no code", nil, "a NO Sorry\r\n"},
		{"a code", Code("plain"), "a NO [plain] Sorry\r\n"},
		{"an unregistered code", Raw{"X-VENDOR", "a b"}, "a NO [X-VENDOR a b] Sorry\r\n"},
		{"a number", CountArgs{1<<32 - 1}, "a NO [COUNT 4294967295] Sorry\r\n"},
		{"a large number", BigNumberArgs{1<<63 - 1}, "a NO [BIG-NUMBER 9223372036854775807] Sorry\r\n"},
		{"the smallest", BigNumberArgs{}, "a NO [BIG-NUMBER 0] Sorry\r\n"},
		{"a list", FlagListArgs{`\Seen \*`}, `a NO [FLAG-LIST (\Seen \*)] Sorry` + "\r\n"},
		{"an empty one", FlagListArgs{}, "a NO [FLAG-LIST ()] Sorry\r\n"},
		{"one that may be missing", CharsetsArgs{}, "a NO [CHARSETS] Sorry\r\n"},
		{"and is not", CharsetsArgs{"{1}\r\n] b"}, "a NO [CHARSETS ({1}\r\n] b)] Sorry\r\n"},
		{"strings", TwoNamesArgs{`"a] "`, "b]"}, "a NO [TWO-NAMES \"a] \" b]] Sorry\r\n"},
		{"a set", OddArgs{"3,1:2"}, "a NO [ODD 3,1:2] Sorry\r\n"},
		{"sets", PairArgs{1, "3,1:2", "9:7"}, "a NO [PAIR 1 3,1:2 9:7] Sorry\r\n"},
		{"URLs", AddressArgs{"imap://a.example/ imap://b.example/"}, "a NO [ADDRESS imap://a.example/ imap://b.example/] Sorry\r\n"},
		{"nothing of what may be NIL", ProgressArgs{}, "a NO [PROGRESS] Sorry\r\n"},
		{"a part", ProgressArgs{Progress: OptionalNumber{7, true}}, "a NO [PROGRESS (NIL 7 NIL)] Sorry\r\n"},
		{"all", ProgressArgs{`"a"`, OptionalNumber{7, true}, OptionalNumber{9, true}}, "a NO [PROGRESS (\"a\" 7 9)] Sorry\r\n"},
		{"a keyword", LevelArgs{Keyword: "NONE"}, "a NO [LEVEL NONE] Sorry\r\n"},
		{"a number and a keyword", LevelArgs{MaxSize: OptionalNumber{7, true}, NoPrivate: true}, "a NO [LEVEL 7 NOPRIVATE] Sorry\r\n"},
		{"a word in parentheses", ObjectArgs{"a-b"}, "a NO [OBJECT (a-b)] Sorry\r\n"},
		{"a constant", MechanismsArgs{}, "a NO [MECHANISMS INTERNAL] Sorry\r\n"},
		{"and words", MechanismsArgs{"A B=AAAA"}, "a NO [MECHANISMS INTERNAL A B=AAAA] Sorry\r\n"},
		{"all that is left", AnythingArgs{"a (b"}, "a NO [ANYTHING a (b] Sorry\r\n"},
	}
	for _, test := range tests {
		b, err := Append([]byte("before "), "a", TypeNO, test.code, "Sorry")
		if err != nil {
			t.Errorf("%s: %v", test.reason, err)
		}
		if diff := cmp.Diff("before "+test.want, string(b)); diff != "" {
			t.Errorf("%s: mismatch (-want +got):\n%s", test.reason, diff)
		}
	}
}

func TestAppendRefuses(t *testing.T) {
	tests := []struct {
		reason, tag string
		code        Coded
		text        string
		want        WriteError
	}{
		{"a line break", "a", nil, "x\r\ny", WriteError{Deviations: TextMalformed}},
		{"at the end", "a", nil, "x\r\n", WriteError{}},
		{"a code as text", "a", nil, "[PLAIN] x", WriteError{Code: "PLAIN"}},
		{"a bracket as text", "a", nil, "[", WriteError{Deviations: TextBracket}},
		{"a space in a tag", "a b", nil, "x", WriteError{}},
		{"a continuation request", "+", nil, "x", WriteError{}},
		{"a code that needs arguments", "a", Code("COUNT"), "x", WriteError{"COUNT", ArgumentsMalformed}},
		{"zero", "a", CountArgs{}, "x", WriteError{"COUNT", ArgumentsMalformed}},
		{"a number over its limit", "a", BigNumberArgs{1 << 63}, "x", WriteError{"BIG-NUMBER", LimitExceeded}},
		{"an empty set", "a", OddArgs{}, "x", WriteError{"ODD", ArgumentsMalformed}},
		{"sets of two sizes", "a", PairArgs{1, "1", "2:3"}, "x", WriteError{"PAIR", SetsUnequal}},
		{"what ends early", "a", Raw{"X-VENDOR", "a] b"}, "x", WriteError{Code: "X-VENDOR"}},
	}
	for _, test := range tests {
		b, err := Append([]byte("before"), test.tag, TypeNO, test.code, test.text)
		if string(b) != "before" {
			t.Errorf("%s: wrote %q", test.reason, b)
		}
		var got *WriteError
		if !errors.As(err, &got) {
			t.Errorf("%s: error = %v", test.reason, err)
			continue
		}
		if diff := cmp.Diff(test.want, *got); diff != "" {
			t.Errorf("%s: mismatch (-want +got):\n%s", test.reason, diff)
		}
	}
}
