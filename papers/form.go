package papers

import (
	"slices"

	"ploughshare/aid"
	"ploughshare/locale"
)

// Form is a reporting template for a State to fill in, with the needs of the State that are on record.
type Form struct {
	State    aid.Party
	Template aid.Template
	Requests []aid.Request // by order of id
	Year     int
}

// Document makes the form: one table with a row for each question. The id of the template stands in front, and the State in
// the first row, so that a form that comes back is recognised, also as a mere table.
func (f Form) Document(p locale.Printer) Document {
	say := func(key string) string { return p.T(key, nil) }
	table := Table{Columns: []Column{
		{Title: say("form_col_number")}, {Title: say("form_col_question"), Wide: true}, {Title: say("form_col_answer"), Wide: true},
	}}
	table.Rows = append(table.Rows, Row{{}, {Text: Text{{Text: f.State.Name(p.Lang()), Strong: true}}}, {Text: plain(string(f.State.ID))}})
	for _, section := range f.Template.Sections {
		table.Rows = append(table.Rows, Row{{Text: plain(section.Number)}, {Text: Text{{Text: section.Names.In(p.Lang()), Strong: true}}}, {}})
		needs := f.of(section)
		for i := range max(1, len(needs)) {
			var need aid.Request
			if i < len(needs) {
				need = needs[i]
			}
			table.Rows = append(table.Rows, f.rows(section, need, p.Lang())...)
		}
	}
	title := f.Template.Names.In(p.Lang())
	return Document{
		Lang: p.Lang(), Dir: p.Dir(), Title: title, Subtitle: f.State.Name(p.Lang()), House: string(f.Template.ID),
		Symbol: string(f.State.ID) + " " + number(f.Year), Skip: say("doc_skip"),
		PageOf: p.T("doc_page_of", args{"page": PageMark, "pages": PageMark}),
		Cover: []Block{
			Paragraph{Text: plain(p.T("form_lead", args{"template": string(f.Template.ID)})), Lead: true}, Paragraph{Text: plain(say("form_filled"))},
		},
		Sections: []Section{{ID: "form", Level: 2, Title: plain(title), Blocks: []Block{table}}},
	}
}

// of are the needs that go into a section: those of its main theme. Only a section that asks for needs has any.
func (f Form) of(section aid.TemplateSection) []aid.Request {
	asks := slices.ContainsFunc(section.Questions, func(q aid.TemplateQuestion) bool { return q.Asks == aid.AsksNeed })
	return slices.DeleteFunc(slices.Clone(f.Requests), func(r aid.Request) bool {
		return !asks || section.Theme == "" || r.MainTheme() != section.Theme
	})
}

func (f Form) rows(section aid.TemplateSection, need aid.Request, lang string) []Row {
	var rows []Row
	for _, q := range section.Questions {
		rows = append(rows, Row{
			{Text: plain(q.Number)}, {Text: plain(q.Wording.In(lang))}, {Text: own(f.known(q.Asks, need))},
		})
	}
	return rows
}

// known is what is on record in answer to a question.
func (f Form) known(asks aid.Asks, need aid.Request) string {
	switch asks {
	case aid.AsksNeed:
		return need.Need
	case aid.AsksQuantity:
		return need.Quantity
	case aid.AsksCost:
		return need.Amount.String()
	case aid.AsksFirstStage:
		return need.FirstStage.String()
	case aid.AsksWhen:
		return need.Wanted.String()
	case aid.AsksImplementer:
		return need.Implementer
	case aid.AsksContact:
		for _, r := range slices.Backward(f.Requests) {
			if r.Contact != "" {
				return r.Contact
			}
		}
	}
	return ""
}
