package web

import (
	"slices"

	"ploughshare/aid"
	"ploughshare/intake"
)

// requestList is the searchable list of requests.
type requestList struct {
	Listing
	Rows []aid.Request
}

var requestSortings = []sorting{
	{"id", "sort_reference", false}, {"requester", "sort_state", false}, {"asked", "sort_asked", true},
	{"updated_at", "sort_changed", true},
}

func (v *visit) requestFilter() aid.RequestFilter {
	return aid.RequestFilterOf(v.c.Request.URL.Query())
}

func showRequests(v *visit) (any, error) {
	filter := v.requestFilter()
	rows, next, err := whole(v, v.ask(requestSortings), func(p aid.Page) ([]aid.Request, string, error) {
		return v.desk.Requests(v.ctx(), v.Who, filter, p)
	})
	if err != nil {
		return nil, err
	}
	if v.Query("sheet") != "" {
		return v.sheet("requests", intake.RequestSheet(rows))
	}
	counts, err := v.desk.CountRequests(v.ctx(), v.Who, filter)
	if err != nil {
		return nil, err
	}
	silent := v.chip("silent", "")
	if silent.Text != "" {
		silent.Text = v.T("queue_silent")
	}
	l := v.listing(total(counts), next, requestSortings, silent,
		v.chip("q", ""), v.chip("theme", "theme"), v.chip("region", "region"), v.chip("state", "party"), v.chip("status", "status"))
	return requestList{l, rows}, nil
}

// Judges says whether the visitor moves requests on.
func (v *visit) Judges() bool { return v.May(aid.JudgeRequests) }

// Statuses are what a list of requests can be narrowed to.
func (v *visit) Statuses(any string) []Option {
	_, shown := aid.RequestsFor(v.Who.Sees(aid.ReadRequests))
	options := []Option{{"open", v.Name("status", "open")}}
	for _, status := range aid.RequestStatuses {
		for _, one := range shown {
			if one == status {
				options = append(options, Option{string(status), v.Name("status", string(status))})
			}
		}
	}
	return optional(any, options)
}

// requestPage is one request, as far as the visitor may see it.
type requestPage struct {
	aid.Request
	State     aid.Party
	Facts     []Fact
	Fund      *aid.Fundability // for who sees all of it: what others may not see is no gap
	Due       string
	Questions []aid.Question
}

// Fact is a line of a summary: what it is called, and what is known of it.
type Fact struct {
	Name  string
	Texts []Text
}

// Text is one value: a name of ours, or words that somebody has written, in whatever language.
type Text struct {
	Text    string
	Own     bool
	Address string
}

func showRequest(v *visit) (any, error) {
	r, err := v.desk.Request(v.ctx(), v.Who, aid.RequestID(v.c.Param("id")))
	if err != nil {
		return nil, err
	}
	state, err := v.desk.Party(v.ctx(), v.Who, r.RequesterID)
	if err != nil {
		return nil, err
	}
	p := requestPage{Request: r, State: state, Facts: v.requestFacts(r)}
	if p.Questions, err = v.desk.Questions(v.ctx(), v.Who, r.ID); err != nil {
		return nil, err
	}
	if v.Who.Sees(aid.ReadRequests, r.RequesterID) == aid.ForOwners {
		f := r.Fundability()
		p.Fund = &f
		if due, waits := v.desk.Due(r); waits {
			p.Due = v.Say(due.Said)
		}
	}
	v.Title = r.Heading()
	return p, nil
}

func (v *visit) requestFacts(r aid.Request) []Fact {
	ready := []Text{}
	if r.DrawnUp == aid.Yes {
		ready = append(ready, Text{Text: v.T("fact_drawn_up")})
	}
	if r.Endorsed == aid.Yes {
		ready = append(ready, Text{Text: v.T("fact_endorsed")})
	}
	return known(
		Fact{v.T("need_quantity"), own(r.Quantity)},
		Fact{v.T("need_amount"), v.sum(r.Amount)},
		Fact{v.T("fact_committed"), v.sum(r.Committed)},
		Fact{v.T("need_first_stage"), v.sum(r.FirstStage)},
		Fact{v.T("need_themes"), v.shares("theme", r.Themes)},
		Fact{v.T("need_countries"), v.shares("party", r.Countries)},
		Fact{v.T("need_kinds"), named(v, "kind", r.Kinds)},
		Fact{v.T("need_asked"), v.when(r.Asked)},
		Fact{v.T("need_wanted"), v.when(r.Wanted)},
		Fact{v.T("need_ready"), ready},
		Fact{v.T("need_implementer"), own(r.Implementer)},
		Fact{v.T("need_contact"), own(r.Contact)},
		Fact{v.T("fact_words"), own(r.Provenance.Words)},
		Fact{v.T("need_from"), source(r.Provenance.Source)},
	)
}

// known leaves out what is not known.
func known(facts ...Fact) []Fact {
	var kept []Fact
	for _, f := range facts {
		if len(f.Texts) > 0 {
			kept = append(kept, f)
		}
	}
	return kept
}

func own(text string) []Text {
	if text == "" {
		return nil
	}
	return []Text{{Text: text, Own: true}}
}

func (v *visit) sum(m aid.Money) []Text {
	if !m.Known() {
		return nil
	}
	return []Text{{Text: v.Money(m)}}
}

func (v *visit) when(p aid.Period) []Text {
	if !p.Known() {
		return nil
	}
	return []Text{{Text: v.Date(p)}}
}

// shares are names of codes, with their parts of a hundred where these are not equal.
func (v *visit) shares(kind string, shares []aid.Share) []Text {
	var texts []Text
	var all []string
	for _, share := range shares {
		all = append(all, share.Code)
	}
	equal := slices.Equal(aid.EqualShares(all), shares)
	for _, share := range shares {
		text := v.Name(kind, share.Code)
		if !equal {
			text = v.T("share_of", "name", text, "percent", share.Percent)
		}
		texts = append(texts, Text{Text: text})
	}
	return texts
}

func named[T ~string](v *visit, kind string, list []T) []Text {
	var texts []Text
	for _, code := range list {
		texts = append(texts, Text{Text: v.Name(kind, string(code))})
	}
	return texts
}
