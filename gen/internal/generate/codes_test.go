package generate

import (
	"strings"
	"testing"

	"github.com/dave/jennifer/jen"
	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/gen/internal/grammar"
	"github.com/imapcodes/imapcodes/gen/internal/model"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// emitted returns what emit writes for m.
func emitted(t *testing.T, m *model.Model, emit func(builder, *jen.File)) string {
	t.Helper()
	f := jen.NewFile("p")
	emit(builder{Model: m, options: Options{Package: "p", Type: "Code", Prefix: "Code", Parts: Parser}}, f)
	data, err := render(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestCodes checks the constants of codes with each status: those that should not be used carry a
// paragraph that tools know.
func TestCodes(t *testing.T) {
	records := []registry.Record{
		{Code: "ONE", Name: "One", Status: registry.Registered, References: []string{"RFC1"}, Defined: []string{"RFC2#3.1", "RFC1"}, Summary: "It is fine."},
		{Code: "TWO", Name: "Two", Status: registry.Obsolete, Description: "obsolete", Summary: "It is old."},
		{Code: "THREE", Name: "Three", Status: registry.Reserved, Description: "reserved", Summary: "It is kept."},
		{Code: "FOUR", Name: "Four", Status: registry.Discouraged, Description: "do not use", Summary: strings.Repeat("word ", 23) + "wo RFC 9 end."},
		{Code: "FIVE", Name: "Five", Status: registry.Removed},
		{Code: "SIX", Name: "Six", Status: registry.Unregistered, References: []string{"RFC3"}, Summary: "It is extra."},
		{Code: "SEVEN", Name: "Seven", Status: registry.Unregistered},
	}
	m := &model.Model{Updated: "2031-03-04", Hash: "sha256:0", Sources: []registry.Source{{Name: "RFC2", Obsoletes: []string{"RFC1"}}}}
	for _, r := range records {
		m.Codes = append(m.Codes, model.Code{Record: r})
	}
	got := emitted(t, m, builder.codes)
	const want = `package p

// The state of the IANA registry "IMAP Response Codes" in this package: its "Last Updated", and
// the SHA-256, "sha256:" and 64 hexadecimal digits, of the registry's rows, of any extra codes,
// and of the RFCs' grammar.
const (
	RegistryUpdated = "2031-03-04"
	RegistryHash    = "sha256:0"
)

// Code is a response code (RFC 9051 section 7.1), in upper case: "OVERQUOTA". Any string is a
// valid Code; unknown codes keep the server's spelling.
type Code string

// The response codes of the registry, in its order.
const (
	// CodeOne (ONE): It is fine. RFC 2 section 3.1, RFC 1 (obsolete).
	CodeOne Code = "ONE"

	// CodeTwo (TWO): It is old.
	//
	// Deprecated: The IANA registry describes it as "obsolete".
	CodeTwo Code = "TWO"

	// CodeThree (THREE): It is kept.
	//
	// Deprecated: The IANA registry describes it as "reserved".
	CodeThree Code = "THREE"

	// CodeFour (FOUR): word word word word word word word word word word word word word word word
	// word word word word word word word word wo RFC 9 end.
	//
	// Deprecated: The IANA registry describes it as "do not use".
	CodeFour Code = "FOUR"

	// CodeFive (FIVE)
	//
	// Deprecated: It was removed from the IANA registry.
	CodeFive Code = "FIVE"
)

// Extra response codes, which are not in the registry.
const (
	// CodeSix (SIX): It is extra. RFC 3. It is not in the IANA registry.
	CodeSix Code = "SIX"

	// CodeSeven (SEVEN): It is not in the IANA registry.
	CodeSeven Code = "SEVEN"
)
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

// TestArguments checks the type and methods of arguments that have a field of every kind.
func TestArguments(t *testing.T) {
	record := registry.Record{Code: "X", Name: "X", Arguments: "…", Grammar: "RFC1"}
	shape := &grammar.Shape{
		Layout: "wn(qN)sl", Required: true, Constants: map[int]string{},
		Fields: []grammar.Field{
			{Name: "There", Kind: grammar.Flag, Keyword: "THERE", Place: 0},
			{Name: "Keyword", Kind: grammar.Word, Place: 1, Optional: true},
			{Name: "Size", Kind: grammar.Number, Place: 1, Optional: true},
			{Name: "Tag", Kind: grammar.String, Place: 2, Optional: true, Nil: true},
			{Name: "ModSeq", Kind: grammar.Number64, Place: 3},
			{Name: "UIDs", Kind: grammar.Set, Place: 4},
			{Name: "Flags", Kind: grammar.List, Place: 5},
		},
	}
	m := &model.Model{Codes: []model.Code{{Record: record, Shape: shape, Origin: "RFC 1 section 2"}}}
	_, got, _ := strings.Cut(emitted(t, m, builder.arguments), "// XArgs")
	const want = ` are the arguments of X (RFC 1 section 2):
//
//	…
type XArgs struct {
	There   bool           // whether THERE is present
	Keyword string         // empty if absent
	Size    OptionalNumber // Valid is false if absent
	Tag     String         // empty if NIL
	ModSeq  uint64
	UIDs    Set
	Flags   List
}

// X returns the arguments of X. If ok is false, args has what could be read of them, or is zero
// if r has another code.
func (r Response) X() (args XArgs, ok bool) {
	f := r.fields("X", "wn(qN)sl")
	return XArgs{
		There:   f.flag(0),
		Keyword: f.keyword(1),
		Size:    f.optional(1),
		Tag:     f.stringOrNil(2),
		ModSeq:  f.number64(3),
		UIDs:    f.set(4),
		Flags:   f.list(5),
	}, f.ok
}
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

// TestWriters checks how arguments of each kind are written.
func TestWriters(t *testing.T) {
	record := registry.Record{Code: "X-1", Name: "X1", Arguments: "…", Grammar: "RFC1"}
	shape := &grammar.Shape{
		Layout: "w(qN)nwnsx", Constants: map[int]string{0: "FIRST"},
		Fields: []grammar.Field{
			{Name: "Tag", Kind: grammar.String, Place: 1, Nil: true},
			{Name: "ModSeq", Kind: grammar.Number64, Place: 2},
			{Name: "Goal", Kind: grammar.Number, Place: 3, Optional: true, Nil: true},
			{Name: "Keyword", Kind: grammar.Word, Place: 4, Keywords: []string{"TOO-BIG_9", "aZ0"}},
			{Name: "Size", Kind: grammar.Number, Place: 5, Optional: true},
			{Name: "UIDs", Kind: grammar.Set, Place: 6},
			{Name: "Rest", Kind: grammar.Text, Place: 7},
		},
	}
	m := &model.Model{Codes: []model.Code{
		{Record: record, Shape: shape}, {Record: registry.Record{Code: "NONE"}, Shape: &grammar.Shape{}},
	}}
	got := emitted(t, m, builder.writers)
	const want = `package p

// The values of X1Args.Keyword, which servers may send in any case.
const (
	X1TOOBIG9 = "TOO-BIG_9"
	X1aZ0     = "aZ0"
)

// String returns X-1 and its arguments as they are sent.
func (a X1Args) String() string {
	return written(a)
}

func (a X1Args) write(w *codeWriter) {
	w.name("X-1")
	w.constant("FIRST")
	w.begin()
	w.stringOrNil("Tag", a.Tag)
	w.number("ModSeq", uint64(a.ModSeq), most63)
	w.close(false)
	w.optionalOrNil("Goal", a.Goal, most32)
	w.word("Keyword", a.Keyword)
	w.optional("Size", a.Size, most32)
	w.set("UIDs", a.UIDs)
	w.rest("Rest", a.Rest)
}

// writeArguments writes code, if it is the arguments of a code.
func writeArguments(w *codeWriter, code Bracketed) bool {
	switch a := interface{}(code).(type) {
	case X1Args:
		a.write(w)
	default:
		return false
	}
	return true
}
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}
