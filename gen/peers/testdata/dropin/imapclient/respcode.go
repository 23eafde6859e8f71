package imapclient

import (
	"io"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/internal"
	"github.com/emersion/go-imap/v2/internal/imapcode"
)

// readRespText reads a resp-text (RFC 9051 section 9), if there is one, and stores what its code
// says. cmd is the command that it completes, or nil if it is untagged.
func (c *Client) readRespText(cmd command) (code, text string) {
	c.dec.SP()
	r := c.parseText()
	if args, ok := r.Capability(); ok {
		caps := make(imap.CapSet)
		for _, name := range args.Capabilities.Values() {
			caps[internal.CanonicalCap(name)] = struct{}{}
		}
		c.setCaps(caps)
	}
	if args, ok := r.CopyUID(); ok {
		c.setCopied(cmd, imap.CopyData{
			UIDValidity: args.UIDValidity,
			SourceUIDs:  uidSet(args.SourceUIDs),
			DestUIDs:    uidSet(args.DestUIDs),
		})
	}
	if cmd, isAppend := cmd.(*AppendCommand); isAppend {
		if args, ok := r.AppendUID(); ok { // of several messages, the command has the first
			cmd.data.UID = uidSet(args.UIDs)[0].Start
			cmd.data.UIDValidity = args.UIDValidity
		}
	}
	c.setMailbox(r)
	return string(r.Code), r.Text
}

// setMailbox stores what r says about the mailbox that is being selected.
func (c *Client) setMailbox(r imapcode.Response) {
	sel := findPendingCmdByType[*SelectCommand](c)
	if args, ok := r.PermanentFlags(); ok {
		var flags []imap.Flag
		for _, flag := range args.Flags.Values() {
			flags = append(flags, internal.CanonicalFlag(flag))
		}
		c.setPermanentFlags(sel, flags)
	}
	if sel == nil {
		return
	}
	if args, ok := r.UIDNext(); ok {
		sel.data.UIDNext = imap.UID(args.UIDNext)
	}
	if args, ok := r.UIDValidity(); ok {
		sel.data.UIDValidity = args.UIDValidity
	}
	if args, ok := r.HighestModSeq(); ok {
		sel.data.HighestModSeq = args.ModSeq
	}
}

// parseText reads to the end of the line, and further if a literal in the code follows.
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

func (c *Client) setCopied(cmd command, data imap.CopyData) {
	move, _ := cmd.(*MoveCommand) // if the client falls back to COPY
	if cmd == nil {
		move = findPendingCmdByType[*MoveCommand](c)
	}
	if move != nil {
		move.data.UIDValidity = data.UIDValidity
		move.data.SourceUIDs = data.SourceUIDs
		move.data.DestUIDs = data.DestUIDs
	} else if cmd, ok := cmd.(*CopyCommand); ok {
		cmd.data = data
	}
}

func (c *Client) setPermanentFlags(sel *SelectCommand, flags []imap.Flag) {
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
	set.Ranges()(func(r imapcode.Range) bool {
		uids = append(uids, imap.UIDRange{Start: imap.UID(r.First), Stop: imap.UID(r.Last)})
		return true
	})
	return uids
}
