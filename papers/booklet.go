package papers

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"ploughshare/aid"
	"ploughshare/locale"
)

// author makes the parts of the paper of a round in one language.
type author struct {
	Dossier
	locale.Printer
	common   []aid.Message // caveats said once in front
	alphabet *collate.Collator
}

type args = map[string]string

// Booklet is the proposal paper of a round: one chapter for each requesting State, with every proposal's reasons, and
// the method and sources at the end.
func Booklet(d Dossier, p locale.Printer) Document {
	b := newAuthor(d, p)
	chapters := b.chapters()
	doc := b.document(b.t("booklet_title"), b.t("booklet_group"), b.cover(chapters), b.summary(chapters))
	for _, c := range chapters {
		doc.Sections = append(doc.Sections, b.chapter(c))
	}
	doc.Sections = append(doc.Sections, b.bundles()...)
	doc.Sections = append(doc.Sections, b.without(chapters)...)
	doc.Sections = append(doc.Sections, b.worth()...)
	doc.Sections = append(doc.Sections, b.method(), b.glossary(), b.sources(chapters))
	return doc
}

func newAuthor(d Dossier, p locale.Printer) author {
	return author{Dossier: d, Printer: p, common: d.common(), alphabet: collate.New(language.Make(p.Lang()))}
}

// document is a paper with what all papers have around them. A draft shows its round in place of a symbol.
func (b author) document(title, subtitle string, cover []Block, sections ...Section) Document {
	if b.Corrects != "" {
		subtitle = b.T("doc_corrigendum", args{"title": subtitle, "symbol": b.Corrects})
	}
	if b.Reason != "" {
		reason := Definition{b.t("doc_corrigendum_reason"), []Text{own(b.Reason)}}
		cover = append([]Block{Definitions{Items: []Definition{reason}}}, cover...)
	}
	return Document{
		Lang: b.Lang(), Dir: b.Dir(), Title: title, Subtitle: subtitle, House: b.t("booklet_house"),
		Symbol: cmp.Or(b.Symbol, string(b.Round.ID), b.t("doc_draft")), Skip: b.t("doc_skip"),
		PageOf: b.T("doc_page_of", args{"page": PageMark, "pages": PageMark}), Cover: cover, Sections: sections,
	}
}

func (b author) t(key string) string { return b.T(key, nil) }

// say turns a message of the matcher into a text.
func (b author) say(m aid.Message) Text { return plain(b.T(m.Key, m.Args)) }

func (b author) sayAll(messages []aid.Message) []Text {
	texts := make([]Text, len(messages))
	for i, m := range messages {
		texts[i] = b.say(m)
	}
	return texts
}

func (b author) cover(chapters []chapter) []Block {
	r := b.Round
	return []Block{
		Paragraph{Text: plain(b.T("booklet_lead", args{"round": string(r.ID), "as_of": string(r.AsOf)})), Lead: true},
		Figures{[]Definition{
			b.count("cover_states", len(chapters)), b.count("cover_requests", r.Requests-r.Barred), b.count("cover_offers", r.Offers),
			b.count("cover_proposals", r.Proposals), b.count("cover_unmatched", r.Unmatched), b.count("cover_barred", r.Barred),
		}},
		b.proposes(),
		b.heat(chapters), Paragraph{Text: plain(b.t("heat_legend"))},
		b.contents(chapters),
	}
}

func (b author) proposes() Notice {
	return Notice{Kind: Note, Title: b.t("booklet_proposes_title"), Items: b.notes()}
}

func (b author) notes() []Text {
	notes := []Text{plain(b.t("booklet_proposes"))}
	if b.Withheld > 0 {
		notes = append(notes, plain(b.N("booklet_withheld", b.Withheld, nil)))
	}
	return notes
}

func (b author) count(key string, n int) Definition { return b.fact(key, b.Number(int64(n))) }

func (b author) fact(key, value string) Definition {
	return Definition{b.t(key), []Text{plain(value)}}
}

func (b author) contents(chapters []chapter) Contents {
	items := []Text{{{Text: b.t("summary_title"), Link: "#summary"}}}
	for _, c := range chapters {
		items = append(items, Text{
			{Text: c.party.Name(b.Lang()), Link: "#" + chapterID(c.party.ID)},
			{Text: " " + b.N("count_requests", len(c.items), nil)},
		})
	}
	if len(b.Bundles) > 0 {
		items = append(items, Text{{Text: b.t("bundles_title"), Link: "#bundles"}})
	}
	if len(b.withoutRows(chapters)) > 0 {
		items = append(items, Text{{Text: b.t("without_title"), Link: "#without"}})
	}
	if len(b.Worth) > 0 {
		items = append(items, Text{{Text: b.t("worth_title"), Link: "#worth"}})
	}
	for _, end := range []string{"method", "glossary", "sources"} {
		items = append(items, Text{{Text: b.t(end + "_title"), Link: "#" + end}})
	}
	return Contents{Title: b.t("contents_title"), Items: items}
}

func chapterID(id aid.PartyID) string { return "state-" + string(id) }

func requestID(id aid.RequestID) string { return "request-" + string(id) }

func (b author) summary(chapters []chapter) Section {
	table := Table{Caption: plain(b.t("summary_caption")), Columns: []Column{
		{Title: b.t("col_request"), Hashtag: "#meta+id"}, {Title: b.t("col_state"), Hashtag: "#country+name"},
		{Title: b.t("col_theme"), Hashtag: "#subsector+name"}, {Title: b.t("col_asked"), Number: true, Hashtag: "#value+requested"},
		{Title: b.t("col_proposals"), Number: true, Hashtag: "#indicator+proposals"}, {Title: b.t("col_best"), Number: true, Hashtag: "#indicator+score"},
	}}
	for _, c := range chapters {
		for _, item := range c.items {
			table.Rows = append(table.Rows, b.summaryRow(c.party, item))
		}
	}
	s := Section{ID: "summary", Level: 2, Title: plain(b.t("summary_title")), NewPage: true}
	if len(b.common) > 0 {
		s.Blocks = append(s.Blocks, Notice{Caveat, b.t("common_title"), b.sayAll(b.common)})
	}
	s.Blocks = append(s.Blocks, table)
	return s
}

func (b author) summaryRow(party aid.Party, item Item) Row {
	r := item.Request
	best := b.t("none")
	if len(item.Proposals) > 0 {
		best = b.Points(bestTotal(item.Proposals))
	}
	return Row{
		{Text: Text{{Text: string(r.ID), Link: "#" + requestID(r.ID)}}},
		{Text: plain(party.Name(b.Lang()))},
		{Text: plain(b.theme(r.MainTheme()))},
		{Text: plain(b.stated(r.Amount))},
		{Text: plain(b.Number(int64(len(item.Proposals))))},
		{Text: plain(best)},
	}
}

func bestTotal(proposals []Proposed) int {
	best := 0
	for _, p := range proposals {
		best = max(best, p.Proposal.Total)
	}
	return best
}

// theme is a theme's name, or the words for none.
func (b author) theme(id aid.ThemeID) string {
	if id == "" {
		return b.t("theme_none_named")
	}
	if t, known := b.Register.Theme(id); known {
		return t.Name(b.Lang())
	}
	return b.Name("theme", string(id))
}

func (b author) stated(m aid.Money) string {
	if !m.Known() {
		return b.t("not_stated")
	}
	return b.Money(m.String())
}

func (b author) chapter(c chapter) Section {
	s := Section{
		ID: chapterID(c.party.ID), Level: 2, Title: plain(c.party.Name(b.Lang())), Kicker: b.t("chapter_kicker"), NewPage: true,
	}
	for _, item := range c.items {
		s.Blocks = append(s.Blocks, b.request(item))
	}
	return b.and(s, b.around([]string{string(c.party.ID)}, nil, 6))
}

// and adds blocks to a section.
func (b author) and(s Section, blocks []Block) Section {
	s.Blocks = append(s.Blocks, blocks...)
	return s
}

// names lists the names of codes as one text.
func names[T ~string](b author, kind string, codes []T) string {
	all := make([]string, len(codes))
	for i, code := range codes {
		all[i] = b.Name(kind, string(code))
	}
	return b.List(all)
}

// links finds the addresses in a source, which are parted by " ; "; what is no address stays text.
func links(source string) []Text {
	var lines []Text
	for part := range strings.SplitSeq(source, ";") {
		part = strings.TrimSpace(part)
		switch {
		case part == "":
		case strings.HasPrefix(part, "https://"), strings.HasPrefix(part, "http://"):
			lines = append(lines, Text{{Text: part, Link: part, Code: true}})
		default:
			lines = append(lines, own(part))
		}
	}
	return lines
}

// known drops the definitions that say nothing.
func known(all ...Definition) Definitions {
	return Definitions{Items: slices.DeleteFunc(all, func(d Definition) bool {
		return len(d.Lines) == 0 || len(d.Lines) == 1 && len(d.Lines[0]) == 1 && d.Lines[0][0].Text == ""
	})}
}

func number(n int) string { return strconv.Itoa(n) }
