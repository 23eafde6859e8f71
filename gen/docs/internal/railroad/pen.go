package railroad

import "fmt"

// A pen draws tracks.
type pen struct {
	data []byte // of an SVG path
	x, y int    // where the pen is
}

// write draws what a command of the path draws, and leaves the pen at x, y.
func (p *pen) write(x, y int, command string, args ...any) {
	p.data = fmt.Appendf(p.data, command, args...)
	p.x, p.y = x, y
}

func (p *pen) move(x, y int) {
	if x != p.x || y != p.y {
		p.write(x, y, "M%d %d", x, y)
	}
}

// flat draws a track from x, y to end.
func (p *pen) flat(x, y, end int) {
	p.move(x, y)
	p.horizontal(end)
}

func (p *pen) horizontal(x int) {
	if x != p.x {
		p.write(x, p.y, "H%d", x)
	}
}

func (p *pen) vertical(y int) {
	if y != p.y {
		p.write(p.x, y, "V%d", y)
	}
}

// toUpright draws a curve from a flat track to an upright one.
func (p *pen) toUpright(dx, dy int) { p.write(p.x+dx, p.y+dy, "q%d 0 %[1]d %d", dx, dy) }

// toFlat draws a curve from an upright track to a flat one.
func (p *pen) toFlat(dx, dy int) { p.write(p.x+dx, p.y+dy, "q0 %[2]d %[1]d %[2]d", dx, dy) }

// shift draws a track to the right that changes its height to y.
func (p *pen) shift(y int) { p.bend(radius, y, radius) }

// uTurn draws a track that changes its height to y and runs back there.
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
