package generate

import (
	"encoding/binary"
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/imapcodes/imapcodes/gen/internal/grammar"
	"github.com/imapcodes/imapcodes/gen/internal/model"
)

// arguments emits arguments.go: the typed arguments of each code that has some.
func (b builder) arguments(f *jen.File) {
	b.maxElements(f)
	b.layouts(f)
	for _, c := range b.Codes {
		if len(c.Shape.Fields) > 0 {
			b.argumentsType(f, c)
			argumentsMethod(f, c)
		}
	}
}

// maxElements emits
//
//	// maxElements is the largest number of elements in a layout.
//	const maxElements = 3
func (b builder) maxElements(f *jen.File) {
	most := 1 // at least one, so that the array is not empty
	for _, c := range b.Codes {
		if len(c.Shape.Fields) > 0 {
			most = max(most, c.Shape.Layout.Count())
		}
	}
	f.Comment("maxElements is the largest number of elements in a layout.")
	f.Const().Id("maxElements").Op("=").Lit(most)
}

// layouts emits
//
//	// layouts holds the layouts of the codes' arguments that have numbers, and the prefixes of those
//	// that have one, in the order of codes.
//	var layouts = [...]layout{
//		{},
//		{elements: "nss", plain: true},
//		{prefix: 0x45523450414d4920, after: 812},
//		…
//	}
func (b builder) layouts(f *jen.File) {
	var rows []jen.Code
	for _, c := range b.Codes {
		var row []jen.Code
		if c.Shape.Layout.HasNumbers() {
			row = append(row, jen.Id("elements").Op(":").Lit(string(c.Shape.Layout)))
		}
		if c.Plain {
			row = append(row, jen.Id("plain").Op(":").True())
		}
		if c.Stars {
			row = append(row, jen.Id("stars").Op(":").True())
		}
		if octets := c.Prefix.Octets; octets != "" {
			word := fmt.Sprintf("%#x", binary.LittleEndian.Uint64([]byte(octets)))
			row = append(row, jen.Id("prefix").Op(":").Op(word), jen.Id("after").Op(":").Lit(c.Prefix.State))
		}
		rows = append(rows, jen.Values(row...))
	}
	comment(f, "layouts holds the layouts of the codes' arguments that have numbers, and the prefixes of "+
		"those that have one, in the order of codes.")
	f.Var().Id("layouts").Op("=").Index(jen.Op("...")).Id("layout").Add(multiline(rows))
}

// argumentsType emits
//
//	// CopyUIDArgs are the arguments of COPYUID (RFC 9051 section 9):
//	//
//	//	SP nz-number SP uid-set SP uid-set
//	type CopyUIDArgs struct {
//		UIDValidity uint32
//		SourceUIDs  Set
//		DestUIDs    Set
//	}
func (b builder) argumentsType(f *jen.File, c model.Code) {
	var fields []jen.Code
	for _, field := range c.Shape.Fields {
		def := jen.Id(field.Name).Id(model.GoType(field))
		if doc := c.FieldDoc(field); doc != "" {
			def.Comment("// " + doc)
		}
		fields = append(fields, def)
	}
	comment(f, fmt.Sprintf("%sArgs are the arguments of %s (%s):", c.Name, c.Code, c.Origin))
	f.Comment("//")
	f.Comment("//	" + c.Arguments)
	for _, rule := range b.Structure(c) {
		f.Comment("//	" + rule)
	}
	f.Type().Id(c.Name + "Args").Struct(fields...)
}

// argumentsMethod emits
//
//	// CopyUID returns the arguments of COPYUID. If ok is false, args has what could be read of
//	// them, or is zero if r has another code.
//	func (r Response) CopyUID() (args CopyUIDArgs, ok bool) {
//		f := r.fields("COPYUID", "nss")
//		return CopyUIDArgs{UIDValidity: f.number(0), SourceUIDs: f.set(1), DestUIDs: f.set(2)}, f.ok
//	}
func argumentsMethod(f *jen.File, c model.Code) {
	var values []jen.Code
	for _, field := range c.Shape.Fields {
		value := jen.Id("f").Dot(reader(field, c.Shape)).Call(jen.Lit(field.Place))
		values = append(values, jen.Line().Id(field.Name).Op(":").Add(value))
	}
	comment(f, fmt.Sprintf("%s returns the arguments of %s. If ok is false, args has what could be "+
		"read of them, or is zero if r has another code.", c.Name, c.Code))
	f.Func().Params(jen.Id("r").Id("Response")).Id(c.Name).Params().
		Params(jen.Id("args").Id(c.Name+"Args"), jen.Id("ok").Bool()).
		Block(
			jen.Id("f").Op(":=").Id("r").Dot("fields").Call(jen.Lit(c.Code), jen.Lit(string(c.Shape.Layout))),
			jen.Return(jen.Id(c.Name+"Args").Values(append(values, jen.Line())...), jen.Id("f").Dot("ok")),
		)
}

// reader returns the method of engine's fields that reads a field.
func reader(field grammar.Field, shape *grammar.Shape) string {
	switch field.Kind {
	case grammar.Number, grammar.Number64:
		if field.Optional {
			return "optional"
		}
		if field.Kind == grammar.Number64 {
			return "number64"
		}
		return "number"
	case grammar.Word:
		switch shape.Beside(field) {
		case grammar.Set:
			return "setKeyword"
		case grammar.Number, grammar.Number64:
			return "keyword"
		}
		return "word"
	case grammar.String:
		if field.Nil {
			return "stringOrNil"
		}
	}
	return map[grammar.Kind]string{
		grammar.Text: "word", grammar.String: "string", grammar.Set: "set", grammar.List: "list", grammar.Flag: "flag",
	}[field.Kind]
}
