package papers

import (
	"strings"

	"ploughshare/aid"
	"ploughshare/locale"
)

// YearlyFigures are the figures of a year for the Secretary-General's report, by region and by regional centre.
func YearlyFigures(d Dossier, p locale.Printer) Document {
	b := newAuthor(d, p)
	y := d.Yearly
	year := number(y.Year)
	cover := []Block{
		Paragraph{Text: plain(b.T("figures_lead", args{"year": year})), Lead: true},
		Figures{[]Definition{
			b.count("cover_requests", y.All.Requests), b.count("cover_offers", y.Offers), b.count("figures_matches", y.All.Matches),
			b.fact("col_committed", b.placed(y.All.Committed)), b.fact("unit_weapons_destroyed", b.Number(y.All.Achieved[aid.WeaponsDestroyed])),
			b.fact("unit_states_helped", b.Number(y.All.Achieved[aid.StatesHelped])),
		}},
		Notice{Kind: Note, Title: b.t("figures_read"), Items: b.reading(y)},
	}
	region := func(name string) string { return b.region(name) }
	centre := func(name string) string {
		if name == "" {
			return b.t("centre_none")
		}
		return b.Name("centre", name)
	}
	return b.document(b.T("figures_title", args{"year": year}), b.t("figures_subtitle"), cover,
		b.tallies("regions", y.Regions, y.All, region), b.tallies("centres", y.Centres, y.All, centre))
}

// reading says how the figures are counted, and what they leave out.
func (b author) reading(y aid.Yearly) []Text {
	notes := []Text{
		plain(b.t("figures_counted")), plain(b.t("figures_money")), plain(b.t("figures_results")), plain(b.t("figures_reporting")),
		plain(b.t("figures_offers")),
	}
	if y.Unrated > 0 {
		notes = append(notes, plain(b.N("figures_unrated", y.Unrated, nil)))
	}
	return notes
}

func (b author) tallies(part string, tallies []aid.Tally, all aid.Tally, name func(string) string) Section {
	return Section{ID: part, Level: 2, Title: plain(b.t("figures_" + part)), NewPage: part == "regions", Blocks: []Block{
		b.tally("figures_matching", tallies, all, name, []tallied{
			{"col_requests", func(t aid.Tally) string { return b.Number(int64(t.Requests)) }},
			{"col_asked", func(t aid.Tally) string { return b.placed(t.Asked) }},
			{"col_matches", func(t aid.Tally) string { return b.Number(int64(t.Matches)) }},
			{"col_published", func(t aid.Tally) string { return b.Number(int64(t.Published)) }},
			{"col_committed", func(t aid.Tally) string { return b.placed(t.Committed) }},
			{"col_paid", func(t aid.Tally) string { return b.placed(t.Paid) }},
		}),
		b.tally("figures_achieved", tallies, all, name, []tallied{
			b.unit(aid.WeaponsDestroyed), b.unit(aid.RoundsDestroyed), b.unit(aid.OfficialsTrained), b.unit(aid.StoresUpgraded),
			b.unit(aid.LawsAdopted), b.unit(aid.StatesHelped),
		}),
		b.tally("figures_reported", tallies, all, name, []tallied{
			{"col_member_states", func(t aid.Tally) string { return b.Number(int64(t.States)) }},
			{"col_reported", func(t aid.Tally) string { return b.Number(int64(t.Reported)) }},
			{"col_rate", func(t aid.Tally) string { return b.rate(t) }},
		}),
	}}
}

// tallied is a column of tallies.
type tallied struct {
	key   string
	value func(aid.Tally) string
}

func (b author) unit(u aid.Unit) tallied {
	return tallied{"unit_" + string(u), func(t aid.Tally) string { return b.Number(t.Achieved[u]) }}
}

// rate is a share of a hundred, rounded down.
func (b author) rate(t aid.Tally) string {
	if t.States == 0 {
		return b.t("none")
	}
	return b.T("percent", args{"number": number(t.Reported * 100 / t.States)})
}

func (b author) tally(caption string, tallies []aid.Tally, all aid.Tally, name func(string) string, columns []tallied) Table {
	table := Table{Caption: plain(b.t(caption)), Columns: []Column{{Title: b.t("col_part"), Hashtag: "#region+name"}}}
	row := func(title string, t aid.Tally) Row {
		r := Row{{Text: plain(title)}}
		for _, c := range columns {
			r = append(r, Cell{Text: plain(c.value(t))})
		}
		return r
	}
	for _, c := range columns {
		table.Columns = append(table.Columns, Column{Title: b.t(c.key), Number: true, Hashtag: "#indicator+" + strings.TrimPrefix(c.key, "col_")})
	}
	for _, t := range tallies {
		if t.Name == "" && t.States+t.Requests+t.Matches == 0 {
			continue // it would say that States without a region have nothing
		}
		table.Rows = append(table.Rows, row(name(t.Name), t))
	}
	table.Total = row(b.t("heat_all"), all)
	return table
}
