package docs

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/gen/internal/imapcode"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// examples returns the examples that are checked in.
func examples(t testing.TB) []Example {
	t.Helper()
	text, err := os.ReadFile("../../" + ExamplesFile)
	if err != nil {
		t.Fatal(err)
	}
	list, err := ReadExamples(ExamplesFile, string(text))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// records returns the registry that is checked in.
func records(t testing.TB) []registry.Record {
	t.Helper()
	f, err := os.Open("../../registry.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	list, err := registry.Read("registry.csv", f)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestExamples checks that each example is a line as the RFCs want it, of a type that its code comes with, and that its
// parts are what the parser finds.
func TestExamples(t *testing.T) {
	types := map[string][]string{}
	for _, r := range records(t) {
		types[r.Code] = r.Types
	}
	for _, e := range examples(t) {
		r, err := imapcode.Parse(e.Line)
		if err != nil || !r.Known() || r.Deviations != 0 {
			t.Errorf("%s: known %t, departs from the grammar in %q, error %v", e.Line, r.Known(), r.Deviations, err)
		}
		if want, ok := types[e.Code]; !ok || len(want) > 0 && !slices.Contains(want, r.Type.String()) {
			t.Errorf("%s: %s comes with %v", e.Line, e.Code, want)
		}
		got := map[string]string{}
		line := ""
		for _, part := range e.Parts {
			got[part.Kind] = part.Text
			line += part.Text
		}
		delete(got, "")
		want := map[string]string{"tag": r.Tag, "type": r.Type.String(), "code": string(r.Code), "text": r.Text}
		if r.Args != "" {
			want["arguments"] = r.Args
		}
		if diff := cmp.Diff(want, got); diff != "" || line != e.Line {
			t.Errorf("%s: parts, which make %q, differ (-parsed +parts):\n%s", e.Line, line, diff)
		}
	}
}

// TestCodesHaveExamples names the codes without an example. That is no failure: a new code comes from a job that knows none.
func TestCodesHaveExamples(t *testing.T) {
	var missing []string
	for _, r := range records(t) {
		if !slices.ContainsFunc(examples(t), func(e Example) bool { return e.Code == r.Code }) {
			missing = append(missing, r.Code)
		}
	}
	if len(missing) > 0 {
		t.Skipf("SKIPPED: no line in %s for %s", ExamplesFile, strings.Join(missing, ", "))
	}
}

func TestReadExamples(t *testing.T) {
	text := "# no example\n\na OK [X (]) y] Text\n* BAD [Y] \x1b\n"
	got, err := ReadExamples("e.txt", text)
	if err != nil {
		t.Fatal(err)
	}
	want := []Example{
		{"a OK [X (]) y] Text", "X", []Part{
			{"tag", "a"}, {"", " "}, {"type", "OK"}, {"", " ["}, {"code", "X"}, {"", " "}, {"arguments", "(]) y"}, {"", "] "}, {"text", "Text"},
		}},
		{`* BAD [Y] \x1b`, "Y", []Part{
			{"tag", "*"}, {"", " "}, {"type", "BAD"}, {"", " ["}, {"code", "Y"}, {"", "] "}, {"text", `\x1b`},
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
	_, err = ReadExamples("e.txt", "a OK [X] y\na OK no code\n\na MAYBE [X] y\na OK [X]y\n")
	wantErr := `e.txt:2: "a OK no code" is not in the form a OK [CODE arguments] text
e.txt:4: "a MAYBE [X] y" is not in the form a OK [CODE arguments] text
e.txt:5: "a OK [X]y" is not in the form a OK [CODE arguments] text`
	if err == nil || err.Error() != wantErr {
		t.Errorf("error %v, want\n%s", err, wantErr)
	}
}
