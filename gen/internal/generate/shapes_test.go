package generate

import (
	"fmt"
	"go/ast"
	"go/format"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// A checker checks generated packages.
type checker struct {
	fset     *token.FileSet
	importer types.Importer
}

func newChecker() checker {
	fset := token.NewFileSet()
	return checker{fset, importer.ForCompiler(fset, "source", nil)}
}

// check checks that files are a package in the language of Go 1.18 which is formatted, in which
// nothing is unused that is not exported, and which has one package comment.
func (c checker) check(t *testing.T, files map[string][]byte) {
	t.Helper()
	var syntax []*ast.File
	comments := 0
	for name, data := range files {
		if formatted, err := format.Source(data); err != nil || string(formatted) != string(data) {
			t.Errorf("gofmt changes %s (error: %v)", name, err)
		}
		file, err := parser.ParseFile(c.fset, name, data, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		if file.Doc != nil {
			comments++
		}
		syntax = append(syntax, file)
	}
	if comments != 1 {
		t.Errorf("%d package comments", comments)
	}
	info := types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: c.importer, GoVersion: "go1.18", Error: func(err error) { t.Error(err) }}
	_, _ = config.Check("p", c.fset, syntax, &info) // each error is reported already
	for _, name := range unused(info) {
		t.Errorf("%s is unused", name)
	}
}

// unused returns what is not exported and not used: of functions, types, variables, constants and
// fields. Which methods package engine needs depends on the arguments in the registry.
func unused(info types.Info) []string {
	used := map[types.Object]bool{}
	for _, object := range info.Uses {
		used[object] = true
	}
	var names []string
	for ident, object := range info.Defs {
		if object == nil || ident.IsExported() || used[object] {
			continue
		}
		v, isVar := object.(*types.Var)
		if object.Parent() == object.Pkg().Scope() || isVar && v.IsField() {
			names = append(names, object.String())
		}
	}
	return names
}

// TestShapes checks each shape of the package.
func TestShapes(t *testing.T) {
	c, in := newChecker(), fixture(t)
	for _, typeName := range []string{"Code", "ResponseCode"} {
		for _, prefix := range []string{"Code", "ResponseCode", ""} {
			for parts := Codes; parts <= Parser; parts++ {
				for _, file := range []string{"", "all.go"} {
					t.Run(fmt.Sprintf("%s,%s,%s,%s", typeName, prefix, parts, file), func(t *testing.T) {
						files, err := compileAndPackage(in, Options{Package: "p", Type: typeName, Prefix: prefix, Parts: parts, OneFile: file})
						if err != nil {
							t.Fatal(err)
						}
						if file != "" && (len(files) != 1 || files[file] == nil) {
							t.Errorf("%d files, want one, %s", len(files), file)
						}
						c.check(t, files)
					})
				}
			}
		}
	}
}

// TestOneCode checks packages of a registry with one code, whatever its arguments are.
func TestOneCode(t *testing.T) {
	c, in := newChecker(), fixture(t)
	for _, r := range in.Records {
		t.Run(r.Code, func(t *testing.T) {
			in.Records = []registry.Record{r}
			c.check(t, mustPackage(t, in))
		})
	}
}

// TestCompiles checks that files that do not compile are not written, and that the error says where.
func TestCompiles(t *testing.T) {
	const refused = "the package would not compile, so nothing was written:\n"
	for _, test := range []struct{ reason, source, want string }{
		{"what compiles", "package p\n\nimport \"math/bits\"\n\nvar x = bits.Len64(1)\n", "<nil>"},
		{"a fault in the syntax", "package p\n\nfunc (", refused + "a.go:3:7: expected ')', found 'EOF'"},
		{"a fault in the types", "package p\n\nvar x int = nothing\n", refused + "a.go:3:13: undefined: nothing"},
	} {
		err := builder{}.check(map[string][]byte{"a.go": []byte(test.source)})
		if diff := cmp.Diff(test.want, fmt.Sprint(err)); diff != "" {
			t.Errorf("%s: mismatch (-want +got):\n%s", test.reason, diff)
		}
	}
}

// TestComments checks that in a package of one file, the comments have the names that it declares.
func TestComments(t *testing.T) {
	options := Options{Package: "p", Type: "Code", Prefix: "Code", Parts: Parser, OneFile: "all.go"}
	files, err := compileAndPackage(fixture(t), options)
	if err != nil {
		t.Fatal(err)
	}
	text := string(files["all.go"])
	if !strings.Contains(text, "\n// imapcodeTagEnd ") || strings.Contains(text, "// tagEnd ") {
		t.Error("the comment of tagEnd does not begin with its new name")
	}
}

// TestRename checks in which places of package engine's source another type and prefix are named.
func TestRename(t *testing.T) {
	const source = `// Package engine has a Code, and the "IMAP Response Codes".
package engine

// A CodeWriter is not a Code; CodeOverQuota is one, r.Code == CodeOverQuota. Codes are not.
func (c Code) f(code Code, Code map[Code]Code) Code {
	x := Info{
		Code:   Code("Code"), // the Code
		Status: CodeWriter,
	}
	return x.Code + r.Code.Code + Code(c) // Code
}

type Raw struct {
	Code Code   // its Code
	Args string // its arguments
}
`
	const want = `// Package imap has a ResponseCode, and the "IMAP Response Codes".
package imap

// A CodeWriter is not a ResponseCode; XOverQuota is one, r.Code == XOverQuota. Codes are not.
func (c ResponseCode) f(code ResponseCode, Code map[ResponseCode]ResponseCode) ResponseCode {
	x := Info{
		Code:   ResponseCode("Code"), // the ResponseCode
		Status: CodeWriter,
	}
	return x.Code + r.Code.Code + ResponseCode(c) // ResponseCode
}

type Raw struct {
	Code ResponseCode // its ResponseCode
	Args string       // its arguments
}
`
	b := builder{
		options: Options{Package: "imap", Type: "ResponseCode", Prefix: "X"},
		engine:  map[string]string{"CodeWriter": "the package's own const CodeWriter"},
	}
	got, err := b.rename("x.go", []byte(source))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

// TestShapeErrors checks what names of a type or constants cannot be.
func TestShapeErrors(t *testing.T) {
	tests := []struct {
		reason  string
		options Options
		want    string
	}{
		{"a type of the package", Options{Type: "Response", Prefix: "Code", Parts: Parser},
			"Response of the codes' type is already declared by the package's own type Response"},
		{"a type of a part that is not there", Options{Type: "Response", Prefix: "Code", Parts: Metadata}, "<nil>"},
		{"a constant that is the type", Options{Type: "CodePlain", Prefix: "Code", Parts: Codes},
			"CodePlain of PLAIN is already declared by the codes' type"},
		{"a constant that is a constant of the package", Options{Type: "Code", Prefix: "Arguments", Parts: Parser}, "<nil>"},
		{"a constant that is a deviation", Options{Type: "Code", Prefix: "Dev", Parts: Parser},
			"DevNoText of PLAIN is already declared by the package's own const DevNoText"},
		{"constants without a prefix", Options{Type: "Code", Parts: Parser},
			"Append of PLAIN is already declared by the package's own func Append"},
		{"constants without a prefix in a part that does without", Options{Type: "Code", Parts: Metadata}, "<nil>"},
		{"arguments of a code that are the type", Options{Type: "CountArgs", Prefix: "Code", Parts: Parser},
			"CountArgs of COUNT is already declared by the codes' type"},
		{"in a part that is not there", Options{Type: "CountArgs", Prefix: "Code", Parts: Metadata}, "<nil>"},
		{"of a code without arguments", Options{Type: "PlainArgs", Prefix: "Code", Parts: Parser}, "<nil>"},
		{"a keyword that is the type", Options{Type: "LevelREADONLY", Prefix: "Code", Parts: Parser},
			"LevelREADONLY of LEVEL is already declared by the codes' type"},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			in := fixture(t)
			switch test.options.Prefix {
			case "":
				in.Records[0].Name = "Append"
			case "Dev":
				in.Records[0].Name = "NoText"
			}
			test.options.Package = "p"
			_, err := compileAndPackage(in, test.options)
			if diff := cmp.Diff(test.want, fmt.Sprint(err)); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseParts(t *testing.T) {
	for p := Codes; p <= Parser; p++ {
		if got, err := ParseParts(p.String()); got != p || err != nil {
			t.Errorf("ParseParts(%q) = %v, %v", p, got, err)
		}
	}
	for _, s := range []string{"", "parser", "codes,parser", "metadata,codes", "codes,", "codes, metadata"} {
		_, err := ParseParts(s)
		if err == nil || !strings.Contains(err.Error(), "want codes, or codes,metadata, or codes,metadata,parser") {
			t.Errorf("ParseParts(%q): %v", s, err)
		}
	}
}
