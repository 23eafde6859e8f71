package docs

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// withExtra returns the page of the fixture and two extra codes. One has the name of an anchor of
// the page. The arguments of the other are not known.
func withExtra(t testing.TB) Page {
	t.Helper()
	in := fixture(t)
	in.Records = append(in.Records,
		registry.Record{
			Code: "rules", Name: "Rules", Status: registry.Unregistered,
			Arguments: "SP number", Grammar: "private",
		},
		registry.Record{Code: "X-ODD", Name: "XOdd", Status: registry.Unregistered})
	return mustPage(t, in)
}

// TestExtra checks that a page does not describe extra codes as registered.
func TestExtra(t *testing.T) {
	p := withExtra(t)
	want := []Count{{"registered", 2}, {"discouraged", 1}, {"removed", 1}, {"unregistered", 2}}
	if diff := cmp.Diff(want, p.Statuses); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
	page := string(mustRender(t, HTML, p))
	for _, want := range []string{"</time>, extra codes included.", `<option value="unregistered">`} {
		if !strings.Contains(page, want) {
			t.Errorf("want %q in\n%s", want, page)
		}
	}
	text := string(mustRender(t, Markdown, mustSelect(t, p, "X-ODD", "PLAIN")))
	const count = "2 of 6 response codes of the [IANA registry](https://iana.example/codes/)" +
		" as of 2031-03-04, extra codes included.\n"
	if !strings.Contains(text, count) {
		t.Errorf("want %q in\n%s", count, text)
	}
	text = string(mustRender(t, Markdown, mustSelect(t, p, "PLAIN")))
	if strings.Contains(text, "included") {
		t.Errorf("no extra codes are included in\n%s", text)
	}
}

// mustSelect returns p with only the given codes.
func mustSelect(t testing.TB, p Page, codes ...string) Page {
	t.Helper()
	p, err := p.Select(Selection{Codes: codes, Order: ByRegistry})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestUnknownArguments checks that unknown arguments are not described as none.
func TestUnknownArguments(t *testing.T) {
	some := mustSelect(t, withExtra(t), "X-ODD")
	page := string(mustRender(t, HTML, some))
	for _, want := range []string{
		`<dt>Arguments</dt><dd><small>not known</small></dd>`, `data-arguments=""`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("want %q in\n%s", want, page)
		}
	}
	const row = `| <a id="x-odd"></a>` + "`X-ODD`<br/>unregistered | `CodeXOdd`<br/>Arguments: not known | | |\n"
	if text := string(mustRender(t, Markdown, some)); !strings.Contains(text, row) {
		t.Errorf("want %q in\n%s", row, text)
	}
}
