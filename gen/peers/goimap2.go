package main

import (
	"io"
	"net"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2/imapclient"
)

// goImap2 is the client of go-imap v2, over a connection in memory. It closes its connection after
// a line that it rejects, so only the lines that it accepts are timed.
func goImap2(lines []line) contender {
	accepted, rejected := acceptedByClient(lines)
	pass := func(watch stopwatch) {
		c := &conn{lines: accepted, watch: watch}
		if n := c.run(); n != len(accepted) {
			panic("the client now rejects " + accepted[n].String())
		}
	}
	return contender{
		name: "go-imap v2.0.0-beta.8, client", lines: len(accepted), rejected: rejected, pass: pass,
	}
}

// acceptedByClient gives the client one line at a time. After a line that the client rejects, a new
// client gets the next line.
func acceptedByClient(lines []line) (accepted, rejected []line) {
	for len(lines) > 0 {
		c := &conn{lines: lines, single: true, watch: running{}}
		n := c.run()
		accepted, lines = append(accepted, lines[:n]...), lines[n:]
		if len(lines) > 0 {
			rejected, lines = append(rejected, lines[0]), lines[1:]
		}
	}
	return accepted, rejected
}

// A conn is a connection to a server that sends lines. The client reads from it in a goroutine of
// its own, whenever it has nothing else to do. So the time from the end of a Read to the beginning
// of the next is what the client takes for the lines that it got, and the watch is stopped while
// Read makes the next lines.
//
// The client accepts a tagged response only to a command of its own. Read has it send a NOOP
// command for each tagged line, and gives the line the tag of that command.
type conn struct {
	lines  []line
	single bool // give one line at a time
	watch  stopwatch

	client  *imapclient.Client
	started chan struct{} // closed when client is set
	greeted bool
	next    int    // the index of the next line to give
	done    int    // how many of the lines the client has read
	tag     string // of the command that the client sent last
}

// run has a client read the lines, and returns how many it has read when it has read all of them or
// closed the connection.
func (c *conn) run() int {
	c.watch.StopTimer()
	c.started = make(chan struct{})
	c.client = imapclient.New(c, nil)
	close(c.started)
	<-c.client.Closed()
	c.watch.StartTimer()
	return c.done
}

// Read gives as many lines as p holds. The first is a greeting with capabilities, so that the
// client does not ask for them.
func (c *conn) Read(p []byte) (int, error) {
	c.watch.StopTimer()
	<-c.started
	if !c.greeted {
		c.greeted = true
		return copy(p, "* OK [CAPABILITY IMAP4rev1] Ready\r\n"), nil
	}
	c.done = c.next
	if c.next == len(c.lines) {
		return 0, io.EOF
	}
	size := 0
	for c.next < len(c.lines) && (size == 0 || !c.single) {
		l := c.lines[c.next]
		if size+l.Size()+len(c.tag) > len(p) {
			break
		}
		if l.Tag != "*" {
			c.client.Noop()
			l.Tag = c.tag
		}
		size += copy(p[size:], l.Tag)
		size += copy(p[size:], l.Rest)
		c.next++
	}
	c.watch.StartTimer()
	return size, nil
}

// Write takes a command of the client.
func (c *conn) Write(p []byte) (int, error) {
	c.tag, _, _ = strings.Cut(string(p), " ")
	return len(p), nil
}

// Close is called by the client when it has read all lines or rejects one.
func (c *conn) Close() error {
	c.watch.StopTimer()
	return nil
}

func (c *conn) LocalAddr() net.Addr                { return nil }
func (c *conn) RemoteAddr() net.Addr               { return nil }
func (c *conn) SetDeadline(t time.Time) error      { return nil }
func (c *conn) SetReadDeadline(t time.Time) error  { return nil }
func (c *conn) SetWriteDeadline(t time.Time) error { return nil }
