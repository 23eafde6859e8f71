package grammar

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/abnf"
)

// An analyzer takes expressions apart into sequences of elements, one for each alternative.
type analyzer struct {
	grammar *abnf.Grammar
	file    string   // of the arguments: "arguments of COPYUID"
	active  []string // the folded names of the rules being taken apart
	opened  []string // the names of the rules that were taken apart, each once
	steps   int      // how many expressions have been looked at
	err     error    // the first error, after which the sequences are meaningless
}

// An element is one thing between spaces in one alternative, or a bracket.
type element struct {
	kind    Kind
	keyword string // of a keyword, which is a Word
	rule    string
	bracket byte // '(' or ')', or 0
	list    bool // it is repeated, or the following ones are like it
	quoted  bool // it may be in quotes or a literal
}

// A sequence is the elements of one alternative. The nil sequence is the empty one.
type sequence []element

// What limits the cost of a grammar with many options, elements or rules. IMAP needs 7
// alternatives, 5 elements and 770 steps.
const (
	maxSequences = 256
	maxElements  = 100
	maxSteps     = 20_000
)

// fail notes the first error, at x.
func (a *analyzer) fail(x *abnf.Expr, format string, args ...any) []sequence {
	if a.err == nil {
		a.err = fmt.Errorf("%s: %w", x.Pos, fmt.Errorf(format, args...))
		if x.Pos.File != a.file {
			a.err = fmt.Errorf("%s: %w", a.file, a.err)
		}
	}
	return nil
}

// step counts an expression that is looked at, and reports whether there may be more.
func (a *analyzer) step(x *abnf.Expr) bool {
	if a.steps++; a.steps > maxSteps {
		a.fail(x, "analyzing the arguments takes more than %d steps; name fewer rules", maxSteps)
	}
	return a.err == nil
}

// bounded returns list, unless there are too many sequences, or too many elements in one.
func (a *analyzer) bounded(x *abnf.Expr, list []sequence) []sequence {
	if len(list) > maxSequences {
		return a.fail(x, "more than %d alternatives of elements", maxSequences)
	}
	for _, s := range list {
		if len(s) > maxElements {
			return a.fail(x, "more than %d elements", maxElements)
		}
	}
	return list
}

// sequences returns the alternatives of x.
func (a *analyzer) sequences(x *abnf.Expr) []sequence {
	if !a.step(x) {
		return nil
	}
	switch x.Op {
	case abnf.OpAlternate:
		var all []sequence
		for _, arg := range x.Args {
			all = append(all, a.sequences(arg)...)
		}
		return a.bounded(x, all)
	case abnf.OpConcat:
		return a.concat(x)
	case abnf.OpRepeat:
		return a.repeat(x)
	case abnf.OpString:
		switch {
		case isBracket(x):
			return []sequence{{{bracket: x.Text[0]}}}
		case strings.Contains(x.Text, " "): // only the rule SP is known to be a space
			return a.fail(x, "%q contains a space; write SP", x.Text)
		}
		return []sequence{{{kind: Word, keyword: x.Text}}}
	case abnf.OpName:
		return a.rule(x)
	}
	return []sequence{{{kind: Word, rule: "word"}}}
}

// concat joins the sequences of the parts of x. Parts without a space between them are one word,
// except for brackets.
func (a *analyzer) concat(x *abnf.Expr) []sequence {
	all := []sequence{nil}
	glued := false // the part before was an element, and no space followed
	for _, part := range x.Args {
		if isSpace(part) {
			glued = false
			continue
		}
		parts := a.sequences(part)
		if glued && !a.spaced(part) && !isBracket(part) {
			glue(all) // mechanism ["=" base64]: the rest of a word
			continue
		}
		glued = !isBracket(part)
		if len(all)*len(parts) > maxSequences {
			return a.fail(x, "more than %d alternatives of elements", maxSequences)
		}
		var joined []sequence
		for _, head := range all {
			for _, tail := range parts {
				joined = append(joined, slices.Concat(head, tail))
			}
		}
		all = a.bounded(x, joined)
	}
	return all
}

// glue turns the last element of each sequence into a word, because more of it follows.
func glue(sequences []sequence) {
	for _, s := range sequences {
		if len(s) == 0 || s[len(s)-1].bracket != 0 {
			continue
		}
		last := &s[len(s)-1]
		if last.keyword != "" {
			last.keyword, last.rule = "", "word"
		}
		if !last.list {
			last.kind, last.quoted = Word, false
		}
	}
}

func isSpace(x *abnf.Expr) bool { return x.Op == abnf.OpName && abnf.Fold(x.Text) == "sp" }

func isBracket(x *abnf.Expr) bool {
	return x.Op == abnf.OpString && (x.Text == "(" || x.Text == ")")
}

// repeat returns an option as the sequences with and without it, and a repetition as a list of the
// elements in it.
func (a *analyzer) repeat(x *abnf.Expr) []sequence {
	inner := a.sequences(x.Args[0])
	if x.Max == 1 {
		if x.Min == 0 {
			inner = append(inner, nil)
		}
		return a.bounded(x, inner)
	}
	if !a.spaced(x.Args[0]) {
		return []sequence{{{kind: Word, rule: "word"}}} // 1*DIGIT
	}
	item := element{kind: Word, rule: "list", list: true}
	for _, s := range inner {
		if len(s) > 0 && s[0].rule != "" {
			item.rule, item.kind = s[0].rule, s[0].kind
		}
	}
	return []sequence{{item}}
}

// rule returns the element of a rule or, if the rule contains spaces, its elements.
func (a *analyzer) rule(x *abnf.Expr) []sequence {
	name := abnf.Fold(x.Text)
	if kind, ok := basic[name]; ok {
		return []sequence{{{kind: kind, rule: x.Text, quoted: kind == String}}}
	}
	d, err := a.grammar.Definition(x.Text)
	if err != nil {
		return a.fail(x, "%w", err)
	}
	if slices.Contains(a.active, name) { // a list that names itself
		return []sequence{{{kind: Word, rule: x.Text, list: true}}}
	}
	if a.spaced(d.Expr) {
		if !slices.Contains(a.opened, d.Name) {
			a.opened = append(a.opened, d.Name)
		}
		a.active = append(a.active, name)
		defer func() { a.active = a.active[:len(a.active)-1] }()
		return a.sequences(d.Expr)
	}
	kinds := map[Kind]bool{}
	a.kinds(d.Expr, kinds, map[string]bool{name: true})
	var all []sequence
	if kinds[Nil] { // inprogress-tag = quoted / nil
		all = append(all, sequence{{kind: Nil, rule: x.Text}})
		delete(kinds, Nil)
	}
	kind := Kind(0)
	for _, k := range slices.Sorted(maps.Keys(kinds)) {
		kind = widen(kind, k)
	}
	return append(all, sequence{{kind: kind, rule: x.Text, quoted: kinds[String]}})
}

// spaced reports whether x contains the rule SP, directly or through names.
func (a *analyzer) spaced(x *abnf.Expr) bool { return a.any(x, map[string]bool{}, isSpace) }

// any reports whether is returns true for an expression in x, or in a rule that x needs, except for
// basic rules and those whose folded names have been met.
func (a *analyzer) any(x *abnf.Expr, met map[string]bool, is func(*abnf.Expr) bool) bool {
	for part := range x.All() {
		if is(part) {
			return true
		}
		name := abnf.Fold(part.Text)
		if !a.step(part) || part.Op != abnf.OpName || basic[name] != 0 || met[name] {
			continue
		}
		met[name] = true
		d, err := a.grammar.Definition(part.Text)
		if err == nil && a.any(d.Expr, met, is) {
			return true
		}
	}
	return false
}

// kinds collects the kinds of the alternatives of a rule that is not basic. An alternative that
// names a rule has that rule's kinds, unless that has been met. Any other is Text if it may contain
// a space, otherwise Word.
func (a *analyzer) kinds(x *abnf.Expr, kinds map[Kind]bool, met map[string]bool) {
	holdsSpace := func(x *abnf.Expr) bool {
		return x.Op == abnf.OpRange && x.Lo <= ' ' && ' ' <= x.Hi
	}
	for _, alt := range x.Alternatives() {
		name := abnf.Fold(alt.Text)
		switch {
		case alt.Op == abnf.OpName && basic[name] != 0:
			kinds[basic[name]] = true
		case alt.Op == abnf.OpName && met[name]:
		case alt.Op == abnf.OpName:
			met[name] = true
			if d, err := a.grammar.Definition(alt.Text); err == nil {
				a.kinds(d.Expr, kinds, met)
			}
		case a.any(alt, map[string]bool{}, holdsSpace):
			kinds[Text] = true
		default:
			kinds[Word] = true
		}
	}
}
