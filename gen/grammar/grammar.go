// Package grammar reads from the RFCs' ABNF what IMAP's response codes are: the alternatives of resp-text-code (RFC 9051
// section 9), of which each RFC adds its own.
package grammar

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/abnf"
)

// Root is the rule to which RFCs add their response codes with =/.
const Root = "resp-text-code"

// An Alternative is one alternative of resp-text-code.
type Alternative struct {
	Code      string     // as written; empty for the fallback, which stands for codes that nobody registered
	Arguments *abnf.Expr // what follows the code's name
	Whole     *abnf.Expr // the alternative as the rule has it: often the name of another rule
	Rule      *abnf.Rule // the rule that has it
	Names     []string   // the names that lead from Whole to Code
}

// Alternatives returns the alternatives of the given rules for resp-text-code. Those that hide behind a name
// ("badurl-response-code") are looked up in g, and a name that stands for several gives them all.
func Alternatives(g *abnf.Grammar, rules []*abnf.Rule) ([]Alternative, error) {
	var found []Alternative
	var errs []error
	for _, rule := range rules {
		for _, whole := range rule.Expr.Alternatives() {
			alts, err := expand(g, Alternative{Whole: whole, Rule: rule}, whole)
			found, errs = append(found, alts...), append(errs, err)
		}
	}
	return found, errors.Join(errs...)
}

// expand returns the alternatives that x stands for, each with what alt says already.
func expand(g *abnf.Grammar, alt Alternative, x *abnf.Expr) ([]Alternative, error) {
	parts := []*abnf.Expr{x}
	if x.Op == abnf.OpConcat {
		parts = x.Args
	}
	switch {
	case parts[0].Op == abnf.OpString:
		alt.Code = parts[0].Text
		alt.Arguments = abnf.Concat(parts[1:]...)
		return []Alternative{alt}, nil
	case x.Op == abnf.OpName && slices.Contains(alt.Names, abnf.Fold(x.Text)):
		return nil, fmt.Errorf("%s: %q stands for itself", x.Pos, x.Text)
	case x.Op == abnf.OpName:
		return expandName(g, alt, x)
	}
	alt.Arguments = abnf.Concat(parts[1:]...)
	return []Alternative{alt}, nil
}

func expandName(g *abnf.Grammar, alt Alternative, x *abnf.Expr) ([]Alternative, error) {
	d, err := g.Definition(x.Text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", x.Pos, err)
	}
	alt.Names = append(slices.Clone(alt.Names), abnf.Fold(x.Text))
	var found []Alternative
	var errs []error
	for _, y := range d.Expr.Alternatives() {
		alts, err := expand(g, alt, y)
		found, errs = append(found, alts...), append(errs, err)
	}
	return found, errors.Join(errs...)
}

// Lines returns the expressions outside resp-text-code that a status response is made of (RFC 9051 section 9), which
// every grammar must define.
func Lines() []*abnf.Expr {
	var names []*abnf.Expr
	for _, name := range []string{"tag", "atom", "text"} {
		names = append(names, &abnf.Expr{Op: abnf.OpName, Text: name})
	}
	return names
}

// amendmentsFile is the grammar file whose rules correct those of the others.
const amendmentsFile = "amendments.abnf"

// Load reads the grammar files (*.abnf) in the directory dir of fsys: the sources, in the order of their numbers, and the
// amendments.
func Load(fsys fs.FS, dir string) (sources []abnf.Source, amendments []*abnf.Rule, err error) {
	names, err := fs.Glob(fsys, path.Join(dir, "*.abnf"))
	if err != nil {
		return nil, nil, err
	}
	var errs []error
	for _, name := range names {
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, nil, err
		}
		file := path.Base(name)
		rules, err := abnf.Parse(file, string(text))
		errs = append(errs, err, cited(rules, file))
		if file == amendmentsFile {
			amendments = rules
			continue
		}
		sources = append(sources, abnf.Source{Name: sourceName(file), Rules: rules})
	}
	slices.SortFunc(sources, func(a, b abnf.Source) int { return CompareSources(a.Name, b.Name) })
	return sources, amendments, errors.Join(errs...)
}

// cited returns an error for each rule that does not say its source, or another than its file has.
func cited(rules []*abnf.Rule, file string) error {
	var errs []error
	for _, r := range rules {
		if file == amendmentsFile && r.Source == "" || file != amendmentsFile && r.Source != sourceName(file) {
			errs = append(errs, fmt.Errorf("%s: the comment above %q must begin with its source, as in %q", r.Pos, r.Name, "; RFC9051, section 9"))
		}
	}
	return errors.Join(errs...)
}

// FileName returns the name of a source's grammar file: rfc9051.abnf.
func FileName(source string) string { return strings.ToLower(source) + ".abnf" }

func sourceName(file string) string { return strings.ToUpper(strings.TrimSuffix(file, ".abnf")) }

// CompareSources orders sources by their number, which for RFCs is the order of their publication.
func CompareSources(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}
