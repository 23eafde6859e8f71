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
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// codes returns the codes of the registry, in alphabetical order.
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
	slices.Sort(list)
	return list
}

// TestPage looks at the page in each view, with one browser for all.
func TestPage(t *testing.T) {
	browser, address, all := startBrowser(t), pageURL(t), codes(t)
	for _, v := range views {
		t.Run(v.name, func(t *testing.T) {
			inTab := openTab(t, browser, address, v)
			if got := inTab.shown(); !slices.Equal(got, all) {
				t.Errorf("shows %q, want %q", got, all)
			}
			if width := eval[int64](inTab, `document.documentElement.scrollWidth`); width > v.width {
				t.Errorf("is %d pixels wide, the window %d", width, v.width)
			}
			if got, want := eval[bool](inTab, `document.getElementById('search').checkVisibility()`), !v.noScript && !v.print; got != want {
				t.Errorf("shows the search: %t, want %t", got, want)
			}
			if got := eval[string](inTab, `getComputedStyle(document.body).backgroundColor`); v.dark == (got == "rgb(255, 255, 255)") {
				t.Errorf("has the background %s", got)
			}
			if got, want := eval[bool](inTab, `document.querySelector('.copy').checkVisibility()`), !v.noScript && !v.print; got != want {
				t.Errorf("shows the buttons to copy: %t, want %t", got, want)
			}
			// The browser lays out only those codes that are near the window.
			if got, want := eval[string](inTab, `getComputedStyle(document.querySelector('article')).contentVisibility`), "auto"; got != want && !v.print {
				t.Errorf("the codes have the content-visibility %s, want %s", got, want)
			}
			if v.forced && !eval[bool](inTab, `[...document.querySelectorAll('svg rect')].slice(0, 50).every((rect) =>
				getComputedStyle(rect).fill === getComputedStyle(document.body).backgroundColor)`) {
				t.Error("diagrams do not have the forced colors")
			}
		})
	}
	if t.Failed() {
		return // what follows would wait for what is not there
	}
	open := func(t *testing.T, suffix string, v view) *tab { return openTab(t, browser, address+suffix, v) }
	for _, width := range []int64{1440, 1024, 390} {
		t.Run(fmt.Sprintf("best hit at %d pixels", width), func(t *testing.T) {
			testBestHit(open(t, "", view{width: width}))
		})
	}
	desktop, phone, small := views[0], views[2], view{width: 320}
	t.Run("search", func(t *testing.T) { testSearch(open(t, "", desktop), len(all)) })
	t.Run("filters", func(t *testing.T) { testFilters(open(t, "", desktop), len(all)) })
	t.Run("address", func(t *testing.T) {
		testAddress(open(t, "?type=NO&tagged=tagged&command=LOGIN&q=password#expired", desktop))
	})
	t.Run("order", func(t *testing.T) { testOrder(open(t, "", desktop), all) })
	t.Run("place", func(t *testing.T) { testPlace(open(t, "", desktop)) })
	t.Run("keys", func(t *testing.T) { testKeys(open(t, "", desktop), len(all)) })
	t.Run("link", func(t *testing.T) { testLink(open(t, "#OVERQUOTA", desktop)) })
	t.Run("link on a phone", func(t *testing.T) { testLink(open(t, "#OVERQUOTA", phone)) })
	t.Run("link in lower case", func(t *testing.T) { testLink(open(t, "#overquota", phone)) })
	t.Run("copy", func(t *testing.T) { testCopy(open(t, "", desktop)) })
	t.Run("amendment", func(t *testing.T) { testAmendment(open(t, "", desktop)) })
	t.Run("diagram", func(t *testing.T) { testDiagram(open(t, "", desktop)) })
	t.Run("diagram on a small phone", func(t *testing.T) { testDiagram(open(t, "", small)) })
	slow := slowURL(t)
	t.Run("layout shift", func(t *testing.T) { testLayoutShift(openTab(t, browser, slow, phone)) })
	t.Run("print", func(t *testing.T) { testPrint(open(t, "#OVERQUOTA", desktop)) })
}

// TestAccessible has axe-core look for what people stumble over who cannot see the page, or not
// well.
func TestAccessible(t *testing.T) {
	source := axe(t)
	browser, address := startBrowser(t), pageURL(t)
	for _, v := range views[:6] {
		t.Run(v.name, func(t *testing.T) {
			inTab := openTab(t, browser, address+"#METADATA", v)
			if found := inTab.violations(source); found != "" {
				t.Error(found)
			}
		})
	}
	t.Run("filters", func(t *testing.T) {
		inTab := openTab(t, browser, address+"?command=LOGIN&order=task", views[2])
		if found := inTab.violations(source); found != "" {
			t.Error(found)
		}
	})
	t.Run("nothing found", func(t *testing.T) {
		inTab := openTab(t, browser, address, views[0])
		inTab.set("words", "xyzzy")
		if found := inTab.violations(source); found != "" {
			t.Error(found)
		}
	})
}

// testBestHit checks which code people find first by what they type or paste, and that it is in
// view below the search, at the top of the page and far below.
func testBestHit(p *tab) {
	for _, test := range []struct{ reason, words, want string }{
		{"a code in brackets", "[OVERQUOTA]", "OVERQUOTA"},
		{"a line", "a1 NO [OVERQUOTA] Sorry", "OVERQUOTA"},
		{"a line with arguments", "* OK [UIDVALIDITY 1] UIDs valid", "UIDVALIDITY"},
		{"a line that is cut off", "* BYE [unavail", "UNAVAILABLE"},
		{"a line without brackets", "imap: error OVERQUOTA while storing", "OVERQUOTA"},
		{"a code, rather than a text that has the word", "cannot", "CANNOT"},
		{"a code, rather than a longer one", "annotate", "ANNOTATE"},
		{"the beginning of a code", "uidn", "UIDNEXT"},
		{"a capability", "condstore", "CLOSED"},
		{"a type", "BYE", "REFERRAL"},
		{"whether to send it again", "retry", "INUSE"},
		{"a command", "login", "AUTHENTICATIONFAILED"},
		{"a Go constant", "CodeOverQuota", "OVERQUOTA"},
		{"the current RFC", "RFC7162", "HIGHESTMODSEQ"},
	} {
		for _, top := range []int{0, 20000} {
			p.search("")
			eval[any](p, fmt.Sprintf(`scrollTo(0, %d)`, top))
			p.search(test.words)
			if got := p.shown(); len(got) == 0 || got[0] != test.want {
				p.t.Errorf("%s: a search for %q shows %q, want %s first", test.reason, test.words, got, test.want)
				continue
			}
			if !eval[bool](p, `(() => {
				const hit = document.querySelector('article:not([hidden]) h3').getBoundingClientRect();
				const form = document.getElementById('search');
				const isBar = getComputedStyle(form).position === 'sticky';
				return hit.top >= (isBar ? form.getBoundingClientRect().bottom : 0) && hit.bottom <= innerHeight / 2
					&& document.getElementById('words').getBoundingClientRect().top >= 0;
			})()`) {
				p.t.Errorf("%s: the first hit of %q is not in view, from %d", test.reason, test.words, top)
			}
		}
	}
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
		{"nothing", "xyzzy", nil},
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
	p.do(chromedp.Click(chromedp.CSS("#nothing .clear")))
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
	p.search("")
	p.set("arguments", "")
	for _, test := range []struct {
		reason, name, value string
		want, not           []string
	}{
		{"a type", "type", "BYE", []string{"ALERT", "REFERRAL"}, []string{"OVERQUOTA"}},
		{"only untagged", "tagged", "untagged", []string{"INPROGRESS", "OVERQUOTA"}, []string{"CANNOT"}},
		{"only tagged", "tagged", "tagged", []string{"CANNOT", "OVERQUOTA"}, []string{"INPROGRESS"}},
		{"a command, or any", "command", "APPEND", []string{"APPENDUID", "NOPERM"}, []string{"COPYUID"}},
		{
			"a command before login", "command", "LOGIN",
			[]string{"AUTHENTICATIONFAILED", "UNAVAILABLE"}, []string{"NOPERM", "APPENDUID"},
		},
		{"a capability", "capability", "CONDSTORE", []string{"MODIFIED"}, []string{"ALERT"}},
		{"a retry", "retry", "later", []string{"INUSE"}, []string{"CANNOT"}},
		{"a task", "task", "Open a mailbox", []string{"UIDNEXT"}, []string{"ALERT"}},
	} {
		p.set(test.name, test.value)
		got := p.shown()
		for _, code := range test.want {
			if !slices.Contains(got, code) {
				p.t.Errorf("%s: %s is missing in %q", test.reason, code, got)
			}
		}
		for _, code := range test.not {
			if slices.Contains(got, code) {
				p.t.Errorf("%s: %s is in %q", test.reason, code, got)
			}
		}
		p.set(test.name, "")
	}
}

// testAddress checks that the address holds what is searched for: that of p has three filters, a
// query and a code.
func testAddress(p *tab) {
	want := []string{"AUTHENTICATIONFAILED", "EXPIRED"}
	p.expectShown("the address", want)
	if got := p.shown(); len(got) > 5 {
		p.t.Errorf("the address shows %q, want few codes", got)
	}
	p.expect("#EXPIRED", `location.hash`)
	p.expect("password", `document.getElementById('words').value`)
	p.expect(" (3)", `document.getElementById('active').textContent`)
	p.expect("true", `document.getElementById('filters').open`)
	p.search("BYE")
	p.set("retry", "later")
	p.set("type", "")
	eval[any](p, `new Promise((done) => setTimeout(done, 400))`)
	p.expect("?q=BYE&tagged=tagged&command=LOGIN&retry=later#EXPIRED", `location.search + location.hash`)
	p.do(chromedp.Click(chromedp.CSS(".choices .clear")))
	eval[any](p, `new Promise((done) => setTimeout(done, 400))`)
	p.expect("", `location.search`)
}

func testOrder(p *tab, all []string) {
	p.set("order", "task")
	const headings = `[...document.querySelectorAll('main .task')].map((heading) => heading.textContent)`
	tasks := eval[[]string](p, headings)
	if len(tasks) < 5 || tasks[0] != "Connect and log in" || !slices.Equal(tasks, slices.Compact(slices.Clone(tasks))) {
		p.t.Errorf("the tasks are %q", tasks)
	}
	p.expect("AUTHENTICATIONFAILED", `document.querySelector('main .task').nextElementSibling.id`)
	p.expect("AUTHENTICATIONFAILED", `document.querySelector('nav .task').nextElementSibling.textContent`)
	got := p.shown()
	if slices.Equal(got, all) || len(got) != len(all) {
		p.t.Errorf("shows %q by task", got)
	}
	p.set("order", "")
	if got := p.shown(); !slices.Equal(got, all) {
		p.t.Errorf("shows %q by name, want %q", got, all)
	}
	p.expect("0", `document.querySelectorAll('.task').length`)
}

// testPlace checks that the list marks the code at the top of the window, and shows the mark.
func testPlace(p *tab) {
	p.expect("null", `document.querySelector('[aria-current]')`)
	for _, code := range []string{"TRYCREATE", "LIMIT"} {
		eval[any](p, fmt.Sprintf(`document.getElementById(%q).scrollIntoView()`, code))
		p.do(chromedp.WaitVisible(chromedp.CSS(fmt.Sprintf(`a[href="#%s"][aria-current]`, code))))
		p.expect(code, `[...document.querySelectorAll('[aria-current]')].map((link) => link.textContent)`)
		p.expect("true", `(() => {
			const link = document.querySelector('[aria-current]').getBoundingClientRect();
			return link.top >= 0 && link.bottom <= innerHeight;
		})()`)
	}
}

// testCopy checks that the button copies the constant, or selects it where that is not allowed.
func testCopy(p *tab) {
	p.click("#ALREADYEXISTS .copy")
	if !eval[bool](p, `new Promise((done) => setTimeout(done, 200)).then(() =>
		document.querySelector('#ALREADYEXISTS .copy').textContent === 'Copied' ||
		getSelection().toString() === 'CodeAlreadyExists')`) {
		p.t.Error("the button neither copies nor selects")
	}
}

// testAmendment checks that the word "amended" leads to the reason.
func testAmendment(p *tab) {
	p.click(`#APPENDUID small a[href="#rule-append-uid"]`)
	p.expect("true", `document.querySelector(':target .amendment').textContent.includes('append-uid =/ uid-set')`)
	p.expect("true", `document.querySelector('#REFERRAL .amendment').textContent.includes('A mailbox referral lists')`)
}

// testLayoutShift checks that the page moves little while it loads and is scrolled. It counts what
// comes soon after a user's input too, because the browser takes the new size of the window for one.
func testLayoutShift(p *tab) {
	shift := eval[float64](p, `new Promise((done) => {
		let sum = 0;
		new PerformanceObserver((entries) => {
			for (const entry of entries.getEntries()) sum += entry.value;
		}).observe({ type: 'layout-shift', buffered: true });
		let steps = 0;
		const step = () => {
			scrollBy(0, 600);
			if (++steps < 20) requestAnimationFrame(() => setTimeout(step, 20));
			else setTimeout(() => done(sum), 200);
		};
		setTimeout(step, 100);
	})`)
	if shift >= 0.02 {
		p.t.Errorf("the layout shifts by %.3f, want less than 0.02", shift)
	}
}

// testPrint checks that a page whose address names a code prints that code alone, on one page.
func testPrint(p *tab) {
	pdf, err := chromedp.Call(p.context, page.PrintToPDF, page.PrintToPDFParams{})
	if err != nil {
		p.t.Fatal(err)
	}
	if n := bytes.Count(pdf.Data, []byte("/Type /Page\n")); n != 1 {
		p.t.Errorf("prints %d pages, want 1", n)
	}
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
	p.do(chromedp.KeyEvent(kb.Tab))
	p.expect("MODIFIED", `document.activeElement.closest('article').id`)
	p.do(chromedp.KeyEvent(kb.Escape))
	p.expect("", `document.getElementById('words').value`)
	if got := len(p.shown()); got != all {
		p.t.Errorf("Esc shows %d codes, want %d", got, all)
	}
}

func testLink(p *tab) {
	const inView = `(() => {
		const heading = document.querySelector('article:target h3').getBoundingClientRect();
		return document.elementFromPoint(heading.left + 5, heading.top + 5)?.closest('article')?.matches(':target');
	})()`
	p.expect("OVERQUOTA", `document.querySelector(':target').id`)
	p.expect("true", inView)
	p.expect("true", `getComputedStyle(document.querySelector(':target')).backgroundImage !== getComputedStyle(document.querySelector('article')).backgroundImage`)
	p.search("overquota")
	eval[string](p, `location.hash = '#CAPABILITY'`)
	p.do(chromedp.WaitVisible(chromedp.CSS("#CAPABILITY")))
	p.expect("", `document.getElementById('words').value`)
	p.expect("true", inView)
	p.click(`nav a[href="#ALERT"]`)
	p.expect("ALERT", `document.querySelector(':target').id`)
}

func testDiagram(p *tab) {
	p.click(`#COPYUID svg a[href="#rule-uid-set"]`)
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
	tiny := eval[[]string](p, `[...document.querySelectorAll('svg')]
		.filter((svg) => 13 * svg.getBoundingClientRect().width / svg.getAttribute('width') < 10)
		.map((svg) => svg.querySelector('title').textContent)`)
	if len(tiny) > 0 {
		p.t.Errorf("text is below 10 pixels in %q", tiny)
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

// click clicks on an element after it has come into view, which lays out what is around it.
func (p *tab) click(selector string) {
	p.t.Helper()
	eval[any](p, fmt.Sprintf(`{
		document.querySelector(%q).scrollIntoView({ block: 'center' });
		new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)));
	}`, selector))
	p.do(chromedp.Click(chromedp.CSS(selector)))
}

// search replaces what is searched for by typing it.
func (p *tab) search(words string) {
	p.t.Helper()
	eval[any](p, `{ const field = document.getElementById('words'); field.focus({ preventScroll: true }); field.select(); }`)
	p.do(chromedp.KeyEvent(kb.Delete), chromedp.KeyEvent(words))
}

// set sets what is searched for, or a filter.
func (p *tab) set(id, value string) {
	p.t.Helper()
	eval[bool](p, fmt.Sprintf(`{
		const field = document.getElementById('search').elements[%q];
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
