package explain

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// What a summary remembers of a transcript, however long it is.
const (
	maxCodes   = 1000 // codes, and all those in the book
	maxCode    = 64   // octets of one of them
	maxNumbers = 10   // line numbers of anything that is counted
)

// A summary counts what is in a transcript.
type summary struct{ kinds, codes, deviations tallies }

// add counts l, whose code has the entry e. It returns the tally of the code, or nil if there is no
// code or it is not remembered.
func (s *summary) add(l *line, e *entry) *tally {
	s.kinds.add(cmp.Or(string(l.kind), "status response"), l.number)
	for _, d := range describe(l.response.Deviations) {
		s.deviations.add(d, l.number)
	}
	if e.Code == "" {
		return nil
	}
	isNew := e.Status == unknown && s.codes[e.short] == nil
	if isNew && (len(s.codes) >= maxCodes || len(e.Code) > maxCode) {
		s.codes.add("other unknown codes", l.number)
		return nil
	}
	return s.codes.add(e.short, l.number)
}

// write writes s for people, if there were any lines.
func (s *summary) write(p *textPrinter) {
	if len(s.kinds) > 0 && !p.options.Summary {
		fmt.Fprintln(p.w)
	}
	s.kinds.write(p, "summary\n    lines")
	s.codes.write(p, "    codes")
	s.deviations.write(p, "    deviations")
}

// Tallies are tallies by name, such as a code.
type tallies map[string]*tally

// A tally counts lines of one kind.
type tally struct {
	count     int64
	numbers   []int64 // of the first maxNumbers lines
	explained int64   // the number of the line at which a code is explained, or 0
}

// add counts the line with the given number.
func (ts tallies) add(name string, number int64) *tally {
	t := ts[name]
	if t == nil {
		t = &tally{}
		ts[name] = t
	}
	t.count++
	if len(t.numbers) < maxNumbers {
		t.numbers = append(t.numbers, number)
	}
	return t
}

// write writes a title, the total, and the tallies, the most frequent first.
func (ts tallies) write(p *textPrinter, title string) {
	if len(ts) == 0 {
		return
	}
	var total int64
	for _, t := range ts {
		total += t.count
	}
	fmt.Fprintf(p.w, "%s: %d\n", title, total)
	names := slices.SortedFunc(maps.Keys(ts), func(a, b string) int {
		return cmp.Or(cmp.Compare(ts[b].count, ts[a].count), cmp.Compare(a, b))
	})
	for _, name := range names {
		prefix := fmt.Sprintf("%10d  ", ts[name].count)
		p.row(plain, prefix, fmt.Sprintf("%s (%s)", shown(name), ts[name]))
	}
}

// String returns the numbers of the lines: "lines 3, 7 and 12 more".
func (t *tally) String() string {
	s := strings.Trim(strings.ReplaceAll(fmt.Sprint(t.numbers), " ", ", "), "[]")
	if more := t.count - int64(len(t.numbers)); more > 0 {
		s += fmt.Sprintf(" and %d more", more)
	}
	if t.count == 1 {
		return "line " + s
	}
	return "lines " + s
}
