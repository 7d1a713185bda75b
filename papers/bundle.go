package papers

import (
	"slices"

	"ploughshare/aid"
)

// bundles are the joint requests that the round puts forward beside its proposals. There is no section without one.
func (b author) bundles() []Section {
	if len(b.Bundles) == 0 {
		return nil
	}
	s := Section{ID: "bundles", Level: 2, Title: plain(b.t("bundles_title")), NewPage: true}
	s.Blocks = append(s.Blocks, Paragraph{Text: plain(b.t("bundles_lead")), Lead: true})
	for _, joint := range b.Bundles {
		s.Blocks = append(s.Blocks, b.bundle(joint))
	}
	s.Blocks = append(s.Blocks, Paragraph{Text: plain(b.t("bundle_worth_note"))})
	return []Section{s}
}

func (b author) bundle(joint Joint) Section {
	x := joint.Bundle
	kinds := b.t("bundle_kinds_none")
	if len(x.Kinds) > 0 {
		kinds = names(b, "kind", x.Kinds)
	}
	others := make([]string, len(x.Others))
	for i, id := range x.Others {
		others[i] = string(id)
	}
	s := Section{
		ID: "bundle-" + x.ID, Level: 3, Kicker: x.ID,
		Title: plain(b.T("bundle_title", args{"theme": string(x.ThemeID), "place": x.Place})),
		Blocks: []Block{
			known(
				b.fact("bundle_amount", b.stated(x.Amount)),
				b.fact("bundle_kinds", kinds),
				Definition{b.t("bundle_offer"), []Text{b.donors(joint.Offer), own(joint.Offer.Programme), plain(b.T("offer_id", args{"id": string(x.OfferID)}))}},
				b.fact("bundle_score", b.T("proposal_of_100", args{"total": number(x.Total)})),
				Definition{b.t("bundle_why"), b.sayAll(x.Reasons)},
				b.fact("bundle_others", b.List(others)),
			),
			b.members(x), b.comparison(x),
		},
	}
	if len(x.Flags) > 0 {
		s.Blocks = append(s.Blocks, Notice{Review, b.t("flags_title"), b.sayAll(x.Flags)})
	}
	return s
}

func (b author) members(x aid.Bundle) Table {
	table := Table{Caption: plain(b.t("bundle_members_caption")), Columns: []Column{
		{Title: b.t("col_request"), Hashtag: "#meta+id"}, {Title: b.t("col_state"), Hashtag: "#country+name"},
		{Title: b.t("col_need"), Number: true, Hashtag: "#value+requested"},
		{Title: b.t("col_score"), Number: true}, {Title: b.t("col_apart"), Number: true},
	}}
	for _, m := range x.Members {
		apart := b.t("none")
		if m.Apart.Known() {
			apart = b.Money(m.Apart.String())
		}
		table.Rows = append(table.Rows, Row{
			{Text: b.requestLink(m.RequestID)}, {Text: plain(b.party(m.RequesterID).Name(b.Lang()))},
			{Text: plain(b.stated(m.Amount))}, {Text: plain(b.Points(m.Total))}, {Text: plain(apart)},
		})
	}
	return table
}

// requestLink leads to a request if it has a page in the booklet.
func (b author) requestLink(id aid.RequestID) Text {
	if slices.ContainsFunc(b.Items, func(item Item) bool { return item.Request.ID == id }) {
		return Text{{Text: string(id), Link: "#" + requestID(id)}}
	}
	return plain(string(id))
}

func (b author) comparison(x aid.Bundle) Table {
	table := Table{Caption: plain(b.t("bundle_compare_caption")), Columns: []Column{
		{Title: b.t("col_plan")}, {Title: b.t("col_placed"), Number: true}, {Title: b.t("col_states"), Number: true},
		{Title: b.t("col_worth"), Number: true},
	}}
	row := func(key string, c aid.Coverage) Row {
		return Row{
			{Text: plain(b.t(key))}, {Text: plain(b.Number(c.Thousands))}, {Text: plain(b.Number(int64(c.States)))},
			{Text: plain(b.Number(c.Value / 100))},
		}
	}
	table.Rows = []Row{row("bundle_apart", x.Apart), row("bundle_together", x.Together)}
	table.Total = row("bundle_gain", x.Gain)
	return table
}
