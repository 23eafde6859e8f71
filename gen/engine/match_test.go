package engine

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// upperOctet is the obvious implementation of upper for an octet.
func upperOctet(c byte) byte {
	if 'a' <= c && c <= 'z' {
		return c - 'a' + 'A'
	}
	return c
}

// wordOf is the obvious implementation of word.
func wordOf(s string, i int) uint64 {
	var w uint64
	for k := 0; k < 8 && i+k < len(s); k++ {
		w |= uint64(upperOctet(s[i+k])) << (8 * k)
	}
	return w
}

func octets(w uint64) string {
	var b [8]byte
	for k := range b {
		b[k] = byte(w >> (8 * k))
	}
	return string(b[:])
}

// TestUpper checks each pair of neighbouring octets in each position, among octets that may lend or borrow.
func TestUpper(t *testing.T) {
	for _, around := range []byte{0, 0x80, 0xff, 'a', 'Z' + 1} {
		for k := 0; k < 8; k++ {
			mask := uint64(0xffff) << (8 * k)
			for pair := uint64(0); pair < 1<<16; pair++ {
				w := uint64(around)*ones&^mask | pair<<(8*k)
				if got, want := upper(w), wordOf(octets(w), 0); got != want {
					t.Fatalf("upper(%#x) = %#x, want %#x", w, got, want)
				}
			}
		}
	}
}

// TestWord checks strings that are shorter and longer than a word, from each place in them.
func TestWord(t *testing.T) {
	for n := 0; n <= 17; n++ {
		for k := 0; k < n; k++ {
			b := []byte("abcdefghijklmnopq"[:n])
			for c := 0; c < 256; c++ {
				b[k] = byte(c)
				s := string(b)
				for i := 0; i <= n; i++ {
					if got, want := word(s, i), wordOf(s, i); got != want {
						t.Fatalf("word(%q, %d) = %#x, want %#x", s, i, got, want)
					}
				}
			}
		}
	}
}

// names maps the codes to their indices, for comparison.
func names() map[string]int {
	m := make(map[string]int)
	for i := range infos {
		m[string(infos[i].Code)] = i
	}
	return m
}

func upperString(s string) string {
	b := []byte(s)
	for i := range b {
		b[i] = upperOctet(b[i])
	}
	return string(b)
}

// TestLookupAgainstMap checks all codes in random case, and all that are one octet away from them.
func TestLookupAgainstMap(t *testing.T) {
	m := names()
	check := func(name string) {
		want, ok := m[upperString(name)]
		if !ok {
			want = -1
		}
		if got := lookup(name); got != want {
			t.Fatalf("lookup(%q) = %d, want %d", name, got, want)
		}
		end := strings.IndexAny(name, " ]")
		if end < 0 {
			end = len(name)
		}
		want, ok = m[upperString(name[:end])]
		if !ok {
			want = -1
		}
		for _, behind := range []string{"", " ", "]", "] x", " x] 12345678", "]\x00"} {
			s := "[" + name + behind
			if got, gotEnd := lookupAt(s, 1); got != want || gotEnd != 1+end {
				t.Fatalf("lookupAt(%q, 1) = %d, %d, want %d, %d", s, got, gotEnd, want, 1+end)
			}
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for name := range m {
		for range 100 {
			mixed := []byte(name)
			for i, c := range mixed {
				if 'A' <= c && c <= 'Z' && random.IntN(2) == 0 {
					mixed[i] = c - 'A' + 'a'
				}
			}
			check(string(mixed))
		}
		for i := 0; i <= len(name); i++ {
			check(name[:i])
			check(name[i:])
			for c := 0; c < 256; c++ {
				check(name[:i] + string([]byte{byte(c)}) + name[i:])
				if i < len(name) {
					check(name[:i] + string([]byte{byte(c)}) + name[i+1:])
				}
			}
		}
		for n := 1; n <= 20; n++ {
			check(name + strings.Repeat("\x00", n))
			check(name + strings.Repeat("X", n))
			check(name + name)
		}
	}
	for n := 0; n < 40; n++ {
		check(strings.Repeat("\x00", n))
		check(strings.Repeat("A", n))
	}
}

// TestMatchCode states where arguments end. Each row is cut where the "]" is; they do not match if nothing is behind the
// cut.
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
		{"the last may stand at the end", "TWO-NAMES", " a b]c", "]"},
		{"failing that the first, not the last", "TWO-NAMES", " a b", "]c]d]e"},
		{"at the first they are not complete", "TWO-NAMES", " a] b", "] c"},
		{"what follows does not match", "TWO-NAMES", " a b", "]c(] d"},
		{"in quotes they are not complete", "TWO-NAMES", ` a "b] c"`, "] d"},
		{"a literal's octets are not looked at", "CHARSETS", " ({3}\r\n)] )", "] x"},
		{"all that is left", "ANYTHING", " a b c", "] x] y"},
		{"the keyword in any case", "MECHANISMS", " internal XSAMPLE=AAAA", "] x"},

		{"nothing", "COUNT", "", ""},
		{"no bracket", "COUNT", " 5", ""},
		{"a bracket too early", "COUNT", " ] x", ""},
		{"incomplete at each", "TWO-NAMES", " a]b] c", ""},
		{"no argument may be", "PLAIN", " ] x", ""},
		{"a literal that reaches behind the end", "CHARSETS", " ({9}\r\n)] x", ""},
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

// TestOctets checks which octets a code, a tag and a text may hold against the RFC's lists (RFC 9051 section 9).
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
