package docs

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// ExamplesFile is the name of the file with the examples.
const ExamplesFile = "templates/examples.txt"

// An Example is a line that a server may send: a status response with a code.
type Example struct {
	Line  string `json:"line"`  // without its line end: "a OK [APPENDUID 38505 3955] Stored"
	Code  string `json:"-"`     // "APPENDUID"
	Parts []Part `json:"parts"` // of Line, in order
}

// A Part is a part of an example. The texts of all parts, joined, are the line.
type Part struct {
	Kind string `json:"kind"` // "tag", "type", "code", "arguments", "text", or "" between these
	Text string `json:"text"`
}

// ReadExamples reads the text of a file with one example per line. Empty lines and lines that begin
// with # are ignored. The error joins all bad lines, each with its place: "examples.txt:3: …".
func ReadExamples(name, text string) ([]Example, error) {
	var list []Example
	var errs []error
	for i, line := range strings.Split(text, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		example, err := newExample(line)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s:%d: %w", name, i+1, err))
			continue
		}
		list = append(list, example)
	}
	return list, errors.Join(errs...)
}

// examplePattern splits an example. Arguments may hold a "]", so that the text must not.
var examplePattern = regexp.MustCompile(
	`^(\S+) (` + strings.Join(registry.ResponseTypes(), "|") + `) \[([^ \]]+)(?: (.+))?\] ([^\]]*)$`)

func newExample(line string) (Example, error) {
	if registry.Visible(line) != line {
		return Example{}, fmt.Errorf("%q holds a control character or is not UTF-8", line)
	}
	m := examplePattern.FindStringSubmatch(line)
	if m == nil {
		return Example{}, fmt.Errorf("%q is not in the form a OK [CODE arguments] text", line)
	}
	e := Example{Line: line, Code: m[3]}
	e.Parts = []Part{{"tag", m[1]}, {"", " "}, {"type", m[2]}, {"", " ["}, {"code", m[3]}}
	if m[4] != "" {
		e.Parts = append(e.Parts, Part{"", " "}, Part{"arguments", m[4]})
	}
	e.Parts = append(e.Parts, Part{"", "] "}, Part{"text", m[5]})
	return e, nil
}
