package explain

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/imapcodes/imapcodes/gen/internal/imapcode"
)

// hostileLines try to command terminals and to break out of JSON.
var hostileLines = []string{
	"* OK [ALERT] \x1b[2Jgone", "* OK [X\x1b]0;title\a] x", "* NO \u009b2J \u202etxt.exe", "* NO \u2028\u2029\u200b\ufeff",
	"* BAD \xff\xfe \xc2", "* OK \"\\\"} \\u0041 </script>", "* OK \x00\x7f\t\r x", "* OK [\xff] x", "\xff OK x", "* OK \U000e0001 \U0001f404",
	`* OK [NOUPDATE "\"\\"] x`, "* OK {5}", "\x1b[2J",
}

// object is what an object must hold, for encoding/json.
type object struct {
	Number int    `json:"number"`
	Line   string `json:"line"`
	Raw    []byte `json:"raw,omitempty"`
	Error  string `json:"error,omitempty"`
	*response
	*known
}

type response struct {
	Tag        string   `json:"tag"`
	Type       string   `json:"type"`
	Code       string   `json:"code"`
	Known      bool     `json:"known"`
	Args       string   `json:"args"`
	Text       string   `json:"text"`
	Conforms   bool     `json:"conforms"`
	Deviations []string `json:"deviations"`
}

type known struct {
	Meaning    string                     `json:"meaning"`
	Status     string                     `json:"status"`
	Retry      string                     `json:"retry"`
	Types      []string                   `json:"types"`
	References []string                   `json:"references"`
	Arguments  map[string]json.RawMessage `json:"arguments,omitzero"`
}

// newObject returns the object of a line that has no prefix.
func newObject(book *Book, number int, text string) object {
	o := object{Number: number, Line: text}
	if !utf8.ValidString(text) {
		o.Raw = []byte(text)
	}
	r, err := imapcode.Parse(text)
	if err != nil {
		o.Error = err.Error()
		return o
	}
	o.response = &response{
		Tag: r.Tag, Type: r.Type.String(), Code: string(r.Code), Known: r.Known(), Args: r.Args, Text: r.Text,
		Conforms: r.Conforms(), Deviations: strings.Fields(r.Deviations.String()),
	}
	e := book.entry(r.Code)
	if e == nil {
		return o
	}
	o.known = &known{Meaning: e.Summary, Status: string(e.Status), Retry: string(e.Retry), Types: append([]string{}, e.Types...), References: []string{}}
	for _, name := range e.References {
		o.References = append(o.References, "https://www.rfc-editor.org/rfc/"+strings.ToLower(name))
	}
	if r.Known() {
		o.Arguments = map[string]json.RawMessage{}
		e.arguments(&r, func(f *field, element string) { o.Arguments[f.Name] = appendValue(nil, f.Kind, element) })
	}
	return o
}

// TestJSON checks that the objects are what encoding/json writes, but for the escapes, and are as the schema says.
func TestJSON(t *testing.T) {
	book := checkedIn(t)
	schema := compileSchema(t)
	var lines []string
	for _, list := range [][]string{argumentLines, hostileLines, statusLines[:len(statusLines)-1], dataLines, commandLines} {
		lines = append(lines, list...)
	}
	var out bytes.Buffer
	if err := book.Lines(&out, lines, Options{JSON: true}); err != nil {
		t.Fatal(err)
	}
	objects := strings.SplitAfter(strings.TrimSuffix(out.String(), "\n"), "\n")
	if len(objects) != len(lines) {
		t.Fatalf("%d objects for %d lines", len(objects), len(lines))
	}
	for i, text := range lines {
		want, err := json.Marshal(newObject(book, i+1, text))
		if err != nil {
			t.Fatal(err)
		}
		got := decode(t, []byte(objects[i]))
		if diff := cmp.Diff(decode(t, want), got); diff != "" {
			t.Errorf("object of %q: mismatch (-want +got):\n%s", text, diff)
		}
		if err := schema.Validate(got); err != nil {
			t.Errorf("object of %q: %v", text, err)
		}
	}
}

// TestPublishedExamples checks that each line which the RFCs show is a status response, and its object as the schema says.
func TestPublishedExamples(t *testing.T) {
	data, err := os.ReadFile("../../../../shared/data/rfc-examples.tsv")
	if err != nil {
		t.Skip("SKIPPED: the RFCs' examples are not at hand: ", err)
	}
	schema := compileSchema(t)
	var lines []string
	for _, row := range strings.Split(strings.TrimSpace(string(data)), "\n")[1:] {
		lines = append(lines, "S: "+strings.Split(row, "\t")[2])
	}
	var out bytes.Buffer
	if err := checkedIn(t).Transcript(&out, strings.NewReader(strings.Join(lines, "\n")), Options{JSON: true}); err != nil {
		t.Fatal(err)
	}
	for i, text := range strings.Split(strings.TrimSpace(out.String()), "\n") {
		o := decode(t, []byte(text))
		if err := schema.Validate(o); err != nil {
			t.Errorf("object of %q: %v", lines[i], err)
		}
		if reason, ok := o.(map[string]any)["error"]; ok {
			t.Errorf("%q: %v", lines[i], reason)
		}
	}
}

// TestSchemaTranscript checks the objects of lines that only transcripts have.
func TestSchemaTranscript(t *testing.T) {
	schema := compileSchema(t)
	transcript := "S: * 1 FETCH (B {8}\nS: has NO x\nC: a NOOP\nNO [UIDNEXT 5] x\n* NO [NEWNAME {1}\r\nx\r\n* OK " + strings.Repeat("x", maxLine)
	var out bytes.Buffer
	if err := checkedIn(t).Transcript(&out, strings.NewReader(transcript), Options{JSON: true}); err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n") {
		o := decode(t, []byte(line))
		if err := schema.Validate(o); err != nil {
			t.Errorf("%.200s: %v", line, err)
		}
		if _, ok := o.(map[string]any)["error"]; !ok {
			t.Errorf("%.200s has no error", line)
		}
	}
}

// TestSchemaRejects checks that the schema is not for everything.
func TestSchemaRejects(t *testing.T) {
	schema := compileSchema(t)
	const status = `"number":1,"line":"x","tag":"a","type":"OK","code":"X","args":"","text":"","conforms":true,"deviations":[]`
	const meaning = `"meaning":"x","retry":"","types":[],"references":[]`
	for _, o := range []string{
		`{"number":1,"line":"x"}`,
		`{"number":0,"line":"x","error":"x"}`,
		`{"line":"x","error":"x"}`,
		`{"number":1,"line":"x","error":"x","more":1}`,
		`{"number":1,"line":"x","tag":"a"}`,
		`{` + status + `}`,
		`{` + status + `,"known":true}`,
		`{` + status + `,"known":false,"meaning":"x"}`,
		`{` + status + `,"known":false,"types":[]}`,
		`{` + status + `,"known":false,` + meaning + `,"status":"registered"}`,
		`{` + status + `,"known":false,` + meaning + `,"status":"unregistered","arguments":{}}`,
		`{` + status + `,"known":true,` + meaning + `,"status":"registered"}`,
		`{` + status + `,"known":true,` + meaning + `,"status":"unregistered","arguments":{}}`,
		`{"number":1,"line":"x","error":"x",` + meaning + `,"status":"unregistered"}`,
	} {
		if schema.Validate(decode(t, []byte(o))) == nil {
			t.Errorf("%s is valid", o)
		}
	}
	for _, o := range []string{
		`{` + status + `,"known":false}`,
		`{` + status + `,"known":false,` + meaning + `,"status":"unregistered"}`,
		`{` + status + `,"known":true,` + meaning + `,"status":"registered","arguments":{}}`,
	} {
		if err := schema.Validate(decode(t, []byte(o))); err != nil {
			t.Error(err)
		}
	}
}

func compileSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile("explanation.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func decode(t *testing.T, data []byte) any {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%q: %v", data, err)
	}
	return v
}

// FuzzTranscript checks that whatever is read, there is an object for each line, and that neither objects nor text hold what
// is not printable.
func FuzzTranscript(f *testing.F) {
	for _, list := range [][]string{argumentLines, hostileLines, statusLines, dataLines, commandLines} {
		f.Add([]byte(strings.Join(list, "\r\n")))
	}
	f.Add(mixed(2000))
	f.Add([]byte("S: * 1 FETCH (B {8}\nS: has NO x\nC: a NOOP\nNO [UIDNEXT 5] x\n* NO [NEWNAME {1}\r\nx\r\n"))
	f.Add([]byte("  44:01.41 < b'* OK [ALERT] \\x1b[2J\\xff'\nTue: 12:34 imap: < \"* NO [WEBALERT \\u202e] x\\n\"\na b c [ALERT]\n"))
	book := checkedIn(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		var text, objects bytes.Buffer
		if err := book.Transcript(&text, bytes.NewReader(data), Options{}); err != nil {
			t.Fatal(err)
		}
		checkPrintable(t, text.String())
		if err := book.Transcript(&objects, bytes.NewReader(data), Options{JSON: true}); err != nil {
			t.Fatal(err)
		}
		checkPrintable(t, objects.String())
		if len(data) < maxLine {
			checkObjects(t, objects.Bytes(), data)
		}
		if err := book.Lines(io.Discard, strings.Split(string(data), "\n"), Options{}); err != nil {
			t.Fatal(err)
		}
	})
}

func checkPrintable(t *testing.T, s string) {
	t.Helper()
	for i, r := range s {
		if r == utf8.RuneError && !strings.HasPrefix(s[i:], "\ufffd") || r != '\n' && !strconv.IsPrint(r) {
			t.Fatalf("%U at octet %d of %q", r, i, s)
		}
	}
}

// checkObjects checks that there is an object for each line of data, from which its octets can be had.
func checkObjects(t *testing.T, objects, data []byte) {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(objects))
	number := 0
	for line := range bytes.Lines(data) {
		number++
		var o struct {
			Number int
			Line   string
			Raw    []byte
		}
		if err := decoder.Decode(&o); err != nil {
			t.Fatal(err)
		}
		octets := o.Raw
		if octets == nil {
			octets = []byte(o.Line)
		}
		if want := trimEnd(string(line)); o.Number != number || string(octets) != want {
			t.Fatalf("line %d %q, want line %d %q", o.Number, octets, number, want)
		}
	}
	if err := decoder.Decode(new(any)); err != io.EOF {
		t.Fatalf("more objects than lines: %v", err)
	}
}
