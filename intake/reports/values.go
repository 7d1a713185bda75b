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

// francOf is the CFA franc of a State: that of the central bank of the West or of the middle of Africa. Elsewhere it is not
// known which is meant.
func francOf(state aid.PartyID) string {
	switch {
	case strings.Contains("BEN BFA CIV GNB MLI NER SEN TGO", string(state)):
		return "XOF"
	case strings.Contains("CAF CMR COG GAB GNQ TCD", string(state)):
		return "XAF"
	}
	return aid.NoCurrency
}

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
		before, behind := near(text, at)
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

// around is how far from a number its currency stands at most, in bytes.
const around = 80

// near is what stands before and behind a place in a text. It is short, since it is looked at for every number.
func near(text string, at []int) (before, behind string) {
	return text[max(0, at[0]-around):at[0]], text[at[1]:min(len(text), at[1]+around)]
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
		before := plain[max(0, s.begin-2*around):s.begin]
		if match := stages.FindStringIndex(before); match != nil && !numbers.MatchString(before[match[0]:]) {
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

// counted are numbers with what they count, at most three words long; Chinese counts with a measure word.
var (
	counted     = regexp.MustCompile(`(?:^|[^\p{L}\d.,])(` + numeral + `|` + numberWords + `)((?:\s[\p{Latin}\p{Cyrillic}\p{Arabic}'’-]{2,}){1,3})`)
	countedHan  = regexp.MustCompile(`((?:` + numeral + `)万?\s?|[一二两三四五六七八九十百]+)([台个支件座吨发名枚所处套辆艘][\p{Han}]{0,8})`)
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
			if isYear(plain[at[2]:at[3]]) || notCounted.MatchString(plain[at[3]:]) || len(found) == 3 {
				continue
			}
			begin := utf8.RuneCountInString(plain[:at[2]])
			end := begin + utf8.RuneCountInString(plain[at[2]:at[5]])
			found = append(found, withoutEnd(string(runes[begin:end])))
		}
	}
	return strings.Join(found, "; ")
}

// isYear tells a year from a number of things, which has its thousands apart.
func isYear(number string) bool {
	return len(number) == 4 && number > "1950" && number < "2100" && number == onlyDigits(number)
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
