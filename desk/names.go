package desk

import (
	"context"
	"slices"

	"ploughshare/aid"
	"ploughshare/locale"
)

// Printer speaks a language and knows the names of parties, themes and places as they are now.
func (d *Desk) Printer(ctx context.Context, catalogs *locale.Catalogs, lang string) (locale.Printer, error) {
	register, err := d.Register(ctx)
	if err != nil {
		return locale.Printer{}, err
	}
	return catalogs.Printer(lang, d.names(register)), nil
}

// PaperPrinter is the printer for papers in a language, which is one that there are catalogs for, or aid.Problems.
func (d *Desk) PaperPrinter(ctx context.Context, catalogs *locale.Catalogs, lang string) (locale.Printer, error) {
	if languages := catalogs.Languages(); !slices.Contains(languages, lang) {
		return locale.Printer{}, notListed("language", lang, languages)
	}
	return d.Printer(ctx, catalogs, lang)
}

func (d *Desk) names(register *aid.Register) locale.Names {
	return func(kind, code, lang string) string {
		switch kind {
		case "party":
			if p, ok := register.Party(aid.PartyID(code)); ok {
				return p.Name(lang)
			}
		case "theme":
			if t, ok := register.Theme(aid.ThemeID(code)); ok {
				return t.Name(lang)
			}
		case "place":
			if p, ok := register.Party(aid.PartyID(code)); ok {
				return p.Name(lang)
			}
			if a, ok := register.AreaNamed(code); ok {
				return a.Name
			}
		case "concept":
			return d.store.Words().Name(code, lang)
		}
		return ""
	}
}
