package papers

import (
	"cmp"
	"slices"

	"ploughshare/aid"
	"ploughshare/locale"
)

// Feedback tells a State what became of each of its requests: who was proposed, what donors answered and asked, what
// money came, and what was achieved.
func Feedback(d Dossier, p locale.Printer) Document {
	b := newAuthor(d, p)
	state := b.party(d.Subject.Party).Name(b.Lang())
	items := slices.SortedFunc(slices.Values(d.Items), func(x, y Item) int { return cmp.Compare(x.Request.ID, y.Request.ID) })
	cover := []Block{
		Paragraph{Text: plain(b.T("feedback_lead", args{"state": state, "as_of": string(d.Round.AsOf)})), Lead: true},
		b.feedbackFigures(items),
	}
	if len(items) == 0 {
		cover = append(cover, Paragraph{Text: plain(b.t("feedback_nothing"))})
		return b.document(b.t("feedback_title"), state, cover)
	}
	doc := b.document(b.t("feedback_title"), state, cover, b.feedbackSummary(items))
	for _, item := range items {
		doc.Sections = append(doc.Sections, b.became(item))
	}
	return doc
}

func (b author) feedbackFigures(items []Item) Figures {
	proposals, interested, money := 0, 0, 0
	for _, item := range items {
		proposals += len(item.Proposals)
		yes, _ := tallyOf(item.Life)
		if yes > 0 {
			interested++
		}
		if item.Request.Committed.Known() {
			money++
		}
	}
	return Figures{[]Definition{
		b.count("cover_requests", len(items)), b.count("cover_proposals", proposals),
		b.count("feedback_interested", interested), b.count("feedback_with_money", money),
	}}
}

// tallyOf counts the donors that are interested and those that said no, by the answers that stand.
func tallyOf(l Life) (yes, no int) {
	interested, declined := map[aid.PartyID]bool{}, map[aid.PartyID]bool{}
	for _, i := range aid.StandingReplies(l.Answers) {
		switch i.Reply {
		case aid.Interested:
			interested[i.DonorID] = true
		case aid.NotUs:
			declined[i.DonorID] = true
		}
	}
	for donor := range interested {
		delete(declined, donor)
	}
	return len(interested), len(declined)
}

func (b author) feedbackSummary(items []Item) Section {
	table := Table{Caption: plain(b.t("feedback_caption")), Columns: []Column{
		{Title: b.t("col_request"), Hashtag: "#meta+id"}, {Title: b.t("col_theme"), Hashtag: "#subsector+name"},
		{Title: b.t("proposal_status"), Hashtag: "#status+name"}, {Title: b.t("col_proposals"), Number: true, Hashtag: "#indicator+proposals"},
		{Title: b.t("col_interested"), Number: true, Hashtag: "#indicator+interested"},
		{Title: b.t("col_declined"), Number: true, Hashtag: "#indicator+declined"},
		{Title: b.t("col_committed"), Number: true, Hashtag: "#value+committed"},
	}}
	for _, item := range items {
		yes, no := tallyOf(item.Life)
		r := item.Request
		table.Rows = append(table.Rows, Row{
			{Text: b.requestLink(r.ID)}, {Text: plain(b.theme(r.MainTheme()))}, {Text: plain(b.Name("status", string(r.Status)))},
			{Text: plain(b.Number(int64(len(item.Proposals))))}, {Text: plain(b.Number(int64(yes)))}, {Text: plain(b.Number(int64(no)))},
			{Text: plain(b.placed(r.Committed))},
		})
	}
	return Section{ID: "summary", Level: 2, Title: plain(b.t("summary_title")), Blocks: []Block{table}}
}

// became is the section of one request.
func (b author) became(item Item) Section {
	r := item.Request
	texts, mark := b.wording(r)
	s := Section{ID: requestID(r.ID), Level: 2, Title: b.heading(r), Kicker: b.T("request_kicker", args{"id": string(r.ID)})}
	s.Blocks = append(s.Blocks, Words{Text: texts.Need, Mark: mark}, known(
		b.fact("proposal_status", b.Name("status", string(r.Status))),
		b.fact("feedback_since", b.Date(string(aid.DateOf(r.EnteredAt)))),
		Definition{b.t("feedback_turn"), b.turn(item.Life)},
		b.fact("need_amount", b.stated(r.Amount)), b.fact("col_committed", b.placed(r.Committed)),
	))
	s.Blocks = append(s.Blocks, b.gaps(r)...)
	if item.Unmatched != nil {
		s.Blocks = append(s.Blocks, Notice{Kind: Caveat, Title: b.t("unmatched_reason"), Items: []Text{b.say(item.Unmatched.Reason)}})
	}
	for _, table := range []Table{b.told(item), b.answered(item.Life), b.paid(item.Life), b.achieved(item)} {
		if len(table.Rows) > 0 {
			s.Blocks = append(s.Blocks, table)
		}
	}
	return b.and(s, b.asked(item.Life))
}

func (b author) turn(l Life) []Text {
	if l.Due == nil {
		return nil
	}
	return []Text{b.say(*l.Due)}
}

func (b author) told(item Item) Table {
	table := Table{Caption: plain(b.t("told_caption")), Columns: []Column{
		{Title: b.t("col_donor")}, {Title: b.t("offer_programme")}, {Title: b.t("proposal_amount"), Number: true},
		{Title: b.t("col_score"), Number: true}, {Title: b.t("proposal_status")},
	}}
	for _, p := range bestFirst(item.Proposals) {
		table.Rows = append(table.Rows, Row{
			{Text: b.donors(p.Offer)}, {Text: own(p.Offer.Programme)}, {Text: plain(b.placed(p.Proposal.Amount))},
			{Text: plain(b.Points(p.Proposal.Total))}, {Text: plain(b.Name("status", string(p.Proposal.Status)))},
		})
	}
	return table
}

func (b author) answered(l Life) Table {
	table := Table{Caption: plain(b.t("answered_caption")), Columns: []Column{
		{Title: b.t("col_donor")}, {Title: b.t("col_answer")}, {Title: b.t("col_portion")}, {Title: b.t("col_day")}, {Title: b.t("col_reasons"), Wide: true},
	}}
	for _, i := range aid.StandingReplies(l.Answers) {
		why := Text{{Text: names(b, "declining", i.Reasons)}}
		if i.Note != "" {
			why = append(why, Run{Text: " "}, Run{Text: i.Note, Own: true})
		}
		table.Rows = append(table.Rows, Row{
			{Text: plain(b.Name("party", string(i.DonorID)))}, {Text: plain(b.Name("reply", string(i.Reply)))},
			{Text: plain(b.portion(i.Portion))}, {Text: plain(b.Date(string(i.RepliedOn)))}, {Text: why},
		})
	}
	return table
}

// portion is a part of a request by name, or a kind of help.
func (b author) portion(p aid.Portion) string {
	if name := b.Name("portion", string(p)); name != string(p) {
		return name
	}
	return b.Name("kind", string(p))
}

func (b author) paid(l Life) Table {
	table := Table{Caption: plain(b.t("money_caption")), Columns: []Column{
		{Title: b.t("col_donor")}, {Title: b.t("col_firmness")}, {Title: b.t("col_sum"), Number: true}, {Title: b.t("col_day")},
	}}
	for _, c := range l.Commitments {
		if c.Stands() {
			table.Rows = append(table.Rows, Row{
				{Text: plain(b.Name("party", string(c.DonorID)))}, {Text: plain(b.Name("firmness", string(c.Kind)))},
				{Text: plain(b.Money(c.Amount.String()))}, {Text: plain(b.Date(string(c.MadeOn)))},
			})
		}
	}
	return table
}

func (b author) achieved(item Item) Table {
	table := Table{Caption: plain(b.t("achieved_caption")), Columns: []Column{
		{Title: b.t("col_unit")}, {Title: b.t("col_by_state"), Number: true}, {Title: b.t("col_by_donors"), Number: true},
		{Title: b.t("col_counted"), Number: true},
	}}
	for _, a := range aid.Achievements(item.Request, item.Life.Results) {
		table.Rows = append(table.Rows, Row{
			{Text: plain(b.Name("unit", string(a.Unit)))}, {Text: plain(b.Number(a.State))}, {Text: plain(b.Number(a.Donors))},
			{Text: plain(b.Number(a.Counted))},
		})
	}
	return table
}

// asked are the questions with their answers, those that wait for one among them.
func (b author) asked(l Life) []Block {
	var items []Definition
	for _, q := range l.Questions {
		answer := Text{{Text: b.t("question_open")}}
		if q.Answer != "" {
			answer = own(q.Answer)
		}
		by := b.t("awaited_secretariat")
		if q.By != "" {
			by = b.Name("party", string(q.By))
		}
		items = append(items, Definition{b.T("question_by", args{"by": by, "on": string(q.AskedOn)}), []Text{own(q.Text), answer}})
	}
	if len(items) == 0 {
		return nil
	}
	return []Block{Section{Level: 3, Title: plain(b.t("questions_title")), Blocks: []Block{Definitions{Items: items, Long: true}}}}
}
