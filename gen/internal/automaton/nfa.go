package automaton

import (
	"fmt"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/abnf"
)

// An NFA is a nondeterministic automaton. State 0 accepts; every other state has spans of symbols with the state that
// each leads to, and epsilon, the states that it is at the same time.
type NFA struct {
	states []nfaState
	starts []int // the start state of each Start
	names  []string
}

type nfaState struct {
	spans   []span
	epsilon []int
}

type span struct {
	interval
	to int
}

const accepting = 0

// NewNFA compiles starts by Thompson's construction, from the end to the beginning: an expression is compiled with the
// state that follows it. A rule is compiled anew wherever it stands, but once for each state that may follow it.
//
// That makes a right-recursive rule a loop: list = x ["," list] needs itself with the same follower, and gets the state
// that it has begun with. In list = x *("," list) the inner list is followed by the repetition; compiled so, its own
// repetition is followed by the same repetition, and x*x* is x*. Any other recursion needs ever new followers, for which
// no finite automaton has enough states; it is an error that names the cycle.
func NewNFA(g *abnf.Grammar, starts []Start, limits Limits) (*NFA, error) {
	c := &nfaCompiler{
		limits: limits, nfa: &NFA{states: make([]nfaState, 1)},
		rules: map[call]int{}, again: map[call]bool{}, loops: map[int]*abnf.Expr{},
	}
	seen := map[string]bool{}
	for _, s := range starts {
		if seen[s.Name] {
			return nil, fmt.Errorf("start %q stands there twice", s.Name)
		}
		seen[s.Name] = true
		c.grammar = g
		if s.Grammar != nil {
			c.grammar = s.Grammar
		}
		state, err := c.expr(s.Expr, accepting)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.Name, err)
		}
		c.nfa.starts = append(c.nfa.starts, state)
		c.nfa.names = append(c.nfa.names, s.Name)
	}
	return c.nfa, nil
}

type nfaCompiler struct {
	grammar *abnf.Grammar
	limits  Limits
	nfa     *NFA
	rules   map[call]int       // where a rule with a follower begins
	again   map[call]bool      // the rule was met again with this follower
	active  []string           // the folded names of the rules being compiled, the outermost first
	loops   map[int]*abnf.Expr // what a state repeats, if it is the loop of a repetition
}

// A call is a rule together with the state that follows it.
type call struct {
	grammar *abnf.Grammar
	name    string // folded
	next    int
}

// expr compiles x followed by next and returns the state it begins with.
func (c *nfaCompiler) expr(x *abnf.Expr, next int) (int, error) {
	switch x.Op {
	case abnf.OpString:
		return c.text(x, next)
	case abnf.OpRange:
		return c.add(x, nfaState{spans: []span{{interval{x.Lo, x.Hi}, next}}})
	case abnf.OpProse:
		if x.Text != abnf.Counted {
			return 0, fmt.Errorf("%s: prose-val <%s> is no grammar", x.Pos, x.Text)
		}
		return c.add(x, nfaState{spans: []span{{interval{Counted, Counted}, next}}})
	case abnf.OpName:
		return c.rule(x, next)
	case abnf.OpConcat:
		return c.concat(x, next)
	case abnf.OpAlternate:
		return c.alternate(x, next)
	}
	return c.repeat(x, next)
}

func (c *nfaCompiler) add(x *abnf.Expr, s nfaState) (int, error) {
	if len(c.nfa.states) >= c.limits.NFA {
		return 0, fmt.Errorf("%s: the grammar needs more than %d states (Limits.NFA)", x.Pos, c.limits.NFA)
	}
	c.nfa.states = append(c.nfa.states, s)
	return len(c.nfa.states) - 1, nil
}

// text compiles a string, a state an octet. The letters of one that is not exact stand for both cases.
func (c *nfaCompiler) text(x *abnf.Expr, next int) (int, error) {
	var err error
	for _, octet := range slices.Backward([]byte(x.Text)) {
		spans := []span{{interval{int(octet), int(octet)}, next}}
		if other := octet ^ 0x20; !x.Exact && 'a' <= octet|0x20 && octet|0x20 <= 'z' {
			spans = append(spans, span{interval{int(other), int(other)}, next})
		}
		if next, err = c.add(x, nfaState{spans: spans}); err != nil {
			return 0, err
		}
	}
	return next, nil
}

func (c *nfaCompiler) concat(x *abnf.Expr, next int) (int, error) {
	var err error
	for _, arg := range slices.Backward(x.Args) {
		if next, err = c.expr(arg, next); err != nil {
			return 0, err
		}
	}
	return next, nil
}

// alternate joins alternatives that begin with an octet into one state, which keeps the sets of states small when they
// are determinised.
func (c *nfaCompiler) alternate(x *abnf.Expr, next int) (int, error) {
	var joined nfaState
	for _, arg := range x.Args {
		begin, err := c.expr(arg, next)
		if err != nil {
			return 0, err
		}
		if s := c.nfa.states[begin]; len(s.spans) > 0 && len(s.epsilon) == 0 {
			joined.spans = append(joined.spans, s.spans...)
		} else {
			joined.epsilon = append(joined.epsilon, begin)
		}
	}
	if len(joined.spans) == 0 && len(joined.epsilon) == 1 {
		return joined.epsilon[0], nil
	}
	return c.add(x, joined)
}

// repeat compiles min copies of the argument, then a loop, or as many optional copies as are left: from each of those
// one can go on to the next or to the end, which keeps the sets of states small when they are determinised. A copy that
// begins with what follows it is empty, or x* before x*, and so are all further ones.
func (c *nfaCompiler) repeat(x *abnf.Expr, next int) (int, error) {
	arg := x.Args[0]
	if x.Max == abnf.Unlimited {
		loop, err := c.loop(x, next)
		if err != nil {
			return 0, err
		}
		next = loop
	}
	end := next
	for range max(x.Max-x.Min, 0) {
		begin, err := c.expr(arg, next)
		if err != nil {
			return 0, err
		}
		if begin == next {
			break
		}
		if next, err = c.add(x, nfaState{epsilon: []int{begin, end}}); err != nil {
			return 0, err
		}
	}
	for range x.Min {
		begin, err := c.expr(arg, next)
		if err != nil {
			return 0, err
		}
		if begin == next {
			break
		}
		next = begin
	}
	return next, nil
}

// loop compiles the argument of x any number of times.
func (c *nfaCompiler) loop(x *abnf.Expr, next int) (int, error) {
	if c.loops[next] == x.Args[0] { // x*x* is x*
		return next, nil
	}
	loop, err := c.add(x, nfaState{})
	if err != nil {
		return 0, err
	}
	c.loops[loop] = x.Args[0]
	begin, err := c.expr(x.Args[0], loop)
	c.nfa.states[loop].epsilon = []int{begin, next}
	return loop, err
}

// rule compiles the rule that x names, unless it has been, or is being, compiled with this follower.
func (c *nfaCompiler) rule(x *abnf.Expr, next int) (int, error) {
	key := call{c.grammar, abnf.Fold(x.Text), next}
	if begin, ok := c.rules[key]; ok {
		c.again[key] = true
		return begin, nil
	}
	if err := c.recursion(x); err != nil {
		return 0, err
	}
	definition, err := c.grammar.Definition(x.Text)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", x.Pos, err)
	}
	begin, err := c.add(x, nfaState{})
	if err != nil {
		return 0, err
	}
	c.rules[key] = begin
	c.active = append(c.active, key.name)
	body, err := c.expr(definition.Expr, next)
	c.active = c.active[:len(c.active)-1]
	if err != nil {
		return 0, err
	}
	c.nfa.states[begin].epsilon = []int{body}
	if !c.again[key] { // nothing leads to begin, and what follows sees more in body
		c.rules[key] = body
	}
	return c.rules[key], nil
}

// recursion returns an error if the rule that x names is being compiled with a third follower: a list has two at the
// most, one of its own and one in its repetition.
func (c *nfaCompiler) recursion(x *abnf.Expr) error {
	if len(c.active) >= c.limits.Depth {
		return fmt.Errorf("%s: rules are nested deeper than %d (Limits.Depth)", x.Pos, c.limits.Depth)
	}
	name := abnf.Fold(x.Text)
	first := slices.Index(c.active, name)
	if first < 0 || !slices.Contains(c.active[first+1:], name) {
		return nil
	}
	cycle := append(slices.Clone(c.active[first:first+1+slices.Index(c.active[first+1:], name)]), name)
	return fmt.Errorf("%s: recursion that is no list: %s", x.Pos, strings.Join(cycle, " → "))
}

// String shows n, a state a line: its spans, or the states that it is at the same time.
func (n *NFA) String() string {
	var b strings.Builder
	for i, start := range n.starts {
		fmt.Fprintf(&b, "%s: %d\n", n.names[i], start)
	}
	for i, s := range n.states {
		fmt.Fprintf(&b, "%d", i)
		if i == accepting {
			b.WriteString(" accept")
		}
		for _, e := range s.epsilon {
			fmt.Fprintf(&b, " →%d", e)
		}
		for _, sp := range s.spans {
			fmt.Fprintf(&b, " %s→%d", sp.interval, sp.to)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
