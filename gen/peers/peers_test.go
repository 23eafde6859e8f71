package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/imapcodes/imapcodes/generated/imapcode"
)

// BenchmarkLines reads the whole stream with each contender, and reports ns/line.
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

// TestContenders runs a pass of each contender, and checks that ours accept all lines and that the
// peers accept nine out of ten.
func TestContenders(t *testing.T) {
	lines := newStream(1, 2000)
	for _, c := range contenders(lines) {
		c.pass(running{})
		most := 0
		if strings.HasPrefix(c.name, "go-imap") {
			most = len(lines) / 10
		}
		if c.lines+len(c.rejected) != len(lines) || len(c.rejected) > most {
			t.Errorf("%s: accepts %d and rejects %d of %d lines, want at most %d rejected",
				c.name, c.lines, len(c.rejected), len(lines), most)
		}
	}
}

// TestAcceptedByClient checks that lines after a rejected one are given to another client.
func TestAcceptedByClient(t *testing.T) {
	ok := line{Tag: "a", Rest: " OK [APPENDUID 1 2] Done\r\n"}
	bad := line{Tag: "a", Rest: " OK [APPENDUID 1 x] Done\r\n"}
	accepted, rejected := acceptedByClient([]line{ok, bad, bad, ok, ok, bad})
	wantAccepted, wantRejected := []line{ok, ok, ok}, []line{bad, bad, bad}
	if !slices.Equal(accepted, wantAccepted) || !slices.Equal(rejected, wantRejected) {
		t.Errorf("accepted: %q, rejected: %q", accepted, rejected)
	}
}

// TestNames checks that a third of the names are not codes.
func TestNames(t *testing.T) {
	misses := 0
	for _, name := range newNames(1, streamLines) {
		if _, ok := imapcode.Lookup(name); !ok {
			misses++
		}
	}
	if share := float64(misses) / streamLines; share < 0.32 || share > 0.35 {
		t.Errorf("%.3f of the names are not codes, want a third", share)
	}
}
