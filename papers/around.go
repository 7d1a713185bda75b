package papers

import (
	"cmp"
	"slices"

	"ploughshare/aid"
)

// around lists what others have done or are doing in some countries: what has to do with the themes first, then the
// latest, each project once. There is nothing where nothing is known.
func (b author) around(countries []string, themes []aid.ThemeID, most int) []Block {
	var there []aid.Pairing
	for _, x := range b.Past {
		twice := func(y aid.Pairing) bool { return y.Project == x.Project }
		if slices.Contains(countries, x.BeneficiaryID) && !slices.ContainsFunc(there, twice) {
			there = append(there, x)
		}
	}
	if len(there) == 0 {
		return nil
	}
	near := func(x aid.Pairing) int {
		if slices.ContainsFunc(x.Themes, func(t aid.ThemeID) bool { return slices.Contains(themes, t) }) {
			return 0
		}
		return 1
	}
	slices.SortFunc(there, func(x, y aid.Pairing) int {
		return cmp.Or(near(x)-near(y), cmp.Compare(y.Ran.To, x.Ran.To), cmp.Compare(y.Ran.From, x.Ran.From), cmp.Compare(x.ID, y.ID))
	})
	table := Table{Caption: plain(b.t("around_caption")), Columns: []Column{
		{Title: b.t("col_project"), Hashtag: "#activity+name"}, {Title: b.t("col_donor"), Hashtag: "#org+name+funder"},
		{Title: b.t("col_ran"), Hashtag: "#date"}, {Title: b.t("col_sum"), Number: true, Hashtag: "#value+spent"},
	}}
	for _, x := range there[:min(most, len(there))] {
		table.Rows = append(table.Rows, b.aroundRow(x))
	}
	blocks := []Block{table}
	if left := len(there) - most; left > 0 {
		blocks = append(blocks, Paragraph{Text: plain(b.N("around_more", left, nil))})
	}
	return blocks
}

func (b author) aroundRow(x aid.Pairing) Row {
	donors := b.t("not_stated")
	if len(x.Donors) > 0 {
		donors = names(b, "party", x.Donors)
	}
	project := Run{Text: x.Title, Own: true, Note: links(x.Source)}
	return Row{
		{Text: Text{project}}, {Text: plain(donors)}, {Text: plain(b.orNot(b.Date(x.Ran.String())))}, {Text: plain(b.stated(x.Amount))},
	}
}

// worth says what the next dollars would be worth, where they would be worth most. There is none where it is not known.
func (b author) worth() []Section {
	if len(b.Worth) == 0 {
		return nil
	}
	const most = 12
	all := slices.SortedFunc(slices.Values(b.Worth), func(x, y Worth) int {
		return cmp.Or(cmp.Compare(y.More, x.More), cmp.Compare(x.Theme, y.Theme), cmp.Compare(x.Region, y.Region))
	})
	table := Table{Caption: plain(b.t("worth_caption")), Columns: []Column{
		{Title: b.t("col_theme")}, {Title: b.t("col_subregion")}, {Title: b.t("col_request")},
		{Title: b.t("col_gain"), Number: true}, {Title: b.t("col_gain_for"), Number: true},
	}}
	for _, x := range all[:min(most, len(all))] {
		goes := b.t("worth_any_sum")
		if x.MoreFor.Known() {
			goes = b.Money(x.MoreFor.String())
		}
		table.Rows = append(table.Rows, Row{
			{Text: plain(b.theme(x.Theme))}, {Text: plain(b.region(x.Region))}, {Text: b.requestLink(x.RequestID)},
			{Text: plain(b.Points(int(x.More)))}, {Text: plain(goes)},
		})
	}
	return []Section{{ID: "worth", Level: 2, Title: plain(b.t("worth_title")), NewPage: true, Blocks: []Block{
		Paragraph{Text: plain(b.t("worth_lead")), Lead: true}, table,
	}}}
}
