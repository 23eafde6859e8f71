package tree

import (
	"fmt"
	"os"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

func TestLoadGrammar(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	files := fstest.MapFS{
		"abnf/rfc10022.abnf":   file("; RFC10022, section 4\nb = \"B\"\n"),
		"abnf/rfc9051.abnf":    file("; RFC9051, section 9\na = \"A\"\n"),
		"abnf/amendments.abnf": file("; RFC9051, section 9: It is too short.\na =/ \"AA\"\n"),
	}
	sources, amendments, err := LoadGrammar(files)
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, s := range sources {
		got += fmt.Sprintln(s.Name, s.Rules)
	}
	if diff := cmp.Diff("RFC9051 [a = \"A\"]\nRFC10022 [b = \"B\"]\n[a =/ \"AA\"]", got+fmt.Sprint(amendments)); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}

	files["abnf/rfc9051.abnf"] = file("; RFC3501, section 9\na = \"A\"\n\nb = (\n")
	files["abnf/amendments.abnf"] = file("; It is too short.\na =/ \"AA\"\n")
	_, _, err = LoadGrammar(files)
	const want = `amendments.abnf:2:1: the comment above "a" must begin with its source, as in "; RFC9051, section 9"
rfc9051.abnf:4:6: end of text, want an element
rfc9051.abnf:2:1: the comment above "a" must begin with its source, as in "; RFC9051, section 9"`
	if diff := cmp.Diff(want, fmt.Sprint(err)); diff != "" {
		t.Errorf("errors mismatch (-want +got):\n%s", diff)
	}
}

// TestEvidence checks that the evidence that is checked in is for the values that are checked in.
func TestEvidence(t *testing.T) {
	checkedIn, err := Load(os.DirFS("../../.."))
	if err != nil {
		t.Fatal(err)
	}
	if err := registry.CheckEvidence(EvidenceFile, checkedIn.Records, checkedIn.Evidence); err != nil {
		t.Error(err)
	}
}
