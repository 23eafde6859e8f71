package main

import (
	"bufio"
	"errors"
	"fmt"
	"strings"
	_ "unsafe" // for go:linkname

	imap2 "github.com/emersion/go-imap/v2"
	_ "github.com/emersion/go-imap/v2/imapclient" // whose functions are linked below
)

// goImap2Decoder is the wire decoder of go-imap v2, called as its client calls it for a status response: the same steps,
// with nothing done about what they return. That leaves out what goImap2Client measures too: the client's locks, its
// deadlines and the commands that wait for their responses. A line that it rejects leaves the decoder with an error for
// good, so that only those are timed that it accepts.
func goImap2Decoder(lines []line) contender {
	accepted, rejected := accept(lines, func(text string) error {
		reader := bufio.NewReader(strings.NewReader(text))
		if err := readStatus2(newDecoder(reader, clientSide)); err != nil {
			return err
		}
		return atEnd(reader)
	})
	data := strings.Join(toStrings(accepted), "")
	return contender{name: "go-imap v2.0.0-beta.8, decoder", lines: len(accepted), rejected: rejected, pass: func(stopwatch) {
		dec := newDecoder(bufio.NewReader(strings.NewReader(data)), clientSide)
		for range accepted {
			if err := readStatus2(dec); err != nil {
				panic(err) // it has read the same line before
			}
		}
	}}
}

// readStatus2 reads a line.
func readStatus2(dec *decoder) error {
	var tag, typ, code, text string
	if !special(dec, '*') && !expectAtom(dec, &tag) || !expectSP(dec) || !expectAtom(dec, &typ) {
		return decoderErr(dec)
	}
	switch strings.ToUpper(typ) {
	case "OK", "NO", "BAD", "PREAUTH", "BYE":
	default:
		return fmt.Errorf("type %q", typ)
	}
	space := sp(dec)
	if space && special(dec, '[') {
		if !expectAtom(dec, &code) {
			return decoderErr(dec)
		}
		if err := readArguments2(dec, code, tag != ""); err != nil {
			return err
		}
		if !expectSpecial(dec, ']') {
			return decoderErr(dec)
		}
		space = sp(dec)
	}
	if space && !expectText(dec, &text) || !expectCRLF(dec) {
		return decoderErr(dec)
	}
	sink += uint64(len(text))
	return nil
}

// readArguments2 reads the arguments of the codes that the client knows in a tagged or an untagged response, and skips
// those of all others up to the next "]".
func readArguments2(dec *decoder, code string, tagged bool) error {
	var number uint32
	var uid imap2.UID
	var modSeq uint64
	var err error
	ok := true
	switch {
	case code == "CAPABILITY":
		_, err = readCapabilities(dec)
	case code == "COPYUID":
		if ok = expectSP(dec); ok {
			_, _, _, err = readCopyUID(dec)
		}
	case code == "APPENDUID" && tagged:
		ok = expectSP(dec) && expectNumber(dec, &number) && expectSP(dec) && expectUID(dec, &uid)
	case code == "PERMANENTFLAGS" && !tagged:
		if ok = expectSP(dec); ok {
			_, err = expectFlagList(dec)
		}
	case code == "UIDNEXT" && !tagged:
		ok = expectSP(dec) && expectUID(dec, &uid)
	case code == "UIDVALIDITY" && !tagged:
		ok = expectSP(dec) && expectNumber(dec, &number)
	case code == "HIGHESTMODSEQ" && !tagged:
		ok = expectSP(dec) && expectModSeq(dec, &modSeq)
	case code == "NOMODSEQ" && !tagged:
	default:
		if sp(dec) {
			discardUntilByte(dec, ']')
		}
	}
	if !ok {
		err = decoderErr(dec)
	}
	sink += uint64(number) + uint64(uid) + modSeq
	return err
}

func decoderErr(dec *decoder) error {
	if err := decErr(dec); err != nil {
		return err
	}
	return errors.New("rejected")
}

// A decoder is an imapwire.Decoder, seen from outside its module: only pointers to it are used, and it is never made here.
type decoder struct{ _ [0]func() }

// clientSide is imapwire.ConnSideClient.
const clientSide = 1

// The functions below are those of go-imap itself. Its package imapwire is internal, files beneath the module cache
// cannot be overlaid (go help build, -overlay), and a copy would be other people's code in this repository: so they are
// linked by their names. Their signatures are those of the pinned version.

//go:linkname newDecoder github.com/emersion/go-imap/v2/internal/imapwire.NewDecoder
func newDecoder(r *bufio.Reader, side int) *decoder

//go:linkname decErr github.com/emersion/go-imap/v2/internal/imapwire.(*Decoder).Err
//go:noescape
func decErr(dec *decoder) error

//go:linkname special github.com/emersion/go-imap/v2/internal/imapwire.(*Decoder).Special
//go:noescape
func special(dec *decoder, b byte) bool

//go:linkname expectSpecial github.com/emersion/go-imap/v2/internal/imapwire.(*Decoder).ExpectSpecial
//go:noescape
func expectSpecial(dec *decoder, b byte) bool

//go:linkname sp github.com/emersion/go-imap/v2/internal/imapwire.(*Decoder).SP
//go:noescape
func sp(dec *decoder) bool

//go:linkname expectSP github.com/emersion/go-imap/v2/internal/imapwire.(*Decoder).ExpectSP
//go:noescape
func expectSP(dec *decoder) bool

//go:linkname expectCRLF github.com/emersion/go-imap/v2/internal/imapwire.(*Decoder).ExpectCRLF
//go:noescape
func expectCRLF(dec *decoder) bool

//go:linkname expectAtom github.com/emersion/go-imap/v2/internal/imapwire.(*Decoder).ExpectAtom
//go:noescape
func expectAtom(dec *decoder, s *string) bool

//go:linkname expectText github.com/emersion/go-imap/v2/internal/imapwire.(*Decoder).ExpectText
//go:noescape
func expectText(dec *decoder, s *string) bool

//go:linkname expectNumber github.com/emersion/go-imap/v2/internal/imapwire.(*Decoder).ExpectNumber
//go:noescape
func expectNumber(dec *decoder, n *uint32) bool

//go:linkname expectUID github.com/emersion/go-imap/v2/internal/imapwire.(*Decoder).ExpectUID
//go:noescape
func expectUID(dec *decoder, uid *imap2.UID) bool

//go:linkname expectModSeq github.com/emersion/go-imap/v2/internal/imapwire.(*Decoder).ExpectModSeq
//go:noescape
func expectModSeq(dec *decoder, n *uint64) bool

//go:linkname discardUntilByte github.com/emersion/go-imap/v2/internal/imapwire.(*Decoder).DiscardUntilByte
//go:noescape
func discardUntilByte(dec *decoder, b byte)

//go:linkname readCapabilities github.com/emersion/go-imap/v2/imapclient.readCapabilities
func readCapabilities(dec *decoder) (imap2.CapSet, error)

//go:linkname readCopyUID github.com/emersion/go-imap/v2/imapclient.readRespCodeCopyUID
func readCopyUID(dec *decoder) (validity uint32, source, dest imap2.UIDSet, err error)

//go:linkname expectFlagList github.com/emersion/go-imap/v2/internal.ExpectFlagList
func expectFlagList(dec *decoder) ([]imap2.Flag, error)
