package desk

import (
	"context"
	"fmt"
	"strings"

	"ploughshare/aid"
	"ploughshare/store"
)

// Finding returns one finding.
func (d *Desk) Finding(ctx context.Context, who aid.Actor, id aid.FindingID) (aid.Finding, error) {
	f, err := d.store.Finding(ctx, id)
	if err == nil && who.May(aid.ReadReports, f.PartyID) != nil {
		err = fmt.Errorf("finding %s: %w", id, aid.ErrNotFound)
	}
	if err != nil {
		return aid.Finding{}, err
	}
	return f, nil
}

// AcceptFinding makes a request of what a report says, in draft, as it was read or as the person changes it; a need of
// before it confirms. The journal has what the person changed, old and new. The error is aid.Problems when it has been
// decided or the request is not sound.
func (d *Desk) AcceptFinding(ctx context.Context, who aid.Actor, id aid.FindingID, version int64, change *aid.Request) (aid.Finding, error) {
	return d.decide(ctx, who, id, version, func(tx *store.Store, f *aid.Finding) (string, error) {
		f.State = aid.FindingAccepted
		if f.Kind == aid.FoundAgain {
			r, err := tx.LockRequest(ctx, f.RequestID)
			if err != nil {
				return "", err
			}
			return "", d.confirm(ctx, tx, who, r)
		}
		r := f.Drafted.Request
		if change != nil {
			r = *change
			r.Provenance = f.Drafted.Provenance
		}
		edits := f.Drafted.Edits(r)
		if len(edits) > 0 {
			f.State = aid.FindingChanged
		}
		now := d.instant()
		r.ID, r.RequesterID, r.Status = f.NewRequestID(), f.PartyID, aid.Draft
		r.EnteredAt, r.CreatedAt, r.UpdatedAt, r.Version = now, now, now, 1
		f.RequestID, f.Drafted = r.ID, aid.Drafted{Request: r}
		return written(edits), d.addDraft(ctx, tx, who, r)
	})
}

// written is what a person changed, for the journal.
func written(edits []aid.Edit) string {
	var all []string
	for _, e := range edits {
		all = append(all, e.String())
	}
	return strings.Join(all, "; ")
}

// addDraft puts a request on record that a person took from a report.
func (d *Desk) addDraft(ctx context.Context, tx *store.Store, who aid.Actor, r aid.Request) error {
	if err := who.May(aid.AddRequests, r.RequesterID); err != nil {
		return err
	}
	present, err := tx.Reference(ctx)
	if err != nil {
		return err
	}
	if err := r.Validate(aid.NewRegister(present)); err != nil {
		return err
	}
	if err := tx.AddRequests(ctx, []aid.Request{r}); err != nil {
		return err
	}
	if err := (roles{r.RequesterID: {aid.Requester}}).write(ctx, tx); err != nil {
		return err
	}
	return tx.AddEntry(ctx, d.entry(who, "added", requestAddress(r.ID), "from a report"))
}

// RejectFinding takes nothing from what was found. A need of before that is no longer true is withdrawn.
func (d *Desk) RejectFinding(ctx context.Context, who aid.Actor, id aid.FindingID, version int64, why string) (aid.Finding, error) {
	return d.decide(ctx, who, id, version, func(tx *store.Store, f *aid.Finding) (string, error) {
		f.State, f.Why = aid.FindingRejected, why
		if f.Kind != aid.FoundAgain {
			return why, nil
		}
		r, err := tx.LockRequest(ctx, f.RequestID)
		if err != nil {
			return "", err
		}
		return why, d.move(ctx, tx, who, r, r.Version, aid.Withdrawn, why)
	})
}

// decide runs a decision on a finding that nobody has decided on, with its entry in the journal, which has the words of
// the report and what the decision notes beside them.
func (d *Desk) decide(ctx context.Context, who aid.Actor, id aid.FindingID, version int64, do func(*store.Store, *aid.Finding) (string, error)) (aid.Finding, error) {
	f, err := d.Finding(ctx, who, id)
	if err != nil {
		return aid.Finding{}, err
	}
	if err := who.May(aid.FileReports, f.PartyID); err != nil {
		return aid.Finding{}, err
	}
	if !f.Open() {
		return aid.Finding{}, aid.Problems{{Field: "state", Message: aid.Say("finding_decided", "state", string(f.State))}}
	}
	f.Version = version
	f.DecidedAt, f.DecidedBy = d.instant(), who.Name
	err = d.store.InTx(ctx, func(tx *store.Store) error {
		note, err := do(tx, &f)
		if err != nil {
			return err
		}
		if err := tx.ReplaceFinding(ctx, f); err != nil {
			return err
		}
		if note != "" {
			note = ": " + note
		}
		return tx.AddEntry(ctx, d.entry(who, string(f.State), reportAddress(f.ReportID)+"/findings/"+string(f.ID), f.Words+note))
	})
	if err != nil {
		return aid.Finding{}, err
	}
	return d.store.Finding(ctx, id)
}
