package iana

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// What identifies the XML.
const (
	xmlNamespace   = "http://www.iana.org/assignments"
	xmlRegistry    = "imap-response-codes"   // id of the root
	xmlSubregistry = "imap-response-codes-1" // id of the registry in it that holds the records
)

// ParseXML reads the registry's XML, the only format with dates of records. Errors name the input
// and the line of the record.
func ParseXML(name string, r io.Reader) (*registry.State, error) {
	text, err := readText(name, r)
	if err != nil {
		return nil, err
	}
	root, err := parseTree(name, text)
	if err != nil {
		return nil, err
	}
	updated, updatedErr := xmlUpdated(name, root)
	rows, added, err := xmlRows(name, root)
	if err != nil {
		return nil, errors.Join(updatedErr, err)
	}
	state := registry.State{Updated: updated, Columns: registry.Dated, Unread: added}
	return newState(name, state, rows, updatedErr)
}

// An element is an XML element with all that is in it except comments, so that unknown content can
// be an error.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []*element `xml:",any"`
	line     int
}

// UnmarshalXML reads e and records its line, which encoding/xml does not do.
func (e *element) UnmarshalXML(d *xml.Decoder, start xml.StartElement) error {
	type plain element // without this method
	e.line, _ = d.InputPos()
	return d.DecodeElement((*plain)(e), &start)
}

// parseTree returns the root element of text. It checks that this is the registry's before it reads
// on: an HTML page is seldom well-formed, and "unquoted attribute" would be a poor error for it.
func parseTree(name, text string) (*element, error) {
	var root *element
	decoder := xml.NewDecoder(strings.NewReader(text))
	for {
		token, err := decoder.Token()
		if err == io.EOF && root != nil {
			return root, nil
		}
		start, isElement := token.(xml.StartElement)
		between, isText := token.(xml.CharData)
		switch {
		case err != nil && root == nil:
			return nil, notRegistry(name, "it cannot be read as XML: %v", err)
		case root != nil && (isElement || isText && collapse(string(between)) != ""):
			line, _ := decoder.InputPos()
			return nil, fmt.Errorf("%s:%d: content after the root element", name, line)
		case isElement:
			root = &element{XMLName: start.Name, Attrs: start.Attr}
			if !root.is("registry", xmlRegistry) {
				return nil, notRegistry(name, "its root is <%s> with id %q in namespace %q, "+
					"want <registry> with id %q in namespace %q", start.Name.Local, root.attr("id"),
					start.Name.Space, xmlRegistry, xmlNamespace)
			}
			root = &element{}
			err = decoder.DecodeElement(root, &start)
		}
		if syntax := (*xml.SyntaxError)(nil); errors.As(err, &syntax) {
			return nil, fmt.Errorf("%s:%d: %s", name, syntax.Line, syntax.Msg)
		} else if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
}

// tag returns the name of e's tag. If its namespace is not IANA's, it is "{namespace}name".
func (e *element) tag() string {
	if e.XMLName.Space != xmlNamespace {
		return "{" + e.XMLName.Space + "}" + e.XMLName.Local
	}
	return e.XMLName.Local
}

func (e *element) is(tag, id string) bool { return e.tag() == tag && e.attr("id") == id }

// attr returns the value of an attribute, or "".
func (e *element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name == (xml.Name{Local: name}) {
			return a.Value
		}
	}
	return ""
}

// checkAttrs returns an error for each attribute of e that is not one of known.
func (e *element) checkAttrs(known ...string) error {
	var errs []error
	for _, a := range e.Attrs {
		if a.Name.Space != "" || !slices.Contains(known, a.Name.Local) {
			errs = append(errs, fmt.Errorf("unknown attribute %s=%q of <%s>",
				a.Name.Local, a.Value, e.tag()))
		}
	}
	return errors.Join(errs...)
}

// content returns the text of an element that may hold nothing else.
func (e *element) content() (string, error) {
	err := e.checkAttrs()
	for _, child := range e.Children {
		err = errors.Join(err, fmt.Errorf("unknown element <%s> in <%s>", child.tag(), e.tag()))
	}
	return collapse(e.Text), err
}

// only returns the one child of e with the given tag and id.
func (e *element) only(tag, id string) (*element, error) {
	var found []*element
	for _, child := range e.Children {
		if child.is(tag, id) {
			found = append(found, child)
		}
	}
	if len(found) != 1 {
		return nil, fmt.Errorf("found %d elements <%s> with id %q, want 1", len(found), tag, id)
	}
	return found[0], nil
}

// xmlUpdated returns the registry's "Last Updated".
func xmlUpdated(name string, root *element) (string, error) {
	e, err := root.only("updated", "")
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	date, err := e.content()
	if err != nil {
		return "", fmt.Errorf("%s:%d: %w", name, e.line, err)
	}
	return date, checkUpdated(name, date)
}

// xmlRows returns the records of the registry that holds them, and the names of the elements in
// them that are not known. Everything else in the registry (title, expert, notes) may change like
// the page's chrome, and is ignored.
func xmlRows(name string, root *element) (rows []row, added []string, err error) {
	holder, err := root.only("registry", xmlSubregistry)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	for _, e := range holder.Children {
		if e.tag() != "record" {
			continue
		}
		rows = append(rows, xmlRow(name, e))
		for _, child := range e.Children {
			if child.isAdded() && !slices.Contains(added, child.tag()) {
				added = append(added, child.tag())
			}
		}
	}
	return rows, added, nil
}

// isAdded reports whether e, an element of a record, is a column that IANA has added.
func (e *element) isAdded() bool {
	return e.XMLName.Space == xmlNamespace &&
		!slices.Contains([]string{"name", "description", "xref"}, e.tag())
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
	var r row
	r.Place = fmt.Sprintf("%s:%d", name, e.line)
	r.note(e.checkAttrs("date", "updated"))
	if text := collapse(e.Text); text != "" {
		r.fault("text %s in the record, outside its elements", excerpt(text))
	}
	content := map[string]string{} // by tag
	var references []string
	for _, child := range e.Children {
		switch child.tag() {
		case "name", "description":
			text, err := child.content()
			r.note(err)
			if _, ok := content[child.tag()]; ok {
				r.fault("duplicate <%s> in the record", child.tag())
			}
			content[child.tag()] = text
		case "xref":
			reference, err := xmlReference(child)
			r.note(err)
			if err == nil {
				references = append(references, reference)
			}
		default:
			if !child.isAdded() {
				r.fault("unknown element <%s> in the record", child.tag())
			}
		}
	}
	r.Record = newRecord(content["name"], references, content["description"])
	r.Registered, r.Updated = e.attr("date"), e.attr("updated")
	return r
}

// xmlReference reads an xref as IANA's stylesheet prints it. <xref type="rfc" data="rfc3501"/> is
// RFC3501, and the data of a draft is printed as it is.
func xmlReference(e *element) (string, error) {
	text, data := collapse(e.Text), e.attr("data")
	if err := e.checkAttrs("type", "data"); err != nil {
		return "", err
	}
	if text != "" || len(e.Children) > 0 {
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
