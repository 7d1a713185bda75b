package desk

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"ploughshare/aid"
)

// keysLast is how long an idempotency key names one call.
const keysLast = 24 * time.Hour

// The shortest key that is taken cannot be guessed; the longest has room for a UUID with a prefix.
const ShortestKey, LongestKey = 16, 255

// Once is a call that is done once, however often it comes with its key.
type Once struct {
	desk    *Desk
	receipt aid.Receipt
	seal    cipher.AEAD
}

// UnderWay is the error of a call that an equal one has been faster than, whose answer is not known.
type UnderWay struct{ Subject string }

func (e UnderWay) Error() string { return "an equal call is under way or was broken off" }

// Once begins a call: its key, and all that was asked for. Keys are each caller's own, and the public has none. The
// error is aid.Problems when the key is not to be used.
func (d *Desk) Once(who aid.Actor, key string, content []byte) (*Once, error) {
	if who.User == "" {
		return nil, aid.ErrUnauthenticated
	}
	if len(key) < ShortestKey || len(key) > LongestKey {
		return nil, aid.Problems{{Field: "Idempotency-Key", Message: aid.Say("key_length")}}
	}
	derive := func(use string) ([]byte, error) { return hkdf.Key(sha256.New, []byte(key), []byte(who.User), use, 32) }
	id, idErr := derive("id")
	secret, secretErr := derive("answer")
	block, blockErr := aes.NewCipher(secret)
	if err := errors.Join(idErr, secretErr, blockErr); err != nil {
		return nil, err
	}
	seal, err := cipher.NewGCMWithRandomNonce(block)
	return &Once{desk: d, seal: seal, receipt: aid.Receipt{
		ID: hex.EncodeToString(id), Content: digest(string(content)), Attempt: rand.Text(), Answer: []byte{},
		ExpiresAt: d.instant().Add(keysLast),
	}}, err
}

// Within is the context of the call: whatever it changes is kept together with its receipt, or not at all.
func (o *Once) Within(ctx context.Context) context.Context { return aid.WithReceipt(ctx, o.receipt) }

// Answer is what an equal call was answered; nil when there was none. The error is aid.Problems when the key stands for
// another call, and UnderWay when a change has been made whose answer is not, or no longer, known.
func (o *Once) Answer(ctx context.Context) ([]byte, error) {
	kept, err := o.desk.store.Receipt(ctx, o.receipt.ID)
	switch {
	case errors.Is(err, aid.ErrNotFound):
		return nil, nil
	case err != nil:
		return nil, err
	case kept.Content != o.receipt.Content:
		return nil, aid.Problems{{Field: "Idempotency-Key", Message: aid.Say("key_of_another")}}
	case len(kept.Answer) == 0:
		return nil, UnderWay{kept.Subject}
	}
	return o.seal.Open(nil, nil, kept.Answer, nil)
}

// Keep keeps the answer for equal calls.
func (o *Once) Keep(ctx context.Context, answer []byte) error {
	o.receipt.Answer = o.seal.Seal(nil, nil, answer, nil)
	return o.desk.store.AnswerReceipt(ctx, o.receipt)
}
