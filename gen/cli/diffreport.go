package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// A style sets values from the input in a format, so that they are inert there.
type style struct {
	value     func(string) string
	reference func(string) string
}

// An entry is what a report for people says of one change, or of all those that differ in nothing but the code.
type entry struct {
	label string // what changed: "new code", "references"
	codes []string
	text  string // how, in a style
}

// entries returns the changes of a weight as entries, in the order of the changes.
func (c comparison) entries(weight registry.Weight, s style) []entry {
	var list []entry
	for _, change := range c.changes {
		if change.Weight != weight {
			continue
		}
		e := entry{label: label(change.Kind), text: c.describe(change, s)}
		i := slices.IndexFunc(list, func(o entry) bool { return o.label == e.label && o.text == e.text })
		if i < 0 {
			i = len(list)
			list = append(list, e)
		}
		if change.Code != "" {
			list[i].codes = append(list[i].codes, change.Code)
		}
	}
	return list
}

// label returns what a kind of changes is called for people.
func label(kind registry.Kind) string {
	switch kind {
	case registry.KindHeader:
		return "last updated"
	case registry.KindAdded:
		return "new code"
	case registry.KindName:
		return "Go name"
	}
	return string(kind)
}

// describe returns what a change says, in a style: "SP number → SP nz-number".
func (c comparison) describe(change registry.Change, s style) string {
	switch change.Kind {
	case registry.KindAdded:
		return c.describeAdded(change, s)
	case registry.KindRemoved:
		return s.references(change.Old)
	case registry.KindReferences:
		return s.describeReferences(change.Old, change.New)
	case registry.KindHeader:
		if change.New < change.Old {
			return s.becomes(change.Old, change.New) + ", which is older: a stale copy?"
		}
	}
	return s.becomes(change.Old, change.New)
}

// describeAdded returns what is known of a new code.
func (c comparison) describeAdded(change registry.Change, s style) string {
	i := slices.IndexFunc(c.head.Records, func(r registry.Record) bool { return r.Code == change.Code })
	r := c.head.Records[i]
	text := s.references(change.New)
	if r.Description != "" {
		text += ", described as " + s.value(r.Description)
	}
	if r.Name != "" {
		text += ", Go name " + s.value(r.Name)
	}
	if r.Arguments != "" {
		text += ", arguments " + s.value(r.Arguments)
	}
	return text
}

// describeReferences returns what changed in a list of references without what is the same in both, so that many codes
// whose draft became an RFC are told in one entry.
func (s style) describeReferences(old, new string) string {
	gone, come := without(old, new), without(new, old)
	switch {
	case gone == "" && come == "": // in another order
		return s.references(old) + " → " + s.references(new)
	case gone == "":
		return "also " + s.references(come)
	case come == "":
		return "no longer " + s.references(gone)
	}
	return s.references(gone) + " → " + s.references(come)
}

// without returns the words of a list that another does not have.
func without(list, other string) string {
	others := strings.Fields(other)
	words := slices.DeleteFunc(strings.Fields(list), func(w string) bool { return slices.Contains(others, w) })
	return strings.Join(words, " ")
}

// references returns a list of references.
func (s style) references(list string) string {
	words := strings.Fields(list)
	if len(words) == 0 {
		return "no reference"
	}
	for i, w := range words {
		words[i] = s.reference(w)
	}
	return strings.Join(words, " ")
}

// becomes returns one value and what it became.
func (s style) becomes(old, new string) string {
	return s.orNone(old) + " → " + s.orNone(new)
}

func (s style) orNone(value string) string {
	if value == "" {
		return "none"
	}
	return s.value(value)
}

// count returns a number of things: "1 code", "2 codes".
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// tally returns how many changes there are of each weight: "1 breaking change, 2 additions, 35 changes to documentation".
func (c comparison) tally() string {
	var parts []string
	for _, weight := range registry.Weights() {
		n := 0
		for _, change := range c.changes {
			if change.Weight == weight {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, tallyOf(n, weight))
		}
	}
	return strings.Join(parts, ", ")
}

func tallyOf(n int, weight registry.Weight) string {
	switch weight {
	case registry.Breaking:
		return count(n, "breaking change")
	case registry.Addition:
		return count(n, "addition")
	}
	return count(n, "change") + " to documentation"
}
