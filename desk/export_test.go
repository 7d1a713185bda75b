package desk

import (
	"context"

	"golang.org/x/crypto/argon2"
)

// Nobody is the hash for accounts that do not exist.
var Nobody = nobody

// Occupy takes all hashers, until the answer is called.
func (d *Desk) Occupy() (free func()) {
	for range hashers {
		d.hashers <- struct{}{}
	}
	return func() {
		for range hashers {
			<-d.hashers
		}
	}
}

// HashAt is a hash of another cost.
func HashAt(memory, time uint32, password string) string {
	salt := make([]byte, saltBytes)
	return cost{memory, time, 1}.phc(salt, argon2.IDKey([]byte(password), salt, time, memory, 1, keyBytes))
}

// TellDeadlines is what the digest does first.
func (d *Desk) TellDeadlines(ctx context.Context) error { return d.tellDeadlines(ctx) }
