//go:build go1.24

package imapcode_test

import (
	"testing"

	"github.com/imapcodes/imapcodes/generated/imapcode"
)

// metLines are lines of the kinds that servers send and the grammar does not know, and what comes
// of them.
var metLines = []struct {
	reason string
	line   string
	want   imapcode.Response
	typed  imapcode.Bracketed // the arguments; nil if there are none, or none that can be relied on
}{
	// The line ends at the bracket.
	{"no text, flags",
		`* OK [PERMANENTFLAGS (\Answered \Seen \*)]`,
		imapcode.Response{Tag: "*", Type: imapcode.TypeOK, Code: imapcode.CodePermanentFlags, Args: `(\Answered \Seen \*)`,
			Deviations: imapcode.DevNoText},
		imapcode.PermanentFlagsArgs{Flags: `\Answered \Seen \*`}},
	{"no text, a number",
		"* OK [UIDNEXT 4392]",
		imapcode.Response{Tag: "*", Type: imapcode.TypeOK, Code: imapcode.CodeUIDNext, Args: "4392", Deviations: imapcode.DevNoText},
		imapcode.UIDNextArgs{UIDNext: 4392}},
	{"no text, no arguments",
		"a1 NO [TRYCREATE]",
		imapcode.Response{Tag: "a1", Type: imapcode.TypeNO, Code: imapcode.CodeTryCreate, Deviations: imapcode.DevNoText},
		nil},
	{"text at the bracket",
		"a1 NO [TRYCREATE]Create it first",
		imapcode.Response{Tag: "a1", Type: imapcode.TypeNO, Code: imapcode.CodeTryCreate, Text: "Create it first",
			Deviations: imapcode.DevNoSpace},
		nil},
	{"not even the type is followed by anything",
		"a1 OK",
		imapcode.Response{Tag: "a1", Type: imapcode.TypeOK, Deviations: imapcode.DevNoText},
		nil},

	// Too many spaces inside the brackets.
	{"two spaces before a number",
		"* OK [UIDNEXT  4392] Next",
		imapcode.Response{Tag: "*", Type: imapcode.TypeOK, Code: imapcode.CodeUIDNext, Args: " 4392", Text: "Next",
			Deviations: imapcode.DevArgumentsMalformed},
		imapcode.UIDNextArgs{UIDNext: 4392}},
	{"a space after a number",
		"* OK [UIDVALIDITY 14 ] Valid",
		imapcode.Response{Tag: "*", Type: imapcode.TypeOK, Code: imapcode.CodeUIDValidity, Args: "14 ", Text: "Valid",
			Deviations: imapcode.DevArgumentsMalformed},
		imapcode.UIDValidityArgs{UIDValidity: 14}},
	{"two spaces between words",
		"* OK [CAPABILITY IMAP4rev1  IDLE] Ready",
		imapcode.Response{Tag: "*", Type: imapcode.TypeOK, Code: imapcode.CodeCapability, Args: "IMAP4rev1  IDLE", Text: "Ready",
			Deviations: imapcode.DevArgumentsMalformed},
		imapcode.CapabilityArgs{Capabilities: "IMAP4rev1  IDLE"}},
	{"a space after words",
		"* OK [CAPABILITY IMAP4rev1 IDLE ] Ready",
		imapcode.Response{Tag: "*", Type: imapcode.TypeOK, Code: imapcode.CodeCapability, Args: "IMAP4rev1 IDLE ", Text: "Ready",
			Deviations: imapcode.DevArgumentsMalformed},
		imapcode.CapabilityArgs{Capabilities: "IMAP4rev1 IDLE"}},
	{"a space after flags",
		`* OK [PERMANENTFLAGS (\Seen )] Stay`,
		imapcode.Response{Tag: "*", Type: imapcode.TypeOK, Code: imapcode.CodePermanentFlags, Args: `(\Seen )`, Text: "Stay",
			Deviations: imapcode.DevArgumentsMalformed},
		imapcode.PermanentFlagsArgs{Flags: `\Seen`}},
	{"a space after a code that has no arguments",
		"a1 OK [READ-WRITE ] Done",
		imapcode.Response{Tag: "a1", Type: imapcode.TypeOK, Code: imapcode.CodeReadWrite, Text: "Done",
			Deviations: imapcode.DevArgumentsMalformed},
		nil},
	{"nothing was copied, so that both sets are empty",
		"a1 OK [COPYUID 14  ] Done",
		imapcode.Response{Tag: "a1", Type: imapcode.TypeOK, Code: imapcode.CodeCopyUID, Args: "14  ", Text: "Done",
			Deviations: imapcode.DevArgumentsMalformed},
		nil},
	{"a closing parenthesis that closes none",
		"* OK [UIDVALIDITY 14)] Valid",
		imapcode.Response{Tag: "*", Type: imapcode.TypeOK, Code: imapcode.CodeUIDValidity, Args: "14)", Text: "Valid",
			Deviations: imapcode.DevArgumentsMalformed},
		nil},
	{"parentheses in parentheses",
		"a1 NO [BADCHARSET ((UTF-8))] Sorry",
		imapcode.Response{Tag: "a1", Type: imapcode.TypeNO, Code: imapcode.CodeBadCharset, Args: "((UTF-8))", Text: "Sorry",
			Deviations: imapcode.DevArgumentsMalformed},
		nil},
	{"a space before a literal that ends in one",
		"a1 NO [BADCHARSET ( {5}\r\nUTF- )] Sorry",
		imapcode.Response{Tag: "a1", Type: imapcode.TypeNO, Code: imapcode.CodeBadCharset, Args: "( {5}\r\nUTF- )",
			Text: "Sorry", Deviations: imapcode.DevArgumentsMalformed},
		nil},

	// Numbers that cannot be.
	{"zero has no meaning as UIDVALIDITY",
		"* OK [UIDVALIDITY 0] Valid",
		imapcode.Response{Tag: "*", Type: imapcode.TypeOK, Code: imapcode.CodeUIDValidity, Args: "0", Text: "Valid",
			Deviations: imapcode.DevArgumentsMalformed},
		imapcode.UIDValidityArgs{}},
	{"nor as UIDNEXT",
		"* OK [UIDNEXT 0] Next",
		imapcode.Response{Tag: "*", Type: imapcode.TypeOK, Code: imapcode.CodeUIDNext, Args: "0", Text: "Next",
			Deviations: imapcode.DevArgumentsMalformed},
		imapcode.UIDNextArgs{}},
	{"the grammar lets HIGHESTMODSEQ be zero",
		"* OK [HIGHESTMODSEQ 0] Highest",
		imapcode.Response{Tag: "*", Type: imapcode.TypeOK, Code: imapcode.CodeHighestModSeq, Args: "0", Text: "Highest"},
		imapcode.HighestModSeqArgs{}},
	{"a UIDVALIDITY of 33 bits",
		"* OK [UIDVALIDITY 4294967296] Valid",
		imapcode.Response{Tag: "*", Type: imapcode.TypeOK, Code: imapcode.CodeUIDValidity, Args: "4294967296", Text: "Valid",
			Deviations: imapcode.DevLimitExceeded},
		nil},
	{"of 64 bits",
		"* OK [UIDVALIDITY 18446744073709551615] Valid",
		imapcode.Response{Tag: "*", Type: imapcode.TypeOK, Code: imapcode.CodeUIDValidity, Args: "18446744073709551615", Text: "Valid",
			Deviations: imapcode.DevLimitExceeded},
		nil},
	{"of 64 bits, with UIDs",
		"a1 OK [APPENDUID 1152921504606846976 7] Done",
		imapcode.Response{Tag: "a1", Type: imapcode.TypeOK, Code: imapcode.CodeAppendUID, Args: "1152921504606846976 7", Text: "Done",
			Deviations: imapcode.DevLimitExceeded},
		nil},
	{"of 64 bits, and no text",
		"* OK [UIDVALIDITY 18446744073709551615]",
		imapcode.Response{Tag: "*", Type: imapcode.TypeOK, Code: imapcode.CodeUIDValidity, Args: "18446744073709551615",
			Deviations: imapcode.DevLimitExceeded | imapcode.DevNoText},
		nil},

	// Flags of users' making.
	{"a bracket in a flag",
		`* OK [PERMANENTFLAGS (\Seen $a]b)] Stay`,
		imapcode.Response{Tag: "*", Type: imapcode.TypeOK, Code: imapcode.CodePermanentFlags, Args: `(\Seen $a]b)`, Text: "Stay",
			Deviations: imapcode.DevArgumentsMalformed},
		imapcode.PermanentFlagsArgs{Flags: `\Seen $a]b`}},
	{"a bracket at the end of a flag",
		`* OK [PERMANENTFLAGS (\Seen [todo] \*)] Stay`,
		imapcode.Response{Tag: "*", Type: imapcode.TypeOK, Code: imapcode.CodePermanentFlags, Args: `(\Seen [todo] \*)`, Text: "Stay",
			Deviations: imapcode.DevArgumentsMalformed},
		imapcode.PermanentFlagsArgs{Flags: `\Seen [todo] \*`}},
	{"a space in a flag makes two of it",
		`* OK [PERMANENTFLAGS (\Seen to do)] Stay`,
		imapcode.Response{Tag: "*", Type: imapcode.TypeOK, Code: imapcode.CodePermanentFlags, Args: `(\Seen to do)`, Text: "Stay"},
		imapcode.PermanentFlagsArgs{Flags: `\Seen to do`}},
	{"parentheses in a flag",
		`* OK [PERMANENTFLAGS (\Seen to(do) \*)] Stay`,
		imapcode.Response{Tag: "*", Type: imapcode.TypeOK, Code: imapcode.CodePermanentFlags, Args: `(\Seen to(do) \*)`, Text: "Stay",
			Deviations: imapcode.DevArgumentsMalformed},
		nil},
	{"one parenthesis in a flag",
		`* OK [PERMANENTFLAGS (\Seen :( \*)] Stay`,
		imapcode.Response{Tag: "*", Type: imapcode.TypeOK, Code: imapcode.CodePermanentFlags, Args: `(\Seen :( \*)`, Text: "Stay",
			Deviations: imapcode.DevArgumentsMalformed},
		nil},
	{"the other in a flag",
		`* OK [PERMANENTFLAGS (\Seen :) \*)] Stay`,
		imapcode.Response{Tag: "*", Type: imapcode.TypeOK, Code: imapcode.CodePermanentFlags, Args: `(\Seen :) \*)`, Text: "Stay",
			Deviations: imapcode.DevArgumentsMalformed},
		nil},
	{"a quote in a flag",
		`* OK [PERMANENTFLAGS (\Seen 5" \*)] Stay`,
		imapcode.Response{Tag: "*", Type: imapcode.TypeOK, Code: imapcode.CodePermanentFlags, Args: `(\Seen 5" \*)`, Text: "Stay",
			Deviations: imapcode.DevArgumentsMalformed},
		imapcode.PermanentFlagsArgs{Flags: `\Seen 5" \*`}},
	{"a missing parenthesis",
		`* OK [PERMANENTFLAGS (\Seen \*] Stay`,
		imapcode.Response{Tag: "*", Type: imapcode.TypeOK, Code: imapcode.CodePermanentFlags, Args: `(\Seen \*`, Text: "Stay",
			Deviations: imapcode.DevArgumentsMalformed},
		imapcode.PermanentFlagsArgs{Flags: `\Seen \*`}},
	{"a missing parenthesis, and no text",
		`* OK [PERMANENTFLAGS (\Seen \*]`,
		imapcode.Response{Tag: "*", Type: imapcode.TypeOK, Code: imapcode.CodePermanentFlags, Args: `(\Seen \*`,
			Deviations: imapcode.DevArgumentsMalformed | imapcode.DevNoText},
		imapcode.PermanentFlagsArgs{Flags: `\Seen \*`}},
	{"a missing bracket",
		`* OK [PERMANENTFLAGS (\Seen \*) Stay`,
		imapcode.Response{Tag: "*", Type: imapcode.TypeOK, Code: imapcode.CodePermanentFlags, Args: `(\Seen \*) Stay`,
			Deviations: imapcode.DevArgumentsMalformed | imapcode.DevNoBracket | imapcode.DevNoText},
		nil},
	{"no flags, which is allowed",
		"* OK [PERMANENTFLAGS ()] None stay",
		imapcode.Response{Tag: "*", Type: imapcode.TypeOK, Code: imapcode.CodePermanentFlags, Args: "()", Text: "None stay"},
		imapcode.PermanentFlagsArgs{}},
	{"no parentheses around charsets",
		"a1 NO [BADCHARSET UTF-8] Try that",
		imapcode.Response{Tag: "a1", Type: imapcode.TypeNO, Code: imapcode.CodeBadCharset, Args: "UTF-8", Text: "Try that",
			Deviations: imapcode.DevArgumentsMalformed},
		imapcode.BadCharsetArgs{Charsets: "UTF-8"}},

	// Codes that are not atoms.
	{"a quoted value",
		`a1 NO [Error="AuthFailed:LogonDenied" AuthResult=0 Proxy=MBX1.example] LOGIN failed.`,
		imapcode.Response{Tag: "a1", Type: imapcode.TypeNO, Code: `Error="AuthFailed:LogonDenied"`,
			Args: "AuthResult=0 Proxy=MBX1.example", Text: "LOGIN failed.", Deviations: imapcode.DevCodeMalformed},
		nil},
	{"a space in the value",
		`a1 NO [Error="Logon denied" Budget="Owner:Sid~x,Conn:1"] LOGIN failed.`,
		imapcode.Response{Tag: "a1", Type: imapcode.TypeNO, Code: `Error="Logon`, Args: `denied" Budget="Owner:Sid~x,Conn:1"`,
			Text: "LOGIN failed.", Deviations: imapcode.DevCodeMalformed},
		nil},
	{"a bracket in another value",
		`a1 NO [Error="LogonDenied" Trace="[a] b"] LOGIN failed.`,
		imapcode.Response{Tag: "a1", Type: imapcode.TypeNO, Code: `Error="LogonDenied"`, Args: `Trace="[a] b"`, Text: "LOGIN failed.",
			Deviations: imapcode.DevCodeMalformed | imapcode.DevArgumentsMalformed},
		nil},

	// Text that only looks like a code.
	{"a mailbox name in brackets",
		"a1 NO [Gmail]/All Mail cannot be deleted",
		imapcode.Response{Tag: "a1", Type: imapcode.TypeNO, Text: "[Gmail]/All Mail cannot be deleted", Deviations: imapcode.DevTextBracket},
		nil},
	{"two of them",
		"a1 NO [Gmail]/All Mail is not [Gmail]/Trash [yet] indeed",
		imapcode.Response{Tag: "a1", Type: imapcode.TypeNO, Text: "[Gmail]/All Mail is not [Gmail]/Trash [yet] indeed",
			Deviations: imapcode.DevTextBracket},
		nil},
	{"a place in the command",
		"a1 BAD [Error offset=4]: unknown command",
		imapcode.Response{Tag: "a1", Type: imapcode.TypeBAD, Text: "[Error offset=4]: unknown command", Deviations: imapcode.DevTextBracket},
		nil},
	{"an elision",
		"* OK [...a message arrives...]",
		imapcode.Response{Tag: "*", Type: imapcode.TypeOK, Text: "[...a message arrives...]", Deviations: imapcode.DevTextBracket},
		nil},
	{"nothing in brackets",
		"* OK [] Ready",
		imapcode.Response{Tag: "*", Type: imapcode.TypeOK, Text: "[] Ready", Deviations: imapcode.DevTextBracket},
		nil},

	// Codes in another case, which is not a deviation.
	{"lower case",
		"* ok [uidvalidity 14] Valid",
		imapcode.Response{Tag: "*", Type: imapcode.TypeOK, Code: imapcode.CodeUIDValidity, Args: "14", Text: "Valid"},
		imapcode.UIDValidityArgs{UIDValidity: 14}},
	{"mixed case",
		"a1 No [AuthenticationFailed] Wrong password",
		imapcode.Response{Tag: "a1", Type: imapcode.TypeNO, Code: imapcode.CodeAuthenticationFailed, Text: "Wrong password"},
		nil},
	{"keywords too",
		"a1 NO [metadata maxsize 1024] Too long",
		imapcode.Response{Tag: "a1", Type: imapcode.TypeNO, Code: imapcode.CodeMetadata, Args: "maxsize 1024", Text: "Too long"},
		imapcode.MetadataArgs{Keyword: "maxsize", Size: imapcode.OptionalNumber{Number: 1024, Valid: true}}},

	// Codes that nobody registered, which is not a deviation either.
	{"a vendor's, with a URL",
		"* NO [WEBALERT https://mail.example/alert?a=b] Log in with a browser",
		imapcode.Response{Tag: "*", Type: imapcode.TypeNO, Code: "WEBALERT", Args: "https://mail.example/alert?a=b",
			Text: "Log in with a browser"},
		nil},
	{"a vendor's, alone",
		"a1 NO [THROTTLED] Slow down",
		imapcode.Response{Tag: "a1", Type: imapcode.TypeNO, Code: "THROTTLED", Text: "Slow down"},
		nil},
	{"an RFC's",
		"a1 OK [MESSAGELIMIT 1000 23221] Done in part",
		imapcode.Response{Tag: "a1", Type: imapcode.TypeOK, Code: "MESSAGELIMIT", Args: "1000 23221", Text: "Done in part"},
		nil},

	// What is around the code.
	{"two spaces before the type",
		"a1  OK [READ-WRITE] Done",
		imapcode.Response{Tag: "a1", Type: imapcode.TypeOK, Code: imapcode.CodeReadWrite, Text: "Done", Deviations: imapcode.DevExtraSpace},
		nil},
	{"tabs around it",
		"*\tOK\t[UIDNEXT 4392] Next",
		imapcode.Response{Tag: "*", Type: imapcode.TypeOK, Code: imapcode.CodeUIDNext, Args: "4392", Text: "Next",
			Deviations: imapcode.DevExtraSpace},
		imapcode.UIDNextArgs{UIDNext: 4392}},
	{"no space before the bracket",
		"a1 NO[OVERQUOTA] Sorry",
		imapcode.Response{Tag: "a1", Type: imapcode.TypeNO, Code: imapcode.CodeOverQuota, Text: "Sorry", Deviations: imapcode.DevNoCodeSpace},
		nil},
	{"CR CR LF",
		"* OK [UIDVALIDITY 14] Valid\r",
		imapcode.Response{Tag: "*", Type: imapcode.TypeOK, Code: imapcode.CodeUIDValidity, Args: "14", Text: "Valid",
			Deviations: imapcode.DevLineEnd},
		imapcode.UIDValidityArgs{UIDValidity: 14}},
	{"a literal that is still to come",
		"a1 NO [NEWNAME old {3}",
		imapcode.Response{Tag: "a1", Type: imapcode.TypeNO, Code: imapcode.CodeNewName, Args: "old {3}",
			Deviations: imapcode.DevOpenLiteral | imapcode.DevNoBracket | imapcode.DevNoText},
		nil},
	{"a literal that is still to come, after a doubled space",
		"a1 NO [NEWNAME old  {3}",
		imapcode.Response{Tag: "a1", Type: imapcode.TypeNO, Code: imapcode.CodeNewName, Args: "old  {3}",
			Deviations: imapcode.DevOpenLiteral | imapcode.DevNoBracket | imapcode.DevNoText},
		nil},
	{"text that looks like one",
		"* OK Hello {5}",
		imapcode.Response{Tag: "*", Type: imapcode.TypeOK, Text: "Hello {5}"},
		nil},
	{"a size that a user's quote seems to close",
		`* OK [X-SIZE 5"] a 3" disk [see list]: here`,
		imapcode.Response{Tag: "*", Type: imapcode.TypeOK, Code: "X-SIZE", Args: `5"`, Text: `a 3" disk [see list]: here`},
		nil},

	// Lines that should not be.
	{"the server leaves, and says so with a tag",
		"a1 BYE [UNAVAILABLE] Gone",
		imapcode.Response{Tag: "a1", Type: imapcode.TypeBYE, Code: imapcode.CodeUnavailable, Text: "Gone", Deviations: imapcode.DevTypeTagged},
		nil},
	{"text of another encoding",
		"a1 NO [NOPERM] Zugriff verweigert f\xfcr diesen Ordner",
		imapcode.Response{Tag: "a1", Type: imapcode.TypeNO, Code: imapcode.CodeNoPerm,
			Text: "Zugriff verweigert f\xfcr diesen Ordner", Deviations: imapcode.DevTextMalformed},
		nil},
	{"a tag that is quoted",
		`"a1" OK Done`,
		imapcode.Response{Tag: `"a1"`, Type: imapcode.TypeOK, Text: "Done", Deviations: imapcode.DevTagMalformed},
		nil},
}

// TestNotStatus checks that lines that are not status responses give their tag, for which a client
// may wait.
func TestNotStatus(t *testing.T) {
	for line, tag := range map[string]string{
		"12 ERR Fetch frequency limited!": "12",
		"12\tERR x":                       "12",
		"12":                              "12",
		"* 5 EXISTS":                      "*",
		"* OKAY":                          "*",
		"+OK POP3 server ready":           "",
		"(12 ERR x)":                      "",
		" 12 OK x":                        "",
		"":                                "",
	} {
		for _, end := range []string{"", "\n", "\r\n", "\r"} {
			r, err := imapcode.Parse(line + end)
			if err != imapcode.ErrNotStatus || r != (imapcode.Response{Tag: tag}) {
				t.Errorf("Parse(%q) = %+v, %v, want the tag %q and ErrNotStatus", line+end, r, err, tag)
			}
		}
	}
}

func TestDeviations(t *testing.T) {
	for _, test := range metLines {
		t.Run(test.reason, func(t *testing.T) {
			got, err := imapcode.Parse(test.line + "\r\n")
			if err != nil {
				t.Fatal(err)
			}
			if diff := diff(test.want, got); diff != "" {
				t.Errorf("Parse(%q) mismatch (-want +got):\n%s", test.line, diff)
			}
			args, ok := arguments(&got)
			if !ok {
				args = nil
			}
			if diff := diff(test.typed, args); diff != "" {
				t.Errorf("arguments of %q mismatch (-want +got):\n%s", test.line, diff)
			}
		})
	}
}
