package aid

import (
	"database/sql/driver"
	"fmt"
	"strings"
	"time"
)

// Date is a day, a month or a year as far as it is known: "2016-03-24", "2016-03", "2016". Empty means not known.
type Date string

// dateForms are the layouts of a Date from coarse to fine, and how far each reaches.
var dateForms = []struct {
	layout              string
	years, months, days int
}{
	{"2006", 1, 0, 0}, {"2006-01", 0, 1, 0}, {"2006-01-02", 0, 0, 1},
}

// ParseDate checks and returns a date; an empty text is the unknown date.
func ParseDate(text string) (Date, error) {
	if text == "" {
		return "", nil
	}
	if _, _, ok := Date(text).span(); !ok {
		return "", fmt.Errorf("%q is not a year, month or day", text)
	}
	return Date(text), nil
}

// DateOf is the day of an instant, in UTC.
func DateOf(t time.Time) Date { return Date(t.UTC().Format("2006-01-02")) }

func (d Date) span() (first, next time.Time, ok bool) {
	for _, form := range dateForms {
		if len(d) != len(form.layout) {
			continue
		}
		first, err := time.Parse(form.layout, string(d))
		return first, first.AddDate(form.years, form.months, form.days), err == nil
	}
	return time.Time{}, time.Time{}, false
}

// First is the earliest day that the date can mean, the zero time when it is not known.
func (d Date) First() time.Time {
	first, _, _ := d.span()
	return first
}

// Last is the latest day that the date can mean, the zero time when it is not known.
func (d Date) Last() time.Time {
	_, next, ok := d.span()
	if !ok {
		return time.Time{}
	}
	return next.AddDate(0, 0, -1)
}

// IsDay says whether the date is known to the day.
func (d Date) IsDay() bool { return len(d) == len("2006-01-02") && !d.First().IsZero() }

// Year is the year of a known date, else 0.
func (d Date) Year() int {
	if d == "" {
		return 0
	}
	return d.First().Year()
}

// AddMonths is the day that many months after the last day the date can mean.
func (d Date) AddMonths(n int) Date { return DateOf(d.Last().AddDate(0, n, 0)) }

// Before says whether the whole of d lies before the whole of e; both must be known.
func (d Date) Before(e Date) bool { return d.Last().Before(e.First()) }

// Period is a stretch of time. Either end may be unknown. Its text is an ISO 8601 interval, "2016/2018-03", with ".."
// for an end that is not known.
type Period struct {
	From, To Date
}

// ParsePeriod reads an interval ("2016/2018"), the forms "2003-2010" and "2003-" of years, and a single date, which
// is both ends.
func ParsePeriod(text string) (Period, error) {
	from, to, interval := strings.Cut(text, "/")
	if !interval && len(text) > 4 && text[4] == '-' && (len(text) == 9 || len(text) == 5) {
		from, to, interval = text[:4], text[5:], true
	}
	if !interval {
		to = from
	}
	first, err := ParseDate(strings.TrimSuffix(from, ".."))
	if err != nil {
		return Period{}, err
	}
	last, err := ParseDate(strings.TrimPrefix(to, ".."))
	if err != nil {
		return Period{}, err
	}
	p := Period{From: first, To: last}
	if first != "" && last != "" && last.Before(first) {
		return Period{}, fmt.Errorf("%q ends before it begins", text)
	}
	return p, nil
}

// Known says whether at least one end is known.
func (p Period) Known() bool { return p != Period{} }

// String is the text form; a single date stays single.
func (p Period) String() string {
	switch {
	case !p.Known():
		return ""
	case p.From == p.To:
		return string(p.From)
	}
	return orOpen(p.From) + "/" + orOpen(p.To)
}

func orOpen(d Date) string {
	if d == "" {
		return ".."
	}
	return string(d)
}

// MarshalText and UnmarshalText make the text form that of JSON too.
func (p Period) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

func (p *Period) UnmarshalText(text []byte) (err error) {
	*p, err = ParsePeriod(string(text))
	return err
}

// Value and Scan make the text form that of the database too.
func (p Period) Value() (driver.Value, error) { return p.String(), nil }

func (p *Period) Scan(src any) error {
	text, err := columnText(src)
	if err != nil {
		return err
	}
	return p.UnmarshalText([]byte(text))
}

func (Period) GormDataType() string { return "text" }
