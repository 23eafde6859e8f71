package update

import (
	"fmt"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/gen/internal/model"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

// dropUnfit returns next without those new or changed arguments from which no package can be
// generated, and a note on each. Their rows stay, with unknown arguments, so that one code does not
// hold up the others. It is an error if nothing can be generated even without them.
func (d *derivation) dropUnfit(old []registry.Record, next tree.Tree) (tree.Tree, []string, error) {
	if _, err := model.Compile(withoutFields(old, next)); err == nil {
		return next, nil, nil
	}
	changed := changedArguments(old, next.Records)
	all := next.Records
	next.Records = slices.Clone(all)
	for _, i := range changed {
		next.Records[i].Arguments, next.Records[i].Grammar = "", ""
	}
	if _, err := model.Compile(withoutFields(old, next)); err != nil {
		return tree.Tree{}, nil, err
	}
	var notes []string
	for _, i := range changed {
		unknown := next.Records[i]
		next.Records[i] = all[i]
		if _, err := model.Compile(withoutFields(old, next)); err != nil {
			next.Records[i] = unknown
			reasons := strings.ReplaceAll(err.Error(), "\n", "; ")
			notes = append(notes, fmt.Sprintf("%s: %s lands without arguments, because these "+
				"cannot be generated: %s (put others into %s, then run update --offline)",
				d.chosen[i][0].Whole.Pos, unknown.Code, reasons, tree.AmendmentsFile))
		}
	}
	return next, notes, nil
}

// changedArguments returns the indexes of the records with new or changed arguments.
func changedArguments(old, records []registry.Record) []int {
	var changed []int
	for i, r := range records {
		j := index(old, r.Code)
		if r.Arguments != "" && (j < 0 || old[j].Arguments != r.Arguments) {
			changed = append(changed, i)
		}
	}
	return changed
}

// withoutFields returns t without the fields of new or changed arguments. Fields that do not fit
// are no reason to drop the arguments: columns has a note on them.
func withoutFields(old []registry.Record, t tree.Tree) tree.Tree {
	t.Records = slices.Clone(t.Records)
	for _, i := range changedArguments(old, t.Records) {
		t.Records[i].Fields = nil
	}
	return t
}
