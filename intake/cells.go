package intake

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"ploughshare/aid"
)

// cells is one row on its way to a record: its texts by column, and what is wrong so far.
type cells struct {
	line
	reader *Reader
	kind   Kind
	named  []aid.Party
}

// text is the cell of a column of the table; empty where the file has no such column.
func (c *cells) text(column string) string {
	i, ok := c.layout.at[column]
	if !ok || i >= len(c.texts) {
		return ""
	}
	if len(c.texts[i]) > maxCell {
		c.problem(column, "cell_too_long", "limit", strconv.Itoa(maxCell))
		return ""
	}
	return c.texts[i]
}

// problem notes what is wrong with a column.
func (c *cells) problem(column, key string, pairs ...string) {
	p := Problem{Line: c.number, Column: column}
	if i, ok := c.layout.at[column]; ok {
		p.Column = c.layout.headings[i]
	}
	p.Field, p.Message = column, aid.Say(key, pairs...)
	for _, known := range Columns(c.kind) {
		if known.Name == column {
			p.Field = known.Field
		}
	}
	same := func(said Problem) bool {
		return said.Column == p.Column && said.Key == p.Key && said.Args["value"] == p.Args["value"]
	}
	if !slices.ContainsFunc(c.problems, same) { // a cell may be looked at more than once
		c.problems = append(c.problems, p)
	}
}

// list splits a cell at the semicolons outside parentheses.
func (c *cells) list(column string) []string { return splitList(c.text(column)) }

func splitList(text string) []string {
	depth := 0
	parts := strings.FieldsFunc(text, func(r rune) bool {
		switch r {
		case '(':
			depth++
		case ')':
			depth = max(0, depth-1)
		}
		return depth == 0 && (r == ';' || r == '；' || r == '\n')
	})
	var items []string
	for _, part := range parts {
		if part = strings.TrimSpace(part); part != "" {
			items = append(items, part)
		}
	}
	return items
}

// words is a list of codes of aid that a person may write as words: "Small grants" is small_grants.
func words[T ~string](c *cells, column string) aid.List[T] {
	out := aid.List[T]{}
	for _, item := range c.list(column) {
		if code := T(fold(item)); !slices.Contains(out, code) {
			out = append(out, code)
		}
	}
	return out
}

// shares reads codes that either all have a percentage or all have none. Each code is put in the form of the register.
func (c *cells) shares(column string, proper func(string) string) aid.List[aid.Share] {
	items := c.list(column)
	shares := make(aid.List[aid.Share], 0, len(items))
	var plain []string
	for _, item := range items {
		code, percent, stated := strings.Cut(item, ":")
		code = proper(strings.TrimSpace(code))
		if !stated {
			plain = append(plain, code)
			continue
		}
		n, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(percent), "%")))
		if err != nil {
			c.problem(column, "share_malformed", "value", item)
		}
		shares = append(shares, aid.Share{Code: code, Percent: n})
	}
	if len(plain) > 0 && len(shares) > 0 {
		c.problem(column, "shares_incomplete", "value", plain[0])
		return shares[:0]
	}
	if len(plain) > 0 {
		return aid.EqualShares(plain)
	}
	return shares
}

// date is a year, month or day.
func (c *cells) date(column string) aid.Date {
	d, err := aid.ParseDate(c.text(column))
	if err != nil {
		c.problem(column, "date_malformed", "value", c.text(column))
	}
	return d
}

// period is a stretch of time in one cell.
func (c *cells) period(column string) aid.Period {
	p, err := aid.ParsePeriod(c.text(column))
	if err != nil {
		c.problem(column, "period_malformed", "value", c.text(column))
	}
	return p
}

// span is a stretch of time in two cells, or in a third that holds both ends.
func (c *cells) span(from, to, both string) aid.Period {
	p := aid.Period{From: c.date(from), To: c.date(to)}
	if !p.Known() {
		return c.period(both)
	}
	if p.From != "" && p.To != "" && p.To.Before(p.From) {
		c.problem(to, "period_reversed", "from", string(p.From), "to", string(p.To))
	}
	return p
}

// answers are the words for yes and no.
var answers = map[string]aid.Answer{
	"": "", "yes": aid.Yes, "y": aid.Yes, "true": aid.Yes, "no": aid.No, "n": aid.No, "false": aid.No,
}

func (c *cells) answer(column string) aid.Answer {
	a, ok := answers[strings.ToLower(c.text(column))]
	if !ok {
		c.problem(column, "answer_malformed", "value", c.text(column))
	}
	return a
}

// whole is a whole number, 0 where the cell is empty.
func (c *cells) whole(column string) int64 {
	text := c.text(column)
	if text == "" {
		return 0
	}
	plain, ok := plainNumber(text)
	n, err := strconv.ParseInt(plain, 10, 64)
	if !ok || err != nil {
		c.problem(column, "number_malformed", "value", text)
		return 0
	}
	return n
}

// grouped is a number whose groups of three are set apart by one and the same sign.
var grouped = regexp.MustCompile(`^\d{1,3}(?:(?:,\d{3})+|(?: \d{3})+|(?:\x{a0}\d{3})+|(?:\x{202f}\d{3})+|(?:'\d{3})+|(?:’\d{3})+)?(?:\.\d+)?$`)

var plainDigits = regexp.MustCompile(`^\d+(?:\.\d+)?$`)

// plainNumber takes the signs between groups of three out of a number, and zeros after the point that say nothing. It
// says false for what can be read in two ways, such as 1,5 or 1.350.000,00.
func plainNumber(text string) (string, bool) {
	if !plainDigits.MatchString(text) && !grouped.MatchString(text) {
		return "", false
	}
	plain := strings.Map(func(r rune) rune {
		if r == '.' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, text)
	if strings.Contains(plain, ".") {
		plain = strings.TrimSuffix(strings.TrimRight(plain, "0"), ".")
	}
	return plain, true
}

// currencyWords are signs that stand for one currency only.
var currencyWords = map[string]string{"UA": "XUA", "US$": "USD", "€": "EUR", "£": "GBP"}

func currencyCode(text string) string {
	code := strings.ToUpper(text)
	return cmp.Or(currencyWords[code], code)
}

// sum reads a sum in the currency of the row. The cell may name the currency itself, "1350000 EUR".
func (c *cells) sum(column, currencyColumn string) aid.Money {
	text := c.text(column)
	if text == "" {
		return aid.Money{}
	}
	currency := currencyCode(c.text(currencyColumn))
	if number, own, ok := cutCurrency(text); ok {
		if currency != "" && own != currency {
			c.problem(column, "currencies_differ", "one", own, "other", currency)
			return aid.Money{}
		}
		text, currency = number, own
	}
	if strings.HasPrefix(text, "-") {
		c.problem(column, "amount_not_positive")
		return aid.Money{}
	}
	plain, ok := plainNumber(text)
	if !ok {
		c.problem(column, "amount_malformed", "value", text)
		return aid.Money{}
	}
	money, err := aid.ParseMoney(plain, currency)
	if err != nil {
		c.moneyProblem(column, currencyColumn, err.Error(), text, currency)
	}
	return money
}

// cutCurrency parts a sum from a currency written before or behind it.
func cutCurrency(text string) (number, currency string, ok bool) {
	first, last := strings.IndexAny(text, " \u00a0"), strings.LastIndexAny(text, " \u00a0")
	if first < 0 {
		return "", "", false
	}
	if code := currencyCode(text[:first]); isCurrency(code) {
		return strings.TrimSpace(text[first:]), code, true
	}
	if code := currencyCode(strings.TrimSpace(strings.ReplaceAll(text[last:], "\u00a0", ""))); isCurrency(code) {
		return strings.TrimSpace(text[:last]), code, true
	}
	return "", "", false
}

func isCurrency(code string) bool { _, ok := aid.Decimals(code); return ok }

// moneyProblem says which of the two columns is to blame.
func (c *cells) moneyProblem(column, currencyColumn, key, text, currency string) {
	decimals, _ := aid.Decimals(currency)
	switch {
	case key == "unknown_currency":
		c.problem(currencyColumn, key, "value", currency)
	case key == "amount_malformed" && currency == "":
		c.problem(column, "cents_without_currency", "value", text)
	case key == "amount_malformed":
		c.problem(column, "amount_too_fine", "value", text, "currency", currency, "decimals", strconv.Itoa(decimals))
	default:
		c.problem(column, key, "value", text)
	}
}
