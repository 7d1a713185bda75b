package reports_test

import (
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"

	"ploughshare/intake/reports"
)

func reader(t testing.TB) *reports.Reader {
	t.Helper()
	d, err := reports.NewReader()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// table reads a file of comparison; its rows without the heading.
func table(t *testing.T, path string, comma rune) [][]string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := csv.NewReader(file)
	lines.Comma, lines.LazyQuotes = comma, true
	rows, err := lines.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

// tally counts what was found against what should be.
type tally struct{ right, wrong, missed int }

func (c *tally) add(found, wanted bool) {
	switch {
	case found && wanted:
		c.right++
	case found:
		c.wrong++
	case wanted:
		c.missed++
	}
}

func (c tally) precision() int { return 100 * c.right / max(1, c.right+c.wrong) }
func (c tally) recall() int    { return 100 * c.right / max(1, c.right+c.missed) }

// measure reads sentences of a file and counts, by language and in all, the hints and the first themes that it gets right.
func measure(t *testing.T, path string) (hints, themes map[string]*tally) {
	t.Helper()
	r := reader(t)
	hints, themes = map[string]*tally{}, map[string]*tally{}
	for _, row := range table(t, path, '|') {
		lang, hint, theme, sentence := row[0], row[1] == "1", row[2], row[3]
		found := len(r.Lacks(sentence, lang)) > 0
		first := append(r.Themes(sentence), "")[0]
		for _, key := range []string{lang, "all"} {
			if hints[key] == nil {
				hints[key], themes[key] = &tally{}, &tally{}
			}
			hints[key].add(found, hint)
			themes[key].add(first == theme, true)
			if first != theme && first != "" {
				themes[key].wrong++
			}
		}
		if found != hint || first != theme {
			t.Logf("hint %v (%v), theme %s (%s): %s", found, hint, first, theme, sentence)
		}
	}
	for _, lang := range []string{"en", "fr", "es", "ru", "zh", "ar", "all"} {
		h, th := hints[lang], themes[lang]
		t.Logf("%s: hints %d/%d, themes %d/%d (precision/recall)", lang, h.precision(), h.recall(), th.precision(), th.recall())
	}
	return hints, themes
}

// The sentences were written in the manner of public reports by those who wrote the phrases and terms, so real reports will
// do worse; the floors say only that nothing gets worse unseen. What was found at first, before phrases were added for some
// of what was missed: in sentences.csv, precision 100 and recall 97; in indirect.csv, which avoids the phrases on purpose,
// nothing; in unseen.csv 100 and 29. No phrase was mended by later.csv. Then fresh.csv and sealed.csv were written, before terms
// were brought to thirty a theme and language: themes were at 89 and 47, and 73 and 52; hints at 100 and 41, and 92 and 50. What
// was missed in fresh.csv showed what to add. Nothing was mended by sealed.csv, so its figures are the honest ones.
func TestSentences(t *testing.T) {
	for _, c := range []struct {
		path                                                   string
		hintPrecision, hintRecall, themePrecision, themeRecall int
	}{
		{"testdata/sentences.csv", 98, 97, 91, 87},
		{"testdata/indirect.csv", 95, 80, 86, 73},
		{"testdata/unseen.csv", 95, 97, 84, 81},
		{"testdata/later.csv", 80, 53, 91, 80},
		{"testdata/fresh.csv", 95, 88, 95, 88},
		{"testdata/sealed.csv", 90, 58, 83, 63},
	} {
		hints, themes := measure(t, c.path)
		h, th := hints["all"], themes["all"]
		if h.precision() < c.hintPrecision || h.recall() < c.hintRecall || th.precision() < c.themePrecision || th.recall() < c.themeRecall {
			t.Errorf("%s is read worse than it was", c.path)
		}
	}
}

// The themes of the real requests were set by people who knew more than the words; see scripts/demo.
func TestRealRequests(t *testing.T) {
	d := reader(t)
	var all, first tally
	for _, row := range table(t, "../../scripts/demo/requests.csv", ',') {
		if row[4] == "" {
			continue
		}
		wanted := strings.Split(row[4], ";")
		found := d.Themes(row[6] + ". " + row[7])
		for _, theme := range found {
			all.add(true, slices.Contains(wanted, theme))
		}
		for _, theme := range wanted {
			if !slices.Contains(found, theme) {
				all.missed++
			}
		}
		first.add(len(found) > 0 && slices.Contains(wanted, found[0]), true)
		if !slices.Equal(slices.Sorted(slices.Values(found)), slices.Sorted(slices.Values(wanted))) {
			t.Logf("%s: %v, not %v: %s %s", row[0], found, wanted, row[6], row[7])
		}
	}
	t.Logf("all themes %d/%d (precision/recall), first theme right %d", all.precision(), all.recall(), first.recall())
	if all.precision() < 78 || all.recall() < 66 || first.recall() < 73 {
		t.Error("the real requests are read worse than they were")
	}
}
