//go:build go1.24

package imapcode_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/imapcodes/imapcodes/generated/imapcode"
)

// arguments returns the typed arguments of a response, and whether it has some.
func arguments(r *imapcode.Response) (imapcode.Bracketed, bool) {
	read := accessors[r.Code]
	if read == nil {
		return nil, false
	}
	return read(r)
}

// bracketed makes an interface of typed arguments.
func bracketed[T imapcode.Bracketed](args T, ok bool) (imapcode.Bracketed, bool) { return args, ok }

// accessors are the methods that return typed arguments.
var accessors = map[imapcode.Code]func(r *imapcode.Response) (imapcode.Bracketed, bool){
	imapcode.CodeNewName:            func(r *imapcode.Response) (imapcode.Bracketed, bool) { return bracketed(r.NewName()) },
	imapcode.CodeReferral:           func(r *imapcode.Response) (imapcode.Bracketed, bool) { return bracketed(r.Referral()) },
	imapcode.CodeBadCharset:         func(r *imapcode.Response) (imapcode.Bracketed, bool) { return bracketed(r.BadCharset()) },
	imapcode.CodePermanentFlags:     func(r *imapcode.Response) (imapcode.Bracketed, bool) { return bracketed(r.PermanentFlags()) },
	imapcode.CodeUIDNext:            func(r *imapcode.Response) (imapcode.Bracketed, bool) { return bracketed(r.UIDNext()) },
	imapcode.CodeUIDValidity:        func(r *imapcode.Response) (imapcode.Bracketed, bool) { return bracketed(r.UIDValidity()) },
	imapcode.CodeUnseen:             func(r *imapcode.Response) (imapcode.Bracketed, bool) { return bracketed(r.Unseen()) },
	imapcode.CodeAppendUID:          func(r *imapcode.Response) (imapcode.Bracketed, bool) { return bracketed(r.AppendUID()) },
	imapcode.CodeCopyUID:            func(r *imapcode.Response) (imapcode.Bracketed, bool) { return bracketed(r.CopyUID()) },
	imapcode.CodeURLMech:            func(r *imapcode.Response) (imapcode.Bracketed, bool) { return bracketed(r.URLMech()) },
	imapcode.CodeBadURL:             func(r *imapcode.Response) (imapcode.Bracketed, bool) { return bracketed(r.BadURL()) },
	imapcode.CodeHighestModSeq:      func(r *imapcode.Response) (imapcode.Bracketed, bool) { return bracketed(r.HighestModSeq()) },
	imapcode.CodeModified:           func(r *imapcode.Response) (imapcode.Bracketed, bool) { return bracketed(r.Modified()) },
	imapcode.CodeAnnotate:           func(r *imapcode.Response) (imapcode.Bracketed, bool) { return bracketed(r.Annotate()) },
	imapcode.CodeAnnotations:        func(r *imapcode.Response) (imapcode.Bracketed, bool) { return bracketed(r.Annotations()) },
	imapcode.CodeMaxConvertMessages: func(r *imapcode.Response) (imapcode.Bracketed, bool) { return bracketed(r.MaxConvertMessages()) },
	imapcode.CodeMaxConvertParts:    func(r *imapcode.Response) (imapcode.Bracketed, bool) { return bracketed(r.MaxConvertParts()) },
	imapcode.CodeNoUpdate:           func(r *imapcode.Response) (imapcode.Bracketed, bool) { return bracketed(r.NoUpdate()) },
	imapcode.CodeBadEvent:           func(r *imapcode.Response) (imapcode.Bracketed, bool) { return bracketed(r.BadEvent()) },
	imapcode.CodeUndefinedFilter:    func(r *imapcode.Response) (imapcode.Bracketed, bool) { return bracketed(r.UndefinedFilter()) },
	imapcode.CodeMetadata:           func(r *imapcode.Response) (imapcode.Bracketed, bool) { return bracketed(r.Metadata()) },
	imapcode.CodeDowngraded:         func(r *imapcode.Response) (imapcode.Bracketed, bool) { return bracketed(r.Downgraded()) },
	imapcode.CodeMailboxID:          func(r *imapcode.Response) (imapcode.Bracketed, bool) { return bracketed(r.MailboxID()) },
	imapcode.CodeCapability:         func(r *imapcode.Response) (imapcode.Bracketed, bool) { return bracketed(r.Capability()) },
	imapcode.CodeInProgress:         func(r *imapcode.Response) (imapcode.Bracketed, bool) { return bracketed(r.InProgress()) },
}

func number(n uint64) imapcode.OptionalNumber { return imapcode.NumberOf(n) }

// writtenArgs are typed arguments, and what they are written as.
var writtenArgs = []struct {
	args imapcode.Bracketed
	want string
}{
	{imapcode.NewNameArgs{OldName: "old", NewName: "new"}, "NEWNAME old new"},
	{imapcode.NewNameArgs{OldName: "[Gmail]", NewName: `"[Gmail]/All Mail"`}, `NEWNAME [Gmail] "[Gmail]/All Mail"`},
	{imapcode.NewNameArgs{OldName: imapcode.Quote(`a "b"`), NewName: imapcode.Quote("")}, `NEWNAME "a \"b\"" ""`},
	{imapcode.NewNameArgs{OldName: imapcode.Quote("a\nb"), NewName: "c"}, "NEWNAME {3}\r\na\nb c"},
	{imapcode.ReferralArgs{URLs: "imap://user;AUTH=*@mail.example/INBOX"}, "REFERRAL imap://user;AUTH=*@mail.example/INBOX"},
	{imapcode.ReferralArgs{URLs: "imap://[2001:db8::1]/a imap://b.example/b"}, "REFERRAL imap://[2001:db8::1]/a imap://b.example/b"},
	{imapcode.BadCharsetArgs{}, "BADCHARSET"},
	{imapcode.BadCharsetArgs{Charsets: `UTF-8 "US-ASCII"`}, `BADCHARSET (UTF-8 "US-ASCII")`},
	{imapcode.BadCharsetArgs{Charsets: "{5}\r\nUTF-8"}, "BADCHARSET ({5}\r\nUTF-8)"},
	{imapcode.PermanentFlagsArgs{}, "PERMANENTFLAGS ()"},
	{imapcode.PermanentFlagsArgs{Flags: `\Answered $Junk any \*`}, `PERMANENTFLAGS (\Answered $Junk any \*)`},
	{imapcode.UIDNextArgs{UIDNext: 1}, "UIDNEXT 1"},
	{imapcode.UIDNextArgs{UIDNext: 1<<32 - 1}, "UIDNEXT 4294967295"},
	{imapcode.UIDValidityArgs{UIDValidity: 1690123456}, "UIDVALIDITY 1690123456"},
	{imapcode.UnseenArgs{SeqNum: 12}, "UNSEEN 12"},
	{imapcode.AppendUIDArgs{UIDValidity: 1, UIDs: "2"}, "APPENDUID 1 2"},
	{imapcode.AppendUIDArgs{UIDValidity: 1, UIDs: "2:3,9,5:4"}, "APPENDUID 1 2:3,9,5:4"},
	{imapcode.CopyUIDArgs{UIDValidity: 38505, SourceUIDs: "304,319:320", DestUIDs: "3956:3958"}, "COPYUID 38505 304,319:320 3956:3958"},
	{imapcode.CopyUIDArgs{UIDValidity: 1, SourceUIDs: "41:39", DestUIDs: "7,9,8"}, "COPYUID 1 41:39 7,9,8"},
	{imapcode.URLMechArgs{Mechanisms: "INTERNAL"}, "URLMECH INTERNAL"},
	{imapcode.URLMechArgs{Mechanisms: "INTERNAL XSAMPLE=P34OKhO7VEkCbsiYY8rGEg== X-2"}, "URLMECH INTERNAL XSAMPLE=P34OKhO7VEkCbsiYY8rGEg== X-2"},
	{imapcode.BadURLArgs{URL: "/INBOX;UID=7 (gone)"}, "BADURL /INBOX;UID=7 (gone)"},
	{imapcode.BadURLArgs{URL: " a "}, "BADURL  a "},
	{imapcode.HighestModSeqArgs{}, "HIGHESTMODSEQ 0"},
	{imapcode.HighestModSeqArgs{ModSeq: 1<<63 - 1}, "HIGHESTMODSEQ 9223372036854775807"},
	{imapcode.ModifiedArgs{Messages: "7,9:12"}, "MODIFIED 7,9:12"},
	{imapcode.ModifiedArgs{Messages: "5:*"}, "MODIFIED 5:*"},
	{imapcode.AnnotateArgs{Keyword: "TOOBIG"}, "ANNOTATE TOOBIG"},
	{imapcode.AnnotateArgs{Keyword: "toomany"}, "ANNOTATE toomany"},
	{imapcode.AnnotationsArgs{Keyword: "NONE"}, "ANNOTATIONS NONE"},
	{imapcode.AnnotationsArgs{Keyword: "READ-ONLY"}, "ANNOTATIONS READ-ONLY"},
	{imapcode.AnnotationsArgs{Keyword: "READ-ONLY", NoPrivate: true}, "ANNOTATIONS READ-ONLY NOPRIVATE"},
	{imapcode.AnnotationsArgs{MaxSize: number(1<<32 - 1)}, "ANNOTATIONS 4294967295"},
	{imapcode.AnnotationsArgs{MaxSize: number(20480), NoPrivate: true}, "ANNOTATIONS 20480 NOPRIVATE"},
	{imapcode.MaxConvertMessagesArgs{MaxMessages: 10}, "MAXCONVERTMESSAGES 10"},
	{imapcode.MaxConvertPartsArgs{MaxParts: 1<<32 - 1}, "MAXCONVERTPARTS 4294967295"},
	{imapcode.NoUpdateArgs{Tag: `"B02"`}, `NOUPDATE "B02"`},
	{imapcode.NoUpdateArgs{Tag: imapcode.Quote(`a] "b\`)}, `NOUPDATE "a] \"b\\"`},
	{imapcode.BadEventArgs{Events: "FlagChange"}, "BADEVENT (FlagChange)"},
	{imapcode.BadEventArgs{Events: "MessageNew messageexpunge ServerMetadataChange"}, "BADEVENT (MessageNew messageexpunge ServerMetadataChange)"},
	{imapcode.UndefinedFilterArgs{Filter: "on-the-road"}, "UNDEFINED-FILTER on-the-road"},
	{imapcode.MetadataArgs{Keyword: "LONGENTRIES", Size: number(2199)}, "METADATA LONGENTRIES 2199"},
	{imapcode.MetadataArgs{Keyword: "MAXSIZE", Size: number(0)}, "METADATA MAXSIZE 0"},
	{imapcode.MetadataArgs{Keyword: "TOOMANY"}, "METADATA TOOMANY"},
	{imapcode.MetadataArgs{Keyword: "NOPRIVATE"}, "METADATA NOPRIVATE"},
	{imapcode.DowngradedArgs{UIDs: "70,105:108"}, "DOWNGRADED 70,105:108"},
	{imapcode.MailboxIDArgs{ObjectID: "F2212ea87-6097_x"}, "MAILBOXID (F2212ea87-6097_x)"},
	{imapcode.MailboxIDArgs{ObjectID: strings.Repeat("x", 255)}, "MAILBOXID (" + strings.Repeat("x", 255) + ")"},
	{imapcode.CapabilityArgs{Capabilities: "IMAP4rev2"}, "CAPABILITY IMAP4rev2"},
	{imapcode.CapabilityArgs{Capabilities: "IDLE IMAP4rev1 AUTH=SCRAM-SHA-256"}, "CAPABILITY IDLE IMAP4rev1 AUTH=SCRAM-SHA-256"},
	{imapcode.InProgressArgs{}, "INPROGRESS"},
	{imapcode.InProgressArgs{Tag: `"A001"`}, `INPROGRESS ("A001" NIL NIL)`},
	{imapcode.InProgressArgs{Progress: number(0)}, "INPROGRESS (NIL 0 NIL)"},
	{imapcode.InProgressArgs{Progress: number(999), Goal: number(1000)}, "INPROGRESS (NIL 999 1000)"},
	{imapcode.InProgressArgs{Tag: `"A (1"`, Progress: number(454), Goal: number(1000)}, `INPROGRESS ("A (1" 454 1000)`},
}

// TestAppendArguments checks that typed arguments are written as wanted, conform, and are read back
// as they were, for each code that has some.
func TestAppendArguments(t *testing.T) {
	tested := make(map[imapcode.Code]bool)
	for _, test := range writtenArgs {
		t.Run(test.want, func(t *testing.T) {
			b, err := imapcode.Append([]byte("before "), "a1", imapcode.TypeOK, test.args, "Done")
			if err != nil {
				t.Fatal(err)
			}
			if diff := diff("before a1 OK ["+test.want+"] Done\r\n", string(b)); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
			r, err := imapcode.Parse(strings.TrimPrefix(string(b), "before "))
			if err != nil {
				t.Fatal(err)
			}
			if r.Deviations != 0 || !r.Conforms() || !r.Known() {
				t.Errorf("%q departs from the grammar: %v", b, r.Deviations)
			}
			got, ok := arguments(&r)
			if !ok {
				t.Fatalf("%q has no arguments", b)
			}
			if diff := diff(test.args, got); diff != "" {
				t.Errorf("arguments mismatch (-want +got):\n%s", diff)
			}
			tested[r.Code] = true
		})
	}
	for c := range imapcode.All() {
		info, _ := c.Info()
		if (info.Arguments != "") != tested[c] {
			t.Errorf("%s has the arguments %q, and a row here: %v", c, info.Arguments, tested[c])
		}
	}
}

// TestAppendBare checks that each code that needs no arguments can be written without, and the
// others cannot.
func TestAppendBare(t *testing.T) {
	for c := range imapcode.All() {
		info, _ := c.Info()
		b, err := imapcode.Append(nil, "*", imapcode.TypeNO, c, "Sorry")
		if needs := info.Arguments != "" && info.Arguments[0] != '['; needs {
			want := &imapcode.WriteError{Code: c, Part: "code", Reason: `"` + string(c) + `" needs arguments`}
			if diff := diff(error(want), err); diff != "" || len(b) != 0 {
				t.Errorf("%s alone: %q, mismatch (-want +got):\n%s", c, b, diff)
			}
			continue
		}
		if err != nil || string(b) != "* NO ["+string(c)+"] Sorry\r\n" {
			t.Errorf("%s alone: %q, %v", c, b, err)
			continue
		}
		r, err := imapcode.Parse(string(b))
		want := imapcode.Response{Tag: "*", Type: imapcode.TypeNO, Code: c, Text: "Sorry"}
		if diff := diff(want, r); diff != "" || err != nil {
			t.Errorf("%q: %v, mismatch (-want +got):\n%s", b, err, diff)
		}
	}
}

func TestAppend(t *testing.T) {
	tests := []struct {
		reason string
		tag    string
		typ    imapcode.Type
		code   imapcode.Bracketed
		text   string
		want   string
	}{
		{"without code", "a1", imapcode.TypeOK, nil, "Done", "a1 OK Done\r\n"},
		{"with a zero code", "a1", imapcode.TypeOK, imapcode.Code(""), "Done", "a1 OK Done\r\n"},
		{"with a zero raw code", "a1", imapcode.TypeOK, imapcode.Raw{}, "Done", "a1 OK Done\r\n"},
		{"without text", "a1", imapcode.TypeNO, imapcode.CodeAlert, "", "a1 NO [ALERT] \r\n"},
		{"without both", "*", imapcode.TypeBAD, nil, "", "* BAD \r\n"},
		{"a continuation request", "+", imapcode.TypeContinuation, nil, "Go on", "+ Go on\r\n"},
		{"with a code", "+", imapcode.TypeContinuation, imapcode.CodeAlert, "Go on", "+ [ALERT] Go on\r\n"},
		{"with neither code nor text", "+", imapcode.TypeContinuation, nil, "", "+ \r\n"},
		{"untagged types", "*", imapcode.TypePREAUTH, nil, "Welcome", "* PREAUTH Welcome\r\n"},
		{"and the other", "*", imapcode.TypeBYE, imapcode.CodeUnavailable, "Gone", "* BYE [UNAVAILABLE] Gone\r\n"},
		{"text that begins with a bracket, after a code", "a1", imapcode.TypeNO, imapcode.CodeCannot, "[Gmail] stays",
			"a1 NO [CANNOT] [Gmail] stays\r\n"},
		{"text that begins with a space", "a1", imapcode.TypeOK, nil, " x", "a1 OK  x\r\n"},
		{"text in UTF-8", "a1", imapcode.TypeOK, nil, "grüß dich", "a1 OK grüß dich\r\n"},
		{"a code in lower case", "a1", imapcode.TypeNO, imapcode.Code("alert"), "x", "a1 NO [alert] x\r\n"},
		{"an unregistered code", "a1", imapcode.TypeNO, imapcode.Code("THROTTLED"), "x", "a1 NO [THROTTLED] x\r\n"},
		{"with arguments", "a1", imapcode.TypeNO, imapcode.Raw{Code: "WEBALERT", Args: "https://mail.example/"}, "x",
			"a1 NO [WEBALERT https://mail.example/] x\r\n"},
		{"without", "a1", imapcode.TypeNO, imapcode.Raw{Code: "WEBALERT"}, "x", "a1 NO [WEBALERT] x\r\n"},
		{"raw arguments of a registered code", "a1", imapcode.TypeOK, imapcode.Raw{Code: "uidnext", Args: "7"}, "x",
			"a1 OK [uidnext 7] x\r\n"},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			b, err := imapcode.Append([]byte("before "), test.tag, test.typ, test.code, test.text)
			if err != nil {
				t.Fatal(err)
			}
			if diff := diff("before "+test.want, string(b)); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
			r, err := imapcode.Parse(test.want)
			if err != nil {
				t.Fatal(err)
			}
			if r.Tag != test.tag || r.Type != test.typ || r.Text != test.text || r.Deviations != 0 {
				t.Errorf("%q reads as %+v", test.want, r)
			}
		})
	}
}

// refused is what Append must not write, and what it says is wrong with it.
var refused = []struct {
	reason string
	tag    string
	typ    imapcode.Type
	code   imapcode.Bracketed
	text   string
	want   string
}{
	// Text.
	{"a line break in the text", "a1", imapcode.TypeOK, nil, "x\r\n* BYE y", "text: CR at octet 1"},
	{"at its end", "a1", imapcode.TypeOK, nil, "x\r\n", "text: CR at octet 1"},
	{"LF at its end", "a1", imapcode.TypeOK, nil, "x\n", "text: LF at octet 1"},
	{"CR at its end", "a1", imapcode.TypeOK, nil, "x\r", "text: CR at octet 1"},
	{"LF", "a1", imapcode.TypeOK, imapcode.CodeAlert, "x\ny", "text: LF at octet 1"},
	{"CR", "a1", imapcode.TypeOK, imapcode.CodeAlert, "x\ry", "text: CR at octet 1"},
	{"NUL", "a1", imapcode.TypeOK, imapcode.CodeAlert, "\x00", "text: NUL at octet 0"},
	{"no UTF-8", "a1", imapcode.TypeOK, nil, "\xff", "text: what is not UTF-8 at octet 0"},
	{"text that would not be a code", "a1", imapcode.TypeNO, nil, "[Gmail]/All Mail", `text: begins with "[", as a code does`},
	{"a bracket alone", "a1", imapcode.TypeNO, nil, "[", `text: begins with "[", as a code does`},
	{"text that would be a code", "a1", imapcode.TypeNO, nil, "[X-VENDOR] x", `text: begins with "[", as a code does`},
	{"a registered one", "a1", imapcode.TypeNO, imapcode.Code(""), "[ALERT] x", `text: begins with "[", as a code does`},

	// Tag and type.
	{"no tag", "", imapcode.TypeOK, nil, "x", "tag: empty"},
	{"a space in the tag", "a b", imapcode.TypeOK, nil, "x", `tag: "a b" is not a tag`},
	{"a type in the tag", "a NO", imapcode.TypeOK, nil, "x", `tag: "a NO" is not a tag`},
	{"a space after the tag", "a ", imapcode.TypeOK, nil, "x", `tag: "a " is not a tag`},
	{"a line break in the tag", "a\r\nb", imapcode.TypeOK, nil, "x", `tag: "a\x0d\x0ab" is not a tag`},
	{"a plus in the tag", "a+", imapcode.TypeOK, nil, "x", `tag: "a+" is not a tag`},
	{"a tag that makes it a continuation request", "+", imapcode.TypeOK, nil, "x", `tag: "+" is not a tag`},
	{"a continuation request with a tag", "a1", imapcode.TypeContinuation, nil, "x",
		`tag: "a1" is not "+", the tag of a continuation request`},
	{"and a type as its text", "*", imapcode.TypeContinuation, nil, "OK x",
		`tag: "*" is not "+", the tag of a continuation request`},
	{"no type", "a1", 0, nil, "x", "type: 0 is not a type"},
	{"and one as the text", "a1", 0, nil, "OK x", "type: 0 is not a type"},
	{"a type that does not exist", "a1", imapcode.TypeContinuation + 1, nil, "x", "type: 7 is not a type"},
	{"a tagged PREAUTH", "a1", imapcode.TypePREAUTH, nil, "x", `tag: "a1" is not "*", the tag of an untagged response`},
	{"a tagged BYE", "a1", imapcode.TypeBYE, nil, "x", `tag: "a1" is not "*", the tag of an untagged response`},

	// Codes.
	{"a code that is not an atom", "a1", imapcode.TypeNO, imapcode.Code(`A"B`), "x", `code: "A\"B" is not an atom`},
	{"an elision", "a1", imapcode.TypeNO, imapcode.Code("...A"), "x", `code: "...A" would be read as text`},
	{"a code without the arguments it needs", "a1", imapcode.TypeOK, imapcode.CodeUIDNext, "x", `code: "UIDNEXT" needs arguments`},
	{"a pointer", "a1", imapcode.TypeOK, &imapcode.UIDNextArgs{UIDNext: 1}, "x", "code: a pointer to the arguments, want their value"},
	{"a bracket in raw arguments", "a1", imapcode.TypeNO, imapcode.Raw{Code: "WEBALERT", Args: "a]b"}, "x",
		`argument Args: "a]b" has a "]", which would end the code`},
	{"raw arguments that end early", "a1", imapcode.TypeNO, imapcode.Raw{Code: "WEBALERT", Args: "a] b"}, "x",
		`argument Args: "a] b" has a "]", which would end the code`},
	{"a line break in raw arguments", "a1", imapcode.TypeNO, imapcode.Raw{Code: "WEBALERT", Args: "a\r\nb"}, "x",
		`argument Args: "a\x0d\x0ab" does not match the grammar`},
	{"raw arguments without a code", "a1", imapcode.TypeNO, imapcode.Raw{Args: "a"}, "x", "code: empty"},
	{"malformed raw arguments of a registered code", "a1", imapcode.TypeOK, imapcode.Raw{Code: "UIDNEXT", Args: "07"}, "x",
		`argument Args: "07" does not match the grammar`},

	// Numbers and sets.
	{"zero", "a1", imapcode.TypeOK, imapcode.UIDValidityArgs{}, "x",
		"argument UIDValidity: 0 does not match the grammar"},
	{"zero among others", "a1", imapcode.TypeOK, imapcode.AppendUIDArgs{UIDs: "1"}, "x",
		"argument UIDValidity: 0 does not match the grammar"},
	{"zero, where it may be missing", "a1", imapcode.TypeOK, imapcode.AnnotationsArgs{MaxSize: number(0)}, "x",
		"argument MaxSize: 0 does not match the grammar"},
	{"a number over 63 bits", "a1", imapcode.TypeOK, imapcode.HighestModSeqArgs{ModSeq: 1 << 63}, "x",
		"argument ModSeq: 9223372036854775808 is over the limit"},
	{"a number over 32 bits", "a1", imapcode.TypeOK, imapcode.MetadataArgs{Keyword: "MAXSIZE", Size: number(1 << 32)}, "x",
		"argument Size: 4294967296 is over the limit"},
	{"an empty set", "a1", imapcode.TypeOK, imapcode.AppendUIDArgs{UIDValidity: 1}, "x", "argument UIDs: missing"},
	{"two empty sets", "a1", imapcode.TypeOK, imapcode.CopyUIDArgs{UIDValidity: 1}, "x", "argument SourceUIDs: missing"},
	{"a zero in a set", "a1", imapcode.TypeOK, imapcode.DowngradedArgs{UIDs: "1,0"}, "x",
		`argument UIDs: "1,0" does not match the grammar`},
	{"a star in a set of UIDs", "a1", imapcode.TypeOK, imapcode.DowngradedArgs{UIDs: "1:*"}, "x",
		`argument UIDs: "1:*" does not match the grammar`},
	{"32 bits in a set", "a1", imapcode.TypeOK, imapcode.DowngradedArgs{UIDs: "1:4294967296"}, "x",
		`argument UIDs: "1:4294967296" has a number of more than 32 bits`},
	{"sets of two sizes", "a1", imapcode.TypeOK, imapcode.CopyUIDArgs{UIDValidity: 1, SourceUIDs: "1:3", DestUIDs: "7:8"}, "x",
		`argument DestUIDs: "7:8" differs in size from the set before it`},

	// Words, strings and lists.
	{"no word", "a1", imapcode.TypeNO, imapcode.UndefinedFilterArgs{}, "x", "argument Filter: missing"},
	{"another keyword", "a1", imapcode.TypeNO, imapcode.AnnotateArgs{Keyword: "TOOFEW"}, "x",
		`argument Keyword: "TOOFEW" does not match the grammar`},
	{"a keyword with a number that it does not have", "a1", imapcode.TypeNO, imapcode.MetadataArgs{Keyword: imapcode.MetadataTOOMANY, Size: number(1)}, "x",
		"argument Size: 1 does not match the grammar"},
	{"without the number that it has", "a1", imapcode.TypeNO, imapcode.MetadataArgs{Keyword: imapcode.MetadataMAXSIZE}, "x", "argument Size: missing"},
	{"both of what is one or the other", "a1", imapcode.TypeOK, imapcode.AnnotationsArgs{Keyword: "READ-ONLY", MaxSize: number(1)}, "x",
		"argument MaxSize: 1 does not match the grammar"},
	{"a literal where quotes must be", "a1", imapcode.TypeNO, imapcode.NoUpdateArgs{Tag: imapcode.Quote("a\nb")}, "x",
		`argument Tag: "{3}\x0d\x0aa\x0ab" does not match the grammar`},
	{"an atom where quotes must be", "a1", imapcode.TypeNO, imapcode.NoUpdateArgs{Tag: "B02"}, "x",
		`argument Tag: "B02" does not match the grammar`},
	{"a literal with NUL", "a1", imapcode.TypeNO, imapcode.NewNameArgs{OldName: "a", NewName: imapcode.Quote("\r\x00")}, "x",
		`argument NewName: "{2}\x0d\x0a\x0d\x00" does not match the grammar`},
	{"quotes that are not closed", "a1", imapcode.TypeNO, imapcode.NewNameArgs{OldName: `"a`, NewName: "b"}, "x",
		"argument NewName: incomplete"},
	{"a flag that closes the list", "a1", imapcode.TypeOK, imapcode.PermanentFlagsArgs{Flags: "a)] b"}, "x",
		`argument Flags: "a)] b" has a "]", which would end the code`},
	{"a bracket in a URL", "a1", imapcode.TypeNO, imapcode.BadURLArgs{URL: "imap://[::1]/x"}, "x",
		`argument URL: "imap://[::1]/x" has a "]", which would end the code`},
	{"two spaces in a list", "a1", imapcode.TypeOK, imapcode.PermanentFlagsArgs{Flags: "a  b"}, "x",
		`argument Flags: "a  b" does not match the grammar`},
	{"an empty list", "a1", imapcode.TypeNO, imapcode.BadEventArgs{}, "x", "argument Events: missing"},
	{"capabilities without the one that must be", "a1", imapcode.TypeOK, imapcode.CapabilityArgs{Capabilities: "IDLE"}, "x",
		"argument Capabilities: incomplete"},
	{"mechanisms without the one that comes first", "a1", imapcode.TypeOK, imapcode.URLMechArgs{Mechanisms: "X-2"}, "x",
		`argument Mechanisms: "X-2" does not match the grammar`},
	{"a word of 256 octets", "a1", imapcode.TypeOK, imapcode.MailboxIDArgs{ObjectID: strings.Repeat("x", 256)}, "x",
		`argument ObjectID: "` + strings.Repeat("x", 64) + `"... does not match the grammar`},
	{"a goal without progress", "a1", imapcode.TypeOK, imapcode.InProgressArgs{Goal: number(7)}, "x",
		"argument Goal: 7 does not match the grammar"},
	{"a goal of zero", "a1", imapcode.TypeOK, imapcode.InProgressArgs{Progress: number(0), Goal: number(0)}, "x",
		"argument Goal: 0 does not match the grammar"},
}

func TestAppendRefuses(t *testing.T) {
	for _, test := range refused {
		t.Run(test.reason, func(t *testing.T) {
			before := append(make([]byte, 0, 1<<10), "before"...)
			b, err := imapcode.Append(before, test.tag, test.typ, test.code, test.text)
			if string(b) != "before" {
				t.Errorf("wrote %q", b)
			}
			var got *imapcode.WriteError
			if !errors.As(err, &got) {
				t.Fatalf("error = %v, want a *WriteError", err)
			}
			if diff := diff(test.want, got.Part+": "+got.Reason); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestAppendOneForTwo checks that nothing is written that reads as other arguments than those
// given.
func TestAppendOneForTwo(t *testing.T) {
	tests := []struct {
		reason string
		code   imapcode.Bracketed
	}{
		{"two sets in one", imapcode.CopyUIDArgs{UIDValidity: 1, SourceUIDs: "2 3"}},
		{"two names in one", imapcode.NewNameArgs{OldName: "a b"}},
		{"two names in the other", imapcode.NewNameArgs{NewName: "a b"}},
		{"a missing name, and two", imapcode.NewNameArgs{OldName: "a", NewName: ""}},
		{"a number in a keyword", imapcode.MetadataArgs{Keyword: "MAXSIZE 5"}},
		{"a number as a keyword", imapcode.AnnotationsArgs{Keyword: "5"}},
		{"a keyword in a keyword", imapcode.AnnotationsArgs{Keyword: "READ-ONLY NOPRIVATE"}},
		{"a number and a keyword as a keyword", imapcode.AnnotationsArgs{Keyword: "5 NOPRIVATE"}},
		{"NIL as a string", imapcode.InProgressArgs{Tag: "nil"}},
		{"arguments in a code", imapcode.Code("UIDNEXT 5")},
		{"in one that has none", imapcode.Code("ALERT x")},
		{"a space in a code", imapcode.Code("WEBALERT ")},
		{"a code that ends early", imapcode.Code("ALERT] x")},
		{"in an unregistered one", imapcode.Code("WEBALERT x")},
		{"in a raw one", imapcode.Raw{Code: "WEBALERT x"}},
		{"that has arguments", imapcode.Raw{Code: "WEBALERT x", Args: "y"}},
	}
	for _, test := range tests {
		b, err := imapcode.Append([]byte("before"), "a1", imapcode.TypeNO, test.code, "x")
		var refusal *imapcode.WriteError
		if string(b) != "before" || !errors.As(err, &refusal) {
			t.Errorf("%s: %+v is written %q, %v", test.reason, test.code, b, err)
		}
	}
}

func TestWriteError(t *testing.T) {
	tests := []struct {
		err  imapcode.WriteError
		want string
	}{
		{imapcode.WriteError{Part: "tag", Reason: "empty"}, "cannot write status response: tag: empty"},
		{imapcode.WriteError{Code: imapcode.CodeUIDNext, Part: "code", Reason: `"UIDNEXT" needs arguments`},
			`cannot write UIDNEXT: code: "UIDNEXT" needs arguments`},
	}
	for _, test := range tests {
		if got := test.err.Error(); got != test.want {
			t.Errorf("Error() = %q, want %q", got, test.want)
		}
	}
}

// TestAppendTypedString checks that arguments print as they are sent.
func TestAppendTypedString(t *testing.T) {
	for _, test := range writtenArgs {
		if got := fmt.Sprint(test.args); got != test.want {
			t.Errorf("%#v prints as %q, want %q", test.args, got, test.want)
		}
	}
	for _, test := range []struct {
		code imapcode.Bracketed
		want string
	}{
		{imapcode.CodeAlert, "ALERT"},
		{imapcode.Raw{Code: "WEBALERT", Args: "https://mail.example/"}, "WEBALERT https://mail.example/"},
		{imapcode.Raw{Code: "WEBALERT"}, "WEBALERT"},
		{imapcode.CopyUIDArgs{}, "COPYUID 0"}, // what Append refuses prints too
		{imapcode.NewNameArgs{OldName: "a b"}, "NEWNAME a b"},
	} {
		if got := fmt.Sprint(test.code); got != test.want {
			t.Errorf("%#v prints as %q, want %q", test.code, got, test.want)
		}
	}
}

// TestAppendNil checks that a tag with "]", which RFC 9585 section 4 forbids, is written as NIL.
func TestAppendNil(t *testing.T) {
	args := imapcode.InProgressArgs{Tag: imapcode.Quote("A] (1"), Progress: number(454), Goal: number(1000)}
	b, err := imapcode.Append(nil, "*", imapcode.TypeOK, args, "x")
	if want := "* OK [INPROGRESS (NIL 454 1000)] x\r\n"; string(b) != want || err != nil {
		t.Errorf("wrote %q, %v, want %q", b, err, want)
	}
}

// TestAppendAllocatesNothing checks that nothing is allocated for a line that fits the buffer, of
// arguments that are not constants.
func TestAppendAllocatesNothing(t *testing.T) {
	b := make([]byte, 0, 1<<10)
	long := imapcode.Set(strings.Repeat("1:3,", 50) + "7")
	for n := uint32(38505); n < 38507; n++ {
		tests := []struct {
			reason string
			append func() ([]byte, error)
		}{
			{"no code", func() ([]byte, error) { return imapcode.Append(b, "a1", imapcode.TypeOK, nil, "Done") }},
			{"a code", func() ([]byte, error) {
				return imapcode.Append(b, "a1", imapcode.TypeNO, imapcode.CodeOverQuota, "Sorry")
			}},
			{"numbers and sets", func() ([]byte, error) {
				args := imapcode.CopyUIDArgs{UIDValidity: n, SourceUIDs: long, DestUIDs: long}
				return imapcode.Append(b, "a1", imapcode.TypeOK, args, "Grüße, and more than thirty-two octets of text")
			}},
			{"strings and optional numbers", func() ([]byte, error) {
				args := imapcode.InProgressArgs{Tag: `"a1"`, Progress: number(uint64(n))}
				return imapcode.Append(b, "*", imapcode.TypeOK, args, "x")
			}},
			{"a list", func() ([]byte, error) {
				return imapcode.Append(b, "*", imapcode.TypeOK, imapcode.PermanentFlagsArgs{Flags: imapcode.List(`\Seen \*`)}, "x")
			}},
			{"raw arguments", func() ([]byte, error) {
				return imapcode.Append(b, "*", imapcode.TypeNO, imapcode.Raw{Code: "WEBALERT", Args: string(long)}, `"x"`)
			}},
		}
		for _, test := range tests {
			allocations := testing.AllocsPerRun(10, func() {
				if _, err := test.append(); err != nil {
					t.Fatal(err)
				}
			})
			if allocations != 0 {
				t.Errorf("%s: Append allocates %v times", test.reason, allocations)
			}
		}
	}
}
