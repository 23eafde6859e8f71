package main

import (
	"slices"
	"testing"

	"github.com/imapcodes/imapcodes/generated/imapcode"
)

// TestStream checks what README.md says about the lines: each conforms and keeps the limits, every
// code of the registry occurs, and the mean length is 76 octets.
func TestStream(t *testing.T) {
	for _, seed := range []uint64{1, 2, 3} {
		lines := newStream(seed, streamLines)
		counts := map[imapcode.Code]int{}
		size := 0
		for _, l := range lines {
			r, err := imapcode.Parse(l.String())
			if err != nil || r.Deviations != 0 || r.Tag != l.Tag || r.Code != l.Code {
				t.Errorf("Parse(%q) = tag %q, code %q, deviations %q, error %v, want code %q",
					l, r.Tag, r.Code, r.Deviations, err, l.Code)
			}
			counts[l.Code]++
			size += l.Size()
		}
		often := 0
		for _, code := range frequent {
			often += counts[code]
		}
		if share := float64(often) / float64(len(lines)); share < 0.59 || share > 0.61 {
			t.Errorf("seed %d: %.3f of the lines have frequent codes, want 0.6", seed, share)
		}
		for code := range imapcode.All() {
			if counts[code] == 0 {
				t.Errorf("seed %d: no line has the code %s", seed, code)
			}
		}
		if mean := float64(size) / float64(len(lines)); mean < 75 || mean > 77 {
			t.Errorf("seed %d: lines are %.1f octets long on average, want 76", seed, mean)
		}
	}
}

// TestStreamIsSeeded checks that the same seed gives the same lines, and another seed other lines.
func TestStreamIsSeeded(t *testing.T) {
	first := newStream(1, 100)
	if !slices.Equal(first, newStream(1, 100)) {
		t.Error("the same seed gives different lines")
	}
	if slices.Equal(first, newStream(2, 100)) {
		t.Error("another seed gives the same lines")
	}
}

// TestReadArguments checks that readArguments reads something of every code that has arguments.
func TestReadArguments(t *testing.T) {
	read := map[imapcode.Code]uint64{}
	for _, l := range newStream(1, streamLines) {
		r, err := imapcode.Parse(l.String())
		if err != nil {
			t.Fatal(err)
		}
		n, ok := readArguments(r)
		if !ok {
			t.Errorf("the arguments of %q cannot be read", l)
		}
		read[r.Code] += n
	}
	for code := range imapcode.All() {
		info, _ := code.Info()
		if has := info.Arguments != ""; has != (read[code] > 0) {
			t.Errorf("%s: the arguments %q have the sum %d", code, info.Arguments, read[code])
		}
	}
}
