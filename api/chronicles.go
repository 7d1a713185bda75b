package api

import (
	"context"

	"ploughshare/aid"
)

// fileChronicle answers 422 with the reason where the file was refused; the log keeps it.
func (a *api) fileChronicle(ctx context.Context, in *struct {
	Symbol  string `query:"symbol" required:"true" doc:"Of the document, e.g. A/67/176"`
	Name    string `query:"name" doc:"Name of the file, for the log"`
	RawBody []byte `contentType:"application/octet-stream"`
}) (*ingestView, error) {
	log, err := a.desk.FileChronicle(ctx, who(ctx), in.Symbol, in.Name, in.RawBody)
	if err != nil {
		return nil, err
	}
	printer, err := a.printer(ctx)
	if err != nil {
		return nil, err
	}
	sayAll(printer, log.Notes)
	return &ingestView{log}, nil
}

func (a *api) chronicles(ctx context.Context, q *PageQuery) (*list[aid.Chronicle], error) {
	return listOf(a.desk.Chronicles(ctx, who(ctx), q.page()))
}

type chronicleView struct {
	aid.Chronicle
	Passages []aid.Passage `json:"passages" doc:"In the order of the text"`
}

func (a *api) chronicle(ctx context.Context, in *struct {
	ID aid.ChronicleID `path:"id"`
}) (*one[chronicleView], error) {
	c, found, err := a.desk.Chronicle(ctx, who(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	printer, err := a.printer(ctx)
	for i := range found {
		say(printer, &found[i].Where)
	}
	return oneOf(chronicleView{c, found}, c.Version, err)
}

type PassagePath struct {
	ID aid.PassageID `path:"id" doc:"Chronicle, paragraph and digest"`
	IfMatch
}

// passageVersion returns the version of a passage that the caller has seen.
func (a *api) passageVersion(ctx context.Context, in PassagePath) (int64, error) {
	present, err := a.desk.Passage(ctx, who(ctx), in.ID)
	if err != nil {
		return 0, err
	}
	return in.version(present.Version)
}

func (a *api) acceptPassage(ctx context.Context, in *struct {
	PassagePath
	Body struct {
		Pairings []PastPairing `json:"pairings,omitempty" maxItems:"40" doc:"The past pairings as they should be, where that is not as they were read"`
	}
}) (*one[aid.Passage], error) {
	version, err := a.passageVersion(ctx, in.PassagePath)
	if err != nil {
		return nil, err
	}
	var change []aid.Pairing
	for _, x := range in.Body.Pairings {
		change = append(change, x.pairing())
	}
	p, err := a.desk.AcceptPassage(ctx, who(ctx), in.ID, version, change)
	return a.onePassage(ctx, p, lost(err))
}

// PastPairing is what a person may say of a past pairing that was read out of a text.
type PastPairing struct {
	BeneficiaryID string         `json:"beneficiary" doc:"A State, or an area"`
	Role          string         `json:"role,omitempty"`
	Donors        []aid.PartyID  `json:"donors,omitempty"`
	Implementer   string         `json:"implementer,omitempty"`
	Title         string         `json:"title"`
	Themes        []aid.ThemeID  `json:"themes,omitempty"`
	Kinds         []aid.HelpKind `json:"kinds,omitempty"`
	Ran           aid.Period     `json:"ran,omitempty"`
	Amount        aid.Money      `json:"amount,omitzero"`
	AmountScope   string         `json:"amount_scope,omitempty"`
	Result        int64          `json:"result,omitempty"`
	ResultUnit    string         `json:"result_unit,omitempty"`
	ResultNote    string         `json:"result_note,omitempty"`
}

func (x PastPairing) pairing() aid.Pairing {
	return aid.Pairing{
		BeneficiaryID: x.BeneficiaryID, Role: x.Role, Donors: x.Donors, Implementer: x.Implementer, Title: x.Title, Themes: x.Themes,
		Kinds: x.Kinds, Ran: x.Ran, Amount: x.Amount, AmountScope: x.AmountScope, Result: x.Result, ResultUnit: x.ResultUnit,
		ResultNote: x.ResultNote,
	}
}

func (a *api) rejectPassage(ctx context.Context, in *struct {
	PassagePath
	Body struct {
		Why string `json:"why" minLength:"1" doc:"Goes into the journal"`
	}
}) (*one[aid.Passage], error) {
	version, err := a.passageVersion(ctx, in.PassagePath)
	if err != nil {
		return nil, err
	}
	p, err := a.desk.RejectPassage(ctx, who(ctx), in.ID, version, in.Body.Why)
	return a.onePassage(ctx, p, lost(err))
}

func (a *api) onePassage(ctx context.Context, p aid.Passage, err error) (*one[aid.Passage], error) {
	if err != nil {
		return nil, err
	}
	printer, err := a.printer(ctx)
	say(printer, &p.Where)
	return oneOf(p, p.Version, err)
}
