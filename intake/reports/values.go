package reports

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ploughshare/aid"
)

// sum is an amount of money as a text names it.
type sum struct {
	money aid.Money
	begin int // in the text
}

// currencyNames are the ways in which reports name currencies, longest first where one begins another. A dollar that
// does not say whose is of no known currency; what CFA franc is meant depends on the State.
var currencyNames = []struct{ names, code string }{
	{"us$|usd|u.s. dollars|us dollars|united states dollars|dollars des états-unis|dollars des etats-unis|dollars américains|dólares estadounidenses|dólares de los estados unidos|долл. сша|долларов сша|доллара сша|долларам сша|美元|دولار أمريكي|دولارا أمريكيا|دولار من دولارات الولايات المتحدة", "USD"},
	{"€|eur|euros|euro|евро|欧元|يورو", "EUR"},
	{"£|gbp|pounds sterling|livres sterling|libras esterlinas|фунтов стерлингов|英镑|جنيه إسترليني", "GBP"},
	{"fcfa|f cfa|francs cfa|franc cfa|cfa francs|xof|xaf|非洲法郎|франков кфа|فرنك أفريقي", cfa},
	{"¥|jpy|yen|yens|иен|日元|ين ياباني", "JPY"}, {"cny|rmb|yuan|元人民币|人民币|юаней|元", "CNY"},
	{"rub|roubles|rubles|rublos|рублей|руб.|рубля|卢布|روبل", "RUB"},
	{"kes|kenya shillings|kenyan shillings", "KES"}, {"chf|swiss francs|francs suisses|швейцарских франков|瑞士法郎", "CHF"},
	{"$|dollars|dollar|dólares|долларов|دولار", aid.NoCurrency},
}

const cfa = "CFA"

// multipliers are words for thousands and millions behind a number.
var multipliers = []struct {
	names string
	zeros int
}{
	{"billion|milliards|milliard|mil millones|миллиардов|миллиарда|млрд|مليار|十亿", 9},
	{"million|millions|millones|millón|миллионов|миллиона|миллион|млн|百万|مليون|ملايين|mln|m", 6},
	{"亿", 8}, {"千万", 7}, {"万", 4}, {"thousand|mille|mil|тысяч|тысячи|тыс|千|ألف|آلاف|k", 3},
}

// numeral is a number with its groups and decimals in any of the ways of the six languages.
const numeral = `\d{1,3}(?:[ .,'’]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?`

var (
	nameBefore = regexp.MustCompile(`(?i)(` + alternatives() + `)\s?$`)
	nameBehind = regexp.MustCompile(`(?i)^\s?(?:de |d'|d’)?(` + alternatives() + `)`)
	codeBefore = regexp.MustCompile(`(?:^|[^\p{L}])([A-Z]{3})\s?$`)
	codeBehind = regexp.MustCompile(`^\s?([A-Z]{3})(?:[^\p{L}]|$)`)
	timesWord  = regexp.MustCompile(`(?i)^\s?((?:` + timesNames() + `)\.?)(?:[^\p{Latin}\p{Cyrillic}]|$)`)
	numbers    = regexp.MustCompile(numeral)
)

func alternatives() string {
	var all []string
	for _, currency := range currencyNames {
		for name := range strings.SplitSeq(currency.names, "|") {
			all = append(all, regexp.QuoteMeta(name))
		}
	}
	slices.SortFunc(all, func(a, b string) int { return len(b) - len(a) })
	return strings.Join(all, "|")
}

func timesNames() string {
	var all []string
	for _, m := range multipliers {
		all = append(all, strings.Split(m.names, "|")...)
	}
	slices.SortFunc(all, func(a, b string) int { return len(b) - len(a) })
	return strings.Join(all, "|")
}

// plainText is a text in which numbers can be looked for: western digits, and one kind of blank. It is as many characters
// long as the text.
func plainText(text string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) {
			return ' '
		}
		return c
	}, westernDigits(text))
}

// sums finds the amounts of money in a text. Franc is the code of the CFA franc that its State pays with.
func sums(text, franc string) []sum {
	text = plainText(text)
	var found []sum
	for _, at := range numbers.FindAllStringIndex(text, -1) {
		before, behind := text[:at[0]], text[at[1]:]
		zeros, used := timesOf(behind)
		currency := currencyAround(before, behind[used:])
		if currency == cfa {
			currency = franc
		}
		if currency == "" {
			continue
		}
		if money, ok := moneyOf(text[at[0]:at[1]], zeros, currency); ok {
			found = append(found, sum{money, at[0]})
		}
	}
	return found
}

// timesOf is how many zeros the word behind a number stands for, and how long it is.
func timesOf(behind string) (zeros, used int) {
	match := timesWord.FindStringSubmatchIndex(behind)
	if match == nil {
		return 0, 0
	}
	word := strings.TrimSuffix(strings.ToLower(behind[match[2]:match[3]]), ".")
	for _, m := range multipliers {
		if slices.Contains(strings.Split(m.names, "|"), word) {
			return m.zeros, match[3]
		}
	}
	return 0, 0
}

func currencyAround(before, behind string) string {
	if match := nameBefore.FindStringSubmatchIndex(before); match != nil && apart(before[:match[2]], before[match[2]:]) {
		return currencyNamed(before[match[2]:match[3]])
	}
	if match := nameBehind.FindStringSubmatchIndex(behind); match != nil && apart(behind[match[3]:], behind[:match[3]]) {
		return currencyNamed(behind[match[2]:match[3]])
	}
	for text, code := range map[string]*regexp.Regexp{before: codeBefore, behind: codeBehind} {
		if match := code.FindStringSubmatch(text); match != nil {
			if _, known := aid.Decimals(match[1]); known {
				return match[1]
			}
		}
	}
	return ""
}

// apart says whether a name does not go on into a word of an alphabet: "eur" is no currency in "European".
func apart(around, name string) bool {
	last, _ := utf8.DecodeLastRuneInString(around)
	first, _ := utf8.DecodeRuneInString(around)
	edge, _ := utf8.DecodeLastRuneInString(name)
	if !unicode.In(edge, unicode.Latin, unicode.Cyrillic) {
		return true
	}
	return !unicode.In(first, unicode.Latin, unicode.Cyrillic) || !unicode.In(last, unicode.Latin, unicode.Cyrillic)
}

func currencyNamed(name string) string {
	for _, currency := range currencyNames {
		if slices.Contains(strings.Split(currency.names, "|"), strings.ToLower(name)) {
			return currency.code
		}
	}
	return ""
}

// moneyOf reads a number as a sum. Whether a sign parts groups or decimals is told by what stands behind it: three digits
// are a group, unless a word for millions follows.
func moneyOf(number string, zeros int, currency string) (aid.Money, bool) {
	whole, fraction := number, ""
	if i := strings.LastIndexAny(number, ".,"); i >= 0 {
		behind := number[i+1:]
		if len(behind) != 3 || zeros > 0 && !strings.ContainsAny(number[:i], " .,'’") {
			whole, fraction = number[:i], behind
		}
	}
	digits := onlyDigits(whole)
	if len(fraction) > zeros {
		digits, fraction = digits+fraction[:zeros], fraction[zeros:]
	} else {
		digits, fraction = digits+fraction+strings.Repeat("0", zeros-len(fraction)), ""
	}
	plain := digits
	if fraction = strings.TrimRight(fraction, "0"); fraction != "" {
		plain += "." + fraction
	}
	money, err := aid.ParseMoney(plain, currency)
	return money, err == nil && money.Known()
}

func onlyDigits(text string) string {
	return strings.Map(func(c rune) rune {
		if c < '0' || c > '9' {
			return -1
		}
		return c
	}, text)
}

// stages are words for the first part of a project, in front of its sum.
var stages = regexp.MustCompile(`(?i)(first (?:stage|phase|step)|première (?:étape|phase)|primera (?:etapa|fase)|перв[а-я]+ (?:этап|фаз)[а-я]*|第一阶段|第一期|المرحلة الأولى)[^.。\n]{0,60}$`)

// costs takes from a text what a project costs and what its first stage does. Of several sums it takes the largest.
func costs(text, franc string) (amount, firstStage aid.Money) {
	plain := plainText(text)
	for _, s := range sums(text, franc) {
		if match := stages.FindStringIndex(plain[:s.begin]); match != nil && !numbers.MatchString(plain[match[0]:s.begin]) {
			firstStage = s.money
		} else if amount.Currency != s.money.Currency && !amount.Known() || amount.Currency == s.money.Currency && s.money.Minor > amount.Minor {
			amount = s.money
		}
	}
	if firstStage.Currency != amount.Currency || firstStage.Minor > amount.Minor {
		if amount.Known() {
			firstStage = aid.Money{}
		}
	}
	return amount, firstStage
}

// wanted finds when work should begin and end, in the years from that of the report on.
func wanted(text string, from int) aid.Period {
	text = plainText(text)
	for _, form := range dateForms {
		if p, ok := form.read(text, from); ok {
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
func (f dateForm) read(text string, from int) (aid.Period, bool) {
	var dates []aid.Date
	for begin := 0; begin < len(text); {
		match := f.pattern.FindStringSubmatchIndex(text[begin:])
		if match == nil {
			break
		}
		if d, ok := f.date(text[begin:], match); ok && d.Year() >= from && d.Year() < from+20 {
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

// counted are numbers with what they count, at most three words long; Chinese counts with a measure word.
var (
	counted     = regexp.MustCompile(`(?:^|[^\p{L}\d.,])(` + numeral + `|` + numberWords + `)((?:\s[\p{L}'’-]{2,}){1,3})`)
	countedHan  = regexp.MustCompile(`((?:` + numeral + `)万?|[一二两三四五六七八九十百]+)([台个支件座吨发名枚所处套辆艘][\p{Han}]{0,8})`)
	numberWords = `(?i:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|deux|trois|quatre|cinq|sept|huit|neuf|dix|douze|vingt|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce|veinte|два|две|три|четыре|пять|шесть|семь|восемь|девять|десять|двенадцать|двадцать)`
	notCounted  = regexp.MustCompile(`(?i)^\s?(?:(?:` + alternatives() + `|` + timesNames() + `|ans?|et|y|и|de|of|to|à|до|дн)(?:[^\p{L}]|$)|per |pour cent|por ciento|процент|years?|months?|weeks?|days?|mois|jours|años?|meses|días|год|лет |мес|سنوات|سنة|أشهر|أيام)`)
)

// quantity puts together the numbers that a text counts things with, as the text has them.
func quantity(text string) string {
	plain := plainText(text)
	runes := []rune(text)
	var found []string
	for _, pattern := range []*regexp.Regexp{counted, countedHan} {
		for _, at := range pattern.FindAllStringSubmatchIndex(plain, -1) {
			number := onlyDigits(plain[at[2]:at[3]])
			year := len(number) == 4 && number > "1950" && number < "2100" && number == plain[at[2]:at[3]]
			if year || notCounted.MatchString(plain[at[3]:]) || len(found) == 3 {
				continue
			}
			begin := utf8.RuneCountInString(plain[:at[2]])
			end := begin + utf8.RuneCountInString(plain[at[2]:at[5]])
			found = append(found, withoutEnd(string(runes[begin:end])))
		}
	}
	return strings.Join(found, "; ")
}

// withoutEnd takes off words that a phrase cannot end with: short ones, and some others.
func withoutEnd(phrase string) string {
	fields := strings.Fields(phrase)
	for len(fields) > 2 && (utf8.RuneCountInString(fields[len(fields)-1]) <= 3 ||
		slices.Contains([]string{"from", "with", "pour", "avec", "dans", "para", "desde"}, fields[len(fields)-1])) {
		fields = fields[:len(fields)-1]
	}
	return strings.Join(fields, " ")
}

// yes and no, as answers begin with them.
var (
	yesWords = []string{"yes", "oui", "sí", "si", "да", "是", "有", "نعم", "y", "x"}
	noWords  = []string{"no", "non", "нет", "否", "没有", "无", "لا", "n", "none", "nil", "n/a", "not applicable", "sans objet", "néant", "ninguno", "ninguna", "не применимо", "不适用", "لا ينطبق", "-"}
	checked  = regexp.MustCompile(`(?:[☒☑✓✔■]|\[[xX]\])\s*([\p{L}/]+)`)
	lettered = regexp.MustCompile(`^[\p{L}/-]+`)
)

// said reads yes or no at the beginning of an answer, or at the box that is checked; rest is what else it says.
func said(text string) (answer aid.Answer, rest string) {
	if match := checked.FindStringSubmatch(text); match != nil {
		return yesOrNo(match[1]), strings.TrimSpace(afterBoxes(text))
	}
	trimmed := strings.TrimSpace(text)
	for _, no := range noWords {
		if strings.EqualFold(strings.Trim(trimmed, ".。!"), no) {
			return aid.No, ""
		}
	}
	word := lettered.FindString(trimmed)
	if answer = yesOrNo(word); answer == "" {
		first, width := firstRune(trimmed)
		if answer = yesOrNo(string(first)); answer == "" || !unicode.Is(unicode.Han, first) || !separated(trimmed[width:]) {
			return "", trimmed
		}
		word = string(first)
	}
	return answer, strings.TrimLeft(trimmed[len(word):], " ,.;:，。；：،؛\n-–—")
}

// separated says whether a word of Chinese ends here.
func separated(rest string) bool {
	next, _ := firstRune(rest)
	return rest == "" || unicode.IsPunct(next) || unicode.IsSpace(next)
}

func yesOrNo(word string) aid.Answer {
	switch {
	case slices.ContainsFunc(yesWords, func(w string) bool { return strings.EqualFold(w, word) }):
		return aid.Yes
	case slices.ContainsFunc(noWords, func(w string) bool { return strings.EqualFold(w, word) }):
		return aid.No
	}
	return ""
}

// afterBoxes is the text behind the last box with its word.
func afterBoxes(text string) string {
	last := strings.LastIndexAny(text, "☐☒☑✓✔■")
	if last < 0 {
		last = strings.LastIndex(text, "]")
	}
	_, width := firstRune(text[last:])
	rest := strings.TrimSpace(text[last+width:])
	word := lettered.FindString(rest)
	return rest[len(word):]
}
