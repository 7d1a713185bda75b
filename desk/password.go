package desk

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"ploughshare/aid"
)

// cost is what one guess at a password costs: 19 MiB and two passes, the least that OWASP asks of argon2id.
type cost struct {
	memory uint32 // KiB
	time   uint32
	lanes  uint8
}

// present is the cost of new hashes. Who signs in with a hash of another cost gets a new one.
var present = cost{memory: 19 * 1024, time: 2, lanes: 1}

const (
	saltBytes, keyBytes = 16, 32
	hashers             = 4 // at once: each takes its memory, and sign-ins must not exhaust it
	leastPassword       = 12
	mostPassword        = 256
)

// nobody is a hash that no password fits, for accounts that do not exist: answering for them takes as long.
func nobody() string { return present.phc(make([]byte, saltBytes), make([]byte, keyBytes)) }

// phc is the hash as text: $argon2id$v=19$m=19456,t=2,p=1$salt$key.
func (c cost) phc(salt, key []byte) string {
	text := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.memory, c.time, c.lanes,
		text.EncodeToString(salt), text.EncodeToString(key))
}

// parsePHC reads what phc has written.
func parsePHC(hash string) (c cost, salt, key []byte, err error) {
	var version int
	var rest string
	if _, err = fmt.Sscanf(hash, "$argon2id$v=%d$m=%d,t=%d,p=%d$%s", &version, &c.memory, &c.time, &c.lanes, &rest); err != nil {
		return c, nil, nil, fmt.Errorf("password hash: %w", err)
	}
	split := base64.RawStdEncoding.EncodedLen(saltBytes)
	if version != argon2.Version || len(rest) <= split+1 {
		return c, nil, nil, fmt.Errorf("password hash: not one of ours")
	}
	if salt, err = base64.RawStdEncoding.DecodeString(rest[:split]); err != nil {
		return c, nil, nil, fmt.Errorf("password hash: %w", err)
	}
	key, err = base64.RawStdEncoding.DecodeString(rest[split+1:])
	return c, salt, key, err
}

// derive takes its turn among the hashers. The same characters typed on another keyboard are the same password.
func (d *Desk) derive(ctx context.Context, c cost, password string, salt []byte) ([]byte, error) {
	select {
	case d.hashers <- struct{}{}:
		defer func() { <-d.hashers }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return argon2.IDKey([]byte(norm.NFKC.String(password)), salt, c.time, c.memory, c.lanes, keyBytes), nil
}

func (d *Desk) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltBytes)
	rand.Read(salt) // never fails
	key, err := d.derive(ctx, present, password, salt)
	return present.phc(salt, key), err
}

// fits says whether a password is that of a hash, and whether the hash has another cost than new ones.
func (d *Desk) fits(ctx context.Context, hash, password string) (fits, stale bool, err error) {
	c, salt, key, err := parsePHC(hash)
	if err != nil {
		return false, false, err
	}
	if len(password) > mostPassword {
		password = "" // nobody has it, and a long text takes no longer
	}
	derived, err := d.derive(ctx, c, password, salt)
	return subtle.ConstantTimeCompare(derived, key) == 1, c != present, err
}

// checkPassword says what makes a password unfit. Length is what counts.
func checkPassword(password, email string) error {
	var p aid.Problems
	switch {
	case len([]rune(password)) < leastPassword, len(password) > mostPassword:
		p.Add("password", "password_length", "min", fmt.Sprint(leastPassword), "max", fmt.Sprint(mostPassword))
	case aid.NormalEmail(password) == email:
		p.Add("password", "password_is_email")
	}
	return p.Err()
}
