package abnf

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// pageBreak is a page break of the RFC Editor's plain text up to 2019. The text after it is eight
// lines below the text before it.
const pageBreak = "\n\n\nExample                     Standards Track                    [Page 12]\n" +
	"\f\nRFC 9999                 Widgets for Examples              February 2001\n\n\n"

// extractTests are excerpts that look like RFCs. A wanted rule is "line:column section | rule".
var extractTests = []struct {
	reason, text string
	want         []string
	skipped      map[string]string
}{
	{
		reason: "nothing",
		text:   "",
	},
	{
		reason: "prose only",
		text:   "1.  Introduction\n\n   A widget is an example. See [WIDGET] = nothing.\n",
	},
	{
		reason: "rules separated by blank lines",
		text: "4.  Formal Syntax\n\n" +
			"   widget   = \"W\" SP knob\n\n" +
			"   knob     = 1*DIGIT\n",
		want: []string{`3:4 4 | widget = "W" SP knob`, `5:4 4 | knob = 1*DIGIT`},
	},
	{
		reason: "rules on consecutive lines",
		text:   "   widget = knob\n   knob =/ DIGIT\n   bolt = ALPHA\n",
		want:   []string{`1:4  | widget = knob`, `2:4  | knob =/ DIGIT`, `3:4  | bolt = ALPHA`},
	},
	{
		reason: "a byte order mark, then a rule",
		text:   "\ufeffwidget = knob\n",
		want:   []string{`1:1  | widget = knob`},
	},
	{
		reason: "CR LF",
		text:   "1.  Syntax\r\n\r\n   widget = knob /\r\n            bolt ; either\r\n\r\n   knob = \"K\"\r\n",
		want:   []string{`3:4 1 | widget = knob / bolt`, `6:4 1 | knob = "K"`},
	},
	{
		reason: "rules at all indents that RFCs use, continued on deeper lines",
		text: "at-0 = a\n / b\n\n" +
			"   at-3 = a\n      / b\n\n" +
			"    at-4 = a\n     / b\n\n" +
			"      at-6 = a\n        b\n\n" +
			"       at-7 = a /\n        b\n\n" +
			"        at-8 = (a\n          b)\n\n" +
			"         at-9 = a\n                  b\n",
		want: []string{
			`1:1  | at-0 = a / b`, `4:4  | at-3 = a / b`, `7:5  | at-4 = a / b`, `10:7  | at-6 = a b`,
			`13:8  | at-7 = a / b`, `16:9  | at-8 = a b`, `19:10  | at-9 = a b`,
		},
	},
	{
		reason: "indents that change from rule to rule",
		text:   "      deep = a\n\n   shallow = b\n\n         deepest = c\n",
		want:   []string{`1:7  | deep = a`, `3:4  | shallow = b`, `5:10  | deepest = c`},
	},
	{
		reason: "a rule right below another and deeper",
		text:   "   widget = knob\n     knob = \"K\"\n       bolt = nut\n",
		want:   []string{`1:4  | widget = knob`, `2:6  | knob = "K"`, `3:8  | bolt = nut`},
	},
	{
		reason: "a page break in the middle of a rule, as deep as the body",
		text:   "   widget   = knob" + pageBreak + "              bolt\n\n   knob = \"K\"\n",
		want:   []string{`1:4  | widget = knob bolt`, `11:4  | knob = "K"`},
	},
	{
		reason: "a page break before a slash",
		text:   "   widget = knob" + pageBreak + "      / bolt\n",
		want:   []string{`1:4  | widget = knob / bolt`},
	},
	{
		reason: "a page break after a slash, with the body at any depth",
		text:   "   widget   = knob /" + pageBreak + "     bolt\n",
		want:   []string{`1:4  | widget = knob / bolt`},
	},
	{
		reason: "a page break inside a group",
		text:   "   widget   = (knob" + pageBreak + "     bolt) nut\n",
		want:   []string{`1:4  | widget = (knob bolt) nut`},
	},
	{
		reason: "a page break between two rules",
		text:   "   widget = knob" + pageBreak + "   knob = \"K\"\n",
		want:   []string{`1:4  | widget = knob`, `9:4  | knob = "K"`},
	},
	{
		reason: "a page break, then prose that is less deep than the body",
		text:   "   widget   = knob" + pageBreak + "      Prose goes on here.\n",
		want:   []string{`1:4  | widget = knob`},
	},
	{
		reason: "a page break without a form feed",
		text:   "   widget   = knob\n\nExample        Informational        [Page iv]\n\nRFC 123          Widgets         May 1999\n\n              bolt\n",
		want:   []string{`1:4  | widget = knob bolt`},
	},
	{
		reason: "a form feed alone",
		text:   "   widget   = knob\n\n\f\n              bolt\n",
		want:   []string{`1:4  | widget = knob bolt`},
	},
	{
		reason: "a form feed at the front of a line",
		text:   "   widget   = knob\n\f   knob = \"K\"\n",
		want:   []string{`1:4  | widget = knob`, `2:4  | knob = "K"`},
	},
	{
		reason: "several blank lines before a slash",
		text:   "   widget = knob\n\n\n\n      / bolt\n",
		want:   []string{`1:4  | widget = knob / bolt`},
	},
	{
		reason: "a blank line in an option",
		text:   "   widget = knob [bolt\n\n       nut]\n",
		want:   []string{`1:4  | widget = knob [bolt nut]`},
	},
	{
		reason: "a blank line between the sign and the body",
		text:   "   widget =\n\n       knob\n   bolt =/\n\n       nut\n",
		want:   []string{`1:4  | widget = knob`, `4:4  | bolt =/ nut`},
	},
	{
		reason: "a blank line, then a comment, then more",
		text:   "   widget = knob\n\n      ; the knob is round\n      / bolt\n",
		want:   []string{`1:4  | widget = knob / bolt`},
	},
	{
		reason: "brackets in strings, comments and prose-vals open nothing",
		text: "   widget = \"(\" ; or [\n\n      Prose after the string.\n\n" +
			"   knob = <one of ([>\n\n      Prose after the prose-val.\n\n" +
			"   bolt = \"/\"\n\n      Prose after the slash in quotes.\n",
		want: []string{`1:4  | widget = "("`, `5:4  | knob = <one of ([>`, `9:4  | bolt = "/"`},
	},
	{
		reason: "prose at the rule's own indent right below it",
		text:   "   widget = knob\n   This is a widget.\n",
		want:   []string{`1:4  | widget = knob`},
	},
	{
		reason: "prose below a blank line, deeper than the rule",
		text:   "   widget = knob\n\n              Such a widget is rare.\n\n   knob = \"K\"\n",
		want:   []string{`1:4  | widget = knob`, `5:4  | knob = "K"`},
	},
	{
		reason: "a heading below a rule",
		text:   "3.  Syntax\n\n   widget = knob\n\n4.  Security Considerations\n\n   bolt = nut\n",
		want:   []string{`3:4 3 | widget = knob`, `7:4 4 | bolt = nut`},
	},
	{
		reason: "leading and trailing slashes",
		text:   "   widget = / knob\n             / bolt\n\n   knob   =/ / nut\n\n   bolt = a / b /\n\n   nut = c\n",
		want: []string{
			`1:4  | widget = knob / bolt`, `4:4  | knob =/ nut`, `6:4  | bolt = a / b`, `8:4  | nut = c`,
		},
	},
	{
		reason: "comments of one and two semicolons, and semicolons in strings",
		text: "   widget = knob ; round\n            ;; or square\n            / bolt\n\n" +
			"   knob = \"a;b\" nut ;; not \"that\n",
		want: []string{`1:4  | widget = knob / bolt`, `5:4  | knob = "a;b" nut`},
	},
	{
		reason: "a comment at the margin ends a rule",
		text:   "widget = knob\n; that was it\nbolt = nut\n",
		want:   []string{`1:1  | widget = knob`, `3:1  | bolt = nut`},
	},
	{
		reason: "a prose-val over two lines",
		text:   "   widget = 1*<any knob\n       except \"K\">\n",
		want:   []string{`1:4  | widget = 1*<any knob except "K">`},
	},
	{
		reason: "names in angle brackets",
		text:   "   <widget> = <knob> SP <bolt>\n",
		want:   []string{`1:4  | widget = knob SP bolt`},
	},
	{
		reason: "the longest name is alone on its line",
		text:   "   widget ::= knob\n\n   widget_response\n          ::= \"W\" SP widget\n\n   knob\n          = \"K\"\n",
		want:   []string{`1:4  | widget = knob`, `3:4  | widget-response = "W" SP widget`, `6:4  | knob = "K"`},
	},
	{
		reason: "several grammars in one text, and headings of all kinds",
		text: "1.  First\n\n   a-1 = a\n\n" +
			"2.1.  Second\n\n   a-2 = a\n\n" +
			"10.11.12 Third\n\n   a-3 = a\n\n" +
			"Appendix A.  Collected\n\n   a-4 = a\n\n" +
			"A.1.  Fifth\n\n   a-5 = a\n\n" +
			"B.2.3 Sixth\n\n   a-6 = a\n\n" +
			"Appendix C Seventh\n\n   a-7 = a\n",
		want: []string{
			`3:4 1 | a-1 = a`, `7:4 2.1 | a-2 = a`, `11:4 10.11.12 | a-3 = a`, `15:4 A | a-4 = a`, `19:4 A.1 | a-5 = a`,
			`23:4 B.2.3 | a-6 = a`, `27:4 C | a-7 = a`,
		},
	},
	{
		reason: "headings in the table of contents, indented and not",
		text: "Table of Contents\n\n   1. Introduction .......... 2\n   2. Formal Syntax ......... 3\n      2.1. More = less ..... 4\n" +
			"3.  References ........... 5\n\n" +
			"1.  Introduction\n\n   Words.\n\n2.  Formal Syntax\n\n   widget = knob\n",
		want: []string{`14:4 2 | widget = knob`},
	},
	{
		reason: "an indented line is not a heading",
		text:   "5.  Syntax\n\n   1. The widget:\n\n   Appendix B has the knob.\n   A.1 has the bolt.\n\n   widget = knob\n",
		want:   []string{`8:4 5 | widget = knob`},
	},
	{
		reason: "the notation before RFC 2234",
		text: "9.    Formal Syntax\n\n" +
			"wid_get         ::= \"W\" SPACE <\"> knob <\"> SPACE\n                    \"(\" #flag_x \")\"\n\n" +
			"flag_x          ::= 1#number\n                    ;; At least one\n\n" +
			"resp_text_code =/ \"WIDGET\" SPACE <url>\n",
		want: []string{
			`3:1 9 | wid-get = "W" SP DQUOTE knob DQUOTE SP "(" [flag-x *(SP flag-x)] ")"`,
			`6:1 9 | flag-x = number *(SP number)`,
			`9:1 9 | resp-text-code =/ "WIDGET" SP url`,
		},
	},
	{
		reason: "definitions that are elsewhere",
		text: "   widget = <widget> as defined in [WIDGETS]\n\n" +
			"   knob = <Defined in RFC 1234>\n\n" +
			"   bolt = <bolt as defined in [BOLTS]>\n\n" +
			"   nut = bolt / <nut as defined in [NUTS]>\n\n" +
			"   pin = bolt <pin as defined in [PINS]>\n",
		want: []string{
			`1:4  | widget = <widget as defined in [WIDGETS]>`,
			`3:4  | knob = <Defined in RFC 1234>`,
			`5:4  | bolt = <bolt as defined in [BOLTS]>`,
			`7:4  | nut = bolt / <nut as defined in [NUTS]>`,
			`9:4  | pin = bolt <pin as defined in [PINS]>`,
		},
	},
	{
		reason: "an elision is skipped, and what follows is read",
		text:   "   widget = knob / ... / bolt\n\n   knob = \"K\"\n",
		want:   []string{`3:4  | knob = "K"`},
		skipped: map[string]string{
			"widget": `X:1:20: "... / bolt", want an element`,
		},
	},
	{
		reason: "code, base64 and a line of the contents are skipped",
		text:   "      count = count + 1;\n\n   ceP2CWY0=\n\n   UTF8= Names . . . . . 15\n\n   widget = knob\n",
		want:   []string{`7:4  | widget = knob`},
		skipped: map[string]string{
			"count":    `X:1:21: "+ 1;", want an element`,
			"cep2cwy0": `X:3:13: end of text, want an element`,
			"utf8":     `X:5:16: ". . . . . 15", want an element`,
		},
	},
	{
		reason: "a skipped rule does not take the next one with it",
		text:   "   Widget = )\n      knob = \"K\"\n",
		want:   []string{`2:7  | knob = "K"`},
		skipped: map[string]string{
			"widget": `X:1:13: ")", want an element`,
		},
	},
	{
		reason: "what only looks like a rule",
		text: "   widget=knob\n   C: a = b\n   x == y\n   [a] = b\n   2a = b\n   I18N=<n> is the level\n" +
			"   = a\n   a b = c\n",
	},
	{
		reason: "a rule that is never finished ends with the text",
		text:   "   widget = (knob\n\n\n",
		skipped: map[string]string{
			"widget": `X:1:18: end of text, want )`,
		},
	},
}

func TestExtract(t *testing.T) {
	for _, test := range extractTests {
		t.Run(test.reason, func(t *testing.T) {
			rules, skipped := Extract("X", test.text)
			var got []string
			for _, r := range rules {
				got = append(got, fmt.Sprintf("%d:%d %s | %s", r.Pos.Line, r.Pos.Col, r.Section, r))
				if r.Source != "X" || r.Pos.File != "X" {
					t.Errorf("%s has the source %q and the file %q", r.Name, r.Source, r.Pos.File)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("rules mismatch (-want +got):\n%s", diff)
			}
			errs := map[string]string{}
			for name, err := range skipped {
				errs[name] = err.Error()
			}
			if test.skipped == nil {
				test.skipped = map[string]string{}
			}
			if diff := cmp.Diff(test.skipped, errs); diff != "" {
				t.Errorf("skipped mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestExtractPositions checks that positions are those in the RFC's text, even after page breaks
// and runs of blank lines.
func TestExtractPositions(t *testing.T) {
	text := "3.  Syntax\n\n\n\n   widget = knob /" + pageBreak + "            bolt\n\n\n            / nut\n"
	rules, _ := Extract("RFC9999", text)
	want := []string{
		`RFC9999:5:4 widget:`,
		`RFC9999:5:13 knob / bolt / nut`,
		`RFC9999:5:13 knob`,
		`RFC9999:13:13 bolt`,
		`RFC9999:16:15 nut`,
	}
	if diff := cmp.Diff(want, positions(rules)); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
	lines := strings.Split(text, "\n")
	for x := range rules[0].Expr.All() {
		if x.Op == OpName && !strings.HasPrefix(lines[x.Pos.Line-1][x.Pos.Col-1:], x.Text) {
			t.Errorf("%s is not at %s", x.Text, x.Pos)
		}
	}
}

func TestImportNote(t *testing.T) {
	type note struct {
		Source string
		OK     bool
	}
	for _, test := range []struct {
		rule string
		want note
	}{
		{`a = <Defined in RFC 5234>`, note{"RFC5234", true}},
		{`a = <defined in RFC5234>`, note{"RFC5234", true}},
		{`a = <Defined in Section 4 of RFC 3629>`, note{"RFC3629", true}},
		{`a = <as defined in [ABNF]>`, note{"", true}},
		{`a = <see RFC 7162>`, note{"RFC7162", true}},
		{`a = <defines A; see RFC 7162>`, note{"RFC7162", true}},
		{`a = <specified in [RFC-2060]>`, note{"RFC2060", true}},
		{`a = <a as defined in [RFC-2060]>`, note{"RFC2060", true}},
		{`a = <a>`, note{"", true}},
		{`UTF8-2 =/ <utf8-2>`, note{"", true}},
		{`a = <any CHAR except "]">`, note{}},
		{`a = <undefined octets>`, note{}},
		{`a = <seen octets>`, note{}},
		{`a = <Defined in RFC 5234> b`, note{}},
		{`a = b`, note{}},
		{`a = "see RFC 7162"`, note{}},
	} {
		t.Run(test.rule, func(t *testing.T) {
			source, ok := parseRules(t, test.rule)[0].ImportNote()
			if diff := cmp.Diff(test.want, note{source, ok}); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func parseRules(t *testing.T, text string) []*Rule {
	t.Helper()
	rules, err := Parse("x.abnf", text)
	if err != nil {
		t.Fatal(err)
	}
	return rules
}

func TestReadFrontPage(t *testing.T) {
	for _, test := range []struct {
		reason, text string
		want         FrontPage
	}{
		{
			"in the manner of the IETF stream, with a title over two lines",
			"\n\n\n\nInternet Engineering Task Force (IETF)                        E. Xample\n" +
				"Request for Comments: 9999                                   Example Ltd\n" +
				"Obsoletes: 1111, 2222                                        F. Oobar\n" +
				"Updates: 3333                                              Widget GmbH\n" +
				"Category: Standards Track                                 February 2001\n" +
				"ISSN: 2070-1721\n\n\n" +
				"                   Widgets for Examples of\n                     Considerable Size\n\n" +
				"Abstract\n\n   Obsoletes: 4444 is not a header. It was May 1999\n",
			FrontPage{"RFC9999", "Widgets for Examples of Considerable Size", "February 2001", []string{"RFC1111", "RFC2222"}},
		},
		{
			"in the manner of the Network Working Group, nothing obsoleted",
			"Network Working Group                                         E. Xample\n" +
				"Request for Comments: 123                                      May 1999\n\n" +
				"                        Widgets\n\nStatus of this Memo\n",
			FrontPage{"RFC123", "Widgets", "May 1999", nil},
		},
		{
			"a byte order mark, CR LF, and a page break after the title",
			"\ufeffNetwork Working Group                  E. Xample\r\nObsoletes: 7           June 2003\r\n\r\n" +
				"            Widgets\r\n\r\nExample       [Page 1]\r\n\f\r\nRFC 123     Widgets     June 2003\r\n\r\n   Words.\r\n",
			FrontPage{"", "Widgets", "June 2003", []string{"RFC7"}},
		},
		{
			"an excerpt, with its date at the end of a line",
			"RFC 9999 (EXCERPT)\nWidgets for Examples, February 2001\n\n4.  Syntax\n\n   widget = knob\n",
			FrontPage{Date: "February 2001"},
		},
		{
			"an excerpt without a date",
			"RFC 9999 (EXCERPT)\n\n   widget = knob\n",
			FrontPage{},
		},
		{"rules only", "widget = knob\nknob = \"K\"\n", FrontPage{}},
		{"nothing", "", FrontPage{}},
	} {
		t.Run(test.reason, func(t *testing.T) {
			if diff := cmp.Diff(test.want, ReadFrontPage(test.text)); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// FuzzExtract checks that each rule is at its position, and that what it prints is read back.
func FuzzExtract(f *testing.F) {
	for _, test := range extractTests {
		f.Add(test.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ReadFrontPage(text)
		rules, skipped := Extract("X", text)
		lines := strings.Split(text, "\n")
		for i, r := range rules {
			if r.Pos.Line < 1 || r.Pos.Line > len(lines) || i > 0 && r.Pos.Line <= rules[i-1].Pos.Line {
				t.Fatalf("%s of %d lines: %s", r.Pos, len(lines), r)
			}
			again, err := Parse("X", r.String())
			if err != nil {
				t.Fatal(err)
			}
			want := *r
			want.Source, want.Section = "", ""
			if diff := cmp.Diff([]*Rule{&want}, again, ignorePos); diff != "" {
				t.Errorf("%s is read back otherwise (-found +read):\n%s", r, diff)
			}
		}
		for name, err := range skipped {
			if name != Fold(name) || err == nil {
				t.Errorf("skipped[%q] is %v", name, err)
			}
		}
	})
}
