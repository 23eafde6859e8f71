package explain

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/gen/internal/imapcode"
)

// explained is what the object of a line has, apart from the meaning of its code.
type explained struct {
	Line, Error     string
	Tag, Type, Code string
	Known           bool
	Args, Text      string
	Conforms        bool
	Deviations      []string
	Arguments       map[string]any
	ArgumentsOK     *bool
}

// markerRule matches what explain leaves out of a line before Parse reads it: spaces, a marker of
// the server or of the client, and spaces.
var markerRule = regexp.MustCompile(`^ *(?:(?:S:|<|<<|(C:|>|>>))(?: +|$))?`)

// checkExplained checks that the object of a line says what package imapcode reads of it.
func checkExplained(t *testing.T, book *Book, line string) {
	t.Helper()
	got := explainLine(t, book, line)
	if text, ok := strings.CutSuffix(line, "\n"); ok {
		line = strings.TrimSuffix(text, "\r")
	}
	marker := markerRule.FindStringSubmatch(line)
	body := line[len(marker[0]):]
	r, err := imapcode.Parse(body)
	_, isOpen := r.Literal()
	want := explained{Line: valid(line)}
	switch {
	case marker[1] != "":
		want.Error = "sent by the client"
	case err != nil:
		checkNotStatus(t, body, &got)
		return
	case isOpen:
		want.Error = "continues in a literal, which is not read"
	default:
		want = wantExplained(&r)
		want.Line, want.Conforms = valid(line), r.Conforms()
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%q: mismatch (-Parse +explain):\n%s", line, diff)
	}
}

// explainLine returns the object of a line, which comes after a line with arguments: those must not
// stay.
func explainLine(t *testing.T, book *Book, line string) (o explained) {
	t.Helper()
	var out bytes.Buffer
	lines := []string{"* OK [COPYUID 5 6:7 8:9] x", line}
	if err := book.Lines(&out, lines, Options{JSON: true}); err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(&out)
	decoder.UseNumber()
	for _, line := range lines {
		o = explained{}
		if err := decoder.Decode(&o); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
	}
	return o
}

// checkNotStatus checks the object of a line that Parse does not read. It says why, and may have
// what ParseText reads from one of the brackets in the line on.
func checkNotStatus(t *testing.T, body string, got *explained) {
	t.Helper()
	reasons := []string{
		"not a status response: want a tag followed by OK, NO, BAD, PREAUTH or BYE, or \"+\"",
		"not a status response: want a tag and OK, NO, BAD, PREAUTH or BYE before the code",
		"server data, not a status response",
		"not read as a status response, but contains a known code",
	}
	if !slices.Contains(reasons, got.Error) {
		t.Errorf("%q: error %q for a line that is not a status response", body, got.Error)
	}
	want := explained{Line: got.Line, Error: got.Error}
	if hasCode := got.Error == reasons[1]; !hasCode {
		if diff := cmp.Diff(want, *got); diff != "" {
			t.Errorf("%q: mismatch (-want +explain):\n%s", body, diff)
		}
		return
	}
	for i := range len(body) {
		r := imapcode.ParseText("", 0, body[i:])
		want = wantExplained(&r)
		want.Line, want.Error = got.Line, got.Error
		if body[i] == '[' && r.Known() && cmp.Equal(want, *got) {
			return
		}
	}
	t.Errorf("%q: %+v has nothing that ParseText reads", body, *got)
}

// wantExplained returns what the object of a line with r has.
func wantExplained(r *imapcode.Response) explained {
	info, known := r.Code.Info()
	o := explained{
		Tag: valid(r.Tag), Type: r.Type.String(), Code: valid(string(r.Code)),
		Known: known && info.Status != imapcode.StatusUnregistered,
		Args:  valid(r.Args), Text: valid(r.Text), Deviations: []string{},
	}
	r.Deviations.Names()(func(name string) bool {
		o.Deviations = append(o.Deviations, name)
		return true
	})
	if !known {
		return o
	}
	ok := !r.Deviations.Has(imapcode.DevArgumentsMalformed)
	o.Arguments = map[string]any{}
	if info.Arguments != "" {
		var args reflect.Value
		args, ok = typedArguments(r)
		for i := 0; args.IsValid() && i < args.NumField(); i++ {
			if value := wantValue(args.Field(i).Interface(), ok); value != nil {
				o.Arguments[args.Type().Field(i).Name] = value
			}
		}
	}
	o.ArgumentsOK = &ok
	return o
}

// typedArguments returns what the only accessor returns that finds something in r. It is invalid if
// none does.
func typedArguments(r *imapcode.Response) (args reflect.Value, ok bool) {
	v := reflect.ValueOf(*r)
	for i := range v.NumMethod() {
		m := v.Method(i).Type()
		if m.NumIn() != 0 || m.NumOut() != 2 || !strings.HasSuffix(m.Out(0).Name(), "Args") {
			continue
		}
		if results := v.Method(i).Call(nil); results[1].Bool() || !results[0].IsZero() {
			return results[0], results[1].Bool()
		}
	}
	return reflect.Value{}, false
}

// wantValue returns what an object has for a field of typed arguments, or nil if it is absent. A
// number of arguments that are not ok is absent if it is 0: then it could not be read.
func wantValue(field any, ok bool) any {
	switch f := field.(type) {
	case uint32:
		if f != 0 || ok {
			return json.Number(strconv.FormatUint(uint64(f), 10))
		}
	case uint64:
		if f != 0 || ok {
			return json.Number(strconv.FormatUint(f, 10))
		}
	case imapcode.OptionalNumber:
		if f.Valid {
			return json.Number(strconv.FormatUint(f.Number, 10))
		}
	case imapcode.String:
		if !f.IsNil() {
			return valid(f.Value())
		}
	case imapcode.List:
		var values []any
		for _, value := range f.Values() {
			values = append(values, valid(value))
		}
		if values != nil {
			return values
		}
	case bool:
		if f {
			return true
		}
	default: // a word or a set
		if s := reflect.ValueOf(field).String(); s != "" {
			return valid(s)
		}
	}
	return nil
}

// valid returns s with U+FFFD in place of each octet that is not UTF-8, as JSON has it.
func valid(s string) string { return string([]rune(s)) }

// explainedLines returns lines of all kinds.
func explainedLines(t testing.TB) []string {
	t.Helper()
	lines := slices.Concat(argumentLines(), hostileLines, statusLines, dataLines, commandLines)
	lines = append(lines, "", "S:", "C: a NOOP", "S: * OK [ALERT] x\r\n", "  << a NO [UIDNEXT 5]",
		"> x OK [ALERT]", "NO [UIDNEXT 5] x", "a b c [ALERT]", "[UIDNEXT 5]", "* x [ALERT]",
		"+ [ALERT]", "* NO [NEWNAME {1}", "* OK x\r\r\n")
	text, err := os.ReadFile(tolerances)
	if err != nil {
		t.Fatal(err)
	}
	for row := range strings.Lines(string(text)) {
		if quoted, err := strconv.QuotedPrefix(row); err == nil {
			line, _ := strconv.Unquote(quoted)
			lines = append(lines, line)
		}
	}
	return lines
}

// pieces are what changes the meaning of a line where it is inserted.
var pieces = []string{
	"]", "] ", "[", "[ALERT", "[UIDNEXT 5] ", " ", "(", ")", `"`, `\`, "{2}", "{3}\r\n",
	"0", "4294967296", ":", ",", "*", "NIL", "\t", "\x00", "\xe9", "é", "\r", "\n", "S: ", "> ", "+ ",
}

// mutate returns a line that differs from one of lines in up to three places.
func mutate(random *rand.Rand, lines []string) string {
	line := lines[random.IntN(len(lines))]
	for range 1 + random.IntN(3) {
		i := random.IntN(len(line) + 1)
		j := min(len(line), i+random.IntN(4))
		switch random.IntN(4) {
		case 0:
			line = line[:i] + line[j:]
		case 1:
			line = line[:j] + line[i:]
		default:
			line = line[:i] + pieces[random.IntN(len(pieces))] + line[i:]
		}
	}
	return line
}

// TestExplain checks the objects of lines of all kinds, and of many that differ a little from them.
func TestExplain(t *testing.T) {
	book, lines := checkedIn(t), explainedLines(t)
	for _, line := range lines {
		checkExplained(t, book, line)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 10_000 {
		checkExplained(t, book, mutate(random, lines))
	}
}

func FuzzExplain(f *testing.F) {
	for _, line := range explainedLines(f) {
		f.Add(line)
	}
	book := checkedIn(f)
	f.Fuzz(func(t *testing.T, line string) { checkExplained(t, book, line) })
}
