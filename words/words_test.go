package words_test

import (
	"slices"
	"testing"

	"ploughshare/words"
)

// finds says whether a text's stems answer a query.
func finds(stems []string, q words.Query) bool {
	for _, readings := range q {
		if !slices.ContainsFunc(readings, func(all []string) bool {
			return !slices.ContainsFunc(all, func(stem string) bool { return !slices.Contains(stems, stem) })
		}) {
			return false
		}
	}
	return len(q) > 0
}

func TestInflectedWordsAreFound(t *testing.T) {
	r, err := words.NewReader()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text, query string
		want        bool
	}{
		{"Marking machines for the national police", "machine marked", true},
		{"Marking machines for the national police", "the machine", true},
		{"Destruction d'armes saisies", "arme", true},
		{"Destruction d'armes détruites", "armes detruites", true},
		{"Sécurité des dépôts de munitions", "securite depot", true},
		{"Gestión de los arsenales de la policía", "arsenal", true},
		{"Уничтожение излишков стрелкового оружия", "уничтожения оружие", true},
		{"加强弹药库的安全管理", "弹药", true},
		{"加强弹药库的安全管理", "安全", true},
		{"加强弹药库的安全管理", "销毁", false},
		{"تدمير الأسلحة الصغيرة والخفيفة", "أسلحة", true},
		{"Kenya 肯尼亚 Кения كينيا: marking of 12000 weapons", "肯尼亚 weapon 12000", true},
		{"Kenya 肯尼亚 Кения كينيا: marking of 12000 weapons", "Кении", true},
		{"Stockpile management", "marking", false},
		{"Stockpile management", "stockpile marking", false},
		{"anything", "the", false},
		{"anything", "", false},
		{"iARMS connection (INTERPOL)", "interpol", true},
	} {
		if got := finds(r.Stems(c.text), r.Query(c.query)); got != c.want {
			t.Errorf("%q in %q: got %v; %v, %v", c.query, c.text, got, r.Query(c.query), r.Stems(c.text))
		}
	}
}
