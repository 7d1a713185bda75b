package desk_test

import (
	"slices"
	"strings"
	"testing"

	"ploughshare/aid"
	"ploughshare/desk"
)

// meeting plans one in ten days, with two requests on its agenda.
func (h *house) meeting() aid.Meeting {
	h.t.Helper()
	m, err := h.AddMeeting(h.ctx, officer, aid.Meeting{
		ID: "GIS", Title: "Group of Interested States", Place: "New York", Starts: "2026-12-14", Ends: "2026-12-15", CutOff: "2026-12-10",
		Agenda: aid.List[aid.AgendaItem]{
			{Kind: aid.ItemFree, Title: "Opening"}, {Kind: aid.ItemRequest, Subject: "N1"}, {Kind: aid.ItemRequest, Subject: "N2"},
		},
		Participants: aid.List[aid.Participant]{{PartyID: "JPN", Persons: aid.List[string]{"Ms Tanaka"}}, {PartyID: "TGO"}},
	})
	h.must(err)
	return m
}

// now is the meeting as it stands.
func (h *house) sitting() aid.Meeting {
	h.t.Helper()
	m, err := h.Meeting(h.ctx, officer, "GIS")
	h.must(err)
	return m
}

// circulate brings requests before donors.
func (h *house) circulate(ids ...aid.RequestID) {
	h.t.Helper()
	for _, id := range ids {
		h.must(h.move(officer, id, aid.Authenticated))
	}
	h.passes(8)
	for _, id := range ids {
		h.must(h.move(officer, id, aid.Circulated))
	}
}

// A meeting from the plan to the last action.
func TestAWholeMeeting(t *testing.T) {
	onBoth(t, func(h *house) {
		h.request("N1", dollars(100_000))
		h.request("N2", dollars(60_000))
		h.offer("O1", dollars(500_000), "JPN")
		h.offer("O2", dollars(500_000), "NOR")
		m := h.meeting()
		h.circulate("N1")
		_, err := h.Publish(h.ctx, officer, "GIS", m.Version)
		h.refused(err, aid.ErrInvalid, "meeting_no_round")
		h.passes(9) // beyond the cut-off
		h.request("N3", dollars(10_000))
		round, err := h.MatchFor(h.ctx, officer, "GIS")
		h.must(err)
		if round.MeetingID != "GIS" || round.AsOf != "2026-12-10" || round.Requests != 2 {
			t.Errorf("the round is %+v", round)
		}
		if m = h.sitting(); m.RoundID != round.ID {
			t.Errorf("before the meeting is %q, want %s", m.RoundID, round.ID)
		}
		h.curated(t, round)
		h.published2(t)
		h.held(t)
		v, err := h.Verify(h.ctx, aid.Machine("test"))
		h.must(err)
		if len(v.Findings) > 0 {
			t.Errorf("found %v", v.Findings)
		}
	})
}

// curated vetoes what was proposed for N1 and pins a part of it elsewhere.
func (h *house) curated(t *testing.T, base aid.Round) {
	proposed := h.pairs(base.ID)
	got := proposed["N1"]
	other := map[aid.OfferID]aid.OfferID{"O1": "O2", "O2": "O1"}[got]
	_, err := h.Curate(h.ctx, japan, aid.Curation{RoundID: base.ID, Kind: aid.Veto, RequestID: "N1", OfferID: got, Reason: "x"})
	h.refused(err, aid.ErrForbidden, "")
	_, err = h.Curate(h.ctx, officer, aid.Curation{RoundID: base.ID, Kind: aid.Veto, RequestID: "N1", OfferID: got})
	h.refused(err, aid.ErrInvalid, "required")
	_, err = h.Curate(h.ctx, officer, aid.Curation{RoundID: base.ID, Kind: aid.Pin, RequestID: "N1", OfferID: other, Amount: dollars(900_000), Reason: "x"})
	h.refused(err, aid.ErrInvalid, "pin_over_need")
	veto, err := h.Curate(h.ctx, officer, aid.Curation{RoundID: base.ID, Kind: aid.Veto, RequestID: "N1", OfferID: got, Reason: "the donor said no in the briefing"})
	h.must(err)
	_, err = h.Curate(h.ctx, officer, aid.Curation{RoundID: base.ID, Kind: aid.Pin, RequestID: "N1", OfferID: got, Amount: dollars(1000), Reason: "x"})
	h.refused(err, aid.ErrInvalid, "curation_twice")
	found, err := h.MatchCurated(h.ctx, officer, base.ID)
	h.must(err)
	if p := h.pairs(found.Round.ID); p["N1"] != other || found.Round.Base != base.ID || found.Round.MeetingID != "GIS" || found.Price.Change.Value > 0 {
		t.Errorf("curated: %v, %+v", p, found)
	}
	replay, err := h.Replay(h.ctx, officer, found.Round.ID)
	h.must(err)
	if !replay.Same {
		t.Errorf("replayed otherwise: %v", replay.Differences)
	}
	_, err = h.UndoCuration(h.ctx, officer, veto.ID, veto.Version, "it said yes after all")
	h.must(err)
	_, err = h.UndoCuration(h.ctx, officer, veto.ID, veto.Version+1, "again")
	h.refused(err, aid.ErrInvalid, "curation_undone")
	undone, err := h.MatchCurated(h.ctx, officer, found.Round.ID)
	h.must(err)
	if undone.Round.Digest != base.Digest || undone.Round.InputsDigest != base.InputsDigest || undone.Price.Change != (aid.Coverage{}) {
		t.Errorf("with all undone the round is another: %+v", undone)
	}
	pin, err := h.Curate(h.ctx, officer, aid.Curation{RoundID: undone.Round.ID, Kind: aid.Pin, RequestID: "N1", OfferID: other, Amount: dollars(30_000), Reason: "agreed by both"})
	h.must(err)
	if pin.RoundID != base.ID {
		t.Errorf("the pin is on %s", pin.RoundID)
	}
	found, err = h.MatchCurated(h.ctx, officer, base.ID)
	h.must(err)
	p, err := h.Proposal(h.ctx, officer, aid.NewProposalID(found.Round.ID, "N1", other))
	h.must(err)
	if p.Amount.Minor < 30_000_00 || len(p.Curations) != 1 || p.Curations[0].Args["reason"] != "agreed by both" {
		t.Errorf("pinned: %+v", p)
	}
}

// pairs are the offers proposed to requests, those of the highest rank.
func (h *house) pairs(round aid.RoundID) map[aid.RequestID]aid.OfferID {
	all, _, err := h.Proposals(h.ctx, officer, aid.ProposalFilter{Round: round}, aid.Page{})
	h.must(err)
	found := map[aid.RequestID]aid.OfferID{}
	for _, p := range slices.Backward(all) {
		found[p.RequestID] = p.OfferID
	}
	return found
}

// published2 publishes, withdraws and publishes anew. N2 is not circulated, so its proposal is left out.
func (h *house) published2(t *testing.T) {
	for _, s := range []aid.Subscription{
		{Address: "mailto:tokyo@example.org", PartyID: "JPN"}, {Address: "mailto:oslo@example.org", PartyID: "NOR"},
	} {
		s.Events, s.Rhythm, s.Language = aid.List[aid.Event]{aid.OnPublished, aid.OnWithdrawn, aid.OnAction}, aid.AtOnce, "en"
		_, err := h.Subscribe(h.ctx, officer, s)
		h.must(err)
	}
	m := h.sitting()
	_, err := h.Publish(h.ctx, japan, "GIS", m.Version)
	h.refused(err, aid.ErrForbidden, "")
	_, err = h.Publish(h.ctx, officer, "GIS", m.Version-1)
	h.refused(err, aid.ErrConflict, "")
	_, err = h.Withdraw(h.ctx, officer, "GIS", m.Version, "x")
	h.refused(err, aid.ErrInvalid, "meeting_not_published")
	p, err := h.Publish(h.ctx, officer, "GIS", m.Version)
	h.must(err)
	if len(p.Moved) == 0 || len(p.Left) != 1 || !strings.Contains(string(p.Left[0].ID), ".N2.") || p.Left[0].Reason.Key != "unmet_circulated" {
		t.Errorf("published: %+v", p)
	}
	_, err = h.MatchFor(h.ctx, officer, "GIS")
	h.refused(err, aid.ErrInvalid, "meeting_published")
	told := h.told(aid.OnPublished)
	p, err = h.Withdraw(h.ctx, officer, "GIS", p.Meeting.Version, "figures were wrong")
	h.must(err)
	withdrawn := h.told(aid.OnWithdrawn)
	if told == 0 || withdrawn != told || len(p.Moved) == 0 || p.Meeting.PublishedOn != "" {
		t.Errorf("%d notices of publication, %d of withdrawal: %+v", told, withdrawn, p)
	}
	_, err = h.MatchFor(h.ctx, officer, "GIS")
	h.must(err)
	p, err = h.Publish(h.ctx, officer, "GIS", h.sitting().Version)
	h.must(err)
	if len(p.Moved) == 0 {
		t.Errorf("published anew: %+v", p)
	}
}

func (h *house) told(event aid.Event) int {
	notices, _, err := h.Notices(h.ctx, officer, aid.NoticeFilter{Event: event}, aid.Page{})
	h.must(err)
	return len(notices)
}

// held goes through the agenda.
func (h *house) held(t *testing.T) {
	m := h.sitting()
	offer := h.pairs(m.RoundID)["N1"]
	donor := map[aid.OfferID]aid.Actor{"O1": japan, "O2": norway}[offer]
	id := aid.NewProposalID(m.RoundID, "N1", offer)
	said := aid.Interest{MeetingID: "GIS", ProposalID: id, DonorID: donor.Party, Reply: aid.Interested, Portion: aid.Whole, RepliedBy: "Ms Tanaka"}
	_, err := h.NoteInterest(h.ctx, officer, said)
	h.refused(err, aid.ErrInvalid, "meeting_not_held")
	m, err = h.MoveMeeting(h.ctx, officer, "GIS", m.Version, aid.Held, "opened")
	h.must(err)
	_, err = h.TakeUp(h.ctx, officer, "GIS", m.Version, 4, "")
	h.refused(err, aid.ErrInvalid, "agenda_number")
	m, err = h.TakeUp(h.ctx, officer, "GIS", m.Version, 1, "")
	h.must(err)
	m, err = h.TakeUp(h.ctx, officer, "GIS", m.Version, 2, "opened by the chair")
	h.must(err)
	_, err = h.NoteInterest(h.ctx, donor, said)
	h.refused(err, aid.ErrForbidden, "")
	i, err := h.NoteInterest(h.ctx, officer, said)
	h.must(err)
	if i.RecordedBy != officer.Name || i.RepliedBy != "Ms Tanaka" || i.MeetingID != "GIS" {
		t.Errorf("noted %+v", i)
	}
	h.status("N1", aid.InterestShown)
	a, err := h.NoteAction(h.ctx, officer, aid.Action{MeetingID: "GIS", Item: 2, Text: "Send the plan of the store", OwnerID: "TGO", DueOn: "2026-12-20"})
	h.must(err)
	if a.RequestID != "N1" {
		t.Errorf("the action is about %q", a.RequestID)
	}
	s, err := h.Sitting(h.ctx, officer, "GIS")
	h.must(err)
	if s.Meeting.Agenda[0].Note != "opened by the chair" || s.Request == nil || s.Request.ID != "N1" || s.Next.Subject != "N2" ||
		len(s.Proposals) == 0 || len(s.Answers) != 1 || len(s.Actions) != 1 {
		t.Errorf("sitting: %+v", s)
	}
	h.actions(t, a)
}

func (h *house) actions(t *testing.T, a desk.LoggedAction) {
	h.passes(30)
	for _, c := range []struct {
		who  aid.Actor
		f    aid.ActionFilter
		want int
	}{{officer, aid.ActionFilter{}, 1}, {togo, aid.ActionFilter{}, 1}, {japan, aid.ActionFilter{}, 0}, {officer, aid.ActionFilter{Owner: "JPN"}, 0}} {
		if all, _, err := h.Actions(h.ctx, c.who, c.f, true, aid.Page{}); err != nil || len(all) != c.want || c.want > 0 && !all[0].Overdue {
			t.Errorf("%s has %v overdue (%v), want %d", c.who.Name, all, err, c.want)
		}
	}
	_, _, err := h.Actions(h.ctx, japan, aid.ActionFilter{Owner: "TGO"}, false, aid.Page{})
	h.refused(err, aid.ErrForbidden, "")
	_, err = h.MoveAction(h.ctx, japan, a.ID, a.Version, aid.ActionDone, "x")
	h.refused(err, aid.ErrForbidden, "")
	a, err = h.MoveAction(h.ctx, togo, a.ID, a.Version, aid.ActionDone, "sent by pouch")
	h.must(err)
	if a.Overdue || a.DoneBy != togo.Name {
		t.Errorf("done: %+v", a)
	}
	_, err = h.MoveAction(h.ctx, togo, a.ID, a.Version, aid.ActionDone, "again")
	h.refused(err, aid.ErrInvalid, "move_not_allowed")
}

// Who sees which meeting, and what of it.
func TestWhoSeesAMeeting(t *testing.T) {
	onBoth(t, func(h *house) {
		h.request("N1", dollars(100_000))
		h.request("N2", dollars(60_000))
		m := h.meeting()
		for _, who := range []aid.Actor{{}, norway} {
			_, err := h.Meeting(h.ctx, who, "GIS")
			h.refused(err, aid.ErrNotFound, "GIS")
		}
		seen, err := h.Meeting(h.ctx, japan, "GIS")
		h.must(err)
		if len(seen.Agenda) != 3 || len(seen.Participants) != 2 || len(seen.Participants[0].Persons) != 0 { // donors see submitted requests
			t.Errorf("Japan sees %+v", seen)
		}
		m.Announced = true
		_, err = h.ReplaceMeeting(h.ctx, japan, m)
		h.refused(err, aid.ErrForbidden, "")
		_, err = h.ReplaceMeeting(h.ctx, officer, m)
		h.must(err)
		_, err = h.ReplaceMeeting(h.ctx, officer, m)
		h.refused(err, aid.ErrConflict, "")
		seen, err = h.Meeting(h.ctx, aid.Actor{}, "GIS")
		h.must(err)
		if len(seen.Agenda) != 1 || len(seen.Participants) != 0 || seen.Title == "" {
			t.Errorf("the public sees %+v", seen)
		}
		m.Ends, m.Agenda[1].Subject = "2026-12-01", "NONE"
		_, err = h.ReplaceMeeting(h.ctx, officer, m)
		h.refused(err, aid.ErrInvalid, "meeting_ends_early")
	})
}
