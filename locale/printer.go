package locale

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	texts "text/template"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// Names gives the name of a code in a language, "" when it knows none. The kind is "party", "theme", "place" or "concept".
type Names func(kind, code, lang string) string

// Printer prints in one language. It is safe for concurrent use.
type Printer struct {
	tongue
	catalogs *Catalogs
	names    Names
	words    *i18n.Localizer
	numbers  *message.Printer
	texts    *texts.Template // the texts said so far, each under its own source as its name
}

// Printer makes a printer for a language; for one without catalogs it is an English one. Names may be nil.
func (c *Catalogs) Printer(lang string, names Names) Printer {
	p := Printer{tongue: tongues[0], catalogs: c, names: names}
	for _, t := range tongues {
		if t.lang == lang && c.files[lang] != nil {
			p.tongue = t
		}
	}
	p.words = i18n.NewLocalizer(c.bundle, p.lang)
	p.numbers = message.NewPrinter(language.Make(p.tag))
	p.texts = texts.New("").Option("missingkey=error")
	p.texts.Funcs(p.funcs())
	return p
}

func (p Printer) funcs() texts.FuncMap {
	named := func(kind string) func(string) string {
		return func(code string) string { return p.isolated(p.Name(kind, bare(code))) }
	}
	return texts.FuncMap{
		"party": named("party"), "theme": named("theme"), "place": named("place"), "list": p.list, "count": p.count,
		"date": func(iso string) string { return p.Date(bare(iso)) },
		"when": p.dated("when"), "since": p.dated("since"), "until": p.dated("until"),
		"money":  func(sum string) string { return p.isolated(p.Money(bare(sum))) },
		"number": p.numberText, "points": p.pointsText,
	}
}

// Lang is the language, Dir its direction: "ltr" or "rtl".
func (p Printer) Lang() string { return p.lang }

func (p Printer) Dir() string { return p.dir }

// Has says whether the language itself has a key.
func (p Printer) Has(key string) bool { return p.catalogs.files[p.lang][key] != "" }

// T is the sentence of a key, in English where the language lacks it, ⟦key⟧ where English does too.
func (p Printer) T(key string, args map[string]string) string {
	return p.say(&i18n.LocalizeConfig{MessageID: key, TemplateData: p.quoted(args)})
}

// N is the form of the sentence that goes with a number, which the text may show as {{.n}}.
func (p Printer) N(key string, n int, args map[string]string) string {
	all := map[string]string{"n": p.Number(int64(n))}
	maps.Copy(all, p.quoted(args))
	return p.say(&i18n.LocalizeConfig{MessageID: key, TemplateData: all, PluralCount: n})
}

func (p Printer) say(what *i18n.LocalizeConfig) string {
	what.TemplateParser = parsed{p}
	// The error is of no use here: with a text it says that English stood in, without one the reader sees the key.
	text, _ := p.words.Localize(what)
	if text == "" {
		return "⟦" + what.MessageID + "⟧"
	}
	return text
}

// count is the plural form of a sentence that goes with a number inside of another: {{count .months "count_months"}}.
func (p Printer) count(number, key string) string {
	n, err := strconv.Atoi(number)
	if err != nil {
		return number
	}
	return p.N(key, n, nil)
}

// Name is the name of a code: the sentence kind_code of the catalogs, which name what everybody has, else from the
// register, else the code. A place may come by its English name too: the sentence for "Western Africa" is
// place_western-africa.
func (p Printer) Name(kind, code string) string {
	for _, key := range []string{kind + "_" + code, kind + "_" + strings.ToLower(strings.ReplaceAll(code, " ", "-"))} {
		if p.Has(key) {
			return p.T(key, nil)
		}
	}
	if p.names != nil {
		if name := p.names(kind, code, p.lang); name != "" {
			return name
		}
	}
	return code
}

// List joins texts: "a, b and c".
func (p Printer) List(items []string) string {
	items = slices.Clone(items)
	for i, item := range items {
		items[i] = p.isolated(bare(item))
	}
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], p.T("list_between", nil)) + p.T("list_last", nil) + items[last]
}

func (p Printer) list(codes, kind string) string {
	var items []string
	for code := range strings.SplitSeq(bare(codes), ";") {
		if code = strings.TrimSpace(code); code != "" {
			items = append(items, p.Name(kind, code))
		}
	}
	return p.List(items)
}

// parsed hands go-i18n the templates that Load parsed, bound to the printer's functions. go-i18n itself would parse
// anew for each sentence, because its cache could not tell one printer's functions from another's.
type parsed struct{ printer Printer }

func (p parsed) Cacheable() bool { return false }

func (p parsed) Parse(source, _, _ string) (template.ParsedTemplate, error) {
	if t := p.printer.texts.Lookup(source); t != nil {
		return filled{t}, nil
	}
	loaded := p.printer.catalogs.texts.Lookup(source)
	if loaded == nil {
		return template.IdentityParser{}.Parse(source, "", "")
	}
	t, err := p.printer.texts.AddParseTree(source, loaded.Tree)
	return filled{t}, err
}

type filled struct{ template *texts.Template }

func (f filled) Execute(args any) (string, error) {
	var text strings.Builder
	err := f.template.Execute(&text, args)
	return text.String(), err
}
