package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// writeDiffText writes c for people, on a terminal or in a log.
func writeDiffText(w io.Writer, c comparison) error {
	b := &strings.Builder{}
	fmt.Fprintf(b, "from %s\nto   %s\n", c.base.textLine(), c.head.textLine())
	fmt.Fprintf(b, "compared: %s\n", c.compared())
	for _, weight := range registry.Weights() {
		c.textSection(b, weight)
	}
	if len(c.changes) == 0 {
		fmt.Fprint(b, "\nnothing changed\n")
	} else {
		fmt.Fprintf(b, "\nin all: %s\n", c.tally())
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// textLine returns a side in one line: "embedded: last updated 2026-08-04, 62 codes".
func (s side) textLine() string {
	date := "no date"
	if s.Updated != "" {
		date = "last updated " + s.Updated
	}
	return fmt.Sprintf("%s: %s, %s", registry.Visible(s.name), date, count(s.Rows(), "code"))
}

// textSection writes the changes of a weight, if there are any:
//
//	only documents it
//	  last updated  2026-02-27 → 2026-08-04
//	  references    2 codes: RFC-ietf-example-07 → RFC9999
//	                TOOMANY TOOFEW
func (c comparison) textSection(b *strings.Builder, weight registry.Weight) {
	entries := c.entries(weight, style{registry.Visible, registry.Visible})
	if len(entries) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s\n", textTitle(weight))
	const indent = "                "
	for _, e := range entries {
		fmt.Fprintf(b, "  %-12s  ", e.label)
		switch len(e.codes) {
		case 0:
			fmt.Fprintf(b, "%s\n", e.text)
		case 1:
			fmt.Fprintf(b, "%s: %s\n", e.codes[0], e.text)
		default:
			fmt.Fprintf(b, "%s: %s\n", count(len(e.codes), "code"), e.text)
			for _, line := range wrap(e.codes, 80-len(indent)) {
				fmt.Fprintf(b, "%s%s\n", indent, line)
			}
		}
	}
}

func textTitle(weight registry.Weight) string {
	switch weight {
	case registry.Breaking:
		return "breaks code that uses the package"
	case registry.Addition:
		return "adds to the package"
	}
	return "only documents it"
}

// wrap returns words on lines of at most width octets; a longer word has a line of its own.
func wrap(words []string, width int) []string {
	var lines []string
	for _, word := range words {
		last := len(lines) - 1
		if last >= 0 && len(lines[last])+1+len(word) <= width {
			lines[last] += " " + word
		} else {
			lines = append(lines, word)
		}
	}
	return lines
}
