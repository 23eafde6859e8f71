package generate

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/imapcodes/imapcodes/gen/internal/grammar"
	"github.com/imapcodes/imapcodes/gen/internal/model"
)

// argumentsFile emits arguments.go.
func (b builder) argumentsFile(f *jen.File) {
	b.arguments(f)
	b.writers(f)
}

// writers emits how the arguments of each code are written.
func (b builder) writers(f *jen.File) {
	for _, c := range b.Codes {
		if len(c.Shape.Fields) > 0 {
			keywords(f, c)
			stringMethod(f, c)
			writeArgumentsMethod(f, c)
		}
	}
	b.writeArguments(f)
}

// keywords emits, for each field that can only be one of some words,
//
//	// The values of MetadataArgs.Keyword, which servers may send in any case.
//	const (
//		MetadataLONGENTRIES = "LONGENTRIES"
//		…
//	)
func keywords(f *jen.File, c model.Code) {
	for _, field := range c.Shape.Fields {
		if len(field.Keywords) == 0 {
			continue
		}
		var defs []jen.Code
		for _, word := range field.Keywords {
			defs = append(defs, jen.Id(keywordName(c, word)).Op("=").Lit(word))
		}
		of := c.Name + "Args." + field.Name
		comment(f, "The values of "+of+", which servers may send in any case.")
		f.Const().Defs(defs...)
	}
}

// keywordName returns the name of the constant for a keyword of c.
func keywordName(c model.Code, word string) string {
	return c.Name + strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' || 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z' {
			return r
		}
		return -1
	}, word)
}

// stringMethod emits
//
//	// String returns COPYUID and its arguments as they are sent.
//	func (a CopyUIDArgs) String() string {
//		return written(a)
//	}
func stringMethod(f *jen.File, c model.Code) {
	comment(f, "String returns "+c.Code+" and its arguments as they are sent.")
	f.Func().Params(jen.Id("a").Id(c.Name + "Args")).Id("String").Params().String().
		Block(jen.Return(jen.Id("written").Call(jen.Id("a"))))
}

// writeArgumentsMethod emits
//
//	func (a CopyUIDArgs) write(w *codeWriter) {
//		w.name("COPYUID")
//		w.number("UIDValidity", uint64(a.UIDValidity), most32)
//		w.set("SourceUIDs", a.SourceUIDs)
//		w.set("DestUIDs", a.DestUIDs)
//	}
func writeArgumentsMethod(f *jen.File, c model.Code) {
	body := []jen.Code{jen.Id("w").Dot("name").Call(jen.Lit(c.Code))}
	call := func(method string, args ...jen.Code) {
		body = append(body, jen.Id("w").Dot(method).Call(args...))
	}
	place := 0
	for _, e := range c.Shape.Layout.All() {
		switch e {
		case grammar.ElementOpen:
			call("begin")
			continue
		case grammar.ElementClose:
			call("close", jen.Lit(c.Shape.Required))
			continue
		}
		if constant, ok := c.Shape.Constants[place]; ok {
			call("constant", jen.Lit(constant))
		}
		for _, field := range c.Shape.Fields {
			if field.Place == place {
				method, args := writeCall(field, c.Shape)
				call(method, append([]jen.Code{jen.Lit(field.Name)}, args...)...)
			}
		}
		place++
	}
	f.Line()
	f.Func().Params(jen.Id("a").Id(c.Name + "Args")).Id("write").
		Params(jen.Id("w").Op("*").Id("codeWriter")).Block(body...)
}

// writeCall returns the method of engine's codeWriter that writes a field, and what follows the
// field's name in a call of it.
func writeCall(field grammar.Field, shape *grammar.Shape) (method string, args []jen.Code) {
	value := jen.Id("a").Dot(field.Name)
	switch field.Kind {
	case grammar.Number, grammar.Number64:
		most := jen.Id("most32")
		if field.Kind == grammar.Number64 {
			most = jen.Id("most63")
		}
		if field.Nil {
			return "optionalOrNil", []jen.Code{value, most}
		}
		if field.Optional {
			return "optional", []jen.Code{value, most}
		}
		return "number", []jen.Code{jen.Uint64().Call(value), most}
	case grammar.Flag:
		return "flag", []jen.Code{value, jen.Lit(field.Keyword)}
	case grammar.Set:
		return "set", []jen.Code{value}
	case grammar.Word:
		return reader(field, shape), []jen.Code{value}
	case grammar.Text:
		return "rest", []jen.Code{value}
	case grammar.List:
		return "rest", []jen.Code{jen.String().Call(value)}
	}
	if field.Nil {
		return "stringOrNil", []jen.Code{value}
	}
	return "word", []jen.Code{jen.String().Call(value)}
}

// writeArguments emits
//
//	// writeArguments writes code, if it is the arguments of a code.
//	func writeArguments(w *codeWriter, code Bracketed) bool {
//		switch a := interface{}(code).(type) {
//		case NewNameArgs:
//			a.write(w)
//		…
//		default:
//			return false
//		}
//		return true
//	}
//
// The conversion to an empty interface keeps the tables of methods out of programs that do not
// need them.
func (b builder) writeArguments(f *jen.File) {
	var cases []jen.Code
	for _, c := range b.Codes {
		if len(c.Shape.Fields) > 0 {
			write := jen.Id("a").Dot("write").Call(jen.Id("w"))
			cases = append(cases, jen.Case(jen.Id(c.Name+"Args")).Block(write))
		}
	}
	body := []jen.Code{jen.Return(jen.False())}
	if len(cases) > 0 {
		value := jen.Id("a").Op(":=").Interface().Parens(jen.Id("code")).Assert(jen.Type())
		cases = append(cases, jen.Default().Block(jen.Return(jen.False())))
		body = []jen.Code{
			jen.Switch(value).Block(cases...),
			jen.Return(jen.True()),
		}
	}
	comment(f, "writeArguments writes code, if it is the arguments of a code.")
	f.Func().Id("writeArguments").
		Params(jen.Id("w").Op("*").Id("codeWriter"), jen.Id("code").Id("Bracketed")).Bool().
		Block(body...)
}
