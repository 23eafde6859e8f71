package explain

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/imapcodes/imapcodes/gen/internal/imapcode"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// How much of a transcript a summary remembers, however long it is.
const (
	mostUnknown = 1000 // codes that are not registered
	longestCode = 64   // octets of one of them
	mostLines   = 10   // line numbers of what is counted
)

// A tally counts lines of one sort.
type tally struct {
	count int64
	lines []int64 // the numbers of the first mostLines
	first string  // where the first is: ", see line 3"
}

func (t *tally) add(number int64) {
	if t.count++; t.count == 1 {
		t.first = ", see line " + strconv.FormatInt(number, 10)
	}
	if len(t.lines) < mostLines {
		t.lines = append(t.lines, number)
	}
}

// String shows the line numbers: "lines 3, 7 and 12 more".
func (t *tally) String() string {
	var numbers []string
	for _, n := range t.lines {
		numbers = append(numbers, fmt.Sprint(n))
	}
	s := "lines " + strings.Join(numbers, ", ")
	if len(t.lines) == 1 {
		s = "line " + numbers[0]
	}
	if more := t.count - int64(len(t.lines)); more > 0 {
		s += fmt.Sprintf(" and %d more", more)
	}
	return s
}

// see says where the first line is, if t is not nil.
func (t *tally) see() string {
	if t == nil {
		return ""
	}
	return t.first
}

// A summary is what a transcript holds.
type summary struct {
	kinds      [kinds]tally
	codes      map[imapcode.Code]*tally // in the book or not; of those that are not, mostUnknown
	unknown    int                      // how many codes are not in the book
	crowded    tally                    // lines with codes that are neither in the book nor in codes
	deviations [len(deviationWords)]tally
}

func newSummary() *summary {
	return &summary{codes: map[imapcode.Code]*tally{}}
}

// lines returns how many lines have been counted.
func (s *summary) lines() (n int64) {
	for _, t := range s.kinds {
		n += t.count
	}
	return n
}

// add counts l, whose code has the entry e if there is one, and returns the tally of its code, if it has one that is remembered.
func (s *summary) add(l *line, e *entry) *tally {
	s.kinds[l.kind].add(l.number)
	if !l.kind.hasResponse() {
		return nil
	}
	for i := range deviationWords {
		if told(l.response.Deviations)&deviationWords[i].deviation != 0 {
			s.deviations[i].add(l.number)
		}
	}
	code := l.response.Code
	if code == "" {
		return nil
	}
	if e != nil {
		code = imapcode.Code(e.Code)
	}
	t := s.tally(code, e != nil)
	if t == nil {
		s.crowded.add(l.number)
		return nil
	}
	t.add(l.number)
	return t
}

// tally returns the tally of a code, or nil if there are too many.
func (s *summary) tally(code imapcode.Code, known bool) *tally {
	t := s.codes[code]
	switch {
	case t != nil:
		return t
	case !known && (s.unknown == mostUnknown || len(code) > longestCode):
		return nil
	case !known:
		s.unknown++
	}
	t = &tally{}
	s.codes[imapcode.Code(strings.Clone(string(code)))] = t
	return t
}

// append appends the summary for people: how many lines there were of each kind, the codes with what they mean, those that
// nobody registered, and what is wrong.
func (s *summary) append(b []byte, book *Book) []byte {
	b = append(b, "\nsummary\n"...)
	b = appendCount(b, s.lines(), plural(s.lines(), "line"), "")
	for k := range kinds {
		b = appendCount(b, s.kinds[k].count, k.name(s.kinds[k].count), "")
	}
	known, unknown := s.codeLines(book)
	b = appendPart(b, "codes", known)
	b = appendPart(b, "unknown codes", unknown)
	return appendPart(b, "departures", s.appendDepartures(nil))
}

// codeLines returns the lines about codes that are registered, and about those that are not, the most frequent first.
func (s *summary) codeLines(book *Book) (known, unknown []byte) {
	codes := slices.SortedFunc(maps.Keys(s.codes), func(a, b imapcode.Code) int {
		return cmp.Or(cmp.Compare(s.codes[b].count, s.codes[a].count), cmp.Compare(a, b))
	})
	for _, code := range codes {
		t := s.codes[code]
		if e := book.entry(code); e != nil {
			known = appendCount(known, t.count, string(code), e.inShort())
		} else {
			unknown = appendCount(unknown, t.count, string(code), t.String())
		}
	}
	return known, appendCount(unknown, s.crowded.count, "others", s.crowded.String())
}

// name returns what so many lines of kind k are called.
func (k kind) name(count int64) string {
	if k == status {
		return plural(count, "status response")
	}
	return kindNames[k]
}

// plural returns the noun for so many.
func plural(count int64, noun string) string {
	if count == 1 {
		return noun
	}
	return noun + "s"
}

// appendDepartures appends the lines about what departs from the grammar, or cannot be explained.
func (s *summary) appendDepartures(b []byte) []byte {
	for i := range deviationWords {
		d, t := &deviationWords[i], &s.deviations[i]
		b = appendCount(b, t.count, d.deviation.String(), d.words+": "+t.String())
	}
	for _, kind := range []kind{broken, long, open, missed} {
		t := &s.kinds[kind]
		b = appendCount(b, t.count, kindNames[kind], kind.reason()+": "+t.String())
	}
	return b
}

// kindNames are what lines of each kind are called, however many, but for status responses.
var kindNames = [kinds]string{
	other:   "other",
	broken:  "broken",
	sent:    "from the client",
	literal: "in literals",
	long:    "too long",
	open:    "with a literal",
	missed:  "passed over",
}

// inShort returns what e's code means, and its status if that is not the usual one.
func (e *entry) inShort() string {
	if e.Status == registry.Registered {
		return e.Summary
	}
	return statusWords(&e.Record) + ". " + e.Summary
}

// appendCount appends how many there are of something, if there is one.
func appendCount(b []byte, count int64, name, words string) []byte {
	if count == 0 {
		return b
	}
	b = fmt.Appendf(b, "%10d  ", count)
	begin := len(b)
	b = appendVisible(b, name)
	if words != "" {
		b = fmt.Appendf(b, "%*s  ", max(0, 20-(len(b)-begin)), "")
		b = appendVisible(b, words)
	}
	return append(b, '\n')
}

// appendPart appends a part of the summary, if anything is in it.
func appendPart(b []byte, name string, lines []byte) []byte {
	if len(lines) == 0 {
		return b
	}
	b = append(b, "    "...)
	b = append(b, name...)
	b = append(b, '\n')
	return append(b, lines...)
}
