package reports

import (
	"regexp"
	"strings"

	"ploughshare/aid"
)

// wanted finds when work should begin and end, in the years from that of the report on.
func wanted(text string, from int) aid.Period {
	return datesIn(plainText(text), from, from+19)
}

// datesIn takes the first and the last date of a plain text that lie within years.
func datesIn(text string, from, to int) aid.Period {
	for _, form := range dateForms {
		if p, ok := form.read(text, from, to); ok {
			return p
		}
	}
	return aid.Period{}
}

// dateForms read dates, the finest first.
var dateForms = []dateForm{
	{regexp.MustCompile(`(20\d\d)-(\d\d)-(\d\d)`), []int{1, 2, 3}},
	{regexp.MustCompile(`(\d\d?)[./](\d\d?)[./](20\d\d)`), []int{3, 2, 1}},
	{regexp.MustCompile(`(20\d\d)年(\d\d?)月(\d\d?)日`), []int{1, 2, 3}},
	{regexp.MustCompile(`(20\d\d)-(\d\d)(?:[^\d]|$)`), []int{1, 2}},
	{regexp.MustCompile(`(?:^|[^\d./])(\d\d?)[./](20\d\d)`), []int{2, 1}},
	{regexp.MustCompile(`(20\d\d)年(\d\d?)月`), []int{1, 2}},
	{regexp.MustCompile(`(?:^|[^\d.,]|(?:^|[^\d])[.,])(20\d\d)(?:[^\d]|$)`), []int{1}},
}

type dateForm struct {
	pattern *regexp.Regexp
	order   []int // groups of year, month and day
}

// read takes the first date as the beginning and the last as the end, where a text has dates in this form.
func (f dateForm) read(text string, from, to int) (aid.Period, bool) {
	var dates []aid.Date
	for begin := 0; begin < len(text); {
		match := f.pattern.FindStringSubmatchIndex(text[begin:])
		if match == nil {
			break
		}
		if d, ok := f.date(text[begin:], match); ok && d.Year() >= from && d.Year() <= to {
			dates = append(dates, d)
		}
		begin += match[2*f.order[0]+1]
		if last := match[2*f.order[len(f.order)-1]+1]; last > match[2*f.order[0]+1] {
			begin += last - match[2*f.order[0]+1]
		}
	}
	if len(dates) == 0 {
		return aid.Period{}, false
	}
	p := aid.Period{From: dates[0], To: dates[len(dates)-1]}
	return p, !p.To.Before(p.From)
}

func (f dateForm) date(text string, match []int) (aid.Date, bool) {
	parts := make([]string, len(f.order))
	for i, group := range f.order {
		part := text[match[2*group]:match[2*group+1]]
		if len(part) == 1 {
			part = "0" + part
		}
		parts[i] = part
	}
	d, err := aid.ParseDate(strings.Join(parts, "-"))
	return d, err == nil
}
