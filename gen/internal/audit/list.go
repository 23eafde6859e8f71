package audit

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// A mention is a string or an identifier that may name a code.
type mention struct {
	line    int
	value   string   // the string; empty if it is an identifier
	names   []string // the identifiers in the string's line, or the identifier
	certain bool     // the string is in brackets, as in a response: "NO [OVERQUOTA]"

	// named says that one of the names is the string's, as CodeAlert is that of "ALERT", and own is
	// what that name has around the code.
	own   affix
	named bool
}

// A list is mentions that belong together.
type list []mention

// An affix is what the identifiers of a family have around the code: "IMAP_RESP_CODE_" and "".
type affix struct {
	prefix, suffix string
	quoted         bool // the codes are strings, with such identifiers in their lines or none
}

// split returns the word of m that has the affix a.
func (m mention) split(a affix) (word string, ok bool) {
	if a.quoted != (m.value != "") {
		return "", false
	}
	if a.quoted {
		return m.value, m.own == a || !m.named && m.hasName(a)
	}
	name := m.names[0]
	start, end := len(a.prefix), len(name)-len(a.suffix)
	if start >= end || !strings.HasPrefix(name, a.prefix) || !strings.HasSuffix(name, a.suffix) {
		return "", false
	}
	begins, ends := false, false
	for _, p := range parts(name) {
		begins, ends = begins || p.start == start, ends || p.end == end
	}
	return name[start:end], begins && ends
}

// findOwn sets own and named of a string.
func (m *mention) findOwn() {
	m.own.quoted = true
	value := fold(m.value)
	for _, name := range m.names {
		for _, s := range cuts(name) {
			if fold(name[s.start:s.end]) == value {
				m.own, m.named = affix{name[:s.start], name[s.end:], true}, true
				return
			}
		}
	}
}

// hasName reports whether an identifier in m's line has the affix, which is not empty.
func (m mention) hasName(a affix) bool {
	return a.prefix+a.suffix != "" && slices.ContainsFunc(m.names, func(name string) bool {
		return len(name) > len(a.prefix)+len(a.suffix) &&
			strings.HasPrefix(name, a.prefix) && strings.HasSuffix(name, a.suffix)
	})
}

// cuts returns what may be the code in an identifier: one or more of its parts.
func cuts(name string) []span {
	var spans []span
	all := parts(name)
	for i := range all {
		for j := i; j < len(all); j++ {
			spans = append(spans, span{all[i].start, all[j].end})
		}
	}
	return spans
}

// A family is those mentions of a list that have an affix in common.
type family struct {
	affix
	members []mention
	telling int // how many codes its members name that mean nothing else
}

// judge notes the codes in the lists of a file and, if a list is one of response codes, what else is
// in it.
func (c *checker) judge(file string, lists []list) {
	known := map[affix]bool{} // the affixes of codes in the file
	var rests []list
	for _, l := range lists {
		for i := range l {
			if l[i].value != "" {
				l[i].findOwn()
			}
		}
		rests = append(rests, c.judgeFamilies(file, l, known))
	}
	for _, rest := range rests {
		for _, m := range rest {
			code, ok := c.codes[m.value]
			if m.named && known[m.own] ||
				ok && (m.certain || !isCommon(code) || !m.named && m.besideCode()) {
				c.note(file, m.line, m.value, true)
			}
		}
	}
}

// judgeFamilies notes the words of the families in a list that are of response codes, and adds to
// known what their identifiers have around the codes. It returns the rest of the list.
func (c *checker) judgeFamilies(file string, l list, known map[affix]bool) list {
	for {
		f, ok := c.family(l)
		if !ok {
			return l
		}
		if f.prefix+f.suffix != "" {
			known[affix{f.prefix, f.suffix, true}] = true
		}
		isMember := func(m mention) bool { _, ok := m.split(f.affix); return ok }
		l = slices.DeleteFunc(slices.Clone(l), isMember)
		for _, m := range f.members {
			word, _ := m.split(f.affix)
			c.note(file, m.line, word, f.quoted)
		}
	}
}

// besideCode reports whether an identifier in the string's line has the part "code", as in
// resp.Code == "ALERT".
func (m mention) besideCode() bool {
	return slices.ContainsFunc(m.names, func(name string) bool {
		return slices.ContainsFunc(parts(name), func(s span) bool {
			part := fold(name[s.start:s.end])
			return part == "CODE" || part == "CODES"
		})
	})
}

// family returns the family with the most codes in a list, or false if none is of response codes.
func (c *checker) family(l list) (best family, ok bool) {
	for a, n := range c.affixes(l) {
		if n < 2 && !a.quoted {
			continue // many affixes are those of only one code
		}
		f := c.members(l, a)
		if f != nil && f.isBetter(best) {
			best, ok = *f, true
		}
	}
	return best, ok
}

// isBetter reports whether f has more telling codes than g or, if it has as many, less around them.
// If that is equal too, the first in the alphabet is better, so that the result is always the same.
func (f family) isBetter(g family) bool {
	if f.telling != g.telling {
		return f.telling > g.telling
	}
	return cmp.Or(
		cmp.Compare(len(f.prefix+f.suffix), len(g.prefix+g.suffix)),
		cmp.Compare(f.prefix, g.prefix), cmp.Compare(f.suffix, g.suffix)) < 0
}

// affixes returns the affixes with which a list names codes, and how often it does.
func (c *checker) affixes(l list) map[affix]int {
	found := map[affix]int{}
	for _, m := range l {
		if _, ok := c.lookup(m.value, true); ok {
			found[m.own]++
		}
		if m.value != "" {
			continue
		}
		name := m.names[0]
		for _, s := range cuts(name) {
			if _, ok := c.lookup(name[s.start:s.end], false); ok {
				found[affix{name[:s.start], name[s.end:], false}]++
			}
		}
	}
	return found
}

// isTelling reports whether words with an affix are so many different codes, of which so many mean
// nothing else, that they must be meant as response codes. Identifiers without an affix say less
// than other words.
func isTelling(telling, codes int, a affix) bool {
	if a == (affix{}) {
		return telling >= 3 || telling == 2 && codes >= 6
	}
	return telling >= 2 || telling == 1 && codes >= 4
}

// members returns the family with an affix, or nil if it is not one of response codes. It is one if
// isTelling says so and at least half of all words are codes. What is written in another style than the codes
// is not a member.
func (c *checker) members(l list, a affix) *family {
	f := &family{affix: a}
	codes, styles := map[string]bool{}, map[style]bool{}
	for _, m := range l {
		word, ok := m.split(a)
		if !ok {
			continue
		}
		code, isCode := c.lookup(word, a.quoted)
		if isCode && !codes[code] && !isCommon(code) {
			f.telling++
		}
		if isCode {
			codes[code], styles[styleOf(word)] = true, true
		}
	}
	if !isTelling(f.telling, len(codes), a) {
		return nil
	}
	words := map[string]bool{}
	for _, m := range l {
		word, ok := m.split(a)
		if ok && styles[styleOf(word)] && (a.quoted || !isPlaceholder(word)) {
			words[fold(word)] = true
			f.members = append(f.members, m)
		}
	}
	if 2*len(codes) < len(words) {
		return nil
	}
	return f
}

// bracketed finds the code in a string that has a response, or its beginning.
var bracketed = regexp.MustCompile(`(?:^|(OK|NO|BAD|PREAUTH|BYE) )\[([A-Z][A-Z0-9-]+)[\] ]`)

// mentions returns what may be a code in a string: the string itself, codes in brackets, or words if
// it consists of three or more. Words are a list of their own.
func mentions(line int, text string) (single []mention, words list) {
	if mayBeCode(text) {
		return []mention{{line: line, value: text}}, nil
	}
	for _, m := range bracketed.FindAllStringSubmatch(text, -1) {
		single = append(single, mention{line: line, value: m[2], certain: m[1] != ""})
	}
	isDivider := func(r rune) bool { return strings.ContainsRune(" \t\r\n,|", r) }
	for _, f := range strings.FieldsFunc(text, isDivider) {
		if !mayBeCode(f) {
			return single, nil
		}
		words = append(words, mention{line: line, value: f})
	}
	if len(words) < 3 {
		return single, nil
	}
	return single, words
}
