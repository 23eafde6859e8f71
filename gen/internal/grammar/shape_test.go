package grammar

import (
	"fmt"
	"os"
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

func TestAnalyze(t *testing.T) {
	g := realGrammar(t)
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
		{`SP (nz-number / "*")`, `n Keyword:Word?@0 NzNumber:Number?@0`},
	}
	for _, test := range tests {
		t.Run(test.arguments, func(t *testing.T) {
			x, err := abnf.ParseExpr("test", test.arguments)
			if err != nil {
				t.Fatal(err)
			}
			shape, err := Analyze(g, x)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, shape.String()); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestAnalyzeSpaces checks that a space that is not the rule SP is an error: what it divides would
// be taken for one element.
func TestAnalyzeSpaces(t *testing.T) {
	for _, arguments := range []string{`SP "A B" SP number`, `" " number`, `SP ["A " number]`} {
		x, err := abnf.ParseExpr("test", arguments)
		if err != nil {
			t.Fatal(err)
		}
		if shape, err := Analyze(realGrammar(t), x); err == nil || !strings.Contains(err.Error(), "contains a space; write SP") {
			t.Errorf("%s: %v, error %v", arguments, shape, err)
		}
	}
}
