package iana

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// tableID is the id of the table that holds the registry. Everything else on the page is chrome,
// except for its "Last Updated".
const tableID = "table-imap-response-codes-1"

// ParseXHTML reads the registry's page. Errors name the input and the row, where row 1 is the first
// after the header.
//
// It works on tokens instead of the tree of html.Parse. A browser's parser repairs what it reads:
// it closes what a truncated page left open, and moves text between cells out of the table, where
// it would be missed.
func ParseXHTML(name string, r io.Reader) (*registry.State, error) {
	text, err := readText(name, r)
	if err != nil {
		return nil, err
	}
	p := scanPage(text)
	if p.tables == 0 {
		return nil, notRegistry(name, "no table with id %q on the page, whose title is %s",
			tableID, excerpt(p.title))
	}
	if p.tables > 1 {
		return nil, fmt.Errorf("%s: %d tables with id %q, want 1", name, p.tables, tableID)
	}
	updated, err := p.lastUpdated(name)
	state := registry.State{Updated: updated, Columns: registry.Published}
	if len(p.rows) > 0 {
		state.Unread, _ = unread(p.rows[0].cells)
	}
	return newState(name, state, p.dataRows(name), p.check(name), err)
}

// A pageScanner takes a page's tags and text in order, and keeps those of the registry.
type pageScanner struct {
	title   string
	updated []string        // the dd after each dt "Last Updated"
	closed  map[string]bool // which of /table, /body and /html were seen
	tables  int             // the number of tables with the registry's id
	rows    []tableRow      // of these tables, the header first; the last may be open
	errs    []error         // faults in the table outside its rows

	inTable, inRow bool
	cell           string          // the open cell's tag, "th" or "td", or empty
	term           string          // the last dt
	content        strings.Builder // text since the last start tag of a dt, dd, title, th or td
}

// A tableRow is a row of the registry's table.
type tableRow struct {
	cells []string
	heads int // how many of the cells are th
	errs  []error
}

// scanPage returns a scanner that has scanned text.
func scanPage(text string) *pageScanner {
	p := &pageScanner{closed: map[string]bool{}}
	tokens := html.NewTokenizer(strings.NewReader(text))
	tokens.AllowCDATA(true) // the page is XML, where CDATA is text; in HTML it would be a comment
	for tokens.Next() != html.ErrorToken {
		switch token := tokens.Token(); token.Type {
		case html.StartTagToken:
			p.tag(token.Data, token.Attr)
		case html.SelfClosingTagToken:
			p.tag(token.Data, token.Attr)
			p.tag("/"+token.Data, nil)
		case html.EndTagToken:
			p.tag("/"+token.Data, nil)
		case html.TextToken:
			p.text(token.Data)
		}
	}
	return p
}

// tag handles a start tag, "td", or an end tag, "/td".
func (p *pageScanner) tag(tag string, attrs []html.Attribute) {
	switch {
	case p.inTable && tag != "/body" && tag != "/html":
		p.tableTag(tag)
	case tag == "table" && slices.Contains(attrs, html.Attribute{Key: "id", Val: tableID}):
		p.tables++
		p.inTable = true
	case tag == "dt", tag == "dd", tag == "title":
		p.content.Reset()
	case tag == "/dt":
		p.term = collapse(p.content.String())
	case tag == "/dd":
		if p.term == "Last Updated" {
			p.updated = append(p.updated, collapse(p.content.String()))
		}
		p.term = ""
	case tag == "/title":
		p.title = collapse(p.content.String())
	case tag == "/body", tag == "/html":
		p.closed[tag] = true
	}
}

// tableTag handles a tag in the registry's table.
func (p *pageScanner) tableTag(tag string) {
	name := strings.TrimPrefix(tag, "/")
	switch {
	case (name == "thead" || name == "tbody") && !p.inRow:
	case name == "a" && p.cell != "":
	case tag == "tr":
		p.endRow()
		p.rows = append(p.rows, tableRow{})
		p.inRow = true
	case tag == "/tr" && p.inRow && p.cell == "":
		p.inRow = false
	case (tag == "th" || tag == "td") && p.inRow && p.cell == "":
		p.cell = tag
		p.content.Reset()
	case (tag == "/th" || tag == "/td") && p.cell == name:
		row := &p.rows[len(p.rows)-1]
		row.cells = append(row.cells, collapse(p.content.String()))
		if name == "th" {
			row.heads++
		}
		p.cell = ""
	case tag == "/table":
		p.endRow()
		p.inTable = false
		p.closed[tag] = true
	default:
		// Nothing else is accepted, even in cells: a footnote's <sup>1</sup> would become part of
		// the code.
		p.fault("unexpected <%s>", tag)
	}
}

// endRow ends the row if it is still open, which is a fault.
func (p *pageScanner) endRow() {
	if p.inRow {
		p.fault("no </tr>")
	}
	p.inRow, p.cell = false, ""
}

func (p *pageScanner) text(data string) {
	p.content.WriteString(data)
	if text := collapse(data); p.inTable && p.cell == "" && text != "" {
		p.fault("text %s outside the cells", excerpt(text))
	}
}

// fault records an error in the open row or, outside the rows, in the table.
func (p *pageScanner) fault(format string, args ...any) {
	errs := &p.errs
	if p.inRow {
		errs = &p.rows[len(p.rows)-1].errs
	}
	*errs = append(*errs, fmt.Errorf(format, args...))
}

// check returns what is wrong with the page apart from its date and the registry's rows, joined.
func (p *pageScanner) check(name string) error {
	var errs []error
	for _, tag := range []string{"/table", "/body", "/html"} {
		if !p.closed[tag] {
			errs = append(errs, fmt.Errorf("%s: truncated: no <%s>", name, tag))
		}
	}
	for _, err := range p.errs {
		errs = append(errs, fmt.Errorf("%s: in the table: %w", name, err))
	}
	return errors.Join(append(errs, p.checkHeader(name))...)
}

// checkHeader returns an error unless the table's first row has the known headings; others may be
// among them.
func (p *pageScanner) checkHeader(name string) error {
	if len(p.rows) == 0 {
		return fmt.Errorf("%s: the table has no header row", name)
	}
	header := p.rows[0]
	if len(header.errs) > 0 {
		return fmt.Errorf("%s: in the header row: %w", name, header.errs[0])
	}
	if _, ok := unread(header.cells); !ok || header.heads != len(header.cells) {
		return fmt.Errorf("%s: the header row is %q, want %q", name, header.cells, columns())
	}
	return nil
}

// lastUpdated returns the registry's "Last Updated", which must be on the page exactly once.
func (p *pageScanner) lastUpdated(name string) (string, error) {
	if len(p.updated) != 1 {
		return "", fmt.Errorf("%s: found %d %q, want 1", name, len(p.updated), "Last Updated")
	}
	return p.updated[0], checkUpdated(name, p.updated[0])
}

// dataRows returns the rows after the header.
func (p *pageScanner) dataRows(name string) []row {
	header := columns()
	if p.checkHeader(name) == nil {
		header = p.rows[0].cells
	}
	var rows []row
	for i, tr := range p.rows[min(1, len(p.rows)):] {
		code := ""
		if len(tr.cells) > 0 {
			code = tr.cells[0]
		}
		r := row{errs: tr.errs}
		r.Place = fmt.Sprintf("%s: row %d (%s)", name, i+1, excerpt(code))
		switch {
		case tr.heads > 0:
			r.fault("unexpected <th>")
		case len(tr.errs) > 0: // its cells mean nothing
		case len(tr.cells) != len(header):
			r.fault("%d columns, want %d", len(tr.cells), len(header))
		default:
			r.fill(header, tr.cells)
		}
		rows = append(rows, r)
	}
	return rows
}
