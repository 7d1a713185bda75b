package reports

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"ploughshare/aid"
)

// resultForm is how a language says how many of a unit were achieved: a cue in the sentence, and a number with what it
// counts.
type resultForm struct {
	unit    aid.Unit
	cue     *regexp.Regexp
	counted *regexp.Regexp // its first group is the number
}

// englishNumber and chineseNumber are numbers as texts write them.
const (
	englishNumber = numeral + `|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|sixteen|twenty|thirty)`
	chineseNumber = `(?:` + numeral + `)(?:\s?[万千])?|[一二两三四五六七八九十]+`
)

var englishResults = []resultForm{
	{aid.WeaponsDestroyed, regexp.MustCompile(`destr(?:oy|uct)|melted|crushed|shredded`),
		regexp.MustCompile(`(?:^|[^\w.,/])(` + englishNumber + `) (?:[a-z-]+,? ){0,4}?(?:weapons|firearms|small arms|arms|guns|rifles|pistols|manpads)\b`)},
	{aid.RoundsDestroyed, regexp.MustCompile(`destr(?:oy|uct)|demilitari|burn`),
		regexp.MustCompile(`(?:^|[^\w.,/])(` + englishNumber + `) (?:[a-z-]+ ){0,3}?(?:rounds|cartridges|munitions|bullets|(?:pieces|items|units) of (?:\w+ )?ammunition)\b`)},
	{aid.OfficialsTrained, regexp.MustCompile(`train|workshop|course|seminar|instruct|capacity-building`),
		regexp.MustCompile(`(?:^|[^\w.,/])(` + englishNumber + `) (?:[a-z-]+,? ){0,5}?(?:officials|officers|experts|participants|people|persons|trainers|instructors|personnel|staff|technicians|` +
			`representatives|judges|prosecutors|magistrates|women|members|soldiers|operators|specialists|practitioners|managers|police|guards|armourers|investigators|trainees|inspectors|individuals)\b`)},
	{aid.StoresUpgraded, regexp.MustCompile(`built|build|construct|renovat|refurbish|upgrad|rehabilitat|secured|securing|improve|installed|repair|modern`),
		regexp.MustCompile(`(?:^|[^\w.,/])(` + englishNumber + `|an?) (?:[a-z-]+,? ){0,4}?(?:armour(?:y|ies)|armor(?:y|ies)|depots?|stor(?:age|ing) (?:facilit(?:y|ies)|sites?|areas?|rooms?|units?|containers?)|storerooms?|stores|storehouses?|warehouses?|magazines?|bunkers?|arsenals?)\b`)},
	{aid.LawsAdopted, regexp.MustCompile(`adopt|enact|promulgat|entered into force|came into force|passed`),
		regexp.MustCompile(`(?:^|[^\w.,/])(` + englishNumber + `|an?) (?:new )?(?:[a-z-]+ ){0,4}?(?:laws?|acts?|bills?)\b`)},
	{aid.StatesHelped, regexp.MustCompile(`help|assist|support|train|advice|legal|benefit|provided`),
		regexp.MustCompile(`(?:^|[^\w.,/])(` + englishNumber + `) (?:[a-z-]+ ){0,3}?(?:states|countries|governments)\b`)},
}

var chineseResults = []resultForm{
	{aid.WeaponsDestroyed, regexp.MustCompile(`销毁|熔毁|切割|毁坏`),
		regexp.MustCompile(`(` + chineseNumber + `)\s?[多余]?\s?[件支枝把][^，。；、\d]{0,10}?(?:武器|枪支|枪|火器)`)},
	{aid.RoundsDestroyed, regexp.MustCompile(`销毁|焚毁|处置`),
		regexp.MustCompile(`(` + chineseNumber + `)\s?[多余]?\s?[发枚颗][^，。；、\d]{0,8}?(?:弹药|子弹|炮弹)`)},
	{aid.OfficialsTrained, regexp.MustCompile(`培训|训练|讲习班|研讨会|课程|培训班`),
		regexp.MustCompile(`(` + chineseNumber + `)\s?[多余]?\s?[名位人](?:[^，。；、\d]{0,14}?(?:官员|人员|警官|警察|专家|学员|代表|教官|军官|法官|检察官|参与者|技术员|妇女|人)|参加|接受|[^，。；、\d]{0,2}$)?`)},
	{aid.StoresUpgraded, regexp.MustCompile(`修建|新建|建造|建成|翻修|改造|升级|修缮|修复|加固|安装|改善|建立`),
		regexp.MustCompile(`(` + chineseNumber + `)\s?[多余]?\s?[座个处间所][^，。；、\d]{0,8}?(?:武器库|军械库|弹药库|军火库|仓库|储存设施|储存库|储存点|储存场所|库房|储存室|贮存设施)`)},
	{aid.LawsAdopted, regexp.MustCompile(`通过|颁布|生效`),
		regexp.MustCompile(`(` + chineseNumber + `)\s?[多余]?\s?[项部][^，。；、\d]{0,10}?(?:法律|法案|法令|立法|法)`)},
	{aid.StatesHelped, regexp.MustCompile(`援助|协助|帮助|支持|支助|培训|咨询|受益|提供`),
		regexp.MustCompile(`(` + chineseNumber + `)\s?[多余]?\s?个?[^，。；、\d]{0,6}?(?:会员国|成员国|国家|国(?:提供|政府))`)},
}

// result is how many of a unit a sentence says were achieved.
type result struct {
	unit     aid.Unit
	quantity int64
	note     string // more than, about
}

// ofStates says whether the result counts States, which then need not be named.
func (x result) ofStates() bool { return x.unit == aid.StatesHelped }

// otherwise are things that are done with weapons other than destroying them, as the last word before their number.
var otherwise = regexp.MustCompile(`(?:collect|mark|seiz|register|record|surrender|stor|secur|trac|recover|hand|confiscat|destr|melt|crush|shred|demilitari|burn)\w*|收缴|收集|标识|登记|上缴|回收|销毁|熔毁|焚毁`)

// resultsOf finds what a sentence, in small letters, says was achieved; one result for a unit, the largest.
func (g grammar) resultsOf(text string) []result {
	var found []result
	for _, form := range g.results {
		if !form.cue.MatchString(text) {
			continue
		}
		best := result{unit: form.unit}
		for _, at := range form.numbersIn(text) {
			before, behind := text[max(0, at[2]-3*view):at[2]], text[at[3]:min(len(text), at[3]+3*view)]
			if isYear(text[at[2]:at[3]]) || g.planned(before) || form.destroys() && elsewise(before, behind) {
				continue
			}
			if n := countOf(text[at[2]:at[3]]); n > best.quantity {
				best.quantity, best.note = n, g.exactness(before, behind)
			}
		}
		if best.quantity > 0 {
			found = append(found, best)
		}
	}
	return found
}

// numbersIn finds what is counted in a text, each with the number that stands nearest: "the two States built an armoury".
func (f resultForm) numbersIn(text string) [][]int {
	all := f.counted.FindAllStringSubmatchIndex(text, -1)
	for i, at := range all {
		if nearer := f.counted.FindStringSubmatchIndex(text[at[3]:at[1]]); nearer != nil {
			all[i] = []int{at[3] + nearer[0], at[1], at[3] + nearer[2], at[3] + nearer[3]}
		}
	}
	return all
}

func (f resultForm) destroys() bool {
	return f.unit == aid.WeaponsDestroyed || f.unit == aid.RoundsDestroyed
}

// elsewise says whether something else than destruction is told of a number: by the last such word before it, else by
// those behind it.
func elsewise(before, behind string) bool {
	words := otherwise.FindAllString(before, -1)
	if len(words) == 0 {
		words = otherwise.FindAllString(behind, -1)
		return !slices.ContainsFunc(words, destroying)
	}
	return !destroying(words[len(words)-1])
}

func destroying(word string) bool {
	return slices.ContainsFunc([]string{"destr", "melt", "crush", "shred", "demilit", "burn", "销毁", "熔毁", "焚毁"}, func(begin string) bool {
		return strings.HasPrefix(word, begin)
	})
}

var clauseEnd = regexp.MustCompile(`[^,;，；]*$`)

// planned says whether the clause that ends here tells of a plan.
func (g grammar) planned(before string) bool {
	return g.plans.MatchString(clauseEnd.FindString(before))
}

// exactness is what a text says of how exact its number is.
func (g grammar) exactness(before, behind string) string {
	switch {
	case g.more.MatchString(before), g.plus.MatchString(behind):
		return "more than"
	case g.about.MatchString(before):
		return "about"
	}
	return ""
}

// numberNames are numbers in words.
var numberNames = map[string]int64{
	"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
	"twelve": 12, "fifteen": 15, "sixteen": 16, "twenty": 20, "thirty": 30,
	"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "十一": 11, "十二": 12, "十五": 15, "二十": 20,
}

// countOf reads a number; 0 where it cannot.
func countOf(text string) int64 {
	if n, known := numberNames[text]; known {
		return n
	}
	zeros := 0
	for sign, more := range map[string]int{"万": 4, "千": 3} {
		if strings.HasSuffix(text, sign) {
			zeros = more
		}
	}
	whole, fraction, _ := strings.Cut(text, ".")
	if fraction = onlyDigits(fraction); zeros == 0 && len(fraction) != 3 && fraction != "" || zeros > 0 && len(fraction) > zeros {
		return 0 // a number with a fraction counts nothing
	}
	if zeros > 0 {
		fraction += strings.Repeat("0", zeros-len(fraction))
	}
	n, err := strconv.ParseInt(onlyDigits(whole)+fraction, 10, 64)
	if err != nil || n > 1<<40 {
		return 0
	}
	return n
}
