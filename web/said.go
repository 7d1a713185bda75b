package web

import "ploughshare/aid"

// Said are the facts of one part of a request, as far as it states them.
func (v *visit) Said(part string, r aid.Request) []Fact {
	switch part {
	case "need":
		return known(
			Fact{v.T("field_need"), own(r.Need)}, Fact{v.T("field_quantity"), own(r.Quantity)},
			Fact{v.T("field_themes"), v.shares("theme", r.Themes)}, Fact{v.T("field_kinds"), named(v, "kind", r.Kinds)},
		)
	case "place":
		return known(Fact{v.T("field_countries"), v.shares("party", r.Countries)}, Fact{v.T("field_wanted"), v.when(r.Wanted)})
	case "cost":
		return known(
			Fact{v.T("field_amount"), v.sum(r.Amount)}, Fact{v.T("field_first_stage"), v.sum(r.FirstStage)},
			Fact{v.T("field_terms"), v.terms(r)},
		)
	case "plan":
		return known(
			Fact{v.T("field_drawn_up"), v.yesNo(r.DrawnUp)}, Fact{v.T("field_endorsed"), v.yesNo(r.Endorsed)},
			Fact{v.T("field_implementer"), own(r.Implementer)}, Fact{v.T("field_contact"), own(r.Contact)},
		)
	}
	return []Fact{{v.T("field_consent"), []Text{{Text: v.T("consent_" + string(r.Consent) + "_means")}}}}
}

func (v *visit) terms(r aid.Request) []Text {
	var all []Text
	for _, o := range v.Terms() {
		if r.Whole && o.Value == "whole" || r.OneDonor && o.Value == "one_donor" {
			all = append(all, Text{Text: o.Text})
		}
	}
	return all
}

func (v *visit) yesNo(a aid.Answer) []Text {
	if a == "" {
		return nil
	}
	return []Text{{Text: v.T("answer_" + string(a))}}
}
