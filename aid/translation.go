package aid

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"
)

// Texts are what a request says in words. They exist in the language that they were written in.
type Texts struct {
	Title      string `json:"title,omitempty"`
	Need       string `json:"need,omitempty"`
	Quantity   string `json:"quantity,omitempty"`
	Background string `json:"background,omitempty"`
	Objective  string `json:"objective,omitempty"`
	Activities string `json:"activities,omitempty"`
	Expected   string `json:"expected,omitempty"`
}

// Texts are those of the request.
func (r Request) Texts() Texts {
	return Texts{r.Title, r.Need, r.Quantity, r.Background, r.Objective, r.Activities, r.Expected}
}

// All lists the texts with the names of their fields, in the order of the form.
func (t Texts) All() []NamedText {
	return []NamedText{
		{"title", t.Title}, {"need", t.Need}, {"quantity", t.Quantity}, {"background", t.Background}, {"objective", t.Objective},
		{"activities", t.Activities}, {"expected", t.Expected},
	}
}

// NamedText is a text and the field that it stands in.
type NamedText struct{ Field, Text string }

// Digest tells texts apart: a translation is one of the texts with its digest, and of no later ones.
func (t Texts) Digest() string {
	hash := sha256.New()
	for _, named := range t.All() {
		hash.Write([]byte(named.Text + "\x00"))
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// scripts tell the languages of the UN that do not share their letters with another.
var scripts = []struct {
	language string
	letters  *unicode.RangeTable
}{{"ar", unicode.Arabic}, {"ru", unicode.Cyrillic}, {"zh", unicode.Han}}

// WrittenIn is the language of the texts: the one that is stated, else the one that most letters of the need show; ""
// when they do not.
func (r Request) WrittenIn() string {
	if r.Language != "" {
		return r.Language
	}
	letters := strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) {
			return c
		}
		return -1
	}, r.Need)
	for _, script := range scripts {
		of := 0
		for _, c := range letters {
			if unicode.Is(script.letters, c) {
				of++
			}
		}
		if of*2 > len([]rune(letters)) {
			return script.language
		}
	}
	return ""
}

// TranslationID is the request's and the language: "RQ010.fr".
type TranslationID string

// Translation is what the texts of a request say in another language, as the State or the secretariat entered it.
type Translation struct {
	ID        TranslationID `json:"id"`
	RequestID RequestID     `json:"request"`
	Language  string        `json:"language"`
	Texts
	Original  string `json:"original" doc:"Digest of the texts that it is a translation of"`
	EnteredOn Date   `json:"entered_on"`
	EnteredBy string `json:"entered_by,omitempty" doc:"The person"`
	Version   int64  `json:"version"`
}

// NewTranslationID joins the two.
func NewTranslationID(request RequestID, language string) TranslationID {
	return TranslationID(string(request) + "." + language)
}

// Of says whether the translation is one of the texts as they are.
func (x Translation) Of(r Request) bool {
	return x.RequestID == r.ID && x.Original == r.Texts().Digest()
}

// Whole says whether each text has its translation.
func (x Translation) Whole(r Request) bool {
	translated := x.All()
	for i, named := range r.Texts().All() {
		if named.Text != "" && translated[i].Text == "" {
			return false
		}
	}
	return true
}

// Validate says what makes the translation unfit to be kept.
func (x Translation) Validate(r Request) error {
	var p Problems
	checkListed(&p, "language", Languages, x.Language)
	if x.Language == r.WrittenIn() {
		p.Add("language", "translation_same")
	}
	original := r.Texts().All()
	for i, named := range x.All() {
		checkLength(&p, named.Field, named.Text)
		if named.Text != "" && original[i].Text == "" {
			p.Add(named.Field, "translation_of_nothing")
		}
	}
	if x.Texts == (Texts{}) {
		p.Add("need", "required")
	}
	return p.Err()
}

// Over is the translation with the original where it has none.
func (x Translation) Over(original Texts) Texts {
	return Texts{
		cmp.Or(x.Title, original.Title), cmp.Or(x.Need, original.Need), cmp.Or(x.Quantity, original.Quantity),
		cmp.Or(x.Background, original.Background), cmp.Or(x.Objective, original.Objective),
		cmp.Or(x.Activities, original.Activities), cmp.Or(x.Expected, original.Expected),
	}
}
