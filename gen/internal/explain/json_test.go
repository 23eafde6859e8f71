package explain

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/gen/internal/imapcode"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// hostileLines try to command terminals and to break out of JSON.
var hostileLines = []string{
	"* OK [ALERT] \x1b[2Jgone", "* OK [X\x1b]0;title\a] x", "* NO \u009b2J \u202etxt.exe",
	"* NO \u2028\u2029\u200b\ufeff", "* BAD \xff\xfe \xc2", "* OK \"\\\"} \\u0041 </script>",
	"* OK \x00\x7f\t\r x", "* OK [\xff] x", "\xff OK x", "* OK \U000e0001 \U0001f404",
	`* OK [NOUPDATE "\"\\"] x`, "* OK {5}", "\x1b[2J",
}

// TestJSON checks that the objects hold what package imapcode reads.
func TestJSON(t *testing.T) {
	book := checkedIn(t)
	lines := slices.Concat(argumentLines(), hostileLines, dataLines, commandLines)
	lines = append(lines, statusLines[:len(statusLines)-1]...) // without the broken one
	var out bytes.Buffer
	if err := book.Lines(&out, lines, Options{JSON: true}); err != nil {
		t.Fatal(err)
	}
	objects := strings.SplitAfter(strings.TrimSuffix(out.String(), "\n"), "\n")
	if len(objects) != len(lines) {
		t.Fatalf("%d objects for %d lines", len(objects), len(lines))
	}
	for i, text := range lines {
		got := decode(t, objects[i])
		checkPrintable(t, objects[i])
		want := wantObject(t, book, i+1, text)
		if diff := cmp.Diff(decode(t, want), got); diff != "" {
			t.Errorf("object of %q: mismatch (-want +got):\n%s", text, diff)
		}
	}
}

// wantObject returns the object of a line without a marker.
func wantObject(t *testing.T, book *Book, number int, text string) string {
	t.Helper()
	o := map[string]any{"number": number, "line": text}
	if !utf8.ValidString(text) {
		o["raw"] = []byte(text)
	}
	if r, err := imapcode.Parse(text); err != nil {
		o["error"] = err.Error()
		if strings.HasPrefix(text, "* ") {
			o["error"] = data
		}
	} else {
		o["tag"], o["type"], o["code"] = r.Tag, r.Type.String(), r.Code
		o["args"], o["text"] = r.Args, r.Text
		o["known"] = r.Known() && book.entry(r.Code).Status != string(registry.Unregistered)
		o["conforms"] = r.Conforms()
		o["deviations"] = strings.Fields(r.Deviations.String())
		o["unusual"] = strings.Fields(r.Unusual("").String())
		addMeaning(o, book.entry(r.Code), &r)
	}
	object, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	return string(object)
}

// addMeaning adds what the docs say of the code of r, with links in place of documents.
func addMeaning(o map[string]any, e *entry, r *imapcode.Response) {
	if e.Summary == "" {
		return
	}
	text, err := json.Marshal(e.code)
	if err != nil {
		panic(err) // it has only strings and lists
	}
	var members map[string]any
	if err := json.Unmarshal(text, &members); err != nil {
		panic(err)
	}
	o["meaning"] = e.Summary
	for _, name := range strings.Fields("status advice security retry types tagged untagged " +
		"commands state capability rev1 rev2") {
		o[name] = members[name]
	}
	for _, name := range []string{"defined", "references"} {
		urls := []any{}
		for _, document := range members[name].([]any) {
			urls = append(urls, document.(map[string]any)["url"])
		}
		o[name] = urls
	}
	if r.Known() {
		arguments := map[string]any{}
		list, ok := e.arguments(r)
		for _, a := range list {
			arguments[a.name] = a.value
		}
		o["arguments"], o["argumentsOK"] = arguments, ok
	}
}

// TestEscape checks that each character comes back from an object, which has escapes for all that
// could command a terminal.
func TestEscape(t *testing.T) {
	var lines []string
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if utf8.ValidRune(r) && (r < 0x3000 || registry.IsControl(r) || r%0x101 == 0) {
			lines = append(lines, "* OK a"+string(r)+"z")
		}
	}
	var out bytes.Buffer
	if err := checkedIn(t).Lines(&out, lines, Options{JSON: true}); err != nil {
		t.Fatal(err)
	}
	checkPrintable(t, out.String())
	decoder := json.NewDecoder(&out)
	for _, want := range lines {
		var got struct{ Line, Text string }
		err := decoder.Decode(&got)
		if err != nil || got.Line != want || "* OK "+got.Text != want {
			t.Fatalf("the object of %q has %q, error %v", want, got, err)
		}
	}
}

// TestPublishedExamples checks that each example in the RFCs is a status response.
func TestPublishedExamples(t *testing.T) {
	data, err := os.ReadFile("../../../../shared/data/rfc-examples.tsv")
	if err != nil {
		t.Skip("SKIPPED: the RFCs' examples are not at hand: ", err)
	}
	var lines []string
	for _, row := range strings.Split(strings.TrimSpace(string(data)), "\n")[1:] {
		lines = append(lines, "S: "+strings.Split(row, "\t")[2])
	}
	out := explain(t, strings.Join(lines, "\n"), Options{JSON: true})
	for i, text := range strings.Split(strings.TrimSpace(out), "\n") {
		o := decode(t, text)
		if reason, ok := o.(map[string]any)["error"]; ok {
			t.Errorf("%q: %v", lines[i], reason)
		}
	}
}

// oddTranscript has lines that are not explained, for different reasons.
const oddTranscript = "S: * 1 FETCH (B {8}\nS: has NO x\nC: a NOOP\nNO [UIDNEXT 5] x\na b c [ALERT]\n" +
	"* NO [NEWNAME {1}\r\nx\r\n"

// TestJSONTranscript checks the objects of lines that only transcripts have.
func TestJSONTranscript(t *testing.T) {
	out := explain(t, oddTranscript+"* OK "+strings.Repeat("x", maxLine), Options{JSON: true})
	for _, line := range strings.Split(strings.TrimSuffix(out, "\n"), "\n") {
		o := decode(t, line)
		if _, ok := o.(map[string]any)["error"]; !ok {
			t.Errorf("%.200s has no error", line)
		}
	}
}

func decode(t *testing.T, object string) any {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(object))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		t.Fatalf("%q: %v", object, err)
	}
	return v
}

// FuzzTranscript checks that there is an object for each line of any transcript, and that neither
// objects nor text contain control characters.
func FuzzTranscript(f *testing.F) {
	lists := [][]string{argumentLines(), hostileLines, statusLines, dataLines, commandLines}
	for _, list := range lists {
		f.Add([]byte(strings.Join(list, "\r\n")))
	}
	f.Add(mixed(2000))
	f.Add([]byte(oddTranscript))
	f.Add([]byte("C: a \u009bNOOP\nS: a OK x\n"))
	f.Add([]byte("< * OK [ALERT] \x1b[2J\xff\n>> \u202e\nimap: < * NO [WEBALERT] x\na b c [ALERT]\n"))
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
		invalid := r == utf8.RuneError && !strings.HasPrefix(s[i:], "\ufffd")
		if invalid || r != '\n' && registry.IsControl(r) {
			t.Fatalf("%U at octet %d of %q", r, i, s)
		}
	}
}

// checkObjects checks that there is an object for each line of data, with all its octets.
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
