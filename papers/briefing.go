package papers

import (
	"ploughshare/aid"
	"ploughshare/locale"
)

// Briefing lays the proposals of a round for one donor side by side, then tells each request.
func Briefing(d Dossier, p locale.Printer) Document {
	b := newAuthor(d, p)
	donor := b.party(d.Subject.Party).Name(b.Lang())
	chapters := b.chapters()
	sum, proposals := int64(0), 0
	for _, item := range d.Items {
		for _, proposed := range item.Proposals {
			sum, proposals = sum+proposed.Proposal.Amount.Minor, proposals+1
		}
	}
	cover := []Block{
		Paragraph{Text: plain(b.T("briefing_lead", args{"donor": donor, "round": string(b.Round.ID), "as_of": string(b.Round.AsOf)})), Lead: true},
		Figures{[]Definition{
			b.count("cover_proposals", proposals), b.count("cover_states", len(chapters)),
			b.fact("briefing_sum", b.stated(aid.Money{Minor: sum, Currency: "USD"})),
		}},
		b.proposes(),
	}
	if len(b.common) > 0 {
		cover = append(cover, Notice{Caveat, b.t("common_title"), b.sayAll(b.common)})
	}
	doc := b.document(b.t("briefing_title"), donor, append(cover, b.envelopes()...), b.sideBySide(chapters))
	for _, c := range chapters {
		for _, item := range c.items {
			s := b.raised(b.request(item))
			s.Kicker, s.NewPage = b.T("paper_member", args{"state": c.party.Name(b.Lang()), "id": string(item.Request.ID)}), true
			doc.Sections = append(doc.Sections, b.and(s, b.aroundIn(item.Request)))
		}
	}
	doc.Sections = append(append(doc.Sections, b.bundles()...), b.madeBy())
	return doc
}

// aroundIn is aroundRequest as a section of its own.
func (b author) aroundIn(r aid.Request) []Block {
	return []Block{Section{Level: 3, Title: plain(b.t("around_title")), Blocks: b.aroundRequest(r)}}
}

// envelopes say of each offer of which something is proposed how much that is.
func (b author) envelopes() []Block {
	table := Table{Caption: plain(b.t("envelopes_caption")), Columns: []Column{
		{Title: b.t("col_offer")}, {Title: b.t("offer_programme")}, {Title: b.t("offer_envelope"), Number: true},
		{Title: b.t("col_proposed"), Number: true}, {Title: b.t("col_proposals"), Number: true},
	}}
	for _, o := range b.Offers {
		sum, n := int64(0), 0
		for _, item := range b.Items {
			for _, p := range item.Proposals {
				if p.Offer.ID == o.ID {
					sum, n = sum+p.Proposal.Amount.Minor, n+1
				}
			}
		}
		if n == 0 {
			continue
		}
		table.Rows = append(table.Rows, Row{
			{Text: plain(string(o.ID))}, {Text: own(o.Programme)}, {Text: plain(b.stated(o.Envelope))},
			{Text: plain(b.placed(aid.Money{Minor: sum, Currency: "USD"}))}, {Text: plain(b.Number(int64(n)))},
		})
	}
	if len(table.Rows) == 0 {
		return nil
	}
	return []Block{table}
}

// placed is a sum, or the word for none.
func (b author) placed(m aid.Money) string {
	if !m.Known() {
		return b.t("none")
	}
	return b.Money(m.String())
}

func (b author) sideBySide(chapters []chapter) Section {
	table := Table{Caption: plain(b.t("briefing_caption")), Columns: []Column{
		{Title: b.t("col_request"), Hashtag: "#meta+id"}, {Title: b.t("col_state"), Hashtag: "#country+name"},
		{Title: b.t("col_theme"), Hashtag: "#subsector+name"}, {Title: b.t("col_asked"), Number: true, Hashtag: "#value+requested"},
		{Title: b.t("col_proposed"), Number: true, Hashtag: "#value+proposed"}, {Title: b.t("col_score"), Number: true, Hashtag: "#indicator+score"},
		{Title: b.t("col_lacks"), Number: true},
		{Title: b.t("col_review")},
	}}
	for _, c := range chapters {
		for _, item := range c.items {
			for _, p := range bestFirst(item.Proposals) {
				r := item.Request
				table.Rows = append(table.Rows, Row{
					{Text: b.requestLink(r.ID)}, {Text: plain(c.party.Name(b.Lang()))}, {Text: plain(b.theme(r.MainTheme()))},
					{Text: plain(b.stated(r.Amount))}, {Text: plain(b.placed(p.Proposal.Amount))}, {Text: plain(b.Points(p.Proposal.Total))},
					{Text: plain(b.Number(int64(len(r.Gaps()))))}, {Text: plain(b.t(yesNo("review_", len(p.Proposal.Flags) > 0)))},
				})
			}
		}
	}
	s := Section{ID: "summary", Level: 2, Title: plain(b.t("briefing_side"))}
	if len(table.Rows) == 0 {
		s.Blocks = []Block{Paragraph{Text: plain(b.t("briefing_nothing"))}}
		return s
	}
	s.Blocks = []Block{table}
	return s
}

func yesNo(key string, is bool) string {
	if is {
		return key + "yes"
	}
	return key + "no"
}
