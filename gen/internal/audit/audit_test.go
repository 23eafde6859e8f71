package audit

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// records returns a registry of some real codes, and two that are invented.
func records() []registry.Record {
	var records []registry.Record
	for _, code := range strings.Fields("ALERT BADCHARSET CLOSED COPYUID EXPIRED METADATA NOPERM OVERQUOTA " +
		"READ-ONLY TRYCREATE UIDNEXT UIDVALIDITY UNKNOWN-CTE UNSEEN") {
		records = append(records, registry.Record{Code: code, Status: registry.Registered})
	}
	records[5].Arguments = `SP ("MAXSIZE" SP number / "NOPRIVATE")`
	return append(records,
		registry.Record{Code: "NEWNAME", Status: registry.Obsolete, Description: "obsolete"},
		registry.Record{Code: "GONE", Status: registry.Removed})
}

// summary returns the codes that a file has and, after a semicolon, the other words of its lists;
// each misspelled one is followed by the code that it may be.
func summary(t *testing.T, name, text string) string {
	t.Helper()
	c := newChecker(records())
	lists, err := readLists(File{name, []byte(text)})
	if err != nil {
		t.Fatal(err)
	}
	c.judge(name, lists)
	var words []string
	for _, r := range records() {
		if c.found[r.Code] != nil {
			words = append(words, r.Code)
		}
	}
	for i, o := range c.others {
		if i == 0 {
			words = append(words, ";")
		}
		words = append(words, o.word)
		if o.meant != "" {
			words = append(words, "("+o.meant+")")
		}
	}
	return strings.Join(words, " ")
}

func TestGo(t *testing.T) {
	for _, test := range []struct{ reason, text, want string }{
		{"constants with strings",
			`const (A Code = "ALERT"; B Code = "NOPERM"; C Code = "TRYCREATE"; D Code = "NOPRIVATE")`,
			"ALERT NOPERM TRYCREATE ; NOPRIVATE"},
		{"constants without strings, by their prefix",
			"const (\nCodeOverQuota Code = iota\nCodeUnknownCTE\nCodeOurs\nMaxCode\nCodeOther\n)",
			"OVERQUOTA UNKNOWN-CTE ; Ours"},
		{"by their suffix", "const (\nOverQuotaCode = iota\nNoPermCode\nOursCode\n)", "NOPERM OVERQUOTA ; Ours"},
		{"the string counts, not the name",
			`const (CodeTooBig = "OVERQUOTA"; CodeNoPerm = "NOPERM"; CodeTryCreate = "TRYCREAT")`,
			"NOPERM OVERQUOTA ; TRYCREAT (TRYCREATE)"},
		{"two lists in a block, told apart by their prefixes",
			`const (CodeNoPerm = "NOPERM"; CodeCopyUID = "COPYUID"; ItemUnseen = "UNSEEN"; ItemRecent = "RECENT")`,
			"COPYUID NOPERM"},
		{"a name that its value does not have", "const (\nCodeNoPerm = \"NOPERM\"\nCodeCopyUID = \"COPYUID\"\nCodeTooBig = \"OURS\"\n)",
			"COPYUID NOPERM ; OURS"},
		{"constants declared one by one",
			"const CodeNoPerm = \"NOPERM\"\nfunc f() {}\nconst CodeCopyUID = \"COPYUID\"\nconst CodeX = \"X-OURS\"\nconst Level = \"DEBUG\"",
			"COPYUID NOPERM ; X-OURS"},
		{"a constant apart from the others, with their prefix",
			"const (\nCodeNoPerm = \"NOPERM\"\nCodeCopyUID = \"COPYUID\"\n)\nconst CodeOurs = \"OURS\"\nconst Other = \"OTHER\"",
			"COPYUID NOPERM ; OURS"},
		{"literals that are added, converted, or in back quotes",
			"const (A = \"TRY\" + `CREATE`; B = Code(\"NOPERM\"); C = (`COPYUID`))", "COPYUID NOPERM TRYCREATE"},
		{"an array", `var a = []string{"ALERT", "TRYCREATE", "NOPERM", "OURS"}`, "ALERT NOPERM TRYCREATE ; OURS"},
		{"an array of which one word means nothing else", `var a = []string{"ALERT", "UNSEEN", "OVERQUOTA", "READ-ONLY", "TRYCREAT"}`,
			"ALERT OVERQUOTA READ-ONLY UNSEEN ; TRYCREAT (TRYCREATE)"},
		{"an array with fewer codes", `var a = []string{"ALERT", "UNSEEN", "OVERQUOTA", "DEBUG"}`, "OVERQUOTA"},
		{"keys of a map", `var m = map[string]int{"ALERT": 1, "TRYCREATE": 2, "NOPERM": 3, "OURS": 4}`,
			"ALERT NOPERM TRYCREATE ; OURS"},
		{"identifiers as keys of a map", `var m = map[Code]string{CodeNoPerm: "x y", imap.CodeCopyUID: "z"}`, "COPYUID NOPERM"},
		{"a column of a table", `var t = []row{{"ALERT", "NO"}, {"COPYUID", "ABC"}, {"NOPERM", "DEF"}, {"OURS", "GHI"}}`,
			"ALERT COPYUID NOPERM ; OURS"},
		{"a field of a table", `var t = []row{{Code: "ALERT", X: "A1"}, {Code: "COPYUID"}, {Code: "NOPERM"}, {X: "B2", Code: "OURS"}}`,
			"ALERT COPYUID NOPERM ; OURS"},
		{"pointers to the rows of a table", `var t = []*row{&row{"ALERT", 1}, &row{"NOPERM", 2}, &row{"COPYUID", 3}, &row{"OURS", 4}}`,
			"ALERT COPYUID NOPERM ; OURS"},
		{"the cases of a switch", "func f() {\nswitch c {\ncase \"ALERT\", \"NOPERM\":\ng(\"DEBUG\")\ncase \"COPYUID\", \"OURS\":\n}\n}",
			"ALERT COPYUID NOPERM ; OURS"},
		{"the arguments of a call", `var m = set("ALERT", "NOPERM", "COPYUID", "OURS")`, "ALERT COPYUID NOPERM ; OURS"},
		{"words in a string", "var m = strings.Fields(`ALERT NOPERM\nCOPYUID READ-ONLY OURS`)", "ALERT COPYUID NOPERM READ-ONLY ; OURS"},
		{"words in a string that are not a list of codes", "var m = \"DENY TRYCREATE ALERT\"", "TRYCREATE"},
		{"a string alone, which means nothing else", `var x = f() == "TRYCREATE"`, "TRYCREATE"},
		{"one that may mean something else", `var x = f() == "UNSEEN"`, ""},
		{"but not beside a code", `var x = resp.Code == "UNSEEN"`, "UNSEEN"},
		{"responses", `var x = []string{"* OK [UNSEEN 3] x", "[NOPERM] x", "* BYE [OURS] x", "[ALERT] on fire"}`, "NOPERM UNSEEN"},
		{"words among which one cannot be a code", "var m = `NOPERM COPYUID TRYCREATE 5%`", ""},
		{"two words in a string", "var m = `NOPERM COPYUID`", ""},
		{"no comments, imports and tags", "import \"TRYCREATE\"\n// NOPERM \"COPYUID\"\ntype T struct{ F int `OVERQUOTA` }", ""},
		{"another list with codes in it", `var items = []string{"MESSAGES", "UIDNEXT", "UIDVALIDITY", "UNSEEN"}`, ""},
		{"few codes among many words", `var words = []string{"OVERQUOTA", "NOPERM", "A1", "B1", "C1", "D1", "E1"}`, "NOPERM OVERQUOTA"},
		{"an obsolete code, and a removed one", `var a = []string{"NEWNAME", "GONE", "NOPERM"}`, "NOPERM NEWNAME GONE"},
		{"in lower case, as some compare it", `var a = []string{"alert", "noperm", "read-only", "copyuid", "no", "OURS"}`,
			"ALERT COPYUID NOPERM READ-ONLY"},
	} {
		if got := summary(t, "x.go", "package p\n"+test.text); got != test.want {
			t.Errorf("%s: got %q, want %q", test.reason, got, test.want)
		}
	}
}

func TestText(t *testing.T) {
	for _, test := range []struct{ reason, name, text, want string }{
		{"an enum on one line", "x.c", "enum e { ALERT, NO_PERM, TRYCREATE, COPYUID, OURS };", "ALERT COPYUID NOPERM TRYCREATE ; OURS"},
		{"an enum with values", "x.c", "enum e {\n  C_NOPERM = 1, C_COPYUID = 0x2F,\n  C_OURS\n};", "COPYUID NOPERM ; OURS"},
		{"two enums with the same names", "x.c", "enum a { A_NOPERM, A_COPYUID };\nenum b { B_CLOSED, B_EXPIRED };", "COPYUID NOPERM"},
		{"k as the prefix", "x.cc", "enum class E { kNoPerm, kCopyUid, kUnknownCte, kOurs, kMax };", "COPYUID NOPERM UNKNOWN-CTE ; Ours"},
		{"macros", "x.h", "#define R_NOPERM \"NOPERM\"\n\n#define R_COPYUID \"COPYUID\"\n#define R_OURS \"OURS\"\n#define V \"V2\"\n",
			"COPYUID NOPERM ; OURS"},
		{"macros without strings", "x.h", "#define R_NOPERM 1\n#define R_COPYUID (1 << 2)\n#define R_OURS 3\n", "COPYUID NOPERM ; OURS"},
		{"an array of several lines", "x.c", "char *a[] = { \"NOPERM\",\n  \"COPYUID\", \"ALERT\",\n\t\"OURS\" };", "ALERT COPYUID NOPERM ; OURS"},
		{"comments of both kinds", "x.c", "char *a[] = { \"NOPERM\", // \"ALERT\"\n\"COPYUID\", /* \"CLOSED\",\n\"UNSEEN\" */ };", "COPYUID NOPERM"},
		{"comment marks in a string, and quotes in a character", "x.c", "char q = '\"', *u = \"/* //\", *a[] = {\"NOPERM\", \"COPYUID\", \"ALERT\"};",
			"ALERT COPYUID NOPERM"},
		{"escaped quotes", "x.c", `char *u = "\"", *a[] = {"NOPERM", "COPYUID", "ALERT"};`, "ALERT COPYUID NOPERM"},
		{"constants of Java with strings", "X.java", "enum X {\n  ALERT(\"ALERT\"),\n  NO_PERM(\"NOPERM\"),\n  COPY(\"COPYUID\"),\n  OURS(\"OURS\");\n}",
			"ALERT COPYUID NOPERM ; OURS"},
		{"typed constants", "X.java", "  static final int NO_PERM = 1;\n  static final int COPYUID = 2;\n  static final int TRY_CREATE = 3;",
			"COPYUID NOPERM TRYCREATE"},
		{"lifetimes are not strings", "x.rs", "enum C<'a> {\n  NoPerm(&'a str),\n  CopyUid,\n  TryCreate,\n  Ours,\n  Other(X<'a>),\n}",
			"COPYUID NOPERM TRYCREATE ; Ours"},
		{"arms of a match", "x.rs", "match x {\n  Code::NoPerm => \"NOPERM\",\n  Code::CopyUid => \"COPYUID\",\n  Code::Ours => \"OURS\",\n}",
			"COPYUID NOPERM ; OURS"},
		{"cases of Swift", "x.swift", "enum C {\n  case noPerm, copyUid\n  case tryCreate(Int)\n  case badCharset\n  case ours\n}",
			"BADCHARSET COPYUID NOPERM TRYCREATE ; ours"},
		{"a union of strings", "x.ts", "type C =\n  | 'NOPERM' | 'COPYUID'\n  | 'ALERT' // | 'CLOSED'\n  | 'OURS';", "ALERT COPYUID NOPERM ; OURS"},
		{"a template of several lines", "x.js", "const u = `\n'TRYCREATE'`, a = ['NOPERM', 'COPYUID', 'OURS'];", "COPYUID NOPERM ; OURS"},
		{"strings with an apostrophe", "x.py", "a = \"it's\"\nb = ('NOPERM', \"COPYUID\", 'ALERT')  # 'CLOSED'", "ALERT COPYUID NOPERM"},
		{"a string of several lines", "x.py", "'''\nNOPERM\n\"COPYUID\"\n'''\n\"\"\"ALERT NOPERM COPYUID\"\"\"", "ALERT COPYUID NOPERM"},
		{"a class of an enum", "x.py", "class C(Enum):\n    NO_PERM = 1\n    COPY_UID = 2\n    TRY_CREATE = 3\n    OURS = 4\n\nclass D(Enum):\n    CLOSED = 1",
			"COPYUID NOPERM TRYCREATE ; OURS"},
		{"a case by indentation", "x.rb", "case c\nwhen 'NOPERM'\n  f 'CLOSED'\nwhen 'COPYUID', 'ALERT'\n  g\nend", "ALERT COPYUID NOPERM"},
		{"words and symbols", "x.rb", "A = %w[NOPERM COPYUID READ-ONLY OURS]\nB = [:try_create, :over_quota, :bad_charset, :alert]",
			"ALERT BADCHARSET COPYUID NOPERM OVERQUOTA READ-ONLY TRYCREATE ; OURS"},
		{"words in Perl and Elixir", "x.pl", "my @a = qw(NOPERM COPYUID OURS);\n@b = ~w[ALERT BADCHARSET OVERQUOTA]",
			"ALERT BADCHARSET COPYUID NOPERM OVERQUOTA ; OURS"},
		{"a list without quotes", "x.yaml", "codes:\n  - NOPERM\n  - READ-ONLY\n  - COPYUID\n  - UNKNOWN-CTE\n  - OURS # not ALERT\n",
			"COPYUID NOPERM READ-ONLY UNKNOWN-CTE ; OURS"},
		{"an extension that is not known", "codes", "NOPERM, COPYUID, OVERQUOTA, OURS // ALERT\n# CLOSED\n", "COPYUID NOPERM OVERQUOTA ; OURS"},
		{"a list in Lua", "x.lua", "local c = { NOPERM = true, COPYUID = true, OVERQUOTA = true } -- \"ALERT\"", "COPYUID NOPERM OVERQUOTA"},
		{"constructors of OCaml", "x.ml", "type c =\n  | NoPerm\n  | CopyUid of int\n  | OverQuota (* \"TRYCREATE\" *)\n  | Ours of string\n",
			"COPYUID NOPERM OVERQUOTA ; Ours"},
		{"a mark of the byte order", "codes", "\ufeffNOPERM,\nCOPYUID,\nOVERQUOTA,\nOURS\n", "COPYUID NOPERM OVERQUOTA ; OURS"},
		{"arms of a match on one line", "x.ml", "match x with\n| NoPerm -> a | CopyUid -> b | OverQuota -> c | Ours -> d",
			"COPYUID NOPERM OVERQUOTA ; Ours"},
		{"a table of pairs", "x.c", `t[] = {{"NOPERM", "no"}, {"COPYUID", "uid"}, {"OURS", "our"}};`, "COPYUID NOPERM ; OURS"},
		{"symbols after a word", "x.rb", "case code\nwhen :noperm\nwhen :copyuid\nwhen :over_quota\nwhen :ours\nend",
			"COPYUID NOPERM OVERQUOTA ; ours"},
		{"keys without a space", "x.js", "a = {noPerm:x, copyUid:y, overQuota:z, ours:v}", "COPYUID NOPERM OVERQUOTA ; ours"},
		{"a space before a colon", "x.ts", "type C = {\n  NoPerm : string,\n  CopyUid : string,\n  TryCreate : string\n}",
			"COPYUID NOPERM TRYCREATE"},
		{"a colon at the end", "x.ts", "NoPerm :", ""},
		{"arrows", "x.kt", "when (c) {\n  NO_PERM -> f\n  COPY_UID -> g\n  TRY_CREATE -> h\n}", "COPYUID NOPERM TRYCREATE"},
		{"brackets and quotes that match nothing", "x.js", ")]}(('\n\"\n`'NOPERM' \"COPYUID\"", "COPYUID NOPERM"},
		{"standard input in Go", "-", "// x\npackage p\n\nvar a = []string{\"NOPERM\", \"COPYUID\"}", "COPYUID NOPERM"},
		{"standard input in Go, in which imports do not count", "-", "package p\n\nimport \"TRYCREATE\"", ""},
		{"standard input in another language", "-", "a = ['NOPERM', 'COPYUID']", "COPYUID NOPERM"},
		{"a string that is not as it is sent", "x.c", `char *a[] = {"NOPERM", "COPYUID", "READONLY", "UNKNOWN_CTE"};`,
			"COPYUID NOPERM ; READONLY (READ-ONLY) UNKNOWN_CTE (UNKNOWN-CTE)"},
		{"a string that is written like an identifier", "x.js", `a = ['noPerm', 'copyUid', 'readOnly', 'ours', 'DEBUG']`,
			"COPYUID NOPERM READ-ONLY ; ours"},
		{"identifiers beside words", "x.c", "enum e { NOPERM, COPYUID, TRYCREATE }; char *s = \"denied\";", "COPYUID NOPERM TRYCREATE"},
		{"the status of a connection", "x.c", "enum { OPEN, CLOSED, EXPIRED, ALERT };\nchar *s[] = {\"CLOSED\", \"EXPIRED\", \"UNSEEN\"};", ""},
		{"two identifiers without a prefix", "x.c", "enum { NOPERM, OVERQUOTA, AGAIN };", ""},
		{"errors of another kind", "x.c", "enum { E_NOPERM, E_AGAIN, E_BUSY, E_CLOSED, E_IO, E_FULL, E_NODEV };", ""},
	} {
		if got := summary(t, test.name, test.text); got != test.want {
			t.Errorf("%s: got %q, want %q", test.reason, got, test.want)
		}
	}
}

// TestComments checks that the comments of each language are left out, and what follows them is not.
func TestComments(t *testing.T) {
	for _, test := range []struct{ name, before, after string }{
		{"x.c", "//", "\n"}, {"x.c", "/*", "*/"}, {"x.ts", "//", "\n"}, {"x.ts", "/*", "*/"},
		{"x.php", "//", "\n"}, {"x.php", "#", "\n"}, {"x.php", "/*", "*/"}, {"x.py", "#", "\n"},
		{"x.lua", "--", "\n"}, {"x.lua", "--[[", "]]"}, {"x.sql", "/*", "*/"},
		{"x.hs", "--", "\n"}, {"x.hs", "{-", "-}"}, {"x.fs", "//", "\n"}, {"x.ml", "(*", "*)"},
		{"x.el", ";", "\n"}, {"x.erl", "%", "\n"}, {"x.xml", "<!--", "-->"},
		{"x", "# ", "\n"}, {"x", "//", "\n"}, {"x", "/*", "*/"},
	} {
		const codes = ` "NOPERM" "COPYUID" `
		text := test.before + codes + test.after + ` "TRYCREATE" "OVERQUOTA"`
		if got := summary(t, test.name, text); got != "OVERQUOTA TRYCREATE" {
			t.Errorf("%s: %q: got %q", test.name, text, got)
		}
		if test.after == "\n" {
			continue
		}
		if got := summary(t, test.name, test.before+codes+"\n"+codes); got != "" {
			t.Errorf("%s: a comment without an end has %q", test.name, got)
		}
	}
}

// TestCheck checks what becomes of the words of two files.
func TestCheck(t *testing.T) {
	files := []File{
		{"a.go", []byte("package p\nvar a = []string{\"ALERT\", \"NEWNAME\", \"GONE\",\n\"NOPERM\", \"COPYIUD\", \"OURS\", \"noprivate\", \"THEIRS\"}")},
		{"b.c", []byte("char *a[] = {\"BADCHARSET\", \"NOPERM\", \"ALERT\", \"NOPERM\",\n\"OURS\", \"COPYIUD\", \"NOPRIVATE\"};")},
	}
	report, err := Check(files, records(), []string{"closed", "expired", "read-only", "UIDNEXT", "UIDVALIDITY", "theirs"})
	if err != nil {
		t.Fatal(err)
	}
	got := []string{fmt.Sprintf("%d of %d", report.Found, report.Total)}
	for _, f := range report.Findings {
		line := strings.Join([]string{string(f.Kind), f.Code, string(f.Status), f.Meant, f.ArgumentOf}, ",")
		got = append(got, fmt.Sprintf("%s,%s,%t", line, strings.Join(f.Places, " "), f.Lags()))
	}
	want := []string{
		"4 of 15",
		"missing,METADATA,registered,,,,true",
		"missing,OVERQUOTA,registered,,,,true",
		"missing,TRYCREATE,registered,,,,true",
		"missing,UNKNOWN-CTE,registered,,,,true",
		"missing,UNSEEN,registered,,,,true",
		"misspelled,COPYIUD,unregistered,COPYUID,,a.go:3 b.c:2,true",
		"outdated,NEWNAME,obsolete,,,a.go:2,false",
		"outdated,GONE,removed,,,a.go:2,false",
		"unregistered,OURS,unregistered,,,a.go:3 b.c:2,false",
		"unregistered,NOPRIVATE,unregistered,,METADATA,b.c:2,false",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
	if _, err := Check([]File{{"x.go", []byte("package")}}, records(), nil); err == nil {
		t.Error("no error from a Go file that does not parse")
	}
}

// TestLags checks which findings are faults.
func TestLags(t *testing.T) {
	for _, test := range []struct {
		kind   Kind
		status registry.Status
		want   bool
	}{
		{Missing, registry.Registered, true},
		{Missing, registry.Obsolete, false},
		{Misspelled, registry.Unregistered, true},
		{Outdated, registry.Obsolete, false},
		{Unregistered, registry.Unregistered, false},
	} {
		f := Finding{Kind: test.kind, Status: test.status}
		if got := f.Lags(); got != test.want {
			t.Errorf("%s, %s: got %v, want %v", test.kind, test.status, got, test.want)
		}
		if got := (Report{Findings: []Finding{{Kind: Outdated}, f}}).Lags(); got != test.want {
			t.Errorf("a report of %s, %s: got %v, want %v", test.kind, test.status, got, test.want)
		}
	}
}

// TestPlaces checks that lines are counted in comments and strings, too.
func TestPlaces(t *testing.T) {
	const text = "/*\n\n*/ const s = `\n`, a = ['NOPERM',\n'COPYUID'];\n// x\nconst b = `NOPERM COPYUID\nTRYCREATE`"
	lists, err := readLists(File{"x.js", []byte(text)})
	if err != nil {
		t.Fatal(err)
	}
	c := newChecker(records())
	c.judge("x.js", lists)
	want := map[string][]string{
		"NOPERM": {"x.js:4", "x.js:7"}, "COPYUID": {"x.js:5", "x.js:7"}, "TRYCREATE": {"x.js:7"},
	}
	if diff := cmp.Diff(want, c.found); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

// TestNearest checks which words are misspelled codes.
func TestNearest(t *testing.T) {
	c := newChecker(records())
	for _, test := range []struct{ word, want, reason string }{
		{"TRYCREAT", "TRYCREATE", "a letter is missing"},
		{"BADCHARSETS", "BADCHARSET", "a letter more"},
		{"BADCHERSET", "BADCHARSET", "another letter"},
		{"OVERQOUTA", "OVERQUOTA", "swapped letters"},
		{"UNKNWON-CTE", "UNKNOWN-CTE", "the hyphen does not matter"},
		{"overQouta", "OVERQUOTA", "nor does the case"},
		{"ALRT", "", "short words are often near"},
		{"ALERTS", "ALERT", "unless only one letter differs"},
		{"CLOSES", "CLOSED", "that is one too"},
		{"UNSEENXY", "", "two letters more than a short code has"},
		{"WEBALERT", "", "three letters"},
		{"NOPRIVATE", "", "another word"},
	} {
		if got := c.nearest(test.word); got != test.want {
			t.Errorf("%s (%s): got %q, want %q", test.word, test.reason, got, test.want)
		}
	}
}

// TestNearestOfTwo checks that of two codes that are as near, the first by name is meant.
func TestNearestOfTwo(t *testing.T) {
	for range 10 { // the codes are in a map
		c := newChecker([]registry.Record{{Code: "QUOTAB"}, {Code: "QUOTAA"}, {Code: "QUOTAC"}})
		if got := c.nearest("QUOTAX"); got != "QUOTAA" {
			t.Fatalf("got %q", got)
		}
	}
}

func TestParts(t *testing.T) {
	for _, test := range []struct{ name, want string }{
		{"IMAP_RESP_CODE_OVERQUOTA", "IMAP RESP CODE OVERQUOTA"},
		{"kOverQuota", "k Over Quota"},
		{"ResponseCodeUIDNext", "Response Code UID Next"},
		{"CodeUnknownCTE", "Code Unknown CTE"},
		{"NotUTF8Only", "Not UTF8 Only"},
		{"read-only", "read only"},
		{"_x__y_", "x y"},
		{"A", "A"},
		{"", ""},
		{strings.Repeat("Aa", 20), strings.TrimSpace(strings.Repeat("Aa ", maxParts))},
	} {
		var words []string
		for _, s := range parts(test.name) {
			words = append(words, test.name[s.start:s.end])
		}
		if got := strings.Join(words, " "); got != test.want {
			t.Errorf("%q: got %q, want %q", test.name, got, test.want)
		}
	}
}

func TestMayBeCode(t *testing.T) {
	for _, s := range []string{"ALERT", "READ-ONLY", "over_quota", "X-GM-EXT-1", "UTF8", "ab", "AZ-az-09", strings.Repeat("A", 64)} {
		if !mayBeCode(s) {
			t.Errorf("%q may be a code", s)
		}
	}
	for _, s := range []string{
		"", "A", "OK", "no", "Bye", "8BIT", "A B", "-A", "A-", "A--B", "A=B", "ÄB", strings.Repeat("A", 65),
	} {
		if mayBeCode(s) {
			t.Errorf("%q is not like a code", s)
		}
	}
}

// FuzzCheck checks that any text in any language is read to its end.
func FuzzCheck(f *testing.F) {
	for _, name := range []string{"x.go", "x.c", "x.js", "x.py", "x.rb", "x.lua", "x.hs", "x.ml", "x.xml", "x"} {
		f.Add(name, "a ' \" ` ''' \"\"\" /* // # -- {- (* <!-- %w[ \\ ( [ { } ] ) \n\t::.a.b-c->=>: 0x '\\")
		f.Add(name, "enum { ALERT, NO_PERM(\"NOPERM\"), [\"COPYUID\"] = 'x' };\n  case :try_create: |")
	}
	f.Fuzz(func(t *testing.T, name, text string) {
		report, err := Check([]File{{name, []byte(text)}}, records(), nil)
		lines := strings.Count(text, "\n") + 1
		for _, finding := range report.Findings {
			for _, place := range finding.Places {
				var line int
				if _, err := fmt.Sscanf(strings.TrimPrefix(place, name), ":%d", &line); err != nil || line > lines {
					t.Errorf("%q: the place of %s in %d lines is %q", text, finding.Code, lines, place)
				}
			}
		}
		if err != nil && report.Findings != nil {
			t.Errorf("%q: error %v and findings", text, err)
		}
	})
}
