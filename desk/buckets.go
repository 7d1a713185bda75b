package desk

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Buckets limits how often something may happen, by key. Each key has a bucket of so many tokens, which fills evenly.
type Buckets struct {
	mu    sync.Mutex
	byKey map[string]*rate.Limiter
	size  int
	per   time.Duration // in which an empty bucket fills
}

// NewBuckets makes buckets of a size, each filled in a time.
func NewBuckets(size int, per time.Duration) *Buckets {
	return &Buckets{byKey: map[string]*rate.Limiter{}, size: size, per: per}
}

// mostBuckets bounds the memory that strangers can take.
const mostBuckets = 20_000

// Ticket is the answer to one who wants to do something. Wait is zero when he may.
type Ticket struct {
	Left int           // in the bucket
	Full time.Duration // until the bucket is full again
	Wait time.Duration

	at    time.Time
	taken *rate.Reservation
}

// Take takes one from the bucket of a key, if it has one.
func (b *Buckets) Take(key string, now time.Time) Ticket {
	bucket := b.bucket(key, now)
	taken := bucket.ReserveN(now, 1)
	wait := taken.DelayFrom(now)
	if wait > 0 {
		taken.CancelAt(now)
	}
	left := bucket.TokensAt(now)
	missing := float64(b.size) - left
	return Ticket{
		Left: max(0, int(left)), Full: time.Duration(missing * float64(b.per) / float64(b.size)), Wait: wait, at: now, taken: taken,
	}
}

// Return puts back what was taken.
func (t Ticket) Return() { t.taken.CancelAt(t.at) }

func (b *Buckets) bucket(key string, now time.Time) *rate.Limiter {
	b.mu.Lock()
	defer b.mu.Unlock()
	if found, ok := b.byKey[key]; ok {
		return found
	}
	if len(b.byKey) >= mostBuckets {
		b.sweep(now)
	}
	fresh := rate.NewLimiter(rate.Every(b.per/time.Duration(b.size)), b.size)
	b.byKey[key] = fresh
	return fresh
}

// sweep forgets full buckets, which are as good as new; when too few are, all.
func (b *Buckets) sweep(now time.Time) {
	for key, bucket := range b.byKey {
		if bucket.TokensAt(now) >= float64(b.size) {
			delete(b.byKey, key)
		}
	}
	if len(b.byKey) > mostBuckets/2 {
		clear(b.byKey)
	}
}
