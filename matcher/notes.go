package matcher

import (
	"slices"
	"strings"

	"ploughshare/aid"
)

// flags are the reasons for legal review of help to the request's countries. What is missing or stale flags too:
// nobody should have to trust that silence means "no embargo".
func (f *field) flags(n *need) []aid.Message {
	var flags []aid.Message
	if !f.facts {
		return []aid.Message{aid.Say("flag_embargo_missing")}
	}
	for _, share := range n.Countries {
		for _, e := range f.register.Embargoes(aid.PartyID(share.Code)) {
			switch {
			case e.InForce(f.asOf):
				flags = append(flags, f.embargoFlags(e)...)
			case e.End != "" && e.Checked == "":
				flags = append(flags, aid.Say("flag_embargo_end_unchecked", "target", e.Target, "end", string(e.End)))
			}
		}
	}
	return flags
}

func (f *field) embargoFlags(e aid.Embargo) []aid.Message {
	key := "flag_embargo_entities"
	if e.Scope == "territory" {
		key = "flag_embargo_territory"
	}
	flags := []aid.Message{aid.Say(key, "target", e.Target, "detail", e.Detail, "resolution", e.Resolution,
		"exemptions", e.Exemptions, "checked", string(e.Checked))}
	if e.Expiry != "" && e.Expiry.Last().Before(f.asOf.First()) {
		flags = append(flags, aid.Say("flag_embargo_unconfirmed", "target", e.Target, "expiry", string(e.Expiry)))
	}
	if e.Checked == "" || e.Checked.Last().AddDate(0, 0, f.policy.EmbargoDays).Before(f.asOf.First()) {
		flags = append(flags, aid.Say("flag_embargo_stale", "target", e.Target, "checked", string(e.Checked)))
	}
	return flags
}

// caveats are what to settle before money moves: first about the request, then about the offer.
func caveats(p pair) []aid.Message {
	n, s := p.need, p.source
	said := make([]aid.Message, 0, 24) // of one size for all; a copy has its own
	note := func(applies bool, key string, pairs ...string) {
		if applies {
			said = append(said, p.phrases.say(key, pairs...))
		}
	}
	note(n.Status == aid.Submitted, "caveat_unauthenticated")
	note(n.assumed, "caveat_need_assumed", "assumed", n.dollars.String())
	note(!n.assumed && n.Amount.Currency != "USD", "caveat_need_converted", "amount", n.Amount.String())
	note(p.older(n.Request, p.policy.StaleMonths), "caveat_need_old", "asked", stated(n.Request))
	note(n.LastSaid() == "", "caveat_need_undated")
	note(n.Committed.Known(), "caveat_need_committed", "committed", n.Committed.String())
	note(n.KindsRead && len(n.Kinds) > 0, "caveat_kinds_read", "kinds", joined(n.Kinds))
	note(carriedOut(n.Provenance.Evidence), "caveat_carried_out")
	note(weak(n.Provenance.Evidence), "caveat_evidence", "evidence", n.Provenance.Evidence)
	if x, later := p.record.since(n); later {
		note(true, "caveat_met", "title", x.Title, "donors", joined(x.Donors), "began", string(x.Ran.From))
	}
	note(n.Provenance.Precision == "site only" || s.Precision == "site only", "caveat_source")
	note(s.Forecast, "caveat_forecast")
	note(s.Committed.Known(), "caveat_committed", "committed", s.Committed.String(), "envelope", s.Envelope.String())
	note(s.assumed, "caveat_envelope_assumed", "assumed", dollars(s.units).String())
	note(s.Valid.From.First().After(p.asOf.Last()), "caveat_not_begun", "from", string(s.Valid.From))
	note(s.Envelope.Currency == aid.NoCurrency, "caveat_envelope_currency", "amount", s.Envelope.String())
	note(s.ends == "" || s.guessed, "caveat_end_unstated")
	note(len(s.Places) == 0, "caveat_places", "places", s.PlacesText)
	note(s.Applicants != "", "caveat_applicants", "applicants", s.Applicants)
	note(s.ODAOnly == aid.Yes && !p.odaSure(), "caveat_oda")
	note(s.ReportYears > 0 && n.Provenance.ReportYear == 0, "caveat_report")
	note(slices.Contains(s.Donors, n.RequesterID), "caveat_self")
	return append([]aid.Message(nil), said...)
}

// weak evidence is what nobody addressed to a donor. The words are those of the sources' README.
func weak(evidence string) bool {
	return evidence != "" && evidence != "explicit request" && evidence != "signed agreement to join" && !carriedOut(evidence)
}

func carriedOut(evidence string) bool { return strings.HasPrefix(evidence, "project carried out") }

func (p pair) odaSure() bool {
	for _, share := range p.need.Countries {
		state, _ := p.register.Party(aid.PartyID(share.Code))
		if !strings.HasPrefix(state.ODA, "yes") {
			return false
		}
	}
	return true
}
