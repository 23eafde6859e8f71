package docs

import (
	"strings"

	"github.com/imapcodes/imapcodes/gen/internal/grammar"
	"github.com/imapcodes/imapcodes/gen/internal/model"
)

// A Field is a typed argument of a code: a field of the struct that holds the arguments. Kind and
// Bits say in neutral terms what Type says in Go's:
//
//	number   decimal, of Bits bits: 32 or 63
//	set      of numbers and ranges: 304,319:320
//	keyword  one of Keywords
//	flag     whether the only one of Keywords is present
//	word     octets without a space, such as an atom or a URL
//	string   a quoted string, a literal or an atom
//	list     of words or strings, with a space between them
//	text     all that is left, including spaces
//
// A value that is absent from a list or a flag is an empty list or false; Optional is false for
// these.
type Field struct {
	Name     string   `json:"name"`     // "UIDs"
	Type     string   `json:"type"`     // its Go type: "Set"
	Kind     string   `json:"kind"`     // "number"
	Bits     int      `json:"bits"`     // of a number; 0 for other kinds
	Optional bool     `json:"optional"` // whether it may be absent, or NIL
	Keywords []string `json:"keywords"` // of a keyword or flag, in upper case: "TOOMANY"
	Rule     string   `json:"rule"`     // the ABNF rule of its values, "uid-set"; empty for a keyword
	Doc      string   `json:"doc"`      // what its type does not tell, "empty if absent"; mostly empty
}

// fields returns the typed arguments of c.
func fields(m *model.Model, c model.Code) []Field {
	all := []Field{}
	for _, f := range c.Shape.Fields {
		field := Field{
			Name: f.Name, Type: model.GoType(f), Keywords: list(f.Keywords),
			Kind: strings.ToLower(f.Kind.String()), Doc: c.FieldDoc(f),
			Optional: f.Optional && f.Kind != grammar.List,
		}
		switch {
		case f.Kind == grammar.Number:
			field.Bits = 32
		case f.Kind == grammar.Number64:
			field.Kind, field.Bits = "number", 63
		case f.Kind == grammar.Flag:
			field.Keywords = []string{f.Keyword}
		case len(f.Keywords) > 0:
			field.Kind = "keyword"
		}
		if _, err := m.Grammar.Definition(f.Rule); err == nil {
			field.Rule = f.Rule
		}
		all = append(all, field)
	}
	return all
}
