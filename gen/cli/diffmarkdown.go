package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/imapcodes/imapcodes/gen/docs"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// writeDiffMarkdown writes c in GitHub's Markdown, for a pull request or a job's summary.
//
// Everything from the input is in code spans, in which nothing is a link, a tag or an image, and
// nobody is notified: elsewhere GitHub turns even an escaped @name or #1 into a mention. Only RFC
// numbers and the registry's dates, whose form is checked, are outside.
func writeDiffMarkdown(w io.Writer, c comparison) error {
	b := &strings.Builder{}
	b.WriteString("## IMAP response codes: ")
	codes := count(c.head.Rows(), "code")
	switch {
	case len(c.changes) == 0:
		fmt.Fprintf(b, "nothing changed\n\nThe %s of %s and %s are the same. Compared: %s.\n",
			codes, codeSpan(c.base.name), codeSpan(c.head.name), c.compared())
	case len(c.changes) == 1 && c.changes[0].Kind == registry.KindHeader:
		title, note := "a newer date", ""
		if c.head.Updated < c.base.Updated {
			title = "an older date"
			note = " The registry's date does not go back; this copy may be stale."
		}
		fmt.Fprintf(b, "%s, the same codes\n\n", title)
		fmt.Fprintf(b, "Last updated %s instead of %s; the %s are the same.%s Compared: %s.\n",
			c.head.Updated, c.base.Updated, codes, note, c.compared())
	default:
		c.writeMarkdownChanges(b)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (c comparison) writeMarkdownChanges(b *strings.Builder) {
	fmt.Fprintf(b, "%s\n\n| | Last updated | Codes |\n| --- | --- | ---: |\n", c.tally())
	for _, s := range []side{c.base, c.head} {
		fmt.Fprintf(b, "| %s | %s | %d |\n", codeCell(s.name), s.Updated, s.Rows())
	}
	fmt.Fprintf(b, "\nCompared: %s.\n", c.compared())
	for _, s := range sections() {
		entries := c.entries(s.weight, style{value: codeCell, reference: referenceCell})
		if len(entries) == 0 {
			continue
		}
		fmt.Fprintf(b, "\n### %s\n\n%s\n\n", s.title, s.note)
		b.WriteString("| What | Change | Codes |\n| --- | --- | --- |\n")
		for _, e := range entries {
			fmt.Fprintf(b, "| %s | %s | %s |\n", e.label, e.text, codesCell(e.codes))
		}
	}
}

// codesCell returns codes for a table cell, with their number if there are several.
func codesCell(codes []string) string {
	list := strings.Join(cells(codes), " ")
	if len(codes) > 1 {
		list = count(len(codes), "code") + ": " + list
	}
	return list
}

// referenceCell returns a reference for a table cell, as a link if its URL is known.
func referenceCell(reference string) string {
	url := registry.ReferenceURL(reference)
	if url == "" {
		return codeCell(reference)
	}
	return fmt.Sprintf("[%s](%s)", reference, url)
}

// codeCell returns text as a code span for a table cell, which a bare pipe ends even in code.
func codeCell(text string) string { return strings.ReplaceAll(codeSpan(text), "|", `\|`) }

// codeSpan returns text as a code span.
func codeSpan(text string) string { return docs.CodeSpan(registry.Visible(text)) }
