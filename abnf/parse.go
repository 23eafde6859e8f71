package abnf

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
)

// citePattern is how the comment above a rule names its source and section.
var citePattern = regexp.MustCompile(`(?m)^(RFC[0-9]+)(?:, section ([0-9A-Z][0-9.]*[0-9]|[0-9A-Z]))?(?::|$)`)

// Parse reads a grammar file: rules that begin at the first column, continued on lines that begin with white space, with
// comments and blank lines anywhere. A comment line right above a rule may say where the rule is from, alone or before a
// colon: "; RFC9051, section 9". It returns all errors at once, each an *Error, joined.
func Parse(file, text string) ([]*Rule, error) {
	var rules []*Rule
	var errs []error
	var comment []string
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); i++ {
		line := strings.TrimSpace(lines[i])
		if text, ok := strings.CutPrefix(line, ";"); ok {
			comment = append(comment, strings.TrimSpace(text))
			continue
		}
		if line == "" {
			comment = nil
			continue
		}
		above := strings.Join(comment, "\n")
		comment = nil
		first := i
		for i+1 < len(lines) && continues(lines[i+1]) {
			i++
		}
		r, err := parseRule(Pos{file, first + 1, 1}, strings.Join(lines[first:i+1], "\n"))
		if err != nil {
			errs = append(errs, err)
			continue
		}
		r.Comment = above
		if m := citePattern.FindStringSubmatch(r.Comment); m != nil {
			r.Source, r.Section = m[1], m[2]
		}
		rules = append(rules, r)
	}
	return rules, errors.Join(errs...)
}

// continues reports whether line goes on with the rule of the line before it.
func continues(line string) bool {
	return line != strings.TrimLeft(line, " \t") && strings.TrimSpace(line) != ""
}

// ParseExpr reads the right side of a rule. The empty text is the empty string.
func ParseExpr(file, text string) (*Expr, error) {
	p := &parser{pos: Pos{file, 1, 1}, text: text}
	p.space()
	if p.text == "" {
		return &Expr{Op: OpString, Pos: p.pos}, nil
	}
	x, err := p.alternation()
	if err == nil && p.text != "" {
		err = p.unexpected("an operator or the end")
	}
	if err != nil {
		return nil, err
	}
	return x, nil
}

// A parser reads one rule by recursive descent; pos is where text begins.
type parser struct {
	pos   Pos
	text  string
	depth int // of brackets that are open
}

// maxDepth is how deep brackets may nest. RFCs do not reach ten; a text of nothing but brackets would exhaust the stack.
const maxDepth = 100

// parseRule reads the text of one rule, which begins at pos.
//
// Beyond RFC 5234 it reads the notation of RFC 1730 to RFC 2221 (that of RFC 822): ::= for =, _ in names, which becomes
// -, SPACE for SP, <"> for DQUOTE, and lists (#rule), whose separator is a space in those RFCs.
func parseRule(pos Pos, text string) (*Rule, error) {
	p := &parser{pos: pos, text: text}
	p.space()
	r := &Rule{Pos: p.pos}
	bracket := p.take("<") // RFC 5234 section 2.1 allows <name> here too.
	if r.Name = p.name(); r.Name == "" || bracket && !p.take(">") {
		return nil, p.unexpected("a rule's name")
	}
	p.space()
	switch {
	case p.take("=/"):
		r.Extends = true
	case p.take("="), p.take("::="):
	default:
		return nil, p.unexpected("= or =/")
	}
	p.space()
	p.take("/") // RFCs write a choice with a leading or trailing slash now and then.
	p.space()
	x, err := p.alternation()
	if err != nil {
		return nil, err
	}
	if p.text != "" {
		return nil, p.unexpected("an operator or the end of the rule")
	}
	r.Expr = x
	return r, nil
}

func (p *parser) alternation() (*Expr, error) {
	x := &Expr{Op: OpAlternate, Pos: p.pos}
	for {
		arg, err := p.concatenation()
		if err != nil {
			return nil, err
		}
		x.Args = append(x.Args, arg)
		if !p.take("/") {
			break
		}
		p.space()
		if p.text == "" { // a trailing slash
			break
		}
	}
	if len(x.Args) == 1 {
		return x.Args[0], nil
	}
	return x, nil
}

func (p *parser) concatenation() (*Expr, error) {
	x := &Expr{Op: OpConcat, Pos: p.pos}
	for {
		arg, err := p.repetition()
		if err != nil {
			return nil, err
		}
		x.Args = append(x.Args, arg)
		p.space()
		if p.text == "" || strings.IndexByte("/)]", p.text[0]) >= 0 {
			break
		}
	}
	if len(x.Args) == 1 {
		return x.Args[0], nil
	}
	return x, nil
}

func (p *parser) repetition() (*Expr, error) {
	pos := p.pos
	least, counted, err := p.count()
	if err != nil {
		return nil, err
	}
	most := least
	op := ""
	if p.take("*") {
		op = "*"
	} else if p.take("#") {
		op = "#"
	}
	if op != "" {
		var bounded bool
		if most, bounded, err = p.count(); err != nil {
			return nil, err
		} else if !bounded {
			most = Unlimited
		}
	}
	p.space()
	arg, err := p.element()
	if err != nil || op == "" && !counted {
		return arg, err
	}
	if most != Unlimited && most < least {
		return nil, errorf(pos, "repetition of at least %d and at most %d", least, most)
	}
	if op == "#" {
		return list(arg, least, most), nil
	}
	return &Expr{Op: OpRepeat, Pos: pos, Args: []*Expr{arg}, Min: least, Max: most}, nil
}

// list returns what RFC 2060 section 9 means with least#most x: elements separated by single spaces.
func list(x *Expr, least, most int) *Expr {
	more := most
	if most != Unlimited {
		more = max(most-1, 0)
	}
	rest := Concat(&Expr{Op: OpName, Pos: x.Pos, Text: "SP"}, x)
	whole := Concat(x, &Expr{Op: OpRepeat, Pos: x.Pos, Args: []*Expr{rest}, Min: max(least-1, 0), Max: more})
	if least > 0 {
		return whole
	}
	return &Expr{Op: OpRepeat, Pos: x.Pos, Args: []*Expr{whole}, Max: 1}
}

// count reads a decimal number, if there is one.
func (p *parser) count() (n int, ok bool, err error) {
	digits := p.span(func(c byte) bool { return '0' <= c && c <= '9' })
	if digits == "" {
		return 0, false, nil
	}
	n, err = strconv.Atoi(digits)
	if err != nil {
		return 0, false, p.unexpected("a smaller count")
	}
	return n, true, nil
}

func (p *parser) element() (*Expr, error) {
	x := &Expr{Pos: p.pos}
	switch {
	case p.text == "":
		return nil, p.unexpected("an element")
	case p.take("("):
		return p.group(")")
	case p.take("["):
		arg, err := p.group("]")
		return &Expr{Op: OpRepeat, Pos: x.Pos, Args: []*Expr{arg}, Max: 1}, err
	case p.take("<"):
		return x, p.prose(x)
	case p.text[0] == '"':
		return x, p.quoted(x)
	case p.take(`%s`), p.take(`%S`):
		x.Exact = true
		return x, p.quoted(x)
	case p.take(`%i`), p.take(`%I`):
		return x, p.quoted(x)
	case p.take("%"):
		return p.number(x.Pos)
	}
	x.Op, x.Text = OpName, modern(p.name())
	if x.Text == "" {
		return nil, p.unexpected("an element")
	}
	return x, nil
}

func (p *parser) group(closing string) (*Expr, error) {
	if p.depth++; p.depth > maxDepth {
		return nil, errorf(p.pos, "more than %d brackets in each other", maxDepth)
	}
	defer func() { p.depth-- }()
	p.space()
	x, err := p.alternation()
	if err == nil && !p.take(closing) {
		err = p.unexpected(closing)
	}
	return x, err
}

// quoted reads a string into x. RFC 5234 section 2.3 has no escapes in it.
func (p *parser) quoted(x *Expr) error {
	x.Op = OpString
	if !p.take(`"`) {
		return p.unexpected("a string")
	}
	x.Text = p.span(func(c byte) bool { return c != '"' && c != '\n' })
	if !p.take(`"`) {
		return errorf(x.Pos, "string without its closing quote")
	}
	return p.printable(x)
}

// prose reads a prose-val into x, or a name in angle brackets, which RFC 5234 section 2.1 allows anywhere. RFCs break
// long ones over lines.
func (p *parser) prose(x *Expr) error {
	x.Op = OpProse
	text := p.span(func(c byte) bool { return c != '>' })
	if !p.take(">") {
		return errorf(x.Pos, "prose-val without its closing bracket")
	}
	x.Text = strings.Join(strings.Fields(text), " ")
	if x.Text == `"` {
		x.Op, x.Text = OpName, "DQUOTE"
	}
	inner := &parser{text: x.Text}
	if name := inner.name(); name != "" && inner.text == "" {
		x.Op, x.Text = OpName, modern(name)
	}
	return p.printable(x)
}

// modern returns the name that a core rule has had since RFC 2234.
func modern(name string) string {
	if name == "SPACE" {
		return "SP"
	}
	return name
}

func (p *parser) printable(x *Expr) error {
	for i := range len(x.Text) {
		if c := x.Text[i]; c < ' ' || c > '~' {
			return errorf(x.Pos, "octet %#x in %q", c, x.Text)
		}
	}
	return nil
}

// number reads what follows the % of a numeric value: %x41, %x41-5A or %x0D.0A (RFC 5234 section 2.3).
func (p *parser) number(pos Pos) (*Expr, error) {
	if p.text == "" {
		return nil, p.unexpected("b, d or x")
	}
	base := map[byte]int{'b': 2, 'd': 10, 'x': 16}[p.text[0]|0x20]
	if base == 0 {
		return nil, p.unexpected("b, d or x")
	}
	p.skip(1)
	lo, err := p.octet(base)
	if err != nil {
		return nil, err
	}
	x := &Expr{Op: OpRange, Pos: pos, Lo: lo, Hi: lo}
	if p.take("-") {
		x.Hi, err = p.octet(base)
		if err == nil && x.Hi < x.Lo {
			err = errorf(pos, "range from %#x down to %#x", x.Lo, x.Hi)
		}
		return x, err
	}
	parts := []*Expr{x}
	for p.take(".") {
		at := p.pos
		value, err := p.octet(base)
		if err != nil {
			return nil, err
		}
		parts = append(parts, &Expr{Op: OpRange, Pos: at, Lo: value, Hi: value})
	}
	return Concat(parts...), nil
}

func (p *parser) octet(base int) (int, error) {
	at := p.pos
	digits := p.span(func(c byte) bool {
		_, err := strconv.ParseUint(string(c), base, 8)
		return err == nil
	})
	if digits == "" {
		return 0, p.unexpected("a digit")
	}
	value, err := strconv.ParseUint(digits, base, 8)
	if err != nil {
		return 0, errorf(at, "value %s is no octet", digits)
	}
	return int(value), nil
}

// name reads a rule's name, or returns "".
func (p *parser) name() string {
	if p.text == "" || !isAlpha(p.text[0]) {
		return ""
	}
	name := p.span(func(c byte) bool { return isAlpha(c) || '0' <= c && c <= '9' || c == '-' || c == '_' })
	return strings.ReplaceAll(name, "_", "-")
}

func isAlpha(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// space skips white space, line breaks and comments.
func (p *parser) space() {
	for p.text != "" {
		switch c := p.text[0]; {
		case c == ';':
			p.span(func(c byte) bool { return c != '\n' })
		case c == ' ' || c == '\t' || c == '\r' || c == '\n':
			p.skip(1)
		default:
			return
		}
	}
}

// take skips prefix if the text begins with it.
func (p *parser) take(prefix string) bool {
	if !strings.HasPrefix(p.text, prefix) {
		return false
	}
	p.skip(len(prefix))
	return true
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

func (p *parser) unexpected(want string) error {
	if p.text == "" {
		return errorf(p.pos, "end of text, want %s", want)
	}
	got, _, _ := strings.Cut(p.text, "\n")
	if len(got) > 20 {
		got = got[:20]
	}
	return errorf(p.pos, "%q, want %s", got, want)
}
