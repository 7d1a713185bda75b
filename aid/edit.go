package aid

import (
	"fmt"
	"strconv"
	"strings"
)

// Edit is what one field of a record said before and says now.
type Edit struct{ Field, Before, Now string }

// Edits are the fields that a State writes of a request, where a later version says something else.
func (r Request) Edits(later Request) []Edit {
	var edits []Edit
	now := later.written()
	for i, before := range r.written() {
		if before.Now != now[i].Now {
			edits = append(edits, Edit{before.Field, before.Now, now[i].Now})
		}
	}
	return edits
}

// written is what a State writes of a request, as texts.
func (r Request) written() []Edit {
	return []Edit{
		{Field: "title", Now: r.Title}, {Field: "need", Now: r.Need}, {Field: "quantity", Now: r.Quantity},
		{Field: "background", Now: r.Background}, {Field: "objective", Now: r.Objective},
		{Field: "activities", Now: r.Activities}, {Field: "expected", Now: r.Expected}, {Field: "language", Now: r.Language},
		{Field: "themes", Now: listed(r.Themes)}, {Field: "countries", Now: listed(r.Countries)}, {Field: "kinds", Now: joined(r.Kinds)},
		{Field: "amount", Now: r.Amount.String()}, {Field: "first_stage", Now: r.FirstStage.String()},
		{Field: "whole", Now: strconv.FormatBool(r.Whole)}, {Field: "one_donor", Now: strconv.FormatBool(r.OneDonor)},
		{Field: "asked", Now: r.Asked.String()}, {Field: "wanted", Now: r.Wanted.String()},
		{Field: "drawn_up", Now: string(r.DrawnUp)}, {Field: "endorsed", Now: string(r.Endorsed)},
		{Field: "implementer", Now: r.Implementer}, {Field: "contact", Now: r.Contact}, {Field: "consent", Now: string(r.Consent)},
	}
}

// listed writes shares in their order.
func listed(shares List[Share]) string {
	var parts []string
	for _, s := range shares {
		parts = append(parts, fmt.Sprintf("%s %d %%", s.Code, s.Percent))
	}
	return strings.Join(parts, ", ")
}

// String is for the journal: amount: 200.00 USD, now 150.00 USD. A field that was or is empty has a dash.
func (e Edit) String() string {
	dash := func(text string) string {
		if text == "" {
			return "–"
		}
		return text
	}
	return fmt.Sprintf("%s: %s, now %s", e.Field, dash(e.Before), dash(e.Now))
}
