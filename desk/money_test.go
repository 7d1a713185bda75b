package desk_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"ploughshare/aid"
	"ploughshare/desk"
)

// Twelve writers put 10,000 dollars each on one envelope of 70,000, for six different needs, all at once: seven come
// through, the others are told what is left, and the sums on record agree.
func TestNoEnvelopeIsOvercommitted(t *testing.T) {
	onBoth(t, func(h *house) {
		const needs, writers = 6, 12
		h.offer("O1", dollars(70_000), "JPN")
		var ids []aid.RequestID
		for i := range needs {
			ids = append(ids, aid.RequestID(fmt.Sprintf("N%d", i)))
			h.request(ids[i], dollars(10_500))
		}
		proposals := h.published(ids...)
		for _, p := range proposals {
			h.must(h.answer(japan, p, aid.Interested))
		}
		failures := make([]error, writers)
		var all sync.WaitGroup
		for i := range writers {
			all.Go(func() {
				c := aid.Commitment{ProposalID: proposals[i%needs], Kind: aid.Firm, Amount: dollars(10_000)}
				_, failures[i] = h.CommitMoney(h.ctx, japan, c, true)
			})
		}
		all.Wait()
		won := 0
		for _, err := range failures {
			if err == nil {
				won++
				continue
			}
			h.refused(err, aid.ErrInvalid, "envelope_exceeded")
		}
		if won != 7 {
			t.Errorf("%d of %d commitments were kept, want 7", won, writers)
		}
		h.committed("O1", dollars(70_000))
		if left, _, err := h.Commitments(h.ctx, officer, aid.FollowFilter{Donor: "JPN"}, aid.Page{}); err != nil || len(left) != 7 {
			t.Errorf("%d commitments are on record (%v)", len(left), err)
		}
	})
}

// A donor makes its envelope smaller while others commit of it: whoever comes first, it holds what is committed.
func TestAnEnvelopeDoesNotShrinkUnderCommitments(t *testing.T) {
	onBoth(t, func(h *house) {
		h.offer("O1", dollars(60_000), "JPN")
		h.request("N1", dollars(200_000))
		p := h.published("N1")[0]
		h.must(h.answer(japan, p, aid.Interested))
		var all sync.WaitGroup
		for range 6 {
			all.Go(func() { h.commit(japan, p, aid.Firm, dollars(10_000), "") })
		}
		for n := range int64(4) {
			all.Go(func() {
				o, err := h.Offer(h.ctx, "O1")
				o.Envelope = dollars(50_000 - 10_000*n)
				if err == nil {
					_, err = h.ReplaceOffer(h.ctx, japan, o)
				}
				if err != nil && !errors.Is(err, aid.ErrConflict) && !errors.Is(err, aid.ErrInvalid) {
					t.Error(err)
				}
			})
		}
		all.Wait()
		o, err := h.Offer(h.ctx, "O1")
		h.must(err)
		if o.Committed.Minor > o.Envelope.Minor || !o.Committed.Known() {
			t.Errorf("%s of %s is committed", o.Committed, o.Envelope)
		}
		h.committed("O1", o.Committed)
	})
}

// committed compares what an offer says is committed with the sum of what stands.
func (h *house) committed(id aid.OfferID, want aid.Money) {
	h.t.Helper()
	o, err := h.Offer(h.ctx, id)
	h.must(err)
	all, _, err := h.Commitments(h.ctx, officer, aid.FollowFilter{}, aid.Page{Limit: 500})
	h.must(err)
	sum := aid.Money{}
	for _, c := range all {
		if c.OfferID == id {
			sum = sum.Plus(c.OfOffer)
		}
	}
	if o.Committed != want || sum != want {
		h.t.Errorf("%s: %q committed, commitments add up to %q, want %q", id, o.Committed, sum, want)
	}
}

// Two offers, one need, many writers: the need is not overfunded unless somebody says so.
func TestNoNeedIsOverfundedUnawares(t *testing.T) {
	onBoth(t, func(h *house) {
		h.offer("O1", dollars(50_000), "JPN", "NOR")
		h.request("N1", dollars(40_000))
		p := h.published("N1")[0]
		h.must(h.answer(japan, p, aid.Interested))
		failures := make([]error, 6)
		var all sync.WaitGroup
		for i := range failures {
			who := []aid.Actor{japan, norway}[i%2]
			all.Go(func() { _, failures[i] = h.commit(who, p, aid.Firm, dollars(15_000), "") })
		}
		all.Wait()
		won := 0
		for _, err := range failures {
			if err == nil {
				won++
			} else {
				h.refused(err, aid.ErrInvalid, "need_exceeded")
			}
		}
		if won != 2 {
			t.Errorf("%d of 6 commitments of 15,000 went into a need of 40,000", won)
		}
		over := aid.Commitment{ProposalID: p, Kind: aid.Firm, Amount: dollars(20_000)}
		_, err := h.CommitMoney(h.ctx, japan, over, false)
		h.refused(err, aid.ErrInvalid, "need_exceeded")
		_, err = h.CommitMoney(h.ctx, japan, over, true)
		h.must(err)
		h.committed("O1", dollars(50_000))
	})
}

// A pledge, the commitment that makes it good, and its payments are one sum.
func TestEachSumCountsOnce(t *testing.T) {
	onBoth(t, func(h *house) {
		h.offer("O1", dollars(500_000), "JPN", "NOR")
		h.request("N1", dollars(100_000))
		p := h.published("N1")[0]
		_, err := h.commit(japan, p, aid.Pledged, dollars(60_000), "")
		h.refused(err, aid.ErrInvalid, "commitment_too_early")
		h.must(h.answer(japan, p, aid.Interested))
		pledge, err := h.commit(japan, p, aid.Pledged, dollars(60_000), "")
		h.must(err)
		h.totals(0, 0, 60_000)
		_, err = h.commit(norway, p, aid.Firm, dollars(50_000), pledge.ID)
		h.refused(err, aid.ErrInvalid, "commitment_previous")
		firm, err := h.commit(japan, p, aid.Firm, dollars(50_000), pledge.ID)
		h.must(err)
		h.totals(50_000, 0, 10_000)
		_, err = h.commit(japan, p, aid.Disbursed, dollars(30_000), firm.ID)
		h.must(err)
		h.totals(50_000, 30_000, 10_000)
		_, err = h.commit(japan, p, aid.Disbursed, dollars(30_000), firm.ID)
		h.refused(err, aid.ErrInvalid, "payment_above_commitment")
		last, err := h.commit(japan, p, aid.Disbursed, dollars(20_000), firm.ID)
		h.must(err)
		h.totals(50_000, 50_000, 10_000)
		_, err = h.commit(norway, p, aid.Disbursed, dollars(5_000), "") // paid without a word before
		h.must(err)
		h.totals(55_000, 55_000, 10_000)
		h.committed("O1", dollars(55_000))
		_, err = h.CancelCommitment(h.ctx, japan, firm.ID, firm.Version, "the parliament says no")
		h.refused(err, aid.ErrInvalid, "cancel_made_good")
		_, err = h.CancelCommitment(h.ctx, norway, last.ID, last.Version, "not ours")
		h.refused(err, aid.ErrForbidden, "")
		_, err = h.CancelCommitment(h.ctx, japan, last.ID, last.Version, "came back")
		h.must(err)
		h.totals(55_000, 35_000, 10_000)
		h.tells("N1", "event_pledge", "event_commitment", "event_disbursement", "event_cancelled")
	})
}

func (h *house) totals(committed, paid, pledged int64) {
	h.t.Helper()
	t, err := h.Totals(h.ctx)
	h.must(err)
	got := fmt.Sprint(t.Committed.Minor/100, t.Paid.Minor/100, t.Pledged.Minor/100)
	if want := fmt.Sprint(committed, paid, pledged); got != want || t.Unrated != 0 {
		h.t.Errorf("committed, paid and pledged are %s, want %s", got, want)
	}
}

// A donor that backs out frees its envelope and the need; the proposal is no longer agreed.
func TestCancelledMoneyIsFreeAgain(t *testing.T) {
	onBoth(t, func(h *house) {
		h.offer("O1", dollars(60_000), "JPN")
		h.request("N1", dollars(60_000))
		p := h.published("N1")[0]
		h.must(h.answer(japan, p, aid.Interested))
		c, err := h.commit(japan, p, aid.Firm, dollars(60_000), "")
		h.must(err)
		h.refused(h.move(officer, "N1", aid.Expired), aid.ErrInvalid, "unmet_no_money")
		_, err = h.CancelCommitment(h.ctx, japan, c.ID, c.Version, "budget cut")
		h.must(err)
		_, err = h.CancelCommitment(h.ctx, japan, c.ID, c.Version+1, "again")
		h.refused(err, aid.ErrInvalid, "cancelled_already")
		h.committed("O1", aid.Money{})
		if r, err := h.Request(h.ctx, "N1"); err != nil || r.Committed.Known() {
			t.Errorf("%s is still committed to the need (%v)", r.Committed, err)
		}
		if p, err := h.Proposal(h.ctx, p); err != nil || p.Status != aid.DonorInterested {
			t.Errorf("the proposal is %s (%v)", p.Status, err)
		}
		_, err = h.commit(japan, p, aid.Firm, dollars(60_000), "")
		h.must(err)
	})
}

// What cannot be kept is refused with the reason.
func TestMoneyThatCannotBeCommitted(t *testing.T) {
	onBoth(t, func(h *house) {
		h.offer("O1", aid.Money{}, "JPN")
		h.request("N1", dollars(50_000))
		p := h.published("N1")[0]
		h.must(h.answer(japan, p, aid.Interested))
		_, err := h.commit(japan, p, aid.Firm, dollars(10_000), "")
		h.refused(err, aid.ErrInvalid, "commitment_envelope_unknown")
		_, err = h.commit(japan, p, aid.Pledged, dollars(10_000), "")
		h.must(err)
		_, err = h.commit(france, p, aid.Firm, dollars(10_000), "")
		h.refused(err, aid.ErrInvalid, "not_a_donor")
		_, err = h.commit(japan, p, aid.Firm, aid.Money{Minor: 5, Currency: aid.NoCurrency}, "")
		h.refused(err, aid.ErrInvalid, "commitment_amount")
		_, err = h.CommitMoney(h.ctx, japan, aid.Commitment{ProposalID: p, Kind: aid.Firm, Amount: dollars(1), MadeOn: "2027"}, false)
		h.refused(err, aid.ErrInvalid, "commitment_day")
		o, err := h.Offer(h.ctx, "O1")
		h.must(err)
		o.Envelope, o.Forecast = aid.Money{Minor: 20_000_00, Currency: "EUR"}, true
		o, err = h.ReplaceOffer(h.ctx, japan, o)
		h.must(err)
		_, err = h.commit(japan, p, aid.Firm, dollars(10_000), "")
		h.refused(err, aid.ErrInvalid, "commitment_forecast")
		o.Forecast = false
		o, err = h.ReplaceOffer(h.ctx, japan, o)
		h.must(err)
		_, err = h.commit(japan, p, aid.Firm, dollars(10_000), "") // in another currency, at the rate of the day
		h.must(err)
		h.lessThanCommitted()
		_ = o
	})
}

// lessThanCommitted tries to make an envelope smaller than what is committed of it, by hand and by a file.
func (h *house) lessThanCommitted() {
	h.t.Helper()
	o, err := h.Offer(h.ctx, "O1")
	h.must(err)
	if o.Committed.Currency != "EUR" || o.Committed.Minor < 5_000_00 || o.Committed.Minor > 15_000_00 {
		h.t.Errorf("of an envelope in euros %s is committed", o.Committed)
	}
	o.Envelope.Minor = o.Committed.Minor - 1
	_, err = h.ReplaceOffer(h.ctx, japan, o)
	h.refused(err, aid.ErrInvalid, "envelope_below_committed")
	file := "id,donor,programme,form,themes,eligible_regions_or_states,amount,currency\nO1,JPN,Marking in West Africa,bilateral_programme,marking,TGO,100,EUR\n"
	report, err := load(h.t, h.Desk, "offers.csv", file, desk.ImportOptions{})
	h.must(err)
	if report.Refused != 1 || report.Problems[0].Key != "envelope_below_committed" {
		h.t.Errorf("a file makes the envelope too small: %+v", report)
	}
}

// What is committed is not proposed again: the next round sees what is left of the envelope and of the need.
func TestTheNextRoundSeesWhatIsLeft(t *testing.T) {
	onBoth(t, func(h *house) {
		h.offer("O1", dollars(100_000), "JPN")
		h.request("N1", dollars(80_000))
		h.request("N2", dollars(80_000))
		proposals := h.published("N1", "N2")
		for _, p := range proposals {
			h.must(h.answer(japan, p, aid.Interested))
		}
		_, err := h.commit(japan, proposals[0], aid.Firm, dollars(50_000), "")
		h.must(err)
		h.must(h.move(officer, "N2", aid.Introduced)) // no longer takes part
		if sums := h.proposed(); len(sums) != 1 || sums["N1"] != "30000.00 USD" {
			t.Errorf("30,000 of need meet 50,000 of envelope; proposed: %v", sums)
		}
		_, err = h.commit(japan, proposals[1], aid.Firm, dollars(50_000), "")
		h.must(err)
		if sums := h.proposed(); len(sums) != 0 {
			t.Errorf("nothing is left; proposed: %v", sums)
		}
		u, _, err := h.Unmatched(h.ctx, aid.UnmatchedFilter{Round: "R2026-3"}, aid.Page{})
		h.must(err)
		if len(u) != 1 || u[0].Reason.Key != "unmatched_committed" {
			t.Errorf("the reason is %+v", u)
		}
		replay, err := h.Replay(h.ctx, "R2026-2")
		if err != nil || !replay.Same {
			t.Errorf("an earlier round, run again: %v %+v", err, replay.Differences)
		}
	})
}

// proposed makes a round and returns its sums by request.
func (h *house) proposed() map[aid.RequestID]string {
	h.t.Helper()
	round, err := h.Match(h.ctx, officer, h.Today())
	h.must(err)
	all, _, err := h.Proposals(h.ctx, aid.ProposalFilter{Round: round.ID}, aid.Page{Limit: 500})
	h.must(err)
	sums := map[aid.RequestID]string{}
	for _, p := range all {
		sums[p.RequestID] = p.Amount.String()
	}
	return sums
}

// Donors answer for themselves, with reasons; proposal and request follow.
func TestDonorsAnswer(t *testing.T) {
	onBoth(t, func(h *house) {
		h.offer("O1", dollars(500_000), "JPN", "NOR")
		h.request("N1", dollars(100_000))
		p := h.published("N1")[0]
		h.refused(h.answer(france, p, aid.Interested), aid.ErrInvalid, "not_a_donor")
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
	p, err := h.Proposal(h.ctx, id)
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
	if p, err := h.Proposal(h.ctx, id); err != nil || p.Status != want {
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
		totals, err := h.Totals(h.ctx)
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
	totals, err := h.Totals(h.ctx)
	h.must(err)
	if len(totals.Differ) != 0 || totals.Achieved[aid.WeaponsDestroyed] != 2000 {
		h.t.Errorf("both sides now say 1,800: %+v", totals)
	}
}
