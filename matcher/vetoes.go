package matcher

import (
	"slices"
	"strconv"

	"ploughshare/aid"
)

// Veto rules a pair out with a reason, or lets it pass with false. As with a criterion, Rules looks at nothing of the
// request and of the offer but what Asked and Given name.
type Veto struct {
	Name  string
	Rules func(pair) (reason, bool)
	Asked aspect
	Given aspect
}

// Vetoes in the order in which they are asked. The one that rules out the last offers of a request is the reason that
// binds, so they go from what the offer is for, over whom it reaches, to how it may be given.
var Vetoes = []Veto{
	{"contribution", vetoContribution, unseen, forms},
	{"committed", vetoCommitted, unseen, forms},
	{"theme", vetoTheme, themes, themes},
	{"place", vetoPlace, places, places},
	{"time", vetoTime, wanted, dates},
	{"kind", vetoKind, kinds, kinds},
	{"amount", vetoAmount, minima, minima},
	{"oda", vetoODA, places, conditions},
	{"report", vetoReport, reports, conditions},
	{"self", vetoSelf, parties, parties},
}

// vetoContribution: money paid into a pooled fund reaches States through the fund, which is an offer of its own.
// Counting both would count one sum twice.
func vetoContribution(p pair) (reason, bool) {
	return because("veto_contribution_because", nil), p.source.Form == aid.Contribution
}

// vetoCommitted: what is committed is not there to be proposed again.
func vetoCommitted(p pair) (reason, bool) {
	return because("veto_committed_because", func(p pair) []string {
		return []string{"committed", p.source.Committed.String()}
	}), p.source.Spent()
}

func vetoTheme(p pair) (reason, bool) {
	value, _ := theme(p)
	return because("veto_theme_because", func(p pair) []string {
		return []string{"themes", joined(p.source.Themes)}
	}), value < leastTheme
}

// vetoPlace passes an offer whose places are not clear: somebody has to ask, and a caveat says so.
func vetoPlace(p pair) (reason, bool) {
	percent, _, _ := p.covers()
	return because("veto_place_because", placeTextArgs), len(p.source.Places) > 0 && percent == 0
}

func vetoTime(p pair) (reason, bool) {
	s, on := p.source, p.asOf
	switch {
	case s.ends != "" && s.ends.Last().Before(on.First()) && s.guessed:
		return because("veto_time_assumed", func(p pair) []string {
			return append(beginArgs(p), "months", strconv.Itoa(p.policy.RunMonths), "end", string(p.source.ends))
		}), true
	case s.ends != "" && s.ends.Last().Before(on.First()):
		return because("veto_time_ended", endArgs), true
	case s.Valid.From != "" && s.Valid.From.First().After(on.Last().AddDate(1, 0, 0)):
		return because("veto_time_not_begun", beginArgs), true
	case s.ends != "" && p.need.Wanted.From != "" && s.ends.Before(p.need.Wanted.From):
		return because("veto_time_too_early", func(p pair) []string {
			return append(endArgs(p), "wanted", string(p.need.Wanted.From))
		}), true
	}
	return reason{}, false
}

// vetoKind rules only on what the State has stated; kinds that were read from its words may be wrong.
func vetoKind(p pair) (reason, bool) {
	stated := len(p.need.Kinds) > 0 && !p.need.KindsRead && len(p.source.Kinds) > 0
	given := slices.Contains(p.source.Kinds, aid.Finance) ||
		slices.ContainsFunc(p.need.Kinds, func(k aid.HelpKind) bool { return slices.Contains(p.source.Kinds, k) })
	return because("veto_kind_because", kindArgs), stated && !given
}

// vetoAmount counts in thousands of dollars, as the plan does.
func vetoAmount(p pair) (reason, bool) {
	s := p.source
	if s.tooTight() {
		return because("veto_amount_no_room", func(p pair) []string {
			return []string{"max", p.source.MaxProject.String()}
		}), true
	}
	return because("veto_amount_because", func(p pair) []string {
		return append(amountArgs(p), "min", p.source.MinProject.String())
	}), p.need.units < s.minUnits
}

// tooTight says whether no sum keeps within the offer's limits for a project.
func (s *source) tooTight() bool { return s.limited && s.maxUnits < max(1, s.minUnits) }

// vetoODA rules only where the estimate is a plain no; "likely" is a caveat.
func vetoODA(p pair) (reason, bool) {
	if p.source.ODAOnly != aid.Yes {
		return reason{}, false
	}
	for _, share := range p.need.Countries {
		if state, _ := p.register.Party(aid.PartyID(share.Code)); !odaNo(state.ODA) {
			return reason{}, false
		}
	}
	return because("veto_oda_because", nil), true
}

func odaNo(estimate string) bool { return len(estimate) >= 2 && estimate[:2] == "no" }

func vetoReport(p pair) (reason, bool) {
	reported, asked := p.need.Provenance.ReportYear, p.source.ReportYears
	late := asked > 0 && reported > 0 && p.asOf.Year()-reported > asked
	return because("veto_report_because", func(p pair) []string {
		return []string{"reported", strconv.Itoa(p.need.Provenance.ReportYear), "years", strconv.Itoa(p.source.ReportYears)}
	}), late
}

func vetoSelf(p pair) (reason, bool) {
	own := len(p.source.Donors) == 1 && p.source.Donors[0] == p.need.RequesterID
	return because("veto_self_because", nil), own
}
