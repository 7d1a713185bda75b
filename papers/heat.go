package papers

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"ploughshare/aid"
)

// square is a cell of the heat map, in thousands of US dollars.
type square struct{ need, placed int64 }

func (s *square) add(item Item) {
	s.need += item.Thousands
	for _, p := range item.Proposals {
		s.placed += p.Proposal.Amount.Minor / 100_000
	}
}

// open is what nobody is proposed for.
func (s square) open() int64 { return max(0, s.need-s.placed) }

// heat lays the needs by main theme and region against what is proposed for them: the darker a cell, the more is open.
func (b author) heat(chapters []chapter) Table {
	cells, themes, regions := map[[2]string]*square{}, map[string]*square{}, map[string]*square{}
	all := &square{}
	for _, c := range chapters {
		for _, item := range c.items {
			theme, region := string(item.Request.MainTheme()), c.party.Region
			at(cells, [2]string{theme, region}).add(item)
			at(themes, theme).add(item)
			at(regions, region).add(item)
			all.add(item)
		}
	}
	hottest := int64(0)
	for _, s := range cells {
		hottest = max(hottest, s.open())
	}
	columns := slices.Sorted(maps.Keys(regions))
	table := Table{Caption: plain(b.t("heat_caption")), Columns: []Column{{Title: b.t("col_theme")}}}
	total := Row{{Text: plain(b.t("heat_all"))}}
	for _, region := range columns {
		table.Columns = append(table.Columns, Column{Title: b.region(region), Number: true})
		total = append(total, b.square(regions[region], 0))
	}
	table.Columns = append(table.Columns, Column{Title: b.t("heat_all"), Number: true}, Column{Title: b.t("col_open_offers"), Number: true})
	for _, theme := range slices.SortedFunc(maps.Keys(themes), func(x, y string) int {
		return cmp.Or(cmp.Compare(themes[y].need, themes[x].need), cmp.Compare(x, y))
	}) {
		row := Row{{Text: plain(b.theme(aid.ThemeID(theme)))}}
		for _, region := range columns {
			row = append(row, b.square(cells[[2]string{theme, region}], hottest))
		}
		table.Rows = append(table.Rows, append(row, b.square(themes[theme], 0), Cell{Text: plain(b.Number(b.offersFor(aid.ThemeID(theme))))}))
	}
	if len(table.Rows) > 0 {
		table.Total = append(total, b.square(all, 0), Cell{Text: plain(b.Number(int64(len(b.Offers))))})
	}
	return table
}

func at[K comparable](squares map[K]*square, key K) *square {
	if squares[key] == nil {
		squares[key] = &square{}
	}
	return squares[key]
}

// square is a need and the part of it that is proposed. One that is open in full of the largest sum is the hottest.
func (b author) square(s *square, hottest int64) Cell {
	if s == nil || s.need == 0 {
		return Cell{}
	}
	share := min(100, int(s.placed*100/s.need))
	cell := Cell{Text: plain(b.T("heat_cell", args{"need": b.Number(s.need), "share": number(share)}))}
	if hottest > 0 {
		cell.Heat = 1 + int(s.open()*(Hottest-1)/hottest)
	}
	return cell
}

// offersFor counts the offers that take a theme.
func (b author) offersFor(theme aid.ThemeID) int64 {
	n := int64(0)
	for _, o := range b.Offers {
		if len(o.Themes) == 0 || slices.Contains(o.Themes, theme) {
			n++
		}
	}
	return n
}

// region is the name of a UN M49 region or sub-region.
func (b author) region(code string) string {
	if code == "" {
		return b.t("region_none")
	}
	key := strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(code))
	if name := b.Name("region", key); name != key {
		return name
	}
	return code
}
