package explain

import (
	"encoding/base64"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/imapcodes/imapcodes/gen/internal/grammar"
	"github.com/imapcodes/imapcodes/gen/internal/imapcode"
)

// The objects are written by hand, because encoding/json leaves C1 controls and what reorders text as it is.

// A jsonWriter writes an object for each line, which explanation.schema.json describes.
type jsonWriter struct {
	book *Book
}

func (w *jsonWriter) line(b []byte, l *line) []byte {
	b = append(b, `{"number":`...)
	b = strconv.AppendInt(b, l.number, 10)
	b = append(b, `,"line":`...)
	b = appendString(b, l.text)
	if !utf8.ValidString(l.text) {
		b = append(b, `,"raw":"`...)
		b = base64.StdEncoding.AppendEncode(b, []byte(l.text))
		b = append(b, '"')
	}
	if l.kind.hasResponse() {
		b = w.response(b, l)
	}
	if reason := l.kind.reason(); reason != "" {
		b = appendMember(b, "error", reason)
	}
	return append(b, "}\n"...)
}

// end appends nothing: there is an object for each line, and no other.
func (w *jsonWriter) end(b []byte) []byte { return b }

// response appends the members that say what the status response in l is.
func (w *jsonWriter) response(b []byte, l *line) []byte {
	r := &l.response
	e := w.book.entry(r.Code)
	b = appendMember(b, "tag", r.Tag)
	b = appendMember(b, "type", r.Type.String())
	b = appendMember(b, "code", string(r.Code))
	b = appendBool(b, "known", e != nil && e.known)
	b = appendMember(b, "args", r.Args)
	b = appendMember(b, "text", r.Text)
	b = appendBool(b, "conforms", l.kind == status && r.Conforms())
	b = append(b, `,"deviations":[`...)
	first := true
	r.Deviations.Names()(func(name string) bool {
		b = appendElement(b, &first, name)
		return true
	})
	b = append(b, ']')
	if e != nil {
		b = append(b, e.members...)
	}
	if e != nil && e.known {
		b = e.appendArguments(b, r)
	}
	return b
}

// appendMembers appends the members that are the same for all lines with e's code.
func (e *entry) appendMembers(b []byte) []byte {
	b = appendMember(b, "meaning", e.Summary)
	b = appendMember(b, "status", string(e.Status))
	b = appendMember(b, "retry", string(e.Retry))
	b = appendArray(b, "types", e.Types)
	var links []string
	for _, r := range e.references {
		if r.url != "" {
			links = append(links, r.url)
		}
	}
	return appendArray(b, "references", links)
}

// appendArguments appends the arguments of r by their names: numbers as such, lists as arrays, keywords that are there as
// true, and all others as strings.
func (e *entry) appendArguments(b []byte, r *imapcode.Response) []byte {
	b = append(b, `,"arguments":{`...)
	first := true
	e.arguments(r, func(f *field, element string) {
		b = appendComma(b, &first)
		b = appendString(b, f.Name)
		b = append(b, ':')
		b = appendValue(b, f.Kind, element)
	})
	return append(b, '}')
}

func appendValue(b []byte, kind grammar.Kind, element string) []byte {
	switch kind {
	case grammar.Number, grammar.Number64:
		digits := strings.TrimLeft(element[:len(element)-1], "0") + element[len(element)-1:]
		return append(b, digits...)
	case grammar.Flag:
		return append(b, "true"...)
	case grammar.String:
		return appendString(b, imapcode.String(element).Value())
	case grammar.List:
		b = append(b, '[')
		first := true
		imapcode.List(element).All()(func(e imapcode.String) bool {
			b = appendElement(b, &first, e.Value())
			return true
		})
		return append(b, ']')
	}
	return appendString(b, element)
}

// appendMember appends a member with a string, behind another member.
func appendMember(b []byte, name, value string) []byte {
	b = append(b, `,"`...)
	b = append(b, name...)
	b = append(b, `":`...)
	return appendString(b, value)
}

// appendBool appends a member with a truth value, behind another member.
func appendBool(b []byte, name string, value bool) []byte {
	b = append(b, `,"`...)
	b = append(b, name...)
	b = append(b, `":`...)
	return strconv.AppendBool(b, value)
}

// appendArray appends a member with strings, behind another member.
func appendArray(b []byte, name string, elements []string) []byte {
	b = append(b, `,"`...)
	b = append(b, name...)
	b = append(b, `":[`...)
	first := true
	for _, element := range elements {
		b = appendElement(b, &first, element)
	}
	return append(b, ']')
}

// appendElement appends a string to an array that holds nothing yet if first is set.
func appendElement(b []byte, first *bool, s string) []byte {
	return appendString(appendComma(b, first), s)
}

func appendComma(b []byte, first *bool) []byte {
	if *first {
		*first = false
		return b
	}
	return append(b, ',')
}
