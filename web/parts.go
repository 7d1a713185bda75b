package web

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"ploughshare/aid"
)

// part is one section of the form of a request, which is saved by itself: a bad line loses one part at most.
type part struct {
	Name  string
	items []string // of aid.Fundability that belong here
	fill  func(*visit, aid.Request)
	take  func(*visit, *aid.Request, *aid.Problems)
}

var parts = []part{
	{"need", []string{"what", "how_many"}, fillNeed, takeNeed},
	{"place", []string{"where"}, fillPlace, takePlace},
	{"cost", []string{"cost", "first_stage"}, fillCost, takeCost},
	{"plan", []string{"owner", "contact", "endorsement"}, fillPlan, takePlan},
	{"consent", nil, fillConsent, takeConsent},
}

// partPage is one part of the form.
type partPage struct {
	aid.Request
	Part   string
	Next   string // the part that follows
	Places []Option
}

// fundFields are the fields that say what donors ask for first.
var fundFields = map[string]string{
	"where": "countries", "how_many": "quantity", "cost": "amount", "first_stage": "first_stage", "owner": "implementer",
	"contact": "contact", "endorsement": "endorsed",
}

// fundable puts what a request lacks beside the fields that could say it.
func (v *visit) fundable(r aid.Request) {
	v.lacks = map[string]string{}
	for _, item := range r.Fundability().Items {
		if item.Missing == nil {
			continue
		}
		field := fundFields[item.Item]
		if item.Item == "what" {
			field = map[string]string{"gap_theme": "themes", "gap_vague": "need"}[item.Missing.Key]
		}
		v.lacks[field] = v.N("field_lacks", item.Of, "what", v.Say(*item.Missing))
	}
}

func (v *visit) part() (part, int, error) {
	i := slices.IndexFunc(parts, func(p part) bool { return p.Name == v.c.Param("part") })
	if i < 0 {
		return part{}, 0, aid.ErrNotFound
	}
	return parts[i], i, nil
}

func showPart(v *visit) (any, error) {
	p, i, err := v.part()
	if err != nil {
		return nil, err
	}
	r, err := v.desk.Request(v.ctx(), v.Who, v.requestID())
	if err == nil {
		err = v.Who.May(aid.ChangeRequests, r.RequesterID)
	}
	if err != nil {
		return nil, err
	}
	p.fill(v, r)
	v.Default("version", fmt.Sprint(r.Version))
	v.Title = v.T("part_" + p.Name)
	page := partPage{Request: r, Part: p.Name}
	if i+1 < len(parts) {
		page.Next = parts[i+1].Name
	}
	v.fundable(r)
	page.Places, err = v.places(r)
	return page, err
}

// postPart saves one part over the version that the visitor has seen.
func postPart(v *visit) (string, error) {
	p, i, err := v.part()
	if err != nil {
		return "", err
	}
	r, err := v.desk.Request(v.ctx(), v.Who, v.requestID())
	if err != nil {
		return "", err
	}
	if r.Version != v.version() {
		return "", v.outdated(p, r)
	}
	var problems aid.Problems
	p.take(v, &r, &problems)
	if err := problems.Err(); err != nil {
		return "", err
	}
	if _, err := v.desk.ReplaceRequest(v.ctx(), v.Who, r); err != nil {
		return "", err
	}
	if v.values.Get("then") == "next" && i+1 < len(parts) {
		return v.To("/mine/", r.ID, "/", parts[i+1].Name), nil
	}
	return v.To("/mine/", r.ID), nil
}

// version is the one of the record that the form was made from.
func (v *visit) version() int64 {
	n, _ := strconv.ParseInt(v.values.Get("version"), 10, 64)
	return n // 0, which no record has, where it is no number
}

// outdated shows both versions of a part.
func (v *visit) outdated(p part, now aid.Request) error {
	p.fill(v, now)
	v.Default("version", fmt.Sprint(now.Version))
	return v.beside()
}

// overtaken shows both versions of a record whose form came too late. Show gives what is there now. Any other error, and a
// conflict of another kind, stays what it is.
func (v *visit) overtaken(err error, show func(*visit) (any, error)) error {
	if !errors.Is(err, aid.ErrConflict) {
		return err
	}
	if _, failed := show(v); failed != nil {
		return failed
	}
	if v.Held("version") == strings.Join(v.given["version"], "") {
		return err
	}
	return v.beside()
}

// beside puts beside each field that somebody else has changed what is there now, which show has given. What the visitor
// typed stays, and sending it again puts it in place of that.
func (v *visit) beside() error {
	problems := aid.Problems{{Field: "version", Message: aid.Say("stale_form")}}
	for _, name := range slices.Sorted(maps.Keys(v.given)) {
		there, typed := strings.Join(v.given[name], ", "), strings.ReplaceAll(strings.Join(v.values[name], ", "), "\r\n", "\n")
		if name != "version" && there != typed {
			problems.Add(name, "stale_field", "value", there)
		}
	}
	v.values["version"] = v.given["version"]
	return problems
}

func fillNeed(v *visit, r aid.Request) {
	v.Default("title", r.Title)
	v.Default("need", r.Need)
	v.Default("quantity", r.Quantity)
	v.Default("themes", shared(r.Themes)...)
	v.Default("kinds", texts(r.Kinds)...)
}

func takeNeed(v *visit, r *aid.Request, problems *aid.Problems) {
	r.Title, r.Need, r.Quantity = v.text("title"), v.text("need"), v.text("quantity")
	if r.Need == "" {
		problems.Add("need", "required")
	}
	r.Themes = shares(r.Themes, v.values["themes"])
	kinds := aid.List[aid.HelpKind]{}
	for _, kind := range v.values["kinds"] {
		kinds = append(kinds, aid.HelpKind(kind))
	}
	if !slices.Equal(kinds, r.Kinds) {
		r.Kinds, r.KindsRead = kinds, false
	}
}

func fillPlace(v *visit, r aid.Request) {
	v.Default("countries", shared(r.Countries)...)
	v.Default("wanted_from", string(r.Wanted.From))
	v.Default("wanted_to", string(r.Wanted.To))
}

func takePlace(v *visit, r *aid.Request, problems *aid.Problems) {
	if r.Countries = shares(r.Countries, v.values["countries"]); len(r.Countries) == 0 {
		r.Countries = aid.EqualShares([]string{string(r.RequesterID)})
	}
	for name, date := range map[string]*aid.Date{"wanted_from": &r.Wanted.From, "wanted_to": &r.Wanted.To} {
		read, err := aid.ParseDate(v.text(name))
		if err != nil {
			problems.Add(name, "date_malformed_field", "value", v.text(name))
		}
		*date = read
	}
	if r.Wanted.From != "" && r.Wanted.To != "" && r.Wanted.To.Before(r.Wanted.From) {
		problems.Add("wanted_to", "ends_before_it_begins")
	}
}

func fillCost(v *visit, r aid.Request) {
	v.Default("currency", "USD")
	for name, sum := range map[string]aid.Money{"amount": r.Amount, "first_stage": r.FirstStage} {
		number, currency, _ := strings.Cut(sum.String(), " ")
		v.Default(name, strings.TrimSuffix(number, ".00"))
		if currency != "" {
			v.Default("currency", currency)
		}
	}
	v.Default("terms", chosen(map[string]bool{"whole": r.Whole, "one_donor": r.OneDonor})...)
}

func takeCost(v *visit, r *aid.Request, problems *aid.Problems) {
	r.Amount, r.FirstStage = v.money(problems, "amount"), v.money(problems, "first_stage")
	r.Whole, r.OneDonor = slices.Contains(v.values["terms"], "whole"), slices.Contains(v.values["terms"], "one_donor")
}

func fillPlan(v *visit, r aid.Request) {
	v.Default("drawn_up", string(r.DrawnUp))
	v.Default("endorsed", string(r.Endorsed))
	v.Default("implementer", r.Implementer)
	v.Default("contact", r.Contact)
}

func takePlan(v *visit, r *aid.Request, _ *aid.Problems) {
	r.DrawnUp, r.Endorsed = aid.Answer(v.values.Get("drawn_up")), aid.Answer(v.values.Get("endorsed"))
	r.Implementer, r.Contact = v.text("implementer"), v.text("contact")
}

func fillConsent(v *visit, r aid.Request) { v.Default("consent", string(r.Consent)) }

func takeConsent(v *visit, r *aid.Request, _ *aid.Problems) {
	r.Consent = aid.Consent(v.values.Get("consent"))
}

// places are the States that a request may be for: those of the requester's region, and whoever is in it already.
func (v *visit) places(r aid.Request) ([]Option, error) {
	register, err := v.desk.Register(v.ctx())
	if err != nil {
		return nil, err
	}
	home, _ := register.Party(r.RequesterID)
	filter := aid.PartyFilter{Kind: aid.State, Region: home.Region}
	near, err := aid.Rows(aid.Page{}, func(p aid.Page) ([]aid.Party, string, error) { return v.desk.Parties(v.ctx(), v.Who, filter, p) })
	if err != nil {
		return nil, err
	}
	listed := shared(r.Countries)
	for _, p := range near {
		listed = append(listed, string(p.ID))
	}
	slices.Sort(listed)
	return v.byText(codes(v, "party", slices.Compact(listed))), nil
}

// HelpKinds, Currencies, Answers, Consents and Terms are what the fields of a request offer.
func (v *visit) HelpKinds() []Option { return v.byText(codes(v, "kind", aid.HelpKinds)) }

func (v *visit) Currencies() []Option {
	var all []Option
	for _, code := range aid.Currencies() {
		all = append(all, Option{code, code})
	}
	return all
}

func (v *visit) Answers() []Option {
	return []Option{{"yes", v.T("answer_yes")}, {"no", v.T("answer_no")}, {"", v.T("answer_open")}}
}

func (v *visit) Consents() []Option {
	var all []Option
	for _, consent := range []aid.Consent{aid.ConsentPublic, aid.ConsentDonors, aid.ConsentNone} {
		all = append(all, Option{string(consent), v.T("consent_" + string(consent) + "_means")})
	}
	return all
}

func (v *visit) Terms() []Option {
	return []Option{{"whole", v.T("term_whole")}, {"one_donor", v.T("term_one_donor")}}
}

// text is what was typed into a field, without the blanks around it and the line ends of browsers.
func (v *visit) text(name string) string {
	return strings.TrimSpace(strings.ReplaceAll(v.values.Get(name), "\r\n", "\n"))
}

// Held is what a field that is not shown holds: what was sent, else what show gives.
func (v *visit) Held(name string) string {
	if v.values.Has(name) {
		return v.values.Get(name)
	}
	return strings.Join(v.given[name], "")
}

// shares keeps the shares that a State has given to the same codes, and splits evenly over others.
func shares(old aid.List[aid.Share], chosen []string) aid.List[aid.Share] {
	if slices.Equal(slices.Sorted(slices.Values(shared(old))), slices.Sorted(slices.Values(chosen))) {
		return old
	}
	return aid.EqualShares(chosen)
}

func shared(shares aid.List[aid.Share]) []string {
	var all []string
	for _, s := range shares {
		all = append(all, s.Code)
	}
	return all
}

func chosen(of map[string]bool) []string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(of)) {
		if of[name] {
			all = append(all, name)
		}
	}
	return all
}

// showNew asks for the least that makes a draft; postNew puts it on record, where the rest can be added part by part.
func showNew(*visit) (any, error) { return nil, nil }

func postNew(v *visit) (string, error) {
	r := aid.Request{
		RequesterID: v.Who.Party, Title: v.text("title"), Need: v.text("need"), Consent: aid.ConsentDonors,
		Countries: aid.EqualShares([]string{string(v.Who.Party)}), Asked: aid.Period{From: v.desk.Today(), To: v.desk.Today()},
	}
	drafted, err := v.desk.DraftRequest(v.ctx(), v.Who, r)
	if errors.Is(err, aid.ErrForbidden) && v.Who.Party == "" {
		return "", aid.Problems{{Field: "need", Message: aid.Say("needs_a_party")}}
	}
	return v.To("/mine/", drafted.ID), err
}
