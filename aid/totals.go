package aid

import "math"

// Totals are what the house can say of all requests together. Money is in US dollars at the rates of the day on which
// it was committed; pledges that nobody has made good stand beside the totals and not in them.
type Totals struct {
	Requests  map[RequestStatus]int `json:"requests" doc:"How many stand in each status"`
	Committed Money                 `json:"committed" doc:"Each sum once, whether it has been paid or not"`
	Paid      Money                 `json:"paid" doc:"What of it has been paid"`
	Pledged   Money                 `json:"pledged" doc:"Pledges not yet made good; not part of any total"`
	Unrated   int                   `json:"unrated" doc:"Commitments, payments and pledges left out for want of a rate"`
	Achieved  map[Unit]int64        `json:"achieved" doc:"States helped are counted once each, however often"`
	Differ    []Achieved            `json:"differ" doc:"Where the two sides report differently"`
}

// mostPledged is what all pledges together are counted up to, which takes thousands of the largest.
const mostPledged = math.MaxInt64 / 2

// Money adds the sums up. The commitments are all there are, in any order.
func (t *Totals) Money(all []Commitment, reg *Register) {
	good := map[CommitmentID]int64{} // cents that make a pledge good
	dollars := func(c Commitment) int64 {
		sum, known := reg.Dollars(c.Amount, c.MadeOn)
		if !known {
			t.Unrated++
		}
		return sum.Minor
	}
	var committed, settled, pledged int64
	for _, c := range all {
		if !c.Stands() || c.Kind == Pledged {
			continue
		}
		cents := dollars(c)
		good[c.Previous] += cents
		if c.Kind == Disbursed {
			settled += cents
		}
		if c.OfOffer.Known() {
			committed += cents
		}
	}
	for _, c := range all {
		if c.Stands() && c.Kind == Pledged {
			pledged = min(pledged+max(0, dollars(c)-good[c.ID]), mostPledged) // anybody can pledge anything
		}
	}
	usd := func(cents int64) Money { return Money{Minor: cents, Currency: "USD"} }
	t.Committed, t.Paid, t.Pledged = usd(committed), usd(settled), usd(pledged)
}

// Results adds up what was achieved on requests that have results.
func (t *Totals) Results(requests []Request, results []Result) {
	t.Achieved, t.Differ = map[Unit]int64{}, []Achieved{}
	helped := map[string]bool{}
	byRequest := map[RequestID][]Result{}
	for _, x := range results {
		byRequest[x.RequestID] = append(byRequest[x.RequestID], x)
	}
	for _, r := range requests {
		anything := false
		for _, a := range Achievements(r, byRequest[r.ID]) {
			anything = anything || a.Counted > 0
			if a.Unit != StatesHelped {
				t.Achieved[a.Unit] += a.Counted
			}
			if a.Differ {
				t.Differ = append(t.Differ, a)
			}
		}
		for _, share := range r.Countries {
			helped[share.Code] = helped[share.Code] || anything
		}
	}
	for _, was := range helped {
		if was {
			t.Achieved[StatesHelped]++
		}
	}
}
