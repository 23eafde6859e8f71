package engine

import (
	"math/rand"
	"strings"
	"testing"
)

// TestMatchCode states where arguments end. Each row is cut where the "]" is; they do not match if
// nothing is after the cut.
func TestMatchCode(t *testing.T) {
	tests := []struct {
		reason       string
		code         Code
		before, from string
	}{
		{"a space follows", "COUNT", " 5", "] x"},
		{"the end follows", "COUNT", " 5", "]"},
		{"failing that the first that completes", "COUNT", " 5", "]x"},
		{"for which no later one is taken", "COUNT", " 5", "]x] y"},
		{"no argument may be", "PLAIN", "", "] x"},
		{"the first at which a space follows", "TWO-NAMES", " a b]c", "] d] e"},
		{"more than one", "TWO-NAMES", " a b]]", "] d"},
		{"the last may be at the end", "TWO-NAMES", " a b]c", "]"},
		{"failing that the first, not the last", "TWO-NAMES", " a b", "]c]d]e"},
		{"at the first they are not complete", "TWO-NAMES", " a] b", "] c"},
		{"what follows does not match", "TWO-NAMES", " a b", "]c(] d"},
		{"in quotes they are not complete", "TWO-NAMES", ` a "b] c"`, "] d"},
		{"a literal's octets are not looked at", "CHARSETS", " ({3}\r\n)] )", "] x"},
		{"all that is left", "ANYTHING", " a b c", "] x] y"},
		{"the keyword in any case", "MECHANISMS", " first XSAMPLE=AAAA", "] x"},

		{"nothing", "COUNT", "", ""},
		{"no bracket", "COUNT", " 5", ""},
		{"a bracket too early", "COUNT", " ] x", ""},
		{"incomplete at each", "TWO-NAMES", " a]b] c", ""},
		{"no argument may be", "PLAIN", " ] x", ""},
		{"a literal that reaches beyond the end", "CHARSETS", " ({9}\r\n)] x", ""},
		{"a literal that reaches to the end", "CHARSETS", " ({3}\r\n)] ", ""},
	}
	for _, test := range tests {
		s := test.before + test.from
		want := len(test.before)
		if test.from == "" {
			want = -1
		}
		if got := matchCode(s, 0, argumentStart(lookup(string(test.code)))); got != want {
			t.Errorf("%s: matchCode(%q) for %s = %d, want %d", test.reason, s, test.code, got, want)
		}
	}
}

func TestMatchAll(t *testing.T) {
	tests := []struct {
		reason string
		s      string
		state  int
		want   bool
	}{
		{"an atom", "ABC", atomStart, true},
		{"a bracket ends an atom", "AB]C", atomStart, false},
		{"the last octet counts", "ABC(", atomStart, false},
		{"the first octet counts", "(ABC", atomStart, false},
		{"a tag may hold a bracket", "A]", tagStart, true},
		{"but no plus", "A+", tagStart, false},
		{"a text", "a é", textStart, true},
		{"half a character at the end", "a \xc3", textStart, false},
	}
	for _, test := range tests {
		if got := matchAll(test.s, test.state); got != test.want {
			t.Errorf("%s: matchAll(%q) = %v, want %v", test.reason, test.s, got, test.want)
		}
	}
}

// runSets returns the sets of the runs that the states have.
func runSets() map[uint8]bool {
	sets := make(map[uint8]bool)
	states := []int{tagStart, atomStart, textStart, fallbackStart}
	for i := range infos {
		states = append(states, argumentStart(i))
	}
	seen := make(map[int]bool)
	for len(states) > 0 {
		state := states[0]
		states = states[1:]
		if seen[state] {
			continue
		}
		seen[state] = true
		head, p := stateTable[state], state+1
		if head&headRun != 0 {
			sets[stateTable[p]] = true
			p++
		}
		if head&headCounted != 0 {
			states = append(states, stateAt(p))
			p += 2
		}
		for n := head >> headArcShift; n > 0; n-- {
			states = append(states, stateAt(p+1))
			p += 3
		}
	}
	return sets
}

// TestRun checks the set of each run with each octet at each place among octets of the set.
func TestRun(t *testing.T) {
	sets := runSets()
	if len(sets) < 2 {
		t.Fatalf("%d runs", len(sets))
	}
	for set := range sets {
		fill := 0
		for fill < 256 && !inSet(set, byte(fill)) {
			fill++
		}
		if fill == 256 {
			continue
		}
		filled := strings.Repeat(string([]byte{byte(fill)}), 19)
		for i := range filled {
			for c := 0; c < 256; c++ {
				s := filled[:i] + string([]byte{byte(c)}) + filled[i+1:]
				want := len(s)
				if !inSet(set, byte(c)) {
					want = i
				}
				for begin := 0; begin <= i; begin++ {
					if got := run(s, begin, set); got != want {
						t.Fatalf("run(%q, %d, %d) = %d, want %d", s, begin, set, got, want)
					}
				}
			}
		}
	}
}

// TestOctets checks which octets a code, a tag and a text may hold against the RFC's lists (RFC
// 9051 section 9).
func TestOctets(t *testing.T) {
	for c := 0; c < 256; c++ {
		s := string([]byte{byte(c)})
		printable := 0x20 < c && c < 0x7f
		atom := printable && !strings.Contains(`(){%*"\]`, s)
		tag := printable && !strings.Contains(`(){%*"\+`, s)
		text := 0 < c && c < 0x80 && c != '\r' && c != '\n'
		if got := matchAll(s, atomStart); got != atom {
			t.Errorf("%q in an atom: %v, want %v", s, got, atom)
		}
		if got := matchAll(s, tagStart); got != tag {
			t.Errorf("%q in a tag: %v, want %v", s, got, tag)
		}
		if got := matchAll(s, textStart); got != text {
			t.Errorf("%q in a text: %v, want %v", s, got, text)
		}
	}
}

// TestIsPlain checks each octet at each place of texts of several lengths.
func TestIsPlain(t *testing.T) {
	for n := range 51 {
		aroundOctets(strings.Repeat("x", n), func(s string) {
			want := true
			for i := range []byte(s) {
				want = want && textLow <= s[i] && s[i] <= textHigh
			}
			if got := isPlain(s); got != want {
				t.Fatalf("isPlain(%q) = %v, want %v", s, got, want)
			}
			if want && s != "" && !matchAll(s, textStart) {
				t.Fatalf("%q is plain, and no text", s)
			}
		})
	}
}

// TestListRun compares list with a loop that takes one octet at a time, over random words, spaces,
// prefixes and octets that end a list.
func TestListRun(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	for set := uint8(0); set < listSets; set++ {
		prefix := rangeTable[40*int(set)+32]
		octets := []byte("aaaaaaaa$!~    **)]\x80\\" + strings.Repeat(string(prefix), 3))
		for n := 0; n < 100_000; n++ {
			s := make([]byte, random.Intn(40))
			for i := range s {
				s[i] = octets[random.Intn(len(octets))]
			}
			i := random.Intn(len(s) + 1)
			// Near the end of s, list may stop at the end of any word.
			got, want := list(string(s), i, set), slowList(string(s), i, set, prefix)
			isWordEnd := got >= i && slowList(string(s[:got]), i, set, prefix) == got
			if !isWordEnd || slowList(string(s), got, set, prefix) != want || got < want && len(s)-got >= 16 {
				t.Fatalf("list(%q, %d, %d) = %d, want %d", s, i, set, got, want)
			}
		}
	}
}

func slowList(s string, i int, set, prefix uint8) int {
	for {
		for i < len(s) && inSet(set, s[i]) {
			i++
		}
		next := i
		if next < len(s) && s[next] == ' ' {
			next++
		} else {
			return i
		}
		if next < len(s) && prefix != 0 && s[next] == prefix {
			next++
		}
		if next == len(s) || !inSet(set, s[next]) {
			return i
		}
		i = next
	}
}
