// Package desk holds the verbs: what people and the clock can do here.
//
// There is one door. Command line, API and scheduled runs call the same methods, and each does four things in this
// order: may he, is it sound, do it in one transaction, write it in the journal. Rules about what is sound live in
// package aid, the matching in package matcher; nothing outside this package opens a transaction.
//
// Who does something comes with every call that changes anything; package aid says who may do what.
package desk

import (
	"context"
	"crypto/cipher"
	"errors"
	"time"

	"ploughshare/aid"
	"ploughshare/intake"
	"ploughshare/jobs"
	"ploughshare/matcher"
	"ploughshare/store"
)

// Desk does the verbs on one store. Now is the clock, and the queue takes what is to be done later.
type Desk struct {
	Settings Settings // may be set before the first use
	// NeedSecondFactor withholds the privileged roles from who signs in without one. Set it before the first call.
	NeedSecondFactor bool

	store    *store.Store
	policy   aid.Policy
	clocks   aid.Clocks
	now      func() time.Time
	queue    *jobs.Queue
	hashers  chan struct{} // holds one for each password being hashed
	attempts *Buckets      // to sign in, by account and by address
	sealer   cipher.AEAD   // of secrets that are kept; nil for none

	overviews *kept[Overview]
	worths    *kept[[]byte] // as JSON, since readers put sentences into them
}

// Who fails to sign in ten times waits half a minute for each further try.
const (
	attempts       = 10
	attemptsReturn = 5 * time.Minute
)

// New makes a desk that matches under a policy. See matcher.CheckPolicy for what a policy must be.
func New(s *store.Store, policy aid.Policy, now func() time.Time) *Desk {
	return &Desk{
		store: s, policy: policy, clocks: aid.DefaultClocks(), now: now,
		queue: jobs.NewQueue(Jobs(s)), hashers: make(chan struct{}, hashers), attempts: NewBuckets(attempts, attemptsReturn),
		overviews: &kept[Overview]{}, worths: &kept[[]byte]{},
	}
}

// Jobs is where the jobs of a store are kept: beside its rows, so that a change and what follows from it are one.
func Jobs(s *store.Store) jobs.Database {
	pool, postgres := s.Pool()
	return jobs.Database{Pool: pool, Postgres: postgres}
}

// Seed puts the reference data that come with the program into the store: States, organisations, themes, areas,
// embargoes, rates. Each edition of them is put in once, so that what people change afterwards stays changed until the
// program brings a new one; what they add, and the roles of parties, always stay.
func (d *Desk) Seed(ctx context.Context) error {
	reference, err := intake.Reference()
	if err != nil {
		return err
	}
	_, digest, err := matcher.Digest(reference)
	if err != nil {
		return err
	}
	edition := d.entry(aid.Machine("program"), "seeded", "reference", "SHA-256 "+digest)
	if there, err := d.store.HasEntry(ctx, edition.Verb, edition.Subject, edition.Note); there || err != nil {
		return errors.Join(err, d.reindex(ctx))
	}
	return d.store.InTx(ctx, func(tx *store.Store) error {
		present, err := tx.Reference(ctx)
		if err != nil {
			return err
		}
		keepRoles(reference.Parties, aid.NewRegister(present))
		if err := tx.PutReference(ctx, reference); err != nil {
			return err
		}
		if err := tx.Reindex(ctx); err != nil {
			return err
		}
		return tx.AddEntry(ctx, edition)
	})
}

// reindex makes good a search index that an older program has left.
func (d *Desk) reindex(ctx context.Context) error {
	if there, err := d.store.Indexed(ctx); there || err != nil {
		return err
	}
	return d.store.Reindex(ctx)
}

// Register is the reference data as they are now, ready to be asked.
func (d *Desk) Register(ctx context.Context) (*aid.Register, error) {
	reference, err := d.store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	return aid.NewRegister(reference), nil
}

func (d *Desk) entry(who aid.Actor, verb, subject, note string) aid.Entry {
	return aid.Entry{At: d.now(), By: who.Name, Verb: verb, Subject: subject, Note: note}
}

// instant is the present as databases keep it.
func (d *Desk) instant() time.Time { return d.now().UTC().Truncate(time.Microsecond) }

// Today is the day of the clock.
func (d *Desk) Today() aid.Date { return aid.DateOf(d.now()) }
