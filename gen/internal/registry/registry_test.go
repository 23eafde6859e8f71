package registry

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

const headerLine = "code,name,status,description,references,registered,updated,arguments,fields,grammar," +
	"defined,rev1,rev2,capability,state,commands,tagged,untagged,retry,summary,advice,security\n"

// sample is a registry of invented codes; sampleText is its CSV.
func sample() []Record {
	return []Record{
		{
			Code: "TEAPOT", Name: "Teapot", Status: Registered, References: []string{"RFC1149", "RFC54321"},
			Registered: "2030-01-02", Updated: "2032-02-29",
			Arguments: `SP "(" nz-number *("," nz-number) ")"`, Fields: []string{"Cups", "Lumps2"}, Grammar: "RFC1149 amended",
			Defined: []string{"RFC54321#3.1", "draft-example-tea-00", "RFC1149#A.2"},
			Rev1:    StandingNone, Rev2: StandingExtension, Capability: []string{"TEA", "POT=2"},
			State: StateSelected, Commands: []string{"BREW", "X-POUR", "any"},
			Tagged: []string{"OK", "NO"}, Untagged: []string{"NO", "BYE"}, Retry: RetryLater,
			Summary: `The server is "short", and stout.`, Advice: "Tip it over.", Security: "It is hot.",
		},
		{Code: "MOON-PHASE", Name: "MoonPhase", Status: Obsolete, Description: "OBSOLETE", References: []string{"RFC-ietf-example-moon-07"}},
		{Code: "SHRUG", Name: "Shrug", Status: Discouraged, Description: "see notes, and weep"},
		{Code: "GONE", Name: "Gone", Status: Removed, References: []string{"draft-example-gone-00"}, Retry: RetryNever},
		{Code: "lower.+$", Name: "UIDLower", Status: Reserved, Description: "reserved", Retry: RetryChanged},
	}
}

const sampleText = headerLine +
	`TEAPOT,Teapot,registered,,RFC1149 RFC54321,2030-01-02,2032-02-29,"SP ""("" nz-number *("","" nz-number) "")""",Cups Lumps2,RFC1149 amended,RFC54321#3.1 draft-example-tea-00 RFC1149#A.2,none,extension,TEA POT=2,selected,BREW X-POUR any,OK NO,NO BYE,later,"The server is ""short"", and stout.",Tip it over.,It is hot.
MOON-PHASE,MoonPhase,obsolete,OBSOLETE,RFC-ietf-example-moon-07,,,,,,,,,,,,,,,,,
SHRUG,Shrug,discouraged,"see notes, and weep",,,,,,,,,,,,,,,,,,
GONE,Gone,removed,,draft-example-gone-00,,,,,,,,,,,,,,never,,,
lower.+$,UIDLower,reserved,reserved,,,,,,,,,,,,,,,changed,,,
`

func TestReadWrite(t *testing.T) {
	got, err := Read("registry.csv", strings.NewReader(sampleText))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(sample(), got); diff != "" {
		t.Errorf("Read mismatch (-want +got):\n%s", diff)
	}
	var text strings.Builder
	if err := Write(&text, got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(sampleText, text.String()); diff != "" {
		t.Errorf("Write mismatch (-want +got):\n%s", diff)
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("the disk is full") }

func TestBrokenFiles(t *testing.T) {
	if err := Write(brokenWriter{}, sample()); message(err) != "the disk is full" {
		t.Errorf("Write: got %v, want the writer's error", err)
	}
	if err := WriteSources(brokenWriter{}, nil); message(err) != "the disk is full" {
		t.Errorf("WriteSources: got %v, want the writer's error", err)
	}
	if err := WriteEvidence(brokenWriter{}, nil); message(err) != "the disk is full" {
		t.Errorf("WriteEvidence: got %v, want the writer's error", err)
	}
	broken := errors.New("the cable is out")
	for _, text := range []string{"", "code,na", headerLine, sampleText} {
		records, err := Read("registry.csv", io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken)))
		if !errors.Is(err, broken) || records != nil {
			t.Errorf("Read after %q: got %v, %v, want nil and the reader's error", text, records, err)
		}
	}
}

func TestReadErrors(t *testing.T) {
	const short = "code,name,status,description,references,registered,updated,arguments,fields,grammar,tagged\n"
	const good = "TEAPOT,Teapot,registered,,,,,,,,\n"
	all := strings.ReplaceAll(strings.TrimSuffix(headerLine, "\n"), ",", ", ")
	for _, test := range []struct{ reason, text, want string }{
		{"nothing", "", "registry.csv: empty, want a header with the columns " +
			"code,name,status,description,references,registered,updated,arguments,fields,grammar"},
		{"a header and no row", headerLine, "registry.csv: no response codes"},
		{"an unknown column, a duplicate one, and one that is missing",
			strings.Replace(short, "name,status", "types,tagged", 1) + good,
			`registry.csv:1: column "types" is not one of ` + all + `
registry.csv:1: duplicate column "tagged"
registry.csv:1: the column name is missing
registry.csv:1: the column status is missing`},
		{"a second byte order mark", "\ufeff\ufeff" + short, `registry.csv:1: column "\ufeffcode" is not one of ` + all + "\nregistry.csv:1: the column code is missing"},
		{"no CSV", "<p class=\"x\">\n", `registry.csv:1: bare " in non-quoted-field`},
		{
			"all bad lines at once: too short, bad quotes, a bad value, too long", short +
				"SHRUG,Shrug\n" + "A\"B,,,,,,,,,,\n" + "TEAPOT,teapot,registered,,,,,,,,\n" + good[:len(good)-1] + ",\n",
			`registry.csv:2: 2 columns, want 11
registry.csv:3: bare " in non-quoted-field
registry.csv:5: 12 columns, want 11
registry.csv:4: name "teapot" of "TEAPOT" is not in the form ReadOnly`,
		}, {
			"places are lines, whatever cells span", short +
				"TEAPOT,Teapot,discouraged,\"a\nb\",,,,,,,\n" + good,
			`registry.csv:2: description of "TEAPOT": "a\nb" holds the control character U+000A
registry.csv:4: duplicate code "TEAPOT" (first at registry.csv:2)
registry.csv:4: duplicate name "Teapot" (first at registry.csv:2, of "TEAPOT")`,
		}, {
			"doubled and trailing spaces in lists", short + "TEAPOT,Teapot,registered,,RFC1  RFC2,,,,Cups ,,OK \n",
			`registry.csv:2: reference "" of "TEAPOT" is neither an RFC nor a draft
registry.csv:2: field "" of "TEAPOT" is not in the form UIDValidity
registry.csv:2: tagged types ["OK" ""] of "TEAPOT" are not some of [OK NO BAD] in this order`,
		},
	} {
		t.Run(test.reason, func(t *testing.T) {
			records, err := Read("registry.csv", strings.NewReader(test.text))
			if diff := cmp.Diff(test.want, message(err)); diff != "" {
				t.Errorf("error mismatch (-want +got):\n%s", diff)
			}
			if records != nil {
				t.Errorf("records despite the error: %+v", records)
			}
		})
	}
}

// TestLengths checks how long IANA's columns may be, and that an error does not repeat all of them.
func TestLengths(t *testing.T) {
	long := func(n int) string { return strings.Repeat("x", n) }
	references := func(n int) []string { return []string{"RFC1", "RFC-ietf-" + long(n-len("RFC1 RFC-ietf--1")) + "-1"} }
	shown := `"` + long(60) + `"`
	for _, test := range []struct {
		reason string
		record Record
		want   string
	}{
		{"a code", Record{Code: long(1001)}, "code " + shown + "... of " + shown + ": 1001 bytes, more than 1000"},
		{"a description", Record{Code: "X", Description: long(70_000)}, "description " + shown + `... of "X": 70000 bytes, more than 1000`},
		{
			"references", Record{Code: "X", References: references(1001)},
			`references "RFC1 RFC-ietf-` + long(46) + `"... of "X": 1001 bytes, more than 1000`,
		},
		{"as long as may be", Record{Code: long(1000), Description: long(1000), References: references(1000)}, ""},
	} {
		if got := message(test.record.CheckIANA()); got != test.want {
			t.Errorf("%s: error %s, want %s", test.reason, got, test.want)
		}
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// checkRecords returns what is wrong with records below the header line of r.csv.
func checkRecords(records []Record) error {
	var entries []Entry
	for i, r := range records {
		entries = append(entries, Entry{r, fmt.Sprintf("r.csv:%d", i+2)})
	}
	return CheckAll(entries, func(i int) error { return records[i].checkRegistered() })
}

func TestCheck(t *testing.T) {
	for _, test := range []struct {
		reason string
		change func(r []Record) // to sample
		want   string
	}{
		{"nothing wrong", func(r []Record) {}, ""},
		{"no code", func(r []Record) { r[1].Code = "" }, `r.csv:3: the code is empty`},
		{"code with a space", func(r []Record) { r[1].Code = "A B" }, `r.csv:3: code "A B" is not an atom (RFC 9051 section 9): octet " "`},
		{"code with resp-specials", func(r []Record) { r[1].Code = "A]" }, `r.csv:3: code "A]" is not an atom (RFC 9051 section 9): octet "]"`},
		{"code beyond ASCII", func(r []Record) { r[1].Code = "É" }, `r.csv:3: code "É" is not an atom (RFC 9051 section 9): octet "\xc3"`},
		{"code with DEL", func(r []Record) { r[1].Code = "A\x7f" }, `r.csv:3: code "A\x7f" is not an atom (RFC 9051 section 9): octet "\x7f"`},
		{"duplicate code in another case", func(r []Record) { r[2].Code = "teaPOT" }, `r.csv:4: duplicate code "teaPOT" (first at r.csv:2)`},
		{"duplicate name", func(r []Record) { r[2].Name = "Teapot" }, `r.csv:4: duplicate name "Teapot" (first at r.csv:2, of "TEAPOT")`},
		{"names that differ in case are two identifiers", func(r []Record) { r[2].Name = "TEAPOT" }, ``},
		{"no name", func(r []Record) { r[0].Name = "" }, `r.csv:2: name "" of "TEAPOT" is not in the form ReadOnly`},
		{"unexported name", func(r []Record) { r[0].Name = "teapot" }, `r.csv:2: name "teapot" of "TEAPOT" is not in the form ReadOnly`},
		{"name that is not an identifier", func(r []Record) { r[0].Name = "Tea-Pot" }, `r.csv:2: name "Tea-Pot" of "TEAPOT" is not in the form ReadOnly`},
		{"name with a line break", func(r []Record) { r[0].Name = "Teapot\n" }, `r.csv:2: name "Teapot\n" of "TEAPOT" is not in the form ReadOnly`},
		{"unknown status", func(r []Record) { r[0].Status = "fine" },
			`r.csv:2: status "fine" of "TEAPOT" is not one of [registered discouraged reserved obsolete removed]`},
		{"status against the description", func(r []Record) { r[1].Status = Registered },
			`r.csv:3: status "registered" of "MOON-PHASE" does not fit its description "OBSOLETE", which makes it "obsolete"`},
		{"removed fits any description", func(r []Record) { r[1].Status = Removed }, ``},
		{"hostile description", func(r []Record) { r[2].Description = "x */ y" }, `r.csv:4: description of "SHRUG": "x */ y" holds a comment mark`},
		{"reference to a section", func(r []Record) { r[0].References[1] = "RFC1,2" },
			`r.csv:2: reference "RFC1,2" of "TEAPOT" is neither an RFC nor a draft`},
		{"reference to six digits", func(r []Record) { r[0].References[1] = "RFC123456" },
			`r.csv:2: reference "RFC123456" of "TEAPOT" is neither an RFC nor a draft`},
		{"reference in lower case", func(r []Record) { r[0].References[1] = "rfc1" },
			`r.csv:2: reference "rfc1" of "TEAPOT" is neither an RFC nor a draft`},
		{"reference with a line break", func(r []Record) { r[0].References[1] = "RFC1\n" },
			`r.csv:2: reference "RFC1\n" of "TEAPOT" is neither an RFC nor a draft`},
		{"day that is not in the calendar", func(r []Record) { r[0].Registered = "2031-02-29" },
			`r.csv:2: date "2031-02-29" of "TEAPOT" is not in the form 2006-01-02`},
		{"date with a time", func(r []Record) { r[0].Updated = "2031-02-28T00:00:00Z" },
			`r.csv:2: date "2031-02-28T00:00:00Z" of "TEAPOT" is not in the form 2006-01-02`},
		{"date in another form", func(r []Record) { r[0].Updated = "2031-2-8" }, `r.csv:2: date "2031-2-8" of "TEAPOT" is not in the form 2006-01-02`},
		{"field that is not an identifier", func(r []Record) { r[0].Fields[0] = "the-cups" }, `r.csv:2: field "the-cups" of "TEAPOT" is not in the form UIDValidity`},
		{"types out of order", func(r []Record) { r[0].Untagged = []string{"BYE", "OK"} },
			`r.csv:2: untagged types ["BYE" "OK"] of "TEAPOT" are not some of [OK NO BAD PREAUTH BYE] in this order`},
		{"a duplicate type", func(r []Record) { r[0].Tagged = []string{"OK", "OK"} },
			`r.csv:2: tagged types ["OK" "OK"] of "TEAPOT" are not some of [OK NO BAD] in this order`},
		{"a type that is never tagged", func(r []Record) { r[0].Tagged = []string{"BYE"} },
			`r.csv:2: tagged types ["BYE"] of "TEAPOT" are not some of [OK NO BAD] in this order`},
		{"unknown retry", func(r []Record) { r[0].Retry = "soon" }, `r.csv:2: retry "soon" of "TEAPOT" is not one of [later never changed]`},
		{"unknown standing", func(r []Record) { r[0].Rev1, r[0].Rev2 = "x", "y" },
			`r.csv:2: rev1 "x" of "TEAPOT" is not one of [base extension deprecated none]
r.csv:2: rev2 "y" of "TEAPOT" is not one of [base extension deprecated none]`},
		{"unknown state", func(r []Record) { r[0].State = "solid" }, `r.csv:2: state "solid" of "TEAPOT" is not one of [any authenticated selected]`},
		{"sections that are none", func(r []Record) { r[0].Defined = []string{"RFC1#", "RFC1#1..2", "STD1#1", "RFC1#1/../x"} },
			`r.csv:2: section "RFC1#" of "TEAPOT" is not in the form RFC9051#7.1
r.csv:2: section "RFC1#1..2" of "TEAPOT" is not in the form RFC9051#7.1
r.csv:2: section "STD1#1" of "TEAPOT" is not in the form RFC9051#7.1
r.csv:2: section "RFC1#1/../x" of "TEAPOT" is not in the form RFC9051#7.1`},
		{"capabilities that are no atoms", func(r []Record) { r[0].Capability = []string{"", "A(B"} },
			`r.csv:2: the capability is empty, of "TEAPOT"
r.csv:2: capability "A(B" is not an atom (RFC 9051 section 9): octet "(", of "TEAPOT"`},
		{"commands in another form", func(r []Record) { r[0].Commands = []string{"", "append", "A B"} },
			`r.csv:2: command "" of "TEAPOT" is not in the form APPEND, nor any or greeting
r.csv:2: command "append" of "TEAPOT" is not in the form APPEND, nor any or greeting
r.csv:2: command "A B" of "TEAPOT" is not in the form APPEND, nor any or greeting`},
		{"hostile advice and security", func(r []Record) { r[0].Advice, r[0].Security = "*/ x", "a\nb" },
			`r.csv:2: advice of "TEAPOT": "*/ x" holds a comment mark
r.csv:2: security of "TEAPOT": "a\nb" holds the control character U+000A`},
		{"arguments over two lines", func(r []Record) { r[0].Arguments = "SP\nnumber" },
			`r.csv:2: arguments of "TEAPOT": "SP\nnumber" holds the control character U+000A`},
		{"hostile grammar", func(r []Record) { r[0].Grammar = "//RFC1" }, `r.csv:2: grammar of "TEAPOT": "//RFC1" holds a comment mark`},
		{"hostile summary", func(r []Record) { r[0].Summary = "a\u202eb" },
			`r.csv:2: summary of "TEAPOT": "a\u202eb" holds the control character U+202E`},
		{
			"all at once, in the order of the rows",
			func(r []Record) {
				r[0].Code, r[0].Name, r[0].Registered = "TEA POT", "tea", "x"
				r[2].Retry = "x"
				r[4].Code = "Shrug"
			},
			`r.csv:2: code "TEA POT" is not an atom (RFC 9051 section 9): octet " "
r.csv:2: date "x" of "TEA POT" is not in the form 2006-01-02
r.csv:2: name "tea" of "TEA POT" is not in the form ReadOnly
r.csv:4: retry "x" of "SHRUG" is not one of [later never changed]
r.csv:6: duplicate code "Shrug" (first at r.csv:4)`,
		},
	} {
		t.Run(test.reason, func(t *testing.T) {
			records := sample()
			test.change(records)
			if diff := cmp.Diff(test.want, message(checkRecords(records))); diff != "" {
				t.Errorf("error mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCheckIANA(t *testing.T) {
	r := Record{
		Code: "a(b", Description: "/* x", References: []string{"RFC1", "errata"}, Registered: "1", Updated: "2",
		// What follows is not IANA's and is not checked.
		Name: "no name", Status: "no status", Tagged: []string{"x"}, Retry: "x", Summary: "\n",
	}
	const want = `code "a(b" is not an atom (RFC 9051 section 9): octet "("
description of "a(b": "/* x" holds a comment mark
reference "errata" of "a(b" is neither an RFC nor a draft
date "1" of "a(b" is not in the form 2006-01-02
date "2" of "a(b" is not in the form 2006-01-02`
	if diff := cmp.Diff(want, message(r.CheckIANA())); diff != "" {
		t.Errorf("error mismatch (-want +got):\n%s", diff)
	}
}

func TestStatusOf(t *testing.T) {
	for _, test := range []struct {
		description string
		want        Status
		reason      string
	}{
		{"", Registered, "most have no description"},
		{"obsolete", Obsolete, "RFC 5530 section 6 names it"},
		{"Obsolete", Obsolete, "in any case"},
		{"RESERVED", Reserved, "as above"},
		{"removed", Discouraged, "what is in the registry was not removed from it"},
		{"registered", Discouraged, "any other description is a warning"},
		{"obsolete, see RFC1", Discouraged, "only the word alone"},
		{" obsolete", Discouraged, "cells are trimmed before"},
	} {
		if got := StatusOf(test.description); got != test.want {
			t.Errorf("StatusOf(%q) (%s) = %q, want %q", test.description, test.reason, got, test.want)
		}
		if !slices.Contains(Statuses(), test.want) {
			t.Errorf("%q is not a status", test.want)
		}
	}
}

func TestCheckText(t *testing.T) {
	for _, test := range []struct{ text, want, reason string }{
		{"", "", "nothing"},
		{"a: 'b' \"c\" `d` {{e}} <f> \\n é 界 \u00a0", "", "all that is harmless in a line comment"},
		{"http://example.com/ and a /* b", "", "marks that open nothing inside a comment"},
		{"//go:generate rm -rf /", `"//go:generate rm -rf /" holds a comment mark`, "jennifer emits it as it is"},
		{"/* x", `"/* x" holds a comment mark`, "as above"},
		{"x */ func init() {}", `"x */ func init() {}" holds a comment mark`, "ends a block comment"},
		{"a\nb", `"a\nb" holds the control character U+000A`, "ends a line comment"},
		{"a\rb", `"a\rb" holds the control character U+000D`, "ends a line comment for some tools"},
		{"a\tb", `"a\tb" holds the control character U+0009`, "a control character"},
		{"a\x00b", `"a\x00b" holds the control character U+0000`, "no Go source may hold it"},
		{"a\x1b[2Jb", `"a\x1b[2Jb" holds the control character U+001B`, "commands a terminal"},
		{"a\u0085b", `"a\u0085b" holds the control character U+0085`, "next line"},
		{"a\u2028b", `"a\u2028b" holds the control character U+2028`, "line separator"},
		{"a\u2029b", `"a\u2029b" holds the control character U+2029`, "paragraph separator"},
		{"a\u202eb", `"a\u202eb" holds the control character U+202E`, "right-to-left override"},
		{"a\u2066b", `"a\u2066b" holds the control character U+2066`, "isolate"},
		{"a\u200bb", `"a\u200bb" holds the control character U+200B`, "zero width"},
		{"\ufeffa", `"\ufeffa" holds the control character U+FEFF`, "a byte order mark"},
		{"a\U000e0041b", `"a\U000e0041b" holds the control character U+E0041`, "a tag character, invisible"},
		{"a\xffb", `"a\xffb" is not UTF-8`, "no text"},
	} {
		if got := message(checkText(test.text)); got != test.want {
			t.Errorf("checkText(%q) (%s):\ngot  %s\nwant %s", test.text, test.reason, got, test.want)
		}
	}
}

// FuzzRead checks that what Read accepts is the same after Write and Read.
func FuzzRead(f *testing.F) {
	f.Add(sampleText)
	f.Add(headerLine + "TEAPOT,Teapot,discouraged,\"a\nb\",,,,,,,,,\n")
	f.Add(headerLine + "TEAPOT,Teapot,registered,,RFC1  RFC2,,,,Cups ,,OK ,,\n")
	f.Add("code,name\n\"")
	f.Fuzz(func(t *testing.T, text string) {
		records, err := Read("registry.csv", strings.NewReader(text))
		if err != nil {
			return
		}
		var written strings.Builder
		if err := Write(&written, records); err != nil {
			t.Fatal(err)
		}
		again, err := Read("registry.csv", strings.NewReader(written.String()))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(records, again); diff != "" {
			t.Errorf("mismatch (-first +second):\n%s", diff)
		}
	})
}

func TestVisible(t *testing.T) {
	for text, want := range map[string]string{
		"plain, ä and 表":         "plain, ä and 表",
		"a\r\nb\tc":              `a\r\nb\tc`,
		"\x1b[31m\x00\x7f\u0085": `\x1b[31m\x00\x7f\u0085`,
		"a\u202eb\u2066\u200b":   `a\u202eb\u2066\u200b`,
		"\u2028\u2029\ufeff":     `\u2028\u2029\ufeff`,
		"\xff\xc0a\ufffd":        `\xff\xc0a` + "\ufffd",
		"\U000e0041":             `\U000e0041`,
	} {
		if got := Visible(text); got != want {
			t.Errorf("Visible(%q) = %s, want %s", text, got, want)
		}
	}
}

// TestExtraStatus checks that only a file with extra codes has codes that are not registered, and
// that they are not deprecated.
func TestExtraStatus(t *testing.T) {
	records := sample()
	records[0].Status = Unregistered
	const want = `r.csv:2: status "unregistered" of "TEAPOT" is not one of [registered discouraged reserved obsolete removed]`
	if diff := cmp.Diff(want, message(checkRecords(records))); diff != "" {
		t.Errorf("error mismatch (-want +got):\n%s", diff)
	}
	if got := records[0].Deprecation(); got != "" {
		t.Errorf("Deprecation() = %q", got)
	}
}

func TestGoName(t *testing.T) {
	for _, test := range []struct{ name, want, reason string }{
		{"nz-number", "NzNumber", "words in title case"},
		{"vendor-myRule", "VendorMyRule", "whose letters stay as they are after the first"},
		{"*", "X", "an identifier cannot be empty"},
	} {
		if got := GoName(test.name); got != test.want {
			t.Errorf("GoName(%q) = %q, want %q (%s)", test.name, got, test.want, test.reason)
		}
	}
}

func TestProposeName(t *testing.T) {
	for _, test := range []struct{ code, want, reason string }{
		{"READ-ONLY", "ReadOnly", "words in title case"},
		{"webalert", "Webalert", "in any case"},
		{"x.y_z", "XYZ", "whatever divides them"},
		{"2FA", "X2fa", "an identifier cannot begin with a digit"},
		{"+$", "X", "nor be empty"},
	} {
		if got := ProposeName(test.code); got != test.want {
			t.Errorf("ProposeName(%q) = %q, want %q (%s)", test.code, got, test.want, test.reason)
		}
	}
}
