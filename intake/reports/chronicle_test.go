package reports_test

import (
	"errors"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"ploughshare/aid"
	"ploughshare/intake"
	"ploughshare/intake/reports"
)

func reference(t testing.TB) aid.Reference {
	t.Helper()
	ref, err := intake.Reference()
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

// chronicle is one that was read in at the end of 2026.
func chronicle() aid.Chronicle {
	return aid.Chronicle{ID: "A-67-176", Symbol: "A/67/176", ReadAt: time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)}
}

// parts are what passages say, as a row of the tables has it: helped, donors, bodies, results.
func parts(passages []aid.Passage) [4][]string {
	var all [4][]string
	for _, p := range passages {
		for _, x := range p.Drafted {
			all[0] = append(all[0], x.BeneficiaryID)
			for _, donor := range x.Donors {
				all[1] = append(all[1], string(donor))
			}
			all[2] = append(all[2], strings.Split(x.Implementer, "; ")...)
			if x.Result > 0 {
				all[3] = append(all[3], x.ResultUnit+" "+strconv.FormatInt(x.Result, 10))
			}
		}
	}
	for i := range all {
		slices.Sort(all[i])
		all[i] = slices.DeleteFunc(slices.Compact(all[i]), func(s string) bool { return s == "" })
	}
	return all
}

// tellAll reads the paragraphs of a table and counts what it gets right, by what is asked and in all.
func tellAll(t *testing.T, path string) [5]tally {
	t.Helper()
	r, ref := reader(t), reference(t)
	var counts [5]tally
	for _, row := range table(t, path, '|') {
		_, passages, err := r.Chronicle(t.Context(), reports.File{Name: "x.txt", Content: []byte(row[5])}, chronicle(), ref)
		if err != nil {
			t.Fatal(err)
		}
		found := parts(passages)
		for i, column := range []int{1, 2, 3, 4} {
			separator := ","
			if column == 4 {
				separator = ";"
			}
			wanted := slices.DeleteFunc(strings.Split(row[column], separator), func(s string) bool { return s == "" })
			for _, one := range found[i] {
				counts[i].add(true, slices.Contains(wanted, one))
			}
			for _, one := range wanted {
				if !slices.Contains(found[i], one) {
					counts[i].missed++
				}
			}
			slices.Sort(wanted)
			if !slices.Equal(found[i], wanted) {
				t.Logf("%v, not %v: %s", found[i], wanted, row[5])
			}
		}
	}
	for _, c := range counts[:4] {
		counts[4].right, counts[4].wrong, counts[4].missed = counts[4].right+c.right, counts[4].wrong+c.wrong, counts[4].missed+c.missed
	}
	for i, what := range []string{"helped", "donors", "bodies", "results", "all"} {
		t.Logf("%s: %s %d/%d (precision/recall)", path, what, counts[i].precision(), counts[i].recall())
	}
	return counts
}

// See testdata/chronicles/README.md: nothing was mended by what is in unseen.psv.
func TestPassages(t *testing.T) {
	for path, floors := range map[string][2]int{"testdata/chronicles/mended.psv": {99, 99}, "testdata/chronicles/unseen.psv": {93, 87}} {
		if all := tellAll(t, path)[4]; all.precision() < floors[0] || all.recall() < floors[1] {
			t.Errorf("%s is read worse than it was", path)
		}
	}
}

// The two texts as a whole: paragraphs by their numbers, across lines, pages and running heads.
func TestChronicles(t *testing.T) {
	r, ref := reader(t), reference(t)
	for name, want := range map[string]string{
		"en.txt": "26 BFA,NER,TCD JPN UNREC|28 latin-america-and-the-caribbean  UNLIREC|28 latin-america-and-the-caribbean  UNLIREC|29 BLZ USA |29 BLZ USA ",
		"zh.txt": "26 BFA,NER,TCD JPN UNREC|28 latin-america-and-the-caribbean  UNLIREC|28 latin-america-and-the-caribbean  UNLIREC|29 BLZ USA ",
	} {
		content, err := os.ReadFile("testdata/chronicles/" + name)
		if err != nil {
			t.Fatal(err)
		}
		c, passages, err := r.Chronicle(t.Context(), reports.File{Name: name, Content: content}, chronicle(), ref)
		if err != nil || c.Language != name[:2] {
			t.Fatalf("%s: %+v, %v", name, c, err)
		}
		var told []string
		for _, p := range passages {
			all := parts([]aid.Passage{p})
			told = append(told, strings.Join([]string{p.Paragraph, strings.Join(all[0], ","), strings.Join(all[1], ","), strings.Join(all[2], ",")}, " "))
		}
		if got := strings.Join(told, "|"); got != want {
			t.Errorf("%s:\n%s, not\n%s", name, got, want)
		}
	}
}

// A hostile text takes no longer than its length: one long sentence, many short ones, many lines of a paragraph.
func TestHostileChronicles(t *testing.T) {
	r, ref := reader(t), reference(t)
	for name, text := range map[string]string{
		"one sentence": strings.Repeat("UNREC and Togo, Mali and 30 officials trained 40 weapons destroyed, ", 5_000),
		"sentences":    strings.Repeat("UNREC trained 30 officials in Togo.\n", 5_000),
		"lines":        "1. UNREC trained officials in Togo\n" + strings.Repeat("and trained 30 officials in Mali\n", 20_000),
	} {
		_, passages, err := r.Chronicle(t.Context(), reports.File{Name: "x.txt", Content: []byte(text)}, chronicle(), ref)
		if err != nil || len(passages) == 0 || len(passages) > reports.MaxPassages {
			t.Errorf("%s: %d passages, %v", name, len(passages), err)
		}
	}
}

func FuzzChronicle(f *testing.F) {
	r, ref := reader(f), reference(f)
	register := aid.NewRegister(ref)
	for _, name := range []string{"en.txt", "zh.txt"} {
		content, err := os.ReadFile("testdata/chronicles/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		_, passages, err := r.Chronicle(t.Context(), reports.File{Name: "x.txt", Content: content}, chronicle(), ref)
		if err != nil && !errors.As(err, new(aid.Problems)) {
			t.Fatalf("refused without a reason: %v", err)
		}
		for _, p := range passages {
			if p.Words == "" || len(p.Drafted) == 0 {
				t.Errorf("a passage of nothing: %+v", p)
			}
			for _, x := range p.Drafted {
				if err := x.Validate(register); err != nil {
					t.Errorf("%+v: %v", x, err)
				}
			}
		}
	})
}
