package aid

import (
	"fmt"
	"slices"
	"strconv"
)

// ResultID is the reference of a reported result: its request's and a number.
type ResultID string

// NewResultID joins the two.
func NewResultID(request RequestID, number int) ResultID {
	return ResultID(fmt.Sprintf("%s.R%d", request, number))
}

// Unit is what results are counted in. Four of the six are those in which the Secretary-General's reports count.
type Unit string

const (
	WeaponsDestroyed Unit = "weapons_destroyed"
	RoundsDestroyed  Unit = "rounds_destroyed"
	OfficialsTrained Unit = "officials_trained"
	StoresUpgraded   Unit = "stores_upgraded"
	LawsAdopted      Unit = "laws_adopted"
	StatesHelped     Unit = "states_helped"
)

// Units lists the units.
var Units = []Unit{WeaponsDestroyed, RoundsDestroyed, OfficialsTrained, StoresUpgraded, LawsAdopted, StatesHelped}

// Result is something that one side says was achieved on a request.
type Result struct {
	ID         ResultID  `json:"id"`
	RequestID  RequestID `json:"request"`
	Seq        int       `json:"seq" doc:"1 for the first of its request"`
	By         PartyID   `json:"by" doc:"The State, or a donor"`
	Unit       Unit      `json:"unit"`
	Quantity   int64     `json:"quantity"`
	AchievedOn Date      `json:"on" doc:"A year, a month or a day"`
	Note       string    `json:"note,omitempty"`
	Evidence   string    `json:"evidence,omitempty" doc:"Where it can be checked: a report, an address, a certificate"`
	ReportedBy string    `json:"reported_by,omitempty" doc:"The person"`
	Version    int64     `json:"version"`
}

// Validate says what makes the result unfit to be kept; donors are those that have a part in the request. A quantity of
// zero takes back what was reported in error.
func (x Result) Validate(r Request, donors []PartyID, today Date) error {
	var p Problems
	if sides := append([]PartyID{r.RequesterID}, donors...); !slices.Contains(sides, x.By) {
		p.Add("by", "not_a_side", "allowed", joined(sides))
	}
	checkListed(&p, "unit", Units, x.Unit)
	if x.Quantity < 0 || x.Quantity > 1<<40 {
		p.Add("quantity", "quantity_out_of_range")
	}
	if x.Unit == StatesHelped && x.Quantity > int64(len(r.Countries)) {
		p.Add("quantity", "more_than_countries", "n", strconv.Itoa(len(r.Countries)))
	}
	if day, err := ParseDate(string(x.AchievedOn)); err != nil || day == "" || today.Before(day) {
		p.Add("on", "day_not_past")
	}
	checkLength(&p, "note", x.Note)
	checkLength(&p, "evidence", x.Evidence)
	return p.Err()
}

// Achieved is what was achieved on one request in one unit. Counted is what goes into totals: the State's figure where
// it gave one, since it sees all that its donors did; else the largest that one donor gave, since several may each
// report the same. Differ flags that the two sides do not say the same.
type Achieved struct {
	RequestID RequestID `json:"request"`
	Unit      Unit      `json:"unit"`
	State     int64     `json:"state" doc:"As the State reports"`
	Donors    int64     `json:"donors" doc:"As the donor reports that reports most"`
	Counted   int64     `json:"counted"`
	Differ    bool      `json:"differ" doc:"Both sides report, and not the same"`
}

// Achievements sums the results of one request, by unit in the order of Units.
func Achievements(r Request, results []Result) []Achieved {
	var all []Achieved
	for _, unit := range Units {
		sums := map[PartyID]int64{}
		for _, x := range results {
			if x.Unit == unit && x.RequestID == r.ID {
				sums[x.By] += x.Quantity
			}
		}
		if len(sums) == 0 {
			continue
		}
		state, told := sums[r.RequesterID]
		a := Achieved{RequestID: r.ID, Unit: unit, State: state}
		delete(sums, r.RequesterID)
		for _, sum := range sums {
			a.Donors = max(a.Donors, sum)
		}
		a.Counted = a.Donors
		if told {
			a.Counted, a.Differ = state, len(sums) > 0 && state != a.Donors
		}
		all = append(all, a)
	}
	return all
}
