package desk

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strings"

	"ploughshare/aid"
)

// sealMark begins what is sealed; secrets from before there was a key do not have it.
const sealMark = "sealed:"

// errNoKey says that the database has what was sealed under a key that is not given, or another one.
var errNoKey = errors.New("secrets of second factors are sealed with another key than the one that is set")

// shortestSealKey is what the key must have at least, in characters: 32 of random hexadecimal ones cannot be guessed.
const shortestSealKey = 32

// SealWith seals the secrets of second factors with a key from outside of the database, so that who reads a copy of it
// cannot make codes. Those kept openly before are sealed at the next sign-in. Call it before the first use.
func (d *Desk) SealWith(key string) error {
	if len(key) < shortestSealKey {
		return errors.New("the key is too short: give at least 32 random characters")
	}
	sum := sha256.Sum256([]byte(key))
	block, err := aes.NewCipher(sum[:])
	if err == nil {
		d.sealer, err = cipher.NewGCMWithRandomNonce(block)
	}
	return err
}

// seal is a secret as it is kept, bound to its account; without a key it is kept openly.
func (d *Desk) seal(id aid.UserID, secret string) string {
	if d.sealer == nil {
		return secret
	}
	return sealMark + base64.StdEncoding.EncodeToString(d.sealer.Seal(nil, nil, []byte(secret), []byte(id)))
}

func (d *Desk) unseal(id aid.UserID, kept string) (string, error) {
	sealed, is := strings.CutPrefix(kept, sealMark)
	if !is {
		return kept, nil
	}
	if d.sealer == nil {
		return "", errNoKey
	}
	raw, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil {
		return "", err
	}
	secret, err := d.sealer.Open(nil, nil, raw, []byte(id))
	if err != nil {
		return "", errNoKey
	}
	return string(secret), nil
}
