package abnf

import "regexp"

// A Section is a section or an appendix of an RFC, without the sections inside it.
type Section struct {
	Number string // "3.1.2", "B.1"
	Text   string // its lines from the heading on, without page breaks
}

// Sections returns the sections in the text of an RFC as published, in their order. A number that
// occurs more than once, as in a table of contents, is that of the last one.
func Sections(text string) []Section {
	var sections []Section
	last := map[string]int{} // by number, in sections
	for _, line := range unpaginate(text) {
		if number := heading(line.text); number != "" {
			last[number] = len(sections)
			sections = append(sections, Section{Number: number})
		}
		if len(sections) > 0 {
			sections[len(sections)-1].Text += line.text + "\n"
		}
	}
	kept := sections[:0]
	for i, s := range sections {
		if last[s.Number] == i {
			kept = append(kept, s)
		}
	}
	return kept
}

var (
	headingPattern = regexp.MustCompile(`^(?:Appendix ([A-Z])\.?|([A-Z])\.|` +
		`((?:[0-9]+|[A-Z]\.[0-9]+)(?:\.[0-9]+)*)\.?) +[^ ]`)
	// contentsPattern matches the end of a line of a table of contents: dots and a page number.
	contentsPattern = regexp.MustCompile(`\. ?\. ?\..*[0-9]+$`)
)

// heading returns the number of the section whose heading line is, or "". Headings begin at the
// left edge, as the table of contents may do too.
func heading(line string) string {
	m := headingPattern.FindStringSubmatch(line)
	if m == nil || contentsPattern.MatchString(line) {
		return ""
	}
	return m[1] + m[2] + m[3]
}
