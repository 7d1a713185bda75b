package web

import (
	"cmp"

	"ploughshare/aid"
	"ploughshare/desk"
)

// homePage is what is asked and offered, and when it comes before a meeting.
type homePage struct {
	desk.Overview
	Rows []heatRow
	Gaps []heatRow // the same, those first of which most requests are reached by no offer
	Rest bool      // there are themes for which a region asks and no offer reaches it
	Next *aid.Meeting
	Left int // days until its cut-off; below nothing once it has passed
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
			address := v.list("theme", theme.Theme, "region", cell.Region)
			row.Cells = append(row.Cells, heatCell{cell.Requests, shade(cell.Requests, most), address, gap})
			p.Rest = p.Rest || gap
		}
		p.Rows = append(p.Rows, row)
	}
	p.Gaps = sorted(p.Rows, func(a, b heatRow) int { return cmp.Compare(b.Missed, a.Missed) })
	return p, v.nextMeeting(&p)
}

// nextMeeting finds the first meeting that is not over, of those that the visitor may see.
func (v *visit) nextMeeting(p *homePage) error {
	today := v.desk.Today()
	meetings := aid.Each(aid.Page{Sort: "starts"}, func(page aid.Page) ([]aid.Meeting, string, error) {
		return v.desk.Meetings(v.ctx(), v.Who, aid.MeetingFilter{From: today}, page)
	})
	for m, err := range meetings {
		if err != nil {
			return err
		}
		if m.State != aid.Closed {
			p.Next, p.Left = &m, int(m.CutOff.First().Sub(today.First()).Hours()/24)
			return nil
		}
	}
	return nil
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
