package desk

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	"ploughshare/aid"
	"ploughshare/jobs"
	"ploughshare/locale"
	"ploughshare/post"
	"ploughshare/store"
)

// deliver is one attempt to bring a notice to its receiver. It may come twice when a server dies between the sending
// and the note of it; the receiver can tell by the id.
func (d *Desk) deliver(ctx context.Context, key string, last bool) error {
	n, err := d.store.Notice(ctx, aid.NoticeID(key))
	if err != nil || n.State != aid.NoticeQueued {
		return err
	}
	failure := d.bring(ctx, n)
	n.Attempts, n.Error = n.Attempts+1, text(failure)
	final := last || errors.Is(failure, post.ErrRefused)
	switch {
	case failure == nil:
		n.State, n.SentAt = aid.NoticeSent, d.instant()
	case final:
		n.State, failure = aid.NoticeFailed, jobs.Enough(failure)
	}
	return errors.Join(failure, d.noteDelivery(context.WithoutCancel(ctx), n))
}

// noteDelivery writes what came of an attempt, for the notices of a digest too.
func (d *Desk) noteDelivery(ctx context.Context, n aid.Notice) error {
	return d.store.InTx(ctx, func(tx *store.Store) error {
		if err := tx.ReplaceNotice(ctx, n); err != nil || n.Event != aid.Digested || n.State == aid.NoticeQueued {
			return err
		}
		told, err := tx.NoticesIn(ctx, n.ID)
		for _, one := range told {
			one.State, one.SentAt, one.Error, one.Attempts = n.State, n.SentAt, n.Error, n.Attempts
			err = errors.Join(err, tx.ReplaceNotice(ctx, one))
		}
		return err
	})
}

func (d *Desk) bring(ctx context.Context, n aid.Notice) error {
	s, err := d.store.Subscription(ctx, n.SubscriptionID)
	if err != nil {
		return err
	}
	printer, err := d.Printer(ctx, d.Settings.Catalogs, n.Language)
	if err != nil {
		return err
	}
	if s.Mail() != "" {
		return d.mail(ctx, printer, s, n)
	}
	return d.call(ctx, printer, s, n)
}

func (d *Desk) mail(ctx context.Context, p locale.Printer, s aid.Subscription, n aid.Notice) error {
	told := []aid.Notice{n}
	if n.Event == aid.Digested {
		var err error
		if told, err = d.store.NoticesIn(ctx, n.ID); err != nil {
			return err
		}
	}
	var body strings.Builder
	for _, one := range told {
		body.WriteString(p.T(one.Body.Key, one.Body.Args) + "\n" + d.address(one) + "\n\n")
	}
	body.WriteString("-- \n" + p.T("notice_why", nil) + "\n")
	return d.Settings.Post.Mail(ctx, post.Letter{
		ID: string(n.ID), To: s.Mail(), Subject: p.T("event_"+string(n.Event), n.Body.Args), Text: body.String(),
		Language: p.Lang(), At: n.CreatedAt,
	})
}

// address is where the subject of a notice can be read.
func (d *Desk) address(n aid.Notice) string { return d.Settings.Site + "/" + n.Subject }

// told is a notice as programs get it, in the form that Standard Webhooks recommends.
type told struct {
	Type      aid.Event `json:"type"`
	Timestamp time.Time `json:"timestamp"`
	Data      toldData  `json:"data"`
}

type toldData struct {
	Subject string      `json:"subject"`
	URL     string      `json:"url"`
	Message aid.Message `json:"message"`
}

func (d *Desk) call(ctx context.Context, p locale.Printer, s aid.Subscription, n aid.Notice) error {
	n.Body.Text = p.T(n.Body.Key, n.Body.Args)
	body, err := json.Marshal(told{Type: n.Event, Timestamp: n.CreatedAt, Data: toldData{n.Subject, d.address(n), n.Body}})
	if err != nil {
		return err
	}
	return d.Settings.Post.Call(ctx, post.Call{
		ID: string(n.ID), Address: s.Address, Secret: s.Secret, Body: body, At: d.now(),
	})
}

// digestRun tells of deadlines that have passed, and collects what waits for each subscriber into one mail: every day, on
// Mondays for those who want it weekly.
func (d *Desk) digestRun(ctx context.Context, w *work) error {
	if err := d.tellDeadlines(ctx); err != nil {
		return err
	}
	rhythms := []aid.Rhythm{aid.Daily}
	if w.run.Slot.Weekday() == time.Monday {
		rhythms = append(rhythms, aid.Weekly)
	}
	mails := 0
	for _, rhythm := range rhythms {
		subscriptions, err := d.store.SubscriptionsOf(ctx, rhythm)
		if err != nil {
			return err
		}
		for _, s := range subscriptions {
			made, err := d.digest(ctx, s)
			if err != nil {
				return err
			}
			if made {
				mails++
			}
		}
	}
	return w.phase(ctx, aid.Say("phase_digests", "mails", strconv.Itoa(mails)))
}

// digest makes one mail of what waits for a subscriber; when nothing does there is none.
func (d *Desk) digest(ctx context.Context, s aid.Subscription) (made bool, err error) {
	err = d.store.InTx(ctx, func(tx *store.Store) error {
		held, err := tx.HeldNotices(ctx, s.ID)
		if err != nil || len(held) == 0 {
			return err
		}
		made = true
		body := aid.Say("notice_digest", "n", strconv.Itoa(len(held)))
		digest := d.notice(s, aid.Digested, "notices", body)
		for _, n := range held {
			n.State, n.DigestID = aid.NoticeQueued, digest.ID
			if err := tx.ReplaceNotice(ctx, n); err != nil {
				return err
			}
		}
		return d.send(ctx, tx, digest)
	})
	return made, err
}
