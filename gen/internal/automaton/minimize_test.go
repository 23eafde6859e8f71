package automaton

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMinimize(t *testing.T) {
	tests := []struct{ rules, start, want string }{
		{``, `""`, `: 0
0 accept
`},
		{``, `%x31 "ab" / %x32 "ab"`, `: 0
0 '1'-'2'→1
1 'A','a'→2
2 'B','b'→3
3 accept
`},
		{``, `*"-" "+"`, `: 0
0 '+'→1 '-'→0
1 accept
`},
		{``, `1*"-" / ""`, `: 0
0 accept '-'→0
`},
		{``, `"-" / "+-"`, `: 0
0 '+'→1 '-'→2
1 '-'→2
2 accept
`},
		// They differ only in whether they accept, in a symbol, or in where one leads.
		{``, `%x30 [%x31] / %x32 %x31`, `: 0
0 '0'→1 '2'→2
1 accept '1'→3
2 '1'→3
3 accept
`},
		{``, `%x30 %x31 / %x32 %x33 / %x34 <counted octets>`, `: 0
0 '0'→1 '2'→2 '4'→3
1 '1'→4
2 '3'→4
3 counted→4
4 accept
`},
		{``, `%x30 %x31 %x32 / %x33 %x31 %x34 / %x35 %x31 %x32`, `: 0
0 '0','5'→1 '3'→2
1 '1'→3
2 '1'→4
3 '2'→5
4 '4'→5
5 accept
`},
		{``, `*("-" / "+") "-" ("-" / "+")`, `: 0
0 '+'→0 '-'→1
1 '+'→2 '-'→3
2 accept '+'→0 '-'→1
3 accept '+'→2 '-'→3
`},
		{`list = %x78 *(%x2C list)`, `list`, `: 0
0 'x'→1
1 accept ','→0
`},
	}
	for _, test := range tests {
		got := strings.TrimPrefix(mustDFA(t, test.rules, test.start).Minimize().String(), test.start)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s\n%s\nmismatch (-want +got):\n%s", test.rules, test.start, diff)
		}
	}
}

// TestMinimizeStarts checks that starts share what they have in common.
func TestMinimizeStarts(t *testing.T) {
	rules := "number = %x31-39 *DIGIT\ndigits = %x31-39 / %x31-39 1*DIGIT"
	got := mustDFA(t, rules, `%x2B number`, `%x2D number`, `digits`, `%x2B digits`).Minimize().String()
	want := `%x2B number: 0
%x2D number: 1
digits: 2
%x2B digits: 0
0 '+'→2
1 '-'→2
2 '1'-'9'→3
3 accept '0'-'9'→3
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

// TestMinimal checks that no two states of a minimal DFA match the same, that each can be reached
// from a start, and that each can reach an end.
func TestMinimal(t *testing.T) {
	check := func(t *testing.T, d *DFA) {
		t.Helper()
		m := d.Minimize()
		if got := distinguishable(m); got != len(m.states) {
			t.Errorf("%d of %d states differ", got, len(m.states))
		}
		if want := distinguishable(d); len(m.states) != want {
			t.Errorf("%d states, and %d of the DFA differ", len(m.states), want)
		}
		if n := len(reachable(m)); n != len(m.states) {
			t.Errorf("%d of %d states are met", n, len(m.states))
		}
		if n := len(living(m)); n != len(m.states) {
			t.Errorf("%d of %d states can end", n, len(m.states))
		}
	}
	t.Run("languages", func(t *testing.T) {
		check(t, mustDFA(t, languageRules, languages...))
	})
	for _, text := range languages {
		t.Run(text, func(t *testing.T) { check(t, mustDFA(t, languageRules, text)) })
	}
	t.Run("random", func(t *testing.T) {
		random := rand.New(rand.NewPCG(1, 2))
		for range 300 {
			check(t, randomDFA(random).trim())
		}
	})
}

// randomDFA returns a DFA of few classes, so that states often match the same.
func randomDFA(random *rand.Rand) *DFA {
	d := &DFA{classes: []interval{{'a', 'b'}, {'c', 'c'}, {Counted, Counted}}}
	n := 1 + random.IntN(40)
	for i := range n {
		s := dfaState{accept: i == n-1 || random.IntN(4) == 0}
		for class := range d.classes {
			switch {
			case !s.accept && class == 0:
				s.edges = append(s.edges, edge{class, i + 1})
			case random.IntN(3) > 0:
				s.edges = append(s.edges, edge{class, random.IntN(n)})
			}
		}
		d.states = append(d.states, s)
	}
	d.starts, d.names = []int{0, n / 2}, []string{"first", "second"}
	return d
}

// distinguishable returns how many states differ, by Moore's refinement: states count as the
// same until their edges lead to states that differ.
func distinguishable(d *DFA) int {
	block := make([]int, len(d.states))
	for count := 0; ; {
		ids := map[string]int{}
		next := make([]int, len(d.states))
		for i, s := range d.states {
			key := fmt.Sprint(block[i], s.accept)
			for _, e := range s.edges {
				key += fmt.Sprint(" ", e.class, block[e.to])
			}
			if _, ok := ids[key]; !ok {
				ids[key] = len(ids)
			}
			next[i] = ids[key]
		}
		if len(ids) == count {
			return count
		}
		block, count = next, len(ids)
	}
}

// reachable returns the states that can be reached from a start.
func reachable(d *DFA) map[int]bool {
	met := map[int]bool{}
	work := slices.Clone(d.starts)
	for len(work) > 0 {
		i := work[0]
		work = work[1:]
		if met[i] {
			continue
		}
		met[i] = true
		for _, e := range d.states[i].edges {
			work = append(work, e.to)
		}
	}
	return met
}

// living returns the states from which an end can be reached.
func living(d *DFA) map[int]bool {
	can := map[int]bool{}
	for count := -1; count < len(can); {
		count = len(can)
		for i, s := range d.states {
			if s.accept || slices.ContainsFunc(s.edges, func(e edge) bool { return can[e.to] }) {
				can[i] = true
			}
		}
	}
	return can
}
