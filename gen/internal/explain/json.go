package explain

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/imapcodes/imapcodes/gen/docs"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// An object is what is written about a line; explanation.schema.json describes it.
type object struct {
	Number int64  `json:"number"`
	Line   string `json:"line"`
	Raw    []byte `json:"raw,omitempty"`
	Error  string `json:"error,omitempty"`
}

// A responseObject is what is written about a line with a response, before the meaning.
type responseObject struct {
	object
	Tag        string         `json:"tag"`
	Command    string         `json:"command,omitempty"`
	Type       string         `json:"type"`
	Code       string         `json:"code"`
	Known      bool           `json:"known"`
	Args       string         `json:"args"`
	Text       string         `json:"text"`
	Conforms   bool           `json:"conforms"`
	Deviations []string       `json:"deviations"`
	Unusual    []string       `json:"unusual"`
	Arguments  map[string]any `json:"arguments,omitzero"`
	OK         *bool          `json:"argumentsOK,omitzero"`
}

// A meaning is the part of an object that is the same for each line with a code.
type meaning struct {
	Meaning    string   `json:"meaning"`
	Status     string   `json:"status"`
	Advice     string   `json:"advice"`
	Security   string   `json:"security"`
	Retry      string   `json:"retry"`
	Types      []string `json:"types"`
	Tagged     []string `json:"tagged"`
	Untagged   []string `json:"untagged"`
	Commands   []string `json:"commands"`
	State      string   `json:"state"`
	Capability []string `json:"capability"`
	Rev1       string   `json:"rev1"`
	Rev2       string   `json:"rev2"`
	Defined    []string `json:"defined"`
	References []string `json:"references"`
}

// A jsonPrinter writes an object for each line.
type jsonPrinter struct {
	w         io.Writer
	book      *Book
	object    responseObject // of the current line
	arguments map[string]any // of it
	buffer    bytes.Buffer
	encoder   *json.Encoder // to buffer, which cannot fail with these objects
}

func newJSONPrinter(w io.Writer, b *Book) *jsonPrinter {
	p := &jsonPrinter{w: w, book: b, arguments: map[string]any{}}
	p.encoder = json.NewEncoder(&p.buffer)
	p.encoder.SetEscapeHTML(false)
	return p
}

// encodeMeaning returns what follows the other members of an object with the code c.
func encodeMeaning(c docs.Code) []byte {
	defined, references := []string{}, []string{} // not nil, which would be null
	for _, section := range c.Defined {
		defined = append(defined, section.URL)
	}
	for _, r := range c.References {
		if r.URL != "" {
			references = append(references, r.URL)
		}
	}
	p := newJSONPrinter(nil, nil)
	_ = p.encoder.Encode(meaning{
		Meaning: c.Summary, Status: c.Status, Advice: c.Advice, Security: c.Security,
		Retry: c.Retry, Types: c.Types, Tagged: c.Tagged, Untagged: c.Untagged,
		Commands: c.Commands, State: c.State, Capability: c.Capability,
		Rev1: c.Rev1, Rev2: c.Rev2, Defined: defined, References: references,
	})
	return append([]byte{','}, escape(p.buffer.Bytes()[1:])...)
}

// line writes the object of l.
func (p *jsonPrinter) line(l *line) {
	p.object.object = object{Number: l.number, Line: l.text, Error: string(l.kind)}
	isPlain := l.text == registry.Visible(l.text)
	if !isPlain && !utf8.ValidString(l.text) {
		p.object.Raw = []byte(l.text)
	}
	p.buffer.Reset()
	if l.kind == status || l.kind == broken {
		p.explain(l)
	} else {
		_ = p.encoder.Encode(&p.object.object)
	}
	object := p.buffer.Bytes()
	if !isPlain {
		object = escape(object)
	}
	p.w.Write(object) // Flush returns its error
}

// explain encodes the object of l, which has a response.
func (p *jsonPrinter) explain(l *line) {
	o, r, e := &p.object, &l.response, p.book.entry(l.response.Code)
	o.Tag, o.Command, o.Type, o.Code = r.Tag, l.command, r.Type.String(), string(r.Code)
	o.Known = r.Known() && e.Status != string(registry.Unregistered)
	o.Args, o.Text, o.Conforms = r.Args, r.Text, l.kind == status && r.Conforms()
	o.Deviations, o.Arguments, o.OK = strings.Fields(r.Deviations.String()), nil, nil
	o.Unusual = strings.Fields(r.Unusual(l.command).String())
	if r.Known() {
		arguments, ok := e.arguments(r)
		clear(p.arguments)
		for _, a := range arguments {
			p.arguments[a.name] = a.value
		}
		o.Arguments, o.OK = p.arguments, &ok
	}
	_ = p.encoder.Encode(o)
	if e.meaning != nil {
		p.buffer.Truncate(p.buffer.Len() - len("}\n"))
		p.buffer.Write(e.meaning) // encoding it for each line would take a fifth of the time
	}
}

// escape returns JSON with escapes for the control characters that package json leaves as they are.
func escape(b []byte) (escaped []byte) {
	for _, r := range string(b) {
		if r == '\n' || !registry.IsControl(r) {
			escaped = utf8.AppendRune(escaped, r)
			continue
		}
		for _, unit := range utf16.AppendRune(nil, r) {
			escaped = fmt.Appendf(escaped, `\u%04x`, unit)
		}
	}
	return escaped
}
