package docs

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// withExtra returns the page of the fixture and of two codes that nobody registered. One has the name of an anchor of the
// page, and the arguments of the other are not known.
func withExtra(t testing.TB) Page {
	t.Helper()
	in := fixture(t)
	in.Records = append(in.Records,
		registry.Record{Code: "rules", Name: "Rules", Status: registry.Unregistered, Arguments: "SP number", Grammar: "private"},
		registry.Record{Code: "X-ODD", Name: "XOdd", Status: registry.Unregistered})
	return mustPage(t, in)
}

// TestExtra checks that a page does not say of extra codes that they are in the registry.
func TestExtra(t *testing.T) {
	p := withExtra(t)
	want := []Count{{"registered", 2}, {"discouraged", 1}, {"removed", 1}, {"unregistered", 2}}
	if diff := cmp.Diff(want, p.Statuses); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
	const included = "</time>, extra codes included."
	if page := string(mustRender(t, HTML, p)); !strings.Contains(page, included) || !strings.Contains(page, `<option value="unregistered">`) {
		t.Errorf("want %q and an option in\n%s", included, page)
	}
	some, err := p.Select(Selection{Codes: []string{"X-ODD", "PLAIN"}, Order: ByName})
	if err != nil {
		t.Fatal(err)
	}
	if text := string(mustRender(t, Markdown, some)); !strings.Contains(text, "2 of 6 response codes of the [IANA registry](https://iana.example/codes/) as of 2031-03-04, extra codes included.\n") {
		t.Errorf("the Markdown does not tell them apart:\n%s", text)
	}
	if some, err = p.Select(Selection{Codes: []string{"PLAIN"}, Order: ByName}); err != nil {
		t.Fatal(err)
	}
	if text := string(mustRender(t, Markdown, some)); strings.Contains(text, "included") {
		t.Errorf("there are none in\n%s", text)
	}
}

// TestUnknownArguments checks that arguments that are not known are not said to be none.
func TestUnknownArguments(t *testing.T) {
	some, err := withExtra(t).Select(Selection{Codes: []string{"X-ODD"}, Order: ByName})
	if err != nil {
		t.Fatal(err)
	}
	page := string(mustRender(t, HTML, some))
	if !strings.Contains(page, `<dt>Arguments</dt><dd><small>not known</small></dd>`) || !strings.Contains(page, `data-arguments=""`) {
		t.Errorf("the page says of X-ODD\n%s", page)
	}
	const row = "| `X-ODD` | | | | not known | unregistered | |\n"
	if text := string(mustRender(t, Markdown, some)); !strings.Contains(text, row) {
		t.Errorf("want %q in\n%s", row, text)
	}
}
