package model

import (
	"fmt"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/grammar"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

// GoType returns the type of a field in the Go package: "uint32", "Set".
func GoType(field grammar.Field) string {
	switch field.Kind {
	case grammar.Number, grammar.Number64:
		if field.Optional {
			return "OptionalNumber"
		}
		if field.Kind == grammar.Number64 {
			return "uint64"
		}
		return "uint32"
	case grammar.String:
		return "String"
	case grammar.Set:
		return "Set"
	case grammar.List:
		return "List"
	case grammar.Flag:
		return "bool"
	}
	return "string"
}

// FieldDoc describes what the type of a field does not tell, or returns "".
func (c Code) FieldDoc(field grammar.Field) string {
	var parts []string
	switch {
	case field.Kind == grammar.Flag:
		return "whether " + field.Keyword + " is present"
	case len(field.Keywords) > 0:
		parts = append(parts, oneOf(field.Keywords))
	}
	absent := "empty"
	if GoType(field) == "OptionalNumber" {
		absent = "Valid is false"
	}
	if field.Nil {
		parts = append(parts, absent+" if NIL")
	} else if field.Optional && field.Kind != grammar.List {
		parts = append(parts, absent+" if absent")
	}
	return strings.Join(parts, "; ")
}

// oneOf returns words as a choice: `"TOOBIG" or "TOOMANY"`.
func oneOf(words []string) string {
	var quoted []string
	for _, w := range words {
		quoted = append(quoted, fmt.Sprintf("%q", w))
	}
	last := len(quoted) - 1
	if last == 0 {
		return quoted[0]
	}
	return strings.Join(quoted[:last], ", ") + " or " + quoted[last]
}

// Structure returns the rules that define which elements c's arguments have, each as ABNF with its
// source: "ann-size = … ; RFC5257". It omits rules that only say what one element looks like, such
// as uid-set.
func (m *Model) Structure(c Code) []string {
	var rules []string
	for _, name := range c.Shape.Rules {
		d, err := m.Grammar.Definition(name)
		if err != nil {
			continue // cannot happen: Analyze looked it up
		}
		rules = append(rules, fmt.Sprintf("%s = %s ; %s", d.Name, d.Expr, Source(d)))
	}
	return rules
}

// Source returns where a rule comes from: "RFC9051", "RFC3501 RFC9051", "RFC4469 amended".
func Source(d *abnf.Definition) string {
	var words []string
	for _, r := range d.Rules {
		if !slices.Contains(words, r.Source) {
			words = append(words, r.Source)
		}
	}
	slices.SortFunc(words, tree.CompareSources)
	if d.Amended {
		words = append(words, "amended")
	}
	return strings.Join(words, " ")
}
