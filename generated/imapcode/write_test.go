//go:build go1.24

package imapcode_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/imapcodes/imapcodes/generated/imapcode"
)

// arguments returns the typed arguments of a response, and whether it has some.
func arguments(r *imapcode.Response) (imapcode.Coded, bool) {
	read := accessors[r.Code]
	if read == nil {
		return nil, false
	}
	return read(r)
}

// coded makes an interface of typed arguments.
func coded[T imapcode.Coded](args T, ok bool) (imapcode.Coded, bool) { return args, ok }

// accessors are the methods that return typed arguments.
var accessors = map[imapcode.Code]func(r *imapcode.Response) (imapcode.Coded, bool){
	imapcode.CodeNewName:            func(r *imapcode.Response) (imapcode.Coded, bool) { return coded(r.NewName()) },
	imapcode.CodeReferral:           func(r *imapcode.Response) (imapcode.Coded, bool) { return coded(r.Referral()) },
	imapcode.CodeBadCharset:         func(r *imapcode.Response) (imapcode.Coded, bool) { return coded(r.BadCharset()) },
	imapcode.CodePermanentFlags:     func(r *imapcode.Response) (imapcode.Coded, bool) { return coded(r.PermanentFlags()) },
	imapcode.CodeUIDNext:            func(r *imapcode.Response) (imapcode.Coded, bool) { return coded(r.UIDNext()) },
	imapcode.CodeUIDValidity:        func(r *imapcode.Response) (imapcode.Coded, bool) { return coded(r.UIDValidity()) },
	imapcode.CodeUnseen:             func(r *imapcode.Response) (imapcode.Coded, bool) { return coded(r.Unseen()) },
	imapcode.CodeAppendUID:          func(r *imapcode.Response) (imapcode.Coded, bool) { return coded(r.AppendUID()) },
	imapcode.CodeCopyUID:            func(r *imapcode.Response) (imapcode.Coded, bool) { return coded(r.CopyUID()) },
	imapcode.CodeURLMech:            func(r *imapcode.Response) (imapcode.Coded, bool) { return coded(r.URLMech()) },
	imapcode.CodeBadURL:             func(r *imapcode.Response) (imapcode.Coded, bool) { return coded(r.BadURL()) },
	imapcode.CodeHighestModSeq:      func(r *imapcode.Response) (imapcode.Coded, bool) { return coded(r.HighestModSeq()) },
	imapcode.CodeModified:           func(r *imapcode.Response) (imapcode.Coded, bool) { return coded(r.Modified()) },
	imapcode.CodeAnnotate:           func(r *imapcode.Response) (imapcode.Coded, bool) { return coded(r.Annotate()) },
	imapcode.CodeAnnotations:        func(r *imapcode.Response) (imapcode.Coded, bool) { return coded(r.Annotations()) },
	imapcode.CodeMaxConvertMessages: func(r *imapcode.Response) (imapcode.Coded, bool) { return coded(r.MaxConvertMessages()) },
	imapcode.CodeMaxConvertParts:    func(r *imapcode.Response) (imapcode.Coded, bool) { return coded(r.MaxConvertParts()) },
	imapcode.CodeNoUpdate:           func(r *imapcode.Response) (imapcode.Coded, bool) { return coded(r.NoUpdate()) },
	imapcode.CodeBadEvent:           func(r *imapcode.Response) (imapcode.Coded, bool) { return coded(r.BadEvent()) },
	imapcode.CodeUndefinedFilter:    func(r *imapcode.Response) (imapcode.Coded, bool) { return coded(r.UndefinedFilter()) },
	imapcode.CodeMetadata:           func(r *imapcode.Response) (imapcode.Coded, bool) { return coded(r.Metadata()) },
	imapcode.CodeDowngraded:         func(r *imapcode.Response) (imapcode.Coded, bool) { return coded(r.Downgraded()) },
	imapcode.CodeMailboxID:          func(r *imapcode.Response) (imapcode.Coded, bool) { return coded(r.MailboxID()) },
	imapcode.CodeCapability:         func(r *imapcode.Response) (imapcode.Coded, bool) { return coded(r.Capability()) },
	imapcode.CodeInProgress:         func(r *imapcode.Response) (imapcode.Coded, bool) { return coded(r.InProgress()) },
}

func number(n uint64) imapcode.OptionalNumber {
	return imapcode.OptionalNumber{Number: n, Valid: true}
}

// writtenArgs are typed arguments, and what they are written as.
var writtenArgs = []struct {
	args imapcode.Coded
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
	{imapcode.URLMechArgs{}, "URLMECH INTERNAL"},
	{imapcode.URLMechArgs{Mechanisms: "XSAMPLE=P34OKhO7VEkCbsiYY8rGEg== X-2"}, "URLMECH INTERNAL XSAMPLE=P34OKhO7VEkCbsiYY8rGEg== X-2"},
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
	{imapcode.InProgressArgs{Tag: `"A] (1"`, Progress: number(454), Goal: number(1000)}, `INPROGRESS ("A] (1" 454 1000)`},
}

// TestAppendArguments checks that typed arguments are written as wanted, conform, and are read back as they were, for
// each code that has some.
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

// TestAppendBare checks that each code that needs no arguments can be written without, and the others cannot.
func TestAppendBare(t *testing.T) {
	for c := range imapcode.All() {
		info, _ := c.Info()
		b, err := imapcode.Append(nil, "*", imapcode.TypeNO, c, "Sorry")
		if needs := info.Arguments != "" && info.Arguments[0] != '['; needs {
			want := &imapcode.WriteError{Code: c, Deviations: imapcode.ArgumentsMalformed}
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
		code   imapcode.Coded
		text   string
		want   string
	}{
		{"without code", "a1", imapcode.TypeOK, nil, "Done", "a1 OK Done\r\n"},
		{"without text", "a1", imapcode.TypeNO, imapcode.CodeAlert, "", "a1 NO [ALERT] \r\n"},
		{"without both", "*", imapcode.TypeBAD, nil, "", "* BAD \r\n"},
		{"a continuation request", "+", imapcode.TypeContinuation, nil, "Go on", "+ Go on\r\n"},
		{"with a code", "+", imapcode.TypeContinuation, imapcode.CodeAlert, "Go on", "+ [ALERT] Go on\r\n"},
		{"with neither code nor text", "+", imapcode.TypeContinuation, nil, "", "+ \r\n"},
		{"untagged types", "*", imapcode.TypePREAUTH, nil, "Welcome", "* PREAUTH Welcome\r\n"},
		{"and the other", "*", imapcode.TypeBYE, imapcode.CodeUnavailable, "Gone", "* BYE [UNAVAILABLE] Gone\r\n"},
		{"text that begins with a bracket, behind a code", "a1", imapcode.TypeNO, imapcode.CodeCannot, "[Gmail] stays",
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

// refused is what Append must not write.
var refused = []struct {
	reason string
	tag    string
	typ    imapcode.Type
	code   imapcode.Coded
	text   string
	want   imapcode.WriteError
}{
	// Text.
	{"a line break in the text", "a1", imapcode.TypeOK, nil, "x\r\n* BYE y", imapcode.WriteError{Deviations: imapcode.TextMalformed}},
	{"at its end", "a1", imapcode.TypeOK, nil, "x\r\n", imapcode.WriteError{}},
	{"LF at its end", "a1", imapcode.TypeOK, nil, "x\n", imapcode.WriteError{}},
	{"CR at its end", "a1", imapcode.TypeOK, nil, "x\r", imapcode.WriteError{Deviations: imapcode.TextMalformed}},
	{"LF", "a1", imapcode.TypeOK, imapcode.CodeAlert, "x\ny",
		imapcode.WriteError{Code: imapcode.CodeAlert, Deviations: imapcode.TextMalformed}},
	{"CR", "a1", imapcode.TypeOK, imapcode.CodeAlert, "x\ry",
		imapcode.WriteError{Code: imapcode.CodeAlert, Deviations: imapcode.TextMalformed}},
	{"NUL", "a1", imapcode.TypeOK, imapcode.CodeAlert, "\x00",
		imapcode.WriteError{Code: imapcode.CodeAlert, Deviations: imapcode.TextMalformed}},
	{"no UTF-8", "a1", imapcode.TypeOK, nil, "\xff", imapcode.WriteError{Deviations: imapcode.TextMalformed}},
	{"text that would be no code", "a1", imapcode.TypeNO, nil, "[Gmail]/All Mail", imapcode.WriteError{Deviations: imapcode.TextBracket}},
	{"a bracket alone", "a1", imapcode.TypeNO, nil, "[", imapcode.WriteError{Deviations: imapcode.TextBracket}},
	{"text that would be a code", "a1", imapcode.TypeNO, nil, "[X-VENDOR] x", imapcode.WriteError{Code: "X-VENDOR"}},
	{"a registered one", "a1", imapcode.TypeNO, nil, "[ALERT] x", imapcode.WriteError{Code: imapcode.CodeAlert}},

	// Tag and type.
	{"no tag", "", imapcode.TypeOK, nil, "x", imapcode.WriteError{}},
	{"a space in the tag", "a b", imapcode.TypeOK, nil, "x", imapcode.WriteError{}},
	{"a type in the tag", "a NO", imapcode.TypeOK, nil, "x", imapcode.WriteError{}},
	{"a space behind the tag", "a ", imapcode.TypeOK, nil, "x", imapcode.WriteError{}},
	{"a line break in the tag", "a\r\nb", imapcode.TypeOK, nil, "x", imapcode.WriteError{Deviations: imapcode.TagMalformed}},
	{"a plus in the tag", "a+", imapcode.TypeOK, nil, "x", imapcode.WriteError{Deviations: imapcode.TagMalformed}},
	{"a tag that makes it a continuation request", "+", imapcode.TypeOK, nil, "x", imapcode.WriteError{}},
	{"a continuation request with a tag", "a1", imapcode.TypeContinuation, nil, "x", imapcode.WriteError{}},
	{"and a type as its text", "a1", imapcode.TypeContinuation, nil, "OK x", imapcode.WriteError{}},
	{"no type", "a1", 0, nil, "x", imapcode.WriteError{}},
	{"and one as the text", "a1", 0, nil, "OK x", imapcode.WriteError{}},
	{"a type that is none", "a1", imapcode.TypeContinuation + 1, nil, "x", imapcode.WriteError{}},
	{"a tagged PREAUTH", "a1", imapcode.TypePREAUTH, nil, "x", imapcode.WriteError{Deviations: imapcode.TypeTagged}},
	{"a tagged BYE", "a1", imapcode.TypeBYE, nil, "x", imapcode.WriteError{Deviations: imapcode.TypeTagged}},

	// Codes.
	{"no code, though given", "a1", imapcode.TypeNO, imapcode.Code(""), "x", imapcode.WriteError{Deviations: imapcode.TextBracket}},
	{"a code that is no atom", "a1", imapcode.TypeNO, imapcode.Code(`A"B`), "x",
		imapcode.WriteError{Code: `A"B`, Deviations: imapcode.CodeMalformed}},
	{"an elision", "a1", imapcode.TypeNO, imapcode.Code("...A"), "x", imapcode.WriteError{Deviations: imapcode.TextBracket}},
	{"a code without the arguments it needs", "a1", imapcode.TypeOK, imapcode.CodeUIDNext, "x",
		imapcode.WriteError{Code: imapcode.CodeUIDNext, Deviations: imapcode.ArgumentsMalformed}},
	{"a bracket in raw arguments", "a1", imapcode.TypeNO, imapcode.Raw{Code: "WEBALERT", Args: "a]b"}, "x", imapcode.WriteError{Deviations: imapcode.TextBracket}},
	{"raw arguments that end early", "a1", imapcode.TypeNO, imapcode.Raw{Code: "WEBALERT", Args: "a] b"}, "x",
		imapcode.WriteError{Code: "WEBALERT"}},
	{"a line break in raw arguments", "a1", imapcode.TypeNO, imapcode.Raw{Code: "WEBALERT", Args: "a\r\nb"}, "x",
		imapcode.WriteError{Code: "WEBALERT", Deviations: imapcode.ArgumentsMalformed}},
	{"malformed raw arguments of a registered code", "a1", imapcode.TypeOK, imapcode.Raw{Code: "UIDNEXT", Args: "07"}, "x",
		imapcode.WriteError{Code: imapcode.CodeUIDNext, Deviations: imapcode.ArgumentsMalformed}},

	// Numbers and sets.
	{"zero", "a1", imapcode.TypeOK, imapcode.UIDValidityArgs{}, "x",
		imapcode.WriteError{Code: imapcode.CodeUIDValidity, Deviations: imapcode.ArgumentsMalformed}},
	{"zero among others", "a1", imapcode.TypeOK, imapcode.AppendUIDArgs{UIDs: "1"}, "x",
		imapcode.WriteError{Code: imapcode.CodeAppendUID, Deviations: imapcode.ArgumentsMalformed}},
	{"zero, where it may be missing", "a1", imapcode.TypeOK, imapcode.AnnotationsArgs{MaxSize: number(0)}, "x",
		imapcode.WriteError{Code: imapcode.CodeAnnotations, Deviations: imapcode.ArgumentsMalformed}},
	{"a number over 63 bits", "a1", imapcode.TypeOK, imapcode.HighestModSeqArgs{ModSeq: 1 << 63}, "x",
		imapcode.WriteError{Code: imapcode.CodeHighestModSeq, Deviations: imapcode.LimitExceeded}},
	{"a number over 32 bits", "a1", imapcode.TypeOK, imapcode.MetadataArgs{Keyword: "MAXSIZE", Size: number(1 << 32)}, "x",
		imapcode.WriteError{Code: imapcode.CodeMetadata, Deviations: imapcode.LimitExceeded}},
	{"an empty set", "a1", imapcode.TypeOK, imapcode.AppendUIDArgs{UIDValidity: 1}, "x",
		imapcode.WriteError{Code: imapcode.CodeAppendUID, Deviations: imapcode.ArgumentsMalformed}},
	{"two empty sets", "a1", imapcode.TypeOK, imapcode.CopyUIDArgs{UIDValidity: 1}, "x",
		imapcode.WriteError{Code: imapcode.CodeCopyUID, Deviations: imapcode.ArgumentsMalformed}},
	{"a zero in a set", "a1", imapcode.TypeOK, imapcode.DowngradedArgs{UIDs: "1,0"}, "x",
		imapcode.WriteError{Code: imapcode.CodeDowngraded, Deviations: imapcode.ArgumentsMalformed}},
	{"a star in a set of UIDs", "a1", imapcode.TypeOK, imapcode.DowngradedArgs{UIDs: "1:*"}, "x",
		imapcode.WriteError{Code: imapcode.CodeDowngraded, Deviations: imapcode.ArgumentsMalformed}},
	{"32 bits in a set", "a1", imapcode.TypeOK, imapcode.DowngradedArgs{UIDs: "1:4294967296"}, "x",
		imapcode.WriteError{Code: imapcode.CodeDowngraded, Deviations: imapcode.LimitExceeded}},
	{"sets of two sizes", "a1", imapcode.TypeOK, imapcode.CopyUIDArgs{UIDValidity: 1, SourceUIDs: "1:3", DestUIDs: "7:8"}, "x",
		imapcode.WriteError{Code: imapcode.CodeCopyUID, Deviations: imapcode.SetsUnequal}},

	// Words, strings and lists.
	{"no word", "a1", imapcode.TypeNO, imapcode.UndefinedFilterArgs{}, "x",
		imapcode.WriteError{Code: imapcode.CodeUndefinedFilter, Deviations: imapcode.ArgumentsMalformed}},
	{"another keyword", "a1", imapcode.TypeNO, imapcode.AnnotateArgs{Keyword: "TOOFEW"}, "x",
		imapcode.WriteError{Code: imapcode.CodeAnnotate, Deviations: imapcode.ArgumentsMalformed}},
	{"a keyword with a number that it has not", "a1", imapcode.TypeNO, imapcode.MetadataArgs{Keyword: "TOOMANY", Size: number(1)}, "x",
		imapcode.WriteError{Code: imapcode.CodeMetadata, Deviations: imapcode.ArgumentsMalformed}},
	{"without the number that it has", "a1", imapcode.TypeNO, imapcode.MetadataArgs{Keyword: "MAXSIZE"}, "x",
		imapcode.WriteError{Code: imapcode.CodeMetadata, Deviations: imapcode.ArgumentsMalformed}},
	{"both of what is one or the other", "a1", imapcode.TypeOK, imapcode.AnnotationsArgs{Keyword: "READ-ONLY", MaxSize: number(1)}, "x",
		imapcode.WriteError{Code: imapcode.CodeAnnotations, Deviations: imapcode.ArgumentsMalformed}},
	{"a literal where quotes must be", "a1", imapcode.TypeNO, imapcode.NoUpdateArgs{Tag: imapcode.Quote("a\nb")}, "x",
		imapcode.WriteError{Code: imapcode.CodeNoUpdate, Deviations: imapcode.ArgumentsMalformed}},
	{"an atom where quotes must be", "a1", imapcode.TypeNO, imapcode.NoUpdateArgs{Tag: "B02"}, "x",
		imapcode.WriteError{Code: imapcode.CodeNoUpdate, Deviations: imapcode.ArgumentsMalformed}},
	{"a literal with NUL", "a1", imapcode.TypeNO, imapcode.NewNameArgs{OldName: "a", NewName: imapcode.Quote("\r\x00")}, "x",
		imapcode.WriteError{Code: imapcode.CodeNewName, Deviations: imapcode.ArgumentsMalformed}},
	{"quotes that are not closed", "a1", imapcode.TypeNO, imapcode.NewNameArgs{OldName: `"a`, NewName: "b"}, "x",
		imapcode.WriteError{Code: imapcode.CodeNewName, Deviations: imapcode.ArgumentsMalformed}},
	{"a flag that closes the list", "a1", imapcode.TypeOK, imapcode.PermanentFlagsArgs{Flags: "a)] b"}, "x",
		imapcode.WriteError{Code: imapcode.CodePermanentFlags}},
	{"two spaces in a list", "a1", imapcode.TypeOK, imapcode.PermanentFlagsArgs{Flags: "a  b"}, "x",
		imapcode.WriteError{Code: imapcode.CodePermanentFlags, Deviations: imapcode.ArgumentsMalformed}},
	{"an empty list", "a1", imapcode.TypeNO, imapcode.BadEventArgs{}, "x",
		imapcode.WriteError{Code: imapcode.CodeBadEvent, Deviations: imapcode.ArgumentsMalformed}},
	{"capabilities without the one that must be", "a1", imapcode.TypeOK, imapcode.CapabilityArgs{Capabilities: "IDLE"}, "x",
		imapcode.WriteError{Code: imapcode.CodeCapability, Deviations: imapcode.ArgumentsMalformed}},
	{"a word of 256 octets", "a1", imapcode.TypeOK, imapcode.MailboxIDArgs{ObjectID: strings.Repeat("x", 256)}, "x",
		imapcode.WriteError{Code: imapcode.CodeMailboxID, Deviations: imapcode.ArgumentsMalformed}},
	{"a goal without progress", "a1", imapcode.TypeOK, imapcode.InProgressArgs{Goal: number(7)}, "x",
		imapcode.WriteError{Code: imapcode.CodeInProgress, Deviations: imapcode.ArgumentsMalformed}},
	{"a goal of zero", "a1", imapcode.TypeOK, imapcode.InProgressArgs{Progress: number(0), Goal: number(0)}, "x",
		imapcode.WriteError{Code: imapcode.CodeInProgress, Deviations: imapcode.ArgumentsMalformed}},
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
			if diff := diff(test.want, *got); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestAppendOneForTwo checks that nothing is written that reads as other arguments than those given.
func TestAppendOneForTwo(t *testing.T) {
	tests := []struct {
		reason string
		code   imapcode.Coded
	}{
		{"two sets in one", imapcode.CopyUIDArgs{UIDValidity: 1, SourceUIDs: "2 3"}},
		{"two names in one", imapcode.NewNameArgs{OldName: "a b"}},
		{"two names in the other", imapcode.NewNameArgs{NewName: "a b"}},
		{"a name that is none, and two", imapcode.NewNameArgs{OldName: "a", NewName: ""}},
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
		{imapcode.WriteError{}, "cannot write status response: it would read as something else"},
		{imapcode.WriteError{Code: imapcode.CodeAlert}, "cannot write status response with ALERT: it would read as something else"},
		{imapcode.WriteError{Code: imapcode.CodeUIDNext, Deviations: imapcode.ArgumentsMalformed | imapcode.TextMalformed},
			"cannot write status response with UIDNEXT: arguments-malformed text-malformed"},
	}
	for _, test := range tests {
		if got := test.err.Error(); got != test.want {
			t.Errorf("Error() = %q, want %q", got, test.want)
		}
	}
}
