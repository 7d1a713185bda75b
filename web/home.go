package web

import (
	"ploughshare/aid"
	"ploughshare/desk"
)

// homePage is what is asked and offered.
type homePage struct {
	desk.Overview
	Rows []heatRow
	Rest bool // there are themes for which a region asks and no offer reaches it
}

// heatRow is a theme with a cell for each region.
type heatRow struct {
	Name, Address string
	Cells         []heatCell
	desk.ThemeInView
}

// heatCell is a figure with its shade, 0 to 5, and where its list is.
type heatCell struct {
	N       int
	Shade   int
	Address string
	Gap     bool // something is asked and nothing is offered
}

func showHome(v *visit) (any, error) {
	o, err := v.desk.Overview(v.ctx(), v.Who)
	if err != nil {
		return nil, err
	}
	p, most := homePage{Overview: o}, 0
	for _, theme := range o.Themes {
		for _, cell := range theme.Cells {
			most = max(most, cell.Requests)
		}
	}
	for _, theme := range o.Themes {
		row := heatRow{Name: v.Name("theme", string(theme.Theme)), ThemeInView: theme, Address: v.list("theme", theme.Theme)}
		for _, cell := range theme.Cells {
			gap := cell.Requests > 0 && cell.Offers == 0
			row.Cells = append(row.Cells, heatCell{cell.Requests, shade(cell.Requests, most), v.list("theme", theme.Theme, "region", cell.Region), gap})
			p.Rest = p.Rest || gap
		}
		p.Rows = append(p.Rows, row)
	}
	return p, nil
}

// list is the address of the open requests that a filter in pairs keeps.
func (v *visit) list(pairs ...any) string {
	query := map[string][]string{"status": {"open"}}
	for name, value := range arguments(pairs) {
		query[name] = []string{value}
	}
	return v.address(v.To("/requests"), query)
}

// shade puts a figure into one of five equal steps up to the most; nothing has none.
func shade(n, most int) int {
	if n == 0 || most == 0 {
		return 0
	}
	return (n*5 + most - 1) / most
}

// Gives says whether the visitor speaks for a donor.
func (v *visit) Gives() bool { return v.Who.Party != "" && v.May(aid.AnswerProposals) }
