package explain

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/gen/internal/imapcode"
	"github.com/imapcodes/imapcodes/gen/internal/model"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// A Book describes each code.
type Book struct {
	entries map[string]*entry // by code, in upper case
}

// An entry describes a code.
type entry struct {
	registry.Record
	short      string        // the code, its status, and what it means
	references []string      // each with title and URL: "RFC5530, IMAP Response Codes, https://…"
	meaning    []byte        // the end of JSON objects, see encodeMeaning
	accessor   reflect.Value // the method of imapcode.Response for the arguments, if any
}

// NewBook returns a book about codes, registered or not. It has titles for those of their
// references that are among sources.
func NewBook(codes []model.Code, sources []registry.Source) *Book {
	documents := map[string]registry.Source{}
	for _, s := range sources {
		documents[s.Name] = s
	}
	b := &Book{entries: map[string]*entry{"": {}}}
	for _, c := range codes {
		b.entries[strings.ToUpper(c.Code)] = newEntry(c.Record, documents)
	}
	return b
}

func newEntry(r registry.Record, documents map[string]registry.Source) *entry {
	e := &entry{Record: r}
	urls := []string{}
	for _, name := range r.References {
		reference := name
		if title := documents[name].Title; title != "" {
			reference += ", " + title
		}
		if url := cmp.Or(documents[name].URL, registry.ReferenceURL(name)); url != "" {
			reference += ", " + url
			urls = append(urls, url)
		}
		e.references = append(e.references, reference)
	}
	e.short = r.Code + ": " + e.statusWords() + ". " + r.Summary
	e.meaning = encodeMeaning(r, urls)
	if r.Arguments != "" {
		method, _ := reflect.TypeFor[*imapcode.Response]().MethodByName(r.Name)
		e.accessor = method.Func
	}
	return e
}

// entry returns the entry for code in any case: one with status unknown if the book lacks it, an
// empty one for "".
func (b *Book) entry(code imapcode.Code) *entry {
	if e := b.entries[strings.ToUpper(string(code))]; e != nil {
		return e
	}
	e := &entry{Record: registry.Record{Code: string(code), Status: unknown}}
	e.short = e.Code + ": " + e.statusWords()
	return e
}

// unknown is the status of codes that are not in the book.
const unknown registry.Status = "unknown"

// statusWords describes e's status.
func (e *entry) statusWords() string {
	words := string(e.Status)
	switch e.Status {
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

// typeWords returns what a response means by its type alone (RFC 9051 sections 7.1 and 7.6).
func typeWords(r *imapcode.Response) string {
	words := map[string]string{
		"OK":      "the command succeeded",
		"NO":      "the command failed",
		"BAD":     "protocol error in the command",
		"* OK":    "information",
		"* NO":    "warning",
		"* BAD":   "server error, or a protocol error not tied to a command",
		"PREAUTH": "the session starts already authenticated",
		"BYE":     "the server closes the connection",
		"+":       "the server is ready for the rest of the command",
	}
	return cmp.Or(words[r.Tag+" "+r.Type.String()], words[r.Type.String()])
}

// unusualWords says how r differs from the responses that the RFCs have with its code, which has the
// entry e.
func unusualWords(r *imapcode.Response, e *entry) string {
	switch u := r.Unusual(""); {
	case r.Type == 0:
		return ""
	case u.Has(imapcode.UnusualType):
		return "the RFCs have it with " + strings.Join(e.Types(), " or ")
	case u.Has(imapcode.UnusualTagging) && slices.Contains(e.Tagged, r.Type.String()):
		return "the RFCs have it with tagged " + strings.Join(e.Tagged, " or ")
	case u.Has(imapcode.UnusualTagging):
		return "the RFCs have it with untagged " + strings.Join(e.Untagged, " or ")
	}
	return ""
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
