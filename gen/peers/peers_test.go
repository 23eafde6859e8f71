package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/imapcodes/imapcodes/generated/imapcode"
)

// BenchmarkLines reads the whole stream with each contender; ns/line is a line's share of it.
func BenchmarkLines(b *testing.B) { benchmark(b, contenders(newStream(1, streamLines)), "ns/line") }

// BenchmarkLookup looks up 20,000 names.
func BenchmarkLookup(b *testing.B) { benchmark(b, lookups(newNames(1, streamLines)), "ns/name") }

func benchmark(b *testing.B, contenders []contender, unit string) {
	for _, c := range contenders {
		name, _, _ := strings.Cut(c.name, " for ")
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.pass(b)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*c.lines), unit)
		})
	}
}

// TestContenders runs a pass of each contender, and checks that ours accept all lines and the peers most of them.
func TestContenders(t *testing.T) {
	lines := newStream(1, 2000)
	for _, c := range contenders(lines) {
		c.pass(running{})
		most := 0
		if strings.HasPrefix(c.name, "go-imap") {
			most = len(lines) / 10
		}
		if c.lines+len(c.rejected) != len(lines) || len(c.rejected) > most {
			t.Errorf("%s: accepts %d and rejects %d of %d lines, want at most %d", c.name, c.lines, len(c.rejected), len(lines), most)
		}
	}
}

// TestDecoderIsTheClients checks that goImap2Decoder reads lines as the client does: it accepts the same ones, those with
// arguments that do not fit among them, by which the codes show whose arguments are read and whose are skipped.
func TestDecoderIsTheClients(t *testing.T) {
	lines := newStream(1, 2000)
	for code := range imapcode.All() {
		for _, args := range []string{"", " x", " 1", " 1 2", " 1 2 3", " 1 2 *", " 1 2:4 7:9", " (", " (x 1)", " 18446744073709551616", ` "]"`} {
			if code == imapcode.CodeCapability && strings.HasPrefix(args, " (") {
				continue // go-imap v2.0.0-beta.8 reads a "(" among capabilities for ever
			}
			for _, tag := range []string{"*", "a"} {
				lines = append(lines, line{tag, " OK [" + string(code) + args + "] x\r\n", code})
			}
		}
	}
	for _, rest := range []string{" OK\r\n", " OK [CLOSED]\r\n", " OK [CLOSED]x\r\n", " OK [] x\r\n", " OK [X\r\n", " ok x\r\n"} {
		lines = append(lines, line{Tag: "*", Rest: rest}, line{Tag: "a", Rest: rest})
	}
	decoder, client := goImap2Decoder(lines), goImap2Client(lines)
	if !slices.Equal(decoder.rejected, client.rejected) {
		t.Errorf("the decoder rejects\n%q\nand the client\n%q", decoder.rejected, client.rejected)
	}
}

// TestClientTakesUpAgain checks that the client's lines are counted past one that it rejects.
func TestClientTakesUpAgain(t *testing.T) {
	ok := line{Tag: "a", Rest: " OK [APPENDUID 1 2] Done\r\n"}
	bad := line{Tag: "a", Rest: " OK [APPENDUID 1 x] Done\r\n"}
	accepted, rejected := acceptedByClient([]line{ok, bad, bad, ok, ok, bad})
	if !slices.Equal(accepted, []line{ok, ok, ok}) || !slices.Equal(rejected, []line{bad, bad, bad}) {
		t.Errorf("accepted: %q, rejected: %q", accepted, rejected)
	}
}

// TestNames checks that a third of the names are of no code.
func TestNames(t *testing.T) {
	misses := 0
	for _, name := range newNames(1, streamLines) {
		if _, ok := imapcode.Lookup(name); !ok {
			misses++
		}
	}
	if share := float64(misses) / streamLines; share < 0.32 || share > 0.35 {
		t.Errorf("%.3f of the names are of no code, want a third", share)
	}
}
