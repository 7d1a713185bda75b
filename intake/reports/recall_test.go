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

// The sentences were written in the manner of public reports by those who wrote the phrases and terms, so real reports
// will do worse; the floors say only that nothing gets worse unseen.
func TestSentences(t *testing.T) {
	d := reader(t)
	hints, themes := map[string]*tally{}, map[string]*tally{}
	for _, row := range table(t, "testdata/sentences.csv", '|') {
		lang, hint, theme, sentence := row[0], row[1] == "1", row[2], row[3]
		for _, key := range []string{lang, "all"} {
			if hints[key] == nil {
				hints[key], themes[key] = &tally{}, &tally{}
			}
			found := len(d.Lacks(sentence)) > 0
			hints[key].add(found, hint)
			if found != hint && key == lang {
				t.Logf("hint %v, not %v: %s", found, hint, sentence)
			}
			first := append(d.Themes(sentence), "")[0]
			themes[key].add(first == theme, true)
			if first != theme && first != "" {
				themes[key].wrong++
			}
			if first != theme && key == lang {
				t.Logf("%q, not %q: %s", d.Themes(sentence), theme, sentence)
			}
		}
	}
	for _, lang := range []string{"en", "fr", "es", "ru", "zh", "ar", "all"} {
		h, th := hints[lang], themes[lang]
		t.Logf("%s: hints %d/%d, themes %d/%d (precision/recall)", lang, h.precision(), h.recall(), th.precision(), th.recall())
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
}
