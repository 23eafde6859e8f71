package emit

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/imapcodes/imapcodes/gen/internal/grammar"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// Arguments returns the file with the typed arguments of each code that has some.
func Arguments(in Input) ([]byte, error) {
	f := newFile(in)
	maxElements(f, in)
	layouts(f, in)
	for i, r := range in.Records {
		if shape := in.Shapes[i]; len(shape.Fields) > 0 {
			argumentsType(f, r, shape)
			argumentsMethod(f, r, shape)
			writeMethod(f, r, shape)
		}
	}
	return render(f)
}

// maxElements emits
//
//	// maxElements is how many elements a layout has at the most.
//	const maxElements = 3
//
// if there are arguments with elements at all.
func maxElements(f *jen.File, in Input) {
	most := 0
	for _, shape := range in.Shapes {
		if len(shape.Fields) > 0 {
			most = max(most, shape.Elements())
		}
	}
	if most == 0 {
		return
	}
	f.Comment("maxElements is how many elements a layout has at the most.")
	f.Const().Id("maxElements").Op("=").Lit(most)
}

// layouts emits
//
//	// layouts holds the layouts of the codes' arguments that have numbers, in the order of codes.
//	var layouts = [...]layout{
//		{},
//		{"nss", true},
//		…
//	}
func layouts(f *jen.File, in Input) {
	var rows []jen.Code
	for i, shape := range in.Shapes {
		row := jen.Values()
		if shape.HasNumbers() {
			row = jen.Values(jen.Lit(shape.Layout), jen.Lit(in.Plain[i]))
		}
		rows = append(rows, row)
	}
	f.Comment("layouts holds the layouts of the codes' arguments that have numbers, in the order of codes.")
	f.Var().Id("layouts").Op("=").Index(jen.Op("...")).Id("layout").Add(multiline(rows))
}

// argumentsType emits
//
//	// CopyUIDArgs are the arguments of COPYUID (RFC9051):
//	//
//	//	SP nz-number SP uid-set SP uid-set
//	type CopyUIDArgs struct {
//		UIDValidity uint32
//		SourceUIDs  Set
//		DestUIDs    Set
//	}
func argumentsType(f *jen.File, r registry.Record, shape *grammar.Shape) {
	var fields []jen.Code
	for _, field := range shape.Fields {
		def := jen.Id(field.Name).Id(GoType(field))
		if doc := FieldDoc(field); doc != "" {
			def.Comment("// " + doc)
		}
		fields = append(fields, def)
	}
	f.Comment(fmt.Sprintf("// %sArgs are the arguments of %s (%s):", r.Name, r.Code, r.Grammar))
	f.Comment("//")
	f.Comment("//	" + r.Arguments)
	f.Type().Id(r.Name + "Args").Struct(fields...)
}

// GoType returns the Go type of a field: "uint32", "Set".
func GoType(field grammar.Field) string {
	if field.Optional && (field.Kind == grammar.Number || field.Kind == grammar.Number64) {
		return "OptionalNumber"
	}
	return map[grammar.Kind]string{
		grammar.Word: "string", grammar.Text: "string", grammar.String: "String", grammar.Set: "Set",
		grammar.Number: "uint32", grammar.Number64: "uint64", grammar.List: "List", grammar.Flag: "bool",
	}[field.Kind]
}

// FieldDoc returns what there is to say of a field beyond its type, or nothing.
func FieldDoc(field grammar.Field) string {
	absent := "empty"
	if GoType(field) == "OptionalNumber" {
		absent = "not Valid"
	}
	switch {
	case field.Kind == grammar.Flag:
		return field.Keyword + " stands there"
	case field.Nil:
		return absent + " for NIL"
	case field.Optional && field.Kind != grammar.List:
		return absent + " where it is absent"
	}
	return ""
}

// argumentsMethod emits
//
//	// CopyUID returns the arguments of COPYUID, and whether r has that code and they conform and keep
//	// their limits.
//	func (r *Response) CopyUID() (args CopyUIDArgs, ok bool) {
//		f := r.fields("COPYUID", "nss")
//		return CopyUIDArgs{UIDValidity: f.number(0), SourceUIDs: f.set(1), DestUIDs: f.set(2)}, f.ok
//	}
func argumentsMethod(f *jen.File, r registry.Record, shape *grammar.Shape) {
	var values []jen.Code
	for _, field := range shape.Fields {
		value := jen.Id("f").Dot(reader(field, shape)).Call(jen.Lit(field.Place))
		values = append(values, jen.Line().Id(field.Name).Op(":").Add(value))
	}
	f.Comment(fmt.Sprintf("// %s returns the arguments of %s, and whether r has that code and they conform and keep", r.Name, r.Code))
	f.Comment("// their limits.")
	f.Func().Params(jen.Id("r").Op("*").Id("Response")).Id(r.Name).Params().
		Params(jen.Id("args").Id(r.Name+"Args"), jen.Id("ok").Bool()).
		Block(
			jen.Id("f").Op(":=").Id("r").Dot("fields").Call(jen.Lit(r.Code), jen.Lit(shape.Layout)),
			jen.Return(jen.Id(r.Name+"Args").Values(append(values, jen.Line())...), jen.Id("f").Dot("ok")),
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
		if shape.Shared(field) {
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

// writeMethod emits
//
//	func (a CopyUIDArgs) appendCode(b []byte) []byte {
//		w := writeCode(b, "COPYUID")
//		w.number(uint64(a.UIDValidity))
//		w.word(string(a.SourceUIDs))
//		w.word(string(a.DestUIDs))
//		return w.b
//	}
func writeMethod(f *jen.File, r registry.Record, shape *grammar.Shape) {
	body := []jen.Code{jen.Id("w").Op(":=").Id("writeCode").Call(jen.Id("b"), jen.Lit(r.Code))}
	call := func(method string, args ...jen.Code) {
		body = append(body, jen.Id("w").Dot(method).Call(args...))
	}
	place := 0
	for _, c := range shape.Layout {
		switch c {
		case '(':
			call("begin")
			continue
		case ')':
			call("end", jen.Lit(shape.Required))
			continue
		}
		if constant, ok := shape.Constants[place]; ok {
			call("word", jen.Lit(constant))
		}
		for _, field := range shape.Fields {
			if field.Place == place {
				method, args := writer(field, shape)
				call(method, args...)
			}
		}
		place++
	}
	body = append(body, jen.Return(jen.Id("w").Dot("b")))
	f.Line()
	f.Func().Params(jen.Id("a").Id(r.Name + "Args")).Id("appendCode").
		Params(jen.Id("b").Index().Byte()).Index().Byte().Block(body...)
}

// writer returns the method of engine's codeWriter that writes a field, and what it is called with.
func writer(field grammar.Field, shape *grammar.Shape) (method string, args []jen.Code) {
	value := jen.Id("a").Dot(field.Name)
	switch field.Kind {
	case grammar.Number, grammar.Number64:
		if field.Nil {
			return "optionalOrNil", []jen.Code{value}
		}
		if field.Optional {
			return "optional", []jen.Code{value}
		}
		return "number", []jen.Code{jen.Uint64().Call(value)}
	case grammar.Flag:
		return "flag", []jen.Code{value, jen.Lit(field.Keyword)}
	case grammar.Word:
		return reader(field, shape), []jen.Code{value}
	case grammar.Text:
		return "rest", []jen.Code{value}
	case grammar.List:
		return "rest", []jen.Code{jen.String().Call(value)}
	case grammar.String:
		if field.Nil {
			return "stringOrNil", []jen.Code{value}
		}
	}
	return "word", []jen.Code{jen.String().Call(value)}
}
