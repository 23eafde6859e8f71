package railroad

import (
	"encoding/xml"
	"fmt"
	"strings"
)

// margin is what is left free on each side of a diagram, for the bars at its ends.
const margin = 12

// SVG returns the diagram as an svg element for an HTML page, which is well-formed XML too. Screen readers present title
// and description. A rule's box links to what href returns for its name, unless that is empty.
//
// It names no colours. The page's style sheet gives them to its path, to its boxes (rect; those of terminals have an rx)
// and to their text, whose font must be monospaced and of 13 pixels.
func (d *Diagram) SVG(title, description string, href func(rule string) string) string {
	c := canvas{href: href}
	c.draw(d.root, margin, half+1)
	width, height := d.root.width+2*margin, half+1+d.root.down+1
	c.end(1, margin)
	c.end(width-1, width-margin)
	role := "img"
	if c.linked {
		role = "group" // what is in an image cannot be reached
	}
	return fmt.Sprintf(`<svg class="railroad" role="%s" width="%d" height="%d" viewBox="0 0 %[2]d %[3]d">`+
		`<title>%s</title><desc>%s</desc><path d="%s"/>%s</svg>`,
		role, width, height, escape(title), escape(description), c.rails.String(), c.boxes.String())
}

// A canvas collects what is drawn.
type canvas struct {
	href   func(rule string) string
	linked bool
	rails  strings.Builder // path data
	boxes  strings.Builder // elements
}

func (c *canvas) rail(format string, args ...any) { fmt.Fprintf(&c.rails, format, args...) }

// end draws the two bars at an end of the diagram, and the track from them to x.
func (c *canvas) end(bar, x int) {
	inner := bar + 4
	if x < bar {
		inner = bar - 4
	}
	c.rail("M%d 6v12M%d 6v12", bar, inner)
	c.flat(min(inner, x), half+1, max(inner, x))
}

// draw draws n, whose track is entered at x and y.
func (c *canvas) draw(n *node, x, y int) {
	switch n.kind {
	case skip:
	case terminal:
		c.box(n, x, y, fmt.Sprintf(` rx="%d"`, half))
	case rule:
		c.rule(n, x, y)
	case label:
		c.text(n, x, y)
	case row:
		c.row(n, x, y)
	case stack:
		c.stack(n, x, y)
	case choice:
		c.choice(n, x, y)
	case loop:
		c.loop(n, x, y)
	}
}

func (c *canvas) rule(n *node, x, y int) {
	target := c.href(n.text)
	if target == "" {
		c.box(n, x, y, "")
		return
	}
	c.linked = true
	fmt.Fprintf(&c.boxes, `<a href="%s">`, escape(target))
	c.box(n, x, y, "")
	c.boxes.WriteString("</a>")
}

func (c *canvas) box(n *node, x, y int, attributes string) {
	fmt.Fprintf(&c.boxes, `<rect x="%d" y="%d" width="%d" height="%d"%s/>`, x, y-half, n.width, 2*half, attributes)
	c.text(n, x, y)
}

func (c *canvas) text(n *node, x, y int) {
	fmt.Fprintf(&c.boxes, `<text x="%d" y="%d">%s</text>`, x+n.width/2, y+4, escape(n.text))
}

// flat draws a track from x to end.
func (c *canvas) flat(x, y, end int) {
	if x < end {
		c.rail("M%d %dh%d", x, y, end-x)
	}
}

func (c *canvas) row(n *node, x, y int) {
	for i, kid := range n.kids {
		if i > 0 {
			c.flat(x-space, y, x)
		}
		c.draw(kid, x, y)
		x += kid.width + space
	}
}

// stack draws the lines of n, behind each but the last the track that runs back to the left, beneath the line, and behind
// that the track up to its exit.
func (c *canvas) stack(n *node, x, y int) {
	left, right, end := x+rail, x+n.width-radius-rail, x+n.width
	c.flat(x, y, left)
	depth := 0
	for i, line := range n.kids {
		c.draw(line, left, y+depth)
		if i == len(n.kids)-1 {
			c.flat(left+line.width, y+depth, end-rail)
			c.rail("M%d %d%s", end, y, down(depth, -1, -1))
			return
		}
		c.flat(left+line.width, y+depth, right)
		below := next(line, n.kids[i+1], turn)
		back := below - half - gap
		c.rail("M%d %d%s", right, y+depth, down(back, 1, -1))
		c.rail("H%d%s", left, down(below-back, -1, 1))
		depth += below
	}
}

// choice draws the kids of n, and the tracks that lead from its entry to each and from each to its exit: one down to the
// last, from which the others branch off.
func (c *canvas) choice(n *node, x, y int) {
	left, right, end := x+rail, x+n.width-rail, x+n.width
	c.flat(x, y, left)
	c.flat(right, y, end)
	depth := 0
	for i, kid := range n.kids {
		c.draw(kid, left, y+depth)
		c.flat(left+kid.width, y+depth, right)
		if i == len(n.kids)-1 {
			c.rail("M%d %d%s", x, y, down(depth, 1, 1))
			c.rail("M%d %d%s", end, y, down(depth, -1, -1))
			return
		}
		if i > 0 {
			c.rail("M%d %dq0 %d %d %d", left-radius, y+depth-radius, radius, radius, radius)
			c.rail("M%d %dq0 %d %d %d", right+radius, y+depth-radius, radius, -radius, radius)
		}
		depth += next(kid, n.kids[i+1], gap)
	}
}

// loop draws n, and a mark on its way back which says in what direction it runs.
func (c *canvas) loop(n *node, x, y int) {
	kid, back := n.kids[0], n.kids[1]
	left, right := x+radius, x+n.width-radius
	c.flat(x, y, left)
	c.draw(kid, left, y)
	c.flat(left+kid.width, y, x+n.width)
	depth := next(kid, back, gap)
	c.rail("M%d %d%s", right, y, down(depth, 1, -1))
	c.rail("M%d %d%s", left, y, down(depth, -1, 1))
	middle := left + (right-left-back.width)/2
	c.draw(back, middle, y+depth)
	c.flat(left, y+depth, middle)
	c.flat(middle+back.width, y+depth, right)
	c.rail("M%d %dl-%[3]d %[3]d %[3]d %[3]d", left+arrow, y+depth-arrow, arrow)
}

// down returns the path that leaves a track to the right (1) or left (-1), goes down by depth, and goes on to the right
// or left from there. Where it begins is a radius away from its vertical part.
func down(depth, leave, goOn int) string {
	r := radius
	return fmt.Sprintf("q%d 0 %d %dv%dq0 %d %d %d", leave*r, leave*r, r, depth-2*r, r, goOn*r, r)
}

func escape(s string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(s)) // a strings.Builder returns no errors
	return b.String()
}
