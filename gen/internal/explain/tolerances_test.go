package explain

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/gen/internal/imapcode"
)

var update = flag.Bool("update", false, "write what is read of the lines in testdata/tolerances.tsv")

// tolerances has lines that servers send although they depart from the grammar, and what is read of
// them, separated by tabs: the line, quoted as in Go; its code, text and deviations; the arguments
// as JSON; and ok or not ok. Lines that begin with # say who sends the lines after them.
const tolerances = "testdata/tolerances.tsv"

// TestTolerances checks what Parse, the accessors and explain read of the lines in tolerances.
func TestTolerances(t *testing.T) {
	book := checkedIn(t)
	text, err := os.ReadFile(tolerances)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for row := range strings.Lines(string(text)) {
		if strings.HasPrefix(row, "#") || row == "\n" {
			got.WriteString(row)
			continue
		}
		quoted, _, _ := strings.Cut(strings.TrimSuffix(row, "\n"), "\t")
		line, err := strconv.Unquote(quoted)
		if err != nil {
			t.Fatalf("%s: %v", quoted, err)
		}
		got.WriteString(readRow(t, book, line))
	}
	if *update {
		if err := os.WriteFile(tolerances, []byte(got.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	} else if diff := cmp.Diff(string(text), got.String()); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

// readRow returns the row of tolerances for a line. It reports where Parse and explain differ.
func readRow(t *testing.T, book *Book, line string) string {
	t.Helper()
	r, err := imapcode.Parse(line)
	if err != nil {
		t.Fatal(err)
	}
	list, ok := book.entry(r.Code).arguments(&r)
	arguments := map[string]any{}
	for _, a := range list {
		arguments[a.name] = a.value
	}
	verdict := map[bool]string{true: "ok", false: "not ok"}[ok]
	row := []any{string(r.Code), r.Text, r.Deviations.String(), arguments, verdict}

	var out bytes.Buffer
	if err := book.Lines(&out, []string{line}, Options{JSON: true}); err != nil {
		t.Fatal(err)
	}
	var o responseObject
	if err := json.Unmarshal(out.Bytes(), &o); err != nil {
		t.Fatal(err)
	}
	explained := "not ok"
	if o.OK != nil && *o.OK {
		explained = "ok"
	}
	again := []any{o.Code, o.Text, strings.Join(o.Deviations, " "), o.Arguments, explained}
	if o.Arguments == nil { // an unknown code has none
		again[3] = map[string]any{}
	}
	if diff := cmp.Diff(marshal(t, row), marshal(t, again)); diff != "" {
		t.Errorf("%q: Parse and explain differ (-Parse +explain):\n%s", line, diff)
	}
	return fmt.Sprintf("%q\t%s\t%q\t%s\t%s\t%s\n", line, r.Code, r.Text, r.Deviations, marshal(t, arguments), verdict)
}

func marshal(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(text), `\ufffd`, "\ufffd") // an octet that is not UTF-8, in any writing
}
