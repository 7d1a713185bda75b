package locale

import (
	"encoding/json"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func english(t *testing.T) Printer {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return c.Printer("en", func(kind, code, lang string) string {
		return map[string]string{"party CIV en": "Côte d’Ivoire", "theme marking en": "marking"}[kind+" "+code+" "+lang]
	})
}

// forms are the plural forms that a language needs.
var forms = map[string][]string{
	"en": {"one"}, "fr": {"one", "many"}, "es": {"one", "many"}, "ru": {"one", "few", "many"}, "zh": {},
	"ar": {"zero", "one", "two", "few", "many"},
}

func TestEverySentenceOfEveryCatalogIsWhole(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range c.Languages() {
		if missing := missing(c.Keys("en"), c.Keys(lang)); missing != "" {
			t.Errorf("%s lacks %s", lang, missing)
		}
		if missing := missing(c.Keys(lang), c.Keys("en")); missing != "" {
			t.Errorf("%s has and English lacks %s", lang, missing)
		}
		if months := strings.Split(c.Printer(lang, nil).T("months", nil), ";"); len(months) != 12 {
			t.Errorf("%s has %d months", lang, len(months))
		}
	}
}

func missing(wanted, there []string) string {
	var keys []string
	for _, key := range wanted {
		if !slices.Contains(there, key) {
			keys = append(keys, key)
		}
	}
	return strings.Join(keys, ", ")
}

func TestPluralsHaveAllFormsOfTheirLanguage(t *testing.T) {
	paths, err := fs.Glob(files, "catalogs/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		content, err := files.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var sentences map[string]any
		if err := json.Unmarshal(content, &sentences); err != nil {
			t.Fatal(path, err)
		}
		lang := strings.Split(path, ".")[1]
		for key, sentence := range sentences {
			plural, _ := sentence.(map[string]any)
			for _, form := range forms[lang] {
				if plural != nil && plural[form] == nil {
					t.Errorf("%s: %s has no form %q", path, key, form)
				}
			}
		}
	}
}

func TestLoadNamesFileAndKey(t *testing.T) {
	for name, c := range map[string]struct{ content, want string }{
		"empty":       {`{"good": "x", "bad": ""}`, "catalogs/a.en.json: bad: is empty"},
		"no function": {`{"bad": "{{day .x}}"}`, "catalogs/a.en.json: bad: "},
		"unclosed":    {`{"bad": {"one": "{{.x", "other": "x"}}`, "catalogs/a.en.json: bad: "},
		"twice":       {`{"old": "x"}`, "catalogs/b.en.json: old: is in catalogs/a.en.json too"},
	} {
		dir := fstest.MapFS{"catalogs/a.en.json": {Data: []byte(c.content)}}
		if name == "twice" {
			dir["catalogs/b.en.json"] = dir["catalogs/a.en.json"]
		}
		if _, err := load(dir); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
	if _, err := load(fstest.MapFS{"catalogs/a.tlh.json": {Data: []byte(`{"a": "b"}`)}}); err == nil {
		t.Error("a language that is not ours was taken")
	}
}

// six is a catalog in Russian and Arabic too.
func six(t *testing.T) *Catalogs {
	t.Helper()
	dir := fstest.MapFS{
		"catalogs/a.en.json": {Data: []byte(`{
			"mines": {"one": "{{.n}} mine", "other": "{{.n}} mines"}, "only": "English {{party .p}}",
			"said": "{{list .x \"theme\"}}: {{money .m}}, {{points .p}}, {{date .d}}, {{number .k}}, {{place .s}}",
			"list_between": ", ", "list_last": " and ", "theme_tracing": "tracing", "decimal_sign": ".",
			"date_day": "{{.day}} {{.month}} {{.year}}", "months": "1;2;März", "months_of": "1", "months_in": "1"}`)},
		"catalogs/a.ru.json": {Data: []byte(`{
			"mines": {"one": "{{.n}} мина", "few": "{{.n}} мины", "many": "{{.n}} мин", "other": "{{.n}} мины"}}`)},
		"catalogs/a.ar.json": {Data: []byte(`{"mines": {
			"zero": "0", "one": "1", "two": "2", "few": "few {{.n}}", "many": "many {{.n}}", "other": "other {{.n}}"}}`)},
	}
	c, err := load(dir)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestPlurals(t *testing.T) {
	c := six(t)
	for _, row := range []struct {
		lang string
		n    int
		want string
	}{
		{"en", 0, "0 mines"}, {"en", 1, "1 mine"}, {"en", 1200, "1,200 mines"},
		{"ru", 1, "1 мина"}, {"ru", 11, "11 мин"}, {"ru", 21, "21 мина"}, {"ru", 22, "22 мины"}, {"ru", 102, "102 мины"},
		{"ar", 0, "0"}, {"ar", 1, "1"}, {"ar", 2, "2"}, {"ar", 3, "few 3"}, {"ar", 11, "many 11"},
		{"ar", 100, "other 100"}, {"ar", 102, "other 102"}, {"ar", 1234, "many 1,234"},
	} {
		if got := c.Printer(row.lang, nil).N("mines", row.n, nil); got != row.want {
			t.Errorf("%s %d: got %s, want %s", row.lang, row.n, got, row.want)
		}
	}
}

func TestSentences(t *testing.T) {
	c := six(t)
	names := func(kind, code, lang string) string {
		if code == "CIV" {
			return kind + " of " + lang
		}
		return ""
	}
	args := map[string]string{
		"x": "tracing;CIV; marking", "m": "1350000.00 EUR", "p": "6235", "d": "2016-03-24", "k": "1234", "s": "CIV",
	}
	for _, row := range []struct{ lang, key, want string }{
		{"en", "said", "tracing, theme of en and marking: EUR 1,350,000, 62.35, 24 März 2016, 1,234, place of en"},
		{"en", "nowhere", "⟦nowhere⟧"},
		{"en", "mines", "⟦mines⟧"}, // its number is missing
		{"ru", "only", "English 6235"},
		{"fr", "only", "English 6235"},
	} {
		if got := space(c.Printer(row.lang, names).T(row.key, args)); got != row.want {
			t.Errorf("%s %s:\n got %s\nwant %s", row.lang, row.key, got, row.want)
		}
	}
	ar := c.Printer("ar", nil)
	if ar.Dir() != "rtl" || ar.Lang() != "ar" || !ar.Has("mines") || ar.Has("only") {
		t.Error("the Arabic printer is not itself")
	}
	if fr := c.Printer("fr", nil); fr.Lang() != "en" {
		t.Errorf("a language without catalogs is %s", fr.Lang())
	}
}

func TestPrintersDoNotMix(t *testing.T) {
	c := six(t)
	first := c.Printer("en", func(_, _, _ string) string { return "first" })
	second := c.Printer("en", func(_, _, _ string) string { return "second" })
	args := map[string]string{"p": "CIV"}
	got := []string{first.T("only", args), second.T("only", args), first.T("only", args)}
	if diff := cmp.Diff([]string{"English first", "English second", "English first"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestMatch(t *testing.T) {
	c := six(t)
	for accept, want := range map[string]string{
		"ru-RU,ru;q=0.9": "ru", "ar-EG": "ar", "en-GB;q=0.5, ar;q=0.8": "ar", "pt-BR": "", "": "", "ü": "",
	} {
		if got := c.Match(accept); got != want {
			t.Errorf("%q: got %q, want %q", accept, got, want)
		}
	}
}

// space makes spaces that do not break plain ones.
func space(s string) string { return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s) }

func TestDates(t *testing.T) {
	p := english(t)
	for iso, want := range map[string]string{
		"": "", "2016": "2016", "2016-03": "March 2016", "2016-03-24": "24 March 2016", "2016-12-01": "1 December 2016",
		"2016/2018": "2016–2018", "2016-03/2018": "March 2016 to 2018", "2016/..": "from 2016", "../2018-05": "until May 2018",
		"2016-03-24/2016-04-02": "24 March 2016 to 2 April 2016", "soon": "soon", "2016-13": "2016-13",
	} {
		if got := p.Date(iso); got != want {
			t.Errorf("%q: got %q, want %q", iso, got, want)
		}
	}
}

func TestMoney(t *testing.T) {
	p := english(t)
	for text, want := range map[string]string{
		"": "", "1350000.00 EUR": "EUR 1,350,000", "1350000.50 EUR": "EUR 1,350,000.50", "80000 JPY": "JPY 80,000",
		"12.500 KWD": "KWD 12.500", "999.00 USD": "USD 999", "1350000 XXX": "1,350,000 (currency not stated)",
		"500000 XUA": "XUA 500,000", "250000 XDR": "XDR 250,000", "plenty": "plenty",
	} {
		if got := space(p.Money(text)); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestNumbersAndPoints(t *testing.T) {
	p := english(t)
	for n, want := range map[int64]string{0: "0", 999: "999", 1234567: "1,234,567"} {
		if got := p.Number(n); got != want {
			t.Errorf("number %d: got %s", n, got)
		}
	}
	for n, want := range map[int]string{0: "0.00", 5: "0.05", 6235: "62.35", 10000: "100.00", -250: "−2.50"} {
		if got := p.Points(n); got != want {
			t.Errorf("points %d: got %s", n, got)
		}
	}
}

func BenchmarkPrinter(b *testing.B) {
	c, err := Load()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		c.Printer("en", nil)
	}
}

func BenchmarkSentence(b *testing.B) {
	c, err := Load()
	if err != nil {
		b.Fatal(err)
	}
	p := c.Printer("en", nil)
	for b.Loop() {
		p.T("date_years", map[string]string{"from": "2016", "to": "2018"})
	}
}

func TestOnePrinterServesMany(t *testing.T) {
	p := six(t).Printer("ru", nil)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for n := range 100 {
				if got := p.N("mines", 5+10*n, nil); !strings.HasSuffix(got, " мин") {
					t.Errorf("got %s", got)
				}
			}
		})
	}
	all.Wait()
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}
