package aid

import (
	"database/sql/driver"
	"time"
)

// RoundID is the reference of a round: the year and its number in that year, "R2026-1".
type RoundID string

// Policy is what the secretariat may tune in the matcher. Weights are keyed by criterion and add up to 100.
type Policy struct {
	Weights         map[string]int    `json:"weights" doc:"Points at most for each criterion; they add up to 100"`
	Floor           int               `json:"floor" doc:"Smallest score, in whole points of 100, worth proposing"`
	AssumedNeed     Money             `json:"assumed_need" doc:"Stands in for an amount that a request does not state"`
	AssumedNeeds    map[ThemeID]Money `json:"assumed_needs" doc:"The same, for requests of a main theme"`
	AssumedEnvelope Money             `json:"assumed_envelope" doc:"Stands in for an envelope that an offer does not state, so that one donor does not get all"`
	RunMonths       int               `json:"run_months" doc:"How long an offer runs whose end is not stated and that is not open-ended"`
	StaleMonths     int               `json:"stale_months" doc:"A need older than this is to be confirmed"`
	ExpireMonths    int               `json:"expire_months" doc:"A need older than this takes no part until it is confirmed"`
	EmbargoDays     int               `json:"embargo_days" doc:"Embargo facts checked longer ago than this are stale"`
	Statuses        []RequestStatus   `json:"statuses" doc:"Requests in these take part"`
	Fairness        Fairness          `json:"fairness" doc:"What comes before the score"`
	Seed            string            `json:"seed" doc:"Public seed of the lottery between equal plans"`
}

// Fairness says what comes before the score: first States, then the shares of sub-regions.
type Fairness struct {
	Reach  int            `json:"reach" doc:"Thousands of dollars with which a State is reached; the first so many of each State come before all else, counted in thousands, so that with 1 as many States as can be are reached; 0 turns this off"`
	Shares Shares         `json:"shares" doc:"How sub-regions share what there is: leximin, floors, or none"`
	Floors map[string]int `json:"floors,omitempty" doc:"For floors: the percentage of its eligible need that each sub-region is to get at least"`
}

// Shares is a way to share money among sub-regions.
type Shares string

const (
	Leximin     Shares = "leximin" // the smallest share is as large as can be, then the next one, and so on
	GivenFloors Shares = "floors"  // each gets its given floor, or as much of it as can be, by the same rule
	NoShares    Shares = "none"
)

// Assumed is the sum that stands in for an amount that a request of a main theme does not state.
func (p Policy) Assumed(theme ThemeID) Money {
	if sum, ok := p.AssumedNeeds[theme]; ok {
		return sum
	}
	return p.AssumedNeed
}

// Value and Scan keep the policy in one text column as JSON.
func (p Policy) Value() (driver.Value, error) { return jsonColumn(p) }

func (p *Policy) Scan(src any) error { return scanJSON(src, p) }

func (Policy) GormDataType() string { return "text" }

// Inputs are all that a round looks at, frozen. Their order does not matter: the matcher sorts.
type Inputs struct {
	AsOf      Date      `json:"as_of"`
	Policy    Policy    `json:"policy"`
	Requests  []Request `json:"requests"`
	Offers    []Offer   `json:"offers"`
	Pairings  []Pairing `json:"pairings"`
	Reference Reference `json:"reference"`

	// Curations are what the secretariat has settled beforehand. A round without any has the digest it had before there were any.
	Curations []Curation `json:"curations,omitempty"`

	// Terms are read beforehand, so that a round run again does not depend on how texts are read by then.
	Terms Terms `json:"terms,omitzero"`
}

// Terms are the things of the field that requests and offers name in whatever language, by their English words, in order.
type Terms struct {
	Requests map[RequestID][]string `json:"requests"`
	Offers   map[OfferID][]string   `json:"offers"`
}

// IsZero says whether nothing was read. Inputs from before there were terms keep their digest.
func (t Terms) IsZero() bool { return len(t.Requests)+len(t.Offers) == 0 }

// Part is what one criterion gives to a score: Points = Value × Weight, in hundredths of a point.
type Part struct {
	Criterion string  `json:"criterion"`
	Value     int     `json:"value" doc:"0 to 100"`
	Weight    int     `json:"weight" doc:"Points at most"`
	Points    int     `json:"points" doc:"Hundredths of a point"`
	Reason    Message `json:"reason"`
}

// Score is a total with its parts, which add up to it exactly.
type Score struct {
	Total int    `json:"total" doc:"Hundredths of a point, 0 to 10000"`
	Parts []Part `json:"parts"`
}

// Value and Scan keep the score in one text column as JSON.
func (s Score) Value() (driver.Value, error) { return jsonColumn(s) }

func (s *Score) Scan(src any) error { return scanJSON(src, s) }

func (Score) GormDataType() string { return "text" }

// ProposalID is round, request and offer joined by dots: "R2026-1.RQ010.OF045".
type ProposalID string

// NewProposalID joins the three.
func NewProposalID(round RoundID, request RequestID, offer OfferID) ProposalID {
	return ProposalID(string(round) + "." + string(request) + "." + string(offer))
}

// Proposal pairs a request with an offer. Flags call for legal review; caveats are what to settle before money moves.
type Proposal struct {
	ID        ProposalID     `json:"id,omitempty"`
	RoundID   RoundID        `json:"round,omitempty"`
	RequestID RequestID      `json:"request"`
	OfferID   OfferID        `json:"offer"`
	Rank      int            `json:"rank" doc:"1 for the highest score of the round"`
	Amount    Money          `json:"amount" doc:"Suggested, in US dollars"`
	Total     int            `json:"total" doc:"The score's total, for sorting"`
	Score     Score          `json:"score"`
	Flags     List[Message]  `json:"flags" doc:"Reasons for legal review"`
	Caveats   List[Message]  `json:"caveats"`
	Curations List[Message]  `json:"curations,omitempty" doc:"What the secretariat has settled about the pair, and why"`
	Status    ProposalStatus `json:"status"`
	Version   int64          `json:"version,omitempty"`
}

// Ruling is one veto with the number of offers that it ruled out for a request, and some of them.
type Ruling struct {
	Veto   string        `json:"veto"`
	Offers int           `json:"offers"`
	Some   List[OfferID] `json:"some"`
}

// Unmatched is a request that got nothing in a round, the reason that binds, and what each veto ruled out in turn.
type Unmatched struct {
	RoundID   RoundID      `json:"round,omitempty"`
	RequestID RequestID    `json:"request"`
	Barred    bool         `json:"barred" doc:"The request took no part at all"`
	Reason    Message      `json:"reason"`
	Rulings   List[Ruling] `json:"rulings"`
}

// Short is a request that got a part of what it asks for, and what holds the rest back.
type Short struct {
	RequestID RequestID     `json:"request"`
	Asked     Money         `json:"asked" doc:"In US dollars, or assumed"`
	Proposed  Money         `json:"proposed"`
	Reasons   List[Message] `json:"reasons" doc:"What holds the other eligible money back"`
}

// Price is the worth, at the optimum, of one more thousand dollars of a need or an envelope, in hundredths of a point
// times a thousand dollars. Need prices of requests and envelope prices of offers prove that no better plan exists.
type Price struct {
	ID        string `json:"id"`
	Thousands int64  `json:"thousands" doc:"The need or envelope in thousands of US dollars"`
	Used      int64  `json:"used" doc:"What proposals use of it"`
	Points    int64  `json:"points" doc:"On the level of the score; below zero where a level before it keeps the need or the envelope from staying as it is"`
	Reach     int64  `json:"reach,omitempty" doc:"The same, on the level that counts States"`
	Floors    int64  `json:"floors,omitempty" doc:"The same, on the level that counts floors"`
}

// Level is one aim of the plan. Levels are in strict order: no plan has more of one without less of one before it.
type Level struct {
	Name  string `json:"name" doc:"reach: thousands of dollars that count for reaching States; floors: those that count for floors; score: hundredths of a point times thousands of dollars; lottery"`
	Value int64  `json:"value" doc:"Of this plan"`
	Bound int64  `json:"bound" doc:"Proved: no plan that has as much of the levels before has more"`
}

// RegionShare is a sub-region with its share of the money. Only needs with an eligible offer count.
type RegionShare struct {
	ID        string   `json:"id" doc:"UN M49 sub-region; empty for places without one"`
	Thousands int64    `json:"thousands" doc:"Its need in thousands of US dollars"`
	Placed    int64    `json:"placed" doc:"What proposals give to it"`
	Share     int      `json:"share" doc:"Placed of need, in hundredths of a percent, rounded down"`
	Floor     int64    `json:"floor" doc:"What it gets at least, in thousands of US dollars, rounded down"`
	Price     int64    `json:"price" doc:"What the last thousand dollars of the floors cost the score, in hundredths of a point times a thousand dollars"`
	Note      *Message `json:"note,omitempty" doc:"Why it gets less than its given floor"`
}

// Unreached is a State that asked and is not reached, and why.
type Unreached struct {
	State  PartyID `json:"state"`
	Reason Message `json:"reason"`
}

// Outcome is what the matcher makes of Inputs. Same inputs, same outcome, to the byte.
type Outcome struct {
	Engine       string        `json:"engine" doc:"Version of the method"`
	InputsDigest string        `json:"inputs_digest" doc:"SHA-256 of the inputs in canonical order"`
	Value        int64         `json:"value" doc:"Hundredths of a point times thousands of dollars placed"`
	Bound        int64         `json:"bound" doc:"Proved: no plan as fair has more; above value only where requests had to stay whole, with one donor, or above the smallest sum for a project"`
	Free         int64         `json:"free" doc:"What the best plan would have if nothing came before the score and requests could be split"`
	Levels       []Level       `json:"levels" doc:"The aims in their order"`
	Regions      []RegionShare `json:"regions"`
	Unreached    []Unreached   `json:"unreached"`
	Proposals    []Proposal    `json:"proposals"`
	Bundles      []Bundle      `json:"bundles" doc:"Joint requests, beside the proposals"`
	Unmatched    []Unmatched   `json:"unmatched"`
	Short        []Short       `json:"short"`
	Blocking     int           `json:"blocking_pairs" doc:"Eligible pairs with room that would score more together than the prices give both; 0 means that the plan is in the core"`
	Needs        []Price       `json:"needs"`
	Envelopes    []Price       `json:"envelopes"`
}

// Round is one run of the matcher. Digest is the SHA-256 of its outcome.
type Round struct {
	ID           RoundID   `json:"id"`
	AsOf         Date      `json:"as_of"`
	Policy       Policy    `json:"policy"`
	Engine       string    `json:"engine"`
	InputsDigest string    `json:"inputs_digest"`
	Digest       string    `json:"digest"`
	Requests     int       `json:"requests"`
	Offers       int       `json:"offers"`
	Barred       int       `json:"barred" doc:"Requests that took no part, such as counts over many States"`
	Proposals    int       `json:"proposals"`
	Unmatched    int       `json:"unmatched" doc:"Requests that took part and got nothing"`
	Value        int64     `json:"value"`
	Bound        int64     `json:"bound" doc:"Proved: no plan has a higher value"`
	Base         RoundID   `json:"base,omitempty" doc:"For a round with curations: the one that they were made on"`
	MeetingID    MeetingID `json:"meeting,omitempty" doc:"The meeting that it was made for"`
	CreatedAt    time.Time `json:"created_at"`
	CreatedBy    string    `json:"created_by"`
}
