package aid

// PairingID is the reference of a past pairing.
type PairingID string

// Pairing is one beneficiary, or one measured result, of one project that was funded in the past. Rows of one project
// share Project. Money is not additive: AmountScope says whether the sum is the whole project's, in which case it
// counts once for each Project, or this beneficiary's. Results are not additive either: see ResultNote.
type Pairing struct {
	ID            PairingID      `json:"id"`
	Project       string         `json:"project"`
	BeneficiaryID string         `json:"beneficiary" doc:"A State, or an area"`
	Role          string         `json:"role,omitempty" doc:"direct, group, focus country, host, participant in training"`
	Donors        List[PartyID]  `json:"donors" doc:"Empty where the source named only the implementer"`
	Implementer   string         `json:"implementer,omitempty"`
	Title         string         `json:"title"`
	Themes        List[ThemeID]  `json:"themes"`
	Kinds         List[HelpKind] `json:"kinds" doc:"Read from the modality unless the source states them"`
	Modality      string         `json:"modality,omitempty"`
	Ran           Period         `json:"ran"`
	Amount        Money          `json:"amount,omitzero"`
	AmountScope   string         `json:"amount_scope,omitempty"`
	Result        int64          `json:"result,omitempty" doc:"How many of the unit"`
	ResultUnit    string         `json:"result_unit,omitempty"`
	ResultNote    string         `json:"result_note,omitempty"`
	Evidence      string         `json:"evidence,omitempty"`
	Precision     string         `json:"precision,omitempty"`
	Source        string         `json:"source,omitempty"`
}

// Validate says what makes the pairing unfit to be kept.
func (x Pairing) Validate(reg *Register) error {
	var p Problems
	checkID(&p, string(x.ID))
	if x.Title == "" {
		p.Add("title", "required")
	}
	if x.Project == "" {
		p.Add("project", "required")
	}
	if !reg.Reaches(x.BeneficiaryID) {
		p.Add("beneficiary", "unknown_place", "value", x.BeneficiaryID)
	}
	checkParties(&p, "donors", reg, x.Donors)
	checkThemes(&p, reg, x.Themes)
	checkListed(&p, "kinds", HelpKinds, x.Kinds...)
	checkMoney(&p, "amount", x.Amount)
	if x.Result < 0 {
		p.Add("result", "amount_not_positive")
	}
	return p.Err()
}

// Validate says what makes the party unfit to be kept.
func (x Party) Validate(*Register) error {
	var p Problems
	checkID(&p, string(x.ID))
	if x.Names["en"] == "" {
		p.Add("name_en", "required")
	}
	for lang := range x.Names {
		checkListed(&p, "names", Languages, lang)
	}
	checkListed(&p, "kind", PartyKinds, x.Kind)
	checkListed(&p, "roles", Roles, x.Roles...)
	checkAnswer(&p, "ldc", x.LDC)
	checkAnswer(&p, "lldc", x.LLDC)
	checkAnswer(&p, "sids", x.SIDS)
	return p.Err()
}
