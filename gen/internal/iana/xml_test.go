package iana

import (
	"strings"
	"testing"
)

const notXMLRegistry = `page.xml: not the registry of IMAP response codes: `

func badXML() []badInput {
	return []badInput{
		{
			reason: "nothing",
			new:    "\n",
			want:   notXMLRegistry + `it is empty`,
		}, {
			reason: "a login page, which is not well-formed",
			new:    "<!DOCTYPE html>\n<html lang='en'><meta charset=utf-8><title>Hotel Wi-Fi</title>\n",
			want: notXMLRegistry + `its root is <html> with id "" in namespace "", ` +
				`want <registry> with id "imap-response-codes" in namespace "http://www.iana.org/assignments"`,
		}, {
			reason: "another registry",
			old:    `id="imap-response-codes"`, new: `id="imap-capabilities"`,
			want: notXMLRegistry + `its root is <registry> with id "imap-capabilities" in namespace "http://www.iana.org/assignments", ` +
				`want <registry> with id "imap-response-codes" in namespace "http://www.iana.org/assignments"`,
		}, {
			reason: "another namespace",
			old:    `xmlns="http://www.iana.org/assignments"`, new: `xmlns="http://example.com/"`,
			want: notXMLRegistry + `its root is <registry> with id "imap-response-codes" in namespace "http://example.com/", ` +
				`want <registry> with id "imap-response-codes" in namespace "http://www.iana.org/assignments"`,
		}, {
			reason: "not XML",
			new:    "service unavailable\n",
			want:   notXMLRegistry + `it cannot be read as XML: EOF`,
		}, {
			reason: "another encoding",
			old:    `encoding='UTF-8'`, new: `encoding='ISO-8859-1'`,
			want: `page.xml: not the registry of IMAP response codes: it cannot be read as XML: xml: encoding "ISO-8859-1" declared but Decoder.CharsetReader is nil`,
		}, {
			reason: "cut off",
			new:    `<registry xmlns="http://www.iana.org/assignments" id="imap-response-codes">` + "\n<updated>2031-02-28</updated>\n",
			want:   `page.xml:3: unexpected EOF`,
		}, {
			reason: "not well-formed",
			old:    "<description/>", new: "<description>",
			want: `page.xml:16: element <description> closed by </record>`,
		}, {
			reason: "something after the root",
			old:    "  <people/>\n</registry>\n", new: "</registry>\nthe end\n",
			want: `page.xml:37: content after the root element`,
		}, {
			reason: "a second root",
			old:    "  <people/>\n</registry>\n", new: "</registry>\n<registry xmlns=\"http://www.iana.org/assignments\" id=\"imap-response-codes\"/>\n",
			want: `page.xml:36: content after the root element`,
		}, {
			reason: "neither date nor registry inside",
			new:    `<registry xmlns="http://www.iana.org/assignments" id="imap-response-codes"/>`,
			want: "page.xml: found 0 elements <updated> with id \"\", want 1\n" +
				`page.xml: found 0 elements <registry> with id "imap-response-codes-1", want 1`,
		}, {
			reason: "two registries",
			old:    "  <people/>", new: `  <registry id="imap-response-codes-1"/>`,
			want: `page.xml: found 2 elements <registry> with id "imap-response-codes-1", want 1`,
		}, {
			reason: "no record",
			new: `<registry xmlns="http://www.iana.org/assignments" id="imap-response-codes"><updated>2031-02-28</updated>` +
				`<registry id="imap-response-codes-1"/></registry>`,
			want: `page.xml: no response codes`,
		}, {
			reason: "a day that is not in the calendar",
			old:    "<updated>2031-02-28", new: "<updated>2031-02-30",
			want: `page.xml: last updated "2031-02-30" is not in the form 2006-01-02`,
		}, {
			reason: "something inside the date",
			old:    "<updated>2031-02-28", new: "<updated>2031-02-28<b/>",
			want: `page.xml:6: unknown element <b> in <updated>`,
		}, {
			reason: "an unknown type of xref",
			old:    `type="draft"`, new: `type="person"`,
			want: `page.xml:17: unknown type "person" of xref "RFC-ietf-example-moon-07"`,
		}, {
			reason: "an xref without type",
			old:    `type="draft" `, new: ``,
			want: `page.xml:17: unknown type "" of xref "RFC-ietf-example-moon-07"`,
		}, {
			reason: "an xref that the stylesheet prints with a section",
			old:    `data="RFC-ietf-example-moon-07"/>`, new: `data="RFC-ietf-example-moon-07">section 7</xref>`,
			want: `page.xml:17: xref "RFC-ietf-example-moon-07" is not empty: "section 7"`,
		}, {
			reason: "an xref with an attribute that may mean something",
			old:    `type="draft"`, new: `type="draft" section="7"`,
			want: `page.xml:17: unknown attribute section="7" of <xref>`,
		}, {
			reason: "xrefs to no RFC; both records are named",
			old:    `data="rfc54321"`, new: `data="draft-54321"`,
			want: `page.xml:11: reference "DRAFT-54321" of "TEAPOT" is neither an RFC nor a draft` + "\n" +
				`page.xml:29: reference "DRAFT-54321" of "LATECOMER" is neither an RFC nor a draft`,
		}, {
			reason: "everything that is not allowed in a record",
			old:    `<name>SHRUG</name>`,
			new:    `and <name x="1">S<i>HR</i>UG</name><name>SHRUG</name><name xmlns="http://example.com/"/>`,
			want: `page.xml:24: text "and" in the record, outside its elements` + "\n" +
				`page.xml:24: unknown attribute x="1" of <name>` + "\n" +
				`page.xml:24: unknown element <i> in <name>` + "\n" +
				`page.xml:24: duplicate <name> in the record` + "\n" +
				`page.xml:24: unknown element <{http://example.com/}name> in the record`,
		}, {
			reason: "a second description",
			old:    "<description/>", new: "<description/><description>obsolete</description>",
			want: `page.xml:11: duplicate <description> in the record`,
		}, {
			reason: "no name",
			old:    "<name>SHRUG</name>", new: "",
			want: `page.xml:24: the code is empty`,
		}, {
			reason: "malformed dates and an unknown attribute",
			old:    `<record date="2030-01-02" updated="2031-02-28">`, new: `<record date="2030-02-29" updated="2031" note="x">`,
			want: `page.xml:11: unknown attribute note="x" of <record>` + "\n" +
				`page.xml:11: date "2030-02-29" of "TEAPOT" is not in the form 2006-01-02` + "\n" +
				`page.xml:11: date "2031" of "TEAPOT" is not in the form 2006-01-02`,
		}, {
			reason: "an attribute of a namespace is not the one without",
			old:    `<record date="2030-01-02" updated="2031-02-28">`, new: `<record xmlns:x="urn:x" x:date="2030-01-02">`,
			want: `page.xml:11: unknown attribute x="urn:x" of <record>` + "\n" +
				`page.xml:11: unknown attribute date="2030-01-02" of <record>`,
		}, {
			reason: "duplicates in any case",
			old:    "<name>SHRUG</name>", new: "<name>teapot</name>",
			want: `page.xml:24: duplicate code "teapot" (first at page.xml:11)`,
		}, {
			reason: "hostile text by character reference",
			old:    "&amp; weep", new: "&#x202e;",
			want: `page.xml:24: description of "SHRUG": "see <the> notes \u202e" holds the control character U+202E`,
		}, {
			reason: "not UTF-8",
			old:    "SHRUG", new: "SHR\xfcG",
			want: `page.xml:25: not UTF-8 text: "      <name>SHR\xfcG</name>"`,
		},
	}
}

func TestBadXML(t *testing.T) { testBad(t, "page.xml", ParseXML, badXML()) }

func FuzzXML(f *testing.F) { fuzz(f, "page.xml", ParseXML, badXML()) }

func TestXMLDescriptionMayBeMissing(t *testing.T) {
	b := badInput{reason: "no <description>", old: "<description/>", new: ""}
	page, err := ParseXML("page.xml", strings.NewReader(b.text(t, "page.xml")))
	if err != nil {
		t.Fatal(err)
	}
	if got := page.Records[0]; got.Description != "" || got.Code != "TEAPOT" {
		t.Errorf("got %+v, want TEAPOT with no description", got)
	}
}
