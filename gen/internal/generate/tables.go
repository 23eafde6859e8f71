package generate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"
)

// tables emits tables.go: the tables of the parser.
func (b builder) tables(f *jen.File) {
	b.partStarts(f)
	b.codeStarts(f)
	f.Comment("listSets is how many sets are those of lists. They are the first.")
	f.Const().Id("listSets").Op("=").Lit(b.Tables.Lists)
	table(f, "setTable", "holds the sets of octets, eight in 256 bytes.", b.Tables.Sets)
	table(f, "stateTable", "holds the records of the states.", b.Tables.States)
	table(f, "rangeTable", "holds two ranges of ASCII and a prefix for each set of a run, in 40 bytes.", b.Tables.Ranges)
}

// partStarts emits
//
//	// The states that the parts of a status response begin with.
//	const (
//		tagStart = 84
//		…
//	)
//
//	// Ranges of octets that the parts of a status response may consist of.
//	const (
//		tagLow  = 44
//		tagHigh = 91
//		…
//	)
func (b builder) partStarts(f *jen.File) {
	var states, ranges []jen.Code
	for _, part := range b.Parts {
		states = append(states, jen.Id(part.Name+"Start").Op("=").Lit(part.Start))
		for i, r := range part.Ranges {
			number := []string{"", "2"}[i]
			ranges = append(ranges, jen.Id(part.Name+"Low"+number).Op("=").Lit(int(r.Low)))
			ranges = append(ranges, jen.Id(part.Name+"High"+number).Op("=").Lit(int(r.High)))
		}
	}
	f.Comment("The states that the parts of a status response begin with.")
	f.Const().Defs(states...)
	f.Comment("Ranges of octets that the parts of a status response may consist of.")
	f.Const().Defs(ranges...)
}

// codeStarts emits
//
//	// startTable holds the state that the arguments of each code begin with, in two bytes.
//	const startTable = "…"
//
//	// tolerantTable holds the state that the tolerated arguments of each code begin with, plus one,
//	// or zero if none are, in two bytes.
//	const tolerantTable = "…"
func (b builder) codeStarts(f *jen.File) {
	var starts, tolerant []byte
	for _, c := range b.Codes {
		starts = append(starts, byte(c.Start), byte(c.Start>>8))
		start := 0
		if c.Tolerant != nil {
			start = c.TolerantStart + 1
		}
		tolerant = append(tolerant, byte(start), byte(start>>8))
	}
	table(f, "startTable", "holds the state that the arguments of each code begin with, in two bytes.", starts)
	table(f, "tolerantTable", "holds the state that the tolerated arguments of each code begin with, plus one, "+
		"or zero if none are, in two bytes.", tolerant)
}

// table emits data as one string constant, which is in read-only memory and compiles several times
// faster than an array:
//
//	// setTable holds …
//	const setTable = "" + (""+
//		"\x00…"+
//		"\x00…") + (""+
//		"\x00…")
//
// The lines are in groups, because the time that gofmt takes for a chain of operators grows with
// the square of its length.
func table(f *jen.File, name, doc string, data []byte) {
	const bytesPerLine, bytesPerGroup = 32, 64 * 32
	groups := jen.Lit("")
	for group := range slices.Chunk(data, bytesPerGroup) {
		lines := jen.Lit("")
		for line := range slices.Chunk(group, bytesPerLine) {
			lines.Op("+").Line().Op(quote(line))
		}
		groups.Op("+").Parens(lines)
	}
	comment(f, name+" "+doc)
	f.Const().Id(name).Op("=").Add(groups)
}

// quote returns data as a string literal of hexadecimal escapes, so that all lines look alike.
func quote(data []byte) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range data {
		fmt.Fprintf(&b, `\x%02x`, c)
	}
	b.WriteByte('"')
	return b.String()
}
