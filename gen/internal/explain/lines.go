package explain

import (
	"bytes"
	"io"
	"strings"
)

// maxLine is how many octets of a line are looked at, with its line end: no server sends a status response of 1 MiB.
const maxLine = 1 << 20

// readSize is how many octets are read at once: few enough to stay in the processor's cache until they have been looked at.
const readSize = 1 << 16

// A lineReader reads lines in constant memory. It reads into a block that is used again and again; what is complete of it
// becomes one string, of which the lines are parts.
type lineReader struct {
	r     io.Reader
	block []byte // of maxLine octets
	held  int    // octets at the block's beginning, of a line that is not complete
	lines string // complete lines that have not been returned
	err   error  // of r, once it has ended
}

func newLineReader(r io.Reader) *lineReader {
	return &lineReader{r: r, block: make([]byte, maxLine)}
}

// next returns the next line with its line end, if it has one. A longer line than maxLine comes in pieces of that size, and a
// last one.
func (l *lineReader) next() (line string, err error) {
	if l.lines == "" {
		if err := l.fill(); err != nil {
			return "", err
		}
	}
	end := strings.IndexByte(l.lines, '\n') + 1
	if end == 0 {
		end = len(l.lines)
	}
	line, l.lines = l.lines[:end], l.lines[end:]
	return line, nil
}

// fill reads until a line is complete, the block is full, or nothing is left.
func (l *lineReader) fill() error {
	for l.err == nil {
		begin := l.held
		var n int
		n, l.err = l.r.Read(l.block[begin:min(begin+readSize, maxLine)])
		l.held += n
		if end := bytes.LastIndexByte(l.block[begin:l.held], '\n'); end >= 0 {
			l.take(begin + end + 1)
			return nil
		}
		if l.held == maxLine {
			break
		}
	}
	if l.held == 0 {
		return l.err
	}
	l.take(l.held)
	return nil
}

// take makes lines of the first n octets of the block.
func (l *lineReader) take(n int) {
	l.lines = string(l.block[:n])
	l.held = copy(l.block, l.block[n:l.held])
}
