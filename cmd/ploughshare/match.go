package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"

	"ploughshare/aid"
	"ploughshare/desk"
	"ploughshare/jobs"
	"ploughshare/matcher"
	"ploughshare/store"
)

type matchCmd struct {
	AsOf string `help:"Day of the round, e.g. 2026-11-24: offers must be open then, or begin within a year; today when left out." placeholder:"DAY"`
}

// Run makes a round.
func (c *matchCmd) Run(ctx context.Context, h *house) error {
	o, err := h.open(ctx)
	if err != nil {
		return err
	}
	defer o.close()
	asOf, err := aid.ParseDate(c.AsOf)
	if err != nil {
		return misspeak("--as-of: %w", err)
	}
	if asOf == "" {
		asOf = o.Today()
	}
	round, err := o.Match(ctx, operator, asOf)
	if err != nil {
		return err
	}
	if h.JSON {
		return h.json(round)
	}
	return showRound(h, round)
}

func showRound(h *house, r aid.Round) error {
	proof := "The plan is proved optimal."
	if r.Value < r.Bound {
		proof = fmt.Sprintf("The plan is proved to be within %.2f %% of the best; the rest may be the price of requests that must stay whole, want one donor, or meet smallest sums for a project.",
			100*float64(r.Bound-r.Value)/float64(r.Bound))
	}
	_, err := fmt.Fprintf(h.stdout, "Round %s as of %s: %d requests and %d offers; %d proposals, %d requests without one, %d that took no part.\n"+
		"%s Engine %s, inputs %.12s, digest %s\n",
		r.ID, r.AsOf, r.Requests, r.Offers, r.Proposals, r.Unmatched, r.Barred, proof, r.Engine, r.InputsDigest, r.Digest)
	return err
}

type roundCmd struct {
	Round string `arg:"" optional:"" default:"latest" help:"The round, e.g. R2026-1, or latest."`
	Top   int    `help:"Proposals to show, the best first; 0 for all." default:"0"`
}

// Run shows a round.
func (c *roundCmd) Run(ctx context.Context, h *house) error {
	o, err := h.open(ctx)
	if err != nil {
		return err
	}
	defer o.close()
	dossier, err := o.Dossier(ctx, operator, aid.RoundID(c.Round))
	if err != nil {
		return err
	}
	shown := listing{Round: dossier.Round, Short: []part{}, Blocking: dossier.Blocking}
	for _, item := range dossier.Items {
		for _, p := range item.Proposals {
			shown.Proposals = append(shown.Proposals, proposed{p.Proposal, item.Request, p.Offer})
		}
		if item.Short != nil {
			shown.Short = append(shown.Short, part{*item.Short, item.Request})
		}
		if item.Unmatched != nil {
			shown.Unmatched = append(shown.Unmatched, without{item.Request, item.Unmatched.Reason})
		}
	}
	for _, aside := range dossier.Aside {
		shown.Unmatched = append(shown.Unmatched, without{aside.Request, aside.Reason})
	}
	for _, b := range dossier.Bundles {
		shown.Bundles = append(shown.Bundles, b.Bundle)
	}
	shown.sort(c.Top)
	if h.JSON {
		shown.fill(o)
		return h.json(shown)
	}
	return shown.print(h, o)
}

type explainCmd struct {
	Request string `arg:"" help:"The request, e.g. RQ010."`
	Offer   string `arg:"" help:"The offer, e.g. OF045."`
	Round   string `help:"The round, or latest." default:"latest"`
}

// Run says why and why not.
func (c *explainCmd) Run(ctx context.Context, h *house) error {
	o, err := h.open(ctx)
	if err != nil {
		return err
	}
	defer o.close()
	e, err := o.Explain(ctx, operator, aid.RoundID(c.Round), aid.RequestID(c.Request), aid.OfferID(c.Offer))
	if err != nil {
		return err
	}
	if h.JSON {
		o.fill(e.Flags, e.Caveats, e.Curations)
		o.fillScore(e.Score)
		if e.Swap != nil {
			o.fill(e.Swap.Moves)
		}
		for i := range e.Others {
			e.Others[i].Reason.Text = o.sentence(e.Others[i].Reason)
		}
		for i := range e.Findings {
			e.Findings[i].Reason.Text = o.sentence(e.Findings[i].Reason)
		}
		return h.json(e)
	}
	w := tabwriter.NewWriter(h.stdout, 0, 0, 2, ' ', 0)
	explain(w, o, e)
	return w.Flush()
}

func explain(w *tabwriter.Writer, o *open, e matcher.Explanation) {
	fmt.Fprintf(w, "%s with %s: %s\n", e.RequestID, e.OfferID, verdict(o, e))
	if e.Barred != nil {
		fmt.Fprintf(w, "  The request takes no part: %s\n", o.sentence(*e.Barred))
	}
	if e.Swap != nil {
		for _, move := range e.Swap.Moves {
			fmt.Fprintf(w, "  %s\n", o.sentence(move))
		}
	}
	for _, settled := range e.Curations {
		fmt.Fprintf(w, "  %s\n", o.sentence(settled))
	}
	for _, f := range e.Findings {
		fmt.Fprintf(w, "  Ruled out (%s): %s\n", o.T("veto_"+f.Veto, nil), o.sentence(f.Reason))
	}
	fmt.Fprintln(w, "\nCRITERION\tVALUE\tWEIGHT\tPOINTS\tREASON")
	for _, part := range e.Score.Parts {
		fmt.Fprintf(w, "%s\t%d\t%d\t%s\t%s\n",
			o.T("criterion_"+part.Criterion, nil), part.Value, part.Weight, o.Points(part.Points), o.sentence(part.Reason))
	}
	fmt.Fprintf(w, "total\t\t100\t%s\tThe floor for a proposal is %s.\n", o.Points(e.Score.Total), o.Points(e.Floor*100))
	for _, flag := range e.Flags {
		fmt.Fprintf(w, "! legal review: %s\n", o.sentence(flag))
	}
	for _, caveat := range e.Caveats {
		fmt.Fprintf(w, "- %s\n", o.sentence(caveat))
	}
	if len(e.Others) > 0 {
		fmt.Fprintln(w, "\nOther eligible offers for this request:")
	}
	for _, other := range e.Others {
		fmt.Fprintf(w, "  %s\t%s points\t%s\n", other.OfferID, o.Points(other.Total), o.sentence(other.Reason))
	}
}

func verdict(o *open, e matcher.Explanation) string {
	switch {
	case e.Proposed:
		return "proposed, " + o.Money(e.Amount.String())
	case e.Barred != nil || len(e.Findings) > 0:
		return "not eligible"
	case len(e.Curations) > 0: // not proposed although it is eligible: a veto
		return "eligible, not proposed: the secretariat has decided so"
	case e.Score.Total < e.Floor*100:
		return "eligible, but the score is below the floor"
	case e.Before == "reach":
		return "eligible, not proposed: the money reaches States that would get too little otherwise"
	case e.Before == "floors":
		return "eligible, not proposed: the money keeps sub-regions at their shares"
	case e.Swap == nil:
		return "eligible, not proposed: no money can be moved there"
	case e.Swap.Loss == 0:
		return "eligible, not proposed: another plan of the same worth would have it; the draw between equals decided. So it could be:"
	}
	return fmt.Sprintf("eligible, not proposed: the plan would lose %s points on each USD 1,000, up to %s and perhaps beyond:",
		o.Points(int(e.Swap.Loss)), o.Money(e.Swap.For.String()))
}

type replayCmd struct {
	Round string `arg:"" help:"The round, e.g. R2026-1, or latest."`
}

// Run runs a round again.
func (c *replayCmd) Run(ctx context.Context, h *house) error {
	o, err := h.open(ctx)
	if err != nil {
		return err
	}
	defer o.close()
	replay, err := o.Replay(ctx, operator, aid.RoundID(c.Round))
	if err != nil {
		return err
	}
	if h.JSON {
		if err := h.json(replay); err != nil {
			return err
		}
	} else {
		tellReplay(h, replay)
	}
	if !replay.Same {
		return fmt.Errorf("round %s: %d differences", replay.Round.ID, len(replay.Differences))
	}
	return nil
}

func tellReplay(h *house, r desk.Replay) {
	if r.Same {
		fmt.Fprintf(h.stdout, "Round %s: the same bytes came out. Digest %s\n", r.Round.ID, r.Digest)
	}
	for _, d := range r.Differences {
		fmt.Fprintf(h.stdout, "%s\n  kept: %s\n  now:  %s\n", d.What, short(string(d.Kept), 300), short(string(d.Now), 300))
	}
}

type migrateCmd struct{}

// Run brings the schema up to date.
func (c *migrateCmd) Run(ctx context.Context, h *house) error {
	if err := store.Migrate(ctx, h.DB); err != nil {
		return err
	}
	s, err := store.Open(ctx, h.DB, h.now)
	if err != nil {
		return err
	}
	return errors.Join(jobs.Migrate(ctx, desk.Jobs(s)), s.Close())
}
