package output

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func mustParse(t *testing.T, name, source string) *goFile {
	t.Helper()
	file := parse(name, []byte(source))
	if file.err != nil {
		t.Fatal(file.err)
	}
	return file
}

func TestDeclarations(t *testing.T) {
	got, err := Declarations("dir/a.go", []byte(`// Package p is documented.
package p

import "fmt"

const A, _ = 1, 2

var (
	B = 3
	C int
)

type D struct {
	E, f int
	embedded
}

type G[T any] interface{ H() }

type I = int

func (d *D) J() {}
func (d D) k()  {}

func (G[T]) L()    { x := 1; _ = x }
func (*M[T, U]) N() {}

func Parse(argument int) (result int) { return 0 }
func init()                          {}
func _()                             {}
`))
	if err != nil {
		t.Fatal(err)
	}
	want := []Declaration{
		{"const", "A", 6}, {"var", "B", 9}, {"var", "C", 10}, {"type", "D", 13}, {"field", "D.E", 14}, {"field", "D.f", 14},
		{"type", "G", 18}, {"type", "I", 20}, {"method", "D.J", 22}, {"method", "D.k", 23}, {"method", "G.L", 25},
		{"method", "M.N", 26}, {"func", "Parse", 28},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

func TestDeclarationsError(t *testing.T) {
	_, err := Declarations("dir/a.go", []byte("package p\n\nfunc ("))
	if diff := cmp.Diff("dir/a.go:3:7: expected ')', found 'EOF'", fmt.Sprint(err)); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

func TestConflicts(t *testing.T) {
	const generated = `package p

import "math/bits"

type Code string

const CodeAlert Code = "ALERT"

func (c Code) Error() string { return string(c) }

var codes [1]int

func find(n uint) int { return bits.Len(n) }
`
	tests := []struct {
		reason, source, want string
	}{
		{"nothing in common", "package p\n\nimport \"fmt\"\n\nfunc (c Code) GoString() string { return fmt.Sprint(c) }", ""},
		{"the same constant", "package p\n\nvar CodeAlert = 1", "old.go:3: var CodeAlert conflicts with const CodeAlert in new.go"},
		{"the same method", "package p\n\nfunc (c *Code) Error() {}",
			"old.go:3: method Code.Error conflicts with method Code.Error in new.go"},
		{"the same type; its members are not reported", "package p\n\ntype Code int\n\nfunc (c Code) Error() {}",
			"old.go:3: type Code conflicts with type Code in new.go"},
		{"a method is not a function", "package p\n\nfunc (T) find() {}", ""},
		{"a local name", "package p\n\nfunc f(codes int) { type Code int }", ""},
		{"an import that a path names", "package p\n\nimport \"google.golang.org/grpc/codes\"",
			"old.go:3: import codes conflicts with var codes in new.go"},
		{"an import that a path with a version names", "package p\n\nimport \"example.org/codes/v2\"\nimport \"gopkg.in/find.v3\"",
			"old.go:3: import codes conflicts with var codes in new.go\nold.go:4: import find conflicts with func find in new.go"},
		{"a named import", "package p\n\nimport (\n\tCode \"fmt\"\n\tother \"example.org/codes\"\n)",
			"old.go:4: import Code conflicts with type Code in new.go"},
		{"imports without a name", "package p\n\nimport _ \"example.org/codes\"\nimport . \"example.org/find\"", ""},
		{"all names of another package", "package p\n\nimport . \"go/doc/comment\"",
			"old.go:3: import . \"go/doc/comment\": type Code conflicts with type Code in new.go"},
		{"the same import", "package p\n\nimport \"math/bits\"", ""},
		{"a declaration with the name of an import", "package p\n\ntype bits int",
			"old.go:3: type bits conflicts with import bits in new.go"},
		{"another meaning of a predeclared name", "package p\n\ntype string []byte\n\ntype int32 = int64",
			"old.go:3: type string conflicts with predeclared string in new.go"},
		{"all of them", "package p\n\nvar codes, find int",
			"old.go:3: var codes conflicts with var codes in new.go\nold.go:3: var find conflicts with func find in new.go"},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			old, next := mustParse(t, "old.go", test.source), mustParse(t, "new.go", generated)
			resolveImports(".", []*goFile{old, next})
			got := ""
			if err := errors.Join(old.conflicts(next)...); err != nil {
				got = err.Error()
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
