package imapserver

import (
	"strings"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/internal/imapcode"
	"github.com/emersion/go-imap/v2/internal/imapwire"
)

// writeResponse writes a status response. The tag is empty if it is untagged, and the code is nil
// if there is none.
func writeResponse(enc *imapwire.Encoder, tag string, typ imap.StatusResponseType,
	code imapcode.Bracketed, text string) error {
	if tag == "" {
		tag = "*"
	}
	t, _ := imapcode.ParseType(string(typ))
	line, err := imapcode.Append(nil, tag, t, code, imapcode.ToText(text))
	if err != nil {
		return err
	}
	return enc.Atom(strings.TrimSuffix(string(line), "\r\n")).CRLF()
}

func writeStatusResp(enc *imapwire.Encoder, tag string, resp *imap.StatusResponse) error {
	return writeResponse(enc, tag, resp.Type, imapcode.Code(resp.Code), resp.Text)
}

func writeCapabilityStatus(enc *imapwire.Encoder, tag string, typ imap.StatusResponseType,
	caps []imap.Cap, text string) error {
	args := imapcode.CapabilityArgs{Capabilities: listOf(caps)}
	return writeResponse(enc, tag, typ, args, text)
}

func (c *Conn) writeOK(tag string, code imapcode.Bracketed, text string) error {
	enc := newResponseEncoder(c)
	defer enc.end()
	return writeResponse(enc.Encoder, tag, imap.StatusResponseTypeOK, code, text)
}

func (c *Conn) writeObsoleteUnseen(n uint32) error {
	return c.writeOK("", imapcode.UnseenArgs{SeqNum: n}, "First unseen message")
}

func (c *Conn) writeUIDValidity(uidValidity uint32) error {
	return c.writeOK("", imapcode.UIDValidityArgs{UIDValidity: uidValidity}, "UIDs valid")
}

func (c *Conn) writeUIDNext(uidNext imap.UID) error {
	return c.writeOK("", imapcode.UIDNextArgs{UIDNext: uint32(uidNext)}, "Predicted next UID")
}

func (c *Conn) writePermanentFlags(flags []imap.Flag) error {
	return c.writeOK("", imapcode.PermanentFlagsArgs{Flags: listOf(flags)}, "Permanent flags")
}

func (c *Conn) writeAppendOK(tag string, data *imap.AppendData) error {
	if data == nil {
		return c.writeOK(tag, nil, "APPEND completed")
	}
	args := imapcode.AppendUIDArgs{
		UIDValidity: data.UIDValidity,
		UIDs:        imapcode.SetOf(uint32(data.UID)),
	}
	return c.writeOK(tag, args, "APPEND completed")
}

func (c *Conn) writeCopyOK(tag string, data *imap.CopyData) error {
	if data == nil {
		return c.writeOK(tag, nil, "COPY completed")
	}
	args := imapcode.CopyUIDArgs{
		UIDValidity: data.UIDValidity,
		SourceUIDs:  imapcode.Set(data.SourceUIDs.String()),
		DestUIDs:    imapcode.Set(data.DestUIDs.String()),
	}
	return c.writeOK(tag, args, "COPY completed")
}

func listOf[T ~string](words []T) imapcode.List {
	var list []string
	for _, word := range words {
		list = append(list, string(word))
	}
	return imapcode.ListOf(list...)
}
