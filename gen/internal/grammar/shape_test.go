package grammar

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

// testRules are rules for which IMAP has no examples.
const testRules = `
self = number [SP self]
alias = other-alias
other-alias = number64
visible = 1*%x21-7E
from-space = 1*%x20-7E
to-space = 1*%x1F-20
control = 1*%x01-1F
small-or-large = number / number64
large-or-small = number64 / number
string-or-word = string / "x"
word-or-string = "x" / string
set-or-word = "x" / sequence-set
number-or-string = number / string
ring = "a" [ring-b]
ring-b = "b" ring
key = "k=" quoted
circle = circle-b / "x"
circle-b = circle / "y"
inner-space = "A B" SP "C"
pair = number SP number
entry = spin / "x"
spin = spin / "y"
`

func realGrammar(t *testing.T) *abnf.Grammar {
	t.Helper()
	sources, amendments, err := tree.LoadGrammar(os.DirFS("../../.."))
	if err != nil {
		t.Fatal(err)
	}
	rules, err := abnf.Parse("test.abnf", testRules)
	if err != nil {
		t.Fatal(err)
	}
	return abnf.Merge(append(sources, abnf.Source{Name: "test", Rules: rules}), amendments)
}

// String shows s: its layout and fields.
func (s *Shape) String() string {
	var b strings.Builder
	b.WriteString(string(s.Layout))
	for _, f := range s.Fields {
		optional := ""
		if f.Optional {
			optional = "?"
		}
		fmt.Fprintf(&b, " %s:%s%s@%d", f.Name, f.Kind, optional, f.Place)
	}
	return b.String()
}

// analyze returns the shape of arguments.
func analyze(t *testing.T, arguments string) *Shape {
	t.Helper()
	x, err := abnf.ParseExpr("test", arguments)
	if err != nil {
		t.Fatal(err)
	}
	shape, err := Analyze(realGrammar(t), x)
	if err != nil {
		t.Fatal(err)
	}
	return shape
}

func TestAnalyze(t *testing.T) {
	tests := []struct{ arguments, want string }{
		{``, ``},
		{`SP nz-number`, `n NzNumber:Number@0`},
		{`SP mod-sequence-value`, `N ModSequenceValue:Number64@0`},
		{`SP nz-number SP append-uid`, `ns NzNumber:Number@0 AppendUid:Set@1`},
		{`SP nz-number SP uid-set SP uid-set`, `nss NzNumber:Number@0 UidSet:Set@1 UidSet2:Set@2`},
		{`SP sequence-set`, `s SequenceSet:Set@0`},
		{`SP mailbox SP mailbox`, `qq Mailbox:String@0 Mailbox2:String@1`},
		{`SP quoted`, `q Quoted:String@0`},
		{`1*(SP imapurl)`, `l Imapurl:List@0`},
		{`[SP "(" charset *(SP charset) ")"]`, `(l) Charset:List?@0`},
		{`SP "(" [flag-perm *(SP flag-perm)] ")"`, `(l) FlagPerm:List?@0`},
		{`SP "INTERNAL" *(SP mechanism ["=" base64])`, `l Mechanism:List@0`},
		{`SP "OTHER" *(SP mechanism)`, `wl Mechanism:List@1`},
		{`SP url-resp-text`, `x UrlRespText:Text@0`},
		{`SP "TOOBIG" / SP "TOOMANY"`, `w Keyword:Word@0`},
		{`SP ann-size`, `nw Keyword:Word?@0 NzNumber:Number?@0 Noprivate:Flag@1`},
		{`SP "(" event-name *(SP event-name) ")"`, `(l) EventName:List@0`},
		{`SP filter-name`, `w FilterName:Word@0`},
		{`SP "LONGENTRIES" SP number / SP ("MAXSIZE" SP number / "TOOMANY" / "NOPRIVATE")`, `wn Keyword:Word@0 Number:Number?@1`},
		{`SP "(" objectid ")"`, `(w) Objectid:Word@0`},
		{
			`*(SP capability) SP "IMAP4rev2" *(SP capability) / *(SP capability) SP "IMAP4rev1" *(SP capability)`,
			`l Capability:List@0`,
		},
		{
			`[SP "(" inprogress-tag SP inprogress-state ")"]`,
			`(qnn) InprogressTag:String?@0 Number:Number?@1 NzNumber:Number?@2`,
		},
		{`SP nz-number [SP uniqueid]`, `nn NzNumber:Number@0 Uniqueid:Number?@1`},
		{`[SP number64]`, `N Number64:Number64?@0`},
		{`SP 1*DIGIT`, `w Word:Word@0`},
		{`SP nil`, `w`},
		{`SP "(" number ")" SP number`, `(n)n Number:Number@0 Number2:Number@1`},
		{`SP self`, `nl Number:Number@0 Self:List?@1`},
		{`SP number [SP "NO-MORE"]`, `nw Number:Number@0 NoMore:Flag@1`},
		{`SP number [SP "*"]`, `nw Number:Number@0 X:Flag@1`},
		{`SP number [SP "2.a_b"]`, `nw Number:Number@0 X2AB:Flag@1`},
		{`SP alias`, `N Alias:Number64@0`},
		{`SP visible`, `w Visible:Word@0`},
		{`SP from-space`, `x FromSpace:Text@0`},
		{`SP to-space`, `x ToSpace:Text@0`},
		{`SP control`, `w Control:Word@0`},
		{`SP small-or-large SP large-or-small`, `NN SmallOrLarge:Number64@0 LargeOrSmall:Number64@1`},
		{`SP number / SP number64`, `N Number64:Number64@0`},
		{`SP number64 / SP number`, `N Number:Number64@0`},
		{`SP sequence-set / SP number`, `s Number:Set@0`},
		{`SP atom / SP string`, `q String2:String@0`},
		{`SP string / SP atom`, `q Atom:String@0`},
		{`SP string-or-word SP word-or-string`, `qq StringOrWord:String@0 WordOrString:String@1`},
		{`SP set-or-word SP number-or-string`, `wq SetOrWord:Word@0 NumberOrString:Word@1`},
		{`SP number64 / SP string`, `q String2:Word@0`},
		{`SP string / SP number64`, `q Number64:Word@0`},
		{`SP ring`, `w Ring:Word@0`},
		{`SP key`, `w Key:Word@0`},
		{`SP circle`, `w Circle:Word@0`},
		{`SP pair SP pair`, `nnnn Number:Number@0 Number2:Number@1 Number3:Number@2 Number4:Number@3`},
		{`*([SP number])`, `l Number:List@0`},
		{`SP entry`, `w Entry:Word@0`},
		{`SP number ":" number`, `w Number:Word@0`},
		{`SP quoted "x" SP number`, `wn Quoted:Word@0 Number:Number@1`},
		{`SP "A" number SP number`, `wn Word:Word@0 Number:Number@1`},
		{`[SP number] "x"`, `w Number:Word?@0`},
		{`1*(SP astring) "x"`, `l Astring:List@0`},
		{`SP "(" number ")" "x"`, `(n)w Number:Number@0`},
		{`SP "(" ["x"] number ")"`, `(w) Word:Word?@0`},
		{`SP (nz-number / "*")`, `n Keyword:Word?@0 NzNumber:Number?@0`},
	}
	for _, test := range tests {
		t.Run(test.arguments, func(t *testing.T) {
			if diff := cmp.Diff(test.want, analyze(t, test.arguments).String()); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestAnalyzeErrors checks which arguments cannot be read as fields, and that the error says where
// and why. A space that is not the rule SP is one of them: what it divides would be taken for one
// element.
func TestAnalyzeErrors(t *testing.T) {
	const nested = "test:1:1: nested parentheses cannot be read as fields"
	for _, test := range []struct{ arguments, want string }{
		{`SP "A B" SP number`, `test:1:4: "A B" contains a space; write SP`},
		{`" " number`, `test:1:1: " " contains a space; write SP`},
		{`SP ["A " number]`, `test:1:5: "A " contains a space; write SP`},
		{`SP inner-space`, `test: test.abnf:20:15: "A B" contains a space; write SP`},
		{`SP missing`, `test:1:4: undefined rule "missing"`},
		{`SP "(" "(" number ")" ")"`, nested},
		{`SP "(" number`, nested},
		{`SP ")" number "("`, nested},
		{`SP number SP number / SP "(" number ")"`, `test:1:1: alternatives are laid out as "(e)" and "ee"`},
		{`SP "(" number ")" / SP number`, `test:1:1: alternatives are laid out as "(e)" and "e"`},
		{`SP number SP text / SP number SP number`, `test:1:1: alternatives are laid out as "er" and "ee"`},
		{strings.Repeat("SP number ", maxElements), "<nil>"},
		{strings.Repeat("[SP number] ", 8), "<nil>"},
		{`SP (` + strings.Repeat(`"x" / `, maxSequences-1) + `"x")`, "<nil>"},
		{strings.Repeat("SP number ", maxElements+1), `test:1:1: more than 100 elements`},
		{strings.Repeat("[SP number] ", 9), `test:1:1: more than 256 alternatives of elements`},
		{`SP (` + strings.Repeat(`"x" / `, maxSequences) + `"x")`, `test:1:5: more than 256 alternatives of elements`},
	} {
		x, err := abnf.ParseExpr("test", test.arguments)
		if err != nil {
			t.Fatal(err)
		}
		shape, err := Analyze(realGrammar(t), x)
		if diff := cmp.Diff(test.want, fmt.Sprint(err)); diff != "" {
			t.Errorf("%.80s: %v, error mismatch (-want +got):\n%s", test.arguments, shape, diff)
		}
	}
}

// TestShape checks what the rows of TestAnalyze do not show.
func TestShape(t *testing.T) {
	for _, test := range []struct {
		reason, arguments, rules, constants string
		required                            bool
	}{
		{"parentheses that are always there", `SP "(" [flag-perm *(SP flag-perm)] ")"`, "", "", true},
		{"likewise, with one alternative", `SP "(" number ")"`, "", "", true},
		{"parentheses that may be missing", `[SP "(" charset *(SP charset) ")"]`, "", "", false},
		{"a keyword that is always there", `SP "OTHER" SP number`, "", "0:OTHER", false},
		{"one that is always NIL", `SP number SP nil`, "", "1:NIL", false},
		{"rules of several elements, each once", `SP ann-size / SP self / SP ann-size SP self`, "ann-size self", "", false},
	} {
		shape := analyze(t, test.arguments)
		var constants []string
		for place, constant := range shape.Constants {
			constants = append(constants, fmt.Sprint(place, ":", constant))
		}
		if got := strings.Join(shape.Rules, " "); got != test.rules {
			t.Errorf("%s: rules %q, want %q", test.reason, got, test.rules)
		}
		if got := strings.Join(constants, " "); got != test.constants {
			t.Errorf("%s: constants %q, want %q", test.reason, got, test.constants)
		}
		if shape.Required != test.required {
			t.Errorf("%s: required %v, want %v", test.reason, shape.Required, test.required)
		}
	}
	isNil := func(f Field) bool { return f.Nil }
	shape := analyze(t, `[SP "(" inprogress-tag SP inprogress-state ")"]`)
	if i := slices.IndexFunc(shape.Fields, isNil); i != 0 {
		t.Errorf("the first field that is written as NIL is %d, want 0: %+v", i, shape.Fields)
	}
	if shape = analyze(t, `SP number [SP number]`); slices.ContainsFunc(shape.Fields, isNil) {
		t.Errorf("a field is written as NIL: %+v", shape.Fields)
	}
}

func TestRename(t *testing.T) {
	for _, test := range []struct {
		reason string
		names  []string
		want   string
		err    string
	}{
		{"a name for each", []string{"Validity", "UIDs"}, "ns Validity:Number@0 UIDs:Set@1", "<nil>"},
		{"no names", nil, "ns Number:Number@0 UidSet:Set@1", "<nil>"},
		{"too few", []string{"Validity"}, "ns Number:Number@0 UidSet:Set@1",
			`fields ["Validity"] do not fit the arguments, which need a name for each of ["Number" "UidSet"]`},
		{"too many", []string{"A", "B", "C"}, "ns Number:Number@0 UidSet:Set@1",
			`fields ["A" "B" "C"] do not fit the arguments, which need a name for each of ["Number" "UidSet"]`},
	} {
		shape := analyze(t, "SP number SP uid-set")
		err := shape.Rename(test.names)
		if diff := cmp.Diff(test.want+"\n"+test.err, fmt.Sprint(shape, "\n", err)); diff != "" {
			t.Errorf("%s: mismatch (-want +got):\n%s", test.reason, diff)
		}
	}
}

// TestBeside checks which field may be present in place of another.
func TestBeside(t *testing.T) {
	shape := analyze(t, `SP (number / "NONE") SP uid-set`)
	var got []Kind
	for _, f := range shape.Fields {
		got = append(got, shape.Beside(f))
	}
	if diff := cmp.Diff([]Kind{Number, Word, 0}, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

func TestLayout(t *testing.T) {
	for _, test := range []struct {
		layout     Layout
		count      int
		hasNumbers bool
	}{
		{"", 0, false}, {"()", 0, false}, {"(n)", 1, true}, {"wN", 2, true}, {"qs", 2, true}, {"(qw)lx", 4, false},
	} {
		if got := test.layout.Count(); got != test.count {
			t.Errorf("%s: %d elements, want %d", test.layout, got, test.count)
		}
		if got := test.layout.HasNumbers(); got != test.hasNumbers {
			t.Errorf("%s: numbers %v, want %v", test.layout, got, test.hasNumbers)
		}
	}
}

// TestKind checks the names of the first and last kind, and of the one that no field has.
func TestKind(t *testing.T) {
	if got := fmt.Sprint(Word, Flag, Nil); got != "Word Flag Nil" {
		t.Errorf("got %s", got)
	}
}
