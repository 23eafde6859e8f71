package abnf

import (
	"regexp"
	"strings"
)

// Extract returns the rules that stand in the text of an RFC as published, in their order, with the section of each. The
// source's name ("RFC9051") becomes the rules' Source and stands in their positions.
//
// What looks like a rule and is none (an example, a rule with an elision) is left out, and its error is the value of its
// name in skipped, so that whoever misses the rule can tell why.
func Extract(source, text string) (rules []*Rule, skipped map[string]error) {
	skipped = map[string]error{}
	lines := unpaginate(text)
	section := ""
	for i := 0; i < len(lines); {
		if m := headingPattern.FindStringSubmatch(lines[i].text); m != nil {
			section = strings.TrimSuffix(m[1]+m[2], ".")
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

// A textLine is a line of an RFC without its white space at the end. Under a page break all is one blank line, and
// broken is true there.
type textLine struct {
	number int
	text   string
	broken bool
}

var (
	footerPattern  = regexp.MustCompile(`\[Page [0-9ivx]+\]$`)
	runningPattern = regexp.MustCompile(`^RFC [0-9]+ {2,}.* [12][0-9]{3}$`)
	headingPattern = regexp.MustCompile(`^(?:Appendix ([A-Z])\.?|((?:[0-9]+|[A-Z]\.[0-9]+)(?:\.[0-9]+)*)\.?) +[^ ]`)
	// In RFC 2087 a long name stands alone on its line.
	rulePattern = regexp.MustCompile(`^ *<?([A-Za-z][A-Za-z0-9_-]*)>? *(?:\n *)?(?:=/|=|::=)(?:[ \n]|$)`)
	// RFC 2193: mailbox = <mailbox> as defined in [RFC-2060]
	elsewherePattern = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]* as defined in [^<>]+$`)
)

// unpaginate splits text into lines and folds each page break (blank lines, footer, form feed, header, blank lines) to
// one blank line.
func unpaginate(text string) []textLine {
	var lines []textLine
	pending := false // a page break has begun, and no text has followed
	for i, raw := range strings.Split(strings.TrimPrefix(text, "\ufeff"), "\n") {
		line := strings.TrimRight(strings.ReplaceAll(raw, "\f", ""), " \t\r")
		blank := line == "" || footerPattern.MatchString(line) || runningPattern.MatchString(line)
		pending = pending || blank && (line != "" || strings.Contains(raw, "\f"))
		last := len(lines) - 1
		switch {
		case !blank:
			pending = false
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

// ruleLines returns how many of lines, the first of which begins a rule, belong to the rule. Those are the lines that
// are indented deeper than the first. After a blank line the rule goes on only if it must (a bracket is open, an
// operator or the body is missing), or if what follows can be nothing else (it begins with a slash or a comment), or if
// the blank line is a page break and what follows is as deep as the body: below it prose may stand.
func ruleLines(lines []textLine) int {
	own := indent(lines[0].text)
	body := strings.IndexByte(lines[0].text, '=')
	n := 1
	for n < len(lines) {
		next, blank, broken := n, false, false
		for next < len(lines) && lines[next].text == "" {
			blank, broken = true, broken || lines[next].broken
			next++
		}
		if next == len(lines) || indent(lines[next].text) <= own || ruleName(lines[next:]) != "" {
			break
		}
		text := strings.TrimLeft(lines[next].text, " ")
		if blank && !incomplete(joinLines(lines[:n])) && text[0] != '/' && text[0] != ';' &&
			!(broken && indent(lines[next].text) > body) {
			break
		}
		n = next + 1
	}
	return n
}

func indent(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// incomplete reports whether text is the beginning of a rule that cannot end there.
func incomplete(text string) bool {
	p := &parser{text: text}
	depth := 0
	last := byte('=')
	for p.space(); p.text != ""; p.space() {
		last = p.text[0]
		switch last {
		case '(', '[':
			depth++
		case ')', ']':
			depth--
		case '"':
			p.skip(1)
			p.span(func(c byte) bool { return c != '"' && c != '\n' })
		case '<':
			p.span(func(c byte) bool { return c != '>' })
		}
		if p.text != "" {
			p.skip(1)
		}
	}
	return depth > 0 || last == '=' || last == '/' || strings.HasSuffix(strings.TrimSpace(text), "=/")
}

func joinLines(lines []textLine) string {
	var b strings.Builder
	for i, line := range lines {
		if i > 0 { // Blank lines that were folded count, for the positions.
			b.WriteString(strings.Repeat("\n", line.number-lines[i-1].number))
		}
		b.WriteString(line.text)
	}
	return b.String()
}

// ImportNote reports whether r is no definition but says in a prose-val where one stands, and in which source, if it
// names an RFC: <Defined in Section 4 of RFC 3629>, <defined in [ABNF]>. RFC 2342 says it with nil = <nil> and a comment.
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

// A FrontPage is what the first page of an RFC says of the document.
type FrontPage struct {
	Source    string   // "RFC9051"
	Title     string   // "Internet Message Access Protocol (IMAP) - Version 4rev2"
	Date      string   // "August 2021"
	Obsoletes []string // "RFC3501"
}

var (
	datePattern      = regexp.MustCompile(`(?:January|February|March|April|May|June|July|August|September|October|November|December) [0-9]{4}$`)
	requestPattern   = regexp.MustCompile(`^Request for Comments: *([0-9]+)`)
	obsoletesPattern = regexp.MustCompile(`^Obsoletes: *([0-9, ]+)`)
	numberPattern    = regexp.MustCompile(`[0-9]+`)
)

// ReadFrontPage reads the first page of an RFC as published: a block of lines with the date at the right, then the
// title, centred. What the text does not give stays empty.
func ReadFrontPage(text string) FrontPage {
	var page FrontPage
	block := 0 // blocks are divided by blank lines
	inside := false
	for _, line := range unpaginate(text) {
		if line.text == "" {
			inside = false
			continue
		}
		if !inside {
			inside = true
			block++
		}
		switch block {
		case 1:
			if m := datePattern.FindString(line.text); m != "" {
				page.Date = m
			}
			if m := requestPattern.FindStringSubmatch(line.text); m != nil {
				page.Source = "RFC" + m[1]
			}
			if m := obsoletesPattern.FindStringSubmatch(line.text); m != nil {
				for _, number := range numberPattern.FindAllString(m[1], -1) {
					page.Obsoletes = append(page.Obsoletes, "RFC"+number)
				}
			}
		case 2:
			if indent(line.text) == 0 || page.Date == "" { // no title, but the text of an excerpt
				return page
			}
			page.Title = strings.TrimSpace(page.Title + " " + strings.TrimSpace(line.text))
		default:
			return page
		}
	}
	return page
}
