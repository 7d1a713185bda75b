package aid

import (
	"context"
	"fmt"
	"time"
)

// Receipt says what became of a call that came with an idempotency key, so that the same call again changes nothing.
// Caller, key and content are kept as hashes; the answer may hold a password or a person's data and is sealed with the
// key, which only the caller has.
type Receipt struct {
	ID        string    `gorm:"primaryKey"` // hash of caller and key
	Content   string    // hash of what was asked for
	Attempt   string    // which of several equal calls made the change
	Subject   string    // of the change, as the journal has it; empty when nothing was changed
	Answer    []byte    // empty until it is known
	ExpiresAt time.Time // then the key can be used anew
}

// ErrRepeated is the conflict of a change that an equal call has made. Trying the next free number is no way out of it.
var ErrRepeated = fmt.Errorf("an equal call was faster: %w", ErrConflict)

type receiptKey struct{}

// WithReceipt says that the changes of a context are to be kept together with a receipt.
func WithReceipt(ctx context.Context, r Receipt) context.Context {
	return context.WithValue(ctx, receiptKey{}, r)
}

// ReceiptOf is the receipt of the changes of a context, if they are to leave one.
func ReceiptOf(ctx context.Context) (Receipt, bool) {
	r, ok := ctx.Value(receiptKey{}).(Receipt)
	return r, ok
}
