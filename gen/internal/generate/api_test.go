package generate

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

// apiFile holds what generated/imapcode has ever exported, one per line, sorted. -update only ever
// adds lines. (As Go's own api/*.txt. golang.org/x/exp/apidiff wants the old package instead, and
// forgives more.)
const apiFile = "testdata/api.txt"

// TestAPI checks that generated/imapcode exports all that it has ever exported, and that what is
// new is written down.
func TestAPI(t *testing.T) {
	text, err := os.ReadFile(apiFile)
	if err != nil {
		t.Fatal(err)
	}
	want, got := strings.Split(strings.TrimSpace(string(text)), "\n"), exported(t, mustPackage(t, checkedIn(t)))
	if gone := without(want, got); len(gone) > 0 {
		t.Fatalf(`generated/imapcode no longer exports what others compile against:
	%s
Bring it back. Constants keep their names, types and values. The column name of a code never changes; a code that left the
registry stays, as removed (update --allow-removals). Only a new major version may export less: then delete these lines from
gen/internal/generate/%s by hand.`, strings.Join(gone, "\n\t"), apiFile)
	}
	added := without(got, want)
	if *update {
		lines := slices.Sorted(slices.Values(append(want, added...)))
		if err := os.WriteFile(apiFile, []byte(strings.Join(lines, "\n")+"\n"), 0o666); err != nil {
			t.Fatal(err)
		}
	} else if len(added) > 0 {
		t.Errorf(`generated/imapcode exports more, and once landed it stays for good:
	%s
If it is to, run go test ./gen/internal/generate -update, which adds these lines to gen/internal/generate/%s.`,
			strings.Join(added, "\n\t"), apiFile)
	}
}

// TestAPIOfRemoved checks that codes stay, deprecated, when they leave the registry.
func TestAPIOfRemoved(t *testing.T) {
	in := checkedIn(t)
	want := exported(t, mustPackage(t, in))
	in.Records = slices.Clone(in.Records)
	for i := range in.Records {
		in.Records[i].Status = registry.Removed
	}
	files := mustPackage(t, in)
	if diff := cmp.Diff(want, exported(t, files)); diff != "" {
		t.Errorf("mismatch (-before +removed):\n%s", diff)
	}
	if codes := string(files[CodesName]); strings.Count(codes, "\t// Deprecated: ") != len(in.Records) {
		t.Errorf("not all of %d codes are deprecated in\n%s", len(in.Records), codes)
	}
}

// TestExported checks which changes of the registry others notice, and how.
func TestExported(t *testing.T) {
	before := exported(t, mustPackage(t, fixture(t)))
	const plain, count = 0, 1 // rows of the fixture
	for _, test := range []struct {
		reason  string
		change  func(in *tree.Tree)
		removed []string
		added   []string
	}{{
		"the registry's state, and what Info says, may change",
		func(in *tree.Tree) {
			in.Sources = []registry.Source{{Name: registry.IANA, Date: "2032-03-04"}}
			in.Records[0].Summary = "Other words."
		},
		nil, nil,
	}, {
		"a new code adds",
		func(in *tree.Tree) {
			in.Records = append(in.Records, registry.Record{Code: "NEW", Name: "New", Status: registry.Registered})
		},
		nil, []string{`const CodeNew Code = "NEW"`},
	}, {
		"a name must not change",
		func(in *tree.Tree) { in.Records[plain].Name = "Simple" },
		[]string{`const CodePlain Code = "PLAIN"`}, []string{`const CodeSimple Code = "PLAIN"`},
	}, {
		"a value must not change",
		func(in *tree.Tree) { in.Records[plain].Code = "SIMPLE" },
		[]string{`const CodePlain Code = "PLAIN"`}, []string{`const CodePlain Code = "SIMPLE"`},
	}, {
		"a field must not change",
		func(in *tree.Tree) { in.Records[count].Fields = []string{"Number"} },
		[]string{`field CountArgs.Count uint32`}, []string{`field CountArgs.Number uint32`},
	}, {
		"arguments must not change their type",
		func(in *tree.Tree) { in.Records[count].Arguments = "SP uid-set" },
		[]string{`field CountArgs.Count uint32`}, []string{`field CountArgs.Count Set`},
	}, {
		"a code must not go without a trace",
		func(in *tree.Tree) { in.Records = slices.Delete(in.Records, plain, plain+1) },
		[]string{`const CodePlain Code = "PLAIN"`}, nil,
	}} {
		in := fixture(t)
		test.change(&in)
		after := exported(t, mustPackage(t, in))
		if diff := cmp.Diff(test.removed, without(before, after)); diff != "" {
			t.Errorf("%s: removed: mismatch (-want +got):\n%s", test.reason, diff)
		}
		if diff := cmp.Diff(test.added, without(after, before)); diff != "" {
			t.Errorf("%s: added: mismatch (-want +got):\n%s", test.reason, diff)
		}
	}
}

// TestExportedInterface checks that others notice when a type leaves a sealed interface, as it
// would with a method that is not exported.
func TestExportedInterface(t *testing.T) {
	const with = "package p; type Kind interface { is() }; type Value int; func (Value) is() {}"
	const pointer = "package p; type Kind interface { is() }; type Value int; func (*Value) is() {}"
	before := exported(t, map[string][]byte{"p.go": []byte(with)})
	after := exported(t, map[string][]byte{"p.go": []byte(pointer)})
	want := []string{"type Value in Kind"}
	if diff := cmp.Diff(want, without(before, after)); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

// without returns the lines that are not among others.
func without(lines, others []string) []string {
	var rest []string
	for _, line := range lines {
		if !slices.Contains(others, line) {
			rest = append(rest, line)
		}
	}
	return rest
}

// exported returns what a package exports, one per line, sorted: all that code which imports it can
// depend on to compile.
func exported(t *testing.T, files map[string][]byte) []string {
	t.Helper()
	fset := token.NewFileSet()
	var parsed []*ast.File
	for name, data := range files {
		f, err := parser.ParseFile(fset, name, data, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, f)
	}
	config := types.Config{Importer: importer.Default()}
	pkg, err := config.Check("imapcode", fset, parsed, nil)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, name := range pkg.Scope().Names() {
		if object := pkg.Scope().Lookup(name); object.Exported() {
			lines = append(lines, describe(object)...)
		}
	}
	slices.Sort(lines)
	return lines
}

// describe returns what object exports.
func describe(object types.Object) []string {
	typ := typeString(object.Type())
	switch object := object.(type) {
	case *types.Const:
		line := fmt.Sprintf("const %s %s", object.Name(), typ)
		if named, ok := object.Type().(*types.Named); ok && named.Obj().Exported() {
			line += " = " + object.Val().ExactString()
		} // of the others, the values are the state of the registry and the text of an error, which may change
		return []string{line}
	case *types.Var:
		return []string{fmt.Sprintf("var %s %s", object.Name(), typ)}
	case *types.Func:
		return []string{"func " + object.Name() + strings.TrimPrefix(typ, "func")}
	}
	return append(describeType(object), describeMethods(object)...)
}

// describeType returns what a type is, and the fields of a struct.
func describeType(object types.Object) []string {
	begin := "type " + object.Name() + " "
	switch typ := object.Type().Underlying().(type) {
	case *types.Struct:
		lines := []string{begin + "struct"}
		if types.Comparable(typ) {
			lines[0] += ", comparable"
		}
		for field := range typ.Fields() {
			if field.Exported() {
				lines = append(lines, fmt.Sprintf("field %s.%s %s", object.Name(), field.Name(), typeString(field.Type())))
			}
		}
		return lines
	case *types.Interface:
		for method := range typ.Methods() {
			if !method.Exported() { // so that nobody else can implement it, and it may have more methods
				return append([]string{begin + "interface, sealed"}, describeMembers(object, typ)...)
			}
		}
	}
	return []string{begin + typeString(object.Type().Underlying())}
}

// describeMembers returns which exported types can stand for a sealed interface.
func describeMembers(object types.Object, sealed *types.Interface) []string {
	var lines []string
	scope := object.Pkg().Scope()
	for _, name := range scope.Names() {
		member, isType := scope.Lookup(name).(*types.TypeName)
		if isType && member.Exported() && member != object && types.Implements(member.Type(), sealed) {
			lines = append(lines, fmt.Sprintf("type %s in %s", name, object.Name()))
		}
	}
	return lines
}

// describeMethods returns the exported methods of a type, with the receivers that have them.
func describeMethods(object types.Object) []string {
	var lines []string
	values := types.NewMethodSet(object.Type())
	for selection := range types.NewMethodSet(types.NewPointer(object.Type())).Methods() {
		method := selection.Obj().(*types.Func)
		if !method.Exported() {
			continue
		}
		receiver := object.Name()
		if values.Lookup(method.Pkg(), method.Name()) == nil {
			receiver = "*" + receiver
		}
		lines = append(lines, fmt.Sprintf("method (%s) %s%s", receiver, method.Name(), strings.TrimPrefix(typeString(method.Type()), "func")))
	}
	return lines
}

// typeString writes a type with the names of packages, those of the package itself without.
func typeString(t types.Type) string {
	return types.TypeString(nameless(t), func(p *types.Package) string {
		if p.Path() == "imapcode" {
			return ""
		}
		return p.Path()
	})
}

// nameless returns t without the names of parameters and results, which are nobody's business.
func nameless(t types.Type) types.Type {
	if s, ok := t.(*types.Signature); ok {
		return types.NewSignatureType(nil, nil, nil, namelessVars(s.Params()), namelessVars(s.Results()), s.Variadic())
	}
	return t
}

func namelessVars(vars *types.Tuple) *types.Tuple {
	var list []*types.Var
	for v := range vars.Variables() {
		list = append(list, types.NewParam(token.NoPos, nil, "", nameless(v.Type())))
	}
	return types.NewTuple(list...)
}
