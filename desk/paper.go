package desk

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"ploughshare/aid"
	"ploughshare/locale"
	"ploughshare/matcher"
	"ploughshare/papers"
)

// Paper writes a kind of paper of a round in a format. A kind or format that does not exist is aid.Problems.
func (d *Desk) Paper(ctx context.Context, who aid.Actor, w io.Writer, round aid.RoundID, kind string, format papers.Format, p locale.Printer) error {
	if err := who.May(aid.WritePapers); err != nil {
		return err
	}
	var names []string
	for _, k := range papers.Kinds {
		names = append(names, k.Name)
	}
	k := slices.Index(names, kind)
	if k < 0 {
		return notListed("kind", kind, names)
	}
	dossier, err := d.Dossier(ctx, who, round)
	if err != nil {
		return err
	}
	if err := d.addOthers(ctx, &dossier); err != nil {
		return err
	}
	return format.Write(ctx, w, papers.Kinds[k].Make(dossier, p))
}

// PaperTypes lists the types of content that papers can have.
func PaperTypes() []string {
	types := []string{(*papers.Typesetter)(nil).Format().Type}
	for _, f := range papers.Formats {
		types = append(types, f.Type)
	}
	return types
}

// PaperFormat finds a format by its name, or says as aid.Problems that there is none.
func (d *Desk) PaperFormat(name string) (papers.Format, error) {
	formats := papers.Formats
	if d.Settings.Typesetter != nil {
		formats = append(slices.Clone(formats), d.Settings.Typesetter.Format())
	}
	var names []string
	for _, f := range formats {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return papers.Format{}, notListed("format", name, names)
}

func notListed(field, value string, allowed []string) error {
	var p aid.Problems
	p.Add(field, "not_listed", "value", value, "allowed", strings.Join(allowed, ", "))
	return p
}

// Dossier gathers all that a round's papers look at: requests, offers and reference data as they were in the round,
// proposals as they stand now. Papers are for donors, so requests whose State consents to no showing are left out.
func (d *Desk) Dossier(ctx context.Context, who aid.Actor, id aid.RoundID) (papers.Dossier, error) {
	if err := who.May(aid.ReadRounds); err != nil {
		return papers.Dossier{}, err
	}
	round, in, out, err := d.record(ctx, id)
	if err != nil {
		return papers.Dossier{}, err
	}
	offers := make(map[aid.OfferID]aid.Offer, len(in.Offers))
	for _, o := range in.Offers {
		offers[o.ID] = o
	}
	withheld := map[string]bool{}
	for _, r := range in.Requests {
		withheld[string(r.ID)] = r.Consent == aid.ConsentNone
	}
	proposed := map[aid.RequestID][]papers.Proposed{}
	if err := d.eachProposal(ctx, round.ID, func(p aid.Proposal) {
		p.Caveats = slices.DeleteFunc(p.Caveats, func(m aid.Message) bool { return withheld[m.Args["request"]] })
		proposed[p.RequestID] = append(proposed[p.RequestID], papers.Proposed{Proposal: p, Offer: offers[p.OfferID]})
	}); err != nil {
		return papers.Dossier{}, err
	}
	unmatched := make(map[aid.RequestID]*aid.Unmatched, len(out.Unmatched))
	for i := range out.Unmatched {
		unmatched[out.Unmatched[i].RequestID] = &out.Unmatched[i]
	}
	short := make(map[aid.RequestID]*aid.Short, len(out.Short))
	for i := range out.Short {
		short[out.Short[i].RequestID] = &out.Short[i]
	}
	dossier := papers.Dossier{Round: round, Register: aid.NewRegister(in.Reference), Blocking: out.Blocking}
	for _, r := range in.Requests {
		if r.Consent == aid.ConsentNone {
			dossier.Withheld++
			continue
		}
		u := unmatched[r.ID]
		if u != nil && u.Barred {
			dossier.Aside = append(dossier.Aside, papers.Aside{Request: r, Reason: u.Reason})
			continue
		}
		dossier.Items = append(dossier.Items, papers.Item{Request: r, Proposals: proposed[r.ID], Short: short[r.ID], Unmatched: u})
	}
	for _, b := range out.Bundles {
		if !slices.ContainsFunc(b.Members, func(m aid.Member) bool { return withheld[string(m.RequestID)] }) {
			dossier.Bundles = append(dossier.Bundles, papers.Joint{Bundle: b, Offer: offers[b.OfferID]})
		}
	}
	return dossier, nil
}

// addOthers names the offers that could serve beside those that are proposed; for that the round is solved again.
func (d *Desk) addOthers(ctx context.Context, dossier *papers.Dossier) error {
	_, in, _, err := d.record(ctx, dossier.Round.ID)
	if err != nil {
		return err
	}
	alternates, err := matcher.Alternates(ctx, in)
	if err != nil {
		return fmt.Errorf("other offers of round %s: %w", dossier.Round.ID, err)
	}
	offers, withheld := make(map[aid.OfferID]aid.Offer, len(in.Offers)), map[string]bool{}
	for _, o := range in.Offers {
		offers[o.ID] = o
	}
	for _, r := range in.Requests {
		withheld[string(r.ID)] = r.Consent == aid.ConsentNone
	}
	for i := range dossier.Items {
		for _, a := range alternates[dossier.Items[i].Request.ID] {
			if withheld[a.Reason.Args["request"]] {
				delete(a.Reason.Args, "request")
			}
			dossier.Items[i].Others = append(dossier.Items[i].Others, papers.Other{Offer: offers[a.OfferID], Total: a.Total, Reason: a.Reason})
		}
	}
	return nil
}

// eachProposal hands over all proposals of a round, best first.
func (d *Desk) eachProposal(ctx context.Context, round aid.RoundID, use func(aid.Proposal)) error {
	page := aid.Page{Limit: aid.MaxPage}
	for {
		proposals, next, err := d.store.Proposals(ctx, aid.Machine("round"), aid.ProposalFilter{Round: round}, page)
		if err != nil {
			return fmt.Errorf("proposals of round %s: %w", round, err)
		}
		for _, p := range proposals {
			use(p)
		}
		if next == "" {
			return nil
		}
		page.After = next
	}
}
