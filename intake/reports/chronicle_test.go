package reports_test

import (
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

// tell reads the paragraphs of a table and counts what it gets right, by what is asked and in all.
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
	for path, floors := range map[string][2]int{"testdata/chronicles/mended.psv": {0, 0}, "testdata/chronicles/unseen.psv": {0, 0}} {
		if all := tellAll(t, path)[4]; all.precision() < floors[0] || all.recall() < floors[1] {
			t.Errorf("%s is read worse than it was", path)
		}
	}
}
