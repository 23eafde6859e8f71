package grammar

import (
	"fmt"
	"strings"

	"github.com/imapcodes/imapcodes/abnf"
)

// The tokens that a reader of fields can tell apart without knowing the grammar, as ABNF. Words end
// at a space, and in a group, which is in parentheses that are not the end of the arguments, at a
// parenthesis. Strings may also be in quotes or literals.
const (
	word          = `1*(%x00-1F / %x21-FF)`
	wordInGroup   = `1*(%x00-1F / %x21-27 / %x2A-FF)`
	atom          = `(%x21 / %x23-7A / %x7C-FF) *(%x00-1F / %x21-FF)`
	atomInGroup   = `(%x21 / %x23-27 / %x2A-7A / %x7C-FF) *(%x00-1F / %x21-27 / %x2A-FF)`
	quotedString  = `%x22 *(%x00-21 / %x23-5B / %x5D-FF / %x5C %x00-FF) %x22`
	literal       = `"{" 1*%x30-39 "}" %x0D.0A <` + abnf.Counted + `>`
	number        = `1*%x30-39`
	nonNumber     = `(%x21 / %x23-2F / %x3A-7A / %x7C-FF) *(%x00-1F / %x21-FF)`
	set           = `1*(%x30-39 / %x2A / %x2C / %x3A)`
	nonSet        = `(%x21 / %x23-29 / %x2B-2F / %x3A-7A / %x7C-FF) *(%x00-1F / %x21-FF)`
	remainingText = `1*%x00-FF`
)

// Divisible returns the arguments that a reader can divide into the elements of s, as ABNF: the
// elements are separated by single spaces, and only a text at the end may contain spaces outside
// quotes and literals. No other arguments can be read by the layout.
//
// If lenient is set, there may be more spaces, also at the beginning and end, and parentheses may
// be missing or added. Package engine can still divide such arguments.
func (s *Shape) Divisible(lenient bool) *abnf.Expr {
	d := divider{shape: s, space: "%x20"}
	if lenient {
		d.space, d.padding = "1*%x20", "*%x20 "
	}
	text := d.rest(s.Layout.All(), 0)
	if lenient {
		text = `*%x20 ["(" *%x20] [` + strings.TrimPrefix(text, d.space) + `] *%x20 [")"] *%x20`
	} else {
		text = "[" + text + "]"
	}
	x, err := abnf.ParseExpr("divisible arguments", text)
	if err != nil {
		panic(err) // the text is ours
	}
	return x
}

// A divider writes the ABNF of Divisible.
type divider struct {
	shape   *Shape
	space   string // between elements
	padding string // in parentheses, at their beginning and end
	inGroup bool   // in parentheses that are not the end of the arguments
}

// rest returns the ABNF of the elements of layout, each after a space. The first is at place. All
// of them may be absent.
func (d divider) rest(layout []Element, place int) string {
	if len(layout) == 0 || layout[0] == ElementClose {
		return ""
	}
	if layout[0] == ElementOpen {
		return d.group(layout[1:], place)
	}
	x := d.space + " " + d.token(layout[0], place)
	isLast := len(layout) == 1 || layout[1] == ElementClose
	if layout[0] == ElementText && (!isLast || d.inGroup) || layout[0] == ElementList && !isLast {
		return d.space + " %x00" // its end cannot be found
	}
	if more := d.rest(layout[1:], place+1); more != "" {
		x += " [" + more + "]"
	}
	return x
}

// group returns the elements of layout up to its ")", in parentheses, and those after it.
func (d divider) group(layout []Element, place int) string {
	end := 0
	for layout[end] != ElementClose {
		end++
	}
	inner := d
	inner.inGroup = end < len(layout)-1
	first := strings.TrimPrefix(inner.rest(layout, place), d.space)
	if first != "" {
		first = "[" + first + "]"
	}
	x := fmt.Sprintf(`%s "(" %s%s %s")"`, d.space, d.padding, first, d.padding)
	if d.padding != "" {
		x = fmt.Sprintf(`%s ["("] %s%s %s[")"]`, d.space, d.padding, first, d.padding)
	}
	if more := d.rest(layout[end+1:], place+end); more != "" {
		x += " [" + more + "]"
	}
	return x
}

// token returns the ABNF of an element at a place.
func (d divider) token(e Element, place int) string {
	bare, unquoted := word, atom
	if d.inGroup {
		bare, unquoted = wordInGroup, atomInGroup
	}
	str := "(" + unquoted + " / " + quotedString + " / " + literal + ")"
	switch e {
	case ElementNumber, ElementNumber64:
		return d.orKeyword(number, nonNumber, place)
	case ElementSet:
		return d.orKeyword(set, nonSet, place)
	case ElementString:
		return str
	case ElementList:
		return str + " *(" + d.space + " " + str + ")"
	case ElementText:
		return remainingText
	}
	return bare
}

// orKeyword returns the ABNF of a value or of what may be in its place: a keyword if there is a
// field for it, otherwise NIL.
func (d divider) orKeyword(value, keyword string, place int) string {
	if !d.shape.hasKeyword(place) {
		keyword = `"NIL"`
	}
	return "(" + value + " / " + keyword + ")"
}

// hasKeyword reports whether a keyword may take the place of a number or set.
func (s *Shape) hasKeyword(place int) bool {
	for _, f := range s.Fields {
		if f.Place == place && f.Kind == Word {
			return true
		}
	}
	return false
}
