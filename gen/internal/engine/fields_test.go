package engine

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSplit(t *testing.T) {
	tests := []struct {
		reason       string
		layout, args string
		want         []string
	}{
		{"a number", "n", "5", []string{"5"}},
		{"a larger one", "N", "5", []string{"5"}},
		{"a set", "s", "1:3,*", []string{"1:3,*"}},
		{"a word", "w", "READ-ONLY", []string{"READ-ONLY"}},
		{"each at its place", "nss", "1 2:3 4:5", []string{"1", "2:3", "4:5"}},
		{"a string in quotes", "q", `"a b"`, []string{`"a b"`}},
		{"with a quote in it", "qw", `"a \" b" c`, []string{`"a \" b"`, "c"}},
		{"with a backslash at its end", "qw", `"a\\" c`, []string{`"a\\"`, "c"}},
		{"a literal", "qq", "{3}\r\na b {0}\r\n", []string{"{3}\r\na b", "{0}\r\n"}},
		{"an atom", "qq", "a b]", []string{"a", "b]"}},
		{"in parentheses", "(qnn)", `("a)" 1 NIL)`, []string{`"a)"`, "1", "NIL"}},
		{"nothing in them", "(l)", "()", []string{""}},
		{"a list", "(l)", `(\Seen \*)`, []string{`\Seen \*`}},
		{"a list without parentheses", "l", "a b c", []string{"a b c"}},
		{"a list after a word", "wl", "INTERNAL a b=", []string{"INTERNAL", "a b="}},
		{"an empty list after a word", "wl", "INTERNAL", []string{"INTERNAL", ""}},
		{"all that is left", "x", ` a "b `, []string{` a "b `}},
		{"what is optional is missing", "nw", "5", []string{"5", ""}},
		{"all is optional", "(qnn)", "", []string{"", "", ""}},
		{"a group before others", "(nn)n", "(1 2) 4294967295", []string{"1", "2", "4294967295"}},
		{"a list in one", "(l)n", "(a b) 5", []string{"a b", "5"}},
		{"a string with a parenthesis in one", "(q)w", `("a)") b`, []string{`"a)"`, "b"}},
		{"two groups", "(n)(w)", "(1) (b))", []string{"1", "b)"}},
	}
	for _, test := range tests {
		f := split(test.args, test.layout, false)
		if diff := cmp.Diff(test.want, f[:len(test.want)]); diff != "" {
			t.Errorf("%s: split(%q, %q, false) mismatch (-want +got):\n%s", test.reason, test.args, test.layout, diff)
		}
		lenient := split(test.args, test.layout, true)
		if f != lenient && test.layout != "x" {
			t.Errorf("%s: split(%q, %q, true) = %q", test.reason, test.args, test.layout, lenient)
		}
	}
}

// TestSplitLeniently checks arguments that depart from the grammar in ways that are tolerated, and
// in others, of which as much is read as can be told apart.
func TestSplitLeniently(t *testing.T) {
	tests := []struct {
		reason       string
		layout, args string
		want         []string
	}{
		{"a space first and last", "n", " 5 ", []string{"5"}},
		{"doubled spaces", "nss", "1  2:3  4:5", []string{"1", "2:3", "4:5"}},
		{"doubled spaces in a list stay in it", "l", "a  b", []string{"a  b"}},
		{"spaces in parentheses", "(l)", `( \Seen \* )`, []string{`\Seen \*`}},
		{"spaces around them", "(qnn)", ` ( "a"  1 2 ) `, []string{`"a"`, "1", "2"}},
		{"no parentheses", "(l)", "UTF-8 US-ASCII", []string{"UTF-8 US-ASCII"}},
		{"only the first", "(l)", `(\Answered Deleted`, []string{`\Answered Deleted`}},
		{"parentheses that do not belong there", "wn", "(MAXSIZE 1024)", []string{"MAXSIZE", "1024"}},
		{"too few", "nss", "14", []string{"14", "", ""}},
		{"too many", "n", "5 6", []string{"5"}},
		{"nothing", "(l)", "", []string{""}},
		{"a parenthesis alone", "(l)", "(", []string{""}},
		{"the same without a layout of its own", "n", "(", []string{""}},
		{"a group and more", "(nn)n", "( 1 2 ) 3", []string{"1", "2", "3"}},
		{"that is not closed", "(nn)n", "(1 2 3", []string{"1", "2", "3"}},
	}
	for _, test := range tests {
		f := split(test.args, test.layout, true)
		if diff := cmp.Diff(test.want, f[:len(test.want)]); diff != "" {
			t.Errorf("%s: split(%q, %q, true) mismatch (-want +got):\n%s", test.reason, test.args, test.layout, diff)
		}
	}
}

func TestLimits(t *testing.T) {
	tests := []struct {
		reason       string
		layout, args string
		want         Deviations
	}{
		{"32 bits", "n", "4294967295", 0},
		{"one more", "n", "4294967296", DevLimitExceeded},
		{"a digit more", "n", "10000000000", DevLimitExceeded},
		{"more than 64 bits", "n", "18446744073709551617", DevLimitExceeded},
		{"leading zeros", "n", "00000000004294967295", 0},
		{"leading zeros, and one more", "n", "00000000004294967296", DevLimitExceeded},
		{"a word in its place", "n", "READ-ONLY-AND-LONG", 0},
		{"NIL in its place", "n", "NIL", 0},
		{"63 bits", "N", "9223372036854775807", 0},
		{"one more", "N", "9223372036854775808", DevLimitExceeded},
		{"64 bits", "N", "18446744073709551615", DevLimitExceeded},
		{"far more", "N", "100000000000000000000000000000", DevLimitExceeded},
		{"leading zeros", "N", "000009223372036854775807", 0},
		{"a set", "s", "4294967295,1:4294967295,*", 0},
		{"its first number is too large", "s", "4294967296", DevLimitExceeded},
		{"the end of a range is", "s", "1:4294967296", DevLimitExceeded},
		{"the last of many is", "s", "1,2,3,4,4294967296", DevLimitExceeded},
		{"two sets of one size", "nss", "1 1:3 9,7,8", 0},
		{"of two sizes", "nss", "1 1:3 9,7", DevSetsUnequal},
		{"though short", "nss", "1 1,2 3", DevSetsUnequal},
		{"ranges may go down", "nss", "1 3:1 7:9", 0},
		{"a duplicate number counts twice", "nss", "1 1,1 7:8", 0},
		{"as large as can be", "nss", "4294967295 1:4294967295 4294967295:1", 0},
		{"and one more", "nss", "4294967295 1:4294967295 4294967295:1,1", DevSetsUnequal},
		{"a star counts as one", "nss", "1 5:* 7", 0},
		{"so does a range from it", "nss", "1 *:5,9 *,7", 0},
		{"of two sizes, with a star", "nss", "1 *,5:7 7:9", DevSetsUnequal},
		{"one is too large", "nss", "1 1 4294967296", DevLimitExceeded},
		{"one set needs no other", "ns", "1 1:3", 0},
		{"in parentheses", "(qnn)", `("a" 4294967295 4294967296)`, DevLimitExceeded},
		{"a set in parentheses", "(ns)", "(1 2:4294967295)", 0},
		{"that is too large", "(ns)", "(1 2:4294967296)", DevLimitExceeded},
		{"a number in a string does not count", "(qnn)", `("4294967296" 1 2)`, 0},
		{"after a word", "wn", "MAXSIZE 4294967296", DevLimitExceeded},
		{"before a word", "nw", "4294967296 NOPRIVATE", DevLimitExceeded},
		{"no numbers", "qq", "4294967296 4294967296", 0},
	}
	for _, test := range tests {
		f := split(test.args, test.layout, false)
		if got := f.limits(test.layout); got != test.want {
			t.Errorf("%s: limits of %q, %q are %v, want %v", test.reason, test.args, test.layout, got, test.want)
		}
	}
}

// TestFieldsOf checks when a response has arguments of a code.
func TestFieldsOf(t *testing.T) {
	tests := []struct {
		reason, text string
		want         CountArgs
		ok           bool
	}{
		{"it has", "[count 5] x", CountArgs{5}, true},
		{"the line departs in another way", "[COUNT 5]\x00", CountArgs{5}, true},
		{"another code", "[BIG-NUMBER 5] x", CountArgs{}, false},
		{"no code", "5", CountArgs{}, false},
		{"malformed, and tolerated", "[COUNT 5 ] x", CountArgs{5}, true},
		{"zero, and tolerated", "[COUNT 0] x", CountArgs{0}, true},
		{"parentheses, and tolerated", "[COUNT (5)] x", CountArgs{5}, true},
		{"only the opening parenthesis", "[COUNT (5] x", CountArgs{5}, true},
		{"only the closing parenthesis", "[COUNT 5)] x", CountArgs{}, false},
		{"more closing parentheses than opening ones", "[COUNT (5))] x", CountArgs{}, false},
		{"malformed", "[COUNT 5 6] x", CountArgs{5}, false},
		{"not a number", "[COUNT 5a] x", CountArgs{}, false},
		{"nothing", "[COUNT] x", CountArgs{}, false},
		{"no bracket", "[COUNT 5", CountArgs{5}, false},
		{"over the limit", "[COUNT 4294967296] x", CountArgs{}, false},
		{"tolerated, but over the limit", "[COUNT  4294967296] x", CountArgs{}, false},
	}
	for _, test := range tests {
		r := ParseText("", 0, test.text)
		got, ok := r.Count()
		if got != test.want || ok != test.ok {
			t.Errorf("%s: ParseText(%q).Count() = %v, %v, want %v, %v", test.reason, test.text, got, ok, test.want, test.ok)
		}
	}
}

// TestArguments checks that each field of arguments takes the element that is meant.
func TestArguments(t *testing.T) {
	tests := []struct {
		reason, text string
		get          func(r *Response) (any, bool)
		want         any
	}{
		{"numbers and sets", "[PAIR 1 2:3 5:4] x", func(r *Response) (any, bool) { return r.Pair() }, PairArgs{1, "2:3", "5:4"}},
		{"a keyword beside a set", "[NONE-OR-SET none] x",
			func(r *Response) (any, bool) { return r.NoneOrSet() }, NoneOrSetArgs{Keyword: "none"}},
		{"a set in its place", "[NONE-OR-SET *] x",
			func(r *Response) (any, bool) { return r.NoneOrSet() }, NoneOrSetArgs{Messages: "*"}},
		{"63 bits", "[BIG-NUMBER 9223372036854775807] x", func(r *Response) (any, bool) { return r.BigNumber() }, BigNumberArgs{1<<63 - 1}},
		{"a keyword", "[LEVEL READ-ONLY] x", func(r *Response) (any, bool) { return r.Level() }, LevelArgs{Keyword: "READ-ONLY"}},
		{"a keyword and another", "[LEVEL READ-ONLY NOPRIVATE] x", func(r *Response) (any, bool) { return r.Level() },
			LevelArgs{Keyword: "READ-ONLY", NoPrivate: true}},
		{"a number in its place", "[LEVEL 7 noprivate] x", func(r *Response) (any, bool) { return r.Level() },
			LevelArgs{MaxSize: OptionalNumber{7, true}, NoPrivate: true}},
		{"zero in its place", "[LEVEL 0] x", func(r *Response) (any, bool) { return r.Level() },
			LevelArgs{MaxSize: OptionalNumber{0, true}}},
		{"a number that begins with nine", "[LEVEL 9] x", func(r *Response) (any, bool) { return r.Level() },
			LevelArgs{MaxSize: OptionalNumber{9, true}}},
		{"NIL", `[PROGRESS ("a" 0 NIL)] x`, func(r *Response) (any, bool) { return r.Progress() },
			ProgressArgs{Tag: `"a"`, Progress: OptionalNumber{0, true}}},
		{"nothing", "[PROGRESS] x", func(r *Response) (any, bool) { return r.Progress() }, ProgressArgs{}},
		{"after a constant", "[MECHANISMS FIRST A B=AAAA] x", func(r *Response) (any, bool) { return r.Mechanisms() },
			MechanismsArgs{"A B=AAAA"}},
		{"an empty list", "[FLAG-LIST ()] x", func(r *Response) (any, bool) { return r.FlagList() }, FlagListArgs{}},
		{"all that is left", "[ANYTHING a b ] x", func(r *Response) (any, bool) { return r.Anything() }, AnythingArgs{"a b "}},
		{"and begins with a space", "[ANYTHING  a] x", func(r *Response) (any, bool) { return r.Anything() }, AnythingArgs{" a"}},
		{"strings with brackets", `[TWO-NAMES "a]" b]] x`, func(r *Response) (any, bool) { return r.TwoNames() }, TwoNamesArgs{`"a]"`, "b]"}},
	}
	for _, test := range tests {
		r := ParseText("", 0, test.text)
		got, ok := test.get(&r)
		if !ok {
			t.Errorf("%s: %q has no arguments", test.reason, test.text)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %q mismatch (-want +got):\n%s", test.reason, test.text, diff)
		}
	}
}

// TestPlainEnd checks arguments as they are sent, and whatever is an octet away from them: what
// plainEnd reads, the tables match up to the same "]", and it exceeds the same limits.
func TestPlainEnd(t *testing.T) {
	tests := []struct {
		reason     string
		code       Code
		args, from string
		want       bool
		limits     Deviations
	}{
		{"a number", "COUNT", " 4294967295", "] x", true, 0},
		{"at the end of the line", "COUNT", " 5", "]", true, 0},
		{"63 bits", "BIG-NUMBER", " 9223372036854775807", "] x", true, 0},
		{"a set", "ODD", " 1:3,5,9:7", "] x", true, 0},
		{"sets of one size", "PAIR", " 1 1:3,9 8:6,7", "] 5] x", true, 0},
		{"more than 32 bits", "COUNT", " 4294967296", "] x", true, DevLimitExceeded},
		{"more than 63 bits", "BIG-NUMBER", " 9223372036854775808", "] x", true, DevLimitExceeded},
		{"a leading zero", "BIG-NUMBER", " 05", "] x", false, 0},
		{"a star", "ODD", " 1:*", "] x", false, 0},
		{"a range of three", "ODD", " 1:2:3", "] x", false, 0},
		{"sets of two sizes", "PAIR", " 1 1:3 8,7", "] x", true, DevSetsUnequal},
		{"a set of more than 32 bits", "PAIR", " 1 1:3 4294967296,7", "] x", true, DevLimitExceeded},
		{"in the first set", "PAIR", " 1 18446744073709551617 8,7", "] x", true, DevLimitExceeded},
		{"one too few", "PAIR", " 1 1:3", "] x", false, 0},
		{"one too many", "COUNT", " 1 2", "] x", false, 0},
		{"none", "COUNT", "", "] x", false, 0},
		{"no bracket", "COUNT", " 5", " x", false, 0},
		{"text after it", "COUNT", " 5", "]x", false, 0},
		{"a space at the end of the line", "COUNT", " ", "", false, 0},
		{"a comma at the end of the line", "ODD", " 1,", "", false, 0},
	}
	for _, test := range tests {
		index := lookup(string(test.code))
		elements, stars := layouts[index].elements, layouts[index].stars
		if !layouts[index].plain {
			t.Errorf("%s: %s is not plain", test.reason, test.code)
		}
		want := -1
		if test.want {
			want = len(test.args)
		}
		if got, d := plainEnd(test.args+test.from, 0, elements, stars); got != want || d != test.limits {
			t.Errorf("%s: plainEnd(%q, 0, %q) = %d, %v, want %d, %v",
				test.reason, test.args+test.from, elements, got, d, want, test.limits)
		}
		aroundOctets(test.args+test.from, func(s string) {
			end, d := plainEnd(s, 0, elements, stars)
			if end < 0 {
				return
			}
			f := split(s[1:end], elements, false)
			got, exceeded := matchCode(s, 0, argumentStart(index)), f.limits(elements)
			if got != end || exceeded != d {
				t.Errorf("plainEnd(%q, 0, %q) = %d, %v, and matchCode is %d, and limits are %v",
					s, elements, end, d, got, exceeded)
			}
		})
	}
}

// TestPlainEndStars checks sets with stars, and that plainEnd finds the limits that they exceed.
func TestPlainEndStars(t *testing.T) {
	tests := []struct {
		reason, elements, args string
		want                   bool
	}{
		{"a star", "s", " *", true},
		{"among numbers", "s", " 1,*,3", true},
		{"the end of a range", "s", " 1:3,5:*,7", true},
		{"sets of one size", "nss", " 1 1:*,9 *,7", true},
		{"sets of two sizes", "nss", " 1 1:3,* 8,*", true},
		{"more than 32 bits", "s", " 4294967296:*", true},
		{"the beginning of a range", "s", " *:5", false},
		{"a range of three", "s", " 1:*:3", false},
		{"two stars", "s", " **", false},
		{"a number", "n", " *", false},
	}
	for _, test := range tests {
		end, d := plainEnd(test.args+"] x", 0, test.elements, true)
		if got := end == len(test.args); got != test.want || !got && end >= 0 {
			t.Errorf("%s: plainEnd(%q, 0, %q, true) = %d", test.reason, test.args+"] x", test.elements, end)
		}
		f := split(test.args[1:], test.elements, false)
		if want := f.limits(test.elements); test.want && d != want {
			t.Errorf("%s: limits of %q are %v, want %v", test.reason, test.args, d, want)
		}
	}
}
