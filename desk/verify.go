package desk

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"ploughshare/aid"
	"ploughshare/matcher"
	"ploughshare/store"
)

// Finding is one thing that is not as it was kept, or does not add up.
type Finding struct {
	Subject string `json:"subject"`
	What    string `json:"what"`
}

// Verification is what was looked at and what was found.
type Verification struct {
	Entries   int       `json:"entries" doc:"Entries of the journal"`
	LastHash  string    `json:"last_hash" doc:"Of the journal: whoever noted it elsewhere can tell that the end was not cut off"`
	Rounds    int       `json:"rounds"`
	Proposals int       `json:"proposals"`
	Issues    int       `json:"issues" doc:"Issues of papers"`
	Papers    int       `json:"papers" doc:"Issued files"`
	Findings  []Finding `json:"findings"`
}

// Verify looks at everything that is kept for good: whether the journal is the chain that it was; of each round,
// whether inputs and outcome have their digests and the journal's, whether the same outcome with its proof comes out
// again, and whether sums add up; of each issued paper, whether its bytes are those that the journal sealed.
func (d *Desk) Verify(ctx context.Context, who aid.Actor) (Verification, error) {
	if err := who.May(aid.ReadJournal); err != nil {
		return Verification{}, err
	}
	v := Verification{Findings: []Finding{}}
	err := d.store.InSnapshot(ctx, func(snapshot *store.Store) error {
		still := *d
		still.store = snapshot
		return still.verify(ctx, &v)
	})
	return v, err
}

func (d *Desk) verify(ctx context.Context, v *Verification) error {
	sealed, err := d.readJournal(ctx, v)
	if err != nil {
		return err
	}
	rounds := func(p aid.Page) ([]aid.Round, string, error) { return d.store.Rounds(ctx, p) }
	for round, err := range aid.Each(aid.Page{Sort: "id"}, rounds) {
		if err != nil {
			return err
		}
		if err := d.verifyRound(ctx, round, sealed["rounds/"+string(round.ID)], v); err != nil {
			return err
		}
	}
	return d.verifyIssues(ctx, sealed, v)
}

func (v *Verification) find(subject, format string, args ...any) {
	v.Findings = append(v.Findings, Finding{subject, fmt.Sprintf(format, args...)})
}

func (d *Desk) verifyJournal(ctx context.Context) ([]Finding, error) {
	var v Verification
	_, err := d.readJournal(ctx, &v)
	return v.Findings, err
}

// readJournal follows the chain, and returns what it says of the digests of rounds and of what was issued.
func (d *Desk) readJournal(ctx context.Context, v *Verification) (sealed map[string]string, err error) {
	sealed = map[string]string{}
	entries := func(p aid.Page) ([]aid.Entry, string, error) { return d.store.Entries(ctx, p) }
	for e, err := range aid.Each(aid.Page{}, entries) {
		if err != nil {
			return nil, err
		}
		if e.Prev != v.LastHash {
			v.find(entryName(e), "does not follow the entry before it: one was taken out or put in")
		}
		if e.Seal(e.Prev).Hash != e.Hash {
			v.find(entryName(e), "was changed: its hash is not that of its content")
		}
		if e.Verb == "matched" || e.Verb == "issued" || e.Verb == "wrote" {
			sealed[e.Subject] = e.Note
		}
		v.Entries, v.LastHash = v.Entries+1, e.Hash
	}
	return sealed, nil
}

func entryName(e aid.Entry) string { return "journal/" + strconv.FormatInt(e.ID, 10) }

func (d *Desk) verifyRound(ctx context.Context, round aid.Round, sealed string, v *Verification) error {
	subject := "rounds/" + string(round.ID)
	v.Rounds++
	_, inputs, outcome, err := d.record(ctx, round.ID)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		v.find(subject, "its record cannot be read: %v", err)
		return nil
	}
	v.Proposals += len(outcome.Proposals)
	frozen, errIn := matcher.Freeze(inputs, io.Discard)
	_, digest, errOut := matcher.Digest(outcome)
	if errIn != nil || errOut != nil {
		v.find(subject, "its record cannot be summed up")
		return nil
	}
	for _, digests := range []struct{ what, kept, now string }{
		{"the digest of its inputs", round.InputsDigest, frozen.Digest},
		{"the digest of its outcome", round.Digest, digest},
		{"the digest in the journal", sealed, "digest " + digest},
	} {
		if digests.kept != digests.now {
			v.find(subject, "%s is %.20q and should be %.20q", digests.what, digests.kept, digests.now)
		}
	}
	addUp(outcome, subject, v)
	return d.verifyReplay(ctx, round, subject, v)
}

// verifyReplay runs the round again: the same plan and prices prove each other, and what lists show is what was kept.
func (d *Desk) verifyReplay(ctx context.Context, round aid.Round, subject string, v *Verification) error {
	replay, err := d.Replay(ctx, aid.Machine("verify"), round.ID)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		v.find(subject, "it cannot be run again: %v", err)
		return nil
	}
	for _, difference := range replay.Differences {
		v.find(subject, "%s: kept %.80s, now %.80s", difference.What, difference.Kept, difference.Now)
	}
	return nil
}

// addUp checks the sums: parts of scores, and what proposals take of needs and envelopes.
func addUp(out aid.Outcome, subject string, v *Verification) {
	needs, envelopes := map[string]int64{}, map[string]int64{}
	for _, p := range out.Proposals {
		total := 0
		for _, part := range p.Score.Parts {
			total += part.Points
			if part.Points != part.Value*part.Weight {
				v.find(subject, "%s: the points of %s are not value times weight", pairName(p), part.Criterion)
			}
		}
		if total != p.Total || total != p.Score.Total {
			v.find(subject, "%s: the parts add up to %d, not %d", pairName(p), total, p.Total)
		}
		needs[string(p.RequestID)] += p.Amount.Minor
		envelopes[string(p.OfferID)] += p.Amount.Minor
	}
	within(out.Needs, needs, "need", subject, v)
	within(out.Envelopes, envelopes, "envelope", subject, v)
}

// within checks that what is taken of each need or envelope is what was noted, and no more than there is. Sums of the
// plan are in thousands of US dollars, those of proposals in cents.
func within(prices []aid.Price, taken map[string]int64, what, subject string, v *Verification) {
	const thousand = 1000_00
	for _, price := range prices {
		if sum := taken[price.ID]; sum != price.Used*thousand || price.Used > price.Thousands {
			v.find(subject, "%s %s: proposals take %d cents, it notes %d of %d thousand", what, price.ID, sum, price.Used, price.Thousands)
		}
	}
}
