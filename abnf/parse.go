package abnf

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
)

// citePattern matches a comment that names the source and section of the rule below it.
var citePattern = regexp.MustCompile(
	`(?m)^(RFC[0-9]+)(?:, section ([0-9A-Z][0-9.]*[0-9]|[0-9A-Z]))?(?::|$)`)

// Parse reads a grammar file: rules that begin in the first column and continue on lines that begin
// with white space, and comments and blank lines anywhere. A comment line right above a rule may
// name the rule's source, alone or before a colon: "; RFC9051, section 9". Parse returns the rules
// that it could read, and all errors joined, each of them an *Error.
func Parse(file, text string) ([]*Rule, error) {
	var rules []*Rule
	var errs []error
	var comment []string
	lines := strings.Split(strings.TrimPrefix(text, "\ufeff"), "\n")
	for i := 0; i < len(lines); i++ {
		line := strings.TrimSpace(lines[i])
		if text, ok := strings.CutPrefix(line, ";"); ok {
			comment = append(comment, strings.TrimSpace(text))
			continue
		}
		if line != "" {
			first := i
			for i+1 < len(lines) && continues(lines[i+1]) {
				i++
			}
			text := strings.Join(lines[first:i+1], "\n")
			if r, err := parseRule(Pos{file, first + 1, 1}, text); err != nil {
				errs = append(errs, err)
			} else {
				r.setComment(strings.Join(comment, "\n"))
				rules = append(rules, r)
			}
		}
		comment = nil
	}
	return rules, errors.Join(errs...)
}

// continues reports whether line continues the rule of the line before it.
func continues(line string) bool {
	return line != strings.TrimLeft(line, " \t") && strings.TrimSpace(line) != ""
}

func (r *Rule) setComment(comment string) {
	r.Comment = comment
	if m := citePattern.FindStringSubmatch(comment); m != nil {
		r.Source, r.Section = m[1], m[2]
	}
}

// ParseExpr reads the right side of a rule. An empty text is the empty string. The error is an
// *Error, and file is the name in its position.
func ParseExpr(file, text string) (*Expr, error) {
	p := &parser{pos: Pos{file, 1, 1}, text: text}
	p.space()
	if p.text == "" {
		return &Expr{Op: OpString, Pos: p.pos}, nil
	}
	x := p.alternation()
	if err := p.end("an operator or the end"); err != nil {
		return nil, err
	}
	return x, nil
}

// parseRule reads the text of one rule, which begins at pos.
//
// Besides RFC 5234 it reads the notation of RFC 1730 to RFC 2221 (that of RFC 822): ::= for =, _ in
// names, which becomes -, SPACE for SP, <"> for DQUOTE, and lists (#rule), whose separator is a
// space in those RFCs.
func parseRule(pos Pos, text string) (*Rule, error) {
	p := &parser{pos: pos, text: text}
	r := p.rule()
	return r, p.end("an operator or the end of the rule")
}

// A parser reads one rule by recursive descent. After an error the text is at its end, and what its
// methods return is meaningless.
type parser struct {
	pos   Pos
	text  string // what is left, which begins at pos
	depth int    // how many brackets are open
	err   error  // the first error
	short bool   // the text ended where a rule cannot end, or after a slash
}

// maxDepth is how deep brackets may nest. RFCs do not reach ten, but a text of nothing but brackets
// would exhaust the stack.
const maxDepth = 100

// end returns the error. It is an error if there is text left where want is expected.
func (p *parser) end(want string) error {
	if p.text != "" {
		p.unexpected(want)
	}
	return p.err
}

func (p *parser) rule() *Rule {
	p.space()
	r := &Rule{Pos: p.pos}
	bracket := p.take("<") // RFC 5234 section 2.1 allows <name> here too.
	if r.Name = p.name(); r.Name == "" || bracket && !p.take(">") {
		p.unexpected("a rule's name")
	}
	p.space()
	r.Extends = p.take("=/")
	if !r.Extends && !p.take("=") && !p.take("::=") {
		p.unexpected("= or =/")
	}
	p.space()
	p.take("/") // some RFCs write a choice with a leading or trailing slash
	p.space()
	r.Expr = p.alternation()
	return r
}

func (p *parser) alternation() *Expr {
	pos := p.pos
	args := []*Expr{p.concatenation()}
	for p.take("/") {
		p.space()
		if p.text == "" { // a trailing slash
			p.short = true
			break
		}
		args = append(args, p.concatenation())
	}
	return oneOr(OpAlternate, pos, args)
}

func (p *parser) concatenation() *Expr {
	pos := p.pos
	args := []*Expr{p.repetition()}
	for p.space(); p.text != "" && strings.IndexByte("/)]", p.text[0]) < 0; p.space() {
		args = append(args, p.repetition())
	}
	return oneOr(OpConcat, pos, args)
}

// oneOr returns the only argument, or the expression with op and all of them.
func oneOr(op Op, pos Pos, args []*Expr) *Expr {
	if len(args) == 1 {
		return args[0]
	}
	return &Expr{Op: op, Pos: pos, Args: args}
}

func (p *parser) repetition() *Expr {
	pos := p.pos
	least, exact := p.count()
	most := least
	isList := p.take("#")
	if isRange := isList || p.take("*"); isRange {
		var bounded bool
		if most, bounded = p.count(); !bounded {
			most = Unlimited
		}
	} else if !exact {
		return p.element()
	}
	p.space()
	arg := p.element()
	if most != Unlimited && most < least {
		p.fail(pos, "minimum %d exceeds maximum %d", least, most)
	}
	if isList {
		return list(arg, least, most)
	}
	return &Expr{Op: OpRepeat, Pos: pos, Args: []*Expr{arg}, Min: least, Max: most}
}

// list returns the meaning of least#most x in RFC 2060 section 9: elements separated by single
// spaces.
func list(x *Expr, least, most int) *Expr {
	more := most
	if most != Unlimited {
		more = max(most-1, 0)
	}
	rest := Concat(&Expr{Op: OpName, Pos: x.Pos, Text: "SP"}, x)
	whole := Concat(x,
		&Expr{Op: OpRepeat, Pos: x.Pos, Args: []*Expr{rest}, Min: max(least-1, 0), Max: more})
	if least > 0 {
		return whole
	}
	return &Expr{Op: OpRepeat, Pos: x.Pos, Args: []*Expr{whole}, Max: 1}
}

// count reads a decimal number, if there is one.
func (p *parser) count() (n int, ok bool) {
	digits := p.span(func(c byte) bool { return '0' <= c && c <= '9' })
	n, err := strconv.Atoi(digits)
	if err != nil && digits != "" {
		p.unexpected("a smaller count")
	}
	return n, digits != ""
}

func (p *parser) element() *Expr {
	x := &Expr{Pos: p.pos}
	switch {
	case p.take("("):
		return p.group(")")
	case p.take("["):
		return &Expr{Op: OpRepeat, Pos: x.Pos, Args: []*Expr{p.group("]")}, Max: 1}
	case p.take("<"):
		p.prose(x)
	case strings.HasPrefix(p.text, `"`), p.take("%i"), p.take("%I"):
		p.quoted(x)
	case p.take("%s"), p.take("%S"):
		x.Exact = true
		p.quoted(x)
	case p.take("%"):
		return p.number(x.Pos)
	default:
		x.Op, x.Text = OpName, modern(p.name())
		if x.Text == "" {
			p.unexpected("an element")
		}
	}
	return x
}

func (p *parser) group(closing string) *Expr {
	if p.depth++; p.depth > maxDepth {
		p.fail(p.pos, "brackets nested more than %d deep", maxDepth)
	}
	p.space()
	x := p.alternation()
	if !p.take(closing) {
		p.unexpected(closing)
	}
	p.depth--
	return x
}

// quoted reads a string into x. RFC 5234 section 2.3 has no escapes in it.
func (p *parser) quoted(x *Expr) {
	x.Op = OpString
	if !p.take(`"`) {
		p.unexpected("a string")
	}
	x.Text = p.span(func(c byte) bool { return c != '"' && c != '\n' })
	if !p.take(`"`) {
		p.fail(x.Pos, "string without its closing quote")
	}
	p.printable(x)
}

// prose reads a prose-val into x, or a name in angle brackets, which RFC 5234 section 2.1 allows
// anywhere. RFCs break long ones over lines.
func (p *parser) prose(x *Expr) {
	text := p.span(func(c byte) bool { return c != '>' })
	if !p.take(">") {
		p.fail(x.Pos, "prose-val without its closing bracket")
	}
	x.Op, x.Text = OpProse, strings.Join(strings.Fields(text), " ")
	inner := &parser{text: x.Text}
	if name := inner.name(); name != "" && inner.text == "" {
		x.Op, x.Text = OpName, modern(name)
	} else if x.Text == `"` {
		x.Op, x.Text = OpName, "DQUOTE"
	}
	p.printable(x)
}

func (p *parser) printable(x *Expr) {
	for i := range len(x.Text) {
		if c := x.Text[i]; c < ' ' || c > '~' {
			p.fail(x.Pos, "octet %#x in %q", c, x.Text)
		}
	}
}

// number reads what follows the % of a numeric value: %x41, %x41-5A or %x0D.0A (RFC 5234 section
// 2.3).
func (p *parser) number(pos Pos) *Expr {
	base := 0
	switch {
	case p.take("b"), p.take("B"):
		base = 2
	case p.take("d"), p.take("D"):
		base = 10
	case p.take("x"), p.take("X"):
		base = 16
	default:
		p.unexpected("b, d or x")
	}
	lo := p.octet(base)
	x := &Expr{Op: OpRange, Pos: pos, Lo: lo, Hi: lo}
	if p.take("-") {
		if x.Hi = p.octet(base); x.Hi < x.Lo {
			p.fail(pos, "range from %#x down to %#x", x.Lo, x.Hi)
		}
		return x
	}
	parts := []*Expr{x}
	for p.take(".") {
		at := p.pos
		value := p.octet(base)
		parts = append(parts, &Expr{Op: OpRange, Pos: at, Lo: value, Hi: value})
	}
	return oneOr(OpConcat, pos, parts)
}

func (p *parser) octet(base int) int {
	at := p.pos
	digits := p.span(func(c byte) bool {
		_, err := strconv.ParseUint(string(c), base, 8)
		return err == nil
	})
	value, err := strconv.ParseUint(digits, base, 8)
	if digits == "" {
		p.unexpected("a digit")
	} else if err != nil {
		p.fail(at, "value %s is not an octet", digits)
	}
	return int(value)
}

// name reads a rule's name, or returns "".
func (p *parser) name() string {
	if p.text == "" || !isAlpha(p.text[0]) {
		return ""
	}
	name := p.span(func(c byte) bool {
		return isAlpha(c) || '0' <= c && c <= '9' || c == '-' || c == '_'
	})
	return strings.ReplaceAll(name, "_", "-")
}

// modern returns the name that a core rule has had since RFC 2234.
func modern(name string) string {
	if name == "SPACE" {
		return "SP"
	}
	return name
}

func isAlpha(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// space skips white space, line breaks and comments.
func (p *parser) space() {
	for {
		p.span(func(c byte) bool { return strings.IndexByte(" \t\r\n", c) >= 0 })
		if !strings.HasPrefix(p.text, ";") {
			return
		}
		p.span(func(c byte) bool { return c != '\n' })
	}
}

// take skips prefix if the text begins with it.
func (p *parser) take(prefix string) bool {
	found := strings.HasPrefix(p.text, prefix)
	if found {
		p.skip(len(prefix))
	}
	return found
}

// span skips and returns the longest prefix of octets for which in holds.
func (p *parser) span(in func(c byte) bool) string {
	text := p.text
	n := 0
	for n < len(text) && in(text[n]) {
		n++
	}
	p.skip(n)
	return text[:n]
}

func (p *parser) skip(n int) {
	for i := range n {
		p.pos.Col++
		if p.text[i] == '\n' {
			p.pos.Line++
			p.pos.Col = 1
		}
	}
	p.text = p.text[n:]
}

func (p *parser) unexpected(want string) {
	got, _, _ := strings.Cut(p.text, "\n")
	if p.text == "" {
		p.short = p.short || p.err == nil
		p.fail(p.pos, "end of text, want %s", want)
	} else {
		p.fail(p.pos, "%q, want %s", got[:min(len(got), 20)], want)
	}
}

// fail notes the error, unless there is one already, and ends the text.
func (p *parser) fail(pos Pos, format string, args ...any) {
	if p.err == nil {
		p.err = errorf(pos, format, args...)
	}
	p.text = ""
}
