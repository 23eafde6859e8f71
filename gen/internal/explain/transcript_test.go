package explain

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// kindsOf returns the kinds of a transcript's lines.
func kindsOf(text string) (list []kind) {
	lines := newLineReader(strings.NewReader(text))
	var t transcript
	var l line
	for {
		piece, err := lines.next()
		if err != nil {
			return list
		}
		if t.next(&l, piece) {
			list = append(list, l.kind)
		}
	}
}

func TestKinds(t *testing.T) {
	huge := strings.Repeat("x", 2*maxLine)
	for _, test := range []struct {
		reason     string
		transcript string
		want       []kind
	}{
		{"status responses", "* OK x\na NO [ALERT] x\n* BYE\n+ go on\n", []kind{status, status, status, status}},
		{"what is passed over", "* 5 EXISTS\na NOOP\n\nC: a OK x\n* LIST () \"/\" INBOX\n", []kind{other, other, other, sent, other}},
		{
			"a registered code in brackets behind at most two words",
			"[ALERT] x\nNO [ALERT] x\n* NOO [UIDNEXT 5]\n* FETCH see [ALERT] x\n* [X-FOO] x\n* [ALERTED] x\n",
			[]kind{broken, broken, broken, other, other, other},
		},
		{
			"a literal that ends with a line, and another in the line behind it",
			"* 1 FETCH (BODY[1] {8}\r\na OK x\r\n BODY[2] {8}\r\nb OK x\r\n)\r\na OK x\r\n",
			[]kind{other, literal, other, literal, other, status},
		},
		{
			"a literal that ends within a line, and another at the end of that line",
			"* 1 FETCH (BODY[1] {3}\r\na O BODY[2] {8}\r\nb OK x\r\n)\r\na OK x\r\n",
			[]kind{other, literal, literal, other, status},
		},
		{"a literal that ends in the middle of a line", "* 1 FETCH (BODY[1] {4}\r\na OK x)\r\na OK x\r\n", []kind{other, literal, status}},
		{"an empty literal", "* 1 FETCH (BODY[1] {0}\r\n)\r\na OK x\r\n", []kind{other, other, status}},
		{"a literal that has lost its CRs", "* 1 FETCH (BODY[1] {16}\na OK x\na OK x\n)\na OK x\n", []kind{other, literal, literal, other, status}},
		{"bare LF in a literal with CRLF", "* 1 FETCH (BODY[1] {7}\r\na OK x\n)\r\na OK x\r\n", []kind{other, literal, other, status}},
		{"no prefix is taken from a literal without one", "* 1 FETCH (B {11}\r\nS: a OK x\r\n)\r\na OK x\r\n", []kind{other, literal, other, status}},
		{"white space is no prefix", "* 1 FETCH (A {2}\r\n\r\n B {9}\r\n* OK no\r\n)\r\na OK x\r\n", []kind{other, literal, other, literal, other, status}},
		{"prefixes are not counted", "S: * 1 FETCH (B {8}\r\nS: has NO x\r\nS: a OK x\r\n", []kind{other, literal, status}},
		{
			"lines without a prefix in a literal with one",
			"12:34:56 * 1 FETCH (B {8}\r\na no x\r\n)\r\n12:34:56 a OK x\r\n",
			[]kind{other, literal, other, status},
		},
		{
			"a literal that the log has left out ends with the client's next line or a clear status response",
			"S: * 1 FETCH (B {800}\nS: )\nC: b NOOP\nS: b OK x\nS: * 1 FETCH (B {800}\nS: )\nS: b3 OK x\nS: has no x\n",
			[]kind{other, literal, sent, status, other, literal, status, status},
		},
		{
			"lines of a mail with another prefix than the log's",
			"12:34:56 S: * 1 FETCH (B {48}\r\n> I has no x\r\nSEND has no x\r\nRequest: has no x\r\n)\r\n12:34:56 S: a1 OK x\r\n",
			[]kind{other, literal, literal, literal, other, status},
		},
		{
			"headers of a mail in a log with directions alone",
			"S: * 1 FETCH (B {50}\r\nSubject: Re: Request: x\r\nSent: today\r\nhas no x\r\n\r\nS: a1 OK x\r\n",
			[]kind{other, literal, literal, literal, literal, status},
		},
		{
			"what is passed over with a registered code in brackets",
			"x: y: z: a NO [ALERT] x\nfoo bar b'[UIDNEXT 5] x\nuntagged[ALERT] x\n* 1 FETCH \"[ALERT]\" {10}\r\n [ALERT]\r\n x y z [ALERT]\r\n[X-FOO] x\nC: a b c [ALERT]\n",
			[]kind{missed, missed, other, other, literal, other, other, sent},
		},
		{"where there are no prefixes nothing is left out", "* 1 FETCH (B {80}\r\na1 OK x\r\n> b NOOP\r\n", []kind{other, literal, literal}},
		{"the client's literals are not skipped", "a LOGIN {4}\r\n+ go on\r\nfred\r\na OK x\r\n", []kind{other, status, other, status}},
		{"no literals", "* OK see {5}\n* 1 FETCH {x}\n* 1 FETCH {-1}\n* 1 FETCH 5}\n* OK x\n", []kind{status, other, other, other, status}},
		{"a status response that goes on in a literal", "a NO [NEWNAME {4}\r\na OK b] x\r\na OK x\r\n", []kind{open, literal, status}},
		{"too long lines", huge + "\n* OK " + huge + "\n* OK x\n* 1 FETCH " + huge, []kind{other, long, status, other}},
		{"a too long line in a literal", "* 1 FETCH (B {2097154}\r\n" + huge + "\r\n)\r\na OK x\r\n", []kind{other, literal, other, status}},
		{"CR at the end of the longest piece", "* OK " + huge[:maxLine-6] + "\r\n* OK x\n", []kind{long, status}},
	} {
		if diff := cmp.Diff(test.want, kindsOf(test.transcript)); diff != "" {
			t.Errorf("%s: mismatch (-want +got):\n%s", test.reason, diff)
		}
	}
}
