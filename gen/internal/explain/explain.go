// Package explain says what status responses mean, for people and for programs: single lines, or
// those in the transcript of a session.
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
	JSON  bool // one object per line, as explanation.schema.json describes; otherwise text
	Color bool // in text
}

// printer returns a function that explains a line. For a transcript, the text printer also counts
// the line in s. For single lines, s is nil.
func (b *Book) printer(w io.Writer, s *summary, o Options) func(*line) {
	if o.JSON {
		return newJSONPrinter(w, b).line
	}
	return (&textPrinter{w: w, book: b, summary: s, color: o.Color}).line
}

// Lines writes to w what each of lines means.
func (b *Book) Lines(w io.Writer, lines []string, o Options) error {
	out := bufio.NewWriter(w)
	write := b.printer(out, nil, o)
	for i, text := range lines {
		l := line{number: int64(i + 1), text: trimEnd(text)}
		l.classify(false)
		write(&l)
	}
	return out.Flush()
}

// Transcript writes to w what the status responses in r mean: with o.JSON an object for each line
// of r, otherwise text about each status response, then a summary. It writes all it knows before
// it reads more of r, which may be a session in progress. If reading fails, the error says after
// which line.
func (b *Book) Transcript(w io.Writer, r io.Reader, o Options) error {
	out := bufio.NewWriterSize(w, 1<<16)
	in := bufio.NewReaderSize(r, maxLine)
	s := &summary{tallies{}, tallies{}, tallies{}}
	write := b.printer(out, s, o)
	var t transcript
	var l line
	var err error
	for err == nil {
		if rest, _ := in.Peek(in.Buffered()); bytes.IndexByte(rest, '\n') < 0 { // have to wait
			if err := out.Flush(); err != nil {
				return err
			}
		}
		l = line{number: l.number + 1}
		if err = l.read(in); l.size > 0 {
			t.classify(&l)
			write(&l)
		}
	}
	if err != io.EOF {
		return errors.Join(fmt.Errorf("line %d: %w", l.number, err), out.Flush())
	}
	s.write(out)
	return out.Flush()
}
