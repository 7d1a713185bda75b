package web

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"ploughshare/aid"
	"ploughshare/desk"
)

// needPage is all that a State sees of one request of its own: what it says, part by part, and what became of it.
type needPage struct {
	Need       need
	History    desk.History
	Parts      []partState
	Moves      []aid.RequestStatus // that the visitor may take now
	Interested []aid.Interest      // the last of each donor
}

// partState is one part of the form, and how much of what donors ask for it has.
type partState struct {
	part
	Missing []aid.Message
}

func (v *visit) requestID() aid.RequestID { return aid.RequestID(v.c.Param("id")) }

func showNeed(v *visit) (any, error) {
	history, err := v.desk.History(v.ctx(), v.Who, v.requestID())
	if err != nil {
		return nil, err
	}
	n, err := v.need(history.Request)
	if err != nil {
		return nil, err
	}
	v.Title = n.Heading()
	v.Default("version", fmt.Sprint(n.Version))
	page := needPage{Need: n, History: history, Interested: standing(history.Answers)}
	for _, p := range parts {
		page.Parts = append(page.Parts, partState{p, missing(n.Fund, p.items)})
	}
	for _, m := range aid.RequestMoves {
		if m.From == n.Status && v.Who.May(m.Verb, n.RequesterID) == nil {
			page.Moves = append(page.Moves, m.To)
		}
	}
	return page, nil
}

// standing keeps the last answer of each donor to each portion.
func standing(answers []aid.Interest) []aid.Interest {
	var last []aid.Interest
	for _, a := range answers {
		last = slices.DeleteFunc(last, func(b aid.Interest) bool {
			return a.ProposalID == b.ProposalID && a.DonorID == b.DonorID && a.Portion == b.Portion
		})
		last = append(last, a)
	}
	return last
}

func missing(f aid.Fundability, items []string) []aid.Message {
	var all []aid.Message
	for _, item := range f.Items {
		if item.Missing != nil && slices.Contains(items, item.Item) {
			all = append(all, *item.Missing)
		}
	}
	return all
}

// postNeed moves a request on, or says that it still stands.
func postNeed(v *visit) (string, error) {
	id := v.requestID()
	here := v.To("/mine/", id)
	if v.values.Get("to") == "confirm" {
		_, err := v.desk.ConfirmRequest(v.ctx(), v.Who, id)
		return here, err
	}
	to, why := aid.RequestStatus(v.values.Get("to")), v.values.Get("why")
	if why == "" && to != aid.Submitted {
		return "", aid.Problems{{Field: "why", Message: aid.Say("why_required")}}
	}
	_, err := v.desk.MoveRequest(v.ctx(), v.Who, id, v.version(), to, why)
	return here, meanwhile(err, "why")
}

// preview is a request as others see it; nothing when they do not.
type preview struct {
	aid.Request
	Facts []Fact
	Eyes  string
	All   []string
	Seen  bool
}

// eyes are those that a State can borrow to look at its own request.
var eyes = map[string]aid.Audience{"donors": aid.ForDonors, "public": aid.ForPublic}

func showPreview(v *visit) (any, error) {
	name := v.c.Param("eyes")
	audience, there := eyes[name]
	if !there {
		return nil, aid.ErrNotFound
	}
	whole, err := v.desk.Request(v.ctx(), v.Who, v.requestID())
	if err != nil {
		return nil, err
	}
	all := slices.Sorted(maps.Keys(eyes))
	r, err := v.desk.RequestAs(v.ctx(), v.Who, whole.ID, audience)
	if errors.Is(err, aid.ErrNotFound) {
		return preview{Request: aid.Request{ID: whole.ID}, Eyes: name, All: all}, nil
	}
	return preview{r, v.requestFacts(r), name, all, true}, err
}

// questionPage is a question to the State.
type questionPage struct {
	aid.Question
	About aid.Request
}

func showQuestion(v *visit) (any, error) {
	r, err := v.desk.Request(v.ctx(), v.Who, v.requestID())
	if err != nil {
		return nil, err
	}
	questions, err := v.desk.Questions(v.ctx(), v.Who, r.ID)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(questions, func(q aid.Question) bool { return string(q.ID) == v.c.Param("question") })
	if i < 0 {
		return nil, aid.ErrNotFound
	}
	v.Default("answer", questions[i].Answer)
	v.Default("version", fmt.Sprint(questions[i].Version))
	return questionPage{questions[i], r}, nil
}

func postQuestion(v *visit) (string, error) {
	id := aid.QuestionID(v.c.Param("question"))
	_, err := v.desk.AnswerQuestion(v.ctx(), v.Who, id, v.version(), v.values.Get("answer"))
	if errors.Is(err, aid.ErrConflict) {
		err = v.answerMeanwhile(id)
	}
	return v.To("/mine/", v.requestID()), err
}

// answerMeanwhile shows the answer that somebody else has given beside the one that was typed.
func (v *visit) answerMeanwhile(id aid.QuestionID) error {
	all, err := v.desk.Questions(v.ctx(), v.Who, v.requestID())
	if err != nil {
		return err
	}
	problems := aid.Problems{{Field: "version", Message: aid.Say("changed_meanwhile")}}
	for _, q := range all {
		if q.ID == id {
			problems.Add("answer", "stale_field", "value", q.Answer)
		}
	}
	return problems
}
