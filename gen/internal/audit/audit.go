// Package audit compares the response codes in source files with the registry. The stages, one per
// file:
//
//	gofile.go  Go source → lists of what may name a code, by its syntax
//	text.go    source in any other language → the same, by brackets, indentation and quotes
//	list.go    a list → whether it is one of response codes, and then which
//	name.go    identifiers and their words
//	audit.go   all files → what they lack and what is wrong
//
// Nobody marks a list of response codes as such, and other lists have some of the same words:
// STATUS has UIDNEXT, a logger ALERT. So single words count for little. What counts are lists: the
// declarations of a const block or an enum, the elements of an array, the cases of a switch. A list
// is one of response codes if several of its words are codes that mean nothing else, and at least
// half are codes; only then is another word in it one that nobody registered. Comments do not
// count.
package audit

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// A File is a source file.
type File struct {
	Name string // says which language it is in; "-" may be in any
	Data []byte
}

// A Report is the result of Check.
type Report struct {
	Found    int // the number of codes in the registry that the files have
	Total    int // the number of codes in the registry
	Findings []Finding
}

// A Finding is a code that the files lack, or one that they should not have.
type Finding struct {
	Kind       Kind            `json:"kind"`
	Code       string          `json:"code"`       // as registered or, if it is not, as in the file
	Status     registry.Status `json:"status"`     // of Code
	Meant      string          `json:"meant"`      // the code that is misspelled
	ArgumentOf string          `json:"argumentOf"` // a code with Code among its arguments
	References []string        `json:"references"` // of a registered code
	Places     []string        `json:"places"`     // "response.go:47"; none of what is missing
}

// A Kind says what a Finding is about.
type Kind string

// The kinds of findings.
const (
	Missing      Kind = "missing"      // a code of the registry that the files lack
	Misspelled   Kind = "misspelled"   // not a code, but nearly one
	Outdated     Kind = "outdated"     // a code that the registry advises against
	Unregistered Kind = "unregistered" // not a code of the registry
)

// Kinds returns all kinds, in the order in which Check reports them.
func Kinds() []Kind { return []Kind{Missing, Misspelled, Outdated, Unregistered} }

// Lags reports whether the finding is a fault that should be mended: a missing code, unless its
// registration says that it should not be used, or a misspelled one. An outdated code is still sent
// by old servers, and an unregistered one may be a vendor's.
func (f Finding) Lags() bool {
	return f.Kind == Missing && f.Status == registry.Registered || f.Kind == Misspelled
}

// Lags reports whether one of the findings does.
func (r Report) Lags() bool { return slices.ContainsFunc(r.Findings, Finding.Lags) }

// Check compares the codes in files with those of the registry. It does not report the codes in
// ignored, whose case does not matter. Errors are those in the syntax of Go files.
func Check(files []File, records []registry.Record, ignored []string) (Report, error) {
	c := newChecker(records)
	for _, file := range files {
		lists, err := readLists(file)
		if err != nil {
			return Report{}, err
		}
		c.judge(file.Name, lists)
	}
	return c.report(records, ignored), nil
}

// readLists returns the lists in a file.
func readLists(file File) ([]list, error) {
	if strings.HasSuffix(file.Name, ".go") || file.Name == "-" && isGo(file.Data) {
		return goLists(file)
	}
	return textLists(file), nil
}

// A checker collects what the lists of all files have.
type checker struct {
	codes  map[string]string   // by the code in upper case: the code as registered
	folded map[string]string   // by the folded code: the code as registered
	found  map[string][]string // by code: its places
	others []*other            // what is not a code, in the order of the files
}

// An other is a word in a list of codes that is not a code.
type other struct {
	word   string
	meant  string // the code that it may be instead, or empty
	places []string
}

func newChecker(records []registry.Record) *checker {
	c := &checker{map[string]string{}, map[string]string{}, map[string][]string{}, nil}
	for _, r := range records {
		c.codes[strings.ToUpper(r.Code)] = r.Code
		c.folded[fold(r.Code)] = r.Code
	}
	return c
}

// report returns what has been found, without what is ignored.
func (c *checker) report(records []registry.Record, ignored []string) Report {
	isIgnored := func(word string) bool {
		return slices.ContainsFunc(ignored, func(i string) bool { return fold(i) == fold(word) })
	}
	c.others = slices.DeleteFunc(c.others, func(o *other) bool { return isIgnored(o.word) })
	var report Report
	for _, r := range records {
		if r.Status != registry.Removed {
			report.Total++
			report.Found += min(len(c.found[r.Code]), 1)
		}
		if kind := c.kindOf(r); kind != "" && !isIgnored(r.Code) {
			report.Findings = append(report.Findings, Finding{
				Kind: kind, Code: r.Code, Status: r.Status,
				References: append([]string{}, r.References...), // not nil, which is null in JSON
				Places:     append([]string{}, c.found[r.Code]...),
			})
		}
	}
	for _, o := range c.others {
		f := Finding{
			Kind: Unregistered, Code: o.word, Status: registry.Unregistered, Meant: o.meant,
			ArgumentOf: argumentOf(o.word, records), References: []string{}, Places: o.places,
		}
		if o.meant != "" {
			f.Kind = Misspelled
		}
		report.Findings = append(report.Findings, f)
	}
	slices.SortStableFunc(report.Findings, func(a, b Finding) int {
		return slices.Index(Kinds(), a.Kind) - slices.Index(Kinds(), b.Kind)
	})
	return report
}

// kindOf returns what is to be said of a code of the registry, or "". A code that is misspelled is
// not missing as well.
func (c *checker) kindOf(r registry.Record) Kind {
	switch {
	case c.found[r.Code] != nil && r.Status != registry.Registered:
		return Outdated
	case c.found[r.Code] == nil && r.Status != registry.Removed && !c.isMeant(r.Code):
		return Missing
	}
	return ""
}

// isMeant reports whether a misspelled word may be the code.
func (c *checker) isMeant(code string) bool {
	return slices.ContainsFunc(c.others, func(o *other) bool { return o.meant == code })
}

// argumentOf returns the code whose grammar has the word as an argument, or "".
func argumentOf(word string, records []registry.Record) string {
	for _, r := range records {
		if strings.Contains(r.Arguments, `"`+fold(word)+`"`) {
			return r.Code
		}
	}
	return ""
}

// note records that a file has a word of a list of codes, which is quoted or an identifier.
func (c *checker) note(file string, line int, word string, quoted bool) {
	place := fmt.Sprintf("%s:%d", file, line)
	code, ok := c.lookup(word, quoted)
	if ok {
		c.found[code] = appendNew(c.found[code], place)
		return
	}
	meant := c.folded[fold(word)] // READONLY in quotes is not READ-ONLY
	if meant == "" {
		meant = c.nearest(word)
	}
	for _, o := range c.others {
		if fold(o.word) == fold(word) && o.meant == meant {
			o.places = appendNew(o.places, place)
			return
		}
	}
	c.others = append(c.others, &other{word, meant, []string{place}})
}

// appendNew appends s to list unless list ends with it.
func appendNew(list []string, s string) []string {
	if len(list) > 0 && list[len(list)-1] == s {
		return list
	}
	return append(list, s)
}

// lookup returns the code that a word names. Identifiers, and strings that are written like them,
// leave out the hyphen; all other strings are as they are sent.
func (c *checker) lookup(word string, quoted bool) (code string, ok bool) {
	isMixed := word != strings.ToUpper(word) && word != strings.ToLower(word)
	if quoted && !isMixed {
		code, ok = c.codes[strings.ToUpper(word)]
	} else {
		code, ok = c.folded[fold(word)]
	}
	return code, ok
}

// nearest returns the code that a misspelled word may mean, or "".
func (c *checker) nearest(word string) string {
	best, least := "", 3
	for _, folded := range slices.Sorted(maps.Keys(c.folded)) {
		d, short := difference(fold(word), folded), min(len(word), len(folded))
		if d < least && (d < 1 || short >= 5) && (d < 2 || short >= 7) {
			best, least = c.folded[folded], d
		}
	}
	return best
}
