package web

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ploughshare/aid"
	"ploughshare/desk"
)

// movesPage is what would become of several requests that are to go one step on together.
type movesPage struct {
	To      aid.RequestStatus
	Chosen  []aid.RequestID
	Can     []desk.Step
	Hinders []desk.Step // those that cannot go
}

// jointMoves are the steps that several requests can take together.
var jointMoves = []aid.RequestStatus{aid.Authenticated, aid.Circulated, aid.Returned, aid.Expired}

// JointMoves is what the list of requests offers to do with those that are chosen.
func (v *visit) JointMoves() []Option {
	var options []Option
	for _, to := range jointMoves {
		options = append(options, Option{string(to), v.T("moves_to_" + string(to))})
	}
	return options
}

// StepLine is one of these requests as the page tells of it.
type StepLine struct {
	Address, Text, State string
	ID                   aid.RequestID
	Tag                  Tag
}

func (v *visit) Step(s desk.Step) StepLine {
	r := s.Request
	return StepLine{v.To("/requests/", r.ID), v.Short(r.Heading()), v.Name("party", string(r.RequesterID)), r.ID, v.Tag(r.Status)}
}

func showMoves(v *visit) (any, error) {
	p := movesPage{To: aid.RequestStatus(v.values.Get("to")), Chosen: list[aid.RequestID](v.values["r"])}
	if len(p.Chosen) > 0 && !slices.Contains(jointMoves, p.To) {
		return p, aid.ErrNotFound
	}
	steps, err := v.desk.StepsTo(v.ctx(), v.Who, p.Chosen, p.To)
	for _, s := range steps {
		if len(s.Hinders) == 0 {
			p.Can = append(p.Can, s)
		} else {
			p.Hinders = append(p.Hinders, s)
		}
	}
	return p, err
}

// postMoves moves those that the visitor was shown as able to go.
func postMoves(v *visit) (string, error) {
	to := aid.RequestStatus(v.values.Get("to"))
	var seen []desk.Seen
	for _, text := range v.values["seen"] {
		id, number, _ := strings.Cut(text, " ")
		version, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return "", fmt.Errorf("version of %s: %w", id, aid.ErrInvalid)
		}
		seen = append(seen, desk.Seen{ID: aid.RequestID(id), Version: version})
	}
	return v.To("/requests?status=", to), v.desk.MoveRequests(v.ctx(), v.Who, seen, to, v.text("why"))
}
