//go:build go1.24

package imapcode_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/imapcodes/imapcodes/generated/imapcode"
)

// rfcExamples holds the server lines with a response code that the RFCs show: RFC, section and
// line, divided by tabs.
const rfcExamples = "../../../shared/data/rfc-examples.tsv"

// An exampleKey names an example: the nth line with this code in this section of this RFC.
type exampleKey struct {
	rfc, section string
	code         imapcode.Code
	nth          int
}

// Why examples depart from the grammar, where more than one does for the same reason.
const (
	endsAtBracket = "ends at the bracket, where RFC 9051 section 9 wants a space, and RFC 3501 section 9 text too"
	noParentheses = "RFC 9051 section 9, as RFC 3501, has the charsets in parentheses"
	unclosedFlags = "the flags' closing parenthesis is missing, against RFC 2060 section 9 and all after it; also " + endsAtBracket
	unregistered  = "RFC 9738 section 5 has it in its grammar, but section 7 registers capabilities alone"
	withdrawn     = "RFC 5738 section 3.4 has it in its grammar, section 10 does not register it; RFC 6855, which obsoletes that, dropped it"
)

// departures are the examples that are not as the registry and the RFCs' grammar have them. Those
// without deviations have a code that nobody registered, which the grammar's fallback covers.
var departures = []struct {
	exampleKey
	deviations imapcode.Deviations
	reason     string
}{
	{exampleKey{"2177", "3", "UIDVALIDITY", 1}, imapcode.DevNoText, endsAtBracket},
	{exampleKey{"2193", "3", "REFERRAL", 1}, imapcode.DevNoSpace,
		"text follows the bracket at once: so RFC 2193 section 6 has it, but RFC 9051 section 9 wants a space, as did RFC 2060"},
	{exampleKey{"2193", "4.1", "UIDVALIDITY", 1}, imapcode.DevNoText, endsAtBracket},
	{exampleKey{"2193", "4.1", "UIDVALIDITY", 2}, imapcode.DevNoText, endsAtBracket},
	{exampleKey{"2193", "4.1", "PERMANENTFLAGS", 1}, imapcode.DevNoText | imapcode.DevArgumentsMalformed, unclosedFlags},
	{exampleKey{"2193", "4.1", "PERMANENTFLAGS", 2}, imapcode.DevNoText | imapcode.DevArgumentsMalformed, unclosedFlags},
	{exampleKey{"4549", "6.1", "HIGHESTMODSEQ", 1}, imapcode.DevNoText, endsAtBracket},
	{exampleKey{"4551", "3.1.1", "HIGHESTMODSEQ", 1}, imapcode.DevNoText, endsAtBracket},
	{exampleKey{"4551", "3.2", "HIGHESTMODSEQ", 1}, imapcode.DevNoText, endsAtBracket},
	{exampleKey{"4551", "3.7", "HIGHESTMODSEQ", 1}, imapcode.DevNoText, endsAtBracket},
	{exampleKey{"4978", "3", "CAPABILITY", 1}, imapcode.DevNoText, endsAtBracket},
	{exampleKey{"4978", "3", "CAPABILITY", 2}, imapcode.DevNoText, endsAtBracket},
	{exampleKey{"5162", "3.1", "HIGHESTMODSEQ", 1}, imapcode.DevNoText, endsAtBracket},
	{exampleKey{"5162", "3.1", "CLOSED", 1}, imapcode.DevNoText, endsAtBracket},
	{exampleKey{"5162", "3.1", "HIGHESTMODSEQ", 2}, imapcode.DevNoText, endsAtBracket},
	{exampleKey{"5162", "3.1", "HIGHESTMODSEQ", 3}, imapcode.DevNoText, endsAtBracket},
	{exampleKey{"5162", "3.1", "HIGHESTMODSEQ", 4}, imapcode.DevNoText, endsAtBracket},
	{exampleKey{"5162", "5", "HIGHESTMODSEQ", 1}, imapcode.DevNoText, endsAtBracket},
	{exampleKey{"5182", "2.2", "BADCHARSET", 1}, imapcode.DevArgumentsMalformed, noParentheses},
	{exampleKey{"5257", "4.2", "PERMANENTFLAGS", 1}, imapcode.DevNoText, endsAtBracket},
	{exampleKey{"5257", "4.2", "UNSEEN", 1}, imapcode.DevNoText, endsAtBracket},
	{exampleKey{"5257", "4.2", "UIDVALIDITY", 1}, imapcode.DevNoText, endsAtBracket},
	{exampleKey{"5257", "4.2", "UIDNEXT", 1}, imapcode.DevNoText, endsAtBracket},
	{exampleKey{"5257", "4.2", "ANNOTATIONS", 1}, imapcode.DevNoText, endsAtBracket},
	{exampleKey{"5259", "8.5", "MAXCONVERTMESSAGES", 1}, imapcode.DevNoText, endsAtBracket},
	{exampleKey{"5465", "3.1", "CAPABILITY", 1}, imapcode.DevNoText, endsAtBracket},
	{exampleKey{"5530", "3", "CONTACTADMIN", 1}, imapcode.DevNoText, endsAtBracket},
	{exampleKey{"5738", "3.2", "NOT-UTF-8", 1}, 0, withdrawn},
	{exampleKey{"5738", "3.2", "UTF-8-ONLY", 1}, 0, withdrawn},
	{exampleKey{"6851", "3.3", "COPYUID", 1}, imapcode.DevNoText, endsAtBracket},
	{exampleKey{"7162", "3.1.2.1", "HIGHESTMODSEQ", 1}, imapcode.DevNoText, endsAtBracket},
	{exampleKey{"7162", "3.1.3", "HIGHESTMODSEQ", 1}, imapcode.DevNoText, endsAtBracket},
	{exampleKey{"7162", "3.1.8", "HIGHESTMODSEQ", 1}, imapcode.DevNoText, endsAtBracket},
	{exampleKey{"7162", "3.2.5.1", "CLOSED", 1}, imapcode.DevNoText, endsAtBracket},
	{exampleKey{"9051", "6.3.2", "UIDVALIDITY", 3}, imapcode.DevLimitExceeded,
		"a UIDVALIDITY has 32 bits by RFC 9051 section 2.3.1.1, and nz-number by a comment in section 9; this one has 34"},
	{exampleKey{"9051", "6.3.13", "UIDVALIDITY", 1}, imapcode.DevNoText, endsAtBracket},
	{exampleKey{"9051", "6.3.13", "UIDNEXT", 1}, imapcode.DevNoText, endsAtBracket},
	{exampleKey{"9051", "6.4.4.4", "BADCHARSET", 1}, imapcode.DevArgumentsMalformed, noParentheses},
	{exampleKey{"9051", "6.4.8", "COPYUID", 1}, imapcode.DevNoText, endsAtBracket},
	{exampleKey{"9051", "7.1", "CONTACTADMIN", 1}, imapcode.DevNoText, endsAtBracket},
	{exampleKey{"9586", "3.1", "CAPABILITY", 1}, imapcode.DevNoText, endsAtBracket},
	{exampleKey{"9738", "3.1", "MESSAGELIMIT", 1}, 0, unregistered},
	{exampleKey{"9738", "3.1", "MESSAGELIMIT", 2}, 0, unregistered},
	{exampleKey{"9738", "3.1", "MESSAGELIMIT", 3}, 0, unregistered},
	{exampleKey{"9738", "3.1", "MESSAGELIMIT", 4}, 0, unregistered},
	{exampleKey{"9738", "3.1", "MESSAGELIMIT", 5}, 0, unregistered},
	{exampleKey{"9738", "3.1", "MESSAGELIMIT", 6}, 0, unregistered},
	{exampleKey{"9738", "3.1", "MESSAGELIMIT", 7}, 0, unregistered},
	{exampleKey{"9738", "3.1", "MESSAGELIMIT", 8}, 0, unregistered},
	{exampleKey{"9738", "3.1", "MESSAGELIMIT", 9}, 0, unregistered},
	{exampleKey{"9738", "3.4", "MESSAGELIMIT", 1}, 0, unregistered},
}

// TestRFCExamples checks that the RFCs' own examples are read as they are meant, and that they
// conform except for departures.
func TestRFCExamples(t *testing.T) {
	data, err := os.ReadFile(rfcExamples)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("SKIPPED: the RFCs' own examples are not at hand, Parse has not met them: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	open := map[exampleKey]imapcode.Deviations{} // departures that no line has shown yet
	for _, d := range departures {
		if _, ok := open[d.exampleKey]; ok || d.reason == "" {
			t.Errorf("departure %v: duplicate, or without a reason", d.exampleKey)
		}
		open[d.exampleKey] = d.deviations
	}

	seen := map[exampleKey]int{}
	lines, conform := 0, 0
	for i, row := range strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")[1:] {
		lines++
		cells := strings.Split(row, "\t")
		if len(cells) != 3 {
			t.Fatalf("%s:%d: %d cells, want 3", rfcExamples, i+2, len(cells))
		}
		want, err := readExample(cells[2])
		if err != nil {
			t.Fatalf("%s:%d: %v", rfcExamples, i+2, err)
		}
		key := exampleKey{cells[0], cells[1], want.Code, 0}
		seen[key]++
		key.nth = seen[key]
		departs := false
		want.Deviations, departs = open[key]
		delete(open, key)
		unknown := departs && want.Deviations == 0

		got, err := imapcode.Parse(cells[2])
		if err != nil {
			t.Errorf("%v: %q: %v", key, cells[2], err)
			continue
		}
		if diff := diff(want, got); diff != "" {
			t.Errorf("%v: %q: mismatch (-want +got):\n%s", key, cells[2], diff)
		}
		// All deviations but those from limits keep a line from conforming.
		if want := want.Deviations&^limits == 0; got.Conforms() != want {
			t.Errorf("%v: %q: Conforms is %t, want %t", key, cells[2], got.Conforms(), want)
		}
		if got.Known() == unknown {
			t.Errorf("%v: %q: Known is %t, want %t", key, cells[2], got.Known(), !unknown)
		}
		if u := got.Unusual(""); u != 0 {
			t.Errorf("%v: %q: unusual by Info: %s", key, cells[2], u)
		}
		if got.Conforms() {
			conform++
		}
	}
	for key := range open {
		t.Errorf("departure %v: superfluous, there is no such line", key)
	}
	// 35 end at the bracket, 2 of these and 2 others have malformed arguments, and in 1 the text
	// follows at once.
	if lines != 397 || conform != 397-35-2-1 {
		t.Errorf("%d of %d lines conform, want %d of %d", conform, lines, 397-35-2-1, 397)
	}
}

// readExample takes an example apart in the simplest way, which is enough for them: no example has
// a "]" in its code.
func readExample(line string) (imapcode.Response, error) {
	head, rest, ok := strings.Cut(line, " [")
	inside, text, closed := strings.Cut(rest, "]")
	tag, name, _ := strings.Cut(head, " ")
	types := map[string]imapcode.Type{
		"OK": imapcode.TypeOK, "NO": imapcode.TypeNO, "BAD": imapcode.TypeBAD,
		"PREAUTH": imapcode.TypePREAUTH, "BYE": imapcode.TypeBYE,
	}
	if !ok || !closed || types[name] == 0 {
		return imapcode.Response{}, fmt.Errorf("no example of a response code: %q", line)
	}
	code, args, _ := strings.Cut(inside, " ")
	return imapcode.Response{
		Tag: tag, Type: types[name], Code: imapcode.Code(code), Args: args, Text: strings.TrimPrefix(text, " "),
	}, nil
}

// A malformedRow is a code and what follows its name up to the "]", against the code's own rule.
type malformedRow struct {
	code   imapcode.Code
	tail   string
	reason string
}

// bareCodes are the codes that nothing may follow, each with something that a server could be
// tempted to add, and where the RFCs have the code alone.
var bareCodes = []malformedRow{
	{imapcode.CodeAlert, ` 10`, "RFC 9051 section 9; what is urgent is in the text"},
	{imapcode.CodeParse, ` 17`, "RFC 9051 section 9 has no message number here"},
	{imapcode.CodeReadOnly, ` NOW`, "RFC 9051 section 9"},
	{imapcode.CodeReadWrite, ` (INBOX)`, "RFC 9051 section 9"},
	{imapcode.CodeTryCreate, ` Drafts`, "RFC 9051 section 9; the client knows the mailbox"},
	{imapcode.CodeUnknownCTE, ` "x-uuencode"`, "RFC 9051 section 9, RFC 3516 section 7 have no encoding here"},
	{imapcode.CodeUIDNotSticky, ` 1`, "RFC 9051 section 9, RFC 4315 section 4"},
	{imapcode.CodeTooBig, ` 4294967296`, "RFC 4469 section 5; it is ANNOTATE that TOOBIG may follow"},
	{imapcode.CodeNoModSeq, ` 0`, "RFC 7162 section 7"},
	{imapcode.CodeCompressionActive, ` DEFLATE`, "RFC 4978 section 5"},
	{imapcode.CodeClosed, ` "Old mail"`, "RFC 9051 section 9, RFC 7162 section 3.2.11"},
	{imapcode.CodeNotSaved, ` $`, "RFC 9051 section 9, RFC 5182 section 3"},
	{imapcode.CodeBadComparator, ` i;basic`, "RFC 5255 section 4.10"},
	{imapcode.CodeTempFail, ` 30`, "RFC 5259 section 10 has no time here"},
	{imapcode.CodeNotificationOverflow, ` 1000`, "RFC 5465 section 8"},
	{imapcode.CodeUseAttr, ` (\All)`, "RFC 6154 section 6"},
	{imapcode.CodeHasChildren, ` 2`, "RFC 9051 section 9"},
	{imapcode.CodeUIDRequired, ` 1:4`, "RFC 9586 section 4"},
	{imapcode.CodeTooMany, ` 5000`, "RFC 10022 section 4; ANNOTATE and METADATA have a TOOMANY of their own"},
	{imapcode.CodeTooFew, ` 500`, "RFC 10022 section 4 leaves the minimum to the text"},
	// RFC 5530
	{imapcode.CodeUnavailable, ` LDAP`, "RFC 9051 section 9, RFC 5530 section 4"},
	{imapcode.CodeAuthenticationFailed, ` PLAIN`, "RFC 9051 section 9, RFC 5530 section 4"},
	{imapcode.CodeAuthorizationFailed, ` carol`, "RFC 9051 section 9, RFC 5530 section 4"},
	{imapcode.CodeExpired, ` 2030-01-02`, "RFC 9051 section 9, RFC 5530 section 4"},
	{imapcode.CodePrivacyRequired, ` STARTTLS`, "RFC 9051 section 9, RFC 5530 section 4"},
	{imapcode.CodeContactAdmin, ` postmaster@mail.example`, "RFC 9051 section 9, RFC 5530 section 4"},
	{imapcode.CodeNoPerm, ` lrs`, "RFC 9051 section 9, RFC 5530 section 4"},
	{imapcode.CodeInUse, ` "other client"`, "RFC 9051 section 9, RFC 5530 section 4"},
	{imapcode.CodeExpungeIssued, ` 3,5`, "RFC 9051 section 9, RFC 5530 section 4"},
	{imapcode.CodeCorruption, ` 12`, "RFC 9051 section 9, RFC 5530 section 4"},
	{imapcode.CodeServerBug, ` #4711`, "RFC 9051 section 9, RFC 5530 section 4"},
	{imapcode.CodeClientBug, ` (SELECT twice)`, "RFC 9051 section 9, RFC 5530 section 4"},
	{imapcode.CodeCannot, ` a//b`, "RFC 9051 section 9, RFC 5530 section 4"},
	{imapcode.CodeLimit, ` 32`, "RFC 9051 section 9, RFC 5530 section 4"},
	{imapcode.CodeOverQuota, ` (STORAGE 10 512)`, "RFC 9208 section 7; the QUOTA response has the numbers"},
	{imapcode.CodeAlreadyExists, ` Work`, "RFC 9051 section 9, RFC 5530 section 4"},
	{imapcode.CodeNonExistent, ` "No such"`, "RFC 9051 section 9, RFC 5530 section 4"},
}

// A conformingRow is a code and what follows its name up to the "]", by the code's own rule.
type conformingRow struct {
	code       imapcode.Code
	tail       string
	deviations imapcode.Deviations // those from limits, or none
	reason     string
}

// conforming are arguments that the RFCs' grammar has. Some exceed a limit of its prose, and
// conform.
var conforming = []conformingRow{
	{imapcode.CodeNewName, ` Old New`, 0, "RFC 2060 section 7.1: two mailbox names"},
	{imapcode.CodeNewName, ` inbox "New name"`, 0, "a mailbox is INBOX or an astring, so it may be quoted"},
	{imapcode.CodeNewName, ` a]b ]c`, 0, "an atom of an astring may hold the bracket"},
	{imapcode.CodeNewName, ` old] new`, 0, "one name is not enough, so that this bracket ends no code"},
	{imapcode.CodeNewName, ` old new]er`, 0, "two are, but no space follows this bracket"},
	{imapcode.CodeNewName, " {7}\r\na] b] c \"n]\"", 0, "a literal may hold anything, a quoted string the bracket"},
	{imapcode.CodeNewName, " {3}\r\n\r\n] {0}\r\n", 0, "a literal may hold a line end, and may be empty"},

	{imapcode.CodeReferral, ` imap://mail.example`, 0, "RFC 5092: the path may be left out"},
	{imapcode.CodeReferral, ` IMAP://mail.example:1143/`, 0, "scheme in any case, port, empty path"},
	{imapcode.CodeReferral, ` imap://carol;AUTH=*@mail.example/`, 0, "user and any mechanism"},
	{imapcode.CodeReferral, ` imap://;auth=SCRAM-SHA-256@192.0.2.7/`, 0, "mechanism without user, IPv4"},
	{imapcode.CodeReferral, ` imap://[2001:db8::7]/Work`, 0, "RFC 3986: an IPv6 address is in brackets"},
	{imapcode.CodeReferral, ` imap://[::ffff:192.0.2.7]`, 0, "two brackets in a row, of the address and of the code"},
	{imapcode.CodeReferral, ` imap://[v1.a:b]:143/`, 0, "RFC 3986: the form for later versions"},
	{imapcode.CodeReferral, ` imap://a.example/x imap://[::1]/ imap://b.example/z`, 0, "RFC 2193 section 6: several URLs"},
	{imapcode.CodeReferral, ` imap://mail.example/%E5%8F%B0/b&c=d`, 0, "escaped octets, and what a path may hold besides"},
	{imapcode.CodeReferral, ` imap://mail.example/Work;UIDVALIDITY=7?SUBJECT%20tea`, 0, "a list of messages with a search"},
	{imapcode.CodeReferral, ` imap://mail.example/Work/;UID=20`, 0, "a message"},
	{imapcode.CodeReferral, ` imap://mail.example/Work;UIDVALIDITY=7/;UID=20/;SECTION=1.2/;PARTIAL=0.512`, 0, "part of a message"},
	{imapcode.CodeReferral, ` imap://mail.example/Work/;uid=20;expire=2031-05-06T07:08:09.5+01:00;urlauth=submit+carol:internal:` +
		`0123456789abcdef0123456789ABCDEF`, 0, "authorized, with a time of RFC 3339; any case"},
	{imapcode.CodeReferral, ` imap://mail.example/Work/;UID=20;URLAUTH=user+carol:INTERNAL:0123456789abcdef0123456789abcdef`, 0,
		"authorized without a time"},
	{imapcode.CodeReferral, ` imap://mail.example/Work/;UID=20;URLAUTH=authuser:X-2.0:0123456789abcdef0123456789abcdef01`, 0,
		"another mechanism than INTERNAL, and more digits"},

	{imapcode.CodeBadCharset, ``, 0, "the list may be left out"},
	{imapcode.CodeBadCharset, ` (UTF-8)`, 0, "an atom"},
	{imapcode.CodeBadCharset, ` (UTF-8 "iso 8859-1" "a]\"b\\")`, 0, "quoted strings, with bracket and escapes"},
	{imapcode.CodeBadCharset, ` (a]b)`, 0, "RFC 3501 section 9: an astring, so the bracket in an atom"},
	{imapcode.CodeBadCharset, " ({5}\r\nUTF-8)", 0, "RFC 3501 section 9: an astring, so a literal"},
	{imapcode.CodeBadCharset, " (x {4}\r\n)] x {0}\r\n {02}\r\n\r\n)", 0, "several literals: what looks like the end, nothing, a line end"},

	{imapcode.CodePermanentFlags, ` ()`, 0, "no flag can be changed"},
	{imapcode.CodePermanentFlags, ` (\*)`, 0, "only keywords, and new ones"},
	{imapcode.CodePermanentFlags, ` (\Answered \deleted $Junk Later \X-Mine \*)`, 0, "system flags, keywords, a flag of an extension"},

	{imapcode.CodeUIDNext, ` 4294967295`, 0, "RFC 9051 section 9: nz-number, the largest"},
	{imapcode.CodeUIDNext, ` 4294967296`, imapcode.DevLimitExceeded, "over 32 bits"},
	{imapcode.CodeUIDValidity, ` 1`, 0, "nz-number, the smallest"},
	{imapcode.CodeUnseen, ` 88`, 0, "RFC 3501 section 9: nz-number"},

	{imapcode.CodeAppendUID, ` 7 31`, 0, "RFC 9051 section 9: one UID"},
	{imapcode.CodeAppendUID, ` 7 31:33,40`, 0, "RFC 4315 section 4: a set, of several messages"},
	{imapcode.CodeAppendUID, ` 4294967296 31`, imapcode.DevLimitExceeded, "UIDVALIDITY over 32 bits"},
	{imapcode.CodeCopyUID, ` 7 31 1`, 0, "one message"},
	{imapcode.CodeCopyUID, ` 7 31,35:33,50 6:2`, 0, "sets of five, with ranges of both directions"},
	{imapcode.CodeCopyUID, ` 7 31:33 1:2`, imapcode.DevSetsUnequal, "RFC 4315 section 3: the sets are of equal size"},

	{imapcode.CodeURLMech, ` INTERNAL`, 0, "RFC 4467 section 9: no other mechanism"},
	{imapcode.CodeURLMech, ` internal X-Mine.2 INTERNAL=AAAA`, 0, "mechanisms with and without data; any case"},
	{imapcode.CodeURLMech, ` INTERNAL A= B=Zm9v C=Zm8= D=Zg== E=+/+/Zg==`, 0, "base64 of each length, none too"},

	{imapcode.CodeBadURL, ` imap://mail.example/Work/;UID=20`, 0, "RFC 4469 section 5"},
	{imapcode.CodeBadURL, ` "a\b" (c`, 0, `any octets but "]"; the "\" by the comment, which the range contradicts`},
	{imapcode.CodeBadURL, "  caf \x7f\x01", 0, "any octets, to %x7F"},

	{imapcode.CodeHighestModSeq, ` 9223372036854775807`, 0, "RFC 7162 section 7: digits, of 63 bits"},
	{imapcode.CodeHighestModSeq, ` 9223372036854775808`, imapcode.DevLimitExceeded, "over 63 bits"},
	{imapcode.CodeHighestModSeq, ` 0`, 0, "RFC 7162 section 7: 1*DIGIT, so that the grammar has zero"},
	{imapcode.CodeModified, ` 4`, 0, "RFC 7162 section 7: a sequence-set"},
	{imapcode.CodeModified, ` 4,9:6,12:14`, 0, "with ranges of both directions"},
	{imapcode.CodeModified, ` *`, 0, "the largest number"},
	{imapcode.CodeModified, ` *:4,5:*`, 0, "ranges from and to the largest number"},

	{imapcode.CodeAnnotate, ` TOOBIG`, 0, "RFC 5257 section 5"},
	{imapcode.CodeAnnotate, ` tooMany`, 0, "RFC 5257 section 5, in any case"},
	{imapcode.CodeAnnotations, ` NONE`, 0, "RFC 5257 section 5"},
	{imapcode.CodeAnnotations, ` READ-ONLY`, 0, "RFC 5257 section 5"},
	{imapcode.CodeAnnotations, ` read-only noprivate`, 0, "RFC 5257 section 5, in any case"},
	{imapcode.CodeAnnotations, ` 8192`, 0, "RFC 5257 section 5"},
	{imapcode.CodeAnnotations, ` 8192 NOPRIVATE`, 0, "RFC 5257 section 5"},

	{imapcode.CodeMaxConvertMessages, ` 20`, 0, "RFC 5259 section 10: nz-number"},
	{imapcode.CodeMaxConvertParts, ` 3`, 0, "RFC 5259 section 10: nz-number"},

	{imapcode.CodeNoUpdate, ` "A7"`, 0, "RFC 5267 section 5: a quoted string"},
	{imapcode.CodeNoUpdate, ` ""`, 0, "which may be empty"},
	{imapcode.CodeNoUpdate, ` "a] b \"c] \\"`, 0, "and hold the bracket and escapes"},
	{imapcode.CodeNoUpdate, " \"caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x90\x9f\"", 0, "RFC 9051 section 9: and UTF-8 of two to four octets"},

	{imapcode.CodeBadEvent, ` (MessageNew)`, 0, "RFC 5465 section 8"},
	{imapcode.CodeBadEvent, ` (messagenew MessageExpunge FlagChange AnnotationChange MailboxName SUBSCRIPTIONCHANGE ` +
		`MailboxMetadataChange ServerMetadataChange)`, 0, "all events, in any case"},
	{imapcode.CodeBadEvent, ` (MessageNew X-Own.1)`, 0, "event-ext, of another extension"},
	{imapcode.CodeUndefinedFilter, ` on-the-road`, 0, "RFC 5466 section 4"},
	{imapcode.CodeUndefinedFilter, ` #1.+$!~`, 0, "any atom without a slash"},

	{imapcode.CodeMetadata, ` LONGENTRIES 2050`, 0, "RFC 5464 section 5"},
	{imapcode.CodeMetadata, ` maxsize 0`, 0, "RFC 5464 section 5: number, which may be zero; no parentheses are sent"},
	{imapcode.CodeMetadata, ` TOOMANY`, 0, "RFC 5464 section 5"},
	{imapcode.CodeMetadata, ` NOPRIVATE`, 0, "RFC 5464 section 5"},
	{imapcode.CodeMetadata, ` MAXSIZE 4294967296`, imapcode.DevLimitExceeded, "over 32 bits"},

	{imapcode.CodeDowngraded, ` 31`, 0, "RFC 6858 section 3: UIDs"},
	{imapcode.CodeDowngraded, ` 31:33,40,52:50`, 0, "a set of them"},

	{imapcode.CodeMailboxID, ` (M)`, 0, "RFC 8474 section 7: one character"},
	{imapcode.CodeMailboxID, ` (-aZ_09)`, 0, "letters, digits, underline and hyphen"},
	{imapcode.CodeMailboxID, ` (` + strings.Repeat("m", 255) + `)`, 0, "255 characters are the most"},

	{imapcode.CodeCapability, ` IMAP4rev1`, 0, "RFC 3501 section 9"},
	{imapcode.CodeCapability, ` imap4REV2`, 0, "RFC 9051 section 9, in any case"},
	{imapcode.CodeCapability, ` IDLE AUTH=PLAIN IMAP4rev1 IMAP4rev2 QUOTA=RES-STORAGE`, 0, "both, in the middle"},
	{imapcode.CodeCapability, ` AUTH= IMAP4rev2`, 0, "no mechanism, but an atom"},

	{imapcode.CodeInProgress, ``, 0, "RFC 9585 section 5: all may be left out"},
	{imapcode.CodeInProgress, ` ("A7" NIL NIL)`, 0, "RFC 9585 section 5: the state is unknown"},
	{imapcode.CodeInProgress, ` ("A7" 12 NIL)`, 0, "RFC 9585 section 5: counting"},
	{imapcode.CodeInProgress, ` ("A7" 0 30)`, 0, "RFC 9585 section 5: the goal is known"},
	{imapcode.CodeInProgress, ` (nil 12 Nil)`, 0, "RFC 9585 section 5: no tag; NIL in any case"},
	{imapcode.CodeInProgress, ` ("]) \"" NIL NIL)`, 0, "a tag is a quoted string"},
}

// malformed are arguments that the code's own rule does not have, though most match the fallback
// for unregistered codes.
var malformed = []malformedRow{
	{imapcode.CodeNewName, ` Old`, "one name is missing"},
	{imapcode.CodeNewName, ` Old New Newest`, "three names"},
	{imapcode.CodeNewName, ` Old  New`, "an astring that is not a string has a character"},
	{imapcode.CodeNewName, ` Old "New`, "the quote is not closed"},
	{imapcode.CodeNewName, " Old {99}\r\nNew", "the literal is longer than the line"},
	{imapcode.CodeNewName, " Old {20}\r\nNew", "the literal is longer than what is left of the line"},
	{imapcode.CodeNewName, " Old {100000000000000000003}\r\nNew", "its length is over 64 bits"},
	{imapcode.CodeNewName, " Old {2}\r\nNew", "the literal is shorter than its name"},

	{imapcode.CodeReferral, ``, "no URL"},
	{imapcode.CodeReferral, ` http://mail.example/`, "no IMAP URL"},
	{imapcode.CodeReferral, ` imaps://mail.example/`, "RFC 5092 has imap alone"},
	{imapcode.CodeReferral, ` imap://[2001:db8::7/`, "the bracket of the address is not closed"},
	{imapcode.CodeReferral, ` imap://[2001:db8]/`, "too short for an address"},
	{imapcode.CodeReferral, ` imap://mail.example/%4`, "half an escape"},
	{imapcode.CodeReferral, ` imap://mail.example/Work/;UID=0`, "nz-number"},
	{imapcode.CodeReferral, ` imap://mail.example/Work/;UID=20;URLAUTH=anonymous`, "RFC 5092: no verifier"},
	{imapcode.CodeReferral, ` imap://mail.example/Work/;UID=20;URLAUTH=anonymous:INTERNAL:0123456789abcdef0123456789abcde`,
		"RFC 5092: 31 hexadecimal digits, of which 32 are the least"},
	{imapcode.CodeReferral, ` imap://mail.example/Work;URLAUTH=anonymous:INTERNAL:0123456789abcdef0123456789abcdef`,
		"RFC 5092: only a message or its part is authorized"},
	{imapcode.CodeReferral, ` imap://mail.example/Work/;UID=20;EXPIRE=2-Jan-2031;URLAUTH=anonymous:INTERNAL:0123456789abcdef0123456789abcdef`,
		"RFC 5092: a time of RFC 3339, not of RFC 3501"},
	{imapcode.CodeReferral, ` imap://carol;AUTH=@mail.example/`, "the mechanism is missing"},
	{imapcode.CodeReferral, ` imap://a.example/  imap://b.example/`, "two spaces"},
	{imapcode.CodeReferral, ` (imap://a.example/)`, "no parentheses"},
	{imapcode.CodeReferral, " imap://caf\xc3\xa9.example/", "RFC 3986 is ASCII"},

	{imapcode.CodeBadCharset, ` UTF-8`, "no parentheses"},
	{imapcode.CodeBadCharset, ` ()`, "one charset at least"},
	{imapcode.CodeBadCharset, ` (UTF-8,US-ASCII)x`, "more after the parenthesis"},
	{imapcode.CodeBadCharset, ` (UTF-8 )`, "a space too many"},
	{imapcode.CodeBadCharset, ` ("UTF-8)`, "the quote is not closed"},
	{imapcode.CodeBadCharset, ` ("a\b")`, `"\" escapes only itself and the quote`},
	{imapcode.CodeBadCharset, " ({99}\r\nUTF-8)", "the literal is longer than the line"},
	{imapcode.CodeBadCharset, " ({5+}\r\nUTF-8)", "RFC 9051 section 4.3: no server sends a literal with +"},
	{imapcode.CodeBadCharset, " ({5}UTF-8)", "a literal begins after a line end"},
	{imapcode.CodeBadCharset, " ({3}\r\na\x00b)", "no octet of a literal is NUL"},

	{imapcode.CodePermanentFlags, ``, "the list is missing"},
	{imapcode.CodePermanentFlags, ` \Seen`, "no parentheses"},
	{imapcode.CodePermanentFlags, ` (\Seen`, "the parenthesis is not closed"},
	{imapcode.CodePermanentFlags, ` (a]b`, "nor here, with a bracket before a letter"},
	{imapcode.CodePermanentFlags, ` (\Seen  \Draft)`, "two spaces"},
	{imapcode.CodePermanentFlags, ` (\*x)`, `an atom cannot have "*"`},
	{imapcode.CodePermanentFlags, ` (a]b)`, `nor "]"`},
	{imapcode.CodePermanentFlags, ` (a] b)`, "nor before a space"},
	{imapcode.CodePermanentFlags, ` (a (b) c)`, "nor are parentheses"},

	{imapcode.CodeUIDNext, ``, "the number is missing"},
	{imapcode.CodeUIDNext, ` 0`, "nz-number"},
	{imapcode.CodeUIDNext, ` 007`, "nz-number"},
	{imapcode.CodeUIDValidity, ` 0`, "nz-number"},
	{imapcode.CodeUIDValidity, ` -1`, "no sign"},
	{imapcode.CodeUIDValidity, ` 1 `, "a space too many"},
	{imapcode.CodeUIDValidity, `  1`, "a space too many"},
	{imapcode.CodeUnseen, ` 0`, "nz-number"},
	{imapcode.CodeUnseen, ` 1,2`, "one number, no set"},

	{imapcode.CodeAppendUID, ` 7`, "the UID is missing"},
	{imapcode.CodeAppendUID, ` 7 *`, "a UID is a number"},
	{imapcode.CodeAppendUID, ` 0 31`, "nz-number"},
	{imapcode.CodeAppendUID, ` 7 31,`, "a set ends with a number"},
	{imapcode.CodeCopyUID, ` 7 31`, "a set is missing"},
	{imapcode.CodeCopyUID, ` 7  `, "both sets are empty"},
	{imapcode.CodeCopyUID, ` 7 31:* 1:2`, `a uid-set has no "*"`},
	{imapcode.CodeCopyUID, ` 7 31:32:33 1:3`, "a range has two ends"},
	{imapcode.CodeCopyUID, ` 7 31 1 2`, "three sets"},

	{imapcode.CodeURLMech, ``, "INTERNAL is missing"},
	{imapcode.CodeURLMech, ` X-MINE`, "INTERNAL comes first"},
	{imapcode.CodeURLMech, ` INTERNAL=AAAA`, "the first has no data"},
	{imapcode.CodeURLMech, ` INTERNAL X=Zg=`, "base64 of the wrong length"},
	{imapcode.CodeURLMech, ` INTERNAL X_Y`, "no character of a mechanism"},

	{imapcode.CodeBadURL, ``, "the URL is missing"},
	{imapcode.CodeBadURL, ` `, "the URL is empty"},
	{imapcode.CodeBadURL, " a\x80b", "%x80: the comment says TEXT-CHAR, which the range contradicts"},
	{imapcode.CodeBadURL, " a\xffb", "%xFF"},

	{imapcode.CodeHighestModSeq, ``, "the number is missing"},
	{imapcode.CodeHighestModSeq, ` NIL`, "no number"},
	{imapcode.CodeModified, ``, "the set is missing"},
	{imapcode.CodeModified, ` 0`, "nz-number"},
	{imapcode.CodeModified, ` 4:`, "half a range"},
	{imapcode.CodeModified, ` 4, 6`, "a space in a set"},
	{imapcode.CodeModified, ` $`, "a saved result is for commands, RFC 5182 section 2.1"},

	{imapcode.CodeAnnotate, ``, "the keyword is missing"},
	{imapcode.CodeAnnotate, ` NOPRIVATE`, "a keyword of METADATA"},
	{imapcode.CodeAnnotate, ` TOOBIG 20`, "no number follows"},
	{imapcode.CodeAnnotations, ``, "the size is missing"},
	{imapcode.CodeAnnotations, ` 0`, "nz-number"},
	{imapcode.CodeAnnotations, ` NONE NOPRIVATE`, "nothing follows NONE"},
	{imapcode.CodeAnnotations, ` NOPRIVATE`, "the size is missing"},
	{imapcode.CodeAnnotations, ` 20 PRIVATE`, "no such keyword"},

	{imapcode.CodeMaxConvertMessages, ` 0`, "nz-number"},
	{imapcode.CodeMaxConvertMessages, ``, "the number is missing"},
	{imapcode.CodeMaxConvertParts, ` many`, "no number"},
	{imapcode.CodeMaxConvertParts, ``, "the number is missing"},

	{imapcode.CodeNoUpdate, ``, "the tag is missing"},
	{imapcode.CodeNoUpdate, ` A7`, "no quotes"},
	{imapcode.CodeNoUpdate, ` "A7`, "the quote is not closed"},
	{imapcode.CodeNoUpdate, ` "a\b"`, `"\" escapes only itself and the quote`},
	{imapcode.CodeNoUpdate, ` "a\b \"] c"`, "so too where the string holds what looks like its end"},
	{imapcode.CodeNoUpdate, " \"\xc0\xaf\"", "RFC 3629: no UTF-8"},
	{imapcode.CodeNoUpdate, " {2}\r\nA7", "quoted, no literal"},

	{imapcode.CodeBadEvent, ` ()`, "one event at least"},
	{imapcode.CodeBadEvent, ` MessageNew`, "no parentheses"},
	{imapcode.CodeBadEvent, ` ("MessageNew")`, "no atom"},
	{imapcode.CodeUndefinedFilter, ``, "the name is missing"},
	{imapcode.CodeUndefinedFilter, ` on/road`, "a slash"},
	{imapcode.CodeUndefinedFilter, ` "road"`, "no string"},

	{imapcode.CodeMetadata, ``, "the keyword is missing"},
	{imapcode.CodeMetadata, ` LONGENTRIES`, "the number is missing"},
	{imapcode.CodeMetadata, ` MAXSIZE`, "the number is missing"},
	{imapcode.CodeMetadata, ` (MAXSIZE 1024)`, "parentheses that only group in ABNF"},
	{imapcode.CodeMetadata, ` TOOMANY 4`, "no number follows"},
	{imapcode.CodeMetadata, ` TOOBIG`, "a keyword of ANNOTATE"},

	{imapcode.CodeDowngraded, ``, "the set is missing"},
	{imapcode.CodeDowngraded, ` *`, "no UID"},
	{imapcode.CodeDowngraded, ` (31)`, "no parentheses"},

	{imapcode.CodeMailboxID, ``, "the identifier is missing"},
	{imapcode.CodeMailboxID, ` ()`, "one character at least"},
	{imapcode.CodeMailboxID, ` (` + strings.Repeat("m", 256) + `)`, "256 characters"},
	{imapcode.CodeMailboxID, ` M1`, "no parentheses"},
	{imapcode.CodeMailboxID, ` (M.1)`, "a full stop"},

	{imapcode.CodeCapability, ``, "nothing is listed"},
	{imapcode.CodeCapability, ` IDLE UIDPLUS`, "neither IMAP4rev1 nor IMAP4rev2"},
	{imapcode.CodeCapability, ` IMAP4rev22`, "not quite IMAP4rev2"},
	{imapcode.CodeCapability, ` IMAP4rev2  IDLE`, "two spaces"},
	{imapcode.CodeCapability, ` IMAP4rev2 `, "a space too many"},
	{imapcode.CodeCapability, ` IMAP4rev1 "IDLE"`, "no atom"},

	{imapcode.CodeInProgress, ` ()`, "RFC 9585 section 5: all or nothing"},
	{imapcode.CodeInProgress, ` ("A7")`, "RFC 9585 section 5: all or nothing"},
	{imapcode.CodeInProgress, ` (A7 12 30)`, "the tag is quoted"},
	{imapcode.CodeInProgress, ` ("A7" 12 0)`, "the goal is nz-number"},
	{imapcode.CodeInProgress, ` ("A7" NIL 30)`, "a goal without progress"},
	{imapcode.CodeInProgress, ` "A7" 12 30`, "no parentheses"},
}

// A frame is what is around a code and its arguments.
type frame struct {
	tag   string
	typ   imapcode.Type
	fold  func(string) string // writes the code
	after string              // the "]"
	text  string
}

// frames returns frames with the given text, and without one. The grammar has any code with any
// type.
func frames(text string) []frame {
	same := func(code string) string { return code }
	capital := func(code string) string { return code[:1] + strings.ToLower(code[1:]) }
	return []frame{
		{"*", imapcode.TypeOK, same, " " + text, text},
		{"A7.x", imapcode.TypeNO, strings.ToLower, " " + text + "\r\n", text},
		{"*", imapcode.TypeBYE, capital, " ", ""}, // RFC 9051 section 9: the text may be empty, the space may not
	}
}

// line returns the line of a code with what follows its name up to the "]", and the response that it is when it conforms.
func (f frame) line(code imapcode.Code, tail string) (string, imapcode.Response) {
	return f.tag + " " + f.typ.String() + " [" + f.fold(string(code)) + tail + "]" + f.after,
		imapcode.Response{Tag: f.tag, Type: f.typ, Code: code, Args: strings.TrimPrefix(tail, " "), Text: f.text}
}

// TestConforming checks that each code's own rule has what the RFCs' grammar has, and where it
// ends: the text has more brackets.
func TestConforming(t *testing.T) {
	rows := conforming
	for _, bare := range bareCodes {
		rows = append(rows, conformingRow{bare.code, "", 0, "nothing follows: " + bare.reason})
	}
	codes := map[imapcode.Code]bool{}
	for _, row := range rows {
		codes[row.code] = true
		for _, frame := range frames(`At ten] we (all) said "no] and ] left`) {
			line, want := frame.line(row.code, row.tail)
			want.Deviations = row.deviations
			checkParse(t, line, want, row.reason)
		}
	}
	checkAllCodes(t, codes)
}

// fallback matches what follows the name of a code that nobody registered (RFC 9051 section 9).
var fallback = regexp.MustCompile(`^( [\x01-\x09\x0b\x0c\x0e-\x5c\x5e-\x7f]+)?$`)

// TestMalformed checks that each code's own rule refuses what it does not have, that code,
// arguments and text are there all the same, and that it is the code's rule that refuses.
func TestMalformed(t *testing.T) {
	rows := malformed
	for _, bare := range bareCodes {
		rows = append(rows, bare, malformedRow{bare.code, " ", "a space and nothing"})
	}
	codes := map[imapcode.Code]bool{}
	for _, row := range rows {
		codes[row.code] = true
		for _, frame := range frames("We are sorry") {
			line, want := frame.line(row.code, row.tail)
			want.Deviations = imapcode.DevArgumentsMalformed
			checkParse(t, line, want, row.reason)
			if fallback.MatchString(row.tail) {
				frame.fold = strings.ToUpper
				line, want = frame.line("X-INVENTED", row.tail)
				checkParse(t, line, want, "the fallback has what the rule of "+string(row.code)+" refuses")
			}
		}
	}
	checkAllCodes(t, codes)
}

// limits are the deviations with which a line conforms to the grammar.
const limits = imapcode.DevLimitExceeded | imapcode.DevSetsUnequal

// checkParse checks what Parse and ParseText return for a line.
func checkParse(t *testing.T, line string, want imapcode.Response, reason string) {
	t.Helper()
	got, err := imapcode.Parse(line)
	if diff := diff(want, got); diff != "" || err != nil {
		t.Errorf("%q (%s): %v, mismatch (-want +got):\n%s", line, reason, err, diff)
	}
	if conforms := want.Deviations&^limits == 0; got.Conforms() != conforms {
		t.Errorf("%q (%s): Conforms is %t, want %t", line, reason, got.Conforms(), conforms)
	}
	if _, known := imapcode.Lookup(string(want.Code)); got.Known() != known {
		t.Errorf("%q (%s): Known is %t, want %t", line, reason, got.Known(), known)
	}
	text := imapcode.ParseText(want.Tag, want.Type, strings.SplitN(line, " ", 3)[2])
	want.Deviations &^= imapcode.DevTagMalformed | imapcode.DevTypeTagged
	if diff := diff(want, text); diff != "" {
		t.Errorf("%q (%s): mismatch of ParseText (-want +got):\n%s", line, reason, diff)
	}
}

// checkAllCodes checks that codes are those of the registry, and that they hold the 17 of RFC 5530.
func checkAllCodes(t *testing.T, codes map[imapcode.Code]bool) {
	t.Helper()
	n, rfc5530 := 0, 0
	for code := range imapcode.All() {
		n++
		if !codes[code] {
			t.Errorf("no row has %s", code)
		}
		if info, _ := code.Info(); strings.Contains(info.References, "RFC5530") {
			rfc5530++
		}
	}
	if len(codes) != n || rfc5530 != 17 {
		t.Errorf("the rows have %d of %d codes, and the registry has %d of RFC 5530, want 17", len(codes), n, rfc5530)
	}
}

// TestResponseTypes checks that the types are read in any case, tagged and untagged, with a code
// and without.
func TestResponseTypes(t *testing.T) {
	tests := []struct {
		names    []string
		typ      imapcode.Type
		ifTagged imapcode.Deviations
		reason   string
	}{
		{[]string{"OK", "ok", "Ok", "oK"}, imapcode.TypeOK, 0, "RFC 9051 section 9: resp-cond-state"},
		{[]string{"NO", "no", "No", "nO"}, imapcode.TypeNO, 0, "RFC 9051 section 9: resp-cond-state"},
		{[]string{"BAD", "bad", "Bad", "bAd"}, imapcode.TypeBAD, 0, "RFC 9051 section 9: resp-cond-state"},
		{[]string{"PREAUTH", "preauth", "PreAuth"}, imapcode.TypePREAUTH, imapcode.DevTypeTagged, "greeting is untagged"},
		{[]string{"BYE", "bye", "Bye", "byE"}, imapcode.TypeBYE, imapcode.DevTypeTagged, "response-fatal is untagged"},
	}
	for _, test := range tests {
		for _, name := range test.names {
			want := imapcode.Response{Tag: "*", Type: test.typ, Text: "Tea is ready"}
			checkParse(t, "* "+name+" Tea is ready", want, test.reason)
			want.Code = imapcode.CodeAlert
			checkParse(t, "* "+name+" [aLert] Tea is ready", want, test.reason)
			want.Tag, want.Deviations = "A7.x", test.ifTagged
			checkParse(t, "A7.x "+name+" [Alert] Tea is ready\r\n", want, test.reason)
			want.Code = ""
			checkParse(t, "A7.x "+name+" Tea is ready\n", want, test.reason)
		}
	}
}
