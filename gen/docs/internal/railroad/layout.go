package railroad

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/imapcodes/imapcodes/abnf"
)

// The measures of a diagram.
const (
	advance = 8          // of a character, in a monospaced font of 13 pixels
	padding = 9          // in a box, left and right of its text
	half    = 11         // a box is twice as high
	space   = 10         // between parts that stand side by side
	gap     = 8          // between parts that stand beneath one another
	radius  = 8          // of the curves
	rail    = 2 * radius // the width of a way from one track to another
	arrow   = 4          // half the height of the mark on a loop's way back

	turn       = gap + rail           // between the lines of a stack, where the track runs back
	stackRails = rail + radius + rail // beside them: the way back's ends, and the way up from the last
)

// Layout returns the diagram of x. Where a concatenation would be wider than width it is broken into lines; what cannot be
// broken is as wide as it must be.
func Layout(x *abnf.Expr, width int) *Diagram { return &Diagram{layout(x, width)} }

func layout(x *abnf.Expr, width int) *node {
	switch x.Op {
	case abnf.OpName:
		return newName(x.Text)
	case abnf.OpConcat:
		return newRow(parts(x.Args, width-stackRails), width)
	case abnf.OpAlternate:
		return newChoice(all(x.Args, width-2*rail))
	case abnf.OpRepeat:
		return newRepeat(x, width)
	}
	if x.IsEmpty() {
		return &node{kind: skip}
	}
	return newText(terminal, x.String())
}

func all(exprs []*abnf.Expr, width int) []*node {
	var nodes []*node
	for _, x := range exprs {
		nodes = append(nodes, layout(x, width))
	}
	return nodes
}

func newText(k kind, text string) *node {
	return &node{kind: k, text: text, width: advance*utf8.RuneCountInString(text) + 2*padding, down: half}
}

// newName returns the box of a rule. The space is such a rule (RFC 5234 appendix B.1), but a reader looks for a character.
func newName(name string) *node {
	if abnf.Fold(name) == "sp" {
		return newText(terminal, "␣")
	}
	return newText(rule, name)
}

// newRow returns kids side by side, or where that is wider than width in several lines.
func newRow(kids []*node, width int) *node {
	kids = slices.DeleteFunc(kids, func(n *node) bool { return n.kind == skip })
	if line := newLine(kids); line.width <= width || len(kids) == 1 {
		return line
	}
	n := &node{kind: stack}
	for len(kids) > 0 {
		count := 1
		for count < len(kids) && newLine(kids[:count+1]).width+stackRails <= width {
			count++
		}
		line := newLine(kids[:count])
		n.kids, kids = append(n.kids, line), kids[count:]
		n.width = max(n.width, line.width+stackRails)
	}
	n.down = lastTrack(n.kids, turn) + n.kids[len(n.kids)-1].down
	return n
}

func newLine(kids []*node) *node {
	switch len(kids) {
	case 0:
		return &node{kind: skip}
	case 1:
		return kids[0]
	}
	n := &node{kind: row, kids: kids, width: -space}
	for _, kid := range kids {
		n.width += kid.width + space
		n.down = max(n.down, kid.down)
	}
	return n
}

// parts returns what a concatenation is made of. A list, a *(b a), is a loop over a with b on its way back.
func parts(args []*abnf.Expr, width int) []*node {
	var exprs []*abnf.Expr // what each of nodes stands for
	var nodes []*node
	for _, x := range args {
		n := layout(x, width)
		between, count := listed(exprs, x)
		first := len(exprs) - count
		if count > 0 {
			item := layout(abnf.Concat(exprs[first:]...), width-rail)
			n = newLoop(item, newLine(all(between, width)))
			x = &abnf.Expr{Op: abnf.OpConcat, Args: append(slices.Clone(exprs[first:]), x)}
		}
		exprs, nodes = append(exprs[:first], x), append(nodes[:first], n)
	}
	return nodes
}

// listed returns the b of x, *(b a), and of how many parts a is, where a is what before ends with. The count is 0 if x is
// nothing of that kind, or if b could not be read from right to left.
func listed(before []*abnf.Expr, x *abnf.Expr) (between []*abnf.Expr, count int) {
	if x.Op != abnf.OpRepeat || x.Min != 0 || x.Max != abnf.Unlimited {
		return nil, 0
	}
	body := []*abnf.Expr{x.Args[0]}
	if x.Args[0].Op == abnf.OpConcat {
		body = x.Args[0].Args
	}
	for count := min(len(body), len(before)); count > 0; count-- {
		between, again := body[:len(body)-count], body[len(body)-count:]
		if slices.EqualFunc(again, before[len(before)-count:], same) && len(between) <= 1 && !slices.ContainsFunc(between, isCompound) {
			return between, count
		}
	}
	return nil, 0
}

func same(a, b *abnf.Expr) bool { return a.String() == b.String() }

func isCompound(x *abnf.Expr) bool { return len(x.Args) > 0 }

// newRepeat returns a loop, with a way round it where x may be missing.
func newRepeat(x *abnf.Expr, width int) *node {
	if x.Max == 0 {
		return &node{kind: skip}
	}
	if x.Min == 0 {
		width -= 2 * rail
	}
	n := layout(x.Args[0], width-rail)
	if x.Max != 1 {
		n = newLoop(n, times(x.Min, x.Max))
	}
	switch {
	case x.Min > 0:
		return n
	case n.kind == choice:
		return newChoice(append([]*node{{kind: skip}}, n.kids...))
	}
	return newChoice([]*node{{kind: skip}, n})
}

// times returns what stands on the way back of a loop.
func times(least, most int) *node {
	switch {
	case most == abnf.Unlimited && least <= 1:
		return &node{kind: skip}
	case most == abnf.Unlimited:
		return newText(label, fmt.Sprintf("%d or more times", least))
	case least == most:
		return newText(label, fmt.Sprintf("%d times", most))
	case least == 0:
		return newText(label, fmt.Sprintf("up to %d times", most))
	}
	return newText(label, fmt.Sprintf("%d to %d times", least, most))
}

func newLoop(kid, back *node) *node {
	n := &node{kind: loop, kids: []*node{kid, back}, width: max(kid.width, back.width+2*arrow) + rail}
	n.down = lastTrack(n.kids, gap) + max(back.down, arrow)
	return n
}

func newChoice(kids []*node) *node {
	n := &node{kind: choice, kids: kids}
	for _, kid := range kids {
		n.width = max(n.width, kid.width+2*rail)
	}
	n.down = lastTrack(kids, gap) + kids[len(kids)-1].down
	return n
}

// next returns how far beneath the track of n that of the part beneath it is.
func next(n, beneath *node, distance int) int {
	up := min(half, beneath.down) // only a skip is flat
	return max(n.down+distance+up, rail)
}

// lastTrack returns how far beneath the track of the first of kids that of the last is.
func lastTrack(kids []*node, distance int) int {
	depth := 0
	for i := range kids[1:] {
		depth += next(kids[i], kids[i+1], distance)
	}
	return depth
}
