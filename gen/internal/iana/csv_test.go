package iana

import "testing"

const csvHeader = "Response Code,Reference,Status Description (Optional)\r\n"

func badCSV() []badInput {
	return []badInput{
		{
			reason: "nothing",
			new:    " \r\n",
			want:   `page.csv: not the registry of IMAP response codes: it is empty`,
		}, {
			reason: "a login page",
			new:    "<!DOCTYPE html><html lang=\"en\"><title>Hotel Wi-Fi: please sign in to go on</title>\n",
			want: `page.csv: not the registry of IMAP response codes: its first line is ` +
				`"<!DOCTYPE html><html lang=\"en\"><title>Hotel Wi-Fi: please si"…, ` +
				`want "Response Code,Reference,Status Description (Optional)"`,
		}, {
			reason: "another registry's columns",
			old:    "Response Code,Reference", new: "Capability Name,Reference",
			want: `page.csv: not the registry of IMAP response codes: its first line is ` +
				`"Capability Name,Reference,Status Description (Optional)", ` +
				`want "Response Code,Reference,Status Description (Optional)"`,
		}, {
			reason: "a header and no row",
			new:    csvHeader,
			want:   `page.csv: no response codes`,
		}, {
			reason: "cut off inside the last line, which still looks whole",
			new:    csvHeader + "TEAPOT,[RFC1149],",
			want:   `page.csv: truncated: the last line has no line end`,
		}, {
			reason: "columns missing and columns added",
			new:    csvHeader + "TEAPOT,[RFC1149]\r\nSHRUG,,\r\nEXTRA,[RFC1],,\r\n",
			want:   "page.csv:2: 2 columns, want 3\npage.csv:4: 4 columns, want 3",
		}, {
			reason: "broken quoting in one line, a bad code in another",
			new:    csvHeader + "TEA\"POT,[RFC1149],\r\nTEA{POT,[RFC1149],\r\n",
			want: "page.csv:2: bare \" in non-quoted-field\n" +
				`page.csv:3: code "TEA{POT" is not an atom (RFC 9051 section 9): octet "{"`,
		}, {
			reason: "a quote that is never closed",
			new:    csvHeader + "TEAPOT,[RFC1149],\"\r\nSHRUG,,\r\n",
			want: "page.csv:2: extraneous or missing \" in quoted-field\n" +
				"page.csv: no response codes",
		}, {
			reason: "a row with no code, in the middle",
			new:    csvHeader + "A,,\r\n,[RFC1149],\r\nB,,\r\n",
			want:   "page.csv:3: the code is empty",
		}, {
			reason: "a line break in a code is white space, which an atom cannot contain",
			new:    csvHeader + "\"TEA\r\nPOT\",[RFC1149],\r\n",
			want:   `page.csv:2: code "TEA POT" is not an atom (RFC 9051 section 9): octet " "`,
		}, {
			reason: "duplicates in any case; the lines count what quoted cells span",
			new:    csvHeader + "SHRUG,,\"a\r\nb\"\r\nTEAPOT,,\r\nShrug,,\r\nSHRUG,,\r\n",
			want: `page.csv:5: duplicate code "Shrug" (first at page.csv:2)` + "\n" +
				`page.csv:6: duplicate code "SHRUG" (first at page.csv:2)`,
		}, {
			reason: "text outside brackets, and a bad code in the same row",
			new:    csvHeader + "TEA*POT,RFC1149,\r\n",
			want: `page.csv:2: references "RFC1149" hold "RFC1149" outside brackets` + "\n" +
				`page.csv:2: code "TEA*POT" is not an atom (RFC 9051 section 9): octet "*"`,
		}, {
			reason: "malformed references",
			new:    csvHeader + "TEAPOT,[RFC123456][Jane_Doe][][[RFC1],\r\n",
			want: `page.csv:2: reference "RFC123456" of "TEAPOT" is neither an RFC nor a draft` + "\n" +
				`page.csv:2: reference "Jane_Doe" of "TEAPOT" is neither an RFC nor a draft` + "\n" +
				`page.csv:2: reference "" of "TEAPOT" is neither an RFC nor a draft` + "\n" +
				`page.csv:2: reference "[RFC1" of "TEAPOT" is neither an RFC nor a draft`,
		}, {
			reason: "hostile descriptions: live code, reordered text, line breaks of all kinds",
			new:    csvHeader + "A,,//go:generate rm\r\nB,,x */ func init() {}\r\nC,,a\u202eb\r\nD,,a\u2028b\r\nE,,a\u0085b\r\n",
			want: `page.csv:2: description of "A": "//go:generate rm" holds a comment mark` + "\n" +
				`page.csv:3: description of "B": "x */ func init() {}" holds a comment mark` + "\n" +
				`page.csv:4: description of "C": "a\u202eb" holds the control character U+202E` + "\n" +
				`page.csv:5: description of "D": "a\u2028b" holds the control character U+2028` + "\n" +
				`page.csv:6: description of "E": "a\u0085b" holds the control character U+0085`,
		}, {
			reason: "octets that are not UTF-8, in two lines",
			new:    csvHeader + "TEAPOT,,caf\xe9\r\nSHRUG,,\r\nB,,\xff\r\n",
			want:   `page.csv:2: not UTF-8 text: "TEAPOT,,caf\xe9"` + "\n" + `page.csv:4: not UTF-8 text: "B,,\xff"`,
		}, {
			reason: "UTF-16",
			new:    "\xff\xfeR\x00e\x00",
			want:   `page.csv:1: not UTF-8 text: "\xff\xfeR\x00e\x00"`,
		},
	}
}

func TestBadCSV(t *testing.T) { testBad(t, "page.csv", ParseCSV, badCSV()) }

func FuzzCSV(f *testing.F) { fuzz(f, "page.csv", ParseCSV, badCSV()) }
