package desk

import (
	"context"

	"ploughshare/aid"
	"ploughshare/intake"
	"ploughshare/matcher"
)

// Hindcast is how well the policy finds past pairings again, and what of a file could not be read.
type Hindcast struct {
	matcher.Hindcast
	Refused     []intake.Problem      `json:"refused"`
	Sensitivity []matcher.WeightShift `json:"sensitivity,omitempty"`
}

// Hindcast asks how well the policy finds past pairings again: those of the file, or, without one, those on record;
// with sensitivity also how much the weights matter. Rows that cannot be read are named and left out. It writes nothing.
func (d *Desk) Hindcast(ctx context.Context, who aid.Actor, file *intake.File, sensitivity bool) (h Hindcast, err error) {
	if err := who.May(aid.ReadRounds); err != nil {
		return Hindcast{}, err
	}
	in, err := d.inputs(ctx, d.Today())
	if err != nil {
		return h, err
	}
	judged := in.Pairings
	if file != nil {
		if judged, h.Refused, err = readPairings(ctx, *file, aid.NewRegister(in.Reference)); err != nil {
			return h, err
		}
	}
	needs := make([]aid.Request, len(judged))
	for i, x := range judged {
		needs[i] = matcher.NeedOf(x)
	}
	in.Terms = d.termsOf(needs, in.Offers)
	if h.Hindcast, err = matcher.Backcast(in, judged); err != nil || !sensitivity {
		return h, err
	}
	h.Sensitivity, err = matcher.Sensitivity(in, judged)
	return h, err
}

func readPairings(ctx context.Context, file intake.File, register *aid.Register) (read []aid.Pairing, refused []intake.Problem, err error) {
	file.Kind = intake.Pairings
	reader, err := intake.Read(file, register)
	if err != nil {
		return nil, nil, err
	}
	defer reader.Close()
	for row, err := range reader.Rows(ctx) {
		if err != nil {
			return nil, nil, err
		}
		if refused = append(refused, row.Problems...); len(row.Problems) == 0 {
			read = append(read, *row.Pairing)
		}
	}
	return read, refused, nil
}
