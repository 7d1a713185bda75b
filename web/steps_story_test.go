package web

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"ploughshare/aid"
	"ploughshare/locale"
)

// story is somebody at a browser, who reads one language and does what people do: click on words, type, choose. What
// stands behind the page is not touched.
type story struct {
	t *testing.T
	b *browser
	locale.Printer
}

// words is what the page says for a key.
func (s *story) words(key string, pairs ...any) string { return s.T(key, arguments(pairs)) }

// enter signs somebody in by the form.
func (s *story) enter(who string) {
	s.t.Helper()
	s.b.as(s.t, "public")
	s.b.open(s.t, s.b.world.URL+"/"+s.Lang()+"/signin")
	s.typed("sign_in_email", who+"@example.org")
	s.typed("sign_in_password", password)
	s.press(s.words("page_signin"))
	s.sees(s.words("page_signout"))
}

// on are the places of a page where something may be pressed.
const on = `*[self::a or self::button or self::summary]`

// press goes to what has the words, in the page itself, presses Enter, and waits for the page that follows.
func (s *story) press(words string) { s.t.Helper(); s.follow(`//main//` + on + having(words)) }

// turn goes to a page by the head of every page.
func (s *story) turn(key string) { s.t.Helper(); s.follow(`//header//a` + having(s.words(key))) }

// follow presses Enter on the first of what an XPath finds and waits until another page is there. The one before is marked
// first, so that it is not taken for it. A click might miss: what an address names behind its # is scrolled to late.
func (s *story) follow(path string) {
	s.t.Helper()
	run(s.t, s.b, chromedp.Evaluate[chromedp.Void](`document.documentElement.dataset.before = "yes"`))
	s.does(path, chromedp.SendKeys(chromedp.Search("("+path+")[1]"), "\r"))
	const there = `document.readyState === "complete" && !document.documentElement.dataset.before`
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if is, err := chromedp.Run(s.b.ctx, chromedp.Evaluate[bool](there)); err == nil && is {
			return
		}
	}
	s.t.Fatalf("no page follows %s: %s", path, s.text())
}

// click clicks on the first of what an XPath finds.
func (s *story) click(path string) {
	s.t.Helper()
	s.does(path, chromedp.Click(chromedp.Search("("+path+")[1]")))
}

// does fails where nobody can do something with what an XPath finds.
func (s *story) does(path string, action chromedp.Action[chromedp.Void]) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.b.ctx, 10*time.Second)
	defer cancel()
	if _, err := chromedp.Run(ctx, action); err != nil {
		s.t.Fatalf("nobody can use %s: %v\n%s", path, err, s.text())
	}
}

// choose ticks what has the words for a label.
func (s *story) choose(words string) { s.t.Helper(); s.click(`//main//label` + having(words)) }

// typed types into the field with a label, as it would be read out; what was there is replaced.
func (s *story) typed(label, text string) {
	s.t.Helper()
	field := chromedp.Search(`(//main//*[@id=//label` + having(s.words(label)) + `/@for])[1]`)
	ctx, cancel := context.WithTimeout(s.b.ctx, 10*time.Second)
	defer cancel()
	if _, err := chromedp.Run(ctx, chromedp.SendKeys(field, text)); err != nil {
		s.t.Fatalf("nobody can type into %s: %v\n%s", label, err, s.text())
	}
}

// attach chooses a file.
func (s *story) attach(label, path string) {
	s.t.Helper()
	whole, err := filepath.Abs(path)
	fatal(s.t, err)
	run(s.t, s.b, chromedp.SetUploadFiles(chromedp.Search(`//*[@id=//label`+having(s.words(label))+`/@for]`), []string{whole}))
}

// sees looks for words on the page.
func (s *story) sees(words string) {
	s.t.Helper()
	if text := s.text(); !strings.Contains(text, words) {
		s.t.Fatalf("the page does not say %q:\n%s", words, text)
	}
}

// text is what the page says, on one line.
func (s *story) text() string {
	said, err := chromedp.Run(s.b.ctx, chromedp.Evaluate[string](`location.pathname + " " + document.body.textContent`))
	if err != nil {
		return err.Error()
	}
	return strings.Join(strings.Fields(said), " ")
}

// at is the last piece of the address.
func (s *story) at() string {
	where := run(s.t, s.b, chromedp.Evaluate[string](`location.pathname`))
	return where[strings.LastIndex(where, "/")+1:]
}

// having narrows an XPath to what shows the words, or has them as its name.
func having(words string) string {
	return fmt.Sprintf(`[contains(normalize-space(.), %[1]q) or contains(@aria-label, %[1]q)]`, strings.Join(strings.Fields(words), " "))
}

// newStory is a world with a browser, told in a language.
func newStory(t *testing.T, w *world, b *browser, lang string) *story {
	printer, err := w.desk.Printer(t.Context(), w.catalogs, lang)
	fatal(t, err)
	return &story{t, b, printer}
}

// work does what waits in the queue, as the server would.
func (w *world) work(t *testing.T, job string) {
	t.Helper()
	runs, _, err := w.desk.Runs(t.Context(), aid.Machine("test"), aid.RunFilter{}, aid.Page{Limit: aid.MaxPage})
	fatal(t, err)
	for _, r := range runs {
		for _, work := range w.desk.Works() {
			if r.Job == job && work.Name == job && !r.State.Ended() {
				fatal(t, work.Do(t.Context(), string(r.ID), false))
			}
		}
	}
}
