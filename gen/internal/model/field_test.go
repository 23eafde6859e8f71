package model

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/gen/internal/grammar"
)

// TestFields checks the type of each kind of fields, and what is said about it.
func TestFields(t *testing.T) {
	for _, test := range []struct {
		reason   string
		field    grammar.Field
		typ, doc string
	}{
		{"a number", grammar.Field{Kind: grammar.Number}, "uint32", ""},
		{"a larger one", grammar.Field{Kind: grammar.Number64}, "uint64", ""},
		{"a number that may be absent", grammar.Field{Kind: grammar.Number, Optional: true},
			"OptionalNumber", "Valid is false if absent"},
		{"a larger one that may be NIL", grammar.Field{Kind: grammar.Number64, Optional: true, Nil: true},
			"OptionalNumber", "Valid is false if NIL"},
		{"a string", grammar.Field{Kind: grammar.String}, "String", ""},
		{"a string that may be NIL", grammar.Field{Kind: grammar.String, Optional: true, Nil: true}, "String", "empty if NIL"},
		{"a set that may be absent", grammar.Field{Kind: grammar.Set, Optional: true}, "Set", "empty if absent"},
		{"a list, which may always be empty", grammar.Field{Kind: grammar.List, Optional: true}, "List", ""},
		{"a flag", grammar.Field{Kind: grammar.Flag, Keyword: "NOPRIVATE"}, "bool", "whether NOPRIVATE is present"},
		{"a word", grammar.Field{Kind: grammar.Word}, "string", ""},
		{"a text", grammar.Field{Kind: grammar.Text}, "string", ""},
		{"a keyword", grammar.Field{Kind: grammar.Word, Keywords: []string{"A"}}, "string", `"A"`},
		{"one of three that may be absent",
			grammar.Field{Kind: grammar.Word, Keywords: []string{"A", "B", "C"}, Optional: true},
			"string", `"A", "B" or "C"; empty if absent`},
	} {
		if got := GoType(test.field); got != test.typ {
			t.Errorf("%s: type %s, want %s", test.reason, got, test.typ)
		}
		if got := (Code{}).FieldDoc(test.field); got != test.doc {
			t.Errorf("%s: doc %q, want %q", test.reason, got, test.doc)
		}
	}
}

// TestStructure checks which rules say what elements arguments have, and where they come from.
func TestStructure(t *testing.T) {
	m := mustNew(t, invented(t,
		"SP pair", "pair = number SP number\n", "pair =/ number SP \"x\"\n"))
	want := `pair = number SP number / number SP "x" ; RFC1 amended`
	if diff := cmp.Diff(want, strings.Join(m.Structure(m.Codes[0]), "\n")); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
	d, err := m.Grammar.Definition("resp-text-code")
	if err != nil {
		t.Fatal(err)
	}
	if got := Source(d); got != "RFC1 RFC20 amended" {
		t.Errorf("the source of resp-text-code is %q", got)
	}
}
