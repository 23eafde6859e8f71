package automaton

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/abnf"
)

func TestPack(t *testing.T) {
	tests := []struct{ reason, start, want string }{
		{"one octet", ``, `: 0
0 accept
`},
		{"four octets an arc", `"a-"`, `: 0
0 'A','a'→4
4 '-'→8
8 accept
`},
		{"a run takes an octet", `*"-" "+"`, `: 0
0 run '-' '+'→5
5 accept
`},
		{"a counted arc takes two", `"-" <counted octets> "+"`, `: 0
0 '-'→4
4 counted→7
7 '+'→11
11 accept
`},
		{"the end and counted octets", `[<counted octets>]`, `: 0
0 accept counted→3
3 accept
`},
		{"counted octets over and over", `*<counted octets>`, `: 0
0 accept counted→0
`},
		{"more octets of ASCII first, others in their order", `%x00-01 %x01 / %x30-35 %x02 / %x41-46 %x03 / %x80-FF %x04 / %x50 %x05`, `: 0
0 '0'-'5'→20 'A'-'F'→24 00-01→16 'P'→28 80-FF→32
16 01→36
20 02→36
24 03→36
28 05→36
32 04→36
36 accept
`},
		{"the delimiter is not in the run if the state accepts", `*%x20-7E`, `: 0
0 accept run 20-'\','^'-'~' ']'→0
`},
		{"even if it is all of the run", `*"]"`, `: 0
0 accept ']'→0
`},
		{"but is if it does not", `%x28 *%x2A-7E %x29`, `: 0
0 '('→4
4 run '*'-'~' ')'→9
9 accept
`},
		{"an arc to another state may hold it", `[%x5B-5D *%x5C-5E]`, `: 0
0 accept '['-']'→4
4 accept run '\','^' ']'→4
`},
		{"sets are shared", `"a" "b" "a" *"b" "a"`, `: 0
0 'A','a'→4
4 'B','b'→8
8 'A','a'→12
12 run 'B','b' 'A','a'→17
17 accept
`},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			got := strings.TrimPrefix(mustTables(t, ``, test.start).String(), test.start)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("%s\nmismatch (-want +got):\n%s", test.start, diff)
			}
		})
	}
}

func mustTables(t testing.TB, rules string, exprs ...string) *Tables {
	t.Helper()
	tables, err := mustDFA(t, rules, exprs...).Minimize().Pack(']')
	if err != nil {
		t.Fatal(err)
	}
	return tables
}

// TestLayout checks the octets of tables, which the dumps do not show.
func TestLayout(t *testing.T) {
	tables := mustTables(t, ``, `*%x00-03 "-" <counted octets>`, `%xFF`)
	wantStates := []byte{
		1<<3 | 2, 0, 1, 9, 0, // '-', set 1, leads to the third state; a run of set 0
		1 << 3, 2, 12, 0,
		4, 12, 0,
		1,
	}
	if diff := cmp.Diff(wantStates, tables.States); diff != "" {
		t.Errorf("states mismatch (-want +got):\n%s", diff)
	}
	wantSets := make([]byte, 256)
	wantSets[0], wantSets[1], wantSets[2], wantSets[3], wantSets['-'], wantSets[0xFF] = 1, 1, 1, 1, 2, 4
	if diff := cmp.Diff(wantSets, tables.Sets); diff != "" {
		t.Errorf("sets mismatch (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]int{`*%x00-03 "-" <counted octets>`: 0, `%xFF`: 5}, tables.Starts); diff != "" {
		t.Errorf("starts mismatch (-want +got):\n%s", diff)
	}
}

// TestRanges checks that the sets of runs are the first, in the order in which they are met, and
// that their ranges are the two widest.
func TestRanges(t *testing.T) {
	tables := mustTables(t, ``, `*%x30-39 %x40 *(%x21 / %x25-5B / %x5D-FE) %x5C *(%x80-FF) %x7F`)
	var want string
	for _, octets := range []string{"\x30\xB9\x30\xB9", "\x25\xDB\x5D\xFF", "\x7F\x80\x7F\x80"} {
		for _, octet := range []byte(octets) {
			want += strings.Repeat(string([]byte{octet}), 8)
		}
		want += strings.Repeat("\x00", 8)
	}
	if diff := cmp.Diff([]byte(want), tables.Ranges); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
	for id, want := range []string{"'0'-'9'", "'!','%'-'[',']'-FE", "80-FF"} {
		var got set
		for c := range 256 {
			got[c] = tables.Sets[id>>3<<8|c]>>(id&7)&1 == 1
		}
		if got.String() != want {
			t.Errorf("set %d is %s, want %s", id, got, want)
		}
	}
}

// TestRepeated checks which starts match all strings over two ranges.
func TestRepeated(t *testing.T) {
	tests := []struct {
		start string
		want  [2]Range
		ok    bool
	}{
		{`1*%x21-7E`, [2]Range{{0x21, 0x7E}, {0x21, 0x7E}}, true},
		{`1*(%x21 / %x30-39 / %x41-5A)`, [2]Range{{0x41, 0x5A}, {0x30, 0x39}}, true},
		{`1*(%x20-7E / %xC2 %x80-BF)`, [2]Range{{0x20, 0x7E}, {0x20, 0x7E}}, true},
		{`2*%x21-7E`, [2]Range{}, false},
		{`%x21-7E *%x21-7D`, [2]Range{}, false},
		{`1*%x21-7E "?"`, [2]Range{}, false},
	}
	for _, test := range tests {
		g, starts := load(t, ``, test.start)
		tables, err := compileAndPack(g, starts, DefaultLimits(), starts[0].Name)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := tables.Repeated[starts[0].Name]; got != test.want || ok != test.ok {
			t.Errorf("%s: %v, %v, want %v, %v", test.start, got, ok, test.want, test.ok)
		}
	}
}

// compileAndPack returns the tables for starts, those in whole matched as a whole.
func compileAndPack(g *abnf.Grammar, starts []Start, limits Limits, whole ...string) (*Tables, error) {
	dfa, err := Compile(g, starts, limits)
	if err != nil {
		return nil, err
	}
	return dfa.Pack(']', whole...)
}

// TestPackWidths checks that what just fits is packed, and that one more is an error.
func TestPackWidths(t *testing.T) {
	tests := []struct{ reason, fits, start, want string }{
		{
			"states", `16383"-"`, `16384"-"`,
			"the tables have room for 65536 bytes of states, but need 65537, 65537 of them for it: " +
				"match less exactly, for example 1*x instead of 1*255x",
		},
		{
			"sets", ranges(256), ranges(257),
			"the tables have room for 256 sets of octets, but need 257, most of them for it: " +
				"use fewer and wider ranges",
		},
		{
			"arcs", fan(31), fan(32),
			"it: a state has 32 arcs, but the tables have room for only 31: " +
				"use a rule such as atom for words that begin with many different octets",
		},
		{
			"two at once", ``, `"+" (` + ranges(257) + `) / "=" (` + fan(33) + `)`,
			"the tables have room for 256 sets of octets, but need 292, most of them for it: " +
				"use fewer and wider ranges\n" +
				"it: a state has 33 arcs, but the tables have room for only 31: " +
				"use a rule such as atom for words that begin with many different octets",
		},
		{
			"counted octets and another arc", `"-" / "+" <counted octets>`, `"+" ("-" / <counted octets>)`,
			"it: ambiguous: counted octets and other octets may both follow",
		},
		{
			"counted octets and a run", `*"-" "+" <counted octets>`, `*"-" <counted octets>`,
			"it: ambiguous: counted octets and other octets may both follow",
		},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			mustTables(t, ``, test.fits)
			g, starts := load(t, ``, test.start)
			starts[0].Label = "it"
			tables, err := compileAndPack(g, starts, DefaultLimits())
			if diff := cmp.Diff(test.want, message(err)); diff != "" {
				t.Errorf("error mismatch (-want +got):\n%s", diff)
			}
			if tables != nil {
				t.Error("there are tables despite the error")
			}
		})
	}
}

// ranges returns n different ranges, up to 511, one after the other.
func ranges(n int) string {
	var list []string
	for i := range n {
		if i < 256 {
			list = append(list, fmt.Sprintf("%%x%02X-FF", i))
		} else {
			list = append(list, fmt.Sprintf("%%x00-%02X", i-256))
		}
	}
	return strings.Join(list, " ")
}

// fan returns n alternatives that begin with different octets, each with a different rest.
func fan(n int) string {
	var list []string
	for i := range n {
		list = append(list, fmt.Sprintf(`%%x%02X %d"x"`, i, i))
	}
	return strings.Join(list, " / ")
}

// languageRules and languages are the grammars for which TestEquivalence compares what this package
// makes with what they mean.
const languageRules = `
number = 1*DIGIT
nz-number = %x31-39 *DIGIT
uid-range = nz-number ":" nz-number
uid-set = (nz-number / uid-range) *("," uid-set)
seq-number = nz-number / "*"
seq-range = seq-number ":" seq-number
sequence-set = (seq-number / seq-range) ["," sequence-set]
atom-char = %x21 / %x23-24 / %x26-27 / %x2B-5B / %x5D-7A / %x7C-7E
atom = 1*atom-char
quoted = DQUOTE *(%x20-21 / %x23-5B / %x5D-7E / "\" (DQUOTE / "\") / utf8) DQUOTE
utf8 = %xC2-DF tail / %xE0 %xA0-BF tail / %xE1-EC 2tail / %xED %x80-9F tail / %xEE-EF 2tail / %xF0 %x90-BF 2tail
utf8 =/ %xF1-F3 3tail / %xF4 %x80-8F 2tail
tail = %x80-BF
literal = "{" number ["+"] "}" CRLF <counted octets>
string = quoted / literal
flag = "\Answered" / "\Seen" / "\Flagged" / "$" atom / atom
flag-list = "(" [flag *(SP flag)] ")"
capability = %s"AUTH=" atom / atom
either = %x61 ["-" other]
other = %x62 ["+" either]
word = "a" / "ab" / "abc" / "bc" / "c"
text = 1*%x20-7E
`

var languages = []string{
	`SP nz-number SP uid-set SP uid-set`,
	`sequence-set`,
	`quoted`,
	`string *(SP string)`,
	`SP flag-list`,
	`[SP "(" number [SP number [SP ("NIL" / nz-number [":" nz-number])]] ")"]`,
	`1*5(word [","])`,
	`2*4word 3DIGIT *2"]" 0*1("x" / 2"y")`,
	`*(SP capability) SP %s"IMAP4rev2" *(SP capability)`,
	`either / other`,
	`"-" / ("+" / *"=" (["<"] / 2*3">"))`,
	`*word "c" 3word`,
	`SP text / SP "]" / SP 1*("[" / "]")`,
	`1*atom-char "]" *("]" / %x80-FF)`,
	`*(2"a" / 3"a") ["]" 1*"]"]`,
}

// TestEquivalence compares, for strings of the languages and strings nearly so, what the grammar
// means with what the automata and tables make of it: whether all of a string matches, and at which
// delimiters a match may end.
func TestEquivalence(t *testing.T) {
	const strings = 2500 // of each language
	g, starts := load(t, languageRules, languages...)
	n := mustNFA(t, languageRules, languages...)
	d := mustDFA(t, languageRules, languages...)
	m := d.Minimize()
	tables := mustTables(t, languageRules, languages...)
	random := rand.New(rand.NewPCG(9051, 3501))
	for i, start := range starts {
		matches, ends := 0, 0
		for range strings {
			s := sample(g, start.Expr, random)
			for range random.IntN(4) {
				s = mutate(s, random)
			}
			o := &oracle{g, s, map[place][]bool{}}
			after := o.ends(start.Expr, 0)
			want := after[len(s)]
			var wantEnds []int
			for p, c := range s {
				if after[p] && c == ']' {
					wantEnds = append(wantEnds, p)
				}
			}
			if want {
				matches++
			}
			ends += len(wantEnds)
			got, gotEnds := matchTables(tables, tables.Starts[start.Name], s)
			if got != want || !slices.Equal(gotEnds, wantEnds) {
				t.Fatalf("%s: tables match %s: %t, ends %v; want %t, %v", start.Name, show(s), got, gotEnds, want, wantEnds)
			}
			if got := matchNFA(n, n.starts[i], s); got != want {
				t.Fatalf("%s: NFA matches %s: %t, want %t", start.Name, show(s), got, want)
			}
			if got := matchDFA(d, d.starts[i], s); got != want {
				t.Fatalf("%s: DFA matches %s: %t, want %t", start.Name, show(s), got, want)
			}
			if got := matchDFA(m, m.starts[i], s); got != want {
				t.Fatalf("%s: minimal DFA matches %s: %t, want %t", start.Name, show(s), got, want)
			}
		}
		t.Logf("%s: %d of %d strings match, and at %d delimiters they may end", start.Name, matches, strings, ends)
		if matches < strings/4 || matches > strings*9/10 {
			t.Errorf("%s: %d of %d strings match, which proves little", start.Name, matches, strings)
		}
	}
}

func show(s []int) string {
	var symbols []string
	for _, c := range s {
		symbols = append(symbols, symbolString(c))
	}
	return strings.Join(symbols, " ")
}

// sample returns symbols that match x.
func sample(g *abnf.Grammar, x *abnf.Expr, random *rand.Rand) []int {
	var s []int
	switch x.Op {
	case abnf.OpString:
		for _, c := range []byte(x.Text) {
			if !x.Exact && random.IntN(2) == 0 {
				c = strings.ToLower(string(c))[0]
			}
			s = append(s, int(c))
		}
	case abnf.OpRange:
		s = append(s, x.Lo+random.IntN(x.Hi-x.Lo+1))
	case abnf.OpProse:
		s = append(s, Counted)
	case abnf.OpName:
		return sample(g, definition(g, x), random)
	case abnf.OpConcat:
		for _, arg := range x.Args {
			s = append(s, sample(g, arg, random)...)
		}
	case abnf.OpAlternate:
		return sample(g, x.Args[random.IntN(len(x.Args))], random)
	case abnf.OpRepeat:
		for i := 0; i < x.Min || (i < x.Max || x.Max < 0) && random.IntN(5) < 2; i++ {
			s = append(s, sample(g, x.Args[0], random)...)
		}
	}
	return s
}

func definition(g *abnf.Grammar, x *abnf.Expr) *abnf.Expr {
	d, err := g.Definition(x.Text)
	if err != nil {
		panic(err)
	}
	return d.Expr
}

// mutate returns s with a symbol changed, removed, repeated or swapped, or with a piece of it
// repeated or cut off.
func mutate(s []int, random *rand.Rand) []int {
	s = slices.Clone(s)
	if len(s) == 0 {
		return append(s, random.IntN(symbols))
	}
	i := random.IntN(len(s))
	j := random.IntN(len(s))
	switch random.IntN(7) {
	case 0:
		s[i] = random.IntN(symbols)
	case 1:
		s[i] = s[j]
	case 2:
		s[i] ^= 0x20
	case 3:
		return slices.Delete(s, i, i+1)
	case 4:
		return slices.Insert(s, i, s[j], int(`]](),:"\`[random.IntN(8)]))
	case 5:
		return slices.Insert(s, i, s[min(i, j):max(i, j)]...)
	case 6:
		return s[:i]
	}
	return s
}

// An oracle says what expressions mean on the symbols s, by trying everything.
type oracle struct {
	grammar *abnf.Grammar
	s       []int
	known   map[place][]bool
}

type place struct {
	x *abnf.Expr
	p int
}

// ends returns the positions in s at which x may end if it begins at p.
func (o *oracle) ends(x *abnf.Expr, p int) []bool {
	if ends := o.known[place{x, p}]; ends != nil {
		return ends
	}
	ends := make([]bool, len(o.s)+1)
	switch x.Op {
	case abnf.OpString:
		if n := len(x.Text); n <= len(o.s)-p && spells(x, o.s[p:p+n]) {
			ends[p+n] = true
		}
	case abnf.OpRange:
		if p < len(o.s) && x.Lo <= o.s[p] && o.s[p] <= x.Hi {
			ends[p+1] = true
		}
	case abnf.OpProse:
		if p < len(o.s) && o.s[p] == 256 {
			ends[p+1] = true
		}
	case abnf.OpName:
		ends = o.ends(definition(o.grammar, x), p)
	case abnf.OpConcat:
		ends[p] = true
		for _, arg := range x.Args {
			ends = o.after(arg, ends)
		}
	case abnf.OpAlternate:
		for _, arg := range x.Args {
			merge(ends, o.ends(arg, p))
		}
	case abnf.OpRepeat:
		from := make([]bool, len(ends))
		from[p] = true
		for range x.Min {
			from = o.after(x.Args[0], from)
		}
		merge(ends, from)
		for i := x.Min; i != x.Max && slices.Contains(from, true); i++ {
			from = o.after(x.Args[0], from)
			if !merge(ends, from) {
				break
			}
		}
	}
	o.known[place{x, p}] = ends
	return ends
}

// after returns where x may end if it begins at one of the positions from.
func (o *oracle) after(x *abnf.Expr, from []bool) []bool {
	to := make([]bool, len(from))
	for p, ok := range from {
		if ok {
			merge(to, o.ends(x, p))
		}
	}
	return to
}

// merge adds more to the positions to, and reports whether it added any.
func merge(to, more []bool) bool {
	added := false
	for p, ok := range more {
		if ok && !to[p] {
			to[p], added = true, true
		}
	}
	return added
}

// spells reports whether the symbols are the string x.
func spells(x *abnf.Expr, symbols []int) bool {
	octets := make([]byte, len(symbols))
	for i, c := range symbols {
		if c > 0xFF {
			return false
		}
		octets[i] = byte(c)
	}
	if x.Exact {
		return string(octets) == x.Text
	}
	upper := func(c byte) byte {
		if 'a' <= c && c <= 'z' {
			return c - 32
		}
		return c
	}
	for i, c := range octets {
		if upper(c) != upper(x.Text[i]) {
			return false
		}
	}
	return true
}

// matchTables reports whether all of s matches from state, and before which of the delimiters in s
// a match may end. It reads the tables as the comment on Tables says, and looks at delimiters only
// where it leaves a record.
func matchTables(t *Tables, state int, s []int) (all bool, ends []int) {
	inSet := func(set byte, c int) bool {
		return c <= 0xFF && t.Sets[int(set)>>3<<8|c]>>(set&7)&1 == 1
	}
	stateAt := func(p int) int { return int(t.States[p]) + 256*int(t.States[p+1]) }
	i := 0
next:
	for {
		head := t.States[state]
		p := state + 1
		if head>>1&1 == 1 {
			for i < len(s) && inSet(t.States[p], s[i]) {
				i++
			}
			p++
		}
		if i == len(s) {
			return head&1 == 1, ends
		}
		if s[i] == ']' && head&1 == 1 {
			ends = append(ends, i)
		}
		if head>>2&1 == 1 {
			if s[i] == Counted {
				state = stateAt(p)
				i++
				continue
			}
			p += 2
		}
		for range head >> 3 {
			if inSet(t.States[p], s[i]) {
				state = stateAt(p + 1)
				i++
				continue next
			}
			p += 3
		}
		return false, ends
	}
}

// matchNFA reports whether all of s matches from state.
func matchNFA(n *NFA, state int, s []int) bool {
	now := map[int]bool{}
	var enter func(state int)
	enter = func(state int) {
		if !now[state] {
			now[state] = true
			for _, e := range n.states[state].epsilon {
				enter(e)
			}
		}
	}
	enter(state)
	for _, c := range s {
		before := now
		now = map[int]bool{}
		for state := range before {
			for _, sp := range n.states[state].spans {
				if sp.lo <= c && c <= sp.hi {
					enter(sp.to)
				}
			}
		}
	}
	return now[accepting]
}

// matchDFA reports whether all of s matches from state.
func matchDFA(d *DFA, state int, s []int) bool {
	for _, c := range s {
		i := slices.IndexFunc(d.states[state].edges, func(e edge) bool {
			class := d.classes[e.class]
			return class.lo <= c && c <= class.hi
		})
		if i < 0 {
			return false
		}
		state = d.states[state].edges[i].to
	}
	return d.states[state].accept
}

// BenchmarkCompile compiles grammars with many starts. The time for each must not grow with their
// number.
func BenchmarkCompile(b *testing.B) {
	const rules = "nz-number = %x31-39 *DIGIT"
	for _, kinds := range []struct {
		name   string
		number func(i int) int // of the keyword of start i
	}{
		{"distinct", func(i int) int { return i }},
		{"shared", func(i int) int { return i % 50 }},
	} {
		for _, n := range []int{100, 1000, 10_000} {
			g, _ := load(b, rules)
			var starts []Start
			for i := range n {
				x, err := abnf.ParseExpr("start", fmt.Sprintf(`SP "K%d" SP nz-number`, kinds.number(i)))
				if err != nil {
					b.Fatal(err)
				}
				starts = append(starts, Start{Name: fmt.Sprint(i), Expr: x})
			}
			b.Run(fmt.Sprintf("%s/%d", kinds.name, n), func(b *testing.B) { benchmarkCompile(b, g, starts) })
		}
	}
}

func benchmarkCompile(b *testing.B, g *abnf.Grammar, starts []Start) {
	limits := Limits{NFA: 1_000_000, DFA: 1_000_000, Steps: 100_000_000, Depth: 10}
	for b.Loop() {
		// 10,000 distinct ones take more octets than 16 bits address, which Pack says at the end.
		if _, err := compileAndPack(g, starts, limits); err != nil && len(starts) < 10_000 {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(starts)), "ns/start")
}

// TestWhole checks that the delimiter is an octet like others if a start is matched as a whole,
// unless another start reaches the same state.
func TestWhole(t *testing.T) {
	tests := []struct {
		reason string
		starts []Start
		whole  []string
		want   string
	}{
		{"alone", []Start{{Name: "a"}}, []string{"a"}, "a: 0\n0 accept run 20-'~'\n"},
		{"not as a whole", []Start{{Name: "a"}}, nil, "a: 0\n0 accept run 20-'\\','^'-'~' ']'→0\n"},
		{"both", []Start{{Name: "a"}, {Name: "b"}}, []string{"a"}, "a: 0\nb: 0\n0 accept run 20-'\\','^'-'~' ']'→0\n"},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			for i := range test.starts {
				x, err := abnf.ParseExpr("test", `*%x20-7E`)
				if err != nil {
					t.Fatal(err)
				}
				test.starts[i].Expr = x
			}
			tables, err := compileAndPack(abnf.Merge(nil, nil), test.starts, DefaultLimits(), test.whole...)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, tables.String()); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestSelect checks that starts of one automaton can be compared, and that those that are selected
// are packed as if they had been compiled alone.
func TestSelect(t *testing.T) {
	const rules = "a = 1*ALPHA\nb = ALPHA *ALPHA\nc = 1*DIGIT\n"
	g, starts := load(t, rules, "a", "b", "c")
	all, err := Compile(g, starts, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if !all.Same("a", "b") || all.Same("a", "c") {
		t.Errorf("a is b: %v, a is c: %v", all.Same("a", "b"), all.Same("a", "c"))
	}
	some, err1 := all.Select(starts[1:]).Pack(']')
	alone, err2 := compileAndPack(g, starts[1:], DefaultLimits())
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(alone.String(), some.String()); diff != "" {
		t.Errorf("mismatch (-alone +selected):\n%s", diff)
	}
}

// TestLists checks which runs are lists, and what may begin their words.
func TestLists(t *testing.T) {
	for _, test := range []struct {
		reason, expr string
		lists        int
		prefix       string
	}{
		{"words", `1*ALPHA *(" " 1*ALPHA)`, 1, "\x00"},
		{"words with a prefix", `1*ALPHA *(" " ["$"] 1*ALPHA)`, 1, "$"},
		{"a prefix that may be a word", `1*ALPHA *(" " ("$" / ["$"] 1*ALPHA))`, 0, ""},
		{"something else after a prefix", `1*ALPHA *(" " ["$"] 1*ALPHA / " $*")`, 1, "$"},
		{"words in parentheses", `"(" 1*ALPHA *(" " 1*ALPHA) ")"`, 1, "\x00"},
		{"one word", `1*ALPHA`, 0, ""},
		{"a space may be last", `1*ALPHA *(" " *ALPHA)`, 0, ""},
		{"words of other letters after the first, which alone are a list", `1*ALPHA *(" " 1*%x30-39)`, 1, "\x00"},
		{"other separators", `1*ALPHA *("," 1*ALPHA)`, 0, ""},
		{"spaces in words", `1*%x20-7E`, 0, ""},
	} {
		tables := mustTables(t, ``, test.expr)
		if tables.Lists != test.lists {
			t.Errorf("%s: %d lists, want %d\n%s", test.reason, tables.Lists, test.lists, tables)
		} else if prefix := string(tables.Ranges[len(tables.Ranges)-len(test.prefix):]); prefix != test.prefix {
			t.Errorf("%s: prefix %q, want %q", test.reason, prefix, test.prefix)
		}
	}
}

// TestPrefixes checks which starts have a prefix.
func TestPrefixes(t *testing.T) {
	for _, test := range []struct {
		reason, expr, want string
	}{
		{"eight octets", `"abcdefgh"`, "ABCDEFGH"},
		{"more", `" (Maximum 7"`, " (MAXIMU"},
		{"too few", `"abcdefg"`, ""},
		{"too few before a choice", `"abcdefg" ("h" / "i")`, ""},
		{"a choice of characters before them", `DIGIT "abcdefgh"`, ""},
		{"other words, of any letters", `"abcdefgh1" / 1*ALPHA`, "ABCDEFGH"},
		{"after other words too", `*(1*ALPHA " ") "abcdefgh 1"`, "ABCDEFGH"},
		{"after themselves too", `*"abcd" "1efghijk"`, ""},
		{"lower case alone", `%s"abcdefgh"`, ""},
		{"beyond ASCII", `"abcdefg" %x80`, ""},
		{"NUL", `"abcdefg" %x00`, ""},
		{"the delimiter", `"abcdefg]"`, ""},
		{"the delimiter beside them", `"abcd" ("efgh" / "]")`, "ABCDEFGH"},
	} {
		tables := mustTables(t, ``, test.expr)
		if len(tables.Prefixes) > 1 {
			t.Errorf("%s: %d prefixes of one start", test.reason, len(tables.Prefixes))
		}
		for _, prefix := range tables.Prefixes {
			if prefix.Octets != test.want {
				t.Errorf("%s: prefix %q, want %q", test.reason, prefix.Octets, test.want)
			}
		}
		if test.want != "" && len(tables.Prefixes) == 0 {
			t.Errorf("%s: no prefix, want %q", test.reason, test.want)
		}
	}
}
