package engine

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// collect returns the first few values of an iterator, at most n.
func collect[T any](values func(yield func(T) bool), n int) []T {
	var all []T
	values(func(v T) bool {
		all = append(all, v)
		return len(all) < n
	})
	return all
}

func TestSet(t *testing.T) {
	tests := []struct {
		reason string
		set    Set
		ranges []Range
		all    []uint32 // the first eight
		len    uint64
		ok     bool
	}{
		{"empty", "", nil, nil, 0, true},
		{"a number", "7", []Range{{7, 7}}, []uint32{7}, 1, true},
		{"a range", "5:7", []Range{{5, 7}}, []uint32{5, 6, 7}, 3, true},
		{"that goes down: the elements as sent, the numbers upwards", "41:39", []Range{{41, 39}}, []uint32{39, 40, 41}, 3, true},
		{"in the order as sent", "9,1:2,8:7", []Range{{9, 9}, {1, 2}, {8, 7}}, []uint32{9, 1, 2, 7, 8}, 5, true},
		{"twice the same", "3,3", []Range{{3, 3}, {3, 3}}, []uint32{3, 3}, 2, true},
		{"a range of one", "4:4", []Range{{4, 4}}, []uint32{4}, 1, true},
		{"the largest number", "4294967295", []Range{{4294967295, 4294967295}}, []uint32{4294967295}, 1, true},
		{"up to the largest number", "4294967294:4294967295", []Range{{4294967294, 4294967295}}, []uint32{4294967294, 4294967295}, 2, true},
		{"all numbers", "1:4294967295", []Range{{1, 4294967295}}, []uint32{1, 2, 3, 4, 5, 6, 7, 8}, 4294967295, true},
		{"more than 32 bits of numbers", "1:4294967295,4294967295:1", []Range{{1, 4294967295}, {4294967295, 1}},
			[]uint32{1, 2, 3, 4, 5, 6, 7, 8}, 8589934590, true},
		{"a star", "*", []Range{{0, 0}}, nil, 0, false},
		{"after a number", "2,*", []Range{{2, 2}, {0, 0}}, []uint32{2}, 1, false},
		{"before a number", "*,2", []Range{{0, 0}, {2, 2}}, nil, 0, false},
		{"as the end of a range", "2,5:*", []Range{{2, 2}, {5, 0}}, []uint32{2}, 1, false},
		{"as its beginning", "*:5", []Range{{0, 5}}, nil, 0, false},

		// Malformed: what comes before it counts.
		{"zero", "1,0,2", []Range{{1, 1}}, []uint32{1}, 1, false},
		{"a range to zero", "1:0", nil, nil, 0, false},
		{"over 32 bits", "1,4294967296", []Range{{1, 1}}, []uint32{1}, 1, false},
		{"a range to over 32 bits", "1:4294967296", nil, nil, 0, false},
		{"over 64 bits", "18446744073709551617", nil, nil, 0, false},
		{"a word", "x", nil, nil, 0, false},
		{"a word after a number", "1x,2", nil, nil, 0, false},
		{"a sign", "+1", nil, nil, 0, false},
		{"a space", "1, 2", []Range{{1, 1}}, []uint32{1}, 1, false},
		{"a range of three", "1:2:3", nil, nil, 0, false},
		{"half a range", "1:", nil, nil, 0, false},
		{"the other half", ":1", nil, nil, 0, false},
		{"two commas", "1,,2", []Range{{1, 1}}, []uint32{1}, 1, false},
		{"a comma before", ",1", nil, nil, 0, false},
		{"a comma after", "1,", []Range{{1, 1}}, []uint32{1}, 1, false},
		{"a number after a star", "*1", nil, nil, 0, false},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			if diff := cmp.Diff(test.ranges, collect(test.set.Ranges(), 8)); diff != "" {
				t.Errorf("Set(%q).Ranges() mismatch (-want +got):\n%s", test.set, diff)
			}
			if diff := cmp.Diff(test.all, collect(test.set.All(), 8)); diff != "" {
				t.Errorf("Set(%q).All() mismatch (-want +got):\n%s", test.set, diff)
			}
			if n, ok := test.set.Len(); n != test.len || ok != test.ok {
				t.Errorf("Set(%q).Len() = %d, %v, want %d, %v", test.set, n, ok, test.len, test.ok)
			}
		})
	}
}

func TestSetContains(t *testing.T) {
	tests := []struct {
		set  Set
		n    uint32
		want bool
	}{
		{"", 0, false},
		{"", 1, false},
		{"7", 7, true},
		{"7", 6, false},
		{"3:5", 3, true},
		{"3:5", 4, true},
		{"3:5", 5, true},
		{"3:5", 2, false},
		{"3:5", 6, false},
		{"5:3", 4, true},
		{"1,3:5,9", 9, true},
		{"1:4294967295", 4294967295, true},
		{"1:4294967295", 0, false},
		{"*", 0, false},
		{"*", 1, false},
		{"5:*", 6, false},
		{"*,7", 7, true}, // in an element without "*"
		{"x,7", 7, false},
	}
	for _, test := range tests {
		if got := test.set.Contains(test.n); got != test.want {
			t.Errorf("Set(%q).Contains(%d) = %v, want %v", test.set, test.n, got, test.want)
		}
	}
}

func TestDigits(t *testing.T) {
	tests := []struct {
		s    string
		i    int
		want uint64
		end  int
	}{
		{"", 0, 0, 0},
		{"x", 0, 0, 0},
		{"12x", 0, 12, 2},
		{"12x", 1, 2, 2},
		{"12x", 2, 0, 2},
		{"12", 2, 0, 2},
		{"0012", 0, 12, 4},
		{"/0", 0, 0, 0}, // the octet before "0"
		{"0:", 0, 0, 1}, // the octet after "9"
		{"18446744073709551614", 0, 18446744073709551614, 20},
		{"18446744073709551615", 0, 18446744073709551615, 20},
		{"18446744073709551616", 0, 18446744073709551615, 20},
		{"99999999999999999999", 0, 18446744073709551615, 20},
		{"184467440737095516160", 0, 18446744073709551615, 21},
		{"000000000000000000000000000001", 0, 1, 30},
		{"0000000018446744073709551615", 0, 18446744073709551615, 28},
	}
	for _, test := range tests {
		if got, end := digits(test.s, test.i); got != test.want || end != test.end {
			t.Errorf("digits(%q, %d) = %d, %d, want %d, %d", test.s, test.i, got, end, test.want, test.end)
		}
	}
}

// TestDigitsAmongOctets checks each octet at each place among digits that take more than two words.
func TestDigitsAmongOctets(t *testing.T) {
	const number = "1234567890123456789"
	for k := range number {
		for c := 0; c < 256; c++ {
			s := number[:k] + string([]byte{byte(c)}) + number[k+1:]
			for i := 0; i <= k; i++ {
				want, wantEnd := uint64(0), i
				for wantEnd < len(s) && '0' <= s[wantEnd] && s[wantEnd] <= '9' {
					want = want*10 + uint64(s[wantEnd]-'0')
					wantEnd++
				}
				if got, end := digits(s, i); got != want || end != wantEnd {
					t.Fatalf("digits(%q, %d) = %d, %d, want %d, %d", s, i, got, end, want, wantEnd)
				}
			}
		}
	}
}

func TestString(t *testing.T) {
	tests := []struct {
		reason string
		s      String
		want   string
		null   bool
	}{
		{"not there", "", "", true},
		{"an atom of that name, which is not NIL where the grammar has none", "NIL", "NIL", false},
		{"NIL in quotes is a string", `"NIL"`, "NIL", false},
		{"an atom", "abc", "abc", false},
		{"that begins like NIL", "NILS", "NILS", false},
		{"NUL does not end it", "NIL\x00", "NIL\x00", false},
		{"an atom with a bracket", "a]", "a]", false},
		{"a flag", `\Seen`, `\Seen`, false},
		{"in quotes", `"a b"`, "a b", false},
		{"nothing in quotes", `""`, "", false},
		{"an escaped quote", `"a\"b"`, `a"b`, false},
		{"an escaped backslash", `"a\\"`, `a\`, false},
		{"escapes alone", `"\"\\\""`, `"\"`, false},
		{"two backslashes and a quote", `"\\\""`, `\"`, false},
		{"UTF-8 in quotes", `"é"`, "é", false},
		{"a literal", "{3}\r\na\"b", `a"b`, false},
		{"of nothing", "{0}\r\n", "", false},
		{"of a line break", "{2}\r\n\r\n", "\r\n", false},

		// What comes from nowhere must do no harm.
		{"a quote alone", `"`, `"`, false},
		{"an escape that ends nowhere", `"\"`, `"\"`, false},
		{"a quote that is not closed", `"abc`, `"abc`, false},
		{"a quote that is closed too early", `"a"b"`, `"a"b"`, false},
		{"the head of a literal", "{3}", "{3}", false},
		{"half of it", "{", "{", false},
	}
	for _, test := range tests {
		if got := test.s.Value(); got != test.want {
			t.Errorf("%s: String(%q).Value() = %q, want %q", test.reason, test.s, got, test.want)
		}
		if got := test.s.IsNil(); got != test.null {
			t.Errorf("%s: String(%q).IsNil() = %v, want %v", test.reason, test.s, got, test.null)
		}
	}
}

func TestQuote(t *testing.T) {
	tests := []struct {
		s    string
		want String
	}{
		{"", `""`},
		{"a b", `"a b"`},
		{`a"b\`, `"a\"b\\"`},
		{"NIL", `"NIL"`},
		{"é]", `"é]"`},
		{"a\rb", "{3}\r\na\rb"},
		{"\"\n", "{2}\r\n\"\n"},
		{"caf\xe9", "{4}\r\ncaf\xe9"},
		{strings.Repeat("x", 9) + "\n", "{10}\r\nxxxxxxxxx\n"},
	}
	for _, test := range tests {
		got := Quote(test.s)
		if got != test.want {
			t.Errorf("Quote(%q) = %q, want %q", test.s, got, test.want)
		}
		if back := got.Value(); back != test.s {
			t.Errorf("Quote(%q).Value() = %q", test.s, back)
		}
	}
}

func TestList(t *testing.T) {
	tests := []struct {
		reason string
		list   List
		want   []String
	}{
		{"empty", "", nil},
		{"a word", "a", []String{"a"}},
		{"words", `\Seen \Deleted \*`, []String{`\Seen`, `\Deleted`, `\*`}},
		{"strings", `a "b c" "\" d"`, []String{"a", `"b c"`, `"\" d"`}},
		{"an empty string", `"" a`, []String{`""`, "a"}},
		{"literals", "{3}\r\na b {0}\r\n c", []String{"{3}\r\na b", "{0}\r\n", "c"}},
		{"a brace that does not begin a literal", "{abcd {1}abcd", []String{"{abcd", "{1}abcd"}},
		{"no space after a string", `"a"bc`, []String{`"a"`, "bc"}},
		{"a literal of digits", "{2}\r\n{9 a", []String{"{2}\r\n{9", "a"}},

		// Malformed, but nothing is lost.
		{"a quote that is not closed", `"a b`, []String{`"a`, "b"}},
		{"a literal that is too short", "{9}\r\na b", []String{"{9}\r\na", "b"}},
		{"far too short", "{99999999999999999999}\r\na b", []String{"{99999999999999999999}\r\na", "b"}},
		{"the head of a literal", "{1}", []String{"{1}"}},
		{"half of it", "{", []String{"{"}},
		{"two spaces", "a  b", []String{"a", "b"}},
		{"spaces at both ends", "  a ", []String{"a"}},
		{"a space alone", " ", nil},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			if diff := cmp.Diff(test.want, collect(test.list.All(), 8)); diff != "" {
				t.Errorf("List(%q).All() mismatch (-want +got):\n%s", test.list, diff)
			}
			if got := test.list.Len(); got != len(test.want) {
				t.Errorf("List(%q).Len() = %d, want %d", test.list, got, len(test.want))
			}
			if len(test.want) > 0 {
				if diff := cmp.Diff(test.want[:1], collect(test.list.All(), 1)); diff != "" {
					t.Errorf("the first of List(%q).All() mismatch (-want +got):\n%s", test.list, diff)
				}
			}
		})
	}
}

func TestListContains(t *testing.T) {
	tests := []struct {
		list List
		s    string
		want bool
	}{
		{`\Seen \Deleted`, `\deleted`, true},
		{`\Seen \Deleted`, `\Delete`, false},
		{`\Seen \Deleted`, `\Seen \Deleted`, false},
		{`"utf-8" us-ascii`, "UTF-8", true},
		{"{5}\r\nUTF-8 x", "utf-8", true},
		{"IMAP4rev1 AUTH=SCRAM-SHA-256", "auth=scram-sha-256", true},
		{"AUTH-X", "AUTH\rX", false},
		{"AUTHENTICATE-1", "authenticate-2", false},
		{"", "", false},
	}
	for _, test := range tests {
		if got := test.list.Contains(test.s); got != test.want {
			t.Errorf("List(%q).Contains(%q) = %v, want %v", test.list, test.s, got, test.want)
		}
	}
}

func TestListOf(t *testing.T) {
	tests := []struct {
		words []string
		want  List
	}{
		{nil, ""},
		{[]string{"IMAP4rev1"}, "IMAP4rev1"},
		{[]string{`\Seen`, `\*`, "$Forwarded"}, `\Seen \* $Forwarded`},
		{[]string{" a"}, `" a"`},
		{[]string{"a b", "", `"c"`, `d"e`}, `"a b" "" "\"c\"" d"e`},
		{[]string{"a\r\nb", "c", "\xe9"}, "{4}\r\na\r\nb c {1}\r\n\xe9"},
		{[]string{"{1}", "{1}\r\nx"}, `"{1}"` + " {6}\r\n{1}\r\nx"},
		{[]string{"imap://[::1]/(a)"}, "imap://[::1]/(a)"},
	}
	for _, test := range tests {
		got := ListOf(test.words...)
		if got != test.want {
			t.Errorf("ListOf(%q) = %q, want %q", test.words, got, test.want)
		}
		if back := got.Values(); strings.Join(back, "|") != strings.Join(test.words, "|") || len(back) != len(test.words) {
			t.Errorf("ListOf(%q).Values() = %q", test.words, back)
		}
	}
}

func TestSetOf(t *testing.T) {
	tests := []struct {
		numbers []uint32
		want    Set
	}{
		{nil, ""},
		{[]uint32{7}, "7"},
		{[]uint32{1, 2}, "1:2"},
		{[]uint32{1, 2, 3, 5, 7, 8}, "1:3,5,7:8"},
		{[]uint32{3, 1, 2}, "3,1:2"},
		{[]uint32{3, 2, 1}, "3,2,1"},
		{[]uint32{4, 4, 5, 4}, "4,4:5,4"},
		{[]uint32{4294967294, 4294967295, 1}, "4294967294:4294967295,1"},
	}
	for _, test := range tests {
		got := SetOf(test.numbers...)
		if got != test.want {
			t.Errorf("SetOf(%d) = %q, want %q", test.numbers, got, test.want)
		}
		back, ok := got.Numbers(len(test.numbers))
		if diff := cmp.Diff(append([]uint32{}, test.numbers...), back); diff != "" || !ok {
			t.Errorf("SetOf(%d).Numbers() is ok: %v, mismatch (-want +got):\n%s", test.numbers, ok, diff)
		}
		if len(test.numbers) > 0 {
			if back, ok := got.Numbers(len(test.numbers) - 1); ok || back != nil {
				t.Errorf("SetOf(%d).Numbers() = %d beyond its limit", test.numbers, back)
			}
		}
	}
	if got := SetOf(4294967295, 0, 1); got != "4294967295,0:1" {
		t.Errorf("the largest number and zero make %q", got)
	}
	for _, set := range []Set{"1:4294967295", "1:4294967295,1:4294967295", "*", "1:*", "1,", "0", "x"} {
		if numbers, ok := set.Numbers(1000); ok || numbers != nil {
			t.Errorf("Set(%q).Numbers(1000) = %d", set, numbers)
		}
	}
	if numbers, ok := Set("").Numbers(-1); ok || numbers != nil {
		t.Errorf("Numbers(-1) = %d", numbers)
	}
}

func TestPairs(t *testing.T) {
	type pair struct{ from, to uint32 }
	tests := []struct {
		reason       string
		source, dest Set
		want         []pair // the first four
	}{
		{"numbers", "304,319", "3956,3957", []pair{{304, 3956}, {319, 3957}}},
		{"a range and numbers", "304,319:320", "3956:3958", []pair{{304, 3956}, {319, 3957}, {320, 3958}}},
		{"a range that goes down", "41:39", "7,9,8", []pair{{39, 7}, {40, 9}, {41, 8}}},
		{"the largest sets", "1:4294967295", "4294967295:1", []pair{{1, 1}, {2, 2}, {3, 3}, {4, 4}}},
		{"the largest numbers", "4294967294:4294967295", "4294967295,1", []pair{{4294967294, 4294967295}, {4294967295, 1}}},
		{"nothing", "", "", nil},
		{"sets of two sizes", "1:3", "7:8", nil},
		{"one is absent", "1", "", nil},
		{"a star", "1:*", "7:8", nil},
		{"stars", "*", "*", nil},
		{"malformed", "1,x", "7,x", nil},
		{"over 32 bits", "1", "4294967296", nil},
	}
	for _, test := range tests {
		var got []pair
		Pairs(test.source, test.dest)(func(from, to uint32) bool {
			got = append(got, pair{from, to})
			return len(got) < 4
		})
		if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(pair{})); diff != "" {
			t.Errorf("%s: Pairs(%q, %q) mismatch (-want +got):\n%s", test.reason, test.source, test.dest, diff)
		}
	}
	allocations := testing.AllocsPerRun(10, func() {
		n := 0
		Pairs("1:4294967295", "1:4294967295")(func(from, to uint32) bool {
			n++
			return n < 100_000
		})
	})
	if allocations != 0 {
		t.Errorf("Pairs allocates %v times", allocations)
	}
}

func TestParseNumber(t *testing.T) {
	tests := []struct {
		s    string
		want uint64
		ok   bool
	}{
		{"0", 0, true},
		{"007", 7, true},
		{"1713632002544", 1713632002544, true},
		{"18446744073709551615", 1<<64 - 1, true},
		{"18446744073709551616", 0, false},
		{"99999999999999999999", 0, false},
		{"", 0, false},
		{"-1", 0, false},
		{"1 ", 0, false},
		{"1:2", 0, false},
	}
	for _, test := range tests {
		if n, ok := ParseNumber(test.s); n != test.want || ok != test.ok {
			t.Errorf("ParseNumber(%q) = %d, %v, want %d, %v", test.s, n, ok, test.want, test.ok)
		}
	}
}
