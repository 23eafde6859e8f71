package cli

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/gen/docs"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// A section is what a report for people says about the changes of one weight.
type section struct {
	weight registry.Weight
	noun   string // for one change
	title  string
	note   string // what the changes mean
}

// sections returns the sections of a report, in order.
func sections() []section {
	return []section{{
		registry.Breaking, "breaking change", "Breaks code that uses the package",
		"Constants are removed or renamed, accessors have other fields, or servers stop sending a code.",
	}, {
		registry.Addition, "addition", "Adds to the package",
		"There are new constants or accessors. What compiles today still does.",
	}, {
		registry.Documentation, "documentation change", "Changes only documentation",
		"Comments, metadata and deprecation notices change. Identifiers do not.",
	}}
}

// A style formats values from the input so that nothing in them is markup.
type style struct {
	value     func(string) string
	reference func(string) string
}

// An entry is one change, or all those that differ only in the code.
type entry struct {
	label string // the kind of change: "new code", "references"
	codes []string
	text  string // what changed, formatted by a style
}

// entries returns the changes with the given weight as entries, in the order of the changes.
func (c comparison) entries(weight registry.Weight, s style) []entry {
	labels := map[registry.Kind]string{
		registry.KindHeader: "last updated",
		registry.KindAdded:  "new code",
		registry.KindName:   "Go name",
	}
	var list []entry
	index := map[[2]string]int{} // in list, by label and text
	for _, change := range c.changes {
		if change.Weight != weight {
			continue
		}
		e := entry{label: cmp.Or(labels[change.Kind], string(change.Kind)), text: c.describe(change, s)}
		i, ok := index[[2]string{e.label, e.text}]
		if !ok {
			i = len(list)
			index[[2]string{e.label, e.text}] = i
			list = append(list, e)
		}
		if change.Code != "" {
			list[i].codes = append(list[i].codes, change.Code)
		}
	}
	return list
}

// describe returns the text of a change, formatted by s: "SP number → SP nz-number".
func (c comparison) describe(change registry.Change, s style) string {
	switch change.Kind {
	case registry.KindAdded:
		return c.describeAdded(change, s)
	case registry.KindRemoved:
		return c.base.references(change.Old, s)
	case registry.KindReferences:
		return s.describeReferences(change.Old, change.New)
	}
	text := cmp.Or(s.value(change.Old), "none") + " → " + cmp.Or(s.value(change.New), "none")
	if change.Kind == registry.KindHeader && change.New < change.Old {
		text += ", which is older; the copy may be stale"
	}
	return text
}

// describeAdded returns what is known about a new code.
func (c comparison) describeAdded(change registry.Change, s style) string {
	r := c.rows[change.Code]
	text := c.head.references(change.New, s)
	for _, part := range [][2]string{
		{"described as", r.Description}, {"Go name", r.Name}, {"arguments", r.Arguments},
	} {
		if part[1] != "" {
			text += ", " + part[0] + " " + s.value(part[1])
		}
	}
	return text
}

// describeReferences returns how a list of references changed. It leaves out what both lists have,
// so that the codes whose draft became an RFC share an entry.
func (s style) describeReferences(old, new string) string {
	gone, come := without(old, new), without(new, old)
	switch {
	case gone == "" && come == "": // only the order differs
		gone, come = old, new
	case gone == "":
		return "also " + s.references(come)
	case come == "":
		return "no longer " + s.references(gone)
	}
	return s.references(gone) + " → " + s.references(come)
}

// without returns the words of a list that are not in another.
func without(list, other string) string {
	others := strings.Fields(other)
	isOther := func(word string) bool { return slices.Contains(others, word) }
	return strings.Join(slices.DeleteFunc(strings.Fields(list), isOther), " ")
}

// references returns the references of a code in s, each formatted by style.
func (s side) references(list string, style style) string {
	if s.Columns == registry.CodesOnly {
		return "references not known"
	}
	return style.references(list)
}

// references returns a list of references, each formatted by s.
func (s style) references(list string) string {
	words := strings.Fields(list)
	for i, w := range words {
		words[i] = s.reference(w)
	}
	return cmp.Or(strings.Join(words, " "), "no reference")
}

// count returns a number of things: "1 code", "2 codes".
func count(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return fmt.Sprintf("%d %s", n, thing)
}

// tally returns how many changes each section has: "1 breaking change, 2 additions".
func (c comparison) tally() string {
	n := map[registry.Weight]int{}
	for _, change := range c.changes {
		n[change.Weight]++
	}
	var parts []string
	for _, s := range sections() {
		if n[s.weight] > 0 {
			parts = append(parts, count(n[s.weight], s.noun))
		}
	}
	return strings.Join(parts, ", ")
}

// writeDiffText writes c for people, on a terminal or in a log.
func writeDiffText(w io.Writer, c comparison) error {
	b := &strings.Builder{}
	fmt.Fprintf(b, "from %s\nto   %s\n", c.base.textLine(), c.head.textLine())
	fmt.Fprintf(b, "compared: %s\n", c.compared())
	for _, s := range sections() {
		writeTextSection(b, s, c.entries(s.weight, style{registry.Visible, registry.Visible}))
	}
	if len(c.changes) == 0 {
		b.WriteString("\nnothing changed\n")
	} else {
		fmt.Fprintf(b, "\ntotal: %s\n", c.tally())
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// textLine describes a side in one line: "embedded: last updated 2026-08-04, 62 codes".
func (s side) textLine() string {
	date := "no date"
	if s.Updated != "" {
		date = "last updated " + s.Updated
	}
	return fmt.Sprintf("%s: %s, %s", registry.Visible(s.name), date, count(s.Rows(), "code"))
}

// writeTextSection writes a section, if it has entries:
//
//	changes only documentation
//	  last updated  2026-02-27 → 2026-08-04
//	  references    2 codes: RFC-ietf-example-07 → RFC9999
//	                TOOMANY TOOFEW
func writeTextSection(b *strings.Builder, s section, entries []entry) {
	if len(entries) > 0 {
		fmt.Fprintf(b, "\n%s\n", strings.ToLower(s.title))
	}
	const indent = "                "
	for _, e := range entries {
		fmt.Fprintf(b, "  %-12s  ", e.label)
		switch len(e.codes) {
		case 0:
			fmt.Fprintln(b, e.text)
		case 1:
			fmt.Fprintf(b, "%s: %s\n", e.codes[0], e.text)
		default:
			fmt.Fprintf(b, "%s: %s\n", count(len(e.codes), "code"), e.text)
			for _, line := range docs.Wrap(strings.Join(e.codes, " "), 80-len(indent)) {
				fmt.Fprintf(b, "%s%s\n", indent, line)
			}
		}
	}
}
