package web

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"ploughshare/aid"
	"ploughshare/locale"
)

// visit is one call of a page: who calls, in which language, and what was asked. It is the dollar of the templates.
type visit struct {
	*site
	locale.Printer
	Who   aid.Actor
	Page  any    // what show has returned
	Title string // else the sentence of the page

	page     page
	c        *gin.Context
	values   url.Values // of the form that was sent, else of the address
	given    url.Values // what fields hold before anybody types
	problems aid.Problems
	lacks    map[string]string // by field, what a request would need to be fundable
	fields   []string          // those that the page has shown so far
	status   int
}

// mostForm is far more than any form holds; what is larger goes by the import.
const mostForm = 1 << 20

// inMemory is how much of the files of a form is held in memory; the rest waits on disk.
const inMemory = 1 << 20

// visit reads what was sent and sees whether the visitor may be here. The visit that comes with an error can still tell
// of it.
func (s *site) visit(c *gin.Context, p page, lang string) (*visit, error) {
	v := &visit{site: s, page: p, c: c, Who: aid.Who(c.Request.Context()), given: url.Values{}, values: c.Request.URL.Query()}
	v.Printer = s.catalogs.Printer(lang, nil)
	named, err := s.desk.Printer(v.ctx(), s.catalogs, lang)
	if err != nil {
		return v, err
	}
	v.Printer = named
	if c.Request.Method == http.MethodPost {
		if err := v.read(); err != nil {
			return v, err
		}
		v.values = c.Request.PostForm
	}
	if p.verb == "" {
		return v, nil
	}
	return v, v.Who.May(p.verb, v.Who.Party)
}

// read reads the form that was sent, and what it says of its files.
func (v *visit) read() error {
	request := v.c.Request
	request.Body = http.MaxBytesReader(v.c.Writer, request.Body, cmp.Or(v.page.most, mostForm))
	err := request.ParseForm()
	if err == nil {
		err = request.ParseMultipartForm(inMemory)
	}
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return err
	case err != nil && !errors.Is(err, http.ErrNotMultipart):
		return fmt.Errorf("form: %w", aid.ErrInvalid)
	}
	return nil
}

// draw shows the page.
func (v *visit) draw(status int) (err error) {
	if v.Page, err = v.page.show(v); err != nil {
		return err
	}
	switch file := v.Page.(type) {
	case download:
		return v.send(file)
	case large:
		return v.flow(file)
	}
	return v.render(status)
}

// deed does what a form asks for, once for what was sent with a ticket. What is wrong with the form brings it back. A post
// that has no address to go to has put another page in place of its own.
func (v *visit) deed() error {
	next, err := v.once()
	if problems, wrong := errors.AsType[aid.Problems](err); wrong {
		if v.problems = problems; problems.Says("changed_meanwhile") {
			v.values.Del("version") // sent again, the form goes over what is there now
		}
		return v.draw(http.StatusUnprocessableEntity)
	}
	switch {
	case err != nil:
		return err
	case next == "":
		return v.render(http.StatusOK)
	}
	v.c.Redirect(http.StatusSeeOther, next)
	return nil
}

// policy lets a page load from here and send to here, and nothing else; style and script inside it do not count.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// render writes the page whole, so that an error in a template cannot leave half of one.
func (v *visit) render(status int) error {
	v.status = status
	var text bytes.Buffer
	if err := v.templates[v.page.name].ExecuteTemplate(&text, "layout", v); err != nil {
		return err
	}
	v.c.Header("Content-Security-Policy", policy)
	v.c.Header("Content-Language", v.Lang())
	v.answer("text/html; charset=utf-8", text.Bytes())
	return nil
}

// Body is the page without its frame. It comes first, so that the summary of errors knows which fields are there.
func (v *visit) Body() (template.HTML, error) {
	var text bytes.Buffer
	err := v.templates[v.page.name].ExecuteTemplate(&text, "body", v)
	return template.HTML(text.String()), err // escaped by the template that wrote it
}

// T is a sentence, with pairs of names and values.
func (v *visit) T(key string, pairs ...any) string { return v.Printer.T(key, arguments(pairs)) }

// N is a sentence with a number.
func (v *visit) N(key string, n int, pairs ...any) string {
	return v.Printer.N(key, n, arguments(pairs))
}

func arguments(pairs []any) map[string]string {
	args := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		args[fmt.Sprint(pairs[i])] = fmt.Sprint(pairs[i+1])
	}
	return args
}

// Say is the sentence of a message.
func (v *visit) Say(m aid.Message) string { return v.Printer.T(m.Key, m.Args) }

// Named is the name of a code: a party, theme, place, region, kind, status and so on.
func (v *visit) Named(kind string, code any) string { return v.Name(kind, fmt.Sprint(code)) }

// Money and Date write for the reader. What is not known is a dash.
func (v *visit) Money(sum aid.Money) string {
	if !sum.Known() {
		return "–"
	}
	return v.Printer.Money(sum.String())
}

func (v *visit) Date(when any) string {
	if text := fmt.Sprint(when); text != "" {
		return v.Printer.Date(text)
	}
	return "–"
}

// Number writes a whole number of any type.
func (v *visit) Number(n any) string {
	switch n := n.(type) {
	case int:
		return v.Printer.Number(int64(n))
	case int64:
		return v.Printer.Number(n)
	}
	return fmt.Sprint(n)
}

// Heading is the title of the page.
func (v *visit) Heading() string {
	if v.Title != "" {
		return v.Title
	}
	return v.T("page_" + v.page.name)
}

// May says whether the visitor may do something for the own party.
func (v *visit) May(verb aid.Verb) bool { return v.Who.May(verb, v.Who.Party) == nil }

// To is the address of a page in the visitor's language, from its pieces.
func (v *visit) To(pieces ...any) string {
	path := "/" + v.Lang()
	for _, piece := range pieces {
		path += fmt.Sprint(piece)
	}
	return path
}

// Asset is the address of a file of ours.
func (v *visit) Asset(name string) string { return "/assets/" + v.assets.names[name] }

// Query is what the address asks for under a name.
func (v *visit) Query(name string) string { return v.c.Query(name) }

// With is the address of this page with other values of its query, given in pairs; an empty one is taken out. The list
// begins anew.
func (v *visit) With(pairs ...any) string {
	query := v.c.Request.URL.Query()
	query.Del("after")
	for name, value := range arguments(pairs) {
		query.Set(name, value)
	}
	return v.address(v.c.Request.URL.Path, query)
}

// address writes a path with what of a query is not empty, in one order, so that equal lists have equal addresses.
func (v *visit) address(path string, query url.Values) string {
	kept := url.Values{}
	for _, name := range slices.Sorted(maps.Keys(query)) {
		for _, value := range query[name] {
			if value != "" {
				kept.Add(name, value)
			}
		}
	}
	if len(kept) == 0 {
		return path
	}
	return path + "?" + kept.Encode()
}
