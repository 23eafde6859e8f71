package cli

import (
	"bytes"
	"encoding/csv"
	"fmt"

	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"text/template"

	"github.com/google/go-cmp/cmp"
)

// A lookalike is another registry in the formats that IANA publishes.
type lookalike struct {
	random *rand.Rand
	id     string // "quic-frame-types"
	title  string
	tables []lookalikeTable
}

// A lookalikeTable is one of the registries on the page. Its first row is the header.
type lookalikeTable struct {
	id   string
	rows [][]string
}

// newLookalike returns the lookalike with a number. It has no table called after the registry of
// IMAP response codes, although its own names, headings and codes may be similar.
func newLookalike(number uint64) lookalike {
	r := rand.New(rand.NewPCG(number, 14))
	l := lookalike{random: r}
	l.id = l.pick("imap", "imap4", "pop3", "smtp", "sieve", "http", "tls", "quic", "dns", "mib", "jmap") + "-" +
		l.pick("response", "status", "capability", "keyword", "extension", "parameter", "frame") + "-" +
		l.pick("codes", "types", "values", "flags", "names", "options")
	if number%9 > 0 { // the others have names that are as close as possible
		l.id += fmt.Sprint("-", number)
	}
	if l.id == "imap-response-codes" {
		l.id += "-2"
	}
	l.title = strings.ToUpper(strings.ReplaceAll(l.id, "-", l.pick(" ", " & ", "\n", " <i> ")))
	for i := range 1 + r.IntN(4) {
		l.tables = append(l.tables, lookalikeTable{fmt.Sprintf("%s-%d", l.id, i+1), l.rows()})
	}
	return l
}

func (l lookalike) pick(from ...string) string { return from[l.random.IntN(len(from))] }

// rows returns a header and rows.
func (l lookalike) rows() [][]string {
	headers := [][]string{
		{"Reference"}, {"Name", "Reference"}, {"Capability Name", "Reference"}, {"Response Code", "Reference"},
		{"Value", "Description", "Reference"}, {"Response Code", "Description", "Reference"},
		{"Response Code", "Status Description (Optional)", "Reference"}, {"Range", "Registration Procedures"},
		{"Code", "Name", "Notes", "Change Controller", "Reference"}, {"Keyword", "Usage \"and\" Notes", "Date"},
	}
	header := headers[l.random.IntN(len(headers))]
	rows := [][]string{header}
	for range l.random.IntN(30) {
		row := make([]string, len(header))
		for i := range row {
			row[i] = l.pick("ALERT", "OVERQUOTA", "UIDNEXT", "0x00-0x0F", "Unassigned", "", "obsolete", "{",
				"[RFC3501]", "[RFC5530][RFC9051]", "[Åsa <asa@example.test>]", "two\nlines", "日本語",
				`"quoted", with a comma`, "package p")
		}
		rows = append(rows, row)
	}
	return rows
}

// page returns the registry's page.
func (l lookalike) page() string {
	var b strings.Builder
	b.WriteString(l.pick("", "\ufeff") + `<?xml version="1.0"?>` + "\n")
	title := template.HTMLEscapeString(l.title)
	fmt.Fprintf(&b, `<html xmlns="http://www.w3.org/1999/xhtml"><head><title>%s</title></head>`+
		"<body><h1>%[1]s</h1><dl><dt>Last Updated</dt><dd>2031-01-02</dd></dl>\n", title)
	for _, table := range l.tables {
		fmt.Fprintf(&b, `<h2><a name="%s" id="%[1]s"></a>%s</h2><table id="table-%[1]s"><thead>`, table.id, title)
		for i, row := range table.rows {
			tag, after := "td", ""
			if i == 0 {
				tag, after = "th", "</thead><tbody>"
			}
			b.WriteString("<tr>")
			for _, cell := range row {
				fmt.Fprintf(&b, "<%s>%s</%[1]s>", tag, template.HTMLEscapeString(cell))
			}
			b.WriteString("</tr>" + after + "\n")
		}
		b.WriteString("</tbody></table>\n")
	}
	return b.String() + l.pick("", "<pre>note</pre>", `<table id="contact"></table>`) + "</body></html>\n"
}

// xml returns the registry's XML.
func (l lookalike) xml() string {
	var b strings.Builder
	title := template.HTMLEscapeString(l.title)
	fmt.Fprintf(&b, `<?xml version='1.0' encoding='UTF-8'?>
<registry xmlns="http://www.iana.org/assignments" id="%s">
<title>%s</title>
<updated>2031-01-02</updated>
`, l.id, title)
	for _, table := range l.tables {
		fmt.Fprintf(&b, `<registry id="%s"><title>%s</title>`+"\n", table.id, title)
		for _, row := range table.rows[1:] {
			b.WriteString(l.pick("<record>", `<record date="2031-01-02">`))
			for _, cell := range row {
				fmt.Fprintf(&b, "<%s>%s</%[1]s>", l.pick("name", "value", "description"), template.HTMLEscapeString(cell))
			}
			b.WriteString("</record>\n")
		}
		b.WriteString("</registry>\n")
	}
	return b.String() + "<people/></registry>\n"
}

// csv returns the registry's first table as CSV.
func (l lookalike) csv() string {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	_ = w.WriteAll(l.tables[0].rows) // a buffer never returns an error
	return l.pick("", "\ufeff") + b.String()
}

// Other registries are refused in one line each, and nothing is written.
func TestLookalikes(t *testing.T) {
	t.Chdir(t.TempDir())
	tree := map[string]string{
		"registry.csv": "code,name,status,description,references,registered,updated,arguments,fields,grammar," +
			"defined,rev1,rev2,capability,state,commands,tagged,untagged,retry,summary,advice,security\n" +
			"ONE,One,registered,,,,,,,,,,,,,,OK,,,It is the first.,,\n",
		"abnf/sources.csv":     "source,title,date,url,obsoletes\n",
		"abnf/amendments.abnf": "; RFC9051, section 9: A part.\nresp-text-code = \"ONE\"\n",
	}
	for name, text := range tree {
		write(t, name, text)
	}
	for number := range uint64(700) {
		l := newLookalike(number)
		write(t, "other/page", l.page())
		write(t, "other/xml", l.xml())
		write(t, "other/csv", l.csv())
		for _, args := range []string{
			"update --page other/page", "update --xml other/xml", "update --page other/page --xml other/xml --allow-many",
			"update --page other/csv", "update --xml other/page",
			"diff other/page embedded", "diff embedded other/xml", "diff other/csv embedded",
		} {
			var out, errs bytes.Buffer
			status := Run(Env{
				Args: strings.Fields(args), Stdout: &out, Stderr: &errs, Getenv: os.Getenv, Data: os.DirFS("."),
			})
			isOneLine := strings.Count(errs.String(), "\n") == 1
			if status != statusBad || out.Len() > 0 || !isOneLine ||
				!strings.Contains(errs.String(), ": not the registry of IMAP response codes: ") {
				t.Errorf("lookalike %d: %s: status %d\n%s%s", number, args, status, &out, &errs)
			}
		}
	}
	got := map[string]string{}
	for name := range tree {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		got[name] = string(text)
	}
	if diff := cmp.Diff(tree, got); diff != "" {
		t.Errorf("files mismatch (-want +got):\n%s", diff)
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
