package docs

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
)

// RenderTable returns p as a Markdown table alone, with links in it, for a file that has other text
// around it. MDX says whether that is a file of MDX.
func RenderTable(fsys fs.FS, p Page, mdx bool) ([]byte, error) {
	funcs := functions()
	if mdx {
		funcs = mdxFunctions()
	}
	return executeFile(fsys, tableTemplate, p, funcs)
}

// markerPattern matches a line with a marker, as a comment of HTML or of MDX.
var markerPattern = regexp.MustCompile(
	`^ {0,3}(?:<!--|\{/\*) *imapcodes:(begin|end)\b *(.*?) *(?:-->|\*/\}) *$`)

// maxInjected is the size in bytes of the longest result of Inject.
const maxInjected = 16 << 20

// fencePattern matches a line that begins or ends a code block.
var fencePattern = regexp.MustCompile("^ {0,3}(```+|~~~+)(.*)")

// Inject returns the text of a Markdown file with a new table between each two markers,
//
//	<!-- imapcodes:begin --reference RFC5530 --sort name -->
//	<!-- imapcodes:end -->
//
// or the same as comments of MDX, each on a line of its own and not in a code block. It calls table
// with the flags in each begin marker. The rest of text and the kind of line ends stay as they are.
// The error joins the errors of table and of markers without their counterparts, each with its
// place: "README.md:3: …". It is an error if there are no markers, or if the result has more than
// 16 MiB, which could not be read again.
func Inject(name, text string, table func(flags []string) ([]byte, error)) (string, error) {
	lineEnd := "\n"
	if strings.Contains(text, "\r\n") {
		lineEnd = "\r\n"
	}
	var b strings.Builder
	var errs []error
	noEnd := func(line int) error {
		return fmt.Errorf("%s:%d: the table that begins here has no end marker", name, line)
	}
	begin, fence := 0, "" // the line of the last begin marker without an end, and the open fence
	found := false
	for i, line := range strings.SplitAfter(text, "\n") {
		bare := strings.TrimRight(line, "\r\n")
		fence = fenceAfter(fence, bare)
		marker := markerPattern.FindStringSubmatch(bare)
		switch {
		case fence != "" || marker == nil:
		case marker[1] == "begin" && begin > 0:
			errs = append(errs, noEnd(begin))
			fallthrough
		case marker[1] == "begin":
			begin, found = i+1, true
			rows, err := table(strings.Fields(marker[2]))
			if err != nil {
				errs = append(errs, fmt.Errorf("%s:%d: %w", name, begin, err))
			}
			b.WriteString(line + lineEnd + strings.ReplaceAll(string(rows), "\n", lineEnd) + lineEnd)
		case begin == 0:
			errs = append(errs, fmt.Errorf("%s:%d: an end marker without a begin marker", name, i+1))
		default:
			begin = 0
		}
		if begin == 0 {
			b.WriteString(line)
		}
		if b.Len() > maxInjected {
			return "", fmt.Errorf("%s: with its tables, the file is longer than %d bytes", name, maxInjected)
		}
	}
	if begin > 0 {
		errs = append(errs, noEnd(begin))
	}
	if !found && len(errs) == 0 {
		errs = append(errs, fmt.Errorf("%s: no markers: put the lines <!-- imapcodes:begin --> and "+
			"<!-- imapcodes:end --> where the table belongs", name))
	}
	return b.String(), errors.Join(errs...)
}

// fenceAfter returns the fence of the code block that a line is in, or "". Before the line, that was
// fence. The line that ends a block still belongs to none.
func fenceAfter(fence, line string) string {
	m := fencePattern.FindStringSubmatch(line)
	switch {
	case m == nil:
		return fence
	case fence == "":
		return m[1]
	case strings.HasPrefix(m[1], fence) && strings.TrimSpace(m[2]) == "":
		return ""
	}
	return fence
}
