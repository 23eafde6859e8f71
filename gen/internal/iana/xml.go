package iana

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// The names by which the XML is known.
const (
	xmlNamespace   = "http://www.iana.org/assignments"
	xmlRegistry    = "imap-response-codes"   // id of the root
	xmlSubregistry = "imap-response-codes-1" // id of the registry inside it that holds the records
)

// ParseXML reads the registry's XML, the only format with dates per record. Errors call the input name, and name the
// line of the record.
func ParseXML(name string, r io.Reader) (*Page, error) {
	text, err := readText(name, r)
	if err != nil {
		return nil, err
	}
	root, err := parseTree(name, text)
	if err != nil {
		return nil, err
	}
	updated, updatedErr := xmlUpdated(name, root)
	rows, err := xmlRows(name, root)
	if err != nil {
		return nil, errors.Join(updatedErr, err)
	}
	return newPage(name, updated, rows, flatten(updatedErr))
}

// An element is an XML element. encoding/xml would unmarshal into structs with less code, but it drops what the structs
// do not name, and does not say on which line a value stood.
type element struct {
	tag      string // local name; with a namespace other than IANA's: "{namespace}name"
	attrs    []xml.Attr
	line     int
	text     strings.Builder // all text directly inside, comments left out
	children []*element
}

// parseTree returns the root element of text, which it checks to be the registry's before it reads on: a page of HTML is
// seldom well-formed, and "unquoted attribute" would be a poor answer to it.
func parseTree(name, text string) (*element, error) {
	document := &element{}
	open := []*element{document}
	decoder := xml.NewDecoder(strings.NewReader(text))
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return documentRoot(name, document)
		}
		if err != nil {
			return nil, xmlError(name, document, err)
		}
		parent := open[len(open)-1]
		switch token := token.(type) {
		case xml.StartElement:
			child := newElement(token)
			child.line, _ = decoder.InputPos()
			if parent == document && !isRoot(child) {
				return nil, notRegistry(name, "its root is <%s> with id %q in namespace %q, want <registry> with id %q in namespace %q",
					token.Name.Local, child.attr("id"), token.Name.Space, xmlRegistry, xmlNamespace)
			}
			parent.children = append(parent.children, child)
			open = append(open, child)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			parent.text.Write(token)
		}
	}
}

func newElement(start xml.StartElement) *element {
	tag := start.Name.Local
	if start.Name.Space != xmlNamespace {
		tag = "{" + start.Name.Space + "}" + tag
	}
	return &element{tag: tag, attrs: start.Copy().Attr}
}

func isRoot(e *element) bool {
	return e.tag == "registry" && e.attr("id") == xmlRegistry
}

// documentRoot returns the one element of document, which encoding/xml does not insist on.
func documentRoot(name string, document *element) (*element, error) {
	if len(document.children) == 0 {
		return nil, notRegistry(name, "it holds no XML element but %s", excerpt(normalise(document.text.String())))
	}
	if len(document.children) > 1 {
		return nil, fmt.Errorf("%s:%d: a second root element", name, document.children[1].line)
	}
	if text := normalise(document.text.String()); text != "" {
		return nil, fmt.Errorf("%s: text %s outside the root element", name, excerpt(text))
	}
	return document.children[0], nil
}

// xmlError puts the place of err, which encoding/xml returned, in this project's form; document holds what came before.
func xmlError(name string, document *element, err error) error {
	var syntax *xml.SyntaxError
	if !errors.As(err, &syntax) {
		return fmt.Errorf("%s: %w", name, err)
	}
	if len(document.children) == 0 {
		return notRegistry(name, "it is no XML (line %d: %s)", syntax.Line, syntax.Msg)
	}
	return fmt.Errorf("%s:%d: %s", name, syntax.Line, syntax.Msg)
}

// attr returns the value of an attribute, empty where there is none.
func (e *element) attr(name string) string {
	for _, a := range e.attrs {
		if a.Name == (xml.Name{Local: name}) {
			return a.Value
		}
	}
	return ""
}

// checkAttrs returns an error if e has other attributes than the known.
func (e *element) checkAttrs(known ...string) error {
	var errs []error
	for _, a := range e.attrs {
		if a.Name.Space != "" || !slices.Contains(known, a.Name.Local) {
			errs = append(errs, fmt.Errorf("unknown attribute %s=%q of <%s>", a.Name.Local, a.Value, e.tag))
		}
	}
	return errors.Join(errs...)
}

// content returns the text of an element that may hold nothing else.
func (e *element) content() (string, error) {
	err := e.checkAttrs()
	if len(e.children) > 0 {
		err = errors.Join(err, fmt.Errorf("unknown element <%s> in <%s>", e.children[0].tag, e.tag))
	}
	return normalise(e.text.String()), err
}

// all returns the children with the tag.
func (e *element) all(tag string) []*element {
	var found []*element
	for _, child := range e.children {
		if child.tag == tag {
			found = append(found, child)
		}
	}
	return found
}

// xmlUpdated returns the registry's "Last Updated".
func xmlUpdated(name string, root *element) (string, error) {
	found := root.all("updated")
	if len(found) != 1 {
		return "", fmt.Errorf("%s: %d elements <updated> in the root, want 1", name, len(found))
	}
	date, err := found[0].content()
	if err != nil {
		return "", fmt.Errorf("%s:%d: %w", name, found[0].line, err)
	}
	return date, checkUpdated(name, date)
}

// xmlRows returns the records of the registry that holds them. What else stands beside the records (title, expert, notes)
// changes as the page's chrome does, and is ignored as that is.
func xmlRows(name string, root *element) ([]row, error) {
	var holders []*element
	for _, e := range root.all("registry") {
		if e.attr("id") == xmlSubregistry {
			holders = append(holders, e)
		}
	}
	if len(holders) != 1 {
		return nil, fmt.Errorf("%s: %d elements <registry> with id %q, want 1", name, len(holders), xmlSubregistry)
	}
	var rows []row
	for _, e := range holders[0].all("record") {
		rows = append(rows, xmlRow(name, e))
	}
	return rows, nil
}

// xmlRow reads a record:
//
//	<record date="2024-04-23" updated="2025-01-01">
//	  <name>INPROGRESS</name>
//	  <xref type="rfc" data="rfc9585"/>
//	  <description/>
//	</record>
//
// Both dates, the xrefs and the description may be missing.
func xmlRow(name string, e *element) row {
	r := lineRow(name, e.line)
	r.errs = flatten(e.checkAttrs("date", "updated"))
	if text := normalise(e.text.String()); text != "" {
		r.fault("text %s in the record, outside its elements", excerpt(text))
	}
	seen := map[string]string{} // content by tag
	var references []string
	for _, child := range e.children {
		switch child.tag {
		case "name", "description":
			text, err := child.content()
			r.errs = append(r.errs, flatten(err)...)
			if _, ok := seen[child.tag]; ok {
				r.fault("a second <%s> in the record", child.tag)
			}
			seen[child.tag] = text
		case "xref":
			reference, err := xmlReference(child)
			r.errs = append(r.errs, flatten(err)...)
			if err == nil {
				references = append(references, reference)
			}
		default:
			r.fault("unknown element <%s> in the record", child.tag)
		}
	}
	r.record = newRecord(seen["name"], references, seen["description"])
	r.record.Registered, r.record.Updated = e.attr("date"), e.attr("updated")
	return r
}

// xmlReference reads an xref as IANA's stylesheet prints it: <xref type="rfc" data="rfc3501"/> is RFC3501, the data of a
// draft stands as it is.
func xmlReference(e *element) (string, error) {
	text, data := normalise(e.text.String()), e.attr("data")
	if err := e.checkAttrs("type", "data"); err != nil {
		return "", err
	}
	if text != "" || len(e.children) > 0 {
		// The stylesheet would print it after the reference: [RFC3501, section 7].
		return "", fmt.Errorf("xref %q is not empty: %s", data, excerpt(text))
	}
	switch e.attr("type") {
	case "rfc":
		return strings.ToUpper(data), nil
	case "draft":
		return data, nil
	}
	return "", fmt.Errorf("unknown type %q of xref %q", e.attr("type"), data)
}
