package browser

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// A view is a way in which a page is looked at.
type view struct {
	name     string
	width    int64 // of the window, in CSS pixels
	dark     bool
	print    bool
	forced   bool // with the few colors of a high-contrast theme
	noScript bool
}

// views are those in which all must hold that does not need a script.
var views = []view{
	{name: "light", width: 1280},
	{name: "dark", width: 1280, dark: true},
	{name: "phone", width: 390},
	{name: "dark phone", width: 390, dark: true},
	{name: "forced colors", width: 1280, dark: true, forced: true},
	{name: "small phone", width: 320},
	{name: "print", width: 800, print: true},
	{name: "no script", width: 1280, noScript: true},
}

// startBrowser returns a context with a headless browser, and skips the test where there is none.
func startBrowser(t *testing.T) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Skip("SKIPPED: neither chromium nor google-chrome is installed")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.WSURLReadTimeout(30*time.Second))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // the sandbox does not work for root
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	browser, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	if err := chromedp.Do(browser); err != nil {
		t.Fatal(err)
	}
	return browser
}

// pageURL returns the address of the page that is checked in; that it is fresh the tests of
// gen/docs say.
func pageURL(t *testing.T) string {
	t.Helper()
	name, err := filepath.Abs("../../generated/docs/codes.html")
	if err != nil {
		t.Fatal(err)
	}
	return (&url.URL{Scheme: "file", Path: name}).String()
}

// slowURL returns the address of the page on a server that pauses after a part of it, as a slow
// connection does, so that the browser shows that part first.
func slowURL(t *testing.T) string {
	t.Helper()
	page, err := os.ReadFile("../../generated/docs/codes.html")
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		half := len(page) / 2
		w.Write(page[:half])
		w.(http.Flusher).Flush()
		time.Sleep(500 * time.Millisecond)
		w.Write(page[half:])
	}))
	t.Cleanup(server.Close)
	return server.URL + "/"
}

// A tab is a page in a browser.
type tab struct {
	t       *testing.T
	context context.Context
	address string

	mu       sync.Mutex
	requests []string // of other addresses
	messages []string // on the console, and from the browser about the page
}

// openTab opens the page in a tab of its own. At the test's end it fails the test if the page has
// requested anything, or said anything on the console.
func openTab(t *testing.T, browser context.Context, address string, v view) *tab {
	t.Helper()
	bounded, stop := context.WithTimeout(browser, 60*time.Second)
	t.Cleanup(stop)
	inTab, closeTab := chromedp.NewContext(bounded)
	t.Cleanup(closeTab)
	page := &tab{t: t, context: inTab, address: address}
	if err := chromedp.Listen(inTab, page.listen); err != nil {
		t.Fatal(err)
	}
	scheme, media := "light", ""
	if v.dark {
		scheme = "dark"
	}
	if v.print {
		media = "print"
	}
	colors := "none"
	if v.forced {
		colors = "active"
	}
	preferences := []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "forced-colors", Value: colors},
	}
	call(page, network.Enable, network.EnableParams{})
	call(page, log.Enable, cdp.Empty{})
	call(page, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: media, Features: preferences})
	call(page, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: v.noScript})
	call(page, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: v.width, Height: 844, DeviceScaleFactor: 1, Mobile: v.width < 500,
	})
	page.do(chromedp.Navigate(address))
	t.Cleanup(page.checkSilent)
	return page
}

func (p *tab) listen(event any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch event := event.(type) {
	case *network.EventRequestWillBeSent:
		if document, _, _ := strings.Cut(p.address, "#"); event.Request.URL != document && p.address != event.Request.URL {
			p.requests = append(p.requests, event.Request.URL)
		}
	case *runtime.EventConsoleAPICalled:
		p.messages = append(p.messages, fmt.Sprintf("console.%s", event.Type))
	case *runtime.EventExceptionThrown:
		p.messages = append(p.messages, event.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		p.messages = append(p.messages, event.Entry.Text)
	}
}

func (p *tab) checkSilent() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.requests) > 0 {
		p.t.Errorf("the page requests %q", p.requests)
	}
	if len(p.messages) > 0 {
		p.t.Errorf("the console shows %q", p.messages)
	}
}

// do does steps one after another.
func (p *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.context, steps...); err != nil {
		p.t.Fatal(err)
	}
}

// call runs a command of the browser's protocol.
func call[P, R any](p *tab, command cdp.Command[P, R], params P) {
	p.t.Helper()
	if _, err := chromedp.Call(p.context, command, params); err != nil {
		p.t.Fatal(err)
	}
}

// eval returns what an expression in JavaScript gives, when that is a promise what it holds in the
// end.
func eval[T any](p *tab, expression string) T {
	p.t.Helper()
	value, err := chromedp.Run(p.context, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatal(err)
	}
	return value
}

// shown returns the codes that can be seen.
func (p *tab) shown() []string {
	p.t.Helper()
	return eval[[]string](p, `[...document.querySelectorAll('article')].filter((a) => a.checkVisibility()).map((a) => a.id)`)
}

// axe returns the source of axe-core, which finds what those who cannot see or use a mouse stumble
// over, and skips the test where it is not installed.
func axe(t *testing.T) string {
	t.Helper()
	source, err := os.ReadFile("node_modules/axe-core/axe.min.js")
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("SKIPPED: axe-core is not installed; run npm ci in gen/browser")
	} else if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

// violations returns what axe-core finds, one per line, by its own rules and by the one of WCAG 2.2
// that it leaves to choice.
func (p *tab) violations(axe string) string {
	p.t.Helper()
	eval[chromedp.Void](p, axe)
	return eval[string](p, `axe.run({ rules: { 'target-size': { enabled: true } } }).then((results) => results.violations.flatMap((violation) => violation.nodes.map((node) =>
		violation.id + ': ' + node.target + ': ' + node.failureSummary.replace(/\s+/g, ' '))).join('\n'))`)
}
