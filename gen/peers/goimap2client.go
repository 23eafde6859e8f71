package main

import (
	"io"
	"net"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2/imapclient"
)

// goImap2Client is the client of go-imap v2 as its users have it, by its exported API, over a connection in memory. A
// line that it rejects makes it close its connection, so that only those are timed that it accepts.
func goImap2Client(lines []line) contender {
	accepted, rejected := acceptedByClient(lines)
	return contender{name: "go-imap v2.0.0-beta.8, client", lines: len(accepted), rejected: rejected, pass: func(watch stopwatch) {
		c := &conn{lines: accepted, watch: watch}
		if n := c.run(); n != len(accepted) {
			panic("the client rejects " + accepted[n].String() + " now")
		}
	}}
}

// acceptedByClient gives the client one line at a time, and a new client the next line where one gave up.
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

// A conn is the connection to a server that has lines to say. The client reads from it in a goroutine of its own, and as
// often as it has nothing left to do; so what passes between the end of a Read and the next is the time that the client
// takes for the lines that it got, and the clock stands while the next are made.
//
// The client accepts a tagged response only for a command of its own. The lines get the tags of NOOP commands, which it is
// told to send during Read.
type conn struct {
	lines  []line
	single bool // give a line at a time
	watch  stopwatch

	client  *imapclient.Client
	started chan struct{} // closed when client is set
	greeted bool
	next    int    // the first of lines that was not given yet
	done    int    // how many of lines the client has read
	tag     string // of the command that the client sent last
}

// run has a client read the lines, and returns how many it has read when it has read all or given up.
func (c *conn) run() int {
	c.watch.StopTimer()
	c.started = make(chan struct{})
	c.client = imapclient.New(c, nil)
	close(c.started)
	<-c.client.Closed()
	c.watch.StartTimer()
	return c.done
}

// Read gives as many lines as p holds. The first are the greeting, with capabilities so that the client does not ask.
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
	for c.next < len(c.lines) && size+c.lines[c.next].Size()+len(c.tag) <= len(p) && (size == 0 || !c.single) {
		l := c.lines[c.next]
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

// Close is called by the client when it has read all or given up.
func (c *conn) Close() error {
	c.watch.StopTimer()
	return nil
}

func (c *conn) LocalAddr() net.Addr                { return nil }
func (c *conn) RemoteAddr() net.Addr               { return nil }
func (c *conn) SetDeadline(t time.Time) error      { return nil }
func (c *conn) SetReadDeadline(t time.Time) error  { return nil }
func (c *conn) SetWriteDeadline(t time.Time) error { return nil }
