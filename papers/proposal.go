package papers

import (
	"slices"

	"ploughshare/aid"
)

// proposal is one donor that could meet a request: what it offers, how well it fits and what is to be settled.
func (b author) proposal(p Proposed, n, of int) Section {
	kicker := b.t("proposal_only")
	if of > 1 {
		kicker = b.T("proposal_kicker", args{"n": number(n), "of": number(of)})
	}
	s := Section{
		ID: "proposal-" + string(p.Proposal.RequestID) + "-" + string(p.Offer.ID), Level: 4, Kicker: kicker,
		Title: b.donors(p.Offer),
		Blocks: []Block{
			Figures{[]Definition{
				b.fact("proposal_amount", b.stated(p.Proposal.Amount)),
				b.fact("proposal_score", b.T("proposal_of_100", args{"total": number(p.Proposal.Total)})),
				b.fact("proposal_rank", b.Number(int64(p.Proposal.Rank))),
			}},
			b.offer(p.Offer, p.Proposal.Status),
		},
	}
	if len(p.Proposal.Flags) > 0 {
		s.Blocks = append(s.Blocks, Notice{Review, b.t("flags_title"), b.sayAll(p.Proposal.Flags)})
	}
	if len(p.Proposal.Curations) > 0 {
		s.Blocks = append(s.Blocks, Notice{Caveat, b.t("curations_title"), b.sayAll(p.Proposal.Curations)})
	}
	s.Blocks = append(s.Blocks, b.score(p.Proposal.Score))
	if own := b.special(p.Proposal.Caveats); len(own) > 0 {
		s.Blocks = append(s.Blocks, Notice{Caveat, b.t("caveats_title"), b.sayAll(own)})
	}
	return s
}

func (b author) offer(o aid.Offer, standing aid.ProposalStatus) Definitions {
	return known(
		Definition{b.t("offer_programme"), []Text{own(o.Programme)}},
		b.fact("offer_form", b.form(o)),
		b.fact("offer_themes", b.offerThemes(o.Themes)),
		Definition{b.t("offer_places"), b.places(o)},
		Definition{b.t("offer_kinds"), b.offerKinds(o)},
		b.fact("offer_envelope", b.stated(o.Envelope)),
		b.fact("offer_limits", b.limits(o)),
		b.fact("offer_valid", b.orNot(b.Date(o.Valid.String()))),
		Definition{b.t("offer_applicants"), []Text{own(o.Applicants)}},
		Definition{b.t("offer_conditions"), b.conditions(o)},
		b.fact("proposal_status", b.Name("status", string(standing))),
		Definition{b.t("offer_source"), append([]Text{plain(b.T("offer_id", args{"id": string(o.ID)}))}, links(o.Source)...)},
	)
}

func (b author) form(o aid.Offer) string {
	form := b.Name("form", string(o.Form))
	if o.Forecast {
		return b.T("offer_forecast", args{"form": form})
	}
	return form
}

func (b author) offerThemes(themes []aid.ThemeID) string {
	if len(themes) == 0 {
		return b.t("offer_any_theme")
	}
	all := make([]string, len(themes))
	for i, id := range themes {
		all[i] = b.theme(id)
	}
	return b.List(all)
}

// places are those of the offer, or the source's words where they were not clear.
func (b author) places(o aid.Offer) []Text {
	if len(o.Places) > 0 {
		return []Text{plain(names(b, "place", o.Places))}
	}
	if o.PlacesText != "" {
		return []Text{own(o.PlacesText)}
	}
	return []Text{plain(b.t("not_stated"))}
}

func (b author) offerKinds(o aid.Offer) []Text {
	if len(o.Kinds) > 0 {
		return []Text{plain(names(b, "kind", o.Kinds))}
	}
	return []Text{own(o.Modality)}
}

func (b author) limits(o aid.Offer) string {
	limits := args{"min": o.MinProject.String(), "max": o.MaxProject.String()}
	switch {
	case o.MinProject.Known() && o.MaxProject.Known():
		return b.T("limits_both", limits)
	case o.MinProject.Known():
		return b.T("limits_min", limits)
	case o.MaxProject.Known():
		return b.T("limits_max", limits)
	}
	return ""
}

func (b author) conditions(o aid.Offer) []Text {
	var lines []Text
	if o.Conditions != "" {
		lines = append(lines, own(o.Conditions))
	}
	if o.ODAOnly == aid.Yes {
		lines = append(lines, plain(b.t("offer_oda_only")))
	}
	if o.ReportYears > 0 {
		lines = append(lines, plain(b.N("offer_report_years", o.ReportYears, nil)))
	}
	return lines
}

// score is the sum that the reader can add up: one row for each criterion.
func (b author) score(s aid.Score) Table {
	table := Table{Caption: plain(b.t("score_caption")), Columns: []Column{
		{Title: b.t("col_criterion")}, {Title: b.t("col_value"), Number: true}, {Title: b.t("col_weight"), Number: true},
		{Title: b.t("col_points"), Number: true}, {Title: b.t("col_reason"), Wide: true},
	}}
	weights := 0
	for _, part := range s.Parts {
		weights += part.Weight
		table.Rows = append(table.Rows, Row{
			{Text: plain(b.t("criterion_" + part.Criterion))},
			{Text: plain(number(part.Value)), Bar: true, Value: part.Value},
			{Text: plain("× " + number(part.Weight))},
			{Text: plain(b.Points(part.Points))},
			{Text: b.say(part.Reason)},
		})
	}
	table.Total = Row{
		{Text: plain(b.t("score_total"))}, {}, {Text: plain(number(weights))}, {Text: plain(b.Points(s.Total))}, {},
	}
	return table
}

// donors names who gives; where a source left the donors unnamed, the programme says more.
func (b author) donors(o aid.Offer) Text {
	unnamed := !slices.ContainsFunc(o.Donors, func(id aid.PartyID) bool { return b.party(id).Kind != aid.Group })
	if unnamed {
		return own(o.Programme)
	}
	return plain(names(b, "party", o.Donors))
}
