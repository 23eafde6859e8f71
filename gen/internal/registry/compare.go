package registry

import (
	"cmp"
	"slices"
	"strings"
)

// A Change is a difference between two states of the registry. The earlier one is called base, the
// other one head.
//
// Old and New are what base and head have, as in registry.csv, or empty. For an added or removed
// code they are its references. For a kind that comprises several columns they are those that
// differ, each after its name: "registered 2030-01-02; updated 2032-02-29".
type Change struct {
	Kind   Kind   `json:"kind"`
	Code   string `json:"code"` // empty if the change concerns the registry as a whole
	Old    string `json:"old"`
	New    string `json:"new"`
	Weight Weight `json:"weight"`
}

// A Kind says what a Change is about.
type Kind string

// The kinds of changes. The first two concern the registry as a whole, the others a code.
const (
	KindHeader     Kind = "header"     // the registry's own "Last Updated"
	KindOrder      Kind = "order"      // the rows' order: the codes that moved and all between
	KindAdded      Kind = "added"      // the code is now in the registry
	KindRemoved    Kind = "removed"    // the code is no longer in the registry; its row may be kept
	KindName       Kind = "name"       // the name of the Go constant
	KindStatus     Kind = "status"     // with the description if that says more than the status
	KindReferences Kind = "references" // separated by spaces
	KindGrammar    Kind = "grammar"    // columns arguments, fields, grammar
	KindDates      Kind = "dates"      // columns registered, updated
	KindMeaning    Kind = "meaning"    // the columns from defined on
)

// Kinds returns all kinds, in the order in which Compare reports them.
func Kinds() []Kind {
	return []Kind{
		KindHeader, KindOrder, KindAdded, KindRemoved, KindName, KindStatus, KindReferences,
		KindGrammar, KindDates, KindMeaning,
	}
}

// A Weight says how a Change affects code that uses the generated package.
type Weight string

// The weights. A change of status is Documentation: linters may report a deprecated constant, but
// what compiled still compiles. A removal is Breaking even if the row and with it the constant are
// kept: servers that follow the registry stop sending the code.
const (
	Breaking      Weight = "breaking"      // code may no longer compile or work
	Addition      Weight = "addition"      // there is more to use
	Documentation Weight = "documentation" // comments and metadata differ
)

// Weights returns all weights, the most serious first.
func Weights() []Weight { return []Weight{Breaking, Addition, Documentation} }

// Compare returns what changed from base to head: first what concerns the registry as a whole, then
// the codes of base in their order, then new ones. Only columns that both sources have are
// compared.
//
// A code that one side keeps as removed and the other side does not have at all is in neither
// registry, which is not a change. Codes that differ in case differ: their constants have different
// values.
func Compare(base, head State) []Change {
	changes := slices.Concat(compareHeaders(base, head), compareOrder(base, head))
	known := min(base.Columns, head.Columns)
	inBase, inHead := byCode(base.Records), byCode(head.Records)
	for _, r := range base.Records {
		changes = append(changes, compareRecords(r, inHead[r.Code], known)...)
	}
	for _, r := range head.Records {
		if _, ok := inBase[r.Code]; !ok {
			changes = append(changes, compareRecords(Record{}, r, known)...)
		}
	}
	return changes
}

// compareHeaders returns the change of the registry's date, if both states have one.
func compareHeaders(base, head State) []Change {
	if base.Updated == "" || head.Updated == "" || base.Updated == head.Updated {
		return nil
	}
	return []Change{{KindHeader, "", base.Updated, head.Updated, Documentation}}
}

// compareOrder returns the change of the order of the codes that both registries have.
func compareOrder(base, head State) []Change {
	old, new := commonCodes(base, head), commonCodes(head, base)
	for len(old) > 0 && old[0] == new[0] {
		old, new = old[1:], new[1:]
	}
	for last := len(old) - 1; last >= 0 && old[last] == new[last]; last-- {
		old, new = old[:last], new[:last]
	}
	if len(old) == 0 || min(base.Columns, head.Columns) == CodesOnly { // such lists have any order
		return nil
	}
	return []Change{{KindOrder, "", strings.Join(old, " "), strings.Join(new, " "), Documentation}}
}

// commonCodes returns the codes in s that are also in other, in the order of s.
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

// compareRecords returns what changed in the row of a code, in the columns that both sides have.
// The zero Record is a missing row.
func compareRecords(old, new Record, known Columns) []Change {
	switch {
	case new.listed() && !old.listed():
		return []Change{{KindAdded, new.Code, "", strings.Join(new.References, " "), Addition}}
	case old.listed() && !new.listed():
		return []Change{{KindRemoved, old.Code, strings.Join(old.References, " "), "", Breaking}}
	}
	var changes []Change
	add := func(since Columns, kind Kind, weight Weight, a, b string) {
		if known >= since && a != b {
			changes = append(changes, Change{kind, cmp.Or(old.Code, new.Code), a, b, weight})
		}
	}
	addColumns := func(since Columns, kind Kind, weight Weight, columns ...string) {
		a, b := differing(old, new, columns)
		add(since, kind, weight, a, b)
	}
	add(Whole, KindName, nameWeight(old), old.Name, new.Name)
	if old.Code == "" || new.Code == "" {
		return changes // only one registry.csv keeps the removed code
	}
	add(Published, KindStatus, Documentation, old.describe(), new.describe())
	add(Published, KindReferences, Documentation, old.Cell("references"), new.Cell("references"))
	addColumns(Whole, KindGrammar, grammarWeight(old, new), "arguments", "fields", "grammar")
	addColumns(Dated, KindDates, Documentation, "registered", "updated")
	addColumns(Whole, KindMeaning, Documentation, MeaningColumns()...)
	return changes
}

// nameWeight returns the weight of replacing the name of old.
func nameWeight(old Record) Weight {
	if old.Name == "" {
		return Addition
	}
	return Breaking
}

// grammarWeight returns the weight of a change from old's grammar to new's. Arguments where there
// were none add an accessor. The same arguments from another RFC change documentation only. Any
// other change may affect names and types that downstream code reads. It is Breaking even if the
// new rule accepts all that the old one accepted, which Compare does not check.
func grammarWeight(old, new Record) Weight {
	switch {
	case old.Arguments == new.Arguments && slices.Equal(old.Fields, new.Fields):
		return Documentation
	case old.Arguments == "":
		return Addition
	}
	return Breaking
}

// describe returns the status of r, with IANA's description if that says more: "discouraged: see
// notes".
func (r Record) describe() string {
	if r.Description == "" || r.Description == string(r.Status) {
		return string(r.Status)
	}
	return string(r.Status) + ": " + r.Description
}

// differing returns the cells of the columns in which old and new differ, each after its column's
// name, without those that are empty.
func differing(old, new Record, columns []string) (a, b string) {
	var olds, news []string
	for _, column := range columns {
		x, y := old.Cell(column), new.Cell(column)
		if x != y && x != "" {
			olds = append(olds, column+" "+x)
		}
		if x != y && y != "" {
			news = append(news, column+" "+y)
		}
	}
	return strings.Join(olds, "; "), strings.Join(news, "; ")
}
