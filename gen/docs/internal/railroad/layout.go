package railroad

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/imapcodes/imapcodes/abnf"
)

// The measures of a diagram, in pixels.
const (
	advance = 8          // width of a character in a monospaced font of 13 pixels
	padding = 9          // in a box, to the left and right of its text
	half    = 11         // half the height of a box
	space   = 10         // between the kids of a row
	gap     = 8          // between kids that are below each other
	radius  = 8          // of the curves
	rail    = 2 * radius // width of a way from one track to another
	arrow   = 4          // half the height of the arrowhead of a loop

	turn       = gap + rail           // between the rows of a stack, where the track runs back
	stackRails = rail + radius + rail // beside the rows: two turns, and the way up from the last
)

// Layout returns the diagram of x. A concatenation that would be wider than width, in pixels, is
// broken into rows. A diagram is wider than width only if it cannot be broken.
func Layout(x *abnf.Expr, width int) *Diagram {
	switch x.Op {
	case abnf.OpName:
		if abnf.Fold(x.Text) == "sp" { // SP is a rule, but readers look for the character
			return newBox(terminal, "␣")
		}
		return newBox(rule, x.Text)
	case abnf.OpConcat:
		return newRows(elements(x.Args, width-stackRails), width)
	case abnf.OpAlternate:
		return newChoice(all(x.Args, width-2*rail))
	case abnf.OpRepeat:
		return newRepeat(x, width)
	}
	if x.IsEmpty() {
		return &Diagram{kind: skip}
	}
	return newBox(terminal, x.String())
}

func all(exprs []*abnf.Expr, width int) []*Diagram {
	var list []*Diagram
	for _, x := range exprs {
		list = append(list, Layout(x, width))
	}
	return list
}

// newBox returns a terminal, a rule or a label.
func newBox(k kind, text string) *Diagram {
	width := advance*utf8.RuneCountInString(text) + 2*padding
	return &Diagram{kind: k, text: text, width: width, down: half}
}

// newRows returns kids side by side, or as a stack of rows if that is wider than width.
func newRows(kids []*Diagram, width int) *Diagram {
	kids = slices.DeleteFunc(kids, func(d *Diagram) bool { return d.kind == skip })
	if row := newRow(kids); row.width <= width || len(kids) == 1 {
		return row
	}
	d := &Diagram{kind: stack}
	for len(kids) > 0 {
		n := 1
		for n < len(kids) && newRow(kids[:n+1]).width+stackRails <= width {
			n++
		}
		row := newRow(kids[:n])
		d.kids, kids = append(d.kids, row), kids[n:]
		d.width = max(d.width, row.width+stackRails)
	}
	d.down = pile(d.kids, turn)
	return d
}

func newRow(kids []*Diagram) *Diagram {
	switch len(kids) {
	case 0:
		return &Diagram{kind: skip}
	case 1:
		return kids[0]
	}
	d := &Diagram{kind: row, kids: kids, width: -space}
	for _, kid := range kids {
		d.width += kid.width + space
		d.down = max(d.down, kid.down)
	}
	return d
}

// elements returns the diagrams of the elements of a concatenation. A list, a *(b a), is a loop
// over a with b on the way back.
func elements(args []*abnf.Expr, width int) []*Diagram {
	var exprs []*abnf.Expr // of diagrams
	var diagrams []*Diagram
	for _, x := range args {
		d := Layout(x, width)
		if separator, n := list(exprs, x); n > 0 {
			first := len(exprs) - n
			item := Layout(abnf.Concat(exprs[first:]...), width-rail)
			d = newLoop(item, newRow(all(separator, width)))
			x = abnf.Concat(append(slices.Clone(exprs[first:]), x)...)
			exprs, diagrams = exprs[:first], diagrams[:first]
		}
		exprs, diagrams = append(exprs, x), append(diagrams, d)
	}
	return diagrams
}

// list reports whether x is the *(b a) of a list and before ends with a. It returns b and the
// number of elements of a, which is 0 if x is not. b must not have parts, because it is drawn
// from right to left.
func list(before []*abnf.Expr, x *abnf.Expr) (separator []*abnf.Expr, n int) {
	if x.Op != abnf.OpRepeat || x.Min != 0 || x.Max != abnf.Unlimited {
		return nil, 0
	}
	body := x.Args
	if body[0].Op == abnf.OpConcat {
		body = body[0].Args
	}
	for i := range min(len(body), 2) {
		first := len(before) - len(body[i:])
		if first >= 0 && slices.EqualFunc(before[first:], body[i:], same) &&
			(i == 0 || len(body[0].Args) == 0) {
			return body[:i], len(body[i:])
		}
	}
	return nil, 0
}

func same(a, b *abnf.Expr) bool { return a.String() == b.String() }

// newRepeat returns a loop, with a way around it if x may be absent.
func newRepeat(x *abnf.Expr, width int) *Diagram {
	if x.Max == 0 {
		return &Diagram{kind: skip}
	}
	if x.Min == 0 {
		width -= 2 * rail
	}
	d := Layout(x.Args[0], width-rail)
	if x.Max != 1 {
		d = newLoop(d, times(x.Min, x.Max))
	}
	if x.Min > 0 {
		return d
	}
	kids := []*Diagram{d}
	if d.kind == choice {
		kids = d.kids
	}
	return newChoice(append([]*Diagram{{kind: skip}}, kids...))
}

// times returns what the way back of a loop shows.
func times(least, most int) *Diagram {
	switch {
	case most == abnf.Unlimited && least <= 1:
		return &Diagram{kind: skip}
	case most == abnf.Unlimited:
		return newBox(label, fmt.Sprintf("%d or more times", least))
	case least == most:
		return newBox(label, fmt.Sprintf("%d times", most))
	case least == 0:
		return newBox(label, fmt.Sprintf("up to %d times", most))
	}
	return newBox(label, fmt.Sprintf("%d to %d times", least, most))
}

func newLoop(kid, back *Diagram) *Diagram {
	d := &Diagram{kind: loop, kids: []*Diagram{kid, back}}
	d.width = max(kid.width, back.width+2*arrow) + rail
	d.down = max(pile(d.kids, gap), back.drop+arrow)
	return d
}

func newChoice(kids []*Diagram) *Diagram {
	d := &Diagram{kind: choice, kids: kids, down: pile(kids, gap)}
	for _, kid := range kids {
		d.width = max(d.width, kid.width+2*rail)
	}
	return d
}

// pile places kids below each other, distance apart, and returns how far they reach below the
// track of the first.
func pile(kids []*Diagram, distance int) int {
	for i, kid := range kids[1:] {
		above := kids[i]
		up := min(half, kid.down) // only a skip is flat
		kid.drop = above.drop + max(above.down+distance+up, rail)
	}
	last := kids[len(kids)-1]
	return last.drop + last.down
}
