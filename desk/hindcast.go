package desk

import (
	"context"

	"ploughshare/aid"
	"ploughshare/intake"
	"ploughshare/matcher"
)

// Hindcast asks how well the policy finds past pairings again: those of the file, or, without one, those on record.
// It writes nothing.
func (d *Desk) Hindcast(ctx context.Context, who aid.Actor, file *intake.File) (matcher.Hindcast, error) {
	if err := who.May(aid.ReadRounds); err != nil {
		return matcher.Hindcast{}, err
	}
	in, err := d.inputs(ctx, d.Today())
	if err != nil {
		return matcher.Hindcast{}, err
	}
	if file == nil {
		return matcher.Backcast(in, in.Pairings)
	}
	file.Kind = intake.Pairings
	reader, err := intake.Read(*file, aid.NewRegister(in.Reference))
	if err != nil {
		return matcher.Hindcast{}, err
	}
	defer reader.Close()
	var judged []aid.Pairing
	for row, err := range reader.Rows(ctx) {
		if err != nil {
			return matcher.Hindcast{}, err
		}
		if len(row.Problems) > 0 {
			return matcher.Hindcast{}, rowProblems(row.Problems)
		}
		judged = append(judged, *row.Pairing)
	}
	return matcher.Backcast(in, judged)
}

// rowProblems turns the problems of a row into one error, for a file that has to be right as a whole.
func rowProblems(problems []intake.Problem) error {
	var all aid.Problems
	for _, p := range problems {
		all = append(all, p.Problem)
	}
	return all
}
