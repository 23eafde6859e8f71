package grammar

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/abnf"
)

// An analyser takes expressions apart into the sequences of elements that their alternatives are.
type analyser struct {
	grammar *abnf.Grammar
	active  []string // the folded names of the rules being taken apart
	opened  []string // the names of the rules that were taken apart, each once
}

// maxSequences bounds what a grammar with many options may cost.
const maxSequences = 256

// sequences returns the alternatives of x as sequences of elements. A nil sequence is the empty one.
func (a *analyser) sequences(x *abnf.Expr) ([][]element, error) {
	switch x.Op {
	case abnf.OpAlternate:
		var all [][]element
		for _, arg := range x.Args {
			s, err := a.sequences(arg)
			if err != nil {
				return nil, err
			}
			all = append(all, s...)
		}
		return bounded(x, all)
	case abnf.OpConcat:
		return a.concat(x)
	case abnf.OpRepeat:
		return a.repeat(x)
	case abnf.OpString:
		switch {
		case isBracket(x):
			return [][]element{{{bracket: x.Text[0]}}}, nil
		case strings.Contains(x.Text, " "): // spaces are looked for by the rule's name
			return nil, fmt.Errorf("%s: %q holds a space; write SP", x.Pos, x.Text)
		}
		return [][]element{{{kind: Word, keyword: x.Text}}}, nil
	case abnf.OpName:
		return a.rule(x)
	}
	return [][]element{{{kind: Word, rule: "word"}}}, nil
}

func bounded(x *abnf.Expr, all [][]element) ([][]element, error) {
	if len(all) > maxSequences {
		return nil, fmt.Errorf("%s: more than %d alternatives of elements", x.Pos, maxSequences)
	}
	return all, nil
}

// concat joins the sequences of its parts; parts without a space between them are one word, brackets aside.
func (a *analyser) concat(x *abnf.Expr) ([][]element, error) {
	all := [][]element{nil}
	glued := false // the part before was an element, and no space followed
	for _, part := range x.Args {
		if isSpace(part) {
			glued = false
			continue
		}
		parts, err := a.sequences(part)
		if err != nil {
			return nil, err
		}
		if glued && !a.spaced(part) && !isBracket(part) {
			glue(all) // mechanism ["=" base64]: the rest of a word
			continue
		}
		glued = !isBracket(part)
		var joined [][]element
		for _, head := range all {
			for _, tail := range parts {
				joined = append(joined, slices.Concat(head, tail))
			}
		}
		if all, err = bounded(x, joined); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// glue makes a word of the last element of each sequence: more of it follows.
func glue(sequences [][]element) {
	for _, s := range sequences {
		if len(s) == 0 || s[len(s)-1].bracket != 0 {
			continue
		}
		last := &s[len(s)-1]
		if last.keyword != "" {
			last.keyword, last.rule = "", "word"
		}
		if !last.list {
			last.kind = Word
		}
	}
}

func isSpace(x *abnf.Expr) bool { return x.Op == abnf.OpName && abnf.Fold(x.Text) == "sp" }

func isBracket(x *abnf.Expr) bool {
	return x.Op == abnf.OpString && (x.Text == "(" || x.Text == ")")
}

// repeat returns an option as the sequences with and without it, and a repetition as a list of the elements in it.
func (a *analyser) repeat(x *abnf.Expr) ([][]element, error) {
	inner, err := a.sequences(x.Args[0])
	if err != nil {
		return nil, err
	}
	if x.Max == 1 {
		if x.Min == 0 {
			inner = append(inner, nil)
		}
		return bounded(x, inner)
	}
	if !a.spaced(x.Args[0]) {
		return [][]element{{{kind: Word, rule: "word"}}}, nil // 1*DIGIT
	}
	item := element{kind: Word, rule: "list", list: true}
	for _, s := range inner {
		if len(s) > 0 && s[0].rule != "" {
			item.rule, item.kind = s[0].rule, s[0].kind
		}
	}
	return [][]element{{item}}, nil
}

// rule returns the element that a rule stands for, or if the rule has spaces in it its elements.
func (a *analyser) rule(x *abnf.Expr) ([][]element, error) {
	name := abnf.Fold(x.Text)
	if kind, ok := basic[name]; ok {
		return [][]element{{{kind: kind, rule: x.Text}}}, nil
	}
	d, err := a.grammar.Definition(x.Text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", x.Pos, err)
	}
	if slices.Contains(a.active, name) { // a list that names itself
		return [][]element{{{kind: Word, rule: x.Text, list: true}}}, nil
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
	a.kinds(d.Expr, kinds, []string{name})
	var all [][]element
	if kinds[Nil] { // inprogress-tag = quoted / nil
		all = append(all, []element{{kind: Nil, rule: x.Text}})
		delete(kinds, Nil)
	}
	kind := Kind(0)
	for _, k := range slices.Sorted(maps.Keys(kinds)) {
		kind = widen(kind, k)
	}
	return append(all, []element{{kind: kind, rule: x.Text}}), nil
}

// spaced reports whether x has the rule SP in it, directly or behind names.
func (a *analyser) spaced(x *abnf.Expr) bool { return a.any(x, nil, isSpace) }

// any reports whether is holds for an expression in x, or in a rule that x needs.
func (a *analyser) any(x *abnf.Expr, seen []string, is func(*abnf.Expr) bool) bool {
	for part := range x.All() {
		if is(part) {
			return true
		}
		if part.Op != abnf.OpName || slices.Contains(seen, abnf.Fold(part.Text)) {
			continue
		}
		if _, ok := basic[abnf.Fold(part.Text)]; ok {
			continue
		}
		if d, err := a.grammar.Definition(part.Text); err == nil && a.any(d.Expr, append(seen, abnf.Fold(part.Text)), is) {
			return true
		}
	}
	return false
}

// kinds collects the kinds of a rule that is not basic: those of the rules that it is a choice of, Text if it may hold a
// space, else Word.
func (a *analyser) kinds(x *abnf.Expr, kinds map[Kind]bool, seen []string) {
	holdsSpace := func(x *abnf.Expr) bool { return x.Op == abnf.OpRange && x.Lo <= ' ' && ' ' <= x.Hi }
	for _, alt := range x.Alternatives() {
		name := abnf.Fold(alt.Text)
		switch d, err := a.grammar.Definition(alt.Text); {
		case alt.Op == abnf.OpName && basic[name] != 0:
			kinds[basic[name]] = true
		case alt.Op == abnf.OpName && err == nil && !slices.Contains(seen, name):
			a.kinds(d.Expr, kinds, append(seen, name))
		case a.any(alt, seen, holdsSpace):
			kinds[Text] = true
		default:
			kinds[Word] = true
		}
	}
}
