package proof

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/model"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

// TestTolerances proves that the tables match exactly what the tolerant grammar says, and that it
// includes what the strict grammar says.
func TestTolerances(t *testing.T) {
	t.Run("registry", func(t *testing.T) { proveTolerances(t, checkedIn(t)) })
	t.Run("with extra codes", func(t *testing.T) { proveTolerances(t, withExtra(t)) })
}

func proveTolerances(t *testing.T, in tree.Tree) {
	m, err := model.Compile(in)
	if err != nil {
		t.Fatal(err)
	}
	strict, tolerant := New(in.Strict()), New(in.Tolerant())
	codes := 0
	for _, c := range m.Codes {
		if len(c.Shape.Fields) == 0 {
			continue
		}
		codes++
		start := mustStart(t, tolerant, c.Tolerant)
		if _, err := compare(tolerant, start, m.Tables, c.TolerantStart); err != nil {
			t.Errorf("%s: %v", c.Code, err)
		}
		afterSpace := strict.Next(mustStart(t, strict, c.Expr), ' ')
		if err := includes(tolerant, start, strict, afterSpace); err != nil {
			t.Errorf("%s: %v", c.Code, err)
		}
	}
	t.Logf("%d codes", codes)
}

// includes returns an error unless the state s of m matches whatever the state part of n matches.
// The error has the shortest string for which it does not.
func includes(m *Matcher, s State, n *Matcher, part State) error {
	type pair struct{ whole, part State }
	first := pair{s, part}
	path := map[pair][]int{first: nil}
	for work := []pair{first}; len(work) > 0; work = work[1:] {
		p := work[0]
		if n.Accepts(p.part) && !m.Accepts(p.whole) {
			return &difference{path[p], "matched by the strict grammar, not by the tolerant one"}
		}
		for symbol := range Counted + 1 {
			next := pair{m.Next(p.whole, symbol), n.Next(p.part, symbol)}
			if _, met := path[next]; !met && !n.Dead(next.part) {
				path[next] = append(path[p][:len(path[p]):len(path[p])], symbol)
				work = append(work, next)
			}
		}
	}
	return nil
}

// TestIncludes checks that the proof of inclusion can fail.
func TestIncludes(t *testing.T) {
	for _, test := range []struct{ whole, part, want string }{
		{`*("a" / "b")`, `1*3"a"`, "<nil>"},
		{`1*"a"`, `*"a"`, `"": matched by the strict grammar, not by the tolerant one`},
		{`*2"a"`, `*"a"`, `"AAA": matched by the strict grammar, not by the tolerant one`},
	} {
		m, n := New(abnf.Merge(nil, nil)), New(abnf.Merge(nil, nil))
		err := includes(m, mustStart(t, m, mustExpr(t, test.whole)), n, mustStart(t, n, mustExpr(t, test.part)))
		if fmt.Sprint(err) != test.want {
			t.Errorf("%s includes %s: %v, want %s", test.whole, test.part, err, test.want)
		}
	}
}

// tolerated has lines that servers send, and what is read of them.
const tolerated = "../explain/testdata/tolerances.tsv"

// TestTolerancesNeeded checks that each line whose malformed arguments are tolerated matches the
// tolerant grammar, and that each tolerance is needed for one of them.
func TestTolerancesNeeded(t *testing.T) {
	in := checkedIn(t)
	lines := toleratedLines(t)
	if missing := notTolerated(t, in, lines); missing != nil {
		t.Fatalf("not tolerated: %q", missing)
	}
	for i, r := range in.Tolerances {
		without := in
		without.Tolerances = slices.Delete(slices.Clone(in.Tolerances), i, i+1)
		if notTolerated(t, without, lines) == nil {
			t.Errorf("no line in %s needs %s: %s", tolerated, r.Pos, r)
		}
	}
}

// toleratedLines returns the arguments of the lines that are malformed and yet ok, by their codes.
func toleratedLines(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile(tolerated)
	if err != nil {
		t.Fatal(err)
	}
	lines := map[string][]string{}
	for row := range strings.Lines(string(text)) {
		cells := strings.Split(strings.TrimSuffix(row, "\n"), "\t")
		if len(cells) < 6 || cells[3] != "arguments-malformed" || cells[5] != "ok" {
			continue
		}
		line, err := strconv.Unquote(cells[0])
		if err != nil {
			t.Fatal(err)
		}
		_, args, _ := strings.Cut(line, "["+cells[1]+" ")
		lines[cells[1]] = append(lines[cells[1]], args[:strings.LastIndex(args, "] ")])
	}
	return lines
}

// notTolerated returns the arguments in lines that the tolerant grammar of in does not match; all
// of them if it cannot be used.
func notTolerated(t *testing.T, in tree.Tree, lines map[string][]string) (missing []string) {
	t.Helper()
	m, err := model.New(in)
	if err != nil {
		return []string{err.Error()}
	}
	matcher := New(in.Tolerant())
	for _, c := range m.Codes {
		for _, args := range lines[c.Code] {
			if c.Tolerant == nil {
				missing = append(missing, args)
				continue
			}
			if ok, err := matcher.Match(c.Tolerant, args); err != nil || !ok {
				missing = append(missing, args)
			}
		}
	}
	return missing
}
