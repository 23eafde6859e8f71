package output

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sort"
	"strings"
)

// Diff returns what c changes in the file on disk as a unified diff, in the form of gofmt -d. It is
// empty if there is no such file, or if c removes it. Line ends as git for Windows writes them make
// no difference.
func (c Change) Diff() (string, error) {
	old, err := read(c.Name, limitFor(c.Data))
	if c.Remove || errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	old = unixLines(old)
	head := fmt.Sprintf("diff %[1]s.orig %[1]s\n--- %[1]s.orig\n+++ %[1]s\n", c.Name)
	return head + hunks(compare(lines(old), lines(unixLines(c.Data)))), nil
}

// lines returns the lines of text, each with its line feed.
func lines(text []byte) []string {
	list := strings.SplitAfter(string(text), "\n")
	last := len(list) - 1
	if list[last] == "" {
		return list[:last]
	}
	list[last] += "\n\\ No newline at end of file\n"
	return list
}

// compare returns the lines of x and y in one order, each after what it is: " " in both, "-" in x
// only, "+" in y only. Lines that occur once in both anchor the comparison, as in Go's
// internal/diff, so that it takes little more than linear time.
func compare(x, y []string) []string {
	var before, after, between []string
	for len(x) > 0 && len(y) > 0 && x[0] == y[0] {
		before, x, y = append(before, " "+x[0]), x[1:], y[1:]
	}
	for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
		after, x, y = append(after, " "+x[len(x)-1]), x[:len(x)-1], y[:len(y)-1]
	}
	slices.Reverse(after)
	if pairs := anchors(x, y); len(pairs) > 0 {
		at := [2]int{}
		for _, pair := range append(pairs, [2]int{len(x), len(y)}) {
			between = append(between, compare(x[at[0]:pair[0]], y[at[1]:pair[1]])...)
			if pair[0] < len(x) {
				between = append(between, " "+x[pair[0]])
			}
			at = [2]int{pair[0] + 1, pair[1] + 1}
		}
		return slices.Concat(before, between, after)
	}
	for _, line := range x {
		between = append(between, "-"+line)
	}
	for _, line := range y {
		between = append(between, "+"+line)
	}
	return slices.Concat(before, between, after)
}

// anchors returns a longest list of pairs of indices, growing in both, of lines that occur once in
// x and once in y.
func anchors(x, y []string) [][2]int {
	inX, inY, at := map[string]int{}, map[string]int{}, map[string]int{}
	for _, line := range x {
		inX[line]++
	}
	for i, line := range y {
		inY[line]++
		at[line] = i
	}
	var pairs [][2]int
	var ends []int   // of the best list of each length, the index of its last pair
	var before []int // of each pair, the index of the one before it in its list
	for i, line := range x {
		if inX[line] != 1 || inY[line] != 1 {
			continue
		}
		k := sort.Search(len(ends), func(k int) bool { return pairs[ends[k]][1] > at[line] })
		if k == len(ends) {
			ends = append(ends, 0)
		}
		ends[k] = len(pairs)
		before = append(before, -1)
		if k > 0 {
			before[len(pairs)] = ends[k-1]
		}
		pairs = append(pairs, [2]int{i, at[line]})
	}
	var list [][2]int
	if len(ends) > 0 {
		for i := ends[len(ends)-1]; i >= 0; i = before[i] {
			list = append(list, pairs[i])
		}
	}
	slices.Reverse(list)
	return list
}

// hunks returns those of the lines of compare that differ, with up to three others around them.
func hunks(lines []string) string {
	const context = 3
	shown := make([]bool, len(lines))
	for i, line := range lines {
		for j := max(i-context, 0); line[0] != ' ' && j <= min(i+context, len(lines)-1); j++ {
			shown[j] = true
		}
	}
	var b strings.Builder
	x, y := 0, 0 // the lines of each before the next one
	for i, end := 0, 0; i < len(lines); i = end {
		beginX, beginY := x, y
		for end < len(lines) && shown[end] == shown[i] {
			if lines[end][0] != '+' {
				x++
			}
			if lines[end][0] != '-' {
				y++
			}
			end++
		}
		if shown[i] {
			fmt.Fprintf(&b, "@@ -%s +%s @@\n", span(beginX, x), span(beginY, y))
			b.WriteString(strings.Join(lines[i:end], ""))
		}
	}
	return b.String()
}

// span returns the lines from begin to end, which count from 0, as a unified diff says it.
func span(begin, end int) string {
	if begin < end {
		begin++
		end++
	}
	return fmt.Sprintf("%d,%d", begin, end-begin)
}
