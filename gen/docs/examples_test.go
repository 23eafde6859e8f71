package docs

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/gen/internal/imapcode"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// examples returns the checked-in examples.
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

// records returns the checked-in registry.
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

// TestExamples checks that each example conforms to the grammar, that its type is one that its code
// comes with, and that its parts are what the parser finds.
func TestExamples(t *testing.T) {
	types := map[string][]string{}
	for _, r := range records(t) {
		types[r.Code] = r.Types()
	}
	for _, e := range examples(t) {
		r, err := imapcode.Parse(e.Line)
		if err != nil || !r.Known() || r.Deviations != 0 {
			t.Errorf("%s: known %t, deviations %q, error %v", e.Line, r.Known(), r.Deviations, err)
		}
		if want, ok := types[e.Code]; !ok || len(want) > 0 && !slices.Contains(want, r.Type.String()) {
			t.Errorf("%s: %s comes only with %v", e.Line, e.Code, want)
		}
		got := map[string]string{}
		line := ""
		for _, part := range e.Parts {
			got[part.Kind] = part.Text
			line += part.Text
		}
		delete(got, "")
		want := map[string]string{
			"tag": r.Tag, "type": r.Type.String(), "code": string(r.Code), "text": r.Text,
		}
		if r.Args != "" {
			want["arguments"] = r.Args
		}
		if diff := cmp.Diff(want, got); diff != "" || line != e.Line {
			t.Errorf("%s: the parts make %q (-parsed +parts):\n%s", e.Line, line, diff)
		}
	}
}

// TestCodesHaveExamples names the codes without an example. It does not fail, because the nightly
// update adds codes without examples.
func TestCodesHaveExamples(t *testing.T) {
	var missing []string
	for _, r := range records(t) {
		hasCode := func(e Example) bool { return e.Code == r.Code }
		if !slices.ContainsFunc(examples(t), hasCode) {
			missing = append(missing, r.Code)
		}
	}
	if len(missing) > 0 {
		t.Skipf("SKIPPED: no line in %s for %s", ExamplesFile, strings.Join(missing, ", "))
	}
}

func TestReadExamples(t *testing.T) {
	text := "# a comment\n\na OK [X (]) y] Text\n* BAD [Y] \n"
	got, err := ReadExamples("e.txt", text)
	if err != nil {
		t.Fatal(err)
	}
	want := []Example{
		{"a OK [X (]) y] Text", "X", []Part{
			{"tag", "a"}, {"", " "}, {"type", "OK"}, {"", " ["}, {"code", "X"},
			{"", " "}, {"arguments", "(]) y"}, {"", "] "}, {"text", "Text"},
		}},
		{"* BAD [Y] ", "Y", []Part{
			{"tag", "*"}, {"", " "}, {"type", "BAD"}, {"", " ["}, {"code", "Y"}, {"", "] "}, {"text", ""},
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

func TestReadExamplesErrors(t *testing.T) {
	const text = "a OK [X] y\na OK no code\n\na MAYBE [X] y\na OK [X]y\n" +
		"a OK [X] y] z\na OK [X] \x1b[31m\n"
	want := `e.txt:2: "a OK no code" is not in the form a OK [CODE arguments] text
e.txt:4: "a MAYBE [X] y" is not in the form a OK [CODE arguments] text
e.txt:5: "a OK [X]y" is not in the form a OK [CODE arguments] text
e.txt:6: "a OK [X] y] z" is not in the form a OK [CODE arguments] text
e.txt:7: "a OK [X] \x1b[31m" holds a control character or is not UTF-8`
	_, err := ReadExamples("e.txt", text)
	if diff := cmp.Diff(want, fmt.Sprint(err)); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}
