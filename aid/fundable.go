package aid

// Fundability is how much of what a donor needs to know is there: 0 to 100, and what each thing adds to it.
type Fundability struct {
	Score int        `json:"score" doc:"0 to 100"`
	Items []FundItem `json:"items"`
}

// FundItem is one thing that makes a request fundable.
type FundItem struct {
	Item    string   `json:"item" doc:"what, where, how_many, cost, first_stage, owner, contact or endorsement"`
	Of      int      `json:"of" doc:"Points at most"`
	Points  int      `json:"points"`
	Missing *Message `json:"missing,omitempty" doc:"What to add"`
}

// Fundability asks what a donor's desk officer asks first. The points say how much each answer matters; they add up to
// a hundred. The owner is whoever will carry the work out and answer for it.
func (r Request) Fundability() Fundability {
	var f Fundability
	for _, item := range []struct {
		FundItem
		missing bool
		key     string
	}{
		{FundItem{Item: "what", Of: 5}, len(r.Themes) == 0, "gap_theme"},
		{FundItem{Item: "what", Of: 15}, len(r.Need) < 40, "gap_vague"},
		{FundItem{Item: "where", Of: 10}, len(r.Countries) == 0, "gap_country"},
		{FundItem{Item: "how_many", Of: 10}, r.Quantity == "", "gap_quantity"},
		{FundItem{Item: "cost", Of: 15}, !r.Amount.Known() || r.Amount.Currency == NoCurrency, r.Amount.gap("gap_amount")},
		{FundItem{Item: "first_stage", Of: 10}, !r.FirstStage.Known(), "gap_first_stage"},
		{FundItem{Item: "owner", Of: 10}, r.Implementer == "", "gap_implementer"},
		{FundItem{Item: "contact", Of: 10}, r.Contact == "", "gap_contact"},
		{FundItem{Item: "endorsement", Of: 15}, r.Endorsed != Yes, "gap_endorsement"},
	} {
		if item.missing {
			said := Say(item.key)
			item.Missing = &said
		} else {
			item.Points = item.Of
		}
		f.Score += item.Points
		f.Items = append(f.Items, item.FundItem)
	}
	return f
}

// Gaps says what is missing for the request to be fundable. A request with gaps is taken in all the same.
func (r Request) Gaps() []Message {
	var gaps []Message
	for _, item := range r.Fundability().Items {
		if item.Missing != nil {
			gaps = append(gaps, *item.Missing)
		}
	}
	return gaps
}

// GapChecks is the number of things that Gaps looks at.
const GapChecks = 9
