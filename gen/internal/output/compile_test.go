package output

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCompile checks which generated declarations do not compile beside the neighbors.
func TestCompile(t *testing.T) {
	const generated = "package p\n\nimport \"fmt\"\n\nfunc (Type) Method() { fmt.Undefined() }\n"
	for _, test := range []struct{ reason, neighbor, want string }{
		{"a type", "package p\n\ntype Type int", ""},
		{"an alias of another package's type", "package p\n\ntype Type = int",
			"new.go:5:7: cannot define new methods on non-local type Type"},
		{"faults of the neighbor", "package p\n\ntype Type int\n\nvar x Nothing", ""},
		{"a neighbor that does not parse", "package p\n\ntype Type = int\n=", "new.go:5:7: undefined: Type"},
		{"a neighbor that is not built", "//go:build never\n\npackage p\n\ntype Type = int", "new.go:5:7: undefined: Type"},
	} {
		old, next := parse("old.go", []byte(test.neighbor)), mustParse(t, "new.go", generated)
		got := ""
		if err := errors.Join(compile([]*goFile{old}, []*goFile{next})...); err != nil {
			got = err.Error()
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: mismatch (-want +got):\n%s", test.reason, diff)
		}
	}
}

// chain returns a Go file with n types, each of which needs the next one.
func chain(t *testing.T, n int) *goFile {
	t.Helper()
	var b strings.Builder
	b.WriteString("package p\n")
	for i := range n {
		fmt.Fprintf(&b, "type T%d struct{ T%d }\n", i, i+1)
	}
	fmt.Fprintf(&b, "type T%d struct{}\n", n)
	return mustParse(t, "chain.go", b.String())
}

// Neighbors that go/types takes very long for, or that would exhaust its stack, do no harm.
func TestCompileLimits(t *testing.T) {
	for _, n := range []int{4000, 500_000} {
		errs := compile([]*goFile{chain(t, n)}, []*goFile{mustParse(t, "new.go", "package p; type Code string")})
		if errs != nil {
			t.Errorf("%d types: errors %v", n, errs)
		}
	}
}
