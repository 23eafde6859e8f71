//go:build go1.24

package imapcode_test

import (
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/imapcodes/imapcodes/generated/imapcode"
)

// wantDigest is the digest of what is read of digestLines. It is the same on all machines, whatever
// their byte order and the size of an int. A new code does not change it.
const wantDigest = "60e6646444d34d999852c4306970a3f10fd77e752ff316537786e07f2f843ce1"

// TestDigest checks that what Parse and the accessors read of digestLines is what they read of them
// on other machines.
func TestDigest(t *testing.T) {
	hash := sha256.New()
	lines, conform, typed := digestLines(t), 0, 0
	for _, line := range lines {
		r, err := imapcode.Parse(line)
		args, ok := arguments(&r)
		fmt.Fprintf(hash, "%q %q %v %q %q %q %v %v %v %v\n",
			line, r.Tag, r.Type, r.Code, r.Args, r.Text, r.Deviations, err, args, ok)
		if err == nil && r.Conforms() {
			conform++
		}
		if ok {
			typed++
		}
	}
	t.Logf("of %d lines, %d conform and %d have typed arguments", len(lines), conform, typed)
	if got := fmt.Sprintf("%x", hash.Sum(nil)); got != wantDigest {
		t.Errorf("digest %s, want %s", got, wantDigest)
	}
}

// digestLines returns the lines in testdata/lines.txt, which are quoted as in Go, each with altered
// copies.
func digestLines(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("testdata/lines.txt")
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	random := rand.New(rand.NewPCG(1, 2))
	for quoted := range strings.Lines(string(text)) {
		line, err := strconv.Unquote(strings.TrimSuffix(quoted, "\n"))
		if err != nil {
			t.Fatalf("%s: %v", quoted, err)
		}
		lines = append(lines, line)
		for range 60 {
			lines = append(lines, altered(random, line))
		}
	}
	return lines
}

// altered returns line with other octets in one to three places.
func altered(random *rand.Rand, line string) string {
	parts := []string{
		"", " ", "  ", "\t", "[", "]", "(", ")", `"`, `\`, "*", "%", "/", "=", ":", ",", "!", "~", "@", "`",
		"A", "z", "0", "1", "9", "4294967296", "9223372036854775808", "NIL", " NO ", ";UID=2", "[::1]",
		"{3}\r\n", "\r\n", "\x00", "\x7f", "\x80", "\xff", "é",
	}
	for range 1 + random.IntN(3) {
		at := random.IntN(len(line) + 1)
		end := min(at+random.IntN(3), len(line))
		line = line[:at] + parts[random.IntN(len(parts))] + line[end:]
	}
	return line
}
