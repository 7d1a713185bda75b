package locale

import (
	"encoding/json"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sentences are the texts of a language as its catalogs have them: key → plural form → text; a text without plural
// forms has the form "other".
func sentences(t *testing.T, lang string) map[string]map[string]string {
	t.Helper()
	paths, err := fs.Glob(files, "catalogs/*."+lang+".json")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no catalogs in %s (%v)", lang, err)
	}
	all := map[string]map[string]string{}
	for _, path := range paths {
		content, err := files.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var texts map[string]any
		if err := json.Unmarshal(content, &texts); err != nil {
			t.Fatal(path, err)
		}
		for key, text := range texts {
			forms := map[string]string{}
			if plural, ok := text.(map[string]any); ok {
				for form, text := range plural {
					forms[form] = text.(string)
				}
			} else {
				forms["other"] = text.(string)
			}
			all[key] = forms
		}
	}
	return all
}

var (
	action   = regexp.MustCompile(`{{.*?}}`)
	argument = regexp.MustCompile(`\.(\w+)`)
	listed   = regexp.MustCompile(`list \.\w+ "\w*"`)
)

// needs are the arguments that a text asks for, with the kind of thing where it is a list. A declined month is the
// same argument as the plain one.
func needs(text string) []string {
	found := map[string]bool{}
	for _, act := range action.FindAllString(text, -1) {
		for _, arg := range argument.FindAllStringSubmatch(act, -1) {
			found["."+strings.TrimSuffix(strings.TrimSuffix(arg[1], "_of"), "_in")] = true
		}
		for _, list := range listed.FindAllString(act, -1) {
			found[list] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// Which number an argument is may go without saying in the forms of one and two ("طلبان"), everything else may not.
func TestEverySentenceTakesTheSameArgumentsInAllLanguages(t *testing.T) {
	english := sentences(t, "en")
	for lang := range forms {
		for key, texts := range sentences(t, lang) {
			for form, text := range texts {
				want, got := needs(english[key]["other"]), needs(text)
				if slices.Contains([]string{"zero", "one", "two"}, form) {
					number := func(arg string) bool { return arg == ".n" }
					want, got = slices.DeleteFunc(want, number), slices.DeleteFunc(got, number)
				}
				if !slices.Equal(want, got) {
					t.Errorf("%s %s, form %s: asks for %v, English for %v", lang, key, form, got, want)
				}
			}
		}
	}
}

// Each text that has words has some in the language's own script: what was left in English shows.
func TestNothingIsLeftInEnglish(t *testing.T) {
	own := map[string]*regexp.Regexp{
		"ru": regexp.MustCompile(`\p{Cyrillic}`), "zh": regexp.MustCompile(`\p{Han}`), "ar": regexp.MustCompile(`\p{Arabic}`),
	}
	word := regexp.MustCompile(`\pL{2}`)
	for lang, script := range own {
		for key, texts := range sentences(t, lang) {
			for form, text := range texts {
				said := strings.ReplaceAll(action.ReplaceAllString(text, ""), "Ploughshare", "")
				if word.MatchString(said) && !script.MatchString(said) {
					t.Errorf("%s %s, form %s: %s", lang, key, form, text)
				}
			}
		}
	}
}

// printers speak the languages of the program and know two names.
func printers(t *testing.T) map[string]Printer {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]Printer{}
	for lang := range forms {
		all[lang] = c.Printer(lang, func(_, code, _ string) string {
			return map[string]string{"TGO": "Togo", "SYR": "سوريا"}[code]
		})
	}
	return all
}

func TestPluralFormsOfEveryLanguage(t *testing.T) {
	all := printers(t)
	numbers := []int{0, 1, 2, 3, 5, 11, 21, 22, 100, 102}
	for lang, want := range map[string]string{
		"en": "0 requests|1 request|2 requests|3 requests|5 requests|11 requests|21 requests|22 requests|100 requests|102 requests",
		"fr": "0 demande|1 demande|2 demandes|3 demandes|5 demandes|11 demandes|21 demandes|22 demandes|100 demandes|102 demandes",
		"es": "0 solicitudes|1 solicitud|2 solicitudes|3 solicitudes|5 solicitudes|11 solicitudes|21 solicitudes|22 solicitudes|100 solicitudes|102 solicitudes",
		"ru": "0 запросов|1 запрос|2 запроса|3 запроса|5 запросов|11 запросов|21 запрос|22 запроса|100 запросов|102 запроса",
		"zh": "0项请求|1项请求|2项请求|3项请求|5项请求|11项请求|21项请求|22项请求|100项请求|102项请求",
		"ar": "0 طلب|طلب واحد|طلبان|3 طلبات|5 طلبات|11 طلبا|21 طلبا|22 طلبا|100 طلب|102 طلب",
	} {
		p, got := all[lang], []string{}
		for _, n := range numbers {
			got = append(got, p.N("count_requests", n, nil))
		}
		if diff := cmp.Diff(strings.Split(want, "|"), got); diff != "" {
			t.Errorf("%s:\n%s", lang, diff)
		}
	}
}

func TestEveryPluralSpeaksForEveryNumber(t *testing.T) {
	all := printers(t)
	args, english := map[string]string{"of": "12", "what": "…"}, sentences(t, "en")
	for lang := range forms {
		p := all[lang]
		for key, texts := range english {
			if len(texts) < 2 {
				continue
			}
			for _, n := range []int{0, 1, 2, 3, 5, 11, 21, 22, 100, 102} {
				if said := p.N(key, n, args); strings.Contains(said, "⟦") || (n > 2 && !strings.Contains(said, p.Number(int64(n)))) {
					t.Errorf("%s %s %d: %q", lang, key, n, said)
				}
			}
		}
	}
}

func TestDatesOfEveryLanguage(t *testing.T) {
	all := printers(t)
	for lang, want := range map[string][]string{
		"en": {"1 January 2016", "March 2016", "2016", "2016–2018", "24 March 2016 to 2018", "from March 2016",
			"until 24 March 2016", "on 24 March 2016", "in March 2016", "in 2016"},
		"fr": {"1er janvier 2016", "mars 2016", "2016", "2016-2018", "24 mars 2016 – 2018", "à partir de mars 2016",
			"jusqu’au 24 mars 2016", "le 24 mars 2016", "en mars 2016", "en 2016"},
		"es": {"1 de enero de 2016", "marzo de 2016", "2016", "2016-2018", "24 de marzo de 2016 – 2018",
			"desde marzo de 2016", "hasta el 24 de marzo de 2016", "el 24 de marzo de 2016", "en marzo de 2016", "en 2016"},
		"ru": {"1 января 2016 года", "март 2016 года", "2016 год", "2016–2018 годы", "24 марта 2016 года – 2018 год",
			"с марта 2016 года", "до 24 марта 2016 года", "24 марта 2016 года", "в марте 2016 года", "в 2016 году"},
		"zh": {"2016年1月1日", "2016年3月", "2016年", "2016-2018年", "2016年3月24日至2018年", "2016年3月起", "2016年3月24日止",
			"2016年3月24日", "2016年3月", "2016年"},
		"ar": {"1 كانون الثاني/يناير 2016", "آذار/مارس 2016", "2016", "2016-2018", "من 24 آذار/مارس 2016 إلى 2018",
			"اعتبارا من آذار/مارس 2016", "حتى 24 آذار/مارس 2016", "في 24 آذار/مارس 2016", "في آذار/مارس 2016", "في عام 2016"},
	} {
		p := all[lang]
		var got []string
		for _, iso := range []string{
			"2016-01-01", "2016-03", "2016", "2016/2018", "2016-03-24/2018", "2016-03/..", "../2016-03-24",
		} {
			got = append(got, space(p.Date(iso)))
		}
		for _, iso := range []string{"2016-03-24", "2016-03", "2016"} {
			got = append(got, space(p.dated("when")(iso)))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:\n%s", lang, diff)
		}
	}
}

func TestMonthsOfEveryLanguage(t *testing.T) {
	all := printers(t)
	for lang := range forms {
		p := all[lang]
		for _, names := range []string{"months", "months_of", "months_in"} {
			if months := slices.Compact(strings.Split(p.T(names, nil), ";")); len(months) != 12 {
				t.Errorf("%s: %s has %d names", lang, names, len(months))
			}
		}
	}
	want := strings.Split("كانون الثاني/يناير;شباط/فبراير;آذار/مارس;نيسان/أبريل;أيار/مايو;حزيران/يونيه;تموز/يوليه;"+
		"آب/أغسطس;أيلول/سبتمبر;تشرين الأول/أكتوبر;تشرين الثاني/نوفمبر;كانون الأول/ديسمبر", ";")
	if diff := cmp.Diff(want, strings.Split(all["ar"].T("months", nil), ";")); diff != "" {
		t.Errorf("the UN writes the months of Arabic otherwise:\n%s", diff)
	}
}

func TestFiguresOfEveryLanguage(t *testing.T) {
	all := printers(t)
	for lang, want := range map[string][]string{
		"en": {"1,234,567", "62.35", "−2.50", "EUR 1,350,000", "1,350,000 (currency not stated)", "XUA 500,000"},
		"fr": {"1 234 567", "62,35", "−2,50", "1 350 000 EUR", "1 350 000 (monnaie non précisée)", "500 000 XUA"},
		"es": {"1.234.567", "62,35", "−2,50", "1.350.000 EUR", "1.350.000 (moneda no indicada)", "500.000 XUA"},
		"ru": {"1 234 567", "62,35", "−2,50", "1 350 000 EUR", "1 350 000 (валюта не указана)", "500 000 XUA"},
		"zh": {"1,234,567", "62.35", "−2.50", "EUR 1,350,000", "1,350,000（未说明货币）", "XUA 500,000"},
		"ar": {"1,234,567", "62.35", "\u200e−2.50", "\u200f1,350,000 EUR", "1,350,000 (العملة غير مذكورة)",
			"500,000 \u2068XUA\u2069"},
	} {
		p := all[lang]
		got := []string{p.Number(1234567), p.Points(6235), p.Points(-250),
			p.Money("1350000.00 EUR"), p.Money("1350000 XXX"), p.Money("500000 XUA")}
		for i := range got {
			got[i] = space(got[i])
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:\n%s", lang, diff)
		}
	}
}

func TestNamesOfTheOtherDirectionAreIsolated(t *testing.T) {
	all := printers(t)
	args := map[string]string{"request": "RQ010", "state": "TGO", "offer": "OF001"}
	ar := all["ar"].T("notice_proposal_published", args)
	if want := "نُشر مقترح: الطلب \u2068RQ010\u2069 (\u2068Togo\u2069) مع العرض \u2068OF001\u2069."; ar != want {
		t.Errorf("got %q, want %q", ar, want)
	}
	args = map[string]string{"value": "مخازن الأسلحة (6)"}
	if en := all["en"].T("unknown_criterion", args); en != "“\u2068مخازن الأسلحة (6)\u2069” is not a criterion." {
		t.Errorf("got %q", en)
	}
	args = map[string]string{"countries": "TGO;SYR", "count": "2", "offers": "OF001"}
	en, ar := all["en"].T("unmatched_place", args), all["ar"].T("unmatched_place", args)
	if !strings.Contains(en, "Togo and \u2068سوريا\u2069 (2, such as OF001)") {
		t.Errorf("got %q", en)
	}
	if !strings.Contains(ar, "\u2068Togo\u2069 وسوريا") {
		t.Errorf("got %q", ar)
	}
	args = map[string]string{"of": "2", "committed": "10.00 EUR"}
	if ar := all["ar"].T("unmatched_covered", args); !strings.Contains(ar, "\u2068\u200f10\u00a0EUR\u2069") {
		t.Errorf("got %q", ar)
	}
}

func TestPlacesAreNamedInEveryLanguage(t *testing.T) {
	all := printers(t)
	for lang, want := range map[string]string{
		"en": "Sub-Saharan Africa", "fr": "Afrique subsaharienne", "es": "África Subsahariana",
		"ru": "Африка к югу от Сахары", "zh": "撒哈拉以南非洲", "ar": "أفريقيا جنوب الصحراء الكبرى",
	} {
		p := all[lang]
		if id, name := p.Name("place", "sub-saharan-africa"), p.Name("place", "Sub-Saharan Africa"); id != want || name != want {
			t.Errorf("%s: got %s and %s, want %s", lang, id, name, want)
		}
	}
}
