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
	if size := len(mustRender(t, HTML, checkedIn(t))); size >= 200<<10 {
		t.Errorf("codes.html has %d bytes, want less than %d", size, 200<<10)
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
