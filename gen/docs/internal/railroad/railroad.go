// Package railroad draws expressions in ABNF as railroad diagrams: whatever can be read along the tracks, from the left end
// to the right one, is what the expression matches. They look as those of github.com/tabatkins/railroad-diagrams.
//
// The stages, a file each:
//
//	layout.go  *abnf.Expr → Diagram, in which all sizes are settled
//	svg.go     Diagram → SVG; its tracks are drawn by the pen of pen.go
package railroad

import (
	"fmt"
	"strings"
)

// A Diagram is an expression laid out. Its sizes are in pixels.
type Diagram struct{ root *node }

// A node is a part of a diagram. The track enters it at its left edge, half a box beneath its top, and leaves it on the
// same height at its right edge.
type node struct {
	kind  kind
	text  string  // in a terminal, a rule, a label
	kids  []*node // of a row, a stack, a choice, a loop
	width int
	down  int // how far it reaches beneath the track on which it is entered
}

// A kind says what a node is.
type kind uint8

const (
	skip     kind = iota // nothing but a track
	terminal             // a rounded box: what stands in the line itself
	rule                 // a box: the name of a rule
	label                // words on a track
	row                  // kids one after another
	stack                // rows beneath one another, to be passed in turn
	choice               // kids beneath one another, one of which is passed
	loop                 // kids[0], and if wanted kids[1] from right to left, and kids[0] again
)

// String returns the diagram in one line, for tests: terminals in parentheses, rules in brackets, labels in braces, and
// all that is made of other parts with its size, width by depth.
func (d *Diagram) String() string { return d.root.String() }

func (n *node) String() string {
	switch n.kind {
	case skip:
		return "-"
	case terminal:
		return "(" + n.text + ")"
	case rule:
		return "[" + n.text + "]"
	case label:
		return "{" + n.text + "}"
	}
	var kids []string
	for _, kid := range n.kids {
		kids = append(kids, kid.String())
	}
	name := map[kind]string{row: "row", stack: "stack", choice: "choice", loop: "loop"}[n.kind]
	return fmt.Sprintf("%s %dx%d <%s>", name, n.width, n.down, strings.Join(kids, " "))
}
