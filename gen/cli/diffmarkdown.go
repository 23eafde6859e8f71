package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/imapcodes/imapcodes/gen/docs"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// writeDiffMarkdown writes c as GitHub's Markdown, for the text of a pull request or the summary of a job.
//
// Everything from the input stands in code spans, where nothing is a link, a tag or an image, and nobody is notified:
// GitHub makes mentions of @name and #1 in all other text, even where their signs are escaped. Only numbers of RFCs and
// the registry's dates, whose form is checked, stand outside.
func writeDiffMarkdown(w io.Writer, c comparison) error {
	b := &strings.Builder{}
	switch {
	case len(c.changes) == 0:
		c.markdownSame(b)
	case len(c.changes) == 1 && c.changes[0].Kind == registry.KindHeader:
		c.markdownDate(b)
	default:
		c.markdownChanges(b)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (c comparison) markdownSame(b *strings.Builder) {
	fmt.Fprintf(b, "## IMAP response codes: nothing changed\n\n")
	fmt.Fprintf(b, "The %s of %s and %s are the same. Compared: %s.\n",
		count(c.head.Rows(), "code"), codeSpan(c.base.name), codeSpan(c.head.name), c.compared())
}

// markdownDate writes c, in which only the registry's date changed.
func (c comparison) markdownDate(b *strings.Builder) {
	title, remark := "a newer date", ""
	if c.head.Updated < c.base.Updated {
		title, remark = "an older date", " The registry itself does not go back in time: this may be a stale copy."
	}
	fmt.Fprintf(b, "## IMAP response codes: %s, the same codes\n\n", title)
	fmt.Fprintf(b, "Last updated %s instead of %s; the %s are the same.%s Compared: %s.\n",
		c.head.Updated, c.base.Updated, count(c.head.Rows(), "code"), remark, c.compared())
}

func (c comparison) markdownChanges(b *strings.Builder) {
	fmt.Fprintf(b, "## IMAP response codes: %s\n\n", c.tally())
	fmt.Fprint(b, "| | Last updated | Codes |\n| --- | --- | ---: |\n")
	for _, s := range []side{c.base, c.head} {
		fmt.Fprintf(b, "| %s | %s | %d |\n", codeCell(s.name), s.Updated, s.Rows())
	}
	fmt.Fprintf(b, "\nCompared: %s.\n", c.compared())
	for _, weight := range registry.Weights() {
		c.markdownSection(b, weight)
	}
}

// markdownSection writes the changes of a weight as a table, if there are any.
func (c comparison) markdownSection(b *strings.Builder, weight registry.Weight) {
	entries := c.entries(weight, style{value: codeCell, reference: referenceCell})
	if len(entries) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s\n\n| What | Change | Codes |\n| --- | --- | --- |\n", markdownTitle(weight))
	for _, e := range entries {
		fmt.Fprintf(b, "| %s | %s | %s |\n", e.label, e.text, codesCell(e.codes))
	}
}

func markdownTitle(weight registry.Weight) string {
	switch weight {
	case registry.Breaking:
		return "### Breaks code that uses the package\n\n" +
			"Constants go away or have other names, accessors have other fields, or servers stop sending a code."
	case registry.Addition:
		return "### Adds to the package\n\nThere are new constants or accessors. What compiles today still does."
	}
	return "### Only documents it\n\nComments, metadata and notices of deprecation change. No identifier does."
}

// codesCell returns codes for a cell of a table, with their number if there are several.
func codesCell(codes []string) string {
	var cells []string
	for _, code := range codes {
		cells = append(cells, codeCell(code))
	}
	list := strings.Join(cells, " ")
	if len(codes) > 1 {
		list = count(len(codes), "code") + ": " + list
	}
	return list
}

// referenceCell returns a reference for a cell of a table: a link, if it is known where to.
func referenceCell(reference string) string {
	url := registry.ReferenceURL(reference)
	if url == "" {
		return codeCell(reference)
	}
	return fmt.Sprintf("[%s](%s)", reference, url)
}

// codeCell returns text as a code span for a cell of a table, which would end at a bare pipe even there.
func codeCell(text string) string {
	return strings.ReplaceAll(codeSpan(text), "|", `\|`)
}

// codeSpan returns text as a code span.
func codeSpan(text string) string { return docs.CodeSpan(registry.Visible(text)) }
