// Package explain says what status responses and response codes mean, for people and for programs:
// single lines, those in the transcript of a session, or single words.
//
// A transcript is read line by line, in constant memory. Its lines may begin with a marker that
// says who sent them (see cutMarker). Lines that are not status responses are passed over: data,
// commands, whatever the client sent, and literals in the server's data (see transcript.skip). A
// line that only looks like a status response is explained together with what is wrong with it.
package explain

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// Options say how explanations are written.
type Options struct {
	JSON     bool // one object per line, as explanation.schema.json describes; otherwise text
	Problems bool // only lines that depart from the grammar, report a failure or are unusual
	Summary  bool // only a summary, as text
	Strict   bool // return ErrDeparts if a line departs from the grammar
	Color    bool // in text
	Width    int  // where text is wrapped, in columns; 0: nowhere
}

// ErrDeparts is what Lines and Transcript return with Options.Strict, after they have written
// everything, if a line departs from the grammar.
var ErrDeparts = errors.New("a line departs from the grammar")

// A printer writes explanations of lines.
type printer struct {
	*bufio.Writer
	options Options
	json    *jsonPrinter
	text    *textPrinter
	departs bool // whether a line departs from the grammar
}

func (b *Book) newPrinter(w io.Writer, o Options) *printer {
	out := bufio.NewWriterSize(w, 1<<16)
	text := &textPrinter{w: out, book: b, options: o, summary: summary{tallies{}, tallies{}, tallies{}}}
	return &printer{out, o, newJSONPrinter(out, b), text, false}
}

// line explains l, if the options want that.
func (p *printer) line(l *line) {
	p.departs = p.departs || l.departs()
	switch {
	case !p.options.JSON:
		p.text.line(l)
	case !p.options.Problems || l.hasProblem():
		p.json.line(l)
	}
}

// end writes the summary if wanted, and returns the error of all writing, or ErrDeparts.
func (p *printer) end(withSummary bool) error {
	if withSummary && (p.options.Summary || !p.options.Problems) {
		p.text.summary.write(p.text)
	}
	err := p.Flush()
	if err == nil && p.departs && p.options.Strict {
		return ErrDeparts
	}
	return err
}

// Lines writes to w what each of lines means. A line that is not a server's departs from the grammar.
func (b *Book) Lines(w io.Writer, lines []string, o Options) error {
	p := b.newPrinter(w, o)
	for i, text := range lines {
		l := line{number: int64(i + 1), text: trimEnd(text)}
		l.classify(false)
		p.line(&l)
		p.departs = p.departs || l.kind == other
	}
	return p.end(o.Summary)
}

// Transcript writes to w what the status responses in r mean: with o.JSON an object for each line
// of r, otherwise text about each status response, then a summary. It writes all it knows before
// it reads more of r, which may be a session in progress. If reading fails, the error says after
// which line.
func (b *Book) Transcript(w io.Writer, r io.Reader, o Options) error {
	p := b.newPrinter(w, o)
	p.text.numbers = true
	in := bufio.NewReaderSize(r, maxLine)
	var t transcript
	var l line
	var err error
	for err == nil {
		if rest, _ := in.Peek(in.Buffered()); bytes.IndexByte(rest, '\n') < 0 { // have to wait
			if err := p.Flush(); err != nil {
				return err
			}
		}
		l = line{number: l.number + 1}
		if err = l.read(in); l.size > 0 {
			t.classify(&l)
			p.line(&l)
		}
	}
	if err != io.EOF {
		return errors.Join(fmt.Errorf("line %d: %w", l.number, err), p.Flush())
	}
	return p.end(!o.JSON)
}
