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
				o, err := h.Offer(h.ctx, aid.Machine("test"), "O1")
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
		o, err := h.Offer(h.ctx, aid.Machine("test"), "O1")
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
	o, err := h.Offer(h.ctx, aid.Machine("test"), id)
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
	t, err := h.Totals(h.ctx, aid.Machine("test"))
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
		if r, err := h.Request(h.ctx, aid.Machine("test"), "N1"); err != nil || r.Committed.Known() {
			t.Errorf("%s is still committed to the need (%v)", r.Committed, err)
		}
		if p, err := h.Proposal(h.ctx, aid.Machine("test"), p); err != nil || p.Status != aid.DonorInterested {
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
		h.refused(err, aid.ErrNotFound, "")
		_, err = h.commit(japan, p, aid.Firm, aid.Money{Minor: 5, Currency: aid.NoCurrency}, "")
		h.refused(err, aid.ErrInvalid, "commitment_amount")
		_, err = h.CommitMoney(h.ctx, japan, aid.Commitment{ProposalID: p, Kind: aid.Firm, Amount: dollars(1), MadeOn: "2027"}, false)
		h.refused(err, aid.ErrInvalid, "commitment_day")
		_, err = h.CommitMoney(h.ctx, japan, aid.Commitment{ProposalID: p, Kind: aid.Firm, Amount: dollars(1), MadeOn: "1900-01-01"}, false)
		h.refused(err, aid.ErrInvalid, "commitment_day")
		_, err = h.commit(japan, p, aid.Pledged, dollars(1_000_000_000_001), "")
		h.refused(err, aid.ErrInvalid, "amount_too_large")
		o, err := h.Offer(h.ctx, aid.Machine("test"), "O1")
		h.must(err)
		o.Envelope, o.Forecast = aid.Money{Minor: 20_000_00, Currency: "EUR"}, true
		o, err = h.ReplaceOffer(h.ctx, japan, o)
		h.must(err)
		_, err = h.commit(japan, p, aid.Firm, dollars(10_000), "")
		h.refused(err, aid.ErrInvalid, "commitment_forecast")
		o.Forecast = false
		o, err = h.ReplaceOffer(h.ctx, japan, o)
		h.must(err)
		_, err = h.commit(japan, p, aid.Firm, aid.Money{Minor: 1, Currency: "KRW"}, "") // a fraction of a cent
		h.refused(err, aid.ErrInvalid, "amount_worth_nothing")
		_, err = h.commit(japan, p, aid.Firm, dollars(10_000), "") // in another currency, at the rate of the day
		h.must(err)
		h.lessThanCommitted()
		_ = o
	})
}

// lessThanCommitted tries to make an envelope smaller than what is committed of it, by hand and by a file.
func (h *house) lessThanCommitted() {
	h.t.Helper()
	o, err := h.Offer(h.ctx, aid.Machine("test"), "O1")
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
		u, _, err := h.Unmatched(h.ctx, aid.Machine("test"), aid.UnmatchedFilter{Round: "R2026-3"}, aid.Page{})
		h.must(err)
		if len(u) != 1 || u[0].Reason.Key != "unmatched_committed" {
			t.Errorf("the reason is %+v", u)
		}
		replay, err := h.Replay(h.ctx, aid.Machine("test"), "R2026-2")
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
	all, _, err := h.Proposals(h.ctx, aid.Machine("test"), aid.ProposalFilter{Round: round.ID}, aid.Page{Limit: 500})
	h.must(err)
	sums := map[aid.RequestID]string{}
	for _, p := range all {
		sums[p.RequestID] = p.Amount.String()
	}
	return sums
}
