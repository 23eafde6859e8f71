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
// What is the same in all diagrams the page's style sheet says: the colours of the path, of the boxes (rect; those of
// terminals have an rx), which must be opaque because tracks run on beneath them and 22 pixels high, and of their text,
// whose font must be monospaced and of 13 pixels.
func (d *Diagram) SVG(title, description string, href func(rule string) string) string {
	c := canvas{href: href}
	y, exit := half+1, margin+d.root.width
	c.track.flat(1, y, margin)
	c.draw(d.root, margin, y)
	c.track.flat(exit, y, exit+margin-1)
	for _, x := range []int{1, 5, exit + margin - 5, exit + margin - 1} {
		c.track.move(x, y-6)
		c.track.vertical(y + 6)
	}
	role := "img"
	if c.linked {
		role = "group" // what is in an image cannot be reached
	}
	return fmt.Sprintf(`<svg class="railroad" role="%s" width="%d" height="%d" viewBox="0 0 %[2]d %[3]d">`+
		`<title>%s</title><desc>%s</desc><path d="%s"/>%s</svg>`,
		role, exit+margin, y+d.root.down+1, text(title), text(description), c.track.data, c.boxes.String())
}

// A canvas collects what is drawn.
type canvas struct {
	href   func(rule string) string
	linked bool
	track  pen
	boxes  strings.Builder // elements
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
	fmt.Fprintf(&c.boxes, `<a href="%s">`, attribute(target))
	c.box(n, x, y, "")
	c.boxes.WriteString("</a>")
}

func (c *canvas) box(n *node, x, y int, attributes string) {
	c.track.flat(x, y, x+n.width)
	fmt.Fprintf(&c.boxes, `<rect x="%d" y="%d" width="%d"%s/>`, x, y-half, n.width, attributes)
	c.text(n, x, y)
}

func (c *canvas) text(n *node, x, y int) {
	fmt.Fprintf(&c.boxes, `<text x="%d" y="%d">%s</text>`, x+n.width/2, y+4, text(n.text))
}

func (c *canvas) row(n *node, x, y int) {
	for i, kid := range n.kids {
		if i > 0 {
			c.track.flat(x-space, y, x)
		}
		c.draw(kid, x, y)
		x += kid.width + space
	}
}

// stack draws the lines of n, behind each but the last the track that runs back to the left, beneath the line, and behind
// that the track up to its exit.
func (c *canvas) stack(n *node, x, y int) {
	left, right := x+rail, x+n.width-radius-rail
	c.track.flat(x, y, left)
	depth := 0
	for i, line := range n.kids[:len(n.kids)-1] {
		c.draw(line, left, y+depth)
		c.track.flat(left+line.width, y+depth, right)
		depth += next(line, n.kids[i+1], turn)
		c.track.uTurn(radius, y+depth-half-gap)
		c.track.flat(right, y+depth-half-gap, left)
		c.track.uTurn(-radius, y+depth)
	}
	last := n.kids[len(n.kids)-1]
	c.draw(last, left, y+depth)
	c.track.flat(left+last.width, y+depth, right+radius)
	c.track.shift(radius, y)
}

// choice draws the kids of n, and the tracks that lead from its entry to each and from each to its exit: one to the last,
// from which those to the others branch off.
func (c *canvas) choice(n *node, x, y int) {
	left, right, end := x+rail, x+n.width-rail, x+n.width
	depth := 0
	for i, kid := range n.kids {
		isLast := i == len(n.kids)-1
		switch {
		case i == 0:
			c.track.flat(x, y, left)
		case isLast:
			c.track.move(x, y)
			c.track.shift(radius, y+depth)
		default:
			c.track.move(left-radius, y+depth-radius)
			c.track.toFlat(radius, radius)
		}
		c.draw(kid, left, y+depth)
		c.track.flat(left+kid.width, y+depth, right)
		switch {
		case i == 0:
			c.track.flat(right, y, end)
		case isLast:
			c.track.shift(radius, y)
		default:
			c.track.toUpright(radius, -radius)
		}
		if !isLast {
			depth += next(kid, n.kids[i+1], gap)
		}
	}
}

// loop draws n, and a mark on its way back which says in what direction it runs.
func (c *canvas) loop(n *node, x, y int) {
	kid, back := n.kids[0], n.kids[1]
	left, right := x+radius, x+n.width-radius
	c.track.flat(x, y, left)
	c.draw(kid, left, y)
	c.track.flat(left+kid.width, y, x+n.width)

	below := y + next(kid, back, gap)
	middle := left + (right-left-back.width)/2
	c.track.move(right, y)
	c.track.uTurn(radius, below)
	if back.kind == label {
		c.track.flat(right, below, middle+back.width)
		c.track.move(middle, below)
	}
	c.track.horizontal(left)
	c.track.uTurn(-radius, y)
	c.draw(back, middle, below)
	c.track.arrow(left, below)
}

// text returns s as the text of an element. What XML cannot hold is replaced.
func text(s string) string { return strings.ReplaceAll(attribute(s), "&#34;", `"`) }

// attribute returns s as the value of an attribute, likewise.
func attribute(s string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(s)) // a strings.Builder returns no errors
	return b.String()
}
