package web

import (
	"context"
	_ "embed"
	"flag"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// The budget of a page: bytes over the line and requests.
const (
	firstBytes    = 50_000
	repeatBytes   = 15_000
	firstRequests = 6
	narrow        = 320
)

//go:embed testdata/axe.min.js
var axe string

// shots is where to keep a picture of each page, wide and narrow, for people to look at.
var shots = flag.String("shots", "", "folder for pictures of the pages")

// browser is Chromium with one tab, and what came over the line since it was last asked.
type browser struct {
	ctx      context.Context
	world    *world
	mu       sync.Mutex
	bytes    int64
	requests []string
}

func newBrowser(t *testing.T, w *world) *browser {
	t.Helper()
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox)...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	b := &browser{ctx: ctx, world: w}
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		t.Fatalf("Chromium does not start; Debian has it as chromium: %v", err)
	}
	call(t, b, network.Enable, network.EnableParams{})
	return b
}

func (b *browser) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e.Request.URL)
	case *network.EventLoadingFinished:
		b.bytes += int64(e.EncodedDataLength)
	}
}

// since returns what has come since it was last asked.
func (b *browser) since() (int64, []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	bytes, requests := b.bytes, b.requests
	b.bytes, b.requests = 0, nil
	return bytes, requests
}

// run does something in the browser, call asks it for something of the protocol.
func run[T any](t *testing.T, b *browser, action chromedp.Action[T]) T {
	t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, time.Minute)
	defer cancel()
	got, err := chromedp.Run(ctx, action)
	fatal(t, err)
	return got
}

func call[P, R any](t *testing.T, b *browser, command cdp.Command[P, R], params P) R {
	t.Helper()
	got, err := chromedp.Call(b.ctx, command, params)
	fatal(t, err)
	return got
}

// as makes the browser somebody's.
func (b *browser) as(t *testing.T, who string) {
	call(t, b, network.ClearBrowserCookies, cdp.Empty{})
	if who == "public" {
		return
	}
	if b.world.jars[who] == nil {
		b.world.signIn(t, who)
	}
	home, err := url.Parse(b.world.URL)
	fatal(t, err)
	for _, cookie := range b.world.jars[who].Cookies(home) {
		call(t, b, network.SetCookie, network.SetCookieParams{Name: cookie.Name, Value: cookie.Value, URL: b.world.URL})
	}
}

func (b *browser) size(t *testing.T, width, height int64) {
	run(t, b, chromedp.EmulateViewport(width, height))
}

func (b *browser) open(t *testing.T, address string) { run(t, b, chromedp.Navigate(address)) }

// Each page in each language fits the budget, the narrowest telephone and the rules for people who do not see or hear
// well, and loads nothing from elsewhere.
func TestPagesInTheBrowser(t *testing.T) {
	w := newWorld(t)
	b := newBrowser(t, w)
	for _, lang := range looked(w.catalogs.Languages()) {
		for i, s := range sights {
			if lang == "zh" && *shots == "" && !slices.Contains(mainPages, s.page) {
				continue
			}
			t.Run(fmt.Sprintf("%s %s as %s %d", lang, s.page, s.who, i), func(t *testing.T) {
				b.look(t, s, w.URL+"/"+lang+w.at(s.path), fmt.Sprintf("%02d-%s-%s", i, s.page, lang))
			})
		}
	}
}

// mainPages are those that the browser looks at in Chinese too: what breaks there breaks in them first.
var mainPages = []string{"home", "requests", "request", "proposals", "proposal", "compare", "mine", "need", "part", "office", "round", "sitting", "whatif", "backups"}

// looked are the languages of the browser's tour: one of each script and direction, of those that there are. The others
// are held to well-formed HTML in TestPagesAreWellFormed.
func looked(languages []string) []string {
	return slices.DeleteFunc(languages, func(lang string) bool { return !slices.Contains([]string{"en", "ar", "zh"}, lang) })
}

func (b *browser) look(t *testing.T, s sight, address, name string) {
	b.as(t, s.who)
	b.size(t, 1280, 900)
	call(t, b, network.ClearBrowserCache, cdp.Empty{})
	b.since()
	b.open(t, address)
	first, requests := b.since()
	if first > firstBytes || len(requests) > firstRequests {
		t.Errorf("the first visit takes %d bytes and %d requests: %v", first, len(requests), requests)
	}
	for _, r := range requests {
		if !strings.HasPrefix(r, b.world.URL) && !strings.HasPrefix(r, "data:") { // the browser draws its own date fields
			t.Errorf("it loads %s", r)
		}
	}
	b.open(t, address)
	again, _ := b.since()
	if again > repeatBytes {
		t.Errorf("the second visit takes %d bytes", again)
	}
	t.Logf("%d bytes in %d requests, then %d bytes", first, len(requests), again)
	b.picture(t, name+"-1280")
	b.audit(t)
	b.size(t, narrow, 640)
	if width := run(t, b, chromedp.Evaluate[int](`document.documentElement.scrollWidth`)); width > narrow {
		t.Errorf("at %d pixels it is %d wide", narrow, width)
	}
	b.large(t)
	if *shots != "" {
		b.size(t, 360, 740)
		b.picture(t, name+"-360")
	}
}

// cut lists what sticks out of the page sideways, and words that are cut off; what scrolls by itself may.
const cut = `[...document.querySelectorAll("body *")].filter(e => {
	const head = e.closest("thead"); // of a table whose rows are cards, it is there for who cannot see
	if (e.closest(".scroll, .unseen, .skip, svg, select") || head && getComputedStyle(head).position === "absolute" || !e.checkVisibility()) return false;
	const box = e.getBoundingClientRect(), style = getComputedStyle(e);
	if (box.left < -1 || box.right > document.documentElement.clientWidth + 1) return true;
	return style.overflowX !== "visible" && !e.matches("input, textarea, body") && e.scrollWidth > e.clientWidth + 1;
}).slice(0, 5).map(e => e.outerHTML.slice(0, 160))`

// large looks at the page with text twice as large, on a screen and on half of one.
func (b *browser) large(t *testing.T) {
	t.Helper()
	run(t, b, chromedp.Evaluate[chromedp.Void](`document.documentElement.style.fontSize = "212.5%"`))
	for _, width := range []int64{1280, 640} {
		b.size(t, width, 900)
		for _, wrong := range run(t, b, chromedp.Evaluate[[]string](cut)) {
			t.Errorf("with large text at %d pixels this is cut or sticks out: %s", width, wrong)
		}
	}
	run(t, b, chromedp.Evaluate[chromedp.Void](`document.documentElement.style.fontSize = ""`))
}

// The audit finds what is wrong; else it would prove nothing.
func TestAuditFindsFaults(t *testing.T) {
	b := newBrowser(t, newWorld(t))
	b.open(t, b.world.URL+"/en/signin")
	run(t, b, chromedp.Evaluate[chromedp.Void](`document.querySelector("label").remove(); document.documentElement.lang = ""`))
	found := []string{}
	for _, v := range b.violations(t) {
		found = append(found, v.ID)
	}
	if !slices.Contains(found, "label") || !slices.Contains(found, "html-has-lang") {
		t.Errorf("found %v", found)
	}
}

// A form that comes back with what is wrong keeps to the same rules.
func TestRefusedFormInTheBrowser(t *testing.T) {
	w := newWorld(t)
	b := newBrowser(t, w)
	b.as(t, "donor")
	b.open(t, w.URL+"/en"+w.at("/proposals/{0}"))
	run(t, b, chromedp.Evaluate[chromedp.Void](`document.getElementById("f-amount").value = "much"; document.getElementById("form").submit()`))
	run(t, b, chromedp.WaitVisible(chromedp.CSS(".summary")))
	b.audit(t)
	b.picture(t, "refused-1280")
}

// The form of an offer counts by itself, and the policy lets its script do so.
func TestLiveCount(t *testing.T) {
	w := newWorld(t)
	b := newBrowser(t, w)
	b.as(t, "donor")
	b.open(t, w.URL+"/en/offers/new")
	fill := `for (const [name, value] of [["programme", "Stores"], ["places", "Jamaica"]]) document.getElementById("f-" + name).value = value;
		document.querySelector("[value=marking]").click()`
	run(t, b, chromedp.Evaluate[chromedp.Void](fill))
	run(t, b, chromedp.WaitVisible(chromedp.CSS("#reach .notice")))
	if said := run(t, b, chromedp.Text(chromedp.CSS("#reach h2"))); !strings.HasPrefix(said, "It would reach") {
		t.Errorf("it says %q", said)
	}
}

// audit holds the page to WCAG 2.2 AA.
func (b *browser) audit(t *testing.T) {
	t.Helper()
	for _, v := range b.violations(t) {
		t.Errorf("%s: %s\n%s", v.ID, v.Help, strings.Join(v.Nodes[:min(3, len(v.Nodes))], "\n"))
	}
}

// violation is a rule that is broken, and where.
type violation struct {
	ID, Help string
	Nodes    []string
}

func (b *browser) violations(t *testing.T) []violation {
	t.Helper()
	const check = `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
		.then(r => r.violations.map(v => ({ID: v.id, Help: v.help, Nodes: v.nodes.map(n => n.html + ": " + n.failureSummary)})))`
	run(t, b, chromedp.Evaluate[chromedp.Void](axe))
	return run(t, b, chromedp.Evaluate[[]violation](check, chromedp.EvalAwaitPromise))
}

func (b *browser) picture(t *testing.T, name string) {
	if *shots != "" {
		fatal(t, os.WriteFile(filepath.Join(*shots, name+".png"), run(t, b, chromedp.FullScreenshot(100)), 0o600))
	}
}
