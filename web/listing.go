package web

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"ploughshare/aid"
	"ploughshare/intake"
)

// Listing is what stands around a list: how long it is, what filters it, how it is sorted, and where it goes on. The filters
// are the address, so that a list can be mailed.
type Listing struct {
	Count int
	Chips []Chip
	Sorts []Place
	Next  string
}

// Chip is a filter that holds, and the address without it.
type Chip struct{ Text, Address, Remove string }

// sorting is an order of a list. Desc is whether it falls.
type sorting struct {
	name, key string
	desc      bool
}

// listing describes the list of an address. The first of the sortings holds when none is asked for.
func (v *visit) listing(count int, next string, sortings []sorting, chips ...Chip) Listing {
	l := Listing{Count: count}
	for _, chip := range chips {
		if chip.Text != "" {
			l.Chips = append(l.Chips, chip)
		}
	}
	for i, by := range sortings {
		name := by.name
		if i == 0 {
			name = ""
		}
		l.Sorts = append(l.Sorts, Place{v.With("sort", name), v.T(by.key), cmp.Or(v.Query("sort"), sortings[0].name) == by.name})
	}
	l.Next = v.further(next)
	return l
}

// further is the address of this list from a cursor on; none at its end.
func (v *visit) further(next string) string {
	if next == "" {
		return ""
	}
	return v.With("after", next)
}

// chip is a filter by a name of the query, shown as kind names its value; none where it does not filter.
func (v *visit) chip(name, kind string) Chip {
	value := v.Query(name)
	if value == "" {
		return Chip{}
	}
	text := value
	if kind != "" {
		text = v.Name(kind, value)
	}
	return Chip{Text: text, Address: v.With(name, ""), Remove: v.T("filter_remove")}
}

// perPage is a list that a telephone shows and a bad line brings.
const perPage = 25

// ask is the page of a list that the address asks for.
func (v *visit) ask(sortings []sorting) aid.Page {
	name := cmp.Or(v.Query("sort"), sortings[0].name)
	page := aid.Page{Sort: name, After: v.Query("after"), Limit: perPage}
	for _, by := range sortings {
		if by.name == name {
			page.Desc = by.desc
		}
	}
	return page
}

// SheetAddress is the address of this list as a table, whole, in a format.
func (v *visit) SheetAddress(format string) string {
	return v.With("sheet", format)
}

// sheet writes a table as the format that the address asks for.
func (v *visit) sheet(name string, table intake.Sheet) (any, error) {
	format := intake.CSV
	if v.Query("sheet") == string(intake.XLSX) {
		format = intake.XLSX
	}
	kind, content, err := table.As(format)
	return download{name + "." + string(format), kind, content}, err
}

// whole reads a list from the page that is asked for to its end, for a sheet; else that page alone.
func whole[T any](v *visit, ask aid.Page, read func(aid.Page) ([]T, string, error)) ([]T, string, error) {
	if v.Query("sheet") == "" {
		return read(ask)
	}
	rows, err := aid.Rows(ask, read)
	return rows, "", err
}

// total adds counts up.
func total[K comparable](counts map[K]int) int {
	sum := 0
	for _, n := range counts {
		sum += n
	}
	return sum
}

// Themes, Regions and the others are what filters and forms choose from, by name. Any is the text for no choice.
func (v *visit) Themes(any string) ([]Option, error) {
	themes, err := v.desk.Themes(v.ctx())
	options := make([]Option, len(themes))
	for i, t := range themes {
		options[i] = Option{string(t.ID), v.Name("theme", string(t.ID))}
	}
	return optional(any, v.byText(options)), err
}

// regions are the M49 regions, each before its sub-regions.
var regions = map[string][]string{
	"Africa": {"Northern Africa", "Sub-Saharan Africa"}, "Americas": {"Latin America and the Caribbean", "Northern America"},
	"Asia":    {"Central Asia", "Eastern Asia", "South-eastern Asia", "Southern Asia", "Western Asia"},
	"Europe":  {"Eastern Europe", "Northern Europe", "Southern Europe", "Western Europe"},
	"Oceania": {"Australia and New Zealand", "Melanesia", "Micronesia", "Polynesia"},
}

func (v *visit) Regions(any string) []Option {
	var options []Option
	for _, region := range slices.Sorted(maps.Keys(regions)) {
		options = append(options, Option{region, v.Name("region", region)})
		for _, sub := range regions[region] {
			options = append(options, Option{sub, "– " + v.Name("region", sub)})
		}
	}
	return optional(any, options)
}

// Codes are options for codes that have names.
func codes[T ~string](v *visit, kind string, list []T) []Option {
	options := make([]Option, len(list))
	for i, code := range list {
		options[i] = Option{string(code), v.Name(kind, string(code))}
	}
	return options
}

func optional(any string, options []Option) []Option {
	if any == "" {
		return options
	}
	return append([]Option{{"", any}}, options...)
}

// byText sorts as a dictionary of the language does.
func (v *visit) byText(options []Option) []Option {
	order := collate.New(language.Make(v.Lang()))
	slices.SortStableFunc(options, func(a, b Option) int { return order.CompareString(a.Text, b.Text) })
	return options
}

// Tag is a status as a small label. Its colour says again what its text says.
type Tag struct{ Kind, Text string }

// tagKinds are the statuses with a colour of their own; the others are blue.
var tagKinds = map[string]string{
	"draft": "grey", "withdrawn": "grey", "expired": "grey", "declined": "grey", "vetoed": "grey", "returned": "amber",
	"funded": "green", "under_way": "green", "completed": "green", "agreed": "green", "interested": "green",
}

// Tag is the label of a status.
func (v *visit) Tag(status any) Tag {
	code := fmt.Sprint(status)
	return Tag{tagKinds[code], v.Name("status", code)}
}

// apart sets off a code in a text that markup cannot be in, so that a text from right to left does not break it up.
func apart(code string) string { return "\u2068" + code + "\u2069" }

// mostHeading is how much of a need stands for it in a list.
const mostHeading = 140

// Short cuts a text at a word.
func (v *visit) Short(text string) string { return short(text, mostHeading) }

func short(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	cut := string(runes[:most])
	if space := strings.LastIndexByte(cut, ' '); space > len(cut)/2 {
		cut = cut[:space]
	}
	return cut + "…"
}
