package web

import (
	"errors"

	"ploughshare/aid"
	"ploughshare/matcher"
)

// office is what waits for the secretariat.
type office struct {
	Queues     []queue
	Duplicates []matcher.Duplicate
	Actions    int // open and overdue
	Round      *aid.Round
}

// queue is a list that somebody should look at, with its length.
type queue struct {
	Key, Address string
	Count        int
	Late         bool // it should be empty
}

func showOffice(v *visit) (any, error) {
	var page office
	for _, q := range []struct {
		key, query string
		filter     aid.RequestFilter
		late       bool
	}{
		{"queue_new", "status=submitted", aid.RequestFilter{Status: aid.Submitted}, false},
		{"queue_clarify", "status=returned", aid.RequestFilter{Status: aid.Returned}, false},
		{"queue_circulate", "status=authenticated", aid.RequestFilter{Status: aid.Authenticated}, false},
		{"queue_introduce", "status=interest_shown", aid.RequestFilter{Status: aid.InterestShown}, false},
		{"queue_silent", "silent=yes", aid.RequestFilter{Silent: true}, true},
	} {
		counts, err := v.desk.CountRequests(v.ctx(), v.Who, q.filter)
		if err != nil {
			return nil, err
		}
		page.Queues = append(page.Queues, queue{q.key, v.To("/requests?" + q.query), total(counts), q.late})
	}
	counts, err := v.desk.CountProposals(v.ctx(), v.Who, aid.ProposalFilter{Round: "latest", Flagged: true})
	if err != nil && !errors.Is(err, aid.ErrNotFound) { // there has been no round yet
		return nil, err
	}
	page.Queues = append(page.Queues, queue{"queue_review", v.To("/proposals?review=yes"), total(counts), false})
	late, _, err := v.desk.Actions(v.ctx(), v.Who, aid.ActionFilter{}, true, aid.Page{Limit: aid.MaxPage})
	if err != nil {
		return nil, err
	}
	page.Queues = append(page.Queues, queue{"queue_actions", v.To("/actions?late=yes"), len(late), true})
	failed, err := v.desk.CountNotices(v.ctx(), v.Who, aid.NoticeFilter{State: aid.NoticeFailed})
	if err != nil {
		return nil, err
	}
	page.Queues = append(page.Queues, queue{"queue_notices", v.To("/notices?state=failed"), failed, true})
	if page.Duplicates, err = v.desk.Duplicates(v.ctx(), v.Who); err != nil {
		return nil, err
	}
	rounds, _, err := v.desk.Rounds(v.ctx(), v.Who, aid.Page{Limit: 1, Desc: true})
	if len(rounds) > 0 {
		page.Round = &rounds[0]
	}
	return page, err
}

// logPage is a list that is only read, page by page.
type logPage[T any] struct {
	Rows []T
	Next string
}

func logOf[T any](v *visit, read func(aid.Page) ([]T, string, error)) (any, error) {
	rows, next, err := read(aid.Page{After: v.Query("after"), Limit: aid.DefaultPage})
	return logPage[T]{rows, v.further(next)}, err
}

func showJournal(v *visit) (any, error) {
	return logOf(v, func(p aid.Page) ([]aid.Entry, string, error) { return v.desk.Journal(v.ctx(), v.Who, p) })
}

func showNotices(v *visit) (any, error) {
	filter := aid.NoticeFilter{State: aid.NoticeState(v.Query("state"))}
	return logOf(v, func(p aid.Page) ([]aid.Notice, string, error) {
		p.Desc = true
		return v.desk.Notices(v.ctx(), v.Who, filter, p)
	})
}
