package extra

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/grammar"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

// in returns a reader of files whose text is given.
func in(files map[string]string) func(name string) ([]byte, error) {
	return func(name string) ([]byte, error) {
		text, ok := files[name]
		if !ok {
			return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
		}
		return []byte(text), nil
	}
}

// mustRead returns the file with the given text and grammar.
func mustRead(t *testing.T, name, text, grammar string) File {
	t.Helper()
	file, err := Read(name+".csv", in(map[string]string{name + ".csv": text, name + ".abnf": grammar}))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestRead(t *testing.T) {
	file, err := Read("some/mine.csv", in(map[string]string{
		"some/mine.csv":  "code,arguments\nX-WINDOW,SP clock\n",
		"some/mine.abnf": "; Ours.\nclock = 2DIGIT\n",
		"mine.abnf":      "clock = \"another\"",
	}))
	if err != nil {
		t.Fatal(err)
	}
	if file.Rows[0].Place != "some/mine.csv:2" || fmt.Sprint(file.Rules[0].Pos, " ", file.Rules[0]) != "some/mine.abnf:2:1 clock = 2DIGIT" {
		t.Errorf("got %+v, %v", file.Rows, file.Rules)
	}
	if file, err = Read("mine", in(map[string]string{"mine": "code\nX-WINDOW\n"})); err != nil || len(file.Rows) != 1 || file.Rules != nil {
		t.Errorf("without a grammar: %+v, %v", file, err)
	}
}

func TestReadErrors(t *testing.T) {
	broken := errors.New("the cable is out")
	for _, test := range []struct {
		reason   string
		readFile func(name string) ([]byte, error)
		want     string
	}{
		{"no file", in(nil), "open mine.csv: file does not exist"},
		{
			"both at once",
			in(map[string]string{"mine.csv": "code\nA B\n", "mine.abnf": "clock = (\n"}),
			"mine.csv:2: code \"A B\" is not an atom (RFC 9051 section 9): octet \" \"\nmine.abnf:1:10: end of text, want an element",
		},
		{
			"a grammar that cannot be read",
			func(name string) ([]byte, error) {
				if strings.HasSuffix(name, ".abnf") {
					return nil, broken
				}
				return []byte("code\nA\n"), nil
			},
			"the cable is out",
		},
	} {
		if _, err := Read("mine.csv", test.readFile); fmt.Sprint(err) != test.want {
			t.Errorf("%s: error mismatch (-want +got):\n%s", test.reason, cmp.Diff(test.want, fmt.Sprint(err)))
		}
	}
}

func TestReadRows(t *testing.T) {
	const text = `summary,code,arguments,references,fields,grammar,tagged,retry,name,status
"Ours, and short.",X-KETTLE,SP number,RFC1149,Degrees,RFC1149,OK NO,later,Kettle,unregistered
,whistle-2,SP number,,,,,,,
,2-cups,,,,,,,,
`
	got, err := readRows("mine.csv", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	want := []registry.Entry{
		{Record: registry.Record{
			Code: "X-KETTLE", Name: "Kettle", Status: registry.Unregistered, References: []string{"RFC1149"}, Arguments: "SP number",
			Fields: []string{"Degrees"}, Grammar: "RFC1149", Tagged: []string{"OK", "NO"}, Retry: registry.RetryLater, Summary: "Ours, and short.",
		}, Place: "mine.csv:2"},
		{Record: registry.Record{Code: "whistle-2", Name: "Whistle2", Status: registry.Unregistered, Arguments: "SP number", Grammar: "private"}, Place: "mine.csv:3"},
		{Record: registry.Record{Code: "2-cups", Name: "X2Cups", Status: registry.Unregistered}, Place: "mine.csv:4"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

func TestReadRowsErrors(t *testing.T) {
	const columns = "code, name, status, description, references, registered, updated, arguments, fields, grammar, " +
		"defined, rev1, rev2, capability, state, commands, tagged, untagged, retry, summary, advice, security"
	for _, test := range []struct{ reason, text, want string }{
		{"nothing", "", "mine.csv: empty, want a header with the columns code"},
		{"a header and no row", "code\n", "mine.csv: no response codes"},
		{"no header", "X-KETTLE\n", `mine.csv:1: column "X-KETTLE" is not one of ` + columns + "\nmine.csv:1: the column code is missing"},
		{"unknown, duplicate and missing columns", "name,Code,name\nA,B,C\n", `mine.csv:1: column "Code" is not one of ` + columns + `
mine.csv:1: duplicate column "name"
mine.csv:1: the column code is missing`},
		{
			"what the registry alone says", "code,description,registered,updated,status\nA,old,2030-01-02,2031-01-02,removed\n",
			`mine.csv:2: status "removed" of "A": want unregistered or nothing
mine.csv:2: description "old" of "A": only registered codes have one
mine.csv:2: registered "2030-01-02" of "A": only registered codes have one
mine.csv:2: updated "2031-01-02" of "A": only registered codes have one`,
		},
		{"a reference that is not a document of the IETF", "code,references\nA,https://vendor.example/\n",
			`mine.csv:2: reference "https://vendor.example/" of "A" is neither an RFC nor a draft`},
		{
			"all bad lines at once", "code,retry\nA\nB C,\nD,soon\nd,\nX-Y,\nX.Y,\n",
			`mine.csv:2: 1 columns, want 2
mine.csv:3: code "B C" is not an atom (RFC 9051 section 9): octet " "
mine.csv:4: retry "soon" of "D" is not one of [later never changed]
mine.csv:5: duplicate code "d" (first at mine.csv:4)
mine.csv:5: duplicate name "D" (first at mine.csv:4, of "D")
mine.csv:7: duplicate name "XY" (first at mine.csv:6, of "X-Y")`,
		},
		{"hostile text", "code,summary\nA,//go:generate evil\n", `mine.csv:2: summary of "A": "//go:generate evil" holds a comment mark`},
	} {
		t.Run(test.reason, func(t *testing.T) {
			got, err := readRows("mine.csv", []byte(test.text))
			if diff := cmp.Diff(test.want, fmt.Sprint(err)); diff != "" {
				t.Errorf("error mismatch (-want +got):\n%s", diff)
			}
			if got != nil {
				t.Errorf("codes despite the error: %+v", got)
			}
		})
	}
}

// invented returns an invented tree: two codes, a few rules and an amendment.
func invented(t testing.TB) tree.Tree {
	t.Helper()
	rules, err1 := abnf.Parse("rfc9990.abnf", "number = 1*DIGIT\npair = number \":\" number\nletter = <any letter>\nopen = \"o\"\n")
	amendments, err2 := abnf.Parse("amendments.abnf", "letter = ALPHA\nopen =/ \"p\"\nours = ALPHA\n")
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	return tree.Tree{
		Records: []registry.Record{
			{Code: "TEAPOT", Name: "Teapot", Status: registry.Registered, Arguments: "SP pair", Grammar: "RFC9990"},
			{Code: "GONE", Name: "Gone", Status: registry.Removed},
		},
		Grammars:   []abnf.Source{{Name: "RFC9990", Rules: rules}},
		Amendments: amendments,
	}
}

// show returns the codes of shown, and the rules that were added to it.
func show(shown tree.Tree) string {
	var b strings.Builder
	for _, r := range shown.Records {
		fmt.Fprintf(&b, "%s %s %s [%s] %s\n", r.Code, r.Name, r.Status, r.Arguments, r.Grammar)
	}
	for _, source := range shown.Grammars[1:] {
		for _, r := range source.Rules {
			fmt.Fprintf(&b, "%s: %s\n", source.Name, r)
		}
	}
	return b.String()
}

func TestAdd(t *testing.T) {
	const registered = "TEAPOT Teapot registered [SP pair] RFC9990\nGONE Gone removed [] \n"
	for _, test := range []struct {
		reason        string
		text, grammar string
		want          string
		notes         []string
	}{
		{
			"over the rules of the RFCs, and nothing more",
			"code,arguments\nA,SP pair\n", "", registered + "A A unregistered [SP pair] private\n", nil,
		},
		{
			"with rules of its own, of which those that the tree has add nothing",
			"code,arguments\nA,[SP clock] / SP letter\n",
			"clock = digits \":\" digits\ndigits = 2DIGIT\nPAIR = number \":\" number\nletter = ALPHA\nopen = \"o\" / \"p\"\nALPHA = %x41-5A / %x61-7A\n<uri> = <Defined in RFC 3986>\n",
			registered + "A A unregistered [[SP clock] / SP letter] private\nextra: clock = digits \":\" digits\nextra: digits = 2DIGIT\n", nil,
		},
		{
			"its own rules may be widened",
			"code,arguments\nA,SP kind\n", "kind = \"x\"\nkind =/ \"y\"\n",
			registered + "A A unregistered [SP kind] private\nextra: kind = \"x\"\nextra: kind =/ \"y\"\n", nil,
		},
		{
			"what the registry has wins, in any case, whatever its name and rules are here",
			"code,name,arguments\nteapot,Gone,pair\nA,Teapot2,\nGONE,Gone2,nothing\n", "pair = \"another\"\n",
			registered + "A Teapot2 unregistered [] \n",
			[]string{
				"mine.csv:2: TEAPOT is registered now; the registry's row is used",
				"mine.csv:4: GONE is removed now; the registry's row is used",
			},
		},
	} {
		t.Run(test.reason, func(t *testing.T) {
			before := invented(t)
			next, notes, err := mustRead(t, "mine", test.text, test.grammar).Add(before)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, show(next)); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.notes, notes); diff != "" {
				t.Errorf("notes mismatch (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(show(invented(t)), show(before)); diff != "" {
				t.Errorf("Add changed the tree that it was given (-want +got):\n%s", diff)
			}
		})
	}
}

// TestAddTwo checks that of two files with the same code the first one's row is used.
func TestAddTwo(t *testing.T) {
	first, _, err := mustRead(t, "mine", "code,arguments\nA,SP clock\n", "clock = 2DIGIT\n").Add(invented(t))
	if err != nil {
		t.Fatal(err)
	}
	second, notes, err := mustRead(t, "theirs", "code,arguments\na,\nB,SP clock\n", "clock = 2DIGIT\n").Add(first)
	if err != nil {
		t.Fatal(err)
	}
	want := show(invented(t)) + "A A unregistered [SP clock] private\nB B unregistered [SP clock] private\nextra: clock = 2DIGIT\n"
	if diff := cmp.Diff(want, show(second)); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"theirs.csv:2: A is in an earlier extra file; that row is used"}, notes); diff != "" {
		t.Errorf("notes mismatch (-want +got):\n%s", diff)
	}
}

// TestAddSources checks that sources are added by number, and that those of the tree stay.
func TestAddSources(t *testing.T) {
	before := invented(t)
	before.Sources = []registry.Source{{Name: "RFC1"}, {Name: "RFC30", Title: "Ours"}}
	file := File{Sources: []registry.Source{{Name: "RFC200"}, {Name: "RFC30", Title: "Theirs"}, {Name: "RFC4"}}}
	next, _, err := file.Add(before)
	if err != nil {
		t.Fatal(err)
	}
	want := []registry.Source{{Name: "RFC1"}, {Name: "RFC4"}, {Name: "RFC30", Title: "Ours"}, {Name: "RFC200"}}
	if diff := cmp.Diff(want, next.Sources); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

func TestAddErrors(t *testing.T) {
	const clash = " (choose another name)"
	for _, test := range []struct{ reason, text, grammar, want string }{
		{"names that the registry has, proposed and given", "code,name\nTEA-POT,\nTEAPOT-,\nA,Gone\n", "",
			`mine.csv:3: name "Teapot" of "TEAPOT-" is already used by "TEAPOT"
mine.csv:4: name "Gone" of "A" is already used by "GONE"`},
		{"a rule of an RFC in other words", "code,arguments\nA,SP number\n", "number = 1*4DIGIT\n",
			`mine.abnf:1:1: "number" redefined; the other definition is at rfc9990.abnf:1:1: 1*DIGIT` + clash},
		{"a rule that nothing needs, likewise", "code\nA\n", "number = 1*4DIGIT\n",
			`mine.abnf:1:1: "number" redefined; the other definition is at rfc9990.abnf:1:1: 1*DIGIT` + clash},
		{"a rule that another row needs too", "code,arguments\nTEAPOT,SP number\nA,SP number\n", "number = 1*4DIGIT\n",
			`mine.abnf:1:1: "number" redefined; the other definition is at rfc9990.abnf:1:1: 1*DIGIT` + clash},
		{"a rule widened", "code,arguments\nA,SP number\n", "number =/ 1*DIGIT\n",
			`mine.abnf:1:1: "number" redefined; the other definition is at rfc9990.abnf:1:1: 1*DIGIT` + clash},
		{"an amendment", "code,arguments\nA,SP letter\n", "letter = \"x\"\n",
			`mine.abnf:1:1: "letter" redefined; the other definition is at amendments.abnf:1:1: ALPHA` + clash},
		{"a rule of the amendments alone", "code,arguments\nA,SP ours\n", "ours = \"x\"\n",
			`mine.abnf:1:1: "ours" redefined; the other definition is at amendments.abnf:3:1: ALPHA` + clash},
		{"a core rule", "code,arguments\nA,SP digit\n", "digit = \"x\"\n",
			`mine.abnf:1:1: "digit" redefined; the other definition is at RFC5234:7:1: %x30-39` + clash},
		{"arguments that stick to the code", "code,arguments\nA,number\nB,SP number / pair\nC,[SP number] letter\nD,1*number\nE,again\nF,\"\"\"\"\" number\"\nG,%x1F-20\nH,%x20-21\n", "again = again \"x\" / \"y\"\n",
			`mine.csv:2: arguments of "A" must begin with SP, which separates them from the code
mine.csv:3: arguments of "B" must begin with SP, which separates them from the code
mine.csv:4: arguments of "C" must begin with SP, which separates them from the code
mine.csv:5: arguments of "D" must begin with SP, which separates them from the code
mine.csv:6: arguments of "E" must begin with SP, which separates them from the code
mine.csv:7: arguments of "F" must begin with SP, which separates them from the code
mine.csv:8: arguments of "G" must begin with SP, which separates them from the code
mine.csv:9: arguments of "H" must begin with SP, which separates them from the code`},
		{
			"all at once", "code,name,arguments,fields\nA,Gone,,\nB,,SP (,\nC,,SP nothing,\nD,,SP pair SP number,Pair\nE,,SP own,\n",
			"own = missing\n\nother = <in words>\n\nnumber = letter\n",
			`mine.csv:2: name "Gone" of "A" is already used by "GONE"
mine.csv:3: arguments of B:1:5: end of text, want an element
mine.abnf:5:1: "number" redefined; the other definition is at rfc9990.abnf:1:1: 1*DIGIT` + clash + `
mine.csv:4: arguments of C:1:4: undefined rule "nothing"
mine.abnf:1:7: undefined rule "missing"
mine.abnf:3:9: prose-val <in words> needs an amendment
mine.csv:5: "D": fields ["Pair"] do not fit the arguments, which need a name for each of ["Pair" "Number"]`,
		},
		{
			"elements that cannot be told apart", "code,arguments\nE,SP in-brackets / SP number SP number\n",
			"in-brackets = \"(\" number SP number \")\"\n",
			`mine.csv:2: arguments of E:1:1: alternatives are laid out as "(ee)" and "ee"`,
		},
	} {
		t.Run(test.reason, func(t *testing.T) {
			next, notes, err := mustRead(t, "mine", test.text, test.grammar).Add(invented(t))
			if diff := cmp.Diff(test.want, fmt.Sprint(err)); diff != "" {
				t.Errorf("error mismatch (-want +got):\n%s", diff)
			}
			if next.Records != nil || notes != nil {
				t.Errorf("a tree despite the error: %+v, %v", next, notes)
			}
		})
	}
}

// TestUnregistered checks that the file that is part of the tool fits what is checked in.
func TestUnregistered(t *testing.T) {
	file, err := Unregistered()
	if err != nil {
		t.Fatal(err)
	}
	checkedIn, err := tree.Load(os.DirFS("../../.."))
	if err != nil {
		t.Fatal(err)
	}
	next, notes, err := file.Add(checkedIn)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := len(next.Records)+len(notes), len(checkedIn.Records)+len(file.Rows); got != want {
		t.Errorf("%d codes and notes, want %d", got, want)
	}
	for _, row := range file.Rows {
		if row.Summary == "" || row.Grammar == "" {
			t.Errorf("%s: %s has no summary or no grammar", row.Place, row.Code)
		}
		for _, ref := range row.References {
			hasTitle := func(s registry.Source) bool { return s.Name == ref && s.Title != "" }
			if registry.IsRFC(ref) && !slices.ContainsFunc(next.Sources, hasTitle) {
				t.Errorf("%s: %s, which %s cites, has no title in sources.csv", row.Place, ref, row.Code)
			}
		}
	}
}

// FuzzAdd checks that what Add accepts has typed arguments, and that nothing panics.
func FuzzAdd(f *testing.F) {
	f.Add("code,arguments\nA,[SP clock] / SP letter\n", "clock = digits \":\" digits\ndigits = 2DIGIT\n")
	f.Add("code,arguments,fields\nA,SP list,List\nTEAPOT,SP list,\n", "list = number *(\",\" list)\nlist =/ \"x\"\n")
	f.Add("name,code\nB,a\n", "a = b\nb = a\n")
	f.Add("code,arguments\nA,a\nB,SP \n", "a = a SP\n<uri> = <Defined in RFC 3986>\nSP = \"x\"\n")
	f.Fuzz(func(t *testing.T, text, rules string) {
		file, err := Read("mine.csv", in(map[string]string{"mine.csv": text, "mine.abnf": rules}))
		if err != nil {
			return
		}
		before := invented(t)
		next, notes, err := file.Add(before)
		if err != nil {
			return
		}
		if got, want := len(next.Records)+len(notes), len(before.Records)+len(file.Rows); got != want {
			t.Errorf("%d codes and notes, want %d", got, want)
		}
		g := abnf.Merge(next.Grammars, next.Amendments)
		for _, r := range next.Records[len(before.Records):] {
			x, err := abnf.ParseExpr("arguments", r.Arguments)
			if err != nil {
				t.Fatal(err)
			}
			if shape, err := grammar.Analyze(g, x); err != nil || shape.Rename(r.Fields) != nil {
				t.Errorf("%s: %v, %v", r.Code, shape, err)
			}
		}
	})
}
