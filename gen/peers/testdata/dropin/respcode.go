package imapclient

import (
	"bufio"
	"io"
	"strings"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/internal"
	"github.com/emersion/go-imap/v2/internal/imapcode"
	"github.com/emersion/go-imap/v2/internal/imapwire"
)

// readRespText reads a resp-text (RFC 9051 section 9) if there is one, and hands on what its code says. cmd is the command
// that it completes; nil: it is untagged.
func (c *Client) readRespText(cmd command) (code, text string) {
	c.dec.SP()
	r := c.parseText()
	sel := findPendingCmdByType[*SelectCommand](c)
	if r.Code == imapcode.CodeCapability {
		caps := make(imap.CapSet)
		for _, name := range strings.Fields(r.Args) { // servers put several spaces between them
			if cap, err := internal.ExpectCap(clientDecoder(name)); err == nil {
				caps[cap] = struct{}{}
			}
		}
		c.setCaps(caps)
	} else if r.Code == imapcode.CodePermanentFlags {
		if flags, err := internal.ExpectFlagList(clientDecoder(r.Args)); err == nil { // servers begin it with a space
			c.takePermanentFlags(sel, flags)
		}
	} else if args, ok := r.UIDNext(); ok && sel != nil {
		sel.data.UIDNext = imap.UID(args.UIDNext)
	} else if args, ok := r.UIDValidity(); ok && sel != nil {
		sel.data.UIDValidity = args.UIDValidity
	} else if args, ok := r.HighestModSeq(); ok && sel != nil {
		sel.data.HighestModSeq = args.ModSeq
	} else if args, ok := r.CopyUID(); ok {
		c.takeCopied(cmd, imap.CopyData{UIDValidity: args.UIDValidity, SourceUIDs: uidSet(args.SourceUIDs), DestUIDs: uidSet(args.DestUIDs)})
	} else if args, ok := r.AppendUID(); ok {
		if cmd, ok := cmd.(*AppendCommand); ok { // of several messages, the command knows the first
			cmd.data = imap.AppendData{UID: uidSet(args.UIDs)[0].Start, UIDValidity: args.UIDValidity}
		}
	}
	return string(r.Code), r.Text
}

// parseText reads up to the end of the line, and on if a literal in the code follows.
func (c *Client) parseText() imapcode.Response {
	line := ""
	for {
		var part string
		c.dec.Text(&part)
		line += part
		r := imapcode.ParseText("", 0, line)
		size, ok := r.Literal()
		if !ok || size > 1<<15 || !c.dec.CRLF() {
			return r
		}
		literal, _ := io.ReadAll(io.LimitReader(c.br, size)) // c.dec meets the error next
		line += "\r\n" + string(literal)
	}
}

func (c *Client) takeCopied(cmd command, data imap.CopyData) {
	move, _ := cmd.(*MoveCommand) // where the client falls back to COPY
	if cmd == nil {
		move = findPendingCmdByType[*MoveCommand](c)
	}
	if move != nil {
		move.data = MoveData{UIDValidity: data.UIDValidity, SourceUIDs: data.SourceUIDs, DestUIDs: data.DestUIDs}
	} else if cmd, ok := cmd.(*CopyCommand); ok {
		cmd.data = data
	}
}

func (c *Client) takePermanentFlags(sel *SelectCommand, flags []imap.Flag) {
	c.mutex.Lock()
	if c.state == imap.ConnStateSelected {
		c.mailbox = c.mailbox.copy()
		c.mailbox.PermanentFlags = flags
	}
	c.mutex.Unlock()
	if sel != nil {
		sel.data.PermanentFlags = flags
	} else if handler := c.options.unilateralDataHandler().Mailbox; handler != nil {
		handler(&UnilateralDataMailbox{PermanentFlags: flags})
	}
}

func uidSet(set imapcode.Set) (uids imap.UIDSet) {
	clientDecoder(string(set)).ExpectUIDSet(&uids)
	return uids
}

func clientDecoder(args string) *imapwire.Decoder {
	return imapwire.NewDecoder(bufio.NewReader(strings.NewReader(args+"\r\n")), imapwire.ConnSideClient)
}
