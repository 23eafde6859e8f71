package docs

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// A Selection says which codes are wanted, and in which order. A code is wanted if each list that
// is not empty has a value of the code, in any case.
type Selection struct {
	Statuses   []string // "obsolete"
	References []string // in the registry's words: "RFC5530"
	Codes      []string // "OVERQUOTA"
	Order      Order
}

// An Order is an order of codes.
type Order string

// The orders of codes.
const (
	ByRegistry Order = "registry" // the order of registration
	ByName     Order = "name"     // the alphabetical order
)

// Select returns p with only the codes that s wants, in its order; that may be none. The error
// joins all unknown statuses, references and codes, and lists the known ones. An unknown order is
// an error too.
func (p Page) Select(s Selection) (Page, error) {
	var codes, references, statuses []string
	for _, c := range p.Codes {
		codes = append(codes, c.Code)
	}
	for _, ref := range p.Cited {
		references = append(references, ref.Name)
	}
	for _, status := range registry.Statuses() {
		statuses = append(statuses, string(status))
	}
	err := errors.Join(
		checkKnown("status", s.Statuses, statuses),
		checkKnown("reference", s.References, references),
		checkKnown("code", s.Codes, codes))
	if err != nil {
		return Page{}, err
	}
	selected := []Code{}
	for _, c := range p.Codes {
		if s.wants(c) {
			selected = append(selected, c)
		}
	}
	switch s.Order {
	case ByName:
		slices.SortStableFunc(selected, func(a, b Code) int { return strings.Compare(a.Code, b.Code) })
	case ByRegistry:
	default:
		return Page{}, fmt.Errorf("unknown order %q, want one of %s, %s", s.Order, ByRegistry, ByName)
	}
	return p.with(selected)
}

// checkKnown returns an error for each of values that is not among known.
func checkKnown(what string, values, known []string) error {
	var errs []error
	for _, value := range values {
		if !contains(known, value) {
			errs = append(errs, fmt.Errorf("unknown %s %q, want one of %s", what, value, Names(known)))
		}
	}
	return errors.Join(errs...)
}

func (s Selection) wants(c Code) bool {
	cited := func(name string) bool { return contains(s.References, name) }
	return (len(s.Statuses) == 0 || contains(s.Statuses, c.Status)) &&
		(len(s.References) == 0 || slices.ContainsFunc(c.documents(), cited)) &&
		(len(s.Codes) == 0 || contains(s.Codes, c.Code))
}

// contains reports whether word is among words, in any case.
func contains(words []string, word string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, word) })
}
