package words_test

import (
	"encoding/csv"
	"os"
	"slices"
	"strings"
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

// What is named has one name, by which the other languages are found again; kinds of help are not things of the field.
func TestConceptsHaveOneName(t *testing.T) {
	r := reader(t)
	for _, c := range []struct {
		text string
		want []string
	}{
		{"Two marking machines for the customs", []string{"customs", "marking", "marking machine"}},
		{"نحتاج إلى آلة الوسم", []string{"marking", "marking machine"}},
		{"缺乏打标机", []string{"marking machine"}},
		{"уничтожение излишков", []string{"destruction", "surplus"}},
		{"an expert, a grant and a laptop", nil},
	} {
		if got := r.Concepts(c.text); !slices.Equal(got, c.want) {
			t.Errorf("%q: got %v, want %v", c.text, got, c.want)
		}
	}
	for lang, want := range map[string]string{"en": "marking machine", "fr": "machine de marquage", "zh": "打标机", "de": ""} {
		if got := r.Name("marking machine", lang); got != want {
			t.Errorf("in %s it is called %q", lang, got)
		}
	}
}

// Every row has words in every language, every theme about thirty of them, no word stands for two themes, and no two rows
// have the same name.
func TestTableOfTerms(t *testing.T) {
	file, err := os.Open("terms/themes.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	count, themes, names := map[string]int{}, map[string]string{}, map[string]bool{}
	for _, row := range rows[1:] {
		for i, cell := range row[1:] {
			lang := rows[0][i+1]
			for word := range strings.SplitSeq(cell, ";") {
				if word == "" || strings.TrimSpace(word) != word {
					t.Errorf("%s, %s: the word %q", row[0], lang, word)
				}
				if other := themes[lang+word]; other != "" && other != row[0] {
					t.Errorf("%s stands for %s and for %s", word, other, row[0])
				}
				themes[lang+word] = row[0]
				count[row[0]+" "+lang]++
			}
		}
		if name, _, _ := strings.Cut(row[1], ";"); names[name] {
			t.Errorf("two rows are called %s", name)
		} else {
			names[name] = true
		}
	}
	for where, n := range count {
		if n < 18 {
			t.Errorf("%s has %d terms only", where, n)
		}
	}
}

func BenchmarkConcepts(b *testing.B) {
	r := reader(b)
	for b.Loop() {
		r.Concepts("Physical security of weapon and ammunition stores of the border police: 15 stations and one regional centre")
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
