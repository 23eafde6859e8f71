package update

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/grammar"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

// The RFCs that define the revisions of IMAP.
const (
	rev1 = "RFC3501"
	rev2 = "RFC9051"
)

// fill returns the records and the evidence with what the texts say of the codes, and notes about
// values that were different. A value stays if the evidence has a reason for it.
func (d *derivation) fill(records []registry.Record, evidence []registry.Evidence) (
	[]registry.Record, []registry.Evidence, []string) {
	records, evidence = slices.Clone(records), slices.Clone(evidence)
	var notes []string
	for _, e := range d.findings(records) {
		at := slices.IndexFunc(evidence, func(other registry.Evidence) bool {
			return other.Code == e.Code && other.Column == e.Column
		})
		if at < 0 {
			evidence = append(evidence, e)
		} else if evidence[at].Reason == "" {
			evidence[at] = e
		} else {
			continue
		}
		r := &records[index(records, e.Code)]
		if old := r.Cell(e.Column); old != "" {
			notes = append(notes, fmt.Sprintf("%s: %s was %q and is now %q, as in %s: "+
				"review it in %s", e.Code, e.Column, old, e.Value, strings.Join(e.From, ", "),
				tree.EvidenceFile))
		}
		r.SetCell(e.Column, e.Value)
	}
	columns := registry.MeaningColumns()
	slices.SortStableFunc(evidence, func(a, b registry.Evidence) int {
		return cmp.Or(
			cmp.Compare(index(records, a.Code), index(records, b.Code)),
			cmp.Compare(slices.Index(columns, a.Column), slices.Index(columns, b.Column)))
	})
	return records, evidence, notes
}

// findings returns the values that the texts give the records where the records have other values.
func (d *derivation) findings(records []registry.Record) []registry.Evidence {
	var found []registry.Evidence
	sections := map[string][]abnf.Section{} // by the name of the document
	for name, text := range d.texts {
		sections[name] = abnf.Sections(text)
	}
	examples := readExamples(sections)
	for _, r := range records {
		isUnread := func(alt grammar.Alternative) bool { return d.texts[alt.Rule.Source] == "" }
		alts := slices.DeleteFunc(forCode(d.rfcs, r.Code), isUnread)
		for _, e := range []registry.Evidence{
			d.defined(r, alts, sections),
			d.standing(r, "rev1", rev1, alts),
			d.standing(r, "rev2", rev2, alts),
			d.capability(alts),
			types(r, "tagged", examples),
			types(r, "untagged", examples),
		} {
			e.Code = r.Code
			if e.Value != "" && e.Value != r.Cell(e.Column) {
				found = append(found, e)
			}
		}
	}
	return found
}

// standing returns what r, with the given alternatives, is in the revision of IMAP that rfc
// defines: part of its base if rfc has an alternative, otherwise an extension. If the text of rfc
// has not been read, only a new code of a later RFC is known to be an extension.
func (d *derivation) standing(r registry.Record, column, rfc string,
	alts []grammar.Alternative) registry.Evidence {
	e := registry.Evidence{Column: column, Basis: registry.Text}
	if len(alts) == 0 {
		return e
	}
	isBase := func(alt grammar.Alternative) bool { return alt.Rule.Source == rfc }
	isNew := r.Cell(column) == "" && tree.CompareSources(alts[0].Rule.Source, rfc) > 0
	if i := slices.IndexFunc(alts, isBase); i >= 0 {
		e.Value, e.From = string(registry.StandingBase), []string{place(alts[i].Rule)}
	} else if d.texts[rfc] != "" || isNew {
		last := alts[len(alts)-1].Rule
		e.Value, e.From = string(registry.StandingExtension), []string{place(last)}
	}
	return e
}

// place returns the section that has a rule: "RFC9051#9".
func place(r *abnf.Rule) string { return r.Source + "#" + r.Section }

// capability returns the capability that the RFCs with the alternatives add, if there is only one.
func (d *derivation) capability(alts []grammar.Alternative) registry.Evidence {
	e := registry.Evidence{Column: "capability", Basis: registry.Text}
	for _, rule := range d.grammar.Rules("capability") {
		isSource := func(alt grammar.Alternative) bool { return alt.Rule.Source == rule.Source }
		if !rule.Extends || !slices.ContainsFunc(alts, isSource) {
			continue
		}
		if rule.Expr.Op != abnf.OpString || e.Value != "" {
			return registry.Evidence{}
		}
		e.Value, e.From = rule.Expr.Text, []string{place(rule)}
	}
	return e
}

// An example is a status response that an RFC shows.
type example struct {
	place  string // the section: "RFC9051#6.3.12"
	column string // "tagged" or "untagged"
	typ    string
	code   string // in upper case
}

// examplePattern matches a status response on a line of its own, which may be marked as the
// server's.
var examplePattern = regexp.MustCompile(
	`(?m)^ *(?:S: *)?(\*|[A-Za-z0-9.]+) (OK|NO|BAD|PREAUTH|BYE) \[([^] ]+)[] ]`)

// readExamples returns the examples in the sections of documents, ordered by their places.
func readExamples(sections map[string][]abnf.Section) []example {
	var list []example
	for name, inDocument := range sections {
		for _, section := range inDocument {
			for _, m := range examplePattern.FindAllStringSubmatch(section.Text, -1) {
				x := example{name + "#" + section.Number, "tagged", m[2], strings.ToUpper(m[3])}
				if m[1] == "*" {
					x.column = "untagged"
				}
				list = append(list, x)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b example) int { return strings.Compare(a.place, b.place) })
	return list
}

// types returns the types that r has in a column, and those that examples show in addition.
func types(r registry.Record, column string, examples []example) registry.Evidence {
	e := registry.Evidence{Column: column, Basis: registry.Example}
	had := strings.Fields(r.Cell(column))
	var types []string
	for _, t := range registry.ResponseTypes() {
		i := slices.IndexFunc(examples, func(x example) bool {
			return x.code == strings.ToUpper(r.Code) && x.column == column && x.typ == t
		})
		if i >= 0 && !slices.Contains(had, t) && !slices.Contains(e.From, examples[i].place) {
			e.From = append(e.From, examples[i].place)
		}
		if i >= 0 || slices.Contains(had, t) {
			types = append(types, t)
		}
	}
	e.Value = strings.Join(types, " ")
	return e
}

// defined returns the sections that define r. It adds one for each document that r.Defined lacks,
// if the registry cites the document, or if it has an alternative for r and is not obsolete.
func (d *derivation) defined(r registry.Record, alts []grammar.Alternative,
	sections map[string][]abnf.Section) registry.Evidence {
	e := registry.Evidence{Column: "defined", Basis: registry.Text}
	places := slices.Clone(r.Defined)
	for _, s := range d.documents {
		isSource := func(alt grammar.Alternative) bool { return alt.Rule.Source == s.Name }
		isHere := func(place string) bool { return strings.HasPrefix(place, s.Name+"#") }
		isDue := slices.Contains(r.References, s.Name) ||
			slices.ContainsFunc(alts, isSource) && !registry.Obsoleted(d.documents, s.Name)
		if !isDue || slices.ContainsFunc(places, isHere) {
			continue
		}
		if number := definition(r.Code, sections[s.Name]); number != "" {
			places = append(places, s.Name+"#"+number)
			e.From = append(e.From, s.Name+"#"+number)
		}
	}
	if e.From != nil {
		slices.SortStableFunc(places, d.compareSections)
		e.Value = strings.Join(places, " ")
	}
	return e
}

// compareSections orders sections: those of current documents before those of obsolete ones, and
// those of newer documents before those of older ones.
func (d *derivation) compareSections(a, b string) int {
	rank := func(section string) (name string, obsolete int) {
		name, _ = registry.SplitSection(section)
		if registry.Obsoleted(d.documents, name) {
			obsolete = 1
		}
		return name, obsolete
	}
	nameA, obsoleteA := rank(a)
	nameB, obsoleteB := rank(b)
	return cmp.Or(cmp.Compare(obsoleteA, obsoleteB), tree.CompareSources(nameB, nameA))
}

// definition returns the number of the section that most likely defines a code, or "" if none names
// it. Best is one with the code in its heading, or at the beginning of a line, as in a list of
// codes; then one that calls it a response code; then the one that names it most often. Grammar and
// registrations count only if there is nothing else. This is a draft for people to correct: it
// finds six of seven of the sections in registry.csv.
func definition(code string, sections []abnf.Section) string {
	name := regexp.QuoteMeta(code)
	word := regexp.MustCompile(`(?:^|[^A-Z0-9-])` + name + `(?:[^A-Z0-9-]|$)`)
	entry := regexp.MustCompile(
		`(?m)^ *(?:o +)?"?\[?` + name + `\]?"?(?: response code)?:?(?: *$|  +)`)
	called := regexp.MustCompile(name + `[^A-Za-z]*response\s+code|\[` + name + `[] ]`)
	best, number := 0, ""
	for _, s := range sections {
		heading, _, _ := strings.Cut(s.Text, "\n")
		score := 10 * len(word.FindAllString(s.Text, -1))
		switch {
		case score == 0:
		case strings.Contains(s.Text, grammar.Root), strings.Contains(heading, "IANA"):
			score = 1
		case word.MatchString(heading),
			entry.MatchString(s.Text) && strings.Contains(s.Text, "response code"):
			score += 1000
		case called.MatchString(s.Text):
			score += 500
		}
		if score > best {
			best, number = score, s.Number
		}
	}
	return number
}
