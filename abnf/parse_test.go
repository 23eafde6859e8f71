package abnf

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// exprTests are right sides of rules and what they print as. They seed the fuzz targets too.
var exprTests = []struct{ reason, text, want string }{
	// RFC 5234 section 2.3 and RFC 7405: terminal values
	{"string", `"abc"`, `"abc"`},
	{"empty string", `""`, `""`},
	{"no text is the empty string", ``, `""`},
	{"only a comment", `; nothing`, `""`},
	{"string with a semicolon", `"a;b" c`, `"a;b" c`},
	{"string with operators", `"(/*[<=" x`, `"(/*[<=" x`},
	{"string without escapes", `"\" quoted`, `"\" quoted`},
	{"case-sensitive string", `%s"Ab" %S"cD"`, `%s"Ab" %s"cD"`},
	{"case-insensitive string", `%i"Ab" %I"cD"`, `"Ab" "cD"`},
	{"binary value", `%b1000001`, `%x41`},
	{"decimal value", `%d13`, `%x0D`},
	{"hexadecimal value", `%x0d`, `%x0D`},
	{"upper-case bases", `%B1010 %D10 %X0a`, `%x0A %x0A %x0A`},
	{"leading zeros", `%x00000041`, `%x41`},
	{"smallest and largest octet", `%x00 %xFF`, `%x00 %xFF`},
	{"ranges", `%b1000001-1011010 / %d48-57 / %x61-7A`, `%x41-5A / %x30-39 / %x61-7A`},
	{"range of one octet", `%x41-41`, `%x41`},
	{"dotted values", `%d13.10`, `%x0D %x0A`},
	{"three dotted values", `%x61.62.63`, `%x61 %x62 %x63`},
	{"dotted values are one element", `a %x61.62`, `a (%x61 %x62)`},
	{"repeated dotted values", `2%x61.62`, `2(%x61 %x62)`},

	// RFC 5234 section 2.1: names
	{"name", `atom`, `atom`},
	{"name with digits and hyphens", `UTF8-2b-`, `UTF8-2b-`},
	{"name in angle brackets", `<atom> <ab-c1>`, `atom ab-c1`},
	{"name in angle brackets with spaces", `< atom >`, `atom`},

	// RFC 5234 section 4: prose-vals
	{"prose-val", `<any CHAR except "]">`, `<any CHAR except "]">`},
	{"prose-val with a semicolon and a slash", `<one; two / three>`, `<one; two / three>`},
	{"prose-val over two lines", "<any\r\n      CHAR>", `<any CHAR>`},
	{"empty prose-val", `<>`, `<>`},
	{"prose-val that begins like a name", `<2a>`, `<2a>`},

	// RFC 5234 section 3: operators
	{"concatenation", "a  b\tc", `a b c`},
	{"choice", `a/b / c`, `a / b / c`},
	{"concatenation binds tighter than choice", `a b / c d`, `a b / c d`},
	{"group", `a (b / c) d`, `a (b / c) d`},
	{"group that is not needed", `((a)) / (b)`, `a / b`},
	{"group of a concatenation stays", `a (b c)`, `a (b c)`},
	{"white space inside brackets", "( a ) [ b ]", `a [b]`},
	{"repetition", `*a`, `*a`},
	{"at least", `1*a`, `1*a`},
	{"at most", `*5a`, `*5a`},
	{"at least and at most", `2*3a`, `2*3a`},
	{"exactly", `4a`, `4a`},
	{"exactly, written as a range", `4*4a`, `4a`},
	{"none", `0a`, `0a`},
	{"at most none", `*0a`, `0a`},
	{"at least none", `0*a`, `*a`},
	{"at most one is an option", `*1a 0*1b`, `[a] [b]`},
	{"many digits", `1*255a`, `1*255a`},
	{"repeated string", `3"ab"`, `3"ab"`},
	{"repeated group", `2(a b)`, `2(a b)`},
	{"repeated group of one", `1*(a)`, `1*a`},
	{"repetition binds tighter than concatenation", `1*a b`, `1*a b`},
	{"repeated choice", `*(a / b)`, `*(a / b)`},
	{"repeated repetition", `2(3a)`, `2(3a)`},
	{"repeated option", `*[a]`, `*[a]`},
	{"option", `[a b]`, `[a b]`},
	{"option of a choice", `[a / b] c`, `[a / b] c`},
	{"more options than may be nested", strings.Repeat("[a] ", maxDepth+1), strings.TrimSpace(strings.Repeat("[a] ", maxDepth+1))},
	{"option of an option", `[[a]]`, `[[a]]`},
	{"space after the count", `2 a 1* b`, `2a 1*b`},

	// white space, RFC 5234 section 3.9: comments
	{"comment to the end of the line", "a ; not / b\n / c", `a / c`},
	{"comment with a quote", "a ; isn't \"that\n b", `a b`},
	{"comment at the end", `a ; b`, `a`},
	{"CR LF", "a\r\n b ; c\r\n d\r\n", `a b d`},
	{"trailing slash", `a / b /`, `a / b`},

	// the notation of RFC 822
	{"underscore", `resp_text_code a-b_c`, `resp-text-code a-b-c`},
	{"underscore in angle brackets", `<resp_text>`, `resp-text`},
	{"SPACE", `SPACE a`, `SP a`},
	{"SPACE in angle brackets", `<SPACE> a`, `SP a`},
	{"quote in angle brackets", `<"> a < " >`, `DQUOTE a DQUOTE`},
	{"list", `#a`, `[a *(SP a)]`},
	{"list of at least one", `1#a`, `a *(SP a)`},
	{"list of at least two", `2#a`, `a 1*(SP a)`},
	{"list of at least none", `0#a`, `[a *(SP a)]`},
	{"list of at most three", `#3a`, `[a *2(SP a)]`},
	{"list of two to four", `2#4a`, `a 1*3(SP a)`},
	{"list of one", `1#1a`, `a 0(SP a)`},
	{"list of groups", `1#(a b)`, `a b *(SP a b)`},
	{"list of choices in a concatenation", `"(" #(a / b) ")"`, `"(" [(a / b) *(SP (a / b))] ")"`},
}

func TestParseExpr(t *testing.T) {
	for _, test := range exprTests {
		t.Run(test.reason, func(t *testing.T) {
			x, err := ParseExpr("x", test.text)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, x.String()); diff != "" {
				t.Errorf("ParseExpr(%q) mismatch (-want +got):\n%s", test.text, diff)
			}
		})
	}
}

var ruleTests = []struct{ reason, text, want string }{
	{"definition", "a = b\n", "a = b"},
	{"incremental alternative", "a =/ b", "a =/ b"},
	{"no space around the sign", "a=b", "a = b"},
	{"incremental alternative without spaces", "a=/b", "a =/ b"},
	{"the case of a name stays", "Ab-C = B", "Ab-C = B"},
	{"name in angle brackets", "<a> = <b>", "a = b"},
	{"leading slash", "a = / b / c", "a = b / c"},
	{"leading slash of an incremental alternative", "a =/ / b", "a =/ b"},
	{"trailing slash", "a = b / c /", "a = b / c"},
	{"body on the next line", "a =\n  b", "a = b"},
	{"sign on the next line", "a\n  = b", "a = b"},
	{"continuation by a tab", "a = b\n\t/ c", "a = b / c"},
	{"slash at the end of the line", "a = b /\n  c", "a = b / c"},
	{"comment inside", "a = b ; one\n  ; two\n  / c ; three", "a = b / c"},
	{"CR LF", "a = b\r\n  / c\r\n\r\nd = e\r\n", "a = b / c\nd = e"},
	{"rules without a blank line", "a = b\nc = d", "a = b\nc = d"},
	{"comments and blank lines", "; head\n\n  ; indented\n\na = b\n\n\n; tail\n", "a = b"},
	{"comment right above", "; why\na = b", "a = b"},
	{"no final line break", "a = b", "a = b"},
	{"no rules", " \n; only a comment\n", ""},
	{"defined with ::=", "a_b ::= c_d", "a-b = c-d"},
	{"defined with ::= and a list", `flag_list ::= "(" #flag ")"`, `flag-list = "(" [flag *(SP flag)] ")"`},
	{
		"a long choice takes a line an alternative",
		`resp-text-code =/ "EXTREMELY-LONG-NAME-OF-A-CODE" SP nz-number / "ANOTHER" [SP "(" a *(SP (b / c)) ")"] / "Z"`,
		"resp-text-code =/ \"EXTREMELY-LONG-NAME-OF-A-CODE\" SP nz-number\n" +
			"                / \"ANOTHER\" [SP \"(\" a *(SP (b / c)) \")\"]\n" +
			"                / \"Z\"",
	},
	{
		"a long concatenation stays on its line",
		`a = ` + strings.Repeat("bbbbbbbbb ", 12),
		`a = ` + strings.TrimSpace(strings.Repeat("bbbbbbbbb ", 12)),
	},
}

func TestParse(t *testing.T) {
	for _, test := range ruleTests {
		t.Run(test.reason, func(t *testing.T) {
			rules, err := Parse("x.abnf", test.text)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, printed(rules)); diff != "" {
				t.Errorf("Parse(%q) mismatch (-want +got):\n%s", test.text, diff)
			}
			again, err := Parse("x.abnf", Format("head", rules))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(rules, again, ignorePos, cmpopts.IgnoreFields(Rule{}, "Comment")); diff != "" {
				t.Errorf("what Parse(%q) prints is read back differently (-printed +read):\n%s", test.text, diff)
			}
		})
	}
}

// printed returns rules in the canonical layout.
func printed(rules []*Rule) string {
	var lines []string
	for _, r := range rules {
		lines = append(lines, r.String())
	}
	return strings.Join(lines, "\n")
}

// positions returns the position of each expression of rules, with its canonical text.
func positions(rules []*Rule) []string {
	var list []string
	for _, r := range rules {
		list = append(list, fmt.Sprintf("%s %s:", r.Pos, r.Name))
		for x := range r.Expr.All() {
			list = append(list, fmt.Sprintf("%s %s", x.Pos, x))
		}
	}
	return list
}

func TestParsePositions(t *testing.T) {
	for _, test := range []struct {
		reason, text string
		want         []string
	}{
		{"on one line", `a = b "c" / [d]`, []string{
			`x.abnf:1:1 a:`,
			`x.abnf:1:5 b "c" / [d]`,
			`x.abnf:1:5 b "c"`,
			`x.abnf:1:5 b`,
			`x.abnf:1:7 "c"`,
			`x.abnf:1:13 [d]`,
			`x.abnf:1:14 d`,
		}},
		{"a repetition begins at its count, a group inside its bracket", `a = 2*3(b c)`, []string{
			`x.abnf:1:1 a:`,
			`x.abnf:1:5 2*3(b c)`,
			`x.abnf:1:9 b c`,
			`x.abnf:1:9 b`,
			`x.abnf:1:11 c`,
		}},
		{"dotted values", `a = %d13.10`, []string{
			`x.abnf:1:1 a:`,
			`x.abnf:1:5 %x0D %x0A`,
			`x.abnf:1:5 %x0D`,
			`x.abnf:1:10 %x0A`,
		}},
		{"over lines, with comments", "; c\n\na = b ; c\r\n  ; c\r\n  / <in\n  words>\n\nd =\n\te", []string{
			`x.abnf:3:1 a:`,
			`x.abnf:3:5 b / <in words>`,
			`x.abnf:3:5 b`,
			`x.abnf:5:5 <in words>`,
			`x.abnf:8:1 d:`,
			`x.abnf:9:2 e`,
		}},
	} {
		t.Run(test.reason, func(t *testing.T) {
			rules, err := Parse("x.abnf", test.text)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, positions(rules)); diff != "" {
				t.Errorf("positions in %q mismatch (-want +got):\n%s", test.text, diff)
			}
		})
	}
}

func TestParseErrors(t *testing.T) {
	for _, test := range []struct{ reason, text, want string }{
		{"no name", `= b`, `x.abnf:1:1: "= b", want a rule's name`},
		{"name begins with a digit", `2a = b`, `x.abnf:1:1: "2a = b", want a rule's name`},
		{"open angle bracket around the name", `<a = b`, `x.abnf:1:3: " = b", want a rule's name`},
		{"no sign", `a b`, `x.abnf:1:3: "b", want = or =/`},
		{"name alone", `a`, `x.abnf:1:2: end of text, want = or =/`},
		{"no body", "a =\n\nb = c", `x.abnf:1:4: end of text, want an element`},
		{"only a comment for a body", "a = ; none", `x.abnf:1:11: end of text, want an element`},
		{"two slashes", `a = b / / c`, `x.abnf:1:9: "/ c", want an element`},
		{"trailing slash in a group", `a = (b / )`, `x.abnf:1:10: ")", want an element`},
		{"empty group", `a = ()`, `x.abnf:1:6: ")", want an element`},
		{"groups nested too deep", "a = " + strings.Repeat("(", 1e6), `x.abnf:1:106: brackets nested more than 100 deep`},
		{"open group", `a = (b`, `x.abnf:1:7: end of text, want )`},
		{"open option", `a = [b / c`, `x.abnf:1:11: end of text, want ]`},
		{"brackets that do not match", `a = [b)`, `x.abnf:1:7: ")", want ]`},
		{"extra closing bracket", `a = b) c`, `x.abnf:1:6: ") c", want an operator or the end of the rule`},
		{"a long rest is cut", `a = b) this goes on and on`, `x.abnf:1:6: ") this goes on and o", want an operator or the end of the rule`},
		{"the rest of the line only", "a = b)\n  c", `x.abnf:1:6: ")", want an operator or the end of the rule`},
		{"open string", `a = b "c`, `x.abnf:1:7: string without its closing quote`},
		{"string over two lines", "a = \"b\n  c\"", `x.abnf:1:5: string without its closing quote`},
		{"control in a string", "a = \"b\tc\"", `x.abnf:1:5: octet 0x9 in "b\tc"`},
		{"octet outside ASCII in a string", "a = \"\xe9\"", `x.abnf:1:5: octet 0xe9 in "\xe9"`},
		{"open prose-val", `a = <b c`, `x.abnf:1:5: prose-val without its closing bracket`},
		{"octet outside ASCII in a prose-val", "a = <\xffb>", `x.abnf:1:5: octet 0xff in "\xffb"`},
		{"percent sign alone", `a = %`, `x.abnf:1:6: end of text, want b, d or x`},
		{"unknown base", `a = %o7`, `x.abnf:1:6: "o7", want b, d or x`},
		{"case mark without a string", `a = %sb`, `x.abnf:1:7: "b", want a string`},
		{"no digits", `a = %x`, `x.abnf:1:7: end of text, want a digit`},
		{"digit of another base", `a = %b2`, `x.abnf:1:7: "2", want a digit`},
		{"not an octet", `a = %x100`, `x.abnf:1:7: value 100 is not an octet`},
		{"far from an octet", `a = %d99999999999999999999`, `x.abnf:1:7: value 99999999999999999999 is not an octet`},
		{"open range", `a = %x41-`, `x.abnf:1:10: end of text, want a digit`},
		{"range to what is not an octet", `a = %d1-256`, `x.abnf:1:9: value 256 is not an octet`},
		{"range downwards", `a = %x5A-41`, `x.abnf:1:5: range from 0x5a down to 0x41`},
		{"open dot", `a = %d13.`, `x.abnf:1:10: end of text, want a digit`},
		{"dotted value that is not an octet", `a = %d13.999`, `x.abnf:1:10: value 999 is not an octet`},
		{"range after a dot", `a = %d13.10-20`, `x.abnf:1:12: "-20", want an element`},
		{"repetition of nothing", `a = 2*`, `x.abnf:1:7: end of text, want an element`},
		{"repetition without room", `a = 3*2b`, `x.abnf:1:5: minimum 3 exceeds maximum 2`},
		{"list without room", `a = 1#0b`, `x.abnf:1:5: minimum 1 exceeds maximum 0`},
		{"count too large", `a = 99999999999999999999b`, `x.abnf:1:25: "b", want a smaller count`},
		{"second count too large", `a = 1*99999999999999999999b`, `x.abnf:1:27: "b", want a smaller count`},
		{"continuation after a blank line", "a = b\n\n  / c", `x.abnf:3:3: "/ c", want a rule's name`},
		{
			"all at once, with the rules between read",
			"a = )\n; c\nb = c\nd\n\n e = (\ng = \"",
			"x.abnf:1:5: \")\", want an element\n" +
				"x.abnf:4:2: end of text, want = or =/\n" +
				"x.abnf:6:7: end of text, want an element\n" +
				"x.abnf:7:5: string without its closing quote",
		},
	} {
		t.Run(test.reason, func(t *testing.T) {
			_, err := Parse("x.abnf", test.text)
			if diff := cmp.Diff(test.want, errorText(err)); diff != "" {
				t.Errorf("Parse(%q) error mismatch (-want +got):\n%s", test.text, diff)
			}
		})
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestParseKeepsGoodRules(t *testing.T) {
	rules, err := Parse("x.abnf", "a = b\n\n; RFC1: of the bad rule\nc = )\nd = e\n")
	if err == nil {
		t.Error("no error for c")
	}
	if diff := cmp.Diff("a = b\nd = e", printed(rules)); diff != "" {
		t.Errorf("rules mismatch (-want +got):\n%s", diff)
	}
	if got := rules[1].Comment + rules[1].Source; got != "" {
		t.Errorf("d has the comment of the rule above it: %q", got)
	}
}

func TestParseExprErrors(t *testing.T) {
	for _, test := range []struct{ reason, text, want string }{
		{"closing bracket", `a )`, `arguments:1:3: ")", want an operator or the end`},
		{"on the second line", "a\n/ (b", `arguments:2:5: end of text, want )`},
		{"leading slash, which only a rule may have", `/ a`, `arguments:1:1: "/ a", want an element`},
	} {
		t.Run(test.reason, func(t *testing.T) {
			_, err := ParseExpr("arguments", test.text)
			if diff := cmp.Diff(test.want, errorText(err)); diff != "" {
				t.Errorf("ParseExpr(%q) error mismatch (-want +got):\n%s", test.text, diff)
			}
		})
	}
}

func TestParseComments(t *testing.T) {
	type cited struct{ Comment, Source, Section string }
	for _, test := range []struct {
		reason, text string
		want         cited
	}{
		{"none", "a = b", cited{}},
		{"no citation", "; in words\na = b", cited{Comment: "in words"}},
		{"source alone", "; RFC3629\na = b", cited{"RFC3629", "RFC3629", ""}},
		{"source and section", "; RFC9051, section 9\na = b", cited{"RFC9051, section 9", "RFC9051", "9"}},
		{"subsection", "; RFC2060, section 7.1.2\na = b", cited{"RFC2060, section 7.1.2", "RFC2060", "7.1.2"}},
		{"two digits", "; RFC5092, section 11\na = b", cited{"RFC5092, section 11", "RFC5092", "11"}},
		{"appendix", "; RFC5234, section B.1\na = b", cited{"RFC5234, section B.1", "RFC5234", "B.1"}},
		{"letter alone", "; RFC3986, section A\na = b", cited{"RFC3986, section A", "RFC3986", "A"}},
		{
			"with a reason over two lines", "; RFC1, section 2: because\n;   so\na = b",
			cited{"RFC1, section 2: because\nso", "RFC1", "2"},
		},
		{"source with a reason", "; RFC1: because\na = b", cited{"RFC1: because", "RFC1", ""}},
		{"in the second line", "; why\n; RFC1, section 2\na = b", cited{"why\nRFC1, section 2", "RFC1", "2"}},
		{"the first of two", "; RFC1\n; RFC2\na = b", cited{"RFC1\nRFC2", "RFC1", ""}},
		{"inside a sentence", "; see RFC1, section 2\na = b", cited{Comment: "see RFC1, section 2"}},
		{"begins a sentence", "; RFC1 says so\na = b", cited{Comment: "RFC1 says so"}},
		{"divided from the rule", "; RFC1\n\na = b", cited{}},
		{"only what is right above", "; RFC1\n\n; why\na = b", cited{Comment: "why"}},
		{"not that of the rule before", "; RFC1\nz = y\na = b", cited{}},
		{"right below a rule", "z = y\n; RFC1\na = b", cited{"RFC1", "RFC1", ""}},
		{"CR LF", "; RFC1, section 2\r\na = b\r\n", cited{"RFC1, section 2", "RFC1", "2"}},
		{"indented", "  ; RFC1, section 2\na = b", cited{"RFC1, section 2", "RFC1", "2"}},
		{"no comment of the rule's own lines", "; RFC1\na = b ; c\n  ; d", cited{"RFC1", "RFC1", ""}},
	} {
		t.Run(test.reason, func(t *testing.T) {
			rules, err := Parse("x.abnf", test.text)
			if err != nil {
				t.Fatal(err)
			}
			r := rules[len(rules)-1]
			if diff := cmp.Diff(test.want, cited{r.Comment, r.Source, r.Section}); diff != "" {
				t.Errorf("comment in %q mismatch (-want +got):\n%s", test.text, diff)
			}
		})
	}
}

// FuzzParse checks that Parse does not panic, and that what the rules print is read back as it is.
func FuzzParse(f *testing.F) {
	for _, test := range ruleTests {
		f.Add(test.text)
	}
	for _, test := range exprTests {
		f.Add("a = " + test.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rules, err := Parse("x.abnf", text)
		if err != nil && len(rules) == 0 {
			return
		}
		first := Format("head", rules)
		again, err := Parse("x.abnf", first)
		if err != nil {
			t.Fatalf("%q prints what cannot be read: %v\n%s", text, err, first)
		}
		if diff := cmp.Diff(rules, again, ignorePos, cmpopts.IgnoreFields(Rule{}, "Comment")); diff != "" {
			t.Errorf("what %q prints is read back differently (-printed +read):\n%s", text, diff)
		}
		if diff := cmp.Diff(first, Format("head", again)); diff != "" {
			t.Errorf("%q prints differently the second time (-first +second):\n%s", text, diff)
		}
	})
}

// FuzzParseExpr checks the same for ParseExpr, which reads the arguments in registry.csv.
func FuzzParseExpr(f *testing.F) {
	for _, test := range exprTests {
		f.Add(test.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		x, err := ParseExpr("x", text)
		if err != nil {
			return
		}
		again, err := ParseExpr("x", x.String())
		if err != nil {
			t.Fatalf("%q prints as %q, which cannot be read: %v", text, x, err)
		}
		if diff := cmp.Diff(x, again, ignorePos); diff != "" {
			t.Errorf("%q prints as %q, which is read differently (-printed +read):\n%s", text, x, diff)
		}
	})
}
