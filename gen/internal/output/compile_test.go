package output

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

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
		start := time.Now()
		errs := compile([]*goFile{chain(t, n)}, []*goFile{mustParse(t, "new.go", "package p; type Code string")})
		if took := time.Since(start); errs != nil || took > 3*maxCompile {
			t.Errorf("%d types: errors %v after %v", n, errs, took)
		}
	}
}
