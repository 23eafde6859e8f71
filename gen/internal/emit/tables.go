package emit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"
)

// starts emits
//
//	// The states that the parts of a status response begin with.
//	const (
//		tagStart = 84
//		…
//	)
//
//	// Ranges of octets of which the parts of a status response may consist.
//	const (
//		tagLow  = 44
//		tagHigh = 91
//		…
//	)
//
//	// startTable holds the state that the arguments of each code begin with, in two octets.
//	const startTable = "…"
func starts(f *jen.File, in Input) {
	var states, ranges []jen.Code
	for _, line := range in.Lines {
		states = append(states, jen.Id(line.Name+"Start").Op("=").Lit(line.State))
		for i, r := range line.Ranges {
			number := []string{"", "2"}[i]
			ranges = append(ranges, jen.Id(line.Name+"Low"+number).Op("=").Lit(int(r.Low)))
			ranges = append(ranges, jen.Id(line.Name+"High"+number).Op("=").Lit(int(r.High)))
		}
	}
	f.Comment("The states that the parts of a status response begin with.")
	f.Const().Defs(states...)
	f.Comment("Ranges of octets of which the parts of a status response may consist.")
	f.Const().Defs(ranges...)

	var octets []byte
	for _, state := range in.Starts {
		octets = append(octets, byte(state), byte(state>>8))
	}
	table(f, "startTable", "holds the state that the arguments of each code begin with, in two octets.", octets)
}

// matcherTables emits
//
//	const setTable = "…"
//	const stateTable = "…"
//	const rangeTable = "…"
func matcherTables(f *jen.File, in Input) {
	table(f, "setTable", "holds the sets of octets, eight in 256 octets.", in.Tables.Sets)
	table(f, "stateTable", "holds the records of the states.", in.Tables.States)
	table(f, "rangeTable", "holds two ranges of ASCII for each set of a run, in 32 octets.", in.Tables.Ranges)
}

// nameTables emits
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
func nameTables(f *jen.File, in Input) {
	f.Comment("The measures of the tables of names.")
	f.Const().Defs(
		jen.Id("nameWords").Op("=").Lit(in.Names.Words),
		jen.Id("hashMultiplier").Op("=").Op(fmt.Sprintf("%#x", in.Names.Multiplier)),
		jen.Id("hashShift").Op("=").Lit(in.Names.Shift),
	)
	var names, slots []jen.Code
	for _, words := range in.Names.Names {
		names = append(names, jen.Values(jen.Op(numbers("%#x", words))))
	}
	for line := range slices.Chunk(in.Names.Slots, 32) {
		slots = append(slots, jen.Op(numbers("%d", line)))
	}
	f.Comment("nameTable holds the name of each code in words of eight octets.")
	f.Var().Id("nameTable").Op("=").Index(jen.Op("...")).Index(jen.Id("nameWords")).Uint64().Add(multiline(names))
	f.Comment("slotTable holds the index of a code plus one, or zero, in each slot.")
	f.Var().Id("slotTable").Op("=").Index(jen.Op("...")).Uint16().Add(multiline(slots))
}

// numbers returns what stands between the braces of an array, each number in the given format.
func numbers[N uint16 | uint64](format string, list []N) string {
	var words []string
	for _, n := range list {
		words = append(words, fmt.Sprintf(format, n))
	}
	return strings.Join(words, ", ")
}

// table emits octets as one string constant, which lies in read-only memory and compiles several times faster than an
// array:
//
//	// setTable holds …
//	const setTable = "" + (""+
//		"\x00…"+
//		"\x00…") + (""+
//		"\x00…")
//
// The lines are in groups, because gofmt takes time that grows with the square of a chain of operators.
func table(f *jen.File, name, doc string, octets []byte) {
	const octetsPerLine, octetsPerGroup = 32, 64 * 32
	groups := jen.Lit("")
	for group := range slices.Chunk(octets, octetsPerGroup) {
		lines := jen.Lit("")
		for line := range slices.Chunk(group, octetsPerLine) {
			lines.Op("+").Line().Op(quote(line))
		}
		groups.Op("+").Parens(lines)
	}
	f.Comment(name + " " + doc)
	f.Const().Id(name).Op("=").Add(groups)
}

// quote returns octets as a string literal of hexadecimal escapes, so that lines are alike and none has text to be found.
func quote(octets []byte) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range octets {
		fmt.Fprintf(&b, `\x%02x`, c)
	}
	b.WriteByte('"')
	return b.String()
}
