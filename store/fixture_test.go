package store

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"ploughshare/aid"
)

// The fixtures have every field filled; TestFixtures sees to it that they stay so.

var (
	start = time.Date(2026, 11, 24, 9, 0, 0, 123456000, time.UTC)
	usd   = aid.Money{Minor: 1_350_050, Currency: "USD"}
	span  = aid.Period{From: "2026-01", To: "2027-12-31"}
	said  = aid.Say("place_fits", "place", "Côte d'Ivoire", "share", "60")
)

func party(id aid.PartyID) aid.Party {
	return aid.Party{
		ID: id, Kind: aid.State, Roles: aid.List[aid.Role]{aid.Requester, aid.Donor},
		Names:         aid.Names{"en": "State " + string(id), "fr": "l’État", "zh": "国家", "ar": "دولة"},
		RegionalGroup: "African Group", Region: "Africa", Subregion: "Western Africa", Centre: "UNREC",
		LDC: aid.Yes, LLDC: aid.No, SIDS: aid.No, Income: "Low income", ODA: "yes (LDC rule)", Note: "note", Source: "source",
	}
}

func theme(id aid.ThemeID) aid.Theme {
	list := aid.List[string]{"II.4", `II "5"`}
	return aid.Theme{
		ID: id, Names: aid.Names{"en": "Stockpiles"}, PoA: list, ITI: list, Form2010: "Section 1", Form2018: "Section 2",
		MOSAIC: list, IATG: list, SDG: list, DAC: list, ATT: list, Focus: list, Verification: "seen", Source: "source",
	}
}

func request(id aid.RequestID) aid.Request {
	return aid.Request{
		ID: id, RequesterID: "AAA", Title: "Stores", Need: "Make four stores of weapons safe", Quantity: "4 stores",
		Background: "Stores burnt", Objective: "Safe stores", Activities: "Build", Expected: "No fires", Language: "en",
		Themes:    aid.List[aid.Share]{{Code: "stockpile", Percent: 60}, {Code: "marking", Percent: 40}},
		Countries: aid.List[aid.Share]{{Code: "AAA", Percent: 100}},
		Kinds:     aid.List[aid.HelpKind]{aid.Training, aid.Equipment}, KindsRead: true,
		Amount: usd, FirstStage: aid.Money{Minor: 900, Currency: "JPY"}, Whole: true, OneDonor: true, Asked: aid.Period{From: "2024", To: "2024"},
		Wanted: span, DrawnUp: aid.Yes, Endorsed: aid.No, Implementer: "UNREC", Contact: "point@example.org",
		Consent: aid.ConsentDonors,
		Provenance: aid.Provenance{
			Instrument: "PoA", ReportYear: 2024, Question: "18.3", Words: "we need", Channel: "report",
			Evidence: "explicit request", Precision: "exact", Source: "source",
		},
		Confirmed: "2026-03-01", Committed: usd, Status: aid.Submitted, EnteredAt: start, Version: 3, CreatedAt: start, UpdatedAt: start.Add(time.Hour),
	}
}

func offer(id aid.OfferID) aid.Offer {
	return aid.Offer{
		ID: id, Donors: aid.List[aid.PartyID]{"BBB", "EU_1"}, Programme: "Safe stores", Form: aid.PooledFund,
		Themes: aid.List[aid.ThemeID]{"stockpile"}, Places: aid.List[string]{"ECOWAS", "AAA"}, PlacesText: "West Africa",
		Applicants: "States", Kinds: aid.List[aid.HelpKind]{aid.Finance}, Modality: "grants", Envelope: usd, MinProject: usd,
		MaxProject: usd, Valid: aid.Period{From: "2026"}, Forecast: true, ODAOnly: aid.Yes, ReportYears: 2,
		Conditions: "a report", Precision: "exact", Source: "source", Committed: usd, Version: 1, CreatedAt: start, UpdatedAt: start,
	}
}

func pairing(id aid.PairingID) aid.Pairing {
	return aid.Pairing{
		ID: id, Project: "P1", BeneficiaryID: "AAA", Role: "direct", Donors: aid.List[aid.PartyID]{"BBB"},
		Implementer: "UNREC", Title: "Stores", Themes: aid.List[aid.ThemeID]{"stockpile"}, Kinds: aid.List[aid.HelpKind]{aid.Training}, Modality: "training", Ran: span,
		Amount: usd, AmountScope: "project", Result: 40, ResultUnit: "officials trained", ResultNote: "about",
		Evidence: "page", Precision: "exact", Source: "source",
	}
}

func round(id aid.RoundID) aid.Round {
	return aid.Round{
		ID: id, AsOf: "2026-11-24",
		Policy: aid.Policy{
			Weights: map[string]int{"theme": 60, "place": 40}, Floor: 1500, AssumedNeed: usd, AssumedEnvelope: usd, AssumedNeeds: map[aid.ThemeID]aid.Money{"marking": usd}, ExpireMonths: 180,
			RunMonths: 36, StaleMonths: 48, EmbargoDays: 90, Statuses: []aid.RequestStatus{aid.Submitted}, Seed: "seed",
		},
		Engine: "1", InputsDigest: "in", Digest: "out", Requests: 2, Offers: 2, Proposals: 2, Unmatched: 1, Barred: 1, Bound: 6_000_000_000, Value: 5_000_000_000,
		Base: "R2026-9", MeetingID: "GIS", CreatedAt: start, CreatedBy: "secretariat",
	}
}

func proposal(round aid.RoundID, request aid.RequestID, offer aid.OfferID, rank, total int) aid.Proposal {
	return aid.Proposal{
		ID: aid.NewProposalID(round, request, offer), RoundID: round, RequestID: request, OfferID: offer, Rank: rank,
		Amount: usd, Total: total,
		Score: aid.Score{Total: total, Parts: []aid.Part{
			{Criterion: "theme", Value: 50, Weight: 60, Points: total, Reason: said},
		}},
		Flags: aid.List[aid.Message]{said}, Caveats: aid.List[aid.Message]{aid.Say("amount_assumed")},
		Curations: aid.List[aid.Message]{said}, Status: aid.Proposed, Version: 1,
	}
}

func unmatched(round aid.RoundID, request aid.RequestID) aid.Unmatched {
	return aid.Unmatched{
		RoundID: round, RequestID: request, Barred: true, Reason: said,
		Rulings: aid.List[aid.Ruling]{{Veto: "theme", Offers: 7, Some: aid.List[aid.OfferID]{"OF1", "OF2"}}},
	}
}

func question(request aid.RequestID, seq int) aid.Question {
	return aid.Question{
		ID: aid.NewQuestionID(request, seq), RequestID: request, Seq: seq, By: "EU_1", Field: "cost", Text: "How much?",
		AskedOn: "2026-11-24", AskedBy: "desk officer", Answer: "So much", AnsweredOn: "2026-11-25", AnsweredBy: "focal point",
		Version: 1,
	}
}

func interest(request aid.RequestID, seq int) aid.Interest {
	proposal := aid.NewProposalID("R2026-1", request, "OF1")
	return aid.Interest{
		ID: aid.NewInterestID(proposal, seq), ProposalID: proposal, RequestID: request, Seq: seq, DonorID: "EU_1",
		Reply: aid.NotUs, Portion: aid.Whole, Amount: usd, Reasons: aid.List[aid.Reason]{"timing"}, Note: "next year",
		RepliedOn: "2026-11-24", RepliedBy: "desk officer", MeetingID: "GIS", RecordedBy: "secretariat officer",
	}
}

func commitment(request aid.RequestID, seq int) aid.Commitment {
	proposal := aid.NewProposalID("R2026-1", request, "OF1")
	return aid.Commitment{
		ID: aid.NewCommitmentID(proposal, seq), ProposalID: proposal, RequestID: request, OfferID: "OF1", Seq: seq,
		DonorID: "EU_1", Kind: aid.Firm, Amount: usd, Previous: aid.NewCommitmentID(proposal, 9), MadeOn: "2026-11-24",
		Note: "note", OfOffer: usd, OfRequest: usd, Cancelled: "2026-11-25", MadeBy: "desk officer", Version: 1,
	}
}

func result(request aid.RequestID, seq int) aid.Result {
	return aid.Result{
		ID: aid.NewResultID(request, seq), RequestID: request, Seq: seq, By: "AAA", Unit: aid.WeaponsDestroyed,
		Quantity: 3500, AchievedOn: "2026", Note: "note", Evidence: "certificate", ReportedBy: "focal point", Version: 1,
	}
}

func entry(n int) aid.Entry {
	return aid.Entry{
		At: start.Add(time.Duration(n) * time.Minute), By: "secretariat", Verb: "changed",
		Subject: fmt.Sprintf("requests/RQ%d", n), Note: "why",
	}
}

func reference() aid.Reference {
	return aid.Reference{
		Parties: []aid.Party{party("AAA"), party("BBB"), party("EU_1")},
		Themes:  []aid.Theme{theme("marking"), theme("stockpile")},
		Areas: []aid.Area{
			{ID: "ECOWAS", Kind: "organisation", Name: "ECOWAS", Aliases: aid.List[string]{"CEDEAO"}, Note: "note", Source: "source"},
		},
		Memberships: []aid.Membership{
			{AreaID: "ECOWAS", PartyID: "AAA", From: "1975", To: "2000", Note: "note", Verification: "seen", Source: "source"},
			{AreaID: "ECOWAS", PartyID: "AAA", From: "2002-05", To: "2025", Note: "note", Verification: "seen", Source: "source"},
		},
		Embargoes: []aid.Embargo{{
			ID: "embargo-1", Target: "armed groups", PartyID: "AAA", Scope: "territory", Detail: "all", Resolution: "1572 (2004)",
			Related: "1946 (2010)", Start: "2004-11-15", End: "2016-04-28", Expiry: "2016", Exemptions: "committee",
			Verification: "seen", Checked: "2026-11", Source: "source",
		}},
		Rates: []aid.Rate{
			{Currency: "EUR", From: "2026-01", Micros: 1_100_000, Note: "note", Source: "source"},
			{Currency: "EUR", From: "2026-02", Micros: 1_120_000, Note: "note", Source: "source"},
		},
	}
}

func TestFixtures(t *testing.T) {
	ref := reference()
	for _, row := range []any{
		party("A"), theme("a"), ref.Areas[0], ref.Memberships[0], ref.Embargoes[0], ref.Rates[0], request("A"), offer("A"),
		pairing("A"), round("R2026-1"), proposal("R", "Q", "O", 1, 1), unmatched("R", "Q"), user("U"), token("T", "U"),
		question("Q", 1), interest("Q", 1), commitment("Q", 1), result("Q", 1),
		meeting("M"), action("M", 1), curation("R2026-1", 1),
	} {
		fields := reflect.ValueOf(row)
		for i := range fields.NumField() {
			if fields.Field(i).IsZero() {
				t.Errorf("%T.%s is empty", row, fields.Type().Field(i).Name)
			}
		}
	}
}

func user(id aid.UserID) aid.User {
	return aid.User{
		ID: id, Email: "one@example.org", Name: "One", PartyID: "AAA", Roles: aid.List[aid.Role]{aid.Administrator}, Language: "fr",
		Subject: "issuer subject", PasswordHash: "$argon2id$", Temporary: true, TOTPSecret: "SECRET", TOTPPending: true, TOTPStep: 9,
		Recovery: aid.List[string]{"hash"}, Disabled: true, SecuredAt: start, Version: 1, CreatedAt: start, UpdatedAt: start,
	}
}

func token(id aid.TokenID, user aid.UserID) aid.Token {
	return aid.Token{
		ID: id, UserID: user, Name: "laptop", Hash: "hash of " + string(id), Scope: aid.TokenReads, Proved: true, CreatedAt: start,
		ExpiresAt: start.Add(time.Hour), LastUsed: start.Add(time.Minute),
	}
}

func meeting(id aid.MeetingID) aid.Meeting {
	return aid.Meeting{
		ID: id, Title: "Group of Interested States", Place: "New York", Starts: "2026-12-03", Ends: "2026-12-04", CutOff: "2026-11-20",
		Agenda:       aid.List[aid.AgendaItem]{{Kind: aid.ItemRequest, Subject: "RQ1", Title: "Marking", Note: "taken up"}},
		Participants: aid.List[aid.Participant]{{PartyID: "AAA", Persons: aid.List[string]{"A person"}}},
		State:        aid.Held, Announced: true, Item: 1, RoundID: "R2026-1", PublishedOn: "2026-11-24",
		Version: 1, CreatedAt: start, UpdatedAt: start,
	}
}

func action(meeting aid.MeetingID, seq int) aid.Action {
	return aid.Action{
		ID: aid.NewActionID(meeting, seq), MeetingID: meeting, Seq: seq, Item: 1, RequestID: "RQ1", Text: "Send the plan",
		OwnerID: "AAA", DueOn: "2026-12-31", State: aid.ActionDone, NotedBy: "officer", NotedOn: "2026-12-03",
		DoneOn: "2026-12-20", DoneBy: "focal point", Outcome: "sent", Version: 1, UpdatedAt: start,
	}
}

func curation(round aid.RoundID, seq int) aid.Curation {
	return aid.Curation{
		ID: aid.NewCurationID(round, seq), RoundID: round, Seq: seq, Kind: aid.Pin, RequestID: "RQ1", OfferID: "OF1", Amount: usd,
		Reason: "as agreed", By: "officer", MadeOn: "2026-11-24", UndoneBy: "officer", UndoneOn: "2026-11-25", UndoneWhy: "not agreed",
		Version: 1,
	}
}
