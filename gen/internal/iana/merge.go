package iana

import (
	"errors"
	"fmt"
	"slices"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// Merge combines a and b, two formats of the same state of the registry. What both have must be the
// same, and the dates are from the one that has them. The error joins all differences. Neither a
// nor b is changed.
func Merge(a, b *registry.State) (*registry.State, error) {
	var errs []error
	for _, c := range registry.Compare(*a, *b) {
		place := "the formats disagree"
		if c.Code != "" {
			place += fmt.Sprintf(" about %q", c.Code)
		}
		switch c.Kind {
		case registry.KindAdded:
			errs = append(errs, fmt.Errorf("%s: it is only in the second", place))
		case registry.KindRemoved:
			errs = append(errs, fmt.Errorf("%s: it is only in the first", place))
		case registry.KindHeader:
			errs = append(errs, fmt.Errorf("%s: last updated %s against %s", place, c.Old, c.New))
		default:
			errs = append(errs, fmt.Errorf("%s: %s %q against %q", place, c.Kind, c.Old, c.New))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	merged := *a
	if b.Columns > a.Columns {
		merged = *b
	}
	merged.Updated = max(a.Updated, b.Updated) // the empty one is less
	merged.Unread = slices.Concat(a.Unread, b.Unread)
	return &merged, nil
}
