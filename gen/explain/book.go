package explain

import (
	"strings"

	"github.com/imapcodes/imapcodes/gen/arguments"
	"github.com/imapcodes/imapcodes/gen/registry"
	"github.com/imapcodes/imapcodes/generated/imapcode"
)

// A Book holds what is said of each registered code.
type Book struct {
	entries map[imapcode.Code]*entry
}

// An entry is what is said of a code.
type entry struct {
	info       imapcode.Info
	retry      registry.Retry
	references []reference
	layout     string // of the arguments, see arguments.Shape
	fields     []field
	members    []byte // of its JSON object: those that are the same for each line
}

// A reference is a document that a code is registered with.
type reference struct {
	name, title, url string // "RFC5530"; title and url are empty where they are not known
}

// NewBook returns a book about the codes of records, with the shapes of their arguments, in the same order. It has titles for
// those of their references that are among sources. A code that package imapcode does not know is left out.
func NewBook(records []registry.Record, shapes []*arguments.Shape, sources []registry.Source) *Book {
	documents := map[string]registry.Source{}
	for _, s := range sources {
		documents[s.Name] = s
	}
	b := &Book{entries: map[imapcode.Code]*entry{}}
	for i, r := range records {
		info, ok := imapcode.Code(r.Code).Info()
		if !ok {
			continue
		}
		e := &entry{info: info, retry: r.Retry, layout: shapes[i].Layout, fields: newFields(shapes[i])}
		for _, name := range strings.Fields(info.References) {
			e.references = append(e.references, newReference(name, documents[name]))
		}
		e.members = e.appendMembers(nil)
		b.entries[info.Code] = e
	}
	return b
}

// entry returns the entry of a code, or nil if it is empty or not registered.
func (b *Book) entry(code imapcode.Code) *entry {
	if code == "" {
		return nil
	}
	return b.entries[code]
}

// newReference returns the reference of a name, and of the document of that name if there is one.
func newReference(name string, document registry.Source) reference {
	url := document.URL
	if url == "" {
		url = registry.ReferenceURL(name)
	}
	return reference{name, document.Title, url}
}

// String shows r: "RFC5530, IMAP Response Codes, https://www.rfc-editor.org/rfc/rfc5530".
func (r reference) String() string {
	s := r.name
	for _, part := range []string{r.title, r.url} {
		if part != "" {
			s += ", " + part
		}
	}
	return s
}
