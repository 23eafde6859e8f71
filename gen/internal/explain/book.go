package explain

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/imapcodes/imapcodes/gen/docs"
	"github.com/imapcodes/imapcodes/gen/internal/imapcode"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// A Book describes codes and the types of responses.
type Book struct {
	page    docs.Page
	entries map[string]*entry // by code, in upper case
}

type code = docs.Code

// An entry describes a code.
type entry struct {
	code
	short    string        // the code, its status, and what it means
	meaning  []byte        // the end of JSON objects, see encodeMeaning
	accessor reflect.Value // the method of imapcode.Response for the arguments, if any
}

// NewBook returns a book about the codes on page, registered or not.
func NewBook(page docs.Page) *Book {
	b := &Book{page, map[string]*entry{"": {}}}
	for _, c := range page.Codes {
		e := &entry{code: c, meaning: encodeMeaning(c)}
		e.short = c.Code + ": " + e.statusWords() + ". " + c.Summary
		if c.Arguments != "" {
			method, _ := reflect.TypeFor[*imapcode.Response]().MethodByName(c.Name)
			e.accessor = method.Func
		}
		b.entries[strings.ToUpper(c.Code)] = e
	}
	return b
}

// entry returns the entry for code in any case: one with status unknown if the book lacks it, an
// empty one for "".
func (b *Book) entry(name imapcode.Code) *entry {
	if e := b.entries[strings.ToUpper(string(name))]; e != nil {
		return e
	}
	e := &entry{code: code{Code: string(name), Status: unknown}}
	e.short = e.Code + ": " + e.statusWords()
	return e
}

// unknown is the status of codes that are not in the book.
const unknown = "unknown"

// statusWords describes e's status.
func (e *entry) statusWords() string {
	words := e.Status
	switch registry.Status(e.Status) {
	case registry.Obsolete, registry.Reserved:
		words += ", not recommended (RFC 5530 section 6)"
	case registry.Discouraged:
		words += fmt.Sprintf(", not recommended (RFC 5530 section 6): %q", e.Description)
	case registry.Removed:
		words += " from the registry"
	case registry.Unregistered, unknown:
		words += "; clients ignore codes that they do not know (RFC 9051 section 7.1)"
	}
	return words
}

// typeWords returns what r means by its type alone.
func (b *Book) typeWords(r *imapcode.Response) string {
	i := slices.IndexFunc(b.page.Types, func(t docs.Type) bool { return t.Name == r.Type.String() })
	if i < 0 {
		return "The server is ready for the rest of the command."
	}
	if t := b.page.Types[i]; r.Tag != "*" && t.Tagged != "" {
		return t.Tagged
	}
	return b.page.Types[i].Untagged
}

// links returns a line for each section: "RFC 5530 section 3, IMAP Response Codes, https://...".
func links(sections []docs.Section) (lines []string) {
	for _, s := range sections {
		parts := []string{s.String(), s.Title, s.URL}
		isEmpty := func(part string) bool { return part == "" }
		lines = append(lines, strings.Join(slices.DeleteFunc(parts, isEmpty), ", "))
	}
	return lines
}

// unusualWords returns how the response of l differs from those that the RFCs have with its code,
// which has the entry e.
func unusualWords(l *line, e *entry) (words []string) {
	r := &l.response
	u := r.Unusual(l.command)
	switch {
	case u.Has(imapcode.UnusualType):
		words = append(words, "the RFCs have it with "+strings.Join(e.Types, " or "))
	case u.Has(imapcode.UnusualTagging) && slices.Contains(e.Tagged, r.Type.String()):
		words = append(words, "the RFCs have it with tagged "+strings.Join(e.Tagged, " or "))
	case u.Has(imapcode.UnusualTagging):
		words = append(words, "the RFCs have it with untagged "+strings.Join(e.Untagged, " or "))
	}
	if u.Has(imapcode.UnusualCommand) {
		isAny := func(command string) bool { return command == registry.AnyCommand } // if untagged
		commands := slices.DeleteFunc(slices.Clone(e.Commands), isAny)
		if len(commands) == 0 {
			commands = []string{"commands after login"}
		}
		words = append(words, "the RFCs have it with "+strings.Join(commands, " or "))
	}
	return words
}

var deviationWords = []struct {
	deviation imapcode.Deviations
	words     string
}{
	{imapcode.DevNoText, "no-text: the line ends where a space is required"},
	{imapcode.DevNoSpace, "no-space: no space between the ] and the text"},
	{imapcode.DevNoBracket, "no-bracket: the ] after the code is missing"},
	{imapcode.DevCodeMalformed, "code-malformed: the code contains a character that no code may have"},
	{imapcode.DevArgumentsMalformed, "arguments-malformed: the arguments do not match the code's grammar"},
	{imapcode.DevTextMalformed, "text-malformed: the text contains NUL, CR or LF, or is not UTF-8"},
	{imapcode.DevTextBracket, "text-bracket: the text begins with a [ that does not begin a code"},
	{imapcode.DevTagMalformed, "tag-malformed: the tag contains a character that no tag may have"},
	{imapcode.DevTypeTagged, "type-tagged: PREAUTH and BYE are always untagged"},
	{imapcode.DevLimitExceeded, "limit-exceeded: a number exceeds the limit that the RFC sets"},
	{imapcode.DevSetsUnequal, "sets-unequal: two sets that correspond differ in size"},
	{imapcode.DevExtraSpace, "extra-space: more than one space, or a tab, before or after the type"},
	{imapcode.DevNoCodeSpace, "no-code-space: no space between the type and the ["},
	{imapcode.DevLineEnd, "line-end: the line ends in CR or CR CR LF"},
	{imapcode.DevOpenLiteral, "open-literal: a literal follows the line"},
}

// describe returns how a response departs from the grammar: "no-space: no space between ...". If
// the ] is missing, it is unknown where the arguments end and the text begins, or what they lack.
func describe(d imapcode.Deviations) (lines []string) {
	if d&imapcode.DevNoBracket != 0 {
		d &^= imapcode.DevArgumentsMalformed | imapcode.DevNoText
	}
	for _, w := range deviationWords {
		if d&w.deviation != 0 {
			lines = append(lines, w.words)
		}
	}
	return lines
}

// limitWords returns which numbers in r exceed their limit. It has e's code.
func (e *entry) limitWords(r *imapcode.Response) (lines []string) {
	if !r.Deviations.Has(imapcode.DevLimitExceeded) {
		return nil
	}
	bits := 32
	for _, f := range e.Fields {
		bits = max(bits, f.Bits)
	}
	isDivider := func(c rune) bool { return strings.ContainsRune(" ():,", c) }
	for _, word := range strings.FieldsFunc(r.Args, isDivider) {
		if _, err := strconv.ParseUint(word, 10, bits); errors.Is(err, strconv.ErrRange) {
			lines = append(lines, fmt.Sprintf("%s needs more than %d bits", word, bits))
		}
	}
	return lines
}

// An argument is an argument of a response.
type argument struct {
	name  string // "UIDValidity"
	value any    // a number, a string, true for a keyword, or a []string
}

// arguments returns the arguments of r that are present; r has e's code. ok is that of the code's
// accessor, such as imapcode.Response.CopyUID; without an accessor, it says that the code is known
// and its arguments are not malformed. If ok is false, list has what could be read. Reflection
// saves a list of all accessors and of the fields of their results.
func (e *entry) arguments(r *imapcode.Response) (list []argument, ok bool) {
	if !r.Known() || !e.accessor.IsValid() {
		return nil, r.Known() && r.Deviations&imapcode.DevArgumentsMalformed == 0
	}
	results := e.accessor.Call([]reflect.Value{reflect.ValueOf(r)})
	args, ok := results[0], results[1].Bool()
	for i := range args.NumField() {
		if f := args.Field(i); ok && f.CanUint() || !f.IsZero() { // numbers are never absent
			list = append(list, argument{args.Type().Field(i).Name, argumentValue(f.Interface())})
		}
	}
	return list, ok
}

// argumentValue returns the value of a field of an accessor's result.
func argumentValue(field any) any {
	switch f := field.(type) {
	case imapcode.OptionalNumber:
		return f.Number
	case imapcode.String:
		return f.Value()
	case imapcode.List:
		return f.Values()
	}
	return field
}
