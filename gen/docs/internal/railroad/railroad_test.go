package railroad

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/automaton"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

func parse(t testing.TB, text string) *abnf.Expr {
	t.Helper()
	x, err := abnf.ParseExpr("test.abnf", text)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// String returns d on one line. Terminals are in parentheses, rules in brackets and labels in
// braces. What has kids is shown with its size, width by depth.
func (d *Diagram) String() string {
	switch d.kind {
	case skip:
		return "-"
	case terminal:
		return "(" + d.text + ")"
	case rule:
		return "[" + d.text + "]"
	case label:
		return "{" + d.text + "}"
	}
	var kids []string
	for _, kid := range d.kids {
		kids = append(kids, kid.String())
	}
	return fmt.Sprintf("%s %dx%d <%s>", d.kind, d.width, d.down, strings.Join(kids, " "))
}

func TestLayout(t *testing.T) {
	for _, test := range []struct {
		reason string
		abnf   string
		want   string
	}{
		{"a string", `"a b"`, `("a b")`},
		{"a case-sensitive string", `%s"Ab"`, `(%s"Ab")`},
		{"the empty string", `""`, `-`},
		{"a number", `%x0D`, `(%x0D)`},
		{"a range", `%x41-5A`, `(%x41-5A)`},
		{"prose", `<any octet>`, `(<any octet>)`},
		{"a rule", `tag`, `[tag]`},
		{"a space", `sp`, `(␣)`},

		{"a concatenation", `a SP b`, `row 98x11 <[a] (␣) [b]>`},
		{"an empty string in a concatenation", `a "" b`, `row 62x11 <[a] [b]>`},
		{"only empty strings", `"" ""`, `-`},
		{
			"a concatenation as deep as its deepest element", `a (b / c)`,
			`row 94x41 <[a] choice 58x41 <[b] [c]>>`,
		},

		{"a choice", `a / tag`, `choice 74x41 <[a] [tag]>`},
		{"a choice of many", `"1" / "2" / "3" / "4"`, `choice 74x101 <("1") ("2") ("3") ("4")>`},
		{"a choice with an empty string", `a / ""`, `choice 58x19 <[a] ->`},

		{"an option", `[a]`, `choice 58x30 <- [a]>`},
		{"an option of a choice", `[a / b]`, `choice 58x60 <- [a] [b]>`},
		{"an option of an option", `[[a]]`, `choice 58x46 <- - [a]>`},

		{"one or more", `1*a`, `loop 42x23 <[a] ->`},
		{"any number", `*a`, `choice 74x42 <- loop 42x23 <[a] ->>`},
		{"any number of a choice", `*(a / b)`, `choice 106x72 <- loop 74x53 <choice 58x41 <[a] [b]> ->>`},
		{"an exact number of times", `4a`, `loop 98x41 <[a] {4 times}>`},
		{"a minimum", `2*a`, `loop 162x41 <[a] {2 or more times}>`},
		{"a maximum", `*3a`, `choice 178x60 <- loop 146x41 <[a] {up to 3 times}>>`},
		{"a minimum and a maximum", `1*4a`, `loop 138x41 <[a] {1 to 4 times}>`},
		{"once", `1a`, `[a]`},
		{"never", `0a`, `-`},

		{"a list", `a *("," a)`, `loop 66x41 <[a] (",")>`},
		{
			"a list between other elements", `"(" a *(SP a) ")"`,
			`row 154x41 <("(") loop 50x41 <[a] (␣)> (")")>`,
		},
		{"a list that begins with its separator", `SP a *(SP a)`, `loop 78x23 <row 62x11 <(␣) [a]> ->`},
		{"a list without a separator", `a *a`, `loop 42x23 <[a] ->`},
		{
			"a list with a list after its separator", `a *(SP a) *("," a *(SP a))`,
			`row 210x72 <loop 50x41 <[a] (␣)> ` +
				`choice 150x72 <- loop 118x53 <row 102x41 <(",") loop 50x41 <[a] (␣)>> ->>>`,
		},
		{
			"a list of lists", `(a *(SP a)) *("," (a *(SP a)))`,
			`loop 66x71 <loop 50x41 <[a] (␣)> (",")>`,
		},
		{
			"not a list: the elements differ", `a *("," b)`,
			`row 162x42 <[a] choice 126x42 <- loop 94x23 <row 78x11 <(",") [b]> ->>>`,
		},
		{
			"not a list: a maximum", `a *3("," a)`,
			`row 214x60 <[a] ` +
				`choice 178x60 <- loop 146x41 <row 78x11 <(",") [a]> {up to 3 times}>>>`,
		},
		{
			"not a list: one or more", `a 1*("," a)`,
			`row 130x23 <[a] loop 94x23 <row 78x11 <(",") [a]> ->>`,
		},
		{
			"not a list: a separator of two elements would be read backward", `a *("," SP a)`,
			`row 198x42 <[a] choice 162x42 <- loop 130x23 <row 114x11 <(",") (␣) [a]> ->>>`,
		},
		{
			"not a list: the separator is a choice", `a *(["," / ";"] a)`,
			`row 194x91 <[a] ` +
				`choice 158x91 <- loop 126x72 <row 110x60 <choice 74x60 <- (",") (";")> [a]> ->>>`,
		},

		{
			"too wide for one line", `alpha-beta-gamma-delta SP alpha-beta-gamma-delta`,
			`stack 270x57 <row 230x11 <[alpha-beta-gamma-delta] (␣)> [alpha-beta-gamma-delta]>`,
		},
		{
			"too wide within a choice", `a / alpha-beta-gamma-delta SP alpha-beta-gamma-delta`,
			`choice 266x133 <[a] stack 234x103 <[alpha-beta-gamma-delta] (␣) [alpha-beta-gamma-delta]>>`,
		},
		{
			"too wide, but not breakable", `"` + strings.Repeat("x", 50) + `"`,
			`("` + strings.Repeat("x", 50) + `")`,
		},
	} {
		t.Run(test.reason, func(t *testing.T) {
			if diff := cmp.Diff(test.want, Layout(parse(t, test.abnf), 300).String()); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestTracksMatchTheGrammar reads each diagram of the checked-in grammar back into an expression,
// and compares the minimal automata of the two. For these, the name of a rule is a string.
func TestTracksMatchTheGrammar(t *testing.T) {
	for name, x := range checkedIn(t) {
		drawn := read(t, Layout(x, 440))
		if !matchSame(t, opaque(x), opaque(drawn)) {
			t.Errorf("%s = %s is drawn as %s", name, x, drawn)
		}
	}
}

// TestWidth checks that no diagram of the checked-in grammar is wider than requested.
func TestWidth(t *testing.T) {
	for name, x := range checkedIn(t) {
		if d := Layout(x, 440); d.width > 440 {
			t.Errorf("%s is %d wide: %s", name, d.width, d)
		}
	}
}

// checkedIn returns the arguments of all codes by code, and all rules that they need by name.
func checkedIn(t testing.TB) map[string]*abnf.Expr {
	t.Helper()
	tree, err := tree.Load(os.DirFS("../../../.."))
	if err != nil {
		t.Fatal(err)
	}
	exprs := map[string]*abnf.Expr{}
	var roots []*abnf.Expr
	for _, r := range tree.Records {
		if r.Arguments != "" {
			exprs[r.Code] = parse(t, r.Arguments)
			roots = append(roots, exprs[r.Code])
		}
	}
	definitions, err := abnf.Merge(tree.Grammars, tree.Amendments).Close(roots...)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range definitions {
		exprs[d.Name] = d.Expr
	}
	return exprs
}

// read returns the expression that can be read along the tracks of d.
func read(t testing.TB, d *Diagram) *abnf.Expr {
	var kids []*abnf.Expr
	for _, kid := range d.kids {
		if kid.kind != label {
			kids = append(kids, read(t, kid))
		}
	}
	switch d.kind {
	case skip:
		return &abnf.Expr{Op: abnf.OpString}
	case terminal:
		return parse(t, strings.ReplaceAll(d.text, "␣", "SP"))
	case rule:
		return parse(t, d.text)
	case choice:
		return &abnf.Expr{Op: abnf.OpAlternate, Args: kids}
	case loop:
		if back := d.kids[1]; back.kind == label {
			return repeated(t, back.text, kids[0])
		}
		again := &abnf.Expr{Op: abnf.OpConcat, Args: []*abnf.Expr{kids[1], kids[0]}}
		kids[1] = &abnf.Expr{Op: abnf.OpRepeat, Args: []*abnf.Expr{again}, Max: abnf.Unlimited}
	}
	return abnf.Concat(kids...)
}

// repeated returns x repeated as a label says: "up to 3 times".
func repeated(t testing.TB, words string, x *abnf.Expr) *abnf.Expr {
	t.Helper()
	n := &abnf.Expr{Op: abnf.OpRepeat, Args: []*abnf.Expr{x}}
	scan := func(format string, into ...any) bool {
		count, err := fmt.Sscanf(words, format, into...)
		return err == nil && count == len(into)
	}
	switch {
	case scan("up to %d times", &n.Max):
	case scan("%d to %d times", &n.Min, &n.Max):
	case scan("%d or more times", &n.Min):
		n.Max = abnf.Unlimited
	case scan("%d times", &n.Min):
		n.Max = n.Min
	default:
		t.Fatalf("label %q does not say how many times", words)
	}
	return n
}

// opaque returns x with a string in place of each rule and each prose-val.
func opaque(x *abnf.Expr) *abnf.Expr {
	y := *x
	if x.Op == abnf.OpName || x.Op == abnf.OpProse {
		y = abnf.Expr{Op: abnf.OpString, Text: "<" + x.String() + ">", Exact: true}
	}
	y.Args = nil
	for _, arg := range x.Args {
		y.Args = append(y.Args, opaque(arg))
	}
	return &y
}

// matchSame reports whether x and y match the same.
func matchSame(t testing.TB, x, y *abnf.Expr) bool {
	t.Helper()
	starts := []automaton.Start{{Name: "x", Expr: x}, {Name: "y", Expr: y}}
	dfa, err := automaton.Compile(abnf.Merge(nil, nil), starts, automaton.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return dfa.Same("x", "y")
}

func noLinks(string) string { return "" }

func TestSVG(t *testing.T) {
	link := func(rule string) string { return "#rule-" + rule }
	got := Layout(parse(t, `SP tag`), 300).SVG("Arguments of X", "SP tag", link)
	want := `<svg class="railroad" role="group" width="102" height="24" viewBox="0 0 102 24">` +
		`<title>Arguments of X</title><desc>SP tag</desc>` +
		`<path d="M1 12H101M1 6V18M5 6V18M97 6V18M101 6V18"/>` +
		`<rect x="12" y="1" width="26" rx="11"/><text x="25" y="16">␣</text>` +
		`<a href="#rule-tag"><rect x="48" y="1" width="42"/><text x="69" y="16">tag</text></a></svg>`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

// TestTracksAreConnected checks that each track in the diagrams of the checked-in grammar ends on
// another track, and that each box is on a track.
func TestTracksAreConnected(t *testing.T) {
	for name, x := range checkedIn(t) {
		d := Layout(x, 440)
		if strings.Contains(d.String(), "{") {
			continue // tracks end at labels
		}
		svg := d.SVG(name, "", noLinks)
		tracks := trackLines(t, svg)
		for i, track := range tracks {
			if isBar(track) {
				continue
			}
			for _, end := range []point{track[0], track[len(track)-1]} {
				others := slices.Concat(tracks[:i], tracks[i+1:])
				if !touches(others, end) && !touches([][]point{track[1 : len(track)-1]}, end) {
					t.Errorf("%s: track %v has a loose end at %v", name, track, end)
				}
			}
		}
		for _, m := range rectPattern.FindAllStringSubmatch(svg, -1) {
			x, y, width := number(m[1]), number(m[2])+half, number(m[3])
			if !touches(tracks, point{x, y}) || !touches(tracks, point{x + width, y}) {
				t.Errorf("%s: the box at %d, %d is not on a track", name, x, y)
			}
		}
	}
}

type point struct{ x, y int }

var (
	pathPattern    = regexp.MustCompile(` d="([^"]*)"`)
	commandPattern = regexp.MustCompile(`([MHVql])([-0-9 ]*)`)
	rectPattern    = regexp.MustCompile(`<rect x="(\d+)" y="(\d+)" width="(\d+)"`)
)

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic(err)
	}
	return n
}

// trackLines returns the tracks and the bars of a diagram, each as the points that it goes through.
func trackLines(t testing.TB, svg string) [][]point {
	t.Helper()
	var tracks [][]point
	var at point
	path := pathPattern.FindStringSubmatch(svg)[1]
	for _, m := range commandPattern.FindAllStringSubmatch(path, -1) {
		var n []int
		for _, field := range strings.Fields(m[2]) {
			n = append(n, number(field))
		}
		switch m[1] {
		case "M":
			at = point{n[0], n[1]}
			tracks = append(tracks, nil)
		case "H":
			at.x = n[0]
		case "V":
			at.y = n[0]
		case "q":
			at = point{at.x + n[2], at.y + n[3]}
		case "l": // an arrow
			tracks = tracks[:len(tracks)-1]
			continue
		}
		tracks[len(tracks)-1] = append(tracks[len(tracks)-1], at)
	}
	return tracks
}

func isBar(track []point) bool { return len(track) == 2 && track[0].x == track[1].x }

// touches reports whether p is on a straight part of one of tracks, or at the end of a curve.
func touches(tracks [][]point, p point) bool {
	for _, track := range tracks {
		for i := range track {
			a, b := track[max(i-1, 0)], track[i]
			if p == b || (a.x == b.x || a.y == b.y) && between(a.x, p.x, b.x) && between(a.y, p.y, b.y) {
				return true
			}
		}
	}
	return false
}

func between(a, p, b int) bool { return min(a, b) <= p && p <= max(a, b) }

// TestSVGWithoutLinksIsAnImage checks the role. Screen readers skip what is in an image, which
// would hide links.
func TestSVGWithoutLinksIsAnImage(t *testing.T) {
	got := Layout(parse(t, `SP tag`), 300).SVG("", "", noLinks)
	if !strings.Contains(got, ` role="img" `) || strings.Contains(got, "<a") {
		t.Errorf("want the role img and no links in %s", got)
	}
}

// TestSVGIsWellFormed reads each diagram of the checked-in grammar as XML.
func TestSVGIsWellFormed(t *testing.T) {
	for name, x := range checkedIn(t) {
		if _, err := texts(Layout(x, 440).SVG(name, x.String(), noLinks)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestSVGEscapes checks that all text of an expression stays text in the SVG.
func TestSVGEscapes(t *testing.T) {
	hostile := `</text></svg><script>alert("1")</script><a href='javascript:x'>&amp;]]>`
	x := &abnf.Expr{Op: abnf.OpConcat, Args: []*abnf.Expr{
		{Op: abnf.OpString, Text: hostile},
		{Op: abnf.OpProse, Text: hostile},
		{Op: abnf.OpName, Text: hostile},
	}}
	svg := Layout(x, 440).SVG(hostile, hostile, func(rule string) string { return "#" + rule })
	got, err := texts(svg)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"title: " + hostile, "desc: " + hostile, `text: "` + hostile + `"`, "text: <" + hostile + ">",
		"href: #" + hostile, "text: " + hostile,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
	if strings.Contains(svg, "<script") || strings.Contains(svg, "<a href='") {
		t.Errorf("the SVG holds the markup of the text: %s", svg)
	}
}

// TestSVGReplacesControlCharacters checks that characters that XML does not allow are replaced.
func TestSVGReplacesControlCharacters(t *testing.T) {
	x := &abnf.Expr{Op: abnf.OpProse, Text: "a\x00\x1b[31m\xff"}
	got, err := texts(Layout(x, 440).SVG("", "", noLinks))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"text: <a\uFFFD\uFFFD[31m\uFFFD>"}, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

// texts returns all text in svg and all links, each after the name of its element or attribute.
func texts(svg string) ([]string, error) {
	var found []string
	element := ""
	for tokens := xml.NewDecoder(strings.NewReader(svg)); ; {
		token, err := tokens.Token()
		switch token := token.(type) {
		case xml.StartElement:
			element = token.Name.Local
			for _, attribute := range token.Attr {
				if attribute.Name.Local == "href" {
					found = append(found, "href: "+attribute.Value)
				}
			}
		case xml.CharData:
			found = append(found, element+": "+string(token))
		}
		if errors.Is(err, io.EOF) {
			return found, nil
		} else if err != nil {
			return nil, err
		}
	}
}
