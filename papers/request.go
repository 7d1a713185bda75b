package papers

import (
	"cmp"
	"slices"
	"strings"

	"ploughshare/aid"
)

// request is the page of one request: the need and where it comes from, then who could meet it or why nobody can.
func (b author) request(item Item) Section {
	r := item.Request
	s := Section{
		ID: requestID(r.ID), Level: 3, Title: b.heading(r), Kicker: b.T("request_kicker", args{"id": string(r.ID)}),
		Blocks: b.statement(r),
	}
	s.Blocks = append(s.Blocks, b.gaps(r)...)
	return b.and(s, b.matches(item))
}

// heading is the request's title, else its theme.
func (b author) heading(r aid.Request) Text {
	if texts, _ := b.wording(r); texts.Title != "" {
		return own(texts.Title)
	}
	return plain(b.theme(r.MainTheme()))
}

// statement is what the State says.
func (b author) statement(r aid.Request) []Block {
	texts, mark := b.wording(r)
	story := known(
		Definition{b.t("need_background"), []Text{own(texts.Background)}},
		Definition{b.t("need_objective"), []Text{own(texts.Objective)}},
		Definition{b.t("need_activities"), []Text{own(texts.Activities)}},
		Definition{b.t("need_expected"), []Text{own(texts.Expected)}},
	)
	blocks := []Block{Words{Text: texts.Need, Mark: mark}}
	if story.Long = true; len(story.Items) > 0 {
		blocks = append(blocks, story)
	}
	return append(blocks, b.need(r, texts))
}

// wording is what a request says, in the language of the paper where that can be had, and where it is in another, or
// translated, a sentence that says so.
func (b author) wording(r aid.Request) (aid.Texts, string) {
	from := r.WrittenIn()
	if from == "" || from == b.Lang() {
		return r.Texts(), ""
	}
	language := args{"language": b.Name("language", from)}
	i := slices.IndexFunc(b.Translations, func(x aid.Translation) bool { return x.Language == b.Lang() && x.Of(r) })
	switch {
	case i < 0:
		return r.Texts(), b.T("text_original", language)
	case b.Translations[i].Whole(r):
		return b.Translations[i].Texts, b.T("text_translated", language)
	}
	return b.Translations[i].Over(r.Texts()), b.T("text_translated_partly", language)
}

func (b author) gaps(r aid.Request) []Block {
	gaps := r.Gaps()
	if len(gaps) == 0 {
		return nil
	}
	title := b.N("gaps_title", len(gaps), args{"of": number(aid.GapChecks)})
	return []Block{Notice{Kind: Note, Title: title, Items: b.sayAll(gaps)}}
}

// matches are who could meet a request, or why nobody can.
func (b author) matches(item Item) []Block {
	var s Section
	if item.Unmatched != nil {
		s.Blocks = append(s.Blocks, b.unmatched(*item.Unmatched))
	}
	for i, p := range bestFirst(item.Proposals) {
		s.Blocks = append(s.Blocks, b.proposal(p, i+1, len(item.Proposals)))
	}
	if item.Short != nil {
		s.Blocks = append(s.Blocks, b.short(*item.Short))
	}
	if len(item.Others) > 0 {
		s.Blocks = append(s.Blocks, b.others(item.Others))
	}
	return s.Blocks
}

func bestFirst(proposals []Proposed) []Proposed {
	return slices.SortedFunc(slices.Values(proposals), func(a, b Proposed) int {
		return cmp.Or(cmp.Compare(b.Proposal.Total, a.Proposal.Total), cmp.Compare(a.Offer.ID, b.Offer.ID))
	})
}

func (b author) need(r aid.Request, texts aid.Texts) Definitions {
	return known(
		Definition{b.t("need_quantity"), []Text{own(texts.Quantity)}},
		Definition{b.t("need_amount"), []Text{b.amount(r)}},
		b.fact("need_first_stage", b.stated(r.FirstStage)),
		Definition{b.t("need_themes"), b.themes(r.Themes)},
		Definition{b.t("need_countries"), b.countries(r)},
		b.fact("need_kinds", b.kinds(r)),
		b.fact("need_asked", b.orNot(b.Date(r.Asked.String()))),
		b.fact("need_wanted", b.Date(r.Wanted.String())),
		b.fact("need_ready", b.ready(r)),
		Definition{b.t("need_implementer"), []Text{own(r.Implementer)}},
		Definition{b.t("need_contact"), []Text{own(r.Contact)}},
		b.fact("need_centre", b.party(r.RequesterID).Centre),
		Definition{b.t("need_from"), b.provenance(r.Provenance)},
	)
}

// orNot says so where something is not stated.
func (b author) orNot(text string) string { return cmp.Or(text, b.t("not_stated")) }

func (b author) amount(r aid.Request) Text {
	m := r.Amount
	if m.Known() {
		return Text{{Text: b.Money(m.String()), Strong: true}}
	}
	return plain(b.T("need_amount_assumed", args{"amount": b.Round.Policy.Assumed(r.MainTheme()).String()}))
}

func (b author) themes(shares []aid.Share) []Text {
	if len(shares) == 0 {
		return []Text{plain(b.t("theme_none_named"))}
	}
	lines := make([]Text, len(shares))
	for i, share := range shares {
		id, percent := aid.ThemeID(share.Code), ""
		if len(shares) > 1 {
			percent = number(share.Percent)
		}
		lines[i] = plain(b.T("theme_line", args{"theme": b.theme(id), "percent": percent, "where": b.paragraphs(id)}))
	}
	return lines
}

// paragraphs are where the Programme of Action and the International Tracing Instrument speak of a theme.
func (b author) paragraphs(id aid.ThemeID) string {
	theme, _ := b.Register.Theme(id)
	var found []string
	if len(theme.PoA) > 0 {
		found = append(found, b.T("theme_poa", args{"paragraphs": strings.Join(theme.PoA, ";")}))
	}
	if len(theme.ITI) > 0 {
		found = append(found, b.T("theme_iti", args{"paragraphs": strings.Join(theme.ITI, ";")}))
	}
	return strings.Join(found, b.t("list_clause"))
}

// countries says nothing when the help is wanted in the requesting State alone.
func (b author) countries(r aid.Request) []Text {
	if len(r.Countries) == 0 {
		return []Text{plain(b.t("not_stated"))}
	}
	if len(r.Countries) == 1 && r.Countries[0].Code == string(r.RequesterID) {
		return nil
	}
	lines := make([]Text, len(r.Countries))
	for i, share := range r.Countries {
		lines[i] = plain(b.T("share_of", args{"name": b.party(aid.PartyID(share.Code)).Name(b.Lang()), "percent": number(share.Percent)}))
	}
	return lines
}

func (b author) kinds(r aid.Request) string {
	text := b.orNot(names(b, "kind", r.Kinds))
	if r.KindsRead && len(r.Kinds) > 0 {
		return b.T("need_kinds_read", args{"kinds": text})
	}
	return text
}

func (b author) ready(r aid.Request) string {
	var said []string
	for _, q := range []struct {
		key    string
		answer aid.Answer
	}{{"drawn_up_", r.DrawnUp}, {"endorsed_", r.Endorsed}} {
		if q.answer != "" {
			said = append(said, b.t(q.key+string(q.answer)))
		}
	}
	return strings.Join(said, " ")
}

// provenance is the report and its question, or the channel; the rest of what is known of it is a footnote.
func (b author) provenance(p aid.Provenance) []Text {
	var notes []Text
	if p.Words != "" {
		notes = append(notes, own(b.t("quote_open")+p.Words+b.t("quote_close")))
	}
	said := Run{Text: b.report(p)}
	if said.Text == "" {
		said = Run{Text: p.Channel, Own: true}
	} else if p.Channel != "" {
		notes = append(notes, Text{{Text: b.t("from_channel") + " "}, {Text: p.Channel, Own: true}})
	}
	if p.Evidence != "" {
		notes = append(notes, Text{{Text: b.t("from_evidence") + " "}, {Text: p.Evidence, Own: true}})
	}
	notes = append(notes, links(p.Source)...)
	if p.Precision != "" && p.Precision != "exact" {
		notes = append(notes, plain(b.t("from_precision")))
	}
	if said.Text == "" && len(notes) > 0 {
		said = Run{Text: b.t("not_stated")}
	}
	said.Note = notes
	return []Text{{said}}
}

func (b author) report(p aid.Provenance) string {
	year := ""
	if p.ReportYear > 0 {
		year = number(p.ReportYear)
	}
	switch {
	case p.Instrument == "" && year == "":
		return ""
	case p.Question == "":
		return b.T("from_report", args{"instrument": p.Instrument, "year": year})
	}
	return b.T("from_question", args{"instrument": p.Instrument, "year": year, "question": p.Question})
}

// short says what holds back the rest of the money that is asked for.
func (b author) short(s aid.Short) Notice {
	title := b.T("short_title", args{"asked": s.Asked.String(), "proposed": s.Proposed.String()})
	return Notice{Kind: Caveat, Title: title, Items: b.sayAll(s.Reasons)}
}

// others lists the offers that a donor may look to when the proposed one declines.
func (b author) others(others []Other) Section {
	table := Table{Caption: plain(b.t("others_caption")), Columns: []Column{
		{Title: b.t("col_offer")}, {Title: b.t("col_donor")}, {Title: b.t("col_points"), Number: true},
		{Title: b.t("col_why_not"), Wide: true},
	}}
	for _, o := range others {
		table.Rows = append(table.Rows, Row{
			{Text: plain(string(o.Offer.ID))}, {Text: b.donors(o.Offer)}, {Text: plain(b.Points(o.Total))}, {Text: b.say(o.Reason)},
		})
	}
	return Section{Level: 4, Title: plain(b.t("others_title")), Blocks: []Block{table}}
}

func (b author) unmatched(u aid.Unmatched) Section {
	s := Section{Level: 4, Title: plain(b.t("unmatched_title")), Blocks: []Block{
		Notice{Kind: Caveat, Title: b.t("unmatched_reason"), Items: []Text{b.say(u.Reason)}},
	}}
	if len(u.Rulings) > 0 {
		s.Blocks = append(s.Blocks, b.rulings(u.Rulings))
	}
	return s
}

func (b author) rulings(rulings []aid.Ruling) Table {
	table := Table{Caption: plain(b.t("rulings_caption")), Columns: []Column{
		{Title: b.t("col_veto")}, {Title: b.t("col_ruled_out"), Number: true}, {Title: b.t("col_some"), Wide: true},
	}}
	for _, r := range rulings {
		table.Rows = append(table.Rows, Row{
			{Text: plain(b.t("veto_" + r.Veto))}, {Text: plain(b.Number(int64(r.Offers)))}, {Text: b.some(r)},
		})
	}
	return table
}

// some are examples of the offers that are ruled out. Their ids are set apart, so that they stand in their order also
// in a text from the right.
func (b author) some(r aid.Ruling) Text {
	var text Text
	for i, id := range r.Some {
		if i > 0 {
			text = append(text, Run{Text: b.t("list_between")})
		}
		text = append(text, Run{Text: string(id), Own: true})
	}
	if r.Offers > len(r.Some) {
		text = append(text, Run{Text: b.t("and_others")})
	}
	return text
}
