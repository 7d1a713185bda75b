package desk

import (
	"context"
	"fmt"
	"slices"

	"ploughshare/aid"
	"ploughshare/locale"
	"ploughshare/papers"
	"ploughshare/store"
)

// Translate keeps what the texts of a request say in another language, in place of an earlier translation. It is one of
// the texts as they are: when they change, it counts no more until it is entered anew.
func (d *Desk) Translate(ctx context.Context, who aid.Actor, x aid.Translation) (aid.Translation, error) {
	r, err := d.Request(ctx, who, x.RequestID) // who may not see it, is not to learn that it is there
	if err != nil {
		return aid.Translation{}, err
	}
	if err := who.May(aid.TranslateTexts, r.RequesterID); err != nil {
		return aid.Translation{}, err
	}
	err = d.store.InTx(ctx, func(tx *store.Store) error {
		r, err := tx.LockRequest(ctx, x.RequestID)
		if err != nil {
			return err
		}
		if err := x.Validate(r); err != nil {
			return err
		}
		x.ID, x.Original = aid.NewTranslationID(r.ID, x.Language), r.Texts().Digest()
		x.EnteredOn, x.EnteredBy, x.Version = d.Today(), who.Name, 0
		before, err := tx.TranslationsOf(ctx, r.ID)
		if err != nil {
			return err
		}
		for _, old := range before {
			if old.ID == x.ID {
				x.Version = old.Version
			}
		}
		if err := tx.PutTranslation(ctx, x); err != nil {
			return err
		}
		x.Version++
		return tx.AddEntry(ctx, d.entry(who, "translated", requestAddress(r.ID)+"/translations/"+x.Language, ""))
	})
	if err != nil {
		return aid.Translation{}, fmt.Errorf("translation: %w", err)
	}
	return x, nil
}

// Translations are what a request says in other languages, as far as the reader may see its texts.
func (d *Desk) Translations(ctx context.Context, who aid.Actor, id aid.RequestID) ([]aid.Translation, error) {
	r, err := d.Request(ctx, who, id)
	if err != nil {
		return nil, err
	}
	all, err := d.store.TranslationsOf(ctx, id)
	if who.Sees(aid.ReadRequests, r.RequesterID) < aid.RequestFields["background"] {
		for i, x := range all {
			all[i].Texts, all[i].EnteredBy = aid.Texts{Title: x.Title, Need: x.Need}, ""
		}
	}
	return all, err
}

// Languages says, before a paper is issued, how far it would be in each of the six languages.
func (d *Desk) Languages(ctx context.Context, who aid.Actor, catalogs *locale.Catalogs, kind string, s aid.Subject) ([]Completeness, error) {
	k, err := paperKind(kind)
	if err != nil {
		return nil, err
	}
	dossier, err := d.dossier(ctx, who, k, s)
	if err != nil {
		return nil, err
	}
	all := []Completeness{}
	for _, language := range aid.Languages {
		all = append(all, complete(dossier, catalogs, language))
	}
	return all, nil
}

// Completeness is how far a paper would be in a language.
type Completeness struct {
	Language     string          `json:"language"`
	Ready        bool            `json:"ready" doc:"The program speaks the language, so that papers can be issued in it"`
	Sentences    int             `json:"sentences" doc:"That the program has in English"`
	Missing      int             `json:"missing" doc:"Of them, not in this language: a paper would have them in English"`
	Texts        int             `json:"texts" doc:"Requests of the paper"`
	Written      int             `json:"written" doc:"Of them, written in this language"`
	Unknown      int             `json:"unknown" doc:"Of them, in a language that is not stated and that letters do not show"`
	Translated   int             `json:"translated" doc:"Of them, with a translation of the whole text as it is"`
	Untranslated []aid.RequestID `json:"untranslated" doc:"The others: a paper has their texts, or part of them, as they were written, and says so"`
}

func complete(dossier papers.Dossier, catalogs *locale.Catalogs, language string) Completeness {
	english, there := catalogs.Keys("en"), catalogs.Keys(language)
	c := Completeness{
		Language: language, Ready: len(there) > 0, Sentences: len(english), Texts: len(dossier.Items), Untranslated: []aid.RequestID{},
	}
	for _, key := range english {
		if _, has := slices.BinarySearch(there, key); !has {
			c.Missing++
		}
	}
	for _, item := range dossier.Items {
		r := item.Request
		whole := func(x aid.Translation) bool { return x.Language == language && x.Of(r) && x.Whole(r) }
		switch from := r.WrittenIn(); {
		case from == language:
			c.Written++
		case from == "":
			c.Unknown++
		case slices.ContainsFunc(dossier.Translations, whole):
			c.Translated++
		default:
			c.Untranslated = append(c.Untranslated, r.ID)
		}
	}
	return c
}
