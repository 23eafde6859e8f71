package browser

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// codes returns the codes of the registry.
func codes(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("../../registry.csv")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, row := range rows[1:] {
		list = append(list, row[0])
	}
	return list
}

// TestPage looks at the page in each view, with one browser for all.
func TestPage(t *testing.T) {
	browser, address, all := startBrowser(t), pageURL(t), codes(t)
	for _, v := range views {
		t.Run(v.name, func(t *testing.T) {
			page := openTab(t, browser, address, v)
			if got := page.shown(); !slices.Equal(got, all) {
				t.Errorf("shows %q, want %q", got, all)
			}
			if width := eval[int64](page, `document.documentElement.scrollWidth`); width > v.width {
				t.Errorf("is %d pixels wide, the window %d", width, v.width)
			}
			if got, want := eval[bool](page, `document.getElementById('search').checkVisibility()`), !v.noScript && !v.print; got != want {
				t.Errorf("shows the search: %t, want %t", got, want)
			}
			if got := eval[string](page, `getComputedStyle(document.body).backgroundColor`); v.dark == (got == "rgb(255, 255, 255)") {
				t.Errorf("has the background %s", got)
			}
		})
	}
	if t.Failed() {
		return // what follows would wait for what is not there
	}
	t.Run("search", func(t *testing.T) { testSearch(openTab(t, browser, address, views[0]), len(all)) })
	t.Run("filters", func(t *testing.T) { testFilters(openTab(t, browser, address, views[0]), len(all)) })
	t.Run("keys", func(t *testing.T) { testKeys(openTab(t, browser, address, views[0]), len(all)) })
	t.Run("link", func(t *testing.T) { testLink(openTab(t, browser, address+"#OVERQUOTA", views[0])) })
	t.Run("diagram", func(t *testing.T) { testDiagram(openTab(t, browser, address, views[0])) })
}

// TestAccessible has axe-core look for what people stumble over who cannot see the page, or not
// well.
func TestAccessible(t *testing.T) {
	source := axe(t)
	browser, address := startBrowser(t), pageURL(t)
	for _, v := range views[:4] {
		t.Run(v.name, func(t *testing.T) {
			page := openTab(t, browser, address+"#METADATA", v)
			if found := page.violations(source); found != "" {
				t.Error(found)
			}
		})
	}
	t.Run("nothing found", func(t *testing.T) {
		page := openTab(t, browser, address, views[0])
		page.set("words", "no such code")
		if found := page.violations(source); found != "" {
			t.Error(found)
		}
	})
}

func testSearch(p *tab, all int) {
	for _, test := range []struct {
		reason string
		words  string
		want   []string
	}{
		{"a code", "OVERQUOTA", []string{"OVERQUOTA"}},
		{"a part of it, in any case", "overq", []string{"OVERQUOTA"}},
		{"a word of what it means", "compresses", []string{"COMPRESSIONACTIVE"}},
		{"an RFC", "RFC4978", []string{"COMPRESSIONACTIVE"}},
		{"an RFC that has the grammar alone", "RFC7162", []string{"HIGHESTMODSEQ", "MODIFIED"}},
		{"an RFC as people write it", "rfc 4467", []string{"URLMECH"}},
		{"an RFC's title", "catenate", []string{"TOOBIG", "BADURL"}},
		{"a rule of the arguments", "uid-set", []string{"COPYUID", "DOWNGRADED"}},
		{"the name of an argument", "DestUIDs", []string{"COPYUID"}},
		{"several words, in any order", "mailbox missing create", []string{"TRYCREATE"}},
		{"RFCs that no code has both of", "RFC4978 RFC7162", nil},
		{"not a pattern", "(.*", nil},
		{"nothing", "no such code", nil},
	} {
		p.search(test.words)
		p.expectShown(fmt.Sprintf("%s, a search for %q", test.reason, test.words), test.want)
		links := eval[[]string](p, `[...document.querySelectorAll('nav li')].filter((li) => li.checkVisibility()).map((li) => li.textContent)`)
		if shown := p.shown(); !slices.Equal(links, shown) {
			p.t.Errorf("%s: a search for %q lists %q, and shows %q", test.reason, test.words, links, shown)
		}
	}
	p.expect("No code matches", `document.getElementById('count').textContent`)
	p.expect("true", `document.getElementById('nothing').checkVisibility()`)
	p.do(chromedp.Click(chromedp.CSS("#all")))
	p.expect(fmt.Sprintf("%d codes", all), `document.getElementById('count').textContent`)
	p.expect("false", `document.getElementById('nothing').checkVisibility()`)
	p.expect("words", `document.activeElement.id`)
}

func testFilters(p *tab, all int) {
	p.set("status", "obsolete")
	p.expectShown("obsolete codes", []string{"NEWNAME"})
	p.set("arguments", "no")
	if got := p.shown(); slices.Contains(got, "NEWNAME") {
		p.t.Errorf("obsolete codes without arguments: %q", got)
	}
	p.set("status", "")
	without := len(p.shown())
	p.expect(fmt.Sprintf("%d of %d codes", without, all), `document.getElementById('count').textContent`)
	p.set("arguments", "yes")
	with := p.shown()
	if without == 0 || len(with) == 0 || len(with)+without != all {
		p.t.Errorf("%d codes with arguments, %d without, of %d", len(with), without, all)
	}
	p.search("RFC4315")
	p.expectShown("codes of RFC4315 with arguments", []string{"APPENDUID", "COPYUID"})
}

func testKeys(p *tab, all int) {
	p.do(chromedp.KeyEvent(kb.Tab))
	p.expect("#codes", `document.activeElement.getAttribute('href')`)
	p.expect("true", `document.activeElement.getBoundingClientRect().left >= 0`)
	p.press("/")
	p.expect("words", `document.activeElement.id`)
	p.do(chromedp.KeyEvent("sequence-set"))
	p.expect("sequence-set", `document.getElementById('words').value`)
	p.expectShown("typing", []string{"MODIFIED"})
	p.expect("true", `getComputedStyle(document.activeElement).outlineStyle !== 'none'`)
	p.do(chromedp.KeyEvent(kb.Enter))
	p.expect("#MODIFIED", `location.hash`)
	p.do(chromedp.KeyEvent(kb.Escape))
	p.expect("", `document.getElementById('words').value`)
	if got := len(p.shown()); got != all {
		p.t.Errorf("Esc shows %d codes, want %d", got, all)
	}
}

func testLink(p *tab) {
	const inView = `(() => { const box = document.querySelector('article:target').getBoundingClientRect(); return box.top >= 0 && box.top < innerHeight; })()`
	p.expect("OVERQUOTA", `document.querySelector(':target').id`)
	p.expect("true", inView)
	p.expect("true", `getComputedStyle(document.querySelector(':target')).backgroundImage !== getComputedStyle(document.querySelector('article')).backgroundImage`)
	p.search("overquota")
	eval[string](p, `location.hash = '#CAPABILITY'`)
	p.do(chromedp.WaitVisible(chromedp.CSS("#CAPABILITY")))
	p.expect("", `document.getElementById('words').value`)
	p.expect("true", inView)
	p.do(chromedp.Click(chromedp.CSS(`nav a[href="#ALERT"]`)))
	p.expect("ALERT", `document.querySelector(':target').id`)
}

func testDiagram(p *tab) {
	p.do(chromedp.Click(chromedp.CSS(`#COPYUID svg a[href="#rule-uid-set"]`)))
	p.expect("#rule-uid-set", `location.hash`)
	p.expect("true", `document.querySelector(':target svg') !== null`)
	outside := eval[[]string](p, `[...document.querySelectorAll('svg text')].filter((text) => {
		const t = text.getBoundingClientRect();
		const box = text.previousElementSibling;
		return box && box.matches('rect') && (t.left < box.getBoundingClientRect().left || t.right > box.getBoundingClientRect().right);
	}).map((text) => text.textContent)`)
	if len(outside) > 0 {
		p.t.Errorf("text does not fit its box: %q", outside)
	}
}

// expectShown checks that the wanted codes are shown, and not all others: ALERT is never wanted.
// The registry grows, so that there may be more. Where none is wanted there must be none.
func (p *tab) expectShown(what string, want []string) {
	p.t.Helper()
	got := p.shown()
	missing := func(code string) bool { return !slices.Contains(got, code) }
	if slices.ContainsFunc(want, missing) || slices.Contains(got, "ALERT") || len(want) == 0 && len(got) > 0 {
		p.t.Errorf("%s: shows %q, want %q", what, got, want)
	}
}

// search replaces what is searched for by typing it.
func (p *tab) search(words string) {
	p.t.Helper()
	eval[any](p, `document.getElementById('words').select()`)
	p.do(chromedp.KeyEvent(kb.Delete), chromedp.SendKeys(chromedp.CSS("#words"), words))
}

// set sets what is searched for, or a filter.
func (p *tab) set(id, value string) {
	p.t.Helper()
	eval[bool](p, fmt.Sprintf(`{
		const field = document.getElementById(%q);
		field.value = %q;
		field.dispatchEvent(new Event('input', { bubbles: true }));
	}`, id, value))
}

// press presses a key that types text, which a page may prevent.
func (p *tab) press(key string) {
	p.t.Helper()
	for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeKeyDown, input.DispatchKeyEventTypeKeyUp} {
		call(p, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: kind, Key: key, Text: key})
	}
}

// expect checks what an expression in JavaScript gives, as text.
func (p *tab) expect(want, expression string) {
	p.t.Helper()
	if got := eval[string](p, "String("+expression+")"); got != want {
		p.t.Errorf("%s is %q, want %q", strings.TrimSpace(expression), got, want)
	}
}
