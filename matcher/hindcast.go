package matcher

import (
	"maps"
	"slices"

	"ploughshare/aid"
)

// Hits says how often a ranking put an offer of a real donor first, among the first three or five, and the mean
// reciprocal rank. Shares are in thousandths. Rows weigh the same within their project and projects the same among
// each other, so that a programme over fifteen States does not speak fifteen times. Offers that a ranking cannot tell
// apart stand in every order with the same chance, and the shares are the means over these orders.
type Hits struct {
	Ranking string `json:"ranking"`
	At1     int    `json:"hit_at_1"`
	At3     int    `json:"hit_at_3"`
	At5     int    `json:"hit_at_5"`
	MRR     int    `json:"mean_reciprocal_rank"`
}

// Skipped are the pairings that say too little to be used, by reason.
type Skipped struct {
	Reason   aid.Message     `json:"reason"`
	Pairings []aid.PairingID `json:"pairings"`
}

// Part is the same table over a part of the projects: a method that holds in one part only has been lucky in it.
type Part struct {
	Name     aid.Message `json:"name"`
	Used     int         `json:"used"`
	Projects int         `json:"projects"`
	Hits     []Hits      `json:"hits"`
}

// Hindcast is how well the past is found again.
type Hindcast struct {
	Used     int       `json:"used" doc:"Pairings: beneficiary, theme and kind of help of one project counted once"`
	Projects int       `json:"projects"`
	Hits     []Hits    `json:"hits"`
	Parts    []Part    `json:"parts" doc:"Two halves by the hash of the project's name, two by time, two by how new the donor's offers were"`
	Found    []Found   `json:"found"`
	Skipped  []Skipped `json:"skipped"`
}

// Found is one pairing with the rank that the policy gave the first offer of a real donor.
type Found struct {
	PairingID aid.PairingID `json:"pairing"`
	Rank      int           `json:"rank" doc:"1 is the first"`
	Tied      int           `json:"tied" doc:"Other offers with the same score"`
	Open      int           `json:"open" doc:"Offers that had begun and not ended"`
	OfferID   aid.OfferID   `json:"offer"`
}

// past is the world on the day on which a project began, with the need that it met as the only request.
type past struct {
	*field
	pairing aid.Pairing
}

// Backcast asks, for each past pairing, which offers of the time the policy would have ranked first for that
// beneficiary, theme and kind of help, and whether the donor that really paid is among them. The day is that on which
// the project began. Only offers that had begun then are ranked, and the track record knows only projects that had
// surely begun before. No weight is fitted to the answer. The pairings to find are judged; those in the inputs make up
// the track record.
func Backcast(in aid.Inputs, judged []aid.Pairing) (Hindcast, error) {
	pasts, skipped, err := pastsOf(in, judged)
	if err != nil {
		return Hindcast{}, err
	}
	h := Hindcast{Used: len(pasts), Skipped: skipped, Found: []Found{}}
	h.Projects, h.Hits = projects(pasts), measure(pasts)
	for _, x := range pasts {
		h.Found = append(h.Found, x.found())
	}
	if len(pasts) > 0 {
		h.Parts = parts(pasts)
	}
	return h, nil
}

// pastsOf are the pairings that can be looked for, each in its world, and those that cannot.
func pastsOf(in aid.Inputs, judged []aid.Pairing) ([]past, []Skipped, error) {
	if err := CheckPolicy(in.Policy); err != nil {
		return nil, nil, err
	}
	register := aid.NewRegister(in.Reference)
	var pasts []past
	skipped := map[string][]aid.PairingID{}
	seen := map[string]bool{}
	for _, x := range sorted(judged, func(x *aid.Pairing) string { return string(x.ID) }) {
		then, reason := pastOf(in, register, x)
		key := x.Project + "|" + x.BeneficiaryID + "|" + joined(x.Themes) + "|" + joined(x.Kinds)
		switch {
		case reason != "":
			skipped[reason] = append(skipped[reason], x.ID)
		case seen[key]:
			skipped["hindcast_twice"] = append(skipped["hindcast_twice"], x.ID)
		default:
			seen[key] = true
			pasts = append(pasts, past{then, x})
		}
	}
	list := []Skipped{}
	for _, reason := range slices.Sorted(maps.Keys(skipped)) {
		list = append(list, Skipped{Reason: aid.Say(reason), Pairings: skipped[reason]})
	}
	return pasts, list, nil
}

// pastOf is the world of a pairing, or the reason why it cannot be used.
func pastOf(in aid.Inputs, register *aid.Register, x aid.Pairing) (*field, string) {
	paidBy := func(o aid.Offer) bool { return paid(register, x, &o) }
	switch {
	case len(x.Donors) == 0:
		return nil, "hindcast_no_donor"
	case x.Ran.From == "":
		return nil, "hindcast_no_beginning"
	case !register.IsPlace(aid.PartyID(x.BeneficiaryID)):
		return nil, "hindcast_no_state"
	case len(x.Themes) == 0:
		return nil, "hindcast_no_theme"
	case !slices.ContainsFunc(in.Offers, paidBy):
		return nil, "hindcast_no_offer"
	}
	day := x.Ran.From
	in.AsOf, in.Requests = day, []aid.Request{NeedOf(x)}
	in.Pairings = slices.DeleteFunc(slices.Clone(in.Pairings), func(other aid.Pairing) bool {
		return other.Project == x.Project || other.Ran.From == "" || !other.Ran.From.Before(day)
	})
	f := newFieldIn(in, register)
	f.sources = slices.DeleteFunc(f.sources, func(s source) bool {
		_, closed := vetoTime(pair{field: f, need: &f.needs[0], source: &s})
		return closed || s.Valid.From.First().After(day.Last())
	})
	if !slices.ContainsFunc(f.sources, func(s source) bool { return paidBy(s.Offer) }) {
		return nil, "hindcast_not_open"
	}
	return f, ""
}

// NeedOf is the need that a pairing met, as far as the pairing shows it, stated on the day on which the help began.
func NeedOf(x aid.Pairing) aid.Request {
	codes := make([]string, len(x.Themes))
	for i, theme := range x.Themes {
		codes[i] = string(theme)
	}
	return aid.Request{
		ID: aid.RequestID(x.ID), RequesterID: aid.PartyID(x.BeneficiaryID), Need: x.Title, Themes: aid.EqualShares(codes),
		Countries: aid.EqualShares([]string{x.BeneficiaryID}), Kinds: x.Kinds, KindsRead: true,
		Asked: aid.Period{From: x.Ran.From, To: x.Ran.From}, Status: aid.Authenticated,
	}
}

// paid says whether a donor of the pairing stands behind an offer.
func paid(register *aid.Register, x aid.Pairing, o *aid.Offer) bool {
	return slices.ContainsFunc(x.Donors, func(donor aid.PartyID) bool { return gives(register, donor, o) })
}
