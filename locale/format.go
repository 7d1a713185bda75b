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
		sign, hundredths = "−", -hundredths
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
		return p.day(iso)
	case to == "..":
		return p.T("date_from", map[string]string{"from": p.day(from)})
	case from == "..":
		return p.T("date_until", map[string]string{"to": p.day(to)})
	case len(from) == len("2006") && len(to) == len("2006"):
		return p.T("date_years", map[string]string{"from": from, "to": to})
	}
	return p.T("date_between", map[string]string{"from": p.day(from), "to": p.day(to)})
}

func (p Printer) day(iso string) string {
	if t, err := time.Parse("2006-01-02", iso); err == nil {
		return p.calendar("date_day", "months_of_days", t)
	}
	if t, err := time.Parse("2006-01", iso); err == nil {
		return p.calendar("date_month", "months_alone", t)
	}
	return iso
}

// calendar fills a form with a month out of twelve names, which in some languages differ with and without a day.
func (p Printer) calendar(form, months string, t time.Time) string {
	names := strings.Split(p.T(months, nil), ";")
	return p.T(form, map[string]string{
		"day": strconv.Itoa(t.Day()), "month": names[int(t.Month()-1)%len(names)], "year": strconv.Itoa(t.Year()),
	})
}
