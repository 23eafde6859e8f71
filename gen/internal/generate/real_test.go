package generate

import (
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/gen/internal/extra"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

// checkedIn returns what is checked in.
func checkedIn(t testing.TB) tree.Tree {
	t.Helper()
	in, err := tree.Load(os.DirFS("../../.."))
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func mustPackage(t testing.TB, in tree.Tree) map[string][]byte {
	t.Helper()
	files, err := compileAndPackage(in, Options{Package: "imapcode", Type: "Code", Prefix: "Code", Parts: Parser})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestFresh checks that the library, and the program's own parser, which knows the unregistered
// codes too, are what is generated from what is checked in.
func TestFresh(t *testing.T) {
	unregistered, err := extra.Unregistered()
	if err != nil {
		t.Fatal(err)
	}
	withExtra, _, err := unregistered.Add(checkedIn(t))
	if err != nil {
		t.Fatal(err)
	}
	for dir, in := range map[string]tree.Tree{
		"generated/imapcode":    checkedIn(t),
		"gen/internal/imapcode": withExtra,
	} {
		for name, data := range mustPackage(t, in) {
			got, err := os.ReadFile(filepath.Join("../../..", dir, name))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(got), string(data)); diff != "" {
				t.Errorf("%s/%s is stale, run make generate (-checked in +generated):\n%s", dir, name, diff)
			}
		}
	}
}

// TestDeterministic checks that the same input gives the same octets each time.
func TestDeterministic(t *testing.T) {
	in := checkedIn(t)
	want := mustPackage(t, in)
	for range 5 {
		if diff := cmp.Diff(want, mustPackage(t, in)); diff != "" {
			t.Fatalf("mismatch (-first +later):\n%s", diff)
		}
	}
}

// TestSource checks what anyone may expect of generated source: tools know that it is generated,
// gofmt changes nothing, it imports the standard library alone, nothing runs at start-up, and there
// is no map.
func TestSource(t *testing.T) {
	for name, data := range mustPackage(t, checkedIn(t)) {
		parsed, err := parser.ParseFile(token.NewFileSet(), name, data, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		if !ast.IsGenerated(parsed) {
			t.Errorf("%s: go/ast.IsGenerated does not know it as generated", name)
		}
		if formatted, err := format.Source(data); err != nil || string(formatted) != string(data) {
			t.Errorf("%s: gofmt changes it (error: %v)", name, err)
		}
		for _, spec := range parsed.Imports {
			if strings.Contains(spec.Path.Value, ".") {
				t.Errorf("%s: imports %s, which is not of the standard library", name, spec.Path.Value)
			}
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.MapType:
				t.Errorf("%s: has a map", name)
			case *ast.FuncDecl:
				if n.Name.Name == "init" {
					t.Errorf("%s: has an init", name)
				}
			}
			return true
		})
	}
}

// TestHostileText checks that text from the registry stays a comment or a string wherever it is
// emitted.
func TestHostileText(t *testing.T) {
	in := fixture(t)
	for i, text := range []string{"*/ func init() {}", "`+`", `" + evil + "`, "//go:generate evil", "#include", "%!s(MISSING)"} {
		in.Records[i].Summary = text
		in.Records[i].Description = text
		in.Records[i].Status = registry.Discouraged
	}
	for name, data := range mustPackage(t, in) {
		parsed, err := parser.ParseFile(token.NewFileSet(), name, data, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range parsed.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Name.Name == "init" {
				t.Errorf("%s: the text became code", name)
			}
		}
		for _, group := range parsed.Comments {
			for _, c := range group.List {
				if strings.HasPrefix(c.Text, "//go:") {
					t.Errorf("%s: the text became a directive: %s", name, c.Text)
				}
			}
		}
	}
}

func TestErrors(t *testing.T) {
	tests := []struct {
		reason string
		change func(*tree.Tree)
		want   string
	}{
		{
			"an undefined rule in the arguments",
			func(in *tree.Tree) { in.Records[1].Arguments = "SP nz-numbr" },
			`arguments of COUNT:1:4: undefined rule "nz-numbr"`,
		},
		{
			"arguments that are no ABNF",
			func(in *tree.Tree) { in.Records[1].Arguments = "SP (nz-number" },
			"arguments of COUNT:1:14: end of text, want )",
		},
		{
			"names that the package has already",
			func(in *tree.Tree) {
				in.Records[0].Name, in.Records[1].Name, in.Records[2].Name = "Malformed", "Text", "Write"
			},
			"Response.Text of COUNT is already declared by the package's own field Response.Text",
		},
		{
			"a name that is the arguments of another",
			func(in *tree.Tree) { in.Records[0].Name, in.Records[2].Name = "CodeXArgs", "CodeX" },
			"<nil>",
		},
		{
			"all bad rows at once",
			func(in *tree.Tree) { in.Records[1].Arguments, in.Records[2].Arguments = "a", "b" },
			"arguments of COUNT:1:1: undefined rule \"a\"\narguments of FLAG-LIST:1:1: undefined rule \"b\"",
		},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			in := fixture(t)
			test.change(&in)
			_, err := compileAndPackage(in, Options{Package: "p", Type: "Code", Prefix: "Code", Parts: Parser})
			if diff := cmp.Diff(test.want, fmt.Sprint(err)); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// synthetic returns a registry of n codes with the real registry's arguments in turn.
func synthetic(t testing.TB, n int) tree.Tree {
	in := checkedIn(t)
	real := in.Records
	in.Records = nil
	for i := range n {
		r := real[i%len(real)]
		r.Code = fmt.Sprintf("%s-%d", r.Code, i)
		r.Name = fmt.Sprintf("%s%d", r.Name, i)
		in.Records = append(in.Records, r)
	}
	return in
}

// BenchmarkPackage shows that time and size grow with the number of codes and no faster.
func BenchmarkPackage(b *testing.B) {
	for _, n := range []int{62, 100, 1_000, 10_000} {
		in := synthetic(b, n)
		b.Run(fmt.Sprintf("codes=%d", n), func(b *testing.B) {
			size := 0
			for b.Loop() {
				size = 0
				for _, data := range mustPackage(b, in) {
					size += len(data)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/code")
			b.ReportMetric(float64(size)/float64(n), "octets/code")
		})
	}
}
