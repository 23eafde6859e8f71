package automaton

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// find returns the index of name, or -1, and how many slots it looks at, as the comment on
// NameTable says.
func find(t *NameTable, name string) (index, probes int) {
	var words []uint64
	for i, c := range []byte(name) {
		if i%8 == 0 {
			words = append(words, 0)
		}
		if 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		words[i/8] |= uint64(c) << (i % 8 * 8)
	}
	if len(words) == 0 || len(words) > t.Words {
		return -1, 0
	}
	for len(words) < t.Words {
		words = append(words, 0)
	}
	var hash uint64
	for i, word := range words {
		shift := 21 * i % 64
		hash += word<<shift | word>>(64-shift)
	}
	hash *= t.Multiplier
	for slot := int(hash >> t.Shift); ; slot = (slot + 1) % len(t.Slots) {
		probes++
		index := int(t.Slots[slot]) - 1
		if index < 0 {
			return -1, probes
		}
		if slices.Equal(t.Names[index], words) {
			return index, probes
		}
	}
}

func TestNameTable(t *testing.T) {
	tests := []struct {
		reason string
		names  []string
	}{
		{"none", nil},
		{"one", []string{"PARSE"}},
		{"one letter", []string{"a"}},
		{"two", []string{"READ-ONLY", "READ-WRITE"}},
		{"prefixes of each other", strings.Fields("A AB ABC ABCDEFG ABCDEFGH ABCDEFGHI ABCDEFGHABCDEFGH ABCDEFGHABCDEFGHA")},
		{"as long as a word, two, three", []string{strings.Repeat("x", 8), strings.Repeat("x", 16), strings.Repeat("x", 24), strings.Repeat("x", 25)}},
		{"letters in either case only", []string{"-", "\r", "@", "`", "[", "{", "]", "}", "~", "^", "\\", "|", "_", "\x7f", "0", "\x10"}},
		{"beyond ASCII", []string{"café", "CAFÉ", "ſ", "s", "ı", "I", "ÿ", "Ÿ", "\xff", "\xdf"}},
		{"as many as response codes", makeNames(62)},
		{"a thousand", makeNames(1000)},
		{"ten thousand", makeNames(10_000)},
		{"as many as there may be", makeNames(maxNames)},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			table := mustNames(t, test.names)
			folded := map[string]bool{}
			for _, name := range test.names {
				folded[asciiLower(name)] = true
			}
			total := 0
			for i, name := range test.names {
				for _, spelt := range []string{name, asciiUpper(name), asciiLower(name), mixed(name)} {
					index, probes := find(table, spelt)
					if total += probes; index != i {
						t.Fatalf("%q is found at %d, want %d", spelt, index, i)
					}
				}
				if i > 2000 { // The near misses of all would take long.
					continue
				}
				for _, miss := range misses(name) {
					if index, _ := find(table, miss); index >= 0 && !folded[asciiLower(miss)] {
						t.Fatalf("%q is found as %q", miss, test.names[index])
					}
				}
			}
			for _, miss := range []string{"", "NO-SUCH-NAME", strings.Repeat("x", 100)} {
				if index, _ := find(table, miss); index != -1 {
					t.Errorf("%q is found", miss)
				}
			}
			if mean := float64(total) / float64(4*len(test.names)); mean > 1.25 {
				t.Errorf("%.2f slots are looked at for a name", mean)
			}
		})
	}
}

func mustNames(t testing.TB, names []string) *NameTable {
	t.Helper()
	table, err := NewNameTable(names)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// makeNames returns n names that look like response codes, some of them long.
func makeNames(n int) []string {
	random := rand.New(rand.NewPCG(5530, 9051))
	var names []string
	seen := map[string]bool{}
	for len(names) < n {
		name := make([]byte, 1+random.IntN(25))
		for i := range name {
			name[i] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789"[random.IntN(37)]
		}
		if !seen[string(name)] {
			seen[string(name)] = true
			names = append(names, string(name))
		}
	}
	return names
}

// misses returns names that are nearly name, but not in another case.
func misses(name string) []string {
	list := []string{name[1:], name[:len(name)-1], name + "A", name + " ", "A" + name, name + name, name + strings.Repeat("-", 8)}
	for i := range len(name) {
		changed := []byte(name)
		if changed[i] ^= 0x20; asciiLower(string(changed)) != asciiLower(name) { // '-' and CR, '@' and '`', '[' and '{'
			list = append(list, string(changed))
		}
		changed[i] ^= 0xA0
		list = append(list, string(changed))
	}
	return list
}

func asciiLower(s string) string { return mapOctets(s, 'A', 'Z') }

func asciiUpper(s string) string { return mapOctets(s, 'a', 'z') }

// mapOctets returns s with its octets from lo to hi in the other case.
func mapOctets(s string, lo, hi byte) string {
	octets := []byte(s)
	for i, c := range octets {
		if lo <= c && c <= hi {
			octets[i] = c ^ 0x20
		}
	}
	return string(octets)
}

// mixed returns s with every other octet in lower case.
func mixed(s string) string {
	octets := []byte(asciiUpper(s))
	for i := 0; i < len(octets); i += 2 {
		octets[i] = asciiLower(string(octets[i : i+1]))[0]
	}
	return string(octets)
}

// TestNameTableWords checks the words of a small table.
func TestNameTableWords(t *testing.T) {
	table := mustNames(t, []string{"Parse", "uidnotsticky"})
	want := [][]uint64{
		{'P' | 'A'<<8 | 'R'<<16 | 'S'<<24 | 'E'<<32, 0},
		{'U' | 'I'<<8 | 'D'<<16 | 'N'<<24 | 'O'<<32 | 'T'<<40 | 'S'<<48 | 'T'<<56, 'I' | 'C'<<8 | 'K'<<16 | 'Y'<<24},
	}
	if diff := cmp.Diff(want, table.Names); diff != "" {
		t.Errorf("names mismatch (-want +got):\n%s", diff)
	}
	if table.Words != 2 || table.Shift != 61 || len(table.Slots) != 8 {
		t.Errorf("%d words a name, shift %d, %d slots; want 2, 61, 8", table.Words, table.Shift, len(table.Slots))
	}
}

// TestNameTableSize checks that there are four to eight slots for each name.
func TestNameTableSize(t *testing.T) {
	for _, n := range []int{2, 3, 4, 5, 62, 64, 65, 1000, 1024, 1025, 10_000, maxNames} {
		table := mustNames(t, makeNames(n))
		if slots := len(table.Slots); slots < 4*n || slots >= 8*n {
			t.Errorf("%d slots for %d names", slots, n)
		}
	}
}

func TestNameTableErrors(t *testing.T) {
	many := makeNames(maxNames)
	tests := []struct {
		reason string
		names  []string
		want   string
	}{
		{"empty", []string{"A", ""}, `name "" is empty, has NUL or is a duplicate`},
		{"NUL inside", []string{"A\x00B"}, `name "A\x00B" is empty, has NUL or is a duplicate`},
		{"NUL at the end", []string{"A", "A\x00"}, `name "A\x00" is empty, has NUL or is a duplicate`},
		{"a duplicate", []string{"A", "B", "A"}, `name "A" is empty, has NUL or is a duplicate`},
		{"a duplicate in another case", []string{"UIDNOTSTICKY", "UidNotSticky"}, `name "UidNotSticky" is empty, has NUL or is a duplicate`},
		{"all at once", []string{"A", "", "a"}, "name \"\" is empty, has NUL or is a duplicate\nname \"a\" is empty, has NUL or is a duplicate"},
		{"too many", append(slices.Clone(many), "ONE MORE"), `the tables have room for 65535 names, but need 65536: leave some out`},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			table, err := NewNameTable(test.names)
			if diff := cmp.Diff(test.want, message(err)); diff != "" {
				t.Errorf("error mismatch (-want +got):\n%s", diff)
			}
			if table != nil {
				t.Error("there is a table despite the error")
			}
		})
	}
}

func BenchmarkNewNameTable(b *testing.B) {
	for _, n := range []int{100, 1000, 10_000} {
		names := makeNames(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if _, err := NewNameTable(names); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/name")
		})
	}
}
