// Package railroad draws ABNF expressions as railroad diagrams. An expression matches whatever
// can be read along the tracks from the left end to the right end. The diagrams look like those
// of github.com/tabatkins/railroad-diagrams.
//
// The stages, one per file:
//
//	layout.go  *abnf.Expr → Diagram, in which all sizes are known
//	svg.go     Diagram → SVG; the pen of pen.go draws its tracks
package railroad

// A Diagram is an expression that has been laid out, or a part of one. A track enters it at its
// left edge, half a box below its top, and leaves it at its right edge at the same height.
type Diagram struct {
	kind  kind
	text  string     // of a terminal, a rule or a label
	kids  []*Diagram // of a row, a stack, a choice or a loop
	width int        // in pixels, like the next two
	down  int        // how far it reaches below its track
	drop  int        // how far its track is below that of the first of the kids it is among
}

// A kind says what a diagram draws.
type kind string

const (
	skip     kind = ""         // only a track
	terminal kind = "terminal" // a round box with what appears in the input
	rule     kind = "rule"     // a square box with the name of a rule
	label    kind = "label"    // words on a track
	row      kind = "row"      // kids side by side
	stack    kind = "stack"    // rows below each other, read one after another
	choice   kind = "choice"   // kids below each other, of which one is read
	loop     kind = "loop"     // kids[0], then any number of times kids[1] backward and kids[0]
)
