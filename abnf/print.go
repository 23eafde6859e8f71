package abnf

import (
	"fmt"
	"strings"
)

// String returns x as ABNF on one line, in the canonical layout: single spaces, parentheses only
// where they are needed, options in brackets, numeric values in hexadecimal.
func (x *Expr) String() string {
	var b strings.Builder
	x.print(&b, levelAlternate)
	return b.String()
}

// The levels of precedence, from the loosest (RFC 5234 section 3.10). An expression that is printed
// at a tighter level than its own needs parentheses.
const (
	levelAlternate = iota
	levelConcat
	levelRepeat
	levelElement
)

func (x *Expr) print(b *strings.Builder, level int) {
	own := map[Op]int{OpAlternate: levelAlternate, OpConcat: levelConcat, OpRepeat: levelRepeat}
	if l, ok := own[x.Op]; ok && l < level && !x.isOption() {
		b.WriteByte('(')
		defer b.WriteByte(')')
	}
	switch x.Op {
	case OpString:
		if x.Exact {
			b.WriteString("%s")
		}
		fmt.Fprintf(b, `"%s"`, x.Text)
	case OpRange:
		fmt.Fprintf(b, "%%x%02X", x.Lo)
		if x.Hi != x.Lo {
			fmt.Fprintf(b, "-%02X", x.Hi)
		}
	case OpName:
		b.WriteString(x.Text)
	case OpProse:
		fmt.Fprintf(b, "<%s>", x.Text)
	case OpConcat:
		x.printArgs(b, " ", levelRepeat)
	case OpAlternate:
		x.printArgs(b, " / ", levelConcat)
	case OpRepeat:
		x.printRepeat(b)
	}
}

func (x *Expr) printArgs(b *strings.Builder, separator string, level int) {
	for i, arg := range x.Args {
		if i > 0 {
			b.WriteString(separator)
		}
		arg.print(b, level)
	}
}

func (x *Expr) printRepeat(b *strings.Builder) {
	if x.isOption() {
		fmt.Fprintf(b, "[%s]", x.Args[0])
		return
	}
	if x.Min > 0 || x.Max == 0 {
		fmt.Fprint(b, x.Min)
	}
	if x.Min != x.Max {
		b.WriteByte('*')
		if x.Max != Unlimited {
			fmt.Fprint(b, x.Max)
		}
	}
	x.Args[0].print(b, levelElement)
}

func (x *Expr) isOption() bool { return x.Op == OpRepeat && x.Min == 0 && x.Max == 1 }

// width is the number of columns beyond which a printed rule is broken before its alternatives.
const width = 100

// String returns r as canonical ABNF without its comment: on one line or, if that is over 100
// columns wide, with each alternative on a line of its own.
func (r *Rule) String() string {
	head := r.Name + " = "
	if r.Extends {
		head = r.Name + " =/ "
	}
	line := head + r.Expr.String()
	if len(line) <= width || r.Expr.Op != OpAlternate {
		return line
	}
	var b strings.Builder
	b.WriteString(head)
	r.Expr.printArgs(&b, "\n"+strings.Repeat(" ", len(head)-2)+"/ ", levelConcat)
	return b.String()
}

// Format returns a grammar file: header as comment lines, then each rule in the canonical layout
// with its source and section above it.
func Format(header string, rules []*Rule) string {
	var b strings.Builder
	for line := range strings.SplitSeq(header, "\n") {
		b.WriteString(strings.TrimRight("; "+line, " ") + "\n")
	}
	for _, r := range rules {
		citation := r.Source
		if r.Section != "" {
			citation += ", section " + r.Section
		}
		fmt.Fprintf(&b, "\n%s\n%s\n", strings.TrimRight("; "+citation, " "), r)
	}
	return b.String()
}
