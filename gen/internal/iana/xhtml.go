package iana

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// tableID is the id of the table that holds the registry. All else on the page is chrome, but for its "Last Updated".
const tableID = "table-imap-response-codes-1"

// ParseXHTML reads the registry's page. Errors call the input name, and name the row: 1 is the first after the header.
//
// It works on tokens instead of the tree of html.Parse. A browser's parser repairs what it reads: it closes what a page
// that was cut off left open, and moves text that stands between the cells to before the table, where nobody looks.
func ParseXHTML(name string, r io.Reader) (*Page, error) {
	text, err := readText(name, r)
	if err != nil {
		return nil, err
	}
	p, err := scanPage(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if p.tables == 0 {
		return nil, notRegistry(name, "no table with id %q on the page, whose title is %s", tableID, excerpt(p.title))
	}
	if p.tables > 1 {
		return nil, fmt.Errorf("%s: %d tables with id %q, want 1", name, p.tables, tableID)
	}
	errs := p.checkPage(name)
	updated, err := p.lastUpdated(name)
	errs = append(errs, flatten(err)...)
	return newPage(name, updated, p.dataRows(name), errs)
}

// A pageScanner takes a page's tags and text in turn, and keeps what the registry needs.
type pageScanner struct {
	title   string
	updated []string        // the dd after each dt "Last Updated"
	closed  map[string]bool // of table, body, html: whether its end tag came
	tables  int             // tables with the registry's id
	rows    []tableRow      // of these tables, the header row first; the last may be open
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

// scanPage returns the scanner that has taken all of text.
func scanPage(text string) (*pageScanner, error) {
	p := &pageScanner{closed: map[string]bool{}}
	tokens := html.NewTokenizer(strings.NewReader(text))
	tokens.AllowCDATA(true) // the page is XML, where such a section is text; HTML would make it a comment
	for tokens.Next() != html.ErrorToken {
		switch token := tokens.Token(); token.Type {
		case html.StartTagToken:
			p.start(token)
		case html.SelfClosingTagToken:
			p.start(token)
			p.end(token.Data)
		case html.EndTagToken:
			p.end(token.Data)
		case html.TextToken:
			p.text(token.Data)
		}
	}
	if err := tokens.Err(); err != io.EOF {
		return nil, err
	}
	return p, nil
}

func (p *pageScanner) start(token html.Token) {
	switch {
	case p.inTable:
		p.startInTable(token.Data)
	case token.Data == "table" && slices.Contains(token.Attr, html.Attribute{Key: "id", Val: tableID}):
		p.tables++
		p.inTable = true
	case token.Data == "dt", token.Data == "dd", token.Data == "title":
		p.content.Reset()
	}
}

func (p *pageScanner) startInTable(tag string) {
	switch {
	case (tag == "thead" || tag == "tbody") && !p.inRow:
	case tag == "tr":
		if p.inRow {
			p.fault("no </tr>")
		}
		p.rows = append(p.rows, tableRow{})
		p.inRow, p.cell = true, ""
	case (tag == "th" || tag == "td") && p.inRow && p.cell == "":
		p.cell = tag
		p.content.Reset()
	case tag == "a" && p.cell != "":
	default:
		// Nothing else is let through, in cells neither: a footnote's <sup>1</sup> would become part of the code.
		p.fault("unexpected <%s>", tag)
	}
}

func (p *pageScanner) end(tag string) {
	switch {
	case p.inTable && tag != "body" && tag != "html":
		p.endInTable(tag)
	case tag == "dt":
		p.term = normalise(p.content.String())
	case tag == "dd":
		if p.term == "Last Updated" {
			p.updated = append(p.updated, normalise(p.content.String()))
		}
		p.term = ""
	case tag == "title":
		p.title = normalise(p.content.String())
	case tag == "body", tag == "html":
		p.closed[tag] = true
	}
}

func (p *pageScanner) endInTable(tag string) {
	switch {
	case (tag == "thead" || tag == "tbody") && !p.inRow:
	case tag == "tr" && p.inRow && p.cell == "":
		p.inRow = false
	case (tag == "th" || tag == "td") && p.cell == tag:
		row := &p.rows[len(p.rows)-1]
		row.cells = append(row.cells, normalise(p.content.String()))
		if tag == "th" {
			row.heads++
		}
		p.cell = ""
	case tag == "a" && p.cell != "":
	case tag == "table":
		if p.inRow {
			p.fault("no </tr>")
		}
		p.inTable, p.inRow, p.cell = false, false, ""
		p.closed[tag] = true
	default:
		p.fault("unexpected </%s>", tag)
	}
}

func (p *pageScanner) text(data string) {
	p.content.WriteString(data)
	if p.inTable && p.cell == "" && normalise(data) != "" {
		p.fault("text %s outside the cells", excerpt(normalise(data)))
	}
}

// fault notes what is wrong with the open row or, outside the rows, with the table.
func (p *pageScanner) fault(format string, args ...any) {
	errs := &p.errs
	if p.inRow {
		errs = &p.rows[len(p.rows)-1].errs
	}
	*errs = append(*errs, fmt.Errorf(format, args...))
}

// checkPage returns what is wrong with the page apart from the registry's rows.
func (p *pageScanner) checkPage(name string) []error {
	var errs []error
	for _, tag := range []string{"table", "body", "html"} {
		if !p.closed[tag] {
			errs = append(errs, fmt.Errorf("%s: cut off: no </%s>", name, tag))
		}
	}
	for _, err := range p.errs {
		errs = append(errs, fmt.Errorf("%s: in the table: %w", name, err))
	}
	return append(errs, flatten(p.checkHeader(name))...)
}

// checkHeader returns an error unless the table's first row has the known headings.
func (p *pageScanner) checkHeader(name string) error {
	if len(p.rows) == 0 {
		return fmt.Errorf("%s: the table has no header row", name)
	}
	header := p.rows[0]
	if len(header.errs) > 0 {
		return fmt.Errorf("%s: in the header row: %w", name, header.errs[0])
	}
	if !slices.Equal(header.cells, columns) || header.heads != len(columns) {
		return fmt.Errorf("%s: the table's header row is %q, want %q", name, header.cells, columns)
	}
	return nil
}

// lastUpdated returns the registry's "Last Updated", which must stand on the page once.
func (p *pageScanner) lastUpdated(name string) (string, error) {
	if len(p.updated) != 1 {
		return "", fmt.Errorf("%s: %q stands %d times on the page, want 1", name, "Last Updated", len(p.updated))
	}
	return p.updated[0], checkUpdated(name, p.updated[0])
}

// dataRows returns the rows after the header row.
func (p *pageScanner) dataRows(name string) []row {
	var rows []row
	for i, tr := range p.rows[min(1, len(p.rows)):] {
		code := ""
		if len(tr.cells) > 0 {
			code = tr.cells[0]
		}
		r := row{
			place:    fmt.Sprintf("%s: row %d (%s)", name, i+1, excerpt(code)),
			position: fmt.Sprintf("row %d", i+1),
			errs:     tr.errs,
		}
		if tr.heads > 0 {
			r.fault("unexpected <th>")
		}
		if len(r.errs) == 0 {
			r.fill(tr.cells) // of broken rows the cells mean nothing
		}
		rows = append(rows, r)
	}
	return rows
}
