// Package locale says things in the reader's language: sentences by key, plural forms, names of codes, dates, numbers
// and sums.
//
// The sentences live in catalogs/NAME.LANGUAGE.json, several files for each language, in the format of go-i18n:
//
//	"gap_amount": "the amount asked for",
//	"proposals":  {"one": "{{.n}} proposal", "other": "{{.n}} proposals"},
//	"veto_late":  "the offer ended on {{date .end}}"
//
// Arguments are plain texts: codes, ISO 8601 dates, sums such as "1350000.00 EUR". A template makes them readable with
// date, when, since, until, money, number, points, party, theme, place, list, which takes codes joined by ";" and what
// they are: {{list .themes "theme"}}, and count, which takes a number and the key of a plural: {{count .months
// "count_months"}}. An argument that was not given is an error and shows like an unknown key, as ⟦key⟧. A translation
// may use other functions and another order than the English sentence, but the same arguments.
package locale

import (
	"cmp"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"text/template"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed catalogs/*.json
var files embed.FS

// tongue is a language that catalogs may be written in. The UN writes Arabic with Latin digits, hence the tag.
type tongue struct{ lang, dir, tag string }

var tongues = []tongue{
	{"en", "ltr", "en"}, {"fr", "ltr", "fr"}, {"es", "ltr", "es"}, {"ru", "ltr", "ru"}, {"zh", "ltr", "zh"},
	{"ar", "rtl", "ar-u-nu-latn"},
}

// Catalogs are the sentences of all languages. They are read-only and safe for concurrent use.
type Catalogs struct {
	bundle *i18n.Bundle
	files  map[string]map[string]string // language → key → the file that has it
	texts  *template.Template           // every text with actions, each under its own source as its name
}

// Load reads the catalogs of the program. An error names the file and the key.
func Load() (*Catalogs, error) { return load(files) }

func load(dir fs.FS) (*Catalogs, error) {
	c := &Catalogs{
		bundle: i18n.NewBundle(language.English),
		files:  map[string]map[string]string{},
		texts:  template.New("").Funcs(Printer{}.funcs()),
	}
	paths, err := fs.Glob(dir, "catalogs/*.json")
	if err != nil {
		return nil, err
	}
	for _, path := range paths {
		if err := c.read(dir, path); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	return c, nil
}

func (c *Catalogs) read(dir fs.FS, path string) error {
	content, err := fs.ReadFile(dir, path)
	if err != nil {
		return err
	}
	file, err := i18n.ParseMessageFileBytes(content, path, map[string]i18n.UnmarshalFunc{"json": json.Unmarshal})
	if err != nil {
		return err
	}
	lang := file.Tag.String()
	if !slices.ContainsFunc(tongues, func(t tongue) bool { return t.lang == lang }) {
		return fmt.Errorf("%q is not one of our languages", lang)
	}
	if c.files[lang] == nil {
		c.files[lang] = map[string]string{}
	}
	slices.SortFunc(file.Messages, func(a, b *i18n.Message) int { return cmp.Compare(a.ID, b.ID) })
	for _, m := range file.Messages {
		if err := c.check(lang, path, m); err != nil {
			return fmt.Errorf("%s: %w", m.ID, err)
		}
	}
	return c.bundle.AddMessages(file.Tag, file.Messages...)
}

func (c *Catalogs) check(lang, path string, m *i18n.Message) error {
	if other, twice := c.files[lang][m.ID]; twice {
		return fmt.Errorf("is in %s too", other)
	}
	c.files[lang][m.ID] = path
	if m.Other == "" {
		return fmt.Errorf("is empty")
	}
	for _, text := range []string{m.Zero, m.One, m.Two, m.Few, m.Many, m.Other} {
		if !strings.Contains(text, "{{") {
			continue
		}
		if _, err := c.texts.New(text).Parse(text); err != nil {
			return err
		}
	}
	return nil
}

// Languages are those that there are catalogs for, in alphabetical order.
func (c *Catalogs) Languages() []string { return slices.Sorted(maps.Keys(c.files)) }

// Keys are the keys of a language in alphabetical order.
func (c *Catalogs) Keys(lang string) []string { return slices.Sorted(maps.Keys(c.files[lang])) }

// Match picks the language that an Accept-Language header asks for, "" when none of ours is among them.
func (c *Catalogs) Match(accept string) string {
	wanted, _, err := language.ParseAcceptLanguage(accept)
	if err != nil {
		return ""
	}
	langs := c.Languages()
	tags := make([]language.Tag, len(langs))
	for i, lang := range langs {
		tags[i] = language.Make(lang)
	}
	_, i, confidence := language.NewMatcher(tags).Match(wanted...)
	if confidence == language.No {
		return ""
	}
	return langs[i]
}
