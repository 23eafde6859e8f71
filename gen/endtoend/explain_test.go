package endtoend

import (
	"bytes"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/imapcodes/imapcodes/gen/cli"
	"github.com/imapcodes/imapcodes/gen/docs"
)

const explainSchemaFile = "../internal/explain/explanation.schema.json"

// explainedLines are lines of all kinds, such as without a code, with an unknown one, with
// deviations, and with characters that would break out of JSON or command a terminal.
var explainedLines = []string{
	"* 5 EXISTS", "", "* OK", "a NO", "+ idling", "a NOOP", "* OK {5}", "* NO [X-OWN 1 2] x",
	"* NO [NEWNAME old {3}\r\na b] x", `* NO [NEWNAME "" "a \"b\""] x`,
	"* NO [REFERRAL imap://one.example/ imap://two.example/] x", "* NO [BADURL imap://a b/] x",
	`* NO [BADCHARSET (UTF-8 "US-ASCII")] x`, `* OK [PERMANENTFLAGS (\Seen $Forwarded \*)] x`,
	"* OK [UIDNEXT 0] x", "* OK [UIDNEXT 4294967296] x", "* OK [UIDNEXT 5", "a no [overquota]x",
	"* OK [APPENDUID 5 6:7,9] x", "* OK [COPYUID 5 6:7 8] x", "* OK [COPYUID 5] x",
	"* OK [HIGHESTMODSEQ 9223372036854775807] x", "* OK [ANNOTATIONS 5 NOPRIVATE] x",
	"* OK [URLMECH INTERNAL X-ONE X-TWO=YQ==] x", "* OK [ANNOTATIONS NONE] x", "* OK [INPROGRESS] x",
	"* OK [INPROGRESS (NIL 5 NIL)] x", "* NO [BADEVENT (MessageNew MessageExpunge)] x",
	"* NO [METADATA MAXSIZE 0050] x", `* NO [NOUPDATE "a]7"] x`, `* OK [INPROGRESS ("a" NIL NIL)] x`,
	"* NO [WEBALERT https://mail.example/] x", "* OK [CAPABILITY IMAP4rev2 IDLE] x",
	"* OK [ALERT] \x1b[2Jgone", "* OK [X\x1b]0;title\a] x", "* NO \u009b2J \u202etxt.exe",
	"* NO \u2028\u2029\u200b\ufeff", "* BAD \xff\xfe \xc2", `* OK "\"} \u0041 </script>`,
	"* OK \x00\x7f\t\r x", "* OK [\xff] x", "\xff OK x", "* OK \U000e0001 \U0001f404", "\x1b[2J",
	`* OK [NOUPDATE "\"\\"] x`,
}

// explain returns the objects that explain --format json prints for lines, or for the transcript on
// standard input if there are none.
func explain(t *testing.T, transcript string, lines ...string) [][]byte {
	t.Helper()
	var out, errs bytes.Buffer
	status := cli.Run(cli.Env{
		Args: append([]string{"explain", "--format", "json", "--"}, lines...), Data: os.DirFS("../.."),
		Stdin: io.NopCloser(strings.NewReader(transcript)), Stdout: &out, Stderr: &errs,
		Getenv: func(string) string { return "" },
	})
	if status != 0 {
		t.Fatalf("status %d: %s", status, errs.String())
	}
	return bytes.Split(bytes.TrimSuffix(out.Bytes(), []byte("\n")), []byte("\n"))
}

// tolerated returns the lines that servers send although they depart from the grammar.
func tolerated(t *testing.T) (lines []string) {
	t.Helper()
	text, err := os.ReadFile("../internal/explain/testdata/tolerances.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for row := range strings.Lines(string(text)) {
		if quoted, _, ok := strings.Cut(row, "\t"); ok {
			line, err := strconv.Unquote(quoted)
			if err != nil {
				t.Fatalf("%s: %v", quoted, err)
			}
			lines = append(lines, line)
		}
	}
	return lines
}

// examples returns the examples of the docs, which has one of each code.
func examples(t *testing.T) []docs.Example {
	t.Helper()
	text, err := os.ReadFile("../../" + docs.ExamplesFile)
	if err != nil {
		t.Fatal(err)
	}
	list, err := docs.ReadExamples(docs.ExamplesFile, string(text))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestExplainSchema checks that there is an object for each line, which conforms to the schema.
func TestExplainSchema(t *testing.T) {
	schema := compileSchema(t, explainSchemaFile)
	lines := slices.Concat(explainedLines, tolerated(t))
	for _, e := range examples(t) {
		lines = append(lines, e.Line)
	}
	transcript := []string{
		"S: * OK [ALERT] x", "S: * 1 FETCH (B {8}", "S: has NO x", "C: a NOOP", "NO [UIDNEXT 5] x",
		"a b c [ALERT]", "* NO [NEWNAME {1}\r", "x\r", "S: untagged[ALERT] x",
		"C: b uid copy 1 x", "S: b OK [APPENDUID 1 2] x",
		"* OK " + strings.Repeat("x", 1<<20),
	}
	objects := explain(t, "", lines...)
	if len(objects) != len(lines) {
		t.Errorf("%d objects for %d lines", len(objects), len(lines))
	}
	more := explain(t, strings.Join(transcript, "\n"))
	if len(more) != len(transcript) {
		t.Errorf("%d objects for the %d lines of the transcript", len(more), len(transcript))
	}
	for _, object := range append(objects, more...) {
		validate(t, schema, object)
	}
}

// TestExplainPublished checks the same for the examples in the RFCs, which are all status
// responses.
func TestExplainPublished(t *testing.T) {
	data, err := os.ReadFile("../../../shared/data/rfc-examples.tsv")
	if err != nil {
		t.Skip("SKIPPED: the examples in the RFCs are not explained: ", err)
	}
	schema := compileSchema(t, explainSchemaFile)
	var lines []string
	for _, row := range strings.Split(strings.TrimSpace(string(data)), "\n")[1:] {
		lines = append(lines, "S: "+strings.Split(row, "\t")[2])
	}
	objects := explain(t, strings.Join(lines, "\n"))
	if len(objects) != len(lines) {
		t.Errorf("%d objects for %d lines", len(objects), len(lines))
	}
	for _, object := range objects {
		validate(t, schema, object)
		if reason, ok := decode(t, object).(map[string]any)["error"]; ok {
			t.Errorf("%s: %v", object, reason)
		}
	}
}

// TestExplainSchemaRejects checks that the schema rejects other objects.
func TestExplainSchemaRejects(t *testing.T) {
	schema := compileSchema(t, explainSchemaFile)
	const status = `"number":1,"line":"x","tag":"a","type":"OK","code":"X","args":"","text":"",` +
		`"conforms":true,"deviations":[],"unusual":[]`
	const meaning = `"meaning":"x","advice":"","security":"","retry":"","types":[],"tagged":[],"untagged":[],` +
		`"commands":[],"state":"","capability":[],"rev1":"","rev2":"","defined":[],"references":[]`
	const arguments = `"arguments":{},"argumentsOK":true`
	for _, object := range []string{
		`{"number":1,"line":"x"}`,
		`{"number":0,"line":"x","error":"x"}`,
		`{"line":"x","error":"x"}`,
		`{"number":1,"line":"x","error":"x","more":1}`,
		`{"number":1,"line":"x","tag":"a"}`,
		`{` + status + `}`,
		`{` + status + `,"known":true}`,
		`{` + status + `,"known":false,"meaning":"x"}`,
		`{` + status + `,"known":false,"references":[]}`,
		`{` + status + `,"known":false,` + meaning + `,"status":"registered"}`,
		`{` + status + `,"known":false,` + arguments + `}`,
		`{` + status + `,"known":false,` + meaning + `,"status":"unregistered","arguments":{}}`,
		`{` + status + `,"known":true,` + meaning + `,"status":"registered"}`,
		`{` + status + `,"known":true,` + meaning + `,"status":"unregistered",` + arguments + `}`,
		`{"number":1,"line":"x","error":"x",` + meaning + `,"status":"unregistered"}`,
		`{"number":1,"line":"x","error":"x","command":"NOOP"}`,
	} {
		if schema.Validate(decode(t, []byte(object))) == nil {
			t.Errorf("the schema accepts %s", object)
		}
	}
	for _, object := range []string{
		`{` + status + `,"known":false}`,
		`{` + status + `,"known":false,` + meaning + `,"status":"unregistered"}`,
		`{` + status + `,"known":false,` + meaning + `,"status":"unregistered",` + arguments + `}`,
		`{` + status + `,"known":true,` + meaning + `,"status":"registered",` + arguments + `}`,
	} {
		validate(t, schema, []byte(object))
	}
}
