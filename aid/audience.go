package aid

import (
	"maps"
	"reflect"
	"slices"
	"strings"
)

// Audience is who may see a record or a field of it. Each sees all that those before it see.
type Audience int

const (
	ForPublic     Audience = iota
	ForParties             // whoever speaks for a party here: States, donors, implementers
	ForDonors              // who speaks for a donor
	ForDonorsOnce          // donors, once the request has been circulated to them
	ForOwners              // those whose record it is, and the secretariat
)

// RequestFields says who may see each field of a request, by its name in JSON. A field that is not here is for owners.
// Lists can be filtered and sorted by fields for the public alone: else an answer would tell what it does not show.
var RequestFields = map[string]Audience{
	"id": ForPublic, "requester": ForPublic, "title": ForPublic, "need": ForPublic, "language": ForPublic, "themes": ForPublic,
	"countries": ForPublic, "kinds": ForPublic, "kinds_read": ForPublic, "asked": ForPublic, "wanted": ForPublic,
	"confirmed": ForPublic, "entered_at": ForPublic, "consent": ForPublic, "status": ForPublic, "version": ForPublic, "created_at": ForPublic, "updated_at": ForPublic,
	"quantity": ForDonors, "background": ForDonors, "objective": ForDonors, "activities": ForDonors, "expected": ForDonors, "amount": ForDonors, "committed": ForDonors, "first_stage": ForDonors, "drawn_up": ForDonors, "endorsed": ForDonors,
	"whole": ForDonors, "one_donor": ForDonors, "implementer": ForDonors, "provenance": ForDonors,
	"contact": ForDonorsOnce,
}

// StatusAudiences says who may see requests by where they stand, when the State consents.
var StatusAudiences = map[RequestStatus]Audience{
	Draft: ForOwners, Returned: ForOwners, Withdrawn: ForOwners, Expired: ForOwners,
	Submitted: ForDonors, Authenticated: ForDonors, Declined: ForDonors,
	Circulated: ForPublic, InterestShown: ForPublic, Introduced: ForPublic, Negotiating: ForPublic, Funded: ForPublic,
	UnderWay: ForPublic, Completed: ForPublic,
}

// Consents says who may see requests by what the State consents to.
var Consents = map[Consent]Audience{ConsentNone: ForOwners, ConsentDonors: ForDonors, ConsentPublic: ForPublic}

// OfferFields says who may see each field of an offer.
var OfferFields = map[string]Audience{
	"id": ForPublic, "donors": ForPublic, "programme": ForPublic, "form": ForPublic, "themes": ForPublic,
	"places": ForPublic, "places_text": ForPublic, "applicants": ForPublic, "kinds": ForPublic, "modality": ForPublic,
	"valid": ForPublic, "forecast": ForPublic, "oda_only": ForPublic, "report_years": ForPublic, "source": ForPublic,
	"version": ForPublic, "created_at": ForPublic, "updated_at": ForPublic,
	"envelope": ForParties, "committed": ForParties, "min_project": ForParties, "max_project": ForParties, "conditions": ForParties,
	"precision": ForOwners,
}

// ForecastOffers is who may see offers that are expected and not firm: a State must not count on them.
const ForecastOffers = ForDonors

// PartyFields says who may see each field of a party. Who is a requester here would tell of requests that are not shown.
var PartyFields = map[string]Audience{
	"id": ForPublic, "kind": ForPublic, "names": ForPublic, "regional_group": ForPublic, "region": ForPublic,
	"subregion": ForPublic, "centre": ForPublic, "ldc": ForPublic, "lldc": ForPublic, "sids": ForPublic,
	"income": ForPublic, "oda": ForPublic, "note": ForPublic, "source": ForPublic,
	"roles": ForOwners,
}

// ToldProposals are those that the two sides may see; before, a proposal is the secretariat's alone.
var ToldProposals = []ProposalStatus{Published, DonorInterested, DonorDeclined, Agreed, ProposalWithdrawn}

// Sees is the audience to which the actor belongs for records of the owners, which a verb reads whole.
func (a Actor) Sees(read Verb, owners ...PartyID) Audience {
	switch {
	case a.May(read, owners...) == nil:
		return ForOwners
	case a.Party == "" || len(a.Roles) == 0:
		return ForPublic
	case slices.Contains(a.Roles, Donor):
		return ForDonors
	}
	return ForParties
}

// Mine is the party whose records the actor may read whole with a verb; "" when there is none.
func (a Actor) Mine(read Verb) PartyID {
	if a.May(read, a.Party) == nil {
		return a.Party
	}
	return ""
}

// RequestsFor lists the consents and the statuses of requests that an audience may see when it sees what both allow.
func RequestsFor(a Audience) ([]Consent, []RequestStatus) {
	return upTo(Consents, a), upTo(StatusAudiences, a)
}

func upTo[K ~string](table map[K]Audience, most Audience) []K {
	var keys []K
	for _, key := range slices.Sorted(maps.Keys(table)) {
		if table[key] <= most {
			keys = append(keys, key)
		}
	}
	return keys
}

// For is what an audience may see of the request; false when that is nothing.
func (r Request) For(a Audience) (Request, bool) {
	consent, agreed := Consents[r.Consent]
	status, stands := StatusAudiences[r.Status]
	if a < ForOwners && !(agreed && consent <= a && stands && status <= a) {
		return Request{}, false
	}
	if a == ForDonors && StatusAudiences[r.Status] == ForPublic {
		a = ForDonorsOnce
	}
	return redact(r, hiddenOfRequests, a), true
}

// For is what an audience may see of the offer; false when that is nothing.
func (o Offer) For(a Audience) (Offer, bool) {
	if o.Forecast && a < ForecastOffers {
		return Offer{}, false
	}
	return redact(o, hiddenOfOffers, a), true
}

// For is what an audience may see of the party.
func (p Party) For(a Audience) Party { return redact(p, hiddenOfParties, a) }

// redact empties the fields that an audience may not see.
func redact[T any](record T, hidden [ForOwners][]int, a Audience) T {
	if a == ForOwners {
		return record
	}
	value := reflect.ValueOf(&record).Elem()
	for _, i := range hidden[a] {
		value.Field(i).SetZero()
	}
	return record
}

// hidden lists the fields of T that each audience may not see. To look at their names takes longer than to empty them,
// and lists have many records.
func hidden[T any](fields map[string]Audience) (hidden [ForOwners][]int) {
	t := reflect.TypeFor[T]()
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		least, listed := fields[name]
		for a := range hidden {
			if !listed || least > Audience(a) {
				hidden[a] = append(hidden[a], i)
			}
		}
	}
	return hidden
}

var (
	hiddenOfRequests = hidden[Request](RequestFields)
	hiddenOfOffers   = hidden[Offer](OfferFields)
	hiddenOfParties  = hidden[Party](PartyFields)
	hiddenOfMeetings = hidden[Meeting](MeetingFields)
)
