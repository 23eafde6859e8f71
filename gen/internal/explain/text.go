package explain

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/gen/internal/imapcode"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// The styles of text: escape sequences (ECMA-48).
const (
	plain   = ""
	bold    = "\x1b[1m"
	faint   = "\x1b[2m"
	boldRed = "\x1b[1;31m"
	reset   = "\x1b[0m" // ends all others
)

// A textPrinter writes explanations for people.
type textPrinter struct {
	w       io.Writer
	book    *Book
	summary *summary // of a transcript; nil for single lines
	color   bool
}

// line explains l. In a transcript, the first line with a code is explained, later ones only get
// notes, and lines that are not status responses are left out.
func (p *textPrinter) line(l *line) {
	e := p.book.entry(l.response.Code)
	var t *tally
	if p.summary != nil {
		t = p.summary.add(l, e)
		switch l.kind {
		case data, other, passed, sent, literal:
			return
		}
		fmt.Fprintf(p.w, "%d: ", l.number)
	}
	fmt.Fprint(p.w, p.styled(bold, l.text))
	if p.summary == nil || t != nil && t.count == 1 {
		fmt.Fprintln(p.w)
		p.explain(l, e)
		return
	}
	if list := notes(l, e, t); list != nil {
		style := boldRed
		if l.kind == status && e.Status == registry.Registered && l.response.Deviations == 0 {
			style = faint
		}
		fmt.Fprint(p.w, "  # ", p.styled(style, strings.Join(list, "; ")))
	}
	fmt.Fprintln(p.w)
}

// notes returns the notes about l, whose code is explained at the first line of t.
func notes(l *line, e *entry, t *tally) (notes []string) {
	if l.kind != status {
		notes = append(notes, string(l.kind))
	}
	if e.Code != "" {
		note := e.Code
		if e.Status != registry.Registered {
			note += ": " + string(e.Status)
		}
		if t != nil {
			note += fmt.Sprint(", see line ", t.numbers[0])
		}
		notes = append(notes, note)
	}
	return append(notes, describe(l.response.Deviations)...)
}

// explain explains l in full. Its code has the entry e.
func (p *textPrinter) explain(l *line, e *entry) {
	r := &l.response
	p.field(boldRed, "error", string(l.kind))
	p.field(plain, "tag", r.Tag)
	if r.Type != 0 {
		p.field(plain, "type", r.Type.String()+": "+typeWords(r))
	}
	p.field(plain, "code", string(r.Code))
	p.field(plain, "meaning", e.Summary)
	if e.Status == registry.Registered {
		p.field(plain, "status", e.statusWords())
	} else {
		p.field(boldRed, "status", e.statusWords())
	}
	p.field(boldRed, "unusual", unusualWords(r, e))
	p.arguments(r, e)
	p.field(plain, "text", r.Text)
	p.field(plain, "advice", e.Advice)
	if r.Err() != nil {
		p.field(plain, "retry", e.Retry.Sentence())
	}
	p.field(plain, "references", e.references...)
	p.field(boldRed, "deviations", describe(r.Deviations)...)
}

// arguments writes the arguments of r by name, or else as they were sent.
func (p *textPrinter) arguments(r *imapcode.Response, e *entry) {
	var arguments []string
	list, ok := e.arguments(r)
	for _, a := range list {
		if words, isList := a.value.([]string); isList {
			a.value = strings.Join(words, " ")
		}
		arguments = append(arguments, fmt.Sprint(a.name, " ", a.value))
	}
	if len(list) == 0 {
		arguments = []string{r.Args}
	} else if !ok {
		arguments = []string{r.Args, "(these cannot be relied on)"}
	}
	p.field(plain, "arguments", arguments...)
	if r.Deviations&(imapcode.DevArgumentsMalformed|imapcode.DevNoBracket) == imapcode.DevArgumentsMalformed {
		p.field(plain, "grammar", cmp.Or(e.Arguments, "nothing may follow"))
	}
}

// field writes a name and its values, one per line. It leaves out empty values.
func (p *textPrinter) field(style, name string, values ...string) {
	for _, v := range values {
		if v != "" {
			fmt.Fprintf(p.w, "    %-10s  %s\n", name, p.styled(style, v))
			name = ""
		}
	}
}

// styled returns text as people are shown it, in a style if p has color.
func (p *textPrinter) styled(style, text string) string {
	text = shown(text)
	if !p.color || style == plain {
		return text
	}
	return style + text + reset
}

// shown returns s as people are shown it: shortened if it is very long, with escapes for what
// could command a terminal.
func shown(s string) string {
	const maxShown = 4096
	if len(s) > maxShown {
		return fmt.Sprintf("%s... and %d more octets", shown(s[:maxShown]), len(s)-maxShown)
	}
	return registry.Visible(s)
}

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
func (s *summary) write(w io.Writer) {
	s.kinds.write(w, "\nsummary\n    lines")
	s.codes.write(w, "    codes")
	s.deviations.write(w, "    deviations")
}

// Tallies are tallies by name, such as a code.
type tallies map[string]*tally

// A tally counts lines of one kind.
type tally struct {
	count   int64
	numbers []int64 // of the first maxNumbers lines
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
func (ts tallies) write(w io.Writer, title string) {
	if len(ts) == 0 {
		return
	}
	var total int64
	for _, t := range ts {
		total += t.count
	}
	fmt.Fprintf(w, "%s: %d\n", title, total)
	names := slices.SortedFunc(maps.Keys(ts), func(a, b string) int {
		return cmp.Or(cmp.Compare(ts[b].count, ts[a].count), cmp.Compare(a, b))
	})
	for _, name := range names {
		fmt.Fprintf(w, "%10d  %s (%s)\n", ts[name].count, shown(name), ts[name])
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
