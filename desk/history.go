package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"ploughshare/aid"
	"ploughshare/store"
)

// History is what became of a request: where it stands, whose turn it is, and all that happened, the oldest first.
type History struct {
	Request     aid.Request      `json:"request"`
	Due         *aid.Due         `json:"due,omitempty" doc:"Absent where nobody is awaited"`
	Expires     aid.Date         `json:"expires,omitempty" doc:"Unless the State confirms the need before"`
	Questions   []aid.Question   `json:"questions"`
	Answers     []aid.Interest   `json:"answers" doc:"Of donors; the last of each to each portion stands"`
	Commitments []aid.Commitment `json:"commitments"`
	Results     []aid.Result     `json:"results"`
	Achieved    []aid.Achieved   `json:"achieved" doc:"What counts of the results"`
	Events      []Event          `json:"events"`
}

// Event is one thing that happened to a request.
type Event struct {
	At   time.Time   `json:"at"`
	By   string      `json:"by,omitempty"`
	What aid.Message `json:"what"`
	Note string      `json:"note,omitempty" doc:"In the words of whoever did it"`
}

// History tells the State and the secretariat what became of a request, at one moment.
func (d *Desk) History(ctx context.Context, who aid.Actor, id aid.RequestID) (h History, err error) {
	if _, err := d.Request(ctx, who, id); err != nil {
		return h, err
	}
	err = d.store.InSnapshot(ctx, func(tx *store.Store) error {
		if h.Request, err = tx.Request(ctx, id); err != nil {
			return err
		}
		if err := who.May(aid.FollowRequests, h.Request.RequesterID); err != nil {
			return err
		}
		if h.Questions, err = tx.QuestionsOf(ctx, id); err != nil {
			return err
		}
		if h.Answers, err = tx.InterestsOf(ctx, id); err != nil {
			return err
		}
		if h.Commitments, err = tx.CommitmentsOf(ctx, id); err != nil {
			return err
		}
		if h.Results, err = tx.ResultsOf(ctx, id); err != nil {
			return err
		}
		h.Events, err = d.events(ctx, tx, h.Request)
		return err
	})
	if err != nil {
		return History{}, err
	}
	if due, waits := d.Due(h.Request); waits {
		h.Due = &due
	}
	h.Expires, h.Achieved = d.Expires(h.Request), aid.Achievements(h.Request, h.Results)
	return h, nil
}

// events joins what the journal says of the request with what rounds found for it.
func (d *Desk) events(ctx context.Context, tx *store.Store, r aid.Request) ([]Event, error) {
	events := []Event{{At: r.CreatedAt, What: aid.Say("event_recorded", "asked", r.Asked.String())}}
	entries, err := tx.EntriesUnder(ctx, requestAddress(r.ID))
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if e.Verb != "added" { // that is how it came on record
			events = append(events, event(e))
		}
	}
	found, err := d.found(ctx, tx, r.ID)
	if err != nil {
		return nil, err
	}
	events = append(events, found...)
	slices.SortStableFunc(events, func(a, b Event) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.What.Key, b.What.Key))
	})
	return events, nil
}

// event reads one entry of the journal. The note of a move says from where to where and why.
func event(e aid.Entry) Event {
	said := Event{At: e.At, By: e.By, Note: e.Note}
	rest := strings.Split(e.Subject, "/")[2:] // behind requests/ID: what else the entry is about
	args := []string{}
	for i := 0; i+1 < len(rest); i += 2 {
		args = append(args, rest[i], rest[i+1])
	}
	if e.Verb == "moved" {
		from, after, _ := strings.Cut(e.Note, " to ")
		to, why, _ := strings.Cut(after, ": ")
		args, said.Note = append(args, "from", from, "to", to), why
	}
	key := "event_" + e.Verb
	if len(rest) == 2 && e.Verb == "moved" {
		key = "event_proposal_moved"
	}
	said.What = aid.Say(key, args...)
	return said
}

// found is what each round has found for a request: proposals, or why there is none.
func (d *Desk) found(ctx context.Context, tx *store.Store, id aid.RequestID) ([]Event, error) {
	proposals, _, err := tx.Proposals(ctx, aid.Machine("desk"), aid.ProposalFilter{Request: id}, aid.Page{Limit: aid.MaxPage})
	if err != nil {
		return nil, err
	}
	nothing, _, err := tx.UnmatchedIn(ctx, aid.UnmatchedFilter{Request: id}, aid.Page{Limit: aid.MaxPage})
	if err != nil {
		return nil, err
	}
	var events []Event
	add := func(round aid.RoundID, what aid.Message) {
		r, failed := tx.Round(ctx, round)
		err = cmp.Or(err, failed)
		events = append(events, Event{At: r.CreatedAt, By: r.CreatedBy, What: what})
	}
	for _, p := range proposals {
		add(p.RoundID, aid.Say("event_proposed", "round", string(p.RoundID), "offer", string(p.OfferID), "amount", p.Amount.String()))
	}
	for _, u := range nothing {
		add(u.RoundID, aid.Say("event_unmatched", "round", string(u.RoundID)))
		events = append(events, Event{At: events[len(events)-1].At, What: u.Reason})
	}
	return events, err
}
