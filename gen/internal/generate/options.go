package generate

import (
	"fmt"
	"strings"
)

// Parts says how much of the package is generated. Each part needs those before it, because the
// parser finds codes with the tables of the metadata, and those have the type of the codes.
type Parts int

// The parts.
const (
	Codes    Parts = iota + 1 // the type and its constants
	Metadata                  // Lookup, All and Info
	Parser                    // reading and writing of responses
)

// String returns p as ParseParts reads it: "codes,metadata".
func (p Parts) String() string {
	return strings.Join([]string{"codes", "metadata", "parser"}[:p], ",")
}

// ParseParts returns the parts that s lists, divided by commas.
func ParseParts(s string) (Parts, error) {
	for p := Codes; p <= Parser; p++ {
		if s == p.String() {
			return p, nil
		}
	}
	return 0, fmt.Errorf("%q: want %s, or %s, or %s", s, Codes, Metadata, Parser)
}
