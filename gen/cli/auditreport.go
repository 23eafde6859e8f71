package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/imapcodes/imapcodes/gen/internal/audit"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// writeAuditJSON writes r as one JSON object; see schema/audit.schema.json.
func writeAuditJSON(w io.Writer, r auditReport) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(struct {
		Files    []string        `json:"files"`
		Registry string          `json:"registry"`
		Date     string          `json:"date"`
		Rows     int             `json:"rows"`
		Found    int             `json:"found"`
		Lags     bool            `json:"lags"`
		Findings []audit.Finding `json:"findings"`
	}{
		r.files, r.registry.name, r.registry.Updated, r.Total, r.Found, r.Lags(),
		append([]audit.Finding{}, r.Findings...), // without findings [], not null
	})
}

// auditTitles returns the titles of the kinds of findings in a report.
func auditTitles() map[audit.Kind]string {
	return map[audit.Kind]string{
		audit.Missing:      "missing",
		audit.Misspelled:   "misspelled",
		audit.Outdated:     "in use, but the registry advises against it",
		audit.Unregistered: "not registered",
	}
}

// of returns the findings of a kind.
func (r auditReport) of(kind audit.Kind) []audit.Finding {
	var list []audit.Finding
	for _, f := range r.Findings {
		if f.Kind == kind {
			list = append(list, f)
		}
	}
	return list
}

// summary returns how many of the registry's codes were found: "24 of 62 registered codes".
func (r auditReport) summary() string {
	return fmt.Sprintf("%d of %s", r.Found, count(r.Total, "registered code"))
}

// about returns what is known of a finding: "RFC4551", "obsolete, not needed; RFC2060", "did you
// mean OVERQUOTA?", "an argument of METADATA".
func about(f audit.Finding, s style) string {
	var notes []string
	if f.Status != registry.Registered && f.Status != registry.Unregistered {
		note := string(f.Status)
		if f.Kind == audit.Missing {
			note += ", not needed"
		}
		notes = append(notes, note)
	}
	if f.Meant != "" {
		notes = append(notes, "did you mean "+s.value(f.Meant)+"?")
	}
	if f.ArgumentOf != "" {
		notes = append(notes, "an argument of "+s.value(f.ArgumentOf))
	}
	if len(f.References) > 0 {
		notes = append(notes, s.references(strings.Join(f.References, " ")))
	}
	return strings.Join(notes, "; ")
}

// writeAuditText writes r for people, on a terminal or in a log:
//
//	response.go: 24 of 62 registered codes
//	registry: embedded: last updated 2026-08-04, 62 codes
//
//	missing: 38 codes
//	  NEWNAME                obsolete, not needed; RFC2060
func writeAuditText(w io.Writer, r auditReport) error {
	b := &strings.Builder{}
	fmt.Fprintf(b, "%s: %s\nregistry: %s\n",
		registry.Visible(strings.Join(r.files, " ")), r.summary(), r.registry.textLine())
	s := style{registry.Visible, registry.Visible}
	for _, kind := range audit.Kinds() {
		findings := r.of(kind)
		if len(findings) > 0 {
			fmt.Fprintf(b, "\n%s: %s\n", auditTitles()[kind], count(len(findings), "code"))
		}
		for _, f := range findings {
			line := fmt.Sprintf("  %-21s  %s", registry.Visible(f.Code), about(f, s))
			fmt.Fprintln(b, strings.TrimRight(line, " "))
			for _, place := range f.Places {
				fmt.Fprintf(b, "    %s\n", registry.Visible(place))
			}
		}
	}
	if !r.Lags() {
		b.WriteString("\ncomplete\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// writeAuditMarkdown writes r in GitHub's Markdown, for an issue or a job's summary. Like
// writeDiffMarkdown, it puts everything from the input into code spans.
func writeAuditMarkdown(w io.Writer, r auditReport) error {
	b := &strings.Builder{}
	title := "complete"
	if r.Lags() {
		title = r.summary()
	}
	fmt.Fprintf(b, "## IMAP response codes: %s\n\n", title)
	var files []string
	for _, name := range r.files {
		files = append(files, codeSpan(name))
	}
	fmt.Fprintf(b, "%s in %s. The registry is %s",
		r.summary(), strings.Join(files, ", "), codeSpan(r.registry.name))
	if r.registry.Updated != "" {
		fmt.Fprintf(b, ", last updated %s", r.registry.Updated)
	}
	b.WriteString(".\n")
	for _, kind := range audit.Kinds() {
		writeMarkdownFindings(b, auditTitles()[kind], r.of(kind))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// writeMarkdownFindings writes the findings of a kind, if there are any, as a table.
func writeMarkdownFindings(b *strings.Builder, title string, findings []audit.Finding) {
	if len(findings) == 0 {
		return
	}
	title = strings.ToUpper(title[:1]) + title[1:]
	fmt.Fprintf(b, "\n### %s: %s\n\n", title, count(len(findings), "code"))
	header := "| Code | About | Where |\n| --- | --- | --- |\n"
	if findings[0].Kind == audit.Missing {
		header = "| Code | About |\n| --- | --- |\n"
	}
	b.WriteString(header)
	for _, f := range findings {
		fmt.Fprintf(b, "| %s | %s |", codeCell(f.Code), about(f, style{codeCell, referenceCell}))
		if len(f.Places) > 0 {
			fmt.Fprintf(b, " %s |", strings.Join(cells(f.Places), " "))
		}
		b.WriteString("\n")
	}
}

// cells returns texts as code spans for a table cell.
func cells(texts []string) []string {
	var list []string
	for _, text := range texts {
		list = append(list, codeCell(text))
	}
	return list
}
