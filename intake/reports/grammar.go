package reports

import "regexp"

// grammar is how a language says who helped whom. Its patterns look at small letters without accents, those about a list of
// names at what stands before it and behind it.
type grammar struct {
	lang    string
	joins   *regexp.Regexp // what may stand between two names of one list
	parts   *regexp.Regexp // what parts two names, though it may stand between the last two of a longer list
	filler  *regexp.Regexp // what may stand before a list and says nothing: "the Governments of"
	trail   *regexp.Regexp // what may stand behind a list and says nothing
	gives   *regexp.Regexp // around a list of donors; a bar stands for the list
	does    *regexp.Regexp // before who carries out
	acts    *regexp.Regexp // behind who helps others
	place   *regexp.Regexp // before where, or for whom: no subject
	helps   *regexp.Regexp // tells of help that was given
	plans   *regexp.Regexp // tells of what is planned, asked for or recommended
	same    *regexp.Regexp // begins a sentence about the organisation of before
	more    *regexp.Regexp // before a number that is a lower bound
	about   *regexp.Regexp // before a number that is not exact
	plus    *regexp.Regexp // behind a number that is a lower bound
	results []resultForm
}

var grammars = []grammar{
	{
		lang:   "en",
		joins:  regexp.MustCompile(`^(?:[\s,;()]|and|as well as|the|of|governments?|republic)*$`),
		parts:  regexp.MustCompile(`^, and`),
		filler: regexp.MustCompile(`(?:\s|\(|the|governments? of|government|authorities of|both)*$`),
		trail:  regexp.MustCompile(`^(?:[\s),]|has|have|had|also|generously|jointly|which|each)*`),
		gives: regexp.MustCompile(`(?:(?:funded|financed|sponsored|donated|contributed|made possible|paid for|supported|backed|assisted|helped|provided|given|supplied|delivered)(?: \w+)? by|` +
			`(?:funding|funds|money|grants?|financ\w+|contributions?|resources|donations?)(?: \w+){0,2} (?:from|of|by)|received [^,;]{1,80} from|` +
			`(?:with|thanks to|through)(?: the)?(?: \w+){0,2} (?:support|assistance|generosity|help) (?:of|from|by)|thanks to|donors?:?|donors, including)\|` +
			`|\|(?:fund|financ|sponsor|donat|contribut)ed(?: [^b]|$)|\|(?:provided|made|gave|allocated|granted|pledged)(?: \S+){0,3} (?:fund|financ|contribut|grant|usd|eur|us\$|\$|€|£|million|money)`),
		does: regexp.MustCompile(`(?:(?:implemented|carried out|conducted|organi[sz]ed|delivered|executed|provided|given|trained|destroyed|assisted|helped|held|facilitated|led|built|supplied)(?: \w+)? by|` +
			`(?:cooperation|collaboration|partnership|coordination|together|jointly) with|through)$`),
		acts:  regexp.MustCompile(`^(?:\w+ ){0,2}(?:assisted|helped|supported|provided|trained|supplied|delivered|equipped|advised|gave|sent|built|handed|offered|enabled|shared)\b`),
		place: regexp.MustCompile(`(?:^|\s)(?:in|of|for|to|from|with|by|at|on|within|across|between|including|under|as|into|against|outside|namely|assisted|helped|supported|trained)$`),
		helps: regexp.MustCompile(`\b(?:continue[sd]? (?:to|its|their)|assist(?:ed|ance (?:was|were|has|to|in|has been))|help(?:ed)?|support(?:ed)?|provided|train(?:ed|ing)|destr(?:oyed|uction)|conducted|organi[sz]ed|facilitated|` +
			`carried out|held|built|rebuilt|constructed|renovated|refurbished|rehabilitated|upgraded|delivered|donated|supplied|equipped|funded|financed|contributed|advised|drafted|reviewed|marked|` +
			`implemented|benefited|received|took part|participated|attended|installed|collected|established|secured|handed over|made available)\b`),
		plans: regexp.MustCompile(`\b(?:will|would|should|shall|plan(?:s|ned)? to|intend(?:s|ed)? to|(?:are|is) encouraged|encourage[sd]?|request(?:s|ed) (?:assistance|support|help)|call(?:s|ed) (?:up)?on|` +
			`need(?:s|ed)? (?:assistance|support|help|to)|recommend(?:s|ed)?|could|may|urge[sd]?|invite[sd]?|look(?:s|ed) forward|(?:is|are) expected|envisaged|is considering|lack(?:s|ed)?|remain(?:s|ed) concerned)\b`),
		same:    regexp.MustCompile(`^(?:(?:in|during|since) [^,]{0,20}\d{4},? )?(?:it|they|the (?:regional )?(?:centre|office|mission|programme|organization|service|institute|secretariat|commission)|this (?:project|programme))\b`),
		more:    regexp.MustCompile(`(?:more than|over|at least|in excess of|upwards of)(?: a total of)?\s*$`),
		about:   regexp.MustCompile(`(?:about|some|approximately|around|nearly|almost|close to|roughly|up to)\s*$`),
		plus:    regexp.MustCompile(`^\s*(?:plus|or more)\b`),
		results: englishResults,
	},
	{
		lang:   "zh",
		joins:  regexp.MustCompile(`^(?:[\s、,，;；()（）]|和|以及|及|与|同|两国|等国|政府|各国)*$`),
		parts:  regexp.MustCompile(`^[；;]`),
		filler: regexp.MustCompile(`(?:[\s(（《“]|政府|各国政府)*$`),
		trail:  regexp.MustCompile(`^(?:[\s)）》”]|等国|等|两国|三国|政府|也|还|均|共同|联合|各自|已|曾|慷慨)*`),
		gives: regexp.MustCompile(`(?:资金|经费|费用|款项)由\||(?:供资方|捐助方|捐助国|资金来自|经费来自|资助方|出资方)(?:为|是|包括|有|：|:)?\||(?:在|得到|经|由|获得|受到|承蒙)\|(?:的)?(?:财政|资金)?(?:支持|支助|协助|资助|帮助|供资)|` +
			`(?:^|[^向为对给予助])\|(?:(?:为|向|对)[^，。；|]{0,20}|的|所)?(?:资助|供资|出资|捐(?:助|款|赠|资)|财政(?:支助|支持|援助)|资金|赞助|提供[^，。；|]{0,14}(?:美元|欧元|英镑|日元|资金|经费|供资|财政|赠款))`),
		does:    regexp.MustCompile(`(?:(?:^|[^金费用项])由|通过|委托|与)$`),
		acts:    regexp.MustCompile(`^[^，。；]{0,4}(?:向|为|协助|帮助|援助|支援|资助|培训)`),
		place:   regexp.MustCompile(`(?:在|向|为|对|于|给|协助|帮助|支持|支助|援助|包括|从|来自|至|培训了|培训|针对|供)$`),
		helps:   regexp.MustCompile(`援助|协助|帮助|支持|支助|培训|销毁|提供|举办|开展|举行|组织|修建|新建|建造|翻修|改造|升级|修缮|修复|交付|捐赠|资助|供资|实施|执行|参加|受益|制定|起草|修订|通过了|颁布|标识|收缴|回收|安装|加固|移交`),
		plans:   regexp.MustCompile(`将(?:于|向|为|在|继续|会|协助|帮助|提供|举办|培训|销毁|支持|开展)|计划(?:在|于|向|为|举办|培训|销毁|开展|协助)|打算|应当|应(?:向|为|继续)|希望|请求|呼吁|建议|鼓励|敦促|邀请|有待|尚需|需要(?:援助|帮助|支持|协助|更多)|缺乏|拟(?:于|在|向)|表示关切|可以?(?:向|为|考虑)`),
		same:    regexp.MustCompile(`^(?:\d{4}年[^，]{0,6}，)?(?:该(?:区域)?(?:中心|办公室|办事处|厅|署|处|组织|机构|特派团|方案|项目)|(?:区域)?中心|它|其)`),
		more:    regexp.MustCompile(`(?:超过|逾|至少|多于|不少于|超出)\s*$`),
		about:   regexp.MustCompile(`(?:约|大约|近|将近|大概)\s*$`),
		plus:    regexp.MustCompile(`^\s*(?:多|余)`),
		results: chineseResults,
	},
}

// grammarOf is the grammar of a language; false where texts in it cannot be read.
func grammarOf(lang string) (grammar, bool) {
	for _, g := range grammars {
		if g.lang == lang {
			return g, true
		}
	}
	return grammar{}, false
}
