package railroad

import "fmt"

// A pen draws tracks. It writes nothing where a line only goes on, because a page has many of them.
type pen struct {
	data []byte // of an SVG path
	x, y int    // where it is
	line int    // where in data the last command begins, if that is a horizontal line; or else 0
}

func (p *pen) write(format string, args ...any) {
	p.data = fmt.Appendf(p.data, format, args...)
	p.line = 0
}

// move takes the pen to x, y.
func (p *pen) move(x, y int) {
	if len(p.data) == 0 || x != p.x || y != p.y {
		p.write("M%d %d", x, y)
		p.x, p.y = x, y
	}
}

// flat draws a track from x to end, where it leaves the pen.
func (p *pen) flat(x, y, end int) {
	p.move(x, y)
	p.horizontal(end)
}

func (p *pen) horizontal(x int) {
	if x == p.x {
		return
	}
	if p.line > 0 {
		p.data = p.data[:p.line]
	}
	start := len(p.data)
	p.write("H%d", x)
	p.x, p.line = x, start
}

func (p *pen) vertical(y int) {
	if y != p.y {
		p.write("V%d", y)
		p.y = y
	}
}

// toUpright draws a curve from a flat track to an upright one.
func (p *pen) toUpright(dx, dy int) {
	p.write("q%d 0 %[1]d %d", dx, dy)
	p.x, p.y = p.x+dx, p.y+dy
}

// toFlat draws a curve from an upright track to a flat one.
func (p *pen) toFlat(dx, dy int) {
	p.write("q0 %[2]d %[1]d %[2]d", dx, dy)
	p.x, p.y = p.x+dx, p.y+dy
}

// shift draws a track that bends to the height y and goes on in its direction.
func (p *pen) shift(dx, y int) { p.bend(dx, y, dx) }

// uTurn draws a track that bends to the height y and runs back there.
func (p *pen) uTurn(dx, y int) { p.bend(dx, y, -dx) }

func (p *pen) bend(dx, y, then int) {
	dy := radius
	if y < p.y {
		dy = -radius
	}
	p.toUpright(dx, dy)
	p.vertical(y - dy)
	p.toFlat(then, dy)
}

// arrow draws the mark of a track that runs to the left, with its point at x, y.
func (p *pen) arrow(x, y int) {
	p.move(x+arrow, y-arrow)
	p.write("l-%d %[1]d %[1]d %[1]d", arrow)
	p.x, p.y = x+arrow, y+arrow
}
