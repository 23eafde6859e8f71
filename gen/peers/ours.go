package main

import (
	"bufio"
	"bytes"
	"errors"
	"strings"

	"github.com/imapcodes/imapcodes/generated/imapcode"
)

// sink uses results, so that the compiler does not leave out what is measured.
var sink uint64

// floor does the least that a parser has to do: find the "]" and the end of each line.
func floor(lines []line) contender {
	var octets [][]byte
	for _, l := range lines {
		octets = append(octets, []byte(l.String()))
	}
	pass := func(stopwatch) {
		for _, l := range octets {
			end := max(bytes.IndexByte(l, ']'), 0)
			sink += uint64(end + bytes.IndexByte(l[end:], '\n'))
		}
	}
	return contender{name: "floor, bytes.IndexByte for `]` and LF", lines: len(lines), pass: pass}
}

func parse(lines []line) contender {
	texts := toStrings(lines)
	return ours("imapcode.Parse", lines, func(stopwatch) {
		for _, text := range texts {
			r, _ := imapcode.Parse(text)
			sink += uint64(r.Deviations)
		}
	})
}

// parseArguments also reads the value of every argument.
func parseArguments(lines []line) contender {
	texts := toStrings(lines)
	return ours("imapcode.Parse, all arguments read", lines, func(stopwatch) {
		for _, text := range texts {
			r, _ := imapcode.Parse(text)
			n, _ := readArguments(r)
			sink += n
		}
	})
}

// parseReader also reads the lines from a bufio.Reader and makes strings of them, as the peers do.
func parseReader(lines []line) contender {
	data := strings.Join(toStrings(lines), "")
	return ours("imapcode.Parse, lines from a bufio.Reader", lines, func(stopwatch) {
		reader := bufio.NewReader(strings.NewReader(data))
		for range lines {
			text, err := reader.ReadString('\n')
			if err != nil {
				panic(err) // data holds as many lines
			}
			r, _ := imapcode.Parse(text)
			sink += uint64(r.Deviations)
		}
	})
}

// ours returns a contender that uses imapcode. It rejects lines that do not conform, of which there
// should be none.
func ours(name string, lines []line, pass func(stopwatch)) contender {
	_, rejected := accept(lines, func(text string) error {
		r, err := imapcode.Parse(text)
		if err == nil && !r.Conforms() {
			err = errors.New(r.Deviations.String())
		}
		return err
	})
	return contender{name: name, lines: len(lines), rejected: rejected, pass: pass}
}

func toStrings(lines []line) []string {
	texts := make([]string, len(lines))
	for i, l := range lines {
		texts[i] = l.String()
	}
	return texts
}

// readArguments reads the values of r's arguments: all numbers, strings, elements and ranges. It
// returns the sum of the numbers and of the lengths of the strings, which is not 0 if there are any
// arguments. ok is false if arguments cannot be read.
func readArguments(r imapcode.Response) (sum uint64, ok bool) {
	switch r.Code {
	case imapcode.CodeNewName:
		a, ok := r.NewName()
		return length(a.OldName.Value()) + length(a.NewName.Value()), ok
	case imapcode.CodeReferral:
		a, ok := r.Referral()
		return elements(a.URLs), ok
	case imapcode.CodeBadCharset:
		a, ok := r.BadCharset()
		return elements(a.Charsets), ok
	case imapcode.CodePermanentFlags:
		a, ok := r.PermanentFlags()
		return elements(a.Flags), ok
	case imapcode.CodeUIDNext:
		a, ok := r.UIDNext()
		return uint64(a.UIDNext), ok
	case imapcode.CodeUIDValidity:
		a, ok := r.UIDValidity()
		return uint64(a.UIDValidity), ok
	case imapcode.CodeUnseen:
		a, ok := r.Unseen()
		return uint64(a.SeqNum), ok
	case imapcode.CodeAppendUID:
		a, ok := r.AppendUID()
		return uint64(a.UIDValidity) + ranges(a.UIDs), ok
	case imapcode.CodeCopyUID:
		a, ok := r.CopyUID()
		return uint64(a.UIDValidity) + ranges(a.SourceUIDs) + ranges(a.DestUIDs), ok
	}
	return readRareArguments(r)
}

// readRareArguments is readArguments for codes that servers rarely send.
func readRareArguments(r imapcode.Response) (sum uint64, ok bool) {
	switch r.Code {
	case imapcode.CodeURLMech:
		a, ok := r.URLMech()
		return elements(a.Mechanisms), ok
	case imapcode.CodeBadURL:
		a, ok := r.BadURL()
		return length(a.URL), ok
	case imapcode.CodeHighestModSeq:
		a, ok := r.HighestModSeq()
		return a.ModSeq, ok
	case imapcode.CodeModified:
		a, ok := r.Modified()
		return ranges(a.Messages), ok
	case imapcode.CodeAnnotate:
		a, ok := r.Annotate()
		return length(a.Keyword), ok
	case imapcode.CodeAnnotations:
		a, ok := r.Annotations()
		if a.NoPrivate {
			sum = 1
		}
		return sum + length(a.Keyword) + a.MaxSize.Number, ok
	case imapcode.CodeMaxConvertMessages:
		a, ok := r.MaxConvertMessages()
		return uint64(a.MaxMessages), ok
	case imapcode.CodeMaxConvertParts:
		a, ok := r.MaxConvertParts()
		return uint64(a.MaxParts), ok
	case imapcode.CodeNoUpdate:
		a, ok := r.NoUpdate()
		return length(a.Tag.Value()), ok
	case imapcode.CodeBadEvent:
		a, ok := r.BadEvent()
		return elements(a.Events), ok
	case imapcode.CodeUndefinedFilter:
		a, ok := r.UndefinedFilter()
		return length(a.Filter), ok
	case imapcode.CodeMetadata:
		a, ok := r.Metadata()
		return length(a.Keyword) + a.Size.Number, ok
	case imapcode.CodeDowngraded:
		a, ok := r.Downgraded()
		return ranges(a.UIDs), ok
	case imapcode.CodeMailboxID:
		a, ok := r.MailboxID()
		return length(a.ObjectID), ok
	case imapcode.CodeCapability:
		a, ok := r.Capability()
		return elements(a.Capabilities), ok
	case imapcode.CodeInProgress:
		a, ok := r.InProgress()
		return length(a.Tag.Value()) + a.Progress.Number + a.Goal.Number, ok
	}
	return 0, true
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
