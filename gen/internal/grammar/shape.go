package grammar

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// A Kind is the kind of value that a field holds.
type Kind int

// The kinds of fields. An absent field is the empty string, false, or not Valid.
const (
	Word     Kind = iota + 1 // an atom, a URL, a keyword: the octets as they are
	Text                     // all that is left, including spaces
	String                   // a quoted string, a literal or an atom; or NIL
	Number                   // 32 bits
	Number64                 // 63 bits
	Set                      // of numbers and ranges: 304,319:320
	List                     // of words or strings
	Flag                     // whether a keyword is present
)

// String returns the name of k: "Word".
func (k Kind) String() string {
	if k == Nil {
		return "Nil"
	}
	return [...]string{"", "Word", "Text", "String", "Number", "Number64", "Set", "List", "Flag"}[k]
}

// basic are the rules that give an element its kind (RFC 9051 section 9; RFC 7162 section 7).
var basic = map[string]Kind{
	"number": Number, "nz-number": Number, "uniqueid": Number, "seq-number": Number,
	"number64": Number64, "nz-number64": Number64,
	"mod-sequence-value": Number64, "mod-sequence-valzer": Number64,
	"uid-set": Set, "sequence-set": Set, "uid-range": Set, "seq-range": Set,
	"string": String, "quoted": String, "literal": String,
	"astring": String, "nstring": String, "mailbox": String,
	"nil": Nil, "atom": Word,
}

// Nil is the kind of the element NIL, which makes a field optional. No field has it.
const Nil Kind = -1

// A Field is a typed argument.
type Field struct {
	Name     string
	Rule     string // of its values; empty for a keyword, "word" or "list" if it has no name
	Kind     Kind
	Optional bool     // it may be absent, or NIL
	Nil      bool     // NIL is written if it is absent
	Place    int      // the index of its element, from 0, without parentheses
	Keyword  string   // of a Flag: the word that it reports
	Keywords []string // of a Word that can only be one of these
}

// A Shape describes the parts of a code's arguments.
type Shape struct {
	Fields []Field
	Layout Layout
	// Required reports whether there are parentheses even if nothing is in them.
	Required bool
	// Constants are the elements that are always the same keyword, by their places.
	Constants map[int]string
	// Rules are the names, as the grammar writes them, of the rules that consist of several
	// elements: without these rules, one cannot tell which elements there are.
	Rules []string
}

// Analyze returns the shape of arguments, whose rules are looked up in g. The fields have the names
// of their rules. The error, which begins with a position, is for an undefined rule, a space that
// is not written SP, more than 256 alternatives, or alternatives that cannot be told apart by their
// elements.
func Analyze(g *abnf.Grammar, x *abnf.Expr) (*Shape, error) {
	if x.IsEmpty() {
		return &Shape{}, nil
	}
	a := &analyzer{grammar: g, file: x.Pos.File}
	sequences := a.sequences(x)
	if a.err != nil {
		return nil, a.err
	}
	for i, s := range sequences {
		sequences[i] = a.joinLists(s)
	}
	shape, err := merge(sequences)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", x.Pos, err)
	}
	shape.Rules = a.opened
	taken := map[string]bool{"String": true} // the method of all arguments
	for i := range shape.Fields {            // rules' names may repeat
		name := registry.GoName(shape.Fields[i].Name)
		unique := name
		for n := 2; taken[unique]; n++ {
			unique = fmt.Sprint(name, n)
		}
		taken[unique] = true
		shape.Fields[i].Name = unique
	}
	return shape, nil
}

// Rename gives the fields the given names, in order, unless there are none. If there are more or
// fewer names than fields, it changes nothing and returns an error.
func (s *Shape) Rename(names []string) error {
	if len(names) == 0 {
		return nil
	}
	if len(names) != len(s.Fields) {
		var own []string
		for _, f := range s.Fields {
			own = append(own, f.Name)
		}
		return fmt.Errorf("fields %q do not fit the arguments, which need a name for each of %q",
			names, own)
	}
	for i, name := range names {
		s.Fields[i].Name = name
	}
	return nil
}

// Beside returns the kind of the field that may be present in place of f, or 0 if there is none. At
// most one of the two is present.
func (s *Shape) Beside(f Field) Kind {
	for _, other := range s.Fields {
		if other.Place == f.Place && other.Name != f.Name {
			return other.Kind
		}
	}
	return 0
}

// merge merges all alternatives into one shape.
func merge(sequences []sequence) (*Shape, error) {
	plan := ""
	places := make([]sequence, len(sequences)) // the elements without brackets
	for i, s := range sequences {
		if l := s.outline(); len(l) > len(plan) {
			plan = l
		}
		for _, e := range s {
			if e.bracket == 0 {
				places[i] = append(places[i], e)
			}
		}
	}
	shape := &Shape{Constants: map[int]string{}, Required: true}
	for _, s := range sequences {
		outline := s.outline()
		if !strings.HasPrefix(plan, strings.TrimSuffix(strings.TrimRight(outline, ")"), "r")) {
			return nil, fmt.Errorf("alternatives are laid out as %q and %q", plan, outline)
		}
		shape.Required = shape.Required && strings.Contains(outline, "(")
	}
	if nested(plan) {
		return nil, errors.New("nested parentheses cannot be read as fields")
	}
	place := 0
	for _, c := range []byte(plan) {
		e := Element(c)
		if e != ElementOpen && e != ElementClose {
			e = shape.place(place, places)
			place++
		}
		shape.Layout += Layout(e)
	}
	return shape, nil
}

// nested reports whether parentheses in plan are nested, or do not match.
func nested(plan string) bool {
	depth := 0
	for _, c := range plan {
		switch c {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth < 0 || depth > 1 {
			return true
		}
	}
	return depth != 0
}

// place adds the fields of the elements at a place of the sequences, and returns their element in
// the layout.
func (s *Shape) place(place int, sequences []sequence) Element {
	var here []element
	absent := false
	for _, sequence := range sequences {
		if place < len(sequence) {
			here = append(here, sequence[place])
		} else {
			absent = true
		}
	}
	fields, constant := fieldsAt(place, here, absent)
	if constant != "" {
		s.Constants[place] = constant
		return ElementWord
	}
	s.Fields = append(s.Fields, fields...)
	kind := fields[len(fields)-1].Kind
	if kind == Word && slices.ContainsFunc(here, func(e element) bool { return e.quoted }) {
		return ElementString
	}
	return elementOf(kind)
}

// joinLists merges a list with the element before it, if that is one of its values, and with the
// elements after it up to the bracket: only their order tells them apart.
func (a *analyzer) joinLists(s sequence) sequence {
	var joined sequence
	for _, e := range s {
		last := len(joined) - 1
		switch {
		case last >= 0 && joined[last].list && e.bracket == 0:
		case last >= 0 && e.list && a.isValue(joined[last], e.rule):
			joined[last] = e
		default:
			joined = append(joined, e)
		}
	}
	return joined
}

// isValue reports whether e has the given rule, or is a keyword among its alternatives, such as
// "INTERNAL" in mechanism = "INTERNAL" / 1*ALPHA.
func (a *analyzer) isValue(e element, rule string) bool {
	if e.keyword == "" {
		return e.bracket == 0 && e.rule == rule
	}
	d, err := a.grammar.Definition(rule)
	return err == nil && slices.ContainsFunc(d.Expr.Alternatives(), func(x *abnf.Expr) bool {
		return x.Op == abnf.OpString && strings.EqualFold(x.Text, e.keyword)
	})
}

// outline returns s with a character for each element: its bracket, r for one that takes all that
// is left, e for any other.
func (s sequence) outline() string {
	var b strings.Builder
	for _, e := range s {
		switch {
		case e.bracket != 0:
			b.WriteByte(e.bracket)
		case e.list || e.kind == Text:
			b.WriteByte('r')
		default:
			b.WriteByte('e')
		}
	}
	return b.String()
}

// fieldsAt returns the fields for the elements at one place of the alternatives, or the keyword
// that is always there. A keyword among words or strings is one of them.
func fieldsAt(place int, here []element, absent bool) (fields []Field, constant string) {
	var keywords []string
	value := Field{Place: place, Optional: absent}
	for _, e := range here {
		switch {
		case e.list:
			value.Kind, value.Rule = List, e.rule
		case e.keyword != "":
			if !slices.Contains(keywords, e.keyword) {
				keywords = append(keywords, e.keyword)
			}
		case e.kind == Nil:
			value.Optional, value.Nil = true, true
		default:
			value.Kind, value.Rule = widen(value.Kind, e.kind), e.rule
		}
	}
	value.Name = value.Rule
	switch {
	case value.Kind == 0 && len(keywords) == 0:
		return nil, "NIL"
	case value.Kind == 0 && len(keywords) == 1 && !absent:
		return nil, keywords[0]
	case value.Kind == 0 && len(keywords) == 1:
		name := strings.ToLower(keywords[0])
		return []Field{{Name: name, Kind: Flag, Place: place, Keyword: keywords[0]}}, ""
	}
	if len(keywords) > 0 && slices.Contains([]Kind{0, Number, Number64, Set}, value.Kind) {
		fields = append(fields, Field{
			Name: "keyword", Kind: Word, Keywords: keywords, Place: place,
			Optional: absent || value.Kind != 0,
		})
		value.Optional = true
	}
	if value.Kind != 0 {
		fields = append(fields, value)
	}
	return fields, ""
}

// widen returns the kind that holds both a and b.
func widen(a, b Kind) Kind {
	if a == 0 || a == b {
		return b
	}
	for _, wider := range []struct{ of, and, is Kind }{
		{Number, Set, Set}, {Number, Number64, Number64}, {String, Word, String},
	} {
		if a == wider.of && b == wider.and || a == wider.and && b == wider.of {
			return wider.is
		}
	}
	return Word
}
