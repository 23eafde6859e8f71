package explain

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/imapcodes/imapcodes/gen/internal/grammar"
	"github.com/imapcodes/imapcodes/gen/internal/imapcode"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// A textWriter writes lines for people.
type textWriter struct {
	book    *Book
	palette palette
	summary *summary // of a transcript; nil where each line is explained for itself
}

// A palette holds the escape sequences before and behind text that stands out, or nothing.
type palette struct {
	line, note, warning, reset string
}

// colours are the sequences of ECMA-48 for bold, faint, and bold red.
func colours() palette {
	return palette{line: "\x1b[1m", note: "\x1b[2m", warning: "\x1b[1;31m", reset: "\x1b[0m"}
}

// longestShown is how many octets of a line or of a part of it people are shown.
const longestShown = 4096

// line appends what there is to say of l. In a transcript a code is explained where it stands first, lines with it are marked
// after that, and lines that do not even look like status responses are left out.
func (w *textWriter) line(b []byte, l *line) []byte {
	e := w.book.entry(l.response.Code)
	if w.summary == nil {
		return w.explain(append(w.head(b, l), '\n'), l, e)
	}
	t := w.summary.add(l, e)
	if !l.kind.isShown() {
		return b
	}
	b = strconv.AppendInt(b, l.number, 10)
	b = w.head(append(b, ": "...), l)
	if t != nil && t.count == 1 {
		return w.explain(append(b, '\n'), l, e)
	}
	return append(w.mark(b, l, e, t), '\n')
}

// head appends the line itself.
func (w *textWriter) head(b []byte, l *line) []byte {
	b = append(b, w.palette.line...)
	b = appendShown(b, l.text)
	return append(b, w.palette.reset...)
}

// explain appends all that there is to say of l, whose code has the entry e if there is one.
func (w *textWriter) explain(b []byte, l *line, e *entry) []byte {
	if reason := l.kind.reason(); reason != "" {
		b = w.warn(b, "error", reason)
	}
	if !l.kind.hasResponse() {
		return b
	}
	r := &l.response
	b = w.field(b, "tag", r.Tag)
	if r.Type != 0 {
		b = w.field(b, "type", r.Type.String()+": "+typeWords(r))
	}
	b = w.field(b, "code", string(r.Code))
	if e != nil {
		b = w.entry(b, r, e)
	} else if r.Code != "" {
		b = w.warn(b, "status", unknownWords)
		b = w.field(b, "arguments", r.Args)
	}
	b = w.field(b, "text", r.Text)
	if e != nil {
		b = w.advice(b, r, e)
	}
	name := "departs"
	for i := range deviationWords {
		if d := &deviationWords[i]; told(r.Deviations)&d.deviation != 0 {
			b = w.warn(b, name, d.deviation.String()+": "+d.words)
			name = ""
		}
	}
	return b
}

// entry appends what r's code and its arguments are.
func (w *textWriter) entry(b []byte, r *imapcode.Response, e *entry) []byte {
	b = w.field(b, "meaning", e.Summary)
	if e.Status == registry.Registered {
		b = w.field(b, "status", statusWords(&e.Record))
	} else {
		b = w.warn(b, "status", statusWords(&e.Record))
	}
	if r.Type != 0 && len(e.Types) > 0 && !slices.Contains(e.Types, r.Type.String()) {
		b = w.field(b, "comes with", strings.Join(e.Types, ", ")+" in the RFCs")
	}
	return w.arguments(b, r, e)
}

// advice appends whether to try again, and where to read on.
func (w *textWriter) advice(b []byte, r *imapcode.Response, e *entry) []byte {
	if advice := e.Retry.Advice(); r.Err() != nil && advice != "" {
		b = w.field(b, "retry", advice)
	}
	name := "references"
	for _, reference := range e.references {
		b = w.field(b, name, reference.String())
		name = ""
	}
	return b
}

// arguments appends the arguments of r by their names, or else as they were sent.
func (w *textWriter) arguments(b []byte, r *imapcode.Response, e *entry) []byte {
	name := "arguments"
	e.arguments(r, func(f *field, element string) {
		b = w.field(b, name, f.Name+" "+f.shown(element))
		name = ""
	})
	if name == "" {
		return b
	}
	b = w.field(b, name, r.Args)
	if told(r.Deviations)&imapcode.DevArgumentsMalformed == 0 {
		return b
	}
	return w.field(b, "grammar", cmp.Or(e.Arguments, "nothing may follow"))
}

// shown returns an element as people are shown it.
func (f *field) shown(element string) string {
	switch f.Kind {
	case grammar.String:
		return imapcode.String(element).Value()
	case grammar.Flag:
		return "yes"
	}
	return element
}

// mark appends what there is to say of a line whose code, if it has one, has been explained where t, its tally, says.
func (w *textWriter) mark(b []byte, l *line, e *entry, t *tally) []byte {
	divider := "  # "
	note := func(colour string, parts ...string) {
		b = append(append(b, divider...), colour...)
		for _, part := range parts {
			b = appendShown(b, part)
		}
		b = append(b, w.palette.reset...)
		divider = "; "
	}
	if reason := l.kind.reason(); reason != "" {
		note(w.palette.warning, reason)
	}
	r := &l.response
	switch {
	case r.Code == "" || !l.kind.hasResponse():
	case e == nil:
		note(w.palette.warning, string(r.Code), ": unknown", t.see())
	case e.Status != registry.Registered:
		note(w.palette.warning, e.Code, ": ", string(e.Status), t.see())
	default:
		note(w.palette.note, string(r.Code), t.see())
	}
	for i := range deviationWords {
		if d := &deviationWords[i]; told(r.Deviations)&d.deviation != 0 {
			note(w.palette.warning, d.deviation.String(), ": ", d.words)
		}
	}
	return b
}

// field appends a line with a name and its value, if there is one; without a name it goes on with the line before.
func (w *textWriter) field(b []byte, name, value string) []byte {
	return w.colouredField(b, name, value, "", "")
}

// warn appends a field that needs attention.
func (w *textWriter) warn(b []byte, name, value string) []byte {
	return w.colouredField(b, name, value, w.palette.warning, w.palette.reset)
}

func (w *textWriter) colouredField(b []byte, name, value, colour, reset string) []byte {
	if value == "" {
		return b
	}
	const column = "            "
	b = append(b, "    "...)
	b = append(b, name...)
	b = append(b, column[len(name):]...)
	b = append(b, colour...)
	b = appendShown(b, value)
	b = append(b, reset...)
	return append(b, '\n')
}

// appendShown appends s for people, shortened if it is very long.
func appendShown(b []byte, s string) []byte {
	if len(s) <= longestShown {
		return appendVisible(b, s)
	}
	b = appendVisible(b, s[:longestShown])
	b = append(b, "... and "...)
	b = strconv.AppendInt(b, int64(len(s)-longestShown), 10)
	return append(b, " octets more"...)
}

// end appends the summary of a transcript.
func (w *textWriter) end(b []byte) []byte {
	if w.summary == nil || w.summary.lines() == 0 {
		return b
	}
	return w.summary.append(b, w.book)
}
