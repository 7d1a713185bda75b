package matcher_test

import (
	"context"
	"testing"

	"ploughshare/aid"
	"ploughshare/matcher"
)

// world is a small made-up register with one request and one offer that fit each other whole. Tests change one thing.
func world() aid.Inputs {
	state := func(id aid.PartyID, oda string) aid.Party {
		return aid.Party{ID: id, Kind: aid.State, Names: aid.Names{"en": string(id)}, ODA: oda}
	}
	usd := func(thousands int64) aid.Money { return aid.Money{Minor: thousands * 100_000, Currency: "USD"} }
	return aid.Inputs{
		AsOf: "2026-11-24", Policy: matcher.DefaultPolicy(),
		Reference: aid.Reference{
			Parties: []aid.Party{
				state("AAA", "yes (LDC rule)"), state("BBB", "likely yes"), state("CCC", "no (EU or former G8 member)"),
				{ID: "donor", Kind: aid.Organisation, Names: aid.Names{"en": "Donor"}},
				{ID: "count", Kind: aid.Aggregate, Names: aid.Names{"en": "Count"}},
			},
			Themes: []aid.Theme{
				{ID: "stockpile", PoA: aid.List[string]{"II.17"}, MOSAIC: aid.List[string]{"05.20"}},
				{ID: "ammunition", MOSAIC: aid.List[string]{"05.20"}},
				{ID: "marking", PoA: aid.List[string]{"II.7"}, MOSAIC: aid.List[string]{"05.30"}},
				{ID: "poa_general"},
			},
			Areas: []aid.Area{{ID: "union"}},
			Memberships: []aid.Membership{
				{AreaID: "union", PartyID: "AAA"}, {AreaID: "union", PartyID: "BBB", To: "2025-01-29"},
			},
			Embargoes: []aid.Embargo{{ID: "e1", Target: "B land", PartyID: "BBB", Scope: "territory", Start: "2018", Checked: "2026-11"}},
			Rates:     []aid.Rate{{Currency: "EUR", From: "2020", Micros: 1_100_000}},
		},
		Requests: []aid.Request{{
			ID: "R1", RequesterID: "AAA", Need: "Secure two police stores in the capital and train their keepers",
			Quantity: "two stores", Themes: aid.EqualShares([]string{"stockpile"}), Countries: aid.EqualShares([]string{"AAA"}),
			Kinds: aid.List[aid.HelpKind]{aid.Training}, Amount: usd(100), FirstStage: usd(20),
			Asked: aid.Period{From: "2026", To: "2026"}, DrawnUp: aid.Yes, Endorsed: aid.Yes, Implementer: "UNREC",
			Contact: "npc@example.org", Consent: aid.ConsentPublic, Status: aid.Authenticated,
		}},
		Offers: []aid.Offer{{
			ID: "O1", Donors: aid.List[aid.PartyID]{"donor"}, Programme: "Stores", Form: aid.Bilateral,
			Themes: aid.List[aid.ThemeID]{"stockpile"}, Places: aid.List[string]{"AAA"}, PlacesText: "AAA",
			Kinds: aid.List[aid.HelpKind]{aid.Training}, Envelope: usd(500), Valid: aid.Period{From: "2026", To: "2028"},
		}},
	}
}

func propose(t *testing.T, in aid.Inputs) aid.Outcome {
	t.Helper()
	out, err := matcher.Propose(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func keys(messages []aid.Message) []string {
	found := []string{}
	for _, m := range messages {
		found = append(found, m.Key)
	}
	return found
}
