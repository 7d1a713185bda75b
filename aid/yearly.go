package aid

import (
	"cmp"
	"maps"
	"slices"
)

// Tally counts what happened in a year among some States. Money is in US dollars at the rates of its day.
type Tally struct {
	Name      string         `json:"name" doc:"Region or regional centre; empty for States that have none"`
	Requests  int            `json:"requests" doc:"Stated in the year"`
	Asked     Money          `json:"asked" doc:"Of those that state an amount"`
	Matches   int            `json:"matches" doc:"Pairs of a request and an offer that rounds of the year proposed, each once"`
	Published int            `json:"published" doc:"Of them, put before both sides"`
	Committed Money          `json:"committed" doc:"In the year, each sum once"`
	Paid      Money          `json:"paid"`
	Achieved  map[Unit]int64 `json:"achieved" doc:"In the year; States helped once each"`
	Reported  int            `json:"reported" doc:"States of whose report for the year this register knows"`
	States    int            `json:"states" doc:"Member States there are"`
}

// Yearly are the figures of a year for the Secretary-General's report: in all, by region, and by regional centre.
type Yearly struct {
	Year    int     `json:"year"`
	Offers  int     `json:"offers" doc:"Open at some time in the year"`
	All     Tally   `json:"all"`
	Regions []Tally `json:"regions"`
	Centres []Tally `json:"centres"`
	Unrated int     `json:"unrated" doc:"Sums left out for want of a rate"`
}

// YearlyFacts are all that the figures of a year are counted from, whatever their years and order.
type YearlyFacts struct {
	Register    *Register
	Parties     []Party
	Requests    []Request
	Offers      []Offer
	Proposals   []Proposal // of rounds of the year
	Commitments []Commitment
	Results     []Result
	Reports     []PartyID // States whose report for the year was read in
}

// NewYearly counts a year. What belongs to a request counts where its State is; a State helped counts where it is.
func NewYearly(year int, facts YearlyFacts) Yearly {
	y := Yearly{Year: year}
	for _, o := range facts.Offers {
		if from, to := o.Valid.From.Year(), o.Valid.To.Year(); from <= year && (to == 0 || year <= to) {
			y.Offers++
		}
	}
	f := &counting{YearlyFacts: facts, year: year}
	y.All = f.tally("", facts.Parties)
	y.Unrated = f.unrated // the parts below meet the same sums again
	y.Regions = f.tallies(func(p Party) string { return p.Region })
	y.Centres = f.tallies(func(p Party) string { return p.Centre })
	return y
}

// counting is a year while it is counted.
type counting struct {
	YearlyFacts
	year    int
	unrated int
}

// tallies parts the States by a name and counts each part.
func (f *counting) tallies(part func(Party) string) []Tally {
	named := map[string][]Party{}
	for _, p := range f.Parties {
		if p.Kind == State || p.Kind == Territory {
			named[part(p)] = append(named[part(p)], p)
		}
	}
	tallies := []Tally{}
	for _, name := range slices.Sorted(maps.Keys(named)) {
		tallies = append(tallies, f.tally(name, named[name]))
	}
	return tallies
}

func (f *counting) tally(name string, parties []Party) Tally {
	t := Tally{Name: name, Achieved: map[Unit]int64{}}
	here, requester := map[PartyID]bool{}, map[RequestID]PartyID{}
	for _, p := range parties {
		here[p.ID] = true
		if p.Kind == State {
			t.States++
		}
	}
	reported := map[PartyID]bool{}
	for _, state := range f.Reports {
		if here[state] {
			reported[state] = true
		}
	}
	for _, r := range f.Requests {
		requester[r.ID] = r.RequesterID
		if !here[r.RequesterID] {
			continue
		}
		if r.Provenance.ReportYear == f.year {
			reported[r.RequesterID] = true
		}
		if r.statedIn() == f.year {
			t.Requests++
			t.Asked = f.plus(t.Asked, r.Amount, r.Asked.To)
		}
	}
	t.Reported = len(reported)
	counts := func(id RequestID) bool { return here[requester[id]] }
	f.matches(&t, counts)
	f.money(&t, counts)
	f.achieved(&t, here)
	return t
}

// statedIn is the year in which the State stated the need, else that in which it came on record.
func (r Request) statedIn() int { return cmp.Or(r.Asked.To.Year(), r.CreatedAt.Year()) }

func (f *counting) matches(t *Tally, counts func(RequestID) bool) {
	type pair struct {
		request RequestID
		offer   OfferID
	}
	told := map[pair]bool{}
	for _, p := range f.Proposals {
		if counts(p.RequestID) {
			key := pair{p.RequestID, p.OfferID}
			told[key] = told[key] || slices.Contains(ToldProposals, p.Status)
		}
	}
	t.Matches = len(told)
	for _, was := range told {
		if was {
			t.Published++
		}
	}
}

func (f *counting) money(t *Tally, counts func(RequestID) bool) {
	for _, c := range f.Commitments {
		if !c.Stands() || c.MadeOn.Year() != f.year || !counts(c.RequestID) {
			continue
		}
		if c.OfOffer.Known() {
			t.Committed = f.plus(t.Committed, c.Amount, c.MadeOn)
		}
		if c.Kind == Disbursed {
			t.Paid = f.plus(t.Paid, c.Amount, c.MadeOn)
		}
	}
}

// plus adds a sum in dollars, and counts one that no rate is known for.
func (f *counting) plus(sum, m Money, day Date) Money {
	if !m.Known() {
		return sum
	}
	dollars, known := f.Register.Dollars(m, day)
	if !known {
		f.unrated++
		return sum
	}
	return Money{Minor: sum.Minor + dollars.Minor, Currency: "USD"}
}

func (f *counting) achieved(t *Tally, here map[PartyID]bool) {
	of := map[RequestID][]Result{}
	for _, x := range f.Results {
		if x.AchievedOn.Year() == f.year {
			of[x.RequestID] = append(of[x.RequestID], x)
		}
	}
	helped := map[string]bool{}
	for _, r := range f.Requests {
		for _, a := range Achievements(r, of[r.ID]) {
			if a.Counted > 0 {
				for _, share := range r.Countries {
					helped[share.Code] = here[PartyID(share.Code)]
				}
			}
			if a.Unit != StatesHelped && here[r.RequesterID] {
				t.Achieved[a.Unit] += a.Counted
			}
		}
	}
	for _, was := range helped {
		if was {
			t.Achieved[StatesHelped]++
		}
	}
}
