package engine

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestAppend checks each kind of argument; the tests of the generated package check each code.
func TestAppend(t *testing.T) {
	tests := []struct {
		reason string
		code   Bracketed
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
		{"a constant", MechanismsArgs{}, "a NO [MECHANISMS FIRST] Sorry\r\n"},
		{"and words", MechanismsArgs{"A B=AAAA"}, "a NO [MECHANISMS FIRST A B=AAAA] Sorry\r\n"},
		{"all that is left", AnythingArgs{"a (b"}, "a NO [ANYTHING a (b] Sorry\r\n"},
		{"a zero code", Code(""), "a NO Sorry\r\n"},
		{"zero raw arguments", Raw{}, "a NO Sorry\r\n"},
		{"raw arguments of a known code", Raw{"count", "5"}, "a NO [count 5] Sorry\r\n"},
		{"a string with a bracket in place of which NIL may be", ProgressArgs{Tag: `"a]"`, Progress: NumberOf(7)},
			"a NO [PROGRESS (NIL 7 NIL)] Sorry\r\n"},
		{"and nothing else", ProgressArgs{Tag: `"a]"`}, "a NO [PROGRESS] Sorry\r\n"},
	}
	for _, test := range tests {
		b, err := Append([]byte("before "), "a", TypeNO, test.code, "Sorry")
		if err != nil {
			t.Errorf("%s: %v", test.reason, err)
		}
		if diff := cmp.Diff("before "+test.want, string(b)); diff != "" {
			t.Errorf("%s: mismatch (-want +got):\n%s", test.reason, diff)
		}
		if test.code == nil {
			continue
		}
		inside, _, _ := strings.Cut(strings.TrimPrefix(test.want, "a NO ["), "] Sorry")
		if got := test.code.String(); got != inside && strings.Contains(test.want, "[") {
			t.Errorf("%s: String() = %q, want %q", test.reason, got, inside)
		}
	}
}

func TestAppendRefuses(t *testing.T) {
	tests := []struct {
		reason, tag string
		code        Bracketed
		text        string
		want        WriteError
	}{
		{"a line break", "a", nil, "x\r\ny", WriteError{Part: "text", Reason: "CR at octet 1"}},
		{"at the end", "a", nil, "x\n", WriteError{Part: "text", Reason: "LF at octet 1"}},
		{"NUL", "a", CodePlain, "grüße\x00", WriteError{"PLAIN", "text", "NUL at octet 7"}},
		{"Latin-1", "a", nil, "gr\xfc", WriteError{Part: "text", Reason: "what is not UTF-8 at octet 2"}},
		{"a bracket as text", "a", nil, "[", WriteError{Part: "text", Reason: `begins with "[", as a code does`}},
		{"no tag", "", nil, "x", WriteError{Part: "tag", Reason: "empty"}},
		{"a space in a tag", "a b", nil, "x", WriteError{Part: "tag", Reason: `"a b" is not a tag`}},
		{"a continuation request", "+", nil, "x", WriteError{Part: "tag", Reason: `"+" is not a tag`}},
		{"a pointer", "a", &CountArgs{5}, "x", WriteError{"", "code", "a pointer to the arguments, want their value"}},
		{"not an atom", "a", Code("A\"\x01é"), "x",
			WriteError{"A\"\x01é", "code", `"A\"\x01\xc3\xa9" is not an atom`}},
		{"an elision", "a", Code("...A"), "x", WriteError{"...A", "code", `"...A" would be read as text`}},
		{"arguments of no code", "a", Raw{Args: "x"}, "x", WriteError{"", "code", "empty"}},
		{"a code that needs arguments", "a", Code("count"), "x", WriteError{"count", "code", `"count" needs arguments`}},
		{"zero", "a", CountArgs{}, "x",
			WriteError{"COUNT", "argument Count", "0 does not match the grammar"}},
		{"a number over its limit", "a", BigNumberArgs{1 << 63}, "x",
			WriteError{"BIG-NUMBER", "argument ModSeq", "9223372036854775808 is over the limit"}},
		{"an optional number over its limit", "a", LevelArgs{MaxSize: NumberOf(1 << 32)}, "x",
			WriteError{"LEVEL", "argument MaxSize", "4294967296 is over the limit"}},
		{"an optional number of zero", "a", LevelArgs{MaxSize: NumberOf(0)}, "x",
			WriteError{"LEVEL", "argument MaxSize", "0 does not match the grammar"}},
		{"neither of two", "a", LevelArgs{}, "x", WriteError{"LEVEL", "argument Keyword", "missing"}},
		{"half a keyword", "a", LevelArgs{Keyword: "NON"}, "x",
			WriteError{"LEVEL", "argument Keyword", "incomplete"}},
		{"both of two", "a", LevelArgs{Keyword: "READ-ONLY", MaxSize: NumberOf(1)}, "x",
			WriteError{"LEVEL", "argument MaxSize", "1 does not match the grammar"}},
		{"a number as a keyword", "a", LevelArgs{Keyword: "5"}, "x",
			WriteError{"LEVEL", "argument Keyword", `"5" is not a keyword`}},
		{"a set as a keyword", "a", NoneOrSetArgs{Keyword: "*"}, "x",
			WriteError{"NONE-OR-SET", "argument Keyword", `"*" is not a keyword`}},
		{"a keyword too many", "a", LevelArgs{Keyword: "NONE", NoPrivate: true}, "x",
			WriteError{"LEVEL", "argument NoPrivate", `"NOPRIVATE" does not match the grammar`}},
		{"an empty set", "a", OddArgs{}, "x", WriteError{"ODD", "argument UIDs", "missing"}},
		{"a zero in a set", "a", OddArgs{"1,0"}, "x",
			WriteError{"ODD", "argument UIDs", `"1,0" does not match the grammar`}},
		{"half a set", "a", OddArgs{"1,"}, "x",
			WriteError{"ODD", "argument UIDs", "incomplete"}},
		{"a set over 32 bits", "a", OddArgs{"1:4294967296"}, "x",
			WriteError{"ODD", "argument UIDs", `"1:4294967296" has a number of more than 32 bits`}},
		{"two sets in one", "a", PairArgs{1, "2 3", ""}, "x",
			WriteError{"PAIR", "argument From", `"2 3" is more than a word or string`}},
		{"the second set is missing", "a", PairArgs{1, "2", ""}, "x", WriteError{"PAIR", "argument To", "missing"}},
		{"the first set is missing", "a", PairArgs{1, "", "2"}, "x", WriteError{"PAIR", "argument From", "missing"}},
		{"sets of two sizes", "a", PairArgs{1, "1", "2:3"}, "x",
			WriteError{"PAIR", "argument To", `"2:3" differs in size from the set before it`}},
		{"a word with a bracket", "a", ObjectArgs{"a]b"}, "x",
			WriteError{"OBJECT", "argument ObjectID", `"a]b" has a "]", which would end the code`}},
		{"a string that ends the code", "a", AddressArgs{"imap://a] b"}, "x",
			WriteError{"ADDRESS", "argument URLs", `"imap://a] b" has a "]", which would end the code`}},
		{"a list that closes itself", "a", FlagListArgs{"a)] b"}, "x",
			WriteError{"FLAG-LIST", "argument Flags", `"a)] b" has a "]", which would end the code`}},
		{"a parenthesis in a list", "a", FlagListArgs{"a) b"}, "x",
			WriteError{"FLAG-LIST", "argument Flags", `"a) b" does not match the grammar`}},
		{"a text that ends the code", "a", AnythingArgs{"a] b"}, "x",
			WriteError{"ANYTHING", "argument Text", `"a] b" has a "]", which would end the code`}},
		{"NIL as a string", "a", ProgressArgs{Tag: "Nil"}, "x",
			WriteError{"PROGRESS", "argument Tag", `"Nil" would be read as absent`}},
		{"an atom where quotes must be", "a", ProgressArgs{Tag: "a1"}, "x",
			WriteError{"PROGRESS", "argument Tag", `"a1" does not match the grammar`}},
		{"the second without the first", "a", ProgressArgs{Goal: NumberOf(7)}, "x",
			WriteError{"PROGRESS", "argument Goal", `7 does not match the grammar`}},
		{"a literal that is too short", "a", TwoNamesArgs{"a", "{5}\r\nb"}, "x",
			WriteError{"TWO-NAMES", "argument To", `"{5}\x0d\x0ab" does not match the grammar`}},
		{"a literal that takes what follows", "a", TwoNamesArgs{"{3}\r\n", "b"}, "x",
			WriteError{"TWO-NAMES", "argument From", `"{3}\x0d\x0a" does not match the grammar`}},
		{"what ends early", "a", Raw{"X-VENDOR", "a] b"}, "x",
			WriteError{"X-VENDOR", "argument Args", `"a] b" has a "]", which would end the code`}},
		{"a bracket", "a", Raw{"X-VENDOR", "]"}, "x",
			WriteError{"X-VENDOR", "argument Args", `"]" has a "]", which would end the code`}},
		{"more than there may be", "a", Raw{"COUNT", "5 6"}, "x",
			WriteError{"COUNT", "argument Args", `"5 6" does not match the grammar`}},
		{"raw arguments over a limit", "a", Raw{"COUNT", "4294967296"}, "x",
			WriteError{"COUNT", "argument Args", `"4294967296" departs from the RFCs: limit-exceeded`}},
		{"a quote that the text closes", "a", Raw{"X-VENDOR", ` "x`}, `y"] z`,
			WriteError{"X-VENDOR", "argument Args", "has a quote that one in the text closes"}},
		{"more than can be shown", "a", Raw{"COUNT", strings.Repeat("x", 65)}, "x",
			WriteError{"COUNT", "argument Args", `"` + strings.Repeat("x", 64) + `"... does not match the grammar`}},
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

// TestAppendTags checks which tags the types may have: what Append writes must be read as it was
// given, and not as another type.
func TestAppendTags(t *testing.T) {
	for _, test := range []struct {
		tag  string
		t    Type
		want string // the line, or the reason why there is none
	}{
		{"a", TypeOK, "a OK x\r\n"},
		{"*", TypeBAD, "* BAD x\r\n"},
		{"*", TypePREAUTH, "* PREAUTH x\r\n"},
		{"*", TypeBYE, "* BYE x\r\n"},
		{"+", TypeContinuation, "+ x\r\n"},
		{"a OK", TypeContinuation, `"a OK" is not "+", the tag of a continuation request`},
		{"a", TypeContinuation, `"a" is not "+", the tag of a continuation request`},
		{"*", TypeContinuation, `"*" is not "+", the tag of a continuation request`},
		{"", TypeContinuation, "empty"},
		{"a OK", TypeNO, `"a OK" is not a tag`},
		{"* OK", TypeNO, `"* OK" is not a tag`},
		{"+", TypeOK, `"+" is not a tag`},
		{"a\r\nb", TypeOK, `"a\x0d\x0ab" is not a tag`},
		{"a", TypePREAUTH, `"a" is not "*", the tag of an untagged response`},
		{"a", TypeBYE, `"a" is not "*", the tag of an untagged response`},
		{"a", 0, "0 is not a type"},
		{"a", TypeContinuation + 1, "7 is not a type"},
	} {
		b, err := Append(nil, test.tag, test.t, nil, "x")
		got := string(b)
		var fault *WriteError
		if errors.As(err, &fault) {
			got += fault.Reason
		}
		if got != test.want {
			t.Errorf("%q, %v: %q, want %q", test.tag, test.t, got, test.want)
		}
	}
}

// TestAppendQuotes checks that raw arguments with quotes are written where Parse reads them as they
// are.
func TestAppendQuotes(t *testing.T) {
	for _, args := range []string{`"`, `"a"`, `5"`, `"a\`, `"a\"`, `"a" "b`} {
		for _, text := range []string{"x", `x "y"`, `x" y`, `x\" y`, `x"] y`, `x" y] "z`} {
			b, err := Append(nil, "a", TypeNO, Raw{"X-VENDOR", args}, text)
			r, parseErr := Parse("a NO [X-VENDOR " + args + "] " + text)
			if parseErr != nil {
				t.Fatal(parseErr)
			}
			if same := r.Args == args && r.Text == text; (err == nil) != same {
				t.Errorf("Append with %q and %q: %q, %v; Parse reads %+v", args, text, b, err, r)
			}
		}
	}
}

// TestMatcher checks that pieces match exactly what the whole matches.
func TestMatcher(t *testing.T) {
	for _, code := range []string{"COUNT 5", "PAIR 1 2:3 4,5", "TWO-NAMES a] {3}\r\nb]c", `TWO-NAMES "a] b" c]`,
		"CHARSETS ({0}\r\n {2}\r\n)] x)", "FLAG-LIST (a b)", "ANYTHING a b", "GONE a (b", "PLAIN", "PROGRESS (NIL 1 2)"} {
		name, _, _ := strings.Cut(code, " ")
		index := lookup(name)
		aroundOctets(code[len(name):], func(args string) {
			want := matchCode(args+"] ", 0, argumentStart(index)) == len(args)
			for at := 0; at <= len(args); at++ {
				if strings.Contains(args, "{") && at < len(args) {
					continue // a literal must be in one piece
				}
				m := matcher{state: argumentStart(index)}
				m.feed(args[:at])
				m.feed(args[at:])
				if got := m.complete(); got != want {
					t.Fatalf("%s%s in pieces of %d and %d: %v, want %v", name, args, at, len(args)-at, got, want)
				}
			}
		})
	}
}
