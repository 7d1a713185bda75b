package aid

import (
	"slices"
	"time"
)

// OfferID is the reference of an offer.
type OfferID string

// OfferForm is the instrument through which a donor gives.
type OfferForm string

const (
	StandingMechanism OfferForm = "standing_mechanism"
	PooledFund        OfferForm = "pooled_fund"
	Contribution      OfferForm = "contribution_to_pooled_fund" // reaches States through the fund, not by itself
	Bilateral         OfferForm = "bilateral_programme"
)

// OfferForms lists the forms.
var OfferForms = []OfferForm{
	StandingMechanism, PooledFund, Contribution, Bilateral, "regional_programme", "regional_grant", "call_for_proposals",
	"council_decision", "pledge", "small_grants", "trust_fund_project", "eu_project",
}

// Offer is what one or more donors can give. Places are ids of areas or States, or Everywhere; empty means that the
// source does not say clearly, and PlacesText keeps its words. Themes empty means any theme.
type Offer struct {
	ID          OfferID        `json:"id"`
	Donors      List[PartyID]  `json:"donors"`
	Programme   string         `json:"programme"`
	Form        OfferForm      `json:"form"`
	Themes      List[ThemeID]  `json:"themes"`
	Places      List[string]   `json:"places" doc:"Areas, States, or global"`
	PlacesText  string         `json:"places_text,omitempty" doc:"Places in the words of the source"`
	Applicants  string         `json:"applicants,omitempty" doc:"Who may apply or carry it out"`
	Kinds       List[HelpKind] `json:"kinds"`
	Modality    string         `json:"modality,omitempty" doc:"Kinds of help in the words of the source"`
	Envelope    Money          `json:"envelope,omitzero"`
	MinProject  Money          `json:"min_project,omitzero" doc:"Smallest sum for one project"`
	MaxProject  Money          `json:"max_project,omitzero" doc:"Largest sum for one project"`
	Valid       Period         `json:"valid"`
	Forecast    bool           `json:"forecast" doc:"Expected, not firm"`
	ODAOnly     Answer         `json:"oda_only,omitempty" doc:"Only for States eligible for official development assistance"`
	ReportYears int            `json:"report_years,omitempty" doc:"Asks for a national report within so many years"`
	Conditions  string         `json:"conditions,omitempty"`
	Precision   string         `json:"precision,omitempty"`
	Source      string         `json:"source,omitempty"`
	Committed   Money          `json:"committed,omitzero" doc:"What is committed of the envelope, in its currency"`
	Version     int64          `json:"version"`
	CreatedAt   time.Time      `json:"created_at"`
	UpdatedAt   time.Time      `json:"updated_at"`
}

// Gaps says what donors should still state about the offer.
func (o Offer) Gaps() []Message {
	var gaps []Message
	for _, check := range []struct {
		missing bool
		key     string
	}{
		{!o.Envelope.Known() || o.Envelope.Currency == NoCurrency, o.Envelope.gap("gap_envelope")},
		{len(o.Places) == 0, "gap_places"},
		{len(o.Themes) == 0, "gap_theme"},
		{o.Valid.To == "", "gap_end"},
		{o.Applicants == "", "gap_applicants"},
	} {
		if check.missing {
			gaps = append(gaps, Say(check.key))
		}
	}
	return gaps
}

// After takes over from the version that o replaces what is not the donor's to write. The error is Problems when the
// envelope would no longer hold what is committed of it.
func (o Offer) After(old Offer) (Offer, error) {
	o.Committed = old.Committed
	var p Problems
	if o.Committed.Known() && !o.Committed.within(o.Envelope) {
		p.Add("envelope", "envelope_below_committed", "committed", o.Committed.String())
	}
	return o, p.Err()
}

// Spent says whether nothing is left of the envelope.
func (o Offer) Spent() bool { return o.Committed.Known() && o.Committed == o.Envelope }

// OpenEnded says whether an offer whose end is not stated is taken to stand until somebody says otherwise: mechanisms
// and pooled funds are; a bilateral programme is unless it named one sum, which is taken to be spent some day.
func (o Offer) OpenEnded() bool {
	standing := slices.Contains([]OfferForm{StandingMechanism, PooledFund}, o.Form)
	return standing || o.Form == Bilateral && !o.Envelope.Known()
}

// Ends is the last day of the offer. Where its end is not stated and it is not open-ended, it is taken to run for so many
// months; "" is for ever.
func (o Offer) Ends(runMonths int) (end Date, assumed bool) {
	if o.Valid.To == "" && o.Valid.From != "" && !o.OpenEnded() {
		return o.Valid.From.AddMonths(runMonths), true
	}
	return o.Valid.To, false
}

// Validate says what makes the offer unfit to be kept.
func (o Offer) Validate(reg *Register) error {
	var p Problems
	checkID(&p, string(o.ID))
	if o.Programme == "" {
		p.Add("programme", "required")
	}
	if len(o.Donors) == 0 {
		p.Add("donors", "required")
	}
	checkParties(&p, "donors", reg, o.Donors)
	checkThemes(&p, reg, o.Themes)
	for _, place := range o.Places {
		if !reg.Reaches(place) {
			p.Add("places", "unknown_place", "value", place)
		}
	}
	checkListed(&p, "form", OfferForms, o.Form)
	checkListed(&p, "kinds", HelpKinds, o.Kinds...)
	checkAnswer(&p, "oda_only", o.ODAOnly)
	checkMoney(&p, "envelope", o.Envelope)
	checkMoney(&p, "min_project", o.MinProject)
	checkMoney(&p, "max_project", o.MaxProject)
	if o.MaxProject.Known() && o.MinProject.Currency == o.MaxProject.Currency && o.MinProject.Minor > o.MaxProject.Minor {
		p.Add("min_project", "min_above_max", "min", o.MinProject.String(), "max", o.MaxProject.String())
	}
	return p.Err()
}
