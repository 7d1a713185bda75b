package web

import (
	"slices"

	"ploughshare/aid"
)

// Status is a status as its tag shows it.
func (v *visit) Status(s aid.RequestStatus) Tag {
	return Tag{v.Named("status", s), tints[s]}
}

// Tag is a word with a colour, which says nothing that the word does not.
type Tag struct{ Text, Tint string }

var tints = map[aid.RequestStatus]string{
	aid.Draft: "grey", aid.Returned: "amber", aid.Expired: "amber", aid.InterestShown: "green", aid.Introduced: "green",
	aid.Negotiating: "green", aid.Funded: "green", aid.UnderWay: "green", aid.Completed: "grey", aid.Declined: "grey",
	aid.Withdrawn: "grey",
}

// Fact is a term and what a request says of it.
type Fact struct {
	Term  string
	Texts []string
}

// Said are the facts of one part of a request, as far as it states them and the reader may see them.
func (v *visit) Said(part string, r aid.Request) []Fact {
	var facts []Fact
	add := func(key string, texts ...string) {
		texts = slices.DeleteFunc(texts, func(text string) bool { return text == "" })
		if len(texts) > 0 {
			facts = append(facts, Fact{v.T(key), texts})
		}
	}
	switch part {
	case "need":
		add("field_need", r.Need)
		add("field_quantity", r.Quantity)
		add("field_themes", v.names("theme", codes(r.Themes))...)
		add("field_kinds", v.names("kind", texts(r.Kinds))...)
	case "place":
		add("field_countries", v.names("place", codes(r.Countries))...)
		add("field_wanted", v.Printer.Date(r.Wanted.String()))
	case "cost":
		add("field_amount", v.Printer.Money(r.Amount.String()))
		add("field_first_stage", v.Printer.Money(r.FirstStage.String()))
		add("field_terms", v.terms(r)...)
	case "plan":
		add("field_drawn_up", v.yesNo(r.DrawnUp))
		add("field_endorsed", v.yesNo(r.Endorsed))
		add("field_implementer", r.Implementer)
		add("field_contact", r.Contact)
	case "consent":
		add("field_consent", v.T("consent_"+string(r.Consent)+"_means"))
	}
	return facts
}

func (v *visit) names(kind string, codes []string) []string {
	var all []string
	for _, code := range codes {
		all = append(all, v.Name(kind, code))
	}
	return all
}

func (v *visit) terms(r aid.Request) []string {
	var all []string
	for _, o := range v.Terms() {
		if r.Whole && o.Value == "whole" || r.OneDonor && o.Value == "one_donor" {
			all = append(all, o.Text)
		}
	}
	return all
}

func (v *visit) yesNo(a aid.Answer) string {
	if a == "" {
		return ""
	}
	return v.T("answer_" + string(a))
}

// PartNames and Eyes are what a preview goes through.
func (v *visit) PartNames() []string {
	var all []string
	for _, p := range parts {
		all = append(all, p.Name)
	}
	return all
}

func (v *visit) Eyes() []string { return []string{"donors", "public"} }
