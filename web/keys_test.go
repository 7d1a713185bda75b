package web

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"ploughshare/aid"
)

// keyPages are the pages that people work on, as the keyboard goes through them.
var keyPages = []sight{
	{"home", "public", "/"},
	{"signin", "public", "/signin"},
	{"requests", "secretariat", "/requests?q=marking&region=Africa"},
	{"moves", "secretariat", "/moves?to=authenticated&r=RQ001&r=RQ002"},
	{"office", "secretariat", "/office"},
	{"report", "state", "/mine/reports/JAM-PoA-2026?change=4"},
	{"need", "state", "/mine/JAM-2026-1"},
	{"part", "state", "/mine/JAM-2026-1/cost"},
	{"proposals", "donor", "/proposals"},
	{"proposal", "donor", "/proposals/{0}"},
	{"offer_new", "donor", "/offers/new"},
	{"search", "donor", "/searches/new?list=requests&theme=marking"},
}

// stops has what the keyboard can stop at in the order of the page; a group of radio buttons is one stop.
const stops = `(() => {
	const all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")];
	return all.filter(e => e.checkVisibility() && !e.disabled && (e.type !== "radio" || e.checked ||
		!document.querySelector("[type=radio][name='" + e.name + "']:checked") && e === document.querySelector("[type=radio][name='" + e.name + "']")));
})()`

// listen notes what gets the focus, whether it shows that, and where it goes against the order of reading: in a list,
// form or table to what stands before it on the line, or higher up and not in a further column.
const listen = `(() => {
	const all = ` + stops + `, rtl = document.dir === "rtl";
	window.met = {Order: [], Wrong: []};
	let before;
	document.addEventListener("focusin", ({target: e}) => {
		const say = why => met.Wrong.push(why + ": " + e.outerHTML.slice(0, 120));
		const style = getComputedStyle(e), box = e.getBoundingClientRect();
		if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) say("nobody sees the focus");
		const home = e.closest("nav, fieldset, table, ul, ol, form");
		if (before && home && before.home === home) {
			const top = box.top + scrollY, line = Math.min(before.bottom, top + box.height) - Math.max(before.top, top) > 4;
			const further = rtl ? box.right <= before.left : box.left >= before.right;
			if (!further && (line || top < before.top)) say("against the order of reading");
		}
		before = {home, top: box.top + scrollY, bottom: box.bottom + scrollY, left: box.left, right: box.right};
		met.Order.push(all.indexOf(e));
	});
	document.activeElement.blur();
	return all.length;
})()`

// The keyboard reaches everything on a page, once and in the order of reading, and everybody sees where it is.
func TestKeyboardReachesEverything(t *testing.T) {
	w := newWorld(t)
	b := newBrowser(t, w)
	b.size(t, 1280, 900)
	for _, lang := range []string{"en", "ar"} {
		for _, s := range keyPages {
			t.Run(lang+" "+s.page, func(t *testing.T) {
				b.as(t, s.who)
				b.open(t, w.URL+"/"+lang+w.at(s.path))
				count := run(t, b, chromedp.Evaluate[int](listen))
				run(t, b, chromedp.KeyEvent(strings.Repeat("\t", count)))
				met := run(t, b, chromedp.Evaluate[struct {
					Order []int
					Wrong []string
				}](`met`))
				for i := range count {
					if i >= len(met.Order) || met.Order[i] != i {
						t.Fatalf("of %d stops the keyboard goes to %v", count, met.Order)
					}
				}
				for _, wrong := range met.Wrong {
					t.Error(wrong)
				}
			})
		}
	}
}

// The first stop leads past the head of the page.
func TestSkipLink(t *testing.T) {
	w := newWorld(t)
	b := newBrowser(t, w)
	b.open(t, w.URL+"/ar/requests")
	run(t, b, chromedp.KeyEvent("\t"))
	if seen := run(t, b, chromedp.Evaluate[bool](`(r => r.top >= 0 && r.left >= 0 && r.right <= innerWidth)(document.activeElement.getBoundingClientRect())`)); !seen {
		t.Error("nobody sees the link")
	}
	run(t, b, chromedp.KeyEvent("\r"))
	run(t, b, chromedp.KeyEvent("\t"))
	if inside := run(t, b, chromedp.Evaluate[bool](`document.activeElement === document.querySelector("main :is(a[href], input, button)")`)); !inside {
		t.Error("it does not lead to the first thing of the content")
	}
}

// A donor signs in, opens a proposal and answers it, and never touches a mouse.
func TestADonorAnswersByKeys(t *testing.T) {
	w := newWorld(t)
	b := newBrowser(t, w)
	b.size(t, 1280, 900)
	for i, lang := range []string{"en", "ar"} {
		t.Run(lang, func(t *testing.T) {
			s := newStory(t, w, b, lang)
			b.as(t, "public")
			b.open(t, w.URL+"/"+lang+"/signin")
			s.tab(`input[name=email]`)
			s.keys("donor@example.org\t" + password + "\r")
			s.waits(`header a[href$="/proposals"]`)
			s.tab(`header a[href$="/proposals"]`)
			s.keys("\r")
			link := fmt.Sprintf(`main a[href$=%q]`, "/proposals/"+string(w.told[i].ID))
			s.waits(link)
			s.tab(link)
			s.keys("\r")
			s.waits(`input[name=reply]`)
			s.tab(`input[name=reply]`)
			s.keys(" ")
			s.tab(`textarea[name=note]`)
			s.keys("Written without a mouse")
			s.keys("\t\r")
			s.waits(`#answers`)
			s.sees("Written without a mouse")
			if p, err := w.desk.Proposal(t.Context(), aid.Machine("test"), w.told[i].ID); err != nil || p.Status != aid.DonorInterested {
				t.Errorf("the proposal is %s, %v", p.Status, err)
			}
		})
	}
}

// keys presses keys, whatever has the focus.
func (s *story) keys(keys string) { s.t.Helper(); run(s.t, s.b, chromedp.KeyEvent(keys)) }

// tab goes on until what a selector names has the focus.
func (s *story) tab(selector string) {
	s.t.Helper()
	for range 150 {
		s.keys("\t")
		if run(s.t, s.b, chromedp.Evaluate[bool](fmt.Sprintf(`document.activeElement.matches(%q)`, selector))) {
			return
		}
	}
	s.t.Fatalf("the keyboard does not reach %s: %s", selector, s.text())
}

// waits for what a selector names.
func (s *story) waits(selector string) {
	s.t.Helper()
	s.does(selector, chromedp.WaitVisible(chromedp.CSS(selector)))
}
