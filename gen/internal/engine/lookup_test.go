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

// TestUpper checks each pair of neighbouring octets in each position, among octets that may lend or
// borrow.
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
		for _, after := range []string{"", " ", "]", "] x", " x] 12345678", "]\x00"} {
			s := "[" + name + after
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
