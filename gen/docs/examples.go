package docs

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// ExamplesFile is the place of the examples among the templates.
const ExamplesFile = "templates/examples.txt"

// An Example is a status response with a code.
type Example struct {
	Line  string // without its line end: "a OK [APPENDUID 38505 3955] Stored"
	Code  string // "APPENDUID"
	Parts []Part // what Line consists of; their Texts joined are Line
}

// A Part is a stretch of an example.
type Part struct {
	Kind string // "tag", "type", "code", "arguments", "text", or empty for the spaces and brackets between them
	Text string
}

// ReadExamples reads examples, a line each; empty lines and those that begin with # are none. The file's name stands in
// the errors, which name each bad line, all at once.
func ReadExamples(name, text string) ([]Example, error) {
	var list []Example
	var errs []error
	for i, line := range strings.Split(text, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		example, err := newExample(registry.Visible(line))
		if err != nil {
			errs = append(errs, fmt.Errorf("%s:%d: %w", name, i+1, err))
			continue
		}
		list = append(list, example)
	}
	return list, errors.Join(errs...)
}

// newExample takes a line apart. It need not know the grammar of arguments, which may hold a "]", because the text of an
// example holds none.
func newExample(line string) (Example, error) {
	tag, rest, ok1 := strings.Cut(line, " ")
	kind, rest, ok2 := strings.Cut(rest, " [")
	end := strings.LastIndex(rest, "] ")
	if !ok1 || !ok2 || end < 0 || !slices.Contains(registry.ResponseTypes(), kind) {
		return Example{}, fmt.Errorf("%q is not in the form a OK [CODE arguments] text", line)
	}
	code, arguments, spaced := strings.Cut(rest[:end], " ")
	e := Example{Line: line, Code: code}
	e.Parts = []Part{{"tag", tag}, {"", " "}, {"type", kind}, {"", " ["}, {"code", code}}
	if spaced {
		e.Parts = append(e.Parts, Part{"", " "}, Part{"arguments", arguments})
	}
	e.Parts = append(e.Parts, Part{"", "] "}, Part{"text", rest[end+len("] "):]})
	return e, nil
}
