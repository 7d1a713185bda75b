package web

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strconv"
	"strings"

	"ploughshare/aid"
	"ploughshare/matcher"
)

// offerList is what a donor offers, or for the secretariat what all do.
type offerList struct {
	Listing
	Rows []aid.Offer
}

var offerSortings = []sorting{{"id", "sort_reference", false}, {"updated_at", "sort_changed", true}}

func showOffers(v *visit) (any, error) {
	rows, next, err := whole(v, v.ask(offerSortings), func(p aid.Page) ([]aid.Offer, string, error) {
		return v.desk.Offers(v.ctx(), v.Who, aid.OfferFilter{Donor: v.Who.Party}, p)
	})
	return offerList{v.listing(len(rows), next, offerSortings), rows}, err
}

// offerForm is the form of an offer, and what it would reach as it is filled in.
type offerForm struct {
	ID      aid.OfferID
	Version int64
	Counted bool
	Reached int
	Best    []reachedRow
	Latest  *aid.Offer // what somebody else has made of it meanwhile
}

type reachedRow struct {
	matcher.Reached
	Request aid.Request
}

// mostBest is how many of the requests that an offer would reach the form names.
const mostBest = 5

func showNewOffer(v *visit) (any, error) {
	if v.Who.Party == "" { // the secretariat changes what donors offer, and imports it, but makes none
		return nil, aid.ErrForbidden
	}
	v.Default("currency", "USD")
	v.Default("form", string(aid.Bilateral))
	return v.offerForm(aid.OfferID(cmp.Or(v.values.Get("id"), "OF-"+rand.Text()[:10])), 0)
}

func showOffer(v *visit) (any, error) {
	o, err := v.desk.Offer(v.ctx(), v.Who, aid.OfferID(v.c.Param("id")))
	if err != nil {
		return nil, err
	}
	if err := v.Who.May(aid.ChangeOffers, o.Donors...); err != nil {
		return nil, err
	}
	v.fillOffer(o)
	v.Title = o.Programme
	f, err := v.offerForm(o.ID, o.Version)
	if v.posted() && v.version() != o.Version {
		f.Latest = &o
	}
	return f, err
}

func (v *visit) offerForm(id aid.OfferID, version int64) (offerForm, error) {
	f := offerForm{ID: id, Version: version, Counted: v.values.Has("count")}
	if !f.Counted || len(v.problems) > 0 {
		return f, nil
	}
	offer, err := v.readOffer()
	if problems, wrong := errors.AsType[aid.Problems](err); wrong {
		v.problems, f.Counted = problems, false
		return f, nil
	}
	if err != nil {
		return f, err
	}
	reached, err := v.desk.Reach(v.ctx(), v.Who, offer)
	f.Reached = len(reached)
	for _, r := range reached[:min(mostBest, len(reached))] {
		request, err := v.desk.Request(v.ctx(), v.Who, r.RequestID)
		if err != nil {
			return f, err
		}
		f.Best = append(f.Best, reachedRow{r, request})
	}
	return f, err
}

// fillOffer puts an offer into the fields.
func (v *visit) fillOffer(o aid.Offer) {
	number := func(m aid.Money) string { n, _, _ := strings.Cut(m.String(), " "); return n }
	var places []string
	for _, place := range o.Places {
		places = append(places, v.Name("place", place))
	}
	for name, value := range map[string]string{
		"programme": o.Programme, "form": string(o.Form), "places": strings.Join(places, "\n"), "applicants": o.Applicants,
		"envelope": number(o.Envelope), "min_project": number(o.MinProject), "max_project": number(o.MaxProject),
		"currency": cmp.Or(o.Envelope.Currency, o.MaxProject.Currency, o.MinProject.Currency, "USD"),
		"from":     string(o.Valid.From), "to": string(o.Valid.To), "conditions": o.Conditions,
	} {
		v.Default(name, value)
	}
	v.Default("themes", texts(o.Themes)...)
	v.Default("kinds", texts(o.Kinds)...)
	if o.ReportYears > 0 {
		v.Default("report_years", strconv.Itoa(o.ReportYears))
	}
	if o.Forecast {
		v.Default("more", "forecast")
	}
	if o.ODAOnly == aid.Yes {
		v.Default("more", append(v.given["more"], "oda_only")...)
	}
}

func texts[T ~string](list []T) []string {
	var all []string
	for _, one := range list {
		all = append(all, string(one))
	}
	return all
}

func list[T ~string](values []string) aid.List[T] {
	var all aid.List[T]
	for _, x := range values {
		all = append(all, T(x))
	}
	return all
}

// readOffer reads the fields. The error is aid.Problems.
func (v *visit) readOffer() (aid.Offer, error) {
	var problems aid.Problems
	get := func(name string) string { return strings.TrimSpace(v.values.Get(name)) }
	o := aid.Offer{
		ID: aid.OfferID(get("id")), Donors: aid.List[aid.PartyID]{v.Who.Party}, Programme: get("programme"),
		Form: aid.OfferForm(get("form")), Themes: list[aid.ThemeID](v.values["themes"]), Kinds: list[aid.HelpKind](v.values["kinds"]),
		Envelope: v.money(&problems, "envelope"), Applicants: get("applicants"), Conditions: get("conditions"),
		MinProject: v.money(&problems, "min_project"), MaxProject: v.money(&problems, "max_project"),
		Forecast: slices.Contains(v.values["more"], "forecast"),
	}
	if slices.Contains(v.values["more"], "oda_only") {
		o.ODAOnly = aid.Yes
	}
	o.Valid.From, o.Valid.To = v.day(&problems, "from"), v.day(&problems, "to")
	if o.Valid.From != "" && o.Valid.To != "" && o.Valid.To.Before(o.Valid.From) {
		problems.Add("to", "ends_before_it_begins")
	}
	if years := get("report_years"); years != "" {
		n, err := strconv.Atoi(years)
		if o.ReportYears = n; err != nil || n < 0 || n > 100 {
			problems.Add("report_years", "years_out_of_range")
		}
	}
	if err := v.readPlaces(&o, &problems); err != nil {
		return o, err
	}
	return o, problems.Err()
}

// day reads a year, month or day.
func (v *visit) day(problems *aid.Problems, name string) aid.Date {
	day, err := aid.ParseDate(strings.TrimSpace(v.values.Get(name)))
	if err != nil {
		problems.Add(name, "day_malformed", "value", v.values.Get(name))
	}
	return day
}

// readPlaces takes one place a line, by its name in any language or as this page writes it, which goes first: some areas
// are called as organisations are.
func (v *visit) readPlaces(o *aid.Offer, problems *aid.Problems) error {
	register, err := v.desk.Register(v.ctx())
	if err != nil {
		return err
	}
	shown := map[string]string{}
	for _, id := range register.AreaIDs() {
		shown[v.Name("place", id)] = id
	}
	for line := range strings.Lines(v.values.Get("places")) {
		name := strings.TrimSpace(line)
		id, isShown := shown[name]
		party, isParty := register.PartyNamed(name)
		area, isArea := register.AreaNamed(name)
		switch {
		case name == "":
		case name == aid.Everywhere || strings.EqualFold(name, v.Name("place", aid.Everywhere)):
			o.Places = append(o.Places, aid.Everywhere)
		case isShown:
			o.Places = append(o.Places, id)
		case isParty && register.IsPlace(party.ID):
			o.Places = append(o.Places, string(party.ID))
		case isArea:
			o.Places = append(o.Places, area.ID)
		default:
			problems.Add("places", "unknown_place", "value", name)
		}
	}
	return nil
}

func postNewOffer(v *visit) (string, error) { return v.postOffer(v.desk.AddOffer) }

func postChangedOffer(v *visit) (string, error) {
	present, err := v.desk.Offer(v.ctx(), v.Who, aid.OfferID(v.c.Param("id")))
	if err != nil {
		return "", err
	}
	return v.postOffer(func(ctx context.Context, who aid.Actor, o aid.Offer) (aid.Offer, error) {
		o.ID, o.Donors, o.PlacesText, o.Modality = present.ID, present.Donors, present.PlacesText, present.Modality
		o.Precision, o.Source = present.Precision, present.Source
		o.Version = v.version()
		return v.desk.ReplaceOffer(ctx, who, o)
	})
}

// postOffer counts what the offer would reach, or keeps it.
func (v *visit) postOffer(keep func(context.Context, aid.Actor, aid.Offer) (aid.Offer, error)) (next string, err error) {
	if v.values.Has("count") {
		v.Page, err = v.page.show(v)
		return "", err
	}
	offer, err := v.readOffer()
	if err != nil {
		return "", err
	}
	_, err = keep(v.ctx(), v.Who, offer)
	if errors.Is(err, aid.ErrConflict) {
		return "", aid.Problems{{Field: "programme", Message: aid.Say("offer_conflict")}}
	}
	return v.To("/offers"), err
}

// Forms and OfferMore are what the form chooses from.
func (v *visit) Forms() []Option { return codes(v, "form", aid.OfferForms) }

func (v *visit) OfferMore() []Option {
	return []Option{{"forecast", v.T("offer_is_forecast_long")}, {"oda_only", v.T("offer_oda_only")}}
}

// OfferFacts is an offer as it stands, beside a form that was filled in on an older version.
func (v *visit) OfferFacts(o *aid.Offer) []Fact { return v.offerFacts(*o) }
