package papers

import (
	"ploughshare/aid"
	"ploughshare/locale"
)

// Proposal is the assistance proposal paper of one request, or of a joint one with those that it joins.
func Proposal(d Dossier, p locale.Printer) Document {
	b := newAuthor(d, p)
	b.common = nil // nothing stands in front of a single paper
	if d.Subject.Bundle != "" {
		return b.jointPaper()
	}
	var item Item
	if len(d.Items) > 0 {
		item = d.Items[0]
	}
	r := item.Request
	state := b.party(r.RequesterID).Name(b.Lang())
	cover := []Block{
		Paragraph{Text: Text{{Text: b.T("paper_lead", args{"state": state, "theme": string(r.MainTheme()), "round": string(b.Round.ID), "as_of": string(b.Round.AsOf)})}}, Lead: true},
		Figures{[]Definition{
			b.fact("need_amount", b.stated(r.Amount)), b.fact("need_first_stage", b.stated(r.FirstStage)),
			b.fact("need_wanted", b.orNot(b.Date(r.Wanted.String()))), b.count("cover_proposals", len(item.Proposals)),
		}},
		b.proposes(),
	}
	return b.document(b.heading(r).String(), b.T("paper_subtitle", args{"state": state}), cover,
		Section{ID: "need", Level: 2, Title: plain(b.t("paper_need")), Blocks: append(b.statement(r), b.gaps(r)...)},
		Section{ID: "around", Level: 2, Title: plain(b.t("around_title")), Blocks: b.aroundRequest(r)},
		b.raised(Section{ID: "donors", Level: 3, Title: plain(b.t("paper_donors")), Blocks: b.matches(item)}),
		b.madeBy(),
	)
}

// jointPaper is the paper of a joint request.
func (b author) jointPaper() Document {
	var joint Joint
	if len(b.Bundles) > 0 {
		joint = b.Bundles[0]
	}
	main := b.raised(b.bundle(joint))
	doc := b.document(main.Title.String(), b.t("paper_joint"), []Block{
		Paragraph{Text: plain(b.t("bundles_lead")), Lead: true}, b.proposes(),
	}, main)
	for _, c := range b.chapters() {
		for _, item := range c.items {
			s := b.raised(b.request(item))
			s.Kicker = b.T("paper_member", args{"state": c.party.Name(b.Lang()), "id": string(item.Request.ID)})
			doc.Sections = append(doc.Sections, b.and(s, b.aroundIn(item.Request)))
		}
	}
	doc.Sections = append(doc.Sections, b.madeBy())
	return doc
}

// raised brings a section, with those in it, one level up.
func (b author) raised(s Section) Section {
	s.Level--
	blocks := make([]Block, len(s.Blocks))
	for i, block := range s.Blocks {
		if inner, ok := block.(Section); ok {
			block = b.raised(inner)
		}
		blocks[i] = block
	}
	s.Blocks = blocks
	return s
}

// madeBy says how the paper came about, where there is no room for the whole method.
func (b author) madeBy() Section {
	return Section{ID: "method", Level: 2, Title: plain(b.t("method_title")), Blocks: []Block{
		Paragraph{Text: plain(b.t("method_lead"))}, Paragraph{Text: plain(b.t("paper_method"))},
		Definitions{Long: true, Items: []Definition{
			b.fact("paper_round", string(b.Round.ID)), b.fact("cover_engine", b.Round.Engine),
			{b.t("cover_inputs"), []Text{{{Text: b.Round.InputsDigest, Code: true}}}},
			{b.t("cover_digest"), []Text{{{Text: b.Round.Digest, Code: true}}}},
		}},
	}}
}

// aroundRequest is what others are doing where the help is wanted, on its themes first.
func (b author) aroundRequest(r aid.Request) []Block {
	var countries []string
	for _, share := range r.Countries {
		countries = append(countries, share.Code)
	}
	var themes []aid.ThemeID
	for _, share := range r.Themes {
		themes = append(themes, aid.ThemeID(share.Code))
	}
	blocks := b.around(countries, themes, 8)
	if r.Committed.Known() {
		blocks = append([]Block{Paragraph{Text: plain(b.T("around_committed", args{"sum": r.Committed.String()}))}}, blocks...)
	}
	if len(blocks) == 0 {
		return []Block{Paragraph{Text: plain(b.t("around_nothing"))}}
	}
	return blocks
}
