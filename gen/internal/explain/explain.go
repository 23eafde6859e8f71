// Package explain says what status responses mean, for people and for programs: single lines, and whole transcripts of a
// session, of which it picks them out.
//
// A transcript is read line by line, in constant memory. Lines may have a prefix that logs put before them, see cutPrefix.
// Lines that are no status responses are passed over: data, commands, what the client sent, and the octets of literals in
// untagged responses, see literalState. A line that looks like a status response but is none is explained with what is wrong
// about it. A status response that goes on in a literal, as only NEWNAME may, is named but not read.
package explain

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// Options are how explanations look.
type Options struct {
	JSON   bool // an object a line, see explanation.schema.json; else text for people
	Colour bool // in text
}

// A writer appends what there is to say of lines, one after the other.
type writer interface {
	line(b []byte, l *line) []byte
	end(b []byte) []byte
}

// Lines writes to w what each of lines means.
func (b *Book) Lines(w io.Writer, lines []string, o Options) error {
	out := output{w: w}
	explain := b.writer(o, nil)
	for i, text := range lines {
		l := line{number: int64(i + 1), text: strings.TrimRight(text, "\r\n")}
		l.body, l.prefix = cutPrefix(l.text)
		l.judge()
		out.buffer = explain.line(out.buffer, &l)
	}
	return out.flush()
}

// Transcript writes to w what each status response in r means, and with text a summary. It writes what it knows before it
// waits for more of r. Its error is that of w, or that of r with the number of the last line read.
func (b *Book) Transcript(w io.Writer, r io.Reader, o Options) error {
	out := &output{w: w}
	explain := b.writer(o, newSummary())
	lines := newLineReader(flushingReader{r, out})
	var t transcript
	var l line
	for {
		piece, err := lines.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return errors.Join(fmt.Errorf("after line %d: %w", t.number, err), out.flush())
		}
		if !t.next(&l, piece) {
			continue
		}
		out.buffer = explain.line(out.buffer, &l)
		if len(out.buffer) >= mostBuffered {
			if err := out.flush(); err != nil {
				return err
			}
		}
	}
	out.buffer = explain.end(out.buffer)
	return out.flush()
}

// writer returns the writer that o asks for, of a transcript if there is a summary.
func (b *Book) writer(o Options, s *summary) writer {
	switch {
	case o.JSON:
		return &jsonWriter{book: b}
	case o.Colour:
		return &textWriter{book: b, summary: s, palette: colours()}
	}
	return &textWriter{book: b, summary: s}
}

// An output gathers what is to be written.
type output struct {
	w      io.Writer
	buffer []byte
}

// mostBuffered is how many octets are gathered, but for those of the last line.
const mostBuffered = 1 << 16

func (o *output) flush() error {
	if len(o.buffer) == 0 {
		return nil
	}
	_, err := o.w.Write(o.buffer)
	o.buffer = o.buffer[:0]
	return err
}

// A flushingReader writes what has been gathered before it reads, which may take long.
type flushingReader struct {
	io.Reader
	out *output
}

// Read flushes and reads.
func (f flushingReader) Read(p []byte) (int, error) {
	if err := f.out.flush(); err != nil {
		return 0, err
	}
	return f.Reader.Read(p)
}
