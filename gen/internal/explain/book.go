package explain

import (
	"strings"

	"github.com/imapcodes/imapcodes/gen/internal/imapcode"
	"github.com/imapcodes/imapcodes/gen/internal/model"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// A Book holds what is said of each code.
type Book struct {
	entries map[string]*entry // by code, as the records have it
}

// An entry is what is said of a code.
type entry struct {
	registry.Record
	known      bool // to package imapcode, which has read the arguments
	references []reference
	layout     string // of the arguments, see grammar.Shape
	fields     []field
	members    []byte // of its JSON object: those that are the same for each line
}

// A reference is a document that a code is registered with.
type reference struct {
	name, title, url string // "RFC5530"; title and url are empty where they are not known
}

// NewBook returns a book about codes. It has titles for those of their references that are among
// sources. The arguments of a code that package imapcode does not know are shown as
// they are sent.
func NewBook(codes []model.Code, sources []registry.Source) *Book {
	documents := map[string]registry.Source{}
	for _, s := range sources {
		documents[s.Name] = s
	}
	b := &Book{entries: map[string]*entry{}}
	for _, c := range codes {
		_, known := imapcode.Lookup(c.Code)
		e := &entry{Record: c.Record, known: known, layout: string(c.Shape.Layout), fields: newFields(c.Shape)}
		for _, name := range c.References {
			e.references = append(e.references, newReference(name, documents[name]))
		}
		e.members = e.appendMembers(nil)
		b.entries[c.Code] = e
	}
	return b
}

// entry returns the entry of a code, or nil if it is empty or in no record. The code is as package imapcode has it, and in any
// case if it does not know it.
func (b *Book) entry(code imapcode.Code) *entry {
	if code == "" {
		return nil
	}
	if e := b.entries[string(code)]; e != nil {
		return e
	}
	return b.entries[strings.ToUpper(string(code))]
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
