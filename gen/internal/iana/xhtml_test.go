package iana

import (
	"fmt"
	"strings"
	"testing"
)

const notXHTMLRegistry = `page.xhtml: not the registry of IMAP response codes: no table with id "table-imap-response-codes-1" on the page, `

// teapot is the fixture's first row.
const teapot = `<tr><td>TEAPOT</td><td>[<a href="/go/rfc1149">RFC1149</a>][<a href="/go/rfc54321">RFC54321</a>]</td><td></td></tr>`

func badXHTML() []badInput {
	return []badInput{
		{
			reason: "nothing",
			new:    "\ufeff",
			want:   `page.xhtml: not the registry of IMAP response codes: it is empty`,
		}, {
			reason: "a login page",
			new:    "<!DOCTYPE html>\n<html lang=en><title>Hotel Wi-Fi: sign in</title><body><table id=room><tr><td>Room</table>\n",
			want:   notXHTMLRegistry + `whose title is "Hotel Wi-Fi: sign in"`,
		}, {
			reason: "no HTML",
			new:    "service unavailable\n",
			want:   notXHTMLRegistry + `whose title is ""`,
		}, {
			reason: "the table under another id",
			old:    `<table id="table-imap-response-codes-1" class="sortable">`, new: `<table id="table-imap-response-codes-2">`,
			want: notXHTMLRegistry + `whose title is "Invented Codes"`,
		}, {
			reason: "two tables",
			old:    `<footer>`, new: `<table id="table-imap-response-codes-1"><tr><td>X</td></tr></table><footer>`,
			want: `page.xhtml: 2 tables with id "table-imap-response-codes-1", want 1`,
		}, {
			reason: "a table that holds nothing",
			old:    `<table class="layout">`, new: `<table id="table-imap-response-codes-1"></table><table id="x">`,
			want: `page.xhtml: 2 tables with id "table-imap-response-codes-1", want 1`,
		}, {
			reason: "no row at all, and no date",
			new:    `<html><body><table id="table-imap-response-codes-1"></table></body></html>`,
			want: "page.xhtml: the table has no header row\n" +
				`page.xhtml: found 0 "Last Updated", want 1` + "\n" +
				"page.xhtml: no response codes",
		}, {
			reason: "a header and no row",
			new: `<html><body><dl><dt>Last Updated</dt><dd>2031-02-28</dd></dl><table id="table-imap-response-codes-1"><tr>` +
				`<th>Response Code</th><th>Reference</th><th>Status Description (Optional)</th></tr></table></body></html>`,
			want: "page.xhtml: no response codes",
		}, {
			reason: "columns in another order",
			old:    `<th>Response Code</th><th>Reference</th>`, new: `<th>Reference</th><th>Response Code</th>`,
			want: `page.xhtml: the header row is ["Reference" "Response Code" "Status Description (Optional)"], ` +
				`want ["Response Code" "Reference" "Status Description (Optional)"]`,
		}, {
			reason: "a new column that the rows lack",
			old:    `<th>Reference</th>`, new: `<th>Reference</th><th>Date</th>`,
			want: `page.xhtml: row 1 ("TEAPOT"): 3 columns, want 4` + "\n" +
				`page.xhtml: row 2 ("MOON-PHASE"): 3 columns, want 4` + "\n" +
				`page.xhtml: row 3 ("SHRUG"): 3 columns, want 4` + "\n" +
				`page.xhtml: row 4 ("LATECOMER"): 3 columns, want 4`,
		}, {
			reason: "a new column in place of a known one",
			old:    `<th>Reference</th>`, new: `<th>Change Controller</th>`,
			want: `page.xhtml: the header row is ["Response Code" "Change Controller" "Status Description (Optional)"], ` +
				`want ["Response Code" "Reference" "Status Description (Optional)"]`,
		}, {
			reason: "a known column that comes again",
			old:    `<th>Reference</th>`, new: `<th>Reference</th><th>Reference</th>`,
			want: `page.xhtml: the header row is ["Response Code" "Reference" "Reference" "Status Description (Optional)"], ` +
				`want ["Response Code" "Reference" "Status Description (Optional)"]`,
		}, {
			reason: "the header row is of td",
			old:    `<th>Reference</th>`, new: `<td>Reference</td>`,
			want: `page.xhtml: the header row is ["Response Code" "Reference" "Status Description (Optional)"], ` +
				`want ["Response Code" "Reference" "Status Description (Optional)"]`,
		}, {
			reason: "text between the header's cells",
			old:    `<th>Reference</th>`, new: `(sic)<th>Reference</th>`,
			want: `page.xhtml: in the header row: text "(sic)" outside the cells`,
		}, {
			reason: "a second header row",
			old:    `<tbody>`, new: `<tbody><tr><th>More</th><th>to</th><th>come</th></tr>`,
			want: `page.xhtml: row 1 ("More"): unexpected <th>`,
		}, {
			reason: "no date",
			old:    "Last\n", new: "Never\n",
			want: `page.xhtml: found 0 "Last Updated", want 1`,
		}, {
			reason: "two dates",
			old:    `<footer>`, new: `<dt>Last Updated</dt><dd>2031-03-01</dd><footer>`,
			want: `page.xhtml: found 2 "Last Updated", want 1`,
		}, {
			reason: "a malformed date",
			old:    `2031-02-28`, new: `yesterday`,
			want: `page.xhtml: last updated "yesterday" is not in the form 2006-01-02`,
		}, {
			reason: "cut off after the table",
			old:    `</body></html>`, new: ``,
			want: "page.xhtml: truncated: no </body>\npage.xhtml: truncated: no </html>",
		}, {
			reason: "cut off between the last two tags",
			old:    `</html>`, new: ``,
			want: "page.xhtml: truncated: no </html>",
		}, {
			reason: "the table is not closed, which html.Parse would repair",
			old:    "</tbody>\n</table>", new: "",
			want: `page.xhtml: truncated: no </table>
page.xhtml: in the table: unexpected <footer>
page.xhtml: in the table: text "fine print" outside the cells
page.xhtml: in the table: unexpected </footer>`,
		}, {
			reason: "a column missing here, one too many there",
			old:    teapot, new: `<tr><td>TEAPOT</td><td>[RFC1]</td></tr><tr><td>POT</td><td></td><td></td><td></td></tr><tr></tr>`,
			want: `page.xhtml: row 1 ("TEAPOT"): 2 columns, want 3` + "\n" +
				`page.xhtml: row 2 ("POT"): 4 columns, want 3` + "\n" +
				`page.xhtml: row 3 (""): 0 columns, want 3`,
		}, {
			reason: "a row that is not closed; the next has its own number",
			old:    teapot, new: `<tr><td>POT</td><td></td><td></td>` + strings.Replace(teapot, "TEAPOT", "TEA{POT", 1),
			want: `page.xhtml: row 1 ("POT"): no </tr>` + "\n" +
				`page.xhtml: row 2 ("TEA{POT"): code "TEA{POT" is not an atom (RFC 9051 section 9): octet "{"`,
		}, {
			reason: "cells that are not closed, which html.Parse would repair",
			old:    teapot, new: `<tr><td>POT<td>[RFC1]<td></tr>`,
			want: `page.xhtml: row 1 (""): unexpected <td>` + "\n" +
				`page.xhtml: row 1 (""): unexpected <td>` + "\n" +
				`page.xhtml: row 1 (""): unexpected </tr>` + "\n" +
				`page.xhtml: row 1 (""): no </tr>`,
		}, {
			reason: "a cell that another element closes",
			old:    `TEAPOT</td>`, new: `TEAPOT</th>`,
			want: "page.xhtml: row 1 (\"TEAPOT[RFC1149][RFC54321]\"): unexpected </th>\n" +
				`page.xhtml: row 1 ("TEAPOT[RFC1149][RFC54321]"): unexpected <td>`,
		}, {
			reason: "a cell that another element opens",
			old:    `<td>TEAPOT</td>`, new: `<th>TEAPOT</td>`,
			want: "page.xhtml: row 1 (\"\"): unexpected </td>\n" +
				strings.Repeat("page.xhtml: row 1 (\"\"): unexpected <td>\npage.xhtml: row 1 (\"\"): unexpected </td>\n", 2) +
				"page.xhtml: row 1 (\"\"): unexpected </tr>\n" + `page.xhtml: row 1 (""): no </tr>`,
		}, {
			reason: "a heading that another element closes",
			old:    `<th>Reference</th>`, new: `<th>Reference</td>`,
			want: `page.xhtml: in the header row: unexpected </td>`,
		}, {
			reason: "a heading that another element opens",
			old:    `<th>Reference</th>`, new: `<td>Reference</th>`,
			want: `page.xhtml: in the header row: unexpected </th>`,
		}, {
			reason: "the table ends inside a row",
			old:    "weep</td></tr>", new: "weep</td></table><table>",
			want: `page.xhtml: row 3 ("SHRUG"): no </tr>`,
		}, {
			reason: "text between the cells, which html.Parse would move out of the table",
			old:    teapot, new: `<tr>stray<td>POT</td><td></td><td></td></tr>more`,
			want: `page.xhtml: in the table: text "more" outside the cells` + "\n" +
				`page.xhtml: row 1 ("POT"): text "stray" outside the cells`,
		}, {
			reason: "a footnote must not become part of the code",
			old:    `TEAPOT</td>`, new: `TEAPOT<sup>1</sup></td>`,
			want: `page.xhtml: row 1 ("TEAPOT1"): unexpected <sup>` + "\n" +
				`page.xhtml: row 1 ("TEAPOT1"): unexpected </sup>`,
		}, {
			reason: "text outside brackets",
			old:    `[<a href="/go/rfc1149">RFC1149</a>]`, new: `<a href="/go/rfc1149">RFC1149</a>, `,
			want: `page.xhtml: row 1 ("TEAPOT"): references "RFC1149, [RFC54321]" hold "RFC1149," outside brackets`,
		}, {
			reason: "a reference with a section",
			old:    `>RFC1149</a>]`, new: `>RFC1149, section 7</a>]`,
			want: `page.xhtml: row 1 ("TEAPOT"): reference "RFC1149, section 7" of "TEAPOT" is neither an RFC nor a draft`,
		}, {
			reason: "no code",
			old:    `TEAPOT`, new: ``,
			want: `page.xhtml: row 1 (""): the code is empty`,
		}, {
			reason: "duplicates in any case",
			old:    `SHRUG`, new: `TeaPot`,
			want: `page.xhtml: row 3 ("TeaPot"): duplicate code "TeaPot" (first at page.xhtml: row 1 ("TEAPOT"))`,
		}, {
			reason: "hostile text by character reference",
			old:    `notes &amp; weep`, new: `notes&#8232;*&#47;`,
			want: `page.xhtml: row 3 ("SHRUG"): description of "SHRUG": "see <the> notes\u2028*/" holds the control character U+2028`,
		}, {
			reason: "a space that XML does not know, in a code",
			old:    `TEAPOT`, new: `TEAPOT&nbsp;`,
			want: `page.xhtml: row 1 ("TEAPOT\u00a0"): code "TEAPOT\u00a0" is not an atom (RFC 9051 section 9): octet "\xc2"`,
		}, {
			reason: "NUL, which the tokenizer would replace",
			old:    `weep`, new: "we\x00ep",
			want: `page.xhtml:20: not UTF-8 text: "  &lt;the&gt; notes &amp; we\x00ep</td></tr>"`,
		},
	}
}

func TestBadXHTML(t *testing.T) { testBad(t, "page.xhtml", ParseXHTML, badXHTML()) }

func FuzzXHTML(f *testing.F) { fuzz(f, "page.xhtml", ParseXHTML, badXHTML()) }

// TestXHTMLCutAnywhere checks that a page that was cut off is never taken for a smaller registry.
func TestXHTMLCutAnywhere(t *testing.T) {
	whole := strings.TrimSpace(fixture(t, "page.xhtml"))
	for i := range len(whole) {
		if page, err := ParseXHTML("page.xhtml", strings.NewReader(whole[:i])); err == nil || page != nil {
			t.Errorf("cut off after %q: no error, or a page", whole[max(0, i-20):i])
		}
	}
}

func TestPortal(t *testing.T) {
	for _, test := range []struct {
		parse parser
		want  string
	}{
		{ParseXHTML, `portal.html: not the registry of IMAP response codes: ` +
			`no table with id "table-imap-response-codes-1" on the page, whose title is "Hotel Wi-Fi: please sign in"`},
		{ParseXML, `portal.html: not the registry of IMAP response codes: ` +
			`it cannot be read as XML: XML syntax error on line 2: unquoted or missing attribute value in element`},
		{ParseCSV, `portal.html: not the registry of IMAP response codes: its first line is "<!DOCTYPE html>", ` +
			`want "Response Code,Reference,Status Description (Optional)"`},
	} {
		_, err := test.parse("portal.html", strings.NewReader(fixture(t, "portal.html")))
		if message(err) != test.want {
			t.Errorf("got  %v\nwant %s", err, test.want)
		}
	}
}

func ExampleParseXHTML() {
	page, err := ParseXHTML("page.xhtml", strings.NewReader(`<html><body>
		<dl><dt>Last Updated</dt><dd>2031-02-28</dd></dl>
		<table id="table-imap-response-codes-1">
		<tr><th>Response Code</th><th>Reference</th><th>Status Description (Optional)</th></tr>
		<tr><td>TEAPOT</td><td>[<a href="/go/rfc1149">RFC1149</a>][<a href="/go/rfc54321">RFC54321</a>]</td><td>reserved</td></tr>
		</table></body></html>`))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(page.Updated)
	for _, r := range page.Records {
		fmt.Println(r.Code, r.Status, r.References)
	}
	// Output:
	// 2031-02-28
	// TEAPOT reserved [RFC1149 RFC54321]
}
