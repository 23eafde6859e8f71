package registry

import (
	"cmp"
	"slices"
	"strings"
)

// A Change is a difference between two states of the registry, the earlier of which is called base, the other head.
//
// Old and New are what base and head have, in the words of registry.csv; empty where they have nothing. Of an added or
// removed code they are its references. Of a kind that comprises several columns they hold those that differ, each after
// its name: "registered 2030-01-02; updated 2032-02-29".
type Change struct {
	Kind   Kind   `json:"kind"`
	Code   string `json:"code"` // empty where it concerns the registry as a whole
	Old    string `json:"old"`
	New    string `json:"new"`
	Weight Weight `json:"weight"`
}

// A Kind says what a Change is about.
type Kind string

// The kinds of changes. The first two concern the registry as a whole, the others a code.
const (
	KindHeader     Kind = "header"     // the registry's own "Last Updated"
	KindOrder      Kind = "order"      // the rows' order: codes between the first and the last that moved
	KindAdded      Kind = "added"      // the code is in the registry now
	KindRemoved    Kind = "removed"    // the code is no longer in the registry; its row may be kept
	KindName       Kind = "name"       // the name of the Go constant
	KindStatus     Kind = "status"     // with the description, where it says more than the status
	KindReferences Kind = "references" // separated by spaces
	KindGrammar    Kind = "grammar"    // columns arguments, fields, grammar
	KindDates      Kind = "dates"      // columns registered, updated
	KindMeaning    Kind = "meaning"    // columns types, retry, summary
)

// Kinds returns all kinds, in the order in which Compare reports them.
func Kinds() []Kind {
	return []Kind{
		KindHeader, KindOrder, KindAdded, KindRemoved, KindName, KindStatus, KindReferences, KindGrammar, KindDates, KindMeaning,
	}
}

// A Weight says what a Change does to code that uses the generated package.
type Weight string

// The weights. A change of status is Documentation: it marks a constant as deprecated, or no longer, of which linters
// speak, but what compiled still compiles. A removal is Breaking even where the row is kept and with it the constant:
// servers that follow the registry stop sending the code.
const (
	Breaking      Weight = "breaking"      // code may not compile, or not work, any more
	Addition      Weight = "addition"      // there is more to use
	Documentation Weight = "documentation" // comments and metadata differ
)

// Weights returns all weights, the gravest first.
func Weights() []Weight {
	return []Weight{Breaking, Addition, Documentation}
}

// Compare returns what changed from base to head, in the registry's order: first what concerns it as a whole, then the
// codes of base, then those that are new. Only what both sources know is compared.
//
// A code that one side keeps as removed and the other does not have at all is in neither registry, which is no change.
// Codes are told apart by their exact spelling: another case makes another value of the constant.
func Compare(base, head State) []Change {
	changes := slices.Concat(compareHeaders(base, head), compareOrder(base, head))
	for _, p := range pairs(base.Records, head.Records) {
		changes = append(changes, p.compare(min(base.Columns, head.Columns))...)
	}
	return changes
}

// compareHeaders returns the change of the registry's date, if both states have one.
func compareHeaders(base, head State) []Change {
	if base.Updated == "" || head.Updated == "" || base.Updated == head.Updated {
		return nil
	}
	return []Change{{Kind: KindHeader, Old: base.Updated, New: head.Updated, Weight: Documentation}}
}

// compareOrder returns the change of the order in which the codes stand that both registries have.
func compareOrder(base, head State) []Change {
	old, new := commonCodes(base, head), commonCodes(head, base)
	for len(old) > 0 && old[0] == new[0] {
		old, new = old[1:], new[1:]
	}
	for last := len(old) - 1; last >= 0 && old[last] == new[last]; last-- {
		old, new = old[:last], new[:last]
	}
	if len(old) == 0 {
		return nil
	}
	return []Change{{Kind: KindOrder, Old: strings.Join(old, " "), New: strings.Join(new, " "), Weight: Documentation}}
}

// commonCodes returns the codes in s that are in other too, in the order of s.
func commonCodes(s, other State) []string {
	known := byCode(other.listed())
	var codes []string
	for _, r := range s.listed() {
		if _, ok := known[r.Code]; ok {
			codes = append(codes, r.Code)
		}
	}
	return codes
}

func byCode(records []Record) map[string]Record {
	index := map[string]Record{}
	for _, r := range records {
		index[r.Code] = r
	}
	return index
}

// A pair holds the records that base and head have of a code; the zero Record where there is none.
type pair struct {
	old, new Record
}

// pairs returns the pairs of all codes, those of base first.
func pairs(base, head []Record) []pair {
	inBase, inHead := byCode(base), byCode(head)
	var list []pair
	for _, r := range base {
		list = append(list, pair{r, inHead[r.Code]})
	}
	for _, r := range head {
		if _, ok := inBase[r.Code]; !ok {
			list = append(list, pair{new: r})
		}
	}
	return list
}

// compare returns what changed in a code's row, as far as it is known on both sides.
func (p pair) compare(known Columns) []Change {
	switch {
	case p.new.listed() && !p.old.listed():
		return []Change{{KindAdded, p.new.Code, "", strings.Join(p.new.References, " "), Addition}}
	case p.old.listed() && !p.new.listed():
		return []Change{{KindRemoved, p.old.Code, strings.Join(p.old.References, " "), "", Breaking}}
	}
	return p.compareColumns(known)
}

// compareColumns returns what changed in a row that is in both registries, or in neither.
func (p pair) compareColumns(known Columns) []Change {
	var changes []Change
	add := func(since Columns, kind Kind, weight Weight, columns ...column) {
		if known >= since && slices.ContainsFunc(columns, column.differs) {
			old, new := differing(columns)
			changes = append(changes, Change{kind, cmp.Or(p.old.Code, p.new.Code), old, new, weight})
		}
	}
	add(Whole, KindName, p.nameWeight(), column{"", p.old.Name, p.new.Name})
	if p.old.Code == "" || p.new.Code == "" {
		return changes // kept as removed on one side alone: between two files registry.csv, a constant comes or goes
	}
	add(Published, KindStatus, Documentation, column{"", p.old.describe(), p.new.describe()})
	add(Published, KindReferences, Documentation, listColumn("", p.old.References, p.new.References))
	add(Whole, KindGrammar, p.grammarWeight(),
		column{"arguments", p.old.Arguments, p.new.Arguments},
		listColumn("fields", p.old.Fields, p.new.Fields),
		column{"grammar", p.old.Grammar, p.new.Grammar})
	add(Dated, KindDates, Documentation,
		column{"registered", p.old.Registered, p.new.Registered},
		column{"updated", p.old.Updated, p.new.Updated})
	add(Whole, KindMeaning, Documentation,
		listColumn("types", p.old.Types, p.new.Types),
		column{"retry", string(p.old.Retry), string(p.new.Retry)},
		column{"summary", p.old.Summary, p.new.Summary})
	return changes
}

// nameWeight returns the weight of another name.
func (p pair) nameWeight() Weight {
	if p.old.Name == "" {
		return Addition
	}
	return Breaking
}

// grammarWeight returns the weight of another grammar. Arguments where there were none add an accessor. Any other change
// of arguments or fields may change the names and types that downstream code reads, and whether the new rule takes all
// that the old one took is not decided here: it is Breaking until somebody has looked. The same rule from another RFC
// is only documented otherwise.
func (p pair) grammarWeight() Weight {
	switch {
	case p.old.Arguments == p.new.Arguments && slices.Equal(p.old.Fields, p.new.Fields):
		return Documentation
	case p.old.Arguments == "":
		return Addition
	}
	return Breaking
}

// describe returns the status of r, with IANA's description where that says more: "discouraged: see notes".
func (r Record) describe() string {
	if r.Description == "" || r.Description == string(r.Status) {
		return string(r.Status)
	}
	return string(r.Status) + ": " + r.Description
}

// A column is a cell of base beside that of head.
type column struct {
	name     string // empty if its kind comprises no other column
	old, new string
}

// listColumn returns the column of cells that hold lists.
func listColumn(name string, old, new []string) column {
	return column{name, strings.Join(old, " "), strings.Join(new, " ")}
}

func (c column) differs() bool {
	return c.old != c.new
}

// differing returns the columns that differ as a Change's Old and New.
func differing(columns []column) (old, new string) {
	var olds, news []string
	for _, c := range columns {
		if c.differs() {
			olds = append(olds, labelled(c.name, c.old)...)
			news = append(news, labelled(c.name, c.new)...)
		}
	}
	return strings.Join(olds, "; "), strings.Join(news, "; ")
}

// labelled returns value after its label, nothing for an empty value.
func labelled(label, value string) []string {
	switch {
	case value == "":
		return nil
	case label == "":
		return []string{value}
	}
	return []string{label + " " + value}
}
