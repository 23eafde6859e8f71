package generate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// metadata emits metadata.go: what is known of each code.
func (b builder) metadata(f *jen.File) {
	b.codeList(f)
	b.infos(f)
}

// codeList emits
//
//	// codes are the codes in the order of All.
//	var codes = [...]Code{
//		"NEWNAME",
//		…
//	}
//
// It is not part of infos, so that a program that never calls Info does not contain those.
func (b builder) codeList(f *jen.File) {
	var rows []jen.Code
	for _, c := range b.Codes {
		rows = append(rows, jen.Lit(c.Code))
	}
	f.Comment("codes are the codes in the order of All.")
	f.Var().Id("codes").Op("=").Index(jen.Op("...")).Id(b.options.Type).Add(multiline(rows))
}

// infos emits
//
//	// infos is what Info says of each code, in the order of codes.
//	var infos = [...]Info{
//		{Code: "NEWNAME", Status: StatusObsolete, …},
//		…
//	}
func (b builder) infos(f *jen.File) {
	var rows []jen.Code
	for _, c := range b.Codes {
		rows = append(rows, jen.Values(info(c.Record)...))
	}
	f.Comment("infos is what Info says of each code, in the order of codes.")
	f.Var().Id("infos").Op("=").Index(jen.Op("...")).Id("Info").Add(multiline(rows))
}

// multiline returns rows in braces, one per line.
func multiline(rows []jen.Code) *jen.Statement {
	return jen.Custom(jen.Options{Open: "{", Close: "}", Separator: ",", Multi: true}, rows...)
}

// info returns the fields of a record's Info that are not their zero values: Code: "ALERT",
// References: "RFC3501", ….
func info(r registry.Record) []jen.Code {
	fields := []jen.Code{jen.Line().Id("Code").Op(":").Lit(r.Code)}
	add := func(name string, value jen.Code) {
		fields = append(fields, jen.Line().Id(name).Op(":").Add(value))
	}
	text := func(name, value string) {
		if value != "" {
			add(name, jen.Lit(value))
		}
	}
	word := func(name, prefix, value string) {
		if value != "" {
			add(name, jen.Id(prefix+title(value)))
		}
	}
	types := func(name string, value []string) {
		if len(value) > 0 {
			add(name, typeSet(value))
		}
	}
	word("Status", "Status", string(r.Status))
	text("Description", r.Description)
	text("References", strings.Join(r.References, " "))
	text("Registered", r.Registered)
	text("Updated", r.Updated)
	text("Arguments", r.Arguments)
	text("Grammar", r.Grammar)
	text("Defined", strings.Join(r.Defined, " "))
	word("Rev1", "Standing", string(r.Rev1))
	word("Rev2", "Standing", string(r.Rev2))
	text("Capability", strings.Join(r.Capability, " "))
	word("State", "State", string(r.State))
	text("Commands", strings.Join(r.Commands, " "))
	types("Tagged", r.Tagged)
	types("Untagged", r.Untagged)
	word("Retry", "Retry", string(r.Retry))
	text("Summary", r.Summary)
	text("Advice", r.Advice)
	text("Security", r.Security)
	return append(fields, jen.Line())
}

// typeSet returns 1<<TypeOK | 1<<TypeNO.
func typeSet(types []string) jen.Code {
	set := jen.Empty()
	for i, t := range types {
		if i > 0 {
			set.Op("|")
		}
		set.Lit(1).Op("<<").Id("Type" + t)
	}
	return set
}

func title(word string) string { return strings.ToUpper(word[:1]) + word[1:] }

// names emits names.go: the hash table of the names,
//
//	const (
//		nameWords      = 3
//		hashMultiplier = 0x9e3779b97f4a7c15
//		hashShift      = 56
//	)
//
//	// nameTable holds …
//	var nameTable = [...][nameWords]uint64{
//		{0x5452454c41},
//	}
//
//	// slotTable holds …
//	var slotTable = [...]uint16{
//		0, 3, 0, …
//	}
func (b builder) names(f *jen.File) {
	f.Comment("The measures of the tables of names.")
	f.Const().Defs(
		jen.Id("nameWords").Op("=").Lit(b.Names.Words),
		jen.Id("hashMultiplier").Op("=").Op(fmt.Sprintf("%#x", b.Names.Multiplier)),
		jen.Id("hashShift").Op("=").Lit(b.Names.Shift),
	)
	var rows, slots []jen.Code
	for _, words := range b.Names.Names {
		rows = append(rows, jen.Values(jen.Op(numbers("%#x", words))))
	}
	for line := range slices.Chunk(b.Names.Slots, 32) {
		slots = append(slots, jen.Op(numbers("%d", line)))
	}
	f.Comment("nameTable holds the name of each code in words of eight octets.")
	f.Var().Id("nameTable").Op("=").Index(jen.Op("...")).Index(jen.Id("nameWords")).Uint64().Add(multiline(rows))
	f.Comment("slotTable holds the index of a code plus one, or zero, in each slot.")
	f.Var().Id("slotTable").Op("=").Index(jen.Op("...")).Uint16().Add(multiline(slots))
}

// numbers returns the elements of an array, each number in the given format.
func numbers[N uint16 | uint64](format string, list []N) string {
	var words []string
	for _, n := range list {
		words = append(words, fmt.Sprintf(format, n))
	}
	return strings.Join(words, ", ")
}
