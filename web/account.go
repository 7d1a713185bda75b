package web

import (
	"slices"

	"ploughshare/aid"
	"ploughshare/desk"
)

// accountPage is the visitor's own account: the password, and the second factor.
type accountPage struct {
	aid.User
	Withheld []aid.Role // they wait for a new password or a second factor
	Searches []savedSearch
	Enrolled desk.Enrolment
	Recovery []string // shown this once
}

func showAccount(v *visit) (any, error) {
	user, err := v.desk.Me(v.ctx(), v.Who)
	if err != nil {
		return nil, err
	}
	p := accountPage{User: user, Enrolled: desk.Enrolment{Secret: v.values.Get("secret"), URL: v.values.Get("url")}}
	for _, role := range user.Roles {
		if !slices.Contains(v.Who.Roles, role) {
			p.Withheld = append(p.Withheld, role)
		}
	}
	if v.May(aid.KeepSearches) {
		p.Searches, err = v.savedSearches()
	}
	return p, err
}

func postAccount(v *visit) (string, error) {
	switch v.values.Get("do") {
	case "begin":
		enrolled, err := v.desk.BeginSecondFactor(v.ctx(), v.Who)
		v.values.Set("secret", enrolled.Secret)
		v.values.Set("url", enrolled.URL)
		return v.shown(err)
	case "forget":
		return v.To("/account#searches"), v.desk.RemoveSearch(v.ctx(), v.Who, aid.SearchID(v.values.Get("search")))
	case "confirm":
		codes, pass, err := v.desk.ConfirmSecondFactor(v.ctx(), v.Who, v.values.Get("code"))
		if err != nil {
			return "", err
		}
		if v.Who, err = v.gate.Begin(v.ctx(), pass); err != nil {
			return "", err
		}
		v.Page = accountPage{Recovery: codes}
		return "", nil
	}
	pass, err := v.desk.ChangePassword(v.ctx(), v.Who, v.values.Get("old"), v.values.Get("password"))
	if err != nil {
		return "", err
	}
	_, err = v.gate.Begin(v.ctx(), pass)
	return v.To("/"), err
}

// shown answers a post with the page itself.
func (v *visit) shown(err error) (string, error) {
	if err == nil {
		v.Page, err = v.page.show(v)
	}
	return "", err
}
