package automaton

import (
	"fmt"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/abnf"
)

// An NFA is a nondeterministic automaton. State 0 accepts. Every other state has spans of symbols,
// each with the state that it leads to, and epsilon, the states that it leads to without a symbol.
type NFA struct {
	states []nfaState
	starts []int // the start state of each Start
	names  []string
	labels []string // the names of the starts in errors
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

// NewNFA compiles starts by Thompson's construction, from the end to the beginning: an expression
// is compiled with the state that follows it. A rule is compiled once for each state that may
// follow it.
//
// That makes a right-recursive rule a loop. In list = x ["," list] the inner list has the same
// follower as the outer one, so it gets the state that the outer one began with. In list = x *(","
// list) the inner list is followed by the repetition. Compiled so, its own repetition is followed
// by the same repetition, and x*x* is x*. Any other recursion needs new followers without end, for
// which no finite automaton has enough states. It is an error that names the cycle.
func NewNFA(g *abnf.Grammar, starts []Start, limits Limits) (*NFA, error) {
	c := &nfaCompiler{
		limits: limits, nfa: &NFA{states: make([]nfaState, 1)},
		rules: map[call]int{}, again: map[call]bool{}, loops: map[int]*abnf.Expr{},
	}
	seen := map[string]bool{}
	for _, s := range starts {
		if seen[s.Name] {
			return nil, fmt.Errorf("duplicate start %q", s.Name)
		}
		seen[s.Name] = true
		c.grammar = g
		if s.Grammar != nil {
			c.grammar = s.Grammar
		}
		c.nfa.starts = append(c.nfa.starts, c.expr(s.Expr, accepting))
		c.nfa.names = append(c.nfa.names, s.Name)
		c.nfa.labels = append(c.nfa.labels, s.label())
		if c.err != nil {
			return nil, fmt.Errorf("%s: %w", s.label(), c.err)
		}
	}
	return c.nfa, nil
}

// An nfaCompiler compiles expressions into an NFA. After an error its methods do nothing, and the
// state that they return is meaningless.
type nfaCompiler struct {
	grammar *abnf.Grammar
	limits  Limits
	nfa     *NFA
	size    int                // of nfa: states and spans
	rules   map[call]int       // where a rule with a follower begins
	again   map[call]bool      // the rule was met again with this follower
	active  []string           // the folded names of the rules being compiled, the outermost first
	loops   map[int]*abnf.Expr // what a state repeats, if it is the loop of a repetition
	err     error              // the first error
}

// A call is a rule together with the state that follows it.
type call struct {
	grammar *abnf.Grammar
	name    string // folded
	next    int
}

// expr compiles x followed by next and returns the state that it begins with.
func (c *nfaCompiler) expr(x *abnf.Expr, next int) int {
	if c.err != nil {
		return accepting
	}
	switch x.Op {
	case abnf.OpString:
		return c.text(x, next)
	case abnf.OpRange:
		return c.add(x, nfaState{spans: []span{{interval{x.Lo, x.Hi}, next}}})
	case abnf.OpProse:
		if x.Text != abnf.Counted {
			return c.fail(x, "prose-val <%s> needs an amendment", x.Text)
		}
		return c.add(x, nfaState{spans: []span{{interval{Counted, Counted}, next}}})
	case abnf.OpName:
		return c.rule(x, next)
	case abnf.OpConcat:
		for _, arg := range slices.Backward(x.Args) {
			next = c.expr(arg, next)
		}
		return next
	case abnf.OpAlternate:
		return c.alternate(x, next)
	}
	return c.repeat(x, next)
}

// fail notes the first error, at x.
func (c *nfaCompiler) fail(x *abnf.Expr, format string, args ...any) int {
	if c.err == nil {
		c.err = fmt.Errorf("%s: %w", x.Pos, fmt.Errorf(format, args...))
	}
	return accepting
}

// inRule returns the beginning of an error in the rule that is being compiled, if there is one.
func (c *nfaCompiler) inRule() string {
	if len(c.active) == 0 {
		return ""
	}
	return "in rule " + c.active[len(c.active)-1] + ": "
}

func (c *nfaCompiler) add(x *abnf.Expr, s nfaState) int {
	if c.size += max(1, len(s.spans)); c.size >= c.limits.NFA {
		return c.fail(x, "%smore than %d states and spans (Limits.NFA): %s",
			c.inRule(), c.limits.NFA, simplify)
	}
	c.nfa.states = append(c.nfa.states, s)
	return len(c.nfa.states) - 1
}

// text compiles a string, a state for each octet. A letter has spans for both cases, unless the
// string is exact.
func (c *nfaCompiler) text(x *abnf.Expr, next int) int {
	for _, octet := range slices.Backward([]byte(x.Text)) {
		spans := []span{{interval{int(octet), int(octet)}, next}}
		if other := octet ^ 0x20; !x.Exact && 'a' <= octet|0x20 && octet|0x20 <= 'z' {
			spans = append(spans, span{interval{int(other), int(other)}, next})
		}
		next = c.add(x, nfaState{spans: spans})
	}
	return next
}

// alternate joins alternatives that begin with an octet into one state, which keeps the sets of
// states small when they are determinized.
func (c *nfaCompiler) alternate(x *abnf.Expr, next int) int {
	var joined nfaState
	for _, arg := range x.Args {
		begin := c.expr(arg, next)
		if s := c.nfa.states[begin]; len(s.spans) > 0 && len(s.epsilon) == 0 {
			joined.spans = append(joined.spans, s.spans...)
		} else {
			joined.epsilon = append(joined.epsilon, begin)
		}
	}
	if len(joined.spans) == 0 && len(joined.epsilon) == 1 {
		return joined.epsilon[0]
	}
	return c.add(x, joined)
}

// repeat compiles Min copies of the argument, then a loop or as many optional copies as are left.
// Each of those can be followed by the next or by the end, which keeps the sets of states small
// when they are determinized. If a copy begins with the state that follows it, it adds nothing: it
// is empty, or it is x* before x*. Then no further copies are needed.
func (c *nfaCompiler) repeat(x *abnf.Expr, next int) int {
	if x.Max == abnf.Unlimited {
		next = c.loop(x, next)
	}
	end := next
	for i := max(x.Max, x.Min); i > 0; i-- {
		begin := c.expr(x.Args[0], next)
		if begin == next {
			break
		}
		if next = begin; i > x.Min {
			next = c.add(x, nfaState{epsilon: []int{begin, end}})
		}
	}
	return next
}

// loop compiles the argument of x any number of times.
func (c *nfaCompiler) loop(x *abnf.Expr, next int) int {
	if c.loops[next] == x.Args[0] { // x*x* is x*
		return next
	}
	loop := c.add(x, nfaState{})
	c.loops[loop] = x.Args[0]
	begin := c.expr(x.Args[0], loop)
	c.nfa.states[loop].epsilon = []int{begin, next}
	return loop
}

// rule compiles the rule that x names, unless it has been, or is being, compiled with this
// follower.
func (c *nfaCompiler) rule(x *abnf.Expr, next int) int {
	key := call{c.grammar, abnf.Fold(x.Text), next}
	if begin, ok := c.rules[key]; ok {
		c.again[key] = true
		return begin
	}
	c.checkRecursion(x)
	definition, err := c.grammar.Definition(x.Text)
	if err != nil {
		return c.fail(x, "%w", err)
	}
	begin := c.add(x, nfaState{})
	c.rules[key] = begin
	c.active = append(c.active, key.name)
	body := c.expr(definition.Expr, next)
	c.active = c.active[:len(c.active)-1]
	c.nfa.states[begin].epsilon = []int{body}
	if !c.again[key] { // nothing leads to begin, and what follows sees more in body
		c.rules[key] = body
	}
	return c.rules[key]
}

// checkRecursion fails if the rule that x names is being compiled with a third follower: a list has
// at most two, its own and that in its repetition.
func (c *nfaCompiler) checkRecursion(x *abnf.Expr) {
	if len(c.active) >= c.limits.Depth {
		c.fail(x, "rules are nested deeper than %d (Limits.Depth)", c.limits.Depth)
	}
	name := abnf.Fold(x.Text)
	first := slices.Index(c.active, name)
	if second := slices.Index(c.active[first+1:], name); first >= 0 && second >= 0 {
		cycle := strings.Join(c.active[first:first+1+second], " → ")
		c.fail(x, "unsupported recursion (only lists may recurse): %s → %s", cycle, name)
	}
}
