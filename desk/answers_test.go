package desk_test

import (
	"errors"
	"testing"

	"ploughshare/aid"
)

// Donors answer for themselves, with reasons; proposal and request follow.
func TestDonorsAnswer(t *testing.T) {
	onBoth(t, func(h *house) {
		h.offer("O1", dollars(500_000), "JPN", "NOR")
		h.request("N1", dollars(100_000))
		p := h.published("N1")[0]
		h.refused(h.answer(france, p, aid.Interested), aid.ErrNotFound, "")
		h.refused(h.answer(togo, p, aid.Interested), aid.ErrForbidden, "")
		h.refused(h.answer(japan, p, aid.NotUs), aid.ErrInvalid, "reason_required")
		h.refused(h.answer(japan, p, aid.NotUs, "mood"), aid.ErrInvalid, "not_listed")
		h.must(h.answer(japan, p, aid.NotUs, "no_money_left"))
		h.stands(p, aid.Published, "N1", aid.Circulated) // Norway has not answered
		_, err := h.AnswerProposal(h.ctx, norway, aid.Interest{ProposalID: p, Reply: aid.Interested, Portion: "training", Amount: dollars(20_000)})
		h.must(err)
		h.stands(p, aid.DonorInterested, "N1", aid.InterestShown) // in a portion only
		_, err = h.AnswerProposal(h.ctx, norway, aid.Interest{ProposalID: p, Reply: aid.NotUs, Portion: "training", Reasons: aid.List[aid.Reason]{"timing"}})
		h.must(err)
		h.stands(p, aid.Published, "N1", aid.Circulated) // it changed its mind
		h.must(h.answer(norway, p, aid.NotUs, "priorities"))
		h.stands(p, aid.DonorDeclined, "N1", aid.Circulated)
		h.must(h.answer(japan, p, aid.Interested))
		h.stands(p, aid.DonorInterested, "N1", aid.InterestShown)
		own, _, err := h.Interests(h.ctx, norway, aid.FollowFilter{Donor: "NOR"}, aid.Page{})
		h.must(err)
		if len(own) != 3 {
			t.Errorf("Norway sees %d answers of its own, want 3", len(own))
		}
		_, _, err = h.Interests(h.ctx, norway, aid.FollowFilter{Donor: "JPN"}, aid.Page{})
		h.refused(err, aid.ErrForbidden, "")
		mine, _, err := h.Interests(h.ctx, togo, aid.FollowFilter{Request: "N1"}, aid.Page{})
		h.must(err)
		if len(mine) != 5 {
			t.Errorf("Togo sees %d answers to its request, want 5", len(mine))
		}
		h.withdrawn(p)
		h.tells("N1", "event_not_us", "event_interested")
	})
}

// withdrawn takes a proposal back, after which nobody can answer it.
func (h *house) withdrawn(id aid.ProposalID) {
	h.t.Helper()
	p, err := h.Proposal(h.ctx, aid.Machine("test"), id)
	h.must(err)
	_, err = h.MoveProposal(h.ctx, japan, id, p.Version, aid.ProposalWithdrawn, "not ours to take back")
	h.refused(err, aid.ErrForbidden, "")
	_, err = h.MoveProposal(h.ctx, officer, id, p.Version, aid.Agreed, "by decree")
	h.refused(err, aid.ErrInvalid, "move_follows")
	_, err = h.MoveProposal(h.ctx, officer, id, p.Version-1, aid.ProposalWithdrawn, "seen too early")
	h.refused(err, aid.ErrConflict, "")
	_, err = h.MoveProposal(h.ctx, officer, id, p.Version, aid.ProposalWithdrawn, "a mistake")
	h.must(err)
	h.stands(id, aid.ProposalWithdrawn, "N1", aid.Circulated)
	h.refused(h.answer(japan, id, aid.Interested), aid.ErrInvalid, "proposal_not_open")
}

func (h *house) stands(id aid.ProposalID, want aid.ProposalStatus, request aid.RequestID, status aid.RequestStatus) {
	h.t.Helper()
	if p, err := h.Proposal(h.ctx, aid.Machine("test"), id); err != nil || p.Status != want {
		h.t.Errorf("the proposal is %s (%v), want %s", p.Status, err, want)
	}
	h.status(request, status)
}

// Both sides report; totals take one side's figures and flag where the two differ.
func TestResultsCountOnce(t *testing.T) {
	onBoth(t, func(h *house) {
		h.offer("O1", dollars(500_000), "JPN", "NOR")
		h.request("N1", dollars(100_000))
		h.request("N2", dollars(100_000))
		for _, p := range h.published("N1", "N2") {
			h.must(h.answer(japan, p, aid.Interested))
			h.must(h.answer(norway, p, aid.Interested))
			_, err := h.commit(japan, p, aid.Firm, dollars(100_000), "")
			h.must(err)
		}
		report := func(who aid.Actor, id aid.RequestID, unit aid.Unit, n int64) error {
			_, err := h.ReportResult(h.ctx, who, aid.Result{RequestID: id, Unit: unit, Quantity: n, AchievedOn: "2026"})
			return err
		}
		h.refused(report(togo, "N1", aid.WeaponsDestroyed, 1), aid.ErrInvalid, "result_too_early")
		for _, id := range []aid.RequestID{"N1", "N2"} {
			h.must(h.move(officer, id, aid.Introduced))
			h.must(h.move(togo, id, aid.Negotiating))
			h.must(h.move(japan, id, aid.Funded))
		}
		h.must(report(togo, "N1", aid.WeaponsDestroyed, 1000))
		h.must(report(togo, "N1", aid.WeaponsDestroyed, 500))
		h.must(report(japan, "N1", aid.WeaponsDestroyed, 1800)) // the State says 1,500
		h.must(report(japan, "N2", aid.WeaponsDestroyed, 200))  // only the donors say: the same 200
		h.must(report(norway, "N2", aid.WeaponsDestroyed, 200))
		h.must(report(togo, "N2", aid.LawsAdopted, 1))
		h.refused(report(france, "N1", aid.LawsAdopted, 1), aid.ErrInvalid, "not_a_side")
		h.refused(report(togo, "N1", "prayers_said", 1), aid.ErrInvalid, "not_listed")
		h.refused(report(togo, "N1", aid.StatesHelped, 2), aid.ErrInvalid, "more_than_countries")
		totals, err := h.Totals(h.ctx, aid.Machine("test"))
		h.must(err)
		a := totals.Achieved
		if a[aid.WeaponsDestroyed] != 1700 || a[aid.LawsAdopted] != 1 || a[aid.StatesHelped] != 1 {
			t.Errorf("achieved in all: %v", a)
		}
		if len(totals.Differ) != 1 || totals.Differ[0].State != 1500 || totals.Differ[0].Donors != 1800 {
			t.Errorf("where the sides differ: %+v", totals.Differ)
		}
		h.corrected()
		h.tells("N1", "event_reported", "event_corrected")
	})
}

// corrected mends a report; nobody mends another's.
func (h *house) corrected() {
	h.t.Helper()
	x, err := h.Result(h.ctx, "N1.R1")
	h.must(err)
	x.Quantity = 1300
	_, err = h.ReplaceResult(h.ctx, japan, x)
	h.refused(err, aid.ErrForbidden, "")
	_, err = h.ReplaceResult(h.ctx, togo, x)
	h.must(err)
	_, err = h.ReplaceResult(h.ctx, togo, x)
	if !errors.Is(err, aid.ErrConflict) {
		h.t.Errorf("an old version is mended: %v", err)
	}
	totals, err := h.Totals(h.ctx, aid.Machine("test"))
	h.must(err)
	if len(totals.Differ) != 0 || totals.Achieved[aid.WeaponsDestroyed] != 2000 {
		h.t.Errorf("both sides now say 1,800: %+v", totals)
	}
}
