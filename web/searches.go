package web

import (
	"net/url"
	"slices"

	"ploughshare/aid"
)

// savedSearch is a search of the visitor, as the account lists it.
type savedSearch struct {
	aid.Search
	Address, Feed string
	Chips         []string
}

// searchPage is a list that is about to be saved.
type searchPage struct {
	List  aid.Searched
	Query string
	Chips []string
}

// searchChips are the filters of lists, in the order in which a name tells of them, with the kind of their names.
var searchChips = []struct{ name, kind string }{
	{"q", ""}, {"theme", "theme"}, {"region", "region"}, {"state", "party"}, {"status", "status"},
}

// chips are what filters a list, by name.
func (v *visit) chips(filters url.Values) []string {
	var chips []string
	for _, by := range searchChips {
		value := filters.Get(by.name)
		if value != "" && by.kind != "" {
			value = v.Name(by.kind, value)
		}
		if value != "" {
			chips = append(chips, value)
		}
	}
	if least := filters.Get("least"); least != "" {
		chips = append(chips, v.T("chip_least", "least", least))
	}
	if filters.Get("review") != "" {
		chips = append(chips, v.T("filter_review"))
	}
	if filters.Get("silent") != "" {
		chips = append(chips, v.T("queue_silent"))
	}
	return chips
}

// savedSearches are those of the visitor.
func (v *visit) savedSearches() ([]savedSearch, error) {
	all, err := aid.Rows(aid.Page{}, func(p aid.Page) ([]aid.Search, string, error) { return v.desk.Searches(v.ctx(), v.Who, p) })
	var rows []savedSearch
	for _, s := range all {
		filters := s.Filters()
		rows = append(rows, savedSearch{s, v.address(v.To("/", s.List), filters), v.feed(s.List, filters), v.chips(filters)})
	}
	return rows, err
}

// feed is the address of a list for feed readers, with those of its filters that feeds have.
func (v *visit) feed(list aid.Searched, filters url.Values) string {
	asked := url.Values{"requester": filters["state"]}
	for _, name := range []string{"q", "theme", "region"} {
		asked[name] = filters[name]
	}
	if status := filters.Get("status"); list == aid.SearchedRequests && status != "open" {
		asked.Set("status", status)
	}
	return v.address("/api/v1/feeds/"+string(list)+".atom", asked)
}

// SearchAddress is where the list of this page can be saved; "" where it is none, or nobody may.
func (v *visit) SearchAddress() string {
	lists := []string{string(aid.SearchedRequests), string(aid.SearchedProposals)}
	if !v.May(aid.KeepSearches) || !slices.Contains(lists, v.page.name) {
		return ""
	}
	query := v.c.Request.URL.Query()
	query.Set("list", v.page.name)
	return v.address(v.To("/searches/new"), query)
}

func showSearch(v *visit) (any, error) {
	s := aid.Search{List: aid.Searched(v.Query("list")), Query: v.c.Request.URL.RawQuery}
	if s.List != aid.SearchedProposals {
		s.List = aid.SearchedRequests
	}
	filters := s.Filters()
	p := searchPage{s.List, filters.Encode(), v.chips(filters)}
	if len(p.Chips) > 0 {
		v.Default("name", p.Chips[0])
	}
	v.Default("rhythm", "")
	return p, nil
}

func postSearch(v *visit) (string, error) {
	s := aid.Search{
		Name: v.text("name"), List: aid.Searched(v.values.Get("list")), Query: v.values.Get("query"), Rhythm: aid.Rhythm(v.values.Get("rhythm")),
	}
	_, err := v.desk.KeepSearch(v.ctx(), v.Who, s, v.Lang())
	return v.To("/account#searches"), err
}

// Rhythms are how soon a mail may tell of what is new in a search.
func (v *visit) Rhythms() []Option {
	options := []Option{{"", v.T("search_told_never")}}
	for _, rhythm := range aid.Rhythms {
		options = append(options, Option{string(rhythm), v.T("search_told_" + string(rhythm))})
	}
	return options
}
