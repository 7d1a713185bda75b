package web

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"

	"ploughshare/aid"
	"ploughshare/desk"
	"ploughshare/matcher"
	"ploughshare/papers"
)

// roundList is the rounds, the last first, and how to make another one.
type roundList struct {
	Rows []aid.Round
	Next string
}

func showRounds(v *visit) (any, error) {
	rows, next, err := v.desk.Rounds(v.ctx(), v.Who, aid.Page{After: v.Query("after"), Desc: true, Limit: perPage})
	return roundList{rows, v.further(next)}, err
}

// matching is the schedule whose runs make rounds.
const matching = "match"

// postRounds starts a round in the background; the page that follows shows how far it is.
func postRounds(v *visit) (string, error) {
	run, err := v.desk.RunNow(v.ctx(), v.Who, matching)
	return v.To("/runs/", run.ID), err
}

// runPage is a run, which can be stopped while it goes on.
type runPage struct {
	aid.Run
	Ended bool
}

func (v *visit) runID() aid.RunID { return aid.RunID(v.c.Param("run")) }

// lookAgain is after how many seconds a browser looks how far a run is.
const lookAgain = "3"

func showRun(v *visit) (any, error) {
	run, err := v.desk.Run(v.ctx(), v.Who, v.runID())
	if err == nil && !run.State.Ended() {
		v.c.Header("Refresh", lookAgain)
	}
	return runPage{run, run.State.Ended()}, err
}

func postRun(v *visit) (string, error) {
	_, err := v.desk.CancelRun(v.ctx(), v.Who, v.runID())
	return v.To("/runs/", v.runID()), err
}

func showRuns(v *visit) (any, error) {
	return logOf(v, func(p aid.Page) ([]aid.Run, string, error) {
		p.Desc = true
		return v.desk.Runs(v.ctx(), v.Who, aid.RunFilter{}, p)
	})
}

// roundPage is a round in figures, as a diagram and in its best proposals, with what the secretariat has settled on it.
type roundPage struct {
	aid.Round
	Placed    aid.Money
	States    int
	Proved    bool // no plan is better
	Flows     Sankey
	Streams   []Stream
	Rows      []proposalRow
	Unmatched []aid.Unmatched
	Curations []aid.Curation
	Standing  int
	Kinds     []string
	Formats   []string
}

// Stream is a line of the table below the diagram.
type Stream struct {
	From, To string
	Sum      aid.Money
}

func (v *visit) roundID() aid.RoundID { return aid.RoundID(v.c.Param("round")) }

func showRound(v *visit) (any, error) {
	if v.Query("paper") != "" {
		return v.paper(v.Query("paper"), aid.Subject{Round: v.roundID()})
	}
	round, placings, err := v.desk.Placings(v.ctx(), v.Who, v.roundID())
	if err != nil {
		return nil, err
	}
	page := roundPage{Round: round, Proved: round.Value == round.Bound, Kinds: roundKinds(), Formats: v.formats()}
	v.flows(&page, placings)
	page.Curations, err = v.desk.Curations(v.ctx(), v.Who, page.ID)
	if err != nil {
		return nil, err
	}
	for _, c := range page.Curations {
		if c.Stands() {
			page.Standing++
		}
	}
	proposals, _, err := v.desk.Proposals(v.ctx(), v.Who, aid.ProposalFilter{Round: page.ID}, aid.Page{Limit: perPage})
	if err != nil {
		return nil, err
	}
	if page.Rows, err = v.proposalRows(proposals); err != nil {
		return nil, err
	}
	page.Unmatched, _, err = v.desk.Unmatched(v.ctx(), v.Who, aid.UnmatchedFilter{Round: page.ID}, aid.Page{Limit: perPage})
	v.Title = v.T("round_title", "round", page.ID)
	return page, err
}

// roundKinds are the papers about a round alone.
func roundKinds() []string {
	var all []string
	for _, k := range papers.Kinds {
		if k.Of == papers.OfRound {
			all = append(all, k.Name)
		}
	}
	return all
}

// formats are the formats that papers can be had in here.
func (v *visit) formats() []string {
	var all []string
	for _, f := range papers.Formats {
		all = append(all, f.Name)
	}
	if v.desk.Settings.Typesetter != nil {
		all = append(all, v.desk.Settings.Typesetter.Format().Name)
	}
	return all
}

// paper writes a paper in the reader's language and the format that the address asks for.
func (v *visit) paper(kind string, subject aid.Subject) (any, error) {
	format, err := v.desk.PaperFormat(v.Query("format"))
	if err != nil {
		return nil, err
	}
	var body bytes.Buffer
	err = v.desk.Paper(v.ctx(), v.Who, &body, kind, subject, format, v.Printer)
	return download{kind + "-" + string(subject.Round) + "." + v.Lang() + "." + format.Name, format.Type, body.Bytes()}, err
}

// mostBars is how many names a side of the diagram has; the smaller ones are taken together.
const mostBars = 8

// flows adds up what goes from which theme to which donor.
func (v *visit) flows(page *roundPage, placings []desk.Placing) {
	sums, states := map[[2]string]int64{}, map[aid.PartyID]bool{}
	for _, p := range placings {
		donor := ""
		if len(p.Donors) > 0 {
			donor = string(p.Donors[0])
		}
		sums[[2]string{string(p.Theme), donor}] += p.Amount.Minor
		page.Placed = page.Placed.Plus(p.Amount)
		states[p.Requester] = true
	}
	page.States = len(states)
	var streams []stream
	for pair, sum := range sums {
		streams = append(streams, stream{v.Name("theme", pair[0]), v.Name("party", pair[1]), sum})
	}
	streams = v.few(streams, func(s *stream) *string { return &s.from })
	streams = v.few(streams, func(s *stream) *string { return &s.to })
	page.Flows = sankey(streams, v.Dir() == "rtl")
	slices.SortFunc(streams, func(a, b stream) int {
		return cmp.Or(cmp.Compare(b.sum, a.sum), cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	for _, s := range streams {
		page.Streams = append(page.Streams, Stream{s.from, s.to, aid.Money{Minor: s.sum, Currency: "USD"}})
	}
}

// few keeps the largest names of a side and adds the rest up as others.
func (v *visit) few(streams []stream, end func(*stream) *string) []stream {
	names := sums(streams, func(s stream) string { return *end(&s) })
	kept := map[string]bool{}
	for _, s := range names[:min(mostBars, len(names))] {
		kept[s.from] = true
	}
	joined := map[[2]string]int64{}
	for _, s := range streams {
		if !kept[*end(&s)] {
			*end(&s) = v.T("flow_others")
		}
		joined[[2]string{s.from, s.to}] += s.sum
	}
	var all []stream
	for pair, sum := range joined {
		all = append(all, stream{pair[0], pair[1], sum})
	}
	return all
}

// postRound solves the round again around what stands, or takes one of the decisions back.
func postRound(v *visit) (string, error) {
	if undo := v.values.Get("undo"); undo != "" {
		_, err := v.desk.UndoCuration(v.ctx(), v.Who, aid.CurationID(undo), v.version(), v.text("why"))
		return v.To("/rounds/", v.roundID(), "#curations"), err
	}
	curated, err := v.desk.MatchCurated(v.ctx(), v.Who, v.roundID())
	return v.To("/rounds/", curated.Round.ID, "/changes?from=", curated.Round.Base), err
}

// curatePage is a pair of a round that the secretariat settles.
type curatePage struct {
	aid.Proposal
	desk.Brief
	Thousands int64
}

func showCurate(v *visit) (any, error) {
	p, err := v.desk.Proposal(v.ctx(), v.Who, aid.ProposalID(v.c.Param("proposal")))
	if err != nil {
		return nil, err
	}
	rows, err := v.proposalRows([]aid.Proposal{p})
	if err != nil {
		return nil, err
	}
	v.Default("kind", string(aid.Pin))
	v.Default("amount", strconv.FormatInt(p.Amount.Minor/100, 10))
	return curatePage{p, rows[0].Brief, p.Amount.Minor / 100_000}, nil
}

func postCurate(v *visit) (string, error) {
	p, err := v.desk.Proposal(v.ctx(), v.Who, aid.ProposalID(v.c.Param("proposal")))
	if err != nil {
		return "", err
	}
	c := aid.Curation{
		RoundID: p.RoundID, RequestID: p.RequestID, OfferID: p.OfferID, Kind: aid.CurationKind(v.values.Get("kind")), Reason: v.text("reason"),
	}
	var problems aid.Problems
	v.values.Set("currency", "USD")
	if c.Kind != aid.Veto {
		c.Amount = v.money(&problems, "amount")
	}
	if err := problems.Err(); err != nil {
		return "", err
	}
	_, err = v.desk.Curate(v.ctx(), v.Who, c)
	return v.To("/rounds/", p.RoundID, "#curations"), err
}

// CurationKinds are what can be settled.
func (v *visit) CurationKinds() []Option { return codes(v, "curating", aid.CurationKinds) }

// changesPage is what changed between two rounds.
type changesPage struct {
	matcher.Comparison
	From, To aid.RoundID
	Rounds   []Option
}

func showChanges(v *visit) (any, error) {
	rounds, err := v.rounds(aid.Page{})
	if err != nil {
		return nil, err
	}
	page := changesPage{From: aid.RoundID(v.Query("from")), To: v.roundID()}
	page.Rounds = slices.DeleteFunc(rounds, func(o Option) bool { return o.Value == string(page.To) })
	v.Title = v.T("changes_title", "round", page.To)
	if page.From == "" {
		return page, nil
	}
	page.Comparison, err = v.desk.CompareRounds(v.ctx(), v.Who, page.From, page.To)
	return page, err
}

// rounds are all rounds to choose from, in the order of a page.
func (v *visit) rounds(page aid.Page) ([]Option, error) {
	all, err := aid.Rows(page, func(p aid.Page) ([]aid.Round, string, error) { return v.desk.Rounds(v.ctx(), v.Who, p) })
	options := make([]Option, len(all))
	for i, r := range all {
		options[i] = Option{string(r.ID), v.T("round_option", "round", apart(string(r.ID)), "day", r.AsOf)}
	}
	return options, err
}

// fairnessPage is how the sub-regions of a round fare, and what more fairness would cost.
type fairnessPage struct {
	desk.FairnessReport
	Curve Curve
}

func showFairness(v *visit) (any, error) {
	report, err := v.desk.Fairness(v.ctx(), v.Who, v.roundID())
	if err != nil {
		return nil, err
	}
	v.Title = v.T("fairness_title", "round", report.Round)
	page := fairnessPage{FairnessReport: report}
	for _, p := range report.Curve {
		page.Curve.add(p.Share, p.Loss)
	}
	page.Curve.draw(v.Dir() == "rtl")
	return page, nil
}

// Percent writes hundredths of a percent.
func (v *visit) Percent(hundredths int) string { return v.T("percent", "number", v.Points(hundredths)) }

// Thousands writes thousands of dollars as a sum.
func (v *visit) Thousands(n int64) string {
	return v.Money(aid.Money{Minor: n * 100_000, Currency: "USD"})
}
