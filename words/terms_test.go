package words_test

import (
	"slices"
	"testing"

	"ploughshare/words"
)

func reader(t testing.TB) *words.Reader {
	t.Helper()
	r, err := words.NewReader()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTermsAreFoundInflected(t *testing.T) {
	r := reader(t)
	for _, c := range []struct{ text, subject string }{
		{"We asked for two marking machines", "marking"},
		{"Destruction of all surplus weapons", "surplus_destruction"},
		{"les registres électroniques des armes", "record_keeping"},
		{"la gestión segura de los arsenales", "stockpile"},
		{"Не хватает маркировочных машин", "marking"},
		{"уничтожении излишков", "surplus_destruction"},
		{"缺乏打标机", "marking"},
		{"加强弹药库安全", "ammunition"},
		{"نحتاج إلى آلات الوسم", "marking"},
		{"تدريب موظفي الجمارك", "border_customs"},
	} {
		if !slices.ContainsFunc(r.Terms(c.text), func(found words.Term) bool { return found.Subject == c.subject }) {
			t.Errorf("%q: %v, without %s", c.text, r.Terms(c.text), c.subject)
		}
	}
	if found := r.Terms("The weather was fine and the road was long."); len(found) > 0 {
		t.Errorf("found %v where nothing is", found)
	}
}

// A lead term of one language finds the texts of all others; the words that only point to the same subject do not.
func TestTermsAreFoundAcrossLanguages(t *testing.T) {
	r := reader(t)
	texts := []string{
		"Two marking machines", "deux machines de marquage", "dos máquinas de marcaje", "две маркировочные машины", "两台打标机", "آلة الوسم",
	}
	for _, asked := range []string{"marking machine", "machines de marquage", "маркировочная машина", "打标机"} {
		for _, text := range texts {
			if !finds(r.Stems(text), r.Query(asked)) {
				t.Errorf("%q does not find %q: %v", asked, text, r.Query(asked))
			}
		}
	}
	if finds(r.Stems("A laser engraver"), r.Query("marking machine")) || finds(r.Stems("la frontera"), r.Query("customs")) {
		t.Error("a search finds other words than were asked for")
	}
}

func BenchmarkNewReader(b *testing.B) {
	for b.Loop() {
		reader(b)
	}
}

func BenchmarkStems(b *testing.B) {
	r := reader(b)
	for b.Loop() {
		r.Stems("Physical security of weapon and ammunition stores of the border police: 15 stations and one regional centre")
	}
}
