package tree

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

func TestLoadGrammar(t *testing.T) {
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

// TestFiles checks that Files returns the files that are checked in.
func TestFiles(t *testing.T) {
	in := checkedIn(t)
	files, err := in.Files()
	if err != nil {
		t.Fatal(err)
	}
	for name, got := range files {
		want, err := os.ReadFile("../../../" + name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s: mismatch (-want +got):\n%s", name, diff)
		}
	}
	if got, want := len(files), 3+len(in.Grammars); got != want {
		t.Errorf("%d files, want %d", got, want)
	}
	in.Evidence = nil
	if files, err = in.Files(); err != nil || files[EvidenceFile] != nil {
		t.Errorf("without evidence: file %q, error %v", files[EvidenceFile], err)
	}
}

// TestFilesErrors checks that Files refuses words that would break the files that they are in.
func TestFilesErrors(t *testing.T) {
	const refused = "refusing to write files that do not parse:\n"
	for _, test := range []struct {
		reason string
		tree   Tree
		want   string
	}{
		{"a code", Tree{Records: []registry.Record{{Code: "A B"}}}, refused + "registry.csv:2: "},
		{"a title", Tree{Sources: []registry.Source{{Name: "RFC1", Title: "\x1b"}}}, refused + "abnf/sources.csv:2: "},
		{"a column", Tree{Evidence: []registry.Evidence{{Column: "x"}}}, refused + "abnf/evidence.csv:2: "},
		{"a rule", Tree{Grammars: []abnf.Source{{Name: "RFC1", Rules: []*abnf.Rule{
			{Name: "a\nb", Expr: &abnf.Expr{Op: abnf.OpName, Text: "c"}},
		}}}}, refused + "rfc1.abnf:"},
	} {
		files, err := test.tree.Files()
		if files != nil || !strings.HasPrefix(fmt.Sprint(err), test.want) {
			t.Errorf("%s: files %v, error %v, want %s", test.reason, files, err, test.want)
		}
	}
}

// sourceFiles returns a registry with one code and the sources IANA, RFC1 and RFC2.
func sourceFiles(t *testing.T) fstest.MapFS {
	t.Helper()
	files, err := Tree{
		Records: checkedIn(t).Records[:1],
		Sources: []registry.Source{
			{Name: registry.IANA, Title: "Codes", Date: "2031-02-03"}, {Name: "RFC1"}, {Name: "RFC2"},
		},
	}.Files()
	if err != nil {
		t.Fatal(err)
	}
	return fstest.MapFS{
		RegistryFile: file(string(files[RegistryFile])), SourcesFile: file(string(files[SourcesFile])),
	}
}

// TestLoad checks that a tree without evidence, grammar and tolerances can be read, and what its
// sources say.
func TestLoad(t *testing.T) {
	tree, err := Load(sourceFiles(t))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"RFC1", "RFC2"}, tree.RFCs()); diff != "" {
		t.Errorf("RFCs mismatch (-want +got):\n%s", diff)
	}
	if got := tree.Updated(); got != "2031-02-03" {
		t.Errorf("updated %q", got)
	}
	if got := (Tree{Sources: tree.Sources[1:]}).Updated(); got != "" {
		t.Errorf("updated %q, although no source has it", got)
	}
}

// TestLoadErrors checks that each file is read, and that the error joins the faults of all.
func TestLoadErrors(t *testing.T) {
	want := "open registry.csv: file does not exist\nopen abnf/sources.csv: file does not exist"
	if _, err := Load(fstest.MapFS{}); fmt.Sprint(err) != want {
		t.Errorf("without files: error %v, want %s", err, want)
	}
	broken := fstest.MapFS{
		RegistryFile: file("x\n"), SourcesFile: file("x\n"), EvidenceFile: file("x\n"),
		AmendmentsFile: file("a = (\n"), TolerancesFile: file("b = (\n"),
	}
	var places []string
	_, err := Load(broken)
	for _, line := range strings.Split(fmt.Sprint(err), "\n") {
		place, _, _ := strings.Cut(line, ":")
		if len(places) == 0 || places[len(places)-1] != place {
			places = append(places, place)
		}
	}
	names := []string{RegistryFile, SourcesFile, "amendments.abnf", "tolerances.abnf", EvidenceFile}
	if diff := cmp.Diff(names, places); diff != "" {
		t.Errorf("places mismatch (-want +got):\n%s", diff)
	}
	for _, name := range []string{EvidenceFile, AmendmentsFile, TolerancesFile} {
		files := sourceFiles(t)
		files[name] = &fstest.MapFile{Mode: fs.ModeDir}
		if _, err := Load(files); err == nil {
			t.Errorf("no error from a directory %s", name)
		}
	}
}

// TestTolerant checks that tolerances replace amendments of the same name or widen them, but only
// in the tolerant grammar.
func TestTolerant(t *testing.T) {
	parse := func(text string) []*abnf.Rule {
		rules, err := abnf.Parse("test", text)
		if err != nil {
			t.Fatal(err)
		}
		return rules
	}
	tree := Tree{
		Grammars:   []abnf.Source{{Name: "RFC1", Rules: parse("a = \"1\"\nb = \"1\"\nc = \"1\"\n")}},
		Amendments: parse("a = \"2\"\nb = \"2\"\n"),
		Tolerances: parse("A = \"3\"\nb =/ \"3\"\n"),
	}
	show := func(g *abnf.Grammar) string {
		var definitions []string
		for _, name := range []string{"a", "b", "c"} {
			d, err := g.Definition(name)
			if err != nil {
				t.Fatal(err)
			}
			definitions = append(definitions, name+" = "+d.Expr.String())
		}
		return strings.Join(definitions, ", ")
	}
	if diff := cmp.Diff(`a = "2", b = "2", c = "1"`, show(tree.Strict())); diff != "" {
		t.Errorf("strict: mismatch (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(`a = "3", b = "2" / "3", c = "1"`, show(tree.Tolerant())); diff != "" {
		t.Errorf("tolerant: mismatch (-want +got):\n%s", diff)
	}
}
