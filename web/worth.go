package web

import (
	"errors"
	"maps"
	"slices"

	"ploughshare/aid"
	"ploughshare/matcher"
)

// worthPage is what the next money would be worth: by theme and region, and for each of the donor's offers.
type worthPage struct {
	Round   bool
	Regions []string
	Rows    []worthRow
	Offers  []matcher.OfferWorth
}

// worthRow is a theme with what new money is worth in each region, in hundredths of a point on a thousand dollars.
type worthRow struct {
	Theme aid.ThemeID
	Best  int
	Cells []worthCell
}

type worthCell struct {
	Points int
	Asked  bool // some request of the theme is from there
	Shade  int
}

func showWorth(v *visit) (any, error) {
	w, err := v.desk.Worth(v.ctx(), v.Who, "latest")
	if errors.Is(err, aid.ErrNotFound) { // there has been no round yet
		return worthPage{}, nil
	}
	p := worthPage{Round: true, Offers: w.Offers, Regions: slices.Sorted(maps.Keys(regions))}
	p.Rows = worthRows(w.Cells, p.Regions)
	return p, err
}

// worthRows gives each region the best of its sub-regions, the themes first where money does most.
func worthRows(cells []matcher.CellWorth, regions []string) []worthRow {
	rows := map[aid.ThemeID]*worthRow{}
	most := 0
	for _, c := range cells {
		row := rows[c.Theme]
		if row == nil {
			row = &worthRow{Theme: c.Theme, Cells: make([]worthCell, len(regions))}
			rows[c.Theme] = row
		}
		if i := slices.Index(regions, regionOf(c.Region)); i >= 0 {
			row.Cells[i].Asked, row.Cells[i].Points = true, max(row.Cells[i].Points, int(c.More))
			row.Best, most = max(row.Best, int(c.More)), max(most, int(c.More))
		}
	}
	var all []worthRow
	for _, id := range slices.Sorted(maps.Keys(rows)) {
		for i := range rows[id].Cells {
			rows[id].Cells[i].Shade = shade(rows[id].Cells[i].Points, most)
		}
		all = append(all, *rows[id])
	}
	return sorted(all, func(a, b worthRow) int { return b.Best - a.Best })
}

// regionOf is the region of a sub-region.
func regionOf(subregion string) string {
	for region, subs := range regions {
		if slices.Contains(subs, subregion) {
			return region
		}
	}
	return ""
}
