package explain

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/gen/docs"
)

// invented returns a book about a few codes, in invented words.
func invented() *Book {
	section := docs.Section{
		Reference: docs.Reference{Name: "RFC1", Title: "One", URL: "https://example.com/1"}, Section: "2",
	}
	return NewBook(docs.Page{
		Types: []docs.Type{
			{Name: "OK", Tagged: "It worked.", Untagged: "By the way.", Section: section},
			{Name: "NO", Tagged: "It failed.", Untagged: "Take care.", Section: section},
			{Name: "BYE", Untagged: "The end.", Section: section},
		},
		Codes: []docs.Code{
			{
				Code: "OVERQUOTA", Name: "OverQuota", Constant: "CodeOverQuota", Status: "registered",
				Summary: "The mailbox is full.", Advice: "Delete something.", Security: "None.",
				Types: []string{"NO", "OK"}, Tagged: []string{"OK", "NO"}, Untagged: []string{"NO"},
				Commands: []string{"APPEND", "any"}, State: "authenticated", Capability: []string{"A", "B"},
				Rev1: "extension", Rev2: "base", Retry: "changed", RetryWords: "It may work.",
				Defined: []docs.Section{section}, Examples: []docs.Example{{Line: "a NO [OVERQUOTA] x"}},
			},
			{
				Code: "COPYUID", Name: "CopyUID", Constant: "CodeCopyUID", Status: "registered",
				Arguments: "SP numbers", Summary: "Copied.", Types: []string{"OK"},
				Tagged: []string{"OK"}, Commands: []string{"COPY"}, State: "selected",
			},
			{
				Code: "NEWNAME", Name: "NewName", Constant: "CodeNewName", Status: "obsolete",
				Arguments: "SP names", Summary: "Renamed.", Types: []string{"NO"},
				Tagged: []string{"NO"}, Commands: []string{"APPEND", "COPY"},
			},
			{
				Code: "ALERT", Name: "Alert", Constant: "CodeAlert", Status: "registered",
				Summary: "Read this.", Commands: []string{"any"}, Capability: []string{"A"},
			},
			{
				Code: "EXPIRED", Name: "Expired", Constant: "CodeExpired", Status: "registered",
				Types: []string{"NO"}, Tagged: []string{"NO"}, Commands: []string{"LOGIN", "AUTHENTICATE"},
			},
		},
	})
}

// TestLines checks what is said about lines, each on its own.
func TestLines(t *testing.T) {
	for _, test := range []struct{ line, want string }{
		{"a NO [overquota] Sorry", `
    tag         a
    type        NO: It failed.
    code        OVERQUOTA
    meaning     The mailbox is full.
    status      registered
    text        Sorry
    advice      Delete something.
    retry       It may work.
    documents   RFC 1 section 2, One, https://example.com/1
`},
		{"* OK [COPYUID 7 1:2 3:4] Done", `
    tag         *
    type        OK: By the way.
    code        COPYUID
    meaning     Copied.
    status      registered
    arguments   UIDValidity 7
                SourceUIDs 1:2
                DestUIDs 3:4
    text        Done
`},
		{"a OK [COPYUID 7  ]Done", `
    tag         a
    type        OK: It worked.
    code        COPYUID
    meaning     Copied.
    status      registered
    arguments   7  
                (these cannot be relied on)
    grammar     SP numbers
    text        Done
    deviations  no-space: no space between the ] and the text
                arguments-malformed: the arguments do not match the code's grammar
`},
		{"a OK [COPYUID 4294967296 1 3] x", `
    tag         a
    type        OK: It worked.
    code        COPYUID
    meaning     Copied.
    status      registered
    arguments   4294967296 1 3
                (these cannot be relied on)
    text        x
    deviations  limit-exceeded: a number exceeds the limit that the RFC sets
                4294967296 needs more than 32 bits
`},
		{"a NO [ALERT 5] x", `
    tag         a
    type        NO: It failed.
    code        ALERT
    meaning     Read this.
    status      registered
    arguments   5
    grammar     nothing may follow
    text        x
    deviations  arguments-malformed: the arguments do not match the code's grammar
`},
		{"a OK [EXPIRED] x", `
    tag         a
    type        OK: It worked.
    code        EXPIRED
    status      registered
    unusual     the RFCs have it with NO
    text        x
`},
		{"* NO [EXPIRED] x", `
    tag         *
    type        NO: Take care.
    code        EXPIRED
    status      registered
    unusual     the RFCs have it with tagged NO
    text        x
`},
		{"[COPYUID 7 1:2 3:4]", `
    code        COPYUID
    meaning     Copied.
    status      registered
    arguments   UIDValidity 7
                SourceUIDs 1:2
                DestUIDs 3:4
`},
		{"NO [ALERT] x", `
    error       not a status response: want a tag and OK, NO, BAD, PREAUTH or BYE before the code
    code        ALERT
    meaning     Read this.
    status      registered
    text        x
`},
		{"* 5 EXISTS", "\n    error       server data, not a status response\n"},
		{"* OK [X-OURS 5] x", `
    tag         *
    type        OK: By the way.
    code        X-OURS
    status      unknown; clients ignore codes that they do not know (RFC 9051 section 7.1)
    arguments   5
    text        x
`},
	} {
		var out bytes.Buffer
		if err := invented().Lines(&out, []string{test.line}, Options{}); err != nil {
			t.Fatal(err)
		}
		line, rest, _ := strings.Cut(out.String(), "\n")
		if diff := cmp.Diff(test.want, "\n"+rest); diff != "" || line != test.line {
			t.Errorf("%q is shown as %q, mismatch (-want +got):\n%s", test.line, line, diff)
		}
	}
}

// TestTranscript checks what is said about a transcript, with each of the options.
func TestTranscript(t *testing.T) {
	const transcript = "S: * OK [ALERT] Hi\n" +
		"C: a LOGIN x y\nS: a OK Done\n" +
		"C: b UID COPY 1 x\nS: b NO [OVERQUOTA] No\n" +
		"C: c UID COPY 1 x\nS: c OK [EXPIRED] x\n" +
		"C: d COPY 1 x\nS: d NO [OVERQUOTA]\n" +
		"S: * 5 EXISTS\nS: NO [ALERT] x\n"
	const summary = `summary
    lines: 11
         5  status response (lines 1, 3, 5, 7, 9)
         4  sent by the client (lines 2, 4, 6, 8)
         1  not a status response: want a tag and OK, NO, BAD, PREAUTH or BYE before the code (line 11)
         1  server data, not a status response (line 10)
    codes: 5
         2  ALERT: registered. Read this. (lines 1, 11)
         2  OVERQUOTA: registered. The mailbox is full. (lines 5, 9)
         1  EXPIRED: registered.  (line 7)
    deviations: 1
         1  no-text: the line ends where a space is required (line 9)
`
	const overquota = `5: S: b NO [OVERQUOTA] No
    tag         b
    command     UID COPY
    type        NO: It failed.
    code        OVERQUOTA
    meaning     The mailbox is full.
    status      registered
    text        No
    advice      Delete something.
    retry       It may work.
    documents   RFC 1 section 2, One, https://example.com/1
`
	const expired = `7: S: c OK [EXPIRED] x
    tag         c
    command     UID COPY
    type        OK: It worked.
    code        EXPIRED
    status      registered
    unusual     the RFCs have it with NO
                the RFCs have it with LOGIN or AUTHENTICATE
    text        x
`
	const later = "9: S: d NO [OVERQUOTA]  # OVERQUOTA, see line 5; no-text: the line ends where a space is required\n"
	const broken = "11: S: NO [ALERT] x"
	const noTag = "not a status response: want a tag and OK, NO, BAD, PREAUTH or BYE before the code"
	const alert = `1: S: * OK [ALERT] Hi
    tag         *
    type        OK: By the way.
    code        ALERT
    meaning     Read this.
    status      registered
    text        Hi
`
	for _, test := range []struct {
		reason  string
		options Options
		want    string
		err     error
	}{
		{"all of it", Options{}, alert + "3: S: a OK Done\n" + overquota + expired + later +
			broken + "  # " + noTag + "; ALERT, see line 1\n\n" + summary, nil},
		{"problems", Options{Problems: true, Strict: true}, overquota + expired + later +
			broken + "\n    error       " + noTag + "\n    code        ALERT\n    meaning     Read this.\n" +
			"    status      registered\n    text        x\n", ErrDeparts},
		{"a summary", Options{Summary: true}, summary, nil},
	} {
		var out bytes.Buffer
		err := invented().Transcript(&out, strings.NewReader(transcript), test.options)
		if diff := cmp.Diff(test.want, out.String()); diff != "" || !errors.Is(err, test.err) {
			t.Errorf("%s: error %v, mismatch (-want +got):\n%s", test.reason, err, diff)
		}
	}
}

// TestStrict checks which lines depart from the grammar.
func TestStrict(t *testing.T) {
	for line, want := range map[string]error{
		"a NO [OVERQUOTA] x": nil,
		"a NO [OVERQUOTA]":   ErrDeparts,
		"NO [OVERQUOTA] x":   ErrDeparts,
		"a NOOP":             ErrDeparts,
		"* 5 EXISTS":         nil,
	} {
		lines := []string{line}
		if err := invented().Lines(io.Discard, lines, Options{Strict: true}); err != want {
			t.Errorf("%s: error %v, want %v", line, err, want)
		}
		if err := invented().Lines(io.Discard, lines, Options{}); err != nil {
			t.Errorf("%s: error %v, although it is not wanted", line, err)
		}
	}
}

// TestLookup checks what is known about words.
func TestLookup(t *testing.T) {
	const overquota = `OVERQUOTA
    meaning     The mailbox is full.
    advice      Delete something.
    status      registered
    tagged      OK, NO
    untagged    NO
    commands    APPEND, any
    state       authenticated or selected
    capability  A or B or IMAP4rev2
    IMAP4rev1   extension
    IMAP4rev2   base
    examples    a NO [OVERQUOTA] x
    retry       It may work.
    documents   RFC 1 section 2, One, https://example.com/1
    security    None.
    constant    CodeOverQuota
`
	for _, test := range []struct{ reason, word, want string }{
		{"a code", "OVERQUOTA", overquota},
		{"in brackets", "[overquota]", overquota},
		{"its constant", "codeoverquota", overquota},
		{"a code with little to say", "ALERT", "ALERT\n    meaning     Read this.\n    status      registered\n" +
			"    commands    any\n    capability  A\n    constant    CodeAlert\n"},
		{"arguments", "COPYUID", "COPYUID\n    meaning     Copied.\n    status      registered\n    tagged      OK\n" +
			"    commands    COPY\n    state       selected\n    arguments   SP numbers\n    constant    CodeCopyUID\n"},
		{"a type", "no", `NO
    tagged      It failed.
                EXPIRED, NEWNAME, OVERQUOTA
    untagged    Take care.
                OVERQUOTA
    document    RFC 1 section 2, One, https://example.com/1
`},
		{"a type in brackets, which is not a code", "[NO]", ""},
		{"a command", "append", `codes that answer APPEND
    NEWNAME             Renamed. (NO; obsolete)
    OVERQUOTA           The mailbox is full. (NO, OK)
    any command         ALERT
`},
		{"a capability", "a", `codes of the capability A
    ALERT               Read this. ()
    OVERQUOTA           The mailbox is full. (NO, OK)
`},
		{"nothing known", "NOSUCH", ""},
		{"nothing", "", ""},
	} {
		if diff := cmp.Diff(test.want, invented().Lookup(test.word, Options{})); diff != "" {
			t.Errorf("%s: mismatch (-want +got):\n%s", test.reason, diff)
		}
	}
}

// TestWords checks that each word is listed once, and that all of them are known.
func TestWords(t *testing.T) {
	book := invented()
	want := append(baseCommands(),
		"A", "ALERT", "B", "BAD", "BYE", "COPYUID", "EXPIRED", "NEWNAME", "NO", "OK", "OVERQUOTA",
		"PREAUTH", "any")
	slices.Sort(want)
	if diff := cmp.Diff(want, book.Words()); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
	book = checkedIn(t)
	for _, word := range book.Words() {
		if book.Lookup(word, Options{}) == "" {
			t.Errorf("nothing is known about %s", word)
		}
	}
}
