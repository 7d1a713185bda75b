package aid

import (
	"cmp"
	"database/sql/driver"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Money is a sum in minor units (cents) of an ISO 4217 currency. The zero value means "not known", never "nothing".
// XXX stands for a sum whose currency was not given.
type Money struct {
	Minor    int64  `json:"minor" doc:"Sum in minor units, e.g. cents" minimum:"0"`
	Currency string `json:"currency" doc:"ISO 4217 code; XXX where the source named no currency" maxLength:"3"`
}

// maxMinor is the most that one record holds: a million million dollars, and in the weakest currencies still some
// hundred million. It keeps sums of sums, and their worth in other currencies, within 64 bits.
const maxMinor = 100_000_000_000_000

// NoCurrency is the ISO 4217 code of a sum whose currency is not known.
const NoCurrency = "XXX"

// currencies maps the ISO 4217 codes that can be given here to their number of decimals. A currency that is
// missing is refused by name rather than guessed at; add it here. Source: ISO 4217, list of 2026.
var currencies = map[string]int{
	"AED": 2, "ARS": 2, "AUD": 2, "BBD": 2, "BGN": 2, "BRL": 2, "CAD": 2, "CHF": 2, "CLP": 0, "CNY": 2, "COP": 2,
	"CZK": 2, "DKK": 2, "EGP": 2, "EUR": 2, "GBP": 2, "GHS": 2, "HUF": 2, "ILS": 2, "INR": 2, "ISK": 0, "JMD": 2,
	"JOD": 3, "JPY": 0, "KES": 2, "KRW": 0, "KWD": 3, "MAD": 2, "MXN": 2, "MYR": 2, "NGN": 2, "NOK": 2, "NZD": 2,
	"PHP": 2, "PLN": 2, "QAR": 2, "RON": 2, "RSD": 2, "RUB": 2, "SAR": 2, "SEK": 2, "SGD": 2, "THB": 2, "TRY": 2,
	"TTD": 2, "TZS": 2, "UAH": 2, "UGX": 0, "USD": 2, "XAF": 0, "XCD": 2, "XDR": 0, "XOF": 0, "XUA": 0, "ZAR": 2,
	NoCurrency: 0,
}

// Decimals returns the number of digits after the point in a currency and whether the currency is known.
func Decimals(currency string) (int, bool) {
	n, ok := currencies[currency]
	return n, ok
}

// Currencies lists the codes that a sum can be given in, in alphabetical order.
func Currencies() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(currencies)), func(code string) bool { return code == NoCurrency })
}

// ParseMoney reads a plain decimal number ("1350000", "1350000.50") as a sum in a currency. A sum without a
// currency gets NoCurrency. An empty number gives the zero Money. The error is a Problem key: amount_malformed,
// amount_not_positive, amount_too_large or unknown_currency.
func ParseMoney(number, currency string) (Money, error) {
	if number == "" {
		return Money{}, nil
	}
	if currency == "" {
		currency = NoCurrency
	}
	decimals, known := Decimals(currency)
	if !known {
		return Money{}, moneyError("unknown_currency")
	}
	whole, fraction, _ := strings.Cut(number, ".")
	if len(fraction) > decimals || !digits(whole+fraction) || whole == "" {
		return Money{}, moneyError("amount_malformed")
	}
	fraction += strings.Repeat("0", decimals-len(fraction))
	minor, err := strconv.ParseInt(whole+fraction, 10, 64)
	switch {
	case err != nil || minor > maxMinor:
		return Money{}, moneyError("amount_too_large")
	case minor == 0:
		return Money{}, moneyError("amount_not_positive")
	}
	return Money{Minor: minor, Currency: currency}, nil
}

// moneyError is a Problem key about a sum.
type moneyError string

func (e moneyError) Error() string { return string(e) }

func digits(s string) bool {
	return strings.Trim(s, "0123456789") == ""
}

// Known says whether there is a sum at all.
func (m Money) Known() bool { return m.Minor > 0 }

// within says whether the sum is no more than another one of the same currency.
func (m Money) within(limit Money) bool {
	return m.Currency == limit.Currency && m.Minor <= limit.Minor
}

// Plus and Minus reckon with sums of one currency; what is not known counts as nothing. Minus does not go below that.
func (m Money) Plus(n Money) Money {
	sum := Money{Minor: m.Minor + n.Minor, Currency: cmp.Or(m.Currency, n.Currency)}
	if !sum.Known() {
		return Money{}
	}
	return sum
}

func (m Money) Minus(n Money) Money {
	if n.Minor >= m.Minor {
		return Money{}
	}
	return Money{Minor: m.Minor - n.Minor, Currency: m.Currency}
}

// gap says what is missing of a sum: its currency, or under the other key all of it.
func (m Money) gap(key string) string {
	if m.Known() {
		return "gap_currency"
	}
	return key
}

// String writes the sum as a plain number and a code, "1350000.00 EUR"; empty when not known.
func (m Money) String() string {
	if !m.Known() {
		return ""
	}
	decimals := currencies[m.Currency]
	if decimals == 0 {
		return fmt.Sprintf("%d %s", m.Minor, m.Currency)
	}
	unit := int64(math.Pow10(decimals))
	return fmt.Sprintf("%d.%0*d %s", m.Minor/unit, decimals, m.Minor%unit, m.Currency)
}

func (m *Money) parse(text string) error {
	number, currency, _ := strings.Cut(text, " ")
	parsed, err := ParseMoney(number, currency)
	if err != nil {
		return fmt.Errorf("money %q: %w", text, err)
	}
	*m = parsed
	return nil
}

// Value and Scan keep a sum in one text column, in the form of String.
func (m Money) Value() (driver.Value, error) { return m.String(), nil }

func (m *Money) Scan(src any) error {
	text, err := columnText(src)
	if err != nil {
		return err
	}
	return m.parse(text)
}

func (Money) GormDataType() string { return "text" }

// Rate is the worth of one unit of a currency in US dollars from a day on, in millionths.
type Rate struct {
	Currency string `json:"currency"`
	From     Date   `json:"from"`
	Micros   int64  `json:"micros" doc:"US dollars for one unit, in millionths"`
	Note     string `json:"note"`
	Source   string `json:"source"`
}
