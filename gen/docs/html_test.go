package docs

import (
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

// elements returns the elements of a page that have a name, or all elements if that is "*".
func elements(t testing.TB, page []byte, name string) []*html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(string(page)))
	if err != nil {
		t.Fatal(err)
	}
	var list []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && (n.Data == name || name == "*") {
			list = append(list, n)
		}
	}
	return list
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// TestPageIsSmall checks that the page loads over a slow connection.
func TestPageIsSmall(t *testing.T) {
	if size := len(mustRender(t, HTML, checkedIn(t))); size >= 320<<10 {
		t.Errorf("codes.html has %d bytes, want less than %d", size, 320<<10)
	}
}

// TestPolicy checks that the content security policy allows the style sheet and the script in the
// page, and nothing else.
func TestPolicy(t *testing.T) {
	page := mustRender(t, HTML, mustPage(t, fixture(t)))
	sum := func(name string) string {
		list := elements(t, page, name)
		if len(list) != 1 {
			t.Fatalf("the page has %d %s elements, want 1", len(list), name)
		}
		hash := sha256.Sum256([]byte(textOf(list[0])))
		return "'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) + "'"
	}
	want := "default-src 'none'; base-uri 'none'; form-action 'none'; style-src " + sum("style") +
		"; script-src " + sum("script")
	got := ""
	for _, meta := range elements(t, page, "meta") {
		if attribute(meta, "http-equiv") == "Content-Security-Policy" {
			got = attribute(meta, "content")
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

// TestPageLinks checks that each link within the page leads to an element, that each other link is
// an https address, and that ids are unique.
func TestPageLinks(t *testing.T) {
	checkLinks(t, mustRender(t, HTML, checkedIn(t)))
	checkLinks(t, mustRender(t, HTML, withExtra(t)))
}

func checkLinks(t *testing.T, page []byte) {
	t.Helper()
	ids := map[string]bool{}
	for _, n := range elements(t, page, "*") {
		id := attribute(n, "id")
		if id != "" && ids[id] {
			t.Errorf("duplicate id %q", id)
		}
		ids[id] = true
	}
	for _, a := range elements(t, page, "a") {
		href, err := url.PathUnescape(attribute(a, "href"))
		if err != nil {
			t.Error(err)
		}
		anchor, within := strings.CutPrefix(href, "#")
		if within && !ids[anchor] || !within && !strings.HasPrefix(href, "https://") {
			t.Errorf("the link %q leads nowhere", href)
		}
	}
}

// TestPageOfSomeCodes checks that a page has the rules that its codes need, and no others.
func TestPageOfSomeCodes(t *testing.T) {
	for _, test := range []struct {
		code string
		want []string
	}{
		{"NOUPDATE", []string{
			"DQUOTE", "quoted", "QUOTED-CHAR", "quoted-specials", "SP",
			"UTF8-2", "UTF8-3", "UTF8-4", "UTF8-tail",
		}},
		{"MODIFIED", []string{
			"DIGIT", "digit-nz", "nz-number", "seq-number", "seq-range", "sequence-set", "SP",
		}},
		{"ALERT", nil},
	} {
		p := mustSelect(t, checkedIn(t), test.code)
		var got []string
		for _, r := range p.Rules {
			got = append(got, r.Name)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: mismatch (-want +got):\n%s", test.code, diff)
		}
		page := mustRender(t, HTML, p)
		isRules := func(n *html.Node) bool { return attribute(n, "id") == "rules" }
		if got := slices.ContainsFunc(elements(t, page, "h2"), isRules); got != (len(test.want) > 0) {
			t.Errorf("%s: the page has a section with rules: %t", test.code, got)
		}
	}
}

// TestRailroadInTemplates checks that any template can draw a diagram, and that html/template does
// not escape it.
func TestRailroadInTemplates(t *testing.T) {
	p := mustPage(t, fixture(t))
	for _, name := range []string{"t.html", "t.txt"} {
		got, err := Execute(name, `{{railroad "Arguments & all" (index .Codes 1).Syntax}}`, p, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		title, boxes := elements(t, got, "title"), elements(t, got, "rect")
		if len(title) != 1 || textOf(title[0]) != "Arguments & all" || len(boxes) != 6 {
			t.Errorf("%s: got %s, want the title and 6 boxes", name, got)
		}
		if href := attribute(elements(t, got, "a")[0], "href"); href != "#rule-nz-number" {
			t.Errorf("%s: the first rule links to %q", name, href)
		}
	}
}

// TestAmendments checks where the page says which rules are amended, and why.
func TestAmendments(t *testing.T) {
	p := htmlPage{Page: checkedIn(t)}
	for _, test := range []struct {
		reason, code string
		rules        []string
		begins       []string // how the reasons of the code itself begin
	}{
		{"no arguments", "ALERT", nil, nil},
		{"a rule of the arguments", "APPENDUID", []string{"append-uid"}, nil},
		{"the arguments are in words", "DOWNGRADED", nil, []string{"No grammar; the prose has a set"}},
		{"an alternative of the code's own rule", "CAPABILITY", nil, []string{"A server of IMAP4rev1"}},
		{"the code itself", "REFERRAL", nil, []string{"A mailbox referral lists one or more"}},
		{"nothing that is its own", "COPYUID", nil, nil},
	} {
		i := slices.IndexFunc(p.Codes, func(c Code) bool { return c.Code == test.code })
		rules, err := p.AmendedRules(p.Codes[i])
		if diff := cmp.Diff(test.rules, rules); diff != "" || err != nil {
			t.Errorf("%s: rules of %s: error %v, mismatch (-want +got):\n%s", test.reason, test.code, err, diff)
		}
		reasons, err := p.CodeAmendments(p.Codes[i])
		if len(reasons) != len(test.begins) || err != nil {
			t.Errorf("%s: reasons of %s: %q, error %v, want %q", test.reason, test.code, reasons, err, test.begins)
			continue
		}
		for i, reason := range reasons {
			if !strings.HasPrefix(reason, test.begins[i]) {
				t.Errorf("%s: reason of %s: %q, want %q", test.reason, test.code, reason, test.begins[i])
			}
		}
	}
	if got := p.Amendments("SEQUENCE-SET"); got != nil {
		t.Errorf("an import note is the amendment %q", got)
	}
	const want = "RFC 9051 copied the first half of the rule and lost the second"
	if got := p.Amendments("append-uid"); len(got) != 1 || !strings.HasPrefix(got[0], want) {
		t.Errorf("append-uid is amended because of %q, want %q", got, want)
	}
}

func TestRevisions(t *testing.T) {
	for _, test := range []struct{ rev1, rev2, want string }{
		{"", "", ""},
		{"base", "base", "IMAP4rev1 and IMAP4rev2"},
		{"base", "deprecated", "IMAP4rev1; deprecated in IMAP4rev2"},
		{"extension", "base", "IMAP4rev2; an extension of IMAP4rev1"},
		{"extension", "extension", "an extension of IMAP4rev1 and IMAP4rev2"},
		{"none", "base", "IMAP4rev2"},
		{"none", "none", "neither IMAP4rev1 nor IMAP4rev2"},
	} {
		if got := (htmlPage{}).Revisions(Code{Rev1: test.rev1, Rev2: test.rev2}); got != test.want {
			t.Errorf("%s, %s: got %q, want %q", test.rev1, test.rev2, got, test.want)
		}
	}
}

// TestPageMarksReadings checks that the page marks the values that are our reading, and only these.
func TestPageMarksReadings(t *testing.T) {
	for _, n := range elements(t, mustRender(t, HTML, mustPage(t, fixture(t))), "dd") {
		isReading := textOf(n) == "The same command may succeed later.*"
		if strings.Contains(textOf(n), "*") && !isReading && !strings.Contains(textOf(n), "if untagged") {
			t.Errorf("%q is marked", textOf(n))
		}
		if strings.HasSuffix(textOf(n), "succeed later.") {
			t.Errorf("%q is not marked", textOf(n))
		}
	}
}
