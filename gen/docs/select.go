package docs

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// A Selection says which codes are wanted, and in which order. A code is wanted if it has one of the given values in each
// list that is not empty. Case does not matter.
type Selection struct {
	Statuses   []string
	References []string // in the registry's words: "RFC5530"
	Codes      []string
	Order      Order
}

// An Order is one in which codes can stand.
type Order string

// The orders of codes.
const (
	ByRegistry Order = "registry" // the registry's own: the oldest registrations first
	ByName     Order = "name"     // the alphabet's
)

// Orders returns all orders, the usual one first.
func Orders() []Order { return []Order{ByRegistry, ByName} }

// Select returns p with the codes of s alone, in its order. A status, reference or code that the registry does not have,
// and an order that is none, are errors, joined, which say what there is; that nothing is left is none.
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
		known("status", s.Statuses, statuses), known("reference", s.References, references), known("code", s.Codes, codes))
	if err != nil {
		return Page{}, err
	}
	var chosen []Code
	for _, c := range p.Codes {
		if s.wants(c) {
			chosen = append(chosen, c)
		}
	}
	switch s.Order {
	case ByName:
		slices.SortStableFunc(chosen, func(a, b Code) int { return strings.Compare(a.Code, b.Code) })
	case ByRegistry:
	default:
		return Page{}, fmt.Errorf("unknown order %q, want one of %s", s.Order, Names(Orders()))
	}
	return p.with(chosen), nil
}

// known returns an error for each of values that is none of choices.
func known(what string, values, choices []string) error {
	var errs []error
	for _, value := range values {
		if !contains(choices, value) {
			errs = append(errs, fmt.Errorf("unknown %s %q, want one of %s", what, value, Names(choices)))
		}
	}
	return errors.Join(errs...)
}

func (s Selection) wants(c Code) bool {
	cites := func(ref Reference) bool { return contains(s.References, ref.Name) }
	return (len(s.Statuses) == 0 || contains(s.Statuses, c.Status)) &&
		(len(s.References) == 0 || slices.ContainsFunc(c.References, cites)) &&
		(len(s.Codes) == 0 || contains(s.Codes, c.Code))
}

// contains reports whether word is one of words, in any case.
func contains(words []string, word string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, word) })
}
