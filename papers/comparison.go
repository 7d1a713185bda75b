package papers

import (
	"slices"

	"ploughshare/aid"
	"ploughshare/locale"
)

// Comparison lays two to four requests side by side, each with its best proposal.
func Comparison(d Dossier, p locale.Printer) Document {
	b := newAuthor(d, p)
	items := slices.SortedFunc(slices.Values(d.Items), func(x, y Item) int { return b.order(x.Request, y.Request) })
	table := Table{Caption: plain(b.t("comparison_caption")), Columns: []Column{{Title: b.t("col_what")}}}
	for _, item := range items {
		table.Columns = append(table.Columns, Column{Title: b.T("request_kicker", args{"id": string(item.Request.ID)})})
	}
	row := func(key string, cell func(Item) Text) {
		r := Row{{Text: plain(b.t(key))}}
		for _, item := range items {
			r = append(r, Cell{Text: cell(item)})
		}
		table.Rows = append(table.Rows, r)
	}
	b.compareNeeds(row)
	b.compareMatches(row)
	cover := []Block{
		Paragraph{Text: plain(b.T("comparison_lead", args{"round": string(b.Round.ID), "as_of": string(b.Round.AsOf)})), Lead: true}, b.proposes(),
	}
	side := Section{ID: "comparison", Level: 2, Title: plain(b.t("briefing_side")), Blocks: []Block{table, b.compareScores(items)}}
	for _, item := range items {
		side.Blocks = append(side.Blocks, b.compareFlags(item)...)
	}
	return b.document(b.t("comparison_title"), b.t("booklet_group"), cover, side, b.madeBy())
}

// compareFlags are too long for a cell.
func (b author) compareFlags(item Item) []Block {
	if len(item.Proposals) == 0 {
		return nil
	}
	flags := bestFirst(item.Proposals)[0].Proposal.Flags
	if len(flags) == 0 {
		return nil
	}
	id := args{"id": string(item.Request.ID)}
	return []Block{Section{Level: 3, Title: plain(b.T("request_kicker", id)), Blocks: []Block{Notice{Review, b.t("flags_title"), b.sayAll(flags)}}}}
}

func (b author) compareNeeds(row func(string, func(Item) Text)) {
	text := func(f func(aid.Request) string) func(Item) Text {
		return func(item Item) Text { return plain(f(item.Request)) }
	}
	row("col_state", text(func(r aid.Request) string { return b.party(r.RequesterID).Name(b.Lang()) }))
	row("col_theme", text(func(r aid.Request) string { return b.theme(r.MainTheme()) }))
	row("compare_need", func(item Item) Text {
		texts, mark := b.wording(item.Request)
		if mark != "" {
			return Text{{Text: texts.Need, Own: true, Note: []Text{plain(mark)}}}
		}
		return own(texts.Need)
	})
	row("need_quantity", func(item Item) Text {
		texts, _ := b.wording(item.Request)
		return own(b.orNot(texts.Quantity))
	})
	row("need_amount", func(item Item) Text { return b.amount(item.Request) })
	row("need_first_stage", text(func(r aid.Request) string { return b.stated(r.FirstStage) }))
	row("need_kinds", text(b.kinds))
	row("need_asked", text(func(r aid.Request) string { return b.orNot(b.Date(r.Asked.String())) }))
	row("need_implementer", text(func(r aid.Request) string { return b.orNot(r.Implementer) }))
	row("compare_ready", text(func(r aid.Request) string {
		return b.T("proposal_of_100", args{"total": number(r.Fundability().Score * 100)})
	}))
	row("compare_lacks", func(item Item) Text {
		var lacks []string
		for _, gap := range item.Request.Gaps() {
			lacks = append(lacks, b.T(gap.Key, gap.Args))
		}
		return plain(b.orNone(b.List(lacks)))
	})
}

func (b author) compareMatches(row func(string, func(Item) Text)) {
	best := func(f func(Proposed) Text) func(Item) Text {
		return func(item Item) Text {
			if len(item.Proposals) == 0 {
				return plain(b.t("none"))
			}
			return f(bestFirst(item.Proposals)[0])
		}
	}
	row("cover_proposals", func(item Item) Text { return plain(b.Number(int64(len(item.Proposals)))) })
	row("compare_best", best(func(p Proposed) Text { return b.donors(p.Offer) }))
	row("compare_sum", best(func(p Proposed) Text { return plain(b.placed(p.Proposal.Amount)) }))
	row("compare_score", best(func(p Proposed) Text { return plain(b.Points(p.Proposal.Total)) }))
	row("col_review", best(func(p Proposed) Text { return plain(b.t(yesNo("review_", len(p.Proposal.Flags) > 0))) }))
	row("compare_unmatched", func(item Item) Text {
		if item.Unmatched == nil {
			return plain(b.t("none"))
		}
		return b.say(item.Unmatched.Reason)
	})
}

func (b author) orNone(text string) string {
	if text == "" {
		return b.t("none")
	}
	return text
}

// compareScores holds the parts of the best scores against each other.
func (b author) compareScores(items []Item) Table {
	table := Table{Caption: plain(b.t("compare_scores_caption")), Columns: []Column{{Title: b.t("col_criterion")}}}
	points := make([]map[string]int, len(items))
	var criteria []string
	total := Row{{Text: plain(b.t("score_total"))}}
	for i, item := range items {
		table.Columns = append(table.Columns, Column{Title: b.T("request_kicker", args{"id": string(item.Request.ID)}), Number: true})
		points[i] = map[string]int{}
		if len(item.Proposals) == 0 {
			total = append(total, Cell{Text: plain(b.t("none"))})
			continue
		}
		best := bestFirst(item.Proposals)[0].Proposal
		for _, part := range best.Score.Parts {
			points[i][part.Criterion] = part.Points
			if !slices.Contains(criteria, part.Criterion) {
				criteria = append(criteria, part.Criterion)
			}
		}
		total = append(total, Cell{Text: plain(b.Points(best.Total))})
	}
	for _, criterion := range criteria {
		row := Row{{Text: plain(b.t("criterion_" + criterion))}}
		for i, item := range items {
			text := b.t("none")
			if len(item.Proposals) > 0 {
				text = b.Points(points[i][criterion])
			}
			row = append(row, Cell{Text: plain(text)})
		}
		table.Rows = append(table.Rows, row)
	}
	if len(items) > 0 {
		table.Total = total
	}
	return table
}
