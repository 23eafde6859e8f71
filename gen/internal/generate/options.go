package generate

import (
	"bytes"
	"fmt"
	"go/format"
	"go/scanner"
	"go/token"
	"regexp"
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

// directive matches comments that are more than that, such as a build constraint, which could keep
// the go command from building the file.
var directive = regexp.MustCompile(`^//(?:go:| *\+build|line )|^/\*line `)

// ParseHeader returns the Go comments in source, a file called name, as Options.Header. Anything
// else in source is an error.
func ParseHeader(name string, source []byte) (string, error) {
	fset := token.NewFileSet()
	source = bytes.TrimSpace(bytes.TrimPrefix(source, []byte("\ufeff")))
	var s scanner.Scanner
	var faults scanner.ErrorList
	s.Init(fset.AddFile(name, -1, len(source)), source, faults.Add, scanner.ScanComments)
	pos, tok, text := s.Scan()
	for tok == token.COMMENT {
		if directive.MatchString(text) {
			return "", fmt.Errorf("%s: %.40q is a directive to the go command, not a comment",
				fset.Position(pos), text)
		}
		pos, tok, text = s.Scan()
	}
	if tok != token.EOF {
		return "", fmt.Errorf("%s: want only Go comments, such as // Copyright", fset.Position(pos))
	}
	if len(faults) > 0 {
		return "", faults[0]
	}
	const clause = "package p\n"
	formatted, err := format.Source(append(source, "\n\n"+clause...))
	return strings.TrimSuffix(string(formatted), clause), err
}
