package aid

// Bundle is a joint request: like needs of several States of one region that one offer could carry as one project. It
// is put forward beside the proposals of a round and replaces none of them.
type Bundle struct {
	ID       string         `json:"id" doc:"Number in the round, such as B1"`
	ThemeID  ThemeID        `json:"theme"`
	Kinds    List[HelpKind] `json:"kinds" doc:"Kinds of help that all members want; empty where none states any"`
	Place    string         `json:"place" doc:"The area or sub-region of the members"`
	Members  []Member       `json:"members"`
	Amount   Money          `json:"amount" doc:"Sum of the members' needs, in US dollars"`
	OfferID  OfferID        `json:"offer" doc:"The offer that would carry it"`
	Total    int            `json:"total" doc:"Mean of the members' scores with the offer, weighted by money, in hundredths of a point"`
	Reasons  List[Message]  `json:"reasons" doc:"Why the offer values the bundle"`
	Others   List[OfferID]  `json:"others" doc:"Other offers that could carry it whole"`
	Flags    List[Message]  `json:"flags" doc:"Reasons for legal review"`
	Apart    Coverage       `json:"apart" doc:"The round as it is, without the bundle"`
	Together Coverage       `json:"together" doc:"The best round in which the offer carries the whole bundle"`
	Gain     Coverage       `json:"gain" doc:"What the bundle adds; below nothing it costs that much"`
}

// Member is one request in a bundle.
type Member struct {
	RequestID   RequestID `json:"request"`
	RequesterID PartyID   `json:"requester"`
	Amount      Money     `json:"amount" doc:"The need, in US dollars"`
	Total       int       `json:"total" doc:"Score with the offer, in hundredths of a point"`
	Apart       Money     `json:"apart,omitzero" doc:"What the round places on it by itself"`
}

// Coverage is what a plan reaches.
type Coverage struct {
	Thousands int64 `json:"thousands" doc:"Placed, in thousands of US dollars"`
	States    int   `json:"states" doc:"Requesters that get something"`
	Value     int64 `json:"value" doc:"Hundredths of a point times thousands of dollars placed"`
}

// Less is the difference to another plan.
func (c Coverage) Less(other Coverage) Coverage {
	return Coverage{c.Thousands - other.Thousands, c.States - other.States, c.Value - other.Value}
}
