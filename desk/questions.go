package desk

import (
	"context"

	"ploughshare/aid"
	"ploughshare/store"
)

// AskQuestion puts a question to the State. A donor may ask about what has been circulated with the State's consent.
func (d *Desk) AskQuestion(ctx context.Context, who aid.Actor, q aid.Question) (aid.Question, error) {
	if q.By == "" {
		q.By = who.Party
	}
	if err := who.May(aid.AskQuestions, q.By); err != nil {
		return aid.Question{}, err
	}
	if _, err := d.Request(ctx, who, q.RequestID); err != nil { // who may not see it, is not to learn that it is there
		return aid.Question{}, err
	}
	register, err := d.Register(ctx)
	if err != nil {
		return aid.Question{}, err
	}
	if err := q.Validate(register); err != nil {
		return aid.Question{}, err
	}
	_, err = d.change(ctx, q.RequestID, func(tx *store.Store, r aid.Request) error {
		if shown := r.Status.Shown() || r.Status.Carried(); q.By != "" && (!shown || r.Consent == aid.ConsentNone) {
			return aid.Problems{{Field: "request", Message: aid.Say("question_too_early")}}
		}
		q, err = d.keepQuestion(ctx, tx, who, q)
		return err
	})
	if err != nil {
		return aid.Question{}, err
	}
	return q, nil
}

// keepQuestion numbers and adds a question to a request that is locked.
func (d *Desk) keepQuestion(ctx context.Context, tx *store.Store, who aid.Actor, q aid.Question) (aid.Question, error) {
	before, err := tx.QuestionsOf(ctx, q.RequestID)
	if err != nil {
		return q, err
	}
	q.Seq, q.AskedOn, q.AskedBy, q.Version = len(before)+1, d.Today(), who.Name, 1
	q.ID = aid.NewQuestionID(q.RequestID, q.Seq)
	if err := tx.AddQuestion(ctx, q); err != nil {
		return q, err
	}
	return q, tx.AddEntry(ctx, d.entry(who, "asked", questionAddress(q), q.Text))
}

func questionAddress(q aid.Question) string {
	return requestAddress(q.RequestID) + "/questions/" + string(q.ID)
}

// AnswerQuestion gives the State's answer, or mends it, from the version that the caller has seen.
func (d *Desk) AnswerQuestion(ctx context.Context, who aid.Actor, id aid.QuestionID, version int64, answer string) (aid.Question, error) {
	if answer == "" {
		return aid.Question{}, aid.Problems{{Field: "answer", Message: aid.Say("required")}}
	}
	err := d.store.InTx(ctx, func(tx *store.Store) error {
		q, err := tx.Question(ctx, id)
		if err != nil {
			return err
		}
		r, err := tx.Request(ctx, q.RequestID)
		if err != nil {
			return err
		}
		if err := who.May(aid.AnswerQuestions, r.RequesterID); err != nil {
			return err
		}
		q.Answer, q.AnsweredOn, q.AnsweredBy, q.Version = answer, d.Today(), who.Name, version
		if err := tx.ReplaceQuestion(ctx, q); err != nil {
			return err
		}
		return tx.AddEntry(ctx, d.entry(who, "answered", questionAddress(q), answer))
	})
	if err != nil {
		return aid.Question{}, err
	}
	return d.store.Question(ctx, id)
}

// Question returns one question.
func (d *Desk) Question(ctx context.Context, id aid.QuestionID) (aid.Question, error) {
	return d.store.Question(ctx, id)
}

// Questions are those about a request. Who may see the request sees what has been answered about it, and not who asked;
// and what he has asked himself.
func (d *Desk) Questions(ctx context.Context, who aid.Actor, id aid.RequestID) ([]aid.Question, error) {
	r, err := d.Request(ctx, who, id)
	if err != nil {
		return nil, err
	}
	all, err := d.store.QuestionsOf(ctx, id)
	if who.May(aid.AnswerQuestions, r.RequesterID) == nil || err != nil {
		return all, err
	}
	shown := []aid.Question{}
	for _, q := range all {
		switch {
		case q.By != "" && q.By == who.Party:
			shown = append(shown, q)
		case q.Answer != "":
			shown = append(shown, q.Anonymous())
		}
	}
	return shown, nil
}
