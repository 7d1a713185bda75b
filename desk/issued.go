package desk

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"ploughshare/aid"
	"ploughshare/papers"
	"ploughshare/store"
)

// Issues lists what has been issued, the latest first.
func (d *Desk) Issues(ctx context.Context, who aid.Actor, p aid.Page) ([]aid.Issue, string, error) {
	if err := who.May(aid.IssuePapers); err != nil {
		return nil, "", err
	}
	return d.store.Issues(ctx, p)
}

// Issued is an issue with the files that are there, and the runs that wrote them.
type Issued struct {
	aid.Issue
	Of     int         `json:"of" doc:"Files that it is to have"`
	Papers []aid.Paper `json:"papers" doc:"Those that are there"`
	Runs   []aid.Run   `json:"runs" doc:"The first one first"`

	Corrigenda []aid.Issue `json:"corrigenda" doc:"The issues that put this one right, the first one first"`
}

// Issue shows an issue and how far its files have come.
func (d *Desk) Issue(ctx context.Context, who aid.Actor, id aid.IssueID) (Issued, error) {
	if err := who.May(aid.IssuePapers); err != nil {
		return Issued{}, err
	}
	issue, err := d.store.Issue(ctx, id)
	if err != nil {
		return Issued{}, err
	}
	shown := Issued{Issue: issue, Of: len(issue.Papers())}
	if shown.Papers, _, err = d.store.Papers(ctx, aid.PaperFilter{Issue: id}, aid.Page{Limit: aid.MaxPage}); err != nil {
		return Issued{}, err
	}
	if shown.Corrigenda, err = d.store.Corrigenda(ctx, id); err != nil {
		return Issued{}, err
	}
	shown.Runs, err = d.store.RunsOf(ctx, issueAddress(id))
	return shown, err
}

// Papers lists issued files: all for the secretariat, for others those that are for their party, and those of a meeting
// for everybody whom their kind is for, from the day when its round was published.
func (d *Desk) Papers(ctx context.Context, who aid.Actor, f aid.PaperFilter, p aid.Page) ([]aid.Paper, string, error) {
	f, err := readable(who, f)
	if err != nil {
		return nil, "", err
	}
	return d.store.Papers(ctx, f, p)
}

// readable narrows a filter to what the reader may see.
func readable(who aid.Actor, f aid.PaperFilter) (aid.PaperFilter, error) {
	if who.May(aid.ReadPapers) == nil {
		return f, nil
	}
	if err := who.May(aid.ReadPapers, cmp.Or(f.Party, who.Party)); err != nil {
		return f, err
	}
	f.Reader = who.Party
	for _, k := range papers.Kinds {
		if k.For <= who.Sees(aid.ReadPapers) {
			f.Open = append(f.Open, k.Name)
		}
	}
	return f, nil
}

// PaperFile is an issued file as it was issued, byte for byte; a content that is no longer that of its digest is an
// error and never shown.
func (d *Desk) PaperFile(ctx context.Context, who aid.Actor, id aid.PaperID) (aid.Paper, []byte, error) {
	f, err := readable(who, aid.PaperFilter{ID: id})
	if err != nil {
		return aid.Paper{}, nil, err
	}
	found, _, err := d.store.Papers(ctx, f, aid.Page{})
	if err != nil {
		return aid.Paper{}, nil, err
	}
	if len(found) == 0 {
		return aid.Paper{}, nil, fmt.Errorf("paper %s: %w", id, aid.ErrNotFound)
	}
	p := found[0]
	data, err := d.store.Content(ctx, p.Digest)
	if err == nil && store.Digest(data) != p.Digest {
		err = fmt.Errorf("paper %s was changed: its content is not that of its digest", id)
	}
	return p, data, err
}

// verifyIssues looks whether what was issued is what the journal sealed, byte for byte.
func (d *Desk) verifyIssues(ctx context.Context, sealed map[string]string, v *Verification) error {
	issues := func(p aid.Page) ([]aid.Issue, string, error) { return d.store.Issues(ctx, p) }
	for i, err := range aid.Each(aid.Page{Sort: "id"}, issues) {
		if err != nil {
			return err
		}
		v.Issues++
		d.verifyContent(ctx, issueAddress(i.ID), i.Digest, sealed, v)
	}
	return d.verifyPapers(ctx, sealed, v)
}

func (d *Desk) verifyPapers(ctx context.Context, sealed map[string]string, v *Verification) error {
	files := func(p aid.Page) ([]aid.Paper, string, error) { return d.store.Papers(ctx, aid.PaperFilter{}, p) }
	for p, err := range aid.Each(aid.Page{}, files) {
		if err != nil {
			return err
		}
		v.Papers++
		d.verifyContent(ctx, paperAddress(p.ID), p.Digest, sealed, v)
	}
	for _, subject := range slices.Sorted(maps.Keys(sealed)) {
		if strings.HasPrefix(subject, "issues/") || strings.HasPrefix(subject, "papers/") {
			v.find(subject, "was issued and is not there")
		}
	}
	return nil
}

func (d *Desk) verifyContent(ctx context.Context, subject, digest string, sealed map[string]string, v *Verification) {
	if sealed[subject] != "digest "+digest {
		v.find(subject, "the digest in the journal is %.20q and not %.20q", sealed[subject], digest)
	}
	delete(sealed, subject)
	data, err := d.store.Content(ctx, digest)
	if err != nil {
		v.find(subject, "its content cannot be read: %v", err)
	} else if store.Digest(data) != digest {
		v.find(subject, "its content was changed: it is not that of its digest")
	}
}
