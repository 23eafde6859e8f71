//go:build linux

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/imapcodes/imapcodes/generated/imapcode"
)

// A step is a command that a session sends, and codes that must be among those of the answer. What
// is in braces is sent as a literal; what follows a line feed, when the server asks for more.
type step struct{ session, command, codes string }

// steps provoke codes. The session "far" has another address, which Dovecot does not trust.
var steps = slices.Concat(
	[]step{ // logging in
		{"a", "LOGIN alice wrong", "AUTHENTICATIONFAILED"},
		{"a", "AUTHENTICATE PLAIN\nAGFsaWNlAHdyb25n", "AUTHENTICATIONFAILED"},
		{"a", "AUTHENTICATE PLAIN bm9ib2R5AGFkbWluAHB3", "AUTHORIZATIONFAILED"},
		{"a", "LOGIN nobody*admin pw", "AUTHORIZATIONFAILED"},
		{"a", "AUTHENTICATE X-UNKNOWN", ""},
		{"a", "LOGIN down pw", "UNAVAILABLE"},
		{"a", "LOGIN moved pw", "REFERRAL"},
		{"a", "LOGIN closed pw", "CONTACTADMIN"},
		{"a", "SELECT INBOX", ""},
		{"far", "LOGIN alice pw", "PRIVACYREQUIRED ALERT"},
		{"far", "AUTHENTICATE PLAIN AGFsaWNlAHB3", "PRIVACYREQUIRED"},
		{"far", "LOGOUT", ""},
		{"broken", "LOGIN broken pw", "CAPABILITY"},
		{"broken", "NOOP", ""},
		{"a", "LOGIN alice pw", "CAPABILITY"},
		{"a", "CAPABILITY", ""},
		{"a", "X-UNKNOWN", ""},
	},
	[]step{ // mailboxes
		{"a", "SELECT Nowhere", ""},
		{"a", "SELECT INBOX", "PERMANENTFLAGS UIDVALIDITY UIDNEXT READ-WRITE"},
		{"a", "CREATE Archive", ""},
		{"a", "CREATE Archive", "ALREADYEXISTS"},
		{"a", "CREATE Sent (USE (\\Sent))", ""},
		{"a", "CREATE a//b", "CANNOT"},
		{"a", "CREATE Old", ""},
		{"a", "RENAME Old Archive", "ALREADYEXISTS"},
		{"a", "RENAME Nowhere New", "NONEXISTENT"},
		{"a", "RENAME Old Old/New", ""},
		{"a", "DELETE Old", ""},
		{"a", "DELETE Nowhere", "NONEXISTENT"},
		{"a", "DELETE INBOX", ""},
		{"a", "SUBSCRIBE Nowhere", ""},
		{"a", "STATUS Nowhere (MESSAGES)", ""},
		{"a", "STATUS INBOX (MESSAGES)", "CLIENTBUG"},
	},
	[]step{ // adding messages
		{"a", "APPEND Nowhere {x}", "TRYCREATE"},
		{"a", "APPEND INBOX {Subject: 1\r\n\r\nx}", "APPENDUID"},
		{"a", "APPEND INBOX {Subject: 2\r\n\r\nx} {Subject: 3\r\n\r\nx}", "APPENDUID"},
		{"a", "APPEND INBOX {Content-Transfer-Encoding: x-unknown\r\n\r\nx}", "APPENDUID"},
		{"a", "APPEND INBOX {Content-Transfer-Encoding: base64\r\n\r\n====}", "APPENDUID"},
		{"a", "APPEND INBOX (\\Unknown) {x}", ""},
		{"a", "APPEND INBOX CATENATE (TEXT {x} URL /INBOX/;UID=1)", "APPENDUID"},
		{"a", "APPEND INBOX CATENATE (URL /INBOX/;UID=99)", "BADURL"},
		{"a", "APPEND INBOX CATENATE (URL x:y)", "BADURL"},
		{"a", "APPEND INBOX CATENATE (TEXT {x} TEXT ~{x})", "UNKNOWN-CTE"},
		{"a", "APPEND INBOX ~{\x00}", "APPENDUID"},
		{"a", "APPEND INBOX {" + strings.Repeat("x", 30<<10) + "}", "LIMIT"},
		{"a", "APPEND INBOX {}", ""},
		{"large", "LOGIN alice pw", "CAPABILITY"},
		{"large", "CREATE {" + strings.Repeat("x", 70<<10) + "}", ""},
	},
	[]step{ // reading, searching, copying
		{"a", "FETCH 4 BINARY[1]", "UNKNOWN-CTE"},
		{"a", "FETCH 5 BINARY.SIZE[1]", "PARSE"},
		{"a", "FETCH 99 FLAGS", ""},
		{"a", "COPY 1:2 Nowhere", "TRYCREATE"},
		{"a", "COPY 1:2 Archive", "COPYUID"},
		{"a", "UID COPY 1,3 Archive", "COPYUID"},
		{"a", "UID COPY 99 Archive", ""},
		{"a", "UID MOVE 3 Nowhere", "TRYCREATE"},
		{"a", "UID MOVE 3 Archive", "COPYUID"},
		{"a", "SEARCH CHARSET X-UNKNOWN SUBJECT x", "BADCHARSET"},
		{"a", "SEARCH RETURN (SAVE) CHARSET X-UNKNOWN SUBJECT x", "BADCHARSET"},
		{"a", "SEARCH RETURN (SAVE) ALL", ""},
		{"a", "FETCH $ UID", ""},
		{"a", "SORT (SUBJECT) X-UNKNOWN ALL", "BADCHARSET"},
		{"a", "THREAD REFERENCES X-UNKNOWN ALL", "BADCHARSET"},
	},
	slices.Repeat([]step{{"a", "SEARCH RETURN (UPDATE) UNSEEN", ""}}, 10), // as many as Dovecot allows
	[]step{
		{"a", "SEARCH RETURN (UPDATE) UNSEEN", "NOUPDATE"},
		{"a", "SORT RETURN (UPDATE) (SUBJECT) UTF-8 ALL", "NOUPDATE"},
	},
	[]step{ // flags, CONDSTORE, QRESYNC
		{"a", "STORE 1 FLAGS (\\Unknown)", ""},
		{"a", "STORE 1 FLAGS (" + strings.Repeat("x", 100) + ")", "CANNOT"},
		{"a", "FETCH 1 MODSEQ", "HIGHESTMODSEQ"},
		{"a", "STORE 1 (UNCHANGEDSINCE 1) FLAGS (\\Seen)", "MODIFIED"},
		{"a", "UID STORE 1:2 (UNCHANGEDSINCE 1) FLAGS (\\Seen)", "MODIFIED"},
		{"a", "ENABLE QRESYNC", ""},
		{"a", "SELECT INBOX (QRESYNC (1 1))", "CLOSED UNSEEN HIGHESTMODSEQ"},
		{"a", "STORE 1 FLAGS (\\Deleted)", ""},
		{"a", "EXPUNGE", "HIGHESTMODSEQ"},
		{"a", "MOVE 1 Archive", "COPYUID HIGHESTMODSEQ"},
		{"a", "EXAMINE INBOX", "CLOSED READ-ONLY"},
		{"a", "STORE 1 FLAGS (\\Seen)", ""},
		{"a", "EXPUNGE", ""},
		{"a", "SELECT Memory/INBOX", ""},
		{"a", "CREATE Memory/x", ""},
		{"a", "SELECT Memory/x", "NOMODSEQ"},
		{"a", "UNSELECT", ""},
	},
	[]step{ // NOTIFY, METADATA, URLAUTH
		{"a", "NOTIFY SET (SELECTED (MessageNew MessageExpunge AnnotationChange))", "BADEVENT"},
		{"a", "NOTIFY SET (PERSONAL (AnnotationChange MailboxMetadataChange))", "BADEVENT"},
		{"a", "NOTIFY SET (MAILBOXES (" + manyNames + ") (MessageNew MessageExpunge))",
			"NOTIFICATIONOVERFLOW"},
		{"a", "NOTIFY SET (SUBTREE (INBOX) (MessageNew MessageExpunge))", ""},
		{"a", "NOTIFY NONE", ""},
		{"a", "SETMETADATA INBOX (/private/comment {a comment})", ""},
		{"a", "GETMETADATA (MAXSIZE 1) INBOX /private/comment", "METADATA"},
		{"a", "GETMETADATA Nowhere /private/comment", ""},
		{"a", "SETMETADATA \"\" (/shared/admin x)", "CANNOT"},
		{"a", "SETMETADATA INBOX (/x x)", ""},
		{"a", "RESETKEY INBOX", "URLMECH"},
		{"a", "RESETKEY INBOX X-UNKNOWN", ""},
		{"a", "GENURLAUTH imap://bob@localhost/INBOX/;UID=2;URLAUTH=anonymous INTERNAL", ""},
		{"a", "URLFETCH imap://alice@localhost/INBOX/;UID=2;URLAUTH=anonymous:INTERNAL:00", ""},
	},
	[]step{ // rights, quota, failures
		{"a", "SELECT Public/Shared", "READ-ONLY"},
		{"a", "COPY 1 Public/Shared", "NOPERM"},
		{"a", "UNSELECT", ""},
		{"a", "APPEND Public/Shared {x}", "NOPERM"},
		{"a", "RENAME Public/Shared Public/Other", "NOPERM"},
		{"a", "DELETE Public/Shared", "NOPERM"},
		{"a", "GETACL Public/Shared", "NOPERM"},
		{"a", "GETACL Nowhere", "NONEXISTENT"},
		{"a", "SETACL INBOX bob ?", ""},
		{"a", "SETQUOTA \"User quota\" (STORAGE 1)", ""},
		{"a", "SELECT Locked/x", "UIDVALIDITY"},
		{"a", "SELECT Public/Broken", "SERVERBUG"},
		{"small", "LOGIN small pw", "CAPABILITY"},
		{"small", "APPEND INBOX {Subject: x\r\n\r\nx}", "OVERQUOTA"},
		{"small", "LOGOUT", ""},
	},
	[]step{ // two sessions at once, and one too many
		{"b", "LOGIN alice pw", "CAPABILITY"},
		{"c", "LOGIN alice pw", "LIMIT"},
		{"a", "SELECT Archive", ""},
		{"b", "SELECT Archive", ""},
		{"b", "STORE 1:2 FLAGS.SILENT (\\Deleted)", ""},
		{"b", "EXPUNGE", ""},
		{"a", "FETCH 1 BODY[]", "EXPUNGEISSUED"},
		{"a", "COPY 1 INBOX", "EXPUNGEISSUED"},
		{"a", "STORE 1 FLAGS (\\Seen)", "HIGHESTMODSEQ"},
		{"a", "IDLE\nDONE", ""},
		{"a", "COMPRESS X-UNKNOWN", ""},
		{"a", "COMPRESS DEFLATE", ""},
		{"a", "COMPRESS DEFLATE", "COMPRESSIONACTIVE"},
		{"a", "LOGOUT", ""},
	},
)

// manyNames are more mailboxes than NOTIFY takes.
var manyNames = strings.Trim(fmt.Sprint(rand.Perm(2000)), "[]")

// departures are the ways in which Dovecot's responses with these codes depart from the grammar.
var departures = map[imapcode.Code]imapcode.Deviations{
	imapcode.CodeBadEvent:    imapcode.DevArgumentsMalformed, // parentheses are missing
	imapcode.CodeUIDValidity: imapcode.DevArgumentsMalformed, // 0 if another process locks it
	imapcode.CodeNoUpdate:    imapcode.DevNoText,             // nothing follows the "]"
}

// TestDovecot has Dovecot answer many commands, and reads every status response with Parse, the
// accessors and explain.
func TestDovecot(t *testing.T) {
	t.Parallel()
	start := time.Now()
	server := startDovecot(t)
	sessions := map[string]*session{}
	for _, step := range steps {
		s := sessions[step.session]
		if s == nil {
			s = server.connect(t, step.session)
			sessions[step.session] = s
		}
		answer := s.send(step.command)
		for _, code := range strings.Fields(step.codes) {
			has := func(r response) bool { return string(r.Code) == code }
			if !slices.ContainsFunc(answer, has) {
				t.Errorf("%s: %.70q: want %s, got %q", step.session, step.command, code, answer)
			}
		}
	}

	total := 0
	codes, notes := map[imapcode.Code]bool{}, map[string]bool{}
	for _, s := range sessions {
		for _, r := range s.responses {
			total++
			codes[r.Code] = true
			checkResponse(t, r, notes)
		}
		checkExplain(t, s)
	}
	delete(codes, "")
	t.Logf("%d commands, %d status responses, %d codes, %v:\n%v", len(steps), total, len(codes),
		time.Since(start).Round(time.Millisecond), slices.Sorted(maps.Keys(codes)))
	t.Logf("departs from the grammar, or unusual:\n%s",
		strings.Join(slices.Sorted(maps.Keys(notes)), "\n"))
	if len(steps) < 60 || len(codes) < 30 {
		t.Errorf("%d commands and %d codes, want at least 60 and 30", len(steps), len(codes))
	}
}

// checkResponse checks that r conforms or is a known departure, and that its arguments can be read.
// It adds what is remarkable about it to notes.
func checkResponse(t *testing.T, r response, notes map[string]bool) {
	t.Helper()
	if departs := r.Deviations &^ departures[r.Code]; departs != 0 {
		t.Errorf("%s: %q departs from the grammar: %s", r.command, r, departs)
	}
	if _, ok := readArguments(r.Response); !ok || r.Code != "" && !r.Known() {
		t.Errorf("%s: %q: cannot read its code or arguments", r.command, r)
	}
	bracketed := strings.TrimSpace(fmt.Sprintf("%s %s", r.Code, r.Args))
	if r.Deviations != 0 {
		notes[fmt.Sprintf("%s: %s [%s]: %s", r.command, r.Type, bracketed, r.Deviations)] = true
	}
	if unusual := r.Unusual(r.command); unusual != 0 {
		notes[fmt.Sprintf("%s: %s [%s]: unusual %s", r.command, r.Type, r.Code, unusual)] = true
	}
}

// An explanation is what the test needs of the JSON that explain prints.
type explanation struct {
	Error, Tag, Type, Code, Args, Text string
	Deviations, Unusual                []string
}

// checkExplain checks that explain finds the same in a transcript of the session. It knows of no
// command before an untagged response.
func checkExplain(t *testing.T, s *session) {
	t.Helper()
	cmd := command("../..", "go", "run", ".", "explain", "--format", "json")
	cmd.Stdin = strings.NewReader(s.transcript.String())
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var want, got []explanation
	for _, r := range s.responses {
		if r.Tag == "*" || r.Tag == "+" {
			r.command = ""
		}
		want = append(want, explanation{
			"", r.Tag, r.Type.String(), string(r.Code), r.Args, r.Text,
			strings.Fields(r.Deviations.String()), strings.Fields(r.Unusual(r.command).String()),
		})
	}
	for line := range bytes.Lines(out) {
		var e explanation
		if err := json.Unmarshal(line, &e); err != nil {
			t.Fatal(err)
		}
		if e.Error == "" {
			got = append(got, e)
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("session %s: explain\n%q\nwant\n%q", s.name, got, want)
	}
}

// TestDovecotClient has two copies of go-imap's client talk to Dovecot, one with its own reader of
// response codes and one with that of a generated package. They must read the same.
func TestDovecotClient(t *testing.T) {
	t.Parallel()
	server := startDovecot(t)
	own := copyModule(t, "github.com/emersion/go-imap/v2")
	adapted := copyModule(t, "github.com/emersion/go-imap/v2")
	adapt(t, adapted)
	want, got := server.readWith(t, own, "own"), server.readWith(t, adapted, "adapted")
	t.Logf("go-imap's client reads:\n%s", want)
	if got != want {
		t.Errorf("with the adapter it reads:\n%s", got)
	}
	for _, line := range []string{
		`LOGIN, wrong password: <nil>, error NO "AUTHENTICATIONFAILED": Authentication failed.`,
		"APPEND again: &{UID:2 UIDValidity:V}, error <nil>",
		"COPY: &{UIDValidity:V SourceUIDs:1:2 DestUIDs:1:2}, error <nil>",
		"MOVE: &{UIDValidity:V SourceUIDs:1 DestUIDs:3}, error <nil>",
	} {
		if !strings.Contains(want, line+"\n") {
			t.Errorf("want %s", line)
		}
	}
}

// readWith returns what the client of go-imap in dir reads as this user.
func (d dovecot) readWith(t *testing.T, dir, user string) string {
	t.Helper()
	dropIn(t, dir, "imapclient/session_test.go")
	output := filepath.Join(dir, "output")
	cmd := command(dir, "go", "test", "-vet", "off", "-run", "^TestSession$", "./imapclient")
	cmd.Env = append(os.Environ(),
		"SESSION_ADDRESS="+string(d), "SESSION_USER="+user, "SESSION_OUTPUT="+output)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", cmd, err, out)
	}
	return string(read(t, output))
}
