package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"ploughshare/aid"
	"ploughshare/matcher"
	"ploughshare/papers"
	"ploughshare/store"
)

// Dossier is all that a round's papers look at, but for what it takes to solve the round again.
func (d *Desk) Dossier(ctx context.Context, who aid.Actor, id aid.RoundID) (papers.Dossier, error) {
	if err := who.May(aid.ReadRounds); err != nil {
		return papers.Dossier{}, err
	}
	dossier, _, err := d.roundDossier(ctx, who, aid.Subject{Round: id})
	return dossier, err
}

// dossier gathers all that a paper looks at, as the actor may see it.
func (d *Desk) dossier(ctx context.Context, who aid.Actor, k papers.Kind, s aid.Subject) (papers.Dossier, error) {
	if err := mayWrite(who, k, s); err != nil {
		return papers.Dossier{}, err
	}
	s, err := d.checkSubject(ctx, k, s)
	if err != nil {
		return papers.Dossier{}, err
	}
	var dossier papers.Dossier
	switch k.Of {
	case papers.OfState:
		dossier, err = d.stateDossier(ctx, who, s.Party)
	case papers.OfYear:
		dossier, err = d.yearDossier(ctx, s.Year)
	default:
		dossier, s, err = d.paperOfRound(ctx, who, k, s)
	}
	if err != nil {
		return papers.Dossier{}, err
	}
	dossier.Subject = s
	return d.withTranslations(ctx, dossier)
}

// withTranslations adds what the texts of the requests say in other languages.
func (d *Desk) withTranslations(ctx context.Context, dossier papers.Dossier) (papers.Dossier, error) {
	ids := make([]aid.RequestID, len(dossier.Items))
	for i, item := range dossier.Items {
		ids[i] = item.Request.ID
	}
	var err error
	dossier.Translations, err = d.store.TranslationsOf(ctx, ids...)
	return dossier, err
}

// paperOfRound is the dossier of a round, with what only papers say, narrowed to the subject.
func (d *Desk) paperOfRound(ctx context.Context, who aid.Actor, k papers.Kind, s aid.Subject) (papers.Dossier, aid.Subject, error) {
	dossier, b, err := d.roundDossier(ctx, who, s)
	if err != nil {
		return dossier, s, err
	}
	s.Round = dossier.Round.ID
	if k.Of == papers.OfDonor {
		b.narrowToDonor(&dossier, s.Party)
		return dossier, s, nil
	}
	if err := d.addOthers(ctx, b, &dossier); err != nil {
		return dossier, s, err
	}
	if k.Of == papers.OfRound {
		return dossier, s, d.addWorth(ctx, b, &dossier)
	}
	return dossier, s, narrow(&dossier, s)
}

// roundDossier is of a round: requests, offers and reference data as they were in it, proposals as they stand now, and
// only those to a donor where the subject names one. Papers are for donors, so requests whose State consents to no
// showing are left out.
func (d *Desk) roundDossier(ctx context.Context, who aid.Actor, s aid.Subject) (papers.Dossier, briefed, error) {
	round, in, out, err := d.record(ctx, s.Round)
	if err != nil {
		return papers.Dossier{}, briefed{}, err
	}
	b := briefed{who: who, in: in, out: out, offers: map[aid.OfferID]aid.Offer{}, withheld: map[string]bool{}}
	for _, o := range in.Offers {
		b.offers[o.ID] = o
	}
	for _, r := range in.Requests {
		b.withheld[string(r.ID)] = r.Consent == aid.ConsentNone
	}
	dossier := papers.Dossier{
		Round: round, Reference: in.Reference, Register: aid.NewRegister(in.Reference), Blocking: out.Blocking,
		Past: in.Pairings, Offers: in.Offers,
	}
	proposed := map[aid.RequestID][]papers.Proposed{}
	err = d.eachProposal(ctx, who, round.ID, s.Party, func(p aid.Proposal) {
		p.Caveats = slices.DeleteFunc(p.Caveats, func(m aid.Message) bool { return b.withheld[m.Args["request"]] })
		proposed[p.RequestID] = append(proposed[p.RequestID], papers.Proposed{Proposal: p, Offer: b.offers[p.OfferID]})
	})
	b.put(&dossier, proposed)
	return dossier, b, err
}

// briefed is the record of a round while a dossier is made of it.
type briefed struct {
	who      aid.Actor
	in       aid.Inputs
	out      aid.Outcome
	offers   map[aid.OfferID]aid.Offer
	withheld map[string]bool // requests whose States consent to no showing
}

// put puts the requests and joint requests into a dossier.
func (b briefed) put(dossier *papers.Dossier, proposed map[aid.RequestID][]papers.Proposed) {
	unmatched, short, needs := map[aid.RequestID]*aid.Unmatched{}, map[aid.RequestID]*aid.Short{}, map[string]int64{}
	for i := range b.out.Unmatched {
		unmatched[b.out.Unmatched[i].RequestID] = &b.out.Unmatched[i]
	}
	for i := range b.out.Short {
		short[b.out.Short[i].RequestID] = &b.out.Short[i]
	}
	for _, price := range b.out.Needs {
		needs[price.ID] = price.Thousands
	}
	for _, r := range b.in.Requests {
		u := unmatched[r.ID]
		switch {
		case r.Consent == aid.ConsentNone:
			dossier.Withheld++
		case u != nil && u.Barred:
			dossier.Aside = append(dossier.Aside, papers.Aside{Request: r, Reason: u.Reason})
		default:
			dossier.Items = append(dossier.Items, papers.Item{
				Request: r, Proposals: proposed[r.ID], Short: short[r.ID], Unmatched: u, Thousands: needs[string(r.ID)],
			})
		}
	}
	for _, joint := range b.out.Bundles {
		if !slices.ContainsFunc(joint.Members, func(m aid.Member) bool { return b.withheld[string(m.RequestID)] }) {
			dossier.Bundles = append(dossier.Bundles, papers.Joint{Bundle: joint, Offer: b.offers[joint.OfferID]})
		}
	}
}

// narrowToDonor leaves what is proposed to a donor, and of each request what its reader may see of it. Joint requests
// are the secretariat's until it has put them to somebody.
func (b briefed) narrowToDonor(dossier *papers.Dossier, donor aid.PartyID) {
	theirs := func(o aid.Offer) bool { return slices.Contains(o.Donors, donor) }
	var items []papers.Item
	for _, item := range dossier.Items {
		seen, ok := item.Request.For(b.who.Sees(aid.ReadRequests, item.Request.RequesterID))
		if len(item.Proposals) == 0 || !ok {
			continue
		}
		item.Request, item.Short, item.Unmatched = seen, nil, nil
		items = append(items, item)
	}
	dossier.Items, dossier.Aside, dossier.Withheld = items, nil, 0
	dossier.Offers = slices.DeleteFunc(slices.Clone(dossier.Offers), func(o aid.Offer) bool { return !theirs(o) })
	dossier.Bundles = slices.DeleteFunc(dossier.Bundles, func(j papers.Joint) bool {
		return !theirs(j.Offer) || b.who.May(aid.ReadRounds) != nil
	})
}

// narrow leaves the requests that the subject names, which for a joint one are its members.
func narrow(dossier *papers.Dossier, s aid.Subject) error {
	wanted := slices.Clone(s.Requests)
	dossier.Bundles = slices.DeleteFunc(dossier.Bundles, func(j papers.Joint) bool { return j.Bundle.ID != s.Bundle })
	for _, j := range dossier.Bundles {
		for _, m := range j.Bundle.Members {
			wanted = append(wanted, m.RequestID)
		}
	}
	if s.Bundle != "" && len(dossier.Bundles) == 0 {
		return fmt.Errorf("joint request %s of round %s: %w", s.Bundle, dossier.Round.ID, aid.ErrNotFound)
	}
	dossier.Items = slices.DeleteFunc(dossier.Items, func(i papers.Item) bool { return !slices.Contains(wanted, i.Request.ID) })
	for _, id := range wanted {
		if !slices.ContainsFunc(dossier.Items, func(i papers.Item) bool { return i.Request.ID == id }) {
			return fmt.Errorf("request %s in round %s: %w", id, dossier.Round.ID, aid.ErrNotFound)
		}
	}
	dossier.Aside = nil
	return nil
}

// addOthers names the offers that could serve beside those that are proposed; for that the round is solved again.
func (d *Desk) addOthers(ctx context.Context, b briefed, dossier *papers.Dossier) error {
	alternates, err := matcher.Alternates(ctx, b.in)
	if err != nil {
		return fmt.Errorf("other offers of round %s: %w", dossier.Round.ID, err)
	}
	for i := range dossier.Items {
		for _, a := range alternates[dossier.Items[i].Request.ID] {
			if b.withheld[a.Reason.Args["request"]] {
				delete(a.Reason.Args, "request")
			}
			dossier.Items[i].Others = append(dossier.Items[i].Others, papers.Other{Offer: b.offers[a.OfferID], Total: a.Total, Reason: a.Reason})
		}
	}
	return nil
}

// addWorth says what the next dollars would be worth to the round.
func (d *Desk) addWorth(ctx context.Context, b briefed, dossier *papers.Dossier) error {
	worth, err := matcher.NewWorth(ctx, b.in)
	if err != nil {
		return fmt.Errorf("worth of money in round %s: %w", dossier.Round.ID, err)
	}
	for _, c := range worth.Cells {
		if c.More > 0 && !b.withheld[string(c.RequestID)] {
			dossier.Worth = append(dossier.Worth, papers.Worth{Theme: c.Theme, Region: c.Region, RequestID: c.RequestID, More: c.More, MoreFor: c.MoreFor})
		}
	}
	return nil
}

// eachProposal hands over all proposals of a round that the reader may see, best first; those to one donor where it is
// given.
func (d *Desk) eachProposal(ctx context.Context, who aid.Actor, round aid.RoundID, donor aid.PartyID, use func(aid.Proposal)) error {
	proposals := func(p aid.Page) ([]aid.Proposal, string, error) {
		return d.store.Proposals(ctx, who, aid.ProposalFilter{Round: round, Donor: donor}, p)
	}
	for p, err := range aid.Each(aid.Page{}, proposals) {
		if err != nil {
			return fmt.Errorf("proposals of round %s: %w", round, err)
		}
		use(p)
	}
	return nil
}

// stateDossier is of all requests of a State, at one moment, whatever the rounds.
func (d *Desk) stateDossier(ctx context.Context, who aid.Actor, state aid.PartyID) (dossier papers.Dossier, err error) {
	dossier.Round.AsOf = d.Today()
	err = d.store.InSnapshot(ctx, func(tx *store.Store) error {
		if dossier.Reference, err = tx.Reference(ctx); err != nil {
			return err
		}
		requests, err := tx.AllRequests(ctx, state)
		if err != nil {
			return err
		}
		for _, r := range requests {
			item := papers.Item{Request: r}
			if err := d.live(ctx, tx, who, &item); err != nil {
				return err
			}
			dossier.Items = append(dossier.Items, item)
		}
		return nil
	})
	dossier.Register = aid.NewRegister(dossier.Reference)
	return dossier, err
}

// live adds what became of a request: what was proposed and told, and what followed. Why the latest round found
// nothing is said as long as nothing was told.
func (d *Desk) live(ctx context.Context, tx *store.Store, who aid.Actor, item *papers.Item) (err error) {
	id, life := item.Request.ID, &item.Life
	if life.Questions, err = tx.QuestionsOf(ctx, id); err != nil {
		return err
	}
	if life.Answers, err = tx.InterestsOf(ctx, id); err != nil {
		return err
	}
	if life.Commitments, err = tx.CommitmentsOf(ctx, id); err != nil {
		return err
	}
	if life.Results, err = tx.ResultsOf(ctx, id); err != nil {
		return err
	}
	if due, waits := d.Due(item.Request); waits {
		life.Due = &due.Said
	}
	told, _, err := tx.Proposals(ctx, who, aid.ProposalFilter{Request: id}, aid.Page{Limit: aid.MaxPage})
	if err != nil {
		return err
	}
	for _, p := range told {
		o, err := tx.Offer(ctx, p.OfferID)
		if err != nil {
			return err
		}
		if seen, ok := o.For(who.Sees(aid.ReadOffers, o.Donors...)); ok && slices.Contains(aid.ToldProposals, p.Status) {
			item.Proposals = append(item.Proposals, papers.Proposed{Proposal: p, Offer: seen})
		}
	}
	if len(item.Proposals) == 0 {
		item.Unmatched, err = lastUnmatched(ctx, tx, id)
	}
	return err
}

// lastUnmatched is what the latest round says of a request for which it found nothing; nil when it found something.
func lastUnmatched(ctx context.Context, tx *store.Store, id aid.RequestID) (*aid.Unmatched, error) {
	latest, err := tx.LatestRound(ctx)
	if err != nil {
		return nil, missing(err)
	}
	u, err := tx.UnmatchedRequest(ctx, latest.ID, id)
	if err != nil {
		return nil, missing(err)
	}
	return &u, nil
}

// yearDossier counts a year, at one moment.
func (d *Desk) yearDossier(ctx context.Context, year int) (dossier papers.Dossier, err error) {
	var facts aid.YearlyFacts
	err = d.store.InSnapshot(ctx, func(tx *store.Store) error {
		for _, read := range []func() error{
			func() error { dossier.Reference, err = tx.Reference(ctx); return err },
			func() error { facts.Requests, err = tx.AllRequests(ctx, ""); return err },
			func() error { facts.Offers, err = tx.AllOffers(ctx); return err },
			func() error { facts.Proposals, err = tx.ProposalsIn(ctx, year); return err },
			func() error { facts.Commitments, err = tx.AllCommitments(ctx); return err },
			func() error { facts.Results, err = tx.AllResults(ctx); return err },
			func() error { facts.Reports, err = tx.ReportedIn(ctx, "PoA", year); return err },
		} {
			if err := read(); err != nil {
				return err
			}
		}
		return nil
	})
	dossier.Register = aid.NewRegister(dossier.Reference)
	facts.Register, facts.Parties = dossier.Register, dossier.Reference.Parties
	dossier.Yearly = aid.NewYearly(year, facts)
	return dossier, err
}

// missing makes nothing of the error that there is nothing.
func missing(err error) error {
	if errors.Is(err, aid.ErrNotFound) {
		return nil
	}
	return err
}
