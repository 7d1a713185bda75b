package locale

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/bojanz/currency"
	"golang.org/x/text/number"
)

// noCurrency is the code of a sum whose currency is not known.
const noCurrency = "XXX"

// Number writes a whole number with the language's separators.
func (p Printer) Number(n int64) string { return p.numbers.Sprint(number.Decimal(n)) }

func (p Printer) numberText(text string) string {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return text
	}
	return p.Number(n)
}

// Points writes hundredths of a point, always with two decimals, so that a column of them adds up on the page.
func (p Printer) Points(hundredths int) string {
	sign := ""
	if hundredths < 0 {
		sign, hundredths = p.T("minus_sign", nil), -hundredths
	}
	return sign + p.Number(int64(hundredths/100)) + p.T("decimal_sign", nil) + fmt.Sprintf("%02d", hundredths%100)
}

func (p Printer) pointsText(text string) string {
	n, err := strconv.Atoi(text)
	if err != nil {
		return text
	}
	return p.Points(n)
}

// Money writes a sum such as "1350000.00 EUR" with its code, without cents that are zero. What is no sum stays as it
// is.
func (p Printer) Money(text string) string {
	digits, code, _ := strings.Cut(text, " ")
	if code == noCurrency {
		return p.T("money_no_currency", map[string]string{"sum": p.numberText(digits)})
	}
	amount, err := currency.NewAmount(digits, code)
	if err != nil { // units of account, which CLDR does not list
		return p.unitsOfAccount(text, digits, code)
	}
	format := currency.NewFormatter(currency.NewLocale(p.lang))
	format.CurrencyDisplay = currency.DisplayCode
	if amount.Round().Equal(amount.RoundTo(0, currency.RoundDown)) {
		format.MinDigits = 0
	}
	return format.Format(amount)
}

func (p Printer) unitsOfAccount(text, digits, code string) string {
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || code == "" {
		return text
	}
	return p.T("money_units", map[string]string{"code": code, "sum": p.Number(n)})
}

// Date writes a year, month or day, or an interval of them ("2016/2018-03", ".." for an open end), as far as it is
// known. What is no date stays as it is.
func (p Printer) Date(iso string) string {
	from, to, interval := strings.Cut(iso, "/")
	switch {
	case !interval:
		return p.calendar("date", iso)
	case to == "..":
		return p.calendar("since", from)
	case from == "..":
		return p.calendar("until", to)
	case len(from) == len("2006") && len(to) == len("2006"):
		return p.T("date_years", map[string]string{"from": from, "to": to})
	}
	return p.T("date_between", map[string]string{"from": p.calendar("date", from), "to": p.calendar("date", to)})
}

// dated is the template function for one form of a date, such as "when": in 2016, on 24 March 2016.
func (p Printer) dated(form string) func(string) string {
	return func(iso string) string { return p.calendar(form, bare(iso)) }
}

// calendar fills the sentence of a form, as precise as the date is. Some languages decline the month, so a sentence may
// choose: {{.month}} alone, {{.month_of}} after a day (24 марта), {{.month_in}} after "in" (в марте).
func (p Printer) calendar(form, iso string) string {
	for _, precise := range []struct{ layout, form string }{
		{"2006-01-02", "_day"}, {"2006-01", "_month"}, {"2006", "_year"},
	} {
		if t, err := time.Parse(precise.layout, iso); err == nil {
			return p.T(form+precise.form, map[string]string{
				"day": strconv.Itoa(t.Day()), "year": strconv.Itoa(t.Year()), "month": p.month("months", t),
				"month_of": p.month("months_of", t), "month_in": p.month("months_in", t),
			})
		}
	}
	return iso
}

func (p Printer) month(names string, t time.Time) string {
	all := strings.Split(p.T(names, nil), ";")
	return all[int(t.Month()-1)%len(all)]
}
