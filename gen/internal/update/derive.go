package update

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/grammar"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

// A derivation is the grammar of all sources, and what the records take from its resp-text-code.
type derivation struct {
	records   []registry.Record
	documents []registry.Source
	texts     map[string]string // of documents that have been read, by their names
	sources   []abnf.Source
	grammar   *abnf.Grammar
	rfcs      []grammar.Alternative   // of the RFCs, for all codes
	chosen    [][]grammar.Alternative // for each record; may be empty
	all       []grammar.Alternative   // what is chosen, and the fallback
	needed    []*abnf.Definition      // what all these need, and the rest of a status response
}

// newDerivation reads the grammars of sources and chooses the alternatives for records. A code's
// grammar is that of the newest RFC that defines it, widened by the amendments.
func newDerivation(sources []registry.Source, old tree.Tree, texts map[string]string,
	records []registry.Record) (*derivation, error) {
	d := &derivation{
		records: records, documents: sources, texts: texts,
		sources: readGrammars(sources, old, texts),
	}
	if err := checkWhole(d.sources, old.Grammars); err != nil {
		return nil, err
	}
	d.grammar = abnf.Merge(d.sources, old.Amendments)
	fromRFCs, err1 := grammar.Alternatives(d.grammar, d.grammar.Rules(grammar.Root))
	fromAmendments, err2 := grammar.Alternatives(d.grammar, d.grammar.Amendments(grammar.Root))
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	d.rfcs = fromRFCs
	for _, r := range records {
		alts := append(newest(forCode(fromRFCs, r.Code)), forCode(fromAmendments, r.Code)...)
		d.chosen = append(d.chosen, alts)
	}
	// The RFCs' fallback is in words, so the amendments' takes its place.
	d.all = append(slices.Concat(d.chosen...), forCode(fromAmendments, "")...)
	roots := wholes(d.all)
	for _, name := range grammar.PartNames() {
		roots = append(roots, &abnf.Expr{Op: abnf.OpName, Text: name})
	}
	var err error
	d.needed, err = d.grammar.Close(roots...)
	return d, err
}

// readGrammars returns the grammar of each source, from its text or, if that is not available, from
// its grammar file.
func readGrammars(sources []registry.Source, old tree.Tree, texts map[string]string) []abnf.Source {
	var read []abnf.Source
	for _, s := range sources {
		if text, ok := texts[s.Name]; ok {
			rules, skipped := abnf.Extract(s.Name, text)
			read = append(read, abnf.Source{
				Name: s.Name, Obsoletes: s.Obsoletes, Rules: rules, Skipped: skipped,
			})
		} else if i := indexSource(old.Grammars, s.Name); i >= 0 {
			read = append(read, old.Grammars[i])
		}
	}
	return read
}

func indexSource(sources []abnf.Source, name string) int {
	return slices.IndexFunc(sources, func(s abnf.Source) bool { return s.Name == name })
}

// checkWhole returns an error for each alternative in a grammar file that the source lacks. RFCs
// never change, so such a text is truncated or is not that RFC.
func checkWhole(sources, files []abnf.Source) error {
	var errs []error
	for _, file := range files {
		i := indexSource(sources, file.Name)
		if i < 0 {
			continue
		}
		read := alternatives(sources[i].Rules)
		for _, alt := range alternatives(file.Rules) {
			if !slices.Contains(read, alt) {
				errs = append(errs, fmt.Errorf("%s: the text lacks %s, which %s has: "+
					"is it truncated?", file.Name, alt, tree.GrammarFile(file.Name)))
			}
		}
	}
	return errors.Join(errs...)
}

// alternatives returns the alternatives of rules: "number = 1*DIGIT".
func alternatives(rules []*abnf.Rule) []string {
	var list []string
	for _, r := range rules {
		for _, x := range r.Expr.Alternatives() {
			list = append(list, fmt.Sprintf("%s = %s", abnf.Fold(r.Name), x))
		}
	}
	return list
}

// forCode returns the alternatives of one code, whose case does not matter.
func forCode(alts []grammar.Alternative, code string) []grammar.Alternative {
	var found []grammar.Alternative
	for _, alt := range alts {
		if strings.EqualFold(alt.Code, code) {
			found = append(found, alt)
		}
	}
	return found
}

// newest returns the alternatives from the newest source.
func newest(alts []grammar.Alternative) []grammar.Alternative {
	last := ""
	for _, alt := range alts {
		if last == "" || tree.CompareSources(alt.Rule.Source, last) > 0 {
			last = alt.Rule.Source
		}
	}
	isOlder := func(alt grammar.Alternative) bool { return alt.Rule.Source != last }
	return slices.DeleteFunc(alts, isOlder)
}

func wholes(alts []grammar.Alternative) []*abnf.Expr {
	var exprs []*abnf.Expr
	for _, alt := range alts {
		exprs = append(exprs, alt.Whole)
	}
	return exprs
}

// columns returns the records with the columns arguments and grammar. If the fields of a code do
// not fit its arguments, that is a note if the arguments have changed, otherwise an error.
func (d *derivation) columns() (next []registry.Record, notes []string, err error) {
	next = slices.Clone(d.records)
	var errs []error
	for i, alts := range d.chosen {
		if len(alts) == 0 {
			continue
		}
		r := &next[i]
		x := expression(alts)
		r.Arguments = ""
		if !x.IsEmpty() {
			r.Arguments = x.String()
		}
		r.Grammar, err = d.grammarColumn(alts)
		errs = append(errs, err)
		if err = d.checkFields(*r, x); err != nil && r.Arguments != d.records[i].Arguments {
			notes = append(notes, err.Error())
		} else {
			errs = append(errs, err)
		}
	}
	return next, notes, errors.Join(errs...)
}

// checkFields returns an error unless r's fields fit x, its arguments. If these cannot be typed,
// dropUnfit finds that.
func (d *derivation) checkFields(r registry.Record, x *abnf.Expr) error {
	shape, err := grammar.Analyze(d.grammar, x)
	if err != nil {
		return nil
	}
	if err := shape.Rename(r.Fields); err != nil {
		return fmt.Errorf("%s: %w: change its row in %s", r.Code, err, tree.RegistryFile)
	}
	return nil
}

// expression returns what may follow the code: the arguments of one of the alternatives. If one has
// none, those of the others are optional.
func expression(alts []grammar.Alternative) *abnf.Expr {
	var exprs []*abnf.Expr
	for _, alt := range alts {
		if !alt.Arguments.IsEmpty() {
			exprs = append(exprs, alt.Arguments)
		}
	}
	if len(exprs) == 0 {
		return alts[0].Arguments
	}
	x := abnf.Alternate(exprs...)
	if len(exprs) < len(alts) {
		x = &abnf.Expr{Op: abnf.OpRepeat, Pos: x.Pos, Args: []*abnf.Expr{x}, Max: 1}
	}
	return x
}

// grammarColumn returns the column grammar: the source of the alternatives, then "amended" if an
// amendment adds one or changes a rule that they need, or "prose" if no RFC has one and an
// amendment puts the words of the source into ABNF.
func (d *derivation) grammarColumn(alts []grammar.Alternative) (string, error) {
	source := alts[0].Rule.Source
	isAmendment := func(alt grammar.Alternative) bool {
		return slices.Contains(d.grammar.Amendments(grammar.Root), alt.Rule)
	}
	if isAmendment(alts[0]) {
		return source + " prose", nil
	}
	definitions, err := d.grammar.Close(wholes(alts)...)
	isAmended := func(d *abnf.Definition) bool { return d.Amended }
	if slices.ContainsFunc(alts, isAmendment) || slices.ContainsFunc(definitions, isAmended) {
		source += " amended"
	}
	return source, err
}

// undefinedNotes says for each code without a grammar why it has none.
func (d *derivation) undefinedNotes() []string {
	var notes []string
	for i, r := range d.records {
		if len(d.chosen[i]) == 0 {
			notes = append(notes, r.Code+": "+d.undefined(r))
		}
	}
	return notes
}

func (d *derivation) undefined(r registry.Record) string {
	for _, s := range d.sources {
		if err := s.Skipped[grammar.Root]; err != nil && slices.Contains(r.References, s.Name) {
			return err.Error()
		}
	}
	for _, ref := range r.References {
		if _, ok := d.texts[ref]; !ok {
			are := "unchanged"
			if r.Grammar == "" {
				are = "unknown"
			}
			return fmt.Sprintf("the text of %s is not available, so the arguments are %s", ref, are)
		}
	}
	if len(r.References) == 0 {
		return "no reference says what its arguments are"
	}
	return "no grammar in " + strings.Join(r.References, ", ")
}

// files returns the grammar files: from each source, only what is needed. They include the rules
// that an amendment replaces, to show what it does.
func (d *derivation) files() []abnf.Source {
	needed := map[*abnf.Rule]bool{}
	for _, def := range d.needed {
		for _, r := range slices.Concat(def.Rules, def.Kept) {
			needed[r] = abnf.Fold(r.Name) != grammar.Root
		}
	}
	var files []abnf.Source
	hasBase := false
	for _, s := range slices.Backward(d.sources) {
		file := abnf.Source{Name: s.Name}
		if root := d.root(s.Name); root != nil {
			// The newest source that defines the rule does so here too, the others extend it.
			root.Extends = root.Extends || hasBase
			hasBase = hasBase || !root.Extends
			file.Rules = append(file.Rules, root)
		}
		for _, r := range s.Rules {
			if needed[r] {
				file.Rules = append(file.Rules, r)
			}
		}
		if len(file.Rules) > 0 {
			files = append(files, file)
		}
	}
	slices.Reverse(files)
	return files
}

// root returns resp-text-code with the alternatives that are chosen from source, in the order of
// its text, or nil if there are none.
func (d *derivation) root(source string) *abnf.Rule {
	root := &abnf.Rule{Name: grammar.Root, Source: source, Extends: true}
	var exprs []*abnf.Expr
	for _, r := range d.grammar.Rules(grammar.Root) {
		if r.Source != source {
			continue
		}
		root.Extends = root.Extends && r.Extends
		for _, x := range r.Expr.Alternatives() {
			isChosen := func(alt grammar.Alternative) bool { return alt.Whole == x }
			if slices.ContainsFunc(d.all, isChosen) {
				exprs = append(exprs, x)
				root.Section = r.Section
			}
		}
	}
	if len(exprs) == 0 {
		return nil
	}
	root.Expr = abnf.Alternate(exprs...)
	return root
}
