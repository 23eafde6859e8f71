package explain

import (
	"strings"

	"github.com/imapcodes/imapcodes/gen/internal/grammar"
	"github.com/imapcodes/imapcodes/gen/internal/imapcode"
)

// A field is an argument of a code.
type field struct {
	grammar.Field
	shared bool // another field has the same place
}

func newFields(shape *grammar.Shape) []field {
	var fields []field
	for _, f := range shape.Fields {
		fields = append(fields, field{f, shape.Shared(f)})
	}
	return fields
}

// unreadable are the deviations with which arguments cannot be told apart.
const unreadable = imapcode.DevArgumentsMalformed | imapcode.DevNoBracket | imapcode.DevLimitExceeded | imapcode.DevSetsUnequal

// arguments calls do with each argument of r, which has e's code, and with the element that stands for it. Those that are
// absent are left out; there is none if package imapcode does not know the code, or if r's arguments do not conform or exceed a
// limit.
func (e *entry) arguments(r *imapcode.Response, do func(f *field, element string)) {
	if !e.known || r.Deviations&unreadable != 0 {
		return
	}
	rest, place := r.Args, 0
	for _, c := range []byte(e.layout) {
		rest = strings.TrimPrefix(rest, " ")
		var element string
		switch c {
		case '(':
			rest = strings.TrimSuffix(strings.TrimPrefix(rest, "("), ")")
			continue
		case ')':
			continue
		case 'l', 'x':
			element, rest = rest, ""
		default:
			element = firstElement(rest)
			rest = rest[len(element):]
		}
		for i := range e.fields {
			if f := &e.fields[i]; f.Place == place && f.isIn(element) {
				do(f, element)
			}
		}
		place++
	}
}

// firstElement returns the element that s begins with.
func firstElement(s string) (first string) {
	imapcode.List(s).All()(func(element imapcode.String) bool {
		first = string(element)
		return false
	})
	return first
}

// isIn reports whether f is present, and an element at its place stands for it. If another field has the same place, the
// element stands for that which is no keyword if it begins like a number or set.
func (f *field) isIn(element string) bool {
	if element == "" || f.Nil && strings.EqualFold(element, "NIL") {
		return false
	}
	numeric := element[0] == '*' || '0' <= element[0] && element[0] <= '9'
	return !f.shared || numeric != (f.Kind == grammar.Word)
}
