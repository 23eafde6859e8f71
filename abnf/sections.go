package abnf

import (
	"regexp"
	"strings"
)

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
		if m := headingPattern.FindStringSubmatch(line.text); m != nil && !isContents(line.text) {
			last[m[1]+m[2]] = len(sections)
			sections = append(sections, Section{Number: m[1] + m[2]})
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

// contentsPattern matches the end of a line of a table of contents: dots and a page number.
var contentsPattern = regexp.MustCompile(`\. ?\. ?\..*[0-9]+$`)

func isContents(heading string) bool { return contentsPattern.MatchString(heading) }

// FindSection returns the section with the given number, and whether there is one.
func FindSection(sections []Section, number string) (Section, bool) {
	for _, s := range sections {
		if strings.EqualFold(s.Number, number) {
			return s, true
		}
	}
	return Section{}, false
}
