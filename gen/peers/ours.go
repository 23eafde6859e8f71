package main

import (
	"bufio"
	"bytes"
	"errors"
	"strings"

	"github.com/imapcodes/imapcodes/generated/imapcode"
)

// sink keeps the compiler from leaving out what is measured.
var sink uint64

// floor returns the least that a parser has to do: to find the "]" and the end of each line.
func floor(lines []line) contender {
	var octets [][]byte
	for _, l := range lines {
		octets = append(octets, []byte(l.String()))
	}
	return contender{name: "floor, bytes.IndexByte for `]` and LF", lines: len(lines), pass: func(stopwatch) {
		for _, l := range octets {
			end := max(bytes.IndexByte(l, ']'), 0)
			sink += uint64(end + bytes.IndexByte(l[end:], '\n'))
		}
	}}
}

func parse(lines []line) contender {
	texts := toStrings(lines)
	return contender{name: "imapcode.Parse", lines: len(lines), rejected: nonconforming(lines), pass: func(stopwatch) {
		for _, text := range texts {
			r, _ := imapcode.Parse(text)
			sink += uint64(r.Deviations)
		}
	}}
}

// parseArguments also reads every argument as a value.
func parseArguments(lines []line) contender {
	texts := toStrings(lines)
	return contender{name: "imapcode.Parse, all arguments read", lines: len(lines), rejected: nonconforming(lines), pass: func(stopwatch) {
		for _, text := range texts {
			r, _ := imapcode.Parse(text)
			n, _ := readArguments(&r)
			sink += n
		}
	}}
}

// parseReader also reads the lines from a bufio.Reader and makes strings of them, which the peers do too.
func parseReader(lines []line) contender {
	texts := toStrings(lines)
	data := []byte(strings.Join(texts, ""))
	return contender{name: "imapcode.Parse, lines from a bufio.Reader", lines: len(lines), rejected: nonconforming(lines), pass: func(stopwatch) {
		reader := bufio.NewReader(bytes.NewReader(data))
		for range lines {
			text, err := reader.ReadString('\n')
			if err != nil {
				panic(err) // data holds as many lines
			}
			r, _ := imapcode.Parse(text)
			sink += uint64(r.Deviations)
		}
	}}
}

func toStrings(lines []line) []string {
	texts := make([]string, len(lines))
	for i, l := range lines {
		texts[i] = l.String()
	}
	return texts
}

// nonconforming returns the lines that do not conform, of which there should be none.
func nonconforming(lines []line) []line {
	_, rejected := accept(lines, func(text string) error {
		r, err := imapcode.Parse(text)
		if err == nil && !r.Conforms() {
			err = errors.New(r.Deviations.String())
		}
		return err
	})
	return rejected
}

// readArguments reads all that r's arguments hold as numbers, strings, elements and ranges, and reports whether they could
// be read. It returns their sum, with the lengths of strings, which is not 0 if there are any.
func readArguments(r *imapcode.Response) (sum uint64, ok bool) {
	ok = true
	switch r.Code {
	case imapcode.CodeNewName:
		var a imapcode.NewNameArgs
		a, ok = r.NewName()
		sum = length(a.OldName.Value()) + length(a.NewName.Value())
	case imapcode.CodeReferral:
		var a imapcode.ReferralArgs
		a, ok = r.Referral()
		sum = elements(a.URLs)
	case imapcode.CodeBadCharset:
		var a imapcode.BadCharsetArgs
		a, ok = r.BadCharset()
		sum = elements(a.Charsets)
	case imapcode.CodePermanentFlags:
		var a imapcode.PermanentFlagsArgs
		a, ok = r.PermanentFlags()
		sum = elements(a.Flags)
	case imapcode.CodeUIDNext:
		var a imapcode.UIDNextArgs
		a, ok = r.UIDNext()
		sum = uint64(a.UIDNext)
	case imapcode.CodeUIDValidity:
		var a imapcode.UIDValidityArgs
		a, ok = r.UIDValidity()
		sum = uint64(a.UIDValidity)
	case imapcode.CodeUnseen:
		var a imapcode.UnseenArgs
		a, ok = r.Unseen()
		sum = uint64(a.SeqNum)
	case imapcode.CodeAppendUID:
		var a imapcode.AppendUIDArgs
		a, ok = r.AppendUID()
		sum = uint64(a.UIDValidity) + ranges(a.UIDs)
	case imapcode.CodeCopyUID:
		var a imapcode.CopyUIDArgs
		a, ok = r.CopyUID()
		sum = uint64(a.UIDValidity) + ranges(a.SourceUIDs) + ranges(a.DestUIDs)
	default:
		return readRareArguments(r)
	}
	return sum, ok
}

// readRareArguments reads those of the codes that are sent more rarely.
func readRareArguments(r *imapcode.Response) (sum uint64, ok bool) {
	ok = true
	switch r.Code {
	case imapcode.CodeURLMech:
		var a imapcode.URLMechArgs
		a, ok = r.URLMech()
		sum = elements(a.Mechanisms)
	case imapcode.CodeBadURL:
		var a imapcode.BadURLArgs
		a, ok = r.BadURL()
		sum = length(a.URL)
	case imapcode.CodeHighestModSeq:
		var a imapcode.HighestModSeqArgs
		a, ok = r.HighestModSeq()
		sum = a.ModSeq
	case imapcode.CodeModified:
		var a imapcode.ModifiedArgs
		a, ok = r.Modified()
		sum = ranges(a.Messages)
	case imapcode.CodeAnnotate:
		var a imapcode.AnnotateArgs
		a, ok = r.Annotate()
		sum = length(a.Keyword)
	case imapcode.CodeAnnotations:
		var a imapcode.AnnotationsArgs
		a, ok = r.Annotations()
		sum = length(a.Keyword) + a.MaxSize.Number
		if a.NoPrivate {
			sum++
		}
	case imapcode.CodeMaxConvertMessages:
		var a imapcode.MaxConvertMessagesArgs
		a, ok = r.MaxConvertMessages()
		sum = uint64(a.MaxMessages)
	case imapcode.CodeMaxConvertParts:
		var a imapcode.MaxConvertPartsArgs
		a, ok = r.MaxConvertParts()
		sum = uint64(a.MaxParts)
	case imapcode.CodeNoUpdate:
		var a imapcode.NoUpdateArgs
		a, ok = r.NoUpdate()
		sum = length(a.Tag.Value())
	case imapcode.CodeBadEvent:
		var a imapcode.BadEventArgs
		a, ok = r.BadEvent()
		sum = elements(a.Events)
	case imapcode.CodeUndefinedFilter:
		var a imapcode.UndefinedFilterArgs
		a, ok = r.UndefinedFilter()
		sum = length(a.Filter)
	case imapcode.CodeMetadata:
		var a imapcode.MetadataArgs
		a, ok = r.Metadata()
		sum = length(a.Keyword) + a.Size.Number
	case imapcode.CodeDowngraded:
		var a imapcode.DowngradedArgs
		a, ok = r.Downgraded()
		sum = ranges(a.UIDs)
	case imapcode.CodeMailboxID:
		var a imapcode.MailboxIDArgs
		a, ok = r.MailboxID()
		sum = length(a.ObjectID)
	case imapcode.CodeCapability:
		var a imapcode.CapabilityArgs
		a, ok = r.Capability()
		sum = elements(a.Capabilities)
	case imapcode.CodeInProgress:
		var a imapcode.InProgressArgs
		a, ok = r.InProgress()
		sum = length(a.Tag.Value()) + a.Progress.Number + a.Goal.Number
	}
	return sum, ok
}

func length(s string) uint64 { return uint64(len(s)) }

func elements(l imapcode.List) uint64 {
	sum := uint64(0)
	for e := range l.All() {
		sum += length(e.Value())
	}
	return sum
}

func ranges(s imapcode.Set) uint64 {
	sum := uint64(0)
	for r := range s.Ranges() {
		sum += uint64(r.First) + uint64(r.Last)
	}
	return sum
}
