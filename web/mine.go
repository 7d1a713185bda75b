package web

import (
	"slices"

	"ploughshare/aid"
)

// mine is a State's task list: its requests in the groups of whose turn it is.
type mine struct {
	Groups []group
	Stale  int // needs that will expire soon
}

// group are the requests whose next step is one side's; its key is mine_NAME.
type group struct {
	Name     string
	statuses []aid.RequestStatus
	Needs    []need
}

// groups are in the order in which a focal point looks: first what waits for the State itself.
var groups = []group{
	{Name: "yours", statuses: []aid.RequestStatus{aid.Draft, aid.Returned, aid.Expired}},
	{Name: "secretariat", statuses: []aid.RequestStatus{aid.Submitted, aid.Authenticated}},
	{Name: "donors", statuses: []aid.RequestStatus{aid.Circulated, aid.InterestShown, aid.Introduced, aid.Negotiating}},
	{Name: "work", statuses: []aid.RequestStatus{aid.Funded, aid.UnderWay}},
	{Name: "over", statuses: []aid.RequestStatus{aid.Completed, aid.Declined, aid.Withdrawn}},
}

// need is a request with what a State wants to know of it at a glance.
type need struct {
	aid.Request
	Due     *aid.Due
	Expires aid.Date
	Soon    bool // it expires within half a year
	Fund    aid.Fundability
	Asked   []aid.Question // those that wait for the State's answer
}

// soon is how many months before a need expires its State is asked whether it still stands.
const soon = 6

func showMine(v *visit) (any, error) {
	filter := aid.RequestFilter{Requester: v.Who.Party}
	all, err := aid.Rows(aid.Page{}, func(p aid.Page) ([]aid.Request, string, error) { return v.desk.Requests(v.ctx(), v.Who, filter, p) })
	if err != nil {
		return nil, err
	}
	page := mine{Groups: slices.Clone(groups)}
	for _, r := range all {
		n, err := v.need(r)
		if err != nil {
			return nil, err
		}
		if n.Soon {
			page.Stale++
		}
		at := slices.IndexFunc(page.Groups, func(g group) bool { return slices.Contains(g.statuses, r.Status) })
		if len(n.Asked) > 0 {
			at = 0
		}
		page.Groups[at].Needs = append(page.Groups[at].Needs, n)
	}
	return page, nil
}

func (v *visit) need(r aid.Request) (need, error) {
	n := need{Request: r, Expires: v.desk.Expires(r), Fund: r.Fundability()}
	n.Soon = n.Expires != "" && n.Expires.Before(v.desk.Today().AddMonths(soon))
	if due, waits := v.desk.Due(r); waits {
		n.Due = &due
	}
	questions, err := v.desk.Questions(v.ctx(), v.Who, r.ID)
	for _, q := range questions {
		if q.Answer == "" {
			n.Asked = append(n.Asked, q)
		}
	}
	return n, err
}

// postMine says that a need still stands.
func postMine(v *visit) (string, error) {
	_, err := v.desk.ConfirmRequest(v.ctx(), v.Who, aid.RequestID(v.values.Get("confirm")))
	return v.To("/mine"), err
}
