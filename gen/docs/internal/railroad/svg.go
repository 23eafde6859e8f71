package railroad

import (
	"encoding/xml"
	"fmt"
	"regexp"
	"strings"
)

// margin is the space on each side of a diagram, for the bars at its ends, in pixels.
const margin = 12

// lines matches consecutive horizontal lines, of which only the last is needed.
var lines = regexp.MustCompile(`(?:H\d+)+(H\d+)`)

// SVG returns d as an svg element for an HTML page, which is also well-formed XML. Screen readers
// read out the title and the description. The box of a rule links to what href returns for its
// name, unless that is empty.
//
// What all diagrams share is left to the page's style sheet: the colors of path, rect and text;
// 22 pixels as the height of rect, whose fill must be opaque because tracks run below it; and for
// text a monospaced font of 13 pixels. A rect with an attribute rx is a terminal.
func (d *Diagram) SVG(title, description string, href func(rule string) string) string {
	c := canvas{href: href}
	y, exit := half+1, margin+d.width
	c.track.flat(1, y, margin)
	c.draw(d, margin, y)
	c.track.flat(exit, y, exit+margin-1)
	for _, x := range []int{1, 5, exit + margin - 5, exit + margin - 1} {
		c.track.move(x, y-6)
		c.track.vertical(y + 6)
	}
	path := lines.ReplaceAll(c.track.data, []byte("$1"))
	role, boxes := "img", c.boxes.String()
	if strings.Contains(boxes, "<a ") {
		role = "group" // links in an image cannot be reached
	}
	return fmt.Sprintf(`<svg class="railroad" role="%s" width="%d" height="%d"`+
		` viewBox="0 0 %[2]d %[3]d"><title>%s</title><desc>%s</desc><path d="%s"/>%s</svg>`,
		role, exit+margin, y+d.down+1, text(title), text(description), path, boxes)
}

// A canvas collects what is drawn.
type canvas struct {
	href  func(rule string) string
	track pen
	boxes strings.Builder // elements
}

// draw draws d, whose track is entered at x, y.
func (c *canvas) draw(d *Diagram, x, y int) {
	switch d.kind {
	case terminal, rule, label:
		c.box(d, x, y)
	case row:
		c.row(d, x, y)
	case stack:
		c.stack(d, x, y)
	case choice:
		c.choice(d, x, y)
	case loop:
		c.loop(d, x, y)
	}
}

// box draws a terminal, a rule, or a label, which is only text.
func (c *canvas) box(d *Diagram, x, y int) {
	link, attributes := "", ""
	switch d.kind {
	case terminal:
		attributes = fmt.Sprintf(` rx="%d"`, half)
	case rule:
		link = c.href(d.text)
	}
	if link != "" {
		fmt.Fprintf(&c.boxes, `<a href="%s">`, attribute(link))
	}
	if d.kind != label {
		c.track.flat(x, y, x+d.width)
		fmt.Fprintf(&c.boxes, `<rect x="%d" y="%d" width="%d"%s/>`, x, y-half, d.width, attributes)
	}
	fmt.Fprintf(&c.boxes, `<text x="%d" y="%d">%s</text>`, x+d.width/2, y+4, text(d.text))
	if link != "" {
		c.boxes.WriteString("</a>")
	}
}

func (c *canvas) row(d *Diagram, x, y int) {
	for i, kid := range d.kids {
		if i > 0 {
			c.track.flat(x-space, y, x)
		}
		c.draw(kid, x, y)
		x += kid.width + space
	}
}

// stack draws the rows of d. After each row the track runs back to the left below it, after the
// last up to the exit.
func (c *canvas) stack(d *Diagram, x, y int) {
	left, right := x+rail, x+d.width-radius-rail
	c.track.flat(x, y, left)
	for i, row := range d.kids {
		c.draw(row, left, y+row.drop)
		c.track.flat(left+row.width, y+row.drop, right)
		if i == len(d.kids)-1 {
			break
		}
		next := y + d.kids[i+1].drop
		c.track.uTurn(radius, next-half-gap)
		c.track.horizontal(left)
		c.track.uTurn(-radius, next)
	}
	c.track.horizontal(right + radius)
	c.track.shift(y)
}

// choice draws the kids of d, and the tracks from its entry to each and from each to its exit. The
// tracks of the others branch off that of the last.
func (c *canvas) choice(d *Diagram, x, y int) {
	left, right, last := x+rail, x+d.width-rail, len(d.kids)-1
	for i, kid := range d.kids {
		below := y + kid.drop
		switch i {
		case 0:
			c.track.flat(x, y, left)
		case last:
			c.track.move(x, y)
			c.track.shift(below)
		default:
			c.track.move(left-radius, below-radius)
			c.track.toFlat(radius, radius)
		}
		c.draw(kid, left, below)
		c.track.flat(left+kid.width, below, right)
		switch i {
		case 0:
			c.track.horizontal(x + d.width)
		case last:
			c.track.shift(y)
		default:
			c.track.toUpright(radius, -radius)
		}
	}
}

// loop draws what is repeated, and below it the way back with an arrowhead.
func (c *canvas) loop(d *Diagram, x, y int) {
	kid, back := d.kids[0], d.kids[1]
	left, right, below := x+radius, x+d.width-radius, y+back.drop
	middle := left + (right-left-back.width)/2
	c.track.flat(x, y, left)
	c.draw(kid, left, y)
	c.track.flat(left+kid.width, y, x+d.width)
	c.track.move(right, y)
	c.track.uTurn(radius, below)
	if back.kind == label {
		c.track.flat(right, below, middle+back.width)
		c.track.move(middle, below)
	}
	c.track.horizontal(left)
	c.track.uTurn(-radius, y)
	c.draw(back, middle, below)
	c.track.move(left+arrow, below-arrow)
	c.track.write(left+arrow, below+arrow, "l-%d %[1]d %[1]d %[1]d", arrow)
}

// text returns s as the text of an element. Characters that XML does not allow become U+FFFD.
func text(s string) string { return strings.ReplaceAll(attribute(s), "&#34;", `"`) }

// attribute returns s as the value of an attribute, likewise.
func attribute(s string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(s)) // a strings.Builder returns no errors
	return b.String()
}
