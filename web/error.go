package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"ploughshare/aid"
	"ploughshare/desk"
	"ploughshare/gate"
)

// trouble is what the page of an error shows.
type trouble struct {
	Text     string
	Problems []string
}

// fail turns an error into a page: here and nowhere else.
func (v *visit) fail(err error) {
	if errors.Is(err, aid.ErrUnauthenticated) && v.page.name != "signin" {
		v.signInFirst()
		return
	}
	status, text := v.explain(err)
	if status == http.StatusInternalServerError {
		v.log.ErrorContext(v.ctx(), "page", "path", v.c.Request.URL.Path, "error", err)
	}
	shown := trouble{Text: text}
	var problems aid.Problems
	if errors.As(err, &problems) {
		for _, p := range problems {
			shown.Problems = append(shown.Problems, v.Say(p.Message))
		}
	}
	v.page, v.Page, v.problems, v.Title = page{name: "error"}, shown, nil, text
	if err := v.render(status); err != nil {
		v.log.ErrorContext(v.ctx(), "page of an error", "error", err)
		v.c.String(http.StatusInternalServerError, "%s\n", text)
	}
}

// explain is the status and the sentence of an error.
func (v *visit) explain(err error) (int, string) {
	var tooSoon aid.TooSoon
	var tooLarge *http.MaxBytesError
	var again desk.UnderWay
	switch {
	case errors.As(err, &tooSoon):
		v.c.Header("Retry-After", gate.Seconds(tooSoon.Wait))
		return http.StatusTooManyRequests, v.T("error_too_soon")
	case errors.As(err, &tooLarge):
		return http.StatusRequestEntityTooLarge, v.T("error_too_large")
	case errors.As(err, &again):
		return http.StatusConflict, v.T("error_sent_already")
	case errors.Is(err, aid.ErrNotFound):
		return http.StatusNotFound, v.T("error_not_found")
	case errors.Is(err, aid.ErrForbidden):
		return http.StatusForbidden, v.T("error_forbidden")
	case errors.Is(err, aid.ErrConflict):
		return http.StatusConflict, v.T("error_conflict")
	case errors.Is(err, aid.ErrInvalid):
		return http.StatusUnprocessableEntity, v.T("error_invalid")
	case errors.Is(err, aid.ErrUnauthenticated):
		return http.StatusUnauthorized, v.T("error_unauthenticated")
	}
	return http.StatusInternalServerError, v.T("error_internal")
}

// signInFirst sends a reader to sign in and back. A form that was sent meanwhile comes along: it would be lost else.
func (v *visit) signInFirst() {
	back := v.c.Request.URL.RequestURI()
	if !v.posted() {
		v.c.Redirect(http.StatusSeeOther, v.To("/signin?next=", url.QueryEscape(back)))
		return
	}
	carried := url.Values{"next": {back}}
	fromHere := v.values.Has("carry.ticket") // the page to sign in on was there, and its language was changed
	for name, values := range v.values {
		switch {
		case strings.HasPrefix(name, "carry."):
			carried[name] = values
		case !fromHere && name != "switch" && !strings.Contains(name, "password"):
			carried["carry."+name] = values
		}
	}
	v.values, v.page = carried, signInPage
	if err := v.draw(http.StatusUnauthorized); err != nil {
		v.fail(err)
	}
}
