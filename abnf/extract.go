package abnf

import (
	"regexp"
	"strings"
)

// Extract returns the rules in the text of an RFC as published, in their order. The name of the
// RFC, "RFC9051", becomes their Source and the file in their positions.
//
// What looks like a rule but is not one (an example, a rule with an elision) is left out. The map
// skipped has the *Error for it under the rule's folded name, so that a caller who misses the rule
// can tell why.
func Extract(source, text string) (rules []*Rule, skipped map[string]error) {
	skipped = map[string]error{}
	lines := unpaginate(text)
	section := ""
	for i := 0; i < len(lines); {
		if number := heading(lines[i].text); number != "" {
			section = number
		}
		name := ruleName(lines[i:])
		if name == "" {
			i++
			continue
		}
		n := ruleLines(lines[i:])
		r, err := parseRule(Pos{source, lines[i].number, 1}, joinLines(lines[i:i+n]))
		if err != nil {
			skipped[Fold(name)] = err
			i++
			continue
		}
		if body := r.Expr.String(); elsewherePattern.MatchString(body) {
			r.Expr = &Expr{Op: OpProse, Pos: r.Expr.Pos, Text: body}
		}
		r.Source, r.Section = source, section
		rules = append(rules, r)
		i += n
	}
	return rules, skipped
}

// A textLine is a line of an RFC without trailing white space. A run of blank lines is a single
// one, and so is a page break with the blank lines around it, which sets broken.
type textLine struct {
	number int
	text   string
	broken bool
}

var (
	footerPattern  = regexp.MustCompile(`\[Page [0-9ivx]+\]$`)
	runningPattern = regexp.MustCompile(`^RFC [0-9]+ {2,}.* [12][0-9]{3}$`)
	// In RFC 2087 a long name is alone on its line.
	rulePattern = regexp.MustCompile(
		`^ *<?([A-Za-z][A-Za-z0-9_-]*)>? *(?:\n *)?(?:=/|=|::=)(?:[ \n]|$)`)
	// RFC 2193: mailbox = <mailbox> as defined in [RFC-2060]
	elsewherePattern = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]* as defined in [^<>]+$`)
)

// unpaginate splits text into lines. A page break is blank lines, a footer, a form feed, a header
// and blank lines again. Some of these may be missing.
func unpaginate(text string) []textLine {
	var lines []textLine
	pending := false // a page break has begun, and no text has followed
	for i, raw := range strings.Split(strings.TrimPrefix(text, "\ufeff"), "\n") {
		line := strings.TrimRight(strings.ReplaceAll(raw, "\f", ""), " \t\r")
		blank := line == "" || footerPattern.MatchString(line) || runningPattern.MatchString(line)
		pending = blank && (pending || line != "" || strings.Contains(raw, "\f"))
		last := len(lines) - 1
		switch {
		case !blank:
			lines = append(lines, textLine{number: i + 1, text: line})
		case last >= 0 && lines[last].text == "":
			lines[last].broken = pending
		default:
			lines = append(lines, textLine{number: i + 1, broken: pending})
		}
	}
	return lines
}

// ruleName returns the name that the first of lines begins to define, or "".
func ruleName(lines []textLine) string {
	m := rulePattern.FindStringSubmatch(joinLines(lines[:min(len(lines), 2)]))
	if m == nil {
		return ""
	}
	return m[1]
}

// ruleLines returns how many of lines belong to the rule that the first one begins: those that are
// indented deeper than the first. As prose may follow too, a rule continues after a blank line only
// if it must (a bracket is open, an operator or the body is missing), if what follows can be
// nothing else (it begins with a slash or a semicolon), or if the blank line is a page break and
// what follows is indented as deep as the body.
func ruleLines(lines []textLine) int {
	own := indent(lines[0].text)
	body := strings.IndexByte(lines[0].text, '=')
	n := 1
	for next := n; next < len(lines); next++ {
		line, above := lines[next], lines[next-1]
		if line.text == "" {
			continue
		}
		if indent(line.text) <= own || ruleName(lines[next:]) != "" {
			break
		}
		first := line.text[indent(line.text)]
		mayFollow := above.text != "" || first == '/' || first == ';' ||
			above.broken && indent(line.text) > body
		if !mayFollow && !incomplete(joinLines(lines[:n])) {
			break
		}
		n = next + 1
	}
	return n
}

func indent(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// incomplete reports whether text begins a rule that cannot end where text ends.
func incomplete(text string) bool {
	p := &parser{text: text}
	p.rule()
	return p.short
}

// joinLines joins lines into text in which they are as far apart as their numbers.
func joinLines(lines []textLine) string {
	var b strings.Builder
	for i, line := range lines {
		if i > 0 {
			b.WriteString(strings.Repeat("\n", line.number-lines[i-1].number))
		}
		b.WriteString(line.text)
	}
	return b.String()
}

// ImportNote reports whether r is not a definition but a note that says where one is: a prose-val
// such as <Defined in Section 4 of RFC 3629> or <defined in [ABNF]>, or as in RFC 2342 the rule's
// own name (nil = <nil>). The source, "RFC3629", is empty if the note names no RFC.
func (r *Rule) ImportNote() (source string, ok bool) {
	if r.Expr.Op == OpName && Fold(r.Expr.Text) == Fold(r.Name) {
		return "", true
	}
	if r.Expr.Op != OpProse || !importPattern.MatchString(r.Expr.Text) {
		return "", false
	}
	if m := rfcPattern.FindStringSubmatch(r.Expr.Text); m != nil {
		source = "RFC" + m[1]
	}
	return source, true
}

var (
	importPattern = regexp.MustCompile(`(?i)^(as )?(see|define[ds]|specified)\b|\bas defined in\b`)
	rfcPattern    = regexp.MustCompile(`RFC[ -]?([0-9]+)`)
)

// A FrontPage is what the first page of an RFC says about the document.
type FrontPage struct {
	Source    string   // "RFC9051"
	Title     string   // "Internet Message Access Protocol (IMAP) - Version 4rev2"
	Date      string   // "August 2021"
	Obsoletes []string // "RFC3501"
}

var (
	datePattern = regexp.MustCompile(`(?m)(?:January|February|March|April|May|June|July|August|` +
		`September|October|November|December) [0-9]{4}$`)
	requestPattern   = regexp.MustCompile(`(?m)^Request for Comments: *([0-9]+)`)
	obsoletesPattern = regexp.MustCompile(`(?m)^Obsoletes: *([0-9, ]+)`)
	numberPattern    = regexp.MustCompile(`[0-9]+`)
)

// ReadFrontPage reads the first page of an RFC as published: a block of lines with the date on the
// right, then the centered title. What the text does not say stays empty.
func ReadFrontPage(text string) FrontPage {
	var lines []string
	for _, line := range unpaginate(text) {
		lines = append(lines, line.text)
	}
	blocks := strings.SplitN(strings.Trim(strings.Join(lines, "\n"), "\n"), "\n\n", 3)
	var page FrontPage
	page.Date = datePattern.FindString(blocks[0])
	if m := requestPattern.FindStringSubmatch(blocks[0]); m != nil {
		page.Source = "RFC" + m[1]
	}
	if m := obsoletesPattern.FindStringSubmatch(blocks[0]); m != nil {
		for _, number := range numberPattern.FindAllString(m[1], -1) {
			page.Obsoletes = append(page.Obsoletes, "RFC"+number)
		}
	}
	// A block that is not centered is the text of an excerpt.
	if len(blocks) > 1 && page.Date != "" && indent(blocks[1]) > 0 {
		page.Title = strings.Join(strings.Fields(blocks[1]), " ")
	}
	return page
}
