package matcher

import (
	"slices"
	"strconv"

	"ploughshare/aid"
)

// Veto rules a pair out with a reason, or lets it pass with false.
type Veto struct {
	Name  string
	Rules func(pair) (aid.Message, bool)
}

// Vetoes in the order in which they are asked. The one that rules out the last offers of a request is the reason that
// binds, so they go from what the offer is for, over whom it reaches, to how it may be given.
var Vetoes = []Veto{
	{"contribution", vetoContribution},
	{"committed", vetoCommitted},
	{"theme", vetoTheme},
	{"place", vetoPlace},
	{"time", vetoTime},
	{"kind", vetoKind},
	{"amount", vetoAmount},
	{"oda", vetoODA},
	{"report", vetoReport},
	{"self", vetoSelf},
}

// vetoContribution: money paid into a pooled fund reaches States through the fund, which is an offer of its own.
// Counting both would count one sum twice.
func vetoContribution(p pair) (aid.Message, bool) {
	return aid.Say("veto_contribution_because"), p.source.Form == aid.Contribution
}

// vetoCommitted: what is committed is not there to be proposed again.
func vetoCommitted(p pair) (aid.Message, bool) {
	return aid.Say("veto_committed_because", "committed", p.source.Committed.String()), p.source.Spent()
}

func vetoTheme(p pair) (aid.Message, bool) {
	value, _ := theme(p)
	return aid.Say("veto_theme_because", "themes", joined(p.source.Themes)), value < leastTheme
}

// vetoPlace passes an offer whose places are not clear: somebody has to ask, and a caveat says so.
func vetoPlace(p pair) (aid.Message, bool) {
	percent, _, _ := p.covers()
	return aid.Say("veto_place_because", "places", p.source.PlacesText), len(p.source.Places) > 0 && percent == 0
}

func vetoTime(p pair) (aid.Message, bool) {
	s, on := p.source, p.asOf
	switch {
	case s.ends != "" && s.ends.Last().Before(on.First()) && s.guessed:
		return aid.Say("veto_time_assumed", "from", string(s.Valid.From), "months", strconv.Itoa(p.policy.RunMonths),
			"end", string(s.ends)), true
	case s.ends != "" && s.ends.Last().Before(on.First()):
		return aid.Say("veto_time_ended", "end", string(s.ends)), true
	case s.Valid.From != "" && s.Valid.From.First().After(on.Last().AddDate(1, 0, 0)):
		return aid.Say("veto_time_not_begun", "from", string(s.Valid.From)), true
	case s.ends != "" && p.need.Wanted.From != "" && s.ends.Before(p.need.Wanted.From):
		return aid.Say("veto_time_too_early", "end", string(s.ends), "wanted", string(p.need.Wanted.From)), true
	}
	return aid.Message{}, false
}

// vetoKind rules only on what the State has stated; kinds that were read from its words may be wrong.
func vetoKind(p pair) (aid.Message, bool) {
	stated := len(p.need.Kinds) > 0 && !p.need.KindsRead && len(p.source.Kinds) > 0
	given := slices.Contains(p.source.Kinds, aid.Finance) ||
		slices.ContainsFunc(p.need.Kinds, func(k aid.HelpKind) bool { return slices.Contains(p.source.Kinds, k) })
	return aid.Say("veto_kind_because", "wanted", joined(p.need.Kinds), "given", joined(p.source.Kinds)), stated && !given
}

// vetoAmount counts in thousands of dollars, as the plan does.
func vetoAmount(p pair) (aid.Message, bool) {
	n, s := p.need, p.source
	if s.limited && s.maxUnits < max(1, s.minUnits) {
		return aid.Say("veto_amount_no_room", "max", s.MaxProject.String()), true
	}
	return aid.Say("veto_amount_because", "amount", n.dollars.String(), "min", s.MinProject.String()), n.units < s.minUnits
}

// vetoODA rules only where the estimate is a plain no; "likely" is a caveat.
func vetoODA(p pair) (aid.Message, bool) {
	if p.source.ODAOnly != aid.Yes {
		return aid.Message{}, false
	}
	for _, share := range p.need.Countries {
		if state, _ := p.register.Party(aid.PartyID(share.Code)); !odaNo(state.ODA) {
			return aid.Message{}, false
		}
	}
	return aid.Say("veto_oda_because"), true
}

func odaNo(estimate string) bool { return len(estimate) >= 2 && estimate[:2] == "no" }

func vetoReport(p pair) (aid.Message, bool) {
	reported, asked := p.need.Provenance.ReportYear, p.source.ReportYears
	late := asked > 0 && reported > 0 && p.asOf.Year()-reported > asked
	return aid.Say("veto_report_because", "reported", strconv.Itoa(reported), "years", strconv.Itoa(asked)), late
}

func vetoSelf(p pair) (aid.Message, bool) {
	own := len(p.source.Donors) == 1 && p.source.Donors[0] == p.need.RequesterID
	return aid.Say("veto_self_because"), own
}
