package main

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/imapcodes/imapcodes/generated/imapcode"
)

// A line is a status response. A contender may have to replace its tag.
type line struct {
	Tag  string // "*" if untagged
	Rest string // from the space after the tag to the CRLF, both included
	Code imapcode.Code
}

// String returns l as a server sends it.
func (l line) String() string { return l.Tag + l.Rest }

// Size returns how many octets l has, CRLF included.
func (l line) Size() int { return len(l.Tag) + len(l.Rest) }

// frequent are the codes that servers send all the time. The empty one is a line without a code.
var frequent = []imapcode.Code{
	"", imapcode.CodeCapability, imapcode.CodePermanentFlags, imapcode.CodeUIDValidity,
	imapcode.CodeUIDNext, imapcode.CodeHighestModSeq, imapcode.CodeReadWrite,
	imapcode.CodeAppendUID, imapcode.CodeCopyUID,
}

// newStream returns n random lines, the same for the same seed. Three out of five have a frequent
// code, the others one of the registry's other codes. All lines conform to the RFCs' grammar and
// keep the limits of their prose. They are 76 octets long on average.
func newStream(seed uint64, n int) []line {
	g := &generator{rand.New(rand.NewPCG(seed, 0))}
	var others []imapcode.Code
	known := map[imapcode.Code]bool{}
	for _, code := range frequent {
		known[code] = true
	}
	for code := range imapcode.All() {
		if !known[code] {
			others = append(others, code)
		}
	}
	lines := make([]line, n)
	for i := range lines {
		codes := others
		if g.IntN(5) < 3 {
			codes = frequent
		}
		lines[i] = g.line(pick(g, codes))
	}
	return lines
}

// A generator makes random lines.
type generator struct {
	*rand.Rand
}

// line returns a line with the given code, of a type that the RFCs name for it.
func (g *generator) line(code imapcode.Code) line {
	typ := g.typeOf(code)
	l := line{Tag: "*", Code: code}
	if typ != imapcode.TypePREAUTH && typ != imapcode.TypeBYE && g.tagged(code) {
		l.Tag = g.tag()
	}
	l.Rest = " " + typ.String() + " "
	if code != "" {
		l.Rest += "[" + string(code) + g.arguments(code) + "] "
	}
	l.Rest += g.text() + "\r\n"
	return l
}

func (g *generator) typeOf(code imapcode.Code) imapcode.Type {
	info, _ := code.Info()
	var types []imapcode.Type
	for typ := imapcode.TypeOK; typ <= imapcode.TypeBYE; typ++ {
		if info.Types().Has(typ) {
			types = append(types, typ)
		}
	}
	switch {
	case code == "":
		return imapcode.TypeOK
	case types == nil: // the RFCs name none
		types = []imapcode.Type{imapcode.TypeOK, imapcode.TypeNO}
	}
	return pick(g, types)
}

// tagged reports whether a line with code has a tag. A server describes a mailbox in untagged
// lines, and ends a command with a tagged one.
func (g *generator) tagged(code imapcode.Code) bool {
	switch code {
	case "", imapcode.CodeReadWrite, imapcode.CodeAppendUID, imapcode.CodeCopyUID:
		return true
	case imapcode.CodePermanentFlags, imapcode.CodeUIDValidity, imapcode.CodeUIDNext,
		imapcode.CodeHighestModSeq:
		return false
	}
	return g.IntN(2) == 0
}

// tag returns a tag as one of several clients would write it.
func (g *generator) tag() string {
	format := pick(g, []string{"a%d", "A%04d", "T%d", "%d", "%d.7", "tag%d"})
	return fmt.Sprintf(format, g.IntN(10000))
}

// words are what the texts are made of.
var words = strings.Fields(`
	a all an and are as at available because been before below but by can changed client
	close command complete completed connection created data done error exists fetched flags
	for from given has have here idle in is it keep later limit list logged mailbox message
	messages moment name new no not now number of on one only open over password please
	quota read ready refused search selected sent server set some stored such text that the
	there this to too try until user was we while will with yet`)

// text returns a text for people. It is as long as makes lines of 76 octets on average.
func (g *generator) text() string {
	var b strings.Builder
	for size := 15 + g.IntN(46); b.Len() < size; {
		word := pick(g, words)
		if b.Len() > 0 {
			b.WriteByte(' ')
		} else {
			word = strings.ToUpper(word[:1]) + word[1:]
		}
		b.WriteString(word)
	}
	return b.String()
}

func pick[T any](g *generator, from []T) T { return from[g.IntN(len(from))] }
