package papers

import (
	"ploughshare/aid"
)

// The States, donors and offers here are invented.

func usd(dollars int64) aid.Money { return aid.Money{Minor: dollars * 100, Currency: "USD"} }

func register() *aid.Register {
	return aid.NewRegister(aid.Reference{
		Parties: []aid.Party{
			{ID: "MAR-A", Kind: aid.State, Names: aid.Names{"en": "Maravia"}, Region: "Asia", Centre: "UNRCPD"},
			{ID: "ZTES", Kind: aid.State, Names: aid.Names{"en": "Côte Tesoro"}, Region: "Africa", Centre: "UNREC"},
			{ID: "NOH", Kind: aid.State, Names: aid.Names{"en": "Norhavn"}},
			{ID: "EME", Kind: aid.State, Names: aid.Names{"en": "Eastmere"}},
			{ID: "pool", Kind: aid.Fund, Names: aid.Names{"en": "Pooled Facility for Disarmament Cooperation"}},
		},
		Themes: []aid.Theme{
			{ID: "stockpile", Names: aid.Names{"en": "Stockpile management and security"}, PoA: aid.List[string]{"II.17", "II.29"}},
			{
				ID: "marking", Names: aid.Names{"en": "Marking"},
				PoA: aid.List[string]{"II.7"}, ITI: aid.List[string]{"8", "9", "10"},
			},
			{ID: "awareness", Names: aid.Names{"en": "Public awareness"}, PoA: aid.List[string]{"II.20"}},
		},
		Areas: []aid.Area{{ID: "west", Kind: "region", Name: "Western States"}},
	})
}

func nameOf(kind, code, lang string) string {
	reg := register()
	switch kind {
	case "party", "place":
		if p, ok := reg.Party(aid.PartyID(code)); ok {
			return p.Name(lang)
		}
		a, _ := reg.AreaNamed(code)
		return a.Name
	case "theme":
		t, _ := reg.Theme(aid.ThemeID(code))
		return t.Names[lang]
	}
	return ""
}

// dossier is a round with a request that two donors share, a request under an embargo whose amount is not known, a
// request that nobody can meet, and one that took no part.
func dossier() Dossier {
	weights := map[string]int{
		"theme": 30, "place": 20, "kind": 10, "amount": 10, "timing": 10, "readiness": 10, "waiting": 5, "record": 5,
	}
	return Dossier{
		Round: aid.Round{
			ID: "R2026-1", AsOf: "2026-11-24", Engine: "1", Requests: 3, Offers: 41, Proposals: 3, Unmatched: 1,
			InputsDigest: "3f0a9c5d7be1428896f1d20c4e5b7a60f18c3d92ab4475e6c0d1e2f3a4b5c6d7",
			Digest:       "b81d44f0a2c95e7731d86b0fe94c2a5d6f7e8091a2b3c4d5e6f708192a3b4c5d",
			Policy: aid.Policy{
				Weights: weights, Floor: 40, AssumedNeed: usd(150_000), AssumedEnvelope: usd(1_000_000), AssumedNeeds: map[aid.ThemeID]aid.Money{"marking": usd(60_000)},
				RunMonths: 36, StaleMonths: 48, ExpireMonths: 180, EmbargoDays: 180, Statuses: []aid.RequestStatus{aid.Authenticated, aid.Circulated},
				Seed: "ploughshare",
			},
		},
		Register: register(),
		Items:    []Item{shared(), lone(), flagged()}, // out of order
		Bundles:  []Joint{joint()},
		Offers:   []aid.Offer{shared().Proposals[0].Offer, shared().Proposals[1].Offer},
		Past: []aid.Pairing{
			{ID: "PR1", Project: "stores", BeneficiaryID: "MAR-A", Donors: aid.List[aid.PartyID]{"NOH"}, Title: "Stores made safe", Themes: aid.List[aid.ThemeID]{"stockpile"}, Ran: aid.Period{From: "2012", To: "2014"}, Amount: usd(310_000), Source: "https://example.org/stores"},
			{ID: "PR2", Project: "stores", BeneficiaryID: "MAR-A", Title: "Stores made safe", Ran: aid.Period{From: "2012", To: "2014"}},
			{ID: "PR3", Project: "law", BeneficiaryID: "MAR-A", Title: "A law on arms", Ran: aid.Period{From: "2018", To: "2019"}},
			{ID: "PR4", Project: "elsewhere", BeneficiaryID: "EME", Title: "Elsewhere"},
		},
		Worth: []Worth{
			{Theme: "awareness", Region: "Sub-Saharan Africa", RequestID: "RQ021", More: 5850, MoreFor: usd(80_000)},
			{Theme: "marking", Region: "Southern Asia", RequestID: "RQ003", More: 320}, {Theme: "stockpile", Region: "Southern Asia", RequestID: "RQ010", More: 7120, MoreFor: usd(22_000)},
		},
		Aside: []Aside{{
			Request: aid.Request{ID: "RQ050", RequesterID: "MAR-A"}, Reason: aid.Say("unmatched_aggregate"),
		}},
	}
}

// joint is a joint request of two States, which a smallest sum for a project keeps apart from the offer.
func joint() Joint {
	return Joint{
		Offer: shared().Proposals[0].Offer,
		Bundle: aid.Bundle{
			ID: "B1", ThemeID: "marking", Kinds: aid.List[aid.HelpKind]{aid.Equipment}, Place: "west", OfferID: "OF045", Total: 6210,
			Amount: usd(220_000), Others: aid.List[aid.OfferID]{"OF052", "OF007"},
			Members: []aid.Member{
				{RequestID: "RQ003", RequesterID: "MAR-A", Amount: usd(140_000), Total: 6350, Apart: usd(100_000)},
				{RequestID: "RQ077", RequesterID: "ZTES", Amount: usd(80_000), Total: 5965},
			},
			Reasons: aid.List[aid.Message]{
				aid.Say("bundle_region", "place", "west", "width", "14"), aid.Say("bundle_minimum", "min", "200000.00 EUR", "sum", "220000.00 USD"),
				aid.Say("bundle_record", "projects", "3", "regions", "Western Coast"),
			},
			Flags:    flagged().Proposals[0].Proposal.Flags,
			Apart:    aid.Coverage{Thousands: 1713, States: 1, Value: 10_637_000},
			Together: aid.Coverage{Thousands: 1683, States: 2, Value: 10_521_250},
			Gain:     aid.Coverage{Thousands: -30, States: 1, Value: -115_750},
		},
	}
}

func shared() Item {
	r := aid.Request{
		ID: "RQ010", RequesterID: "MAR-A", Title: "Secure armouries for the national police",
		Need: "Six regional police armouries lack racks, alarms and registers. The national commission asks for the " +
			"refurbishment of the buildings, for equipment, and for the training of their storekeepers.",
		Quantity:  "6 armouries; about 4,200 firearms; 24 storekeepers",
		Themes:    aid.List[aid.Share]{{Code: "stockpile", Percent: 70}, {Code: "marking", Percent: 30}},
		Countries: aid.List[aid.Share]{{Code: "MAR-A", Percent: 100}},
		Kinds:     aid.List[aid.HelpKind]{aid.Infrastructure, aid.Equipment, aid.Training},
		Amount:    aid.Money{Minor: 1_350_000_00, Currency: "EUR"}, FirstStage: usd(240_000),
		Asked: aid.Period{From: "2026-03-24", To: "2026-03-24"}, Wanted: aid.Period{From: "2027", To: "2028"},
		DrawnUp: aid.Yes, Endorsed: aid.Yes, Implementer: "Regional centre for disarmament", Contact: "National commission",
		Provenance: aid.Provenance{
			Instrument: "Programme of Action", ReportYear: 2026, Question: "6.2.1",
			Words:   "نطلب المساعدة في تأمين مخازن الأسلحة (6 مستودعات).",
			Channel: "national report", Evidence: "explicit request", Precision: "exact",
			Source: "https://smallarms.example.org/country-profiles/maravia/2026",
		},
	}
	return Item{Request: r, Thousands: 1_485, Proposals: []Proposed{
		{
			Proposal: proposal("RQ010", "OF045", 2, usd(500_000), []int{70, 100, 100, 55, 90, 100, 80, 40}),
			Offer: aid.Offer{
				ID: "OF045", Donors: aid.List[aid.PartyID]{"NOH"}, Programme: "Physical security of stockpiles",
				Form: aid.Bilateral, Themes: aid.List[aid.ThemeID]{"stockpile"}, Places: aid.List[string]{"west"},
				Kinds: aid.List[aid.HelpKind]{aid.Expertise, aid.Equipment}, Envelope: usd(4_000_000), MaxProject: usd(500_000),
				Valid: aid.Period{From: "2026", To: "2029"}, Source: "https://norhavn.example/aid/pssm",
			},
		},
		{
			Proposal: proposal("RQ010", "OF001", 1, usd(963_000), []int{100, 60, 100, 100, 100, 100, 80, 75}),
			Offer: aid.Offer{
				ID: "OF001", Donors: aid.List[aid.PartyID]{"NOH", "EME", "pool"}, Programme: "Facility call 2026 <script>alert(1)</script>",
				Form: "call_for_proposals", Places: aid.List[string]{aid.Everywhere},
				Kinds:    aid.List[aid.HelpKind]{aid.Finance},
				Envelope: aid.Money{Minor: 6_500_000, Currency: aid.NoCurrency}, MinProject: usd(50_000), MaxProject: usd(1_000_000),
				Valid: aid.Period{From: "2026-05-01", To: "2027-12-31"}, Forecast: true, ODAOnly: aid.Yes, ReportYears: 2,
				Applicants: "United Nations bodies, regional organisations, non-governmental organisations",
				Conditions: "Co-funding is welcome; equipment only together with training.",
				Source:     "https://facility.example.org/calls/2026 ; letter to the secretariat of 4 May 2026",
			},
		},
	}, Short: &aid.Short{RequestID: "RQ010", Asked: usd(1_485_000), Proposed: usd(1_463_000), Reasons: aid.List[aid.Message]{
		aid.Say("short_limit", "offer", "OF045", "max", "500000.00 USD"),
		aid.Say("short_spent", "offer", "OF001", "sum", "6500000.00 USD", "assumed", "yes"),
	}}, Others: []Other{
		{
			Offer: aid.Offer{ID: "OF050", Donors: aid.List[aid.PartyID]{"EME"}, Programme: "Stores"}, Total: 7120,
			Reason: aid.Say("other_taken", "request", "RQ003", "loss", "320"),
		},
		{
			Offer: aid.Offer{ID: "OF051", Programme: "Pooled programme"}, Total: 6000, Reason: aid.Say("other_equal"),
		},
	}}
}

func flagged() Item {
	r := aid.Request{
		ID: "RQ003", RequesterID: "MAR-A", Need: "Marking machines & training",
		Themes: aid.List[aid.Share]{{Code: "marking", Percent: 100}}, Countries: aid.List[aid.Share]{{Code: "MAR-A", Percent: 60}, {Code: "ZTES", Percent: 40}},
		Kinds: aid.List[aid.HelpKind]{aid.Equipment}, KindsRead: true, Asked: aid.Period{From: "2016", To: "2016"},
		Provenance: aid.Provenance{Channel: "statement", Evidence: "statement of need", Precision: "site only", Source: "https://example.org/statement"},
	}
	p := proposal("RQ003", "OF045", 3, usd(150_000), []int{50, 100, 80, 60, 90, 20, 0, 40})
	p.Flags = aid.List[aid.Message]{aid.Say("flag_embargo_territory", "target", "Maravia", "detail", "all arms",
		"resolution", "0000 (2019)", "exemptions", "notification to the Committee", "checked", "2026-02")}
	p.Caveats = append(p.Caveats, aid.Say("caveat_need_assumed", "assumed", "150000.00 USD"), aid.Say("caveat_evidence", "evidence", "statement of need"))
	return Item{Request: r, Thousands: 150, Proposals: []Proposed{{Proposal: p, Offer: shared().Proposals[0].Offer}}}
}

func lone() Item {
	return Item{
		Thousands: 80,
		Request: aid.Request{
			ID: "RQ021", RequesterID: "ZTES", Need: "حملة توعية عامة بشأن تسليم الأسلحة الصغيرة في 12 بلدية، بالتعاون مع المجتمع المدني.",
			Quantity: "12 بلدية", Themes: aid.List[aid.Share]{{Code: "awareness", Percent: 100}},
			Countries: aid.List[aid.Share]{{Code: "ZTES", Percent: 100}}, Kinds: aid.List[aid.HelpKind]{aid.Expertise, aid.Finance},
			Amount: usd(80_000), Endorsed: aid.No, Asked: aid.Period{From: "2025-06", To: "2025-06"},
			Provenance: aid.Provenance{Instrument: "Programme of Action", ReportYear: 2025, Source: "https://smallarms.example.org/country-profiles/tesoro/2025"},
		},
		Unmatched: &aid.Unmatched{
			RequestID: "RQ021",
			Reason:    aid.Say("unmatched_place", "countries", "ZTES", "count", "2", "offers", "OF007;OF012"),
			Rulings: []aid.Ruling{
				{Veto: "contribution", Offers: 6, Some: []aid.OfferID{"OF002", "OF003"}},
				{Veto: "theme", Offers: 33, Some: []aid.OfferID{"OF001", "OF004", "OF005", "OF006", "OF008"}},
				{Veto: "place", Offers: 2, Some: []aid.OfferID{"OF007", "OF012"}},
			},
		},
	}
}

// proposal has one part for each criterion, with the values given.
func proposal(request aid.RequestID, offer aid.OfferID, rank int, amount aid.Money, values []int) aid.Proposal {
	reasons := []struct {
		criterion string
		weight    int
		reason    aid.Message
	}{
		{"theme", 30, aid.Say("reason_theme_part", "full", "stockpile", "near", "marking", "none", "")},
		{"place", 20, aid.Say("reason_place_named", "place", "MAR-A")},
		{"kind", 10, aid.Say("reason_kind", "wanted", "infrastructure;equipment;training", "given", "expertise;equipment")},
		{"amount", 10, aid.Say("reason_amount_part", "amount", "1463000.00 USD", "room", amount.String())},
		{"timing", 10, aid.Say("reason_timing", "end", "2029")},
		{"readiness", 10, aid.Say("reason_readiness", "met", "10", "of", "10")},
		{"waiting", 5, aid.Say("reason_waiting", "asked", "2026-03")},
		{"record", 5, aid.Say("reason_record", "states", "1", "themes", "3")},
	}
	p := aid.Proposal{
		RequestID: request, OfferID: offer, Rank: rank, Amount: amount, Status: aid.Proposed,
		Caveats: aid.List[aid.Message]{aid.Say("caveat_need_converted", "amount", "1350000.00 EUR")},
	}
	for i, r := range reasons {
		part := aid.Part{Criterion: r.criterion, Value: values[i], Weight: r.weight, Points: values[i] * r.weight, Reason: r.reason}
		p.Score.Parts = append(p.Score.Parts, part)
		p.Score.Total += part.Points
	}
	p.Total = p.Score.Total
	return p
}
