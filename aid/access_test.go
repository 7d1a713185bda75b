package aid_test

import (
	"errors"
	"testing"

	"ploughshare/aid"
)

func TestWhoMayDoWhat(t *testing.T) {
	kenya := aid.Actor{Name: "focal point", Party: "KEN", Roles: []aid.Role{aid.Requester}}
	for _, c := range []struct {
		who    aid.Actor
		do     aid.Verb
		owners []aid.PartyID
		want   error
	}{
		{kenya, aid.ChangeRequests, []aid.PartyID{"KEN"}, nil},
		{kenya, aid.ChangeRequests, []aid.PartyID{"MLI"}, aid.ErrForbidden},
		{kenya, aid.JudgeRequests, []aid.PartyID{"KEN"}, aid.ErrForbidden},
		{kenya, "anything else", []aid.PartyID{"KEN"}, aid.ErrForbidden},
		{aid.Machine("schedule"), aid.MakeRounds, nil, nil},
		{aid.Actor{}, aid.AddOffers, []aid.PartyID{""}, aid.ErrUnauthenticated},
		{aid.Actor{Roles: []aid.Role{aid.Donor}}, aid.AddOffers, []aid.PartyID{""}, aid.ErrForbidden},
	} {
		if got := c.who.May(c.do, c.owners...); !errors.Is(got, c.want) {
			t.Errorf("%s: %s of %v: got %v, want %v", c.who.Name, c.do, c.owners, got, c.want)
		}
	}
}
