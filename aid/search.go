package aid

import (
	"net/url"
	"slices"
	"strconv"
	"time"
)

// SearchID is the reference of a saved search.
type SearchID string

// Searched is a list that can be searched.
type Searched string

const (
	SearchedRequests  Searched = "requests"
	SearchedProposals Searched = "proposals"
)

// Search is a filtered list that a person has saved by a name. Who wants to hears by mail of what is new in it.
type Search struct {
	ID        SearchID  `json:"id"`
	UserID    UserID    `json:"-"`
	Name      string    `json:"name"`
	List      Searched  `json:"list" doc:"requests or proposals"`
	Query     string    `json:"query" doc:"The filters as the address of the page has them, e.g. region=Africa&theme=stockpile"`
	Rhythm    Rhythm    `json:"rhythm,omitempty" doc:"How soon a mail tells of what is new in it; never when empty"`
	Version   int64     `json:"version"`
	CreatedAt time.Time `json:"created_at"`
}

// The filters of the pages, by list; what else an address says does not belong to a search.
var searchFilters = map[Searched][]string{
	SearchedRequests:  {"q", "theme", "region", "state", "status", "silent", "sort"},
	SearchedProposals: {"q", "theme", "region", "status", "least", "review", "round", "sort"},
}

// longestSearch is more than the filters of any list take, and longestName what a line of a page holds.
const longestSearch, longestName = 2000, 120

// Validate says what makes the search unfit to be kept.
func (s Search) Validate(*Register) error {
	var p Problems
	checkListed(&p, "list", []Searched{SearchedRequests, SearchedProposals}, s.List)
	if s.Rhythm != "" {
		checkListed(&p, "rhythm", Rhythms, s.Rhythm)
	}
	switch length := len([]rune(s.Name)); {
	case length == 0:
		p.Add("name", "required")
	case length > longestName:
		p.Add("name", "search_name_long", "most", strconv.Itoa(longestName))
	}
	if _, err := url.ParseQuery(s.Query); err != nil || len(s.Query) > longestSearch {
		p.Add("query", "search_malformed")
	}
	return p.Err()
}

// Filters keeps of an address what filters and sorts a list, in one order.
func (s Search) Filters() url.Values {
	asked, _ := url.ParseQuery(s.Query) // Validate has refused what is none
	kept := url.Values{}
	for name := range asked {
		if value := asked.Get(name); value != "" && slices.Contains(searchFilters[s.List], name) {
			kept.Set(name, value)
		}
	}
	return kept
}

// RequestFilterOf and ProposalFilterOf are the filters of an address of a page.
func RequestFilterOf(asked url.Values) RequestFilter {
	f := RequestFilter{
		Requester: PartyID(asked.Get("state")), Theme: ThemeID(asked.Get("theme")), Region: asked.Get("region"),
		Words: asked.Get("q"), Open: asked.Get("status") == "open", Silent: asked.Get("silent") != "",
	}
	if !f.Open {
		f.Status = RequestStatus(asked.Get("status"))
	}
	return f
}

func ProposalFilterOf(asked url.Values) ProposalFilter {
	least, _ := strconv.Atoi(asked.Get("least")) // what is no number does not filter
	return ProposalFilter{
		Theme: ThemeID(asked.Get("theme")), Region: asked.Get("region"), Status: ProposalStatus(asked.Get("status")),
		MinTotal: least * 100, Flagged: asked.Get("review") == "yes", Words: asked.Get("q"),
	}
}
