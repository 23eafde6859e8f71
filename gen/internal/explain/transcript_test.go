package explain

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// kindsOf returns the kinds of a transcript's lines.
func kindsOf(text string) (list []kind) {
	in := bufio.NewReaderSize(strings.NewReader(text), maxLine)
	var t transcript
	for {
		var l line
		err := l.read(in)
		if l.size > 0 {
			t.classify(&l)
			list = append(list, l.kind)
		}
		if err != nil {
			return list
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
		{
			"status responses",
			"* OK x\na NO [ALERT] x\n* BYE\n+ go on\n  * OK x\n",
			[]kind{status, status, status, status, status},
		},
		{
			"lines that are passed over",
			"* 5 EXISTS\na NOOP\n\nC: a OK x\n* LIST () \"/\" INBOX\n",
			[]kind{data, other, other, sent, data},
		},
		{
			"a known code in brackets after at most two words",
			"[ALERT] x\nNO [ALERT] x\n* NOO [UIDNEXT 5]\n" +
				"* FETCH see [ALERT] x\n* [X-FOO] x\n* [ALERTED] x\n[ALERT\n",
			[]kind{broken, broken, broken, data, data, data, other},
		},
		{
			"markers",
			"S: * OK x\n< a OK x\n<< a OK x\n  S:  a OK x\n" +
				"C: a NOOP\n> a OK x\n>> a OK x\nS: S: a OK x\nS:\nC:\n",
			[]kind{status, status, status, status, sent, sent, sent, other, other, sent},
		},
		{
			"tags and texts that resemble markers",
			"S OK x\nS:* OK x\ns: OK x\na OK > x\na NO C: x\n* 1 FETCH (FLAGS ()) > C: x\n",
			[]kind{status, status, status, status, status, data},
		},
		{
			"other prefixes of logs",
			"12:34:56 a OK x\n12:34:56 a NO [ALERT] x\n[12:34:56] S: a NO [INUSE] x\nimap: * OK [ALERT] x\n",
			[]kind{other, passed, passed, passed},
		},
		{
			"a literal that ends with a line, and another in the line after it",
			"* 1 FETCH (BODY[1] {8}\r\na OK x\r\n BODY[2] {8}\r\nb OK x\r\n)\r\na OK x\r\n",
			[]kind{data, literal, data, literal, data, status},
		},
		{
			"a literal that ends within a line, and another at the end of that line",
			"* 1 FETCH (BODY[1] {3}\r\na O BODY[2] {8}\r\nb OK x\r\n)\r\na OK x\r\n",
			[]kind{data, literal, literal, data, status},
		},
		{
			"a literal that ends in the middle of a line",
			"* 1 FETCH (BODY[1] {4}\r\na OK x)\r\na OK x\r\n",
			[]kind{data, literal, status},
		},
		{"an empty literal", "* 1 FETCH (BODY[1] {0}\r\n)\r\na OK x\r\n", []kind{data, other, status}},
		{
			"a literal that has lost its CRs",
			"* 1 FETCH (BODY[1] {16}\na OK x\na OK x\n)\na OK x\n",
			[]kind{data, literal, literal, data, status},
		},
		{
			"LF in a literal of a session with CRLF",
			"* 1 FETCH (BODY[1] {7}\r\na OK x\n)\r\na OK x\r\n",
			[]kind{data, literal, data, status},
		},
		{
			"no marker is cut in a session without them",
			"* 1 FETCH (B {11}\r\nS: a OK x\r\n)\r\na OK x\r\n",
			[]kind{data, literal, data, status},
		},
		{
			"white space is not a marker",
			"* 1 FETCH (A {2}\r\n\r\n B {9}\r\n* OK no\r\n)\r\na OK x\r\n",
			[]kind{data, literal, data, literal, data, status},
		},
		{
			"markers are not counted",
			"S: * 1 FETCH (B {8}\r\nS: has NO x\r\nS: a OK x\r\n",
			[]kind{data, literal, status},
		},
		{
			"lines without a marker in a literal of a log",
			"S: * 1 FETCH (B {8}\r\na no x\r\n)\r\nS: a OK x\r\n",
			[]kind{data, literal, data, status},
		},
		{
			"a literal that the log has left out ends with the client's next line or a status response",
			"S: * 1 FETCH (B {800}\nS: )\nC: b NOOP\nS: b OK x\n" +
				"S: * 1 FETCH (B {800}\nS: )\nS: b3 OK x\nS: has no x\n" +
				"< * 1 FETCH (B {800}\n< )\n< * OK x\n",
			[]kind{data, literal, sent, status, data, literal, status, status, data, literal, status},
		},
		{
			"lines of a mail that resemble those of another log, or status responses",
			"S: * 1 FETCH (B {50}\r\n> I has no x\r\n< a1 OK x\r\nSEND has no x\r\n" +
				"S: has no x\r\n)\r\nS: a1 OK x\r\n",
			[]kind{data, literal, literal, literal, literal, data, status},
		},
		{
			"a known code in brackets in a line that is passed over",
			"x: y: z: a NO [ALERT] x\nfoo bar b'[UIDNEXT 5] x\n" +
				"untagged[ALERT] x\n[X-FOO] x\nC: a b c [ALERT]\n",
			[]kind{passed, passed, other, other, sent},
		},
		{
			"a known code in brackets in data and in its literals",
			"* 1 FETCH \"[ALERT]\" {10}\r\n [ALERT]\r\n [ALERT]\r\n",
			[]kind{data, literal, data},
		},
		{
			"without markers no part of a literal is missing",
			"* 1 FETCH (B {80}\r\na1 OK x\r\n> b NOOP\r\n",
			[]kind{data, literal, literal},
		},
		{
			"the client's literals are not skipped",
			"a LOGIN {4}\r\n+ go on\r\nfred\r\na OK x\r\n",
			[]kind{other, status, other, status},
		},
		{
			"not literals",
			"* OK see {5}\n* 1 FETCH {x}\n* 1 FETCH {-1}\n* 1 FETCH 5}\n* 5}\n" +
				"* 1 FETCH {9223372036854775808}\n* OK x\n",
			[]kind{status, data, data, data, data, data, status},
		},
		{
			"the largest literal",
			"* 1 FETCH {9223372036854775807}\na OK x\n",
			[]kind{data, literal},
		},
		{
			"a status response that continues in a literal",
			"a NO [NEWNAME {4}\r\na OK b] x\r\na OK x\r\n",
			[]kind{open, literal, status},
		},
		{
			"lines that are too long",
			huge + "\n* OK " + huge + "\n* OK x\n* 1 FETCH " + huge,
			[]kind{other, long, status, data},
		},
		{
			"a line of a literal that is too long",
			"* 1 FETCH (B {2097154}\r\n" + huge + "\r\n)\r\na OK x\r\n",
			[]kind{data, literal, data, status},
		},
		{
			"CR as the last byte that is kept",
			"* OK " + huge[:maxLine-6] + "\r\n* OK x\n",
			[]kind{long, status},
		},
	} {
		if diff := cmp.Diff(test.want, kindsOf(test.transcript)); diff != "" {
			t.Errorf("%s: mismatch (-want +got):\n%s", test.reason, diff)
		}
	}
}

func TestRead(t *testing.T) {
	long := strings.Repeat("x", maxLine)
	type result struct {
		text string
		size int64
	}
	for _, test := range []struct {
		reason string
		input  string
		want   []result
	}{
		{"nothing", "", nil},
		{
			"both line ends, and none at the end",
			"a\r\nb\n\nc", []result{{"a", 3}, {"b", 2}, {"", 1}, {"c", 1}},
		},
		{"a line of the largest size", long[1:] + "\nb\n", []result{{long[1:], maxLine}, {"b", 2}}},
		{"one that is longer by a byte", long + "\nb\n", []result{{long, maxLine + 1}, {"b", 2}}},
		{
			"one that is longer by more, and ends with the input",
			"a\n" + long + long + "yz", []result{{"a", 2}, {long, 2*maxLine + 2}},
		},
	} {
		for name, r := range map[string]io.Reader{
			"whole":         strings.NewReader(test.input),
			"halves":        iotest.HalfReader(strings.NewReader(test.input)),
			"end with data": iotest.DataErrReader(strings.NewReader(test.input)),
		} {
			in := bufio.NewReaderSize(r, maxLine)
			var got []result
			var err error
			for err == nil {
				var l line
				if err = l.read(in); l.size > 0 {
					got = append(got, result{l.text, l.size})
				}
			}
			if err != io.EOF {
				t.Errorf("%s, %s: error %v, want EOF", test.reason, name, err)
			}
			if !slices.Equal(test.want, got) {
				t.Errorf("%s, %s: the %d lines differ from the %d wanted", test.reason, name,
					len(got), len(test.want))
			}
		}
	}
}

// TestCommands checks which command each response is taken to answer.
func TestCommands(t *testing.T) {
	for _, test := range []struct{ reason, transcript, want string }{
		{"the last tagged response", "C: a NOOP\nS: * OK x\nS: a OK x\n", ",,NOOP"},
		{"in lower case, with UID", "> a uid copy 1 x\n< a OK x\n", ",UID COPY"},
		{"UID without a command", "C: a UID\nS: a OK x\n", ",UID"},
		{"two at once", "C: a NOOP\nC: b CHECK\nS: b OK x\nS: a OK x\n", ",,CHECK,NOOP"},
		{"answered only once", "C: a NOOP\nS: a OK x\nS: a OK x\n", ",NOOP,"},
		{"another tag", "C: a NOOP\nS: A OK x\n", ","},
		{"no command", "C: DONE\nS: DONE OK x\n", ","},
		{"no markers", "a NOOP\na OK x\n", ","},
		{"control characters", "C: a \u009bNOOP\nS: a OK x\nC: b UID \x7f x\nS: b OK x\n", ",,,"},
		{
			"too many without an answer",
			strings.Repeat("C: a NOOP\n", 2) + numbered("C: t%d NOOP\n", maxCommands) + "S: t998 OK x\nS: t999 OK x\n",
			strings.Repeat(",", maxCommands+2) + "NOOP,",
		},
	} {
		var tr transcript
		var got []string
		for text := range strings.Lines(test.transcript) {
			l := line{text: trimEnd(text), size: int64(len(text))}
			tr.classify(&l)
			got = append(got, l.command)
		}
		if diff := cmp.Diff(test.want, strings.Join(got, ",")); diff != "" {
			t.Errorf("%s: mismatch (-want +got):\n%s", test.reason, diff)
		}
	}
}

// numbered returns a line for each number below n.
func numbered(format string, n int) (lines string) {
	for i := range n {
		lines += fmt.Sprintf(format, i)
	}
	return lines
}
