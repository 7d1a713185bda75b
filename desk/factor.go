package desk

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"ploughshare/aid"
)

// A second factor is a code that an app makes from a shared secret and the time (TOTP, RFC 6238: six digits, SHA-1,
// thirty seconds), or one of the recovery codes that were shown when it was set up. Each works once.
const (
	stepSeconds   = 30
	recoveryCodes = 8
)

// Enrolment is what an app needs to make codes.
type Enrolment struct {
	Secret string `json:"secret" doc:"To type into the app"`
	URL    string `json:"url" doc:"The same, as otpauth address for a QR code"`
}

// BeginSecondFactor makes a secret for the caller's own account. It counts once a code of it is confirmed.
func (d *Desk) BeginSecondFactor(ctx context.Context, who aid.Actor) (Enrolment, error) {
	user, err := d.self(ctx, who)
	if err != nil {
		return Enrolment{}, err
	}
	if user.HasSecondFactor() {
		return Enrolment{}, aid.ErrConflict
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: "Ploughshare", AccountName: user.Email})
	if err != nil {
		return Enrolment{}, err
	}
	user.TOTPSecret, user.TOTPPending = d.seal(user.ID, key.Secret()), true
	return Enrolment{Secret: key.Secret(), URL: key.URL()}, d.keepUser(ctx, who, "began a second factor", user)
}

// ConfirmSecondFactor takes the first code and answers with the recovery codes, which are shown this once. Other
// sessions end; the pass is that of the present one.
func (d *Desk) ConfirmSecondFactor(ctx context.Context, who aid.Actor, code string) ([]string, Pass, error) {
	user, err := d.self(ctx, who)
	if err != nil {
		return nil, Pass{}, err
	}
	if !user.TOTPPending {
		return nil, Pass{}, aid.ErrConflict
	}
	succeeded, err := d.attempt("account " + user.Email)
	if err != nil {
		return nil, Pass{}, err
	}
	user.TOTPPending = false
	if err := d.takeCode(&user, code); err != nil {
		return nil, Pass{}, aid.Problems{{Field: "code", Message: aid.Say("code_wrong")}}
	}
	succeeded()
	codes := make([]string, recoveryCodes)
	user.Recovery = nil
	for i := range codes {
		codes[i] = strings.ToLower(rand.Text()[:16])
		user.Recovery = append(user.Recovery, digest(codes[i]))
	}
	user.SecuredAt = d.instant()
	return codes, Pass{User: user.ID, At: user.SecuredAt, Proved: true}, d.keepUser(ctx, who, "set up a second factor", user)
}

// takeCode checks and uses up a code of a user who has a second factor.
func (d *Desk) takeCode(u *aid.User, code string) error {
	code = strings.ToLower(strings.Join(strings.Fields(code), ""))
	switch {
	case !u.HasSecondFactor():
		return nil
	case code == "":
		return aid.Problems{{Field: "code", Message: aid.Say("code_needed")}}
	}
	secret, err := d.unseal(u.ID, u.TOTPSecret)
	if err != nil {
		return err
	}
	step := d.now().Unix() / stepSeconds
	for counter := max(step-1, u.TOTPStep+1); counter <= step+1; counter++ { // clocks differ a little
		right, err := hotp.GenerateCode(secret, uint64(counter))
		if err != nil {
			return err
		}
		if subtle.ConstantTimeCompare([]byte(right), []byte(code)) == 1 {
			u.TOTPStep, u.TOTPSecret = counter, d.seal(u.ID, secret)
			return nil
		}
	}
	if i := slices.Index(u.Recovery, digest(code)); i >= 0 {
		u.Recovery = slices.Delete(slices.Clone(u.Recovery), i, i+1)
		return nil
	}
	return aid.ErrUnauthenticated
}

// digest is how secrets are kept that are long and random; passwords are neither and take more.
func digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
