package main

import (
	"regexp"
	"testing"

	"ploughshare/aid"
	"ploughshare/intake"
	"ploughshare/locale"
)

// Whatever the program itself brings along has a name of its own in every language: States, territories, organisations
// and themes in the reference data, areas there or, if they are no organisation, in the catalogs.
func TestEveryCodeHasANameInEveryLanguage(t *testing.T) {
	catalogs, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	ref, err := intake.Reference()
	if err != nil {
		t.Fatal(err)
	}
	scripts := map[string]*regexp.Regexp{
		"ru": regexp.MustCompile(`\p{Cyrillic}`), "zh": regexp.MustCompile(`\p{Han}`), "ar": regexp.MustCompile(`\p{Arabic}`),
	}
	parties := map[string]aid.Names{}
	for _, party := range ref.Parties {
		parties[string(party.ID)] = party.Names
	}
	for _, lang := range aid.Languages {
		told := func(what, name string) {
			if name == "" || scripts[lang] != nil && !scripts[lang].MatchString(name) {
				t.Errorf("%s has no name in %s: %q", what, lang, name)
			}
		}
		for id, names := range parties {
			told("party "+id, names[lang])
		}
		for _, theme := range ref.Themes {
			told("theme "+string(theme.ID), theme.Names[lang])
		}
		printer := catalogs.Printer(lang, func(_, code, lang string) string { return parties[code][lang] })
		for _, area := range ref.Areas {
			told("area "+area.ID, printer.Name("place", area.ID))
		}
	}
}
