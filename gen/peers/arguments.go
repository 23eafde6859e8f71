package main

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"github.com/imapcodes/imapcodes/generated/imapcode"
)

// arguments returns random arguments for code: what is between its name and the "]".
func (g *generator) arguments(code imapcode.Code) string {
	switch code {
	case imapcode.CodeNewName:
		return " " + g.mailbox() + " " + g.mailbox()
	case imapcode.CodeReferral:
		return g.times(1, 2, g.url)
	case imapcode.CodeBadCharset:
		if g.IntN(3) == 0 {
			return ""
		}
		return g.list(g.times(1, 4, g.charset))
	case imapcode.CodePermanentFlags:
		return g.list(g.times(0, 7, g.flag))
	case imapcode.CodeUIDNext, imapcode.CodeUnseen, imapcode.CodeMaxConvertMessages,
		imapcode.CodeMaxConvertParts:
		return " " + g.number(1, 1<<20)
	case imapcode.CodeUIDValidity:
		return " " + g.validity()
	case imapcode.CodeAppendUID:
		return " " + g.validity() + " " + g.uids()
	case imapcode.CodeCopyUID:
		return " " + g.validity() + " " + g.pairedSets()
	case imapcode.CodeURLMech:
		return " INTERNAL" + g.times(0, 2, g.mechanism)
	case imapcode.CodeBadURL:
		uid := g.number(1, 1<<20)
		return fmt.Sprintf(" /%s;UIDVALIDITY=%s/;UID=%s", g.name(), g.validity(), uid)
	case imapcode.CodeHighestModSeq:
		return " " + g.number(1, 1<<50)
	case imapcode.CodeModified, imapcode.CodeDowngraded:
		return " " + g.set(1+g.IntN(4))
	case imapcode.CodeAnnotate:
		return pick(g, []string{" TOOBIG", " TOOMANY"})
	case imapcode.CodeAnnotations:
		size := pick(g, []string{" NONE", " READ-ONLY", " " + g.number(1, 1<<20)})
		if size == " NONE" || g.IntN(2) == 0 {
			return size
		}
		return size + " NOPRIVATE"
	case imapcode.CodeNoUpdate:
		return " " + g.quotedTag()
	case imapcode.CodeBadEvent:
		return g.list(g.times(1, 3, g.event))
	case imapcode.CodeUndefinedFilter:
		return " " + g.name()
	case imapcode.CodeMetadata:
		return pick(g, []string{" LONGENTRIES ", " MAXSIZE "}) + g.number(0, 1<<20)
	case imapcode.CodeMailboxID:
		return fmt.Sprintf(" (F%08x-%04x_%06x)", g.Uint32(), g.Uint32()>>16, g.Uint32()>>8)
	case imapcode.CodeCapability:
		return pick(g, []string{" IMAP4rev1", " IMAP4rev2", " IMAP4rev1 IMAP4rev2"}) +
			g.times(1, 8, g.capability)
	case imapcode.CodeInProgress:
		return g.progress()
	}
	return ""
}

// times returns between least and most elements, each after a space.
func (g *generator) times(least, most int, element func() string) string {
	var b strings.Builder
	for range least + g.IntN(most-least+1) {
		b.WriteByte(' ')
		b.WriteString(element())
	}
	return b.String()
}

// list returns elements, each after a space, in parentheses.
func (g *generator) list(elements string) string {
	return " (" + strings.TrimPrefix(elements, " ") + ")"
}

func (g *generator) number(least, limit uint64) string {
	return strconv.FormatUint(least+g.Uint64N(limit-least), 10)
}

func (g *generator) validity() string { return g.number(1, 1<<32) }

// uids returns the UID of one message, or in one case out of four a set.
func (g *generator) uids() string {
	if g.IntN(4) > 0 {
		return g.number(1, 1<<20)
	}
	return g.set(1 + g.IntN(3))
}

// set returns a set of n elements in ascending order, about half of them ranges.
func (g *generator) set(n int) string {
	sizes := make([]int, n)
	for i := range sizes {
		sizes[i] = 1 + g.IntN(2)*g.IntN(50)
	}
	return g.setOf(sizes)
}

// setOf returns a set with an element of each of the given sizes: a number, or a range of more.
func (g *generator) setOf(sizes []int) string {
	var b strings.Builder
	next := 1 + g.IntN(1<<16)
	for i, size := range sizes {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.Itoa(next))
		if size > 1 {
			b.WriteString(":" + strconv.Itoa(next+size-1))
		}
		next += size + 1 + g.IntN(1<<8)
	}
	return b.String()
}

// pairedSets returns the two sets of COPYUID, which have the same size (RFC 4315 section 3). The
// one of the destination is a single number or range.
func (g *generator) pairedSets() string {
	sizes := make([]int, 1+g.IntN(3))
	total := 0
	for i := range sizes {
		sizes[i] = 1 + g.IntN(2)*g.IntN(20)
		total += sizes[i]
	}
	return g.setOf(sizes) + " " + g.setOf([]int{total})
}

func (g *generator) flag() string {
	return pick(g, strings.Fields(`\Answered \Flagged \Deleted \Seen \Draft \* $Forwarded $Junk
		$MDNSent work`))
}

func (g *generator) capability() string {
	return pick(g, strings.Fields(`ACL AUTH=PLAIN AUTH=SCRAM-SHA-256 CHILDREN CONDSTORE ENABLE
		ESEARCH ID IDLE LITERAL+ METADATA MOVE NAMESPACE QRESYNC QUOTA SASL-IR SORT SPECIAL-USE
		THREAD=REFERENCES UIDPLUS UNSELECT WITHIN`))
}

func (g *generator) charset() string {
	return pick(g, []string{"UTF-8", "US-ASCII", "ISO-8859-1", "KOI8-R", `"windows-1252"`})
}

func (g *generator) event() string {
	return pick(g, strings.Fields(`MessageNew MessageExpunge FlagChange AnnotationChange MailboxName
		SubscriptionChange`))
}

// name returns a word that is valid as an atom, in a URL and as the name of a filter.
func (g *generator) name() string { return pick(g, words) + g.number(0, 100) }

func (g *generator) mailbox() string {
	if g.IntN(2) == 0 {
		return `"` + g.name() + " " + g.name() + `"`
	}
	return g.name() + "/" + g.name()
}

// url returns a URL of RFC 5092. One out of ten has an IPv6 address, whose "]" does not end the
// code.
func (g *generator) url() string {
	host := g.name() + ".example"
	if g.IntN(10) == 0 {
		host = fmt.Sprintf("[2001:db8::%x]", 1+g.IntN(1<<16-1))
	}
	return "imap://" + g.name() + ";AUTH=*@" + host + "/" + g.name()
}

func (g *generator) mechanism() string {
	return "XMECH-" + g.number(1, 10) + "=" + base64.StdEncoding.EncodeToString([]byte(g.name()))
}

// quotedTag returns a tag as a quoted string. One out of ten has a "]", which tags may hold.
func (g *generator) quotedTag() string {
	if g.IntN(10) == 0 {
		return `"` + g.tag() + `]"`
	}
	return `"` + g.tag() + `"`
}

func (g *generator) progress() string {
	tag := pick(g, []string{"NIL", g.quotedTag()})
	goal := 1 + g.Uint64N(1<<20)
	switch done := g.number(0, goal); g.IntN(4) {
	case 0:
		return ""
	case 1:
		return " (" + tag + " NIL NIL)"
	case 2:
		return " (" + tag + " " + done + " NIL)"
	default:
		return fmt.Sprintf(" (%s %s %d)", tag, done, goal)
	}
}
