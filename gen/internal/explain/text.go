package explain

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/imapcodes/imapcodes/gen/docs"
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
	options Options
	numbers bool    // whether to number the lines, and to explain each code only once
	summary summary // of all lines
}

// line explains l. In a transcript, the first line with a code is explained, later ones only get
// notes, and lines that are not status responses are left out.
func (p *textPrinter) line(l *line) {
	e := p.book.entry(l.response.Code)
	t := p.summary.add(l, e)
	if p.options.Summary || p.options.Problems && !l.hasProblem() {
		return
	}
	if !p.numbers {
		fmt.Fprintln(p.w, p.styled(bold, shown(l.text)))
		p.explain(l, e)
		return
	}
	switch l.kind {
	case data, other, passed, sent, literal:
		return
	}
	fmt.Fprintf(p.w, "%d: %s", l.number, p.styled(bold, shown(l.text)))
	if t != nil && t.explained == 0 {
		t.explained = l.number
		fmt.Fprintln(p.w)
		p.explain(l, e)
		return
	}
	p.notes(l, e, t)
}

// notes ends the line of l with notes about it, whose code is explained at a line that t tells. On a
// terminal that is too narrow, they follow on lines of their own.
func (p *textPrinter) notes(l *line, e *entry, t *tally) {
	var list []string
	if l.kind != status {
		list = append(list, string(l.kind))
	}
	if e.Code != "" {
		note := e.Code
		if e.Status != string(registry.Registered) {
			note += ": " + e.Status
		}
		if t != nil {
			note += fmt.Sprint(", see line ", t.explained)
		}
		list = append(list, note)
	}
	r := &l.response
	list = slices.Concat(list, unusualWords(l, e), describe(r.Deviations), e.limitWords(r))
	style := boldRed
	if !l.departs() && l.kind == status && e.Status == string(registry.Registered) {
		style = faint
	}
	notes := strings.Join(list, "; ")
	switch width := p.options.Width; {
	case notes == "":
		fmt.Fprintln(p.w)
	case width > 0 && utf8.RuneCountInString(l.text+notes) > width-len("12345:   # "):
		fmt.Fprintln(p.w)
		p.row(style, "    # ", notes)
	default:
		fmt.Fprintln(p.w, "  #", p.styled(style, shown(notes)))
	}
}

// explain explains l in full. Its code has the entry e. A line that is just a code in brackets has
// been looked up for that, so nothing is said about what it lacks.
func (p *textPrinter) explain(l *line, e *entry) {
	r, d := &l.response, l.response.Deviations
	if l.kind == broken && !p.numbers && l.body[0] == '[' {
		d &^= imapcode.DevNoText
	} else {
		p.field(boldRed, "error", string(l.kind))
	}
	p.field(plain, "tag", r.Tag)
	p.field(plain, "command", l.command)
	if r.Type != 0 {
		p.field(plain, "type", r.Type.String()+": "+p.book.typeWords(r))
	}
	p.field(plain, "code", string(r.Code))
	p.field(plain, "meaning", e.Summary)
	p.status(e)
	p.field(boldRed, "unusual", unusualWords(l, e)...)
	p.arguments(r, e)
	p.field(plain, "text", r.Text)
	p.field(plain, "advice", e.Advice)
	if hasRetry(r) {
		p.field(plain, "retry", e.RetryWords)
	}
	p.field(plain, "documents", links(e.Defined)...)
	p.field(boldRed, "deviations", append(describe(d), e.limitWords(r)...)...)
}

// hasRetry reports whether the command that r answers may have to be sent again: after a failure,
// and after MODIFIED, which comes with OK, too. An untagged NO or BAD is not about a command.
func hasRetry(r *imapcode.Response) bool {
	if r.Tag == "*" || r.Tag == "" {
		return r.Type == imapcode.TypeBYE
	}
	return r.Err() != nil || r.Code == "MODIFIED"
}

// status writes the status of e's code.
func (p *textPrinter) status(e *entry) {
	style := boldRed
	if e.Status == string(registry.Registered) {
		style = plain
	}
	p.field(style, "status", e.statusWords())
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
	d := r.Deviations
	if d.Has(imapcode.DevArgumentsMalformed) && !d.Has(imapcode.DevNoBracket) {
		p.field(plain, "grammar", cmp.Or(e.Arguments, "nothing may follow"))
	}
}

// field writes a name and its values, each on a line. It leaves out empty values.
func (p *textPrinter) field(style, name string, values ...string) {
	for _, v := range values {
		if v != "" {
			p.row(style, fmt.Sprintf("    %-10s  ", name), v)
			name = ""
		}
	}
}

// row writes text after a prefix. It is wrapped at the width of the terminal, with a hanging indent
// as wide as the prefix.
func (p *textPrinter) row(style, prefix, text string) {
	width := p.options.Width
	if width > 0 {
		width = max(width-len(prefix), minWidth)
	}
	for _, line := range docs.Wrap(shown(text), width) {
		fmt.Fprintln(p.w, prefix+p.styled(style, line))
		prefix = strings.Repeat(" ", len(prefix))
	}
}

// minWidth is how many columns text has at least, even on the narrowest terminal.
const minWidth = 24

// styled returns text in a style if there is color.
func (p *textPrinter) styled(style, text string) string {
	if !p.options.Color || style == plain {
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
